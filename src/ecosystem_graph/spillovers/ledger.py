"""The ledger: every proposition with its assertions, its weight and its time verdict; look-ups and order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.wording import Wording

from .claims import Assertion, Proposition, Source, Thing
from .standing import Standing, Weight, weigh
from .timing import TimeVerdict, order

__all__ = ["Entry", "Ledger"]

#: Order of reading: where people disagree comes first.
_SHOWN = (
    Standing.CONTESTED,
    Standing.DISPUTED_ONLY,
    Standing.WELL_SUPPORTED,
    Standing.SINGLE_SOURCED,
    Standing.IMPLIED_ONLY,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposition as the ledger judges it.

    Attributes:
        proposition: What is claimed and by whom.
        weight: Support against dispute.
        time: Verdict of the dates.
    """

    proposition: Proposition
    weight: Weight
    time: TimeVerdict

    @property
    def supported(self) -> bool:
        """Somebody supports it, so that it may be a link of a chain."""
        return self.weight.standing is not Standing.DISPUTED_ONLY


@dataclass(frozen=True)
class Ledger:
    """All claims of a region.

    Attributes:
        things: By IRI: whatever claims speak of, and what they may be asked about.
        propositions: In IRI order.
        base: Root IRI of the region's things.
        licence: IRI of the licence of the data; empty where none is stated.
    """

    things: Mapping[str, Thing]
    propositions: tuple[Proposition, ...]
    base: str = ""
    licence: str = ""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every proposition judged: contested first, then disputed only, then by falling support."""
        entries = [
            Entry(p, weigh(p), order(p, self.things[p.cause], self.things[p.effect]))
            for p in self.propositions
        ]
        return tuple(sorted(entries, key=_reading_order))

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Entries by IRI of the proposition."""
        return {entry.proposition.id: entry for entry in self.entries}

    @cached_property
    def outgoing(self) -> dict[str, tuple[Entry, ...]]:
        """Supported entries by cause, in IRI order: the links that chains are made of."""
        return self._links(lambda p: p.cause)

    @cached_property
    def incoming(self) -> dict[str, tuple[Entry, ...]]:
        """Supported entries by effect, in IRI order."""
        return self._links(lambda p: p.effect)

    def _links(self, end: Callable[[Proposition], str]) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.entries, key=lambda e: e.proposition.id):
            if entry.supported:
                found.setdefault(end(entry.proposition), []).append(entry)
        return {thing: tuple(links) for thing, links in found.items()}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source of a claim by IRI."""
        return {s.id: s for p in self.propositions for a in p.assertions for s in a.sources}

    @cached_property
    def _slugs(self) -> dict[str, str]:
        return {s.slug: s.id for s in self.sources.values()}

    @cached_property
    def _publishers(self) -> dict[str, str]:
        names = sorted({s.publisher for s in self.sources.values() if s.publisher}, reverse=True)
        return {name.casefold(): name for name in names}

    def thing(self, name: str) -> Thing:
        """The thing of an IRI or slug; of the same slug an actor comes before a place, a topic and an event.

        Raises:
            NotFoundError: There is none; near names are suggested.
        """
        if name in self.things:
            return self.things[name]
        for kind in ("actor", "place", "topic", "event"):
            if (iri := f"{self.base}{kind}/{name}") in self.things:
                return self.things[iri]
        raise NotFoundError(
            Wording("actor, place, topic or event", "aktør, sted, tema eller hendelse"),
            name,
            (t.slug for t in self.things.values()),
        )

    def source(self, name: str) -> Source:
        """The source of an IRI or slug.

        Raises:
            NotFoundError: No claim rests on a source of this name; near names are suggested.
        """
        if (iri := self._slugs.get(name, name)) in self.sources:
            return self.sources[iri]
        raise NotFoundError(Wording("source of a claim", "kilde til en påstand"), name, self._slugs)

    def publisher(self, name: str) -> str:
        """A publisher's name as the data writes it, whatever the case.

        Raises:
            NotFoundError: No claim rests on this publisher; near names are suggested.
        """
        if name.casefold() in self._publishers:
            return self._publishers[name.casefold()]
        raise NotFoundError(
            Wording("publisher of a claim", "utgiver bak en påstand"), name, self._publishers.values()
        )

    def about(self, name: str) -> tuple[Entry, ...]:
        """The entries in which a thing is cause or effect.

        Raises:
            NotFoundError: As ``thing``.
        """
        iri = self.thing(name).id
        return tuple(e for e in self.entries if iri in (e.proposition.cause, e.proposition.effect))

    def contested(self) -> tuple[Entry, ...]:
        """The entries that somebody disputes."""
        return tuple(e for e in self.entries if e.proposition.disputing)

    def reverse(self, entry: Entry) -> tuple[Entry, ...]:
        """What is claimed the other way round, from the effect to the cause."""
        wanted = (entry.proposition.effect, entry.proposition.cause)
        return tuple(e for e in self.entries if (e.proposition.cause, e.proposition.effect) == wanted)

    def interested(self, entry: Entry, assertion: Assertion) -> bool:
        """Whether the asserter speaks for the cause or for the effect."""
        return bool({entry.proposition.cause, entry.proposition.effect} & {*assertion.asserter.represents})

    def keeping(self, propositions: Iterable[Proposition]) -> Ledger:
        """The same things with other propositions."""
        return replace(self, propositions=tuple(propositions))


def _reading_order(entry: Entry) -> tuple[int, int, int, str]:
    weight = entry.weight
    return _SHOWN.index(weight.standing), -weight.support, -weight.dispute, entry.proposition.id
