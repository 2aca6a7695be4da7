"""Centrality against NetworkX, the definitions at their edges, and invariance under renaming."""

from __future__ import annotations

import csv
import importlib
import io
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.errors import MissingExtraError, NetworkError, NotFoundError
from ecosystem_graph.network import MEASURES, centrality, centrality_csv, project, ranking
from ecosystem_graph.network import engines as engines_room
from ecosystem_graph.network.centrality import measures_of, ranks
from ecosystem_graph.network.engines import choose

nan = math.nan


@st.composite
def networks(draw: st.DrawFn, directed: bool | None = None) -> nx.Graph:
    n = draw(st.integers(0, 9))
    graph = nx.DiGraph() if (draw(st.booleans()) if directed is None else directed) else nx.Graph()
    graph.add_nodes_from(range(n))
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and (graph.is_directed() or i < j)]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=16)) if pairs else []:
        graph.add_edge(*pair, weight=draw(st.sampled_from([1, 2, 5, 0.5])))
    return graph


def same(found: dict, expected: dict, tolerance: float = 1e-9) -> None:
    assert set(found) == set(expected)
    for node, value in expected.items():
        assert (math.isnan(found[node]) and math.isnan(value)) or found[node] == pytest.approx(
            value, abs=tolerance, rel=tolerance
        ), node


def redundancy_sum(graph: nx.DiGraph, node: object, weight: str | None) -> float:
    """Burt's effective size from NetworkX's mutual weights, contacts in and out alike."""
    mutual = nx.algorithms.structuralholes.normalized_mutual_weight
    contacts = set(nx.all_neighbors(graph, node))
    if not contacts:
        return nan
    return sum(
        1
        - sum(
            mutual(graph, node, q, weight=weight) * mutual(graph, other, q, norm=max, weight=weight)
            for q in contacts
        )
        for other in contacts
    )


def reference(graph: nx.Graph, name: str, weighted: bool) -> dict:
    weight, length = ("weight", "length") if weighted else (None, None)
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    match name:
        case "degree":
            return dict(graph.degree())
        case "in_degree":
            return dict(graph.in_degree())
        case "out_degree":
            return dict(graph.out_degree())
        case "strength":
            return dict(graph.degree(weight="weight"))
        case "betweenness":
            return (
                nx.betweenness_centrality(graph, weight=length)
                if len(graph) > 2
                else dict.fromkeys(graph, nan)
            )
        case "closeness":
            return (
                nx.closeness_centrality(graph, distance=length)
                if len(graph) > 1
                else dict.fromkeys(graph, nan)
            )
        case "harmonic":
            return nx.harmonic_centrality(graph, distance=length)
        case "pagerank":
            return nx.pagerank(graph, weight=weight, tol=1e-14, max_iter=2000)
        case "constraint":
            return nx.constraint(graph, weight=weight) if graph.edges else dict.fromkeys(graph, nan)
        case "effective_size":
            # Asked for its nodes it follows the definition; for all at once it scales by the wrong axis.
            # It gives none for whom only ties come in, where ours counts those contacts too.
            found = nx.effective_size(graph, nodes=list(graph), weight=weight)
            asked = {node for node in graph if graph.is_directed() and not graph[node]}
            return {
                node: redundancy_sum(graph, node, weight) if node in asked else found[node] for node in graph
            }
        case _:
            return nx.core_number(graph)


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"eigenvector"}))
@settings(max_examples=40, deadline=None)
@given(graph=networks(), weighted=st.booleans())
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning", "ignore:divide by zero:RuntimeWarning")
def test_equal_to_networkx(name: str, graph: nx.Graph, weighted: bool) -> None:
    if name not in measures_of(graph) or (name == "core_number" and both_ways(graph)):
        return
    found = centrality(graph, [name], weighted=weighted)[name]
    same(found, reference(graph, name, weighted))


def both_ways(graph: nx.Graph) -> bool:
    """NetworkX counts a contact twice in the core number where ties go both ways; a contact is one to us."""
    return graph.is_directed() and any(graph.has_edge(v, u) for u, v in graph.edges)


