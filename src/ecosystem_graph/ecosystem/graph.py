"""The ecosystem: one dataset with the named graphs ontology, asserted and inferred. Load, open, save."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import XSD, Dataset, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

from ecosystem_graph.ecosystem.names import Names
from ecosystem_graph.errors import StoreError
from ecosystem_graph.reasoning import Reasoner
from ecosystem_graph.resources import data_file
from ecosystem_graph.schema import schema
from ecosystem_graph.store import Opened, conclude, ontology_digest, opened
from ecosystem_graph.tables import import_tables
from ecosystem_graph.tables.cells import tail
from ecosystem_graph.turtle import (
    Triple,
    atomic_text,
    base_of,
    prefixes,
    quads,
    quiet_literals,
    serialise,
    triples,
)
from ecosystem_graph.vocab import ASSERTED, INFERRED, ONTOLOGY
from ecosystem_graph.wording import Wording

__all__ = ["Ecosystem"]


class Ecosystem(Names):
    """A region's graph: what sources say (asserted) and what follows (inferred), apart.

    The graph is in memory, on disk (see `open`), or in a SPARQL server (see `at`). Of a graph elsewhere
    nothing is loaded and nothing is concluded again: what is asked for is looked up there. Only ``facts``,
    ``conclusions`` and ``reasoner`` read it all into memory, when first asked for.

    Attributes:
        dataset: rdflib Dataset over an Oxigraph store; its default graph is the union of the three.
        base: Root IRI of the region's things.
        source: File or folder it was read from; None where it was not read from one.
    """

    source: Path | None = None
    _store: ox.Store | None
    _opened: Opened | None = None

    def __init__(self, asserted: Iterable[Triple], *, reason: bool = True) -> None:
        """Put facts under the ontology and close them.

        Args:
            asserted: The facts; no blank nodes.
            reason: Add what follows.

        Raises:
            ContradictionError: Ontology and facts cannot both be true.
        """
        self.facts = facts = frozenset(asserted)
        self._store = ox.Store()
        self._attach(OxigraphStore(store=self._store), base_of(facts))
        self.whole = True
        ontology = set(schema().graph)
        self._fill(ONTOLOGY, ontology)
        self._fill(ASSERTED, facts)
        self.conclusions = frozenset()
        if reason:
            self.conclusions = conclude(self.reasoner, self.dataset)
            self._fill(INFERRED, self.conclusions)

    @classmethod
    def open(cls, folder: Path | str) -> Ecosystem:
        """Open a graph on disk (see `store`) for reading; that takes no longer for a country than for a town.

        Raises:
            StoreError: There is no store, it is damaged, or it was closed under another ontology.
        """
        kept = opened(Path(folder))
        if kept.about.ontology != ontology_digest():
            raise StoreError(
                Wording(
                    f"{folder}: its conclusions were drawn under another ontology "
                    f"({kept.about.ontology[:12]}) than this program's ({ontology_digest()[:12]}); draw them "
                    f"again: ecosystem-graph store close {folder}",
                    f"{folder}: slutningene er trukket under en annen ontologi "
                    f"({kept.about.ontology[:12]}) enn dette programmets ({ontology_digest()[:12]}); trekk "
                    f"dem på nytt: ecosystem-graph store close {folder}",
                )
            )
        ecosystem = cls.__new__(cls)
        # What is opened stays as it is for as long as this object is held.
        ecosystem._opened, ecosystem._store = kept, kept.store
        ecosystem._attach(OxigraphStore(store=kept.store), kept.about.base)
        return ecosystem

    @classmethod
    def at(cls, url: str, *, timeout: float = 60.0) -> Ecosystem:
        """A graph in a SPARQL 1.1 server. It stays there: what is asked for travels, in pages.

        The server holds what ``export graph`` writes, the three graphs by their names or all in its default
        graph; in the latter case what sources say cannot be told from what follows.

        Args:
            url: Address of the query service, ``http://`` or ``https://``. An account goes into the
                environment variable ``ECOSYSTEM_GRAPH_ENDPOINT_ACCOUNT`` as ``user:password``.
            timeout: Seconds to wait for the server.

        Raises:
            EndpointError: It cannot be reached, refuses, is empty, or is no SPARQL server.
        """
        # Few need it, and all would wait for what it imports.
        from ecosystem_graph.endpoint.client import Client
        from ecosystem_graph.endpoint.endpoint import Endpoint, EndpointStore

        endpoint = Endpoint(Client(url, timeout=timeout))
        ecosystem = cls.__new__(cls)
        ecosystem._store = None
        ecosystem.remote = True
        ecosystem._attach(EndpointStore(endpoint), endpoint.base)
        return ecosystem

    def _attach(self, store: Store, base: str) -> None:
        self.base = base
        self.dataset = Dataset(store=store, default_union=True)
        for prefix, namespace in prefixes(base).items():
            self.dataset.bind(prefix, namespace, override=True, replace=True)

    @classmethod
    def load(cls, path: Path | str | None = None, *, reason: bool = True) -> Ecosystem:
        """Read a region: an RDF file, a workbook, a folder of tables, or the region that ships.

        Raises:
            UnreadableFileError: The file cannot be read.
            DataError: The tables hold problems.
            MissingExtraError: A workbook, and what reads it is not installed.
            ContradictionError: Ontology and facts cannot both be true.
        """
        source = data_file() if path is None else Path(path)
        ecosystem = cls(import_tables(source)[0], reason=reason)
        ecosystem.source = source
        return ecosystem

    def _fill(self, name: URIRef, triples: Iterable[Triple]) -> None:
        # Past rdflib, whose way in turns every term over anew (three times as slow).
        if self._store is not None:
            self._store.bulk_extend(quads(triples, name))

    def _read(self, name: URIRef) -> frozenset[Triple]:
        if self._store is None:
            return frozenset((s, p, _plain(o)) for s, p, o in self._graph(name))
        with quiet_literals():
            return frozenset(triples(self._store.quads_for_pattern(None, None, None, ox.NamedNode(name))))

    @cached_property
    def facts(self) -> frozenset[Triple]:
        """The triples of the asserted graph, in memory."""
        return self._read(ASSERTED)

    @cached_property
    def conclusions(self) -> frozenset[Triple]:
        """The triples of the inferred graph, in memory."""
        return self._read(INFERRED)

    @cached_property
    def reasoner(self) -> Reasoner:
        """Ontology and facts, closed; it explains what holds."""
        return Reasoner(schema().graph, self.facts)

    # -- the three graphs ------------------------------------------------------------------------------

    def _graph(self, name: URIRef) -> Graph:
        # Dataset.graph() would make the graph, which what is open for reading refuses.
        return self.dataset.get_context(name)

    @property
    def ontology(self) -> Graph:
        """The ontology with its code lists."""
        return self._graph(ONTOLOGY)

    @property
    def asserted(self) -> Graph:
        """What sources say."""
        return self._graph(ASSERTED)

    @property
    def inferred(self) -> Graph:
        """What follows."""
        return self._graph(INFERRED)

    @property
    def store(self) -> ox.Store:
        """The engine's store under the dataset, for what goes past rdflib.

        Raises:
            StoreError: The graph is in somebody else's server.
        """
        if self._store is None:
            raise StoreError(
                Wording(
                    "the graph is in a SPARQL server; this needs it here: --data FILE or --store DIR",
                    "grafen ligger i en SPARQL-tjener; dette krever den her: --data FILE eller --store DIR",
                )
            )
        return self._store

    @property
    def region(self) -> str:
        """Slug of the region."""
        return tail(self.base)

    def save(self, path: Path, *, inferred: bool = False) -> None:
        """Write the facts (and the conclusions, if asked) as canonical Turtle, whole or not at all."""
        with atomic_text(path) as stream:
            stream.write(self.turtle(inferred=inferred))

    def turtle(self, *, inferred: bool = False) -> str:
        """The facts (and the conclusions, if asked) as canonical Turtle."""
        return serialise(self.facts | self.conclusions if inferred else self.facts, self.base)


def _plain(node: Node) -> Node:
    """A plain text as the files have it; results call it an xsd:string."""
    return Literal(str(node)) if isinstance(node, Literal) and node.datatype == XSD.string else node
