"""Spark: measures of networks that outgrow one machine, computed by GraphX on a cluster.

PageRank, connected components, triangle counts and label propagation of a projection whose rows arrive page
by page. PySpark ships GraphX without a Python interface, so its Scala objects are called through PySpark's
own bridge. Only what a table shows comes back.

GraphX (J. Gonzalez et al., *GraphX: graph processing in a distributed dataflow framework*, OSDI 2014) lets
the rank of a node without outgoing ties leak instead of giving it to everybody. The fixed points are
proportional, r = (1 - d) (I - d Pᵀ)⁻¹ 1 and the same with more to begin with, so ranks divided by their sum
equal NetworkX's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ecosystem_graph.errors import NetworkError, NotFoundError
from ecosystem_graph.wording import Wording

from .cluster import LOCAL, Cluster, cluster
from .ties import Shape

__all__ = ["SPARK_MEASURES", "Placed", "Survey", "survey"]

#: What the rows can be sorted by.
SPARK_MEASURES = ("pagerank", "degree", "triangles")
_DAMPING = 0.85
#: A node whose rank (1 on average) moves less than this is done.
_TOLERANCE = 1e-8
#: Rounds of label propagation: after five most labels are settled (U. N. Raghavan et al. 2007).
_ROUNDS = 5
#: Digits behind the point of a rank (1 on average) that count when ranks are compared.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its measures.

    Attributes:
        node: IRI.
        rank: By the measure asked for; equals share the better rank.
        pagerank: Sums to 1 over the network.
        degree: Ties, both directions.
        triangles: Pairs of contacts that have a tie themselves, directions ignored.
        component: First node, in IRI order, that can be reached, directions ignored.
        component_size: How many can be.
        group: Node whose label it ends with.
        group_size: How many end with this label.
    """

    node: str
    rank: int
    pagerank: float
    degree: int
    triangles: int
    component: str
    component_size: int
    group: str
    group_size: int


@dataclass(frozen=True)
class Survey:
    """A network seen as a whole.

    Attributes:
        nodes: How many.
        ties: How many.
        triangles: How many.
        components: How many.
        groups: How many, by label propagation.
        rows: The first nodes by the measure asked for, or all.
    """

    nodes: int
    ties: int
    triangles: int
    components: int
    groups: int
    rows: tuple[Placed, ...]


def survey(
    ends: Iterable[tuple[str, str]],
    shape: Shape = Shape.UNDIRECTED,
    *,
    by: str = "pagerank",
    top: int | None = None,
    master: str = LOCAL,
    folder: str | None = None,
    rounds: int = _ROUNDS,
) -> Survey:
    """Measure a network in Spark.

    Label propagation is GraphX's, where all nodes change at once: two nodes with no other contacts swap
    labels for ever, and equals are settled by the order in which messages meet, so groups may differ
    between runs.

    Args:
        ends: Source and target of each row, read once; an empty target makes its source a node. Parallel rows
            are one tie, a tie with oneself is none.
        shape: How rows become ties.
        by: One of ``SPARK_MEASURES``.
        top: How many rows; None is all, which must then fit in memory.
        master: See `cluster`.
        folder: See `cluster`.
        rounds: Of label propagation.

    Raises:
        NotFoundError: No such measure.
        MissingExtraError: PySpark is not installed.
        EngineError: No Java, no such master, or Spark gave up.
        NetworkError: A row that is no tie.
    """
    if by not in SPARK_MEASURES:
        raise NotFoundError(Wording("measure of the engine spark", "mål i motoren spark"), by, SPARK_MEASURES)
    with cluster(master, folder) as running:
        rows = running.session.read.csv(
            running.write(ends, "rows"),
            schema="source string, target string",
            sep="\t",
            quote="",
            encoding="UTF-8",
        )
        nodes, ties = _network(rows, Shape(shape))
        return _survey(running, nodes.cache(), ties.cache(), shape is Shape.DIRECTED, by, top, rounds)


def _network(rows: Any, shape: Shape) -> tuple[Any, Any]:
    """Nodes ``node id`` and ties ``source target``, each once."""
    alone = rows.where("target IS NULL").selectExpr("source AS node")
    rows = rows.where("target IS NOT NULL AND source <> target")
    if shape is Shape.SHARED_TARGET:
        a, b = rows.distinct().alias("a"), rows.distinct().alias("b")
        rows = (
            a.join(b, on="target")
            .selectExpr("a.source AS source", "b.source AS target")
            .where("source < target")
        )
    elif shape is not Shape.DIRECTED:
        rows = rows.selectExpr("least(source, target) AS source", "greatest(source, target) AS target")
    ties = rows.distinct()
    ends = ties.selectExpr("source AS node").union(ties.selectExpr("target AS node"))
    return ends.union(alone).distinct().selectExpr("node", "xxhash64(node) AS id"), ties


