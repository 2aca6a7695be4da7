"""Uncertainty: how sure a rank is, when ties are wrong, missing or undeclared.

Draw many networks that may be the true one (`plausible`), rank the actors in each, and report for every actor
the interval its rank falls in and for every pair how often one outranks the other. Two actors share a band
where the data cannot tell them apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ecosystem_graph.errors import NetworkError, NotFoundError
from ecosystem_graph.wording import Wording

from .centrality import MEASURES, measures_of, structural
from .matrix import Floats, Matrix
from .paths import path_sums
from .plausible import ErrorModel, Plausible

__all__ = ["RankInterval", "RankUncertainty", "rank_uncertainty"]

#: What is ranked unless said otherwise.
DEFAULT = ("degree", "betweenness", "closeness", "eigenvector", "pagerank", "constraint")
_PATHS = ("betweenness", "closeness", "harmonic")


@dataclass(frozen=True, slots=True)
class RankInterval:
    """A rank with its uncertainty.

    Attributes:
        node: Key in the network.
        recorded: Rank in the recorded network; None where its score is undefined.
        low: Best rank of the interval.
        median: Median rank.
        high: Worst rank of the interval.
        band: Number of its band, from 1; within a band the data cannot tell who is first.
    """

    node: Any
    recorded: int | None
    low: int
    median: float
    high: int
    band: int


@dataclass(frozen=True)
class RankUncertainty:
    """Ranks of all actors by several measures over plausible networks.

    Attributes:
        nodes: Actors, in network order.
        ranks: Measure to an array (draws x nodes) of ranks: one more than the number that score better.
        recorded: Measure to the ranks in the recorded network, nan where undefined.
        level: Share of the draws an interval holds.
        draws: Number of plausible networks.
        seed: What they were drawn with.
        model: What was assumed.
    """

    nodes: tuple[Any, ...]
    ranks: Mapping[str, NDArray[np.float64]]
    recorded: Mapping[str, Floats]
    level: float
    draws: int
    seed: int
    model: ErrorModel

    def intervals(self, measure: str) -> list[RankInterval]:
        """All actors by their median rank, with interval and band.

        Raises:
            NotFoundError: The measure was not drawn.
        """
        drawn, recorded = self._of(measure), self.recorded[measure]
        if not self.nodes:
            return []
        tail = (1 - self.level) / 2
        low, high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="inverted_cdf")
        median, mean = np.median(drawn, axis=0), drawn.mean(axis=0)
        order = sorted(range(len(self.nodes)), key=lambda i: (median[i], mean[i], str(self.nodes[i])))
        bands = self._bands(drawn, order)
        return [
            RankInterval(
                self.nodes[i],
                None if math.isnan(recorded[i]) else int(recorded[i]),
                int(low[i]),
                float(median[i]),
                int(high[i]),
                band,
            )
            for i, band in zip(order, bands, strict=True)
        ]

    def outranks(self, measure: str, first: Any, second: Any) -> float:
        """Probability that the first has a better rank than the second; a draw counts half.

        Raises:
            NotFoundError: The measure was not drawn, or a node is not in the network.
        """
        drawn = self._of(measure)
        for node in (first, second):
            if node not in self.nodes:
                raise NotFoundError(Wording("node", "node"), str(node), map(str, self.nodes))
        a, b = drawn[:, self.nodes.index(first)], drawn[:, self.nodes.index(second)]
        return float((a < b).mean() + 0.5 * (a == b).mean())

    def top(self, measure: str, count: int = 10) -> list[tuple[Any, float]]:
        """Who may be among the first ``count``, with the probability, likeliest first.

        Raises:
            NotFoundError: The measure was not drawn.
        """
        chance = (self._of(measure) <= count).mean(axis=0)
        order = sorted(range(len(self.nodes)), key=lambda i: (-chance[i], str(self.nodes[i])))
        return [(self.nodes[i], float(chance[i])) for i in order if chance[i] > 0]

    def _of(self, measure: str) -> NDArray[np.float64]:
        if measure not in self.ranks:
            raise NotFoundError(Wording("measure", "mål"), measure, self.ranks)
        return self.ranks[measure]

    def _bands(self, drawn: NDArray[np.float64], order: list[int]) -> list[int]:
        """A new band begins at whoever the first of the present one outranks with probability ``level``."""
        bands: list[int] = []
        first = -1
        for i in order:
            sure = first < 0 or (
                (drawn[:, first] < drawn[:, i]).mean() + 0.5 * (drawn[:, first] == drawn[:, i]).mean()
                >= self.level
            )
            if sure:
                first = i
                bands.append(bands[-1] + 1 if bands else 1)
            else:
                bands.append(bands[-1])
        return bands


def rank_uncertainty(
    network: nx.Graph,
    measures: Iterable[str] = DEFAULT,
    *,
    model: ErrorModel | None = None,
    groups: Mapping[Any, Hashable] | None = None,
    draws: int = 200,
    seed: int = 1,
    level: float = 0.9,
    workers: int = 2,
    progress: Callable[[], None] = lambda: None,
) -> RankUncertainty:
    """Rank intervals from plausible networks.

    Args:
        network: Undirected network.
        measures: What to rank by.
        model: Assumptions about the errors; None is `ErrorModel()`, which knows of no declared lists.
        groups: Group of each node for how missing ties mix; None is the helix spheres.
        draws: How many networks.
        seed: The same seed gives the same result, whatever the number of workers.
        level: Share of the draws that an interval holds.
        workers: Threads.
        progress: Called after each draw, from the thread that made it.

    Raises:
        NetworkError: A directed network, no draws, or a level outside (0, 1).
        NotFoundError: No such measure.
    """
    wanted = tuple(measures)
    for name in wanted:
        if name not in measures_of(network):
            raise NotFoundError(Wording("measure", "mål"), name, measures_of(network))
    if draws < 1 or not 0 < level < 1:
        raise NetworkError(
            Wording(
                "give at least one draw and a level between 0 and 1",
                "oppgi minst én trekning og et nivå mellom 0 og 1",
            )
        )
    assumed = ErrorModel() if model is None else model
    plausible = Plausible(network, assumed, groups)
    n = len(plausible.nodes)

    def one(source: np.random.SeedSequence) -> dict[str, Floats]:
        drawn = _ranked(plausible.draw(np.random.default_rng(source)), wanted, n, undefined_last=True)
        progress()
        return drawn

    seeds = np.random.SeedSequence(seed).spawn(draws)
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        rows = list(pool.map(one, seeds))
    ranks = {name: np.array([row[name] for row in rows]).reshape(draws, n) for name in wanted}
    recorded = _ranked(Matrix.of(network), wanted, n, undefined_last=False)
    return RankUncertainty(plausible.nodes, ranks, recorded, level, draws, seed, assumed)


def _ranked(matrix: Matrix, names: tuple[str, ...], count: int, *, undefined_last: bool) -> dict[str, Floats]:
    """Ranks of the first ``count`` nodes among themselves; who has no score comes last, or is nan."""
    arrays = structural(matrix, [name for name in names if name not in _PATHS])
    if set(names) & set(_PATHS):
        sums = path_sums(matrix, betweenness="betweenness" in names)
        arrays |= {
            "closeness": sums.closeness(),
            "harmonic": sums.harmonic(),
            "betweenness": sums.betweenness(),
        }
    ranked: dict[str, Floats] = {}
    for name in names:
        scores = arrays[name][:count]
        undefined = np.isnan(scores)
        # Significant digits, as in `centrality.ranks`: equals must stay equals.
        with np.errstate(divide="ignore"):
            digits = np.where(
                scores == 0, 0, 10 - 1 - np.floor(np.log10(np.abs(np.where(undefined, 1, scores))))
            )
        scale = 10.0 ** np.where(np.isfinite(digits), digits, 0)
        rounded = np.round(np.where(undefined, 0, scores) * scale) / scale
        cost = np.where(undefined, np.inf, rounded if MEASURES[name].ascending else -rounded)
        ranks = np.searchsorted(np.sort(cost), cost, side="left").astype(np.float64) + 1.0
        ranked[name] = ranks if undefined_last else np.where(undefined, np.nan, ranks)
    return ranked
