"""Spark's GraphX gives the numbers of NetworkX on the same network, here and on a cluster."""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from engine_servers import Running, Server, absent, free_port, program

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import EngineError
from ecosystem_graph.network.centrality import centrality, ranks
from ecosystem_graph.network.projection import project, streamed
from ecosystem_graph.network.spark import Survey, survey
from ecosystem_graph.network.ties import Shape, Thing, TieRow, Ties

LOCAL = "local[2]"


#: Runs are short: the thorough compiler and the parallel collector of Java cost more than they give.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[None]:
    """Java and PySpark are there; Java does not warm up for a long day."""
    program("java", "Debian: default-jre-headless")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        absent("PyPI: pyspark is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", JAVA)
        yield


@pytest.fixture
def roughly(monkeypatch: pytest.MonkeyPatch) -> None:
    """PageRank to three digits, for what is not about PageRank: a hundred supersteps less."""
    monkeypatch.setattr("ecosystem_graph.network.spark._TOLERANCE", 1e-3)


def agrees(found: Survey, network: nx.Graph, near: float = 1e-6) -> None:
    """Every number is the one NetworkX computes, the ranks as near as said."""
    rows = {row.node: row for row in found.rows}
    plain = nx.Graph(network)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    walked = network.copy()
    walked.remove_edges_from(list(nx.selfloop_edges(walked)))
    assert set(rows) == set(network)
    assert (found.nodes, found.ties) == (len(network), walked.number_of_edges())
    exact = nx.pagerank(walked, weight=None, tol=1e-14, max_iter=10_000)
    assert {node: row.pagerank for node, row in rows.items()} == pytest.approx(exact, rel=near)
    assert {node: row.degree for node, row in rows.items()} == dict(walked.degree())
    triangles = nx.triangles(plain)
    assert {node: row.triangles for node, row in rows.items()} == triangles
    assert found.triangles == sum(triangles.values()) // 3
    parts = {node: part for part in nx.connected_components(plain) for node in part}
    assert {node: (row.component, row.component_size) for node, row in rows.items()} == {
        node: (min(part), len(part)) for node, part in parts.items()
    }
    assert found.components == nx.number_connected_components(plain)
    # Labels: whoever has somebody's label is tied to them in the end, and the sizes count each node once.
    groups: dict[str, list[str]] = {}
    for node, row in rows.items():
        groups.setdefault(row.group, []).append(node)
        assert row.group in parts[node]
    assert {row.group: row.group_size for row in rows.values()} == {g: len(m) for g, m in groups.items()}
    assert found.groups == len(groups)


def test_the_collaboration_of_innlandet(innlandet: Ecosystem) -> None:
    shape, rows = streamed(innlandet, page=200)
    found = survey(((row.source, row.target) for row in rows), shape, master=LOCAL)
    network = project(innlandet)
    agrees(found, network)
    scores = centrality(network, ["pagerank"])["pagerank"]
    rounded = {node: round(score * len(network), 6) for node, score in scores.items()}
    assert {row.node: row.rank for row in found.rows} == ranks(rounded)


def test_a_directed_network_with_dangling_lonely_and_disconnected_nodes() -> None:
    dice = random.Random(4)
    network = nx.gnp_random_graph(60, 0.02, seed=1, directed=True)
    network = nx.relabel_nodes(network, {i: f"http://x.example/{i}?blåbær" for i in network})
    first, *_, last = sorted(network)
    network.add_edge(first, first)  # with oneself
    network.add_edge(first, last)
    network.add_edge(last, first)  # both ways
    network.add_edge("http://x.example/one", "http://x.example/other")  # apart from the rest
    lonely = [node for node in network if not network.degree(node)]
    dangling = [node for node in network if network.in_degree(node) and not network.out_degree(node)]
    assert len(lonely) > 1
    assert len(dangling) > 3
    assert nx.number_weakly_connected_components(network) > len(lonely) + 1
    rows = [*network.edges, *network.edges, *((node, "") for node in lonely)]
    dice.shuffle(rows)
    found = survey(rows, Shape.DIRECTED, by="degree", master=LOCAL)
    agrees(found, network)
    degrees = [row.degree for row in found.rows]
    assert degrees == sorted(degrees, reverse=True)


