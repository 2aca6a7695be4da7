"""Terms as numbers, triples as facts: the dictionary between rdflib and the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.reasoning.joins import LOW, SHIFT
from ecosystem_graph.reasoning.noise import Triple

__all__ = ["Facts", "Numbering"]

Facts = dict[int, set[int]]
"""Facts by key; see `joins.Pattern`."""


_text = str.__str__


class Numbering:
    """A number for every term, in order of appearance.

    Attributes:
        terms: Term of each number.
    """

    def __init__(self) -> None:
        """Begin empty but for rdf:type, which is number 0."""
        self.terms: list[Node] = []
        # IRIs by their plain text, whose comparison is C; rdflib compares its terms in Python
        self._iris: dict[str, int] = {}
        self._others: dict[Node, int] = {}
        self.type_key = self.number(RDF.type)

    def known(self, term: Node) -> int | None:
        """The number of a term; None where it has none."""
        return self._iris.get(_text(term)) if isinstance(term, URIRef) else self._others.get(term)

    def number(self, term: Node) -> int:
        """The number of a term, new if need be."""
        found = self.known(term)
        if found is None:
            found = len(self.terms)
            self.terms.append(term)
            if isinstance(term, URIRef):
                self._iris[_text(term)] = found
            else:
                self._others[term] = found
        return found

    def encode(self, triples: Iterable[Triple]) -> Facts:
        """Facts of triples."""
        facts: Facts = defaultdict(set)
        iris, others, number, type_ = self._iris.get, self._others.get, self.number, self.type_key
        for s, p, o in triples:
            # most terms are IRIs met before
            subject = iris(_text(s)) if type(s) is URIRef else others(s)
            if subject is None:
                subject = number(s)
            predicate = iris(_text(p)) if type(p) is URIRef else None
            if predicate is None:
                predicate = number(p)
            obj = iris(_text(o)) if type(o) is URIRef else others(o)
            if obj is None:
                obj = number(o)
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
        numbers = [self.known(t) for t in triple]
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
