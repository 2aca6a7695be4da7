"""Links and the other registers: sure by number, candidates by name; ROR, CORDIS, location quotients."""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import DataError, NetworkError, UnreadableFileError
from ecosystem_graph.registers import (
    Choice,
    CordisTotals,
    Matcher,
    Registered,
    RorTotals,
    Totals,
    brreg_lines,
    cordis_lines,
    link_lines,
    region_of,
    review_csv,
    ror_lines,
)
from ecosystem_graph.registers.matching import Curated, normalised
from ecosystem_graph.registers.specialisation import specialisation
from ecosystem_graph.vocab import INL

HERE = Path(__file__).parent / "data" / "registers"
TINY = ("--data", str(HERE.parent / "tiny"))
EURIO = "http://data.europa.eu/s66#"
SAME = "http://www.w3.org/2004/02/skos/core#exactMatch"
SOURCE = "https://example.org/source"


def graph(lines: Iterable[str]) -> set[tuple[str, str, str]]:
    found = ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES)
    return {tuple(getattr(t, "value", str(t)) for t in (q.subject, q.predicate, q.object)) for q in found}  # type: ignore[misc]


def curated(slug: str, *names: str, number: str = "", place: str = "") -> Curated:
    return Curated(str(INL[f"actor/{slug}"]), slug, names, number, "", place)


def entry(key: str, *names: str, number: str = "", place: str = "") -> Registered:
    return Registered(f"https://example.org/{key}", key, names, (number,) if number else (), place=place)


# -- matching --------------------------------------------------------------------------------------------


