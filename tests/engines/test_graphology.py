"""Our network files read by graphology, the graph library of Gephi Lite and Sigma.js."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.exchange import carry, write_network
from ecosystem_graph.exchange.columns import joined, link_values, node_values

_READ = """
import fs from 'node:fs';
import graphology from 'graphology';
import gexf from 'graphology-gexf';
import graphml from 'graphology-graphml';
const [path] = process.argv.slice(1);
const text = fs.readFileSync(path, 'utf8');
const parse = (path.endsWith('.gexf') ? gexf : graphml).parse;
const graph = parse(graphology.Graph, text);
console.log(JSON.stringify({
  type: graph.type,
  nodes: Object.fromEntries(graph.mapNodes((node, attributes) => [node, attributes])),
  edges: graph.mapEdges((edge, attributes, source, target) => [source, target, attributes]),
}));
"""


@pytest.mark.parametrize("ending", [".gexf", ".graphml"])
@pytest.mark.parametrize("projection", ["collaboration", "funding"])
def test_graphology_reads_names_kinds_and_dates(
    innlandet: Ecosystem, node: Callable[..., Any], projection: str, ending: str, tmp_path: Path
) -> None:
    network = carry(innlandet, projection)
    (path,) = write_network(network, tmp_path / f"n{ending}", "nb")
    read = node(_READ, str(path))
    assert read["type"] == ("directed" if network.directed else "undirected")
    assert set(read["nodes"]) == {n.iri for n in network.nodes}
    for one in network.nodes:
        expected = {name: joined(value) for name, value in node_values(one, "nb").items()}
        assert {name: read["nodes"][one.iri].get(name) for name in expected} == expected
    ties = {tuple(ends): attributes for *ends, attributes in read["edges"]}
    assert len(ties) == len(network.links)
    for tie in network.links:
        expected = {name: joined(value) for name, value in link_values(tie, "nb").items()}
        found = ties[tie.source, tie.target]
        assert float(found.pop("weight")) == float(expected.pop("weight"))
        assert {name: found.get(name) for name in expected} == expected
    assert any("ø" in attributes["label"] for attributes in read["nodes"].values())
