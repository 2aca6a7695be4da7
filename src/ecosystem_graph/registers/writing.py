"""Where register lines go: a file that appears whole or not at all, or a store on disk."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.store import About, about, writing
from ecosystem_graph.store.setwise import set_wise
from ecosystem_graph.turtle import atomic_text, parse, serialise
from ecosystem_graph.vocab import ASSERTED

__all__ = ["FORMS", "lines_as_stream", "store_lines", "write_lines"]

#: Kinds of file, by ending. Turtle is written in order, so all of it is held in memory.
FORMS = (".nt", ".nq", ".ttl")


def write_lines(lines: Iterable[str], path: Path) -> int:
    """Write N-Triples lines to a file: as they are, as quads of the asserted graph, or as canonical Turtle.

    Returns:
        How many triples were written.

    Raises:
        UnreadableFileError: No such kind of file, or it cannot be written.
    """
    if path.suffix not in FORMS:
        raise UnreadableFileError(
            str(path), f"unknown kind of file {path.suffix!r}; known: {' '.join(FORMS)}"
        )
    count = 0
    if path.suffix == ".ttl":
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder, "plain.nt")
            write_lines(lines, plain)
            triples = parse(plain)
        with atomic_text(path) as stream:
            stream.write(serialise(triples))
        return len(triples)
    with atomic_text(path) as stream:
        for text in lines:
            count += text.count("\n")
            stream.write(text if path.suffix == ".nt" else text.replace(" .\n", f" <{ASSERTED}> .\n"))
    return count


def store_lines(lines: Iterable[str], folder: Path, *, what: str, keep: bool = True) -> About:
    """Put N-Triples lines into a store as they come, and close it set by set.

    Args:
        lines: Lines with their line ends.
        folder: The store; made where it is missing.
        what: What is going on, for whom it keeps waiting.
        keep: Beside what the store holds; else in its place.

    Raises:
        StoreError: Another process writes it, or it is not a store's folder.
        ContradictionError: Ontology and facts cannot both be true.
    """
    with writing(folder, what, keep=keep) as draft:
        stream = _Stream(lines)
        try:
            draft.load(io.BufferedReader(stream, 2**20), ".nt")
        except Exception:
            if stream.failed is not None:  # what went wrong at our end, not how Oxigraph tells of it
                raise stream.failed from None
            raise
        draft.close(set_wise)
    return about(folder)


def lines_as_stream(lines: Iterable[str]) -> BinaryIO:
    """Lines as bytes that are made as they are read."""
    return io.BufferedReader(_Stream(lines), 2**20)


class _Stream(io.RawIOBase):
    """Lines as a stream of bytes."""

    name = "stream"

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: Iterator[str] = iter(lines)
        self._left = b""
        self.failed: BaseException | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            parts: list[str] = []
            size = 0
            try:
                for text in self._lines:
                    parts.append(text)
                    size += len(text)
                    if size > 2**20:
                        break
            except BaseException as error:
                self.failed = error
                raise
            self._left = "".join(parts).encode()
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)
