"""Mixing: degrees kept exactly, uniform null, honest p-values."""

from __future__ import annotations

import math
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, kstest

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.network import centrality
from ecosystem_graph.network.mixing import against_chance, centralisation, mixing, null_networks


def drawn(graph: nx.Graph, samples: int, seed: int) -> list[np.ndarray]:
    place = {node: i for i, node in enumerate(graph)}
    ends = np.array([(place[u], place[v]) for u, v in graph.edges], dtype=np.intp).reshape(-1, 2)
    kept: list[np.ndarray] = []

    def keep(edges: np.ndarray) -> np.ndarray:
        kept.append(edges.copy())
        return np.zeros(1)

    null_networks(ends, len(graph), keep, directed=graph.is_directed(), samples=samples, seed=seed)
    return kept


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 10), st.integers(0, 30), st.booleans(), st.integers(0, 10**6))
def test_null_networks_are_simple_and_keep_every_degree(n: int, m: int, directed: bool, seed: int) -> None:
    graph = nx.gnm_random_graph(n, m, seed=seed, directed=directed)
    for edges in drawn(graph, 4, seed):
        other = nx.DiGraph() if directed else nx.Graph()
        other.add_nodes_from(range(n))
        other.add_edges_from(edges.tolist())
        assert other.number_of_edges() == graph.number_of_edges()
        assert nx.number_of_selfloops(other) == 0
        if directed:
            assert dict(other.in_degree()) == dict(graph.in_degree())
            assert dict(other.out_degree()) == dict(graph.out_degree())
        else:
            assert dict(other.degree()) == dict(graph.degree())


def test_every_network_with_the_degrees_is_as_likely() -> None:
    """Six nodes in a ring: 60 six-rings and 10 pairs of triangles, 70 labelled networks in all."""
    seen = Counter()
    for seed in range(40):
        for edges in drawn(nx.cycle_graph(6), 70, seed):
            seen[frozenset(frozenset(pair) for pair in edges.tolist())] += 1
    assert len(seen) == 70
    assert chisquare(list(seen.values())).pvalue > 1e-4


def test_p_values_are_uniform_under_the_null() -> None:
    """Networks with given degrees, each as likely, and a number that has nothing to do with who is tied."""
    smooth, counted = [], []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        graph = nx.gnm_random_graph(24, 60, seed=seed)
        ends, luck = np.array(graph.edges, dtype=np.intp), rng.normal(size=24)

        def number(edges: np.ndarray, luck: np.ndarray = luck) -> np.ndarray:
            return np.array([(luck[edges[:, 0]] * luck[edges[:, 1]]).sum()])

        drawn = null_networks(ends, 24, number, samples=39, seed=seed)[:, 0]
        smooth.append(against_chance(float(number(ends)[0]), drawn).p)
        groups = {node: bool(luck[node] > 0) for node in graph}
        counted.append(mixing(graph, groups, samples=19, seed=seed).assortativity.p)
    # p takes the values 0.05, 0.10 … 1, each as likely.
    assert chisquare(np.bincount(np.rint(np.array(smooth) * 20).astype(int), minlength=21)[1:]).pvalue > 1e-4
    assert kstest(smooth, "uniform").statistic < 0.05 + 1.95 / math.sqrt(200)
    # A count has equal values, which make p larger and never smaller.
    for level in (0.1, 0.3, 0.5):
        assert np.mean(np.array(counted) <= level) <= level + 4 * math.sqrt(level * (1 - level) / 200)


def test_a_split_network_is_found_out() -> None:
    graph = nx.disjoint_union(nx.gnm_random_graph(15, 45, seed=1), nx.gnm_random_graph(15, 45, seed=2))
    graph.add_edge(0, 20)
    found = mixing(graph, {node: "a" if node < 15 else "b" for node in graph}, samples=99)
    assert found.ties["a", "b"].observed == 1
    assert found.ties["a", "b"].z < -5
    assert found.ties["a", "b"].p == pytest.approx(2 / 100)
    assert found.assortativity.observed > 0.9


@pytest.mark.parametrize("directed", [False, True])
def test_counts_and_coefficients_are_those_of_networkx(directed: bool) -> None:
    graph = nx.gnm_random_graph(30, 80, seed=3, directed=directed)
    nx.set_node_attributes(graph, {node: "abc"[node % 3] for node in graph}, "sphere")
    found = mixing(graph, samples=5)
    assert found.assortativity.observed == pytest.approx(
        nx.attribute_assortativity_coefficient(graph, "sphere")
    )
    assert found.degree_assortativity.observed == pytest.approx(nx.degree_assortativity_coefficient(graph))
    counts = Counter()
    for u, v in graph.edges:
        pair = ("abc"[u % 3], "abc"[v % 3])
        counts[pair if directed else tuple(sorted(pair))] += 1
    assert {pair: tested.observed for pair, tested in found.ties.items() if tested.observed} == counts


def test_what_cannot_be_tested_is_nan() -> None:
    assert math.isnan(
        mixing(nx.empty_graph(3), dict.fromkeys(range(3), "a"), samples=3).assortativity.observed
    )
    assert mixing(nx.Graph(), {}, samples=3).ties == {}
    with pytest.raises(NetworkError):
        mixing(nx.path_graph(3), samples=0)


def test_a_star_is_wholly_centralised_and_a_ring_not_at_all() -> None:
    for graph, expected in ((nx.star_graph(7), 1), (nx.cycle_graph(8), 0)):
        scores = centrality(graph, ["degree", "betweenness"])
        for measure in scores:
            assert centralisation(scores[measure], measure) == pytest.approx(expected)
    assert math.isnan(centralisation({1: 1.0, 2: 1.0}, "degree"))
    with pytest.raises(NetworkError):
        centralisation({1: 1.0}, "closeness")
