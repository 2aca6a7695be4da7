"""Ties: dated, sourced rows of a projection, merged into a network for a year and a reading.

Plain values only. One row is one piece of evidence for a tie; a network merges the rows that hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

import networkx as nx

from ecosystem_graph.period import Period, Reading, holds

__all__ = ["Shape", "Thing", "TieRow", "Ties"]


class Shape(StrEnum):
    """What kind of network the rows make."""

    UNDIRECTED = "undirected"
    DIRECTED = "directed"
    #: Undirected; every node says whether it is a source, a target or both (attribute ``mode``).
    TWO_MODE = "two-mode"
    #: Undirected; two sources that share a target have a tie, its weight the number shared.
    SHARED_TARGET = "shared-target"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a node stands for.

    Attributes:
        iri: Key of the node.
        slug: Last part of the IRI.
        label_nb: Name in Norwegian.
        label_en: Name in English.
        kind: Slug of its kind (``cluster``, ``firm`` …; ``place``, ``topic``, ``event`` for other things).
        sphere: Slug of its helix sphere, empty where it has none.
        life: From its foundation to its dissolution, as far as known.
    """

    iri: str
    slug: str
    label_nb: str
    label_en: str
    kind: str = ""
    sphere: str = ""
    life: Period = field(default_factory=Period)


@dataclass(frozen=True, slots=True)
class TieRow:
    """One row of a projection.

    Attributes:
        source: IRI.
        target: IRI; empty for a row that only says that the source is a node.
        weight: Positive.
        kind: Local name of the kind of tie.
        relation: IRI of the relation or assertion behind it, empty where the query gives none.
        period: When it holds.
    """

    source: str
    target: str
    weight: float
    kind: str
    relation: str = ""
    period: Period = field(default_factory=Period)


@dataclass(frozen=True)
class Ties:
    """The rows of a projection with what their ends are.

    Attributes:
        name: Name of the projection.
        shape: How rows become ties.
        rows: In a fixed order.
        things: What each end is, by IRI.
    """

    name: str
    shape: Shape
    rows: tuple[TieRow, ...]
    things: Mapping[str, Thing]

    def holding(self, year: int | None = None, reading: Reading = Reading.POSSIBLE) -> list[TieRow]:
        """The rows that hold in a year.

        A tie is *certain* where its own dates say so. It is *possible* where it is certain, or where neither
        its dates nor the foundation and dissolution of its two ends rule it out. So every certain tie is
        possible.
        """
        if year is None:
            return list(self.rows)
        reading = Reading(reading)
        return [row for row in self.rows if self._holds(row, year, reading)]

    def _holds(self, row: TieRow, year: int, reading: Reading) -> bool:
        if holds(row.period, year, Reading.CERTAIN):
            return True
        if reading is Reading.CERTAIN or not row.period.possible(year):
            return False
        return all(self.things[end].life.possible(year) for end in (row.source, row.target) if end)

    def network(self, year: int | None = None, reading: Reading = Reading.POSSIBLE) -> nx.Graph:
        """The network of the rows that hold: parallel ties merged, their weights summed.

        Returns:
            A graph (directed for ``Shape.DIRECTED``) with nodes and ties in IRI order. Nodes carry ``slug``,
            ``label_nb``, ``label_en``, ``kind``, ``sphere`` (and ``mode`` if two-mode); ties ``weight``,
            and ``kinds`` and ``relations`` as sorted tuples. A thing's tie with itself is dropped. Nodes are
            the ends of ties, and what a row without a target names.
        """
        rows = self.holding(year, reading)
        merged = self._shared(rows) if self.shape is Shape.SHARED_TARGET else self._merged(rows)
        nodes = {end for pair in merged for end in pair} | {row.source for row in rows if not row.target}
        graph = nx.DiGraph() if self.shape is Shape.DIRECTED else nx.Graph()
        graph.graph.update(projection=self.name, shape=str(self.shape), year=year, reading=str(reading))
        modes: dict[str, set[str]] = {}
        for row in rows if self.shape is Shape.TWO_MODE else ():
            modes.setdefault(row.source, set()).add("source")
            if row.target:
                modes.setdefault(row.target, set()).add("target")
        for iri in sorted(nodes):
            thing = self.things[iri]
            graph.add_node(
                iri,
                slug=thing.slug,
                label_nb=thing.label_nb,
                label_en=thing.label_en,
                kind=thing.kind,
                sphere=thing.sphere,
            )
            if iri in modes:
                graph.nodes[iri]["mode"] = "both" if len(modes[iri]) == 2 else min(modes[iri])
        for pair in sorted(merged):
            tie = merged[pair]
            graph.add_edge(
                *pair,
                weight=tie.weight,
                kinds=tuple(sorted(tie.kinds)),
                relations=tuple(sorted(tie.relations)),
            )
        return graph

    def _merged(self, rows: list[TieRow]) -> dict[tuple[str, str], _Tie]:
        merged: dict[tuple[str, str], _Tie] = {}
        # A relation with two dates comes in two rows, but is one relation.
        counted: dict[tuple[str, str, str, str], float] = {}
        for row in rows:
            if not row.target or row.source == row.target:
                continue
            pair = (row.source, row.target)
            if self.shape is not Shape.DIRECTED:
                pair = (min(pair), max(pair))
            tie = merged.setdefault(pair, _Tie())
            tie.add(row)
            if row.relation:
                key = (*pair, row.kind, row.relation)
                tie.weight += max(0, row.weight - counted.get(key, 0))
                counted[key] = max(row.weight, counted.get(key, 0))
            else:
                tie.weight += row.weight
        return merged

    def _shared(self, rows: list[TieRow]) -> dict[tuple[str, str], _Tie]:
        members: dict[str, dict[str, list[TieRow]]] = {}
        for row in rows:
            if row.target and row.source != row.target:
                members.setdefault(row.target, {}).setdefault(row.source, []).append(row)
        merged: dict[tuple[str, str], _Tie] = {}
        for by_source in members.values():
            for pair in combinations(sorted(by_source), 2):
                tie = merged.setdefault(pair, _Tie())
                tie.weight += 1
                for row in (*by_source[pair[0]], *by_source[pair[1]]):
                    tie.add(row)
        return merged


class _Tie:
    __slots__ = ("kinds", "relations", "weight")

    def __init__(self) -> None:
        self.weight: float = 0
        self.kinds: set[str] = set()
        self.relations: set[str] = set()

    def add(self, row: TieRow) -> None:
        self.kinds.add(row.kind)
        if row.relation:
            self.relations.add(row.relation)
