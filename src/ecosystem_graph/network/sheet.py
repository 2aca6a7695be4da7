"""A ranking as a table for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from ecosystem_graph.formulas import harmless

from .centrality import RankedNode, rounded
from .uncertainty import RankInterval

__all__ = ["INTERVAL", "centrality_csv"]

#: What is told of a rank interval: its best rank, its middle, its worst, and its band.
INTERVAL = ("rank_low", "rank_median", "rank_high", "band")


def centrality_csv(
    rows: Iterable[RankedNode], intervals: Mapping[str, Mapping[Any, RankInterval]] | None = None
) -> str:
    """The rows as CSV: a score and a rank per measure; an empty cell is an undefined value.

    Args:
        rows: The ranking.
        intervals: Measure to node to rank interval: after the scores each measure gets ``<measure>_rank_low``
            and ``_rank_high`` (the bounds), ``_rank_median`` and ``_band`` (the band of nodes that the data
            cannot tell apart), empty where a node has none.
    """
    listed = list(rows)
    names = list(listed[0].scores) if listed else []
    drawn = intervals or {}
    head = ["id", "label_nb", "label_en", "kind", "sphere"]
    head += [column for name in names for column in (name, f"{name}_rank")]
    head += [f"{name}_{part}" for name in drawn for part in INTERVAL]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for row in listed:
        cells: list[object] = [row.slug, harmless(row.label_nb), harmless(row.label_en), row.kind, row.sphere]
        for name in names:
            rank = row.ranks[name]
            cells += ["", ""] if rank is None else [f"{rounded(row.scores[name]):.6g}", rank]
        for of in drawn.values():
            found = of.get(row.node)
            cells += (
                [found.low, f"{found.median:g}", found.high, found.band] if found else [""] * len(INTERVAL)
            )
        writer.writerow(cells)
    return stream.getvalue()
