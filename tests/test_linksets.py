"""Links to other registers: well formed, about things that exist, sure by more than a name, counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import RDF, SKOS, VOID, Graph, Literal, URIRef

from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import DataError, UnreadableFileError
from ecosystem_graph.linksets import (
    LINKS,
    Linkset,
    Mapping,
    attach,
    link_triples,
    linkset_paths,
    linksets_of,
    read_linkset,
    shipped,
)
from ecosystem_graph.pages import Site
from ecosystem_graph.queries import run
from ecosystem_graph.registers.nace import known
from ecosystem_graph.resources import data_file
from ecosystem_graph.scaffold import new_region
from ecosystem_graph.turtle import Triple, parse, serialise
from ecosystem_graph.vocab import CODE, ECO, INL

GEO = "http://www.opengis.net/ont/geosparql#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"


@pytest.fixture(scope="module")
def facts() -> set[Triple]:
    return parse(data_file())


def mappings(name: str) -> tuple[Mapping, ...]:
    return read_linkset(linkset_paths()[name]).mappings


# --- what ships


def test_every_link_begins_at_a_thing_of_the_region_called_by_its_name(facts: set[Triple]) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for s, _, o in facts:
        if isinstance(o, Literal) and o.language:
            names[str(s)].add(str(o))
    links = [m for linkset in shipped() for m in linkset.mappings]
    assert len(links) > 100
    assert [m.subject for m in links if m.subject_label not in names[m.subject]] == []


def test_an_entry_elsewhere_is_one_thing_here_and_the_other_way_round() -> None:
    for linkset in shipped():
        exact = [m for m in linkset.mappings if m.predicate == str(SKOS.exactMatch)]
        for side in ([m.subject for m in exact], [m.object for m in exact]):
            assert [iri for iri, count in Counter(side).items() if count > 1] == [], linkset.iri


def test_every_organisation_number_is_a_link_and_no_other(facts: set[Triple]) -> None:
    register = "https://data.brreg.no/enhetsregisteret/api/enheter/"
    told = {(str(s), f"{register}{o}") for s, p, o in facts if p == ECO.organisationNumber}
    assert {(m.subject, m.object) for m in mappings("enhetsregisteret")} == told


def test_the_46_municipalities_are_complete(facts: set[Triple]) -> None:
    """Number, organisation number, Wikidata item, coordinates, boundary."""
    about: dict[object, dict[object, set[object]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o in facts:
        about[s][p].add(o)
    wikidata = {m.subject: m.object for m in mappings("wikidata")}
    county = URIRef(f"{INL}place/innlandet")
    ours = [s for s, told in about.items() if county in told[ECO.inCounty] and told[ECO.municipalityNumber]]
    assert len(ours) == 46
    municipality = {
        place: s
        for s, told in about.items()
        if ECO.Municipality in told[RDF.type]
        for place in told[ECO.municipality]
    }
    for place in ours:
        (number,) = about[place][ECO.municipalityNumber]
        assert re.fullmatch(r"34\d\d", str(number)), place
        assert about[place][URIRef(f"{WGS84}lat")], place
        assert about[place][URIRef(f"{WGS84}long")], place
        (boundary,) = about[place][URIRef(f"{GEO}hasGeometry")]
        (shape,) = about[boundary][URIRef(f"{GEO}asWKT")]
        assert str(shape).startswith(("POLYGON", "MULTIPOLYGON")), place
        assert re.fullmatch(r"http://www\.wikidata\.org/entity/Q[1-9]\d+", wikidata[str(place)]), place
        actor = municipality[place]
        assert about[actor][ECO.organisationNumber], actor
        assert {str(o) for o in about[actor] if str(o).endswith("homepage")}, actor


def test_ror_identifiers_have_right_check_digits() -> None:
    """Six digits of Crockford's base 32 and a checksum by ISO/IEC 7064, MOD 97-10."""
    digits = {c: i for i, c in enumerate("0123456789abcdefghjkmnpqrstvwxyz")}
    for m in mappings("ror"):
        local = m.object.removeprefix("https://ror.org/0")
        number = sum(digits[c] * 32**i for i, c in enumerate(reversed(local[:6])))
        assert int(local[6:]) == 98 - number * 100 % 97, m


def test_a_name_alone_is_no_link() -> None:
    """Of organisations, something beside name, type and place must agree."""
    for m in mappings("ror"):
        assert re.search(r"homepage|year|parent organisation", m.comment), m
        assert m.method == "CompositeMatching"


def test_items_through_ror_are_no_surer_than_the_record() -> None:
    ror = {m.subject: m.confidence for m in mappings("ror")}
    chained = [m for m in mappings("wikidata") if m.method == "MappingChaining"]
    assert len(chained) > 3
    assert all(m.confidence <= ror[m.subject] for m in chained)


