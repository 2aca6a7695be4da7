"""Broken input of every kind: what is wrong, where, what would be right, and nothing left half-written.

Each case breaks the small valid region in tests/data/tiny in one place.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, BNode, Literal, URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import ContradictionError, DataError, EcosystemError, UnreadableFileError
from ecosystem_graph.folders import atomic_folder
from ecosystem_graph.tables import export_tables, import_tables
from ecosystem_graph.tables.layout import LAYOUT
from ecosystem_graph.turtle import Triple, atomic_text, parse, serialise
from ecosystem_graph.validation import validate
from ecosystem_graph.vocab import ECO

TINY = Path(__file__).parent / "data" / "tiny"
BASE = "https://w3id.org/innovation-ecosystem/vesle/"

Break = Callable[[Path], object]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the small region that a test may break."""
    folder = tmp_path / "tables"
    shutil.copytree(TINY, folder)
    return folder


@pytest.fixture(scope="module")
def tiny() -> set[Triple]:
    return import_tables(TINY)[0]


def swap(table: str, old: str, new: str) -> Break:
    """Replaces one piece of text in a table; it must be there exactly once."""

    def change(folder: Path) -> None:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {table}"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return change


def add(table: str, row: str) -> Break:
    """Puts a row at the end of a table."""

    def change(folder: Path) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write(f"{row}\n")

    return change


