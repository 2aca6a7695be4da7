"""Doctor: each fault that is put in is found, with what to do, in both languages."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecosystem_graph.cli import root
from ecosystem_graph.doctor import (
    Finding,
    Level,
    check_data,
    check_installation,
    findings_json,
    findings_lines,
)
from ecosystem_graph.doctor.installation import unmet
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.turtle import serialise

TINY = Path(__file__).parent / "data" / "tiny"


@pytest.fixture(scope="module")
def tiny() -> str:
    ecosystem = Ecosystem.load(TINY, reason=False)
    return serialise(ecosystem.facts, ecosystem.base)


def found(text: str, folder: Path, *, encoding: str = "utf-8") -> dict[str, Finding]:
    path = folder / "region.ttl"
    path.write_bytes(text.encode(encoding))
    return {finding.check: finding for finding in check_data(path)}


def bad(findings: dict[str, Finding]) -> set[str]:
    return {check for check, f in findings.items() if f.level is not Level.FINE}


# -- data --------------------------------------------------------------------------------------------------


def test_sound_data_is_fine(tiny: str, tmp_path: Path) -> None:
    findings = found(tiny, tmp_path)
    assert bad(findings) == set()
    assert set(findings) == {"read", "canonical", "shapes", "contradictions"}


FAULTS = [
    (
        "hadPrimarySource source:rapport",
        "hadPrimarySource source:nowhere",
        "SourceKnownShape",
        "error",
        "actor:",
    ),
    ("municipality place:lia", "municipality place:nowhere", "dangling", "error", "place:nowhere"),
    ("eco:municipality place", "eco:municipalty place", "KnownPropertyShape", "warning", "municipalty"),
    ('eco:end "2015"', 'eco:end "2005"', "OrderShape", "error", "kvist.awardedStatus"),
    ('"Ask AS"@nb', '"Birk Høgskole"@nb', "same-name", "warning", "actor:ask"),
    ('"Ask"@en', '"Ask"@de', "LabelShape-en", "error", "actor:ask"),
    ("a eco:Cluster ;", "a eco:Cluster , eco:Place ;", "contradictions", "error", "actor:kvist a eco:Place"),
    (
        '"2010-05"^^xsd:gYearMonth ;\n    eco:m',
        '"2018"^^xsd:gYear ;\n    eco:m',
        "outside-life",
        "note",
        "2010",
    ),
    ("a eco:Firm ;", "a eco:Firm ;\n    eco:detail [ eco:detail 1 ] ;", "blank-nodes", "error", ""),
    ("a eco:Firm ;", "\n  a eco:Firm ;", "canonical", "note", ""),
    ("923609016", "923609017", "CheckDigitShape", "error", "actor:ask"),
]


@pytest.mark.parametrize(
    ("old", "new", "check", "level", "place"), FAULTS, ids=[fault[2] for fault in FAULTS]
)
def test_each_fault_is_found(
    tiny: str, tmp_path: Path, old: str, new: str, check: str, level: str, place: str
) -> None:
    assert old in tiny
    finding = found(tiny.replace(old, new, 1), tmp_path)[check]
    assert finding.level == level
    assert finding.todo_nb
    assert finding.todo_en
    assert not place or any(place in where for where in finding.places)


def test_unsourced_statements_are_found(tiny: str, tmp_path: Path) -> None:
    start = tiny.index("actor:kvist\n")
    text = tiny[start:]
    line = next(part for part in text.split(" ;\n") if "prov:hadPrimarySource" in part)
    findings = found(tiny[:start] + text.replace(f"{line} ;\n", "", 1), tmp_path)
    assert findings["SourcedShape"].places == ("actor:kvist prov:hadPrimarySource",)
    assert "source" in findings["SourcedShape"].todo_en


def test_unused_sources_are_a_note(tiny: str, tmp_path: Path) -> None:
    extra = (
        '\nsource:spare\n    a eco:Source ;\n    dcterms:publisher "P" ;\n    dcterms:title "T" ;\n'
        '    eco:url "https://x.example"^^<http://www.w3.org/2001/XMLSchema#anyURI> .\n'
    )
    findings = found(tiny + extra, tmp_path)
    assert findings["unused-sources"].places == ("source:spare",)


def test_an_indicator_that_stands_in_no_list_is_a_note(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "t")
    with (tmp_path / "t" / "figures.csv").open("a", encoding="utf-8") as table:
        table.write("kvist,besøkende,700,persons,2020,,rapport\n")
    findings = {finding.check: finding for finding in check_data(tmp_path / "t")}
    assert bad(findings) == {"indicator-names"}  # own-measure of the tables has a name in each language
    found_ = findings["indicator-names"]
    assert (found_.level, found_.places) == (Level.NOTE, ("besøkende",))
    assert ("norsk og engelsk: 1" in found_.nb, "English: 1" in found_.en) == (True, True)


def test_windows_habits_are_named(tiny: str, tmp_path: Path) -> None:
    findings = found(tiny.replace("\n", "\r\n"), tmp_path)
    assert "Windows" in findings["canonical"].en
    assert bad(findings) == {"canonical"}


def test_a_wrong_encoding_cannot_be_read(tiny: str, tmp_path: Path) -> None:
    findings = found(tiny, tmp_path, encoding="cp1252")
    assert set(findings) == {"unreadable"}
    assert "UTF-8" in findings["unreadable"].places[0]


def test_broken_syntax_names_its_line(tmp_path: Path) -> None:
    (finding,) = found("@prefix a: <http://a/> .\n\na:b a:c .\n", tmp_path).values()
    assert (finding.check, finding.level) == ("unreadable", Level.ERROR)
    assert "region.ttl:3" in finding.places[0]


def test_every_problem_of_the_tables_is_a_place(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "t")
    path = tmp_path / "t" / "relations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("memberOf", "membrOf"), encoding="utf-8")
    (finding,) = check_data(tmp_path / "t")
    assert finding.check == "tables"
    assert "memberOf" in finding.places[0]
    en, nb = (list(findings_lines([finding], lang))[1] for lang in ("en", "nb"))
    assert "did you mean" in en
    assert "mente du" in nb
    assert findings_json([finding])[0]["places"] == [str(place) for place in finding.places]


# -- installation ------------------------------------------------------------------------------------------


def test_this_installation_is_sound() -> None:
    findings = {f.check: f for f in check_installation()}
    assert not [f for f in findings.values() if f.level is Level.ERROR]
    assert findings["files"].level is Level.FINE
    assert findings["terminal"].level is Level.FINE


def test_unmet_requirements(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"click": "8.1.7", "rdflib": "7.0.0", "numpy": "2.10.0rc1"}

    def version(name: str) -> str:
        if name not in versions:
            raise importlib.metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert unmet("click>=8.1.7") is None
    assert unmet("rdflib>=7.1") == "7.0.0"
    assert unmet("numpy>=2.9") is None
    assert unmet("openpyxl>=3.1; extra == 'workbook'") == "missing"


def test_what_is_missing_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["click>=99", "not-there>=1; extra == 'workbook'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: asked)
    findings = {f.check: f for f in check_installation()}
    assert findings["packages"].level is Level.ERROR
    assert "click>=99" in findings["packages"].places[0]
    assert "pip install --upgrade ecosystem-graph" in findings["packages"].todo_en
    assert findings["extra-workbook"].level is Level.NOTE
    assert "      not-there>=1 (mangler)" in findings_lines([findings["extra-workbook"]], "nb")
    assert findings["extra-workbook"].places == ("not-there>=1 (missing)",)
    assert "pip install 'ecosystem-graph[workbook]'" in findings["extra-workbook"].todo_nb


def test_a_terminal_without_utf_8_is_warned_of() -> None:
    findings = {f.check: f for f in check_installation("cp1252")}
    assert findings["terminal"].level is Level.WARNING
    assert "cp1252" in findings["terminal"].nb


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    monkeypatch.setattr(Path, "cwd", classmethod(lambda cls: gone))
    finding = next(f for f in check_installation() if f.check == "writing")
    assert finding.level is Level.WARNING
    assert finding.nb == "Denne mappen kan det ikke skrives i: filen eller mappen finnes ikke."


# -- told --------------------------------------------------------------------------------------------------


def run(*args: object) -> Result:
    return CliRunner().invoke(root, ["doctor", *map(str, args)], catch_exceptions=False)


def test_exit_codes_and_languages(tiny: str, tmp_path: Path) -> None:
    assert run().exit_code == 0
    path = tmp_path / "region.ttl"
    path.write_text(tiny.replace('eco:end "2015"', 'eco:end "2005"'), encoding="utf-8")
    told = run(path, "--lang", "nb")
    assert told.exit_code == 1
    assert "✗ Brudd på regelen OrderShape: 1." in told.output
    assert "→ Det slutter før det begynner" in told.output
    assert run(tmp_path / "missing.ttl").exit_code == 2
    content = json.loads(run(path, "--format", "json").output)
    assert content["exit"] == 1
    assert {f["check"] for f in content["data"] if f["level"] == "error"} == {"OrderShape"}


def test_lines_show_three_places_and_json_all() -> None:
    finding = Finding(Level.NOTE, "x", "nb", "en", "gjør", "do", tuple("abcde"))
    assert list(findings_lines([finding], "en")) == [
        "· en",
        *(f"      {c}" for c in "abc"),
        "      … and 2 more",
        "    → do",
    ]
    assert findings_json([finding])[0]["places"] == list("abcde")
