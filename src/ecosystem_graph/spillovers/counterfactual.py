"""What if: take things, sources or weak claims away and see which effects lose every supported path.

This is a property of the claims, not an estimate of effects: it says what the *story* rests on, never what
would have happened in the region.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.wording import Wording

from .chains import Chain, judge
from .claims import Proposition, Thing
from .ledger import Entry, Ledger
from .standing import independent
from .story import Story
from .timing import Order

__all__ = ["Footing", "Kept", "Lost", "Prop", "Taking", "WhatIf", "footing", "stands_on", "taken", "what_if"]


@dataclass(frozen=True, slots=True)
class Taking:
    """What to take away.

    Attributes:
        things: IRIs or slugs of causes and effects, with every claim about them.
        sources: IRIs or slugs of sources; an assertion falls when its last source does.
        publishers: Names of publishers, for all their sources.
        only_explicit: Drop what a source only lets be understood, on both sides.
        min_sources: Keep only propositions with at least so many independent supporting sources.
        in_time: Drop what the dates put out of order.
    """

    things: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    only_explicit: bool = False
    min_sources: int = 1
    in_time: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """An effect without a supported path.

    Attributes:
        thing: The effect.
        claims: What is still claimed to lead to it, though nothing the story starts from leads there.
    """

    thing: Thing
    claims: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """An effect that lost some path and keeps another.

    Attributes:
        thing: The effect.
        path: The best chain that is left to it: the best weakest link, then the fewest links.
        before: Signs with which the story reached it: 1 promoted, -1 hindered.
        after: Signs with which it still does.
    """

    thing: Thing
    path: Chain
    before: frozenset[int]
    after: frozenset[int]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a taking does to the story.

    Attributes:
        fallen: The supported propositions that fall, in IRI order.
        lost: The effects that lose every supported path.
        kept: The effects that lose some path and keep another.
        untouched: Number of effects none of whose paths are touched.
        ledger: What is left.
    """

    fallen: tuple[Proposition, ...]
    lost: tuple[Lost, ...]
    kept: tuple[Kept, ...]
    untouched: int
    ledger: Ledger


class Prop(StrEnum):
    """A kind of thing a story rests on."""

    THING = "thing"
    SOURCE = "source"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Footing:
    """Something the story stands on, and what falls without it.

    Attributes:
        kind: What it is.
        name: IRI, or the name of a publisher.
        claims: Number of supported propositions that fall with it.
        effects: IRIs of the effects that lose every supported path without it.
    """

    kind: Prop
    name: str
    claims: int
    effects: tuple[str, ...]


def taken(ledger: Ledger, taking: Taking) -> Ledger:
    """The ledger without what is taken away.

    Raises:
        NotFoundError: Unknown thing, source or publisher; near names are suggested.
        EcosystemError: ``min_sources`` is below 1.
    """
    if taking.min_sources < 1:
        raise EcosystemError(
            Wording(
                f"at least 1 independent source must be asked for, not {taking.min_sources}",
                f"det må kreves minst 1 uavhengig kilde, ikke {taking.min_sources}",
            )
        )
    things = {ledger.thing(name).id for name in taking.things}
    publishers = {ledger.publisher(name).casefold() for name in taking.publishers}
    gone = {ledger.source(name).id for name in taking.sources}
    gone |= {s.id for s in ledger.sources.values() if s.publisher.casefold() in publishers}
    left = []
    for entry in ledger.entries:
        proposition = entry.proposition
        late = taking.in_time and entry.time.order is Order.OUT_OF_ORDER
        if not late and proposition.cause not in things and proposition.effect not in things:
            kept = _thinned(proposition, gone, taking.only_explicit)
            few = taking.min_sources > 1 and len(independent(kept.supporting)) < taking.min_sources
            if kept.assertions and not few:
                left.append(kept)
    return ledger.keeping(sorted(left, key=lambda p: p.id))


def what_if(ledger: Ledger, taking: Taking) -> WhatIf:
    """What happens to the story without what is taken away.

    Args:
        ledger: All claims.
        taking: What to take away.

    Raises:
        NotFoundError: As ``taken``.
        EcosystemError: As ``taken``.
    """
    left = taken(ledger, taking)
    story = Story(ledger)
    things = {ledger.thing(name).id for name in taking.things}
    standing = {e.proposition.id for e in left.entries if e.supported}
    fallen = [e.proposition for e in ledger.entries if e.supported and e.proposition.id not in standing]
    fallen.sort(key=lambda p: p.id)
    names = [p.id for p in fallen]
    lost = story.lost(things, names)
    touched = story.touched(things, names)
    best = _best_paths(left, story.starts)
    before, after = _signs(ledger, story.starts), _signs(left, story.starts)
    return WhatIf(
        tuple(fallen),
        tuple(Lost(ledger.things[t], left.incoming.get(t, ())) for t in lost),
        tuple(Kept(ledger.things[t], best[t], before[t], after[t]) for t in sorted(touched - set(lost))),
        len(set(story.effects) - touched - things),
        left,
    )


