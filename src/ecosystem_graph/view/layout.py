"""Positions, computed once and the same in every build, so that nothing moves when the page opens.

Plain numbers in and out: nodes are 0 … n-1, positions are arrays of shape (n, 2) in picture units, y down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, cKDTree

__all__ = ["Points", "disc", "network_layout", "radius", "spread"]

Points = NDArray[np.float64]

#: Golden angle, radians: successive points of a sunflower (Vogel 1979).
_GOLDEN = math.pi * (3 - math.sqrt(5))
#: Pull towards the middle along x and y: stronger along y, since screens are wider than high.
_GRAVITY = np.array([0.20, 0.36])
#: Nodes up to which every pair repels exactly; beyond, far groups repel as one.
_EXACT = 1500


def radius(importance: float) -> float:
    """Radius of a node's mark: its area grows with its importance.

    >>> radius(0), radius(100) > radius(25)
    (7.0, True)
    """
    return round(min(7 + 2.6 * math.sqrt(max(importance, 0)), 30), 1)


def network_layout(
    count: int, ties: Sequence[tuple[int, int, float]], radii: Sequence[float], *, seed: int = 7
) -> Points:
    """Positions of a network: tied nodes near each other, none on another, loose parts around the largest.

    Args:
        count: Number of nodes.
        ties: Pairs of nodes with a weight.
        radii: Radius of each node's mark.
        seed: Of the random starting positions.

    Returns:
        Positions about the origin, wider than high.
    """
    if count == 0:
        return np.zeros((0, 2))
    size = np.asarray(radii, dtype=float)
    pairs = np.array([(a, b) for a, b, _ in ties if a != b], dtype=int).reshape(-1, 2)
    weights = np.array([w for a, b, w in ties if a != b], dtype=float)
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, part_of = connected_components(links, directed=False)
    members = [np.flatnonzero(part_of == p) for p in range(part_of.max() + 1)]
    members.sort(key=lambda m: (-len(m), int(m[0])))
    generator = np.random.default_rng(seed)
    placed = np.zeros((count, 2))
    parts: list[Points] = []
    for inside in members:
        index = np.full(count, -1)
        index[inside] = np.arange(len(inside))
        mine = index[pairs[:, 0]] >= 0 if len(pairs) else np.zeros(0, dtype=bool)
        local = index[pairs[mine]]
        points = _settle(len(inside), local, weights[mine], size[inside], generator)
        parts.append(spread(points, size[inside] + 5))
    for inside, points in zip(members, _pack(parts), strict=True):
        placed[inside] = points
    return spread(placed, size + 3)


def _settle(
    count: int, pairs: NDArray[Any], weights: Points, size: Points, generator: np.random.Generator
) -> Points:
    """Forces come to rest: hubs repel most, ties attract (after ForceAtlas2, Jacomy et al. 2014)."""
    if count <= 2:
        return np.array([[0.0, 0.0], [48.0 + float(size.sum()), 0.0]])[:count]
    mass: Points = (1.0 + np.bincount(pairs.ravel(), minlength=count)).astype(np.float64)
    points = generator.normal(size=(count, 2)) * 30 * math.sqrt(count)
    pull = 1 + np.log(np.maximum(weights, 1))
    rounds = 260 if count <= _EXACT else 120
    strength = 260.0
    for turn in range(rounds):
        force = _repulsion(points, mass, strength)
        gap = points[pairs[:, 1]] - points[pairs[:, 0]]
        attraction = gap * (pull * 1.6)[:, None]
        np.add.at(force, pairs[:, 0], attraction)
        np.add.at(force, pairs[:, 1], -attraction)
        force -= points * _GRAVITY * mass[:, None]
        heat = 60 * (1 - turn / rounds) ** 1.5 + 0.5
        move = force / (mass[:, None] * 3)
        length = np.linalg.norm(move, axis=1, keepdims=True)
        points += move * np.minimum(1, heat / np.maximum(length, 1e-9))
    points -= np.median(points, axis=0)
    # Far outliers come nearer, and a node has the same room in small networks and large.
    away = np.linalg.norm(points, axis=1, keepdims=True)
    points *= (np.maximum(away, 1e-9) / max(float(away.max()), 1e-9)) ** -0.22
    wanted = 7.0 + float(size.mean()) * 1.55
    nearest = cKDTree(points).query(points, k=2)[0][:, 1]
    return np.asarray(points * (wanted / max(float(np.median(nearest)), 1e-6)))


def _repulsion(points: Points, mass: Points, strength: float) -> Points:
    """Push of every node on every other, falling with distance; far groups count as one in big networks."""
    if len(points) <= _EXACT:
        return _push(points, points, mass, mass, 25.0, strength)
    low = points.min(axis=0)
    side = float(max(np.ptp(points, axis=0).max() / 28, 1e-6))
    cell = np.floor((points - low) / side).astype(int)
    _, which = np.unique(cell[:, 0] * 100_000 + cell[:, 1], return_inverse=True)
    heavy: Points = np.bincount(which, weights=mass).astype(np.float64)
    centre = np.stack([np.bincount(which, weights=mass * points[:, k]) / heavy for k in (0, 1)], axis=1)
    force = _push(points, centre, mass, heavy, (side / 2) ** 2, strength)
    near = cKDTree(points).query_pairs(side / 2, output_type="ndarray")
    between = points[near[:, 0]] - points[near[:, 1]]
    close = (between**2).sum(axis=1) + 25.0
    push = between * (strength * mass[near[:, 0]] * mass[near[:, 1]] / close)[:, None]
    np.add.at(force, near[:, 0], push)
    np.add.at(force, near[:, 1], -push)
    return force


def _push(
    points: Points, others: Points, mass: Points, heavy: Points, soft: float, strength: float
) -> Points:
    """Push of each of the others on each point, mass by mass over distance.

    Sums by element, not by matrix products, so that the result does not hang on the number of threads.
    """
    dx = points[:, 0][:, None] - others[:, 0]
    dy = points[:, 1][:, None] - others[:, 1]
    factor = heavy / (dx * dx + dy * dy + soft)
    scale = strength * mass
    return np.stack([(factor * dx).sum(axis=1) * scale, (factor * dy).sum(axis=1) * scale], axis=1)


def spread(points: Points, room: Points, *, rounds: int = 80, fixed: Iterable[int] = ()) -> Points:
    """Pushed apart until no two discs overlap, or the rounds are over.

    Args:
        points: Positions.
        room: Radius of the disc each node needs.
        rounds: At most so many.
        fixed: Nodes that stay.

    Returns:
        New positions.
    """
    points = points.copy()
    stay = np.zeros(len(points), dtype=bool)
    stay[list(fixed)] = True
    # Two nodes in the very same place need a direction to part in.
    turn = np.arange(len(points)) * _GOLDEN
    points += np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.01
    reach = 2 * float(room.max()) if len(room) else 0
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        gap = points[pairs[:, 0]] - points[pairs[:, 1]]
        apart = np.linalg.norm(gap, axis=1)
        lack = room[pairs[:, 0]] + room[pairs[:, 1]] - apart
        clash = lack > 0.5
        if not clash.any():
            break
        pairs, gap, apart, lack = pairs[clash], gap[clash], apart[clash], lack[clash]
        push = gap / np.maximum(apart, 1e-9)[:, None] * (lack * 0.5)[:, None]
        move = np.zeros_like(points)
        np.add.at(move, pairs[:, 0], push)
        np.add.at(move, pairs[:, 1], -push)
        points[~stay] += move[~stay]
    return points


def _pack(parts: list[Points], clearance: float = 32.0, stretch: float = 1.5) -> list[Points]:
    """The first part in the middle; each other in turn at the free place nearest to it, never within it."""
    if len(parts) < 2:
        return parts
    first = parts[0] - (parts[0].max(axis=0) + parts[0].min(axis=0)) / 2
    others = [part - (part.max(axis=0) + part.min(axis=0)) / 2 for part in parts[1:]]
    reach = [float(np.linalg.norm(part, axis=1).max()) + clearance for part in others]
    # Places to try: a flat sunflower with room for everybody twice over.
    flat = np.linalg.norm(first * [1 / stretch, 1.0], axis=1).max() + 2 * max(reach)
    limit = math.sqrt(flat**2 + 2 * sum(r * r for r in reach))
    places = disc(12_000, 1.0) * [stretch, 1.0]
    places *= limit / float(np.abs(places[:, 1]).max())
    if len(first) >= 12:
        places = places[Delaunay(first).find_simplex(places) < 0]
    free = cKDTree(first).query(places)[0]
    placed = [first]
    for part, needs in zip(others, reach, strict=True):
        fits = free >= needs
        at = int(np.argmax(fits)) if fits.any() else int(np.argmax(free))
        moved = part + places[at]
        placed.append(moved)
        for x, y in moved:
            free = np.minimum(free, np.hypot(places[:, 0] - x, places[:, 1] - y))
    return placed


def disc(count: int, spacing: float, start: float = 0.0) -> Points:
    """Points of a sunflower about the origin (Vogel 1979), the first nearest the middle.

    Args:
        count: How many.
        spacing: Distance between neighbours, roughly.
        start: Radius left free in the middle.
    """
    step = np.arange(1, count + 1)
    free = (start / spacing) ** 2
    length = spacing * 0.62 * np.sqrt(step + free / 0.38)
    return np.stack([np.cos(step * _GOLDEN) * length, np.sin(step * _GOLDEN) * length], axis=1)
