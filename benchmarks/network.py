"""How fast the network measures are, side by side in one run.

python benchmarks/network.py            all parts (about five minutes on two cores)
python benchmarks/network.py exact      exact betweenness at 2,000 nodes against NetworkX
python benchmarks/network.py large      200,000 nodes and 600,000 ties
python benchmarks/network.py region     the whole analysis of the region that ships

Needs the extra ``fast`` (rustworkx and NetworKit).
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network import centrality, centrality_csv, ranking, read_ties
from ecosystem_graph.network.brokerage import brokerage
from ecosystem_graph.network.communities import agreement, communities
from ecosystem_graph.network.gaps import declared_members, gaps
from ecosystem_graph.network.matrix import Matrix
from ecosystem_graph.network.mixing import mixing
from ecosystem_graph.network.plausible import ErrorModel
from ecosystem_graph.network.robustness import bridges, cut_actors, removal_curves
from ecosystem_graph.network.sampling import sampled_betweenness
from ecosystem_graph.network.timeline import timeline
from ecosystem_graph.network.uncertainty import rank_uncertainty


def timed(what: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Run, and print wall and processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    seconds = time.perf_counter() - wall
    print(f"  {what:<44} {seconds:8.2f} s   (processor {time.process_time() - cpu:8.2f} s)", flush=True)
    return found, seconds


def exact() -> None:
    """Exact betweenness by every engine."""
    network = nx.barabasi_albert_graph(2_000, 3, seed=1)
    print(f"Exact betweenness, {len(network):,} nodes, {network.number_of_edges():,} ties")
    scores, slow = timed("networkx", lambda: nx.betweenness_centrality(network))
    for engine in ("matrix", "rustworkx"):
        found, seconds = timed(
            engine, lambda engine=engine: centrality(network, ["betweenness"], engine=engine)["betweenness"]
        )
        off = max(abs(found[node] - scores[node]) for node in network)
        print(f"    {slow / seconds:.0f} times NetworkX; largest difference {off:.1e}")


def large() -> None:
    """What a network of 200,000 nodes takes."""
    network = nx.barabasi_albert_graph(200_000, 3, seed=1)
    print(f"Large network, {len(network):,} nodes, {network.number_of_edges():,} ties")
    begun = time.perf_counter()
    timed("degree, PageRank", lambda: centrality(network, ["degree", "pagerank"]))
    matrix, _ = timed("matrix form", lambda: Matrix.of(network))
    timed("components", matrix.components)
    timed("communities", lambda: communities(network))
    found, _ = timed("betweenness, sampled", lambda: sampled_betweenness(matrix, error=0.01, confidence=0.9))
    print(
        f"    {found.samples:,} paths: every score within {found.error} "
        f"with probability {found.confidence}; highest {np.max(found.scores):.4f}"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  all of it {time.perf_counter() - begun:.0f} s, peak memory {peak:.1f} GB")


def region() -> None:
    """Everything a report on the region needs."""
    ecosystem = Ecosystem.load()
    print(f"The whole analysis of {ecosystem.region}")
    begun = time.perf_counter()
    ties, _ = timed("projection", lambda: read_ties(ecosystem))
    network = ties.network()
    timed("centrality", lambda: centrality_csv(ranking(network, centrality(network))))
    timed("brokerage", lambda: brokerage(network))
    timed("communities", lambda: agreement(network, communities(network)))
    timed("mixing", lambda: mixing(network))
    timed("robustness", lambda: (removal_curves(network), cut_actors(network), bridges(network)))
    timed("gaps", lambda: gaps(ecosystem))
    timed("1990-2026, both readings", lambda: timeline(ties))
    model = ErrorModel(declared=declared_members(ecosystem))
    timed("rank intervals, 200 networks", lambda: rank_uncertainty(network, model=model))
    print(f"  all of it {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    parts = {"exact": exact, "large": large, "region": region}
    for name in sys.argv[1:] or parts:
        parts[name]()
