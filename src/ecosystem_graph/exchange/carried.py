"""What every network file carries: nodes and ties with names, kinds, dates, relations and sources.

Plain values in a fixed order. Dates are told as EDTF intervals (ISO 8601-2): ``2006/2016``, ``2006/..`` known
to go on, ``2006/`` end unknown, ``/`` undated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from rdflib import PROV, URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.projection import projections, read_ties
from ecosystem_graph.network.ties import Shape, Ties
from ecosystem_graph.period import Period, Reading
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import short_name
from ecosystem_graph.vocab import CODE, ECO

__all__ = ["Carried", "Link", "Node", "carry", "edtf"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the file.

    Attributes:
        iri: Its key.
        name: Prefixed name, unique and short: ``actor:nce-raufoss``.
        slug: Last part of the IRI.
        label_nb: Name in Norwegian.
        label_en: Name in English.
        kind: Slug of its kind.
        kind_nb: The kind in Norwegian.
        kind_en: The kind in English.
        sphere: Slug of its helix sphere; empty where it has none.
        sphere_nb: The sphere in Norwegian.
        sphere_en: The sphere in English.
        municipality: Name of its municipality; empty where unknown.
        mode: In a two-mode network source, target or both; else empty.
        life: From its foundation to its dissolution.
    """

    iri: str
    name: str
    slug: str
    label_nb: str
    label_en: str
    kind: str
    kind_nb: str
    kind_en: str
    sphere: str
    sphere_nb: str
    sphere_en: str
    municipality: str
    mode: str
    life: Period

    def label(self, lang: str) -> str:
        """Name in ``nb`` or ``en``."""
        return self.label_nb if lang == "nb" else self.label_en


@dataclass(frozen=True, slots=True)
class Link:
    """A tie of the file.

    Attributes:
        id: ``e1``, ``e2`` …, in order.
        source: IRI of one end; where the network is directed of the end it starts from.
        target: IRI of the other end.
        weight: Weight of the tie.
        kinds: Local names of its kinds: ``memberOf``, ``hosts`` …
        kinds_nb: The same in Norwegian.
        kinds_en: The same in English.
        periods: When it holds: a period per piece of evidence, each different one once, in order.
        relations: IRIs of the relations or assertions behind it.
        sources: IRIs of their sources.
        titles: Titles of the sources, in the same order.
    """

    id: str
    source: str
    target: str
    weight: float
    kinds: tuple[str, ...]
    kinds_nb: tuple[str, ...]
    kinds_en: tuple[str, ...]
    periods: tuple[Period, ...]
    relations: tuple[str, ...]
    sources: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """A network ready for a file.

    Attributes:
        name: Name of the projection.
        title_nb: The question it answers, in Norwegian.
        title_en: The same in English.
        directed: Ties have a direction.
        year: Only what holds in this year; None is everything ever recorded.
        reading: How unknown dates were read.
        nodes: In IRI order.
        links: In order of their ends.
    """

    name: str
    title_nb: str
    title_en: str
    directed: bool
    year: int | None
    reading: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    def title(self, lang: str) -> str:
        """The question, with the year where there is one."""
        asked = (self.title_nb if lang == "nb" else self.title_en) or self.name
        return asked if self.year is None else f"{asked} ({self.year}, {self.reading})"


def carry(
    ecosystem: Ecosystem,
    projection: str | Path = "collaboration",
    *,
    year: int | None = None,
    reading: Reading = Reading.POSSIBLE,
) -> Carried:
    """Read a projection's network with all that a file shall carry.

    Args:
        ecosystem: The graph, reasoned.
        projection: Name of a shipped projection, or the path of an ``.rq`` file.
        year: Only what holds in this year.
        reading: How to read unknown dates.

    Raises:
        NotFoundError: No such projection or file.
        NetworkError: The query is no projection.
        QueryError: The query does not parse.
    """
    ties = read_ties(ecosystem, projection)
    network = ties.network(year, reading)
    asks = projections()[ties.name].asks if ties.name in projections() else {}
    about = _About(ecosystem)
    periods = _periods(ties, year, reading)
    nodes = tuple(about.node(ties, iri, data.get("mode", "")) for iri, data in network.nodes(data=True))
    links = []
    for number, (source, target, data) in enumerate(network.edges(data=True), start=1):
        pair = (source, target) if network.is_directed() else (min(source, target), max(source, target))
        kinds = data["kinds"]
        sources = about.sources_of(data["relations"])
        links.append(
            Link(
                id=f"e{number}",
                source=pair[0],
                target=pair[1],
                weight=data["weight"],
                kinds=kinds,
                kinds_nb=tuple(about.kind_of_tie(kind, "nb") for kind in kinds),
                kinds_en=tuple(about.kind_of_tie(kind, "en") for kind in kinds),
                periods=periods[pair],
                relations=data["relations"],
                sources=sources,
                titles=tuple(about.label(URIRef(source), "nb") for source in sources),
            )
        )
    return Carried(
        ties.name,
        asks.get("nb", ""),
        asks.get("en", ""),
        network.is_directed(),
        year,
        str(reading),
        nodes,
        tuple(links),
    )


