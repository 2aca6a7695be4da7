"""The analyses of the collaboration network that the report tells of, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx

from ecosystem_graph.network.brokerage import Brokerage, brokerage
from ecosystem_graph.network.centrality import centrality
from ecosystem_graph.network.communities import Agreement, Communities, agreement, communities
from ecosystem_graph.network.intervals import DRAWS
from ecosystem_graph.network.mixing import Mixing, mixing
from ecosystem_graph.network.plausible import ErrorModel, short_lists
from ecosystem_graph.network.robustness import Cut, RemovalCurve, cut_actors, removal_curves
from ecosystem_graph.network.ties import Ties
from ecosystem_graph.network.timeline import Year, timeline
from ecosystem_graph.network.uncertainty import RankInterval, RankUncertainty, rank_uncertainty

__all__ = ["SHOWN", "Analysis", "analyse"]

#: Measures in the tables, in their order.
SHOWN = (
    "degree",
    "betweenness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "effective_size",
    "constraint",
    "core_number",
)
_SEED = 1
#: Year in which the line along time begins.
_FIRST = 1990


@dataclass(frozen=True)
class Analysis:
    """Numbers of a network.

    Attributes:
        network: The network; nodes carry names, kind and sphere.
        scores: Measure to node to score.
        ranks: Rank intervals; None for a network too small to have any.
        brokers: Roles of every node, most open pairs first.
        mixing: Ties between spheres against chance; None without ties.
        curves: What is left as actors leave.
        cuts: Actors whose leaving splits the network, those that cut off most first.
        parts: Communities, and how stable they are; None without ties.
        named: How the named clusters meet the communities.
        years: The network year by year in both readings.
    """

    network: nx.Graph
    scores: Mapping[str, Mapping[str, float]]
    ranks: RankUncertainty | None
    brokers: tuple[Brokerage, ...]
    mixing: Mixing | None
    curves: tuple[RemovalCurve, ...]
    cuts: tuple[Cut, ...]
    parts: Communities | None
    named: tuple[Agreement, ...]
    years: tuple[Year, ...]

    def name(self, node: Any, lang: str) -> str:
        """Name of a node."""
        return str(self.network.nodes[node]["label_nb" if lang == "nb" else "label_en"])

    def intervals(self, measure: str) -> list[RankInterval]:
        """Rank intervals, likeliest first; empty where there are none."""
        return self.ranks.intervals(measure) if self.ranks else []

    def interval(self, measure: str, node: Any) -> RankInterval | None:
        """Rank interval of a node."""
        return self.placed[measure].get(node)

    @cached_property
    def placed(self) -> Mapping[str, Mapping[Any, RankInterval]]:
        """Measure to node to rank interval."""
        return {measure: {i.node: i for i in self.intervals(measure)} for measure in SHOWN}


def analyse(ties: Ties, declared: Mapping[str, tuple[int, ...]], *, year: int | None, last: int) -> Analysis:
    """Measure a network.

    Args:
        ties: What an undirected network is made of.
        declared: Organisation to the numbers of members it states; those count of which a member is known.
        year: The network as it may have been in that year; None is all that is recorded.
        last: Year in which the line along time ends.
    """
    network = ties.network(year)
    if network.number_of_edges() == 0:
        return Analysis(network, centrality(network), None, (), None, (), (), None, (), ())
    model = ErrorModel(declared=short_lists(network, declared))
    ranks = rank_uncertainty(network, SHOWN, model=model, draws=DRAWS, seed=_SEED)
    brokers = sorted(brokerage(network), key=lambda b: (-b.roles["total"].count, str(b.node)))
    parts = communities(network, seed=_SEED)
    return Analysis(
        network,
        centrality(network),
        ranks,
        tuple(brokers),
        mixing(network, seed=_SEED),
        tuple(removal_curves(network, ("random", "degree", "betweenness"), seed=_SEED)),
        tuple(cut_actors(network)),
        parts,
        tuple(agreement(network, parts)),
        tuple(timeline(ties, _FIRST, last)) if last > _FIRST else (),
    )
