"""Chains: one claim after another, each chain judged; nobody but us may have put them together.

A chain's support is that of its weakest link, its sign the product of the signs. The search gives the best
chains first (not broken in time, then by the weakest link, then the shortest), so that a limit leaves out the
worst ones, and it says what it left out. It goes over simple paths, best first, with the widest path to the
goal (Pollack 1960, “The maximum capacity through a network”) as the bound on what a half-built chain may
become.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.wording import Wording

from .claims import Source
from .ledger import Entry, Ledger
from .standing import Standing
from .timing import Order, TimeVerdict, chain_order

__all__ = ["Chain", "Chains", "Verdict", "from_cause", "into_effect", "judge", "path"]

#: How many half-built chains to open after the limit, to count what is left out.
_LOOK_ON = 2_000


class Verdict(StrEnum):
    """What to think of a chain; the first that applies, worst first."""

    BROKEN_IN_TIME = "broken-in-time"
    DISPUTED = "disputed-on-the-way"
    STITCHED = "stitched"
    WHOLE = "one-source"


@dataclass(frozen=True, slots=True)
class Chain:
    """A judged chain.

    Attributes:
        entries: Its links, from the first cause to the last effect.
        sign: 1 where it promotes in the end, -1 where it hinders.
        support: Independent sources of its weakest link.
        standing: The worst standing on the way.
        time: Verdict of the dates on the whole.
        whole: The sources that assert every link of it.
        disputed: Its links that somebody disputes.
    """

    entries: tuple[Entry, ...]
    sign: int
    support: int
    standing: Standing
    time: TimeVerdict
    whole: tuple[Source, ...]
    disputed: tuple[Entry, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst that applies."""
        if self.time.order is Order.OUT_OF_ORDER:
            return Verdict.BROKEN_IN_TIME
        if self.disputed:
            return Verdict.DISPUTED
        return Verdict.WHOLE if self.whole else Verdict.STITCHED

    @property
    def things(self) -> tuple[str, ...]:
        """IRIs along the way, both ends included."""
        return (self.entries[0].proposition.cause, *(e.proposition.effect for e in self.entries))


@dataclass(frozen=True, slots=True)
class Chains:
    """What a search found.

    Attributes:
        chains: Best first.
        left_out: Further chains that the limit cut off, as far as they were counted.
        more: There may be more than ``left_out``.
        longer: There are claims beyond the longest chain that was looked for.
        unsupported: Propositions that are no links, since nobody supports them.
    """

    chains: tuple[Chain, ...]
    left_out: int = 0
    more: bool = False
    longer: bool = False
    unsupported: int = 0


def judge(entries: Collection[Entry]) -> Chain:
    """Judge links that follow one another."""
    entries = tuple(entries)
    sign, carried = 1, None
    for entry in entries:
        sign *= entry.proposition.sign
        sources = {s for a in entry.proposition.supporting for s in a.sources}
        carried = sources if carried is None else carried & sources
    return Chain(
        entries,
        sign,
        min(e.weight.support for e in entries),
        min(e.weight.standing for e in entries),
        chain_order([(e.proposition, e.time) for e in entries]),
        tuple(sorted(carried or (), key=lambda s: s.id)),
        tuple(e for e in entries if e.proposition.disputing),
    )


def path(
    ledger: Ledger, cause: str, effect: str, *, longest: int = 6, limit: int = 20, wide: bool = False
) -> Chains:
    """The chains from a cause to an effect.

    Args:
        ledger: The claims.
        cause: IRI or slug.
        effect: IRI or slug.
        longest: Greatest number of links.
        limit: Greatest number of chains.
        wide: Also end in what concerns the effect (topics about it, its events, its predecessors).

    Raises:
        NotFoundError: Unknown cause or effect.
        EcosystemError: Cause and effect are the same thing, or a bound is below 1.
    """
    start, goal = ledger.thing(cause), ledger.thing(effect)
    if start.id == goal.id:
        raise EcosystemError(
            Wording(
                f"{start.slug} is both ends; a chain that comes back is a loop, see the loops",
                f"{start.slug} er begge ender; en kjede som kommer tilbake, er en sløyfe, se sløyfene",
            )
        )
    goals = {goal.id} | ({c.thing for c in goal.concerned} if wide else set()) - {start.id}
    return _Search(ledger, ledger.outgoing, longest, limit).run(start.id, goals)


def from_cause(ledger: Ledger, cause: str, *, longest: int = 3, limit: int = 50) -> Chains:
    """The chains that begin in a cause, wherever they lead. Arguments and errors as ``path``."""
    return _Search(ledger, ledger.outgoing, longest, limit).run(ledger.thing(cause).id)


