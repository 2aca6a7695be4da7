"""Catalogue: the release in VoID and DCAT, with what DCAT-AP-NO asks of a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.term import Node

from ecosystem_graph.description import described
from ecosystem_graph.linksets import Linkset, link_triples
from ecosystem_graph.resources import shapes_file
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, parse, serialise

from .edition import Edition
from .forms import form_of

__all__ = ["catalogue"]

#: DCAT 3; rdflib knows DCAT 2.
_VERSION = URIRef("http://www.w3.org/ns/dcat#version")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_EU = "http://publications.europa.eu/resource/authority/"
#: From the EU's list of themes.
_THEMES = {
    "ECON": {"nb": "Økonomi og finans", "en": "Economy and finance"},
    "REGI": {"nb": "Regioner og byer", "en": "Regions and cities"},
    "TECH": {"nb": "Vitenskap og teknologi", "en": "Science and technology"},
}
_KEYWORDS = {
    "nb": ("innovasjonsøkosystem", "klynge", "regional utvikling", "kunnskapsgraf"),
    "en": ("innovation ecosystem", "cluster", "regional development", "knowledge graph"),
}


def catalogue(edition: Edition, files: Mapping[str, bytes], linksets: Sequence[Linkset] = ()) -> str:
    """The description as canonical Turtle.

    Args:
        edition: What is released.
        files: Path to content; those under ``data/`` become distributions.
        linksets: Links that are released with it; they are described, not repeated.
    """
    base = edition.ecosystem.base
    triples = {*described(edition.ecosystem), *_dataset(edition), *_distributions(edition, files)}
    # The title of a release says more than the region's name.
    whole = URIRef(base)
    labels = {o for s, p, o in triples if s == whole and p == RDFS.label}
    triples -= {(whole, DCTERMS.title, label) for label in labels}
    links = {
        (URIRef(m.subject), URIRef(m.predicate), URIRef(m.object)) for one in linksets for m in one.mappings
    }
    return serialise(triples | (link_triples(linksets) - links), base)


def _dataset(edition: Edition) -> Iterator[Triple]:
    whole = URIRef(edition.ecosystem.base)
    for lang, text in edition.titles.items():
        yield whole, DCTERMS.title, Literal(text, lang=lang)
    for lang, text in edition.descriptions.items():
        yield whole, DCTERMS.description, Literal(text, lang=lang)
    for lang, words in _KEYWORDS.items():
        for word in words:
            yield whole, DCAT.keyword, Literal(word, lang=lang)
    yield whole, DCTERMS.identifier, Literal(str(whole))
    yield whole, _VERSION, Literal(edition.version)
    yield whole, DCTERMS.modified, Literal(edition.issued, datatype=XSD.date)
    yield whole, DCTERMS.license, URIRef(edition.licence)
    yield URIRef(edition.licence), RDF.type, DCTERMS.LicenseDocument
    publisher = URIRef(f"{whole}#publisher")
    yield whole, DCTERMS.publisher, publisher
    yield publisher, RDF.type, FOAF.Agent
    yield publisher, FOAF.name, Literal(edition.publisher)
    if edition.contact:
        contact = URIRef(f"{whole}#contact")
        yield whole, DCAT.contactPoint, contact
        yield contact, RDF.type, VCARD.Organization
        yield contact, RDF.type, VCARD.Kind
        yield contact, VCARD.fn, Literal(edition.publisher)
        mail = "@" in edition.contact and "://" not in edition.contact
        address = f"mailto:{edition.contact.removeprefix('mailto:')}" if mail else edition.contact
        yield contact, VCARD.hasEmail if mail else VCARD.hasURL, URIRef(address)
    public = URIRef(f"{_EU}access-right/PUBLIC")
    yield whole, DCTERMS.accessRights, public
    yield public, RDF.type, DCTERMS.RightsStatement
    for code, names in _THEMES.items():
        theme = URIRef(f"{_EU}data-theme/{code}")
        yield whole, DCAT.theme, theme
        yield theme, RDF.type, SKOS.Concept
        for lang, name in names.items():
            yield theme, SKOS.prefLabel, Literal(name, lang=lang)
    for code in ("NOB", "ENG"):
        language = URIRef(f"{_EU}language/{code}")
        yield whole, DCTERMS.language, language
        yield language, RDF.type, DCTERMS.LinguisticSystem
    for file, version, titles in _standards():
        yield whole, DCTERMS.conformsTo, version
        yield version, RDF.type, DCTERMS.Standard
        yield version, DCTERMS.isVersionOf, file
        for title in titles:
            yield version, DCTERMS.title, title


def _standards() -> Iterator[tuple[Node, Node, list[Node]]]:
    """The ontology's files and the shapes: name, name of the version, titles."""
    for triples in (set(schema().graph), parse(shapes_file())):
        for file, predicate, version in triples:
            if predicate == OWL.versionIRI:
                yield file, version, [o for s, p, o in triples if s == file and p == DCTERMS.title]


def _distributions(edition: Edition, files: Mapping[str, bytes]) -> Iterator[Triple]:
    whole = URIRef(edition.ecosystem.base)
    for path, content in files.items():
        form = form_of(path)
        if not path.startswith("data/"):
            continue
        address = URIRef(edition.address + quote(path))
        node = URIRef(f"{edition.iri}#{quote(path)}")
        yield whole, DCAT.distribution, node
        yield node, RDF.type, DCAT.Distribution
        yield node, DCTERMS.title, Literal(f"{path}: {form.nb}", lang="nb")
        yield node, DCTERMS.title, Literal(f"{path}: {form.en}", lang="en")
        yield node, DCAT.accessURL, address
        yield node, DCAT.downloadURL, address
        yield node, DCAT.byteSize, Literal(len(content), datatype=XSD.nonNegativeInteger)
        yield node, DCTERMS.license, URIRef(edition.licence)
        media = URIRef(f"https://www.iana.org/assignments/media-types/{form.media}")
        yield node, DCAT.mediaType, media
        yield media, RDF.type, DCTERMS.MediaType
        kind = URIRef(f"{_EU}file-type/{form.authority}")
        yield node, DCTERMS["format"], kind
        yield kind, RDF.type, DCTERMS.MediaType
