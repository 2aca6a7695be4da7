"""A folder of CSV files: one table a file, UTF-8, comma-separated, header first.

An export is in force at one moment: its files are made in a folder of their own, which is renamed to
``.export`` and then emptied file by file into the place of the old ones. Whoever reads meanwhile, or after
the program was killed there, takes what is still in ``.export`` before what lies beside it.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ecosystem_graph.errors import Problem, UnreadableFileError, near

from .guard import escape, unescape
from .layout import LAYOUT, Form, Layout
from .records import Record, Tables, check_header, check_rows

__all__ = ["read_folder", "write_folder", "write_tables"]

_STAGED, _PART = ".export", ".part"
_CELL_LIMIT = 1_000_000
#: What people keep tables in; a file of this kind that is none of ours would else be passed over in silence.
_SHEETS = {".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".ods", ".numbers"}
#: Their words are numbers and closed lists: nothing a spreadsheet could run, and no text of a stranger.
_PLAIN = {Form.NUMBER, Form.CODE}
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def read_folder(folder: Path) -> Tables:
    """Read every table of a folder.

    Raises:
        UnreadableFileError: The folder or a file cannot be read, or is not UTF-8.
    """
    if not folder.is_dir():
        raise UnreadableFileError(str(folder), "no such folder of tables")
    tables = Tables()
    known = {f"{t.name}.csv" for t in LAYOUT}
    for path in sorted(folder.iterdir()):
        if path.name not in known and path.suffix.lower() in _SHEETS and not path.name.startswith("~$"):
            likely = near(f"{path.stem}.csv", known)
            hint = f"did you mean {likely[0]}?" if likely else f"the tables are {', '.join(sorted(known))}"
            why = f"no table has this name; {hint}"
            if path.suffix.lower() != ".csv":
                why += " Save each sheet as CSV UTF-8."
            tables.problems.append(Problem(path.name, 0, "", "", why))
            if likely and not (folder / likely[0]).is_file():
                tables.unread[likely[0].removesuffix(".csv")] = None
    for table in LAYOUT:
        path = folder / _STAGED / f"{table.name}.csv"
        path = path if path.is_file() else folder / path.name
        if path.is_file():
            tables.records[table.name] = _read(path, table, tables)
        else:
            tables.records[table.name] = []
            if table.required:
                tables.note(table.name, 0, "", "", "this table is missing")
                tables.unread[table.name] = None
    return tables


def write_folder(texts: Mapping[str, str], folder: Path) -> list[Path]:
    """Write texts by file name into a folder (made if need be), all of them or none.

    Raises:
        UnreadableFileError: The folder cannot be written to, or the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_STAGED}-*{_PART}"):
            shutil.rmtree(left)
        _unstage(folder)
        part = Path(tempfile.mkdtemp(_PART, f"{_STAGED}-", folder))
    except OSError as error:
        raise UnreadableFileError(str(folder), f"cannot write here: {error.strerror}") from error
    try:
        for name, text in texts.items():
            with (part / name).open("w", encoding="utf-8", newline="") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
        part.rename(folder / _STAGED)
        _unstage(folder)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            why = f"cannot be written: {error.strerror or error}"
            raise UnreadableFileError(str(folder), why) from error
        raise
    return [folder / name for name in texts]


def _unstage(folder: Path) -> None:
    """Put the files of an export in force into their places."""
    staged = folder / _STAGED
    if staged.is_dir():
        for path in sorted(staged.iterdir()):
            path.replace(folder / path.name)
        staged.rmdir()


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
                if not _commas(header, table, tables) or not check_header(header, 1, table, tables):
                    tables.unread[table.name] = None
                    return []
            elif any(cell.strip() for cell in row):
                if len(row) != len(header):
                    why = f"{len(row)} cells, but the header has {len(header)}; is a comma unquoted?"
                    tables.note(table.name, begins, "", "", why)
                    unread.add(row[0].strip())
                    continue
                cells = {name: unescape(cell.strip()) for name, cell in zip(header, row, strict=True)}
                records.append(Record(table.name, begins, cells))
    except csv.Error as error:
        why = f"broken CSV from this row on ({error}); is a quotation mark not closed, or not doubled?"
        tables.note(table.name, begins, "", "", why)
        tables.unread[table.name] = None
        return []
    check_rows(header, records, table, tables)
    return records


def _commas(header: list[str], table: Layout, tables: Tables) -> bool:
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            tables.note(table.name, 1, "", "", f"cells are separated by {name}; use commas")
            return False
    return True


def _decode(path: Path) -> str:
    """The text of a file.

    Raises:
        UnreadableFileError: It cannot be read or is not UTF-8; the encoding it seems to have is named.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name, error.strerror or str(error)) from error
    if data[:4] == b"PK\x03\x04":
        raise UnreadableFileError(path.name, "is a workbook or another zip file; save it as CSV UTF-8")
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise UnreadableFileError(path.name, f"is {name}; save it as CSV UTF-8", 1)
    pairs = len(data) // 2
    for start, name in ((0, "UTF-16 (big-endian)"), (1, "UTF-16 (little-endian)")):
        if pairs and data[start::2].count(0) > 0.4 * pairs:
            raise UnreadableFileError(path.name, f"seems to be {name}; save it as CSV UTF-8", 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"is not UTF-8{_seems(data)} (Excel: choose “CSV UTF-8” when saving)"
        raise UnreadableFileError(path.name, why, line) from error


def _seems(data: bytes) -> str:
    """What 8-bit text is most likely to be in Norway, told by where its æøå stand in the code pages."""
    counts = {
        name: sum(data.count(byte) for byte in letters.encode(codec))
        for name, codec, letters in (
            ("Latin-1 or Windows-1252", "cp1252", "æøåÆØÅ"),
            ("Mac OS Roman", "mac_roman", "æøåÆØÅ"),
            ("code page 865", "cp865", "æøåÆØÅ"),
        )
    }
    best = max(counts, key=lambda name: counts[name])
    return f", but seems to be {best}" if counts[best] else ""


def write_tables(tables: Mapping[str, list[Mapping[str, str]]]) -> dict[str, str]:
    """The CSV text of each table by file name, rows in the order given, columns as the layout has them.

    Texts that a spreadsheet could take for a formula are guarded.
    """
    texts: dict[str, str] = {}
    for table in LAYOUT:
        stream = io.StringIO(newline="")
        # With this end of line every break inside a cell is quoted; the lines end in \n alone.
        writer = csv.writer(stream, lineterminator="\r\n")
        lines = []
        for row in (dict(zip(table.header, table.header, strict=True)), *tables.get(table.name, [])):
            cells = ((row.get(column.name, ""), column.form) for column in table.columns)
            writer.writerow([text if form in _PLAIN else escape(text) for text, form in cells])
            lines.append(stream.getvalue().removesuffix("\r\n") + "\n")
            stream.seek(0)
            stream.truncate()
        texts[f"{table.name}.csv"] = "".join(lines)
    return texts
