"""Reading tables: CSV files to checked records. Every problem is collected before anything is raised."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ecosystem_graph.errors import DataError, Problem, UnreadableFileError, near

from .layout import LAYOUT, Form, Layout

__all__ = ["Record", "Tables", "check_required", "read_tables", "write_tables"]

_CELL_LIMIT = 1_000_000
#: What people keep tables in; a file of this kind that is none of ours would else be passed over in silence.
_SHEETS = {".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".ods", ".numbers"}


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table.

    Attributes:
        table: Name of the table.
        row: 1-based line in the file where the row begins.
        cells: Column name to stripped text.
    """

    table: str
    row: int
    cells: Mapping[str, str]

    def list(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several, separated by semicolons."""
        return tuple(part.strip() for part in self.cells.get(column, "").split(";") if part.strip())


@dataclass(slots=True)
class Tables:
    """All records by table, and the problems met so far.

    Attributes:
        records: The rows of each table.
        problems: What is wrong with them.
        unread: Per table the ids of rows that could not be read; None for the whole table.
    """

    records: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, set[str] | None] = field(default_factory=dict)

    def excused(self, table: str, key: str) -> bool:
        """Whether an id may be missing because its row, or the whole table, could not be read.

        That was reported; the references to it are not problems of their own.
        """
        missing = self.unread.get(table, set())
        return missing is None or key in missing

    def report(self, record: Record, column: str, value: str, why: str) -> None:
        """Note a problem at a cell of a record."""
        self.problems.append(Problem(f"{record.table}.csv", record.row, column, value, why))

    def raise_for_problems(self) -> None:
        """Raise everything wrong at once.

        Raises:
            DataError: At least one problem was noted.
        """
        if self.problems:
            order = {f"{t.name}.csv": i for i, t in enumerate(LAYOUT)}
            raise DataError(sorted(self.problems, key=lambda p: (order.get(p.file, -1), p.file, p.row)))


def read_tables(folder: Path) -> Tables:
    """Read every table of a folder.

    Raises:
        UnreadableFileError: The folder or a file cannot be read, or is not UTF-8.
    """
    if not folder.is_dir():
        raise UnreadableFileError(str(folder), "no such folder of tables")
    tables = Tables()
    known = {f"{t.name}.csv" for t in LAYOUT}
    for path in sorted(folder.iterdir()):
        if path.name not in known and path.suffix.lower() in _SHEETS:
            likely = near(f"{path.stem}.csv", known)
            hint = f"did you mean {likely[0]}?" if likely else f"the tables are {', '.join(sorted(known))}"
            why = f"no table has this name; {hint}"
            if path.suffix.lower() != ".csv":
                why += " Save each sheet as CSV UTF-8."
            tables.problems.append(Problem(path.name, 0, "", "", why))
            if likely and not (folder / likely[0]).is_file():
                tables.unread[likely[0].removesuffix(".csv")] = None
    for table in LAYOUT:
        path = folder / f"{table.name}.csv"
        if path.is_file():
            tables.records[table.name] = _read(path, table, tables)
        else:
            tables.records[table.name] = []
            if table.required:
                tables.problems.append(Problem(path.name, 0, "", "", "this table is missing"))
                tables.unread[table.name] = None
    return tables


def _read(path: Path, table: Layout, tables: Tables) -> list[Record]:
    text = _decode(path)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise UnreadableFileError(path.name, "holds a NUL character; this is no text file", line)
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    unread: set[str] = set()
    tables.unread[table.name] = unread
    begins = 1
    header: list[str] | None = None
    try:
        while True:
            begins = reader.line_num + 1
            row = next(reader, None)
            if row is None:
                break
            if header is None:
                header = [name.strip() for name in row]
                if not _check_header(path.name, header, table, tables):
                    tables.unread[table.name] = None
                    return []
            elif any(cell.strip() for cell in row):
                if len(row) != len(header):
                    why = f"{len(row)} cells, but the header has {len(header)}; is a comma unquoted?"
                    tables.problems.append(Problem(path.name, begins, "", "", why))
                    unread.add(row[0].strip())
                    continue
                cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
                records.append(Record(table.name, begins, cells))
    except csv.Error as error:
        why = f"broken CSV from this row on ({error}); is a quotation mark not closed, or not doubled?"
        tables.problems.append(Problem(path.name, begins, "", "", why))
        tables.unread[table.name] = None
        return []
    if header is None:
        expected = ",".join(table.header)
        tables.problems.append(Problem(path.name, 1, "", "", f"the file is empty; the header is {expected}"))
        tables.unread[table.name] = None
    elif table.required and not records and not unread:
        tables.problems.append(Problem(path.name, 1, "", "", "the table has a header, but no rows"))
        tables.unread[table.name] = None
    check_required(records, table, tables)
    return records


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name, error.strerror or str(error)) from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFileError(path.name, "is UTF-16; save it as CSV UTF-8", 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = "is not UTF-8 (Excel: choose “CSV UTF-8” when saving)"
        raise UnreadableFileError(path.name, why, line) from error


def _check_header(file: str, header: list[str], table: Layout, tables: Tables) -> bool:
    before = len(tables.problems)
    if len(header) == 1 and ";" in header[0]:
        tables.problems.append(Problem(file, 1, "", "", "cells are separated by semicolons; use commas"))
        return False
    if len(header) == 1 and "\t" in header[0]:
        tables.problems.append(Problem(file, 1, "", "", "cells are separated by tabs; use commas"))
        return False
    for name in header:
        if name not in table.header:
            likely = near(name, table.header)
            hint = f"did you mean {likely[0]!r}?" if likely else f"known: {', '.join(table.header)}"
            tables.problems.append(Problem(file, 1, name, "", f"unknown column; {hint}"))
        elif header.count(name) > 1:
            tables.problems.append(Problem(file, 1, name, "", "the column is there twice"))
    for column in table.columns:
        if column.name not in header and not column.optional:
            tables.problems.append(Problem(file, 1, column.name, "", "the column is missing"))
    return len(tables.problems) == before


def check_required(records: list[Record], table: Layout, tables: Tables) -> None:
    """Note empty cells that must not be empty, and ids and rows that are there twice."""
    required = [c for c in table.columns if c.required]
    ids = next((c.name for c in table.columns if c.form is Form.ID), None)
    seen: dict[str, int] = {}
    for record in records:
        for column in required:
            if not record.cells.get(column.name):
                why = (
                    "is empty; a fact without a source is not taken in"
                    if column.name == "sources"
                    else "is empty"
                )
                tables.report(record, column.name, "", why)
        if ids and (key := record.cells[ids]):
            if key in seen:
                tables.report(record, ids, key, f"this id is already used in row {seen[key]}")
            seen.setdefault(key, record.row)
    rows: dict[tuple[str, ...], int] = {}
    for record in records if not ids else ():
        row = tuple(record.cells.values())
        if row in rows:
            tables.report(record, "", "", f"says the same as row {rows[row]}; keep one of them")
        rows.setdefault(row, record.row)


def write_tables(tables: Mapping[str, list[Mapping[str, str]]]) -> dict[str, str]:
    """The CSV text of each table by file name, rows in the order given, columns as the layout has them."""
    texts: dict[str, str] = {}
    for table in LAYOUT:
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, table.header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(tables.get(table.name, []))
        texts[f"{table.name}.csv"] = stream.getvalue()
    return texts