def rewrite(table: str, content: Callable[[str], bytes]) -> Break:
    """Makes the bytes of a table anew from its text."""

    def change(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(content(path.read_text(encoding="utf-8")))

    return change


def remove(table: str) -> Break:
    return lambda folder: (folder / f"{table}.csv").unlink()


def rename(old: str, new: str) -> Break:
    return lambda folder: (folder / old).rename(folder / new)


def said(error: DataError) -> str:
    """The problems, a line each, with every part that is there."""
    lines = []
    for p in error.problems:
        place = f"{p.file}:{p.row}" if p.row else p.file
        parts = [place, " ".join(part for part in (p.column, p.value and repr(p.value)) if part), p.why]
        assert all(part in str(p) for part in parts)
        lines.append(": ".join(part for part in parts if part))
    return "\n".join(lines)


def check_norwegian(error: EcosystemError) -> None:
    """Asserts that every line is told in Norwegian too, with all the values that the English one quotes."""
    for english, norwegian in zip(str(error).split("\n"), error.told("nb").split("\n"), strict=True):
        assert norwegian != english
        assert [value for value in re.findall("'[^']+'", english) if value not in norwegian] == []
        assert not re.search(r"\b(the|is|are|not|write|mean|known|save|has|cannot)\b", norwegian)


def without_column(text: str, column: str) -> bytes:
    lines = [line.split(",") for line in text.splitlines()]
    at = lines[0].index(column)
    return "\n".join(",".join(cells[:at] + cells[at + 1 :]) for cells in lines).encode()


#: Per case: what is broken, and the whole text of the error.
CELLS: dict[str, tuple[Break, str]] = {
    "unknown column": (
        swap("topics", "label_en,about", "label_en,about,colour"),
        "topics.csv:1: colour: unknown column; known: id, label_nb, label_en, about",
    ),
    "misspelt column": (
        swap("topics", "label_en,about", "label_en,abuot"),
        "topics.csv:1: abuot: unknown column; did you mean 'about'?\n"
        "topics.csv:1: about: the column is missing",
    ),
    "missing column": (
        rewrite("figures", lambda text: without_column(text, "unit")),
        "figures.csv:1: unit: the column is missing",
    ),
    "column twice": (
        swap("topics", "label_en,about", "label_en,about,about"),
        "topics.csv:1: about: the column is there twice\ntopics.csv:1: about: the column is there twice",
    ),
    "column without a name": (
        swap("topics", "label_en,about", "label_en,about,"),
        "topics.csv:1: unknown column; known: id, label_nb, label_en, about",
    ),
    "unknown kind": (
        swap("organisations", ",Firm,", ",Frim,"),
        "organisations.csv:2: kind 'Frim': is not in the list; did you mean 'Firm'?",
    ),
    "person as an actor": (
        swap("organisations", ",Firm,", ",Person,"),
        "organisations.csv:2: kind 'Person': is not in the list",
    ),
    "unknown relation": (
        swap("relations", "memberOf", "memberof"),
        "relations.csv:2: relation 'memberof': is not in the list; did you mean 'memberOf'",
    ),
    "unknown polarity": (
        swap("causal_claims", "kvist,vekst,+,shared", "kvist,vekst,plus,shared"),
        "causal_claims.csv:3: polarity 'plus': is not in the list; known: +, -",
    ),
    "unknown stance": (
        swap("causal_claims", ",asserts,", ",claims,"),
        "causal_claims.csv:3: stance 'claims': is not in the list; known: asserts, disputes",
    ),
    "unknown mechanism": (
        swap("causal_claims", "shared_infrastructure", "shared_infrastructur"),
        "causal_claims.csv:3: mechanism_kind 'shared_infrastructur': is not in the list;"
        " did you mean 'shared_infrastructure'?",
    ),
    "unknown kind of event": (
        swap("events", ",founding,", ",foundation,"),
        "events.csv:2: kind 'foundation': is not in the list; did you mean 'founding'",
    ),
    "unknown kind of place": (
        swap("places", ",County,", ",Fylke,"),
        "places.csv:3: kind 'Fylke': is not in the list; known: ",
    ),
    "figure without indicator": (
        swap("figures", ",own-measure,", ",,"),
        "figures.csv:2: indicator: is empty",
    ),
    "dangling subject": (
        swap("relations", "ask,memberOf", "aks,memberOf"),
        "relations.csv:2: subject 'aks': is no id in organisations.csv or places.csv or topics.csv"
        " or events.csv; did you mean 'ask'?",
    ),
    "dangling participant": (
        swap("events", "ask;kvist", "ask;kvast"),
        "events.csv:2: participants 'kvast': is no id in organisations.csv or",
    ),
    "dangling topic": (
        swap("topics", "ask;lia", "ask;ilia"),
        "topics.csv:2: about 'ilia': is no id in organisations.csv or places.csv; did you mean 'lia'?",
    ),
    "id twice": (
        add("organisations", "ask,Ask to,Ask two,,Firm,Lia,,,,,register"),
        "organisations.csv:6: id 'ask': this id is already used in row 2",
    ),
    "row twice": (
        add("relations", "lia,partOf,vidda,,,,register"),
        "relations.csv:7: says the same as row 6; keep one of them",
    ),
    "empty id": (
        add("topics", ",tema,topic,"),
        "topics.csv:3: id: is empty",
    ),
    "id with capitals": (
        add("topics", "Tema,tema,topic,"),
        "topics.csv:3: id 'Tema': an id has lower-case letters, digits and hyphens only",
    ),
    "id with a path": (
        add("topics", "../x,tema,topic,"),
        "topics.csv:3: id '../x': an id has lower-case letters, digits and hyphens only",
    ),
    "end before start": (
        swap("relations", "2012,2015,Arena", "2012,2011,Arena"),
        "relations.csv:4: end '2011': is before start 2012",
    ),
    "end before start within a year": (
        swap("relations", "1970-08-15,2016", "1970-08-15,1970-07"),
        "relations.csv:3: end '1970-07': is before start 1970-08-15",
    ),
    "dissolved before founded": (
        swap("organisations", "1970,2016", "2016,1970"),
        "organisations.csv:3: dissolved '1970': is before founded 2016",
    ),
    "date in Norwegian": (
        swap("sources", "2020-03-01", "01.03.2020"),
        "sources.csv:2: published '01.03.2020': is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "no such day": (
        swap("sources", "2020-03-01", "2019-02-29"),
        "sources.csv:2: published '2019-02-29': there is no such day in the calendar",
    ),
    "no such month": (
        swap("organisations", "2010-05", "2010-13"),
        "organisations.csv:4: founded '2010-13': there is no such day in the calendar",
    ),
    "year out of range": (
        swap("organisations", ",1990,", ",0990,"),
        "organisations.csv:2: founded '0990': the year is not between 1000 and 2100",
    ),
    "open start": (
        swap("relations", "kvist,2010,..", "kvist,..,2010"),
        "relations.csv:2: start '..': is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "month where a year is meant": (
        swap("figures", "50,organisations,2020", "50,organisations,2020-05"),
        "figures.csv:4: year '2020-05': is no year; write YYYY",
    ),
    "decimal comma": (
        swap("figures", ",12.5,", ',"12,5",'),
        "figures.csv:2: value '12,5': is no number; write the decimal point as a point,"
        " no thousands separators",
    ),
    "thousands separator": (
        swap("figures", ",12.5,", ",12 500,"),
        "figures.csv:2: value '12 500': is no number; write the decimal point as a point,"
        " no thousands separators",
    ),
    "about so many": (
        swap("figures", ",12.5,", ",ca.,"),
        "figures.csv:2: value 'ca.': is no number",
    ),
    "not a number": (
        swap("figures", ",12.5,", ",NaN,"),
        "figures.csv:2: value 'NaN': is no finite number",
    ),
    "endless number": (
        swap("figures", ",12.5,", ",-Infinity,"),
        "figures.csv:2: value '-Infinity': is no finite number",
    ),
    "absurd number": (
        swap("figures", ",12.5,", ",1e999999,"),
        "figures.csv:2: value '1e999999': is too large or too small a number to be a figure",
    ),
    "check digit": (
        swap("organisations", "923609016", "923609017"),
        "organisations.csv:2: orgnr '923609017': the check digit is wrong;"
        " look the number up in Enhetsregisteret",
    ),
    "organisation number with spaces": (
        swap("organisations", "923609016", "923 609 016"),
        "organisations.csv:2: orgnr '923 609 016': an organisation number has nine digits,"
        " written without spaces",
    ),
    "municipality number": (
        swap("places", ",9901,", ",991,"),
        "places.csv:2: number '991': the official number of this kind of place has 4 digits",
    ),
    "unquoted comma": (
        swap("relations", '"partner, not full member"', "partner, not full member"),
        "relations.csv:2: 8 cells, but the header has 7; is a comma unquoted?",
    ),
    "unquoted comma in a row others point to": (
        swap("organisations", "ask,Ask AS,", "ask,Ask, AS,"),
        "organisations.csv:2: 12 cells, but the header has 11; is a comma unquoted?",
    ),
    "quotation mark not doubled": (
        swap("sources", '""sterkt""', '"sterkt"'),
        "sources.csv:2: broken CSV from this row on (',' expected after '\"');"
        " is a quotation mark not closed, or not doubled?",
    ),
    "quotation mark not closed": (
        add("topics", 'tema,"tema,topic,'),
        "topics.csv:3: broken CSV from this row on (unexpected end of data);"
        " is a quotation mark not closed, or not doubled?",
    ),
    "semicolons": (
        rewrite("sources", lambda text: text.replace(",", ";").encode()),
        "sources.csv:1: cells are separated by semicolons; use commas",
    ),
    "tabs": (
        rewrite("sources", lambda text: text.replace(",", "\t").encode()),
        "sources.csv:1: cells are separated by tabs; use commas",
    ),
    "empty file": (
        rewrite("topics", lambda text: b""),
        "topics.csv:1: the file is empty; the header is id,label_nb,label_en,about",
    ),
    "only a header": (
        rewrite("sources", lambda text: text.splitlines()[0].encode()),
        "sources.csv:1: the table has a header, but no rows",
    ),
    "misspelt table": (
        rename("topics.csv", "topic.csv"),
        "topic.csv: no table has this name; did you mean topics.csv?",
    ),
    "workbook instead of tables": (
        lambda folder: (folder / "events.xlsx").write_bytes(b"PK"),
        "events.xlsx: save each sheet as CSV UTF-8; no table has this name; did you mean events.csv?",
    ),
    "missing table": (remove("sources"), "sources.csv: this table is missing"),
    "folder instead of a table": (
        lambda folder: ((folder / "organisations.csv").unlink(), (folder / "organisations.csv").mkdir()),
        "organisations.csv: this table is missing",
    ),
    "no source": (
        swap("events", ",ask;kvist,avisa-2020", ",ask;kvist,"),
        "events.csv:2: sources: is empty; a fact without a source is not taken in",
    ),
    "unknown source": (
        swap("events", ",ask;kvist,avisa-2020", ",ask;kvist,avisa-2021"),
        "events.csv:2: sources 'avisa-2021': is no id in sources.csv; did you mean 'avisa-2020'?",
    ),
    "source without title": (
        swap("sources", ",Register,", ",,"),
        "sources.csv:4: title: is empty",
    ),
    "relation to itself": (
        swap("relations", "birk,locatedIn,lia", "lia,locatedIn,lia"),
        "relations.csv:3: object 'lia': a thing cannot be related to itself",
    ),
    "cause of itself": (
        swap("causal_claims", "kvist,vekst,+,shared", "vekst,vekst,+,shared"),
        "causal_claims.csv:3: effect 'vekst': nothing is a cause of itself",
    ),
    "markup in a name": (
        swap("organisations", "Ask AS", "<b>Ask</b> AS"),
        "organisations.csv:2: name_nb '<b>Ask</b> AS': holds HTML markup; write plain text",
    ),
    "script in a detail": (
        swap("figures", "about", "< script>alert(1)</script>"),
        "figures.csv:2: detail '< script>alert(1)</script>': holds HTML markup; write plain text",
    ),
    "control character": (
        swap("organisations", "Ask AS", "Ask\x07 AS"),
        "organisations.csv:2: name_nb 'Ask\\x07 AS': holds the control character U+0007",
    ),
    "text turned round": (
        swap("organisations", "Ask AS", "Ask \u202esa"),
        "organisations.csv:2: name_nb 'Ask \\u202esa': holds the control character U+202E",
    ),
    "javascript address": (
        swap("organisations", "https://ask.example", "JavaScript:alert(1)"),
        "organisations.csv:2: homepage 'JavaScript:alert(1)': addresses with JavaScript: are not taken in",
    ),
    "javascript address behind a control character": (
        swap("organisations", "https://ask.example", "\x01javascript:alert(1)"),
        "organisations.csv:2: homepage '\\x01javascript:alert(1)': is no web address",
    ),
    "address with a space": (
        swap("sources", "https://register.example", "https://register example"),
        "sources.csv:4: url 'https://register example': is no web address",
    ),
    "two regions": (
        add("region", "annen,Annen,Other,"),
        "region.csv:3: id 'annen': a data set is about one region: one row",
    ),
    "region with a bad id": (
        swap("region", "vesle,", "Vesle region,"),
        "region.csv:2: id 'Vesle region': a region's id has lower-case letters, digits and hyphens",
    ),
    "municipality spelt otherwise": (
        swap("organisations", "UniversityCollege,Lia,", "UniversityCollege,lia,"),
        "organisations.csv:3: municipality 'lia': no place has this name; did you mean 'Lia'?",
    ),
    "role of a geometry": (
        swap("geometries", ",boundary,", ",border,"),
        "geometries.csv:2: role 'border': unknown role; known: boundary, centroid",
    ),
    "geometry that is none": (
        swap("geometries", "POLYGON((11 60, 12 60, 12 61, 11 60))", "11 60 12 60"),
        "geometries.csv:2: wkt '11 60 12 60': is no geometry in well-known text;"
        " write POINT(11.07 60.79), longitude first",
    ),
}

FILES: dict[str, tuple[Break, str]] = {
    "Latin-1": (
        rewrite("organisations", lambda text: text.encode("latin-1")),
        "organisations.csv:3: is not UTF-8, but seems to be Latin-1 or Windows-1252"
        " (Excel: choose “CSV UTF-8” when saving)",
    ),
    "UTF-16": (
        rewrite("organisations", lambda text: text.encode("utf-16")),
        "organisations.csv:1: is UTF-16; save it as CSV UTF-8",
    ),
    "NUL": (
        swap("organisations", "Ask AS", "Ask\x00 AS"),
        "organisations.csv:2: holds a NUL character; this is no text file",
    ),
    "no folder": (lambda folder: shutil.rmtree(folder), "no such folder of tables"),
}


def test_the_unbroken_region_is_fine(tables: Path) -> None:
    facts, base = import_tables(tables)
    assert base == BASE
    assert validate(facts).violations == ()


@pytest.mark.parametrize("case", CELLS)
def test_a_broken_table_is_refused_with_file_row_column_and_reason(tables: Path, case: str) -> None:
    spoil, text = CELLS[case]
    spoil(tables)
    with pytest.raises(DataError) as caught:
        import_tables(tables)
    assert said(caught.value).startswith(text)
    # One thing is wrong, so one thing is said: no avalanche of consequences.
    assert len(caught.value.problems) == text.count("\n") + 1
    check_norwegian(caught.value)


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_table_is_refused(tables: Path, case: str) -> None:
    spoil, text = FILES[case]
    spoil(tables)
    with pytest.raises(UnreadableFileError) as caught:
        import_tables(tables)
    assert str(caught.value).endswith(text)
    check_norwegian(caught.value)


#: What people in Norway do wrong most often, and the whole sentence they mend it by.
NORWEGIAN = {
    "misspelt column": (
        "topics.csv:1: abuot: ukjent kolonne; mente du 'about'?\ntopics.csv:1: about: kolonnen mangler"
    ),
    "unknown kind": "organisations.csv:2: kind 'Frim': står ikke i lista; mente du 'Firm'?",
    "unknown polarity": "causal_claims.csv:3: polarity 'plus': står ikke i lista; gyldige: +, -",
    "dangling subject": (
        "relations.csv:2: subject 'aks': er ingen id i organisations.csv eller places.csv eller topics.csv"
        " eller events.csv; mente du 'ask'?"
    ),
    "id twice": "organisations.csv:6: id 'ask': denne id-en er allerede brukt i rad 2",
    "id with capitals": (
        "topics.csv:3: id 'Tema': en id består bare av små bokstaver, sifre og bindestrek,"
        " for eksempel 'tema'"
    ),
    "end before start": "relations.csv:4: end '2011': er før start 2012",
    "date in Norwegian": (
        "sources.csv:2: published '01.03.2020': kan ikke leses som en dato;"
        " skriv ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD"
    ),
    "decimal comma": (
        "figures.csv:2: value '12,5': kan ikke leses som et tall;"
        " bruk punktum som desimaltegn, og ingen tusenskilletegn"
    ),
    "check digit": (
        "organisations.csv:2: orgnr '923609017': kontrollsifferet er feil;"
        " slå opp nummeret i Enhetsregisteret"
    ),
    "unquoted comma": (
        "relations.csv:2: 8 celler, men overskriftsraden har 7; står det et komma i en tekst uten hermetegn?"
    ),
    "semicolons": "sources.csv:1: cellene er skilt med semikolon; bruk komma",
    "empty file": ("topics.csv:1: filen er tom; overskriftsraden skal være id,label_nb,label_en,about"),
    "no source": "events.csv:2: sources: er tom; et faktum uten kilde tas ikke inn",
    "missing table": "sources.csv: denne tabellen mangler",
    "Latin-1": (
        "organisations.csv:3: er ikke UTF-8, men ser ut til å være Latin-1 eller Windows-1252"
        " (Excel: velg «CSV UTF-8» når du lagrer)"
    ),
}


@pytest.mark.parametrize("case", NORWEGIAN)
def test_what_is_wrong_is_told_in_norwegian(tables: Path, case: str) -> None:
    (CELLS | FILES)[case][0](tables)
    with pytest.raises((DataError, UnreadableFileError)) as caught:
        import_tables(tables)
    assert caught.value.told("nb") == NORWEGIAN[case]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("ask,memberOf,Klyngen Kvist,2010,..", "er ingen id i {}, men et navn; skriv id-en: 'kvist'"),
        ('ask,memberOf,"kvist, birk",2010,..', "er ingen id i {}; flere skilles med semikolon"),
    ],
)
def test_a_name_or_a_list_in_place_of_an_id_is_told_in_norwegian(tables: Path, cells: str, why: str) -> None:
    swap("relations", "ask,memberOf,kvist,2010,..", cells)(tables)
    with pytest.raises(DataError) as caught:
        import_tables(tables)
    where = "organisations.csv eller places.csv eller topics.csv eller events.csv"
    assert caught.value.told("nb").endswith(why.format(where))
    check_norwegian(caught.value)


