"""Bulk files, record by record: JSON arrays and CSV, compressed or not, in constant memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ecosystem_graph.errors import MissingExtraError, UnreadableFileError
from ecosystem_graph.wording import Wording, counted, of_system

__all__ = ["Progress", "Raw", "records"]

#: No single record of a register is longer; a file that goes on without one is no register (or a bomb).
_RECORD_BYTES = 16 * 2**20
#: Records are flat; the parser's time grows with the square of the depth.
_DEPTH = 200
_STEPS = np.zeros(256, dtype=np.int8)
_STEPS[[ord("["), ord("{")]] = 1
_STEPS[[ord("]"), ord("}")]] = -1
_BINARY = {
    b"PK\x03\x04": Wording("a zip archive; unpack it first", "et zip-arkiv; pakk det ut først"),
    b"SQLite f": Wording("a database", "en database"),
}

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all (of the file as it lies on disk)."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it stands in a file.

    Attributes:
        place: Line of a CSV, number of the record in a JSON array; from 1.
        fields: Its fields; what CSV writes as ``a.b`` stands under ``a`` and there under ``b``.
    """

    place: int
    fields: dict[str, Any]


class _Guarded(io.RawIOBase):
    """The bytes of a file, counted: an endless or bottomless record is refused instead of kept."""

    def __init__(self, path: Path, inner: BinaryIO) -> None:
        self._path, self._inner, self._since, self._depth = path, inner, 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except (EOFError, zlib.error, OSError) as error:
            why = Wording(
                f"the compressed file is damaged or cut off ({error})",
                f"den komprimerte filen er skadet eller avkuttet ({error})",
            )
            raise UnreadableFileError(str(self._path), why) from error
        self._since += len(data)
        if self._since > _RECORD_BYTES:
            why = Wording(
                f"no record ends within {_RECORD_BYTES:,} bytes; this is no register file",
                f"ingen post slutter innen {counted(_RECORD_BYTES).nb} byte; dette er ingen registerfil",
            )
            raise UnreadableFileError(str(self._path), why)
        brackets = _STEPS[np.frombuffer(data, dtype=np.uint8)]
        if len(data) and self._depth + int(np.cumsum(brackets, dtype=np.int32).max()) > _DEPTH:
            why = Wording(
                f"brackets within brackets, more than {_DEPTH} deep; this is no register file",
                f"klammer i klammer, mer enn {_DEPTH} nivåer; dette er ingen registerfil",
            )
            raise UnreadableFileError(str(self._path), why)
        self._depth += int(brackets.sum(dtype=np.int32))
        buffer[: len(data)] = data
        return len(data)

    def settle(self) -> None:
        """A record is complete."""
        self._since = self._depth = 0


def records(path: Path, progress: Progress | None = None, *, arrays: tuple[str, ...] = ()) -> Iterator[Raw]:
    """The records of a bulk file, one at a time.

    Args:
        path: JSON (an array of objects) or CSV with a header; gzip is told by its first bytes.
        progress: Told how far the reading is, now and then.
        arrays: Where the array may stand in a JSON object, as dotted paths (``_embedded.enheter``).

    Raises:
        UnreadableFileError: Missing, no such format, broken syntax, not UTF-8, or cut off.
        MissingExtraError: JSON is read with ijson, which the extra ``registers`` brings.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnreadableFileError(str(path), of_system(error)) from error
    with file:
        size = path.stat().st_size
        head = file.peek(8)
        for magic, what in _BINARY.items():
            if head.startswith(magic):
                why = Wording(
                    f"this is {what}, not JSON or CSV", f"dette er ikke JSON eller CSV, men {what.nb}"
                )
                raise UnreadableFileError(str(path), why)
        opened: Any = gzip.GzipFile(fileobj=file) if head.startswith(b"\x1f\x8b") else file
        guard = _Guarded(path, opened)
        stream = io.BufferedReader(guard, 2**18)
        start = stream.peek(4096)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            why = Wording(
                "this is UTF-16 text; save the file as UTF-8",
                "dette er UTF-16-tekst; lagre filen som UTF-8",
            )
            raise UnreadableFileError(str(path), why)
        if start.startswith(codecs.BOM_UTF8):
            stream.read(3)
            start = start[3:]
        first = start.lstrip()[:1]
        if not first:
            raise UnreadableFileError(str(path), Wording("the file is empty", "filen er tom"))
        found = _json(path, stream, start, arrays) if first in b"[{" else _csv(path, stream)
        for number, raw in enumerate(found, 1):
            guard.settle()
            if progress is not None and number % 5000 == 0:
                progress(file.tell(), size)
            yield raw
        if progress is not None:
            progress(size, size)


def _json(path: Path, stream: BinaryIO, start: bytes, arrays: tuple[str, ...]) -> Iterator[Raw]:
    try:
        import ijson
    except ImportError as error:
        raise MissingExtraError("ijson", "registers") from error
    prefix = "item"
    if start.lstrip()[:1] == b"{":
        within = [a for a in arrays if f'"{a.rsplit(".", 1)[-1]}"'.encode() in start]
        if not within:
            why = Wording(
                "a JSON object; the bulk files are a JSON array of records, [{…}, {…}]",
                "et JSON-objekt; massefilene er en JSON-liste av poster, [{…}, {…}]",
            )
            raise UnreadableFileError(str(path), why)
        prefix = f"{within[0]}.item"
    number = 0
    try:
        for number, value in enumerate(ijson.items(stream, prefix, use_float=True), 1):
            yield Raw(number, value if isinstance(value, dict) else {})
    except ijson.JSONError as error:
        lines = " ".join(str(error).split())[:160]
        why = Wording(
            f"JSON syntax after record {number:,}: {lines}",
            f"JSON-syntaks etter post {counted(number).nb}: {lines}",
        )
        raise UnreadableFileError(str(path), why) from error
    except (UnicodeDecodeError, ValueError, RecursionError, OverflowError) as error:
        told = str(error)[:160]
        why = Wording(f"after record {number:,}: {told}", f"etter post {counted(number).nb}: {told}")
        raise UnreadableFileError(str(path), why) from error


def _csv(path: Path, stream: BinaryIO) -> Iterator[Raw]:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    line = 0
    try:
        header = text.readline()
        delimiter = max(",;\t", key=header.count)
        names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
        paths = [name.strip().split(".") for name in names]
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        for row in rows:
            line = rows.line_num + 1
            if row:
                yield Raw(line, _nested(paths, row))
    except UnicodeDecodeError as error:
        why = Wording(
            f"not UTF-8 text ({error.reason}); save the file as UTF-8",
            f"ikke UTF-8-tekst ({error.reason}); lagre filen som UTF-8",
        )
        raise UnreadableFileError(str(path), why, line + 1) from error
    except csv.Error as error:
        why = Wording(f"CSV syntax: {error}", f"CSV-syntaks: {error}")
        raise UnreadableFileError(str(path), why, line + 1) from error


def _nested(paths: list[list[str]], row: list[str]) -> dict[str, Any]:
    """A row as JSON would have it; empty cells are absent."""
    fields: dict[str, Any] = {}
    for path, value in zip(paths, row, strict=False):
        if not value:
            continue
        at = fields
        for step in path[:-1]:
            inner = at.setdefault(step, {})
            if not isinstance(inner, dict):
                break
            at = inner
        else:
            at[path[-1]] = value
    return fields
