"""Workbooks out: a sheet per table with help, drop-downs and rows; a sheet that explains; the lists."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ecosystem_graph.errors import DataError, MissingExtraError, Problem
from ecosystem_graph.turtle import Triple, atomic_text
from ecosystem_graph.wording import Wording, counted

from .export import table_rows
from .guide import meaning, what
from .introduction import MUST, explain, sentence
from .layout import LAYOUT, Column, Form, Layout
from .lists import Lists
from .records import row_of
from .workbook import READ_ME
from .workbook_cells import encoded
from .writing import landscape, put, styles

__all__ = ["export_workbook", "write_template", "write_workbook"]

Rows = Mapping[str, Sequence[Mapping[str, str]]]

#: Excel cuts longer texts off in silence.
_TEXT_LIMIT = 32_767
#: A workbook of the same facts is the same file; zip knows no earlier year than 1980.
_MOMENT = datetime(1980, 1, 1)
_WIDTHS = {
    Form.ID: 26, Form.LABEL: 44, Form.TEXT: 36, Form.DATE: 12, Form.END: 12, Form.YEAR: 8, Form.NUMBER: 14,
    Form.ADDRESS: 40, Form.ORGNR: 12, Form.NUMERIC_CODE: 9, Form.THING: 30, Form.PLACE_NAME: 18,
    Form.ASSERTER: 36, Form.INDICATOR: 26, Form.WKT: 40, Form.LICENCE: 16,
}  # fmt: skip


def export_workbook(triples: Iterable[Triple], path: Path, lang: str = "nb") -> None:
    """Write the tables of a graph as one workbook, ready to be edited and imported again.

    Raises:
        DataError: The graph holds a statement that the tables could not give back, or a text that is too
            long for a cell; nothing is written.
        UnreadableFileError: The file cannot be written.
        MissingExtraError: openpyxl is not installed.
    """
    write_workbook(table_rows(triples), path, lang)


def write_template(path: Path, region: str | None = None, lang: str = "nb") -> None:
    """Write an empty workbook.

    Args:
        path: File to write.
        region: Slug of the region, filled in on its sheet.
        lang: Language that comes first, ``nb`` or ``en``.

    Raises:
        UnreadableFileError: The file cannot be written.
        MissingExtraError: openpyxl is not installed.
    """
    write_workbook({"region": [{"id": region}] if region else []}, path, lang)


def write_workbook(rows: Rows, path: Path, lang: str = "nb") -> None:
    """Write rows of the tables as a workbook, whole or not at all; see `export_workbook`."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingExtraError("openpyxl", "workbook") from error
    _raise_for_length(rows, path)
    book = Workbook()
    book.remove(book.active)
    explain(book.create_sheet(READ_ME), lang)
    lists = Lists(book, sum(len(rows.get(table.name, [])) for table in LAYOUT if table.column_of_ids))
    for table in LAYOUT:
        _fill(book.create_sheet(table.name), table, rows.get(table.name, []), lists, lang)
    lists.write(lang)
    book.active = 1 if any(rows.values()) else 0
    book.properties.creator = "ecosystem-graph"
    book.properties.title = "ecosystem-graph"
    book.properties.created = book.properties.modified = _MOMENT
    saved = io.BytesIO()
    book.save(saved)
    with atomic_text(path) as stream:
        stream.buffer.write(_timeless(saved.getvalue()))


def _timeless(data: bytes) -> bytes:
    """The package with the hour of its making taken out."""
    packed = io.BytesIO()
    moment = (_MOMENT.year, _MOMENT.month, _MOMENT.day, 0, 0, 0)
    stamp = b">" + _MOMENT.isoformat().encode() + b"Z<"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":  # openpyxl writes the present there
                head, tag, rest = content.partition(b"<dcterms:modified")
                attributes, _, tail = rest.partition(b">")
                content = head + tag + attributes + stamp + tail.partition(b"<")[2]
            new.writestr(zipfile.ZipInfo(part.filename, moment), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _raise_for_length(rows: Rows, path: Path) -> None:
    limit = counted(_TEXT_LIMIT)

    def why(length: Wording) -> Wording:
        return Wording(
            f"is {length} characters long; a cell holds {limit}; write CSV or Turtle",
            f"er på {length.nb} tegn; en celle rommer {limit.nb}; skriv CSV eller Turtle",
        )

    long = [
        Problem(
            path.name, line, column, f"{text[:40]}…", why(counted(len(text))), row_of(table.name, line)
        )
        for table in LAYOUT
        for line, row in enumerate(rows.get(table.name, []), 2)
        for column, text in row.items()
        if len(encoded(text).encode("utf-16-le")) // 2 > _TEXT_LIMIT
    ]  # fmt: skip
    if long:
        raise DataError(long)


def _fill(sheet: Any, table: Layout, rows: Sequence[Mapping[str, str]], lists: Lists, lang: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    style = styles()
    for at, column in enumerate(table.columns, 1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at)
        put(head, column.name)
        head.font = style["head"]
        head.fill = style["required" if column.required else "other"]
        head.comment = Comment(_help(table, column, lang), "ecosystem-graph", height=150, width=340)
        dimension = sheet.column_dimensions[letter]
        dimension.width = _WIDTHS.get(column.form, 20)
        if column.form is not Form.NUMBER:
            dimension.number_format = "@"
        lists.offer(sheet, table, column, letter, lang)
    for line, row in enumerate(rows, 2):
        for at, column in enumerate(table.columns, 1):
            if text := row.get(column.name, ""):
                put(sheet.cell(line, at), text, column.form)
    sheet.freeze_panes = "B2"
    landscape(sheet)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{max(2, len(rows) + 1)}"


def _help(table: Layout, column: Column, lang: str) -> str:
    """The help of a column in both languages."""
    parts = []
    for one in (lang, "en" if lang == "nb" else "nb"):
        must = f" ({MUST[one == 'nb']})" if column.required else ""
        parts.append(f"{meaning(table.name, column, one)} {sentence(what(column, one))}{must}")
    return "\n\n".join(parts)
