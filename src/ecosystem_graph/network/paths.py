"""Paths: what follows from the shortest paths between all pairs, in one sweep over the sources.

Breadth-first search from many sources at once as sparse matrix products, then Brandes' accumulation backwards
(U. Brandes, *A faster algorithm for betweenness centrality*, 2001, in the algebraic form of Kepner & Gilbert,
*Graph Algorithms in the Language of Linear Algebra*, 2011, ch. 6). Steps are counted; ties have length 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    sums = PathSums(np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n))
    forward = matrix.ties.T.tocsr()
    width = max(1, _CELLS // max(n, 1))
    for first in range(0, n, width):
        _sweep(matrix, forward, np.arange(first, min(first + width, n)), sums, betweenness)
    if not betweenness:
        sums.dependency[:] = np.nan
    return sums


def _sweep(matrix: Matrix, forward: object, sources: np.ndarray, sums: PathSums, back: bool) -> None:
    """One column per source: ``paths`` counts shortest paths, ``depth`` their length (-1: not reached)."""
    n, columns = len(matrix.nodes), np.arange(len(sources))
    depth = np.full((n, len(sources)), -1, dtype=np.int32)
    paths = np.zeros((n, len(sources)))
    depth[sources, columns] = 0
    paths[sources, columns] = 1
    frontier, level = paths.copy(), 0
    while True:
        frontier = forward @ frontier  # type: ignore[operator]
        frontier[depth >= 0] = 0
        new = frontier > 0
        found = new.sum(axis=1)
        if not found.any():
            break
        level += 1
        depth[new] = level
        paths += frontier
        sums.reached[:] += found
        sums.distance[:] += level * found
        sums.inverse[:] += found / level
    if not back:
        return
    dependency = np.zeros_like(paths)
    inverse = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
    for step in range(level, 0, -1):
        share = np.where(depth == step, (1 + dependency) * inverse, 0)
        passed = (matrix.ties @ share) * paths
        passed[depth != step - 1] = 0
        dependency += passed
    dependency[sources, columns] = 0
    sums.dependency[:] += dependency.sum(axis=1)
