"""Counting: how many rows a table of results holds, from the bytes in which it is written.

The engine writes a result a block at a time and tells nobody how far it has come. Each of the four forms of
SPARQL 1.1 results shows its rows, however strings hide what looks like one.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["counter"]

Counter = Callable[[bytes], int]


def counter(form: str) -> Counter:
    """A function that is given the blocks of a result in turn and says how many rows began or ended in each.

    Args:
        form: ``json``, ``xml``, ``csv`` or ``tsv``. In CSV and TSV the heading counts as a row.
    """
    made: dict[str, Callable[[], Counter]] = {"json": _Json, "xml": _Xml, "csv": _Csv, "tsv": _Tsv}
    return made[form]()


class _Tsv:
    """A line a row: line ends in strings are written as escapes."""

    def __call__(self, block: bytes) -> int:
        return block.count(b"\n")


class _Csv:
    """A line a row; line ends in a quoted string do not count, and a quote in it is doubled."""

    def __init__(self) -> None:
        self._quoted = False

    def __call__(self, block: bytes) -> int:
        parts = block.split(b'"')
        outside = parts[self._quoted :: 2]
        self._quoted ^= len(parts) % 2 == 0
        return sum(part.count(b"\n") for part in outside)


class _Xml:
    """An element ``result`` a row: ``<`` in a string is written as an entity."""

    _ROW = b"<result>"

    def __init__(self) -> None:
        self._rest = b""

    def __call__(self, block: bytes) -> int:
        block = self._rest + block
        self._rest = block[-(len(self._ROW) - 1) :]
        return block.count(self._ROW)


class _Json:
    """An object in the array ``bindings`` a row: the only objects that follow ``[`` or ``,`` and no name."""

    def __init__(self) -> None:
        self._quoted = False
        self._escape = b""
        self._last = b""

    def __call__(self, block: bytes) -> int:
        block = self._escape + block
        trailing = len(block) - len(block.rstrip(b"\\"))
        cut = len(block) - trailing % 2
        self._escape, block = block[cut:], block[:cut]
        # Pairs first: what is left of a backslash before a quote escapes it.
        parts = block.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"')
        outside = self._last + b"".join(parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0
        self._last = outside[-1:]
        return outside.count(b"[{") + outside.count(b",{")
