"""Scenes: what each view draws and where. Collaboration and its like, clusters, spillovers, map."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.centrality import MEASURES, centrality, measures_of
from ecosystem_graph.network.projection import projections, read_ties
from ecosystem_graph.network.ties import Shape, Ties
from ecosystem_graph.queries import Question, load_question

from .atlas import home_of, place_actors
from .details import Records, Text, filled, key_of, pair
from .gatherings import gather
from .geography import boundaries, municipalities_of_towns
from .layers import layer
from .layout import network_layout, radius

__all__ = ["cluster_scene", "map_scene", "measure_names", "network_scene", "spillover_scene"]

#: Relations that gather an actor around a cluster.
JOINING = ("memberOf", "partnerOf", "participatesIn", "leads")
#: Kinds of actor that others gather around.
CLUSTERS = ("kind/cluster", "kind/cluster-initiative")
#: Up to this many nodes every measure is computed; beyond, those that need all pairs are left out.
_ALL_PAIRS = 2500
_QUICK = ("degree", "in_degree", "out_degree", "strength", "pagerank", "core_number")


def measure_names() -> dict[str, dict[str, Any]]:
    """Name and meaning of every measure; ``falling`` where a low score ranks first."""
    return {
        key: filled(
            {
                "name": pair(m.label_nb, m.label_en),
                "says": pair(m.says_nb, m.says_en),
                "falling": m.ascending,
            }
        )
        for key, m in MEASURES.items()
    }


def network_scene(
    ecosystem: Ecosystem,
    base: str,
    projection: str | Path,
    relations: Mapping[str, Mapping[str, Any]],
    everybody: Sequence[str] = (),
) -> dict[str, Any]:
    """The network of a projection, with what each tie rests on, so that the page can read it in any year.

    Those of ``everybody`` who have no tie are put in rows beneath the network, for readers who ask for them.

    Raises:
        NotFoundError, NetworkError, QueryError: As `read_ties`.
    """
    ties = read_ties(ecosystem, projection)
    network = ties.network()
    nodes = list(network)
    index = {iri: i for i, iri in enumerate(nodes)}
    pairs = [(index[a], index[b], float(data["weight"])) for a, b, data in network.edges(data=True)]
    radii = [radius(network.degree(iri)) for iri in nodes]
    points = network_layout(len(nodes), pairs, radii)
    rows = [_row(row, base, relations) for row in ties.rows]
    because = _evidence(ties)
    question = _question(projection)
    placed = [
        [key_of(iri, base), round(float(x)), round(float(y))]
        for iri, (x, y) in zip(nodes, points, strict=True)
    ]
    return {
        "id": ties.name,
        "type": "network",
        "directed": ties.shape is Shape.DIRECTED,
        "question": pair(question.asks.get("nb", ties.name), question.asks.get("en", ties.name)),
        "nodes": placed + _beneath(placed, everybody),
        "rows": rows,
        "ties": [[index[a], index[b], because[a, b]] for a, b in network.edges],
        "measures": _measures(network),
    }


def _beneath(placed: list[list[Any]], everybody: Sequence[str]) -> list[list[Any]]:
    """Who is not placed yet, in rows under the network."""
    known = {node[0] for node in placed}
    loose = [key for key in everybody if key not in known]
    left, right = min((n[1] for n in placed), default=0), max((n[1] for n in placed), default=900)
    low = max((n[2] for n in placed), default=0) + 90
    across = max(12, (right - left) // 26)
    return [[key, left + i % across * 26, low + i // across * 26] for i, key in enumerate(loose)]


def _question(projection: str | Path) -> Question:
    shipped = projections()
    return shipped[str(projection)] if str(projection) in shipped else load_question(Path(projection))


def _row(row: Any, base: str, relations: Mapping[str, Mapping[str, Any]]) -> str | dict[str, Any]:
    """The id of the relation behind a row, where that says all; else what the row says."""
    name = key_of(row.relation, base).removeprefix("relation/")
    known = relations.get(name)
    if known and row.weight == 1 and known["type"] == row.kind:
        period = (known.get("start", ""), known.get("end", ""), known.get("ongoing", False))
        if period == (row.period.start, row.period.end, row.period.ongoing):
            return name
    return filled(
        {
            "relation": name if known else "",
            "from": key_of(row.source, base),
            "to": key_of(row.target, base),
            "kind": row.kind,
            "weight": row.weight,
            "start": row.period.start,
            "end": row.period.end,
            "ongoing": row.period.ongoing,
        }
    )


def _evidence(ties: Ties) -> dict[tuple[str, str], list[list[int]]]:
    """Per tie the groups of rows that make it: all rows of a group must hold, and one group is enough."""
    found: dict[tuple[str, str], list[list[int]]] = {}
    if ties.shape is Shape.SHARED_TARGET:
        at: dict[str, list[int]] = {}
        for number, row in enumerate(ties.rows):
            if row.target and row.source != row.target:
                at.setdefault(row.target, []).append(number)
        for numbers in at.values():
            for i, first in enumerate(numbers):
                for second in numbers[i + 1 :]:
                    a, b = sorted((ties.rows[first].source, ties.rows[second].source))
                    if a != b:
                        found.setdefault((a, b), []).append([first, second])
        return found
    for number, row in enumerate(ties.rows):
        if not row.target or row.source == row.target:
            continue
        ends = (row.source, row.target)
        if ties.shape is not Shape.DIRECTED:
            ends = (min(ends), max(ends))
        found.setdefault(ends, []).append([number])
    return found


def _measures(network: nx.Graph) -> dict[str, list[float | None]]:
    """Every score, to four significant digits; None where undefined."""
    names = measures_of(network)
    if len(network) > _ALL_PAIRS:
        names = tuple(n for n in names if n in _QUICK)
    scores = centrality(network, names)
    return {
        name: [None if math.isnan(v := by_node[node]) else float(f"{v:.4g}") for node in network]
        for name, by_node in scores.items()
    }


def cluster_scene(
    things: Mapping[str, Mapping[str, Any]], relations: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Clusters with their members around them."""
    joins = [
        (name, r)
        for name, r in sorted(relations.items())
        if r["type"] in JOINING and things.get(r["to"], {}).get("kind") in CLUSTERS and r["from"] in things
    ]
    hubs = sorted(key for key, thing in things.items() if thing.get("kind") in CLUSTERS)
    keys = sorted({*hubs, *(r["from"] for _, r in joins)})
    index = {key: i for i, key in enumerate(keys)}
    belongs: dict[int, list[int]] = {}
    for _, r in joins:
        at = belongs.setdefault(index[r["from"]], [])
        if index[r["to"]] not in at and r["from"] != r["to"]:
            at.append(index[r["to"]])
    spheres = sorted({str(thing.get("sphere", "")) for thing in things.values()})
    order = [spheres.index(str(things[key].get("sphere", ""))) for key in keys]
    positions, discs = gather([index[h] for h in hubs], belongs, order)
    rows: list[str] = []
    ties: dict[tuple[int, int], list[list[int]]] = {}
    for name, r in joins:
        if r["from"] != r["to"]:
            ties.setdefault((index[r["from"]], index[r["to"]]), []).append([len(rows)])
            rows.append(name)
    return {
        "id": "clusters",
        "type": "clusters",
        "directed": False,
        "nodes": _nodes(keys, positions),
        "rows": rows,
        "ties": [[a, b, because] for (a, b), because in sorted(ties.items())],
        "discs": [{"hub": keys[d.hub], "x": d.x, "y": d.y, "radius": d.radius} for d in discs],
        "measures": {},
    }


