"""Proofs: found, told in words, drawn, and judged by a checker that knows nothing of the search."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rdflib import OWL, RDF, Graph, Namespace, URIRef
from rdflib.namespace import PROV

from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning import (
    ASSERTED,
    Proof,
    Reasoner,
    close,
    contradictions_text,
    contradictions_told,
    faults,
    labels_in,
    proof_json,
    proof_mermaid,
    proof_text,
    proof_turtle,
    refusal_json,
    refusal_text,
    sources_in,
)

EX = Namespace("http://example.org/")
TOY = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
:Cluster rdfs:subClassOf :Actor ; rdfs:label "klynge"@nb , "cluster"@en ; owl:disjointWith :Place .
:Actor rdfs:subClassOf :Thing .
:memberOf rdfs:label "medlem av"@nb , "member of"@en ;
  owl:propertyChainAxiom ( :hasMembership :organisation ) .
:hasMembership owl:inverseOf :member ; rdfs:label "har medlemskap"@nb , "has membership"@en .
:partOf a owl:TransitiveProperty .
:m1 :member :geno ; :organisation :heidner ; prov:hadPrimarySource :s1 .
:m2 :member :geno ; :organisation :heidner ; prov:hadPrimarySource :s2 .
:m3 :member :norsvin ; prov:hadPrimarySource :s1 .
:geno rdfs:label "Geno" .
:heidner a :Cluster ; rdfs:label "NCE Heidner" .
:a :partOf :b . :b :partOf :c . :c :partOf :a , :d .
:s1 rdfs:label "Årsrapport" . :s2 rdfs:label "Nettside" .
"""
EDGE = (EX.geno, EX.memberOf, EX.heidner)


@pytest.fixture
def graph():
    return Graph().parse(data=TOY, format="turtle")


@pytest.fixture
def toy(graph):
    return Reasoner(graph)


def test_shortest_proof_goes_down_to_asserted_facts(toy, graph):
    (proof,) = toy.explain(EDGE)
    assert (proof.rule, proof.height, proof.size) == ("prp-spo2", 2, 2)
    assert all(triple in graph for triple in proof.asserted())
    assert faults(proof, graph) == []


def test_all_proofs_name_every_source(toy, graph):
    proofs = toy.explain(EDGE, limit=10)
    assert len(proofs) == 2
    assert {s for p in proofs for t in p.asserted() for s in sources_in(graph)(t)} == {EX.s1, EX.s2}


def test_asserted_triple_is_its_own_proof(toy):
    assert toy.explain((EX.heidner, RDF.type, EX.Cluster)) == (
        Proof((EX.heidner, RDF.type, EX.Cluster), ASSERTED),
    )


def test_circles_are_cut(toy, graph):
    """Parts run in a circle a, b, c, a; no proof rests on what it proves."""
    for goal in ((EX.a, EX.partOf, EX.a), (EX.a, EX.partOf, EX.d), (EX.c, EX.partOf, EX.c)):
        proofs = toy.explain(goal, limit=20)
        assert proofs
        for proof in proofs:
            assert sum(step.conclusion == goal for step in proof.steps()) == 1
            assert faults(proof, graph) == []
        assert [p.height for p in proofs] == sorted(p.height for p in proofs)


def test_words(toy, graph):
    said = {
        lang: proof_text(toy.explain(EDGE), labels_in(graph), sources_in(graph), lang)
        for lang in ("nb", "en")
    }
    assert said["nb"].splitlines()[:3] == [
        "Geno · medlem av · NCE Heidner",
        "fordi: en kjede av egenskaper (prp-spo2)",
        "├─ «medlem av» følger av kjeden har medlemskap → organisation  [oppgitt]",
    ]
    assert said["en"].splitlines()[:2] == [
        "Geno · member of · NCE Heidner",
        "because: a chain of properties (prp-spo2)",
    ]
    assert "[oppgitt; kilde: " in said["nb"]
    assert "[asserted; source: " in said["en"]


def test_json(toy, graph):
    (told,) = json.loads(proof_json(toy.explain(EDGE), labels_in(graph), sources_in(graph), "en"))
    assert told["triple"] == [term.n3() for term in EDGE]
    assert told["rule"] == "prp-spo2"
    leaves = [p for p in told["premises"] if p["rule"] == ASSERTED]
    assert leaves[-1]["sources"] in ([str(EX.s1)], [str(EX.s2)])


def test_provenance(toy, graph):
    text = proof_turtle(toy.explain(EDGE, limit=5), labels_in(graph), sources_in(graph), "en")
    made = Graph().parse(data=text, format="turtle")
    (node,) = made.subjects(RDF.predicate, EX.memberOf)
    assert len(set(made.objects(node, PROV.wasDerivedFrom))) == 5
    plans = {
        p
        for a in made.objects(node, PROV.wasGeneratedBy)
        for q in made.objects(a, PROV.qualifiedAssociation)
        for p in made.objects(q, PROV.hadPlan)
    }
    assert plans == {URIRef("https://w3id.org/innovation-ecosystem/code/rule/prp-spo2")}
    assert set(made.objects(None, PROV.hadPrimarySource)) == {EX.s1, EX.s2}
    again = proof_turtle(Reasoner(graph).explain(EDGE, limit=5), labels_in(graph), sources_in(graph), "en")
    assert set(Graph().parse(data=again, format="turtle").subjects(PROV.wasDerivedFrom)) == set(
        made.subjects(PROV.wasDerivedFrom)
    )


