"""Engines: who computes the measures on shortest paths, chosen by size or by name.

``matrix``     our sweep over sparse matrices (`paths`): exact, needs nothing more; the choice up to 20,000 nodes
``networkx``   the reference: exact; the choice where weights are lengths
``rustworkx``  exact and much faster on large networks (extra ``fast``); taken beyond 1,000 nodes where installed
``networkit``  sampled, for networks beyond 20,000 nodes (extra ``fast``); `sampled` states its error bound

The exact ones are equal (tests prove it), so the choice never changes a result before rounding.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np

from ..errors import MissingExtraError, NetworkError, NotFoundError
from .matrix import Floats, Matrix
from .paths import path_sums

__all__ = ["ENGINES", "Sampled", "choose", "path_measures", "sampled"]

ENGINES = ("matrix", "networkx", "rustworkx", "networkit")
_RUSTWORKX_FROM = 1_000
_EXACT_UP_TO = 20_000


@dataclass(frozen=True)
class Sampled:
    """Betweenness from sampled paths.

    Attributes:
        scores: In row order, normalised as `PathSums.betweenness`.
        error: Every score is within this of the exact one …
        confidence: … with at least this probability.
        seed: What the sample was drawn with.
    """

    scores: Floats
    error: float
    confidence: float
    seed: int


def choose(nodes: int, *, weighted: bool = False, engine: str | None = None) -> str:
    """The engine for a network of this size, or the one asked for.

    Raises:
        NotFoundError: No such engine.
        MissingExtraError: It is not installed.
        NetworkError: It cannot do this.
    """
    if engine is not None:
        if engine not in ENGINES:
            raise NotFoundError("engine", engine, ENGINES)
        if engine in ("rustworkx", "networkit"):
            _extra(engine)
        if weighted and engine != "networkx":
            raise NetworkError(f"{engine} counts steps; weights as lengths need the engine networkx")
        return engine
    if weighted:
        return "networkx"
    if nodes > _EXACT_UP_TO:
        return "networkit" if find_spec("networkit") else "rustworkx" if find_spec("rustworkx") else "matrix"
    return "rustworkx" if nodes > _RUSTWORKX_FROM and find_spec("rustworkx") else "matrix"


def path_measures(
    network: nx.Graph,
    matrix: Matrix,
    names: Iterable[str],
    *,
    weighted: bool = False,
    engine: str | None = None,
    seed: int = 1,
) -> dict[str, Floats]:
    """Betweenness, closeness and harmonic closeness as arrays in row order.

    Raises:
        NotFoundError: No such engine.
        MissingExtraError: It is not installed.
        NetworkError: It cannot do this.
    """
    wanted = set(names)
    chosen = choose(len(matrix.nodes), weighted=weighted, engine=engine)
    if chosen == "networkx":
        return _networkx(network, matrix, wanted, weighted)
    found: dict[str, Floats] = {}
    if "betweenness" in wanted and chosen == "rustworkx":
        found["betweenness"] = _rustworkx_betweenness(matrix)
    if chosen == "networkit":
        if "betweenness" in wanted:
            found["betweenness"] = sampled(matrix, seed=seed).scores
        if wanted & {"closeness", "harmonic"}:
            found |= _networkit_closeness(matrix, wanted)
    if wanted - set(found):
        sums = path_sums(matrix, betweenness="betweenness" in wanted - set(found))
        exact = {"betweenness": sums.betweenness, "closeness": sums.closeness, "harmonic": lambda: sums.inverse}
        found |= {name: exact[name]() for name in wanted - set(found)}
    return found


def _networkx(network: nx.Graph, matrix: Matrix, wanted: set[str], weighted: bool) -> dict[str, Floats]:
    plain: nx.Graph = nx.create_empty_copy(network, with_data=False)
    for u, v, weight in network.edges(data="weight", default=1):
        if u != v:
            plain.add_edge(u, v, length=1 / weight)
    length, n = ("length" if weighted else None), len(matrix.nodes)
    found: dict[str, dict[Any, float]] = {}
    if "betweenness" in wanted:
        scores = nx.betweenness_centrality(plain, weight=length)
        found["betweenness"] = scores if n > 2 else dict.fromkeys(scores, math.nan)
    if "closeness" in wanted:
        scores = nx.closeness_centrality(plain, distance=length, wf_improved=True)
        found["closeness"] = scores if n > 1 else dict.fromkeys(scores, math.nan)
    if "harmonic" in wanted:
        found["harmonic"] = nx.harmonic_centrality(plain, distance=length)
    return {name: np.array([scores[v] for v in matrix.nodes], dtype=float) for name, scores in found.items()}


def _rustworkx_betweenness(matrix: Matrix) -> Floats:
    rustworkx = _extra("rustworkx")
    n = len(matrix.nodes)
    if n <= 2:
        return np.full(n, np.nan)
    graph = rustworkx.PyDiGraph() if matrix.directed else rustworkx.PyGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data(_pairs(matrix))
    scores = rustworkx.betweenness_centrality(graph, normalized=True)
    return np.array([scores[i] for i in range(n)])


def sampled(
    matrix: Matrix, *, error: float = 0.01, confidence: float = 0.9, seed: int = 1, threads: int = 1
) -> Sampled:
    """Betweenness by adaptive sampling (Borassi & Natale, *KADABRA is an ADaptive Algorithm for Betweenness*, 2016).

    Args:
        matrix: The network; directions are ignored.
        error: Largest absolute error of a normalised score.
        confidence: Probability that no score is further off.
        seed: Of the sample.
        threads: With more than one the sample depends on their timing.

    Raises:
        MissingExtraError: NetworKit is not installed.
    """
    networkit = _extra("networkit")
    n = len(matrix.nodes)
    if n <= 2:
        return Sampled(np.full(n, np.nan), 0.0, 1.0, seed)
    graph = networkit_graph(matrix)
    networkit.setNumberOfThreads(threads)
    networkit.setSeed(seed, False)
    algorithm = networkit.centrality.KadabraBetweenness(graph, err=error, delta=1 - confidence)
    algorithm.run()
    scores = np.array(algorithm.scores())
    return Sampled(scores, error, confidence, seed)


def networkit_graph(matrix: Matrix) -> Any:
    """The network as NetworKit holds it, directions ignored."""
    networkit = _extra("networkit")
    pairs = np.array(_pairs(matrix), dtype=np.uint64).reshape(-1, 2)
    graph = networkit.Graph(len(matrix.nodes))
    graph.addEdges((pairs[:, 0], pairs[:, 1]), checkMultiEdge=matrix.directed)
    return graph


def _networkit_closeness(matrix: Matrix, wanted: set[str]) -> dict[str, Floats]:
    raise NotImplementedError


def _pairs(matrix: Matrix) -> list[tuple[int, int]]:
    coo = matrix.ties.tocoo()
    keep = slice(None) if matrix.directed else coo.row < coo.col
    return list(zip(coo.row[keep].tolist(), coo.col[keep].tolist(), strict=True))


def _extra(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingExtraError(package, "fast") from error
