"""Workbooks in and out: nothing lost, Excel's habits undone where that is safe and told where it is not."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.text import Text
from rdflib import RDFS, Literal, URIRef

from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import DataError, MissingExtraError, UnreadableFileError
from ecosystem_graph.formulas import escape, unescape
from ecosystem_graph.resources import data_file
from ecosystem_graph.schema import schema
from ecosystem_graph.tables import export_tables, export_workbook, import_tables, write_template
from ecosystem_graph.tables import workbook_package as package_room
from ecosystem_graph.tables.folder import write_tables
from ecosystem_graph.tables.guide import COLUMNS, TABLES
from ecosystem_graph.tables.layout import LAYOUT, Form, layout
from ecosystem_graph.tables.workbook_cells import decoded, encoded, number_of
from ecosystem_graph.turtle import Triple, serialise
from ecosystem_graph.vocab import ECO

TINY = Path(__file__).parent / "data" / "tiny"
BASE = "https://w3id.org/innovation-ecosystem/vesle/"
ASK = URIRef(f"{BASE}actor/ask")


@pytest.fixture(scope="module")
def tiny() -> set[Triple]:
    return import_tables(TINY)[0]


@pytest.fixture(scope="module")
def made(tiny: set[Triple], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "vesle.xlsx"
    export_workbook(tiny, path)
    return path


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[Callable[[Workbook], object]], Path]:
    """The small region as somebody would type it into sheets, without our help and lists, and changed."""

    def change(how: Callable[[Workbook], object]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for table in LAYOUT:
            sheet = book.create_sheet(table.name)
            with (TINY / f"{table.name}.csv").open(encoding="utf-8", newline="") as stream:
                for row in csv.reader(stream):
                    sheet.append([text or None for text in row])
        how(book)
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    return change


def told(path: Path, lang: str = "en") -> list[str]:
    with pytest.raises(DataError) as caught:
        import_tables(path)
    return caught.value.told(lang).splitlines()


def check_norwegian(english: str, norwegian: str) -> None:
    """Asserts that a line is told in Norwegian, with all the values that the English one quotes."""
    assert norwegian != english
    assert [value for value in re.findall("'[^']+'", english) if value not in norwegian] == []
    ours = re.sub(r"\(.*\)", "", norwegian)  # what another program said is in brackets
    assert not re.search(r"\b(the|is|are|not|write|mean|known|save|has|holds)\b", ours)


# --- there and back


def test_innlandet_comes_back_from_its_workbook_byte_for_byte(innlandet: Ecosystem, tmp_path: Path) -> None:
    export_workbook(innlandet.facts, tmp_path / "innlandet.xlsx")
    facts, base = import_tables(tmp_path / "innlandet.xlsx")
    assert serialise(facts, base).encode() == data_file().read_bytes()


def test_a_workbook_says_what_the_folder_of_tables_says(
    made: Path, tiny: set[Triple], tmp_path: Path
) -> None:
    facts, base = import_tables(made)
    assert (facts, base) == (tiny, BASE)
    export_workbook(facts, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == made.read_bytes()


def test_what_another_program_saved_again_is_the_same(made: Path, tmp_path: Path, tiny: set[Triple]) -> None:
    load_workbook(made).save(tmp_path / "again.xlsx")
    assert import_tables(tmp_path / "again.xlsx")[0] == tiny


def test_sheets_that_somebody_typed_are_as_good_as_ours(
    spoil: Callable[[Callable[[Workbook], object]], Path], tiny: set[Triple]
) -> None:
    assert import_tables(spoil(lambda book: None))[0] == tiny


@pytest.mark.parametrize("suffix", [".nt", ".nq", ".trig", ".rdf", ".jsonld"])
def test_every_rdf_form_is_taken_in(tiny: set[Triple], tmp_path: Path, suffix: str) -> None:
    import pyoxigraph as ox

    from ecosystem_graph.turtle import FORMATS, quads
    from ecosystem_graph.vocab import ASSERTED

    form = FORMATS[suffix]
    stored = quads(tiny, ASSERTED)
    data = ox.serialize(stored if form.supports_datasets else (q.triple for q in stored), format=form)
    assert data
    (tmp_path / f"facts{suffix}").write_bytes(data)
    assert import_tables(tmp_path / f"facts{suffix}") == (tiny, BASE)


NASTY = (
    "=1+1", "+47 61 13 50 00", "-5 %", "@home", "#N/A", "'=1", "TRUE", "1881", "2015-03-04", "_x000D_", "1e5",
    '=HYPERLINK("http://x","y")', "a;=b", "a\n=b", "007", "½", "𠜎", "a\rb", "_x005F_", "a\r\n=b", '";"=b',
)  # fmt: skip


def test_odd_texts_stay_the_texts_they_are(tiny: set[Triple], tmp_path: Path) -> None:
    subject = URIRef(f"{BASE}relation/ask.memberOf.kvist.2010")
    ours = {triple for triple in tiny if triple[0] == subject}
    old = Literal("partner, not full member")
    facts = set(tiny)
    for number, text in enumerate(NASTY):
        # A relation per text: they differ in what they say, so that each is a row of its own.
        for _, p, o in ours:
            value = Literal(text) if o == old else o
            facts.add((URIRef(f"{subject}.{number + 2}"), p, value))
    export_workbook(facts, tmp_path / "book.xlsx")
    export_tables(facts, tmp_path / "tables")
    for way in ("book.xlsx", "tables"):
        back = import_tables(tmp_path / way)[0]
        texts = {str(o) for _, p, o in back if p == ECO.detail}
        assert texts == {str(o) for _, p, o in facts if p == ECO.detail}
        assert len(back) == len(facts)


@given(st.text(max_size=40))
def test_every_text_survives_the_writing_of_workbooks(text: str) -> None:
    stored = encoded(text)
    assert decoded(stored) == text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", stored)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4).map(str))
def test_a_number_is_kept_as_a_number_only_if_it_is_the_same_again(text: str) -> None:
    number = number_of(text)
    if number is not None:
        assert f"{number:.15g}" == text or float(text) == number


# --- the template


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("template") / "ny.xlsx"
    write_template(path, "agder", "nb")
    return load_workbook(path)


def test_the_template_has_a_sheet_per_table_and_one_that_explains_first(template: Workbook) -> None:
    names = [table.name for table in LAYOUT]
    assert template.sheetnames == ["Les meg – Read me", *names, "_lists", "_ids"]
    assert template["_ids"].sheet_state == "hidden"
    texts = {
        str(cell.value) for row in template["Les meg – Read me"].iter_rows() for cell in row if cell.value
    }
    for table in LAYOUT:
        assert set(TABLES[table.name]) <= texts
        header = tuple(cell.value for cell in template[table.name][1])
        assert header == table.header
        assert template[table.name].freeze_panes == "B2"
    assert template["region"]["A2"].value == "agder"


def test_every_column_has_help_in_both_languages(template: Workbook) -> None:
    for table in LAYOUT:
        for cell, column in zip(template[table.name][1], table.columns, strict=True):
            pair = COLUMNS.get(f"{table.name}.{column.name}") or COLUMNS[column.name]
            assert cell.comment
            assert all(text in cell.comment.text for text in pair), (table.name, column.name)
            assert ("må fylles ut" in cell.comment.text) == column.required


def test_years_and_numbers_of_organisations_are_kept_as_text(template: Workbook) -> None:
    for table in LAYOUT:
        for column, letter in zip(table.columns, "ABCDEFGHIJKLMN", strict=False):
            form = template[table.name].column_dimensions[letter].number_format
            assert form == ("General" if column.form is Form.NUMBER else "@"), (table.name, column.name)


def offered(book: Workbook, table: str, column: str) -> Any:
    letter = "ABCDEFGHIJKLMN"[layout(table).header.index(column)]
    found = [v for v in book[table].data_validations.dataValidation if f"{letter}2" in v.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def listed(book: Workbook, formula: str) -> set[str]:
    sheet, first, last = re.fullmatch(r"(\w+)!(\$[A-Z]+\$\d+):(\$[A-Z]+\$\d+)", formula).groups()  # type: ignore[union-attr]
    return {row[0].value for row in book[sheet][f"{first}:{last}"]}


def test_every_closed_list_is_a_drop_down_with_the_words_of_the_ontology(template: Workbook) -> None:
    closed = 0
    for table in LAYOUT:
        for column in table.columns:
            words = {
                Form.KIND: set(schema().kinds),
                Form.RELATION: {r.word for r in schema().relations if r.word},
                Form.CODE: set(schema().codes.get((column.refers or ("",))[0], {})),
            }.get(column.form)
            if words is not None:
                closed += 1
                validation = offered(template, table.name, column.name)
                assert listed(template, validation.formula1) == words
                assert validation.showErrorMessage
                assert validation.errorStyle != "warning"
    assert closed == 9


def test_indicators_are_offered_from_the_list_and_from_the_sheet_of_ones_own(template: Workbook) -> None:
    validation = offered(template, "figures", "indicator")
    shared = schema().codes["indicator"]
    found = re.fullmatch(
        r"OFFSET\(_lists!\$([A-Z]+)\$3,0,0,(\d+)\+COUNTA\(indicators!\$A\$2:\$A\$101\),1\)",
        validation.formula1,
    )
    assert found
    assert int(found[2]) == len(shared)
    assert not validation.showErrorMessage
    cells = [template["_lists"][f"{found[1]}{row}"].value for row in range(3, len(shared) + 103)]
    assert set(cells[: len(shared)]) == set(shared)
    assert cells[len(shared) :] == [f'=IF(indicators!$A${n}="","",indicators!$A${n})' for n in range(2, 102)]


def test_every_id_is_offered_from_the_sheet_that_has_it(template: Workbook) -> None:
    for table in LAYOUT:
        for column in table.columns:
            if column.form is Form.THING:
                formula = offered(template, table.name, column.name).formula1
                one = len(column.refers) == 1
                assert formula.startswith(f"OFFSET({column.refers[0] if one else '_ids'}!$"), column.name
                # Several ids with semicolons between them must be let through.
                assert not (column.many and offered(template, table.name, column.name).showErrorMessage)
    stacked = str(template["_ids"]["B2"].value)
    assert all(f"INDEX({name}!$A$2" in stacked for name in ("organisations", "places", "topics", "events"))


def test_an_empty_template_is_told_what_it_lacks(tmp_path: Path) -> None:
    write_template(tmp_path / "ny.xlsx", "agder", "en")
    assert told(tmp_path / "ny.xlsx") == [
        "ny.xlsx: region!B2: label_nb: is empty",
        "ny.xlsx: region!C2: label_en: is empty",
        "ny.xlsx: sources, row 1: the table has a header, but no rows",
        "ny.xlsx: organisations, row 1: the table has a header, but no rows",
    ]


def test_a_template_is_the_same_file_every_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_template(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


# --- what spreadsheet programs do to cells

FINE: dict[str, tuple[str, object, str | None, str]] = {
    "year as a number": ("organisations!G2", 2015, None, "2015"),
    "year as a broken number": ("organisations!G2", 2015.0, None, "2015"),
    "date": ("organisations!G2", date(2015, 3, 4), "dd.mm.yyyy", "2015-03-04"),
    "date and midnight": ("organisations!G2", datetime(2015, 3, 4), "yyyy-mm-dd hh:mm", "2015-03-04"),
    "month shown as one": ("organisations!G2", date(2015, 3, 1), "mmm yy", "2015-03"),
    "month in Norwegian": ("organisations!G2", date(2015, 3, 1), "[$-414]mmmm yyyy", "2015-03"),
    "year shown as one": ("organisations!G2", date(2015, 1, 1), "yyyy", "2015"),
    "spaces": ("organisations!G2", " 2015 \u00a0", None, "2015"),
    "mark of byte order": ("organisations!G2", "\ufeff2015\u200b", None, "2015"),
    "organisation number as a number": ("organisations!J2", 974760673, None, "974760673"),
    "organisation number in threes": ("organisations!J2", "974 760 673", None, "974760673"),
    "organisation number with firm spaces": ("organisations!J2", "974\u00a0760\u00a0673", None, "974760673"),
    "name of digits": ("organisations!B2", 1881, None, "1881"),
}
PROPERTIES = {"G": ECO.founded, "J": ECO.organisationNumber, "B": RDFS.label}


def put(book: Workbook, place: str, value: object, form: str | None = None) -> None:
    sheet, _, cell = place.partition("!")
    book[sheet][cell].value = value
    book[sheet][cell].number_format = form or "General"


@pytest.mark.parametrize("case", FINE)
def test_a_habit_that_is_safe_to_undo_is_undone(
    spoil: Callable[[Callable[[Workbook], object]], Path], case: str
) -> None:
    place, value, form, text = FINE[case]
    facts, _ = import_tables(spoil(lambda book: put(book, place, value, form)))
    values = {str(o) for s, p, o in facts if s == ASK and p == PROPERTIES[place[-2]]}
    assert text in values


TOLD: dict[str, tuple[str, object, str | None, str]] = {
    "formula": ("organisations!B2", "=A2", None,
        "name_nb '=A2': holds a formula; copy the cell and paste its value in its place"),
    "error": ("organisations!G2", "#N/A", None,
        "founded '#N/A': holds an error value of the spreadsheet program; write what is meant, or nothing"),
    "truth": ("organisations!B2", True, None,
        "name_nb 'True': holds the truth value TRUE; format the cell as text and write it again"),
    "year in a cell formatted as a date": ("organisations!G2", date(1905, 7, 7), "dd.mm.yyyy",
        "founded '1905-07-07': is formatted as a date; was the year 2015 meant? "
        "If so, format the cell as text and write it again"),
    "date without its format": ("organisations!G2", 43831, None,
        "founded '43831': is no date; did you mean 2020-01-01? (the cell is not formatted as a date)"),
    "half a year": ("organisations!G2", 2015.5, None,
        "founded '2015.5': is no date; write YYYY, YYYY-MM or YYYY-MM-DD"),
    "hour of the day": ("organisations!G2", datetime(2015, 3, 4, 12), "yyyy-mm-dd hh:mm",
        "founded '2015-03-04 12:00:00': has a time of day; write YYYY-MM-DD"),
    "time": ("organisations!G2", time(12, 30), "hh:mm",
        "founded '12:30:00': is a time of day here; format the cell as text and write it again"),
    "text that became a date": ("organisations!B2", date(2015, 4, 3), "d.mmm",
        "name_nb '2015-04-03': the spreadsheet program has made a date of this; "
        "format the cell as text and write it again"),
    "text that became a number": ("organisations!B2", 1.5, None,
        "name_nb '1.5': is a number where a text belongs; format the cell as text and write it again"),
    "percentage": ("figures!C2", 0.125, "0.0%",
        "value '0.125': is shown as a percentage; write the number that is meant and its unit"),
    "month where a year is meant": ("figures!E4", date(2020, 5, 1), "mmm yy",
        "year '2020-05': is no year; write YYYY"),
    "number cut short": ("places!E2", 991, None,
        "number '991': the official number of this kind of place has 4 digits"),
    "unknown word": ("organisations!E2", "Frim", None,
        "kind 'Frim': is not in the list; did you mean 'Firm'?"),
    "unknown id": ("events!F2", "ask;kvast", None,
        "participants 'kvast': is no id in organisations or places or topics or events; "
        "did you mean 'kvist'"),
    "empty": ("organisations!K2", None, None,
        "sources: is empty; a fact without a source is not taken in"),
    "text beside the table": ("organisations!M2", "husk", None,
        "M 'husk': stands under no column name"),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_a_habit_that_is_not_safe_to_undo_is_told_with_its_cell(
    spoil: Callable[[Callable[[Workbook], object]], Path], case: str
) -> None:
    place, value, form, text = TOLD[case]
    path = spoil(lambda book: put(book, place, value, form))
    lines = told(path)
    assert len(lines) == 1
    assert lines[0].startswith(f"book.xlsx: {place}: {text}")
    (norwegian,) = told(path, "nb")
    assert norwegian.startswith(f"book.xlsx: {place}: ")
    check_norwegian(lines[0], norwegian)


NORWEGIAN = {
    "formula": "name_nb '=A2': har en formel; kopier cella, og lim inn verdien i stedet",
    "truth":
        "name_nb 'True': har sannhetsverdien TRUE (SANN); formater cella som tekst, og skriv det på nytt",
    "year in a cell formatted as a date":
        "founded '1905-07-07': er formatert som dato; var året 2015 ment? "
        "I så fall: formater cella som tekst, og skriv det på nytt",
    "text that became a date":
        "name_nb '2015-04-03': regnearkprogrammet har gjort dette om til en dato; "
        "formater cella som tekst, og skriv det på nytt",
    "unknown word": "kind 'Frim': står ikke i lista; mente du 'Firm'?",
    "unknown id":
        "participants 'kvast': er ingen id i organisations eller places eller topics eller events; "
        "mente du 'kvist' eller 'vekst'?",
    "text beside the table": "M 'husk': står ikke under noe kolonnenavn",
}  # fmt: skip


@pytest.mark.parametrize("case", NORWEGIAN)
def test_what_is_wrong_with_a_cell_is_told_in_norwegian(
    spoil: Callable[[Callable[[Workbook], object]], Path], case: str
) -> None:
    place, value, form, _ = TOLD[case]
    lines = told(spoil(lambda book: put(book, place, value, form)), "nb")
    assert lines == [f"book.xlsx: {place}: {NORWEGIAN[case]}"]


def test_everything_wrong_is_told_at_once_in_the_order_of_sheets(
    spoil: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    def change(book: Workbook) -> None:
        for place, value in (
            ("figures!C2", "12,5"),
            ("organisations!E3", "Frim"),
            ("organisations!B2", "=1"),
            ("sources!E2", "01.03.2020"),
        ):
            put(book, place, value)

    places = [line.split(": ")[1] for line in told(spoil(change))]
    assert places == ["sources!E2", "organisations!B2", "organisations!E3", "figures!C2"]


SHEETS: dict[str, tuple[Callable[[Workbook], object], list[str]]] = {
    "missing": (
        lambda book: book.remove(book["sources"]),
        ["book.xlsx: sources: this sheet is missing"],
    ),
    "misspelt": (
        lambda book: setattr(book["sources"], "title", "source"),
        ["book.xlsx: source: no table has this name; did you mean sources? "
         "(sheets whose names begin with _ are passed over)"],
    ),
    "strange": (
        lambda book: book.create_sheet("Ark1").append(["notat"]),
        ["book.xlsx: Ark1: no table has this name; the tables are region, sources, organisations, places, "
         "geometries, topics, relations, indicators, figures, events, causal_claims "
         "(sheets whose names begin with _ are passed over)"],
    ),
    "misspelt column": (
        lambda book: put(book, "topics!D1", "abuot"),
        ["book.xlsx: topics!D1: abuot: unknown column; did you mean 'about'?",
         "book.xlsx: topics, row 1: about: the column is missing"],
    ),
    "same id": (
        lambda book: book["organisations"].append(
            ["ask", "Ask to", "Ask two", None, "Firm", "Lia", None, None, None, None, "register"]),
        ["book.xlsx: organisations!A6: id 'ask': this id is already used in row 2"],
    ),
    "same row": (
        lambda book: book["relations"].append([c.value for c in book["relations"][2]]),
        ["book.xlsx: relations, row 7: says the same as row 2; keep one of them"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SHEETS)
def test_what_is_wrong_with_a_sheet_is_told(
    spoil: Callable[[Callable[[Workbook], object]], Path], case: str
) -> None:
    change, lines = SHEETS[case]
    path = spoil(change)
    assert told(path) == lines
    for english, norwegian in zip(lines, told(path, "nb"), strict=True):
        check_norwegian(english, norwegian)


def test_a_sheet_of_another_name_is_told_in_norwegian(
    spoil: Callable[[Callable[[Workbook], object]], Path],
) -> None:
    assert told(spoil(SHEETS["misspelt"][0]), "nb") == [
        "book.xlsx: source: ingen tabell har dette navnet; mente du sources? "
        "(ark med navn som begynner med _, leses ikke)"
    ]


def test_what_does_no_harm_is_let_be(
    spoil: Callable[[Callable[[Workbook], object]], Path], tiny: set[Triple]
) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("Ark1")
        book.create_sheet("_notater").append(["=1+1", "hva som helst"])
        book["topics"].title = "Topics "
        book["organisations"].insert_rows(3)
        book["relations"].insert_rows(1)
        book.move_sheet("sources", 5)

    assert import_tables(spoil(change))[0] == tiny


def test_shared_texts_of_other_programs_are_read(made: Path, tmp_path: Path, tiny: set[Triple]) -> None:
    """Excel and LibreOffice keep texts in one table; ECMA-376, 18.4."""
    path = tmp_path / "book.xlsx"
    texts: list[str] = []

    def share(match: re.Match[bytes]) -> bytes:
        texts.append(match["text"].decode())
        return b'<c%s t="s"><v>%d</v></c>' % (match["rest"], len(texts) - 1)

    inline = re.compile(
        rb'<c(?P<rest>[^>]*?) t="inlineStr"><is><t[^>]*>(?P<text>.*?)</t></is></c>', re.DOTALL
    )
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        parts = {part.filename: old.read(part) for part in old.infolist()}
        for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
            parts[name] = inline.sub(share, parts[name])
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        table = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{table}</sst>'.encode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        types = parts["[Content_Types].xml"]
        if b"sharedStrings" not in types:
            parts["[Content_Types].xml"] = types.replace(b"</Types>", override.encode())
        for name, data in parts.items():
            new.writestr(name, data)
    assert len(texts) > 100
    assert import_tables(path)[0] == tiny


def test_a_text_that_no_cell_can_hold_is_not_cut(tiny: set[Triple], tmp_path: Path) -> None:
    facts = tiny | {(ASK, URIRef("http://www.w3.org/2004/02/skos/core#altLabel"), Literal("x" * 40_000))}
    long = r"alt_names '.+…': is 40,0.. characters long; a cell holds 32,767"
    with pytest.raises(DataError, match=long) as caught:
        export_workbook(facts, tmp_path / "book.xlsx")
    told = r"alt_names '.+…': er på 40\xa00.. tegn; en celle rommer 32\xa0767; skriv CSV eller Turtle"
    assert re.search(told, caught.value.told("nb"))
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, made: Path, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ecosystem-graph\[workbook\]'"):
        import_tables(made)
    with pytest.raises(MissingExtraError, match=r"pip install 'ecosystem-graph\[workbook\]'"):
        write_template(tmp_path / "ny.xlsx")


def test_nothing_asks_for_the_extra_until_a_workbook_is_named() -> None:
    script = "import sys, ecosystem_graph.cli; assert not {'openpyxl', 'defusedxml'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


# --- safety


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, data in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            made.writestr(name, data)
    return stream.getvalue()


def lying(data: bytes, true: int, said: int) -> bytes:
    """The package with the size of a part changed in both places where it stands (APPNOTE 4.3.7, 4.3.12)."""
    return data.replace(true.to_bytes(4, "little"), said.to_bytes(4, "little"))


def protected(data: bytes) -> bytes:
    """The package with the flag of encryption set in the central directory."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGH = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
