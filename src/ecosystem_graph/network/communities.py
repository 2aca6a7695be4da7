"""Communities: groups with more ties inside than chance gives, and whether they are the named clusters.

Louvain (V. Blondel et al., *Fast unfolding of communities in large networks*, 2008) on modularity depends on
the order in which it meets the nodes, so it is run from many seeds: the best partition is reported together
with how far the runs agree. Agreement of partitions is the adjusted Rand index (L. Hubert & P. Arabie 1985).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.wording import Wording

from .backbone import hypergeometric_tail
from .engines import EXACT_UP_TO, extra
from .matrix import Matrix

__all__ = ["Agreement", "Communities", "adjusted_rand", "agreement", "communities"]

#: Ties by which somebody belongs to a cluster.
_BELONGING = frozenset({"memberOf", "partnerOf", "participatesIn"})
_CLUSTERS = frozenset({"cluster", "cluster-initiative"})


@dataclass(frozen=True)
class Communities:
    """A partition, and how sure it is.

    Attributes:
        parts: Members of each community in network order, the largest community first.
        modularity: Of this partition.
        stability: Mean adjusted Rand index between runs; 1 if all agree.
        togetherness: Per node, the mean share of runs in which it is with the others of its community; nan
            for who is alone.
        seeds: What the runs were started with.
    """

    parts: tuple[tuple[Any, ...], ...]
    modularity: float
    stability: float
    togetherness: Mapping[Any, float]
    seeds: tuple[int, ...]

    def of(self) -> dict[Any, int]:
        """Number of the community of each node, from 0, the largest first."""
        return {node: number for number, part in enumerate(self.parts) for node in part}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a named cluster meets the communities.

    Attributes:
        cluster: Key of the cluster in the network.
        members: Number of its recorded members in the network, itself among them.
        community: Number of the community that holds most of them.
        shared: How many of them it holds.
        size: Size of that community.
        p: Probability that a community of this size holds as many by chance (hypergeometric).
    """

    cluster: Any
    members: int
    community: int
    shared: int
    size: int
    p: float


def communities(
    network: nx.Graph, *, runs: int = 20, seed: int = 1, resolution: float = 1.0, weighted: bool = False
) -> Communities:
    """The best of many Louvain runs, and how far they agree. Directions are ignored.

    Beyond 20,000 nodes one run of NetworKit's Louvain stands for them (extra ``fast``), and the stability is
    nan.

    Args:
        network: Any simple network.
        runs: How many seeds, from ``seed`` on.
        seed: The first seed.
        resolution: Above 1 for smaller communities.
        weighted: Whether weights count.

    Raises:
        NetworkError: No runs.
        MissingExtraError: A large network, and NetworKit is not installed.
    """
    if runs < 1:
        raise NetworkError(Wording("give at least one run", "oppgi minst én kjøring"))
    plain: nx.Graph = nx.Graph()
    plain.add_nodes_from(network)
    for u, v, weight in network.edges(data="weight", default=1):
        if u != v:
            before = plain.edges[u, v]["weight"] if plain.has_edge(u, v) else 0
            plain.add_edge(u, v, weight=before + weight if weighted else 1)
    if not plain.number_of_edges():
        alone = tuple((node,) for node in plain)
        return Communities(alone, math.nan, math.nan, dict.fromkeys(plain, math.nan), ())
    if len(plain) > EXACT_UP_TO:
        return _large(plain, seed, resolution)
    seeds = tuple(range(seed, seed + runs))
    found = [nx.community.louvain_communities(plain, resolution=resolution, seed=s) for s in seeds]
    scores = [nx.community.modularity(plain, parts, resolution=resolution) for parts in found]
    best = found[int(np.argmax(np.round(scores, 12)))]
    labels = np.array([_labels(plain, parts) for parts in found])
    pairs = [adjusted_rand(labels[i], labels[j]) for i in range(runs) for j in range(i)]
    ordered = _ordered(plain, best)
    return Communities(
        ordered,
        float(max(scores)),
        float(np.mean(pairs)) if pairs else math.nan,
        _togetherness(plain, ordered, labels),
        seeds,
    )


