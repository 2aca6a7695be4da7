"""Sampling: betweenness of large networks from random shortest paths, with a bound on the error.

The estimator and the number of samples are those of M. Riondato & E. Kornaropoulos, *Fast approximation of
betweenness centrality through sampling* (2016): with r = (1/2ε²)(⌊log₂(VD - 2)⌋ + 1 + ln 1/δ) paths, all
scores are within ε of the exact ones with probability 1 - δ, whatever the number of nodes. Each path is drawn
by two searches that meet (as in Borassi & Natale, *KADABRA*, 2016), which touch a small part of the network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.wording import Wording

from .matrix import Floats, Matrix

__all__ = ["CONFIDENCE", "ERROR", "Sampled", "sampled_betweenness", "samples_needed"]

#: Largest error of a sampled score, and how probable it is that none is further off.
ERROR, CONFIDENCE = 0.01, 0.9

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Sampled:
    """Betweenness from sampled paths.

    Attributes:
        scores: In row order, normalised as `PathSums.betweenness`.
        error: Every score is within this of the exact one …
        confidence: … with at least this probability.
        samples: Paths drawn.
        seed: What they were drawn with.
    """

    scores: Floats
    error: float
    confidence: float
    samples: int
    seed: int


def samples_needed(longest: int, error: float, confidence: float) -> int:
    """Paths to draw when no shortest path has more than ``longest`` nodes."""
    dimension = math.floor(math.log2(max(longest - 2, 1))) + 1
    return math.ceil(0.5 / error**2 * (dimension - math.log(1 - confidence)))


def sampled_betweenness(
    matrix: Matrix, *, error: float = ERROR, confidence: float = CONFIDENCE, seed: int = 1
) -> Sampled:
    """Betweenness within a stated error.

    Args:
        matrix: Undirected network.
        error: Largest absolute error of a normalised score, above 0.
        confidence: Probability that no score is further off, between 0 and 1.
        seed: Of the sample; the same seed gives the same scores.

    Raises:
        NetworkError: The network is directed, or the bound makes no sense.
    """
    if matrix.directed:
        raise NetworkError(
            Wording(
                "sampled betweenness is for undirected networks",
                "mellomliggenhet av et utvalg er for nettverk uten retning",
            )
        )
    if not (error > 0 and 0 < confidence < 1):
        raise NetworkError(
            Wording(
                "the error must be above 0 and the confidence between 0 and 1",
                "feilen må være over 0 og sannsynligheten mellom 0 og 1",
            )
        )
    n = len(matrix.nodes)
    if n <= 2:
        return Sampled(np.full(n, np.nan), 0.0, 1.0, 0, seed)
    # Scores are normalised by (n-1)(n-2) ordered pairs of others; pairs are drawn from all n(n-1).
    scale = n / (n - 2)
    samples = samples_needed(_longest(matrix), error / scale, confidence)
    rng = np.random.default_rng(seed)
    walker = _Walker(matrix)
    hits = np.zeros(n)
    for _ in range(samples):
        source = int(rng.integers(n))
        target = int(rng.integers(n - 1))
        target += target >= source
        hits[walker.interior(source, target, rng)] += 1
    return Sampled(hits / samples * scale, error, confidence, samples, seed)


def _longest(matrix: Matrix) -> int:
    """An upper bound on the nodes of a shortest path: a diameter is at most twice an eccentricity."""
    count, labels = matrix.components()
    sizes = np.bincount(labels, minlength=count)
    longest = 1
    for component in np.argsort(-sizes, kind="stable"):
        if sizes[component] <= longest:
            break
        start, bound = int(np.argmax(labels == component)), int(sizes[component])
        for _ in range(4):  # the nearer to the middle one starts, the tighter the bound
            steps = dijkstra(matrix.ties, unweighted=True, indices=start)
            reached = np.flatnonzero(np.isfinite(steps))
            reach = int(steps[reached].max())
            bound = min(bound, 2 * reach + 1)
            start = int(reached[np.argmax(steps[reached] == reach // 2)])
        longest = max(longest, bound)
    return longest


class _Walker:
    """Draws shortest paths; keeps its work arrays between draws and clears only what it touched."""

    def __init__(self, matrix: Matrix) -> None:
        n = len(matrix.nodes)
        self._start = matrix.ties.indptr.astype(np.intp)
        self._ends = matrix.ties.indices.astype(np.intp)
        self._depth = (np.full(n, -1, dtype=np.int32), np.full(n, -1, dtype=np.int32))
        self._paths = (np.zeros(n), np.zeros(n))

    def interior(self, source: int, target: int, rng: np.random.Generator) -> list[int]:
        """The nodes between the two on a shortest path drawn uniformly; none where no path is."""
        touched: tuple[list[Ints], list[Ints]] = ([], [])
        for side, node in enumerate((source, target)):
            self._depth[side][node], self._paths[side][node] = 0, 1.0
            touched[side].append(np.array([node], dtype=np.intp))
        try:
            middle = self._meet(touched)
            if middle is None:
                return []
            weights = self._paths[0][middle] * self._paths[1][middle]
            node = int(middle[_draw(weights, rng)])
            path = [node, *self._back(0, node, rng), *self._back(1, node, rng)]
            return [step for step in path if step not in (source, target)]
        finally:
            for side in (0, 1):
                for nodes in touched[side]:
                    self._depth[side][nodes] = -1
                    self._paths[side][nodes] = 0

    def _meet(self, touched: tuple[list[Ints], list[Ints]]) -> Ints | None:
        """Grow the cheaper side level by level until the two meet; the nodes where they do."""
        while True:
            costs = [
                int((self._start[f + 1] - self._start[f]).sum()) for f in (touched[0][-1], touched[1][-1])
            ]
            if 0 in costs:
                return None
            side = 0 if costs[0] <= costs[1] else 1
            new = self._grow(side, touched[side][-1])
            touched[side].append(new)
            met = new[self._depth[1 - side][new] >= 0]
            if len(met):
                return met
            if not len(new):
                return None

    def _grow(self, side: int, frontier: Ints) -> Ints:
        depth, paths = self._depth[side], self._paths[side]
        ends, owner = self._neighbours(frontier)
        fresh = depth[ends] < 0
        new, place = np.unique(ends[fresh], return_inverse=True)
        depth[new] = depth[frontier[0]] + 1
        paths[new] = np.bincount(place, weights=paths[owner[fresh]], minlength=len(new))
        return new

    def _neighbours(self, nodes: Ints) -> tuple[Ints, Ints]:
        counts = self._start[nodes + 1] - self._start[nodes]
        offsets = np.repeat(self._start[nodes] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        return self._ends[offsets + np.arange(len(offsets))], np.repeat(nodes, counts)

    def _back(self, side: int, node: int, rng: np.random.Generator) -> list[int]:
        depth, paths = self._depth[side], self._paths[side]
        steps: list[int] = []
        while depth[node] > 0:
            near = self._ends[self._start[node] : self._start[node + 1]]
            before = near[depth[near] == depth[node] - 1]
            node = int(before[_draw(paths[before], rng)])
            steps.append(node)
        return steps


def _draw(weights: Floats, rng: np.random.Generator) -> int:
    sums = np.cumsum(weights)
    return min(int(np.searchsorted(sums, rng.random() * sums[-1], side="right")), len(weights) - 1)
