"""The servers that the other tests of this folder stand on: each starts, loads and answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_servers import Server, select

_QUADS = """\
<http://x.example/s> <http://x.example/p> "blåbær"@nb <http://x.example/g1> .
<http://x.example/s> <http://x.example/p> "1" <http://x.example/g2> .
"""


@pytest.fixture(params=["oxigraph_server", "virtuoso_server"])
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(request.param)
    return found


def test_a_file_is_loaded_into_its_named_graphs_and_replaces_what_was_there(
    server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "two.nq"
    for text, expected in (
        (_QUADS, [("http://x.example/g1", "blåbær"), ("http://x.example/g2", "1")]),
        (_QUADS.splitlines()[0] + "\n", [("http://x.example/g1", "blåbær")]),
    ):
        path.write_text(text, encoding="utf-8")
        server.load(path)
        rows = select(server, "SELECT ?g ?o WHERE { GRAPH ?g { <http://x.example/s> ?p ?o } } ORDER BY ?g")
        assert [(row["g"]["value"], row["o"]["value"]) for row in rows] == expected


def test_innlandet_arrives_whole(server: Server, innlandet_nquads: Path) -> None:
    server.load(innlandet_nquads)
    graphs = "https://w3id.org/innovation-ecosystem/graph/"
    for name in ("ontology", "asserted", "inferred"):
        lines = innlandet_nquads.read_text(encoding="utf-8").count(f"<{graphs}{name}> .\n")
        rows = select(server, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graphs}{name}> {{ ?s ?p ?o }} }}")
        assert int(rows[0]["n"]["value"]) == lines > 1_000
