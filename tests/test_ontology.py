"""The ontology: readable in two languages, inside OWL 2 RL, edges by chains, no transitive causes."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.resources import ontology_files
from ecosystem_graph.schema import schema
from ecosystem_graph.vocab import ECO, INL

#: What OWL 2 RL has room for (OWL 2 Profiles, section 4.2), as far as the files use it.
RL_TERMS = {
    "AllDisjointClasses", "AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty", "Ontology",
    "Restriction", "SymmetricProperty", "TransitiveProperty", "hasValue", "inverseOf", "members",
    "onProperty", "propertyChainAxiom", "propertyDisjointWith", "versionIRI", "versionInfo",
}  # fmt: skip
DISJOINT = (
    "Firm", "Place", "Topic", "Event", "Observation", "Source", "Membership", "SpilloverProposition",
    "Assertion",
)  # fmt: skip
GROUPS = ("Firm", "University", "Municipality", "Association", "Cluster", "Programme")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return schema().graph


def own(graph: Graph) -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return sorted(t for t in terms if t.startswith(str(ECO)))


def chains(graph: Graph, prop: URIRef) -> list[list[object]]:
    return [list(Collection(graph, head)) for head in graph.objects(prop, OWL.propertyChainAxiom)]


def test_every_term_has_one_label_and_one_definition_in_each_language(ontology: Graph) -> None:
    assert len(own(ontology)) > 120
    for term in own(ontology):
        for prop in (RDFS.label, SKOS.definition):
            texts = [(o.language, str(o)) for o in ontology.objects(term, prop) if isinstance(o, Literal)]
            assert sorted(language or "" for language, _ in texts) == ["en", "nb"], (term, prop)
            assert all(text == text.strip() and text for _, text in texts), term
        definitions = [str(o) for o in ontology.objects(term, SKOS.definition)]
        assert all(re.fullmatch(r"[A-ZÆØÅ].*\.", text) for text in definitions), term
        assert ontology.value(term, RDFS.isDefinedBy), term


def test_labels_tell_terms_of_one_sort_apart(ontology: Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        terms = [t for t in own(ontology) if (t, RDF.type, kind) in ontology]
        for lang in ("nb", "en"):
            # In Norwegian the one who leads and that he leads are one word: “leder”.
            verbs = {relation.flat for relation in schema().relations}
            for some in ([t for t in terms if t in verbs], [t for t in terms if t not in verbs]):
                labels = [schema().label(term, lang) for term in some]
                assert {label for label in labels if labels.count(label) > 1} == set(), lang


def test_every_flat_edge_is_a_chain_over_its_relation(ontology: Graph) -> None:
    assert len(schema().relations) == 19
    for relation in schema().relations:
        (inverse,) = ontology.subjects(OWL.inverseOf, relation.subject)
        assert [inverse, relation.object] in chains(ontology, relation.flat), relation.flat
        assert ECO.subject in set(ontology.transitive_objects(relation.subject, RDFS.subPropertyOf))
        assert ECO.object in set(ontology.transitive_objects(relation.object, RDFS.subPropertyOf))
        assert ECO.Relation in set(ontology.transitive_objects(relation.rdf_class, RDFS.subClassOf))


def test_influence_runs_through_a_supporting_assertion(ontology: Graph) -> None:
    assert chains(ontology, ECO.influences) == [[ECO.causeOf, ECO.supportedBy, ECO.supports, ECO.effect]]
    assert (ECO.supportedBy, OWL.inverseOf, ECO.supports) in ontology


def test_only_parthood_and_place_are_transitive_and_no_cause_is(ontology: Graph) -> None:
    transitive = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    # A chain of a property with itself is transitivity by another name.
    transitive |= {p for p in own(ontology) for c in chains(ontology, p) if c == [p, p]}
    assert transitive <= {ECO.partOf, ECO.within, ECO.locatedIn}
    assert ECO.partOf in transitive
    causal = {ECO.influences, ECO.cause, ECO.effect, ECO.causeOf, ECO.supports, ECO.disputes, ECO.supportedBy}
    for prop in transitive:
        assert not causal & set(ontology.transitive_subjects(RDFS.subPropertyOf, prop))
        assert not causal & set(ontology.transitive_objects(prop, RDFS.subPropertyOf))


def test_the_axioms_stay_inside_owl_2_rl(ontology: Graph) -> None:
    prefix = str(OWL)
    used = {
        str(n).removeprefix(prefix)
        for t in ontology
        for n in t
        if isinstance(n, URIRef) and n.startswith(prefix)
    }
    assert used <= RL_TERMS
    for node in {n for t in ontology for n in t if isinstance(n, BNode)}:
        kinds = set(ontology.objects(node, RDF.type))
        if OWL.Restriction in kinds:
            # The one anonymous class in use, a superclass; RL allows it on both sides.
            assert set(ontology.predicates(node)) == {RDF.type, OWL.onProperty, OWL.hasValue}
            assert set(ontology.predicates(None, node)) == {RDFS.subClassOf}
        else:
            assert OWL.AllDisjointClasses in kinds or (node, RDF.first, None) in ontology
    assert (None, OWL.imports, None) not in ontology


def test_no_term_is_a_class_and_a_property_or_two_sorts_of_property(ontology: Graph) -> None:
    sorts = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for one, other in combinations(sorts, 2):
        assert set(ontology.subjects(RDF.type, one)) & set(ontology.subjects(RDF.type, other)) == set()


def test_every_term_that_an_axiom_uses_is_declared(ontology: Graph) -> None:
    for prop in (RDFS.subClassOf, RDFS.domain, RDFS.range):
        for target in ontology.objects(None, prop):
            if isinstance(target, URIRef) and target.startswith(str(ECO)):
                assert (target, RDF.type, OWL.Class) in ontology, target
    properties = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for target in {*ontology.objects(None, RDFS.subPropertyOf), *ontology.objects(None, OWL.inverseOf)}:
        assert target == RDFS.label or properties & set(ontology.objects(target, RDF.type)), target


def test_a_data_property_has_a_literal_range_and_no_object_parent(ontology: Graph) -> None:
    objects = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    for prop in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        assert not objects & set(ontology.transitive_objects(prop, RDFS.subPropertyOf)), prop
        assert all("XMLSchema#" in str(o) for o in ontology.objects(prop, RDFS.range)), prop


@pytest.mark.parametrize(
    ("one", "other"), [*combinations(DISJOINT, 2), *combinations(GROUPS, 2)], ids=lambda name: str(name)
)
def test_nothing_is_two_sorts_of_thing(one: str, other: str) -> None:
    thing = URIRef(f"{INL}actor/x")
    with pytest.raises(ContradictionError, match=r"\bx is: "):
        Ecosystem([(thing, RDF.type, ECO[one]), (thing, RDF.type, ECO[other])])


def test_one_thing_of_each_sort_is_no_contradiction() -> None:
    things = [(URIRef(f"{INL}actor/{name}"), RDF.type, ECO[name]) for name in {*DISJOINT, *GROUPS}]
    assert len(Ecosystem(things).asserted) == len(things)


def test_an_assertion_cannot_support_and_dispute_the_same() -> None:
    claim, proposition = URIRef(f"{INL}assertion/a"), URIRef(f"{INL}proposition/p")
    with pytest.raises(ContradictionError, match=r"\ba · disputes · p\b"):
        Ecosystem([(claim, ECO.supports, proposition), (claim, ECO.disputes, proposition)])


def test_versions_and_licence_are_stated_in_every_file() -> None:
    for path in ontology_files():
        graph = Graph().parse(path)
        (this,) = graph.subjects(RDF.type, OWL.Ontology)
        assert graph.value(this, OWL.versionIRI) == URIRef(f"{this}/{graph.value(this, OWL.versionInfo)}")
        licence = URIRef("http://purl.org/dc/terms/license")
        assert graph.value(this, licence) == URIRef("https://creativecommons.org/licenses/by/4.0/")