def test_a_number_is_sure_and_a_name_is_only_a_candidate() -> None:
    matcher = Matcher(
        [curated("hoy", "Høyskolen på Tynset", number="912668355"), curated("sag", "Ødegård Sag AS")]
    )
    matcher.note(entry("1", "SOMETHING ELSE", number="912668355"))
    matcher.note(
        entry("2", "HØYSKOLEN PÅ TYNSET")
    )  # has another number or none: nobody takes the sure one's place
    matcher.note(entry("3", "ODEGARD SAG"))
    matcher.note(entry("4", "ODEGARD SAG", number="912668355"))  # is surely somebody else
    links = matcher.links()
    assert [(link.actor.slug, link.entry.key, link.basis) for link in links] == [
        ("hoy", "1", "number"),
        ("hoy", "4", "number"),
        ("sag", "3", "name"),
    ]
    assert links[2].score == 100
    sure = {(str(INL["actor/hoy"]), SAME, f"https://example.org/{key}") for key in "14"}
    assert graph(link_lines(links)) == sure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Geno SA", "GENO"),
        ("Høgskolen i Innlandet", "HOGSKOLEN INNLANDET"),
        ("Hedmark & Oppland Bygg AS", "HEDMARK OG OPPLAND BYGG ASA"),
        ("Forestia (Norway)", "Forestia AS"),
    ],
)
def test_names_are_levelled_before_they_are_compared(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_likely_names_are_found_and_unlikely_ones_are_not() -> None:
    matcher = Matcher([curated("raufoss", "Raufoss Technology AS"), curated("norsk", "Norsk Industri")])
    matcher.note(entry("1", "RAUFOSS TEKNOLOGI AS"))
    matcher.note(entry("2", "TECHNOLOGY RAUFOSS AS"))
    matcher.note(entry("3", "RAUFOSS FOTBALLKLUBB"))
    matcher.note(entry("4", "NORSK TIPPING AS"))
    scores = {link.entry.key: link.score for link in matcher.links()}
    assert set(scores) == {"1", "2"}
    assert scores["2"] == 100  # the same words in another order
    assert 85 <= scores["1"] < 100


def test_at_most_five_candidates_the_best_first() -> None:
    matcher = Matcher([curated("a", "Nortømmer Skog", place="Hamar")])
    for n in range(40):
        matcher.note(entry(f"{n:02d}", "Nortømmer Skogen", place="Oslo"))
    matcher.note(entry("best", "Nortømmer Skog AS", place="Oslo"))
    matcher.note(entry("here", "Nortømmer Skog AS", place="HAMAR"))
    found = [link.entry.key for link in matcher.links()]
    assert found[:2] == ["here", "best"]
    assert len(found) == 5


def test_the_review_table_runs_no_formula_and_leaves_the_decision_open() -> None:
    matcher = Matcher([curated("a", "=HYPERLINK Nordgard")])
    matcher.note(entry("1", "=HYPERLINK NORDGARD", place="@place"))
    (row,) = csv.DictReader(io.StringIO(review_csv(matcher.links())))
    assert row["entry_name"] == "'=HYPERLINK NORDGARD"
    assert row["entry_place"] == "'@place"
    assert row["decision"] == ""


def test_a_region_s_actors_are_found_by_number(innlandet: Ecosystem) -> None:
    region = region_of(innlandet.facts)
    assert region.places["3405"].iri == str(INL["place/lillehammer"])
    assert region.places["34"].iri == str(INL["place/innlandet"])
    numbered = [actor for actor in region.actors if actor.number]
    assert len(region.actors) == len(innlandet.actors())
    matcher = Matcher(region.actors)
    for n, actor in enumerate(numbered):
        matcher.note(entry(str(n), "X", number=actor.number))
    assert {link.actor.slug for link in matcher.links()} == {actor.slug for actor in numbered}


# -- ROR -------------------------------------------------------------------------------------------------


def test_ror_from_csv_and_from_json_say_the_same(tmp_path: Path) -> None:
    fields = {
        "id": "https://ror.org/02dx4dc92", "established": 2017, "status": "active", "types": ["education"],
        "names": [
            {"value": "HINN", "types": ["acronym"], "lang": None},
            {"value": "Inland Norway University", "types": ["label"], "lang": "en"},
            {"value": "Høgskolen i Innlandet", "types": ["ror_display", "label"], "lang": None},
        ],
        "locations": [
            {"geonames_details": {"country_code": "NO", "name": "Elverum", "lat": 60.8, "lng": 11.5}}
        ],
        "external_ids": [{"type": "wikidata", "preferred": None, "all": ["Q29052578"]}],
        "links": [{"type": "website", "value": "https://www.inn.no"}],
        "relationships": [{"type": "child", "id": "https://ror.org/053p7mr76", "label": "X"}],
    }  # fmt: skip
    abroad = fields | {
        "id": "https://ror.org/0118bra88",
        "locations": [{"geonames_details": {"country_code": "SE"}}],
    }
    gone = fields | {"id": "https://ror.org/04v27b270", "status": "withdrawn"}
    plain = tmp_path / "ror.json"
    plain.write_text(json.dumps([fields, abroad, gone, {"id": "x"}]), encoding="utf-8")
    sheet = tmp_path / "ror.csv"
    sheet.write_text(
        "ror,name,all_names,types,status,established,city,lat,lng,wikidata,links,relationships\n"
        "https://ror.org/02dx4dc92,Høgskolen i Innlandet,Inland Norway University@en,education,active,2017,"
        "Elverum,60.8,11.5,Q29052578,https://www.inn.no,child:https://ror.org/053p7mr76:X\n",
        encoding="utf-8",
    )
    totals = RorTotals()
    found = graph(ror_lines(plain, source=SOURCE, totals=totals))
    assert (totals.kept, totals.outside, totals.withdrawn, len(totals.problems)) == (1, 1, 1, 1)
    assert found == graph(ror_lines(sheet, source=SOURCE))
    me = "https://ror.org/02dx4dc92"
    assert {
        (me, "http://www.w3.org/2000/01/rdf-schema#label", "Høgskolen i Innlandet"),
        (me, "http://www.w3.org/2004/02/skos/core#altLabel", "Inland Norway University"),
        (me, SAME, "http://www.wikidata.org/entity/Q29052578"),
        (me, "https://schema.org/foundingDate", "2017"),
        (me, "http://www.w3.org/ns/org#hasSubOrganization", "https://ror.org/053p7mr76"),
    } <= found


def test_the_real_ror_sample_is_read(innlandet: Ecosystem) -> None:
    matcher = Matcher(region_of(innlandet.facts).actors)
    totals = RorTotals()
    graph(ror_lines(HERE / "ror.csv", source=SOURCE, totals=totals, note=matcher.note))
    with (HERE / "ror.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert totals.kept == sum(row["status"] != "withdrawn" for row in rows)
    assert not totals.problems
    found = {(link.actor.slug, link.entry.key): link for link in matcher.links()}
    assert found["hogskolen-i-innlandet", "02dx4dc92"].score == 100
    assert not any(link.sure for link in found.values())


# -- CORDIS ----------------------------------------------------------------------------------------------


@pytest.fixture
def cordis(tmp_path: Path) -> Path:
    head = (
        "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;"
        "city;country;nutsCode;contactForm;order;role;ecContribution"
    )
    rows = [
        "1;WOOD;11;NO912668355MVA;SAGBRUK AS;SAG;true;PRC;Street 1;2609;Lillehammer;NO;NO020;form;1;"
        "coordinator;1000,5",
        "1;WOOD;12;SE556000000001;SÅG AB;;true;PRC;;;Umeå;SE;SE331;;2;participant;",
        "2;FISH;13;NO912668356MVA;FISK AS;;false;PRC;;;Bodø;NO;NO071;;1;participant;20",
        "x;BAD;14;;NOBODY;;;;;;;NO;NO020;;1;participant;",
    ]
    (tmp_path / "organization.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "project.csv").write_text(
        "id;acronym;title;startDate;endDate\n1;WOOD;More wood;2023-01-01;2026-12-31\n"
        "2;FISH;More fish;2023-01-01;\n3;NO;None;;\n",
        encoding="utf-8",
    )
    return tmp_path


def test_cordis_keeps_the_country_and_takes_only_a_right_number(cordis: Path) -> None:
    totals = CordisTotals()
    matcher = Matcher([curated("sag", "Sag", number="912668355")])
    found = graph(cordis_lines(cordis, source=SOURCE, totals=totals, note=matcher.note))
    assert (totals.projects, totals.roles, totals.organisations, totals.outside) == (2, 2, 2, 1)
    assert [p.row for p in totals.problems] == [5]
    assert totals.problems[0].why.nb in ("mangler navn", "dette skulle vært et tall")
    numbers = {o for _, p, o in found if p.endswith("organisationNumber")}
    assert numbers == {"912668355"}  # the other's check digit is wrong
    assert [(link.actor.slug, link.basis) for link in matcher.links()] == [("sag", "number")]
    (role,) = (s for s, p, o in found if p == f"{EURIO}roleLabel" and o == "coordinator")
    assert {o.rsplit("/", 2)[-2] for s, p, o in found if s == role and "is" in p and "/cordis/" in o} >= {
        "project",
        "organisation",
    }
    assert "1000.5" in {o for _, p, o in found if p == f"{EURIO}value"}
    assert not {"form", "Street 1"} & {o for _, _, o in found}
    assert len(graph(cordis_lines(cordis, source=SOURCE, nuts="NO020"))) < len(found)


def test_a_folder_that_is_not_cordis_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"no organization\.csv") as raised:
        list(cordis_lines(tmp_path, source=SOURCE))
    assert raised.value.told("nb").endswith("her er det ingen organization.csv; pakk ut CORDIS-arkivet")


def test_too_many_bad_rows_end_it(cordis: Path) -> None:
    with pytest.raises(DataError):
        list(cordis_lines(cordis, source=SOURCE, max_errors=0))


def test_eurio_data_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "project.ttl"
    path.write_text(
        f"""@prefix e: <{EURIO}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <https://x.org/p> a e:Project ; e:title "Batteries" ; <https://x.org/other> "left out" .
        <https://x.org/r> a e:OrganisationRole ; e:isRoleOf <https://x.org/o> ; skos:prefLabel "SINTEF" .""",
        encoding="utf-8",
    )
    totals = CordisTotals()
    matcher = Matcher([curated("sintef", "SINTEF")])
    found = graph(cordis_lines(path, source=SOURCE, totals=totals, note=matcher.note))
    assert (totals.projects, totals.roles, totals.organisations) == (1, 1, 1)
    assert ("https://x.org/p", f"{EURIO}title", "Batteries") in found
    assert "left out" not in {o for _, _, o in found}
    assert [link.entry.iri for link in matcher.links()] == ["https://x.org/o"]


# -- quotients -------------------------------------------------------------------------------------------

COUNTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 9)), min_size=1, max_size=12
)


