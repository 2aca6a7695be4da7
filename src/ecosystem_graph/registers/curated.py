"""The region's side of an import: its places by number, and its actors by number and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.tables.cells import tail
from ecosystem_graph.vocab import ECO

from .lines import iri, label, string
from .matching import Curated

__all__ = ["Place", "Region", "region_of"]

_SAID = (RDF.type, RDFS.label, ECO.placeKind, ECO.municipalityNumber, ECO.countyNumber, ECO.inCounty)
_SAME = (SKOS.exactMatch,)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the region.

    Attributes:
        iri: The place.
        lines: What the region says of it, as N-Triples: class, name, kind, number, county.
    """

    iri: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """What an import needs to know of the region at hand.

    Attributes:
        places: Municipalities and counties by their numbers.
        actors: Every actor.
    """

    places: Mapping[str, Place]
    actors: tuple[Curated, ...]


def region_of(facts: Iterable[tuple[Node, Node, Node]]) -> Region:
    """Read places and actors from the facts of a region."""
    about: dict[str, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in facts:
        if isinstance(s, URIRef):
            about[str(s)][p].append(o)
    places: dict[str, Place] = {}
    for thing, said in about.items():
        for number in (*said.get(ECO.municipalityNumber, ()), *said.get(ECO.countyNumber, ())):
            lines = (f"{iri(thing)} <{p}> {_term(o)} .\n" for p in _SAID for o in said.get(p, ()))
            places[str(number)] = Place(thing, tuple(sorted(lines)))
    actors = (_actor(thing, said, about) for thing, said in sorted(about.items()) if "/actor/" in thing)
    return Region(places, tuple(actors))


def _actor(
    thing: str, said: Mapping[Node, list[Node]], about: Mapping[str, Mapping[Node, list[Node]]]
) -> Curated:
    labels = sorted(said.get(RDFS.label, ()), key=lambda o: (getattr(o, "language", "") != "nb", str(o)))
    names = dict.fromkeys(str(o) for o in (*labels, *sorted(said.get(SKOS.altLabel, ()), key=str)))
    at: Mapping[Node, list[Node]] = next((about[str(o)] for o in said.get(ECO.municipality, ())), {})
    place = [*(str(o) for o in at.get(RDFS.label, ())), *map(str, said.get(ECO.municipalityName, ())), ""][0]
    return Curated(
        thing,
        tail(thing),
        tuple(names) or (tail(thing),),
        next((str(o) for o in said.get(ECO.organisationNumber, ())), ""),
        next((str(o) for o in at.get(ECO.municipalityNumber, ())), ""),
        place,
        frozenset(str(o) for p in _SAME for o in said.get(p, ())),
    )


def _term(node: Node) -> str:
    if isinstance(node, Literal):
        return label(str(node), node.language) if node.language else string(str(node))
    return iri(str(node))
