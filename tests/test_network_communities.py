"""Communities and the backbone: planted structure is found, chance is not."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, false_discovery_control, hypergeom

from ecosystem_graph.errors import MissingExtraError, NetworkError, NotFoundError
from ecosystem_graph.network import engines, project
from ecosystem_graph.network.backbone import METHODS, backbone, expected_membership, hypergeometric_tail
from ecosystem_graph.network.communities import adjusted_rand, agreement, communities


def caves() -> nx.Graph:
    return nx.connected_caveman_graph(5, 6)


def test_planted_groups_are_found_and_stable() -> None:
    found = communities(caves(), runs=8)
    assert sorted(sorted(part) for part in found.parts) == [list(range(6 * k, 6 * k + 6)) for k in range(5)]
    assert found.stability == pytest.approx(1)
    assert found.togetherness[0] == pytest.approx(1)
    assert found.modularity == pytest.approx(nx.community.modularity(caves(), [set(p) for p in found.parts]))


def test_a_network_without_groups_is_unstable() -> None:
    graph = nx.gnm_random_graph(60, 120, seed=2)
    found = communities(graph, runs=8)
    runs = [nx.community.louvain_communities(graph, seed=seed) for seed in range(1, 9)]
    best = max(nx.community.modularity(graph, parts) for parts in runs)
    assert nx.community.modularity(graph, [set(part) for part in found.parts]) == pytest.approx(best)
    assert found.modularity == pytest.approx(best)
    assert found.stability < 0.7
    assert min(found.togetherness.values()) < 0.7


def test_seeds_decide_and_direction_does_not() -> None:
    graph = nx.gnm_random_graph(50, 90, seed=1, directed=True)
    assert communities(graph, runs=3, seed=5) == communities(graph, runs=3, seed=5)
    mirrored = nx.Graph()
    mirrored.add_nodes_from(graph)
    mirrored.add_edges_from(graph.edges)
    assert communities(graph, runs=3, seed=5).parts == communities(mirrored, runs=3, seed=5).parts


def test_tiny_networks() -> None:
    assert communities(nx.Graph()).parts == ()
    alone = communities(nx.empty_graph(2))
    assert alone.parts == ((0,), (1,))
    assert math.isnan(alone.modularity)
    with pytest.raises(NetworkError):
        communities(nx.path_graph(3), runs=0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=14))
def test_adjusted_rand_is_pair_counting(pairs: list[tuple[int, int]]) -> None:
    a, b = zip(*pairs, strict=True)
    n = len(pairs)
    both = sum(a[i] == a[j] and b[i] == b[j] for i in range(n) for j in range(i))
    one = sum(a[i] == a[j] for i in range(n) for j in range(i))
    two = sum(b[i] == b[j] for i in range(n) for j in range(i))
    chance, most = one * two / (n * (n - 1) / 2), (one + two) / 2
    expected = 1 if most == chance else (both - chance) / (most - chance)
    assert adjusted_rand(a, b) == pytest.approx(expected)
    assert adjusted_rand(a, a) == 1


def test_agreement_with_named_clusters() -> None:
    graph = caves()
    nx.set_edge_attributes(graph, ("collaboratesWith",), "kinds")
    graph.add_node("c", kind="cluster")
    graph.add_edges_from([("c", node) for node in (0, 1, 2, 3, 7)], kinds=("memberOf",))
    graph.add_edge("c", 20, kinds=("funds",))
    row = agreement(graph, communities(graph, runs=4))[0]
    assert (row.cluster, row.members, row.shared) == ("c", 6, 5)
    assert row.p < 0.01


def test_large_networks_need_the_extra_or_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosystem_graph.network.communities.EXACT_UP_TO", 10)

    def missing(name: str) -> None:
        raise ImportError(name)

    with monkeypatch.context() as patch:
        patch.setattr(engines.importlib, "import_module", missing)
        with pytest.raises(MissingExtraError, match="fast"):
            communities(caves())
    pytest.importorskip("networkit")
    found = communities(caves())
    assert [len(part) for part in found.parts] == [6] * 5
    assert found == communities(caves()) or math.isnan(found.stability)
    assert found.modularity == pytest.approx(nx.community.modularity(caves(), [set(p) for p in found.parts]))


# -- backbone ------------------------------------------------------------------------------------------------


def lists(joins: np.ndarray) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from((f"a{i:03}" for i in range(joins.shape[0])), mode="source")
    graph.add_nodes_from((f"l{j:03}" for j in range(joins.shape[1])), mode="target")
    graph.add_edges_from((f"a{i:03}", f"l{j:03}") for i, j in np.argwhere(joins))
    return graph


def test_chance_keeps_every_size_on_average() -> None:
    rng = np.random.default_rng(1)
    joins = (rng.random((30, 12)) < rng.random((30, 1))).astype(float)
    joins[0, :] = 1
    joins[1, :] = 0
    chance = expected_membership(joins)
    assert chance.sum(axis=0) == pytest.approx(joins.sum(axis=0), abs=1e-6)
    assert chance.sum(axis=1) == pytest.approx(joins.sum(axis=1), abs=1e-6)
    assert chance.min() >= 0
    assert chance.max() <= 1


@pytest.mark.parametrize("method", METHODS)
def test_a_planted_pair_beats_chance_and_random_lists_do_not(method: str) -> None:
    rng = np.random.default_rng(7)
    joins = (rng.random((60, 120)) < 0.03).astype(float)
    assert backbone(lists(joins), method=method).number_of_edges() <= 1
    own = np.zeros((60, 15))
    own[[0, 1]] = 1
    found = backbone(lists(np.hstack([joins, own])), method=method)
    assert found.has_edge("a000", "a001")
    assert found.edges["a000", "a001"]["weight"] >= 15
    assert found.number_of_edges() <= 3


def test_the_tail_is_that_of_a_binomial_where_all_lists_are_alike() -> None:
    """Regular lists have one chance p everywhere, so the number shared is binomial with p squared."""
    joins = np.zeros((12, 12))
    for i in range(12):
        joins[i, [i, (i + 1) % 12, (i + 3) % 12]] = 1
    found = backbone(lists(joins), rate=1)
    p = 3 / 12
    for u, v, data in found.edges(data=True):
        assert data["p"] == pytest.approx(binom.sf(data["weight"] - 1, 12, p * p)), (u, v)
        assert data["q"] >= data["p"]


def test_rates_are_those_of_all_pairs_of_actors() -> None:
    joins = (np.random.default_rng(3).random((15, 30)) < 0.2).astype(float)
    found = backbone(lists(joins), rate=1)
    chances = [data["p"] for *_, data in found.edges(data=True)]
    untied = 15 * 14 // 2 - len(chances)
    expected = false_discovery_control(chances + [1.0] * untied)[: len(chances)]
    assert untied
    assert [data["q"] for *_, data in found.edges(data=True)] == pytest.approx(list(expected))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.data())
def test_the_hypergeometric_tail_is_that_of_scipy(population: int, data: st.DataObject) -> None:
    marked, drawn = (data.draw(st.integers(0, population)) for _ in range(2))
    seen = data.draw(st.integers(max(0, marked + drawn - population), min(marked, drawn)))
    assert hypergeometric_tail(seen, population, marked, drawn) == pytest.approx(
        hypergeom.sf(seen - 1, population, marked, drawn), abs=1e-12
    )


def test_what_has_no_backbone() -> None:
    with pytest.raises(NetworkError, match="two-mode"):
        backbone(nx.path_graph(3))
    with pytest.raises(NetworkError, match="rate"):
        backbone(nx.Graph(), rate=0)
    with pytest.raises(NotFoundError):
        backbone(nx.Graph(), method="bicom")
    assert backbone(nx.Graph()).number_of_nodes() == 0


def test_clusters_of_innlandet_are_communities(innlandet) -> None:
    network = project(innlandet)
    found = communities(network, runs=5)
    rows = {network.nodes[row.cluster]["slug"]: row for row in agreement(network, found)}
    assert rows["7sterke"].p < 1e-6
    assert sum(len(part) for part in found.parts) == len(network)
    raw = project(innlandet, "co-membership")
    kept = backbone(project(innlandet, "membership"))
    assert set(kept.edges) <= {tuple(sorted(edge)) for edge in raw.edges}
