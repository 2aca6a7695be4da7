"""Rank intervals of one measure, as the report draws them."""

from __future__ import annotations

from typing import Any

import networkx as nx

from ecosystem_graph.ecosystem import Ecosystem

from .gaps import declared_members
from .plausible import ErrorModel
from .uncertainty import RankInterval, rank_uncertainty

__all__ = ["DRAWN_UP_TO", "DRAWS", "rank_intervals"]

#: Plausible networks that an interval is taken from.
DRAWS = 150
#: With more actors drawing takes minutes.
DRAWN_UP_TO = 2_000


def rank_intervals(
    ecosystem: Ecosystem, network: nx.Graph, by: str, *, year: int | None = None, draws: int | None = None
) -> dict[Any, RankInterval]:
    """Rank intervals by node; none where they are not asked for or there can be none.

    Args:
        ecosystem: Where organisations state how many members they have.
        network: A projection of it.
        by: The measure to rank by.
        year: The year of the projection.
        draws: How many plausible networks; None is `DRAWS`, or none for a directed network and above
            `DRAWN_UP_TO` actors.

    Raises:
        NetworkError: Draws from a directed network.
        NotFoundError: No such measure.
    """
    if draws is None:
        draws = 0 if network.is_directed() or network.number_of_nodes() > DRAWN_UP_TO else DRAWS
    if not draws or not network.number_of_edges():
        return {}
    model = ErrorModel(declared=declared_members(ecosystem, year))
    return {i.node: i for i in rank_uncertainty(network, (by,), model=model, draws=draws).intervals(by)}
