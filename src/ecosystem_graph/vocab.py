"""The vocabulary as closed namespaces: a misspelt term raises AttributeError.

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

    Actor: URIRef
    Administration: URIRef
    Asserter: URIRef
    Assertion: URIRef
    Assessment: URIRef
    Association: URIRef
    Business: URIRef
    CivilSocietyBody: URIRef
    Cluster: URIRef
    ClusterInitiative: URIRef
    Collaboration: URIRef
    Committee: URIRef
    Cooperative: URIRef
    CountyAuthority: URIRef
    EducationBody: URIRef
    Event: URIRef
    Firm: URIRef
    Focus: URIRef
    Funding: URIRef
    Hospital: URIRef
    Hosting: URIRef
    Incubator: URIRef
    IndustryPark: URIRef
    Intermediary: URIRef
    Investor: URIRef
    KnowledgeBody: URIRef
    Leadership: URIRef
    Membership: URIRef
    Merger: URIRef
    Ministry: URIRef
    Municipality: URIRef
    Observation: URIRef
    Ownership: URIRef
    Parthood: URIRef
    Participation: URIRef
    Partnership: URIRef
    Place: URIRef
    PlaceParthood: URIRef
    Programme: URIRef
    Project: URIRef
    PublicAgency: URIRef
    PublicBody: URIRef
    RDBody: URIRef
    Relation: URIRef
    ResearchCentre: URIRef
    ResearchInstitute: URIRef
    School: URIRef
    ScienceCentre: URIRef
    Siting: URIRef
    Source: URIRef
    SpilloverProposition: URIRef
    SpinOff: URIRef
    StatusAward: URIRef
    Succession: URIRef
    Supply: URIRef
    TestCentre: URIRef
    Topic: URIRef
    Undertaking: URIRef
    University: URIRef
    UniversityCampus: URIRef
    UniversityCollege: URIRef
    VocationalCollege: URIRef
    about: URIRef
    aboutProposition: URIRef
    administered: URIRef
    administers: URIRef
    administrator: URIRef
    assertedBy: URIRef
    assessed: URIRef
    assessedBy: URIRef
    assessor: URIRef
    cause: URIRef
    causeOf: URIRef
    collaboratesWith: URIRef
    collaborator: URIRef
    concerns: URIRef
    counterpart: URIRef
    countyName: URIRef
    countyNumber: URIRef
    customer: URIRef
    date: URIRef
    detail: URIRef
    disputes: URIRef
    dissolved: URIRef
    effect: URIRef
    end: URIRef
    eventKind: URIRef
    explicitness: URIRef
    flatEdge: URIRef
    focusTopic: URIRef
    focusesOn: URIRef
    focusing: URIRef
    founded: URIRef
    funder: URIRef
    funds: URIRef
    hasAdministration: URIRef
    hasAssessment: URIRef
    hasCollaboration: URIRef
    hasFocus: URIRef
    hasFunding: URIRef
    hasHosting: URIRef
    hasLeadership: URIRef
    hasMembership: URIRef
    hasMerger: URIRef
    hasOwnership: URIRef
    hasParthood: URIRef
    hasParticipation: URIRef
    hasPartnership: URIRef
    hasPlaceParthood: URIRef
    hasSiting: URIRef
    hasSpinOff: URIRef
    hasStatusAward: URIRef
    hasSuccession: URIRef
    hasSupply: URIRef
    holdsLevel: URIRef
    holdsStatus: URIRef
    host: URIRef
    hosted: URIRef
    hosts: URIRef
    inCounty: URIRef
    indicator: URIRef
    influences: URIRef
    innerPlace: URIRef
    involves: URIRef
    kind: URIRef
    leader: URIRef
    leads: URIRef
    led: URIRef
    locatedIn: URIRef
    mechanism: URIRef
    mechanismNote: URIRef
    member: URIRef
    memberOf: URIRef
    memberOrganisation: URIRef
    mergedInto: URIRef
    mergedOrganisation: URIRef
    mergerResult: URIRef
    municipality: URIRef
    municipalityName: URIRef
    municipalityNumber: URIRef
    object: URIRef
    objectProperty: URIRef
    occupant: URIRef
    ongoing: URIRef
    organisationNumber: URIRef
    outerPlace: URIRef
    owned: URIRef
    owner: URIRef
    owns: URIRef
    paraphrase: URIRef
    part: URIRef
    partOf: URIRef
    participant: URIRef
    participatesIn: URIRef
    partner: URIRef
    partnerOf: URIRef
    partneredOrganisation: URIRef
    placeKind: URIRef
    polarity: URIRef
    predecessor: URIRef
    recipient: URIRef
    site: URIRef
    sphere: URIRef
    spinOff: URIRef
    spinOffParent: URIRef
    spunOffFrom: URIRef
    start: URIRef
    statusHolder: URIRef
    statusLevel: URIRef
    statusProgramme: URIRef
    strength: URIRef
    subject: URIRef
    subjectProperty: URIRef
    successor: URIRef
    successorOf: URIRef
    supplier: URIRef
    supplies: URIRef
    supportedBy: URIRef
    supports: URIRef
    tableWord: URIRef
    undertaking: URIRef
    unit: URIRef
    url: URIRef
    value: URIRef
    whole: URIRef
    within: URIRef
    year: URIRef