UNSAFE: dict[str, tuple[bytes, str]] = {
    "bomb": (package({"xl/a.xml": b"0" * 20_000_000}),
        "would unpack xl/a.xml to over 250 times its size; it is not opened"),
    "bomb of many parts": (package({f"xl/{n}.xml": b"x" for n in range(2_100)}),
        "has 2,101 parts, which no workbook needs; it is not opened"),
    "bomb that lies": (lying(package({"xl/a.xml": b"0" * 999_983}), 999_983, 1_000),
        "is a broken workbook (Bad CRC-32 for file 'xl/a.xml')"),
    "billion laughs": (package({"xl/workbook.xml": LAUGH}),
        "declares a document type or entities in xl/workbook.xml; it is not opened"),
    "billion laughs in UTF-16": (package({"xl/workbook.xml": LAUGH.decode().encode("utf-16")}),
        "declares a document type or entities in xl/workbook.xml; it is not opened"),
    "laughs across two pieces": (package({"a": b" " * 65_531 + b"<!DOCTYPE x><x/>"}),
        "declares a document type or entities in a; it is not opened"),
    "entity from outside": (package({"xl/workbook.xml": OUTSIDE}),
        "declares a document type or entities in xl/workbook.xml; it is not opened"),
    "macros": (package({"xl/vbaProject.bin": b"x"}), "holds macros; save it as .xlsx without them"),
    "binary": (package({"xl/workbook.bin": b"x"}), "is a binary workbook (.xlsb); save it as .xlsx"),
    "OpenDocument": (package({"mimetype": b"x", "content.xml": b"x"}),
        "is an OpenDocument sheet; save it as .xlsx"),
    "Numbers": (package({"Index/Document.iwa": b"x"}), "is a Numbers document; export it as .xlsx"),
    "other zip": (package({})[:0] + b"PK\x05\x06" + b"\x00" * 18, "is a zip file, but no workbook"),
    "password in the package": (protected(package({"a": b"x"})),
        "is protected with a password; save it without"),
    "password around it": (OLE + "EncryptedPackage".encode("utf-16-le"),
        "is protected with a password; save it without"),
    "old Excel": (OLE + b"Workbook", "is an old Excel workbook (.xls); save it as .xlsx"),
    "web page": (b"\n<html>", "is a web page or another XML file, not a workbook; save it as .xlsx"),
    "text": (b"id,name\n", "is no workbook; save it as .xlsx, or give a folder of CSV files"),
    "empty": (b"", "is empty"),
    "cut short": (package({"a": b"x" * 999})[:150], "is a broken workbook (File is not a zip file)"),
    "packed in another way": (package({"a": b"x"}, zipfile.ZIP_LZMA),
        "is packed in a way that workbooks are not; save it anew"),
    "parts are missing": (package({"a": b"x"}), "is a broken workbook ("),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSAFE)