def into_effect(ledger: Ledger, effect: str, *, longest: int = 3, limit: int = 50) -> Chains:
    """The chains that end in an effect, wherever they begin. Arguments and errors as ``path``."""
    search = _Search(ledger, ledger.incoming, longest, limit, backwards=True)
    return search.run(ledger.thing(effect).id)


#: Quality of a link; the lesser of two is that of both together.
_Quality = tuple[int, int]
_BEST: _Quality = (len(Standing), 1 << 30)
_WORST: _Quality = (-1, -1)


class _Search:
    """Best-first search over simple paths."""

    def __init__(
        self,
        ledger: Ledger,
        links: Mapping[str, tuple[Entry, ...]],
        longest: int,
        limit: int,
        *,
        backwards: bool = False,
    ) -> None:
        if longest < 1 or limit < 1:
            raise EcosystemError(
                Wording(
                    "the longest chain and the number of chains must be 1 or more",
                    "lengste kjede og antall kjeder må være 1 eller mer",
                )
            )
        self.ledger, self.links, self.longest, self.limit = ledger, links, longest, limit
        self.backwards = backwards

    def run(self, start: str, goals: Collection[str] | None = None) -> Chains:
        """Chains from ``start``; to one of ``goals``, or to anywhere where there are none."""
        bound = None if goals is None else self._bounds(goals)
        # Best first: not broken before broken, high quality before low, few links before many, then IRIs.
        heap: list[tuple[bool, int, int, int, tuple[str, ...], tuple[Entry, ...], _Quality]] = []
        heapq.heappush(heap, (False, 0, 0, 0, (), (), _BEST))
        found: list[Chain] = []
        left_out, opened, longer = 0, 0, False
        while heap and (len(found) < self.limit or opened < _LOOK_ON):
            _, _, _, _, ids, entries, quality = heapq.heappop(heap)
            end = self._far(entries[-1]) if entries else start
            if entries and (goals is None or end in goals):
                if len(found) < self.limit:
                    found.append(judge(self._forward(entries)))
                else:
                    left_out += 1
                if goals is not None:
                    continue
            opened += len(found) == self.limit
            seen = {start, *(self._far(e) for e in entries)}
            for link in self.links.get(end, ()):
                further = self._far(link)
                reach, steps = (_BEST, 0) if bound is None else bound.get(further, (_WORST, 0))
                if further in seen or reach == _WORST:
                    continue
                if len(entries) + 1 + steps > self.longest:
                    longer = True
                    continue
                chain = (*entries, link)
                so_far = min(quality, (int(link.weight.standing), link.weight.support))
                hope = min(so_far, reach)
                broken = _broken(self._forward(chain))
                key = (*ids, link.proposition.id)
                heapq.heappush(heap, (broken, -hope[0], -hope[1], len(chain) + steps, key, chain, so_far))
        unsupported = sum(not e.supported for e in self.ledger.entries)
        return Chains(tuple(found), left_out, bool(heap), longer, unsupported)

    def _far(self, entry: Entry) -> str:
        return entry.proposition.cause if self.backwards else entry.proposition.effect

    def _forward(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return entries[::-1] if self.backwards else entries

    def _bounds(self, goals: Collection[str]) -> dict[str, tuple[_Quality, int]]:
        """Per thing the best quality with which a goal can be reached from it, and the fewest links."""
        steps = dict.fromkeys(goals, 0)
        queue = deque(goals)
        while queue:
            thing = queue.popleft()
            for link in self.ledger.incoming.get(thing, ()):
                if (cause := link.proposition.cause) not in steps:
                    steps[cause] = steps[thing] + 1
                    queue.append(cause)
        widest = dict.fromkeys(goals, _BEST)
        heap = [((-_BEST[0], -_BEST[1]), goal) for goal in sorted(goals)]
        while heap:
            (standing, support), thing = heapq.heappop(heap)
            if (-standing, -support) < widest[thing]:
                continue
            for link in self.ledger.incoming.get(thing, ()):
                cause = link.proposition.cause
                quality = min(widest[thing], (int(link.weight.standing), link.weight.support))
                if quality > widest.get(cause, _WORST):
                    widest[cause] = quality
                    heapq.heappush(heap, ((-quality[0], -quality[1]), cause))
        return {thing: (widest[thing], count) for thing, count in steps.items()}


def _broken(entries: tuple[Entry, ...]) -> bool:
    return chain_order([(e.proposition, e.time) for e in entries]).order is Order.OUT_OF_ORDER
