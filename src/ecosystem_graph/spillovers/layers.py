"""Where things stand in the picture: columns in time from left to right, few crossings.

The layered method of Sugiyama, Tagawa & Toda (1981): columns are given (by date, and inside one span of dates
by who acts on whom), long links pass through empty slots of their own, and the order in each column follows
the mean place of the neighbours, swept back and forth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Layers", "arrange", "bins"]

_SWEEPS = 12

#: A slot of a long link in one column: (number of the link, column).
_Slot = tuple[int, int]
_Item = str | _Slot


@dataclass(frozen=True, slots=True)
class Layers:
    """Columns of nodes and slots.

    Attributes:
        columns: From left to right, each from top to bottom: names of nodes, or (link, column) of a slot.
        column: Column of each node.
        headings: For each column the number of its span of dates; columns of one span are neighbours.
    """

    columns: tuple[tuple[_Item, ...], ...]
    column: Mapping[str, int]
    headings: tuple[int, ...]


def bins(dates: Mapping[str, str], most: int) -> dict[str, int]:
    """Cut dated nodes into at most ``most`` spans of years of about equal size; a year is never cut.

    Args:
        dates: ISO date by node, empty where unknown.
        most: Greatest number of spans.

    Returns:
        Span by node, earliest 0; nodes without a date come after the last span.

    >>> bins({"a": "2001", "b": "2006-05", "c": "2006", "d": ""}, 2)
    {'a': 0, 'b': 1, 'c': 1, 'd': 2}
    """
    years = sorted(date[:4] for date in dates.values() if date)
    distinct = sorted(set(years))
    if len(distinct) <= most:
        span = {year: number for number, year in enumerate(distinct)}
    else:
        share = len(years) / most
        # The middle of a year's own rows decides, so that a crowded year does not push the rest along.
        middle = {year: (years.index(year) + len(years) - years[::-1].index(year)) / 2 for year in distinct}
        rough = {year: min(most - 1, int(middle[year] / share)) for year in distinct}
        used = sorted(set(rough.values()))
        span = {year: used.index(number) for year, number in rough.items()}
    undated = len(set(span.values()))
    return {node: span[date[:4]] if date else undated for node, date in dates.items()}


def arrange(
    spans: Mapping[str, int], links: Sequence[tuple[str, str]], backwards: Collection[int] = ()
) -> Layers:
    """Columns and their order.

    Args:
        spans: Span of dates by node.
        links: Cause and effect; both are nodes.
        backwards: Numbers of the links that go against time: the effect stands to the left of the cause.
    """
    onward = [(e, c) if number in backwards else (c, e) for number, (c, e) in enumerate(links)]
    inner = dict.fromkeys(spans, 0)
    for members in ([n for n in sorted(spans) if spans[n] == s] for s in sorted(set(spans.values()))):
        inner.update(_depths(members, onward))
    keys = sorted({(spans[node], inner[node]) for node in spans})
    column = {node: keys.index((spans[node], inner[node])) for node in spans}
    columns: list[list[_Item]] = [[] for _ in keys]
    for node in sorted(spans):
        columns[column[node]].append(node)
    chains: list[list[tuple[int, _Item]]] = []
    for number, (cause, effect) in enumerate(links):
        low, high = sorted((cause, effect), key=lambda n: column[n])
        chain: list[tuple[int, _Item]] = [(column[low], low)]
        for between in range(column[low] + 1, column[high]):
            columns[between].append((number, between))
            chain.append((between, (number, between)))
        chains.append([*chain, (column[high], high)])
    _untangle(columns, chains)
    return Layers(tuple(tuple(c) for c in columns), column, tuple(span for span, _ in keys))


def _depths(members: Sequence[str], links: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Longest way to each node inside one span; links that close a circle do not count."""
    inside = {m: sorted({e for c, e in links if c == m and e in set(members) and e != m}) for m in members}
    entered = {e for after in inside.values() for e in after}
    order: list[str] = []
    state: dict[str, int] = {}
    forward: list[tuple[str, str]] = []

    def visit(node: str) -> None:
        state[node] = 1
        for after in inside[node]:
            if state.get(after) != 1:
                forward.append((node, after))
                if after not in state:
                    visit(after)
        state[node] = 2
        order.append(node)

    for node in sorted(members, key=lambda m: (m in entered, m)):
        if node not in state:
            visit(node)
    depth = dict.fromkeys(members, 0)
    for node in reversed(order):
        for before, after in forward:
            if before == node:
                depth[after] = max(depth[after], depth[node] + 1)
    return depth


def _untangle(columns: list[list[_Item]], chains: Sequence[Sequence[tuple[int, _Item]]]) -> None:
    """Order each column by the mean place of its neighbours; keep the order with the fewest crossings."""
    before: dict[_Item, list[_Item]] = {}
    after: dict[_Item, list[_Item]] = {}
    for chain in chains:
        for (left_column, left), (right_column, right) in pairwise(chain):
            if left_column < right_column:
                after.setdefault(left, []).append(right)
                before.setdefault(right, []).append(left)
    best, fewest = [list(c) for c in columns], _crossings(columns, after)
    for sweep in range(_SWEEPS):
        rightwards = sweep % 2 == 0
        order = range(1, len(columns)) if rightwards else range(len(columns) - 2, -1, -1)
        neighbours = before if rightwards else after
        for index in order:
            beside = columns[index - 1 if rightwards else index + 1]
            place = {item: (number + 0.5) / len(beside) for number, item in enumerate(beside)}
            own = {item: (number + 0.5) / len(columns[index]) for number, item in enumerate(columns[index])}
            columns[index].sort(key=lambda item, p=place, o=own, n=neighbours: _mean(item, p, o, n))  # type: ignore[misc]
        if (crossed := _crossings(columns, after)) < fewest:
            best, fewest = [list(c) for c in columns], crossed
    columns[:] = best


def _mean(
    item: _Item, place: Mapping[_Item, float], own: Mapping[_Item, float], near: Mapping[_Item, list[_Item]]
) -> float:
    places = [place[n] for n in near.get(item, ()) if n in place]
    return sum(places) / len(places) if places else own[item]


def _crossings(columns: Sequence[Sequence[_Item]], after: Mapping[_Item, list[_Item]]) -> int:
    """Pairs of links that cross between neighbouring columns."""
    total = 0
    for left, right in pairwise(columns):
        place = {item: number for number, item in enumerate(right)}
        ends = [
            place[r]
            for item in left
            for r in sorted(after.get(item, ()), key=lambda r: place.get(r, -1))
            if r in place
        ]
        total += sum(a > b for number, a in enumerate(ends) for b in ends[number + 1 :])
    return total
