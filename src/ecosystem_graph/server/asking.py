"""Asking: one SPARQL query against the store, within the dataset and in the form that a request asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pyoxigraph as ox

from ecosystem_graph.errors import QueryError
from ecosystem_graph.sparql import FROM, blanked, explain_syntax, refuse_service
from ecosystem_graph.turtle import prefixes
from ecosystem_graph.vocab import ASSERTED, INFERRED, ONTOLOGY
from ecosystem_graph.wording import Wording

from .counting import counter
from .negotiation import GRAPHS, RESULTS, TRUTHS, choose
from .outlet import Outlet
from .problems import ProblemError

__all__ = ["GRAPH_NAMES", "Query", "ask", "graph_form"]

#: The graphs there are. Without a choice the default graph is all of them together.
GRAPH_NAMES = (str(ASSERTED), str(INFERRED), str(ONTOLOGY))

_TABLES = {
    "application/sparql-results+json": ("json", ox.QueryResultsFormat.JSON),
    "application/sparql-results+xml": ("xml", ox.QueryResultsFormat.XML),
    "text/csv": ("csv", ox.QueryResultsFormat.CSV),
    "text/tab-separated-values": ("tsv", ox.QueryResultsFormat.TSV),
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
#: What may follow FROM: an IRI or a name with a prefix.
_GRAPH = re.compile(r"\s*(?:NAMED\b)?\s*(?:<([^>]*)>|([\w.-]*):([\w.-]*))", re.IGNORECASE)
_PREFIX = re.compile(r"\bPREFIX\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """What a request asks.

    Attributes:
        text: SPARQL.
        accept: The Accept header field.
        default_graphs: ``default-graph-uri``; None where the request leaves the dataset to the query.
        named_graphs: ``named-graph-uri``; likewise.
    """

    text: str
    accept: str = ""
    default_graphs: Sequence[str] | None = None
    named_graphs: Sequence[str] | None = None


def ask(store: ox.Store, query: Query, outlet: Outlet) -> None:
    """Run a query and write the answer.

    Raises:
        ProblemError: 400, 403 or 406; or the answer is too large.
    """
    try:
        refuse_service(query.text)
    except QueryError as error:
        refused = str(error).startswith("SERVICE")
        why = Wording(f"{error}.", f"{error.told('nb')}.")
        raise ProblemError("refused" if refused else "malformed", why) from error
    dataset = _dataset(query)
    try:
        result = store.query(query.text, **dataset)
    except SyntaxError as error:
        raise ProblemError("malformed", explain_syntax(query.text, str(error), {})) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise _unrunnable(error) from error
    try:
        _write(result, query, outlet)
    except (ValueError, OSError, RuntimeError) as error:
        raise _unrunnable(error) from error


def graph_form(name: str) -> ox.RdfFormat:
    """The engine's name of a form of a graph, by any name that clients know it by."""
    return _GRAPHS[_first(name, GRAPHS)]


def _write(result: Any, query: Query, outlet: Outlet) -> None:
    if isinstance(result, ox.QueryTriples):
        form = choose(query.accept, GRAPHS)
        _head(outlet, form)
        shown = {} if form == "application/n-triples" else prefixes()
        ox.serialize(_counted(result, outlet), cast(Any, outlet), graph_form(form), prefixes=shown)
    else:
        truth = isinstance(result, ox.QueryBoolean)
        form = choose(query.accept, TRUTHS if truth else RESULTS)
        name, engine = _TABLES[_first(form, RESULTS)]
        _head(outlet, form)
        if not truth:
            outlet.counts = counter(name)
            outlet.row(-(name in ("csv", "tsv")))  # the heading is no row
        result.serialize(cast(Any, outlet), engine)
    outlet.end()


def _counted(triples: Iterator[ox.Triple], outlet: Outlet) -> Iterator[ox.Triple]:
    for triple in triples:
        outlet.row()
        yield triple


def _first(name: str, offered: Mapping[str, Sequence[str]]) -> str:
    return next(first for first, others in offered.items() if name in (first, *others))


def _head(outlet: Outlet, form: str) -> None:
    text = "; charset=utf-8" if form.startswith("text/") else ""
    outlet.head(200, {"Content-Type": form + text, "Vary": "Accept"})


def _dataset(query: Query) -> dict[str, Any]:
    """The dataset of the query: what the request says, else what the query says, else everything."""
    if query.default_graphs is not None or query.named_graphs is not None:
        asked = [("default-graph-uri", g) for g in query.default_graphs or ()]
        asked += [("named-graph-uri", g) for g in query.named_graphs or ()]
        _known(asked)
        return {
            "default_graph": [ox.NamedNode(g) for g in query.default_graphs or ()],
            "named_graphs": [ox.NamedNode(g) for g in query.named_graphs or ()],
        }
    clauses = list(FROM.finditer(blanked(query.text)))
    if not clauses:
        return {"use_default_graph_as_union": True}
    declared = dict(_PREFIX.findall(query.text))
    asked = []
    for clause in clauses:
        if named := _GRAPH.match(query.text, clause.end()):
            iri = named[1] if named[1] is not None else declared.get(named[2], "") + named[3]
            asked.append(("FROM", iri))
    _known(asked)
    return {}


def _known(asked: Sequence[tuple[str, str]]) -> None:
    for where, graph in asked:
        if graph not in GRAPH_NAMES:
            names = ", ".join(f"<{name}>" for name in GRAPH_NAMES)
            raise ProblemError(
                "malformed",
                Wording(
                    f"{where} names the graph <{graph}>, which is not here; none is fetched. "
                    f"There are: {names}.",
                    f"{where} nevner grafen <{graph}>, som ikke er her; ingen hentes. Disse er her: {names}.",
                ),
            )


def _unrunnable(error: Exception) -> ProblemError:
    why = Wording(f"The query cannot be run: {error}", f"Spørringen kan ikke kjøres: {error}")
    return ProblemError("malformed", why)