def test_what_is_no_workbook_or_not_safe_is_refused_by_name(tmp_path: Path, case: str) -> None:
    data, text = UNSAFE[case]
    (tmp_path / "book.xlsx").write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        import_tables(tmp_path / "book.xlsx")
    assert str(caught.value).startswith(f"book.xlsx: {text}")
    check_norwegian(str(caught.value), caught.value.told("nb"))


def test_a_workbook_with_macros_or_a_password_is_refused_in_norwegian(tmp_path: Path) -> None:
    for case, why in (
        ("macros", "har makroer; lagre den som .xlsx uten dem"),
        ("password around it", "er beskyttet med passord; lagre den uten"),
    ):
        (tmp_path / "book.xlsx").write_bytes(UNSAFE[case][0])
        with pytest.raises(UnreadableFileError) as caught:
            import_tables(tmp_path / "book.xlsx")
        assert caught.value.told("nb") == f"book.xlsx: {why}"


def test_the_whole_package_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Path) -> None:
    monkeypatch.setattr(package_room, "_UNPACKED_LIMIT", 100_000)
    with pytest.raises(UnreadableFileError, match="would unpack to more than 0 MB; it is not opened"):
        import_tables(made)
    monkeypatch.setattr(package_room, "_FILE_LIMIT", 1_000)
    with pytest.raises(UnreadableFileError, match="is larger than 0 MB; keep a region of this size as CSV"):
        import_tables(made)


