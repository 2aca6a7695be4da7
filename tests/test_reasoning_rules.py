"""One case per rule of the W3C tables (OWL 2 Profiles, section 4.3), named after it."""

from __future__ import annotations

import pytest
from rdflib import Graph

from ecosystem_graph.reasoning import Reasoner, close, faults
from ecosystem_graph.reasoning.rules import RULES

PREFIXES = """
@prefix : <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CONCLUSIONS = {
    "eq-sym": (":a owl:sameAs :b .", ":b owl:sameAs :a"),
    "eq-trans": (":a owl:sameAs :b . :b owl:sameAs :c .", ":a owl:sameAs :c"),
    "eq-rep-s": (":a owl:sameAs :b . :a :p :c .", ":b :p :c"),
    "eq-rep-p": (":p owl:sameAs :q . :a :p :c .", ":a :q :c"),
    "eq-rep-o": (":c owl:sameAs :d . :a :p :c .", ":a :p :d"),
    "prp-dom": (":p rdfs:domain :C . :a :p :b .", ":a a :C"),
    "prp-rng": (":p rdfs:range :C . :a :p :b .", ":b a :C"),
    "prp-fp": (":p a owl:FunctionalProperty . :a :p :b , :c .", ":b owl:sameAs :c"),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :c .", ":a owl:sameAs :b"),
    "prp-symp": (":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a"),
    "prp-trp": (":p a owl:TransitiveProperty . :a :p :b . :b :p :c .", ":a :p :c"),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b"),
    "prp-spo2": (":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c . :c :s :d .", ":a :p :d"),
    "prp-eqp1": (":p owl:equivalentProperty :q . :a :p :b .", ":a :q :b"),
    "prp-eqp2": (":p owl:equivalentProperty :q . :a :q :b .", ":a :p :b"),
    "prp-inv1": (":p owl:inverseOf :q . :a :p :b .", ":b :q :a"),
    "prp-inv2": (":p owl:inverseOf :q . :a :q :b .", ":b :p :a"),
    "prp-key": (
        ":C owl:hasKey ( :p :q ) . :a a :C ; :p 1 ; :q 2 . :b a :C ; :p 1 , 3 ; :q 2 .",
        ":a owl:sameAs :b",
    ),
    "cls-int1": (":C owl:intersectionOf ( :D :E ) . :a a :D , :E .", ":a a :C"),
    "cls-int2": (":C owl:intersectionOf ( :D :E ) . :a a :C .", ":a a :E"),
    "cls-uni": (":C owl:unionOf ( :D :E ) . :a a :E .", ":a a :C"),
    "cls-svf1": (":C owl:someValuesFrom :D ; owl:onProperty :p . :a :p :b . :b a :D .", ":a a :C"),
    "cls-svf2": (":C owl:someValuesFrom owl:Thing ; owl:onProperty :p . :a :p :b .", ":a a :C"),
    "cls-avf": (":C owl:allValuesFrom :D ; owl:onProperty :p . :a a :C ; :p :b .", ":b a :D"),
    "cls-hv1": (":C owl:hasValue :b ; owl:onProperty :p . :a a :C .", ":a :p :b"),
    "cls-hv2": (":C owl:hasValue :b ; owl:onProperty :p . :a :p :b .", ":a a :C"),
    "cls-maxc2": (
        ':C owl:maxCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty :p . :a a :C ; :p :b , :c .',
        ":b owl:sameAs :c",
    ),
    "cls-maxqc3": (
        """:C owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty :p ; owl:onClass :D .
        :a a :C ; :p :b , :c . :b a :D . :c a :D .""",
        ":b owl:sameAs :c",
    ),
    "cls-maxqc4": (
        """:C owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ; owl:onProperty :p ;
        owl:onClass owl:Thing . :a a :C ; :p :b , :c .""",
        ":b owl:sameAs :c",
    ),
    "cls-oo": (":C owl:oneOf ( :a :b ) .", ":b a :C"),
    "cax-sco": (":C rdfs:subClassOf :D . :a a :C .", ":a a :D"),
    "cax-eqc1": (":C owl:equivalentClass :D . :a a :C .", ":a a :D"),
    "cax-eqc2": (":C owl:equivalentClass :D . :a a :D .", ":a a :C"),
    "scm-cls": (":C a owl:Class .", ":C rdfs:subClassOf owl:Thing"),
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E"),
    "scm-eqc1": (":C owl:equivalentClass :D .", ":D rdfs:subClassOf :C"),
    "scm-eqc2": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .", ":C owl:equivalentClass :D"),
    "scm-op": (":p a owl:ObjectProperty .", ":p owl:equivalentProperty :p"),
    "scm-dp": (":p a owl:DatatypeProperty .", ":p rdfs:subPropertyOf :p"),
    "scm-spo": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r"),
    "scm-eqp1": (":p owl:equivalentProperty :q .", ":q rdfs:subPropertyOf :p"),
    "scm-eqp2": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q"),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D"),
    "scm-dom2": (":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C"),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D"),
    "scm-rng2": (":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C"),
    "scm-hv": (
        """:C owl:hasValue :a ; owl:onProperty :p . :D owl:hasValue :a ; owl:onProperty :q .
        :p rdfs:subPropertyOf :q .""",
        ":C rdfs:subClassOf :D",
    ),
    "scm-svf1": (
        """:C owl:someValuesFrom :E ; owl:onProperty :p . :D owl:someValuesFrom :F ; owl:onProperty :p .
        :E rdfs:subClassOf :F .""",
        ":C rdfs:subClassOf :D",
    ),
    "scm-svf2": (
        """:C owl:someValuesFrom :E ; owl:onProperty :p . :D owl:someValuesFrom :E ; owl:onProperty :q .
        :p rdfs:subPropertyOf :q .""",
        ":C rdfs:subClassOf :D",
    ),
    "scm-avf1": (
        """:C owl:allValuesFrom :E ; owl:onProperty :p . :D owl:allValuesFrom :F ; owl:onProperty :p .
        :E rdfs:subClassOf :F .""",
        ":C rdfs:subClassOf :D",
    ),
    "scm-avf2": (
        """:C owl:allValuesFrom :E ; owl:onProperty :p . :D owl:allValuesFrom :E ; owl:onProperty :q .
        :p rdfs:subPropertyOf :q .""",
        ":D rdfs:subClassOf :C",
    ),
    "scm-int": (":C owl:intersectionOf ( :D :E ) .", ":C rdfs:subClassOf :E"),
    "scm-uni": (":C owl:unionOf ( :D :E ) .", ":E rdfs:subClassOf :C"),
}

CONTRADICTIONS = {
    "eq-diff1": ":a owl:sameAs :b ; owl:differentFrom :b .",
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :a :b :c ) . :b owl:sameAs :c .",
    "eq-diff3": "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :c ) . :b owl:sameAs :c .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :a .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .",
    "prp-adp": "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :a :q :b ; :r :b .",
    "prp-npa1": """[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b .
        :a :p :b .""",
    "prp-npa2": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1 . :a :p 1 .",
    "cls-nothing2": ":a a owl:Nothing .",
    "cls-com": ":C owl:complementOf :D . :a a :C , :D .",
    "cls-maxc1": """:C owl:maxCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty :p .
        :a a :C ; :p :b .""",
    "cls-maxqc1": """:C owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty :p ;
        owl:onClass :D . :a a :C ; :p :b . :b a :D .""",
    "cls-maxqc2": """:C owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty :p ;
        owl:onClass owl:Thing . :a a :C ; :p :b .""",
    "cax-dw": ":C owl:disjointWith :D . :a a :C , :D .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) . :a a :D , :E .",
    "dt-not-type": ":p rdfs:range xsd:byte . :a :p 300 .",
}


def graph_of(text):
    return Graph().parse(data=PREFIXES + text, format="turtle")


def test_every_rule_has_a_case():
    assert set(CONCLUSIONS) | set(CONTRADICTIONS) == {rule.name for rule in RULES}


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_conclusion(name):
    text, expected = CONCLUSIONS[name]
    premises, conclusion = graph_of(text), next(iter(graph_of(expected + " .")))
    assert conclusion not in premises
    reasoner = Reasoner(premises)
    assert conclusion in reasoner
    proofs = reasoner.explain(conclusion, limit=10)
    assert name in {step.rule for proof in proofs for step in proof.steps()}
    assert [faults(proof, premises) for proof in proofs] == [[]] * len(proofs)


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_each_premise_is_needed(name):
    text, expected = CONCLUSIONS[name]
    premises, conclusion = graph_of(text), next(iter(graph_of(expected + " .")))
    proof = Reasoner(premises).explain(conclusion)[0]
    for triple in proof.asserted():
        assert conclusion not in Reasoner(t for t in premises if t != triple)


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradiction(name):
    premises = graph_of(CONTRADICTIONS[name])
    found = [c for c in close(premises, ()).contradictions if c.rule == name]
    assert found
    assert all(faults(c.proof, premises) == [] for c in found)
    assert all(set(c.proof.asserted()) for c in found)


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_no_contradiction_without_each_fact(name):
    premises = graph_of(CONTRADICTIONS[name])
    contradiction = next(c for c in close(premises, ()).contradictions if c.rule == name)
    for triple in contradiction.proof.asserted():
        rest = close([t for t in premises if t != triple], ())
        assert name not in {c.rule for c in rest.contradictions}


def test_built_in_facts():
    known = Reasoner(graph_of(":a :p 1 ; :q 2 ."))
    for name, text in {
        "prp-ap": "rdfs:label a owl:AnnotationProperty",
        "cls-thing": "owl:Thing a owl:Class",
        "cls-nothing1": "owl:Nothing a owl:Class",
        "dt-type1": "xsd:int a rdfs:Datatype",
    }.items():
        (proof,) = known.explain(next(iter(graph_of(text + " ."))))
        assert proof.rule == name
        assert faults(proof, Graph()) == []


def test_dt_type2():
    """A value is of its datatype and of the wider ones: here a filler of a restriction."""
    reasoner = Reasoner(graph_of(":C owl:someValuesFrom xsd:decimal ; owl:onProperty :p . :a :p 1 ."))
    assert next(iter(graph_of(":a a :C ."))) in reasoner


def test_dt_diff():
    """Two values of a functional property clash where they differ, and only there."""
    functional = ":p a owl:FunctionalProperty . "
    assert close(graph_of(functional + ":a :p 1 , 2 ."), ()).contradictions
    assert not close(graph_of(functional + ":a :p 1 , 1.0 ."), ()).contradictions


def test_eq_ref():
    """Sameness is reflexive where an axiom speaks of owl:sameAs itself."""
    reasoner = Reasoner(graph_of("owl:sameAs rdfs:subPropertyOf :like . :a :p :b ."))
    assert next(iter(graph_of(":a :like :a ."))) in reasoner
    assert close(graph_of(":a owl:differentFrom :a ."), ()).contradictions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rdf:type rdfs:subPropertyOf :is . :a a :C .", ":a :is :C"),
        (":is rdfs:subPropertyOf rdf:type . :C rdfs:subClassOf :D . :a :is :C .", ":a a :D"),
        (":p owl:propertyChainAxiom ( :q rdf:type ) . :a :q :b . :b a :C .", ":a :p :C"),
        (
            ":C rdfs:subClassOf :D . :sub rdfs:subPropertyOf rdfs:subClassOf . :D :sub :E . :a a :C .",
            ":a a :E",
        ),
        (":a a :Meta . :Meta rdfs:subClassOf owl:SymmetricProperty . :x :a :y .", ":y :a :x"),
        ("[] owl:inverseOf :p ; rdfs:domain :C . :a :p :b .", ":b a :C"),
    ],
)
def test_axioms_about_the_vocabulary_itself(text, expected):
    """Rules whose axioms come to light only while the facts are closed; owlrl agrees."""
    premises, conclusion = graph_of(text), next(iter(graph_of(expected + " .")))
    ours, theirs = close((), premises), close((), premises, engine="owlrl")
    assert conclusion in ours.inferred
    assert ours.inferred == theirs.inferred