def test_everything_wrong_is_told_at_once_in_file_and_row_order(tables: Path) -> None:
    for case in ("unknown kind", "no such day", "self", "decimal comma", "check digit"):
        if case in CELLS:
            CELLS[case][0](tables)
    with pytest.raises(DataError) as caught:
        import_tables(tables)
    places = [(problem.file, problem.row) for problem in caught.value.problems]
    assert places == [
        ("sources.csv", 2),
        ("organisations.csv", 2),
        ("organisations.csv", 2),
        ("figures.csv", 2),
    ]


def test_a_region_given_by_hand_is_checked_too(tables: Path) -> None:
    with pytest.raises(DataError, match="id 'Mjøsbyen': a region's id has lower-case letters"):
        import_tables(tables, "Mjøsbyen")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_taken_in(
    tables: Path, mark: bytes, ending: str, tiny: set[Triple]
) -> None:
    for path in tables.glob("*.csv"):
        path.write_bytes(mark + path.read_text(encoding="utf-8").replace("\n", ending).encode())
    assert import_tables(tables)[0] == tiny


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(path.name for path in TINY.glob("*.csv"))),
    at=st.integers(0, 2000),
    length=st.integers(0, 12),
    new=st.one_of(st.binary(max_size=6), st.sampled_from([b",", b'"', b"\n", b"\r", b";", b"\xff", b"\x00"])),
)
def test_no_damage_to_a_table_makes_the_program_stumble(
    tables: Path, name: str, at: int, length: int, new: bytes
) -> None:
    path = tables / name
    whole = (TINY / name).read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] + new + whole[at + length :])
    try:
        facts, base = import_tables(tables)
        # What was taken in is whole: it can be written, read again and given back as tables.
        assert set(serialised(facts, base)) == facts
        export_tables(facts, tables.parent / "out")
    except EcosystemError as error:
        told = str(error)
    else:
        told = "nothing wrong"
    path.write_bytes(whole)
    assert told


