"""Projection: a query is a network. The one place of this room that knows RDF.

A projection is a SELECT in an ``.rq`` file with the columns ``source target weight kind`` and, where known,
``start end ongoing relation``. Its header may say ``#+ network:`` undirected (the default), directed,
two-mode or shared-target (see `Shape`). A row with no target makes its source a node, tie or no tie:
by itself a network holds only what has ties, since in desk research no tie mostly means no evidence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
from rdflib import Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.endpoint.paging import Select
from ecosystem_graph.errors import NetworkError, NotFoundError
from ecosystem_graph.period import Period, Reading
from ecosystem_graph.queries import Question, load_question, run
from ecosystem_graph.resources import projection_files
from ecosystem_graph.wording import Wording

from .ties import Shape, Thing, TieRow, Ties

__all__ = ["project", "projections", "read_ties", "streamed", "things"]

_COLUMNS = ("source", "target", "weight", "kind")
_ACTORS = """
    SELECT ?thing ?kind ?sphere ?founded ?dissolved WHERE {
      ?thing eco:kind ?kind ; eco:sphere ?sphere .
      OPTIONAL { ?thing eco:founded ?founded }
      OPTIONAL { ?thing eco:dissolved ?dissolved }
    } ORDER BY ?thing ?kind ?sphere ?founded ?dissolved
