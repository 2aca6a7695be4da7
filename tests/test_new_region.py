"""A second region: what new-region writes, and an invented one through everything there is."""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import EcosystemError, InvalidNameError, UnreadableFileError
from ecosystem_graph.queries import ask, example, questions
from ecosystem_graph.scaffold import example_tables, new_region
from ecosystem_graph.tables import import_tables
from ecosystem_graph.vocab import ECO, INL

NAME = "eksempeldalen"
COMMON = "https://w3id.org/innovation-ecosystem/"
BASE = f"{COMMON}{NAME}/"
MARKS = {"nb": "(oppdiktet)", "en": "(invented)"}
#: What only Innlandet has.
FOREIGN = re.compile(r"innlandet|raufoss|gj[øo]vik|hamar|heidner|hunton|kartverket", re.IGNORECASE)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, list(arguments), prog_name="ecosystem-graph")


def commands(guide: Path) -> list[list[str]]:
    """The commands a guide of a new region tells to run: indented lines, and those in passing."""
    text = guide.read_text(encoding="utf-8")
    found = re.findall(
        r"^ {7}(ecosystem-graph .+)$|`(ecosystem-graph (?:diff|query --list)[^`]*)`", text, re.M
    )
    return [shlex.split(line or passing)[1:] for line, passing in found]


