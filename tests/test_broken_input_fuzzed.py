"""More than 5,000 broken inputs, made from the small valid region: no traceback, no hang, nothing written.

Each kind of file is spoilt in its bytes and, where a file has structure, inside it. The examples are the same
in every run.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosystem_graph.cli import root
from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.tables import export_tables, import_tables
from ecosystem_graph.turtle import FORMATS, Triple, quads, serialise
from ecosystem_graph.vocab import ASSERTED

TINY = Path(__file__).parent / "data" / "tiny"

#: Examples per kind; the test of each kind asserts that so many were tried.
COUNTS = {
    "csv": 1400,
    ".ttl": 900,
    ".rdf": 700,
    ".jsonld": 700,
    ".nq": 300,
    ".trig": 300,
    ".nt": 300,
    "workbook bytes": 200,
    "workbook parts": 250,
    "workbook cells": 200,
}

Edit = tuple[int, int, bytes]


def edits(*pieces: bytes) -> st.SearchStrategy[list[Edit]]:
    """Places to cut, how much, and what to put there."""
    piece = st.sampled_from(pieces) | st.binary(max_size=4)
    return st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 12), piece), min_size=1, max_size=3)


def spoilt(data: bytes, changes: list[Edit]) -> bytes:
    for at, length, piece in changes:
        at %= len(data) + 1
        data = data[:at] + piece + data[at + length :]
    return data


def fuzz(kind: str, strategy: st.SearchStrategy[Any], check: Callable[[Any], None]) -> None:
    tried = 0

    @settings(
        max_examples=COUNTS[kind],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(example: Any) -> None:
        nonlocal tried
        tried += 1
        check(example)

    run()
    assert tried >= COUNTS[kind]


@pytest.fixture(scope="module")
def tiny() -> set[Triple]:
    return import_tables(TINY)[0]


@pytest.fixture
def taken_in(tmp_path: Path) -> Callable[[Path], bool]:
    """Takes a source in as the import command does: to the whole text, or to an error of ours."""
    tried = 0

    def take(source: Path) -> bool:
        nonlocal tried
        tried += 1
        told = ""
        try:
            facts, base = import_tables(source)
            text = serialise(facts, base)
        except EcosystemError as error:
            told = str(error).strip() or "nothing"
        assert told != "nothing"
        if not told and tried % 5 == 0:  # what was taken in is whole: it is read again as it was
            back = tmp_path / "back.ttl"
            back.write_text(text, encoding="utf-8", newline="")
            assert serialise(import_tables(back)[0], base) == text
            back.unlink()
        return not told

    return take


def test_there_are_five_thousand() -> None:
    assert sum(COUNTS.values()) >= 5000


def test_spoilt_csv(tmp_path: Path, taken_in: Callable[[Path], bool]) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    whole = {path.name: path.read_bytes() for path in TINY.glob("*.csv")}
    for name, data in whole.items():
        (folder / name).write_bytes(data)
    pieces = edits(
        b",",
        b'"',
        b"\n",
        b"\r",
        b";",
        b"\xff",
        b"\x00",
        b"\xef\xbb\xbf",
        b"=",
        b"'",
        b"\xc3",
        b"..",
        b"2015.0",
    )

    def check(example: tuple[str, list[Edit]]) -> None:
        name, changes = example
        (folder / name).write_bytes(spoilt(whole[name], changes))
        taken_in(folder)
        (folder / name).write_bytes(whole[name])

    fuzz("csv", st.tuples(st.sampled_from(sorted(whole)), pieces), check)
    assert taken_in(folder)


TOKENS = {
    ".ttl": rb"""@prefix|a|.|;|<|>|"|'''|[]|( )|<<|@nb|^^|\u0000|_:x""",
    ".rdf": rb"""<|</|/>|&x;|&#0;|<!DOCTYPE x [|<!ENTITY x 'y'>|]]>|<![CDATA[|"|xml:base""",
    ".jsonld": rb"""{|}|[|]|"|,|:|null|1e999|"@context":|"@id":|"@type":|\ud800""",
    ".nq": b"""<|>|"|.|_:b|\n|^^|@""",
    ".trig": b"""{|}|GRAPH|<|"|.|_:b""",
    ".nt": b"""<|>|"|.|_:b|\n|^^|@""",
}


@pytest.mark.parametrize("suffix", TOKENS)
def test_spoilt_rdf(suffix: str, tmp_path: Path, tiny: set[Triple], taken_in: Callable[[Path], bool]) -> None:
    kind = FORMATS[suffix]
    stored = list(quads(sorted(tiny), ASSERTED))
    whole = ox.serialize(stored if kind.supports_datasets else [q.triple for q in stored], format=kind)
    assert whole
    path = tmp_path / f"facts{suffix}"
    tables = tmp_path / "tables"

    def check(changes: list[Edit]) -> None:
        path.write_bytes(spoilt(whole, changes))
        if taken_in(path) and changes[0][0] % 10 == 0:
            try:
                export_tables(import_tables(path)[0], tables)
            except EcosystemError:
                assert not tables.exists() or set(tables.iterdir()) == before
        before.update(tables.iterdir() if tables.exists() else ())

    before: set[Path] = set()
    fuzz(suffix, edits(*TOKENS[suffix].split(b"|")), check)
    path.write_bytes(whole)
    assert taken_in(path)


