"""Layers in time: columns of years from left to right, causes left of effects, few crossings.

The order within columns follows the barycentre method of Sugiyama, Tagawa and Toda (1981).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Column", "layer"]

#: Between lanes, from a lane to the edge of its column, and between rows, picture units.
_SUBSTEP = 130.0
_MARGIN = 85.0
_ROW = 62.0


@dataclass(frozen=True, slots=True)
class Column:
    """A span of years in the picture; both None for what has no year.

    Attributes:
        first: First year.
        last: Last year.
        left: Left edge, picture units.
        right: Right edge, picture units.
    """

    first: int | None
    last: int | None
    left: float
    right: float


def layer(
    years: Sequence[int | None], ties: Sequence[tuple[int, int]], *, room: int = 36
) -> tuple[list[tuple[float, float]], list[Column]]:
    """Positions by time.

    Args:
        years: Year of each node, None where unknown.
        ties: Pairs cause, effect.
        room: Nodes that a column of several years may hold; a single year is never split.

    Returns:
        Position of each node, and the columns.
    """
    spans = _spans([y for y in years if y is not None], room)
    groups: list[list[int]] = [
        [i for i, y in enumerate(years) if y is not None and first <= y <= last] for first, last in spans
    ]
    undated = [i for i, y in enumerate(years) if y is None]
    if undated:
        groups.append(undated)
    columns: list[Column] = []
    lanes: list[list[int]] = []
    across: list[float] = []
    x = 0.0
    for number, group in enumerate(groups):
        depth = _depths(group, ties)
        deep = max(depth.values(), default=0)
        left = x
        for level in range(deep + 1):
            held = [i for i in group if depth[i] == level]
            for lane in _chunks(held, ties, room * 3 // 4):
                lanes.append(lane)
                across.append(x)
                x += _SUBSTEP
        first, last = spans[number] if number < len(spans) else (None, None)
        columns.append(Column(first, last, left - _MARGIN, x - _SUBSTEP + _MARGIN))
        x += 2 * _MARGIN - _SUBSTEP
    rows = _order(lanes, ties)
    positions = [(0.0, 0.0)] * len(years)
    for lane, at in zip(lanes, across, strict=True):
        for i in lane:
            positions[i] = (at, round(rows[i] * _ROW, 1))
    return positions, columns


def _spans(years: list[int], room: int) -> list[tuple[int, int]]:
    """Consecutive spans of years, each holding at most ``room`` nodes where it has more than one year."""
    counts: dict[int, int] = defaultdict(int)
    for year in years:
        counts[year] += 1
    spans: list[tuple[int, int]] = []
    held = 0
    for year in sorted(counts):
        if spans and held + counts[year] <= room:
            spans[-1] = (spans[-1][0], year)
            held += counts[year]
        else:
            spans.append((year, year))
            held = counts[year]
    return spans


def _depths(group: list[int], ties: Sequence[tuple[int, int]], most: int = 1) -> dict[int, int]:
    """How far down a chain within the group a node stands, at most ``most``; loops are cut there."""
    inside = set(group)
    depth = dict.fromkeys(group, 0)
    for _ in range(most):
        before = dict(depth)
        for cause, effect in ties:
            if cause in inside and effect in inside and cause != effect:
                depth[effect] = max(depth[effect], min(before[cause] + 1, most))
    return depth


def _chunks(held: list[int], ties: Sequence[tuple[int, int]], room: int) -> list[list[int]]:
    """Lanes of at most ``room`` nodes; those that belong together by a tie stand in the same one."""
    if len(held) <= room:
        return [held] if held else []
    beside: dict[int, int] = {}
    for cause, effect in ties:
        beside.setdefault(cause, effect)
        beside.setdefault(effect, cause)
    ordered = sorted(held, key=lambda i: (min(beside.get(i, i), i), i))
    lanes = -(-len(ordered) // room)
    size = -(-len(ordered) // lanes)
    return [ordered[k : k + size] for k in range(0, len(ordered), size)]


def _order(lanes: list[list[int]], ties: Sequence[tuple[int, int]], sweeps: int = 24) -> dict[int, float]:
    """Row of each node, lanes centred on zero, after sweeps to and fro by the mean row of the neighbours."""
    beside: dict[int, list[int]] = defaultdict(list)
    for cause, effect in ties:
        if cause != effect:
            beside[cause].append(effect)
            beside[effect].append(cause)
    order = [sorted(lane, key=lambda i: (-len(beside[i]), i)) for lane in lanes]
    order = [lane[1::2][::-1] + lane[::2] for lane in order]  # the most connected in the middle
    rows = {i: r - (len(lane) - 1) / 2 for lane in order for r, i in enumerate(lane)}
    for sweep in range(sweeps):
        for lane in order if sweep % 2 == 0 else order[::-1]:
            mean = {
                i: sum(rows[n] for n in beside[i]) / len(beside[i]) if beside[i] else rows[i] for i in lane
            }
            lane.sort(key=lambda i: (mean[i], i))
            rows.update({i: r - (len(lane) - 1) / 2 for r, i in enumerate(lane)})
    return rows