@settings(max_examples=80, deadline=None)
@given(networks(directed=False))
def test_eigenvector_solves_its_equation_in_the_leading_component(graph: nx.Graph) -> None:
    scores = centrality(graph, ["eigenvector"])["eigenvector"]
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    values = sorted(
        (np.linalg.eigvalsh(nx.to_numpy_array(part, weight=None))[-1] for part in parts), reverse=True
    )
    if not values or values[0] < 0.5 or (len(values) > 1 and values[0] - values[1] < 1e-8):
        assert all(math.isnan(score) for score in scores.values())
        return
    scored = {node for node, score in scores.items() if not math.isnan(score)}
    assert scored in [set(part) for part in parts]
    assert sum(scores[node] ** 2 for node in scored) == pytest.approx(1)
    for node in scored:
        assert sum(scores[other] for other in graph[node]) == pytest.approx(
            values[0] * scores[node], abs=1e-7
        )
        assert scores[node] > 0


def test_eigenvector_of_a_large_component_is_that_of_networkx() -> None:
    graph = nx.barabasi_albert_graph(150, 2, seed=3)
    graph.add_edges_from([("x", "y"), ("y", "z")])
    found = centrality(graph, ["eigenvector"])["eigenvector"]
    expected = nx.eigenvector_centrality_numpy(graph.subgraph(range(150)))
    same({n: found[n] for n in range(150)}, {n: float(expected[n]) for n in range(150)}, 1e-7)
    assert math.isnan(found["x"])


@settings(max_examples=60, deadline=None)
@given(networks(), st.randoms())
def test_renaming_changes_nothing(graph: nx.Graph, random) -> None:
    names = list(graph)
    random.shuffle(names)
    rename = {node: f"n{name}" for node, name in zip(graph, names, strict=True)}
    other = type(graph)()
    other.add_nodes_from(sorted(rename.values()))
    edges = [(rename[u], rename[v], w) for u, v, w in graph.edges(data="weight")]
    random.shuffle(edges)
    other.add_weighted_edges_from(edges)
    one, two = centrality(graph), centrality(other)
    for name in one:
        for node in graph:
            a, b = one[name][node], two[name][rename[node]]
            assert (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-8), name
        first = ranks(one[name], ascending=MEASURES[name].ascending)
        second = ranks(two[name], ascending=MEASURES[name].ascending)
        assert all(first[node] == second[rename[node]] for node in graph), name


# -- tiny and broken networks --------------------------------------------------------------------------------


def test_an_empty_network_has_empty_scores() -> None:
    assert centrality(nx.Graph()) == {name: {} for name in measures_of(nx.Graph())}
    assert ranking(nx.Graph(), centrality(nx.Graph())) == []
    assert centrality_csv([]) == "id,label_nb,label_en,kind,sphere\n"


def test_one_node_has_only_what_is_defined() -> None:
    graph = nx.Graph()
    graph.add_node("a")
    found = {name: scores["a"] for name, scores in centrality(graph).items()}
    defined = {name: value for name, value in found.items() if not math.isnan(value)}
    assert defined == {"degree": 0, "strength": 0, "harmonic": 0, "pagerank": 1, "core_number": 0}


def test_isolates_beside_a_network() -> None:
    graph = nx.path_graph(3)
    graph.add_node("alone")
    found = {name: scores["alone"] for name, scores in centrality(graph).items()}
    for name in ("eigenvector", "constraint", "effective_size"):
        assert math.isnan(found[name])
    for name in ("degree", "betweenness", "closeness", "harmonic", "core_number"):
        assert found[name] == 0
    assert found["pagerank"] > 0


def test_a_network_that_cannot_be_measured_says_why() -> None:
    with pytest.raises(NetworkError, match="parallel ties"):
        centrality(nx.MultiGraph([(1, 2)]))
    with pytest.raises(NetworkError, match="positive"):
        centrality(nx.Graph([(1, 2, {"weight": 0})]))
    with pytest.raises(NetworkError, match="in_degree needs a directed") as undirected:
        centrality(nx.path_graph(3), ["in_degree"])
    assert undirected.value.told("nb") == "in_degree krever et nettverk med retning"
    with pytest.raises(NotFoundError, match="'betweenness'") as misspelt:
        centrality(nx.path_graph(3), ["betweeness"])
    assert misspelt.value.told("nb").startswith("ukjent mål: 'betweeness'; mente du 'betweenness'")


