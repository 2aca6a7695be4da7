"""Tables of numbers by column, and the joins of rule bodies on them.

A relation is a sorted array of facts as in `joins`: subject and object in one number, members of a class as
they are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecosystem_graph.reasoning.joins import LOW, SHIFT, Pattern

__all__ = ["Ints", "Table", "join", "kept", "merged", "rows", "scan", "within"]

Ints = NDArray[np.int64]
Table = dict[str, Ints]
"""Values of each variable, row by row."""


def rows(table: Table) -> int:
    """How many rows a table has."""
    return len(next(iter(table.values()))) if table else 0


def kept(table: Table, mask: NDArray[np.bool_]) -> Table:
    """The rows of a table that the mask marks."""
    return {name: column[mask] for name, column in table.items()}


def within(some: Ints, among: Ints) -> NDArray[np.bool_]:
    """Which of ``some`` are in the sorted array ``among``."""
    if not len(among):
        return np.zeros(len(some), dtype=np.bool_)
    at = np.searchsorted(among, some)
    at[at == len(among)] = 0
    found: NDArray[np.bool_] = among[at] == some
    return found


def merged(one: Ints, other: Ints) -> Ints:
    """Two sorted arrays without common values as one."""
    if not len(one):
        return other
    together = np.concatenate([one, other])
    together.sort(kind="stable")
    return together


def scan(pattern: Pattern, facts: Ints) -> Table:
    """Values of a pattern's variables over its facts."""
    parts = [facts] if len(pattern.slots) == 1 else [facts >> SHIFT, facts & LOW]
    mask = np.ones(len(facts), dtype=np.bool_)
    table: Table = {}
    for slot, part in zip(pattern.slots, parts, strict=True):
        if isinstance(slot, int):
            mask &= part == slot
        elif slot in table:
            mask &= part == table[slot]
        else:
            table[slot] = part
    if not table:  # nothing but constants: how often it holds is all there is to say
        table = {"": facts}
    return table if bool(mask.all()) else kept(table, mask)


def join(table: Table, pattern: Pattern, facts: Ints) -> Table:
    """The rows of a table, each with every fact that fits it."""
    size = rows(table)

    def column(slot: str | int) -> Ints | None:
        return np.full(size, slot, dtype=np.int64) if isinstance(slot, int) else table.get(slot)

    columns = [column(slot) for slot in pattern.slots]
    first = columns[0]
    if len(columns) == 1:
        if first is not None:
            return kept(table, within(first, facts))
        return _spread(
            table, np.zeros(size, dtype=np.int64), np.full(size, len(facts)), facts, pattern.slots[0]
        )
    second = columns[1]
    if first is not None and second is not None:
        return kept(table, within(first << SHIFT | second, facts))
    if first is not None:
        start, end = np.searchsorted(facts, first << SHIFT), np.searchsorted(facts, (first + 1) << SHIFT)
        return _spread(table, start, end, facts & LOW, pattern.slots[1])
    turned = np.sort((facts & LOW) << SHIFT | facts >> SHIFT)
    if second is not None:
        start, end = np.searchsorted(turned, second << SHIFT), np.searchsorted(turned, (second + 1) << SHIFT)
        return _spread(table, start, end, turned & LOW, pattern.slots[0])
    every = scan(pattern, facts)
    many = rows(every)
    left = {name: np.repeat(values, many) for name, values in table.items()}
    return left | {name: np.tile(values, size) for name, values in every.items()}


def _spread(
    table: Table, start: NDArray[np.intp], end: NDArray[np.intp], values: Ints, slot: str | int
) -> Table:
    """Repeat each row for the values from ``start`` to ``end`` and add them as a column."""
    counts = end - start
    total = int(counts.sum())
    row = np.repeat(np.arange(len(counts)), counts)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    at = np.repeat(start, counts) + (np.arange(total) - before)
    spread = {name: column[row] for name, column in table.items()}
    spread[str(slot)] = values[at]
    return spread
