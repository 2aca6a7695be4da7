"""A graph that stays in a SPARQL 1.1 server: queries go there, rows come back, in pages."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

import pyoxigraph as ox
from rdflib import RDF, Graph, URIRef, Variable
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Node

from ecosystem_graph.endpoint.client import Client
from ecosystem_graph.endpoint.paging import Select
from ecosystem_graph.endpoint.reasons import reason
from ecosystem_graph.endpoint.results import MEDIA, Row, answer, rows
from ecosystem_graph.endpoint.substitution import substitute
from ecosystem_graph.errors import EndpointError, QueryError
from ecosystem_graph.sparql import blanked
from ecosystem_graph.turtle import Triple, triples, written
from ecosystem_graph.vocab import ASSERTED, INFERRED, INL, ONTOLOGY
from ecosystem_graph.wording import Wording

__all__ = ["PAGE", "Endpoint", "EndpointStore"]

#: Rows asked for at a time; below the limits that servers ship with (Virtuoso cuts at 10,000, silently).
PAGE = 5_000
_GRAPHS = (ONTOLOGY, ASSERTED, INFERRED)
_DATASET = URIRef("http://rdfs.org/ns/void#Dataset")
_RDF = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
_GRAPH_WORD = re.compile(r"(?<![\w:@?$.-])GRAPH(?![\w:-])", re.IGNORECASE)


class Endpoint:
    """One SPARQL server and how the graph lies in it.

    Attributes:
        client: What asks it.
        page: Rows asked for at a time.
    """

    def __init__(self, client: Client, *, page: int = PAGE) -> None:
        """Keep the client; nothing is sent yet."""
        self.client, self.page = client, page
        # What a server has given in one answer is no sign of a cut; more may be one.
        self._most = 0
        self._nested = False

    # -- how the graph lies there ----------------------------------------------------------------------

    @cached_property
    def named(self) -> bool:
        """The three graphs lie there by their names; else everything lies in the default graph.

        Raises:
            EndpointError: Neither; or the server cannot be asked.
        """
        if self._ask(f"ASK {{ GRAPH <{ASSERTED}> {{ ?s ?p ?o }} }}", ()):
            return True
        if self._ask("ASK { ?s ?p ?o }", ()):
            return False
        raise EndpointError(
            Wording(
                f"{self.client.url}: the server is empty; load the graph into it "
                "(ecosystem-graph export graph -o FILE.nq writes it)",
                f"{self.client.url}: tjeneren er tom; last grafen inn i den "
                "(ecosystem-graph export graph -o FIL.nq skriver den)",
            )
        )

    @cached_property
    def base(self) -> str:
        """Root IRI of the region's things: the data set the facts describe themselves as."""
        place = f"GRAPH <{ASSERTED}>" if self.named else ""
        found = self.select(f"SELECT ?set WHERE {{ {place} {{ ?set <{RDF.type}> <{_DATASET}> }} }}", ("set",))
        return min((str(row[0]) for row in found), default=str(INL))

    @property
    def _parameters(self) -> tuple[tuple[str, str], ...]:
        # Both ways: a request that names default graphs only has no named ones (SPARQL Protocol, 2.1.4).
        if not self.named:
            return ()
        return tuple((f"{kind}-graph-uri", str(name)) for kind in ("default", "named") for name in _GRAPHS)

    # -- questions -------------------------------------------------------------------------------------

    def query(self, text: str, prefixes: Mapping[str, str], values: Mapping[str, Node]) -> Result:
        """Run a query there.

        Args:
            text: SPARQL 1.1.
            prefixes: Declared if the text does not.
            values: Variable to term, put into the text (see `substitution`).

        Raises:
            SyntaxError: It does not parse; told by the embedded engine, as for a graph in memory.
            ValueError: SELECT does not name a variable that gets a value.
            EndpointError: The server does not answer it, or not whole.
        """
        parsed = ox.Store().query(
            text,
            prefixes=dict(prefixes),
            substitutions={ox.Variable(name): ox.NamedNode("urn:x") for name in values},
        )
        sent = self._placed(_declared(substitute(text, values), prefixes))
        if isinstance(parsed, ox.QueryBoolean):
            result = Result("ASK")
            result.askAnswer = self._ask(sent, self._parameters)
        elif isinstance(parsed, ox.QuerySolutions):
            result = Result("SELECT")
            names = tuple(v.value for v in parsed.variables)
            result.vars = [Variable(name) for name in names]
            kept = tuple(name for name in names if name not in values)
            variables = [Variable(name) for name in kept]
            result.bindings = [
                {
                    v: cast(Identifier, node)
                    for v, node in zip(variables, row, strict=True)
                    if node is not None
                }
                for row in self.select(sent, kept)
            ]
        else:
            result = Result("CONSTRUCT")
            result.graph = Graph()
            for triple in self._construct(sent):
                result.graph.add(triple)
        return result

    def select(self, text: str, columns: tuple[str, ...]) -> list[Row]:
        """All rows of a SELECT whose terms are all set, a page at a time."""
        query = Select.of(text, columns)
        most = self.page if query.limit is None else min(query.limit, self.page)
        if not columns or not most:
            return self._rows(query.whole(), columns)
        found = self._rows(query.page(0, most, total=False), columns)
        if len(found) < most:
            if not self._more(query, len(found)):
                return found
        elif query.limit is not None and query.limit <= most:
            return found
        return self._pages(query, len(found))

    def _more(self, query: Select, count: int) -> bool:
        """A page came back shorter than asked for: is that all, or was it cut?"""
        if not count or count < self._most:
            return False
        self._most = max(self._most, count)
        return bool(self._rows(query.page(count, 1, total=False), query.columns))

    def _pages(self, query: Select, size: int) -> list[Row]:
        """All rows, by pages that the server was seen to give whole."""
        self._most = max(self._most, size)
        (count,) = self._rows(query.counting(), ("rows",))[0]
        wanted = int(str(count))
        found: list[Row] = []
        while len(found) < wanted:
            page = self._page(query, len(found), min(size, wanted - len(found)))
            if not page:
                break
            found += page
        if len(found) != wanted:
            raise EndpointError(
                Wording(
                    f"{self.client.url}: gave {len(found)} of {wanted} rows; the answer was cut off, "
                    "or the data changed meanwhile: ask again",
                    f"{self.client.url}: ga {len(found)} av {wanted} rader; svaret ble kuttet, "
                    "eller dataene endret seg underveis: spør igjen",
                )
            )
        return found

    def _page(self, query: Select, offset: int, size: int) -> list[Row]:
        if not self._nested:
            try:
                return self._rows(query.page(offset, size, total=True), query.columns)
            except EndpointError as error:
                if "SR353" not in str(error):
                    raise
                self._nested = True
        return self._rows(query.nested(offset, size), query.columns)

    def _rows(self, text: str, columns: tuple[str, ...]) -> list[Row]:
        return rows(self.client.url, *self.client.ask(text, MEDIA, self._parameters), columns)

    def _ask(self, text: str, parameters: tuple[tuple[str, str], ...]) -> bool:
        return answer(self.client.url, *self.client.ask(text, MEDIA, parameters))

    def _construct(self, text: str) -> Iterator[Triple]:
        media, body = self.client.ask(
            text, "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5", self._parameters
        )
        form = _RDF.get(media)
        if form is None:
            raise EndpointError(
                Wording(
                    f"{self.client.url}: answered with {media}, which is no form of RDF we asked for",
                    f"{self.client.url}: svarte med {media}, som ikke er en form for RDF vi ba om",
                )
            )
        try:
            yield from triples(ox.parse(input=body, format=form))
        except SyntaxError as error:
            raise EndpointError(
                Wording(
                    f"{self.client.url}: the answer is no {form.name}: {error.msg}",
                    f"{self.client.url}: svaret er ikke {form.name}: {error.msg}",
                )
            ) from error

    def _placed(self, text: str) -> str:
        """The text for where the graph lies: in one default graph there is no GRAPH to look into."""
        if self.named:
            return text
        parts, done = [], 0
        for found in _GRAPH_WORD.finditer(blanked(text)):
            named = re.compile(r"\s*<([^>]*)>").match(text, found.end())
            if named and URIRef(named[1]) in _GRAPHS:
                parts.append(text[done : found.start()])
                done = named.end()
        return "".join([*parts, text[done:]])


