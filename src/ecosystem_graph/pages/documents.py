"""A thing as data: what is said about it, what follows, and the statements it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import pyoxigraph as ox

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.turtle import Triple, prefixes, quads, serialise
from ecosystem_graph.vocab import ASSERTED

__all__ = ["Documents"]

#: Statements are told with the things they are about, figures and assertions have no document of their own.
_STATEMENTS = ("relation/", "observation/", "proposition/", "assertion/", "event/")
_LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title")
_FORMATS = {
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class Documents:
    """Documents of a region's things."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        """Get ready; nothing is read yet."""
        self._ecosystem = ecosystem

    @cached_property
    def _about(self) -> Mapping[str, list[Triple]]:
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in self._ecosystem.facts:
            found[str(triple[0])].append(triple)
        return found

    @cached_property
    def _follows(self) -> Mapping[str, list[Triple]]:
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in self._ecosystem.conclusions:
            found[str(triple[0])].append(triple)
        return found

    @cached_property
    def _mentions(self) -> Mapping[str, set[str]]:
        """By thing, the statements that name it."""
        base = self._ecosystem.base
        found: dict[str, set[str]] = defaultdict(set)
        for s, _, o in self._ecosystem.facts:
            subject = str(s)
            if subject.startswith(base) and subject.removeprefix(base).startswith(_STATEMENTS):
                found[str(o)].add(subject)
        return found

    def triples(self, iri: str) -> set[Triple]:
        """All of a thing's document: its facts, its conclusions, the statements naming it, and labels."""
        statements = self._mentions.get(iri, set())
        if iri.removeprefix(self._ecosystem.base).startswith("source/"):
            statements = set()
        told = {t for node in (iri, *statements) for t in self._about.get(node, ())}
        # An assertion hangs on its proposition, one step further away.
        for node in list(statements):
            told.update(
                t
                for other in self._mentions.get(node, ())
                for t in self._about.get(other, ())
                if "/assertion/" in other
            )
        told.update(self._follows.get(iri, ()))
        named = {str(o) for _, _, o in told} | {str(s) for s, _, _ in told}
        told.update(t for node in named for t in self._about.get(node, ()) if str(t[1]) in _LABELS)
        return told

    def text(self, iri: str, media_type: str) -> bytes:
        """The document in Turtle, JSON-LD or RDF/XML, the same bytes every time."""
        return self.write(self.triples(iri), media_type)

    def write(self, triples: Iterable[Triple], media_type: str) -> bytes:
        """Triples as text.

        Args:
            triples: No blank nodes.
            media_type: ``text/turtle``, ``application/ld+json`` or ``application/rdf+xml``.
        """
        base = self._ecosystem.base
        if media_type == "text/turtle":
            return serialise(triples, base).encode()
        ordered = sorted(triples, key=lambda t: tuple(term.n3() for term in t))
        stored = [ox.Triple(q.subject, q.predicate, q.object) for q in quads(ordered, ASSERTED)]
        return ox.serialize(stored, format=_FORMATS[media_type], prefixes=dict(prefixes(base))) or b""
