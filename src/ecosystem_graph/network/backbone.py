"""Backbone: the ties of a co-membership network that beat chance.

Big lists make ties between everybody on them. A pair's tie is kept if they share more than two actors with as many
memberships would by chance, out of all there is to belong to (hypergeometric: M. Tumminello et al., *Statistically
validated networks in bipartite complex systems*, 2011), at a false discovery rate (Y. Benjamini & Y. Hochberg 1995)
over all pairs of actors, tied or not.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
from scipy.stats import hypergeom

from ecosystem_graph.errors import NetworkError

__all__ = ["backbone"]


def backbone(membership: nx.Graph, *, rate: float = 0.05) -> nx.Graph:
    """Who meets more often than chance gives.

    Args:
        membership: Two-mode network: nodes with the attribute ``mode`` (`Shape.TWO_MODE`).
        rate: Expected share of false ties among those kept.

    Returns:
        The members as nodes with their attributes; ties carry ``weight`` (number shared), ``shared`` (what),
        ``p`` and ``q`` (the rate at which the tie would just be kept).

    Raises:
        NetworkError: Not a two-mode network, or a rate outside (0, 1].
    """
    if not 0 < rate <= 1:
        raise NetworkError("the rate is a share above 0 and at most 1")
    if any("mode" not in data for _, data in membership.nodes(data=True)):
        raise NetworkError("the backbone needs a two-mode network, such as the projection membership")
    joined: dict[Any, list[Any]] = {}
    for node, data in membership.nodes(data=True):
        if data["mode"] in ("target", "both"):
            joined[node] = sorted(
                other for other in membership[node] if membership.nodes[other]["mode"] in ("source", "both")
            )
    shared: dict[tuple[Any, Any], list[Any]] = {}
    for group, members in joined.items():
        for pair in combinations(members, 2):
            shared.setdefault(pair, []).append(group)
    actors = [node for node, data in membership.nodes(data=True) if data["mode"] in ("source", "both")]
    count = {actor: sum(1 for other in membership[actor] if other in joined) for actor in actors}
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from((actor, dict(membership.nodes[actor])) for actor in actors)
    pairs = sorted(shared)
    if not pairs:
        return graph
    chances = hypergeom.sf(
        np.array([len(shared[pair]) - 1 for pair in pairs]),
        len(joined),
        np.array([count[pair[0]] for pair in pairs]),
        np.array([count[pair[1]] for pair in pairs]),
    )
    rates = _false_discovery(chances, len(actors) * (len(actors) - 1) // 2)
    for pair, p, q in zip(pairs, chances.tolist(), rates.tolist(), strict=True):
        if q <= rate:
            graph.add_edge(*pair, weight=len(shared[pair]), shared=tuple(sorted(shared[pair])), p=p, q=q)
    return graph


def _false_discovery(chances: np.ndarray, tests: int) -> np.ndarray:
    """Benjamini and Hochberg's adjusted p-values, when ``tests`` were made and those not given are 1."""
    order = np.argsort(chances, kind="stable")
    steps = chances[order] * tests / np.arange(1, len(chances) + 1)
    adjusted = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    rates = np.empty_like(adjusted)
    rates[order] = adjusted
    return rates