@given(COUNTS)
def test_quotients_and_relatedness_are_what_the_definitions_say(rows: list[tuple[str, str, int]]) -> None:
    total = sum(n for _, _, n in rows)
    if not total:
        with pytest.raises(NetworkError, match="nothing to compare") as raised:
            specialisation(rows)
        assert "ingenting å sammenligne" in raised.value.told("nb")
        return
    found = specialisation(rows)
    special: dict[str, set[str]] = {i: set() for i in found.industries}
    for r, place in enumerate(found.places):
        for c, industry in enumerate(found.industries):
            here = sum(n for p, i, n in rows if (p, i) == (place, industry))
            in_place = sum(n for p, _, n in rows if p == place)
            in_all = sum(n for _, i, n in rows if i == industry)
            expected = (here / in_place) / (in_all / total) if in_place and in_all else 0.0
            assert found.quotients[r, c] == pytest.approx(expected)
            if found.quotients[r, c] > 1:
                special[industry].add(place)
    related = found.relatedness()
    for a, one in enumerate(found.industries):
        for b, other in enumerate(found.industries):
            both, first, second = special[one] & special[other], special[one], special[other]
            if first and second:
                assert related[a, b] == pytest.approx(min(len(both) / len(first), len(both) / len(second)))
            else:
                assert np.isnan(related[a, b])


