"""The graph as RDF files that other stores and libraries read, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import atomic_text, prefixes, quads
from ecosystem_graph.vocab import ASSERTED, INFERRED, ONTOLOGY
from ecosystem_graph.wording import Wording

__all__ = ["GRAPH_FORMS", "graph_text", "write_graph"]

#: Ending to form, beside canonical Turtle.
_FORMATS: Mapping[str, ox.RdfFormat] = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
#: Endings of the files.
GRAPH_FORMS = (".ttl", *_FORMATS)


def graph_text(ecosystem: Ecosystem, ending: str, *, asserted_only: bool = False) -> str:
    """The graph in a form.

    Args:
        ecosystem: The graph, reasoned unless only the facts are wanted.
        ending: One of `GRAPH_FORMS`. ``.trig``, ``.nq`` and ``.jsonld`` hold ontology, facts and conclusions
            in graphs of their own; ``.ttl``, ``.nt`` and ``.rdf`` have but one graph: facts and conclusions.
        asserted_only: The facts only.

    Raises:
        NotFoundError: Unknown ending.
    """
    if ending not in GRAPH_FORMS:
        raise NotFoundError(
            Wording("form of a graph", "grafformat"),
            ending,
            GRAPH_FORMS,
            Wording(f"Known: {', '.join(GRAPH_FORMS)}.", f"Gyldige: {', '.join(GRAPH_FORMS)}."),
        )
    if ending == ".ttl":
        return ecosystem.turtle(inferred=not asserted_only)
    graphs = [quads(ecosystem.facts, ASSERTED)]
    if not asserted_only:
        graphs.append(quads(ecosystem.conclusions, INFERRED))
    form = _FORMATS[ending]
    if form.supports_datasets and not asserted_only:
        graphs.append(_ontology())
    # By graph, subject, predicate and object: what belongs together is written together, and always alike.
    ordered: list[ox.Quad] = sorted((q for some in graphs for q in some), key=_order)
    written: list[ox.Quad] | dict[ox.Triple, None] = ordered
    if not form.supports_datasets:
        written = dict.fromkeys(q.triple for q in sorted(ordered, key=lambda q: _order(q)[1:]))
    bound = prefixes(ecosystem.base) if form in (ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML) else None
    data = ox.serialize(written, format=form, prefixes=bound)
    text = (data or b"").decode()
    return text if text.endswith("\n") else f"{text}\n"


def write_graph(ecosystem: Ecosystem, path: Path, *, asserted_only: bool = False) -> None:
    """Write the graph in the form that the ending says, whole or not at all.

    Raises:
        NotFoundError: Unknown ending.
        UnreadableFileError: The file cannot be written.
    """
    text = graph_text(ecosystem, path.suffix.lower(), asserted_only=asserted_only)
    with atomic_text(path) as stream:
        stream.write(text)


def _ontology() -> Iterator[ox.Quad]:
    """The ontology, its nameless classes with the labels that RDFC-1.0 gives them: the same each time."""
    named = ox.Dataset(quads(set(schema().graph), ONTOLOGY))
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return iter(named)


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
