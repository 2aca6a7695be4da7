"""Rank uncertainty: intervals hold the true rank as often as they say, where the truth is known."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from ecosystem_graph.errors import NetworkError, NotFoundError
from ecosystem_graph.network import MEASURES, centrality, project
from ecosystem_graph.network.centrality import ranks
from ecosystem_graph.network.gaps import declared_members
from ecosystem_graph.network.matrix import Matrix
from ecosystem_graph.network.plausible import ErrorModel, Plausible
from ecosystem_graph.network.uncertainty import rank_uncertainty


def truth(seed: int, n: int = 90) -> nx.Graph:
    """A network with hubs and two groups that mix unevenly: the world the method believes in."""
    rng = np.random.default_rng(seed)
    pull = rng.gamma(0.8, size=n) + 0.05
    group = np.arange(n) % 2
    rate = np.outer(pull, pull) * np.where(group[:, None] == group[None, :], 1.6, 0.4)
    rate *= 2.2 * n / rate.sum()
    table = np.triu(rng.random((n, n)) < 1 - np.exp(-2 * rate), 1)
    graph = nx.from_numpy_array((table | table.T).astype(int))
    nx.set_node_attributes(graph, {node: "ab"[group[node]] for node in graph}, "sphere")
    nx.set_edge_attributes(graph, 1, "weight")
    return graph


def seen(graph: nx.Graph, seed: int, missing: float) -> nx.Graph:
    """What research finds of it: each tie with the same chance; whoever has no tie left is not met."""
    rng = np.random.default_rng(seed)
    found = graph.copy()
    found.remove_edges_from([edge for edge in graph.edges if rng.random() < missing])
    found.remove_nodes_from([node for node, degree in dict(found.degree()).items() if not degree])
    return found


def true_ranks(graph: nx.Graph, among: list, measure: str) -> dict:
    scores = centrality(graph, [measure])[measure]
    return ranks({node: scores[node] for node in among}, ascending=MEASURES[measure].ascending)


def coverage(measure: str, missing: float, assumed: float, worlds: int = 12) -> tuple[float, float]:
    """Share of the true ranks inside their 90 % intervals: of all actors, and of the ten recorded first."""
    inside, first = [], []
    for seed in range(worlds):
        world = truth(seed)
        network = seen(world, 1000 + seed, missing)
        model = ErrorModel(false_ties=0, missing_ties=assumed)
        found = rank_uncertainty(network, [measure], model=model, draws=60, seed=seed)
        real = true_ranks(world, list(network), measure)
        for row in found.intervals(measure):
            place = real[row.node]
            if place is None:
                continue
            hit = row.low <= place <= row.high
            inside.append(hit)
            if row.recorded is not None and row.recorded <= 10:
                first.append(hit)
    return float(np.mean(inside)), float(np.mean(first))


@pytest.mark.parametrize("measure", ["degree", "betweenness", "pagerank", "constraint"])
def test_intervals_cover_the_true_rank_when_the_assumption_is_right(measure: str) -> None:
    everybody, first = coverage(measure, missing=0.25, assumed=0.25)
    assert everybody >= 0.85
    assert first >= 0.85


def test_intervals_cover_less_when_errors_are_denied() -> None:
    believed, denied = (coverage("betweenness", missing=0.25, assumed=q, worlds=6)[0] for q in (0.25, 0.02))
    assert denied < believed - 0.1


def test_declared_lists_cover_a_hub_whose_members_are_missing() -> None:
    """A cluster of 30 lists 8: without its own number its rank is missed, with it it is found."""
    with_number, without = [], []
    for seed in range(8):
        world = truth(seed)
        rng = np.random.default_rng(seed)
        members = rng.choice(len(world), size=30, replace=False).tolist()
        world.add_node("hub", sphere="a")
        world.add_edges_from((("hub", m) for m in members), weight=1, kinds=("memberOf",))
        network = world.copy()
        network.remove_edges_from(("hub", m) for m in members[8:])
        network.remove_nodes_from([node for node, degree in dict(network.degree()).items() if not degree])
        real = true_ranks(world, list(network), "degree")["hub"]
        for declared, hits in (({"hub": (30,)}, with_number), ({}, without)):
            model = ErrorModel(0, 0, declared)
            rows = rank_uncertainty(network, ["degree"], model=model, draws=40, seed=seed).intervals("degree")
            row = next(row for row in rows if row.node == "hub")
            hits.append(row.low <= real <= row.high)
    assert np.mean(with_number) >= 0.85
    assert np.mean(without) <= 0.5


# -- what a draw is ----------------------------------------------------------------------------------------


def test_without_errors_every_draw_is_the_recorded_network() -> None:
    network = truth(1)
    drawn = Plausible(network, ErrorModel(0, 0)).draw(np.random.default_rng(1))
    assert drawn.nodes == tuple(network)
    assert (drawn.ties != Matrix.of(network).ties).nnz == 0
    found = rank_uncertainty(network, ["betweenness"], model=ErrorModel(0, 0), draws=3)
    for row in found.intervals("betweenness"):
        assert row.low == row.median == row.high == row.recorded


def test_as_many_ties_are_added_and_lost_as_the_model_says() -> None:
    network = truth(2)
    m = network.number_of_edges()
    plausible = Plausible(network, ErrorModel(0, 0.3))
    counts = [plausible.draw(np.random.default_rng(s)).ties.nnz / 2 for s in range(60)]
    # Negative binomial: mean m q / (1 - q), standard deviation sqrt(m q) / (1 - q).
    assert np.mean(counts) - m == pytest.approx(m * 0.3 / 0.7, abs=4 * np.sqrt(m * 0.3) / 0.7 / np.sqrt(60))
    lossy = Plausible(network, ErrorModel(0.2, 0))
    counts = [lossy.draw(np.random.default_rng(s)).ties.nnz / 2 for s in range(60)]
    assert np.mean(counts) == pytest.approx(0.8 * m, abs=4 * np.sqrt(m * 0.16 / 60))


def test_a_tie_of_several_relations_is_safer() -> None:
    network = nx.Graph()
    for i in range(400):
        network.add_edge(("a", i), ("b", i), weight=1 + i % 2)
    drawn = Plausible(network, ErrorModel(0.3, 0)).draw(np.random.default_rng(1))
    kept = drawn.weights.tocoo().data
    assert (kept == 1).sum() / 2 == pytest.approx(200 * 0.7, abs=30)
    assert (kept == 2).sum() / 2 == pytest.approx(200 * 0.91, abs=20)


def test_declared_members_are_all_there_and_nobody_twice() -> None:
    network = nx.star_graph(5)
    nx.set_edge_attributes(network, ("memberOf",), "kinds")
    network.add_edges_from([(1, 2), (10, 11), (11, 12)], kinds=("collaboratesWith",))
    network.add_edges_from([(20, 21), (20, 22)], kinds=("participatesIn",))
    plausible = Plausible(network, ErrorModel(0, 0, {0: (9, 12), 10: (3,), 20: (50,), 99: (7,)}))
    degrees = set()
    for seed in range(30):
        drawn = plausible.draw(np.random.default_rng(seed))
        degree = np.diff(drawn.ties.indptr)
        degrees.add(int(degree[0]))
        assert drawn.ties.max() == 1
        assert drawn.ties.diagonal().sum() == 0
        assert degree[list(network).index(10)] >= 1
        assert degree[list(network).index(20)] <= 4
        assert (degree[len(network) :] == 1).all()
    assert degrees == {9, 12}  # of 10 and 20 no member is known: they are left as they are


def test_a_declared_list_is_not_filled_twice() -> None:
    """The missing ties that the model draws for everybody leave out what the list's own number says."""
    network = nx.star_graph(40)
    nx.set_edge_attributes(network, ("memberOf",), "kinds")
    network.add_edges_from(((i, i + 1) for i in range(50, 90)), kinds=("collaboratesWith",))
    plausible = Plausible(network, ErrorModel(0, 0.3, {0: (41,)}))
    degrees = [np.diff(plausible.draw(np.random.default_rng(s)).ties.indptr)[0] for s in range(40)]
    assert 41 <= np.mean(degrees) < 43


