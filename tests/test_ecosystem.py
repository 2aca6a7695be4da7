"""The ecosystem: three graphs apart, every name of the op-ed found, conclusions only where they belong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem, fold
from ecosystem_graph.errors import NotFoundError, UnreadableFileError
from ecosystem_graph.resources import data_file
from ecosystem_graph.tables import export_tables, import_tables
from ecosystem_graph.turtle import Triple, parse
from ecosystem_graph.vocab import ASSERTED, CODE, ECO, INFERRED, INL, ONTOLOGY

TINY = Path(__file__).parent / "data" / "tiny"

#: What the op-ed names, and what that is here.
NAMED = {
    "NCE Heidner Biocluster": "nce-heidner-biocluster",
    "Norwegian Innovation Clusters": "norwegian-innovation-clusters",
    "Innovasjon Norge": "innovasjon-norge",
    "NCE Raufoss": "nce-raufoss",
    "NTNU Gjøvik": "ntnu-gjovik",
    "Sintef Manufacturing": "sintef-manufacturing",
    "Vitensenteret Innlandet": "vitensenteret-innlandet",
    "Gjøvikregionen International School": "gis",
    "Norsk Katapult": "norsk-katapult",
    "7 Sterke": "7sterke",
    "Norwegian Wood Cluster": "norwegian-wood-cluster",
    "VRInn": "vrinn",
    "HelseINN": "helseinn",
    "AgroToten": "agrototen",
    "CyberRange": "norwegian-cyber-range",
    "Snowball": "snowball",
    "Innlandsutvalget": "innlandsutvalget",
    "Innlandsutvalget 2015": "innlandsutvalget",
    "Hedmark fylkeskommune": "hedmark-fylkeskommune",
    "Oppland fylkeskommune": "oppland-fylkeskommune",
}


def plain(triples: Iterable[Triple]) -> set[Triple]:
    """The triples with plain texts, as a file has them; the store gives each its datatype xsd:string."""

    def text(node: Node) -> Node:
        return Literal(str(node)) if isinstance(node, Literal) and node.datatype == XSD.string else node

    return {(s, p, text(o)) for s, p, o in triples}


# --- names


@pytest.mark.parametrize("name", NAMED)
def test_every_name_of_the_op_ed_is_its_actor(innlandet: Ecosystem, name: str) -> None:
    actor = URIRef(f"{INL}actor/{NAMED[name]}")
    assert (actor, RDF.type, None) in innlandet.asserted
    assert innlandet.resolve(name) == actor
    assert innlandet.resolve(name.upper()) == actor
    assert innlandet.find(name)[0].iri == actor


def test_torger_reve_is_found_with_his_definition_and_is_no_thing_himself(innlandet: Ecosystem) -> None:
    (match,) = innlandet.find("Torger Reve")
    assert match.iri == URIRef(f"{INL}source/reve-definition")
    assert (ECO.Cluster, DCTERMS.source, match.iri) in innlandet.ontology
    with pytest.raises(NotFoundError, match="named like it: reve-definition") as caught:
        innlandet.resolve("Torger Reve")
    assert "; lignende navn: reve-definition (" in caught.value.told("nb")


def test_one_thing_has_many_names(innlandet: Ecosystem) -> None:
    wanted = URIRef(f"{INL}actor/ntnu-gjovik")
    names = (
        "ntnu-gjovik",
        "inl:actor/ntnu-gjovik",
        "actor:ntnu-gjovik",
        str(wanted),
        "NTNU i Gjøvik",
        "ntnu i gjovik",
    )
    assert {innlandet.resolve(name) for name in names} == {wanted}
    assert innlandet.resolve("eco:influences") == ECO.influences


def test_a_name_of_two_things_lists_both(innlandet: Ecosystem) -> None:
    with pytest.raises(NotFoundError) as caught:
        innlandet.resolve("Gjøvik")
    assert caught.value.told("en") == "no single thing named 'Gjøvik'; it may be: gjovik, gjovik-town"
    told = "ukjent ting (navnet er ikke entydig): 'Gjøvik'; det kan være: gjovik, gjovik-town"
    assert caught.value.told("nb") == told
    assert innlandet.resolve("gjovik") == URIRef(f"{INL}place/gjovik")


def test_a_misspelt_name_gets_near_ones(innlandet: Ecosystem) -> None:
    with pytest.raises(NotFoundError) as caught:
        innlandet.resolve("nce-raufos")
    assert caught.value.suggestions[0] == "nce-raufoss"
    assert caught.value.told("nb").startswith("ukjent ting: 'nce-raufos'; mente du 'nce-raufoss'")
    address = f"{INL}actor/nce-raufos"
    for same in ("inl:actor/nce-raufos", address):
        with pytest.raises(NotFoundError) as caught:
            innlandet.resolve(same)
        assert caught.value.suggestions[0] == "nce-raufoss"
    assert caught.value.told("en").startswith(f"no thing named '{address}'; did you mean 'nce-raufoss'")
    for unknown in ("eco:memebrOf", "https://nowhere.example/x", "", "   ", "?"):
        with pytest.raises(NotFoundError):
            innlandet.resolve(unknown)


def test_kinds_limit_what_a_name_may_mean(innlandet: Ecosystem) -> None:
    assert innlandet.resolve("innlandet", ("place",)) == URIRef(f"{INL}place/innlandet")
    with pytest.raises(NotFoundError):
        innlandet.resolve("geno", ("place", "topic"))


def test_every_actor_is_found_by_its_slug_and_each_of_its_names(innlandet: Ecosystem) -> None:
    actors = innlandet.actors()
    assert len(actors) == 627
    for actor in actors:
        slug = actor.rsplit("/", 1)[-1]
        assert innlandet.resolve(slug) == actor
    for actor in actors[::25]:
        for name in (
            *innlandet.asserted.objects(actor, RDFS.label),
            *innlandet.asserted.objects(actor, SKOS.altLabel),
        ):
            assert actor in {match.iri for match in innlandet.find(str(name), 50)}


def test_labels_are_given_in_the_language_asked_for(innlandet: Ecosystem) -> None:
    bi = URIRef(f"{INL}actor/bi")
    assert innlandet.label(bi) == "Handelshøyskolen BI"
    assert innlandet.label(bi, "en") == "BI Norwegian Business School"
    assert innlandet.label(ECO.memberOf, "nb") == "medlem av"
    assert innlandet.label(CODE["kind/cluster"], "en") == "cluster"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Høgskolen i  Gjøvik!", "hogskolen i gjovik"),
        ("ÅSE", "ase"),
        ("Café—é", "cafe e"),
        ("  ", ""),
        ("7 Sterke", "7 sterke"),
    ],
)
def test_texts_are_compared_without_case_accents_and_signs(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(fold(text)) == folded


# --- the three graphs


def test_the_graphs_stand_apart_and_together(innlandet: Ecosystem) -> None:
    parts = [set(innlandet.dataset.graph(name)) for name in (ONTOLOGY, ASSERTED, INFERRED)]
    assert [set(graph) for graph in (innlandet.ontology, innlandet.asserted, innlandet.inferred)] == parts
    assert not parts[2] & (parts[0] | parts[1])
    assert plain(parts[1]) == parse(data_file())
    assert len(innlandet.dataset) == len(parts[0] | parts[1] | parts[2])
    assert innlandet.region == "innlandet"


def test_influences_follows_from_claims_and_is_never_stated(innlandet: Ecosystem) -> None:
    cluster = URIRef(f"{INL}actor/nce-raufoss")
    reached = {str(o).rsplit("/", 1)[-1] for o in innlandet.inferred.objects(cluster, ECO.influences)}
    assert reached >= {"ntnu-gjovik", "sintef-manufacturing", "vitensenteret-innlandet", "gis", "mtnc"}
    assert (None, ECO.influences, None) not in innlandet.asserted
    assert (None, ECO.influences, None) not in innlandet.ontology


def test_influence_is_exactly_what_some_supporting_assertion_says(innlandet: Ecosystem) -> None:
    facts = innlandet.asserted
    supported = set(facts.objects(None, ECO.supports))
    told = {(facts.value(p, ECO.cause), facts.value(p, ECO.effect)) for p in supported}
    assert set(innlandet.inferred.subject_objects(ECO.influences)) == told
    only_disputed = set(facts.objects(None, ECO.disputes)) - supported
    assert only_disputed
    for proposition in only_disputed:
        pair = (facts.value(proposition, ECO.cause), facts.value(proposition, ECO.effect))
        assert pair in told or (pair[0], ECO.influences, pair[1]) not in innlandet.inferred


def test_an_actor_in_gjovik_is_in_innlandet_only_by_inference(innlandet: Ecosystem) -> None:
    county = URIRef(f"{INL}place/innlandet")
    in_gjovik = set(innlandet.asserted.subjects(ECO.municipality, URIRef(f"{INL}place/gjovik")))
    assert len(in_gjovik) > 20
    for actor in in_gjovik:
        assert (actor, ECO.locatedIn, county) in innlandet.inferred
        assert (actor, None, county) not in innlandet.asserted


def test_flat_edges_are_the_relations_without_time(innlandet: Ecosystem) -> None:
    facts = innlandet.asserted
    told = {
        (facts.value(node, ECO.member), facts.value(node, ECO.memberOrganisation))
        for node in facts.subjects(RDF.type, ECO.Membership)
    }
    assert set(innlandet.inferred.subject_objects(ECO.memberOf)) == told


def test_sphere_and_kind_follow_from_the_class(innlandet: Ecosystem) -> None:
    for actor in innlandet.actors():
        kind = innlandet.actor_class(actor)
        assert len(set(innlandet.inferred.objects(actor, ECO.sphere))) == 1, actor
        (code,) = innlandet.inferred.objects(actor, ECO.kind)
        assert (code, SKOS.notation, Literal(str(kind).rsplit("#", 1)[-1])) in innlandet.ontology
        assert (actor, RDF.type, ECO.Actor) in innlandet.inferred


def test_what_is_no_actor_has_no_actor_class(innlandet: Ecosystem) -> None:
    with pytest.raises(NotFoundError, match="no actor named 'gjovik'"):
        innlandet.actor_class(URIRef(f"{INL}place/gjovik"))


# --- reading and saving


def test_a_region_is_read_from_tables_and_from_turtle_alike(tmp_path: Path) -> None:
    from_tables = Ecosystem.load(TINY, reason=False)
    from_tables.save(tmp_path / "vesle.ttl")
    from_turtle = Ecosystem.load(tmp_path / "vesle.ttl", reason=False)
    assert plain(from_turtle.asserted) == plain(from_tables.asserted) == import_tables(TINY)[0]
    assert from_turtle.region == from_tables.region == "vesle"
    assert from_turtle.resolve("Ask Mekaniske") == URIRef(f"{from_turtle.base}actor/ask")
    assert len(from_turtle.inferred) == 0
    export_tables(set(from_turtle.asserted), tmp_path / "tables")
    assert (tmp_path / "tables" / "organisations.csv").read_bytes() == (
        TINY / "organisations.csv"
    ).read_bytes()


def test_saving_with_conclusions_keeps_every_triple(tmp_path: Path) -> None:
    ecosystem = Ecosystem.load(TINY)
    ecosystem.save(tmp_path / "all.ttl", inferred=True)
    assert parse(tmp_path / "all.ttl") == plain(ecosystem.asserted) | plain(ecosystem.inferred)


def test_a_name_given_as_text_is_a_path_too(tmp_path: Path) -> None:
    assert Ecosystem.load(str(TINY), reason=False).region == "vesle"
    with pytest.raises(UnreadableFileError):
        Ecosystem.load(str(tmp_path / "none.ttl"), reason=False)


def test_an_enterprise_of_a_register_goes_by_its_legal_name() -> None:
    unit = URIRef("https://data.brreg.no/enhetsregisteret/api/enheter/999999999")
    name = URIRef("http://www.w3.org/ns/regorg#legalName")
    assert Ecosystem([(unit, name, Literal("Ås AS"))], reason=False).label(unit) == "Ås AS"
    named = [(unit, name, Literal("Ås AS")), (unit, RDFS.label, Literal("Ås", lang="nb"))]
    assert Ecosystem(named, reason=False).label(unit) == "Ås"
