"""Records: rows of a table with where they stand. Every problem is collected before anything is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ecosystem_graph.errors import DataError, Problem, near, suggested
from ecosystem_graph.wording import Wording, joined

from .layout import LAYOUT, Form, Layout

__all__ = ["Record", "Tables", "check_header", "check_required", "check_rows", "no_table", "row_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table.

    Attributes:
        table: Name of the table.
        row: 1-based line in the file where the row begins, or row of the sheet.
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
        book: File name of the workbook they are sheets of; empty for CSV files.
        letters: Per sheet, the letter of each column.
        spoilt: Cells (table, row, column) that were told already; what follows from them is not.
    """

    records: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, set[str] | None] = field(default_factory=dict)
    book: str = ""
    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    spoilt: set[tuple[str, int, str]] = field(default_factory=set)

    def name(self, table: str) -> str:
        """A table as its keeper knows it: the name of a file or of a sheet."""
        return table if self.book else f"{table}.csv"

    def excused(self, table: str, key: str) -> bool:
        """Whether an id may be missing because its row, or the whole table, could not be read.

        That was reported; the references to it are not problems of their own.
        """
        missing = self.unread.get(table, set())
        return missing is None or key in missing

    def note(self, table: str, row: int, column: str, value: str, why: Wording) -> None:
        """Note a problem at a place of a table; row 0 is the whole table."""
        if (table, row, column) in self.spoilt:
            return
        if not self.book:
            self.problems.append(Problem(f"{table}.csv", row, column, value, why))
            return
        letter = self.letters.get(table, {}).get(column, "")
        cell = f"{table}!{letter}{row}" if row and letter else row_of(table, row) if row else table
        self.problems.append(Problem(self.book, row, column, value, why, cell))

    def report(self, record: Record, column: str, value: str, why: Wording) -> None:
        """Note a problem at a cell of a record."""
        self.note(record.table, record.row, column, value, why)

    def raise_for_problems(self) -> None:
        """Raise everything wrong at once, in the order of tables and rows.

        Raises:
            DataError: At least one problem was noted.
        """
        if not self.problems:
            return
        order = {t.name: i for i, t in enumerate(LAYOUT)}

        def place(problem: Problem) -> tuple[int, str, int]:
            table = problem.cell.split("!")[0].split(",")[0] or problem.file.removesuffix(".csv")
            return order.get(table, -1), problem.file, problem.row

        raise DataError(sorted(self.problems, key=place))


def row_of(sheet: str, row: int) -> Wording:
    """The place of a row of a workbook, where no single cell is to blame."""
    return Wording(f"{sheet}, row {row}", f"{sheet}, rad {row}")


def no_table(likely: Sequence[str], known: Sequence[str]) -> Wording:
    """What is wrong with the name of a file or sheet that is no table: the nearest name, or all there are."""
    if likely:
        hint = Wording(f"did you mean {likely[0]}?", f"mente du {likely[0]}?")
    else:
        hint = Wording(f"the tables are {', '.join(known)}", f"tabellene er {', '.join(known)}")
    return joined("; ", (Wording("no table has this name", "ingen tabell har dette navnet"), hint))


def check_header(header: Iterable[str], row: int, table: Layout, tables: Tables) -> bool:
    """Whether a header names the columns of the table; what is wrong with it is noted."""
    header = list(header)
    before = len(tables.problems)
    for name in header:
        if name not in table.header:
            likely = near(name, table.header)
            columns = ", ".join(table.header)
            hint = suggested(likely[:1]) if likely else Wording(f"known: {columns}", f"gyldige: {columns}")
            why = joined("; ", (Wording("unknown column", "ukjent kolonne"), hint))
            tables.note(table.name, row, name, "", why)
        elif header.count(name) > 1:
            why = Wording("the column is there twice", "kolonnen finnes to ganger")
            tables.note(table.name, row, name, "", why)
    for column in table.columns:
        if column.name not in header and not column.optional:
            why = Wording("the column is missing", "kolonnen mangler")
            tables.note(table.name, row, column.name, "", why)
    return len(tables.problems) == before


def check_rows(header: list[str] | None, records: list[Record], table: Layout, tables: Tables) -> None:
    """Note a table without header, and one without rows that must have some; then look at its cells."""
    if header is None:
        expected = ",".join(table.header)
        empty = (
            Wording("the sheet is empty", "arket er tomt")
            if tables.book
            else Wording("the file is empty", "filen er tom")
        )
        header_is = Wording(f"the header is {expected}", f"overskriftsraden skal være {expected}")
        tables.note(table.name, 1, "", "", joined("; ", (empty, header_is)))
        tables.unread[table.name] = None
    elif table.required and not records and not tables.unread.get(table.name):
        why = Wording(
            "the table has a header, but no rows", "tabellen har en overskriftsrad, men ingen rader under"
        )
        tables.note(table.name, 1, "", "", why)
        tables.unread[table.name] = None
    check_required(records, table, tables)


def check_required(records: list[Record], table: Layout, tables: Tables) -> None:
    """Note empty cells that must not be empty, and ids and rows that are there twice."""
    required = [c for c in table.columns if c.required]
    ids = next((c.name for c in table.columns if c.form is Form.ID), None)
    seen: dict[str, int] = {}
    for record in records:
        for column in required:
            if not record.cells.get(column.name):
                why = (
                    Wording(
                        "is empty; a fact without a source is not taken in",
                        "er tom; et faktum uten kilde tas ikke inn",
                    )
                    if column.name == "sources"
                    else Wording("is empty", "er tom")
                )
                tables.report(record, column.name, "", why)
        if ids and (key := record.cells[ids]):
            if key in seen:
                why = Wording(
                    f"this id is already used in row {seen[key]}",
                    f"denne id-en er allerede brukt i rad {seen[key]}",
                )
                tables.report(record, ids, key, why)
            seen.setdefault(key, record.row)
    rows: dict[tuple[str, ...], int] = {}
    for record in records if not ids else ():
        row = tuple(record.cells.values())
        if row in rows:
            why = Wording(
                f"says the same as row {rows[row]}; keep one of them",
                f"sier det samme som rad {rows[row]}; behold én av dem",
            )
            tables.report(record, "", "", why)
        rows.setdefault(row, record.row)
