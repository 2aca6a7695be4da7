"""The library: everything the pages tell, read once and sorted by what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.linksets import Mapping as Link
from ecosystem_graph.linksets import linksets_of
from ecosystem_graph.network.centrality import centrality
from ecosystem_graph.network.gaps import declared_members
from ecosystem_graph.network.projection import read_ties
from ecosystem_graph.spillovers import Assertion, Entry, Ledger, read_ledger
from ecosystem_graph.view import details, statements
from ecosystem_graph.vocab import ECO

from .addresses import PAGED, path_of
from .terms import Terms

__all__ = ["Library", "Row"]

#: A relation, event or figure in the shape that `view.statements` gives.
Row = Mapping[str, Any]


class Library:
    """A region's facts, by key (``actor/nce-raufoss``).

    Attributes:
        ecosystem: Where they come from.
        things: Actors, places, topics, events and asserters.
        relations: Relations by id.
        sources: Sources by id.
        codes: Labels of codes by their path (``kind/cluster``).
        types: Relation types by the word of their flat edge.
        terms: What the words of the graph mean.
        ledger: The claims.
        links: What each thing is elsewhere, by its IRI.
        licence: IRI of the licence of the data; empty where none is stated.
    """

    def __init__(self, ecosystem: Ecosystem) -> None:
        """Read it all."""
        self.ecosystem = ecosystem
        self._records = details.read(ecosystem)
        self.base = self._records.base
        self.things = details.things(self._records)
        self.relations = statements.relations(self._records)
        self.figures = statements.figures(self._records)
        self.sources = details.sources(self._records)
        self.codes = details.codes(ecosystem)
        self.types = statements.relation_types()
        self.terms = Terms(ecosystem)
        self.ledger: Ledger = read_ledger(ecosystem)
        self.links: dict[str, list[Link]] = {}
        for linkset in linksets_of(ecosystem):
            for link in linkset.mappings:
                self.links.setdefault(link.subject, []).append(link)
        self._region = statements.region_name(ecosystem, self._records)
        self.licence = details.licence(self._records)

    # -- names -----------------------------------------------------------------------------------------

    def region(self, lang: str) -> str:
        """Name of the region."""
        return pick(self._region, lang)

    def key(self, iri: str) -> str:
        """Key of a thing."""
        return details.key_of(iri, self.base)

    def name(self, key: str, lang: str) -> str:
        """Name of a thing for people."""
        kind, _, slug = key.partition("/")
        if kind == "source":
            return str(self.sources.get(slug, {}).get("title") or slug)
        if kind == "proposition" and (entry := self.entry(key)):
            sign = "→" if entry.proposition.sign > 0 else "⊣"
            ends = (self.name(self.key(e), lang) for e in (entry.proposition.cause, entry.proposition.effect))
            return f" {sign} ".join(ends)
        if kind == "relation" and slug in self.relations:
            row = self.relations[slug]
            verb = pick(self.types[row["type"]]["label"], lang)
            return f"{self.name(row['from'], lang)} {verb} {self.name(row['to'], lang)}"
        thing = self.things.get(key)
        return pick(thing.get("name", slug), lang) if thing else slug or key

    def code(self, path: str, lang: str) -> str:
        """Label of a code (``kind/cluster``)."""
        return pick(self.codes.get(path, path.rsplit("/", 1)[-1]), lang)

    def kind(self, key: str, lang: str) -> str:
        """What kind of thing it is, such as *klynge*."""
        found = str(self.things.get(key, {}).get("kind", ""))
        return self.code(found, lang) if "/" in found else ""

    # -- what there is ---------------------------------------------------------------------------------

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """Keys of everything with a page, by kind of thing."""
        found: dict[str, tuple[str, ...]] = {}
        for kind in PAGED:
            keys = [key for key, record in self._records.of(kind) if record.values.get("type")]
            if kind == "relation":
                keys = [key for key in keys if key.removeprefix("relation/") in self.relations]
            if kind == "proposition":
                keys = [key for key in keys if self.entry(key)]
            found[kind] = tuple(keys)
        return found

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """Key by neutral path."""
        return {path_of(key): key for keys in self.keys.values() for key in keys}

    def text(self, key: str, prop: str, lang: str) -> str:
        """A literal of a thing in a language."""
        record = self._records.by_key.get(key)
        return pick(record.text(prop), lang) if record else ""

    def values(self, key: str, prop: str) -> list[str]:
        """All values of a property (local name); things as keys."""
        record = self._records.by_key.get(key)
        return list(record.values.get(prop, ())) if record else []

    # -- what is said about a thing --------------------------------------------------------------------

    @cached_property
    def relations_of(self) -> Mapping[str, tuple[tuple[str, str, Row], ...]]:
        """By thing: (direction, relation id, relation), direction being ``from`` where it is the subject."""
        found: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
        for name, row in self.relations.items():
            for end in ("from", "to"):
                if row.get(end):
                    found[row[end]].append((end, name, row))
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def figures_of(self) -> Mapping[str, tuple[Row, ...]]:
        """Figures by thing."""
        return grouped((row.get("about", ""), row) for row in self.figures)

    @cached_property
    def events_of(self) -> Mapping[str, tuple[str, ...]]:
        """Keys of events by who takes part, in order of date."""
        dated = sorted(self.keys["event"], key=lambda k: (self.things[k].get("date", ""), k))
        return grouped((who, key) for key in dated for who in self.things[key].get("involves", ()))

    @cached_property
    def topics_of(self) -> Mapping[str, tuple[str, ...]]:
        """Keys of topics by what they concern."""
        return grouped(
            (about, key) for key in self.keys["topic"] for about in self.things[key].get("concerns", ())
        )

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[tuple[str, Entry], ...]]:
        """Claims by thing: (``cause`` or ``effect``, the claim)."""
        pairs = []
        for entry in self.ledger.entries:
            pairs.append((self.key(entry.proposition.cause), ("cause", entry)))
            pairs.append((self.key(entry.proposition.effect), ("effect", entry)))
        return grouped(pairs)

    def entry(self, key: str) -> Entry | None:
        """The claim with a key."""
        return self.ledger.by_id.get(self.base + key)

    @cached_property
    def said_by(self) -> Mapping[str, tuple[tuple[Entry, Assertion], ...]]:
        """What an asserter says."""
        return grouped(
            (self.key(a.asserter.id), (entry, a))
            for entry in self.ledger.entries
            for a in entry.proposition.assertions
        )

    @cached_property
    def voices_of(self) -> Mapping[str, tuple[str, ...]]:
        """Asserters by the actor they speak for."""
        return grouped(
            (actor, key) for key in self.keys["asserter"] for actor in self.things[key].get("speaksFor", ())
        )

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[str, ...]]:
        """By source id, keys of whatever rests on it, figures and assertions included."""
        pairs = []
        for key in sorted(self._records.by_key):
            for source in self._records.by_key[key].values.get("hadPrimarySource", ()):
                pairs.append((source.removeprefix("source/"), key))
        return grouped(pairs)

    @cached_property
    def seated(self) -> Mapping[str, tuple[str, ...]]:
        """Actors by the place where their seat is, or where a relation locates them."""
        pairs = []
        for key in self.keys["actor"]:
            thing = self.things[key]
            places = [thing.get("place", ""), *thing.get("within", ())]
            pairs += [(place, key) for place in dict.fromkeys(places) if place]
        return grouped(pairs)

    @cached_property
    def places_in(self) -> Mapping[str, tuple[str, ...]]:
        """Places by the county that holds them."""
        return grouped((self.things[key].get("county", ""), key) for key in self.keys["place"])

    @cached_property
    def of_kind(self) -> Mapping[str, tuple[str, ...]]:
        """Actors, events and places by the code of their kind."""
        return grouped(
            (self.things[key].get("kind", ""), key)
            for kind in ("actor", "event", "place")
            for key in self.keys[kind]
        )

    # -- measures --------------------------------------------------------------------------------------

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """By thing, the things it has relations with and how many, most first."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self.relations.values():
            a, b = row.get("from", ""), row.get("to", "")
            if a and b and a != b and not b.startswith("topic/"):
                counts[a][b] += 1
                counts[b][a] += 1
        return {
            key: tuple(sorted(near.items(), key=lambda pair: (-pair[1], pair[0])))
            for key, near in counts.items()
        }

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int, int, int, float]]:
        """By actor: ties, best and worst rank among those with as many ties, actors, betweenness."""
        network = read_ties(self.ecosystem).network(None)
        scores = centrality(network)
        degree, between = scores.get("degree", {}), scores.get("betweenness", {})
        found = {}
        for node, value in degree.items():
            above = sum(1 for other in degree.values() if other > value)
            same = sum(1 for other in degree.values() if other == value)
            found[self.key(str(node))] = (
                int(value),
                above + 1,
                above + same,
                len(degree),
                float(between.get(node, 0.0)),
            )
        return found

    @cached_property
    def declared(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of members or partners that are stated, by who has them."""
        return {self.key(str(iri)): counts for iri, counts in declared_members(self.ecosystem).items()}

    def edge(self, name: str) -> tuple[str, str, str]:
        """The flat edge that follows from a relation, as IRIs."""
        row = self.relations[name]
        return (self.base + row["from"], str(ECO) + row["type"], self.base + row["to"])


def pick(text: Any, lang: str) -> str:
    """The language of a text that may be a pair."""
    return str(text[lang == "en"] if isinstance(text, list) else text)


def grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """Values by key, in the order given."""
    found: dict[str, list[Any]] = defaultdict(list)
    for key, value in pairs:
        if key:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