def _declared(text: str, prefixes: Mapping[str, str]) -> str:
    """The text with those prefixes declared that it uses and does not declare."""
    bare = blanked(text)
    lines = [
        f"PREFIX {prefix}: <{namespace}>\n"
        for prefix, namespace in prefixes.items()
        if re.search(rf"(?<![\w:@?$.-]){re.escape(prefix)}:", bare)
        and not re.search(rf"\bPREFIX\s+{re.escape(prefix)}:", bare, re.IGNORECASE)
    ]
    return "".join(lines) + text


class EndpointStore(Store):
    """rdflib's view of an endpoint: read only, triple patterns and queries are asked there.

    Attributes:
        endpoint: The server.
    """

    context_aware = True
    graph_aware = True

    def __init__(self, endpoint: Endpoint) -> None:
        """Keep the endpoint; nothing is sent yet."""
        super().__init__()
        self.endpoint = endpoint
        self._prefixes: dict[str, URIRef] = {}

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's names
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **others: Any,
    ) -> Result:
        """See `Endpoint.query`."""
        known = {prefix: str(namespace) for prefix, namespace in {**self._prefixes, **initNs}.items()}
        return self.endpoint.query(str(query), known, initBindings)

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The triples that match, each with the graph asked for."""
        free = tuple(name for name, node in zip("spo", triple_pattern, strict=True) if node is None)
        try:
            slots = [
                f"?{name}" if node is None else written(node)
                for name, node in zip("spo", triple_pattern, strict=True)
            ]
        except ValueError as error:
            raise QueryError(
                Wording(f"cannot be asked for: {error}", f"kan ikke spørres etter: {reason(error).nb}")
            ) from error
        graph = getattr(context, "identifier", None)
        place = f"GRAPH <{graph}> " if graph in _GRAPHS and self.endpoint.named else ""
        pattern = f"{{ {place}{{ {' '.join(slots)} }} }}"
        if not free:
            if self.endpoint.query(f"ASK {pattern}", {}, {}).askAnswer:
                yield triple_pattern, iter((context,))
            return
        names = " ".join(f"?{name}" for name in free)
        for row in self.endpoint.select(f"SELECT {names} WHERE {pattern}", free):
            found = iter(row)
            yield tuple(next(found) if node is None else node for node in triple_pattern), iter((context,))

    def __len__(self, context: Any = None) -> int:
        """How many triples, counted there."""
        graph = getattr(context, "identifier", None)
        place = f"GRAPH <{graph}> " if graph in _GRAPHS and self.endpoint.named else ""
        inner = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {place}{{ ?s ?p ?o }} }}"
        found = self.endpoint.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {inner} }} }}", ("n",))
        return int(str(found[0][0]))

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """The three graphs."""
        yield from (Graph(store=self, identifier=name) for name in _GRAPHS)

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Keep a prefix for queries."""
        if override or prefix not in self._prefixes:
            self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        """What a prefix stands for."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return next((p for p, n in self._prefixes.items() if str(n) == str(namespace)), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """All prefixes."""
        return iter(self._prefixes.items())
