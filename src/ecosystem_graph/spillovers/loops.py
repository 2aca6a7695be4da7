"""Feedback loops: chains of claims that come back to where they began.

An even number of hindering links makes a loop reinforcing, an odd number balancing. Every link is asserted by
somebody; that the whole goes round is our reading unless one source says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

import networkx as nx

from ecosystem_graph.errors import EcosystemError

from .chains import Chain, judge
from .ledger import Entry, Ledger

__all__ = ["Loops", "loops"]

#: How many loops to look at before the best are chosen.
_LOOK_AT = 20_000


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
        raise EcosystemError("the longest loop and the number of loops must be 1 or more")
    found = list(islice(_rounds(ledger, longest), _LOOK_AT + 1))
    judged = sorted((judge(r) for r in found[:_LOOK_AT]), key=_best_first)
    return Loops(tuple(judged[:limit]), max(0, len(judged) - limit), len(found) > _LOOK_AT)


def _rounds(ledger: Ledger, longest: int) -> Iterator[tuple[Entry, ...]]:
    """Each loop once; opposite claims about the same two things are links of their own (Johnson 1975)."""
    links: dict[tuple[str, str], list[Entry]] = {}
    for entries in ledger.outgoing.values():
        for entry in entries:
            links.setdefault((entry.proposition.cause, entry.proposition.effect), []).append(entry)
    graph = nx.DiGraph(sorted(links))
    for cycle in nx.simple_cycles(graph, length_bound=longest):
        first = cycle.index(min(cycle))
        things = cycle[first:] + cycle[:first]
        yield from product(*(links[pair] for pair in zip(things, things[1:] + things[:1], strict=True)))


def _best_first(loop: Chain) -> tuple[int, int, int, tuple[str, ...]]:
    return -loop.standing, -loop.support, len(loop.entries), tuple(e.proposition.id for e in loop.entries)
