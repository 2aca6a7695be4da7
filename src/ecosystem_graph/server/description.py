"""Descriptions: the service in the words of SPARQL 1.1 Service Description, the data in VoID and DCAT."""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID, BNode, Graph, Literal, Namespace, URIRef

from ecosystem_graph.description import counts, described
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.wording import counted

from .asking import GRAPH_NAMES
from .limits import Limits

__all__ = ["dataset", "service"]

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")

_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def service(ecosystem: Ecosystem, base: str, limits: Limits) -> bytes:
    """The endpoint as N-Triples.

    Args:
        ecosystem: What it answers from.
        base: URL of the server, with a slash at its end.
        limits: What a query may take; said in words.
    """
    graph = Graph()
    endpoint = URIRef(base + "sparql")
    add = graph.add
    add((endpoint, RDF.type, SD.Service))
    add((endpoint, SD.endpoint, endpoint))
    add((endpoint, SD.supportedLanguage, SD.SPARQL11Query))
    add((endpoint, SD.feature, SD.UnionDefaultGraph))
    for name in (*_RESULTS, *_GRAPHS):
        add((endpoint, SD.resultFormat, FORMATS[name]))
    for lang, text in _words(limits).items():
        add((endpoint, RDFS.comment, Literal(text, lang=lang)))
    held = counts(ecosystem)
    whole, default = BNode("dataset"), BNode("default")
    add((endpoint, SD.defaultDataset, whole))
    add((whole, RDF.type, SD.Dataset))
    add((whole, SD.defaultGraph, default))
    add((default, RDF.type, SD.Graph))
    for number, name in enumerate(GRAPH_NAMES):
        named, content = BNode(f"named{number}"), BNode(f"graph{number}")
        add((whole, SD.namedGraph, named))
        add((named, RDF.type, SD.NamedGraph))
        add((named, SD.name, URIRef(name)))
        add((named, SD.graph, content))
        add((content, RDF.type, SD.Graph))
        add((content, VOID.triples, Literal(held.get(name, 0))))
    return _nt(graph)


def dataset(ecosystem: Ecosystem, base: str) -> bytes:
    """The data as N-Triples: what it is, how to get it, what it is made of."""
    graph = Graph()
    add = graph.add
    whole = URIRef(ecosystem.base)
    for triple in described(ecosystem):
        add(triple)
    add((whole, FOAF.homepage, URIRef(base)))
    add((whole, VOID.sparqlEndpoint, URIRef(base + "sparql")))
    access = URIRef(base + "sparql")
    add((access, RDF.type, DCAT.DataService))
    add((access, DCTERMS.title, Literal("SPARQL", lang="en")))
    add((access, DCTERMS.title, Literal("SPARQL", lang="nb")))
    add((access, DCTERMS.conformsTo, URIRef("http://www.w3.org/TR/sparql11-protocol/")))
    add((access, DCAT.endpointURL, access))
    add((access, DCAT.endpointDescription, access))
    add((access, DCAT.servesDataset, whole))
    through = BNode("distribution")
    add((whole, DCAT.distribution, through))
    add((through, RDF.type, DCAT.Distribution))
    add((through, DCAT.accessService, access))
    add((through, DCAT.accessURL, access))
    return _nt(graph)


def _words(limits: Limits) -> dict[str, str]:
    rows = counted(limits.max_results)
    return {
        "en": (
            "Queries only. The default graph is the union of the named graphs: what sources say (asserted), "
            "what follows (inferred), and the ontology. No prefix is declared beforehand. SERVICE is "
            "refused. "
            f"A query may take {limits.timeout:g} seconds and {limits.max_memory} MiB and give {rows} rows; "
            "beyond that the answer is 503, never a part of the result."
        ),
        "nb": (
            "Bare spørringer. Standardgrafen er alle de navngitte grafene samlet: det kildene sier "
            "(asserted), det som følger (inferred), og ontologien. Ingen prefikser er erklært på forhånd. "
            f"SERVICE avvises. En spørring kan ta {limits.timeout:g} sekunder og {limits.max_memory} MiB og "
            f"gi {rows.nb} rader; over det er svaret 503, aldri en del av resultatet."
        ),
    }


def _nt(graph: Graph) -> bytes:
    lines = sorted(graph.serialize(format="nt", encoding="utf-8").splitlines())
    return b"\n".join(line for line in lines if line) + b"\n"
