"""The first sheet of a workbook: how to use it, and every table and column, in both languages."""

from __future__ import annotations

from typing import Any

from .guide import TABLES, meaning, what
from .layout import LAYOUT
from .writing import landscape, put, styles

__all__ = ["MUST", "explain", "sentence"]

MUST = ("must be filled in", "må fylles ut")
#: Width of a column of text, in characters; height of a line, in points.
_WIDTH, _LINE = 75, 15
_HOW = {
    "nb": (
        "Slik bruker du arbeidsboka",
        "Hvert ark er en tabell, og hver rad sier én ting. Begynn med arket sources: hver rad må vise til en "
        "kilde.",
        "Hold pekeren over en overskrift for å se hva som skal stå der. Mørke overskrifter må fylles ut.",
        "Mange celler har nedtrekksliste. Hva ordene i listene betyr, står på arket _lists.",
        "Flere verdier i en celle skilles med semikolon. Finnes samme id på to ark, skriv hvilket: "
        "place:hamarregionen.",
        "Årstall, datoer og organisasjonsnumre er tekst. Skriv 2018, 2018-11 eller 2018-11-05. Ukjent: la "
        "cella stå tom. Pågår det fortsatt, skriv to punktum (..) som slutt.",
        "Skriv verdier, ikke formler. Endre ikke overskriftene. Ark med navn som begynner med _ leses ikke; "
        "der kan du ha notater.",
        "Les inn: ecosystem-graph import tables FIL.xlsx -o REGION.ttl. Legg til --dry-run for å se hva som "
        "ville endre seg.",
    ),
    "en": (
        "How to use this workbook",
        "Each sheet is a table, and each row says one thing. Begin with the sheet sources: every row must "
        "name a source.",
        "Point at a heading to see what goes there. Dark headings must be filled in.",
        "Many cells have a drop-down list. What the words of the lists mean stands on the sheet _lists.",
        "Several values in a cell are separated by semicolons. Where two sheets share an id, say which: "
        "place:hamarregionen.",
        "Years, dates and organisation numbers are text. Write 2018, 2018-11 or 2018-11-05. Unknown: leave "
        "the cell empty. Where it still goes on, write two dots (..) as the end.",
        "Write values, not formulas. Leave the headings as they are. Sheets whose names begin with _ are not "
        "read; keep notes there.",
        "Take it in: ecosystem-graph import tables FILE.xlsx -o REGION.ttl. Add --dry-run to see what would "
        "change.",
    ),
}


def sentence(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def explain(sheet: Any, lang: str) -> None:
    """The first sheet: how to use the workbook, and every table and column, in both languages."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    style = styles()
    languages = (lang, "en" if lang == "nb" else "nb")
    for letter, width in zip("ABCDE", (16, 18, 18, _WIDTH, _WIDTH), strict=True):
        sheet.column_dimensions[letter].width = width
    line = 1
    for texts in zip(*(_HOW[one] for one in languages), strict=True):
        for letter, text in zip("DE", texts, strict=True):
            put(sheet[f"{letter}{line}"], text)
            sheet[f"{letter}{line}"].alignment = style["top"]
            if line == 1:
                sheet[f"{letter}{line}"].font = style["title"]
        line += 1
    put(sheet["A1"], "ecosystem-graph")
    sheet["A1"].font = style["title"]
    for table in LAYOUT:
        line += 1
        put(sheet.cell(line, 1), table.name)
        sheet.cell(line, 1).hyperlink = Hyperlink(ref=f"A{line}", location=f"{table.name}!A1")
        for at, one in enumerate(languages, 4):
            put(sheet.cell(line, at), TABLES[table.name][one == "nb"])
        for at in (1, 4, 5):
            sheet.cell(line, at).font = style["bold"]
            sheet.cell(line, at).alignment = style["top"]
        for column in table.columns:
            line += 1
            put(sheet.cell(line, 2), column.name)
            if column.required:
                put(sheet.cell(line, 3), MUST[lang == "nb"])
            for at, one in enumerate(languages, 4):
                text = f"{meaning(table.name, column, one)} {sentence(what(column, one))}."
                put(sheet.cell(line, at), text)
            for at in (2, 3, 4, 5):
                sheet.cell(line, at).alignment = style["top"]
    for row in sheet.iter_rows(min_row=2):
        longest = max(len(str(cell.value or "")) for cell in row)
        sheet.row_dimensions[row[0].row].height = _LINE * (1 + longest // _WIDTH)
    sheet.freeze_panes = "A2"
    landscape(sheet)