def serialised(facts: set[Triple], base: str) -> set[Triple]:
    import pyoxigraph as ox

    text = serialise(facts, base)
    return {
        (URIRef(q.subject.value), URIRef(q.predicate.value), term(q.object))  # type: ignore[union-attr]
        for q in ox.parse(input=text.encode(), format=ox.RdfFormat.TURTLE)
    }


def term(node: object) -> URIRef | Literal:
    import pyoxigraph as ox

    if isinstance(node, ox.NamedNode):
        return URIRef(node.value)
    assert isinstance(node, ox.Literal)
    if node.language:
        return Literal(node.value, lang=node.language)
    if node.datatype.value.endswith("#string"):
        return Literal(node.value)
    return Literal(node.value, datatype=URIRef(node.datatype.value), normalize=False)


# --- Turtle

HEAD = textwrap.dedent(
    """\
    @prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix prov: <http://www.w3.org/ns/prov#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix void: <http://rdfs.org/ns/void#> .
    @prefix v: <https://w3id.org/innovation-ecosystem/vesle/> .
    """
)

TURTLE: dict[str, tuple[bytes, str]] = {
    "syntax error": ((HEAD + "v:a a eco:Firm\nv:b a eco:Firm .\n").encode(), "facts.ttl:8: Turtle syntax: "),
    "not closed": ((HEAD + 'v:a rdfs:label "Ask\n').encode(), "facts.ttl:7: Turtle syntax: "),
    "unknown prefix": ((HEAD + "v:a a ego:Firm .\n").encode(), "facts.ttl:7: Turtle syntax: "),
    "bad IRI": ((HEAD + "<https://a b> a eco:Firm .\n").encode(), "facts.ttl:7: Turtle syntax: "),
    "Latin-1": ((HEAD + 'v:a rdfs:label "Gjøvik" .\n').encode("latin-1"), "facts.ttl:7: not UTF-8 text"),
    "UTF-16": (HEAD.encode("utf-16"), "facts.ttl:1: not UTF-8 text"),
    "binary": (b"\x00\x01\x02", "facts.ttl:1: Turtle syntax: "),
}