@pytest.mark.usefixtures("roughly")
def test_who_shares_a_target_has_a_tie() -> None:
    dice = random.Random(5)
    ends = [(f"http://x.example/s{dice.randrange(25)}", f"http://x.example/t{i % 12}") for i in range(40)]
    things = {iri: Thing(iri, iri, iri, iri) for pair in ends for iri in pair}
    rows = tuple(TieRow(source, target, 1, "k") for source, target in ends)
    network = Ties("shared", Shape.SHARED_TARGET, rows, things).network()
    assert network.number_of_edges() > 20
    found = survey(ends, Shape.SHARED_TARGET, rounds=1, master=LOCAL)
    agrees(found, network, near=0.02)
    # After one round a label has gone one tie far.
    assert all(network.has_edge(row.node, row.group) for row in found.rows)


@pytest.mark.usefixtures("roughly")
def test_labels_settle_where_networkx_says() -> None:
    cliques = nx.disjoint_union_all([nx.complete_graph(size) for size in (5, 6, 8)])
    cliques = nx.relabel_nodes(cliques, {i: f"http://x.example/{i}" for i in cliques})
    groups: dict[str, set[str]] = {}
    found = survey(cliques.edges, by="triangles", top=19, master=LOCAL)
    assert [row.triangles for row in found.rows] == [21] * 8 + [10] * 6 + [6] * 5
    assert [row.rank for row in found.rows] == [1] * 8 + [9] * 6 + [15] * 5
    for row in found.rows:
        groups.setdefault(row.group, set()).add(row.node)
    theirs = nx.community.label_propagation_communities(cliques)
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, theirs))


def test_an_empty_network() -> None:
    assert survey([], master=LOCAL) == Survey(0, 0, 0, 0, 0, ())


@pytest.mark.parametrize("folder", ["nosuch://host/folder", "file:///proc/nothing"])
def test_a_folder_nobody_can_write_is_told(folder: str) -> None:
    with pytest.raises(EngineError, match=r"Spark gave up: .*(nosuch|/proc/nothing)"):
        survey([("a", "b")], master=LOCAL, folder=folder)
    assert survey([], master=LOCAL).nodes == 0


def test_only_a_page_of_rows_is_held(tmp_path: Path) -> None:
    from ecosystem_graph.network.cluster import cluster

    written: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for number in range(25):
            written.append(len(list(tmp_path.rglob("page-*.tsv"))))
            yield f"a{number}", "b"

    with cluster(LOCAL, tmp_path.as_uri()) as running:
        folder = running.write(rows(), "rows", page=10)
        assert written == [0] * 10 + [1] * 10 + [2] * 5
        assert running.session.read.csv(folder, sep="\t").count() == 25
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Spark's own cluster manager with one worker, both on the loopback."""
    import pyspark

    home = Path(pyspark.__file__).parent
    folder = tmp_path_factory.mktemp("cluster")
    port, other = free_port(), free_port()
    settings = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(folder)}
    start = [str(home / "bin" / "spark-class"), "org.apache.spark.deploy"]
    at = ["--host", "127.0.0.1", "--webui-port", "0", "--port"]
    (folder / "master").mkdir()
    (folder / "worker").mkdir()
    head = Running.start(
        [start[0], f"{start[1]}.master.Master", *at, str(port)], folder / "master", **settings
    )
    head.wait_for(port)
    url = f"spark://127.0.0.1:{port}"
    worker = Running.start(
        [start[0], f"{start[1]}.worker.Worker", *at, str(other), "--cores", "2", "--memory", "1g", url],
        folder / "worker",
        **settings,
    )
    worker.wait_for(other)
    yield url
    worker.stop()
    head.stop()


def test_a_cluster_measures_what_lies_in_an_endpoint(
    master: str, oxigraph_server: Server, innlandet: Ecosystem, innlandet_nquads: Path, tmp_path: Path
) -> None:
    oxigraph_server.load(innlandet_nquads)
    command = [sys.executable, "-m", "ecosystem_graph", "centrality", "--engine", "spark", "--top", "10"]
    command += ["--endpoint", oxigraph_server.query_url, "--spark-master", master]
    command += ["--spark-folder", tmp_path.as_uri(), "--format", "csv", "--by", "pagerank"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    network = project(innlandet)
    scores = centrality(network, ["pagerank"])["pagerank"]
    best = sorted(network, key=lambda node: -scores[node])[:10]
    assert [row["id"] for row in rows] == [network.nodes[node]["slug"] for node in best]
    assert [row["pagerank"] for row in rows] == [f"{scores[node]:.6g}" for node in best]
    assert list(tmp_path.iterdir()) == []
