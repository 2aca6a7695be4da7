"""Rows of any room as the one table that is rendered, and its way to the screen."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import click
from rdflib import Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.queries import Table
from ecosystem_graph.rendering import render

__all__ = ["show", "table_of"]


def show(table: Table, fmt: str, label: Callable[[URIRef], str] | None = None) -> None:
    """Print a table; on a terminal its widest cells are shortened to fit, into a file nothing is."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(render(table, fmt, label=label, width=width), nl=False)


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
