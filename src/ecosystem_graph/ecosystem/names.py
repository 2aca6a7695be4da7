"""Names: what things are called, and which thing a name means, wherever the graph is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rdflib import RDF, RDFS, SKOS, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.schema import schema
from ecosystem_graph.tables.cells import tail
from ecosystem_graph.turtle import prefixes, written
from ecosystem_graph.vocab import ASSERTED, CODE, ECO, INL
from ecosystem_graph.wording import Wording

__all__ = ["Match", "Names", "fold"]

#: What a name on the command line may mean, in the order tried.
_THINGS = (
    "actor",
    "place",
    "topic",
    "event",
    "source",
    "proposition",
    "assertion",
    "asserter",
    "relation",
    "observation",
)
#: What registers call an enterprise.
_LEGAL_NAME = URIRef("http://www.w3.org/ns/regorg#legalName")
#: Where names stand, the one that counts most last.
_LABELS = (_LEGAL_NAME, DCTERMS.title, SKOS.prefLabel, RDFS.label)
#: Things named in one query; servers limit its length.
_AT_ONCE = 200
_NAMES = "THINGS " + " UNION ".join(
    f"{{ ?thing <{prop}> ?name BIND(<{prop}> AS ?prop) }}" for prop in _LABELS
)  # fmt: skip
_ENDS = "THINGS ASSERTED { ?thing ?prop ?end FILTER(isIRI(?end)) }"
#: What can stand in the last part of an IRI we mint.
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\Z")
_FOLD = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "ae", "ö": "o", "ð": "d", "þ": "th", "ß": "ss"})


def fold(text: str) -> str:
    """A text for comparing: lower case, æøå and accents levelled, only letters, digits and single spaces.

    >>> fold("Høgskolen i  Gjøvik!")
    'hogskolen i gjovik'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLD))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", kept).strip()


@dataclass(frozen=True, slots=True)
class Match:
    """A thing found by a name.

    Attributes:
        iri: The thing.
        name: The name that matched.
    """

    iri: URIRef
    name: str


