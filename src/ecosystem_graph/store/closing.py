"""Closing a store: what follows from its facts under the ontology goes into the graph of conclusions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, URIRef

from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning import Reasoner, contradictions_told, labels_in, sources_in
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, quads, quiet_literals, triples
from ecosystem_graph.vocab import ASSERTED, INFERRED

__all__ = ["Conclude", "close_store", "conclude", "count"]

#: What draws the conclusions: a store with the ontology and the facts to what follows from them.
Conclude = Callable[[ox.Store], Iterable[Triple] | Iterable[ox.Quad]]


def conclude(reasoner: Reasoner, dataset: Dataset) -> frozenset[Triple]:
    """What follows, without what names no thing.

    Args:
        reasoner: Ontology and facts, closed.
        dataset: Where names and sources are found to tell a contradiction with.

    Raises:
        ContradictionError: Ontology and facts cannot both be true.
    """
    contradictions = reasoner.contradictions()
    if contradictions:
        told = contradictions_told(contradictions, labels_in(dataset), sources_in(dataset))
        raise ContradictionError([told])
    # Anonymous classes of the ontology name no thing that a person or a file could point to.
    return frozenset(t for t in reasoner.inferred() if not any(isinstance(n, BNode) for n in t))


def close_store(store: ox.Store, by: Conclude | None = None) -> int:
    """Replace the conclusions of a store by what follows from its facts.

    Args:
        store: Holds the asserted graph; open for writing, and seen by nobody else until it is done.
        by: Draws the conclusions; None is the rule engine, for which all facts are read into memory.

    Returns:
        How many conclusions there are.

    Raises:
        ContradictionError: Ontology and facts cannot both be true; the store is left as it was.
    """
    found = (by or _in_memory)(store)
    store.clear_graph(ox.NamedNode(INFERRED))
    store.bulk_extend(_stored(found))
    return count(store, INFERRED)


def count(store: ox.Store, graph: URIRef) -> int:
    """How many triples a graph of the store holds."""
    found = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return int(next(iter(found))["n"].value)  # type: ignore[arg-type]


def _stored(found: Iterable[Triple] | Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Conclusions in the store's own terms, whichever way they come."""
    given: Iterator[Triple | ox.Quad] = iter(found)
    first = next(given, None)
    if first is None:
        return iter(())
    rest = chain([first], given)
    return (
        cast(Iterator[ox.Quad], rest)
        if isinstance(first, ox.Quad)
        else quads(cast(Iterator[Triple], rest), INFERRED)
    )


def _in_memory(store: ox.Store) -> frozenset[Triple]:
    with quiet_literals():
        facts = triples(store.quads_for_pattern(None, None, None, ox.NamedNode(ASSERTED)))
        reasoner = Reasoner(schema().graph, facts)
    return conclude(reasoner, Dataset(store=OxigraphStore(store=store), default_union=True))