"""
_SHAPE = re.compile(r"^#\+\s*network\s*:\s*(\S+)\s*$", re.MULTILINE)


def projections() -> dict[str, Question]:
    """Every shipped projection by name, with the question it answers in nb and en."""
    return {name: load_question(path) for name, path in projection_files().items()}


def project(
    ecosystem: Ecosystem,
    projection: str | Path = "collaboration",
    *,
    year: int | None = None,
    reading: Reading = Reading.POSSIBLE,
) -> nx.Graph:
    """The network that a projection shows.

    Args:
        ecosystem: The graph, reasoned.
        projection: Name of a shipped projection, or the path of an ``.rq`` file with the same columns.
        year: Only what holds in this year; None is everything ever recorded.
        reading: How to read unknown dates.

    Returns:
        What `Ties.network` gives; an empty graph where nothing holds.

    Raises:
        NotFoundError: No such projection or file.
        NetworkError: A column is missing, or a row is no tie.
        QueryError: The query does not parse.
    """
    return read_ties(ecosystem, projection).network(year, reading)


def read_ties(ecosystem: Ecosystem, projection: str | Path = "collaboration") -> Ties:
    """The dated rows behind a projection, from which the network of any year is made without asking again.

    Raises:
        NotFoundError: No such projection or file.
        NetworkError: A column is missing, or a row is no tie.
        QueryError: The query does not parse.
    """
    question = _find(projection)
    table = run(ecosystem, question.text)
    _check(question, table.columns)
    rows = tuple(_row(question.name, number, row) for number, row in enumerate(table.dicts(), start=1))
    ends = {end for row in rows for end in (row.source, row.target) if end}
    return Ties(question.name, _shape(question), rows, things(ecosystem, ends))


def streamed(
    ecosystem: Ecosystem,
    projection: str | Path = "collaboration",
    *,
    year: int | None = None,
    reading: Reading = Reading.POSSIBLE,
    page: int = 5_000,
) -> tuple[Shape, Iterator[TieRow]]:
    """How the rows of a projection become ties, and those that hold, of which a page is in memory at a time.

    For networks that are measured elsewhere. Every page asks the query again from where the last one ended.

    Raises:
        NotFoundError: No such projection or file.
        NetworkError: A column is missing, or, when its page comes, a row is no tie.
        QueryError: The query does not parse.
    """
    question = _find(projection)
    columns = run(ecosystem, Select.of(question.text, ()).page(0, 0, total=False)).columns
    _check(question, columns)
    return _shape(question), _streamed(ecosystem, question, columns, year, reading, page)


def _streamed(
    ecosystem: Ecosystem,
    question: Question,
    columns: tuple[str, ...],
    year: int | None,
    reading: Reading,
    size: int,
) -> Iterator[TieRow]:
    query, shape, read = Select.of(question.text, columns), _shape(question), 0
    more = True
    while more:
        limit = size if query.limit is None else min(size, query.limit - read)
        table = run(ecosystem, query.page(read, limit, total=True))
        rows = tuple(_row(question.name, read + n, row) for n, row in enumerate(table.dicts(), start=1))
        ends = {end for row in rows for end in (row.source, row.target) if end}
        known = {} if year is None else things(ecosystem, ends)
        yield from Ties(question.name, shape, rows, known).holding(year, reading)
        read += len(rows)
        more = len(rows) == limit and read != query.limit


def _check(question: Question, columns: tuple[str, ...]) -> None:
    missing = [name for name in _COLUMNS if name not in columns]
    if missing:
        raise NetworkError(
            Wording(
                f"the projection {question.name} gives no ?{' ?'.join(missing)}: a projection is a SELECT of "
                "?source ?target ?weight ?kind and, where known, ?start ?end ?ongoing ?relation",
                f"projeksjonen {question.name} gir ingen ?{' ?'.join(missing)}: en projeksjon er en SELECT "
                "av ?source ?target ?weight ?kind og, der det er kjent, ?start ?end ?ongoing ?relation",
            )
        )


def _find(projection: str | Path) -> Question:
    shipped = projection_files()
    if str(projection) in shipped:
        return load_question(shipped[str(projection)])
    path = Path(projection)
    if path.suffix == ".rq":
        return load_question(path)
    raise NotFoundError(
        Wording("projection", "projeksjon"),
        str(projection),
        shipped,
        Wording("A file of your own ends in .rq.", "En egen fil ender på .rq."),
    )


def _shape(question: Question) -> Shape:
    match = _SHAPE.search(question.text)
    if not match:
        return Shape.UNDIRECTED
    try:
        return Shape(match[1])
    except ValueError:
        known = ", ".join(Shape)
        raise NetworkError(
            Wording(
                f"the projection {question.name} says “network: {match[1]}”; known are {known}",
                f"projeksjonen {question.name} sier «network: {match[1]}»; kjente er {known}",
            )
        ) from None


def _row(name: str, number: int, row: dict[str, Node | None]) -> TieRow:
    source, target, kind = row["source"], row["target"], row["kind"]
    if not isinstance(source, URIRef) or not (target is None or isinstance(target, URIRef)):
        raise NetworkError(
            Wording(
                f"row {number} of the projection {name}: ?source and ?target must be things (IRIs)",
                f"rad {number} i projeksjonen {name}: ?source og ?target må være ting (IRI-er)",
            )
        )
    return TieRow(
        source=str(source),
        target="" if target is None else str(target),
        weight=1 if target is None else _weight(name, number, row["weight"]),
        kind="" if kind is None else _local(str(kind)),
        relation=_text(row.get("relation")),
        period=Period(
            _text(row.get("start")), _text(row.get("end")), _text(row.get("ongoing")) in ("true", "1")
        ),
    )


def _weight(name: str, number: int, node: Node | None) -> float:
    value: Any = node.toPython() if isinstance(node, Literal) else None
    try:
        weight = float(value)
    except (TypeError, ValueError):
        weight = math.nan
    if isinstance(value, bool) or not (0 < weight < math.inf):
        raise NetworkError(
            Wording(
                f"row {number} of the projection {name}: ?weight must be a positive number, not {node!s}",
                f"rad {number} i projeksjonen {name}: ?weight må være et positivt tall, ikke {node!s}",
            )
        )
    return int(weight) if weight.is_integer() else weight


def things(ecosystem: Ecosystem, ends: set[str]) -> dict[str, Thing]:
    """What the ends of ties are, by IRI."""
    known: dict[str, list[dict[str, str]]] = {}
    for row in run(ecosystem, _ACTORS).dicts():
        known.setdefault(_text(row["thing"]), []).append({name: _text(node) for name, node in row.items()})
    ecosystem.learn(URIRef(iri) for iri in ends)
    return {iri: _thing(ecosystem, iri, known.get(iri, [])) for iri in sorted(ends)}


def _thing(ecosystem: Ecosystem, iri: str, rows: list[dict[str, str]]) -> Thing:
    # Sources may disagree on the years: the widest life rules out the least.
    founded = min((row["founded"] for row in rows if row["founded"]), default="")
    dissolved = max((row["dissolved"] for row in rows), default="")
    return Thing(
        iri=iri,
        slug=_local(iri),
        label_nb=ecosystem.label(URIRef(iri), "nb"),
        label_en=ecosystem.label(URIRef(iri), "en"),
        kind=_local(rows[0]["kind"]) if rows else ecosystem.kind_of(URIRef(iri)),
        sphere=_local(rows[0]["sphere"]) if rows else "",
        life=Period(founded, dissolved),
    )


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri.rstrip("/#"))[-1]


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)
