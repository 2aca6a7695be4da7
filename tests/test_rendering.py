"""Rendering: every format read back by a reader we did not write."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rich.cells import cell_len

from ecosystem_graph.errors import NotFoundError, QueryError
from ecosystem_graph.queries import Table
from ecosystem_graph.rendering import FORMATS, render, short
from ecosystem_graph.vocab import ECO, INL, PREFIXES

RAUFOSS = URIRef(f"{INL}actor/nce-raufoss")
TABLE = Table(
    ("cluster", "nb", "members", "share", "sure"),
    (
        (
            RAUFOSS,
            Literal("NCE Raufoss", lang="nb"),
            Literal(49),
            Literal("2.50", datatype=XSD.decimal),
            Literal(True),
        ),
        (URIRef(f"{INL}actor/geno"), Literal("Geno | \x1b[31mrød"), Literal(-5), None, Literal(False)),
    ),
)
#: What XML, and so the readers of a spreadsheet, can hold at all.
TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"), max_size=12)


def test_aligned_for_people() -> None:
    lines = render(TABLE, "table").splitlines()
    assert lines == [
        "cluster      nb               members  share  sure",
        "───────────  ───────────────  ───────  ─────  ─────",
        "nce-raufoss  NCE Raufoss           49   2.50  true",
        "geno         Geno | \N{REPLACEMENT CHARACTER}[31mrød       -5         false",
    ]


def test_names_for_people() -> None:
    named = {RAUFOSS: "Raufoss-klyngen"}
    for fmt in ("table", "md", "json"):
        assert "Raufoss-klyngen" in render(TABLE, fmt, label=lambda iri: named.get(iri, "?"))
    assert "Raufoss-klyngen" not in render(TABLE, "csv", label=lambda iri: named.get(iri, "?"))


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=4),
    width=st.one_of(st.none(), st.integers(min_value=14, max_value=40)),
)
def test_columns_keep_their_place_and_width(rows: list[tuple[str, str]], width: int | None) -> None:
    table = Table(("one", "two"), tuple((Literal(a), Literal(b)) for a, b in rows))
    lines = render(table, "table", width=width).splitlines()
    assert len(lines) == len(rows) + 2
    assert not any(ord(c) < 32 for line in lines for c in line)
    if width is not None:
        assert max(len(line) for line in lines[1:2]) <= width


@pytest.mark.parametrize("text", ["Gjøvik", "日本語", "e\u0301", "ｗｉｄｅ", "a\u200bb"])
def test_breadth_is_richs(text: str) -> None:
    lines = render(Table(("a",), ((Literal(text),), (Literal("x" * 12),))), "table").splitlines()
    padded = render(
        Table(("a", "b"), ((Literal(text), Literal("|")), (Literal("x" * 12), Literal("|")))), "table"
    )
    assert len(lines) == 4
    assert {cell_len(line[: line.index("|")]) for line in padded.splitlines()[2:]} == {14}


def test_csv_is_full_and_starts_no_formula() -> None:
    cells = [
        "=1+1",
        "+47 61",
        "-5",
        "-5.5e3",
        "@SUM(A1)",
        "\tx",
        "\t=1",
        "a;=1",
        "- dash",
        "a,b",
        'say "hi"',
        "line\nbreak",
        "",
    ]
    table = Table(("thing", "text"), tuple((RAUFOSS, Literal(c)) for c in cells))
    rows = list(csv.reader(io.StringIO(render(table, "csv"), newline="")))
    assert rows[0] == ["thing", "text"]
    assert {row[0] for row in rows[1:]} == {str(RAUFOSS)}
    assert [row[1] for row in rows[1:]] == [
        *(
            "'=1+1",
            "'+47 61",
            "-5",
            "-5.5e3",
            "'@SUM(A1)",
            "\tx",
            "\t'=1",
            "a;'=1",
            "'- dash",
            "a,b",
            'say "hi"',
            "line\nbreak",
            "",
        )
    ]


@given(text=TEXTS)
def test_csv_gives_back_what_was_put_in(text: str) -> None:
    table = Table(("x", "y"), ((Literal(text), None),))
    (row,) = list(csv.reader(io.StringIO(render(table, "csv"), newline="")))[1:]
    assert row[0].replace("'", "") == text.replace("'", "")
    assert row[0].lstrip()[:1] not in set("=+@")


def test_json_has_values_and_ids() -> None:
    first, second = json.loads(render(TABLE, "json"))
    assert first == {
        "cluster": {"id": str(RAUFOSS), "value": "nce-raufoss"},
        "nb": "NCE Raufoss",
        "members": 49,
        "share": 2.5,
        "sure": True,
    }
    assert second["share"] is None
    large = Literal("61000000000", datatype=XSD.decimal)
    odd = Table(("a", "b", "c"), ((large, Literal("NaN", datatype=XSD.double), BNode("x")),))
    assert json.loads(render(odd, "json")) == [{"a": 61_000_000_000, "b": "nan", "c": "x"}]


def test_markdown_is_a_table_and_no_markup() -> None:
    table = Table(
        ("a_b", "n"),
        ((Literal("x|y <b>*z*</b> [l](u)"), Literal(1)), (Literal("https://example.org/a_b"), Literal(2))),
    )
    assert render(table, "md").splitlines() == [
        r"| a\_b | n |",
        "| --- | ---: |",
        r"| x\|y \<b\>\*z\*\</b\> \[l\](u) | 1 |",
        "| <https://example.org/a_b> | 2 |",
    ]


def test_turtle_is_the_triples() -> None:
    triples = ((RAUFOSS, RDF.type, ECO.Cluster), (RAUFOSS, ECO.detail, Literal('say "hi"')))
    text = render(Table(("subject", "predicate", "object"), triples), "ttl")
    assert set(Graph().parse(data=text, format="turtle")) == set(triples)
    with pytest.raises(QueryError, match="write CONSTRUCT"):
        render(TABLE, "ttl")


def test_unknown_format() -> None:
    with pytest.raises(NotFoundError, match="did you mean 'json'") as caught:
        render(TABLE, "jsn")
    assert caught.value.told("nb").startswith("ukjent format: 'jsn'; mente du 'json'")


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_rows(fmt: str) -> None:
    text = render(Table(("subject", "predicate", "object"), ()), fmt)
    assert text == "" if fmt == "ttl" else text.endswith("\n")


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (str(RAUFOSS), "nce-raufoss"),
        (str(ECO.memberOf), "eco:memberOf"),
        (f"{PREFIXES['code']}mechanism/spin-off", "mechanism:spin-off"),
        ("https://example.org/x", "https://example.org/x"),
        (str(INL), str(INL)),
    ],
)
def test_short_names(iri: str, name: str) -> None:
    assert short(iri) == name
