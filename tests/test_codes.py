"""The code lists and the alignment, against the ontology, the vocabularies they point to and OWL 2 RL."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, FOAF, GEO, ORG, PROV, QB, SDO, TIME, DefinedNamespaceMeta

from ecosystem_graph.vocab import CODE, ECO

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
BASE = "https://w3id.org/innovation-ecosystem/"
ROV = Namespace("http://www.w3.org/ns/regorg#")
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)
#: How many concepts each list holds; the indicators grow with the data.
SIZES = {
    "event-kind": 48, "explicitness": 2, "indicator": 205, "kind": 25, "level": 9, "mechanism": 11,
    "place-kind": 7, "polarity": 2, "sphere": 5, "stance": 2, "strength": 4,
}  # fmt: skip
#: What the table format says each closed list holds, word for word.
WORDS = {
    "explicitness": "explicit implied",
    "kind": "Cluster ClusterInitiative Firm University UniversityCampus UniversityCollege VocationalCollege"
    " ResearchInstitute ResearchCentre TestCentre ScienceCentre School PublicAgency CountyAuthority"
    " Municipality Ministry IndustryPark Incubator Investor Association Cooperative Programme Committee"
    " Project Hospital",
    "level": "Arena Arena_Pro NCE GCE Katapult SFI Omstillingsmotor award unstated",
    "mechanism": "knowledge_spillover labour_mobility shared_infrastructure spin_off demand_pull"
    " public_investment reputation skills_supply supplier_linkage agglomeration unstated",
    "place-kind": "Municipality Town Region FormerCounty Locality County Country",
    "polarity": "+ -",
    "sphere": "industry research-education public civil-society intermediary",
    "stance": "asserts disputes",
    "strength": "strong moderate weak unstated",
}


def read(name: str) -> Graph:
    return Graph().parse(ONTOLOGY / f"{name}.ttl")


@pytest.fixture(scope="module")
def codes() -> Graph:
    return read("codes")


@pytest.fixture(scope="module")
def alignment() -> Graph:
    return read("alignment")


@pytest.fixture(scope="module")
def terms() -> Graph:
    """The ontology proper: what the code lists and the alignment speak about."""
    return read("ecosystem") + read("spillover")


def concepts(codes: Graph, scheme: str) -> dict[str, URIRef]:
    """The concepts of a list by their notation."""
    found: dict[str, URIRef] = {}
    for concept in codes.subjects(SKOS.inScheme, CODE[f"scheme/{scheme}"]):
        assert isinstance(concept, URIRef)
        found[str(codes.value(concept, SKOS.notation, any=False))] = concept
    return found


def texts(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str | None, str]:
    """The values by language; a second value in one language is an error."""
    values = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    by_language = {value.language: str(value) for value in values}
    assert len(by_language) == len(values), f"{subject} says {predicate} twice in one language"
    return by_language


def slug(notation: str) -> str:
    signs = {"+": "positive", "-": "negative"}
    return signs.get(notation) or re.sub(r"(?<=[a-z])(?=[A-Z])|[_ ]", "-", notation).lower()


# --- both files


@pytest.mark.parametrize("name", ["codes", "alignment"])
def test_header_names_version_licence_and_title_in_both_languages(name: str) -> None:
    graph, this = read(name), URIRef(f"{BASE}{name}")
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [this]
    version = graph.value(this, OWL.versionInfo)
    assert graph.value(this, OWL.versionIRI) == URIRef(f"{this}/{version}")
    assert graph.value(this, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert set(texts(graph, this, DCTERMS.title)) == {"nb", "en"}
    assert set(texts(graph, this, DCTERMS.description)) == {"nb", "en"}
    assert (None, OWL.imports, None) not in graph


@pytest.mark.parametrize("name", ["codes", "alignment"])
def test_no_blank_nodes_and_every_subject_written_once(name: str) -> None:
    assert not any(isinstance(node, BNode) for triple in read(name) for node in triple)
    text = (ONTOLOGY / f"{name}.ttl").read_text(encoding="utf-8")
    heads = re.findall(r"^([a-z-]+:[A-Za-z0-9_-]+) ", text, flags=re.MULTILINE)
    assert [head for head, times in Counter(heads).items() if times > 1] == []


@pytest.mark.parametrize("name", ["codes", "alignment"])
def test_paragraphs_are_in_code_point_order_within_their_section(name: str) -> None:
    for section in re.split(r"^# .*$", (ONTOLOGY / f"{name}.ttl").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heads = re.findall(r"^([a-z-]+:[A-Za-z0-9_-]+) ", section, flags=re.MULTILINE)
        own = [head for head in heads if not head.startswith("scheme:")]
        assert all(a < b for a, b in pairwise(own)), own


# --- the lists


def test_every_list_is_there_with_all_its_concepts(codes: Graph) -> None:
    schemes = {str(s).removeprefix(f"{CODE}scheme/") for s in codes.subjects(RDF.type, SKOS.ConceptScheme)}
    assert {scheme: len(concepts(codes, scheme)) for scheme in schemes} == SIZES
    assert len(set(codes.subjects(RDF.type, SKOS.Concept))) == sum(SIZES.values())


@pytest.mark.parametrize("scheme", sorted(WORDS))
def test_notations_are_the_words_of_the_tables(codes: Graph, scheme: str) -> None:
    words = {word.replace("_", " ") if scheme == "level" else word for word in WORDS[scheme].split()}
    assert set(concepts(codes, scheme)) == words


@pytest.mark.parametrize("scheme", sorted(SIZES))
def test_every_concept_is_complete_and_told_apart_in_both_languages(codes: Graph, scheme: str) -> None:
    found = concepts(codes, scheme)
    assert len(found) == SIZES[scheme]
    for notation, concept in found.items():
        assert concept == CODE[f"{scheme}/{slug(notation)}"]
        assert (concept, RDF.type, SKOS.Concept) in codes
        assert set(texts(codes, concept, SKOS.prefLabel)) == {"nb", "en"}
        definitions = texts(codes, concept, SKOS.definition)
        assert set(definitions) == (set() if scheme == "indicator" else {"nb", "en"}), concept
        for sentence in definitions.values():
            assert re.fullmatch(r"\S.*\S\.", sentence), sentence
            assert sentence.count(". ") == 0, sentence
    for language in ("nb", "en"):
        labels = Counter(texts(codes, concept, SKOS.prefLabel)[language] for concept in found.values())
        assert [label for label, times in labels.items() if times > 1] == []


def test_labels_are_lower_case_but_for_names(codes: Graph) -> None:
    names = {
        "Arena", "Arena Pro", "NCE", "GCE", "Katapult", "SFI",
        "EEA grant", "FoU-utgifter", "Global Game Jam participants", "ICT jobs", "ICT turnover",
        "NTNUs", "R&D expenditure", "SINTEFs eierandel", "SINTEF's ownership share",
    }  # fmt: skip
    capitalised = {
        str(label)
        for concept in codes.subjects(RDF.type, SKOS.Concept)
        for label in codes.objects(concept, SKOS.prefLabel)
        if str(label)[0].isupper()
    }
    assert capitalised <= names


def test_kinds_are_the_classes_of_actors_and_bear_their_labels(codes: Graph, terms: Graph) -> None:
    used: dict[URIRef, URIRef] = {}
    for restriction in terms.subjects(OWL.onProperty, ECO.kind):
        (actor_class,) = terms.subjects(RDFS.subClassOf, restriction)
        concept = terms.value(restriction, OWL.hasValue, any=False)
        assert isinstance(actor_class, URIRef)
        assert isinstance(concept, URIRef)
        used[actor_class] = concept
    assert used == {ECO[notation]: concept for notation, concept in concepts(codes, "kind").items()}
    for actor_class, concept in used.items():
        assert texts(codes, concept, SKOS.prefLabel) == texts(terms, actor_class, RDFS.label)


@pytest.mark.parametrize("folder", ["ontology", "data"])
def test_every_code_in_use_is_defined(codes: Graph, folder: str) -> None:
    defined = {str(concept) for concept in codes.subjects(RDF.type, SKOS.Concept)}
    for path in sorted((ROOT / folder).glob("*.ttl")):
        quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        used = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
        # The list of industries is fetched, not ours to ship; a code of it is told by its form.
        foreign = r"scheme/|nace2\.1/([A-V]|\d\d(\.\d{1,3})?)$"
        unknown = {iri for iri in used - defined if re.match(rf"{CODE}(?!{foreign})", iri)}
        assert unknown == set(), path.name


# --- the alignment


def external(graph: Graph) -> set[URIRef]:
    """The terms of others in a graph, without the languages it is written in and Dublin Core."""
    ours = (BASE, str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#", str(DCTERMS))
    links = ("https://creativecommons.org/", "http://www.w3.org/2003/01/geo/wgs84_pos#")
    nodes = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    return {node for node in nodes if not str(node).startswith(ours + links)}


def test_every_external_term_exists(codes: Graph, alignment: Graph, terms: Graph) -> None:
    lines = (ROOT / "tests" / "data" / "external_terms.txt").read_text("utf-8").splitlines()
    listed = {URIRef(line) for line in lines if line and not line.startswith("#")}
    used = external(codes + alignment + terms)
    schema_org = {term for term in used if str(term).startswith(str(SDO))}
    assert used - schema_org - listed == set(), "look each up, then list it in tests/data/external_terms.txt"
    assert {term for term in schema_org if term not in SDO} == set()


@pytest.mark.parametrize("namespace", [DCAT, FOAF, GEO, ORG, PROV, QB, SDO, SKOS, TIME])
def test_external_terms_exist_in_the_closed_namespaces_of_rdflib(
    codes: Graph, alignment: Graph, terms: Graph, namespace: DefinedNamespaceMeta
) -> None:
    used = {term for term in external(codes + alignment + terms) if str(term).startswith(str(namespace))}
    assert {term for term in used if term not in namespace} == set()


def test_only_terms_of_ours_are_aligned(codes: Graph, alignment: Graph, terms: Graph) -> None:
    ours = {s for s in alignment.subjects() if str(s).startswith(BASE)} - {URIRef(f"{BASE}alignment")}
    assert ours - set(terms.subjects()) - set(codes.subjects()) == set()


def test_axioms_stay_in_rl_and_reach_only_org_prov_skos_and_regorg(alignment: Graph) -> None:
    axioms = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain}
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Ontology}
    header = set(alignment.predicates(URIRef(f"{BASE}alignment")))
    assert set(alignment.predicates()) - header == axioms | set(MATCHES)
    assert set(alignment.objects(None, RDF.type)) <= kinds
    for predicate in axioms:
        for target in alignment.objects(None, predicate):
            assert str(target).startswith((str(ORG), str(PROV), str(SKOS), str(ROV))), target


def test_axioms_are_not_repeated_from_the_ontology(alignment: Graph, terms: Graph) -> None:
    ours = {triple for triple in alignment if triple[1] in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain)}
    assert ours & set(terms) == set()


def test_classes_specialise_classes_and_properties_properties(alignment: Graph, terms: Graph) -> None:
    both = alignment + terms
    for sub, target in alignment.subject_objects(RDFS.subClassOf):
        assert (sub, RDF.type, OWL.Class) in both
        assert (target, RDF.type, OWL.Class) in both
    for sub, target in alignment.subject_objects(RDFS.subPropertyOf):
        kinds = {OWL.ObjectProperty, OWL.DatatypeProperty}
        assert (
            kinds & set(both.objects(sub, RDF.type)) == kinds & set(both.objects(target, RDF.type)) != set()
        )


def test_a_pair_has_one_match_only_and_no_axiom_besides(alignment: Graph) -> None:
    linked = Counter(
        (s, o) for s, p, o in alignment if p in (*MATCHES, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain)
    )
    assert [pair for pair, times in linked.items() if times > 1] == []


def test_no_term_of_cause_is_transitive_or_specialised(alignment: Graph, terms: Graph) -> None:
    for term in (ECO.influences, ECO.cause, ECO.effect):
        assert set(alignment.predicates(term)) <= set(MATCHES)
        assert (term, RDF.type, OWL.TransitiveProperty) not in alignment + terms


def test_alignment_entails_what_it_says_and_no_more(alignment: Graph) -> None:
    """Closed by owlrl: a firm with a number is registered, an edge is linked, a match entails nothing."""
    a, b, c, claim, who = (URIRef(f"http://example.org/{name}") for name in ("a", "b", "c", "claim", "who"))
    graph = Graph() + alignment
    facts = [
        (a, ECO.organisationNumber, Literal("974760673")),
        (b, RDF.type, ECO.University),
        (a, ECO.memberOf, b),
        (a, ECO.funds, c),
        (a, ECO.influences, b),
        (claim, ECO.assertedBy, who),
    ]
    for fact in facts:
        graph.add(fact)
    before = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    new = {
        (s, p, o)
        for s, p, o in set(graph) - before
        if s in (a, b, c, claim) and p != OWL.sameAs and o != OWL.Thing
    }
    assert new == {
        (a, RDF.type, ROV.RegisteredOrganization),
        (a, RDF.type, ORG.FormalOrganization),
        (a, ORG.identifier, Literal("974760673")),
        (b, RDF.type, ORG.FormalOrganization),
        (a, ORG.memberOf, b),
        (a, ORG.linkedTo, c),
        (claim, PROV.wasAttributedTo, who),
    }