def test_industries_are_codes_of_the_list_and_never_the_same_as_a_topic() -> None:
    for m in mappings("nace"):
        code = m.object.removeprefix(f"{CODE}nace2.1/")
        assert known(code, "2.1"), m
        assert m.predicate != str(SKOS.exactMatch), m


# --- as RDF


def test_the_shipped_turtle_is_what_the_tables_say() -> None:
    written = data_file("linksets.ttl").read_text(encoding="utf-8")
    again = "ecosystem-graph export linksets -o data/linksets.ttl"
    assert written == serialise(link_triples(shipped())), f"write it anew: {again}"


def test_each_set_is_described_by_the_counts_of_its_rows() -> None:
    """Counted from the text of the tables, without our reader."""
    graph = Graph()
    for triple in parse(data_file("linksets.ttl")):
        graph.add(triple)
    for name, path in linkset_paths().items():
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        me = URIRef(f"{INL}linkset/{name}")
        assert (me, RDF.type, VOID.Linkset) in graph
        assert graph.value(me, VOID.triples) == Literal(len(rows) - 1)
        assert graph.value(me, VOID.distinctObjects) == Literal(len({row[3] for row in rows[1:]}))
        by_relation = Counter(row[2] for row in rows[1:])
        parts = {
            (
                f"skos:{str(graph.value(part, VOID.property)).rsplit('#', 1)[-1]}",
                graph.value(part, VOID.triples),
            )
            for part in graph.objects(me, VOID.propertyPartition)
        }
        assert parts == {(p, Literal(count)) for p, count in by_relation.items()}


def test_links_join_facts_and_stand_apart_from_them(facts: set[Triple]) -> None:
    ecosystem = Ecosystem(facts, reason=False)
    query = "SELECT ?same WHERE { ?a eco:organisationNumber '974767880' ; skos:exactMatch ?same }"
    assert len(run(ecosystem, query)) == 0
    assert attach(ecosystem, shipped()) == sum(len(linkset.mappings) for linkset in shipped())
    found = {str(row[0]) for row in run(ecosystem, query).rows}
    assert found == {
        "https://data.brreg.no/enhetsregisteret/api/enheter/974767880",
        "https://ror.org/05xg72x27",
        "http://www.wikidata.org/entity/Q314536",
    }
    assert len(ecosystem.asserted) == len(facts)
    apart = run(ecosystem, f"SELECT ?s WHERE {{ GRAPH <{LINKS}> {{ ?s skos:exactMatch ?o }} }}")
    assert len(apart) > 100


def test_links_of_another_region_are_left_out(facts: set[Triple]) -> None:
    few = {t for t in facts if str(t[0]) == f"{INL}actor/ntnu"}
    ecosystem = Ecosystem(few, reason=False)
    assert attach(ecosystem, shipped()) == 3


# --- what is refused

