"""Mixing: which groups tie with which, against networks where everybody keeps the number of ties they have.

The null model is the uniform distribution over simple networks with the same degrees, walked by swaps of tie
ends (refused swaps count as steps, so that the walk is uniform; Fosdick et al., *Configuring Random Graph
Models with Fixed Degree Sequences*, 2018). The p-values are exact however slowly the walk mixes: the recorded
network is put at a random place of a two-sided walk (J. Besag & P. Clifford, *Generalized Monte Carlo
significance tests*, 1989).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.wording import Wording

from .brokerage import spheres
from .matrix import Floats

__all__ = ["Mixing", "Tested", "against_chance", "centralisation", "mixing", "null_networks"]

Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Tested:
    """A number against chance.

    Attributes:
        observed: In the recorded network.
        expected: Mean under the null model.
        deviation: Standard deviation under the null model.
        z: Difference in deviations; nan where chance never varies.
        p: Two-sided p-value.
    """

    observed: float
    expected: float
    deviation: float
    z: float
    p: float


@dataclass(frozen=True)
class Mixing:
    """How groups mix.

    Attributes:
        groups: Names in order.
        ties: Pair of groups (in order; both ways the same if undirected) to its number of ties.
        assortativity: Newman's coefficient for the groups; 1 if all ties stay within.
        degree_assortativity: Correlation of the degrees at the two ends of a tie.
        samples: Networks drawn.
        seed: What they were drawn with.
    """

    groups: tuple[Hashable, ...]
    ties: Mapping[tuple[Hashable, Hashable], Tested]
    assortativity: Tested
    degree_assortativity: Tested
    samples: int
    seed: int


def mixing(
    network: nx.Graph, groups: Mapping[Any, Hashable] | None = None, *, samples: int = 199, seed: int = 1
) -> Mixing:
    """Ties between groups and assortativity, tested against networks with the same degrees.

    Args:
        network: Simple graph; weights do not count. Directed ties keep in- and out-degrees.
        groups: Group of each node; None is the helix spheres.
        samples: Networks drawn; the smallest p is 1 / (samples + 1).
        seed: Of the draws.

    Raises:
        NetworkError: No samples.
    """
    if samples < 1:
        raise NetworkError(Wording("give at least one sample", "oppgi minst ett utvalg"))
    belongs = spheres(network) if groups is None else groups
    names = sorted({belongs[node] for node in network}, key=str)
    place = {node: i for i, node in enumerate(network)}
    group = np.array([names.index(belongs[node]) for node in network], dtype=np.intp)
    ends = np.array([(place[u], place[v]) for u, v in network.edges if u != v], dtype=np.intp).reshape(-1, 2)
    directed = network.is_directed()

    def numbers(edges: Ints) -> Floats:
        table = np.zeros((len(names), len(names)))
        np.add.at(table, (group[edges[:, 0]], group[edges[:, 1]]), 1.0)
        shares = table if directed else table + table.T
        counts = table if directed else np.triu(table + np.tril(table, -1).T)
        return np.concatenate(
            [counts.ravel(), [_assortativity(shares), _degree_correlation(edges, directed)]]
        )

    drawn = null_networks(ends, len(network), numbers, directed=directed, samples=samples, seed=seed)
    observed = numbers(ends)
    against = [against_chance(float(o), column) for o, column in zip(observed, drawn.T, strict=True)]
    ties = {}
    for i, first in enumerate(names):
        for j, second in enumerate(names):
            if directed or i <= j:
                ties[first, second] = against[i * len(names) + j]
    return Mixing(tuple(names), ties, against[-2], against[-1], samples, seed)


def null_networks(
    ends: Ints,
    nodes: int,
    number: Callable[[Ints], Floats],
    *,
    directed: bool = False,
    samples: int = 199,
    seed: int = 1,
) -> Floats:
    """Numbers of networks with the same degrees.

    Args:
        ends: Ties as rows of two node numbers, each tie once, none with oneself.
        nodes: Number of nodes.
        number: From such an array to an array of numbers.
        directed: Whether the first end is where a tie comes from.
        samples: How many networks.
        seed: Of the walk.

    Returns:
        One row per sample.
    """
    rng = np.random.default_rng(seed)
    before = int(rng.integers(samples + 1))
    rows = []
    for length in (before, samples - before):  # the walk is reversible: backwards is forwards
        walk = _Walk(ends, nodes, directed)
        for _ in range(length):
            walk.swap(5 * len(ends), rng)
            rows.append(number(walk.ends()))
    return np.array(rows)


class _Walk:
    def __init__(self, ends: Ints, nodes: int, directed: bool) -> None:
        self._first = ends[:, 0].tolist()
        self._second = ends[:, 1].tolist()
        self._nodes, self._directed = nodes, directed
        self._taken = {self._key(u, v) for u, v in zip(self._first, self._second, strict=True)}

    def _key(self, u: int, v: int) -> int:
        return u * self._nodes + v if self._directed or u < v else v * self._nodes + u

    def ends(self) -> Ints:
        return np.array([self._first, self._second], dtype=np.intp).T

    def swap(self, attempts: int, rng: np.random.Generator) -> None:
        """Try to let pairs of ties exchange an end; a swap that would double a tie is refused."""
        first, second, taken, n = self._first, self._second, self._taken, self._nodes
        if len(first) < 2:
            return
        pairs = rng.integers(len(first), size=(attempts, 2)).tolist()
        turns = [False] * attempts if self._directed else (rng.random(attempts) < 0.5).tolist()
        directed = self._directed
        for (one, two), turn in zip(pairs, turns, strict=True):
            a, b = first[one], second[one]
            c, d = (second[two], first[two]) if turn else (first[two], second[two])
            if one == two or a == d or c == b:
                continue
            if directed:
                left, right = a * n + d, c * n + b
            else:
                left = a * n + d if a < d else d * n + a
                right = c * n + b if c < b else b * n + c
            if left in taken or right in taken or left == right:
                continue
            taken.discard(self._key(a, b))
            taken.discard(self._key(c, d) if not turn else self._key(first[two], second[two]))
            taken.add(left)
            taken.add(right)
            second[one] = d
            if turn:
                first[two], second[two] = b, c
            else:
                first[two], second[two] = c, b


def against_chance(observed: float, drawn: Floats) -> Tested:
    """A number against numbers of null networks; nan throughout where it is not defined."""
    if math.isnan(observed):
        return Tested(math.nan, math.nan, math.nan, math.nan, math.nan)
    kept = drawn[~np.isnan(drawn)]
    expected, deviation = float(kept.mean()), float(kept.std(ddof=1)) if len(kept) > 1 else 0.0
    z = (observed - expected) / deviation if deviation > 1e-12 else math.nan
    # Recorded and drawn are exchangeable, so each tail is an exact p-value; two tails double the smaller.
    above = (1 + (kept >= observed - 1e-12).sum()) / (len(kept) + 1)
    below = (1 + (kept <= observed + 1e-12).sum()) / (len(kept) + 1)
    return Tested(observed, expected, deviation, z, float(min(1.0, 2 * min(above, below))))


def _assortativity(table: Floats) -> float:
    """Newman's coefficient (*Mixing patterns in networks*, 2003, eq. 2); nan where all are in one group."""
    if table.sum() == 0:
        return math.nan
    shares = table / table.sum()
    chance = float(shares.sum(axis=0) @ shares.sum(axis=1))
    return (float(np.trace(shares)) - chance) / (1 - chance) if chance < 1 - 1e-12 else math.nan