def _periods(ties: Ties, year: int | None, reading: Reading) -> dict[tuple[str, str], tuple[Period, ...]]:
    """When each pair of the network has a tie."""
    found: dict[tuple[str, str], set[Period]] = defaultdict(set)
    rows = [row for row in ties.holding(year, reading) if row.target]
    if ties.shape is Shape.SHARED_TARGET:
        # Two that share a target do so while both are there, and it is.
        by_target: dict[str, list[tuple[str, Period]]] = defaultdict(list)
        for row in rows:
            life = ties.things[row.target].life
            start, end = row.period.start or life.start, row.period.end or life.end
            by_target[row.target].append((row.source, Period(start, end, row.period.ongoing)))
        for shared in by_target.values():
            for (one, first), (other, second) in permutations(shared, 2):
                if one < other and (both := _overlap(first, second)) is not None:
                    found[one, other].add(both)
    else:
        for row in rows:
            pair = (row.source, row.target)
            if ties.shape is not Shape.DIRECTED:
                pair = (min(pair), max(pair))
            found[pair].add(row.period)
    ordered = {pair: sorted(some, key=lambda p: (p.start, p.end, p.ongoing)) for pair, some in found.items()}
    return defaultdict(tuple, {pair: tuple(some) for pair, some in ordered.items()})


def _overlap(one: Period, other: Period) -> Period | None:
    """While both may hold; None where the dates rule it out."""
    start = max(one.start, other.start)
    # "2006" is the whole year: it ends later than "2006-05".
    end = min(filter(None, (one.end, other.end)), key=lambda date: f"{date}-99", default="")
    if start and end and end[:4] < start[:4]:
        return None
    return Period(start, end, one.ongoing and other.ongoing and not end)


def edtf(period: Period) -> str:
    """The period as an EDTF interval.

    >>> edtf(Period("2006", "2016")), edtf(Period("2006", ongoing=True)), edtf(Period("2006")), edtf(Period())
    ('2006/2016', '2006/..', '2006/', '/')
    """
    return f"{period.start}/{period.end or ('..' if period.ongoing else '')}"


class _About:
    """What the graph says of the things of a network."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        self.graph, self.base, self.label = ecosystem.asserted, ecosystem.base, ecosystem.label

    def node(self, ties: Ties, iri: str, mode: str) -> Node:
        thing = ties.things[iri]
        return Node(
            iri=iri,
            name=short_name(iri, self.base),
            slug=thing.slug,
            label_nb=thing.label_nb,
            label_en=thing.label_en,
            kind=thing.kind,
            kind_nb=self.code("kind", thing.kind, "nb"),
            kind_en=self.code("kind", thing.kind, "en"),
            sphere=thing.sphere,
            sphere_nb=self.code("sphere", thing.sphere, "nb"),
            sphere_en=self.code("sphere", thing.sphere, "en"),
            municipality=self.municipality(iri),
            mode=mode,
            life=thing.life,
        )

    def code(self, scheme: str, slug: str, lang: str) -> str:
        """A code in words; ``place``, ``topic`` and ``event`` are no codes but classes."""
        if not slug:
            return ""
        known = schema()
        concept = CODE[f"{scheme}/{slug}"]
        if (concept, None, None) in known.graph:
            return known.label(concept, lang)
        cls = URIRef(f"{ECO._NS}{slug.capitalize()}")
        return known.label(cls, lang) if (cls, None, None) in known.graph else slug

    def kind_of_tie(self, word: str, lang: str) -> str:
        """A flat edge or a mechanism in words."""
        known = schema()
        for term in (URIRef(f"{ECO._NS}{word}"), CODE[f"mechanism/{word}"]):
            if (term, None, None) in known.graph:
                return known.label(term, lang)
        return word

    def municipality(self, iri: str) -> str:
        thing = URIRef(iri)
        places = (p for p in self.graph.objects(thing, ECO.municipality) if isinstance(p, URIRef))
        names = {self.label(place, "nb") for place in places}
        return ", ".join(
            sorted(names | {str(name) for name in self.graph.objects(thing, ECO.municipalityName)})
        )

    def sources_of(self, relations: Iterable[str]) -> tuple[str, ...]:
        found = {str(o) for r in relations for o in self.graph.objects(URIRef(r), PROV.hadPrimarySource)}
        return tuple(sorted(found))
