"""Tables in and out: nothing lost, ids that do not depend on the order of rows, and the dossier complete."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.errors import DataError, NotFoundError
from ecosystem_graph.resources import data_file
from ecosystem_graph.schema import schema
from ecosystem_graph.tables import export_tables, export_workbook, import_tables
from ecosystem_graph.tables.cells import (
    Unfit,
    check_address,
    check_orgnr,
    date_literal,
    number_literal,
    slugify,
)
from ecosystem_graph.tables.folder import write_tables
from ecosystem_graph.tables.layout import LAYOUT
from ecosystem_graph.turtle import Triple, parse
from ecosystem_graph.vocab import CODE, ECO, INL

DATA = Path(__file__).parent / "data"
TINY = DATA / "tiny"


@pytest.fixture(scope="module")
def facts() -> set[Triple]:
    return parse(data_file())


@pytest.fixture(scope="module")
def exported(facts: set[Triple], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    assert export_tables(facts, folder) == [folder / f"{table.name}.csv" for table in LAYOUT]
    return folder


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


# --- Innlandet


def test_innlandet_comes_back_from_its_tables_as_it_was(
    facts: set[Triple], exported: Path, tmp_path: Path
) -> None:
    back, base = import_tables(exported)
    assert (base, back) == (str(INL), facts)
    export_tables(back, tmp_path)
    for table in LAYOUT:
        assert (tmp_path / f"{table.name}.csv").read_bytes() == (exported / f"{table.name}.csv").read_bytes()


def test_the_whole_dossier_is_there(exported: Path) -> None:
    """A changed digest is a changed fact: review the change, then copy the line that the failure shows.

    The digest is sha256 over the rows, cells with newlines between, rows sorted, each closed by two newlines.
    """
    with (DATA / "dossier_counts.csv").open(encoding="utf-8", newline="") as stream:
        expected = {row["table"]: row for row in csv.DictReader(stream)}
    assert set(expected) == {table.name for table in LAYOUT} - {"region"}
    for name, row in expected.items():
        rows = rows_of(exported / f"{name}.csv")[1:]
        text = "".join("\n".join(cells) + "\n\n" for cells in sorted(rows))
        found = (len(rows), hashlib.sha256(text.encode()).hexdigest())
        assert found == (int(row["dossier"]) + int(row["added"]), row["digest"]), name


def test_ids_do_not_depend_on_the_order_of_rows(facts: set[Triple], exported: Path, tmp_path: Path) -> None:
    shuffle = random.Random(20261123).shuffle
    for table in LAYOUT:
        header, *rows = rows_of(exported / f"{table.name}.csv")
        shuffle(rows)
        with (tmp_path / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
    assert import_tables(tmp_path)[0] == facts


def test_every_id_is_a_slug_and_every_name_is_given_once(facts: set[Triple]) -> None:
    named = re.compile(rf"{re.escape(str(INL))}[a-z]+/[A-Za-z0-9][A-Za-z0-9.-]*\Z")
    roots = {s for s, p, o in facts if p == RDF.type and str(s) != str(INL)}
    assert [s for s in roots if not named.match(str(s))] == []
    assert Counter(p for _, p, _ in facts)[RDF.type] == len(roots) + 1


# --- the small region, as text


def test_the_small_region_is_written_as_it_stands(tmp_path: Path) -> None:
    facts, _ = import_tables(TINY)
    for path in export_tables(facts, tmp_path):
        assert path.read_bytes() == (TINY / path.name).read_bytes()


def test_what_a_row_says_in_the_graph() -> None:
    facts, base = import_tables(TINY)
    membership = URIRef(f"{base}relation/ask.memberOf.kvist.2010")
    assert {
        (str(p).rsplit("#", 1)[-1], str(o).rsplit("/", 1)[-1]) for s, p, o in facts if s == membership
    } == {
        ("type", "ontology#Membership"),
        ("member", "ask"),
        ("memberOrganisation", "kvist"),
        ("start", "2010"),
        ("ongoing", "true"),
        ("detail", "partner, not full member"),
        ("hadPrimarySource", "avisa-2020"),
    }
    assert (URIRef(f"{base}relation/lia.partOf.vidda"), RDF.type, ECO.PlaceParthood) in facts
    award = URIRef(f"{base}relation/kvist.awardedStatus.stamme.2012")
    assert (award, ECO.statusLevel, CODE["level/arena"]) in facts
    assert (award, ECO.end, Literal("2015", datatype=XSD.gYear)) in facts
    assert (URIRef(f"{base}actor/ask"), ECO.municipality, URIRef(f"{base}place/lia")) in facts
    assert (URIRef(f"{base}actor/kvist"), ECO.municipalityName, Literal("Ås ved sjøen")) in facts


def test_conflicting_figures_stay_side_by_side() -> None:
    facts, base = import_tables(TINY)
    kvist = {s for s, p, o in facts if p == ECO.about and o == URIRef(f"{base}actor/kvist")}
    values = {str(o) for s, p, o in facts if s in kvist and p == ECO.value}
    assert (len(kvist), values) == (2, {"49", "50"})


def test_support_and_dispute_are_two_assertions_on_one_proposition() -> None:
    facts, base = import_tables(TINY)
    proposition = URIRef(f"{base}proposition/kvist.vekst.positive")
    about = {(p, str(s).rsplit(".", 1)[-1]) for s, p, o in facts if o == proposition}
    assert about == {(ECO.supports, "avisa"), (ECO.disputes, "stamme-forskning")}
    # The second asserter is, whole and unchanged, the name of an actor.
    behalf = {
        (str(s).rsplit("/", 1)[-1], str(o).rsplit("/", 1)[-1])
        for s, p, o in facts
        if str(p).endswith("actedOnBehalfOf")
    }
    assert behalf == {("stamme-forskning", "stamme")}


OWN = "https://w3id.org/innovation-ecosystem/vesle/indicator/own-measure"


def own_indicator(facts: set[Triple], iri: str = OWN) -> set[tuple[Node, Node]]:
    return {(p, o) for s, p, o in facts if s == URIRef(iri)}


def test_an_indicator_of_ones_own_has_a_name_in_both_languages() -> None:
    facts, _ = import_tables(TINY)
    assert own_indicator(facts) == {
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, CODE["scheme/indicator"]),
        (SKOS.notation, Literal("own-measure")),
        (SKOS.prefLabel, Literal("eget mål", lang="nb")),
        (SKOS.prefLabel, Literal("own measure", lang="en")),
    }
    assert (ECO.indicator, URIRef(OWN)) in {(p, o) for _, p, o in facts}


def test_an_indicator_that_stands_nowhere_is_taken_with_its_words(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    (tmp_path / "indicators.csv").unlink()
    figures = tmp_path / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("own-measure", "own_measure"))
    facts, _ = import_tables(tmp_path)
    names = {o for p, o in own_indicator(facts) if p == SKOS.prefLabel}
    assert names == {Literal("own measure", lang="nb"), Literal("own measure", lang="en")}
    export_tables(facts, tmp_path / "again")
    told = (tmp_path / "again" / "indicators.csv").read_text(encoding="utf-8")
    assert told.splitlines()[1:] == ["own-measure,own measure,own measure"]
    assert import_tables(tmp_path / "again")[0] == facts


@pytest.mark.parametrize("word", ["annual_budget", "annual-budget"])
def test_an_indicator_of_the_shared_list_is_no_own_one(word: str, tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    figures = tmp_path / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("own-measure", word))
    facts, _ = import_tables(tmp_path)
    assert CODE["indicator/annual-budget"] in {o for _, p, o in facts if p == ECO.indicator}
    with (tmp_path / "indicators.csv").open("a", encoding="utf-8") as stream:
        stream.write("annual-budget,årsbudsjett,annual budget\n")
    with pytest.raises(DataError) as caught:
        import_tables(tmp_path)
    assert [str(p) for p in caught.value.problems] == [
        "indicators.csv:3: id 'annual-budget': the list of indicators has this one already; "
        "write 'annual_budget' in figures and leave this row out"
    ]
    assert "skriv 'annual_budget' i figures" in caught.value.told("nb")


@pytest.mark.parametrize(
    ("text", "address", "back"),
    [
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("nlod-2.0", "https://data.norge.no/nlod/no/2.0", "NLOD-2.0"),
        ("https://example.org/ours", "https://example.org/ours", "https://example.org/ours"),
        ("", "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
    ],
)
def test_the_licence_of_the_region_goes_there_and_back(
    text: str, address: str, back: str, tmp_path: Path
) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    region = tmp_path / "region.csv"
    region.write_text(region.read_text(encoding="utf-8").replace("CC-BY-4.0", text))
    facts, base = import_tables(tmp_path)
    assert {o for s, p, o in facts if (s, p) == (URIRef(base), DCTERMS.license)} == {URIRef(address)}
    export_tables(facts, tmp_path / "again")
    assert (tmp_path / "again" / "region.csv").read_text(encoding="utf-8").strip().endswith(f",{back}")


def test_what_is_no_licence_is_told(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    region = tmp_path / "region.csv"
    region.write_text(region.read_text(encoding="utf-8").replace("CC-BY-4.0", "free"))
    with pytest.raises(DataError) as caught:
        import_tables(tmp_path)
    names = "CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, NLOD-2.0"
    assert str(caught.value) == f"region.csv:2: licence 'free': is no licence; write {names} or a web address"
    assert caught.value.told("nb").endswith(f"er ingen lisens; skriv {names} eller en nettadresse")


def test_an_id_that_two_tables_share_is_told_apart(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "places.csv").open("a", encoding="utf-8") as stream:
        stream.write("ask,Ask,,Locality,,,,,register\n")
    with (tmp_path / "relations.csv").open("a", encoding="utf-8") as stream:
        stream.write("ask,locatedIn,place:ask,,,,register\n")
    facts, base = import_tables(tmp_path)
    relation = {
        o for s, p, o in facts if str(s).endswith("/ask.locatedIn.ask") and p in (ECO.occupant, ECO.site)
    }
    assert relation == {URIRef(f"{base}actor/ask"), URIRef(f"{base}place/ask")}
    export_tables(facts, tmp_path / "out")
    assert import_tables(tmp_path / "out")[0] == facts


def test_what_a_place_is_part_of_is_told_apart_too(tmp_path: Path) -> None:
    # There, and only there, an id means a place before an actor.
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "places.csv").open("a", encoding="utf-8") as stream:
        stream.write("ask,Ask,,Locality,,,,,register\n")
    with (tmp_path / "relations.csv").open("a", encoding="utf-8") as stream:
        stream.write("lia,partOf,actor:ask,,,,register\nlia,partOf,place:ask,,,,register\n")
    facts, _ = import_tables(tmp_path)
    export_tables(facts, tmp_path / "out")
    assert import_tables(tmp_path / "out")[0] == facts


def test_optional_tables_and_columns_may_be_absent(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text((TINY / "sources.csv").read_text("utf-8"), "utf-8")
    kept = [r for r in rows_of(TINY / "organisations.csv") if r[0] in ("id", "stamme")]
    text = io.StringIO()
    csv.writer(text).writerows(kept)
    (tmp_path / "organisations.csv").write_text(text.getvalue(), "utf-8")
    (tmp_path / "places.csv").write_text(
        "id,name,kind,number,county,lat,lon,sources\nx,X,Town,,,,,register\n", "utf-8"
    )
    facts, base = import_tables(tmp_path)
    assert base == str(INL)
    assert (URIRef(f"{INL}place/x"), RDFS.label, Literal("X", lang="en")) in facts


# --- cells


@pytest.mark.parametrize("number", ["974760673", "923609016", "889640782", "971035854"])
def test_organisation_numbers_of_the_register_are_valid(number: str) -> None:
    # Brønnøysundregistrene, Equinor, NAV, UiO: published numbers.
    assert str(check_orgnr(number)) == number


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_an_organisation_number_is_always_found(number: int, place: int, by: int) -> None:
    text = f"{number:09}"
    weights = (3, 2, 7, 6, 5, 4, 3, 2, 1)
    valid = sum(int(d) * w for d, w in zip(text, weights, strict=True)) % 11 == 0
    if not valid:
        with pytest.raises(ValueError, match="check digit"):
            check_orgnr(text)
        return
    check_orgnr(text)
    changed = text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :]
    with pytest.raises(Unfit, match="check digit") as caught:
        check_orgnr(changed)
    assert caught.value.why.nb == "kontrollsifferet er feil; slå opp nummeret i Enhetsregisteret"


@given(st.dates(date(1000, 1, 1), date(2100, 12, 31)))
def test_every_day_is_a_date_in_three_precisions(day: date) -> None:
    text = str(day)
    for length, datatype in ((4, XSD.gYear), (7, XSD.gYearMonth), (10, XSD.date)):
        literal = date_literal(text[:length])
        assert (str(literal), literal.datatype) == (text[:length], datatype)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_numbers_keep_their_value_in_their_shortest_writing(number: object) -> None:
    literal = number_literal(str(number))
    assert literal.toPython() == number
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", str(literal))
    assert number_literal(str(literal)) == literal


@given(st.text(max_size=100))
def test_a_slug_can_stand_in_an_iri(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(text))
    assert len(slugify(text)) <= 80
    assert slugify(slugify(text)) == slugify(text)


@given(
    st.text(alphabet="\x00\x01\x1f\t\n\r \x0b\x7f", max_size=3),
    st.sampled_from(
        ["javascript", "JAVASCRIPT", "data", "vbscript", "file", "java\nscript", "java\x02script"]
    ),
)
def test_no_address_that_a_browser_would_run_gets_in(before: str, scheme: str) -> None:
    with pytest.raises(ValueError, match="address"):
        check_address(f"{before}{scheme}:alert(1)")


def test_a_data_file_that_does_not_ship_is_told_in_norwegian() -> None:
    with pytest.raises(NotFoundError, match=r"no data file named 'inlandet.ttl'") as caught:
        data_file("inlandet.ttl")
    assert caught.value.told("nb").startswith("ukjent datafil: 'inlandet.ttl'; mente du 'innlandet.ttl'")


# --- made-up tables

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"], exclude_characters="<;")
    | st.sampled_from("æøå,\"'\n"),
    min_size=1,
    max_size=12,
).map(str.strip)
TEXT = WORDS.filter(bool)
ID = st.sampled_from(["a", "b", "c-1", "d2"])
DATE = st.sampled_from(["", "1999", "2001-02", "2001-02-03", "2020"])
NUMBER = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3
).map(str)
PLACE = st.sampled_from(["", "Lia", "Ås", "Vang", "Annetsteds"])


def joined(values: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[str]:
    """A cell of several values, in the order an export writes them."""
    return st.lists(values, min_size=least, max_size=2, unique=True).map(lambda some: ";".join(sorted(some)))


def codes(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(schema().codes[scheme]))


def no_tie_to_itself(row: dict[str, str]) -> bool:
    ends = (("subject", "object"), ("cause", "effect"))
    return all(row.get(one, "one") != row.get(other, "other") for one, other in ends)


@st.composite
def regions(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """A whole small region; references are qualified where the same id may be in two tables."""

    def rows(least: int, most: int, key: str | None, **cells: st.SearchStrategy[str]) -> list[dict[str, str]]:
        unique = (lambda row: row[key]) if key else (lambda row: tuple(sorted(row.items())))
        of = st.fixed_dictionaries(cells).filter(no_tie_to_itself)
        return draw(st.lists(of, min_size=least, max_size=most, unique_by=unique))

    sources = rows(
        1, 3, "source_id", source_id=ID, url=st.sampled_from(["", "https://x.example/ø?q=1"]), title=TEXT,
        publisher=WORDS, published=DATE, language=st.sampled_from(["", "nb"]),
    )  # fmt: skip
    source_ids = sorted({row["source_id"] for row in sources})
    cited = joined(st.sampled_from(source_ids), least=1)
    organisations = rows(
        1, 4, "id", id=ID, name_nb=TEXT, name_en=TEXT, kind=st.sampled_from(sorted(schema().kinds)),
        municipality=PLACE, alt_names=joined(TEXT), founded=DATE, homepage=st.sampled_from(["", "x.example"]),
        orgnr=st.sampled_from(["", "974760673"]), sources=cited,
    )  # fmt: skip
    places = [
        {**row, "name": name}
        for row, name in zip(
            rows(
                0,
                3,
                "id",
                id=ID,
                name_en=WORDS,
                kind=st.sampled_from(["Town", "Region"]),
                county=PLACE,
                sources=cited,
            ),
            ("Lia", "Ås", "Vang"),
            strict=False,
        )
    ]
    owners = [f"actor:{r['id']}" for r in organisations] + [f"place:{r['id']}" for r in places]
    topics = rows(
        0, 2, "id", id=ID, label_nb=TEXT, label_en=TEXT,
        about=joined(st.sampled_from(owners)),
    )  # fmt: skip
    anything = st.sampled_from([*owners, *(f"topic:{row['id']}" for row in topics)])
    word = st.sampled_from(sorted(r.word for r in schema().relations if r.word))
    return {
        "region": [
            {
                "id": "prove", "label_nb": draw(TEXT), "label_en": draw(TEXT),
                "licence": draw(st.sampled_from(["CC0-1.0", "CC-BY-4.0", "https://example.org/ours"])),
            }
        ],
        "indicators": rows(0, 2, "id", id=st.sampled_from(["own-thing", "x"]), label_nb=TEXT, label_en=TEXT),
        "sources": sources,
        "organisations": organisations,
        "places": places,
        "topics": topics,
        "relations": rows(
            0, 4, None, subject=anything, relation=word, object=anything, start=DATE,
            end=st.sampled_from(["", ".."]), detail=WORDS, sources=cited,
        ),
        "figures": rows(
            0, 4, None, subject=anything, value=NUMBER, unit=TEXT,
            indicator=st.sampled_from(["members", "own-thing", "other_thing"]),
            year=st.sampled_from(["", "2020"]), detail=WORDS, sources=cited,
        ),
        "events": rows(
            0, 2, "id", id=ID, date=DATE, kind=codes("event-kind"), label_nb=TEXT, label_en=TEXT,
            participants=joined(st.sampled_from(owners)), sources=cited,
        ),
        "causal_claims": rows(
            0, 4, None, cause=anything, effect=anything, polarity=codes("polarity"), mechanism=WORDS,
            mechanism_kind=codes("mechanism"), start=DATE, strength=codes("strength"), stance=codes("stance"),
            asserted_by=TEXT, explicitness=codes("explicitness"), sources=cited,
            paraphrase_nb=TEXT, paraphrase_en=TEXT,
        ),
    }  # fmt: skip


def put(folder: Path, tables: dict[str, list[dict[str, str]]]) -> None:
    for name, text in write_tables(dict(tables)).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=regions(), seed=st.integers(0, 99))
def test_made_up_regions_survive_the_way_there_and_back(
    tmp_path: Path, tables: dict[str, list[dict[str, str]]], seed: int
) -> None:
    put(tmp_path, tables)
    facts, base = import_tables(tmp_path)
    out = tmp_path / "out"
    export_tables(facts, out)
    assert import_tables(out) == (facts, base)
    if seed % 5 == 0:  # workbooks take their time
        export_workbook(facts, tmp_path / "book" / "region.xlsx")
        assert import_tables(tmp_path / "book" / "region.xlsx") == (facts, base)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    put(tmp_path, shuffled)
    assert import_tables(tmp_path)[0] == facts
    export_tables(import_tables(tmp_path)[0], out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