def _degree_correlation(edges: Ints, directed: bool) -> float:
    """Correlation of degrees over ties (out-degree with in-degree where directed); nan without variation."""
    if len(edges) < 2:
        return math.nan
    n = int(edges.max()) + 1
    leaving, entering = (np.bincount(edges[:, k], minlength=n).astype(float) for k in (0, 1))
    if directed:
        x, y = leaving[edges[:, 0]], entering[edges[:, 1]]
    else:
        both = leaving + entering
        x = np.concatenate([both[edges[:, 0]], both[edges[:, 1]]])
        y = np.concatenate([both[edges[:, 1]], both[edges[:, 0]]])
    if x.std() < 1e-12 or y.std() < 1e-12:
        return math.nan
    return float(np.corrcoef(x, y)[0, 1])


def centralisation(scores: Mapping[Any, float], measure: str) -> float:
    """Freeman's centralisation (1978): how far the network is a star, from 0 to 1.

    The sum of the differences from the most central, over what a star of that size has.

    Args:
        scores: Of all nodes, undirected: ``degree`` as counts, ``betweenness`` normalised.
        measure: ``degree`` or ``betweenness``.

    Returns:
        nan with fewer than three nodes.

    Raises:
        NetworkError: Another measure: what a star has is not defined for networks in parts.
    """
    if measure not in ("degree", "betweenness"):
        raise NetworkError(
            Wording(
                f"centralisation is defined for degree and betweenness, not for {measure}",
                f"sentralisering er definert for degree og betweenness, ikke for {measure}",
            )
        )
    n = len(scores)
    if n < 3:
        return math.nan
    values = np.array(list(scores.values()), dtype=float)
    most = (n - 1) * (n - 2) if measure == "degree" else n - 1
    return float((values.max() - values).sum() / most)