def test_mixing_of_the_missing_follows_the_recorded() -> None:
    network = nx.disjoint_union(nx.gnm_random_graph(30, 70, seed=1), nx.gnm_random_graph(30, 70, seed=2))
    nx.set_node_attributes(network, {node: "ab"[node >= 30] for node in network}, "sphere")
    drawn = Plausible(network, ErrorModel(0, 0.4)).draw(np.random.default_rng(3)).ties
    crossing = drawn[:30, 30:].nnz
    assert drawn.nnz / 2 - 140 > 60
    assert crossing < 8


# -- what is said of them ------------------------------------------------------------------------------------


def test_seed_decides_and_workers_do_not() -> None:
    network = truth(3, 40)
    runs = [
        rank_uncertainty(network, ["pagerank"], draws=12, seed=seed, workers=workers)
        for seed, workers in ((1, 1), (1, 3), (2, 1))
    ]
    assert (runs[0].ranks["pagerank"] == runs[1].ranks["pagerank"]).all()
    assert (runs[0].ranks["pagerank"] != runs[2].ranks["pagerank"]).any()
    ticks = []
    rank_uncertainty(network, ["degree"], draws=7, progress=lambda: ticks.append(1))
    assert len(ticks) == 7


def test_chances_and_bands_follow_the_draws() -> None:
    found = rank_uncertainty(truth(4), ["degree"], draws=80)
    rows = found.intervals("degree")
    a, b = rows[0].node, rows[5].node
    assert found.outranks("degree", a, b) + found.outranks("degree", b, a) == pytest.approx(1)
    assert found.outranks("degree", a, a) == 0.5
    assert [row.band for row in rows] == sorted(row.band for row in rows)
    first = {}
    for row in rows:
        first.setdefault(row.band, row.node)
        if first[row.band] != row.node:
            assert found.outranks("degree", first[row.band], row.node) < found.level
        elif row.band > 1:
            assert found.outranks("degree", first[row.band - 1], row.node) >= found.level
    assert sum(chance for _, chance in found.top("degree", 3)) >= 3 - 1e-9
    for row in rows:
        assert row.low <= row.median <= row.high
    with pytest.raises(NotFoundError):
        found.intervals("betweenness")
    with pytest.raises(NotFoundError):
        found.outranks("degree", a, "nobody")


