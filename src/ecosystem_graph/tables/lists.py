"""Drop-downs of a workbook: the closed lists of the ontology, and the ids that its own sheets hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import URIRef

from ecosystem_graph.schema import schema

from .layout import LAYOUT, Column, Form, Layout
from .writing import put, styles

__all__ = ["IDS_SHEET", "LISTS_SHEET", "Lists"]

#: Sheets that the import passes over, for their underscore.
LISTS_SHEET, IDS_SHEET = "_lists", "_ids"
_LAST = 1_048_576
_LEAST_IDS = 1_000
#: Indicators of the region's own that can be offered.
_OWN = 100
_ROLES = ("boundary", "centroid")
_TITLES = {
    "kind": ("Not in the list", "Ikke i lista"),
    "id": ("No such id yet", "Ingen slik id ennå"),
}
_TEXTS = {
    "kind": ("Choose a word of the list (see the sheet _lists).", "Velg et ord fra lista (se arket _lists)."),
    "id": (
        "No sheet has a row with this id. Go on, if it comes later or says its sheet, as "
        "place:hamarregionen.",
        "Ingen ark har en rad med denne id-en. Fortsett hvis den kommer senere, eller sier hvilket ark, som "
        "place:hamarregionen.",
    ),
}


class Lists:
    """The lists of one workbook: offered to columns first, written on sheets of their own at the end."""

    def __init__(self, book: Any, size: int) -> None:
        """Prepare the lists.

        Args:
            book: The workbook of openpyxl.
            size: Rows with an id there are now; the ids of twice as many can be offered.
        """
        self.book, self.size = book, max(_LEAST_IDS, 2 * size)
        known = schema()
        self.words: dict[str, Mapping[str, URIRef]] = {"kind": known.kinds}
        self.words["relation"] = {r.word: r.rdf_class for r in known.relations if r.word}
        for table in LAYOUT:
            for column in table.columns:
                if column.form is Form.CODE:
                    self.words[column.refers[0]] = known.codes[column.refers[0]]
        self.words["indicator"] = known.codes["indicator"]
        self.joined: list[tuple[str, ...]] = []

    def offer(self, sheet: Any, table: Layout, column: Column, letter: str, lang: str) -> None:
        """Give a column its drop-down, if it has a list."""
        source = self.source(column)
        if not source:
            return
        from openpyxl.worksheet.datavalidation import DataValidation

        closed = column.form in (Form.CODE, Form.KIND, Form.RELATION) or column.name == "role"
        told = "kind" if closed else "id"
        validation = DataValidation(type="list", formula1=source, allow_blank=True)
        validation.errorStyle = "stop" if closed else "warning"
        # Several ids, names of no known place and indicators of one's own are all in order.
        validation.showErrorMessage = closed or (column.form is Form.THING and not column.many)
        validation.errorTitle = _TITLES[told][lang == "nb"]
        validation.error = _TEXTS[told][lang == "nb"]
        validation.add(f"{letter}2:{letter}{_LAST}")
        sheet.add_data_validation(validation)

    def source(self, column: Column) -> str:
        """The formula of the cells that a column offers; empty where it offers none."""
        if column.name == "role":
            return f'"{",".join(_ROLES)}"'
        if column.form is Form.PLACE_NAME:
            return _filled("places", "B", _LAST)
        if column.form is Form.THING:
            if len(column.refers) == 1:
                return _filled(column.refers[0], "A", _LAST)
            if column.refers not in self.joined:
                self.joined.append(column.refers)
            return _filled(IDS_SHEET, _letter(self.joined.index(column.refers)), self.size + 1)
        name = {Form.KIND: "kind", Form.RELATION: "relation", Form.INDICATOR: "indicator"}.get(column.form)
        name = column.refers[0] if column.form is Form.CODE else name
        if name is None:
            return ""
        letter, count = _letter(3 * list(self.words).index(name)), len(self.words[name])
        if column.form is Form.INDICATOR:
            own = f"COUNTA(indicators!$A$2:$A${_OWN + 1})"
            return f"OFFSET({LISTS_SHEET}!${letter}$3,0,0,{count}+{own},1)"
        return f"{LISTS_SHEET}!${letter}$3:${letter}${count + 2}"

    def write(self, lang: str) -> None:
        """Write the sheets the drop-downs draw from."""
        self._write_words(lang)
        self._write_ids()

    def _write_words(self, lang: str) -> None:
        sheet = self.book.create_sheet(LISTS_SHEET)
        known = schema()
        languages = (lang, "en" if lang == "nb" else "nb")
        for at, (name, words) in enumerate(self.words.items()):
            cells: Iterable[tuple[str, ...]] = (
                (name, "", ""),
                ("", *languages),
                *(
                    (word, *(known.label(iri, one) for one in languages))
                    for word, iri in sorted(words.items())
                ),
            )
            for line, texts in enumerate(cells, 1):
                for offset, text in enumerate(texts):
                    cell = sheet.cell(line, 3 * at + offset + 1)
                    put(cell, text)
                    if line <= 2:
                        cell.font = styles()["bold"]
            if name == "indicator":
                for own in range(_OWN):
                    id_ = f"indicators!$A${own + 2}"
                    sheet.cell(len(words) + 3 + own, 3 * at + 1).value = f'=IF({id_}="","",{id_})'
            for offset, width in enumerate((24, 34, 34)):
                sheet.column_dimensions[_letter(3 * at + offset)].width = width
        sheet.freeze_panes = "A3"

    def _write_ids(self) -> None:
        """One column per set of sheets, their ids one sheet after the other, by formulas."""
        sheet = self.book.create_sheet(IDS_SHEET)
        sheet.sheet_state = "hidden"
        names = sorted({name for refers in self.joined for name in refers})
        counts = {}
        for at, name in enumerate(names):
            letter = _letter(len(self.joined) + at)
            sheet[f"{letter}1"] = name
            sheet[f"{letter}2"] = f"=COUNTA({name}!$A$2:$A${_LAST})"
            counts[name] = f"${letter}$2"
        for at, refers in enumerate(self.joined):
            letter = _letter(at)
            sheet[f"{letter}1"] = " ".join(refers)
            for line in range(2, self.size + 2):
                sheet[f"{letter}{line}"] = "=" + _stacked(refers, counts)


def _stacked(refers: tuple[str, ...], counts: Mapping[str, str]) -> str:
    """The id that stands in this row when the ids of several sheets are stacked."""
    formula, before = '""', [counts[name] for name in refers]
    for at in reversed(range(len(refers))):
        passed = "".join(f"-{count}" for count in before[:at])
        within = "+".join(before[: at + 1])
        pick = f"INDEX({refers[at]}!$A$2:$A${_LAST},ROW()-1{passed})"
        formula = f"IF(ROW()-1<={within},{pick},{formula})"
    return formula


def _filled(sheet: str, letter: str, last: int) -> str:
    """The cells of a column that are filled in, below its heading."""
    cells = f"{sheet}!${letter}$2:${letter}${last}"
    # On the sheet of ids every cell has a formula, so that all of them count.
    count = f'SUMPRODUCT(--({cells}<>""))' if sheet == IDS_SHEET else f"COUNTA({cells})"
    return f"OFFSET({sheet}!${letter}$2,0,0,MAX(1,{count}),1)"


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))
