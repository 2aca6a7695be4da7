"""Comparison: what differs between two states of a region, and what follows from that."""

from ecosystem_graph.comparison.changes import Comparison, Fact, Sort, ThingChange, compare
from ecosystem_graph.comparison.consequences import Consequences, Move, State, Verdict, consequences
from ecosystem_graph.comparison.outcome import consequences_json, consequences_lines
from ecosystem_graph.comparison.telling import (
    comparison_json,
    comparison_lines,
    counts_line,
    dumped,
    markdown,
)
from ecosystem_graph.comparison.words import label_of

__all__ = [
    "Comparison",
    "Consequences",
    "Fact",
    "Move",
    "Sort",
    "State",
    "ThingChange",
    "Verdict",
    "compare",
    "comparison_json",
    "comparison_lines",
    "consequences",
    "consequences_json",
    "consequences_lines",
    "counts_line",
    "dumped",
    "label_of",
    "markdown",
]
