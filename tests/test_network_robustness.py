"""Robustness against brute force and NetworkX."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.network import project
from ecosystem_graph.network.robustness import bridges, core_periphery, cut_actors, removal_curves

graphs = st.builds(
    lambda n, m, seed, directed: nx.gnm_random_graph(n, m, seed=seed, directed=directed),
    st.integers(0, 12),
    st.integers(0, 18),
    st.integers(0, 10**6),
    st.booleans(),
)


def sizes(graph: nx.Graph) -> list[int]:
    plain = nx.Graph(graph.to_undirected()) if graph.is_directed() else graph
    return sorted((len(part) for part in nx.connected_components(plain)), reverse=True)


@settings(max_examples=50, deadline=None)
@given(graphs)
def test_the_curve_is_the_largest_part_left(graph: nx.Graph) -> None:
    curve = removal_curves(graph, ["degree"])[0]
    degrees = dict(graph.degree())
    order = sorted(graph, key=lambda node: -degrees[node])
    left = [max(sizes(graph.subgraph(order[gone:])), default=0) for gone in range(len(order) + 1)]
    assert curve.left == pytest.approx([part / len(graph) for part in left] if order else [0.0])
    assert curve.low == curve.left == curve.high
    if order:
        assert curve.robustness == pytest.approx(sum(left[1:]) / len(order) ** 2)


def test_a_star_falls_with_its_hub_and_seeds_are_kept() -> None:
    star = nx.star_graph(9)
    random, targeted = removal_curves(star, ["random", "betweenness"], runs=20, seed=3)
    assert targeted.left[:2] == (1.0, 0.1)
    assert targeted.half == 1
    assert random.robustness > targeted.robustness
    spread = zip(random.low, random.left, random.high, strict=True)
    assert all(low - 1e-9 <= mean <= high + 1e-9 for low, mean, high in spread)
    assert removal_curves(star, ["random"], runs=20, seed=3) == [random]
    assert removal_curves(star, ["random"], runs=20, seed=4) != [random]
    with pytest.raises(NotFoundError):
        removal_curves(star, ["degre"])


@settings(max_examples=50, deadline=None)
@given(graphs)
def test_cut_actors_are_those_whose_loss_splits(graph: nx.Graph) -> None:
    found = {cut.node: cut for cut in cut_actors(graph)}
    plain = nx.Graph(graph.to_undirected())
    for node in graph:
        part = plain.subgraph(nx.node_connected_component(plain, node))
        rest = sizes(part.subgraph(set(part) - {node}))
        if len(rest) > 1:
            assert found[node].cut_off == sum(rest[1:])
            assert found[node].parts == len(rest)
        else:
            assert node not in found


@settings(max_examples=50, deadline=None)
@given(graphs)
def test_bridges_are_ties_whose_loss_splits(graph: nx.Graph) -> None:
    found = {frozenset(bridge.ends): bridge for bridge in bridges(graph)}
    plain = nx.Graph(graph.to_undirected())
    for u, v in plain.edges:
        part = plain.subgraph(nx.node_connected_component(plain, u)).copy()
        part.remove_edge(u, v)
        rest = sizes(part)
        if len(rest) > 1:
            assert found[frozenset((u, v))].cut_off == rest[-1]
        else:
            assert frozenset((u, v)) not in found


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 8), st.integers(0, 20), st.integers(0, 10**6))
def test_no_split_into_core_and_periphery_departs_less_from_the_ideal(n: int, m: int, seed: int) -> None:
    graph = nx.gnm_random_graph(n, m, seed=seed)

    def departures(core: set) -> int:
        return sum(
            graph.has_edge(u, v) != (u in core)
            for u, v in combinations(graph, 2)
            if (u in core) == (v in core)
        )

    best = min(departures(set(core)) for k in range(n + 1) for core in combinations(graph, k))
    assert departures(set(core_periphery(graph)[0])) == best


def test_an_ideal_core_fits_wholly() -> None:
    graph = nx.complete_graph(4)
    graph.add_edges_from((node % 4, 10 + node) for node in range(8))
    core, fit = core_periphery(graph)
    assert set(core) == {0, 1, 2, 3}
    assert fit == pytest.approx(1)
    assert math.isnan(core_periphery(nx.Graph())[1])


def test_innlandet_stands_on_its_hubs(innlandet) -> None:
    network = project(innlandet)
    random, targeted = removal_curves(network, ["random", "betweenness"], runs=10)
    assert targeted.half < random.half / 3
    assert {cut.node for cut in cut_actors(network)} == set(nx.articulation_points(network))
    assert {frozenset(b.ends) for b in bridges(network)} == {frozenset(b) for b in nx.bridges(network)}
