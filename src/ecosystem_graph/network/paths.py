"""Paths: what follows from the shortest paths between all pairs, in one sweep over the sources.

Breadth-first search from many sources at once as sparse matrix products, then Brandes' accumulation backwards
(U. Brandes, *A faster algorithm for betweenness centrality*, 2001, in the algebraic form of Kepner & Gilbert,
*Graph Algorithms in the Language of Linear Algebra*, 2011, ch. 6). Steps are counted; ties have length 1.

In an undirected network whoever has one tie is folded into its neighbour first: all its paths are the
neighbour's and one step more, so the sweep runs on the rest, where a node counts once for itself and once for
each folded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .matrix import Floats, Matrix

__all__ = ["PathSums", "path_sums"]

#: Cells of the work arrays (nodes x sources in one sweep): about 100 MB in all.
_CELLS = 2_000_000


@dataclass(frozen=True)
class PathSums:
    """Sums over shortest paths, per node in row order.

    Attributes:
        dependency: Over all ordered pairs of others, the share of their shortest paths that pass the node.
        reached: Number of others that reach the node.
        distance: Sum of their distances to it, in steps.
        inverse: Sum of 1 / distance.
    """

    dependency: Floats
    reached: Floats
    distance: Floats
    inverse: Floats

    def betweenness(self) -> Floats:
        """Share of the pairs of others (Freeman 1977, normalised); nan where there are no two others."""
        n = len(self.dependency)
        return self.dependency / ((n - 1) * (n - 2)) if n > 2 else np.full(n, np.nan)

    def closeness(self) -> Floats:
        """Closeness for networks in parts (Wasserman & Faust 1994, p. 201): nearness times the share reached.

        0 for whom nobody reaches; nan in a network of one.
        """
        n = len(self.reached)
        if n == 1:
            return np.full(1, np.nan)
        near = np.divide(self.reached, self.distance, out=np.zeros(n), where=self.distance > 0)
        return near * self.reached / max(n - 1, 1)

    def harmonic(self) -> Floats:
        """Sum of 1 / distance (Rochat 2009): who is not reached adds nothing."""
        return self.inverse


def path_sums(matrix: Matrix, *, betweenness: bool = True) -> PathSums:
    """Sums over all shortest paths.

    Args:
        matrix: The network; directions count, and distances are those *to* a node.
        betweenness: Whether to go back over the paths; without, ``dependency`` is nan.
    """
    n = len(matrix.nodes)
    kept, leaves, hosts = _fold(matrix)
    sweep = _Sweep(matrix, kept, hosts, back=betweenness)
    width = max(1, _CELLS // max(len(kept), 1))
    for first in range(0, len(kept), width):
        sweep.run(np.arange(first, min(first + width, len(kept))))
    sums = PathSums(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n))
    sums.reached[kept] = sweep.reached
    sums.distance[kept] = sweep.distance
    sums.inverse[kept] = sweep.inverse
    if betweenness:
        # A folded leaf reaches all others through its host, and they reach it.
        folded, size = sweep.folded, sweep.reached + 1
        through = folded * (size - 2) + folded * (size - 1 - folded)
        sums.dependency[kept] = sweep.dependency + through
    else:
        sums.dependency[:] = np.nan
    if len(leaves):
        host = np.searchsorted(kept, hosts)
        sums.reached[leaves] = sweep.reached[host]
        # From its host to all others but itself, and one step more for each of them.
        sums.distance[leaves] = sweep.distance[host] - 1 + sweep.reached[host]
        sums.inverse[leaves] = sweep.later[host] + 1 - 1 / 2
    return sums


def _fold(matrix: Matrix) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Who is kept, which leaves are folded, and the host of each leaf."""
    n = len(matrix.nodes)
    everybody = np.arange(n, dtype=np.intp)
    if matrix.directed:
        return everybody, everybody[:0], everybody[:0]
    degrees = np.diff(matrix.ties.indptr)
    single = np.flatnonzero(degrees == 1)
    hosts = matrix.ties.indices[matrix.ties.indptr[single]].astype(np.intp)
    folds = degrees[hosts] > 1
    leaves, hosts = single[folds], hosts[folds]
    return np.setdiff1d(everybody, leaves, assume_unique=True), leaves, hosts


class _Sweep:
    """Searches over the kept nodes; row order is theirs."""

    def __init__(
        self, matrix: Matrix, kept: NDArray[np.intp], hosts: NDArray[np.intp], *, back: bool
    ) -> None:
        ties = matrix.ties if len(kept) == len(matrix.nodes) else matrix.ties[kept][:, kept]
        self._ties: Any = ties.tocsr()
        self._forward: Any = self._ties.T.tocsr()
        self._back = back
        n = len(kept)
        #: Leaves folded into each node.
        self.folded: Floats = np.bincount(np.searchsorted(kept, hosts), minlength=n).astype(float)
        self.dependency: Floats = np.zeros(n)
        self.reached: Floats = self.folded.copy()
        self.distance: Floats = self.folded.copy()
        self.inverse: Floats = self.folded.copy()
        #: Sum of 1 / (distance + 1) over all others: the inverse distances to a leaf of the node.
        self.later: Floats = self.folded / 2

    def run(self, sources: NDArray[np.intp]) -> None:
        """One column a source: ``paths`` counts shortest paths, ``depth`` their length (-1: not reached)."""
        n, columns = len(self.folded), np.arange(len(sources))
        leaves = self.folded[sources]
        depth = np.full((n, len(sources)), -1, dtype=np.int32)
        paths = np.zeros((n, len(sources)))
        depth[sources, columns] = 0
        paths[sources, columns] = 1
        frontier, level = paths.copy(), 0
        while True:
            frontier = self._forward @ frontier
            frontier[depth >= 0] = 0
            new = frontier > 0
            found = new.sum(axis=1)
            if not found.any():
                break
            level += 1
            depth[new] = level
            paths += frontier
            further = new @ leaves
            self.reached += found + further
            self.distance += level * found + (level + 1) * further
            self.inverse += found / level + further / (level + 1)
            self.later += found / (level + 1) + further / (level + 2)
        if not self._back:
            return
        dependency = np.zeros_like(paths)
        inverse = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
        targets = (1 + self.folded)[:, np.newaxis]
        for step in range(level, 0, -1):
            share = np.where(depth == step, (targets + dependency) * inverse, 0)
            passed = (self._ties @ share) * paths
            passed[depth != step - 1] = 0
            dependency += passed
        dependency[sources, columns] = 0
        self.dependency += dependency @ (1 + leaves)
