"""Conclusions of a store too large for memory: the set-wise engine reads only what some rule can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox
from rdflib import RDF, BNode

from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning import Reasoner
from ecosystem_graph.reasoning.setwise import SetWise, Unsuitable
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import quads
from ecosystem_graph.vocab import ASSERTED, INFERRED

from .closing import _in_memory

__all__ = ["set_wise"]

_TYPE = ox.NamedNode(RDF.type)
#: Objects recur (classes, places); so many are turned over once.
_KEPT = 100_000


def set_wise(store: ox.Store) -> Iterator[ox.Quad]:
    """What follows from the facts of a store; the same as the rule engine says, in far less memory.

    Where the facts are axioms themselves, the rule engine does it, with all facts in memory. Literals are
    checked against the ranges of the properties that the rules read, not beyond.

    Raises:
        ContradictionError: Ontology and facts cannot both be true.
    """
    ontology = schema().graph
    engine = SetWise(ontology)
    graph = ox.NamedNode(ASSERTED)

    def uses(predicate: str) -> bool:
        return next(store.quads_for_pattern(None, ox.NamedNode(predicate), None, graph), None) is not None

    def has(cls: str) -> bool:
        return next(store.quads_for_pattern(None, _TYPE, ox.NamedNode(cls), graph), None) is not None

    predicates, classes = engine.axioms()
    try:
        if any(map(uses, predicates)) or any(map(has, classes)):
            raise Unsuitable("the facts hold axioms")
        predicates, classes = engine.candidates()
        predicates, classes = engine.reading(filter(uses, predicates), filter(has, classes))
    except Unsuitable:
        yield from quads(_in_memory(store), INFERRED)
        return
    # A query spells out only the terms asked for; a pattern spells out all four.
    for predicate in predicates:
        found = store.query(f"SELECT ?s ?o WHERE {{ GRAPH {graph} {{ ?s <{predicate}> ?o }} }}")
        engine.take(predicate, ((str(row[0]), str(row[1])) for row in found))  # type: ignore[union-attr]
    for cls in classes:
        found = store.query(f"SELECT ?s WHERE {{ GRAPH {graph} {{ ?s {_TYPE} <{cls}> }} }}")
        engine.take_members(cls, (str(row[0]) for row in found))  # type: ignore[union-attr]
    engine.run()
    if engine.clashes:
        raise ContradictionError([clash.message for clash in engine.clashes])
    name = ox.NamedNode(INFERRED)
    own = (t for t in Reasoner(ontology).inferred() if not any(isinstance(n, BNode) for n in t))
    yield from quads(own, INFERRED)
    known: dict[str, ox.NamedNode | ox.Literal] = {}

    def term(text: str) -> ox.NamedNode | ox.Literal:
        found = known.get(text)
        if found is None:
            found = _term(text)
            if len(known) < _KEPT:
                known[text] = found
        return found

    for predicate, _, pairs in engine.conclusions():
        stated = ox.NamedNode(predicate)
        for subject, obj in pairs:
            if subject[0] == "<" and obj[0] != "_":
                yield ox.Quad(ox.NamedNode(subject[1:-1]), stated, term(obj), name)


def _term(text: str) -> ox.NamedNode | ox.Literal:
    """The term that a text of N-Triples stands for; no blank node."""
    if text[0] == "<":
        return ox.NamedNode(text[1:-1])
    (quad,) = ox.parse(f"<x:x> <x:x> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return cast(ox.Literal, quad.object)