GOOD = """\
#curie_map:
#  a: https://example.org/a/
#  b: https://example.org/b/
#  skos: http://www.w3.org/2004/02/skos/core#
#  semapv: https://w3id.org/semapv/vocab/
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_date: 2026-01-02
#mapping_set_id: https://example.org/set
#mapping_set_title: A to B
#object_source: https://example.org/b/
#other: title_nb=A til B
#subject_source: https://example.org/a/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment
a:1\tOne\tskos:exactMatch\tb:1\tUno\tsemapv:CompositeMatching\t0.9\tname and year
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "set.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    linkset = read_linkset(written(tmp_path, GOOD))
    assert isinstance(linkset, Linkset)
    assert linkset.title == {"en": "A to B", "nb": "A til B"}
    (link,) = linkset.mappings
    assert (link.subject, link.object) == ("https://example.org/a/1", "https://example.org/b/1")
    assert (link.method, link.confidence) == ("CompositeMatching", 0.9)


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("#license: https://creativecommons.org/publicdomain/zero/1.0/\n", "", "license", "is missing"),
        ("2026-01-02", "2 January", "mapping_date", "write YYYY-MM-DD"),
        ("\tconfidence\t", "\tsureness\t", "confidence", "is missing among the columns"),
        ("skos:exactMatch", "skos:exactmatch", "14: predicate_id", "use skos:broadMatch"),
        ("skos:exactMatch", "sko:exactMatch", "14: predicate_id", "near: skos"),
        ("b:1", "b:one two", "14: object_id", "does not make an IRI"),
        ("b:1", "1", "14: object_id", "not in curie_map"),
        ("CompositeMatching", "LexicalMatching", "14: mapping_justification", "semapv:ManualMappingCuration"),
        ("0.9", "1.5", "14: confidence", "above 0 up to 1"),
        ("0.9", "high", "14: confidence", "above 0 up to 1"),
        ("0.9", "nan", "14: confidence", "above 0 up to 1"),
        ("\tname and year", "", "14: ", "has 7 cells; the head has 8"),
    ],
)
def test_a_bad_file_is_refused_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        read_linkset(written(tmp_path, GOOD.replace(old, new)))
    (problem,) = caught.value.problems
    assert str(problem).startswith("set.sssom.tsv:")
    assert place in str(problem)
    assert said in str(problem)


def test_a_link_told_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="already in line 14") as caught:
        read_linkset(written(tmp_path, GOOD + GOOD.splitlines()[-1] + "\n"))
    assert caught.value.told("nb").endswith("subject_id 'a:1': er allerede lenket til dette i linje 14")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "set.sssom.tsv"
    with pytest.raises(UnreadableFileError, match="set") as caught:
        read_linkset(path)
    assert caught.value.told("nb") == f"{path}: filen eller mappen finnes ikke"
    path.write_bytes(b"#\xff")
    with pytest.raises(UnreadableFileError, match="codec") as caught:
        read_linkset(path)
    assert f"{path}: ikke UTF-8-tekst: " in caught.value.told("nb")


# --- on the command line


def test_identities_of_a_thing_and_of_none() -> None:
    told = CliRunner().invoke(root, ["identities", "nmbu", "--format", "csv"])
    assert told.exit_code == 0
    assert "https://ror.org/04a1mvv97" in told.output
    assert "CompositeMatching" in told.output
    none = CliRunner().invoke(root, ["identities", "nce-raufoss"])
    assert none.exit_code == 0
    assert "nothing ties it to another register" in none.stderr


def test_links_go_with_data_only(tmp_path: Path) -> None:
    told = CliRunner().invoke(root, ["query", "--links", "--store", str(tmp_path), "SELECT ?s { ?s ?p ?o }"])
    assert told.exit_code == 2
    assert "export linksets" in told.stderr
    nb = CliRunner().invoke(
        root, ["query", "--links", "--lang", "nb", "--store", str(tmp_path), "SELECT ?s { ?s ?p ?o }"]
    )
    assert "--links hører til --data; ellers legger du inn det `export linksets` skriver" in nb.stderr


def test_the_links_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "links.ttl"
    assert CliRunner().invoke(root, ["export", "linksets", "-o", str(path)]).exit_code == 0
    assert path.read_bytes() == data_file("linksets.ttl").read_bytes()


# --- a region of one's own

OWN = """\
#curie_map:
#  actor: https://w3id.org/innovation-ecosystem/eksempeldalen/actor/
#  reg: https://register.example/
#  skos: http://www.w3.org/2004/02/skos/core#
#  semapv: https://w3id.org/semapv/vocab/
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_date: 2026-01-02
#mapping_set_id: https://w3id.org/innovation-ecosystem/eksempeldalen/linkset/register
#mapping_set_title: Example Valley to a register (invented)
#object_source: https://register.example/
#other: title_nb=Eksempeldalen til et register (oppdiktet)
#subject_source: https://w3id.org/innovation-ecosystem/eksempeldalen/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment
actor:framtidsfondet\tFund\tskos:exactMatch\treg:7\tThe Fund\tsemapv:ManualMappingCuration\t0.9\tinvented
"""


def test_a_region_of_its_own_has_links_of_its_own(tmp_path: Path) -> None:
    """They lie beside its tables, and everything that shows links shows them and no others."""
    own = tmp_path / "own"
    new_region("eksempeldalen", own, example=True)
    tables = own / "eksempeldalen.xlsx"
    data = ["--data", str(tables)]
    none = CliRunner().invoke(root, ["identities", *data, "--lang", "en"])
    assert "nothing ties it to another register" in none.output
    assert linksets_of(Ecosystem.load(tables, reason=False)) == ()
    (own / "linksets").mkdir()
    (own / "linksets" / "register.sssom.tsv").write_text(OWN, encoding="utf-8")
    shown = CliRunner().invoke(root, ["identities", "framtidsfondet", *data, "--format", "csv"])
    assert shown.output.splitlines()[1].split(",")[2:4] == ["https://register.example/7", "The Fund"]
    asked = "SELECT ?o WHERE { ?s skos:exactMatch ?o . FILTER(CONTAINS(STR(?s), '/actor/')) }"
    found = CliRunner().invoke(root, ["query", "--links", asked, *data, "--format", "csv"])
    assert found.output.splitlines() == ["o", "https://register.example/7"]
    assert (
        CliRunner().invoke(root, ["export", "linksets", *data, "-o", str(tmp_path / "l.ttl")]).exit_code == 0
    )
    assert "register.example/7" in (tmp_path / "l.ttl").read_text(encoding="utf-8")
    assert "innlandet" not in (tmp_path / "l.ttl").read_text(encoding="utf-8")
    site = Site(Ecosystem.load(tables), "/")
    assert b"https://register.example/7" in site.respond("/actor/framtidsfondet", "text/html", "en").body