def test_mermaid(toy, graph):
    drawn = proof_mermaid(toy.explain(EDGE), labels_in(graph), sources_in(graph), "nb").splitlines()
    assert drawn[0] == "flowchart TD"
    assert any(line.strip().endswith('["Geno · medlem av · NCE Heidner"]') for line in drawn)
    assert sum('"prp-spo2"' in line for line in drawn) == 3


def test_near_miss(toy, graph):
    """Norsvin has a membership, but nobody says in what."""
    goal = (EX.norsvin, EX.memberOf, EX.heidner)
    assert toy.explain(goal) == ()
    nearest = toy.near_misses(goal)[0]
    assert nearest.rule == "prp-spo2"
    assert nearest.missing == ((EX.m3, EX.organisation, EX.heidner),) or nearest.missing[0][0] == EX.norsvin
    assert ((EX.m3, EX.organisation, EX.heidner),) in {m.missing for m in toy.near_misses(goal)}
    told = refusal_text(toy, goal, labels_in(graph), "nb")
    assert told.startswith("Dette følger ikke av grafen: norsvin · medlem av · NCE Heidner")
    assert "mangler: m3 · organisation · NCE Heidner" in told
    assert json.loads(refusal_json(toy, goal, labels_in(graph), "en"))["near"][0]["rule"] == "prp-spo2"


def test_the_other_way_round(toy, graph):
    assert toy.similar((EX.heidner, EX.memberOf, EX.geno)) == (EDGE,)
    assert "Geno · member of · NCE Heidner" in refusal_text(
        toy, (EX.heidner, EX.memberOf, EX.geno), labels_in(graph), "en"
    )


def test_nothing_concludes_it(toy, graph):
    goal = (EX.geno, EX.unheardOf, EX.heidner)
    assert toy.explain(goal) == ()
    assert toy.near_misses(goal) == ()
    assert "Ingen regel" in refusal_text(toy, goal, labels_in(graph), "nb")


def test_contradiction_tells_what_clashes(graph):
    graph.add((EX.heidner, RDF.type, EX.Place))
    closure = close(graph, ())
    (clash,) = closure.contradictions
    assert clash.rule == "cax-dw"
    assert set(clash.facts) == {
        (EX.Cluster, OWL.disjointWith, EX.Place),
        (EX.heidner, RDF.type, EX.Cluster),
        (EX.heidner, RDF.type, EX.Place),
    }
    assert faults(clash.proof, graph) == []
    told = contradictions_text(closure.contradictions, labels_in(graph), sources_in(graph), "nb")
    assert told.startswith("Motsigelse\nfordi: klassene utelukker hverandre (cax-dw)")
    both = contradictions_told(closure.contradictions, labels_in(graph), sources_in(graph))
    assert both.nb == told.rstrip()
    assert both.startswith("Contradiction\nbecause: the classes exclude each other (cax-dw)")


@pytest.mark.parametrize("engine", ["rules", "owlrl"])
def test_a_contradiction_is_an_error_in_both_languages(graph, engine):
    graph.add((EX.heidner, RDF.type, EX.Place))
    closure = close(graph, (), engine=engine)
    with pytest.raises(ContradictionError) as caught:
        closure.require_consistent()
    (clash,) = closure.contradictions
    norwegian = contradictions_told([clash], labels_in(graph), sources_in(graph)).nb
    if engine == "rules":
        facts = "; ".join(" ".join(term.n3() for term in fact) for fact in clash.facts)
        assert caught.value.told("en") == f"the classes exclude each other (cax-dw): {facts}"
        assert caught.value.told("nb") == f"klassene utelukker hverandre (cax-dw): {facts}"
        assert norwegian.startswith("Motsigelse")
    else:  # owlrl speaks English only
        assert caught.value.told("nb") == str(caught.value) == norwegian


def test_checker_rejects_what_does_not_follow(toy, graph):
    (proof,) = toy.explain(EDGE)
    wrong_conclusion = replace(proof, conclusion=(EX.heidner, EX.memberOf, EX.geno))
    wrong_rule = replace(proof, rule="cax-sco")
    short = replace(proof, premises=proof.premises[:-1])
    invented = Proof((EX.geno, EX.memberOf, EX.a), ASSERTED)
    other_list = replace(proof, lists=((proof.lists[0][0], (EX.member, EX.organisation)),))
    for bad in (wrong_conclusion, wrong_rule, short, invented, other_list):
        assert faults(bad, graph)
    (said,) = faults(invented, graph)
    geno, member, a = (term.n3() for term in (EX.geno, EX.memberOf, EX.a))
    assert (said, said.nb) == (f"{geno} {member} {a} is not asserted", f"{geno} {member} {a} er ikke oppgitt")