def _large(plain: nx.Graph, seed: int, resolution: float) -> Communities:
    networkit = extra("networkit")
    matrix = Matrix.of(plain)
    coo = matrix.weights.tocoo()
    once = coo.row < coo.col
    graph = networkit.Graph(len(matrix.nodes), weighted=True)
    graph.addEdges((coo.data[once], (coo.row[once].astype(np.uint64), coo.col[once].astype(np.uint64))))
    threads = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)  # with more, the result depends on their timing
    networkit.setSeed(seed, True)
    try:
        algorithm = networkit.community.PLM(graph, refine=True, gamma=resolution)
        algorithm.run()
    finally:
        networkit.setNumberOfThreads(threads)
    partition = algorithm.getPartition()
    quality = float(networkit.community.Modularity().getQuality(partition, graph))
    parts: dict[int, set[Any]] = {}
    for node, label in zip(matrix.nodes, partition.getVector(), strict=True):
        parts.setdefault(label, set()).add(node)
    ordered = _ordered(plain, list(parts.values()))
    return Communities(ordered, quality, math.nan, dict.fromkeys(plain, math.nan), (seed,))


def _labels(network: nx.Graph, parts: Sequence[set[Any]]) -> list[int]:
    of = {node: number for number, part in enumerate(parts) for node in part}
    return [of[node] for node in network]


def _ordered(network: nx.Graph, parts: Sequence[set[Any]]) -> tuple[tuple[Any, ...], ...]:
    place = {node: i for i, node in enumerate(network)}
    sorted_parts = [tuple(sorted(part, key=place.__getitem__)) for part in parts]
    return tuple(sorted(sorted_parts, key=lambda part: (-len(part), place[part[0]])))


def _togetherness(
    network: nx.Graph, parts: Sequence[tuple[Any, ...]], labels: np.ndarray
) -> dict[Any, float]:
    place = {node: i for i, node in enumerate(network)}
    found: dict[Any, float] = {}
    for part in parts:
        rows = labels[:, [place[node] for node in part]]
        same = (rows[:, :, np.newaxis] == rows[:, np.newaxis, :]).mean(axis=0)
        others = len(part) - 1
        for i, node in enumerate(part):
            found[node] = float((same[i].sum() - 1) / others) if others else math.nan
    return {node: found[node] for node in network}


def adjusted_rand(first: Sequence[Hashable] | np.ndarray, second: Sequence[Hashable] | np.ndarray) -> float:
    """How far two partitions of the same things agree: 1 entirely, 0 as by chance.

    >>> adjusted_rand([0, 0, 1, 1], [5, 5, 7, 7])
    1.0

    Raises:
        NetworkError: They are not of the same length.
    """
    a, b = list(first), list(second)
    if len(a) != len(b):
        raise NetworkError(
            Wording("the partitions are of different things", "inndelingene gjelder ulike ting")
        )

    def pairs(counts: Counter[Any]) -> float:
        return sum(k * (k - 1) / 2 for k in counts.values())

    together, by_first, by_second = (
        pairs(Counter(zip(a, b, strict=True))),
        pairs(Counter(a)),
        pairs(Counter(b)),
    )
    every = len(a) * (len(a) - 1) / 2
    chance = by_first * by_second / every if every else 0.0
    most = (by_first + by_second) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def agreement(network: nx.Graph, found: Communities) -> list[Agreement]:
    """Each named cluster (node of the kind cluster or cluster initiative) against the communities.

    Args:
        network: With ``kind`` on nodes and ``kinds`` on ties.
        found: Its communities.

    Returns:
        Clusters with at least two recorded members, the largest first.
    """
    of, n = found.of(), len(network)
    rows = []
    for node, data in network.nodes(data=True):
        if data.get("kind") not in _CLUSTERS:
            continue
        members = {
            other
            for other in nx.all_neighbors(network, node)
            if _BELONGING & set((network.get_edge_data(other, node) or {}).get("kinds", ()))
            or _BELONGING & set((network.get_edge_data(node, other) or {}).get("kinds", ()))
        }
        if len(members) < 2:
            continue
        members.add(node)
        counts = Counter(of[member] for member in members)
        community, shared = min(counts.items(), key=lambda item: (-item[1], item[0]))
        size = len(found.parts[community])
        chance = hypergeometric_tail(shared, n, size, len(members))
        rows.append(Agreement(node, len(members), community, shared, size, chance))
    return sorted(rows, key=lambda row: (-row.members, str(row.cluster)))