# --- workbooks

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETS = ("sources", "organisations", "places")
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def parts() -> dict[str, str]:
    """The parts of a small workbook as the standard (ECMA-376) has them; no library of ours wrote them."""
    numbered = list(enumerate(SHEETS, 1))
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/xl/{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in SHEETS)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in numbered)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="{n}.xml"/>' for i, n in numbered
        )
        + "</Relationships>",
    }
    for name in SHEETS:
        with (TINY / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        made[f"xl/{name}.xml"] = sheet("".join(f"<row>{''.join(map(text_cell, row))}</row>" for row in rows))
    return made


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else "<c/>"


def packed(made: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in made.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def test_a_workbook_by_the_standard_is_taken_in(tmp_path: Path, taken_in: Callable[[Path], bool]) -> None:
    path = tmp_path / "region.xlsx"
    path.write_bytes(packed(parts()))
    facts, _ = import_tables(path)
    for name in SHEETS:
        (tmp_path / "tables").mkdir(exist_ok=True)
        (tmp_path / "tables" / f"{name}.csv").write_bytes((TINY / f"{name}.csv").read_bytes())
    assert facts == import_tables(tmp_path / "tables")[0]


def test_spoilt_workbook_bytes(tmp_path: Path, taken_in: Callable[[Path], bool]) -> None:
    path, whole = tmp_path / "region.xlsx", packed(parts())

    def check(changes: list[Edit]) -> None:
        path.write_bytes(spoilt(whole, changes))
        taken_in(path)

    fuzz(
        "workbook bytes",
        edits(b"PK", b"PK\x01\x02", b"PK\x05\x06", b"\x00", b"\xff\xff\xff\xff", b"../"),
        check,
    )


def test_spoilt_workbook_parts(tmp_path: Path, taken_in: Callable[[Path], bool]) -> None:
    path, whole = tmp_path / "region.xlsx", parts()
    pieces = edits(
        b"<", b"/>", b'"', b"&x;", b"<!DOCTYPE x>", b"<c>", b"<row>", b'<row r="99999999999">',
        b'<c r="ZZZ1">', b' t="s"', b' t="d"', b' s="7"', b"<v>9</v>", b"<f>1+1</f>", b"xl/", b"..",
        b"organisations", b"\x00",
    )  # fmt: skip

    def check(example: tuple[str, list[Edit]]) -> None:
        name, changes = example
        path.write_bytes(packed({**whole, name: spoilt(whole[name].encode(), changes)}))
        taken_in(path)

    fuzz("workbook parts", st.tuples(st.sampled_from(sorted(whole)), pieces), check)


CELL = st.builds(
    lambda place, kind, style, value, formula: (
        f"<c{place}{kind}{style}>{formula}" + ("" if value is None else f"<v>{escape(value)}</v>") + "</c>"
    ),
    st.sampled_from(["", ' r="A1"', ' r="XFD9"', ' r="XFE1"', ' r="1A"', ' r=""', ' r="A99999999999"']),
    st.sampled_from(["", *(f' t="{t}"' for t in ("n", "s", "b", "e", "str", "d", "inlineStr", "x"))]),
    st.sampled_from(["", ' s="0"', ' s="1"', ' s="99"', ' s="-1"', ' s="x"']),
    st.none()
    | st.sampled_from(
        ["0", "1", "-1", "1E999", "-0.0", "nan", "2015.0", "9" * 5000, "2020-01-01", "#N/A", "=1+1", "x", " "]
    )
    | st.floats().map(repr)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=9),
    st.sampled_from(
        ["", "<f>SUM(A1:A9)</f>", '<f t="shared" si="0"/>', '<f t="array" ref="A1">1</f>', "<f/>"]
    ),
)


def test_odd_workbook_cells(tmp_path: Path, taken_in: Callable[[Path], bool]) -> None:
    path, whole = tmp_path / "region.xlsx", parts()
    end = "</row></sheetData>"

    def check(example: tuple[str, list[str]]) -> None:
        name, cells = example
        part = whole[f"xl/{name}.xml"]
        path.write_bytes(packed({**whole, f"xl/{name}.xml": part.replace(end, "".join(cells) + end)}))
        taken_in(path)

    strategy = st.tuples(st.sampled_from(SHEETS), st.lists(CELL, min_size=1, max_size=6))
    fuzz("workbook cells", strategy, check)


def test_the_command_says_it_in_a_sentence(tmp_path: Path) -> None:
    """The same through the command line, for a few of each kind: exit code 1 or 2, no traceback, no file."""
    whole = packed(parts())
    bad = {
        "bytes.xlsx": whole[: len(whole) // 2],
        "text.xlsx": b"id,name\n",
        "facts.ttl": b"<a> <b> .",
        "facts.rdf": b"<rdf:RDF",
        "facts.jsonld": b"{",
        "facts.nq": b"<a> <b> <c> <d> <e> .",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
        out = tmp_path / "out.ttl"
        result = CliRunner().invoke(root, ["import", "tables", str(tmp_path / name), "-o", str(out)])
        assert isinstance(result.exception, SystemExit), name
        assert result.exit_code == 2, name
        assert name in result.output, name
        assert "Traceback" not in result.output, name
    assert {path.name for path in tmp_path.iterdir()} == set(bad)
