"""Rows of any room as the one table that is rendered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.queries import Table

__all__ = ["table_of"]


def table_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Plain values as a table; None and NaN are absent values, floats keep six significant digits."""
    return Table(tuple(columns), tuple(tuple(_node(value) for value in row) for row in rows))


def _node(value: object) -> Node | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, URIRef):
        return value
    if isinstance(value, float):
        return Literal(Decimal(f"{value:.6g}")) if math.isfinite(value) else Literal(str(value))
    return Literal(value)
