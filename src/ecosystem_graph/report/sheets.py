"""The table of every actor with its scores, ranks and rank intervals, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ecosystem_graph.network.centrality import RankedNode, centrality_csv

from .analysis import SHOWN, Analysis

__all__ = ["centrality_table"]


def centrality_table(rows: Iterable[RankedNode], analysis: Analysis) -> str:
    """CSV: one row an actor; after its scores and ranks the rank intervals of the measures that have them.

    ``<measure>_rank_low`` and ``_rank_high`` bound the interval, ``_rank_median`` is its middle and ``_band``
    the band of actors that the data cannot tell apart.
    """
    listed = list(rows)
    read = list(csv.reader(io.StringIO(centrality_csv(listed))))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    parts = ("rank_low", "rank_median", "rank_high", "band")
    writer.writerow([*(read[0] if read else []), *(f"{m}_{part}" for m in SHOWN for part in parts)])
    for row, cells in zip(listed, read[1:], strict=True):
        drawn: list[object] = []
        for measure in SHOWN:
            found = analysis.interval(measure, row.node)
            drawn += [found.low, f"{found.median:g}", found.high, found.band] if found else [""] * len(parts)
        writer.writerow([*cells, *drawn])
    return stream.getvalue()
