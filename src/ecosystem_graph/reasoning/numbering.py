"""Terms as numbers, triples as facts: the dictionary between rdflib and the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rdflib import RDF, Literal
from rdflib.term import Node

from ecosystem_graph.reasoning.joins import LOW, SHIFT
from ecosystem_graph.reasoning.noise import Triple

__all__ = ["Facts", "Numbering"]

Facts = dict[int, set[int]]
"""Facts by key; see `joins.Pattern`."""


class Numbering:
    """A number for every term, in order of appearance.

    Attributes:
        terms: Term of each number.
    """

    def __init__(self) -> None:
        """Begin empty but for rdf:type, which is number 0."""
        self.terms: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self.type_key = self.number(RDF.type)

    def number(self, term: Node) -> int:
        """The number of a term, new if need be."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return found

    def encode(self, triples: Iterable[Triple]) -> Facts:
        """Facts of triples."""
        kept = list(triples)  # the loop below knows terms by their address, so they must stay alive
        seen: dict[int, int] = {}
        facts: Facts = defaultdict(set)
        number, type_ = self.number, self.type_key
        for s, p, o in kept:
            subject = seen.get(id(s))
            if subject is None:
                subject = seen[id(s)] = number(s)
            predicate = seen.get(id(p))
            if predicate is None:
                predicate = seen[id(p)] = number(p)
            obj = seen.get(id(o))
            if obj is None:
                obj = seen[id(o)] = number(o)
            if predicate == type_:
                facts[~obj].add(subject)
            else:
                facts[predicate].add(subject << SHIFT | obj)
        return dict(facts)

    def encode_known(self, triples: Iterable[Triple]) -> Facts:
        """Facts of those triples whose terms all have numbers."""
        facts: Facts = defaultdict(set)
        for triple in triples:
            found = self.find(triple)
            if found is not None:
                facts[found[0]].add(found[1])
        return dict(facts)

    def find(self, triple: Triple) -> tuple[int, int] | None:
        """Key and fact of a triple; None where a term of it is unknown."""
        numbers = [self._numbers.get(t) for t in triple]
        if None in numbers:
            return None
        subject, predicate, obj = (n for n in numbers if n is not None)
        return (~obj, subject) if predicate == self.type_key else (predicate, subject << SHIFT | obj)

    def triple(self, key: int, fact: int) -> Triple:
        """The triple of a fact."""
        if key < 0:
            return self.terms[fact], RDF.type, self.terms[~key]
        return self.terms[fact >> SHIFT], self.terms[key], self.terms[fact & LOW]

    def literals(self, start: int = 0) -> set[int]:
        """Numbers, from ``start`` on, that stand for literals."""
        return {n for n, term in enumerate(self.terms[start:], start) if isinstance(term, Literal)}
