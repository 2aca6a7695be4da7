"""The ecosystem: one dataset with the named graphs ontology, asserted and inferred. Load, save, look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import RDF, RDFS, SKOS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from .errors import ContradictionError, NotFoundError
from .reasoning import Reasoner, contradictions_text, labels_in, sources_in
from .resources import data_file
from .schema import schema
from .tables import import_tables
from .tables.cells import tail
from .turtle import Triple, atomic_text, base_of, parse, prefixes, quads, serialise
from .vocab import ASSERTED, ECO, INFERRED, ONTOLOGY

__all__ = ["Ecosystem", "Match", "fold"]

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


class Ecosystem:
    """A region's graph: what sources say (asserted) and what follows (inferred), apart.

    Attributes:
        dataset: rdflib Dataset over an Oxigraph store; its default graph is the union of the three.
        base: Root IRI of the region's things.
        facts: The triples of the asserted graph.
        conclusions: The triples of the inferred graph.
    """

    def __init__(self, asserted: Iterable[Triple], *, reason: bool = True) -> None:
        """Put facts under the ontology and close them.

        Args:
            asserted: The facts; no blank nodes.
            reason: Add what follows.

        Raises:
            ContradictionError: Ontology and facts cannot both be true.
        """
        facts = frozenset(asserted)
        self._store = ox.Store()
        self.dataset = Dataset(store=OxigraphStore(store=self._store), default_union=True)
        self.base = base_of(facts)
        for prefix, namespace in prefixes(self.base).items():
            self.dataset.bind(prefix, namespace, override=True, replace=True)
        ontology = set(schema().graph)
        self._fill(ONTOLOGY, ontology)
        self._fill(ASSERTED, facts)
        self.facts: frozenset[Triple] = facts
        self.conclusions: frozenset[Triple] = frozenset()
        if reason:
            contradictions = self.reasoner.contradictions()
            if contradictions:
                told = contradictions_text(
                    contradictions, labels_in(self.dataset), sources_in(self.dataset), "en"
                )
                raise ContradictionError([told.rstrip()])
            # Anonymous classes of the ontology name no thing that a person or a file could point to.
            self.conclusions = frozenset(
                t for t in self.reasoner.inferred() if not any(isinstance(n, BNode) for n in t)
            )
            self._fill(INFERRED, self.conclusions)

    @classmethod
    def load(cls, path: Path | str | None = None, *, reason: bool = True) -> Ecosystem:
        """Read a region: a Turtle file, a folder of tables, or the region that ships.

        Raises:
            UnreadableFileError: The file cannot be read.
            DataError: The tables hold problems.
            ContradictionError: Ontology and facts cannot both be true.
        """
        source = data_file() if path is None else Path(path)
        facts = import_tables(source)[0] if source.is_dir() else parse(source)
        return cls(facts, reason=reason)

    def _fill(self, name: URIRef, triples: Iterable[Triple]) -> None:
        # Past rdflib, whose way in turns every term over anew (three times as slow).
        self._store.bulk_extend(quads(triples, name))

    @cached_property
    def reasoner(self) -> Reasoner:
        """Ontology and facts, closed; it explains what holds."""
        return Reasoner(schema().graph, self.facts)

    # -- the three graphs ------------------------------------------------------------------------------

    @property
    def ontology(self) -> Graph:
        """The ontology with its code lists."""
        return self.dataset.graph(ONTOLOGY)

    @property
    def asserted(self) -> Graph:
        """What sources say."""
        return self.dataset.graph(ASSERTED)

    @property
    def inferred(self) -> Graph:
        """What follows."""
        return self.dataset.graph(INFERRED)

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

    # -- names -----------------------------------------------------------------------------------------

    @cached_property
    def _labels(self) -> dict[URIRef, dict[str, str]]:
        """Per thing its label by language; titles of sources under the empty language."""
        labels: dict[URIRef, dict[str, str]] = {}
        for prop in (DCTERMS.title, SKOS.prefLabel, RDFS.label):
            for thing, label in self.dataset.subject_objects(prop):
                if isinstance(thing, URIRef) and isinstance(label, Literal):
                    labels.setdefault(thing, {})[label.language or ""] = str(label)
        return labels

    def label(self, thing: URIRef, lang: str = "nb") -> str:
        """Name of a thing, term or code for people.

        Falls back to the other language; a statement is told by what it is about, all else by its slug.
        """
        known = self._labels.get(thing, {})
        found = known.get(lang) or known.get("") or known.get("nb") or known.get("en")
        return found or self._told(thing, lang) or tail(thing).rsplit("#", 1)[-1]

    def _told(self, thing: URIRef, lang: str) -> str:
        """A statement in words: relations, propositions, assertions and observations have no name."""
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
            for thing, name in self.asserted.subject_objects(prop):
                if isinstance(thing, URIRef) and str(thing) != self.base:
                    names.setdefault(fold(str(name)), set()).add(Match(thing, str(name)))
        return names

    def find(self, text: str, limit: int = 20) -> list[Match]:
        """Things whose name holds the text, however its case and æøå are written; whole names first."""
        wanted = fold(text)
        if not wanted:
            return []
        hits: dict[URIRef, tuple[tuple[int, int, str], Match]] = {}
        for name, matches in self._names.items():
            if wanted in name:
                rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2
                for match in matches:
                    key = (rank, _THINGS.index(self.kind_of(match.iri)), str(match.iri))
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
            raise NotFoundError("thing", name, self._slugs(kinds))
        for kind in kinds if _LOCAL.match(name) else ():
            iri = URIRef(f"{self.base}{kind}/{name}")
            if (iri, RDF.type, None) in self.asserted:
                return iri
        named = [m for m in self._names.get(fold(name), set()) if self.kind_of(m.iri) in kinds]
        best = min((kinds.index(self.kind_of(m.iri)) for m in named), default=0)
        found = sorted({m.iri for m in named if kinds.index(self.kind_of(m.iri)) == best})
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(
                "single thing", name, hint=f"; it may be: {', '.join(tail(f) for f in found)}"
            )
        if _LOCAL.match(name) and (URIRef(self.expand(f"eco:{name}")), RDF.type, None) in schema().graph:
            return URIRef(self.expand(f"eco:{name}"))
        likely = self.find(name, 3) or self.find(name.split()[0] if name.split() else "", 3)
        hint = "; named like it: " + ", ".join(f"{tail(m.iri)} ({m.name})" for m in likely) if likely else ""
        raise NotFoundError("thing", name, self._slugs(kinds), hint)

    def expand(self, name: str) -> str:
        """The IRI of a prefixed name; a name without a known prefix is given back.

        >>> Ecosystem([], reason=False).expand("eco:memberOf")
        'https://w3id.org/innovation-ecosystem/ontology#memberOf'
        """
        prefix, colon, local = name.partition(":")
        bound = prefixes(self.base)
        return bound[prefix] + local if colon and prefix in bound else name

    def _slugs(self, kinds: tuple[str, ...]) -> list[str]:
        things = {s for s in self.asserted.subjects(RDF.type) if isinstance(s, URIRef)}
        return [tail(t) for t in things if self.kind_of(t) in kinds]

    def actors(self) -> list[URIRef]:
        """Every actor, in IRI order."""
        root = f"{self.base}actor/"
        return sorted(
            {s for s in self.asserted.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(root)}
        )

    def actor_class(self, actor: URIRef) -> URIRef:
        """The class of an actor, one per kind of the tables.

        Raises:
            NotFoundError: It is no actor.
        """
        for cls in self.asserted.objects(actor, RDF.type):
            if isinstance(cls, URIRef) and cls in set(schema().kinds.values()):
                return cls
        raise NotFoundError("actor", tail(actor))