class Names:
    """What things are called. Of a graph in memory all names are read at once; elsewhere they are looked up.

    Attributes:
        dataset: The three graphs; the default graph is their union.
        base: Root IRI of the region's things.
        whole: The graph is in memory, where reading all of it costs little.
        remote: Each question travels, so that many are put at once.
    """

    dataset: Dataset
    base: str = str(INL)
    whole: bool = False
    remote: bool = False

    @property
    def asserted(self) -> Graph:
        """What sources say."""
        return self.dataset.get_context(ASSERTED)

    @cached_property
    def _labels(self) -> dict[URIRef, dict[str, str]]:
        """Per thing its label by language, titles of sources under the empty one; all, or those learnt."""
        labels: dict[URIRef, dict[str, str]] = {}
        for prop in _LABELS if self.whole else ():
            for thing, label in self.dataset.subject_objects(prop):
                _note(labels, thing, label)
        return labels

    @cached_property
    def _tales(self) -> dict[URIRef, dict[Node, URIRef]]:
        """What nameless things elsewhere are about, as far as that was asked for."""
        return {}

    def learn(self, things: Iterable[Node | None]) -> None:
        """Look the names of many things up at once, so that `label` has them at hand.

        Of a graph in memory all are known, and this does nothing.

        Args:
            things: What may be named; what is no IRI is passed over.
        """
        if self.whole:
            return
        new = sorted({t for t in things if isinstance(t, URIRef) and t not in self._labels})
        for thing in new:
            self._labels[thing] = {}
        far = [thing for thing in new if not str(thing).startswith((str(ECO), str(CODE)))]
        near = schema().graph
        for prop in _LABELS:
            # The vocabulary ships with the program.
            for thing in set(new).difference(far):
                for label in near.objects(thing, prop):
                    _note(self._labels, thing, label)
            if not self.remote:
                for thing in far:
                    for label in self.dataset.objects(thing, prop):
                        _note(self._labels, thing, label)
        if self.remote:
            self._learn_remote(far)

    def _learn_remote(self, things: list[URIRef]) -> None:
        said = list(self._rows("thing prop name", _NAMES, things))
        for prop in _LABELS:
            for named, stated, label in said:
                if stated == prop:
                    _note(self._labels, named, label)
        nameless = [thing for thing in things if not self._labels[thing]]
        ends: set[URIRef] = set()
        for subject, prop, end in self._rows("thing prop end", _ENDS, nameless):
            if isinstance(subject, URIRef) and isinstance(end, URIRef) and prop != RDF.type:
                self._tales.setdefault(subject, {})[prop] = end
                ends.add(end)
        if ends:
            self.learn(ends)

    def _rows(self, columns: str, pattern: str, things: Iterable[URIRef] = ()) -> Iterator[Any]:
        """Rows of a query, with the things in the place of THINGS, so many at a time."""
        listed = sorted(things)
        names = columns.split()
        for start in range(0, len(listed), _AT_ONCE) if "THINGS" in pattern else (0,):
            chosen = " ".join(written(thing) for thing in listed[start : start + _AT_ONCE])
            values = f"VALUES ?thing {{ {chosen} }}"
            text = pattern.replace("THINGS", values).replace("ASSERTED", f"GRAPH <{ASSERTED}>")
            found = self.dataset.query(f"SELECT {' '.join('?' + name for name in names)} WHERE {{ {text} }}")
            for row in found.bindings:
                yield tuple(row[variable] for variable in found.vars or ())

    def _own(self, pattern: str) -> str:
        """A pattern on the region's things only."""
        return f"{pattern} FILTER(STRSTARTS(STR(?thing), {written(Literal(self.base))}))"

    def label(self, thing: URIRef, lang: str = "nb") -> str:
        """Name of a thing, term or code for people.

        Falls back to the other language; a statement is told by what it is about, all else by its slug.
        """
        self.learn((thing,))
        known = self._labels.get(thing, {})
        found = known.get(lang) or known.get("") or known.get("nb") or known.get("en")
        return found or self._told(thing, lang) or tail(thing).rsplit("#", 1)[-1]

    def _told(self, thing: URIRef, lang: str) -> str:
        """A statement in words: relations, propositions, assertions and observations have no name."""
        if self.remote:
            facts = self._tales.get(thing, {})
        else:
            facts = {p: o for p, o in self.asserted.predicate_objects(thing) if isinstance(o, URIRef)}
        if ECO.cause in facts and ECO.effect in facts:
            sign = "⊣" if tail(facts.get(ECO.polarity, "")) == "negative" else "→"
            return f"«{self.label(facts[ECO.cause], lang)} {sign} {self.label(facts[ECO.effect], lang)}»"
        if ECO.assertedBy in facts:
            return f"{self.label(ECO.Assertion, lang)}: {self.label(facts[ECO.assertedBy], lang)}"
        for relation in schema().relations:
            if relation.subject in facts and relation.object in facts:
                ends = (self.label(facts[end], lang) for end in (relation.subject, relation.object))
                return f"{self.label(relation.rdf_class, lang)} {' – '.join(ends)}"
        if ECO.about in facts and ECO.indicator in facts:
            return f"{self.label(facts[ECO.about], lang)}: {self.label(facts[ECO.indicator], lang)}"
        return ""

    @cached_property
    def _names(self) -> dict[str, set[Match]]:
        """Folded name to what bears it: labels, other names, titles."""
        names: dict[str, set[Match]] = {}
        for prop in (RDFS.label, SKOS.altLabel, DCTERMS.title):
            pairs: Iterable[tuple[Node, ...]] = self.asserted.subject_objects(prop)
            if not self.whole:
                pairs = self._rows("thing name", self._own(f"ASSERTED {{ ?thing <{prop}> ?name }}"))
            for thing, name in pairs:
                if isinstance(thing, URIRef) and str(thing) != self.base:
                    names.setdefault(fold(str(name)), set()).add(Match(thing, str(name)))
        return names

    def find(self, text: str, limit: int = 20) -> list[Match]:
        """Things whose name holds the text, however its case and æøå are written; whole names first."""
        wanted = fold(text)
        if not wanted:
            return []
        hits: dict[URIRef, tuple[tuple[int, int, str, str], Match]] = {}
        for name, matches in self._names.items():
            if wanted in name:
                rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2
                for match in matches:
                    key = (rank, _THINGS.index(self.kind_of(match.iri)), str(match.iri), match.name)
                    if match.iri not in hits or key < hits[match.iri][0]:
                        hits[match.iri] = (key, match)
        return [match for _, match in sorted(hits.values(), key=lambda pair: pair[0])][:limit]

    def kind_of(self, thing: URIRef) -> str:
        """First part of a thing's IRI below the base, such as ``actor`` or ``place``."""
        kind = thing.removeprefix(self.base).split("/", 1)[0]
        return kind if kind in _THINGS else "observation"

    def resolve(self, name: str, kinds: tuple[str, ...] = _THINGS) -> URIRef:
        """The one thing or term a person means.

        Args:
            name: Slug (``ntnu-gjovik``), prefixed name (``inl:actor/ntnu-gjovik``, ``eco:influences``), full
                IRI, or a label.
            kinds: What it may be, in order of preference; used for slugs and labels.

        Raises:
            NotFoundError: Nothing has this name (near names are given), or several things have it.
        """
        if (expanded := self.expand(name)).startswith(("http://", "https://")):
            iri = URIRef(expanded)
            if (iri, None, None) in self.dataset or (None, iri, None) in self.dataset:
                return iri
            raise NotFoundError(Wording("thing", "ting"), name, self._slugs(kinds))
        likely_iris = [URIRef(f"{self.base}{kind}/{name}") for kind in kinds if _LOCAL.match(name)]
        if (there := self._there(likely_iris)) is not None:
            return there
        named = [m for m in self._names.get(fold(name), set()) if self.kind_of(m.iri) in kinds]
        best = min((kinds.index(self.kind_of(m.iri)) for m in named), default=0)
        found = sorted({m.iri for m in named if kinds.index(self.kind_of(m.iri)) == best})
        if len(found) == 1:
            return found[0]
        if found:
            among = ", ".join(tail(iri) for iri in found)
            raise NotFoundError(
                Wording("single thing", "ting (navnet er ikke entydig)"),
                name,
                hint=Wording(f"; it may be: {among}", f"; det kan være: {among}"),
            )
        if _LOCAL.match(name) and (URIRef(self.expand(f"eco:{name}")), RDF.type, None) in schema().graph:
            return URIRef(self.expand(f"eco:{name}"))
        likely = self.find(name, 3) or self.find(name.split()[0] if name.split() else "", 3)
        names = ", ".join(f"{tail(m.iri)} ({m.name})" for m in likely)
        hint = Wording(f"; named like it: {names}", f"; lignende navn: {names}") if likely else None
        raise NotFoundError(Wording("thing", "ting"), name, self._slugs(kinds), hint)

    def expand(self, name: str) -> str:
        """The IRI of a prefixed name; a name without a known prefix is given back.

        >>> Names().expand("eco:memberOf")
        'https://w3id.org/innovation-ecosystem/ontology#memberOf'
        """
        prefix, colon, local = name.partition(":")
        bound = prefixes(self.base)
        return bound[prefix] + local if colon and prefix in bound else name

    def _slugs(self, kinds: tuple[str, ...]) -> list[str]:
        return [slug for kind in kinds for slug in self._slugs_by_kind.get(kind, ())]

    @cached_property
    def _slugs_by_kind(self) -> dict[str, list[str]]:
        """Read once: a server is asked for many things that are not there."""
        slugs: dict[str, list[str]] = {}
        for thing in sorted(self._typed()):
            slugs.setdefault(self.kind_of(thing), []).append(tail(thing))
        return slugs

    def _there(self, things: list[URIRef]) -> URIRef | None:
        """The first of these that there is."""
        if self.remote:
            found = {row[0] for row in self._rows("thing", "THINGS ASSERTED { ?thing a ?type }", things)}
            return next((thing for thing in things if thing in found), None)
        return next((thing for thing in things if (thing, RDF.type, None) in self.asserted), None)

    def _typed(self) -> set[URIRef]:
        """Everything that has a type; of a graph elsewhere only the region's own things."""
        if self.whole:
            return {s for s in self.asserted.subjects(RDF.type) if isinstance(s, URIRef)}
        found = self._rows("thing", self._own("ASSERTED { ?thing a ?type }"))
        return {row[0] for row in found if isinstance(row[0], URIRef)}

    def excerpt(self, properties: Iterable[URIRef], dated: Iterable[URIRef] = ()) -> Graph:
        """What sources say of the region's things by some properties, in memory; there may be more in it.

        Args:
            properties: The properties.
            dated: Of what has one of these, everything that leads to an actor too.
        """
        if self.whole:
            return self.asserted
        graph = Graph()
        among = " ".join(written(prop) for prop in sorted(set(properties)))
        told = self._own(f"VALUES ?prop {{ {among} }} ASSERTED {{ ?thing ?prop ?end }}")
        begun = " ".join(written(prop) for prop in sorted(set(dated)))
        actor = f"FILTER(STRSTARTS(STR(?end), {written(Literal(self.base + 'actor/'))}))"
        ends = f"VALUES ?date {{ {begun} }} ASSERTED {{ ?thing ?date ?day . ?thing ?prop ?end }} {actor}"
        for pattern in (told, self._own(ends)):
            for triple in self._rows("thing prop end", pattern):
                graph.add(triple)
        return graph

    def actors(self) -> list[URIRef]:
        """Every actor, in IRI order."""
        root = f"{self.base}actor/"
        return sorted(thing for thing in self._typed() if thing.startswith(root))

    def actor_class(self, actor: URIRef) -> URIRef:
        """The class of an actor, one per kind of the tables.

        Raises:
            NotFoundError: It is no actor.
        """
        for cls in self.asserted.objects(actor, RDF.type):
            if isinstance(cls, URIRef) and cls in set(schema().kinds.values()):
                return cls
        raise NotFoundError(Wording("actor", "aktør"), tail(actor))


def _note(labels: dict[URIRef, dict[str, str]], thing: Node, label: Node) -> None:
    if isinstance(thing, URIRef) and isinstance(label, Literal):
        labels.setdefault(thing, {})[label.language or ""] = str(label)
