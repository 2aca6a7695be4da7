"""Networks: projections of the graph, measures of them, and how sure the measures are."""

from .centrality import MEASURES, Measure, RankedNode, centrality, ranking
from .projection import project, projections, read_ties
from .sheet import centrality_csv
from .ties import Shape, Thing, TieRow, Ties

__all__ = [
    "MEASURES",
    "Measure",
    "RankedNode",
    "Shape",
    "Thing",
    "TieRow",
    "Ties",
    "centrality",
    "centrality_csv",
    "project",
    "projections",
    "ranking",
    "read_ties",
]
