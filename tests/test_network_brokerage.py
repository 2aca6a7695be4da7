"""Brokerage against R's sna on a published network, brute force, and a simulated null."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.network import project
from ecosystem_graph.network.brokerage import ROLE_LABELS, ROLES, brokerage, participation, within_module_z

KNOKE = [
    "0100101010",
    "1011101110",
    "0101111001",
    "1100101000",
    "1111001111",
    "0010001010",
    "0101100000",
    "1101101010",
    "0100101000",
    "1110101000",
]
NAMES = ["COUN", "COMM", "EDUC", "INDU", "MAYR", "WRO", "NEWS", "UWAY", "WELF", "WEST"]


def knoke() -> nx.DiGraph:
    """Information exchange among ten organisations (Knoke & Wood 1981): 49 of 90 possible ties."""
    graph = nx.DiGraph()
    graph.add_nodes_from(NAMES)
    graph.add_edges_from(
        (NAMES[i], NAMES[j]) for i, row in enumerate(KNOKE) for j, cell in enumerate(row) if cell == "1"
    )
    return graph


def test_equal_to_sna_on_knokes_organisations() -> None:
    """``brokerage_knoke.csv`` is what ``brokerage(g, cl)`` of R's sna 2.7 gives for it."""
    path = Path(__file__).parent / "data" / "brokerage_knoke.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    graph = knoke()
    assert graph.number_of_edges() == 49
    found = {broker.node: broker.roles for broker in brokerage(graph, {r["node"]: r["group"] for r in rows})}
    assert len(rows) == len(NAMES) * len(ROLES)
    for row in rows:
        role = found[row["node"]][row["role"]]
        assert role.count == int(row["count"])
        assert role.expected == pytest.approx(float(row["expected"]))
        assert role.deviation == pytest.approx(float(row["deviation"]))
        assert role.z == pytest.approx(float(row["z"]))


def brute(graph: nx.Graph, groups: dict) -> dict:
    arcs = graph if graph.is_directed() else graph.to_directed()
    counts = {node: dict.fromkeys(ROLES, 0) for node in graph}
    for j in graph:
        for i in arcs.predecessors(j):
            for k in arcs.successors(j):
                if i == k or arcs.has_edge(i, k):
                    continue
                a, b, c = groups[i], groups[j], groups[k]
                if a == b == c:
                    role = "coordinator"
                elif a == c:
                    role = "itinerant"
                elif a == b:
                    role = "representative"
                elif b == c:
                    role = "gatekeeper"
                else:
                    role = "liaison"
                counts[j][role] += 1
                counts[j]["total"] += 1
    return counts


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.floats(0, 1), st.booleans(), st.integers(0, 10**6), st.data())
def test_equal_to_brute_force(n, density, directed, seed, data) -> None:
    graph = nx.gnp_random_graph(n, density, seed=seed, directed=directed)
    groups = {node: data.draw(st.sampled_from("ABCD")) for node in graph}
    expected = brute(graph, groups)
    for broker in brokerage(graph, groups):
        assert {role: broker.roles[role].count for role in ROLES} == expected[broker.node]


@pytest.mark.parametrize("directed", [False, True])
def test_expected_values_and_deviations_are_those_of_random_ties(directed: bool) -> None:
    """Counts in many networks whose ties are independent."""
    rng, n, p = np.random.default_rng(5), 8, 0.4
    groups = dict(enumerate("AAAABBBC"))
    drawn: dict[str, list[int]] = {role: [] for role in ROLES}
    for _ in range(2500):
        table = rng.random((n, n)) < p
        table = table if directed else np.triu(table, 1) | np.triu(table, 1).T
        np.fill_diagonal(table, False)
        graph = nx.from_numpy_array(table.astype(int), create_using=nx.DiGraph if directed else nx.Graph)
        counts = brute(graph, groups)[0]
        for role in ROLES:
            drawn[role].append(counts[role])
    # A network of exactly this density gives the null at p.
    ties = round(p * n * (n - 1) / (1 if directed else 2))
    exact = nx.gnm_random_graph(n, ties, seed=1, directed=directed)
    density = nx.density(exact)
    null = brokerage(exact, groups)[0].roles
    assert density == pytest.approx(p, abs=0.02)
    for role in ROLES:
        assert null[role].expected == pytest.approx(np.mean(drawn[role]), rel=0.2, abs=0.15)
        assert null[role].deviation == pytest.approx(np.std(drawn[role]), rel=0.2, abs=0.15)


def test_undirected_brokers_are_gatekeepers_as_often_as_representatives() -> None:
    club = nx.karate_club_graph()
    for broker in brokerage(club, dict(club.nodes(data="club"))):
        assert broker.roles["gatekeeper"] == broker.roles["representative"]
        assert broker.roles["total"].count == sum(broker.roles[role].count for role in ROLES[:-1])


def test_tiny_networks_and_missing_groups() -> None:
    assert brokerage(nx.Graph(), {}) == []
    alone = nx.Graph()
    alone.add_node("a", sphere="public")
    role = brokerage(alone)[0].roles["total"]
    assert role.count == 0
    assert math.isnan(role.z)
    with pytest.raises(NetworkError, match="has no group"):
        brokerage(nx.path_graph(3), {0: "A", 1: "A"})
    assert set(ROLE_LABELS) == set(ROLES)


def test_participation_and_within_module_z_follow_their_formulas() -> None:
    graph = nx.Graph([("h", "a"), ("h", "b"), ("h", "x"), ("h", "y"), ("a", "b")])
    graph.add_node("alone")
    groups = {"h": 1, "a": 1, "b": 1, "x": 2, "y": 3, "alone": 1}
    spread = participation(graph, groups)
    assert spread["h"] == pytest.approx(1 - (0.5**2 + 0.25**2 + 0.25**2))
    assert spread["a"] == 0
    assert math.isnan(spread["alone"])
    z = within_module_z(graph, groups)
    inside = np.array([2, 2, 2, 0])  # h, a, b, alone
    assert z["h"] == pytest.approx((2 - inside.mean()) / inside.std())
    assert math.isnan(z["x"])


def test_brokers_of_innlandet(innlandet) -> None:
    network = project(innlandet)
    found = {network.nodes[b.node]["slug"]: b for b in brokerage(network)}
    groups = dict(network.nodes(data="sphere"))
    expected = brute(network, groups)
    assert found["nce-raufoss"].group == "intermediary"
    for broker in found.values():
        assert broker.roles["liaison"].count == expected[broker.node]["liaison"]
    assert found["nce-raufoss"].roles["liaison"].z > 2
