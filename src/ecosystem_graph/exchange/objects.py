"""Networks as JSON and as sheets: Cytoscape's form, and Kumu's."""

from __future__ import annotations

import csv
import io
import json

from ecosystem_graph.formulas import harmless

from .carried import Carried
from .columns import Value, joined, link_values, node_values

__all__ = ["cytoscape", "kumu", "kumu_sheets"]

_Row = dict[str, Value | list[str]]

#: Kumu's own fields, and what it calls the rest.
_WORDS = {
    "label_nb": "Name (nb)",
    "label_en": "Name (en)",
    "sphere": "Sphere",
    "municipality": "Municipality",
    "mode": "Mode",
    "founded": "Founded",
    "dissolved": "Dissolved",
    "iri": "IRI",
    "weight": "Strength",
    "periods": "Periods",
    "relations": "Relations",
    "sources": "Source IRIs",
    "titles": "Sources",
}


def cytoscape(network: Carried, lang: str) -> str:
    """Cytoscape JSON (.cyjs): opens in Cytoscape and in Cytoscape.js; lists stay lists."""
    nodes = []
    for node in network.nodes:
        values = node_values(node, lang)
        # "value" is what NetworkX knows a node by.
        nodes.append({"data": {"id": node.iri, "value": node.iri, "name": node.label(lang), **values}})
    edges = []
    for link in network.links:
        values = link_values(link, lang)
        ends = {"id": link.id, "source": link.source, "target": link.target}
        edges.append({"data": {**ends, "interaction": values["label"], **values}})
    content = {
        "format_version": "1.0",
        "generated_by": "ecosystem-graph",
        "target_cytoscapejs_version": "~3.0",
        "directed": network.directed,
        "multigraph": False,
        "data": {
            "name": network.title(lang),
            "shared_name": network.name,
            "projection": network.name,
            "reading": network.reading,
            **({} if network.year is None else {"year": network.year}),
        },
        "elements": {"nodes": nodes, "edges": edges},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _kumu(network: Carried, lang: str) -> tuple[list[_Row], list[_Row]]:
    """Elements and connections, with the fields that Kumu knows before our own."""
    elements: list[_Row] = []
    for node in network.nodes:
        values = node_values(node, lang)
        sphere = node.sphere_nb if lang == "nb" else node.sphere_en
        own: _Row = {
            "id": node.name,
            "label": values["label"],
            "type": node.kind_nb if lang == "nb" else node.kind_en,
        }
        if sphere:
            own["tags"] = [sphere]
            own[_WORDS["sphere"]] = sphere
        known = {name: values[name] for name in _WORDS if name in values and name != "sphere"}
        elements.append(own | {_WORDS[name]: value for name, value in known.items()})
    names = {node.iri: node.name for node in network.nodes}
    connections: list[_Row] = []
    for link in network.links:
        values = link_values(link, lang)
        kinds = list(link.kinds_nb if lang == "nb" else link.kinds_en)
        own = {
            "id": f"connection:{link.id}",
            "from": names[link.source],
            "to": names[link.target],
            "direction": "directed" if network.directed else "undirected",
            "type": kinds[0],
            "label": values["label"],
            "tags": kinds,
        }
        known = {name: values[name] for name in _WORDS if name in values}
        for name, value in known.items():
            own[_WORDS[name]] = list(value) if isinstance(value, tuple) else value
        connections.append(own)
    return elements, connections


def kumu(network: Carried, lang: str) -> str:
    """Kumu's blueprint (.json): elements and connections."""
    elements, connections = _kumu(network, lang)
    return json.dumps({"elements": elements, "connections": connections}, ensure_ascii=False, indent=1) + "\n"


def kumu_sheets(network: Carried, lang: str) -> dict[str, str]:
    """Kumu's two sheets as CSV, by the word that ends their file names.

    Kumu puts ``|`` between the values of a list. A text that a spreadsheet would take for a formula gets a
    leading ``'``.
    """
    elements, connections = _kumu(network, lang)
    return {"elements": _csv(elements), "connections": _csv(connections)}


def _csv(rows: list[_Row]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow("ID" if name == "id" else name[0].upper() + name[1:] for name in columns)
    writer.writerows([_cell(row.get(name, "")) for name in columns] for row in rows)
    return stream.getvalue()


def _cell(value: Value | list[str]) -> str:
    return harmless(joined(tuple(value)) if isinstance(value, list) else joined(value))
