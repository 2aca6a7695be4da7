"""The set-wise engine concludes what the rule engine concludes, and says when it cannot."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning import Reasoner
from ecosystem_graph.reasoning.rules import rule_named
from ecosystem_graph.reasoning.setwise import SetWise, Unsuitable
from ecosystem_graph.registers import Choice, brreg_lines, store_lines
from ecosystem_graph.store import about, fill, filling, opened
from ecosystem_graph.store.setwise import set_wise
from ecosystem_graph.tables import import_tables
from ecosystem_graph.turtle import quads
from ecosystem_graph.vocab import ASSERTED, ECO, INFERRED, INL

HERE = Path(__file__).parent / "data" / "registers"
Triple = tuple[Node, Node, Node]
EX = "https://example.org/"


def closed(facts: Iterable[Triple]) -> set[ox.Quad]:
    store = ox.Store()
    store.bulk_extend(quads(facts, ASSERTED))
    return set(set_wise(store))


def by_hand(ontology: Iterable[Triple], facts: Iterable[Triple]) -> tuple[set[tuple[str, ...]], bool]:
    """Conclusions and whether there is a contradiction, with the facts fed by hand."""
    engine = SetWise(ontology)
    facts = set(facts)
    predicates = {str(p) for _, p, _ in facts if p != RDF.type}
    classes = {str(o) for _, p, o in facts if p == RDF.type}
    axioms = engine.axioms()
    if predicates & set(axioms[0]) or classes & set(axioms[1]):
        raise Unsuitable
    known = engine.candidates()
    read = engine.reading(predicates & set(known[0]), classes & set(known[1]))
    for predicate in read[0]:
        engine.take(predicate, [(s.n3(), o.n3()) for s, p, o in facts if str(p) == predicate])  # type: ignore[attr-defined]
    for cls in read[1]:
        engine.take_members(cls, [s.n3() for s, p, o in facts if p == RDF.type and str(o) == cls])  # type: ignore[attr-defined]
    engine.run()
    made = {(s, predicate, o) for predicate, _, pairs in engine.conclusions() for s, o in pairs}
    return made, bool(engine.clashes)


def test_all_of_innlandet_is_concluded_as_by_the_rule_engine(innlandet: Ecosystem) -> None:
    assert closed(innlandet.facts) == set(quads(innlandet.conclusions, INFERRED))
    assert len(innlandet.conclusions) > 15_000


def test_a_register_in_a_store_is_concluded_as_by_the_rule_engine(tmp_path: Path) -> None:
    files = [HERE / "enheter.json"], [HERE / "underenheter.json"]
    lines = list(brreg_lines(*files, choice=Choice(sole_proprietors=True), source=f"{EX}source"))
    told = store_lines(lines, tmp_path / "store", what="test")
    text = io.BytesIO("".join(lines).encode())
    plain = Ecosystem(_rdflib(q) for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    assert told.inferred == len(plain.conclusions)
    graph = ox.NamedNode(INFERRED)
    found = set(opened(tmp_path / "store").store.quads_for_pattern(None, None, None, graph))
    assert found == set(quads(plain.conclusions, INFERRED))
    lillehammer = URIRef("https://w3id.org/innovation-ecosystem/norway/place/3405")
    unit = URIRef("https://data.brreg.no/enhetsregisteret/api/enheter/912668355")
    county = URIRef("https://w3id.org/innovation-ecosystem/norway/place/34")
    assert {(unit, ECO.locatedIn, lillehammer), (unit, ECO.locatedIn, county)} <= plain.conclusions


def _rdflib(quad: ox.Quad) -> Triple:
    def term(node: object) -> Node:
        if isinstance(node, ox.Literal):
            if node.language:
                return Literal(node.value, lang=node.language)
            kind = URIRef(node.datatype.value)
            return Literal(node.value) if kind == XSD.string else Literal(node.value, datatype=kind)
        return URIRef(node.value)  # type: ignore[attr-defined]

    return term(quad.subject), term(quad.predicate), term(quad.object)


CLASSES = [URIRef(f"{EX}C{n}") for n in range(5)]
PROPERTIES = [URIRef(f"{EX}p{n}") for n in range(5)]
THINGS = [URIRef(f"{EX}i{n}") for n in range(5)]
a_class, a_property, a_thing = (st.sampled_from(some) for some in (CLASSES, PROPERTIES, THINGS))
AXIOMS = st.one_of(
    st.tuples(a_class, st.just(RDFS.subClassOf), a_class),
    st.tuples(a_class, st.just(OWL.equivalentClass), a_class),
    st.tuples(a_class, st.just(OWL.disjointWith), a_class),
    st.tuples(a_property, st.just(RDFS.subPropertyOf), a_property),
    st.tuples(a_property, st.just(OWL.inverseOf), a_property),
    st.tuples(a_property, st.just(OWL.propertyDisjointWith), a_property),
    st.tuples(a_property, st.sampled_from([RDFS.domain, RDFS.range]), a_class),
    st.tuples(
        a_property,
        st.just(RDF.type),
        st.sampled_from(
            [
                OWL.TransitiveProperty,
                OWL.SymmetricProperty,
                OWL.AsymmetricProperty,
                OWL.IrreflexiveProperty,
            ]
        ),
    ),
    st.tuples(a_property, st.just("chain"), st.lists(a_property, min_size=2, max_size=3)),
    st.tuples(a_class, st.sampled_from([OWL.someValuesFrom, OWL.allValuesFrom]), a_property, a_class),
    st.tuples(a_class, st.just(OWL.hasValue), a_property, a_thing),
    st.tuples(
        a_class, st.sampled_from([OWL.intersectionOf, OWL.unionOf]), st.lists(a_class, min_size=1, max_size=3)
    ),
)  # fmt: skip
FACTS = st.one_of(st.tuples(a_thing, a_property, a_thing), st.tuples(a_thing, st.just(RDF.type), a_class))


def ontology_of(axioms: Iterable[tuple[object, ...]]) -> set[Triple]:
    graph = Graph()
    for axiom in axioms:
        if axiom[1] == "chain":
            graph.add((axiom[0], OWL.propertyChainAxiom, Collection(graph, BNode(), axiom[2]).uri))  # type: ignore[arg-type]
        elif len(axiom) == 4:
            graph.add((axiom[0], axiom[1], axiom[3]))  # type: ignore[arg-type]
            graph.add((axiom[0], OWL.onProperty, axiom[2]))  # type: ignore[arg-type]
        elif axiom[1] in (OWL.intersectionOf, OWL.unionOf):
            graph.add((axiom[0], axiom[1], Collection(graph, BNode(), axiom[2]).uri))  # type: ignore[arg-type]
        else:
            graph.add(axiom)  # type: ignore[arg-type]
    return set(graph)


@settings(max_examples=60, deadline=None)
@given(st.lists(AXIOMS, max_size=8), st.sets(FACTS, max_size=14))
def test_any_small_ontology_and_any_facts_give_the_same(
    axioms: list[tuple[object, ...]], facts: set[Triple]
) -> None:
    ontology = ontology_of(axioms)
    plain = Reasoner(ontology, facts)
    axioms_only = Reasoner(ontology)
    alone = set(axioms_only.inferred())
    expected = {tuple(n.n3() for n in t) for t in set(plain.inferred()) - alone}  # type: ignore[attr-defined]
    made, clash = by_hand(ontology, facts)
    assert {(s, f"<{p}>", o) for s, p, o in made} == expected
    # What the ontology contradicts by itself is not this engine's to find.
    if not axioms_only.contradictions():
        assert clash == bool(plain.contradictions())


@pytest.mark.parametrize(
    "fact",
    [
        (INL["actor/a"], OWL.sameAs, INL["actor/b"]),
        (ECO.Firm, RDFS.subClassOf, ECO.Place),
        (ECO.owns, RDF.type, OWL.TransitiveProperty),
    ],
)
def test_facts_that_are_axioms_are_left_to_the_rule_engine(fact: Triple) -> None:
    facts = {fact, (INL["actor/a"], RDF.type, ECO.University), (INL["actor/a"], ECO.owns, INL["actor/c"])}
    store = ox.Store()
    store.bulk_extend(quads(facts, ASSERTED))
    try:
        expected: set[ox.Quad] | None = set(quads(Ecosystem(facts).conclusions, INFERRED))
    except ContradictionError:
        expected = None
    if expected is None:
        with pytest.raises(ContradictionError):
            list(set_wise(store))
    else:
        assert set(set_wise(store)) == expected


def test_equalities_that_would_follow_are_refused() -> None:
    ontology = {(PROPERTIES[0], RDF.type, OWL.FunctionalProperty)}
    engine = SetWise(ontology)
    with pytest.raises(Unsuitable, match="may follow"):
        engine.reading([str(PROPERTIES[0])], [])


@pytest.mark.parametrize(
    "facts",
    [
        {(INL["actor/a"], RDF.type, ECO.Firm), (INL["actor/a"], RDF.type, ECO.Place)},
        {(INL["actor/a"], ECO.organisationNumber, Literal(912668355))},
        {(INL["actor/a"], ECO.municipality, INL["place/b"]), (INL["place/b"], RDF.type, ECO.Event)},
    ],
)
def test_a_contradiction_is_told_and_nothing_is_published(facts: set[Triple], tmp_path: Path) -> None:
    with pytest.raises(ContradictionError):
        Ecosystem(facts)
    with pytest.raises(ContradictionError, match=r"actor/a|912668355|place/b") as caught:
        closed(facts)
    for message in caught.value.messages:
        said = re.fullmatch(r".+? \(([a-z0-9-]+)\): (.+)", message)
        assert said
        name, told = said.groups()
        assert message.nb == f"{rule_named(name).nb} ({name}): {told}"
    lines = [f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in facts]  # type: ignore[attr-defined]
    with pytest.raises(ContradictionError):
        store_lines(lines, tmp_path / "store", what="test")
    assert not (tmp_path / "store" / "about.json").exists()


def test_an_import_adds_to_what_a_store_holds(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    first = store_lines(brreg_lines([HERE / "enheter.json"], source=f"{EX}a"), folder, what="test")
    more = store_lines(brreg_lines([HERE / "enheter.json"], source=f"{EX}b"), folder, what="test")
    assert more.asserted > first.asserted
    assert about(folder) == more


def test_more_facts_than_memory_takes_are_closed_set_by_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = import_tables(Path(__file__).parent / "data" / "tiny")[0]
    asked: list[int] = []

    def noted(store: ox.Store) -> Iterable[ox.Quad]:
        asked.append(len(store))
        return set_wise(store)

    monkeypatch.setattr(filling, "set_wise", noted)
    plain = fill(tmp_path / "plain", facts)
    assert asked == []
    monkeypatch.setattr(filling, "_MANY", len(facts) - 1)
    assert fill(tmp_path / "large", facts).inferred == plain.inferred
    assert len(asked) == 1
