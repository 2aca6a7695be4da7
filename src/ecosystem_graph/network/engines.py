"""Engines: who computes the measures on shortest paths, chosen by size or by name.

``matrix``     our sweep over sparse matrices (`paths`): exact, and needs nothing more
``networkx``   the reference: exact; the choice where weights are lengths
``rustworkx``  exact betweenness in Rust (extra ``fast``); the choice from 1,000 nodes where it is installed
``sampled``    betweenness from random paths (`sampling`) with a stated error; the choice beyond 20,000 nodes

The exact ones are equal (tests prove it), so the choice among them never changes a result.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.errors import MissingExtraError, NetworkError, NotFoundError
from ecosystem_graph.wording import Wording

from .matrix import Floats, Matrix
from .paths import path_sums
from .sampling import sampled_betweenness

__all__ = ["ENGINES", "EXACT_UP_TO", "choose", "extra", "path_measures"]

ENGINES = ("matrix", "networkx", "rustworkx", "sampled")
EXACT_UP_TO = 20_000
_RUSTWORKX_FROM = 1_000


def choose(nodes: int, *, weighted: bool = False, directed: bool = False, engine: str | None = None) -> str:
    """The engine for a network of this size, or the one asked for.

    Raises:
        NotFoundError: No such engine.
        MissingExtraError: It is not installed.
        NetworkError: It cannot do this.
    """
    if engine is None:
        if weighted:
            return "networkx"
        if nodes > EXACT_UP_TO and not directed:
            return "sampled"
        return "rustworkx" if nodes >= _RUSTWORKX_FROM and find_spec("rustworkx") else "matrix"
    if engine not in ENGINES:
        raise NotFoundError(Wording("engine", "motor"), engine, ENGINES)
    if weighted and engine != "networkx":
        raise NetworkError(
            Wording(
                f"the engine {engine} counts steps; weights as lengths need the engine networkx",
                f"motoren {engine} teller skritt; vekter som lengder krever motoren networkx",
            )
        )
    if engine == "rustworkx":
        extra("rustworkx")
    return engine


def path_measures(
    network: nx.Graph,
    matrix: Matrix,
    names: Iterable[str],
    *,
    weighted: bool = False,
    engine: str | None = None,
) -> dict[str, Floats]:
    """Betweenness, closeness and harmonic closeness as arrays in row order.

    Closeness is exact by every engine.

    Raises:
        NotFoundError: No such engine.
        MissingExtraError: It is not installed.
        NetworkError: It cannot do this.
    """
    wanted = set(names)
    chosen = choose(len(matrix.nodes), weighted=weighted, directed=matrix.directed, engine=engine)
    if chosen == "networkx":
        return _networkx(network, matrix, wanted, weighted)
    found: dict[str, Floats] = {}
    if "betweenness" in wanted and chosen == "rustworkx":
        found["betweenness"] = _rustworkx(matrix)
    elif "betweenness" in wanted and chosen == "sampled":
        found["betweenness"] = sampled_betweenness(matrix).scores
    rest = wanted - set(found)
    if rest:
        sums = path_sums(matrix, betweenness="betweenness" in rest)
        exact = {"betweenness": sums.betweenness, "closeness": sums.closeness, "harmonic": sums.harmonic}
        found |= {name: exact[name]() for name in rest}
    return found


def _networkx(network: nx.Graph, matrix: Matrix, wanted: set[str], weighted: bool) -> dict[str, Floats]:
    plain = nx.create_empty_copy(network, with_data=False)
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


def _rustworkx(matrix: Matrix) -> Floats:
    rustworkx = extra("rustworkx")
    n = len(matrix.nodes)
    if n <= 2:
        return np.full(n, np.nan)
    graph = rustworkx.PyDiGraph() if matrix.directed else rustworkx.PyGraph()
    graph.add_nodes_from(range(n))
    coo = matrix.ties.tocoo()
    keep = slice(None) if matrix.directed else coo.row < coo.col
    graph.add_edges_from_no_data(list(zip(coo.row[keep].tolist(), coo.col[keep].tolist(), strict=True)))
    scores = rustworkx.betweenness_centrality(graph, normalized=True)
    return np.array([scores[i] for i in range(n)])


def extra(package: str) -> Any:
    """A package of the extra ``fast``.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingExtraError(package, "fast") from error
