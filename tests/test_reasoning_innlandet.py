"""The whole of Innlandet: the same conclusions as owlrl, each one explained and each explanation checked."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from rdflib import RDF, Graph, URIRef

from ecosystem_graph.reasoning import Reasoner, compare, faults
from ecosystem_graph.resources import data_file, ontology_files
from ecosystem_graph.vocab import ECO


@pytest.fixture(scope="module")
def ontology():
    graph = Graph()
    for path in ontology_files():
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def facts():
    return Graph().parse(data_file())


@pytest.fixture(scope="module")
def reasoner(ontology, facts):
    return Reasoner(ontology, facts)


def test_equal_to_owlrl(ontology, facts):
    comparison = compare(ontology, facts)
    assert comparison.agree, (sorted(comparison.missing)[:5], sorted(comparison.extra)[:5])


def test_no_contradiction(reasoner):
    assert reasoner.contradictions() == ()


def test_every_conclusion_is_explained_and_checked(reasoner, ontology, facts):
    graph = ontology + facts
    rules = Counter()
    for triple in reasoner.inferred(trivial=True):
        (proof,) = reasoner.explain(triple)
        assert proof.conclusion == triple
        assert faults(proof, graph) == []
        rules[proof.rule] += 1
    assert rules["prp-spo2"] > 1000
    assert set(rules) >= {"cax-sco", "prp-spo1", "prp-spo2", "prp-inv2", "cls-hv1"}


def test_flat_edges_rest_on_a_relation_with_a_source(reasoner, ontology, facts):
    sourced = {
        s for s, _, _ in facts.triples((None, URIRef("http://www.w3.org/ns/prov#hadPrimarySource"), None))
    }
    edges = [t for t in reasoner.inferred() if t[1] == ECO.memberOf]
    assert edges
    for edge in edges:
        assert any(t[0] in sourced for proof in reasoner.explain(edge) for t in proof.asserted())


def test_relations_come_and_go(ontology, facts):
    """Withdrawn and stated again, in any order, relations leave the conclusions as they were."""
    reasoner = Reasoner(ontology, facts)
    before = frozenset(reasoner.inferred())
    relations = sorted(s for s in set(facts.subjects(RDF.type)) if "/relation/" in s)
    chosen = random.Random(3).sample(relations, 12)
    groups = [list(facts.triples((relation, None, None))) for relation in chosen]
    for group in groups:
        assert reasoner.withdraw(group).lost
    assert frozenset(reasoner.inferred()) < before
    for group in reversed(groups):
        assert reasoner.add(group).gained
    assert frozenset(reasoner.inferred()) == before
    assert len(reasoner.add([]).gained) == 0