def test_what_cannot_be_asked() -> None:
    with pytest.raises(NetworkError, match="undirected"):
        rank_uncertainty(nx.DiGraph([(1, 2)]))
    with pytest.raises(NetworkError, match="one draw"):
        rank_uncertainty(nx.path_graph(3), draws=0)
    with pytest.raises(NetworkError, match="missing_ties") as caught:
        ErrorModel(missing_ties=1)
    assert caught.value.told("nb") == "missing_ties er en andel fra 0 til under 1, ikke 1"
    with pytest.raises(NetworkError, match="cannot declare -1"):
        ErrorModel(declared={"a": (-1,)})
    with pytest.raises(NotFoundError):
        rank_uncertainty(nx.path_graph(3), ["degre"])
    assert rank_uncertainty(nx.Graph(), draws=2).intervals("degree") == []


def test_innlandets_first_places_are_intervals(innlandet) -> None:
    network = project(innlandet)
    model = ErrorModel(declared=declared_members(innlandet))
    found = rank_uncertainty(network, ["betweenness", "degree"], model=model, draws=30)
    rows = {network.nodes[row.node]["slug"]: row for row in found.intervals("betweenness")}
    assert rows["sintef-manufacturing"].high > rows["sintef-manufacturing"].low
    assert rows["7sterke"].median < rows["7sterke"].recorded  # it declares many more than it lists