def test_rows_far_down_and_cells_far_out_do_not_hold_it_up(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet3.xml":
                row = b'<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>x</t></is></c></row>'
                data = data.replace(b"</sheetData>", row + b"</sheetData>")
            new.writestr(part.filename, data)
    with pytest.raises(UnreadableFileError, match="sheet sources has a row below the last one there can be"):
        import_tables(path)


RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
HARMFUL: dict[str, tuple[str, bytes, str]] = {
    "billion laughs": (".rdf", b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + RDF + b"</rdf:RDF>",
        "the XML entity 'b' would be blown up; only short texts are taken"),
    "quadratic": (".rdf", b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 9_999 + b'">]>' + RDF + b"</rdf:RDF>",
        "the XML entity 'a' would be blown up; only short texts are taken"),
    "entity from outside": (".rdf",
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RDF + b"</rdf:RDF>",
        "the XML entity 'a' points outside the file; it is not followed"),
    "nested deep": (".rdf", RDF + b"<rdf:Description><e:p>" * 30_000,
        "XML elements are nested more than 1,000 deep"),
    "context from outside": (".jsonld",
        b'{"@context": "https://schema.org/", "@id": "http://a", "name": "x"}',
        "JSON-LD syntax: No LoadDocumentCallback has been set to load remote contexts"),
    "JSON nested deep": (".jsonld", b"[" * 200_000, "JSON-LD syntax: "),
    "Turtle nested deep": (".ttl", b"<a:a> <a:b> " + b"[ <a:b> " * 50_000, "Turtle syntax: "),
}  # fmt: skip


@pytest.mark.parametrize("case", HARMFUL)
def test_rdf_that_fetches_or_explodes_is_refused(tmp_path: Path, case: str) -> None:
    suffix, data, text = HARMFUL[case]
    path = tmp_path / f"facts{suffix}"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        import_tables(path)
    assert str(caught.value).removeprefix(str(path)).lstrip(":1 ").startswith(text)
    # What a parser says stays in its own language.
    assert caught.value.told("nb") != str(caught.value)
    assert all(value in caught.value.told("nb") for value in re.findall("'[^']+'", text))


def test_entities_for_the_beginnings_of_names_are_in_order(tmp_path: Path) -> None:
    path = tmp_path / "facts.rdf"
    path.write_bytes(
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "http://a/">]>'
        + RDF + b'<rdf:Description rdf:about="&a;x"><e:p>y</e:p></rdf:Description></rdf:RDF>'
    )  # fmt: skip
    assert import_tables(path)[0] == {(URIRef("http://a/x"), URIRef("http://e/p"), Literal("y"))}