def rows(table: str) -> list[dict[str, str]]:
    """Rows of the example, read by nothing of ours."""
    with (example_tables() / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The example, with every command of its own guide run in its folder; and what each said."""
    place = tmp_path_factory.mktemp("region") / NAME
    new_region(NAME, place, example=True, lang="en")
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for command in commands(place / "README.md"):
            result = run(*command)
            assert result.exit_code == 0, f"{command}: {result.output}"
            said[" ".join(command[:2])] = result.stdout
        yield place, said


@pytest.fixture(scope="module")
def region(folder: tuple[Path, dict[str, str]]) -> Ecosystem:
    return Ecosystem.load(folder[0] / f"{NAME}.ttl")


def test_guide_goes_the_whole_way(folder: tuple[Path, dict[str, str]]) -> None:
    place, said = folder
    assert {"validate", "import", "build", "query", "site", "diff"} == {words.split()[0] for words in said}
    assert "No difference" in said[f"diff {NAME}.ttl"]
    built = {path.name for path in (place / "out" / NAME).iterdir()}
    assert {"network.html", "report.html", "report.md", "graph.ttl", "manifest.json"} <= built
    assert json.loads((place / "out" / NAME / "manifest.json").read_text())["region"] == NAME
    assert (place / "out" / "site" / "index.html").is_file()


def test_both_guides_tell_the_same(folder: tuple[Path, dict[str, str]]) -> None:
    place, _ = folder
    english, norwegian = (commands(place / name) for name in ("README.md", "LESMEG.md"))
    assert [[word if word != "nb" else "en" for word in line] for line in norwegian] == english
    for name in ("README.md", "LESMEG.md"):
        text = (place / name).read_text(encoding="utf-8")
        assert "$" not in text
        assert "finnes" in text or "exists" in text  # that all is invented


def test_example_is_rich_enough(region: Ecosystem) -> None:
    kinds = Counter(row["kind"] for row in rows("organisations"))
    assert sum(kinds.values()) >= 10
    assert len(kinds) >= 8
    assert {row["stance"] for row in rows("causal_claims")} == {"asserts", "disputes"}
    assert {row["polarity"] for row in rows("causal_claims")} == {"+", "-"}
    assert len({row["relation"] for row in rows("relations")}) >= 12
    assert len(region.actors()) == sum(kinds.values())
    assert rows("events")
    assert rows("figures")


def test_everything_invented_says_so(region: Ecosystem) -> None:
    bare = []
    for thing, prop, text in region.facts:
        if not (isinstance(text, Literal) and str(thing).startswith(BASE)):
            continue
        if text.language:
            named = MARKS[text.language] in text
        else:
            named = prop in (ECO.detail, ECO.unit, ECO.mechanismNote, SKOS.notation) or any(
                m in text for m in MARKS.values()
            )
        if not named and prop != URIRef("http://purl.org/dc/terms/language") and text.datatype is None:
            bare.append((str(thing), str(prop), str(text)))
    assert bare == []


def test_every_name_is_the_regions_own(region: Ecosystem) -> None:
    ours = (f"{COMMON}ontology", f"{COMMON}code/", f"{COMMON}graph/", f"{COMMON}shapes", BASE)
    facts = region.facts | region.conclusions
    named = {str(t) for triple in facts for t in triple if isinstance(t, URIRef)}
    strangers = {iri for iri in named if iri.startswith(COMMON) and not iri.startswith(ours)}
    # The ontology takes its definition of a cluster from a source that stands in Innlandet's data.
    assert {iri for iri in strangers if iri != f"{INL}source/reve-definition"} == set()


def test_nothing_of_innlandet_is_in_what_is_built(folder: tuple[Path, dict[str, str]]) -> None:
    place, _ = folder
    found = []
    for path in sorted((place / "out").rglob("*")):
        if path.suffix not in (".html", ".md", ".csv", ".txt", ".json", ".ttl", ".xml"):
            continue
        if path.parent.name == "assets":
            continue
        text = path.read_text(encoding="utf-8").replace(f"{INL}source/reve-definition", "")
        # The text of a shipped question is shown, with the name it comes with.
        text = re.sub(r"#\+ param \w+: [\w-]+", "", text)
        found += [
            f"{path.relative_to(place)}: {text[m.start() - 40 : m.end() + 40]}"
            for m in FOREIGN.finditer(text)
        ]
    assert found[:10] == []


def test_own_question_finds_what_the_tables_say(folder: tuple[Path, dict[str, str]]) -> None:
    place, said = folder
    belongs = [r for r in rows("relations") if r["relation"] in ("memberOf", "partnerOf", "participatesIn")]
    expected = sum(len(row["sources"].split(";")) for row in belongs)
    shown = said["query -f"].splitlines()
    assert shown[0].split() == ["who", "what", "since", "source"]
    assert len(shown) - 2 == expected
    assert f"{NAME}/" in (place / "questions" / "who-belongs-where.rq").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", questions())
def test_shipped_question_can_be_asked(region: Ecosystem, name: str) -> None:
    asked = questions()[name]
    own = example(region, asked)
    if len(own) == len(asked.parameters):
        ask(region, asked, own)
    else:  # nothing here answers it, whatever it is asked about
        with pytest.raises(EcosystemError, match="not in this region"):
            ask(region, asked)


def test_an_example_is_the_regions_own(region: Ecosystem, innlandet: Ecosystem) -> None:
    asked = questions()["cluster-members"]
    assert example(innlandet, asked) == asked.parameters
    assert example(region, asked) == {"cluster": "skogklyngen"}
    with pytest.raises(EcosystemError, match="--set cluster=skogklyngen"):
        ask(region, asked)
    with pytest.raises(EcosystemError, match="no thing named 'skogklynge'; did you mean 'skogklyngen'"):
        ask(region, asked, {"cluster": "skogklynge"})


def test_pages_answer_for_this_region(folder: tuple[Path, dict[str, str]]) -> None:
    page = (folder[0] / "out" / "site" / "en" / "question" / "cluster-members.html").read_text(
        encoding="utf-8"
    )
    assert "The answer is for cluster = skogklyngen." in page
    assert "Granli Sawmill (invented)" in page


def test_influences_follow_from_what_is_claimed(region: Ecosystem) -> None:
    claimed = {(r["cause"], r["effect"]) for r in rows("causal_claims") if r["stance"] == "asserts"}
    inferred = {
        (str(s).rpartition("/")[2], str(o).rpartition("/")[2])
        for s, p, o in region.conclusions
        if p == ECO.influences and str(s).startswith(BASE)
    }
    # What has a positive or negative sign influences alike; a topic or an event may too.
    assert claimed == inferred


def test_a_change_is_told(folder: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    before = (folder[0] / f"{NAME}.ttl").read_text(encoding="utf-8")
    after = tmp_path / "after.ttl"
    assert before.count('eco:founded "1952"^^xsd:gYear') == 1
    after.write_text(before.replace('eco:founded "1952"', 'eco:founded "1953"'), encoding="utf-8")
    result = run("diff", str(folder[0] / f"{NAME}.ttl"), str(after), "--facts-only", "--lang", "en")
    assert "Granli Sawmill (invented) [actor:granli-sag]" in result.stdout
    assert "1953" in result.stdout


@pytest.mark.parametrize("ending", ["", ".xlsx", ".ttl"])
def test_what_is_exported_says_the_same(
    folder: tuple[Path, dict[str, str]], region: Ecosystem, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"out{ending}"
    result = run("export", "tables", "--data", str(folder[0] / f"{NAME}.ttl"), "-o", str(out))
    assert result.exit_code == 0, result.output
    facts, base = import_tables(out)
    assert (facts, base) == (set(region.facts), BASE)


def test_exports_of_the_graph_keep_the_names(folder: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    for command, file in (
        ("graph", "g.trig"),
        ("claims", "c.trig"),
        ("claims", "c.csv"),
        ("claims", "c.json"),
    ):
        data = str(folder[0] / f"{NAME}.ttl")
        result = run("export", command, "--data", data, "-o", str(tmp_path / file))
        assert result.exit_code == 0, result.output
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert "innlandet/" not in text.replace(f"{INL}source/reve-definition", "")
        assert "skogklyngen" in text


def test_without_the_example_the_tables_are_empty(tmp_path: Path) -> None:
    made = new_region("vidda", tmp_path / "a", title_nb="Vidda", title_en="The Plateau", form="csv")
    texts = {p.name: p.read_text(encoding="utf-8") for p in (made.folder / "tables").iterdir()}
    assert [name for name, text in texts.items() if text.count("\n") != 1] == ["region.csv"]
    assert texts["region.csv"].splitlines()[1] == "vidda,Vidda,The Plateau,CC-BY-4.0"
    assert "oppdiktet" not in (made.folder / "LESMEG.md").read_text(encoding="utf-8")
    result = run("import", "tables", str(made.folder / "tables"), "-o", str(tmp_path / "x.ttl"))
    assert result.exit_code == 1
    assert "sources.csv:1: the table has a header, but no rows" in result.stderr


def test_one_organisation_is_enough_to_build(tmp_path: Path) -> None:
    made = new_region("ett-sted", tmp_path / "a", form="csv")
    tables = made.folder / "tables"
    for table, line in (("sources", "s,,A page,Somebody,2024,en"), ("organisations", "a,A,A,,Firm,,,,,,s")):
        with (tables / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
    result = run("build", "--data", str(tables), "--out", str(tmp_path / "out"), "--lang", "en")
    assert result.exit_code == 0, result.output
    labels = Ecosystem.load(tables, reason=False).asserted
    assert (URIRef(f"{COMMON}ett-sted/"), RDFS.label, Literal("Ett sted", lang="nb")) in labels
    assert (URIRef(f"{COMMON}ett-sted/actor/a"), RDF.type, ECO.Firm) in labels


def test_workbook_and_csv_hold_the_same(folder: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    made = new_region(NAME, tmp_path / "csv", form="csv", example=True)
    assert import_tables(made.folder / "tables") == import_tables(folder[0] / f"{NAME}.xlsx")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Min Region", "such as 'min-region'"),
        ("Ås", "such as 'as'"),
        ("../out", "such as 'out'"),
        ("", "cannot be part of an address"),
        ("—", "digits and hyphens;"),
        ("a" * 61, "61 letters; write 60"),
        ("innlandet", "the region that ships has it"),
        ("code", "the code lists live there"),
        ("ontology", "the ontology lives there"),
    ],
)
def test_names_that_cannot_be(name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new-region", "--", name)
    assert result.exit_code == 2
    assert why in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "Min Region",
            "'Min Region' kan ikke være del av en adresse: skriv små bokstaver a til z, sifre og "
            "bindestreker, for eksempel 'min-region'; det folk leser, settes med --title-nb og --title-en",
        ),
        ("code", "'code' kan ikke være navnet på en ny region: kodelistene ligger der"),
    ],
)
def test_names_that_cannot_be_in_norwegian(name: str, why: str, tmp_path: Path) -> None:
    result = run("new-region", name, "-o", str(tmp_path / "dal"), "--lang", "nb")
    assert (result.exit_code, result.stderr) == (2, f"{why}\n")


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("<b>Dal</b>", "tittelen '<b>Dal</b>' har HTML-merking"),
        ("\u202eDal", "U+202E"),
        ("  ", "en tittel må ha minst én bokstav"),
    ],
)
def test_titles_that_cannot_be(title: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidNameError, match="title") as raised:
        new_region("dal", tmp_path / "dal", title_nb=title)
    assert why in raised.value.told("nb")
    assert list(tmp_path.iterdir()) == []


def test_an_invented_region_of_another_name_says_so(tmp_path: Path) -> None:
    made = new_region("dal", tmp_path / "dal", title_nb="Dal", form="csv", example=True)
    line = (made.folder / "tables" / "region.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line == "dal,Dal (oppdiktet),Dal (invented),CC-BY-4.0"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "dal").mkdir()
    new_region("dal", tmp_path / "dal", form="csv")  # an empty folder is free
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(UnreadableFileError, match="nothing is overwritten") as raised:
        new_region("dal", tmp_path / "dal", form="csv", example=True)
    assert "dal: har filer fra før, og ingenting overskrives" in raised.value.told("nb")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="is there already"):
        new_region("dal", tmp_path / "file", form="csv")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert before == {p: p.read_bytes() for p in before}


def test_without_what_writes_workbooks_csv_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecosystem_graph.scaffold.folder.find_spec", lambda name: None)
    assert new_region("dal", tmp_path / "dal").tables == "tables"
    with pytest.raises(EcosystemError, match="ecosystem-graph\\[workbook\\]"):
        new_region("dal", tmp_path / "fjell", form="workbook")
    assert not (tmp_path / "fjell").exists()


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_what_comes_next_is_told(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new-region", "dal", "--form", "csv", "--lang", lang)
    assert result.exit_code == 0, result.output
    assert ("Videre:" if lang == "nb" else "Next:") in result.stdout
    assert "ecosystem-graph import tables tables -o dal.ttl" in result.stdout