@pytest.mark.parametrize("case", TURTLE)
def test_broken_turtle_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    data, text = TURTLE[case]
    path = tmp_path / "facts.ttl"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        Ecosystem.load(path, reason=False)
    assert str(caught.value).startswith(str(tmp_path / text))
    norwegian = text.replace("Turtle syntax", "Turtle-syntaks").replace("not UTF-8 text", "ikke UTF-8-tekst")
    assert caught.value.told("nb").startswith(str(tmp_path / norwegian))


def test_a_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.docx"
    path.write_bytes(b"PK")
    with pytest.raises(UnreadableFileError, match=r"unknown kind of file '.docx'; known: .*\.ttl") as caught:
        Ecosystem.load(path, reason=False)
    assert "facts.docx: ukjent filtype '.docx'; gyldige: .jsonld .nq .nt" in caught.value.told("nb")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    with pytest.raises(UnreadableFileError, match=r"facts\.ttl: No such file or directory") as caught:
        Ecosystem.load(path, reason=False)
    assert caught.value.told("nb") == f"{path}: filen eller mappen finnes ikke"


def test_a_folder_named_like_a_file_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.mkdir()
    with pytest.raises(UnreadableFileError, match=r"facts\.ttl: Is a directory") as caught:
        parse(path)
    assert caught.value.told("nb") == f"{path}: dette er en mappe"


