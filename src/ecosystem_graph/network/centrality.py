"""Centrality: who is where in a network, by measures that mean different things.

Ties count once and have length 1 by default: the weight of a tie is the number of relations recorded, which
says how well it is documented rather than how strong it is. Only *strength* sums the weights. With
``weighted=True`` a heavy tie is a short one (length 1 / weight, Newman 2001) in the measures on paths, and
PageRank, eigenvector, constraint and effective size follow the weights. Undefined values are nan, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.errors import NetworkError, NotFoundError
from ecosystem_graph.wording import Wording

from .engines import EXACT_UP_TO, path_measures
from .matrix import Floats, Matrix, constraint, core_number, effective_size, eigenvector, pagerank

__all__ = [
    "MEASURES",
    "Measure",
    "RankedNode",
    "centrality",
    "measures_of",
    "ranking",
    "ranks",
    "rounded",
]

#: Significant digits that count: below them two scores differ only by the order of the sums.
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, for people.

    Attributes:
        key: Its name in code and files.
        label_nb: Its name in Norwegian.
        label_en: Its name in English.
        says_nb: What a high rank means, in Norwegian.
        says_en: What a high rank means, in English.
        ascending: Rank 1 is the lowest score.
        directed: Only directed networks have it.
    """

    key: str
    label_nb: str
    label_en: str
    says_nb: str
    says_en: str
    ascending: bool = False
    directed: bool = False


#: Every measure, in the order of tables.
MEASURES: Mapping[str, Measure] = {
    m.key: m
    for m in (
        Measure("degree", "grad", "degree", "har bånd til mange", "has ties with many"),
        Measure(
            "in_degree", "inngrad", "in-degree", "får bånd fra mange", "has ties from many", directed=True
        ),
        Measure(
            "out_degree", "utgrad", "out-degree", "har bånd ut til mange", "has ties to many", directed=True
        ),
        Measure(
            "strength", "styrke", "strength", "har mange registrerte bånd", "has many recorded relations"
        ),
        Measure(
            "betweenness",
            "mellomliggenhet",
            "betweenness",
            "ligger på de korteste veiene mellom andre",
            "lies on the shortest paths between others",
        ),
        Measure("closeness", "nærhet", "closeness", "har kort vei til alle", "is a short way from everybody"),
        Measure(
            "harmonic",
            "harmonisk nærhet",
            "harmonic closeness",
            "har mange nær seg",
            "has many close by",
        ),
        Measure(
            "eigenvector",
            "egenvektorsentralitet",
            "eigenvector centrality",
            "har bånd til dem som selv er sentrale",
            "has ties with those who are central themselves",
        ),
        Measure(
            "pagerank",
            "PageRank",
            "PageRank",
            "nås ofte av en som vandrer tilfeldig langs båndene",
            "is often met by somebody who wanders along the ties",
        ),
        Measure(
            "constraint",
            "begrensning",
            "constraint",
            "er lite bundet: kontaktene kjenner ikke hverandre",
            "is little bound: the contacts do not know each other",
            ascending=True,
        ),
        Measure(
            "effective_size",
            "effektiv størrelse",
            "effective size",
            "har mange kontakter som ikke erstatter hverandre",
            "has many contacts that do not replace each other",
        ),
        Measure(
            "core_number",
            "kjernetall",
            "core number",
            "hører til en tett kjerne",
            "belongs to a dense core",
        ),
    )
}
_PATHS = ("betweenness", "closeness", "harmonic")


def measures_of(network: nx.Graph) -> tuple[str, ...]:
    """Names of the measures that a network has: those on direction only where it is directed."""
    return tuple(key for key, measure in MEASURES.items() if network.is_directed() or not measure.directed)


def centrality(
    network: nx.Graph,
    measures: Iterable[str] | None = None,
    *,
    weighted: bool = False,
    engine: str | None = None,
) -> dict[str, dict[Any, float]]:
    """Every measure of every node.

    Degree counts ties (both directions), strength sums weights. Betweenness (Freeman, normalised), closeness
    (Wasserman & Faust) and harmonic closeness (sum of 1 / distance) count steps *towards* the node where the
    network is directed. Eigenvector, constraint, effective size and core number ignore direction.

    Args:
        network: Simple graph, directed or not; ties may carry ``weight``.
        measures: Names to compute; None is all the network has, beyond 20,000 nodes without closeness and
            harmonic closeness, which are exact and would take hours.
        weighted: Whether weights count beyond strength.
        engine: Who computes the measures on paths; None chooses by size (see `engines`).

    Returns:
        Measure to node to score; nan where the definition gives none: betweenness with fewer than three
        nodes, closeness with one, eigenvector outside the leading component, constraint and effective size
        without contacts. An empty network gives empty dicts.

    Raises:
        NotFoundError: No such measure or engine.
        NetworkError: A multigraph, a weight that is not positive, or a measure of direction without one.
    """
    known = measures_of(network)
    wanted = _usual(known, len(network)) if measures is None else tuple(measures)
    for name in wanted:
        if name not in MEASURES:
            raise NotFoundError(Wording("measure", "mål"), name, MEASURES)
        if name not in known:
            raise NetworkError(
                Wording(f"{name} needs a directed network", f"{name} krever et nettverk med retning")
            )
    if network.is_multigraph():
        raise NetworkError(
            Wording(
                "the network has parallel ties; merge them into weights first",
                "nettverket har parallelle bånd; slå dem sammen til vekter først",
            )
        )
    matrix = Matrix.of(network)
    if len(matrix.weights.data) and not (
        np.isfinite(matrix.weights.data).all() and matrix.weights.data.min() > 0
    ):
        raise NetworkError(
            Wording("every tie needs a positive, finite weight", "hvert bånd må ha en positiv, endelig vekt")
        )
    arrays = structural(matrix, [name for name in wanted if name not in _PATHS], weighted=weighted)
    paths = [name for name in wanted if name in _PATHS]
    if paths:
        arrays |= path_measures(network, matrix, paths, weighted=weighted, engine=engine)
    return {name: dict(zip(matrix.nodes, arrays[name].tolist(), strict=True)) for name in wanted}


