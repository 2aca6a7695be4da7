"""Registers in: every field of the real samples, nothing personal, bad files told and never followed."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import DataError, EcosystemError, UnreadableFileError
from ecosystem_graph.registers import Choice, Totals, brreg_lines, source_lines, write_lines
from ecosystem_graph.registers.curated import region_of
from ecosystem_graph.registers.reading import records
from ecosystem_graph.registers.unit import check_digit
from ecosystem_graph.resources import data_file
from ecosystem_graph.turtle import parse
from ecosystem_graph.validation import validate
from ecosystem_graph.vocab import ECO as ECO_

HERE = Path(__file__).parent / "data" / "registers"
API = "https://data.brreg.no/enhetsregisteret/api/"
ROV = "http://www.w3.org/ns/regorg#"
CODE = "https://w3id.org/innovation-ecosystem/code/"
ECO = "https://w3id.org/innovation-ecosystem/ontology#"
SOURCE = "https://example.org/source/register"


def orgnr(at: int) -> str:
    """The ``at``-th number with a right check digit, by the definition and not by our formula."""
    found = 0
    for base in range(91_000_000, 99_999_999):
        total = sum(int(d) * w for d, w in zip(str(base), (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
        for digit in range(10):
            if (total + digit) % 11 == 0:
                if found == at:
                    return f"{base}{digit}"
                found += 1
    raise AssertionError


PERSON, FIRM, OTHER, FIRM_SHOP, PERSON_SHOP, LOST_SHOP = (orgnr(n) for n in range(6))


def unit(number: str, form: str = "AS", **fields: Any) -> dict[str, Any]:
    return {
        "organisasjonsnummer": number,
        "navn": f"Navn {number}",
        "organisasjonsform": {"kode": form},
    } | fields


def shop(number: str, parent: str, **fields: Any) -> dict[str, Any]:
    return unit(number, "BEDR", overordnetEnhet=parent, **fields)


def written(folder: Path, units: Iterable[Any], name: str = "enheter.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(list(units)), encoding="utf-8")
    return path


def graph(files: Iterable[Path], subs: Iterable[Path] = (), **options: Any) -> set[tuple[str, str, str]]:
    """The triples as strings; reading them back with Oxigraph proves that the lines are N-Triples."""
    text = "".join(brreg_lines(files, subs, source=SOURCE, **options))
    found = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    return {tuple(getattr(t, "value", str(t)) for t in (q.subject, q.predicate, q.object)) for q in found}  # type: ignore[misc]


def units(triples: set[tuple[str, str, str]]) -> set[str]:
    return {s.rsplit("/", 1)[1] for s, _, o in triples if o == f"{ROV}RegisteredOrganization"}


# -- the real samples ------------------------------------------------------------------------------------


def test_every_field_of_the_real_records_that_is_asked_for_is_there() -> None:
    totals = Totals()
    found = graph(
        [HERE / "enheter.json"],
        [HERE / "underenheter.json"],
        choice=Choice(sole_proprietors=True),
        totals=totals,
    )
    assert (totals.enterprises, totals.sub_units, totals.problems) == (5, 3, [])
    for path, sub in ((HERE / "enheter.json", False), (HERE / "underenheter.json", True)):
        for record in json.loads(path.read_text(encoding="utf-8")):
            me = f"{API}{'underenheter' if sub else 'enheter'}/{record['organisasjonsnummer']}"
            said = {(p, o) for s, p, o in found if s == me}
            address = record["beliggenhetsadresse" if sub else "forretningsadresse"]
            assert (f"{ROV}legalName", record["navn"]) in said
            assert (f"{ECO}organisationNumber", record["organisasjonsnummer"]) in said
            # A form is named by the register's own address of it.
            form = record["organisasjonsform"]["_links"]["self"]["href"]
            assert (f"{ROV}orgType", form) in said
            # 62.100, 62.200 and 62.900 stand in SN2025 only; 84.110 and 84.230 are settled by them.
            activity = f"{CODE}nace2.1/{record['naeringskode1']['kode']}"
            assert (f"{ROV}orgActivity", activity) in said
            place = f"https://w3id.org/innovation-ecosystem/norway/place/{address['kommunenummer']}"
            assert (f"{ECO}municipality", place) in said
            assert (place, f"{ECO}municipalityNumber", address["kommunenummer"]) in found
            assert (f"{ROV}orgStatus", f"{CODE}register-status/active") in said
            there = {(p.rsplit("#")[-1], o) for s, p, o in found if s == f"{me}#address"}
            assert {("postCode", address["postnummer"]), ("postName", address["poststed"])} <= there
            # The parents of the sub-units are not in the sample, so their streets may be homes.
            street = ("thoroughfare", ", ".join(address["adresse"]))
            assert (street in there) is not sub
            entered = record["registreringsdatoEnhetsregisteret"]
            assert (f"{me}#registration", "http://purl.org/dc/terms/issued", entered) in found
            for field, prop in (
                ("antallAnsatte", "numberOfEmployees"),
                ("oppstartsdato" if sub else "stiftelsesdato", "foundingDate"),
            ):
                values = {o for p, o in said if p == f"https://schema.org/{prop}"}
                assert values == ({str(record[field])} if field in record else set())
            parents = {o for p, o in said if p.endswith("#subOrganizationOf")}
            assert parents == ({record["_links"]["overordnetEnhet"]["href"]} if sub else set())
            sector = record.get("institusjonellSektorkode")
            assert (f"{CODE}sector/{sector['kode']}" in {o for _, o in said}) if sector else True
            assert ("http://www.w3.org/ns/prov#hadPrimarySource", SOURCE) in said


def test_codes_are_described_in_both_languages_with_those_above_them_and_their_days() -> None:
    found = graph([HERE / "enheter.json"])
    code, scheme = f"{CODE}nace2.1/62.200", f"{CODE}scheme/nace2.1"
    labels = {o for s, p, o in found if s == code and p.endswith("prefLabel")}
    assert "Computer consultancy and computer facilities management activities" in labels
    assert any(text.startswith("Konsulentvirksomhet") for text in labels)
    at, path = code, []
    while above := [o for s, p, o in found if s == at and p.endswith("broader")]:
        (at,) = above
        path.append(at.rsplit("/", 1)[1])
    assert path == ["62.20", "62.2", "62", "K"]
    assert (scheme, "https://schema.org/validFrom", "2025-01-01") in found


def test_csv_and_gzip_say_the_same_as_json(tmp_path: Path) -> None:
    found = json.loads((HERE / "enheter.json").read_text(encoding="utf-8"))

    def flat(record: dict[str, Any], before: str = "") -> dict[str, str]:
        row: dict[str, str] = {}
        for name, value in record.items():
            if isinstance(value, dict):
                row |= flat(value, f"{before}{name}.")
            else:
                text = (
                    value[0]
                    if isinstance(value, list) and value
                    else ""
                    if isinstance(value, list)
                    else value
                )
                row[before + name] = str(text).lower() if isinstance(text, bool) else str(text)
        return row

    rows = [flat(record) for record in found]
    names = list(dict.fromkeys(name for row in rows for name in row))
    plain = tmp_path / "enheter.csv"
    with plain.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)
    packed = tmp_path / "enheter.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    json_gz = tmp_path / "enheter.json.gz"
    json_gz.write_bytes(gzip.compress((HERE / "enheter.json").read_bytes()))
    expected = graph([HERE / "enheter.json"])
    assert graph([plain]) == graph([packed]) == graph([json_gz]) == expected


def test_an_answer_of_the_register_is_read_like_a_bulk_file(tmp_path: Path) -> None:
    answer = {
        "_embedded": {"enheter": json.loads((HERE / "enheter.json").read_text(encoding="utf-8"))},
        "page": {},
    }
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    assert graph([path]) == graph([HERE / "enheter.json"])


def test_places_of_the_region_are_used_and_the_file_conforms(tmp_path: Path) -> None:
    region = region_of(parse(data_file()))
    target = tmp_path / "out.ttl"
    lines = brreg_lines([HERE / "enheter.json"], source=SOURCE, places=region.places)
    write_lines([*source_lines(SOURCE, "2026-11-20"), *lines], target)
    text = target.read_text(encoding="utf-8")
    assert "eco:municipality place:lillehammer" in text
    assert 'eco:municipalityNumber "3405"' in text
    # The region has Trondheim without its county; Enhetsregisteret knows it.
    facts = parse(target)
    county = {s: o for s, p, o in facts if p == ECO_.inCounty}
    assert {s for s, p, _ in facts if p == ECO_.municipalityNumber} == set(county)
    assert set(county.values()) <= {s for s, p, _ in facts if p == ECO_.countyNumber}
    result = validate(Ecosystem.load(target, reason=False))
    # A registered unit is not an actor of the region, though it has a number and a municipality.
    broken = {v.rule for v in result.violations if v.severity == "Violation"}
    assert broken <= {"DomainShape-Actor"}, result.lines("en")


# -- whom it leaves out ----------------------------------------------------------------------------------


@pytest.fixture
def town(tmp_path: Path) -> tuple[Path, Path]:
    """A person with a shop, a firm with a shop elsewhere, and a shop whose parent nobody has."""
    here = {
        "kommunenummer": "3405",
        "kommune": "LILLEHAMMER",
        "adresse": ["Storgata 1"],
        "postnummer": "2609",
    }
    away = {"kommunenummer": "0301", "kommune": "OSLO"}
    main = [
        unit(PERSON, "ENK", navn="KARI NORDMANN", forretningsadresse=here, epostadresse="kari@example.org"),
        unit(FIRM, forretningsadresse=away, antallAnsatte=7, mobil="99999999", telefon="61000000",
             epostadresse="post@example.org", hjemmeside="www.example.org",
             postadresse={"adresse": ["Postboks 9"]}),
        unit(OTHER, forretningsadresse=here, harRegistrertAntallAnsatte=True),
    ]  # fmt: skip
    subs = [
        shop(FIRM_SHOP, FIRM, beliggenhetsadresse=here),
        shop(PERSON_SHOP, PERSON, navn="KARI NORDMANN", beliggenhetsadresse=here),
        shop(LOST_SHOP, orgnr(9), beliggenhetsadresse=here),
    ]
    return written(tmp_path, main), written(tmp_path, subs, "underenheter.json")


def test_no_person_and_no_contact_gets_in(town: tuple[Path, Path]) -> None:
    totals = Totals()
    found = graph([town[0]], [town[1]], totals=totals)
    assert units(found) == {FIRM, OTHER, FIRM_SHOP}
    assert (totals.personal, totals.unknown_parent) == (2, 1)
    everything = " ".join(" ".join(triple) for triple in found)
    for word in ("NORDMANN", PERSON, PERSON_SHOP, "example.org/", "@", "Postboks", "99999999", "61000000"):
        assert word not in everything.replace(SOURCE, ""), word


def test_persons_asked_for_come_without_their_street(town: tuple[Path, Path]) -> None:
    found = graph([town[0]], [town[1]], choice=Choice(sole_proprietors=True))
    assert units(found) == {PERSON, FIRM, OTHER, FIRM_SHOP, PERSON_SHOP, LOST_SHOP}
    streets = {s.rsplit("/", 1)[1] for s, p, _ in found if p.endswith("thoroughfare")}
    assert streets == {f"{OTHER}#address", f"{FIRM_SHOP}#address"}
    assert "kari@example.org" not in str(found)


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Choice(counties=("34",)), {OTHER, FIRM_SHOP}),
        (Choice(counties=("03",)), {FIRM}),
        (Choice(counties=("34", "03")), {FIRM, OTHER, FIRM_SHOP}),
        (Choice(min_employees=1), {FIRM, OTHER}),  # of OTHER it is known that there are some
        (Choice(min_employees=2), {FIRM}),
        (Choice(min_employees=8), set()),
    ],
)
def test_a_choice_keeps_what_it_says(town: tuple[Path, Path], choice: Choice, kept: set[str]) -> None:
    totals = Totals()
    assert units(graph([town[0]], [town[1]], choice=choice, totals=totals)) == kept
    assert totals.kept == len(kept)
    assert totals.kept + totals.outside + totals.personal + totals.unknown_parent == 6


def test_any_of_three_codes_is_enough(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        [
            unit(FIRM, naeringskode1={"kode": "62.200"}, naeringskode3={"kode": "25.110"}),
            unit(OTHER, naeringskode1={"kode": "62.250"}),
        ],
    )
    assert units(graph([path], choice=Choice(nace=("25",)))) == {FIRM}
    assert units(graph([path], choice=Choice(nace=("25", "62.2")))) == {FIRM, OTHER}


def test_statuses_and_days(tmp_path: Path) -> None:
    path = written(tmp_path, [unit(FIRM, konkurs=True, underAvvikling=True, slettedato="2024-02-29")])
    found = graph([path])
    statuses = {o.rsplit("/", 1)[1] for _, p, o in found if p == f"{ROV}orgStatus"}
    assert statuses == {"bankrupt", "winding-up", "deleted"}
    assert any(p == "https://schema.org/dissolutionDate" and o == "2024-02-29" for _, p, o in found)


@pytest.mark.parametrize(
    ("codes", "version"),
    [(["62.010", "84.110"], "2"), (["62.200", "84.110"], "2.1"), (["84.110"], "2.1")],
)
def test_a_code_of_both_lists_is_of_the_version_its_file_is_written_in(
    tmp_path: Path, codes: list[str], version: str
) -> None:
    # 84.11 is in both lists; 62.01 only in NACE Rev. 2, 62.20 only in Rev. 2.1 (Eurostat).
    rows = [unit(orgnr(n), naeringskode1={"kode": code}) for n, code in enumerate(codes)]
    found = graph([written(tmp_path, rows)])
    activities = {o for _, p, o in found if p == f"{ROV}orgActivity"}
    assert activities == {f"{CODE}nace{version}/{code}" for code in codes}


def test_a_code_of_one_list_only_is_of_that_list_whatever_its_file_is_written_in(tmp_path: Path) -> None:
    codes = ["62.200", "62.100", "62.010", "84.110"]
    rows = [unit(orgnr(n), naeringskode1={"kode": code}) for n, code in enumerate(codes)]
    found = graph([written(tmp_path, rows)])
    activities = {o.removeprefix(CODE) for _, p, o in found if p == f"{ROV}orgActivity"}
    assert activities == {"nace2.1/62.200", "nace2.1/62.100", "nace2/62.010", "nace2.1/84.110"}
    old = graph([written(tmp_path, rows)], version="2")
    assert f"{CODE}nace2/84.110" in {o for _, p, o in old if p == f"{ROV}orgActivity"}


# -- bad files -------------------------------------------------------------------------------------------

BAD: list[tuple[dict[str, Any], str]] = [
    ({"organisasjonsnummer": "912668356"}, "the check digit is wrong"),
    ({"organisasjonsnummer": "12345"}, "nine digits"),
    ({"organisasjonsnummer": 912668355}, "should be text"),
    ({"navn": " "}, "no name"),
    ({"organisasjonsform": {"kode": "aksjeselskap"}}, "two to five letters"),
    ({"organisasjonsform": "AS"}, "kode and beskrivelse"),
    ({"stiftelsesdato": "2023-02-29"}, "YYYY-MM-DD"),
    ({"naeringskode1": {"kode": "62"}}, "written like 62.200"),
    ({"antallAnsatte": -1}, "whole number"),
    ({"antallAnsatte": True}, "whole number"),
    ({"konkurs": "perhaps"}, "true or false"),
    ({"forretningsadresse": ["x"]}, "not an address"),
    ({"forretningsadresse": {"kommunenummer": "301"}}, "four digits"),
    ({"overordnetEnhet": "911111111"}, "not an organisation number"),
]


def test_every_bad_record_is_told_with_its_place_and_the_others_are_kept(tmp_path: Path) -> None:
    rows = [unit(FIRM), *(unit(OTHER) | bad for bad, _ in BAD), unit(OTHER)]
    totals = Totals()
    assert units(graph([written(tmp_path, rows)], totals=totals)) == {FIRM, OTHER}
    assert [p.row for p in totals.problems] == list(range(2, len(BAD) + 2))
    for problem, (_, why) in zip(totals.problems, BAD, strict=True):
        assert why in problem.why, problem
        assert str(problem).startswith("enheter.json:")


def test_one_bad_record_too_many_ends_it_and_nothing_is_written(tmp_path: Path) -> None:
    path = written(tmp_path, [unit(FIRM), *(unit("1") for _ in range(3))])
    target = tmp_path / "out.nt"
    assert write_lines(brreg_lines([path], source=SOURCE, max_errors=3), target) > 0
    target.write_text("old", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        write_lines(brreg_lines([path], source=SOURCE, max_errors=2), target)
    assert len(raised.value.problems) == 3
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["enheter.json", "out.nt"]


def test_a_repeated_record_counts_once(tmp_path: Path) -> None:
    totals = Totals()
    graph([written(tmp_path, [unit(FIRM), unit(FIRM)])], totals=totals)
    assert (totals.enterprises, totals.repeated) == (1, 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"[{", "JSON syntax"),
        (b"[{}] [", "JSON syntax"),
        (b'[{"navn": "\xff"}]', "JSON syntax|utf-8"),
        (b'{"a": 1}', "array of records"),
        (b"organisasjonsnummer,navn\n\xff\xfe,x\n", "UTF-8"),
        (b'organisasjonsnummer,navn\n"a"b,c\n', "CSV syntax"),
        ("organisasjonsnummer".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "zip"),
        (gzip.compress(b'[{"navn": "x"}]' * 99)[:-20], "damaged|JSON syntax"),
        (b"\x1f\x8b\x08rubbish", "damaged"),
        (gzip.compress(b'["' + b"a" * (17 * 2**20)), "no record ends"),
        (gzip.compress(b"a" * (17 * 2**20)), "no record ends"),
        (b"[" * 100_000, "deep"),
        (b"[" * 50_000 + b"]" * 50_000, "deep"),
        (b'{"enheter":' * 30_000, "deep|array of records"),
        (b'[{"a":' * 30_000, "deep"),
    ],
    # gzip writes the time of day into its header; a name made from the bytes would never be the same twice.
    ids=[
        "nothing",
        "object-unclosed",
        "array-unclosed",
        "not-utf-8-json",
        "object",
        "not-utf-8-csv",
        "stray-quote",
        "utf-16",
        "zip",
        "gzip-cut",
        "gzip-rubbish",
        "endless-text",
        "endless-value",
        "nested-arrays",
        "nested-closed",
        "nested-enheter",
        "nested-objects",
    ],
)
def test_what_is_no_register_is_refused_with_a_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=why) as raised:
        for _ in records(path):
            pass
    assert str(path) in str(raised.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(UnreadableFileError, match="No such file") as raised:
        next(records(path))
    assert raised.value.told("nb") == f"{path}: filen eller mappen finnes ikke"


def test_what_is_wrong_is_told_in_norwegian_too(tmp_path: Path) -> None:
    totals = Totals()
    graph([written(tmp_path, [unit("912668356"), unit(FIRM) | {"konkurs": "kanskje"}])], totals=totals)
    numbered, unclear = totals.problems
    assert numbered.told("nb") == "enheter.json:1: organisasjonsnummer '912668356': kontrollsifferet er feil"
    assert unclear.why.nb == "dette skulle vært true eller false"
    path = tmp_path / "packed"
    path.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(UnreadableFileError, match="this is a zip archive; unpack it first") as raised:
        next(records(path))
    assert raised.value.told("nb").endswith(
        "dette er ikke JSON eller CSV, men et zip-arkiv; pakk det ut først"
    )
    with pytest.raises(UnreadableFileError, match=r"unknown kind of file '\.docx'") as refused:
        write_lines([], tmp_path / "x.docx")
    assert refused.value.told("nb").endswith("x.docx: ukjent filtype '.docx'; gyldige: .nt .nq .ttl")


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["organisasjonsnummer", "navn", "organisasjonsform", "naeringskode1", "naeringskode2", "antallAnsatte",
     "harRegistrertAntallAnsatte", "forretningsadresse", "beliggenhetsadresse", "overordnetEnhet", "konkurs",
     "stiftelsesdato", "slettedato", "institusjonellSektorkode", "respons_klasse"]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.dictionaries(FIELDS, JSONISH, max_size=4), max_size=5), st.booleans())
@example([{"navn": 'a\nb\t"c\\ <d> .\u2028\x85'}], True)
def test_any_json_gives_valid_triples_or_a_sentence(
    tmp_path: Path, changes: list[dict[str, Any]], sole: bool
) -> None:
    rows = [unit(orgnr(n)) | change for n, change in enumerate(changes)]
    path = tmp_path / "enheter.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    totals = Totals()
    try:
        found = graph([path], choice=Choice(sole_proprietors=sole), totals=totals)
    except EcosystemError:
        return  # NaN and such are no JSON
    assert len(units(found)) == totals.kept
    left_out = len(totals.problems) + totals.personal + totals.unknown_parent + totals.repeated
    assert totals.kept + left_out == len(rows)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_damage_to_a_file_is_survived(tmp_path: Path, noise: bytes, at: int) -> None:
    good = (HERE / "enheter.json").read_bytes()
    path = tmp_path / "enheter.json"
    path.write_bytes(good[: at * 20] + noise + good[at * 20 + len(noise) :])
    try:
        graph([path])
    except EcosystemError as error:
        said = str(error)
    else:
        said = "fine"
    assert said


@given(st.integers(80_000_000, 99_999_999))
def test_the_check_digit_is_the_one_modulo_11_asks_for(base: int) -> None:
    total = sum(int(d) * w for d, w in zip(str(base), (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    right = [d for d in range(10) if (total + d) % 11 == 0]
    assert [d for d in range(10) if check_digit(f"{base}{d}")] == right