def test_a_folder_without_tables_says_which_are_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Ecosystem.load(tmp_path, reason=False)
    text = "sources.csv: this table is missing\norganisations.csv: this table is missing"
    assert said(caught.value) == text


def test_a_file_with_unreadable_rights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(HEAD, encoding="utf-8")

    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(UnreadableFileError, match=r"facts\.ttl: Permission denied"):
        parse(path)


def facts_of(tmp_path: Path, body: str) -> set[Triple]:
    path = tmp_path / "facts.ttl"
    path.write_text(HEAD + textwrap.dedent(body), encoding="utf-8")
    return parse(path)


def test_a_blank_node_is_not_written_and_named_by_the_shapes(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, 'v: a void:Dataset .\n[] a eco:Firm ; rdfs:label "x"@nb , "x"@en .')
    with pytest.raises(DataError, match="a blank node has no stable name; give the thing an IRI") as caught:
        serialise(facts, BASE)
    assert caught.value.told("nb").endswith("en blank node har ikke noe fast navn; gi tingen en IRI")
    report = validate(facts)
    assert "NamedShape" in {violation.rule for violation in report.violations}
    target = tmp_path / "out.ttl"
    with pytest.raises(DataError):
        Ecosystem(facts, reason=False).save(target)
    assert not target.exists()


