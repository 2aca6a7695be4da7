"""Robustness: what falls apart when somebody leaves.

Removal curves follow A.-L. Barabási et al. (*Error and attack tolerance*, 2000) and their area is the R of
C. Schneider et al. (*Mitigation of malicious attacks on networks*, 2011). Directions are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.wording import Wording

from .centrality import MEASURES, centrality

__all__ = ["Bridge", "Cut", "RemovalCurve", "bridges", "core_periphery", "cut_actors", "removal_curves"]


@dataclass(frozen=True, slots=True)
class RemovalCurve:
    """The largest part that is left as actors leave.

    Attributes:
        order: ``random`` or the measure by which the most central leave first.
        left: Share of all actors in the largest component after 0, 1, 2 … have left; the mean over the
            runs where random.
        low: 5th percentile over the runs (equals ``left`` where not random).
        high: 95th percentile over the runs.
        robustness: Area under ``left``, from 0 to 0.5.
        half: How many leave before the largest part holds less than half of those it held.
    """

    order: str
    left: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    robustness: float
    half: int


@dataclass(frozen=True, slots=True)
class Cut:
    """An actor whose leaving splits a component (an articulation point).

    Attributes:
        node: Key in the network.
        cut_off: How many others lose their way to the largest of the parts that are left.
        parts: How many parts are left of its component.
    """

    node: Any
    cut_off: int
    parts: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """A tie whose loss splits a component.

    Attributes:
        ends: The two nodes, the one on the smaller side first.
        cut_off: Number of nodes on the smaller side.
    """

    ends: tuple[Any, Any]
    cut_off: int


def removal_curves(
    network: nx.Graph,
    orders: Iterable[str] = ("random", "degree", "betweenness"),
    *,
    runs: int = 50,
    seed: int = 1,
) -> list[RemovalCurve]:
    """How the largest component shrinks as actors leave, in random order and the most central first.

    Central means in the whole network; who leaves is not ranked anew. Equals leave in node order.

    Args:
        network: Any network.
        orders: ``random`` or names of measures.
        runs: Random orders.
        seed: Of the random orders.

    Raises:
        NotFoundError: No such measure.
    """
    nodes = list(network)
    place = {node: i for i, node in enumerate(nodes)}
    near = [[place[other] for other in nx.all_neighbors(network, node)] for node in nodes]
    curves = []
    for order in orders:
        if order == "random":
            rng = np.random.default_rng(seed)
            lines = [_curve(near, rng.permutation(len(nodes)).tolist()) for _ in range(runs)]
        elif order in MEASURES:
            scores = centrality(network, [order])[order]
            sign = 1 if MEASURES[order].ascending else -1
            known = np.nan_to_num(np.array([sign * scores[node] for node in nodes], dtype=float), nan=np.inf)
            lines = [_curve(near, np.argsort(np.round(known, 10), kind="stable").tolist())]
        else:
            raise NotFoundError(Wording("order", "rekkefølge"), order, ["random", *MEASURES])
        curves.append(_summary(order, np.array(lines)))
    return curves


def _curve(near: list[list[int]], order: list[int]) -> list[float]:
    """Backwards: let them come in reverse order, joining components (union by size)."""
    n = len(near)
    parent, size, present = list(range(n)), [1] * n, [False] * n
    largest, left = 0, [0.0] * (n + 1)

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for gone in range(n - 1, -1, -1):
        node = order[gone]
        present[node] = True
        largest = max(largest, 1)
        for other in near[node]:
            if present[other]:
                a, b = root(node), root(other)
                if a != b:
                    if size[a] < size[b]:
                        a, b = b, a
                    parent[b] = a
                    size[a] += size[b]
                    largest = max(largest, size[a])
        left[gone] = largest / n
    return left


def _summary(order: str, lines: np.ndarray) -> RemovalCurve:
    mean = lines.mean(axis=0)
    low, high = np.quantile(lines, [0.05, 0.95], axis=0)
    n = lines.shape[1] - 1
    below = np.flatnonzero(mean < mean[0] / 2)
    return RemovalCurve(
        order,
        tuple(mean.tolist()),
        tuple(low.tolist()),
        tuple(high.tolist()),
        float(mean[1:].sum() / n) if n else 0.0,
        int(below[0]) if len(below) else n,
    )


def cut_actors(network: nx.Graph) -> list[Cut]:
    """Articulation points, those that cut off most others first."""
    plain = network.to_undirected(as_view=True) if network.is_directed() else network
    size = {node: len(part) for part in nx.connected_components(plain) for node in part}
    parts: dict[Any, list[int]] = {}
    for node in nx.articulation_points(plain):
        parts[node] = _parts_without(plain, node, size[node])
    cuts = [Cut(node, sum(sizes) - max(sizes), len(sizes)) for node, sizes in parts.items()]
    return sorted(cuts, key=lambda cut: (-cut.cut_off, str(cut.node)))


def _parts_without(plain: nx.Graph, gone: Any, whole: int) -> list[int]:
    seen, sizes = {gone}, []
    for start in plain[gone]:
        if start in seen:
            continue
        before = len(seen)
        seen.add(start)
        reached = [start]
        while reached:
            for other in plain[reached.pop()]:
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
        sizes.append(len(seen) - before)
    return sizes


def bridges(network: nx.Graph) -> list[Bridge]:
    """Ties whose loss splits a component, those that cut off most first."""
    plain = nx.Graph(network.to_undirected(as_view=True)) if network.is_directed() else network
    found = []
    for u, v in nx.bridges(plain):
        sides = []
        for start, barred in ((u, v), (v, u)):
            seen, reached = {start}, [start]
            while reached:
                node = reached.pop()
                for other in plain[node]:
                    if other not in seen and not (node == start and other == barred):
                        seen.add(other)
                        reached.append(other)
            sides.append((len(seen), str(start), start))
        sides.sort(key=lambda side: side[:2])
        found.append(Bridge((sides[0][2], sides[1][2]), sides[0][0]))
    return sorted(found, key=lambda bridge: (-bridge.cut_off, str(bridge.ends)))


def core_periphery(network: nx.Graph) -> tuple[tuple[Any, ...], float]:
    """The core of a network with an ideal core: all in the core tied, nobody outside tied to another outside.

    The split with the fewest departures from the ideal, found exactly (S. Z. W. Lip, *A fast algorithm for
    the discrete core/periphery bipartitioning problem*, 2011): in degree order, the k-th belongs while it has
    k - 1 ties or more.

    Returns:
        The core, who has most ties first, and how well the two blocks fit the ideal: the correlation over
        their pairs, 1 for a perfect fit, 0 for none (Borgatti & Everett 2000); nan where a block pattern has
        no variation.
    """
    degrees = sorted(
        ((len(set(nx.all_neighbors(network, node)) - {node}), str(node), node) for node in network),
        key=lambda d: (-d[0], d[1]),
    )
    core = [node for place, (degree, _, node) in enumerate(degrees) if degree > place]
    inside = frozenset(core)
    n, k = len(degrees), len(core)
    pairs = np.array([k * (k - 1) / 2, (n - k) * (n - k - 1) / 2])
    plain = network.to_undirected(as_view=True) if network.is_directed() else network
    within = sum(1 for u, v in plain.edges if u != v and u in inside and v in inside)
    outside = sum(1 for u, v in plain.edges if u != v and u not in inside and v not in inside)
    ties = np.array([within, outside], dtype=float)
    return tuple(core), _phi(ties, pairs)


def _phi(ties: np.ndarray, pairs: np.ndarray) -> float:
    """Correlation between being tied and being a pair of the core (first) rather than of the periphery."""
    spread = float(ties.sum() * (pairs - ties).sum() * pairs[0] * pairs[1])
    if spread <= 0:
        return math.nan
    return float((ties[0] * (pairs[1] - ties[1]) - ties[1] * (pairs[0] - ties[0])) / math.sqrt(spread))