def test_the_network_is_left_as_it_was() -> None:
    graph = nx.Graph([(1, 2, {"weight": 3}), (2, 3, {"weight": 1})])
    before = nx.Graph(graph)
    centrality(graph)
    centrality(graph, weighted=True)
    assert nx.utils.graphs_equal(graph, before)


# -- engines ---------------------------------------------------------------------------------


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("engine", ["networkx", "rustworkx"])
def test_exact_engines_are_equal(engine: str, directed: bool) -> None:
    if engine == "rustworkx":
        pytest.importorskip("rustworkx")
    for seed in range(6):
        graph = nx.gnm_random_graph(60, 20 + 30 * seed, seed=seed, directed=directed)
        one, two = (
            centrality(graph, ["betweenness", "closeness", "harmonic"], engine=e) for e in ("matrix", engine)
        )
        for name in one:
            same(one[name], two[name], 1e-10)


def test_engines_are_chosen_by_size_and_what_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose(10) == "matrix"
    assert choose(10, weighted=True) == "networkx"
    assert choose(50_000) == "sampled"
    assert choose(10, engine="sampled") == "sampled"
    monkeypatch.setattr(engines_room, "find_spec", lambda name: None)
    assert choose(5_000) == "matrix"
    monkeypatch.setattr(engines_room, "find_spec", lambda name: object())
    assert choose(5_000) == "rustworkx"
    with pytest.raises(NotFoundError, match="matrix"):
        choose(10, engine="matrx")
    with pytest.raises(NetworkError, match="networkx"):
        choose(10, weighted=True, engine="matrix")


def test_a_huge_network_is_not_measured_by_what_would_take_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    # The package exports the function of the same name, so the module is asked for by its own.
    monkeypatch.setattr(importlib.import_module("ecosystem_graph.network.centrality"), "EXACT_UP_TO", 5)
    found = centrality(nx.path_graph(6))
    assert set(measures_of(nx.path_graph(6))) - set(found) == {"closeness", "harmonic"}
    assert centrality(nx.path_graph(6), ["closeness"])["closeness"][0] > 0


def test_a_missing_engine_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(engines_room.importlib, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"ecosystem-graph\[fast\]"):
        centrality(nx.path_graph(4), ["betweenness"], engine="rustworkx")


# -- rows ------------------------------------------------------------------------------------


def test_constraint_ranks_the_least_bound_first() -> None:
    star = nx.star_graph(4)
    star.add_edge(1, 2)
    scores = centrality(star)
    assert ranking(star, scores, by="constraint", top=1)[0].node == 0
    assert ranking(star, scores, by="betweenness", top=1)[0].ranks["constraint"] == 1


def test_rows_that_cannot_be_ranked_come_last_and_equals_share() -> None:
    graph = nx.path_graph(4)
    graph.add_node(9)
    rows = ranking(graph, centrality(graph), by="constraint")
    assert rows[-1].node == 9
    assert rows[-1].ranks["constraint"] is None
    assert [row.ranks["degree"] for row in ranking(graph, centrality(graph), by="degree")] == [1, 1, 3, 3, 5]
    with pytest.raises(NotFoundError):
        ranking(graph, centrality(graph, ["degree"]), by="betweenness")


def test_csv_holds_scores_and_ranks_and_no_formulas() -> None:
    graph = nx.path_graph(3)
    graph.nodes[0].update(slug="a", label_nb="=1+1", label_en="-x", kind="firm", sphere="industry")
    text = centrality_csv(ranking(graph, centrality(graph, ["degree", "eigenvector"]), by="degree"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["degree"] == "2"
    assert rows[0]["degree_rank"] == "1"
    row = next(row for row in rows if row["id"] == "a")
    assert (row["label_nb"], row["label_en"]) == ("'=1+1", "'-x")


def test_innlandet_equals_networkx(innlandet) -> None:
    network = project(innlandet)
    scores = centrality(network)
    for name in ("betweenness", "closeness", "harmonic", "pagerank", "constraint", "core_number"):
        same(scores[name], reference(network.copy(), name, False), 1e-9)
    rows = ranking(network, scores, top=10)
    assert "nce-raufoss" in [row.slug for row in rows]
    assert [row.ranks["betweenness"] for row in rows] == sorted(row.ranks["betweenness"] for row in rows)
