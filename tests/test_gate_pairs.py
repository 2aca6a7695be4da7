"""OWL and SHACL as a pair: what the ontology commits to, a shape says before anything is inferred.

Every commitment that a fact can break is read off the ontology and broken. Reasoning must refute it where
OWL 2 RL can, and validation must find it by the shape in the table. A commitment without a row fails, and so
does a row without a commitment, so that the two files cannot drift apart.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection

from ecosystem_graph.reasoning import close
from ecosystem_graph.resources import shapes_file
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple
from ecosystem_graph.validation import validate
from ecosystem_graph.vocab import ECO

BASE = "https://w3id.org/innovation-ecosystem/pairs/"

#: Properties that lead to an actor, and to a place.
ACTORS = (
    "funder", "member", "memberOrganisation", "owned", "owner", "recipient", "statusHolder",
    "statusProgramme",
)  # fmt: skip
PLACES = ("inCounty", "innerPlace", "municipality", "outerPlace")
#: Commitment to the shape that says it. Classes that exclude each other: one shape, whatever the two are.
PAIRS: dict[tuple[str, str], str] = {
    ("disjoint", "sorts"): "OneClassShape",
    ("disjoint", "groups"): "OneClassShape",
    ("apart", "supports"): "OneStanceShape",
    ("domain", "aboutProposition"): "DomainShape-Assertion",
    ("domain", "cause"): "DomainShape-SpilloverProposition",
    ("domain", "effect"): "DomainShape-SpilloverProposition",
    ("domain", "organisationNumber"): "DomainShape-Actor",
    ("range", "aboutProposition"): "StanceShape",
    **dict.fromkeys((("range", prop) for prop in ACTORS), "RangeShape-Actor"),
    **dict.fromkeys((("range", prop) for prop in PLACES), "RangeShape-Place"),
    ("range", "focusTopic"): "RangeShape-Topic",
    ("datatype", "countyNumber"): "CountyNumberShape",
    ("datatype", "municipalityNumber"): "MunicipalityNumberShape",
    ("datatype", "ongoing"): "OngoingShape",
    ("datatype", "organisationNumber"): "OrganisationNumberShape",
    ("datatype", "unit"): "UnitShape",
    ("datatype", "value"): "ValueShape",
}
#: What RL's rules cannot refute: org:Organization, above which the domain is, excludes nothing of ours.
SHACL_ALONE = {("domain", "organisationNumber")}
#: The property a fact states where the ontology speaks of the one above it.
STATED = {"aboutProposition": "supports"}


def local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]


def ends(*pair: str) -> tuple[URIRef, URIRef]:
    """Two things of a case's own, so that all cases can be validated in one run."""
    return URIRef(f"{BASE}actor/{'-'.join(pair)}-x"), URIRef(f"{BASE}actor/{'-'.join(pair)}-y")


def commitments() -> dict[tuple[str, str], list[Triple]]:
    """Each commitment with facts that break it."""
    graph = schema().graph
    found: dict[tuple[str, str], list[Triple]] = {}
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = Collection(graph, graph.value(axiom, OWL.members))
        found["disjoint", "sorts" if ECO.Place in members else "groups"] = []
    for one, other in graph.subject_objects(OWL.propertyDisjointWith):
        x, y = ends("apart", local(one))
        found["apart", local(one)] = [(x, RDF.type, ECO.Assertion), (x, one, y), (x, other, y)]
    for prop, cls in graph.subject_objects(RDFS.domain):
        x, y = ends("domain", local(prop))
        value = Literal("923609016") if (prop, RDF.type, OWL.DatatypeProperty) in graph else y
        found["domain", local(prop)] = [(x, RDF.type, other_than(cls)), (x, stated(prop), value)]
    for prop, cls in graph.subject_objects(RDFS.range):
        if str(cls).startswith(str(XSD)):
            x, _ = ends("datatype", local(prop))
            wrong = Literal("4", datatype=XSD.decimal if cls != XSD.decimal else XSD.string)
            sort = ECO.Observation if local(prop) in ("unit", "value") else ECO.Firm
            found["datatype", local(prop)] = [(x, RDF.type, sort), (x, prop, wrong)]
        else:
            x, y = ends("range", local(prop))
            sort = ECO.Assertion if local(prop) in STATED else ECO.Membership
            found["range", local(prop)] = [
                (x, RDF.type, sort),
                (y, RDF.type, other_than(cls)),
                (x, stated(prop), y),
            ]
    return found