def test_a_blank_node_as_value_is_refused_with_the_thing_it_hangs_on(tiny: set[Triple]) -> None:
    odd = tiny | {(URIRef(f"{BASE}actor/ask"), ECO.municipality, BNode())}
    with pytest.raises(DataError, match=r"actor:ask eco:municipality:.* a blank node has no stable name"):
        serialise(odd, BASE)


def test_two_data_sets_in_one_file_are_told(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, "v: a void:Dataset . <https://example.org/b/> a void:Dataset .")
    assert "OneRegionShape" in {violation.rule for violation in validate(facts).violations}
    with pytest.raises(DataError, match="which one region it is about") as caught:
        export_tables(facts, tmp_path / "tables")
    assert caught.value.told("nb") == "grafen sier ikke hvilken ene region den gjelder"
    assert not (tmp_path / "tables").exists()


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<{b}actor/ask> a eco:Place .", ["Ask is: place", "Ask is: actor"]),
        ("<{b}actor/ask> a eco:Ministry .", ["Ask is: firm", "Ask is: ministry", "source: register"]),
        ("<{b}topic/vekst> a eco:Firm .", ["growth of firms is: topic", "growth of firms is: firm"]),
        (
            "<{b}assertion/kvist.vekst.positive.avisa> eco:disputes <{b}proposition/kvist.vekst.positive> .",
            ["supports · kvist.vekst.positive", "disputes · kvist.vekst.positive", "source: avisa-2020"],
        ),
        (
            "<{b}relation/ask.memberOf.kvist.2010> eco:member <{b}place/lia> .",
            ["Lia is: place", "member · Lia", "source: avisa-2020"],
        ),
    ],
    ids=[
        "actor and place",
        "firm and ministry",
        "topic and firm",
        "support and dispute",
        "place as a member",
    ],
)
def test_a_contradiction_is_an_error_that_names_the_facts(
    tmp_path: Path, tiny: set[Triple], body: str, named: list[str]
) -> None:
    path = tmp_path / "facts.ttl"
    more = facts_of(tmp_path, body.replace("{b}", BASE))
    path.write_text(serialise(tiny | more, BASE), encoding="utf-8")
    with pytest.raises(ContradictionError) as caught:
        Ecosystem.load(path)
    for name in named:
        assert name in str(caught.value)
    assert str(caught.value).startswith("Contradiction\nbecause: ")
    assert caught.value.told("nb").startswith("Motsigelse\nfordi: ")
    sources = re.findall("source: (.+)]", str(caught.value))
    assert re.findall("kilde: (.+)]", caught.value.told("nb")) == sources


# --- tables of a graph that holds more than tables can

STRAY: dict[str, tuple[Triple, str]] = {
    "property without a column": (
        (URIRef(f"{BASE}actor/ask"), RDFS.comment, Literal("a note")),
        "actor:ask: rdfs:comment 'a note': no table has a column for this statement",
    ),
    "second value": (
        (
            URIRef(f"{BASE}actor/ask"),
            ECO.founded,
            Literal("1991", datatype="http://www.w3.org/2001/XMLSchema#gYear"),
        ),
        "organisations.csv:2: founded '1990;1991': is no date",
    ),
    "second text": (
        (URIRef(f"{BASE}relation/ask.memberOf.kvist.2010"), ECO.detail, Literal("another")),
        "relation:ask.memberOf.kvist.2010: eco:detail: does not fit one row of a table,",
    ),
    "separator in a name": (
        (URIRef(f"{BASE}actor/ask"), URIRef("http://www.w3.org/2004/02/skos/core#altLabel"), Literal("A; B")),
        "actor:ask: skos:altLabel 'A; B': the tables would not give this statement back as it is",
    ),
    "text in a language": (
        (
            URIRef(f"{BASE}actor/birk"),
            URIRef("http://www.w3.org/2004/02/skos/core#altLabel"),
            Literal("B", lang="de"),
        ),
        "actor:birk: skos:altLabel 'B': the tables would not give this statement back as it is",
    ),
    "third language": (
        (URIRef(f"{BASE}actor/ask"), RDFS.label, Literal("Esche", lang="de")),
        "actor:ask: rdfs:label 'Esche': no table has a column for this statement",
    ),
    "relation of no type": (
        (URIRef(f"{BASE}relation/odd"), RDF.type, ECO.Relation),
        "relation:odd: a: a relation has one class of those the ontology knows",
    ),
    "thing elsewhere": (
        (URIRef(f"{BASE}topic/vekst"), ECO.concerns, URIRef("https://elsewhere.example/x")),
        "topics.csv:2: about 'https://elsewhere.example/x': is no id in organisations.csv or places.csv",
    ),
}