def footing(ledger: Ledger) -> tuple[Footing, ...]:
    """What the whole story stands on: every cause, source and publisher, by what falls without it.

    Returns:
        The most effects lost first, then the most propositions, things before sources before publishers.
    """
    story = Story(ledger)
    supported = [e.proposition for e in ledger.entries if e.supported]
    claims: dict[str, int] = {}
    by_source: dict[str, list[str]] = {}
    by_publisher: dict[str, list[str]] = {}
    for proposition in supported:
        for thing in {proposition.cause, proposition.effect}:
            claims[thing] = claims.get(thing, 0) + 1
        for source in _indispensable([{s.id for s in a.sources} for a in proposition.supporting]):
            by_source.setdefault(source, []).append(proposition.id)
        houses = [{s.publisher.casefold() for s in a.sources} for a in proposition.supporting]
        for name in _indispensable(houses):
            if name:
                by_publisher.setdefault(ledger.publisher(name), []).append(proposition.id)
    rows = [Footing(Prop.THING, t, claims[t], story.lost([t])) for t in ledger.outgoing]
    for kind, fallen in ((Prop.SOURCE, by_source), (Prop.PUBLISHER, by_publisher)):
        rows += [Footing(kind, n, len(ids), story.lost((), ids)) for n, ids in fallen.items()]
    return tuple(sorted(rows, key=lambda r: (-len(r.effects), -r.claims, list(Prop).index(r.kind), r.name)))


def stands_on(ledger: Ledger) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Per effect (IRI) its exact dominators: the things and propositions on every supported path to it."""
    return Story(ledger).dominators()


def _thinned(proposition: Proposition, gone: Collection[str], only_explicit: bool) -> Proposition:
    """The proposition without the sources that are gone and, if asked, without what is implied."""
    left = []
    for assertion in proposition.assertions:
        sources = tuple(s for s in assertion.sources if s.id not in gone)
        if (sources or not assertion.sources) and (assertion.explicit or not only_explicit):
            left.append(assertion if sources == assertion.sources else replace(assertion, sources=sources))
    return (
        proposition if tuple(left) == proposition.assertions else replace(proposition, assertions=tuple(left))
    )


def _indispensable(carriers: list[set[str]]) -> set[str]:
    """What every assertion rests on alone; a proposition falls with it."""
    first, *rest = carriers
    return first if len(first) == 1 and all(other == first for other in rest) else set()


def _best_paths(ledger: Ledger, starts: Collection[str]) -> dict[str, Chain]:
    """Per effect its best chain from a start: the best weakest link, then the fewest links.

    For each quality from the best down, breadth first over the links that are at least that good: the first
    time that an effect is reached is by its best weakest link.
    """
    qualities = sorted({_quality(e) for links in ledger.outgoing.values() for e in links}, reverse=True)
    found: dict[str, Chain] = {}
    for least in qualities:
        into: dict[str, Entry] = {}
        seen = set(starts)
        queue = deque(sorted(starts))
        while queue:
            for link in ledger.outgoing.get(queue.popleft(), ()):
                if _quality(link) >= least:
                    effect = link.proposition.effect
                    into.setdefault(effect, link)
                    if effect not in seen:
                        seen.add(effect)
                        queue.append(effect)
        for effect in into.keys() - found.keys():
            found[effect] = judge(_back(effect, into, starts))
    return found


def _signs(ledger: Ledger, starts: Collection[str]) -> dict[str, frozenset[int]]:
    """Per effect the signs with which claims lead to it from a start, going round loops if need be."""
    reached = {(start, 1) for start in starts}
    queue = deque(sorted(reached))
    found: dict[str, set[int]] = {}
    while queue:
        thing, sign = queue.popleft()
        for link in ledger.outgoing.get(thing, ()):
            further = link.proposition.effect, sign * link.proposition.sign
            found.setdefault(further[0], set()).add(further[1])
            if further not in reached:
                reached.add(further)
                queue.append(further)
    return {thing: frozenset(signs) for thing, signs in found.items()}


def _back(effect: str, into: dict[str, Entry], starts: Collection[str]) -> list[Entry]:
    chain = [into[effect]]
    while (cause := chain[-1].proposition.cause) not in starts:
        chain.append(into[cause])
    return chain[::-1]


def _quality(entry: Entry) -> tuple[int, int]:
    return int(entry.weight.standing), entry.weight.support
