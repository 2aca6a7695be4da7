"""Innlandet as data: sourced, resolvable, dated in order, told in two languages; computed without shapes."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from rdflib import FOAF, PROV, RDF, RDFS, BNode, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.resources import data_file
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, parse
from ecosystem_graph.vocab import CODE, ECO, INL

Things = dict[Node, dict[Node, set[Node]]]
#: What needs a source; the rest are sources, names of asserters, words for topics, and propositions.
SOURCED = ("actor", "place", "geometry", "relation", "observation", "event", "assertion")


@pytest.fixture(scope="module")
def facts() -> set[Triple]:
    return parse(data_file())


@pytest.fixture(scope="module")
def things(facts: set[Triple]) -> Things:
    found: Things = defaultdict(lambda: defaultdict(set))
    for s, p, o in facts:
        found[s][p].add(o)
    return found


def kind(thing: Node) -> str:
    return str(thing).removeprefix(str(INL)).split("/", 1)[0]


def test_every_fact_is_sourced(things: Things) -> None:
    counted = 0
    for thing, told in things.items():
        if kind(thing) in SOURCED:
            sources = told[PROV.hadPrimarySource]
            assert sources, thing
            assert all(things[source][RDF.type] == {ECO.Source} for source in sources), thing
            counted += 1
    assert counted > 3000


def test_every_reference_leads_to_a_thing(facts: set[Triple], things: Things) -> None:
    codes = {c for of in schema().codes.values() for c in of.values()} | {CODE["scheme/indicator"]}
    for s, p, o in facts:
        if isinstance(o, URIRef) and o.startswith(str(INL)):
            assert things[o][RDF.type], (s, p, o)
        elif isinstance(o, URIRef) and o.startswith(str(CODE)):
            assert o in codes, (s, p, o)
        elif p == RDF.type and o.startswith(str(ECO)):  # type: ignore[attr-defined]
            assert (o, None, None) in schema().graph, (s, p, o)


def test_there_are_no_blank_nodes_and_no_people(facts: set[Triple]) -> None:
    assert not [t for t in facts if any(isinstance(n, BNode) for n in t)]
    assert not [o for _, p, o in facts if p == RDF.type and o == FOAF.Person]


def test_every_thing_people_see_is_told_in_both_languages(things: Things) -> None:
    for thing, told in things.items():
        if kind(thing) in ("actor", "place", "topic", "event"):
            labels = [label for label in told[RDFS.label] if isinstance(label, Literal)]
            assert sorted(label.language or "" for label in labels) == ["en", "nb"], thing
        if kind(thing) == "assertion":
            told_in = [text.language for text in told[ECO.paraphrase] if isinstance(text, Literal)]
            assert sorted(language or "" for language in told_in) == ["en", "nb"], thing


def test_nothing_ends_before_it_begins(things: Things) -> None:
    dated = 0
    for thing, told in things.items():
        for first, last in ((ECO.start, ECO.end), (ECO.founded, ECO.dissolved)):
            for begin in told[first]:
                for end in told[last]:
                    length = min(len(str(begin)), len(str(end)))
                    assert str(begin)[:length] <= str(end)[:length], thing
                    dated += 1
    assert dated > 100


def test_texts_have_no_spaces_around_them_no_markup_and_no_replacement_characters(facts: set[Triple]) -> None:
    for _, p, o in facts:
        if isinstance(o, Literal):
            assert str(o) == str(o).strip(), o
            assert str(o), p
            assert not re.search(r"<\s*[A-Za-z/!]|\ufffd|&[a-z]+;|Ã[\x80-\xbf]", str(o)), o


def test_every_relation_has_the_two_ends_of_its_type(things: Things) -> None:
    types = {r.rdf_class: r for r in schema().relations}
    ends = {end for r in schema().relations for end in (r.subject, r.object)}
    for thing, told in things.items():
        if kind(thing) == "relation":
            (cls,) = told[RDF.type]
            assert isinstance(cls, URIRef)
            relation = types[cls]
            assert {p for p in told if p in ends and told[p]} == {relation.subject, relation.object}, thing
            (subject,), (target,) = told[relation.subject], told[relation.object]
            assert subject != target, thing


def test_propositions_are_one_for_each_cause_effect_and_sign(things: Things) -> None:
    seen: dict[tuple[frozenset[Node], ...], Node] = {}
    for thing, told in things.items():
        if kind(thing) == "proposition":
            content = tuple(frozenset(told[p]) for p in (ECO.cause, ECO.effect, ECO.polarity))
            assert all(len(values) == 1 for values in content), thing
            assert seen.setdefault(content, thing) == thing


def test_conflicting_statements_stand_side_by_side(things: Things) -> None:
    """49 or 50 partners: both are kept, each with its source."""
    said: dict[tuple[Node, ...], set[Node]] = defaultdict(set)
    for thing, told in things.items():
        if kind(thing) == "observation":
            key = tuple(
                min(told[p], key=str, default=Literal("")) for p in (ECO.about, ECO.indicator, ECO.year)
            )
            said[key] |= told[ECO.value]
    assert len([values for values in said.values() if len(values) > 1]) > 5
    heidner = URIRef(f"{INL}actor/nce-heidner-biocluster")
    figures = {str(v) for key, values in said.items() if key[0] == heidner for v in values}
    assert figures >= {"49", "50"}


def test_the_op_ed_is_a_source_with_its_claims(things: Things) -> None:
    seed = URIRef(f"{INL}source/seed")
    assert things[seed][RDF.type] == {ECO.Source}
    pairs = set()
    for thing, told in things.items():
        if kind(thing) == "assertion" and seed in told[PROV.hadPrimarySource]:
            (proposition,) = told[ECO.supports] | told[ECO.disputes]
            (cause,), (effect,) = things[proposition][ECO.cause], things[proposition][ECO.effect]
            pairs.add(tuple(str(end).rsplit("/", 1)[-1] for end in (cause, effect)))
    effects = {effect for cause, effect in pairs if cause == "nce-raufoss"}
    assert effects >= {"ntnu-gjovik", "sintef-manufacturing", "vitensenteret-innlandet", "gis", "mtnc"}
    assert len(pairs) > 6


def test_sources_have_titles_and_an_address_or_a_publisher(things: Things) -> None:
    for thing, told in things.items():
        if kind(thing) == "source":
            assert len(told[DCTERMS.title]) == 1, thing
            assert told[ECO.url] | told[DCTERMS.publisher], thing


def test_places_lie_in_norway_or_near_it(things: Things) -> None:
    wgs84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    located = 0
    for thing, told in things.items():
        if kind(thing) == "place" and told[URIRef(f"{wgs84}lat")]:
            (lat,), (lon,) = told[URIRef(f"{wgs84}lat")], told[URIRef(f"{wgs84}long")]
            assert 40 < float(str(lat)) < 72, thing
            assert -10 < float(str(lon)) < 32, thing
            located += 1
    assert located > 50