def spillover_scene(
    things: Mapping[str, Mapping[str, Any]], claims: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Claims from causes to effects, in columns of years."""
    ends = sorted({claim[end] for claim in claims.values() for end in ("cause", "effect")} & set(things))
    index = {key: i for i, key in enumerate(ends)}
    known = {
        name: claim for name, claim in claims.items() if claim["cause"] in index and claim["effect"] in index
    }
    years = _years(ends, things, known)
    pairs = [(index[c["cause"]], index[c["effect"]]) for c in known.values()]
    positions, columns = layer(years, pairs)
    return {
        "id": "spillovers",
        "type": "spillovers",
        "directed": True,
        "nodes": _nodes(ends, dict(enumerate(positions))),
        "ties": [[index[c["cause"]], index[c["effect"]], name] for name, c in sorted(known.items())],
        "columns": [{"first": c.first, "last": c.last, "left": c.left, "right": c.right} for c in columns],
        "measures": {},
    }


def _years(
    ends: Sequence[str], things: Mapping[str, Mapping[str, Any]], claims: Mapping[str, Mapping[str, Any]]
) -> list[int | None]:
    """The year that places each thing: of the event itself, else of the earliest dated claim about it."""
    first: dict[str, int] = {}
    for claim in claims.values():
        for voice in claim["voices"]:
            if voice.get("start"):
                for end in (claim["cause"], claim["effect"]):
                    first[end] = min(first.get(end, 9999), int(voice["start"][:4]))
    for key in ends:
        if things[key].get("date"):
            first[key] = int(things[key]["date"][:4])
    return [first.get(key) for key in ends]


def map_scene(
    records: Records, things: Mapping[str, Mapping[str, Any]], ties_of: str
) -> dict[str, Any] | None:
    """Actors on the map of the region's municipalities; None where no boundary is known."""
    outlines, projection = boundaries(records)
    if projection is None:
        return None
    towns = municipalities_of_towns(records, outlines, projection)
    outlined = {b.place for b in outlines}
    actors = {key: thing for key, thing in things.items() if key.startswith("actor/")}
    homes = {key: home_of(actor, outlined, things, towns) for key, actor in actors.items()}
    names: dict[str, Text] = {key: thing["name"] for key, thing in things.items() if "name" in thing}
    positions, beside = place_actors(homes, outlines, names)
    counts = Counter(homes.values())
    return {
        "id": "map",
        "type": "map",
        "directed": False,
        "tiesOf": ties_of,
        "nodes": [[key, x, y] for key, (x, y) in sorted(positions.items())],
        "areas": [
            {
                "place": b.place,
                "rings": [[n for point in ring for n in point] for ring in b.rings],
                "centre": b.centre,
                "actors": counts[b.place],
            }
            for b in outlines
        ],
        "beside": beside,
        "towns": towns,
        "unplaced": counts[""],
        "measures": {},
    }


def _nodes(keys: Iterable[str], positions: Mapping[int, tuple[float, float]]) -> list[list[Any]]:
    return [[key, round(positions[i][0]), round(positions[i][1])] for i, key in enumerate(keys)]
