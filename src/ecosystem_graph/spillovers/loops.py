"""Feedback loops: chains of claims that come back to where they began.

An even number of hindering links makes a loop reinforcing, an odd number balancing. Every link is asserted by
somebody; that the whole goes round is our reading unless one source says so. Short loops are looked for
before long ones, and where the work runs out the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.wording import Wording

from .chains import Chain, judge
from .ledger import Entry, Ledger

__all__ = ["Loops", "loops"]

#: Links to follow before the search gives up, a few seconds of work.
_WORK = 3_000_000


@dataclass(frozen=True, slots=True)
class Loops:
    """What a search for loops found.

    Attributes:
        loops: Each as the chain that goes round once, beginning at the thing with the least IRI; the best
            supported first, then the shortest. Sign 1 is a reinforcing loop, -1 a balancing one.
        left_out: Further loops that the limit cut off, as far as they were counted.
        more: There may be more than ``left_out``.
    """

    loops: tuple[Chain, ...]
    left_out: int = 0
    more: bool = False


def loops(ledger: Ledger, *, longest: int = 8, limit: int = 50) -> Loops:
    """The feedback loops among the supported claims.

    Args:
        ledger: The claims.
        longest: Greatest number of links in a loop.
        limit: Greatest number of loops.

    Raises:
        EcosystemError: A bound is below 1.
    """
    if longest < 1 or limit < 1:
        raise EcosystemError(
            Wording(
                "the longest loop and the number of loops must be 1 or more",
                "lengste sløyfe og antall sløyfer må være 1 eller mer",
            )
        )
    search = _Search(ledger)
    found = [judge(entries) for length in range(2, longest + 1) for entries in search.of_length(length)]
    found.sort(key=_best_first)
    return Loops(tuple(found[:limit]), max(0, len(found) - limit), search.work < 0)


class _Search:
    """Depth first from each thing over the things after it, going only where the way back is short enough."""

    def __init__(self, ledger: Ledger) -> None:
        self.links: dict[tuple[str, str], list[Entry]] = {}
        self.after: dict[str, list[str]] = {}
        self.before: dict[str, list[str]] = {}
        for entries in ledger.outgoing.values():
            for entry in entries:
                cause, effect = entry.proposition.cause, entry.proposition.effect
                if (cause, effect) not in self.links:
                    self.after.setdefault(cause, []).append(effect)
                    self.before.setdefault(effect, []).append(cause)
                self.links.setdefault((cause, effect), []).append(entry)
        self.starts = sorted(self.after.keys() & self.before.keys())
        self.work = _WORK

    def of_length(self, length: int) -> Iterator[tuple[Entry, ...]]:
        """Each loop of so many links once; opposite claims on the same two things are links of their own."""
        for start in self.starts:
            back = self._back(start, length - 1)
            for things in self._rounds([start], back, length):
                pairs = zip(things, [*things[1:], start], strict=True)
                yield from product(*(self.links[pair] for pair in pairs))

    def _back(self, start: str, most: int) -> dict[str, int]:
        """The fewest links from each thing after ``start`` back to it, where they are at most so many."""
        steps = {start: 0}
        front = [start]
        for step in range(1, most + 1):
            further = []
            for thing in front:
                causes = self.before.get(thing, ())
                self.work -= len(causes)
                if self.work < 0:
                    return {}
                for cause in causes:
                    if cause > start and cause not in steps:
                        steps[cause] = step
                        further.append(cause)
            front = further
        return steps

    def _rounds(self, things: list[str], back: Mapping[str, int], length: int) -> Iterator[list[str]]:
        if len(things) == length:
            if back.get(things[-1]) == 1:
                yield things
            return
        effects = self.after.get(things[-1], ())
        self.work -= len(effects)
        if self.work < 0:
            return
        for effect in effects:
            if effect not in things and len(things) + back.get(effect, length) <= length:
                yield from self._rounds([*things, effect], back, length)


def _best_first(loop: Chain) -> tuple[int, int, int, tuple[str, ...]]:
    return -loop.standing, -loop.support, len(loop.entries), tuple(e.proposition.id for e in loop.entries)
