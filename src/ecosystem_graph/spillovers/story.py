"""The story as a network: which effects have a supported path, and what falls when something is taken away.

Every thing is split in two, the thing as effect and the thing as cause, with its propositions between them. A
path starts where the story starts: at the things that claims explain other things with but do not explain
themselves, and at loops that nothing outside explains. An effect is *supported* while some path from a start
reaches it. To take a thing away is then to take away one vertex, so that what every path passes through is
what dominates the effect (Lengauer & Tarjan 1979), exactly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

import networkx as nx

from .ledger import Ledger

__all__ = ["Story"]

_START = 0


class Story:
    """The supported claims of a ledger as a rooted network."""

    def __init__(self, ledger: Ledger) -> None:
        """Build it from every supported proposition.

        Attributes:
            ledger: The claims.
            starts: IRIs of the things the story starts at, in order.
            effects: IRIs of the things somebody claims to be affected, in order.
        """
        self.ledger = ledger
        supported = [e.proposition for e in ledger.entries if e.supported]
        self.effects = tuple(sorted({p.effect for p in supported}))
        causes = sorted({p.cause for p in supported})
        names = [*(("effect", t) for t in self.effects), *(("cause", t) for t in causes)]
        names += [("claim", p.id) for p in supported]
        self._names: list[tuple[str, str]] = [("start", ""), *names]
        self._number = {name: number for number, name in enumerate(self._names)}
        self._after: list[list[int]] = [[] for _ in self._names]
        self._before: list[list[int]] = [[] for _ in self._names]
        self.starts = _starts((p.cause, p.effect) for p in supported)
        for start in self.starts:
            self._join(_START, self._number["cause", start])
        for p in supported:
            claim = self._number["claim", p.id]
            self._join(self._number["cause", p.cause], claim)
            self._join(claim, self._number["effect", p.effect])
        for thing in self.effects:
            if ("cause", thing) in self._number:
                self._join(self._number["effect", thing], self._number["cause", thing])
        self._children = self._tree()

    def lost(self, things: Collection[str] = (), propositions: Collection[str] = ()) -> tuple[str, ...]:
        """The effects that have no supported path left, the things taken away not among them.

        Args:
            things: IRIs of things to take away.
            propositions: IRIs of propositions to take away.
        """
        removed = self._vertices(things, propositions)
        # What hangs below a removed vertex in a spanning tree may be lost; all else is still reached by it.
        affected = set(removed)
        stack = list(removed)
        while stack:
            below = [v for v in self._children[stack.pop()] if v not in affected]
            affected.update(below)
            stack.extend(below)
        saved = [v for v in affected - removed if any(b not in affected for b in self._before[v])]
        back = set(saved)
        while saved:
            after = self._after[saved.pop()]
            further = [v for v in after if v in affected and v not in removed and v not in back]
            back.update(further)
            saved.extend(further)
        return tuple(
            sorted(self._names[v][1] for v in affected - back - removed if self._names[v][0] == "effect")
        )

    def touched(self, things: Collection[str] = (), propositions: Collection[str] = ()) -> set[str]:
        """The effects that at least one path reaches through something taken away."""
        stack = list(self._vertices(things, propositions))
        seen = set(stack)
        while stack:
            further = [v for v in self._after[stack.pop()] if v not in seen]
            seen.update(further)
            stack.extend(further)
        return {name for kind, name in (self._names[v] for v in seen) if kind == "effect"} - set(things)

    def dominators(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Per effect what every path to it passes through: things and propositions, from the start on."""
        graph = nx.DiGraph()
        graph.add_node(_START)
        graph.add_edges_from((v, w) for v, after in enumerate(self._after) for w in after)
        above = dict(nx.immediate_dominators(graph, _START))
        found = {}
        for effect in self.effects:
            things, claims = [], []
            vertex = self._number["effect", effect]
            while (vertex := above[vertex]) not in (_START, None):
                kind, name = self._names[vertex]
                if kind == "cause":
                    things.append(name)
                elif kind == "claim":
                    claims.append(name)
            found[effect] = (tuple(reversed(things)), tuple(reversed(claims)))
        return found

    def _join(self, before: int, after: int) -> None:
        self._after[before].append(after)
        self._before[after].append(before)

    def _vertices(self, things: Collection[str], propositions: Collection[str]) -> set[int]:
        names = [(kind, thing) for thing in things for kind in ("cause", "effect")]
        names += [("claim", p) for p in propositions]
        return {self._number[name] for name in names if name in self._number}

    def _tree(self) -> list[list[int]]:
        """The children of every vertex in a spanning tree, breadth first from the start."""
        children: list[list[int]] = [[] for _ in self._names]
        seen = {_START}
        queue = deque(seen)
        while queue:
            vertex = queue.popleft()
            for further in self._after[vertex]:
                if further not in seen:
                    seen.add(further)
                    children[vertex].append(further)
                    queue.append(further)
        return children


def _starts(links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The things in strongly connected parts that no link enters from outside."""
    graph = nx.DiGraph(sorted(links))
    parts = nx.condensation(graph)
    first = [parts.nodes[p]["members"] for p in parts if parts.in_degree(p) == 0]
    return tuple(sorted(thing for members in first for thing in members))
