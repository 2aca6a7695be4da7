"""Filling a store: a draft that nobody sees, published whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import pyoxigraph as ox

from ecosystem_graph.errors import StoreError, UnreadableFileError
from ecosystem_graph.schema import schema
from ecosystem_graph.store.closing import Conclude, close_store, count
from ecosystem_graph.store.generations import ABOUT, WRITER, About, about, ontology_digest, opened, sweep
from ecosystem_graph.store.locking import lock, release
from ecosystem_graph.store.setwise import set_wise
from ecosystem_graph.tables import import_tables
from ecosystem_graph.turtle import FORMATS, Triple, atomic_text, base_of, quads, triples
from ecosystem_graph.vocab import ASSERTED, INFERRED, ONTOLOGY
from ecosystem_graph.wording import Wording, of_system

__all__ = ["Draft", "fill", "fill_from", "writing"]

#: Given a store as it is, tells of each of its facts whether it is left behind.
Without = Callable[[ox.Store], Callable[[ox.Quad], bool]]

_DATASET = ox.NamedNode("http://rdfs.org/ns/void#Dataset")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FACTS = ox.NamedNode(ASSERTED)
#: So many facts the rule engine still takes into memory: some 2 GB, reckoned from what Innlandet takes.
_MANY = 1_000_000


class Draft:
    """A generation in the making. Nobody else sees it until it is published.

    Attributes:
        store: The Oxigraph store, open for writing.
        base: Root IRI of the region's things; None to read it from the facts.
    """

    def __init__(self, store: ox.Store) -> None:
        """Put the ontology of today in."""
        self.store = store
        self.base: str | None = None
        self._closed: int | None = None
        store.clear_graph(ox.NamedNode(ONTOLOGY))
        store.bulk_extend(quads(schema().graph, ONTOLOGY))

    def add(self, triples: Iterable[Triple]) -> None:
        """Take facts in, as they come."""
        self.add_quads(quads(triples, ASSERTED))

    def add_quads(self, stored: Iterable[ox.Quad]) -> None:
        """Take quads in, as they come; facts are those of the asserted graph."""
        self._closed = None
        self.store.bulk_extend(stored)

    def load(self, source: Path | BinaryIO, ending: str = "") -> None:
        """Take an RDF file or stream in; all of it becomes facts, but for conclusions and ontology.

        N-Triples is the fastest. Files of quads are what ``export graph`` writes: what they hold in the
        graphs of ontology and conclusions is left out, since both are made anew.

        Args:
            source: A file, or bytes as they come.
            ending: ``.nt``, ``.ttl``, ``.nq``, ``.trig``, …; for a file the one of its name.

        Raises:
            UnreadableFileError: Missing, unknown ending or broken syntax (with the line).
        """
        name = str(source) if isinstance(source, Path) else getattr(source, "name", "stream")
        suffix = ending or (source.suffix.lower() if isinstance(source, Path) else "")
        form = FORMATS.get(suffix)
        if form is None:
            known = " ".join(sorted(FORMATS))
            why = Wording(
                f"unknown kind of file {suffix!r}; known: {known}",
                f"ukjent filtype {suffix!r}; gyldige: {known}",
            )
            raise UnreadableFileError(name, why)
        self._closed = None
        place: dict[str, Any] = {"path": str(source)} if isinstance(source, Path) else {"input": source}
        try:
            if form.supports_datasets:
                self.store.bulk_extend(_facts(ox.parse(format=form, **place)))
            else:
                self.store.bulk_load(format=form, to_graph=_FACTS, **place)
        except SyntaxError as error:
            why = Wording(f"{form.name} syntax: {error.msg}", f"{form.name}-syntaks: {error.msg}")
            raise UnreadableFileError(name, why, error.lineno) from error
        except OSError as error:
            raise UnreadableFileError(name, of_system(error)) from error

    def close(self, by: Conclude | None = None) -> int:
        """Draw all conclusions (see `close_store`); done by itself at the end where it was not.

        Args:
            by: Draws the conclusions; None is the rule engine, or `set_wise` for more than fits in memory.

        Raises:
            ContradictionError: Ontology and facts cannot both be true.
        """
        if by is None and count(self.store, ASSERTED) > _MANY:
            by = set_wise
        self._closed = close_store(self.store, by)
        return self._closed

    def about(self, generation: str) -> About:
        """What there is to say about this draft, closed."""
        inferred = self.close() if self._closed is None else self._closed
        described = self.store.quads_for_pattern(None, _TYPE, _DATASET, _FACTS)
        base = self.base or base_of(triples(described))
        program = version("ecosystem-graph")
        return About(generation, base, ontology_digest(), program, count(self.store, ASSERTED), inferred)

    def let_go(self) -> None:
        """Close the files, which Oxigraph does when the last reference is gone."""
        self.__dict__.pop("store", None)


@contextmanager
def writing(
    folder: Path,
    what: str = "import",
    *,
    keep: bool = False,
    without: Without | None = None,
) -> Iterator[Draft]:
    """Make a draft of a store, which is published at the end of the block.

    What the block leaves is closed under the ontology and then published by one rename. On any error, and if
    the process is killed, the store stays what it was.

    Args:
        folder: The store; made where it is missing.
        what: What is going on, for whom it keeps waiting.
        keep: Begin from what the store holds; else from nothing.
        without: With ``keep``: given the store as it is, tells of a fact whether it is left behind.

    Raises:
        StoreError: Another process writes it, or it is not a store's folder.
        ContradictionError: Ontology and facts cannot both be true.
    """
    held = _claim(folder, what)
    try:
        present = about(folder).generation if (folder / ABOUT).exists() else ""
        sweep(folder, present)
        name = f"g-{uuid4().hex[:12]}"
        (folder / f"{name}.lock").touch()
        if keep and present and without is None:
            # Files of a generation never change, so the copy shares them.
            opened(folder).store.backup(str(folder / name))
        draft = Draft(ox.Store(str(folder / name)))
        if keep and present:
            draft.base = about(folder).base
            if without is not None:
                _carry(opened(folder).store, draft, without)
        try:
            yield draft
            told = draft.about(name)
            draft.store.flush()
        except BaseException:
            draft.let_go()
            sweep(folder, present)
            raise
        draft.let_go()
        with atomic_text(folder / ABOUT) as stream:
            stream.write(told.text())
        sweep(folder, name)
    finally:
        release(held)


def fill(folder: Path, facts: Iterable[Triple], *, what: str = "import", keep: bool = False) -> About:
    """Put facts into a store and close it, whole or not at all.

    Args:
        folder: The store; made where it is missing.
        facts: Read as they come, in constant memory; the closing is what takes memory.
        what: What is going on, for whom it keeps waiting.
        keep: Beside what the store holds; else in its place.

    Raises:
        StoreError: Another process writes it, or it is not a store's folder.
        ContradictionError: Ontology and facts cannot both be true.
    """
    with writing(folder, what, keep=keep) as draft:
        draft.add(facts)
    return about(folder)


def fill_from(folder: Path, *sources: Path, what: str = "fill", keep: bool = False) -> About:
    """Put RDF files and folders of tables into a store and close it, whole or not at all.

    Raises:
        StoreError: Another process writes it, or it is not a store's folder.
        UnreadableFileError: A file cannot be read.
        DataError: The tables hold problems.
        ContradictionError: Ontology and facts cannot both be true.
    """
    with writing(folder, what, keep=keep) as draft:
        for source in sources:
            if source.is_dir():
                draft.add(import_tables(source)[0])
            else:
                draft.load(source)
    return about(folder)


def _facts(parsed: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    left_out = (ox.NamedNode(ONTOLOGY), ox.NamedNode(INFERRED))
    for quad in parsed:
        if quad.graph_name not in left_out:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, _FACTS)


def _carry(store: ox.Store, draft: Draft, without: Without) -> None:
    """Copy the facts but for some. A copy takes in as many as it likes; taking out goes one by one."""
    left_behind = without(store)
    facts = store.quads_for_pattern(None, None, None, _FACTS)
    draft.add_quads(fact for fact in facts if not left_behind(fact))


def _claim(folder: Path, what: str) -> int:
    """The writer's lock.

    Raises:
        StoreError: Somebody else has it, or the folder holds other things.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / WRITER).exists() and any(folder.iterdir()):
            raise StoreError(
                Wording(
                    f"{folder}: holds other files and no store; name a new or empty folder",
                    f"{folder}: har andre filer og ikke noe lager; oppgi en ny eller tom mappe",
                )
            )
        held = lock(folder / WRITER)
    except OSError as error:
        why = of_system(error)
        raise StoreError(
            Wording(f"{folder}: cannot be written: {why}", f"{folder}: kan ikke skrives: {why.nb}")
        ) from error
    if held is None:
        holder = _holder(folder)
        raise StoreError(
            Wording(
                f"{folder}: {holder} is writing it; wait until that is done",
                f"{folder}: {holder.nb} skriver i lageret; vent til det er gjort",
            )
        )
    told = {"process": os.getpid(), "what": what, "since": datetime.now().isoformat(" ", "seconds")}
    (folder / WRITER).write_text(json.dumps(told) + "\n", encoding="utf-8")
    return held


def _holder(folder: Path) -> Wording:
    try:
        told = json.loads((folder / WRITER).read_text(encoding="utf-8"))
        process, what, since = told["process"], told["what"], told["since"]
    except (OSError, ValueError, TypeError, KeyError):
        return Wording("another process", "en annen prosess")
    return Wording(f"process {process} ({what}, since {since})", f"prosess {process} ({what}, siden {since})")
