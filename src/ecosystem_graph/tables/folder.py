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
from ecosystem_graph.formulas import escape, unescape
from ecosystem_graph.wording import Wording, foreign, joined, of_system

from .layout import LAYOUT, Form, Layout
from .records import Record, Tables, check_header, check_rows, no_table

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
        raise UnreadableFileError(
            str(folder), Wording("no such folder of tables", "mappen med tabeller finnes ikke")
        )
    tables = Tables()
    known = {f"{t.name}.csv" for t in LAYOUT}
    for path in sorted(folder.iterdir()):
        if path.name not in known and path.suffix.lower() in _SHEETS and not path.name.startswith("~$"):
            likely = near(f"{path.stem}.csv", known)
            why = no_table(likely, sorted(known))
            if path.suffix.lower() != ".csv":
                again = Wording("save each sheet as CSV UTF-8", "lagre hvert ark som CSV UTF-8")
                why = joined("; ", (again, why))
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
                tables.note(table.name, 0, "", "", Wording("this table is missing", "denne tabellen mangler"))
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
        cannot = Wording("cannot write here", "kan ikke skrive her")
        raise UnreadableFileError(str(folder), joined(": ", (cannot, of_system(error)))) from error
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
            cannot = Wording("cannot be written", "kan ikke skrives")
            raise UnreadableFileError(str(folder), joined(": ", (cannot, of_system(error)))) from error
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
        why = Wording(
            "holds a NUL character; this is no text file", "har et NUL-tegn; dette er ingen tekstfil"
        )
        raise UnreadableFileError(path.name, why, line)
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
                    why = Wording(
                        f"{len(row)} cells, but the header has {len(header)}; is a comma unquoted?",
                        f"{len(row)} celler, men overskriftsraden har {len(header)}; "
                        "står det et komma i en tekst uten hermetegn?",
                    )
                    tables.note(table.name, begins, "", "", why)
                    unread.add(row[0].strip())
                    continue
                cells = {name: unescape(cell.strip()) for name, cell in zip(header, row, strict=True)}
                records.append(Record(table.name, begins, cells))
    except csv.Error as error:
        why = Wording(
            f"broken CSV from this row on ({error}); is a quotation mark not closed, or not doubled?",
            f"ødelagt CSV fra og med denne raden ({error}); er et hermetegn ikke lukket, eller ikke doblet?",
        )
        tables.note(table.name, begins, "", "", why)
        tables.unread[table.name] = None
        return []
    check_rows(header, records, table, tables)
    return records


def _commas(header: list[str], table: Layout, tables: Tables) -> bool:
    for mark, en, nb in ((";", "semicolons", "semikolon"), ("\t", "tabs", "tabulator")):
        if len(header) == 1 and mark in header[0]:
            why = Wording(
                f"cells are separated by {en}; use commas", f"cellene er skilt med {nb}; bruk komma"
            )
            tables.note(table.name, 1, "", "", why)
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
        raise UnreadableFileError(path.name, of_system(error)) from error
    if data[:4] == b"PK\x03\x04":
        why = Wording(
            "is a workbook or another zip file; save it as CSV UTF-8",
            "er en arbeidsbok eller en annen zip-fil; lagre den som CSV UTF-8",
        )
        raise UnreadableFileError(path.name, why)
    for mark, name in _MARKS:
        if data.startswith(mark):
            why = Wording(f"is {name}; save it as CSV UTF-8", f"er {name}; lagre den som CSV UTF-8")
            raise UnreadableFileError(path.name, why, 1)
    pairs = len(data) // 2
    for start, name in ((0, "UTF-16 (big-endian)"), (1, "UTF-16 (little-endian)")):
        if pairs and data[start::2].count(0) > 0.4 * pairs:
            why = Wording(
                f"seems to be {name}; save it as CSV UTF-8",
                f"ser ut til å være {name}; lagre den som CSV UTF-8",
            )
            raise UnreadableFileError(path.name, why, 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seems = _seems(data)
        why = Wording(
            f"is not UTF-8{seems} (Excel: choose “CSV UTF-8” when saving)",
            f"er ikke UTF-8{seems.nb} (Excel: velg «CSV UTF-8» når du lagrer)",
        )
        raise UnreadableFileError(path.name, why, line) from error


def _seems(data: bytes) -> Wording:
    """What 8-bit text is most likely to be in Norway, told by where its æøå stand in the code pages."""
    counts = {
        codec: sum(data.count(byte) for byte in "æøåÆØÅ".encode(codec))
        for codec in ("cp1252", "mac_roman", "cp865")
    }
    best = max(counts, key=lambda codec: counts[codec])
    if not counts[best]:
        return Wording("", "")
    name = {
        "cp1252": Wording("Latin-1 or Windows-1252", "Latin-1 eller Windows-1252"),
        "mac_roman": foreign("Mac OS Roman"),
        "cp865": Wording("code page 865", "tegntabell 865"),
    }[best]
    return Wording(f", but seems to be {name}", f", men ser ut til å være {name.nb}")


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
