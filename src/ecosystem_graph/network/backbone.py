"""Backbone: the ties of a co-membership network that beat chance.

Big lists make ties between everybody on them. A pair's tie is kept if they share more than chance would give,
at a false discovery rate (Y. Benjamini & Y. Hochberg 1995) over all pairs of actors, tied or not. Chance is
one of:

``bicm``            random lists where each actor and each list keeps its size on average (F. Saracco et al.,
                    *Inferring monopartite projections of bipartite networks*, 2017): to meet on two short
                    lists says more than to meet on two long ones
``hypergeometric``  each actor draws its lists blindly, all lists alike (M. Tumminello et al., *Statistically
                    validated networks in bipartite complex systems*, 2011)
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import comb
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.errors import NetworkError, NotFoundError
from ecosystem_graph.wording import Wording

from .matrix import Floats

__all__ = ["METHODS", "backbone", "expected_membership", "hypergeometric_tail"]

METHODS = ("bicm", "hypergeometric")


def backbone(membership: nx.Graph, *, method: str = "bicm", rate: float = 0.05) -> nx.Graph:
    """Who meets more often than chance gives.

    Args:
        membership: Two-mode network: nodes with the attribute ``mode`` (`Shape.TWO_MODE`).
        method: What chance is; one of `METHODS`.
        rate: Expected share of false ties among those kept.

    Returns:
        The members as nodes with their attributes; ties carry ``weight`` (number shared), ``shared`` (what),
        ``p`` and ``q`` (the rate at which the tie would just be kept).

    Raises:
        NetworkError: Not a two-mode network, or a rate outside (0, 1].
        NotFoundError: No such method.
    """
    if method not in METHODS:
        raise NotFoundError(Wording("method", "metode"), method, METHODS)
    if not 0 < rate <= 1:
        raise NetworkError(
            Wording("the rate is a share above 0 and at most 1", "raten er en andel over 0 og høyst 1")
        )
    if any("mode" not in data for _, data in membership.nodes(data=True)):
        raise NetworkError(
            Wording(
                "the backbone needs a two-mode network, such as the projection membership",
                "ryggraden krever et nettverk med to slags noder, for eksempel projeksjonen membership",
            )
        )
    modes = membership.nodes(data="mode")
    actors = [node for node, mode in modes if mode != "target"]
    lists = [node for node, mode in modes if mode != "source"]
    place = {node: i for i, node in enumerate(lists)}
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from((actor, dict(membership.nodes[actor])) for actor in actors)
    joins = np.zeros((len(actors), len(lists)))
    for i, actor in enumerate(actors):
        for other in membership[actor]:
            if other in place:
                joins[i, place[other]] = 1
    shared = (joins @ joins.T).astype(int)
    pairs = [(i, j) for i, j in combinations(range(len(actors)), 2) if shared[i, j]]
    if not pairs:
        return graph
    one, two = np.array(pairs).T
    chances = _bicm(joins, one, two) if method == "bicm" else _hypergeometric(joins, one, two)
    rates = _false_discovery(chances, len(actors) * (len(actors) - 1) // 2)
    for i, j, p, q in zip(one.tolist(), two.tolist(), chances.tolist(), rates.tolist(), strict=True):
        if q <= rate:
            both = tuple(sorted(lists[k] for k in np.flatnonzero(joins[i] * joins[j])))
            graph.add_edge(actors[i], actors[j], weight=int(shared[i, j]), shared=both, p=p, q=q)
    return graph


def _hypergeometric(joins: Floats, one: Any, two: Any) -> Floats:
    sizes = joins.sum(axis=1).astype(int)
    shared = (joins[one] * joins[two]).sum(axis=1).astype(int)
    cases = zip(shared.tolist(), sizes[one].tolist(), sizes[two].tolist(), strict=True)
    return np.array(
        [hypergeometric_tail(seen, joins.shape[1], first, second) for seen, first, second in cases]
    )


@cache
def hypergeometric_tail(seen: int, population: int, marked: int, drawn: int) -> float:
    """Probability of at least ``seen`` marked ones among ``drawn``, exact before rounding.

    >>> hypergeometric_tail(2, 4, 2, 2) == 1 / 6
    True
    """
    ways = sum(
        comb(marked, k) * comb(population - marked, drawn - k) for k in range(seen, min(marked, drawn) + 1)
    )
    return ways / comb(population, drawn)


def _bicm(joins: Floats, one: Any, two: Any) -> Floats:
    """Upper tail of the number shared: a sum of independent chances (Poisson binomial), one a list."""
    expected = expected_membership(joins)
    both = expected[one] * expected[two]
    shared = (joins[one] * joins[two]).sum(axis=1).astype(int)
    # below[:, k]: probability of exactly k shared so far, for every k short of what is seen.
    below = np.zeros((len(one), int(shared.max())))
    below[:, 0] = 1
    for chance in both.T:
        step = chance[:, np.newaxis]
        below[:, 1:] = below[:, 1:] * (1 - step) + below[:, :-1] * step
        below[:, :1] *= 1 - step
    counted = np.arange(below.shape[1])[np.newaxis, :] < shared[:, np.newaxis]
    tail: Floats = np.clip(1 - np.where(counted, below, 0).sum(axis=1), 0, 1)
    return tail


def expected_membership(joins: Floats) -> Floats:
    """Chance of each membership when all row and column sums hold on average and nothing else is known.

    The random network of greatest entropy: p = xy / (1 + xy), solved by fixed-point iteration until the sums
    are within 1e-8. Rows and columns that are empty or full are certain.

    Args:
        joins: 0/1 array, actors x lists.

    Raises:
        NetworkError: No solution is found.
    """
    chance = np.zeros(joins.shape)
    rows, columns = joins.sum(axis=1), joins.sum(axis=0)
    free_rows = (rows > 0) & (rows < joins.shape[1])
    free_columns = (columns > 0) & (columns < joins.shape[0])
    chance[rows == joins.shape[1], :] = 1
    chance[:, columns == joins.shape[0]] = 1
    r = rows[free_rows] - (columns == joins.shape[0]).sum()
    c = columns[free_columns] - (rows == joins.shape[1]).sum()
    if not len(r) or not len(c):
        return chance
    x, y = r / np.sqrt(r.sum()), c / np.sqrt(c.sum())
    for _ in range(20_000):
        product = np.outer(x, y)
        p = product / (1 + product)
        if max(np.abs(p.sum(axis=1) - r).max(), np.abs(p.sum(axis=0) - c).max()) < 1e-8:
            chance[np.ix_(free_rows, free_columns)] = p
            return chance
        x = r / (y / (1 + np.outer(x, y))).sum(axis=1)
        y = c / (x[:, np.newaxis] / (1 + np.outer(x, y))).sum(axis=0)
    raise NetworkError(
        Wording(
            "the chances of membership cannot be found for these lists",
            "sannsynlighetene for medlemskap lar seg ikke finne for disse listene",
        )
    )


def _false_discovery(chances: Floats, tests: int) -> Floats:
    """Benjamini and Hochberg's adjusted p-values, when ``tests`` were made and those not given are 1."""
    order = np.argsort(chances, kind="stable")
    steps = chances[order] * tests / np.arange(1, len(chances) + 1)
    adjusted = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    rates = np.empty_like(adjusted)
    rates[order] = adjusted
    return rates