def test_the_strongest_rest_on_enough() -> None:
    rows = [("a", "x", 1), ("a", "y", 99), ("b", "z", 100), ("c", "y", 100)]
    assert specialisation(rows).strongest(at_least=10, limit=2)[0][:2] == ("b", "z")
    assert all(count >= 10 for _, _, count, _ in specialisation(rows).strongest())


# -- the commands ----------------------------------------------------------------------------------------


def test_the_commands_say_what_they_did_and_write_the_review(tmp_path: Path) -> None:
    run = CliRunner().invoke
    target, review = str(tmp_path / "out.nq"), str(tmp_path / "links.csv")
    done = run(
        root,
        ["import", "brreg", str(HERE / "enheter.json"), "--sub", str(HERE / "underenheter.json"),
         "--county", "34", "-o", target, "--links", review, "--date", "2026-11-20", *TINY],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    for text in (
        "2  enterprises",
        "3  outside the choice",
        "3  sub-units left out",
        "NACE 2.1",
        "0 sure links",
    ):
        assert text in done.output
    found = list(ox.parse(path=target))
    assert {str(q.graph_name) for q in found} == {"<https://w3id.org/innovation-ecosystem/graph/asserted>"}
    assert "2026-11-20" in {getattr(q.object, "value", "") for q in found}
    done = run(
        root, ["import", "ror", str(HERE / "ror.csv"), "-o", str(tmp_path / "r.nt"), "--links", review]
    )
    assert done.exit_code == 0, done.output
    assert "hogskolen-i-innlandet" in Path(review).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["brreg", "FILE"], "give -o FILE or --store DIR"),
        (["brreg", "FILE", "-o", "x.csv"], ".nt"),
        (["brreg", "FILE", "-o", "x.nt", "--county", "Innlandet"], "two digits"),
        (["brreg", "FILE", "-o", "x.nt", "--nace", "25,7"], "'7' is not a beginning"),
        (["brreg", "none.json", "-o", "x.nt"], "No such file"),
        (["ror", "FILE", "-o", "x.nt", "--country", "Norway"], "two letters"),
        (["cordis", "FILE", "-o", "x.nt"], "json"),
    ],
)
def test_what_cannot_be_run_is_a_sentence_and_exit_2(
    arguments: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sample = str(HERE / "enheter.json")
    given = [sample if a == "FILE" else a for a in arguments]
    done = CliRunner().invoke(root, ["import", *given, *TINY])
    assert done.exit_code == 2
    assert why in done.output
    assert list(tmp_path.iterdir()) == []


def test_bad_records_are_shown_and_too_many_are_exit_1(tmp_path: Path) -> None:
    path = tmp_path / "enheter.json"
    path.write_text(json.dumps([{"organisasjonsnummer": "1"}] * 3), encoding="utf-8")
    target = tmp_path / "x.nt"
    done = CliRunner().invoke(root, ["import", "brreg", str(path), "-o", str(target), *TINY])
    assert done.exit_code == 0
    assert "enheter.json:3: organisasjonsnummer '1'" in done.output
    assert "3 bad records were left out" in done.output
    target.unlink()
    few = ["--max-errors", "2", *TINY]
    done = CliRunner().invoke(root, ["import", "brreg", str(path), "-o", str(target), *few])
    assert done.exit_code == 1
    assert not target.exists()


def test_neither_help_nor_the_package_loads_an_extra() -> None:
    code = (
        "import sys, ecosystem_graph.cli as c, ecosystem_graph.registers;"
        "assert not {'ijson', 'rapidfuzz'} & set(sys.modules), 'an extra was loaded'"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


# -- the made-up country ---------------------------------------------------------------------------------


def test_the_made_up_register_has_the_fields_of_the_real_one_and_reads_without_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "benchmarks"))
    register = importlib.import_module("country.register")
    main, sub, below = register.write_register(tmp_path, 300, seed=2)
    for path, sample in ((main, "enheter.json"), (sub, "underenheter.json")):
        real = json.loads((HERE / sample).read_text(encoding="utf-8"))
        made = json.loads(gzip.decompress(path.read_bytes()))
        assert {k for r in made for k in r} - {"epostadresse", "telefon", "naeringskode2", "overordnetEnhet",
                                               "antallAnsatte"} <= {k for r in real for k in r}  # fmt: skip
        address = "forretningsadresse" if path == main else "beliggenhetsadresse"
        assert made[0][address].keys() == real[0][address].keys()
    totals = Totals()
    choice = Choice(sole_proprietors=True)
    found = graph(brreg_lines([main], [sub], choice=choice, source=SOURCE, totals=totals))
    assert (totals.enterprises, totals.sub_units, totals.problems) == (300, below, [])
    assert totals.nace_version == "2.1"
    assert not totals.unlisted
    assert "post@example.org" not in str(found)
