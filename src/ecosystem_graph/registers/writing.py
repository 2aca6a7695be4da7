"""Where register lines go: a file that appears whole or not at all, or a store on disk."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from rdflib import PROV, RDF

from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.store import About, about, opened, writing
from ecosystem_graph.store.generations import ABOUT
from ecosystem_graph.store.setwise import set_wise
from ecosystem_graph.turtle import atomic_text, parse, serialise
from ecosystem_graph.vocab import ASSERTED, ECO
from ecosystem_graph.wording import Wording

__all__ = ["FORMS", "lines_as_stream", "sources_of", "store_lines", "write_lines"]

_A, _PRIMARY = ox.NamedNode(RDF.type), ox.NamedNode(PROV.hadPrimarySource)
_SOURCE_CLASS, _FACTS = ox.NamedNode(ECO.Source), ox.NamedNode(ASSERTED)

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
        known = " ".join(FORMS)
        why = Wording(
            f"unknown kind of file {path.suffix!r}; known: {known}",
            f"ukjent filtype {path.suffix!r}; gyldige: {known}",
        )
        raise UnreadableFileError(str(path), why)
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


def store_lines(lines: Iterable[str], folder: Path, *, what: str, replace: str = "") -> About:
    """Put N-Triples lines into a store as they come, and close it set by set.

    Args:
        lines: Lines with their line ends.
        folder: The store; made where it is missing.
        what: What is going on, for whom it keeps waiting.
        replace: IRI that the sources of a register begin with: what its earlier files brought in is taken
            out, but for codes, which have no source. All else the store holds is kept.

    Raises:
        StoreError: Another process writes it, or it is not a store's folder.
        ContradictionError: Ontology and facts cannot both be true.
    """
    without = partial(_from, replace, folder) if replace else None
    with writing(folder, what, keep=True, without=without) as draft:
        stream = _Stream(lines)
        try:
            draft.load(io.BufferedReader(stream, 2**20), ".nt")
        except Exception:
            if stream.failed is not None:  # what went wrong at our end, not how Oxigraph tells of it
                raise stream.failed from None
            raise
        draft.close(set_wise)
    return about(folder)


def sources_of(folder: Path, register: str) -> tuple[str, ...]:
    """IRIs of the sources of a register that a store holds already, in order; none where there is no store.

    Args:
        folder: The store.
        register: IRI that they begin with; a date may follow.

    Raises:
        StoreError: The store is damaged.
    """
    if not (folder / ABOUT).exists():
        return ()
    held = opened(folder).store.quads_for_pattern(None, _A, _SOURCE_CLASS, _FACTS)
    return tuple(
        sorted(s.value for s, *_ in held if isinstance(s, ox.NamedNode) and _is_of(register, s.value))
    )


def _is_of(register: str, source: str) -> bool:
    return source == register or source.startswith(f"{register}-")


def _from(register: str, folder: Path, store: ox.Store) -> Callable[[ox.Quad], bool]:
    """Tells whether a fact came from a register: it is of a source, or of a thing only it has told of.

    What the region itself names stays, though a register may be a source of it.
    """
    own = about(folder).base
    last: tuple[object, bool] = (None, False)

    def brought(thing: str) -> bool:
        held = store.quads_for_pattern(ox.NamedNode(thing), _PRIMARY, None, _FACTS)
        sources = [str(getattr(fact.object, "value", "")) for fact in held]
        return bool(sources) and all(_is_of(register, source) for source in sources)

    def left_behind(fact: ox.Quad) -> bool:
        nonlocal last
        me = fact.subject
        if fact.predicate == _PRIMARY and _is_of(register, str(getattr(fact.object, "value", ""))):
            return True
        if me != last[0]:  # the facts of a thing come one after the other
            name = me.value if isinstance(me, ox.NamedNode) else ""
            whole = _is_of(register, name) or (not name.startswith(own) and brought(name.partition("#")[0]))
            last = (me, bool(name) and whole)
        return last[1]

    return left_behind


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