ENCODINGS = {
    "utf-16": "is UTF-16; save it as CSV UTF-8",
    "utf-32": "is UTF-32; save it as CSV UTF-8",
    "utf-16-le": "seems to be UTF-16 (little-endian); save it as CSV UTF-8",
    "utf-16-be": "seems to be UTF-16 (big-endian); save it as CSV UTF-8",
    "cp1252": "is not UTF-8, but seems to be Latin-1 or Windows-1252 (Excel: choose “CSV UTF-8” when saving)",
    "mac_roman": "is not UTF-8, but seems to be Mac OS Roman (Excel: choose “CSV UTF-8” when saving)",
    "cp865": "is not UTF-8, but seems to be code page 865 (Excel: choose “CSV UTF-8” when saving)",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_wrong_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    text = "source_id,url,title,publisher,published,language\na,,Blåbær på Gjøvik,,,nb\n"
    (tmp_path / "sources.csv").write_bytes(text.encode(encoding))
    with pytest.raises(UnreadableFileError) as caught:
        import_tables(tmp_path)
    assert str(caught.value).endswith(ENCODINGS[encoding])
    check_norwegian(str(caught.value), caught.value.told("nb"))


# --- formula injection

BEGINNINGS = st.text(st.sampled_from("=+-@'\t\r\n ;\"a\u00a0"), max_size=8)


@given(BEGINNINGS | st.text(max_size=20))
def test_the_guard_is_taken_off_again(text: str) -> None:
    assert unescape(escape(text)) == text


@given(BEGINNINGS)
def test_no_beginning_that_a_spreadsheet_would_run_is_left(text: str) -> None:
    for piece in re.split(r"[;\r\n]", escape(text)):
        assert not re.match(r"[ \t\"\u00a0]*[=+\-@]", piece)


@settings(suppress_health_check=list(HealthCheck), max_examples=50)
@given(st.text(st.sampled_from("=+-@'x 1"), min_size=1, max_size=5))
def test_texts_are_guarded_in_csv_and_numbers_and_signs_are_not(text: str) -> None:
    figures = {"subject": "a", "indicator": "i", "value": "-5", "unit": text, "detail": text}
    claims = {"cause": "a", "effect": "b", "polarity": "-", "mechanism": text}
    texts = write_tables({"figures": [figures], "causal_claims": [claims]})
    unit, detail = escape(text), escape(text)
    assert texts["figures.csv"].splitlines()[1] == f"a,i,-5,{unit},,{detail},"
    assert texts["causal_claims.csv"].splitlines()[1].startswith(f"a,b,-,{escape(text)},")
    assert unit[0] not in "=+-@"


def test_no_cell_of_a_workbook_is_a_formula(tiny: set[Triple], tmp_path: Path) -> None:
    label = (ASK, RDFS.label, Literal("Ask AS", lang="nb"))
    assert label in tiny
    path = tmp_path / "book.xlsx"
    export_workbook((tiny - {label}) | {(ASK, RDFS.label, Literal('=WEBSERVICE("x")', lang="nb"))}, path)
    book = load_workbook(path)
    kinds = {
        cell.data_type
        for table in LAYOUT
        for row in book[table.name].iter_rows(min_row=2)
        for cell in row
        if cell.value is not None
    }
    # Read as openpyxl reads it, a text that begins with = stays a text.
    assert kinds == {"s", "n"}
    assert Text(t="x").content == "x"
    assert import_tables(path)[0] == (tiny - {label}) | {
        (ASK, RDFS.label, Literal('=WEBSERVICE("x")', lang="nb"))
    }


# --- commands


def run(*words: object) -> Any:
    return CliRunner().invoke(root, [str(word) for word in words])


def test_from_template_to_turtle_and_out_again(tmp_path: Path, made: Path) -> None:
    assert run("template", tmp_path / "ny.xlsx", "--region", "agder").exit_code == 0
    assert run("template", tmp_path / "ny.ods").exit_code == 2
    first = run("import", "tables", made, "-o", tmp_path / "one.ttl")
    assert first.exit_code == 0
    assert first.output.endswith("one.ttl: 165 triples\n")
    for name in ("book.xlsx", "copy.ttl", "folder"):
        assert run("export", "tables", "--data", tmp_path / "one.ttl", "-o", tmp_path / name).exit_code == 0
        again = run("import", "tables", tmp_path / name, "-o", tmp_path / "two.ttl")
        assert again.exit_code == 0, name
        assert (tmp_path / "two.ttl").read_bytes() == (tmp_path / "one.ttl").read_bytes(), name


@pytest.mark.parametrize("lang", ["en", "nb"])
def test_a_dry_run_tells_what_would_change_and_writes_nothing(
    tmp_path: Path, spoil: Callable[[Callable[[Workbook], object]], Path], tiny: set[Triple], lang: str
) -> None:
    (tmp_path / "old.ttl").write_text(serialise(tiny, BASE), encoding="utf-8", newline="")
    path = spoil(lambda book: put(book, "organisations!B2", "Ask og Embla AS"))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    result = run("import", "tables", path, "-o", tmp_path / "old.ttl", "--dry-run", "--lang", lang)
    assert result.exit_code == 0
    assert "«Ask AS» → «Ask og Embla AS»" in result.output or "“Ask AS” → “Ask og Embla AS”" in result.output
    assert ("nothing was written" if lang == "en" else "ingenting ble skrevet") in result.output
    new = run("import", "tables", path, "-o", tmp_path / "new.ttl", "--dry-run", "--lang", lang)
    assert new.exit_code == 0
    assert "Ask og Embla AS" in new.output
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_store_is_filled_or_nothing_is(
    tmp_path: Path, made: Path, spoil: Callable[[Callable[[Workbook], object]], Path], tiny: set[Triple]
) -> None:
    assert run("import", "tables", made, "--store", tmp_path / "store").exit_code == 0
    assert Ecosystem.open(tmp_path / "store").facts == tiny
    bad = run("import", "tables", spoil(lambda book: put(book, "organisations!E2", "Frim")),
              "--store", tmp_path / "store", "-o", tmp_path / "out.ttl")  # fmt: skip
    assert bad.exit_code == 1
    assert "book.xlsx: organisations!E2: kind 'Frim': is not in the list; did you mean 'Firm'?" in bad.output
    assert Ecosystem.open(tmp_path / "store").facts == tiny
    assert not (tmp_path / "out.ttl").exists()
    dry = run("import", "tables", made, "--store", tmp_path / "store", "--dry-run")
    assert dry.exit_code == 0
    assert "No difference" in dry.output


def test_where_to_must_be_said(made: Path) -> None:
    result = run("import", "tables", made)
    assert result.exit_code == 2
    assert "-o FILE or --store DIR" in result.output
