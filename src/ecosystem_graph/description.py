"""Description: what a region's graph is made of, in VoID, for whoever serves or releases it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, RDF, RDFS, VOID, Literal, URIRef

from .ecosystem import Ecosystem
from .queries import run
from .turtle import Triple, short_name
from .vocab import ASSERTED, ECO, INFERRED, ONTOLOGY

__all__ = ["counts", "described"]

_COUNT = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_CLASSES = """
SELECT ?class (COUNT(?s) AS ?count)
WHERE { GRAPH <https://w3id.org/innovation-ecosystem/graph/asserted> { ?s a ?class } }
GROUP BY ?class ORDER BY ?class
"""
_PROPERTIES = """
SELECT ?property (COUNT(*) AS ?count)
WHERE { GRAPH <https://w3id.org/innovation-ecosystem/graph/asserted> { ?s ?property ?o } }
GROUP BY ?property ORDER BY ?property
"""
_VOCABULARIES = (
    str(ECO), "http://www.w3.org/ns/org#", "http://www.w3.org/ns/prov#", "http://www.w3.org/2004/02/skos/core#",
    "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/",
)  # fmt: skip


def counts(ecosystem: Ecosystem) -> dict[str, int]:
    """Number of triples in each named graph, by its IRI."""
    return {str(row[0]): int(str(row[1])) for row in run(ecosystem, _COUNT).rows}


def described(ecosystem: Ecosystem) -> Iterator[Triple]:
    """The region as a ``void:Dataset`` and ``dcat:Dataset``: what it says of itself, and its statistics.

    The counts by graph are of all three; those by class and property are of what sources say. Partitions are
    named by a fragment on the region's IRI, so that the description has no blank nodes.
    """
    whole = URIRef(ecosystem.base)
    for predicate, value in ecosystem.asserted.predicate_objects(whole):
        yield whole, predicate, value
        if predicate == RDFS.label:
            yield whole, DCTERMS.title, value
    yield whole, RDF.type, VOID.Dataset
    yield whole, RDF.type, DCAT.Dataset
    yield whole, VOID.uriSpace, Literal(ecosystem.base)
    for name in _VOCABULARIES:
        yield whole, VOID.vocabulary, URIRef(name)
    held = counts(ecosystem)
    yield whole, VOID.triples, Literal(sum(held.values()))
    for part in (ONTOLOGY, ASSERTED, INFERRED):
        yield whole, VOID.subset, part
        yield part, RDF.type, VOID.Dataset
        yield part, VOID.triples, Literal(held.get(str(part), 0))
    for row in run(ecosystem, _CLASSES).rows:
        node = _part(whole, "class", row[0])
        yield whole, VOID.classPartition, node
        yield node, VOID["class"], URIRef(str(row[0]))
        yield node, VOID.entities, Literal(int(str(row[1])))
    properties = run(ecosystem, _PROPERTIES).rows
    yield whole, VOID.properties, Literal(len(properties))
    for row in properties:
        node = _part(whole, "property", row[0])
        yield whole, VOID.propertyPartition, node
        yield node, VOID.property, URIRef(str(row[0]))
        yield node, VOID.triples, Literal(int(str(row[1])))


def _part(whole: URIRef, word: str, term: object) -> URIRef:
    short = short_name(str(term), str(whole)).strip("<>")
    return URIRef(f"{whole}#{word}-{quote(short.replace(':', '-', 1), safe='')}")
