"""Rows for people and machines: a small table of texts and numbers, as CSV or as aligned text elsewhere."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from ecosystem_graph.formulas import harmless

__all__ = ["Cell", "Sheet"]

Cell = str | int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of plain values.

    Attributes:
        columns: Headings.
        rows: One tuple a row, aligned with the columns.
        notes: Sentences that belong under the table: what it is, what was left out.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def dicts(self) -> list[dict[str, Cell]]:
        """Each row as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def csv(self) -> str:
        """As CSV: comma, line feed, header first. A text that looks like a formula gets a leading ``'``."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(map(harmless, map(str, row)) for row in self.rows)
        return stream.getvalue()
