"""Clusters as gatherings: each in a disc of its own with its members around it, shared members in between."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .layout import Points, disc, network_layout, spread

__all__ = ["Gathering", "gather"]

_SPACING = 34.0


@dataclass(frozen=True, slots=True)
class Gathering:
    """A hub's disc.

    Attributes:
        hub: Index of the hub.
        x: Centre, picture units.
        y: Centre, picture units.
        radius: Picture units.
    """

    hub: int
    x: float
    y: float
    radius: float


def gather(
    hubs: Sequence[int], belongs: Mapping[int, Sequence[int]], order: Sequence[int], *, seed: int = 7
) -> tuple[dict[int, tuple[float, float]], list[Gathering]]:
    """Positions of hubs and members.

    Args:
        hubs: The hubs.
        belongs: Per member the hubs it belongs to; a hub may itself be a member of another.
        order: Rank of every index; members of like rank sit side by side in a disc.
        seed: Of the random start.

    Returns:
        Position by index, and a disc per hub. Hubs with no member are listed to the right.
    """
    own: dict[int, list[int]] = defaultdict(list)
    shared: dict[int, list[int]] = {}
    for member, at in sorted(belongs.items()):
        if member in set(hubs):
            continue
        if len(at) == 1:
            own[at[0]].append(member)
        else:
            shared[member] = sorted(at)
    peopled = [h for h in hubs if own.get(h) or any(h in at for at in shared.values())]
    links: Counter[tuple[int, int]] = Counter()
    for at in shared.values():
        links.update(combinations([peopled.index(h) for h in at], 2))
    for member, at in sorted(belongs.items()):
        if member in peopled:
            links.update(
                (peopled.index(member), peopled.index(h)) for h in at if h in peopled and h != member
            )
    sizes = [26 + _SPACING * 0.66 * math.sqrt(len(own[h]) + 4) for h in peopled]
    centres = network_layout(
        len(peopled),
        [(a, b, float(n)) for (a, b), n in sorted(links.items())],
        [s + 26 for s in sizes],
        seed=seed,
    )
    # Closer together, then apart again until every disc has its room: tight, and wider than high.
    centres = spread(_flat(centres) * np.array([0.6, 0.3]), np.array(sizes) + 26, rounds=400)
    at_place: dict[int, tuple[float, float]] = {}
    discs: list[Gathering] = []
    for hub, size, centre in zip(peopled, sizes, centres, strict=True):
        discs.append(Gathering(hub, round(float(centre[0]), 1), round(float(centre[1]), 1), round(size, 1)))
        at_place[hub] = (float(centre[0]), float(centre[1]))
        places = disc(len(own[hub]), _SPACING, start=40)
        # Turned into sectors: like beside like, read clockwise from the top.
        turn = sorted(range(len(places)), key=lambda i: math.atan2(places[i][0], -places[i][1]))
        for member, spot in zip(sorted(own[hub], key=lambda m: (order[m], m)), turn, strict=True):
            at_place[member] = (float(centre[0] + places[spot][0]), float(centre[1] + places[spot][1]))
    _between(shared, at_place)
    _list_aside([h for h in hubs if h not in peopled], at_place)
    return {i: (round(x, 1), round(y, 1)) for i, (x, y) in sorted(at_place.items())}, discs


def _flat(points: Points) -> Points:
    """Turned so that the longest extent lies flat."""
    if len(points) < 3:
        return points
    x, y = (points - points.mean(axis=0)).T
    turn = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum()))
    cos, sin = math.cos(turn), math.sin(turn)
    return np.stack([x * cos + y * sin, y * cos - x * sin], axis=1)


def _between(shared: Mapping[int, Sequence[int]], at_place: dict[int, tuple[float, float]]) -> None:
    """Shared members stand midway between their hubs, clear of everybody else."""
    if not shared:
        return
    placed = list(at_place)
    middles = [np.mean([at_place[h] for h in at], axis=0) for at in shared.values()]
    points: Points = np.array([at_place[i] for i in placed] + middles, dtype=float)
    points = spread(points, np.full(len(points), _SPACING / 2 - 1), fixed=range(len(placed)))
    for member, (x, y) in zip(shared, points[len(placed) :], strict=True):
        at_place[member] = (float(x), float(y))


def _list_aside(lonely: Sequence[int], at_place: dict[int, tuple[float, float]]) -> None:
    """Hubs without members, listed in columns to the right of all others."""
    right = max((x for x, _ in at_place.values()), default=0.0) + 170
    top = min((y for _, y in at_place.values()), default=0.0)
    height = max(max((y for _, y in at_place.values()), default=0.0) - top, 600)
    down = max(1, int(height // 76))
    for number, hub in enumerate(lonely):
        at_place[hub] = (right + number // down * 520, top + number % down * 76)
