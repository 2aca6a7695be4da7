"""Writes src/ecosystem_graph/vocab.py from ontology/ecosystem.ttl and ontology/spillover.ttl.

Run ``python scripts/generate_vocab.py`` after a term was added; a test compares the file with the ontology.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, Graph, URIRef

ROOT = Path(__file__).resolve().parent.parent
ECO = "https://w3id.org/innovation-ecosystem/ontology#"
HEADER = '''"""The vocabulary as closed namespaces: a misspelt term raises AttributeError.

Generated from the ontology by scripts/generate_vocab.py; do not edit by hand.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

__all__ = ["ASSERTED", "CODE", "ECO", "GRAPH", "INFERRED", "INL", "ONTOLOGY", "PREFIXES"]

#: Root of the code lists (SKOS schemes in ontology/codes.ttl).
CODE = Namespace("https://w3id.org/innovation-ecosystem/code/")
#: Root of the things of the region that ships.
INL = Namespace("https://w3id.org/innovation-ecosystem/innlandet/")
#: Root of the three named graphs.
GRAPH = Namespace("https://w3id.org/innovation-ecosystem/graph/")
ONTOLOGY: URIRef = GRAPH["ontology"]
ASSERTED: URIRef = GRAPH["asserted"]
INFERRED: URIRef = GRAPH["inferred"]

_THINGS = (
    "actor", "place", "topic", "relation", "proposition", "assertion", "asserter", "observation", "event",
    "source", "geometry",
)  # fmt: skip
_CODES = (
    "kind", "sphere", "mechanism", "polarity", "stance", "strength", "explicitness",
    "level", "event-kind", "place-kind", "indicator",
)  # fmt: skip
#: Prefixes bound in every query and every file we write. A local name cannot hold a slash, so that each
#: kind of thing and each code list has a prefix of its own.
PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "eco": "https://w3id.org/innovation-ecosystem/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "code": str(CODE),
    "inl": str(INL),
    **{thing: f"{INL}{thing}/" for thing in _THINGS},
    **{code: f"{CODE}{code}/" for code in _CODES},
}


class ECO(DefinedNamespace):
    """Classes and properties of the ontology."""

    _NS = Namespace("https://w3id.org/innovation-ecosystem/ontology#")
    _fail = True

'''
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def render() -> str:
    """The text of vocab.py, terms in alphabetical order."""
    graph = Graph()
    for name in ("ecosystem.ttl", "spillover.ttl"):
        graph.parse(ROOT / "ontology" / name)
    terms = {
        str(term).removeprefix(ECO)
        for kind in KINDS
        for term in graph.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(ECO)
    }
    return HEADER + "".join(f"    {term}: URIRef\n" for term in sorted(terms))


if __name__ == "__main__":
    (ROOT / "src" / "ecosystem_graph" / "vocab.py").write_text(render(), encoding="utf-8")