def _usual(known: tuple[str, ...], nodes: int) -> tuple[str, ...]:
    slow = ("closeness", "harmonic") if nodes > EXACT_UP_TO else ()
    return tuple(name for name in known if name not in slow)


def structural(matrix: Matrix, names: Iterable[str], *, weighted: bool = False) -> dict[str, Floats]:
    """The measures that need no paths, as arrays in row order."""
    arrays: dict[str, Floats] = {}
    for name in names:
        match name:
            case "degree":
                out = np.diff(matrix.ties.indptr).astype(float)
                arrays[name] = out + _column_sums(matrix, matrix.ties) if matrix.directed else out
            case "out_degree":
                arrays[name] = np.diff(matrix.ties.indptr).astype(float)
            case "in_degree":
                arrays[name] = _column_sums(matrix, matrix.ties)
            case "strength":
                arrays[name] = np.asarray(matrix.weights.sum(axis=1)).ravel()
                if matrix.directed:
                    arrays[name] = arrays[name] + _column_sums(matrix, matrix.weights)
            case "pagerank":
                arrays[name] = pagerank(matrix, weighted=weighted)
            case "eigenvector":
                arrays[name] = eigenvector(matrix, weighted=weighted)
            case "constraint":
                arrays[name] = constraint(matrix, weighted=weighted)
            case "effective_size":
                arrays[name] = effective_size(matrix, weighted=weighted)
            case "core_number":
                arrays[name] = core_number(matrix)
    return arrays


def _column_sums(matrix: Matrix, values: Any) -> Floats:
    return np.asarray(values.sum(axis=0), dtype=float).ravel()


@dataclass(frozen=True, slots=True)
class RankedNode:
    """A node with its scores and ranks.

    Attributes:
        node: Key in the network.
        slug: Last part of its IRI.
        label_nb: Name in Norwegian.
        label_en: Name in English.
        kind: Slug of its kind.
        sphere: Slug of its helix sphere.
        scores: Measure to score, nan where undefined.
        ranks: Measure to rank, None where the score is undefined.
    """

    node: Any
    slug: str
    label_nb: str
    label_en: str
    kind: str
    sphere: str
    scores: Mapping[str, float]
    ranks: Mapping[str, int | None]


def ranks(scores: Mapping[Any, float], *, ascending: bool = False) -> dict[Any, int | None]:
    """Rank of each: one more than the number that score better, so equals share the better rank.

    >>> ranks({"a": 3.0, "b": 5.0, "c": 3.0, "d": math.nan})
    {'a': 2, 'b': 1, 'c': 2, 'd': None}
    """
    levelled = {node: rounded(score) for node, score in scores.items()}
    order = sorted((s for s in levelled.values() if not math.isnan(s)), reverse=not ascending)
    first = {score: place for place, score in reversed(list(enumerate(order, start=1)))}
    return {node: None if math.isnan(score) else first[score] for node, score in levelled.items()}


def ranking(
    network: nx.Graph,
    scores: Mapping[str, Mapping[Any, float]],
    *,
    by: str = "betweenness",
    top: int | None = None,
) -> list[RankedNode]:
    """Rows for tables: best first by one measure, equals by degree and then by name.

    Args:
        network: Where the names of the nodes are.
        scores: What `centrality` gave.
        by: The measure to sort by.
        top: How many rows; None is all.

    Raises:
        NotFoundError: ``by`` is not among the scores.
    """
    if by not in scores:
        raise NotFoundError(Wording("measure", "mål"), by, scores)
    placed = {name: ranks(found, ascending=MEASURES[name].ascending) for name, found in scores.items()}
    rows = []
    for node, data in network.nodes(data=True):
        rows.append(
            RankedNode(
                node,
                data.get("slug", str(node)),
                data.get("label_nb", str(node)),
                data.get("label_en", str(node)),
                data.get("kind", ""),
                data.get("sphere", ""),
                {name: found[node] for name, found in scores.items()},
                {name: found[node] for name, found in placed.items()},
            )
        )

    def key(row: RankedNode) -> tuple[float, float, str]:
        rank = row.ranks[by]
        return (math.inf if rank is None else rank, -row.scores.get("degree", 0), str(row.node))

    return sorted(rows, key=key)[:top]


def rounded(score: float) -> float:
    """A score without the digits in which only the order of a sum shows."""
    return float(f"{score:.{_DIGITS}g}") + 0.0
