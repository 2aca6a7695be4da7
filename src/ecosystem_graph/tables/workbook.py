"""Workbooks in: the sheets of an .xlsx file to records, told by cell where something is wrong."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ecosystem_graph.errors import MissingExtraError, Problem, UnreadableFileError, near
from ecosystem_graph.wording import Wording, counted, joined

from .cells import Unfit
from .layout import LAYOUT, Column, Form, Layout, layout
from .records import Record, Tables, check_header, check_rows, no_table
from .workbook_cells import decoded, text_of
from .workbook_package import read_package

__all__ = ["READ_ME", "WORKBOOK_SUFFIXES", "read_workbook"]

#: Endings by which a file is read as a workbook; all but the first are told what they are.
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")
#: Title of the sheet that explains. It is not read, nor are sheets whose titles begin with an underscore.
READ_ME = "Les meg – Read me"
_ROW_LIMIT, _CELL_LIMIT = 1_048_576, 5_000_000
#: What openpyxl raises on files that are not as they should be; it has no error of its own for it.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read_workbook(path: Path) -> Tables:
    """Read every sheet of a workbook that has the name of a table.

    Rows are streamed; formulas are not computed, macros and links never followed.

    Raises:
        UnreadableFileError: It is no workbook, or not safe to open.
        MissingExtraError: openpyxl or defusedxml is not installed.
    """
    try:
        import defusedxml  # noqa: F401 - openpyxl reads XML through it when it is there
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingExtraError("openpyxl with defusedxml", "workbook") from error
    data = read_package(path)
    tables = Tables(book=path.name)
    with warnings.catch_warnings():
        # About features that openpyxl would not write again; nothing is written here.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = [(str(sheet.title), sheet) for sheet in book.worksheets]
        except _BROKEN as error:
            raise _broken(path, error) from error
        for title, sheet in sheets:
            _sheet(path, title, sheet, tables)
    for table in LAYOUT:
        if table.name not in tables.records:
            tables.records[table.name] = []
            if table.required and table.name not in tables.unread:
                tables.note(table.name, 0, "", "", Wording("this sheet is missing", "dette arket mangler"))
                tables.unread[table.name] = None
    return tables


def _broken(path: Path, error: Exception) -> UnreadableFileError:
    text = " ".join(str(error).split())[:200]
    said = text or type(error).__name__
    why = Wording(f"is a broken workbook ({said})", f"er en ødelagt arbeidsbok ({said})")
    return UnreadableFileError(path.name, why)


def _sheet(path: Path, title: str, sheet: Any, tables: Tables) -> None:
    known = [table.name for table in LAYOUT]
    name = title.strip().casefold()
    if title == READ_ME or title.startswith("_"):
        return
    rows = _rows(path, sheet)
    if name not in known:
        if next(rows, None) is not None:
            likely = near(name, known)
            over = Wording(
                "(sheets whose names begin with _ are passed over)",
                "(ark med navn som begynner med _, leses ikke)",
            )
            why = joined(" ", (no_table(likely, known), over))
            tables.problems.append(Problem(path.name, 0, "", "", why, title))
            if likely:
                tables.unread.setdefault(likely[0], None)
    elif name in tables.records:
        why = Wording("this table is there twice", "denne tabellen finnes to ganger")
        tables.problems.append(Problem(path.name, 0, "", "", why, title))
    else:
        tables.unread[name] = set()
        tables.records[name] = _read(rows, layout(name), tables)


def _rows(path: Path, sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that are not blank, with their numbers.

    Raises:
        UnreadableFileError: The sheet is broken or has more cells than a table.
    """
    try:
        sheet.reset_dimensions()
        found = sheet.iter_rows(max_row=_ROW_LIMIT + 1)
    except _BROKEN as error:
        raise _broken(path, error) from error
    number = seen = 0
    while True:
        try:
            row = next(found, None)
        except _BROKEN as error:
            raise _broken(path, error) from error
        if row is None:
            return
        number += 1
        if number > _ROW_LIMIT:
            last = counted(_ROW_LIMIT)
            why = Wording(
                f"sheet {sheet.title} has a row below the last one there can be ({last})",
                f"arket {sheet.title} har en rad nedenfor den siste et ark kan ha ({last.nb})",
            )
            raise UnreadableFileError(path.name, why)
        seen += len(row)
        if seen > _CELL_LIMIT:
            most = counted(_CELL_LIMIT)
            why = Wording(
                f"sheet {sheet.title} has more than {most} cells; keep it as CSV",
                f"arket {sheet.title} har flere enn {most.nb} celler; lagre det som CSV",
            )
            raise UnreadableFileError(path.name, why)
        if any(cell.value is not None and str(cell.value).strip() for cell in row):
            yield number, row


def _read(rows: Iterator[tuple[int, Sequence[Any]]], table: Layout, tables: Tables) -> list[Record]:
    first = next(rows, None)
    if first is None:
        check_rows(None, [], table, tables)
        return []
    number, cells = first
    names = [decoded(str(cell.value)).strip() if cell.value is not None else "" for cell in cells]
    letters = {letter: letter for letter in map(_letter, range(1, len(cells) + 1))}
    tables.letters[table.name] = letters | {n: _letter(i) for i, n in enumerate(names, 1) if n}
    header = [name for name in names if name]
    if not check_header(header, number, table, tables):
        tables.unread[table.name] = None
        for _ in rows:  # to the end, so that a broken sheet is told as such
            pass
        return []
    records = [_record(number, cells, names, table, tables) for number, cells in rows]
    check_rows(header, records, table, tables)
    return records


def _record(number: int, cells: Sequence[Any], names: Sequence[str], table: Layout, tables: Tables) -> Record:
    texts = dict.fromkeys(filter(None, names), "")
    for at, cell in enumerate(cells):
        name = names[at] if at < len(names) else ""
        column = table.column(name) if name else Column("", Form.TEXT)
        shown = "" if cell.value is None else " ".join(str(cell.value).removesuffix(" 00:00:00").split())[:80]
        try:
            text = text_of(cell, column)
        except Unfit as error:
            text = shown
            if name:
                tables.note(table.name, number, name, shown, error.why)
                tables.spoilt.add((table.name, number, name))
        if name:
            texts[name] = text
        elif text:
            letter = _letter(at + 1)
            tables.letters[table.name].setdefault(letter, letter)
            why = Wording("stands under no column name", "står ikke under noe kolonnenavn")
            tables.note(table.name, number, letter, shown, why)
    return Record(table.name, number, texts)


def _letter(number: int) -> str:
    """The letters of a column.

    >>> [_letter(n) for n in (1, 26, 27, 16384)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