def other_than(cls: object) -> URIRef:
    return ECO.Topic if cls != ECO.Topic else ECO.Place


def stated(prop: object) -> URIRef:
    return ECO[STATED.get(local(prop), local(prop))]


COMMITMENTS = commitments()


def test_every_commitment_of_the_ontology_has_its_shape_and_every_row_its_commitment() -> None:
    assert set(COMMITMENTS) == set(PAIRS)


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """Per thing the shapes it breaks, all cases in one run."""
    found: dict[str, set[str]] = defaultdict(set)
    for violation in validate([triple for facts in COMMITMENTS.values() for triple in facts]).violations:
        if violation.severity == "Violation":
            found[violation.thing].add(violation.rule)
    return found


@pytest.mark.parametrize("pair", [p for p in PAIRS if p[0] != "disjoint"], ids=" ".join)
def test_reasoning_refutes_it_and_a_shape_says_so_first(
    pair: tuple[str, str], said: dict[str, set[str]]
) -> None:
    assert bool(close(schema().graph, COMMITMENTS[pair]).contradictions) == (pair not in SHACL_ALONE)
    assert PAIRS[pair] in said[str(ends(*pair)[0])]


def test_every_two_classes_that_exclude_each_other_are_refuted_and_said_by_a_shape() -> None:
    graph = schema().graph
    facts: list[Triple] = []
    pairs = 0
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for two in combinations(sorted(Collection(graph, graph.value(axiom, OWL.members))), 2):
            thing = URIRef(f"{BASE}actor/{'-'.join(map(local, two))}")
            facts += [(thing, RDF.type, cls) for cls in two]
            pairs += 1
    refuted = {
        s for c in close(graph, facts).contradictions for s, _, _ in c.facts if str(s).startswith(BASE)
    }
    said = {v.thing for v in validate(facts).violations if v.rule == PAIRS["disjoint", "sorts"]}
    assert len(refuted) == len(said) == pairs >= 36 + 15


def test_the_same_facts_with_the_right_class_break_neither() -> None:
    graph = schema().graph
    facts: list[Triple] = []
    for prop, cls in graph.subject_objects(RDFS.range):
        if not str(cls).startswith(str(XSD)):
            x, y = ends(local(prop))
            facts += [(x, stated(prop), y), (y, RDF.type, ECO.Firm if cls == ECO.Actor else cls)]
    assert len(facts) > 20
    assert close(graph, facts).contradictions == ()
    assert [v for v in validate(facts).violations if v.rule.startswith("RangeShape")] == []


def test_shapes_say_of_classes_and_properties_only_what_owl_does_not_contradict() -> None:
    """The reverse: what a shape asks of a class or property is what the ontology says of it."""
    graph, shapes = schema().graph, Graph().parse(shapes_file())
    for rule, cls in shapes.subject_objects(SH["class"]):
        if not str(cls).startswith(str(ECO)):
            continue
        assert (cls, RDF.type, OWL.Class) in graph, rule
        if (path := shapes.value(rule, SH.path)) is None:
            continue
        for prop in [path, *Collection(shapes, shapes.value(path, SH.alternativePath, default=RDF.nil))]:
            for wanted in graph.objects(prop, RDFS.range):
                above = set(graph.transitive_objects(cls, RDFS.subClassOf))
                assert wanted in above, (
                    f"{local(rule)} asks for {local(cls)}, the ontology for {local(wanted)}"
                )
    for rule, datatype in shapes.subject_objects(SH.datatype):
        for wanted in graph.objects(shapes.value(rule, SH.path, default=RDF.nil), RDFS.range):
            assert datatype == wanted, f"{local(rule)}: {local(datatype)}, in the ontology {local(wanted)}"
