"""Timeline: the network year by year, in both readings, with who entered and who left."""

from __future__ import annotations

import math
from dataclasses import dataclass

import networkx as nx

from ecosystem_graph.period import Reading

from .centrality import centrality
from .mixing import centralisation
from .ties import Ties

__all__ = ["Changes", "Year", "changes", "timeline"]


@dataclass(frozen=True, slots=True)
class Year:
    """The network in a year.

    Attributes:
        year: The year.
        reading: Certain or possible.
        actors: Nodes with a tie.
        ties: Number of ties.
        mean_degree: Ties per actor, counted from both ends; nan without actors.
        density: Share of the pairs that are tied; nan with fewer than two actors.
        components: Number of components.
        largest: Share of the actors in the largest component; nan without actors.
        degree_centralisation: Freeman's, directions ignored; nan with fewer than three actors.
        betweenness_centralisation: The same for betweenness.
        entered: Actors who were not there in the year before (in the first year: nobody).
        left: Actors who were there in the year before.
    """

    year: int
    reading: Reading
    actors: int
    ties: int
    mean_degree: float
    density: float
    components: int
    largest: float
    degree_centralisation: float
    betweenness_centralisation: float
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different between two years in one reading.

    Attributes:
        entered: Actors, in order.
        left: Actors, in order.
        made: Ties that were not there, as pairs.
        ended: Ties that are there no more, as pairs.
    """

    entered: tuple[str, ...]
    left: tuple[str, ...]
    made: tuple[tuple[str, str], ...]
    ended: tuple[tuple[str, str], ...]


def timeline(
    ties: Ties, first: int = 1990, last: int = 2026, *, readings: tuple[Reading, ...] = tuple(Reading)
) -> list[Year]:
    """The network of every year, by reading and then by year."""
    rows = []
    for reading in readings:
        before: set[str] | None = None
        for year in range(first, last + 1):
            network = ties.network(year, reading)
            now = set(network)
            known = now if before is None else before
            rows.append(_year(network, year, reading, tuple(sorted(now - known)), tuple(sorted(known - now))))
            before = now
    return rows


def changes(ties: Ties, first: int, last: int, *, reading: Reading = Reading.POSSIBLE) -> Changes:
    """What is different in the second of two years."""
    old, new = ties.network(first, reading), ties.network(last, reading)
    return Changes(
        tuple(sorted(set(new) - set(old))),
        tuple(sorted(set(old) - set(new))),
        tuple(sorted(set(new.edges) - set(old.edges))),
        tuple(sorted(set(old.edges) - set(new.edges))),
    )


def _year(
    network: nx.Graph, year: int, reading: Reading, entered: tuple[str, ...], left: tuple[str, ...]
) -> Year:
    plain = nx.Graph(network.to_undirected(as_view=True)) if network.is_directed() else network
    n, m = len(plain), plain.number_of_edges()
    parts = [len(part) for part in nx.connected_components(plain)]
    scores = centrality(plain, ["degree", "betweenness"])
    return Year(
        year,
        reading,
        n,
        m,
        2 * m / n if n else math.nan,
        2 * m / (n * (n - 1)) if n > 1 else math.nan,
        len(parts),
        max(parts) / n if n else math.nan,
        centralisation(scores["degree"], "degree"),
        centralisation(scores["betweenness"], "betweenness"),
        entered,
        left,
    )