def _survey(
    running: Cluster, nodes: Any, ties: Any, directed: bool, by: str, top: int | None, rounds: int
) -> Survey:
    count = nodes.count()
    if count == 0:
        return Survey(0, 0, 0, 0, 0, ())
    if nodes.select("id").distinct().count() < count:
        raise NetworkError(
            Wording(
                "two nodes have the same 64-bit hash, so Spark cannot tell them apart; rename one",
                "to noder har samme 64-biters hash, så Spark kan ikke skille dem; gi den ene et nytt navn",
            )
        )
    ids = ties.selectExpr("xxhash64(source) AS source", "xxhash64(target) AS target")
    graphs = _GraphX(running, nodes, ids, directed)
    placed = (
        nodes.join(graphs.pagerank(), "id")
        .join(graphs.triangles(), "id")
        .join(graphs.components(), "id")
        .join(graphs.labels(rounds), "id")
        .join(_degrees(ties), "node", "left")
        .fillna(0, ["degree"])
    )
    components = placed.groupBy("component_id").agg({"node": "min", "id": "count"})
    components = components.selectExpr(
        "component_id", "`min(node)` AS component", "`count(id)` AS component_size"
    )
    groups = placed.groupBy("group_id").count().withColumnRenamed("count", "group_size")
    groups = groups.join(nodes.selectExpr("id AS group_id", "node AS group"), "group_id")
    placed = placed.join(components, "component_id").join(groups, "group_id")
    placed = placed.selectExpr("*", f"round(raw, {_DIGITS}) AS rounded").cache()
    whole = placed.selectExpr(
        "sum(raw)", "sum(triangles) div 3", "count(distinct component_id)", "count(distinct group_id)"
    ).first()
    key = {"pagerank": "rounded"}.get(by, by)
    best = placed.orderBy(placed[key].desc(), placed["degree"].desc(), placed["node"])
    rows: list[Placed] = []
    last = None
    for number, row in enumerate((best if top is None else best.limit(top)).collect(), 1):
        rank = rows[-1].rank if row[key] == last else number
        last = row[key]
        rows.append(
            Placed(
                row["node"],
                rank,
                row["raw"] / whole[0],
                row["degree"],
                row["triangles"],
                row["component"],
                row["component_size"],
                row["group"],
                row["group_size"],
            )
        )
    return Survey(count, ties.count(), whole[1], whole[2], whole[3], tuple(rows))


def _degrees(ties: Any) -> Any:
    ends = ties.selectExpr("source AS node").union(ties.selectExpr("target AS node"))
    return ends.groupBy("node").count().withColumnRenamed("count", "degree")


class _GraphX:
    """GraphX's Scala objects: graphs in, a DataFrame of ``id`` and a value out."""

    def __init__(self, running: Cluster, nodes: Any, ties: Any, directed: bool) -> None:
        self.running = running
        self.jvm = running.jvm
        self.lib = self.jvm.org.apache.spark.graphx.lib
        self.encoders = self.jvm.org.apache.spark.sql.Encoders
        self.tags = running.companion(self.jvm.scala.reflect, "ClassTag")
        self.nodes = nodes
        back = ties.selectExpr("target AS source", "source AS target")
        self.walks = self._graph(ties if directed else ties.union(back))
        self.contacts = self._graph(
            ties.selectExpr(
                "least(source, target) AS source", "greatest(source, target) AS target"
            ).distinct()
        )

    def _pairs(self, frame: Any) -> Any:
        long = self.encoders.LONG()
        return getattr(frame._jdf, "as")(self.encoders.tuple(long, long)).rdd()

    def _graph(self, ties: Any) -> Any:
        """A Graph[Long, Int] with every node, tie or no tie."""
        graph = self.running.companion(self.jvm.org.apache.spark.graphx, "Graph")
        level = self.jvm.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()
        none = self.jvm.scala.Option.empty()
        edges = graph.fromEdgeTuples(self._pairs(ties), 1, none, level, level, self.tags.Int()).edges()
        nodes = self._pairs(self.nodes.selectExpr("id", "id AS value"))
        return graph.apply(nodes, edges, 0, level, level, self.tags.Long(), self.tags.Int())

    def _frame(self, graph: Any, encoder: Any, name: str) -> Any:
        from pyspark.sql import DataFrame

        pairs = self.encoders.tuple(self.encoders.LONG(), encoder)
        session, path = self.running.session, f"{self.running.folder}/{name}"
        made = session._jsparkSession.createDataset(graph.vertices(), pairs).toDF()
        # Written down at once: what follows must not depend on a chain of a hundred supersteps.
        DataFrame(made, session).toDF("id", name).write.parquet(path)
        return session.read.parquet(path)

    def _run(self, name: str, *arguments: Any) -> Any:
        return self.running.companion(self.lib, name).run(*arguments)

    def pagerank(self) -> Any:
        """``raw``: proportional to PageRank."""
        found = self.running.companion(self.lib, "PageRank").runUntilConvergence(
            self.walks, _TOLERANCE, 1 - _DAMPING, self.tags.Long(), self.tags.Int()
        )
        return self._frame(found, self.encoders.DOUBLE(), "raw")

    def components(self) -> Any:
        """``component_id``: lowest id that can be reached."""
        found = self._run("ConnectedComponents", self.contacts, self.tags.Long(), self.tags.Int())
        return self._frame(found, self.encoders.LONG(), "component_id")

    def triangles(self) -> Any:
        """``triangles``: through each node."""
        found = self._run("TriangleCount", self.contacts, self.tags.Long(), self.tags.Int())
        return self._frame(found, self.encoders.INT(), "triangles")

    def labels(self, rounds: int) -> Any:
        """``group_id``: the label each node ends with."""
        found = self._run("LabelPropagation", self.contacts, rounds, self.tags.Int())
        return self._frame(found, self.encoders.LONG(), "group_id")
