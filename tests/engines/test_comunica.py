"""Comunica 4, a SPARQL engine in JavaScript, as a client of our endpoint."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_servers import Running, free_port

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import questions, run

_SELECT = """
import { QueryEngine } from '@comunica/query-sparql';
const [url, type, ...queries] = process.argv.slice(1);
const engine = new QueryEngine();
const answers = [];
for (const query of queries) {
  const stream = await engine.queryBindings(query, { sources: [{ type, value: url }] });
  const rows = await stream.toArray();
  answers.push(rows.map(row => [...row].map(([name, term]) => [name.value, term.termType, term.value,
    term.language ?? '', term.datatype?.value ?? ''])));
}
console.log(JSON.stringify(answers));
"""
_OTHERS = """
import { QueryEngine } from '@comunica/query-sparql';
const [url, ask, construct] = process.argv.slice(1);
const engine = new QueryEngine();
const context = { sources: [{ type: 'sparql', value: url }] };
const quads = await (await engine.queryQuads(construct, context)).toArray();
console.log(JSON.stringify([
  await engine.queryBoolean(ask, context),
  quads.map(q => [q.subject.value, q.predicate.value, q.object.value, q.object.language ?? '']),
]));
"""
_ECO = "PREFIX eco: <https://w3id.org/innovation-ecosystem/ontology#> "
_RDFS = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``ecosystem-graph serve`` in a process of its own, on Innlandet."""
    port = free_port()
    command = [sys.executable, "-m", "ecosystem_graph", "serve", "--port", str(port)]
    running = Running.start(command, tmp_path_factory.mktemp("serve"))
    running.wait_for(port)
    yield f"http://127.0.0.1:{port}/sparql"
    running.stop()


def _ours(ecosystem: Ecosystem, query: str) -> list[list[tuple[str, ...]]]:
    rows = []
    for row in run(ecosystem, query).dicts():
        cells = []
        for name, term in row.items():
            if term is not None:
                language, datatype = getattr(term, "language", None) or "", getattr(term, "datatype", None)
                cells.append((name, str(term), language, str(datatype or "")))
        rows.append(sorted(cells))
    return sorted(rows)


def _theirs(rows: list[list[list[str]]]) -> list[list[tuple[str, ...]]]:
    string, tagged = (
        "http://www.w3.org/2001/XMLSchema#string",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    )
    return sorted(
        sorted(
            (name, value, language, "" if datatype in (string, tagged) else datatype)
            for name, _, value, language, datatype in row
        )
        for row in rows
    )


def _plain(rows: list[list[tuple[str, ...]]]) -> list[list[tuple[str, ...]]]:
    string = "http://www.w3.org/2001/XMLSchema#string"
    return [[(n, v, lang, "" if kind == string else kind) for n, v, lang, kind in row] for row in rows]


def test_comunica_gets_the_answers_of_the_competency_questions(
    node: Callable[..., Any], endpoint: str, innlandet: Ecosystem
) -> None:
    asked = [q.text for q in questions().values() if not q.parameters]
    assert len(asked) >= 15
    answers = node(_SELECT, endpoint, "sparql", *asked)
    for text, rows in zip(asked, answers, strict=True):
        assert _theirs(rows) == _plain(_ours(innlandet, text)), text


def test_comunica_asks_and_constructs(node: Callable[..., Any], endpoint: str, innlandet: Ecosystem) -> None:
    where = "{ ?s a eco:Cluster ; rdfs:label ?label FILTER (lang(?label) = 'nb') }"
    yes, quads = node(
        _OTHERS,
        endpoint,
        f"{_ECO}ASK {{ ?s a eco:Cluster }}",
        f"{_ECO}{_RDFS}CONSTRUCT {{ ?s rdfs:label ?label }} WHERE {where}",
    )
    assert yes is True
    expected = run(innlandet, f"SELECT ?s ?label WHERE {where}").rows
    assert sorted((s, label, lang) for s, _, label, lang in quads) == sorted(
        (str(s), str(label), "nb") for s, label in expected
    )
    assert len(quads) > 5


def test_comunica_reads_a_file_we_wrote_and_agrees(
    node: Callable[..., Any],
    innlandet: Ecosystem,
    tmp_path: Path,
    oxigraph_server: Any,
    innlandet_nquads: Path,
) -> None:
    """The same client on somebody else's server with our graph: what differs is not the client."""
    oxigraph_server.load(innlandet_nquads)
    query = f"{_ECO}SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
    (rows,) = node(_SELECT, oxigraph_server.query_url, "sparql", query)
    assert _theirs(rows) == _plain(_ours(innlandet, query))