@pytest.mark.parametrize("case", STRAY)
def test_tables_never_lose_a_statement_in_silence(tmp_path: Path, tiny: set[Triple], case: str) -> None:
    triple, text = STRAY[case]
    with pytest.raises(DataError) as caught:
        export_tables(tiny | {triple}, tmp_path / "tables")
    assert said(caught.value).startswith(text)
    check_norwegian(caught.value)
    assert not (tmp_path / "tables").exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    taken=st.integers(0, 163), given_=st.integers(0, 163), how=st.sampled_from(["remove", "replace", "add"])
)
def test_a_graph_goes_into_tables_whole_or_not_at_all(
    tmp_path: Path, taken: int, given_: int, how: str
) -> None:
    tiny = import_tables(TINY)[0]
    ordered = sorted(tiny, key=lambda triple: tuple(node.n3() for node in triple))  # type: ignore[attr-defined]
    s, p, o = ordered[taken]
    new = {(s, p, ordered[given_][2])}
    altered = {"remove": tiny - {(s, p, o)}, "replace": tiny - {(s, p, o)} | new, "add": tiny | new}[how]
    folder = tmp_path / "tables"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        export_tables(altered, folder)
    except EcosystemError:
        assert not folder.exists()
    else:
        back, _ = import_tables(folder)
        named = re.compile(f"{BASE}(actor|place|topic|source|event)/")
        told = [{(s, p, o) for s, p, o in facts if named.match(s)} for facts in (back, altered)]
        without_geometries = [{t for t in facts if "/geometry/" not in t[2]} for facts in told]
        # Nothing is lost; what every table says by itself, such as the licence, may be new.
        assert without_geometries[0] >= without_geometries[1]
        assert len(back) >= len(altered)


# --- writing


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text("old", encoding="utf-8")

    def fail() -> None:
        with atomic_text(path) as stream:
            stream.write("half of the new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["facts.ttl"]


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text("old", encoding="utf-8")
    script = (
        "import os, pathlib, signal, sys\n"
        "from ecosystem_graph.turtle import atomic_text\n"
        "with atomic_text(pathlib.Path(sys.argv[1])) as stream:\n"
        "    stream.write('half of the new' * 100000)\n"
        "    stream.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("at", range(10))
def test_an_export_that_fails_half_way_is_there_whole_or_not_at_all(
    tmp_path: Path, tiny: set[Triple], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    folder = tmp_path / "tables"
    export_tables(tiny, folder)
    title = URIRef("http://purl.org/dc/terms/title")
    label = URIRef(f"{BASE}actor/ask"), RDFS.label, Literal("Ask AS", lang="nb")
    assert label in tiny
    new = {(s, p, Literal("New") if p == title else o) for s, p, o in tiny - {label}}
    new.add((*label[:2], Literal("New", lang="nb")))
    moved: list[str] = []
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if len(moved) == at:
            raise OSError(28, "No space left on device")
        moved.append(target.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UnreadableFileError, match="cannot be written: No space left on device") as caught:
        export_tables(new, folder)
    assert caught.value.told("nb") == f"{folder}: kan ikke skrives: ingen plass igjen på disken"
    monkeypatch.undo()
    assert import_tables(folder)[0] == new  # the moment has passed; before it, nothing is touched
    export_tables(tiny, folder)
    assert import_tables(folder)[0] == tiny
    assert {path.name for path in folder.iterdir()} == {f"{table.name}.csv" for table in LAYOUT}


def test_an_export_that_fails_before_it_is_in_force_leaves_the_old_tables(
    tmp_path: Path, tiny: set[Triple], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tables"
    export_tables(tiny, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    title = URIRef("http://purl.org/dc/terms/title")
    with pytest.raises(UnreadableFileError, match="cannot be written: No space left on device"):
        export_tables({(s, p, Literal("New") if p == title else o) for s, p, o in tiny}, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path, tiny: set[Triple]) -> None:
    (tmp_path / "tables").write_text("a file", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="cannot write here") as caught:
        export_tables(tiny, tmp_path / "tables")
    assert caught.value.told("nb") == f"{tmp_path / 'tables'}: kan ikke skrive her: finnes fra før"


def test_a_folder_to_write_into_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("a file", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="is a file; name a folder") as caught, atomic_folder(path):
        pass
    assert caught.value.told("nb") == f"{path}: er en fil; oppgi en mappe å skrive i"


@pytest.mark.skipif(os.name == "nt", reason="rights of files are those of POSIX here")
def test_a_written_file_has_the_rights_of_an_ordinary_one(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.write_text("", encoding="utf-8")
    with atomic_text(tmp_path / "ours"):
        pass
    assert (tmp_path / "ours").stat().st_mode == ordinary.stat().st_mode
