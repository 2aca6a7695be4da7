"""The command line as a person meets it: words, exit codes, what goes to which stream."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecosystem_graph.cli import root, words
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.report import report
from ecosystem_graph.resources import data_file

Say = Callable[..., Result]


@pytest.fixture
def say(innlandet: Ecosystem, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs a command; the region that ships is read once for the whole run."""
    read = Ecosystem.load.__func__  # type: ignore[attr-defined]

    def load(cls: type[Ecosystem], path: Path | str | None = None, *, reason: bool = True) -> Ecosystem:
        return innlandet if path is None else read(cls, path, reason=reason)

    monkeypatch.setattr(Ecosystem, "load", classmethod(load))
    runner = CliRunner()
    return lambda *args: runner.invoke(root, list(args), catch_exceptions=False)


def test_help_names_every_command(say: Say) -> None:
    shown = say("--help")
    assert shown.exit_code == 0
    promised = (
        "build validate reason explain query centrality brokers communities "
        "spillovers whatif view report import export find"
    )
    for name in promised.split():
        assert f"\n  {name} " in shown.output


def test_help_speaks_norwegian() -> None:
    env = {**os.environ, "ECOSYSTEM_GRAPH_LANG": "nb"}
    command = [sys.executable, "-m", "ecosystem_graph", "--help"]
    shown = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True)
    assert "Kunnskapsgrafen" in shown.stdout
    assert shown.stderr == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "nb"),
        ("nn_NO.UTF-8", "nb"),
        ("no", "nb"),
        ("Norwegian_Norway", "nb"),
        ("en_GB", "en"),
        ("de", "en"),
    ],
)
def test_language_of_the_machine(language: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOSYSTEM_GRAPH_LANG", language)
    assert words._language() == expected


def test_import_of_the_export_is_the_file(say: Say, tmp_path: Path) -> None:
    assert say("export", "tables", "-o", str(tmp_path / "tables")).exit_code == 0
    again = tmp_path / "again.ttl"
    assert say("import", "tables", str(tmp_path / "tables"), "-o", str(again)).exit_code == 0
    assert again.read_bytes() == data_file().read_bytes()


def test_import_lists_every_problem_and_writes_nothing(say: Say, tmp_path: Path) -> None:
    say("export", "tables", "-o", str(tmp_path / "t"))
    table = tmp_path / "t" / "topics.csv"
    broken = table.read_text(encoding="utf-8").replace("ammunition,ammunisjon", "Ammunition!,ammunisjon")
    table.write_text(broken + "extra,<b>fet</b>,bold,nowhere\n", encoding="utf-8")
    output = tmp_path / "out.ttl"
    result = say("import", "tables", str(tmp_path / "t"), "-o", str(output))
    assert result.exit_code == 1
    assert "topics.csv" in result.stderr
    assert "Ammunition!" in result.stderr
    assert "markup" in result.stderr
    assert "'nowhere'" in result.stderr
    assert "nothing was written" in result.stderr
    assert not output.exists()


def test_validate_tells_what_would_be_right(say: Say, tmp_path: Path) -> None:
    assert say("validate").exit_code == 0
    text = data_file().read_text(encoding="utf-8")
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        text.replace("eco:polarity polarity:positive", "eco:polarity polarity:purple", 1), encoding="utf-8"
    )
    result = say("validate", str(bad), "--lang", "en")
    assert result.exit_code == 1
    assert "purple" in result.output


def test_unreadable_file_is_exit_2_with_its_line(say: Say, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix a: <http://a/> .\n\na:b a:c .\n", encoding="utf-8")
    result = say("validate", str(bad))
    assert result.exit_code == 2
    assert "bad.ttl:3:" in result.stderr
    assert say("validate", str(tmp_path / "missing.ttl")).exit_code == 2


def test_query_by_name_text_and_file(say: Say, tmp_path: Path) -> None:
    named = say("query", "cluster-members", "--set", "cluster=nce-raufoss", "--format", "csv")
    assert named.exit_code == 0
    assert "hunton" in named.output
    text = "SELECT ?x WHERE { actor:nce-raufoss eco:influences ?x } ORDER BY ?x"
    asked = say("query", text, "--format", "json")
    ids = {row["x"]["id"].rsplit("/", 1)[1] for row in json.loads(asked.output)}
    assert {"ntnu-gjovik", "sintef-manufacturing", "vitensenteret-innlandet", "gis", "mtnc"} <= ids
    file = tmp_path / "mine.rq"
    file.write_text(text, encoding="utf-8")
    assert say("query", "-f", str(file), "--format", "json").output == asked.output


@pytest.mark.parametrize(
    ("arguments", "words_expected"),
    [
        (("query", "cluster-membres"), ["cluster-members"]),
        (("query", "cluster-members", "--set", "cluster=nce-raufos"), ["nce-raufoss"]),
        (("query", "cluster-members", "--set", "klynge=nce-raufoss"), ["klynge", "cluster"]),
        (("query", "cluster-members", "--set", "cluster"), ["NAME=VALUE"]),
        (("query", "SELECT ?x WHERE { ?x a eco:Firm"), ["line 1", "^"]),
        (("query", "-f", "nowhere.rq"), ["nowhere.rq"]),
        (("query",), ["-f"]),
        (("centrality", "--projection", "colaboration"), ["collaboration"]),
        (("explain", "nce-raufos", "influences", "ntnu-gjovik"), ["nce-raufoss"]),
        (("spillovers", "rivals", "ntnu-gjovk"), ["ntnu-gjovik"]),
        (("whatif", "--without-source", "sead"), ["seed"]),
        (("view", "--focus", "nobody-at-all"), ["nobody-at-all"]),
        (("export", "tables", "--data", "nowhere.ttl", "-o", "x"), ["nowhere.ttl"]),
    ],
)
def test_a_wrong_question_is_exit_2_and_says_what_would_be_right(
    say: Say, arguments: tuple[str, ...], words_expected: list[str]
) -> None:
    result = say(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    for word in words_expected:
        assert word in result.stderr


def test_centrality_formats_hold_the_same_ranking(say: Say) -> None:
    rows = list(csv.DictReader(io.StringIO(say("centrality", "--top", "5", "--format", "csv").output)))
    listed = json.loads(say("centrality", "--top", "5", "--format", "json").output)
    assert [row["label_en"] for row in rows] == [row["actor"] for row in listed]
    assert [row["rank"] for row in listed] == [1, 2, 3, 4, 5]


def test_ranks_on_the_command_line_have_the_intervals_of_the_report(say: Say, innlandet: Ecosystem) -> None:
    told = {row["id"]: row for row in csv.DictReader(io.StringIO(report(innlandet).centrality_csv()))}
    rows = list(csv.DictReader(io.StringIO(say("centrality", "--by", "degree", "--format", "csv").output)))
    listed = json.loads(say("centrality", "--by", "degree", "--format", "json").output)
    assert len(rows) == len(listed) == 20
    parts = ("rank_low", "rank_median", "rank_high", "band")
    for row, other in zip(rows, listed, strict=True):
        bounds = [row[f"degree_{part}"] for part in parts]
        assert bounds == [told[row["id"]][f"degree_{part}"] for part in parts]
        assert bounds == [f"{other[part]:g}" for part in parts]
    shown = say("centrality", "--by", "degree", "--top", "3")
    assert "90 % of 150 plausible networks" in shown.stderr
    (first,) = (line for line in shown.stdout.splitlines() if "Norwegian Wood Cluster" in line)
    assert first.split()[1] == f"{rows[0]['degree_rank_low']}–{rows[0]['degree_rank_high']}"


def test_ranks_without_intervals(say: Say) -> None:
    for more in (("--draws", "0"), ("--projection", "funding")):
        result = say("centrality", "--top", "2", *more)
        assert (result.exit_code, "interval" in result.stdout, "interval" in result.stderr) == (
            0,
            False,
            False,
        )
    refused = say("centrality", "--projection", "funding", "--draws", "10")
    assert refused.exit_code == 2
    assert "undirected" in refused.stderr


#: Command: how its heads begin, in English and in Norwegian.
HEADS = {
    "centrality": (
        "rank interval actor sphere betweenness degree strength harmonic closeness constraint",
        "rang intervall aktør sfære mellomliggenhet grad styrke harmonisk nærhet begrensning",
    ),
    "brokers": (
        "actor sphere coordinator itinerant broker representative gatekeeper liaison total by chance z",
        "aktør sfære koordinator omreisende megler representant portvokter bindeledd i alt "
        "ved tilfeldighet z",
    ),
    "communities": ("group actors togetherness best tied", "gruppe aktører samhold flest bånd"),
}


@pytest.mark.parametrize("command", HEADS)
def test_heads_are_in_the_language_of_the_reader(say: Say, command: str) -> None:
    names = set()
    for lang, heads in zip(("en", "nb"), HEADS[command], strict=True):
        first = say(command, "--lang", lang).stdout.splitlines()[0]
        assert " ".join(first.split()) == heads
        names.add(tuple(json.loads(say(command, "--lang", lang, "--format", "json").stdout)[0]))
    assert len(names) == 1  # a program reads the same names in both


def test_spheres_are_named_for_people(say: Say) -> None:
    assert "mellomledd" in say("brokers", "--top", "1", "--lang", "nb").stdout
    (row,) = json.loads(say("brokers", "--top", "1", "--lang", "nb", "--format", "json").output)
    assert row["sphere"] == "intermediary"


def test_centrality_of_a_year_before_anything(say: Say) -> None:
    result = say("centrality", "--year", "1200", "--reading", "certain")
    assert result.exit_code == 0
    assert "0 actors" in result.stderr


def test_a_sampled_measure_tells_its_error(say: Say) -> None:
    assert "within 0.01" in say("centrality", "--engine", "sampled", "--top", "2").stderr
    assert "within" not in say("centrality", "--engine", "networkx", "--top", "2").stderr


def test_own_projection(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "owners.rq"
    file.write_text(
        "SELECT ?source ?target (1 AS ?weight) ?kind "
        "WHERE { ?source eco:owns ?target BIND('owns' AS ?kind) } "
        "ORDER BY ?source",
        encoding="utf-8",
    )
    result = say("centrality", "--projection", str(file), "--by", "degree", "--top", "3")
    assert result.exit_code == 0
    assert "degree" in result.output


def test_brokers_and_communities(say: Say) -> None:
    listed = json.loads(say("brokers", "--top", "3", "--by", "liaison", "--format", "json").output)
    assert [row["liaison"] for row in listed] == sorted((row["liaison"] for row in listed), reverse=True)
    assert all(row["liaison_expected"] > 0 for row in listed)
    groups = say("communities", "--runs", "3", "--format", "json")
    assert sum(row["actors"] for row in json.loads(groups.stdout)) > 300
    assert "adjusted Rand" in groups.stderr


def test_explain_goes_down_to_the_source(say: Say) -> None:
    shown = say("explain", "NCE Raufoss", "influences", "ntnu-gjovik", "--lang", "en")
    assert shown.exit_code == 0
    assert "NCE Raufoss · influences · NTNU in Gjøvik" in shown.output
    assert "Klynger og nettverk i Innlandet" in shown.output
    assert "prp-spo2" in shown.output
    refused = say("explain", "nce-raufoss", "memberOf", "ntnu", "--lang", "en")
    assert refused.exit_code == 0
    assert "does not follow" in refused.output


def test_reason_on_any_file(say: Say, tmp_path: Path) -> None:
    given = tmp_path / "given.ttl"
    prefix = "@prefix : <http://x/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    given.write_text(prefix + ":Cat rdfs:subClassOf :Animal . :tom a :Cat .", encoding="utf-8")
    output = tmp_path / "closed.nt"
    result = say("reason", str(given), "--check", "-o", str(output))
    assert result.exit_code == 0, result.stderr
    assert "agree" in result.output
    line = "<http://x/tom> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/Animal> ."
    assert line in output.read_text(encoding="utf-8").splitlines()


def test_a_contradiction_is_exit_1_with_its_facts(say: Say, tmp_path: Path) -> None:
    given = tmp_path / "given.ttl"
    given.write_text(
        "@prefix : <http://x/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        ":Cat owl:disjointWith :Dog . :tom a :Cat, :Dog .",
        encoding="utf-8",
    )
    output = tmp_path / "closed.nt"
    result = say("reason", str(given), "-o", str(output), "--lang", "en")
    assert result.exit_code == 1
    for word in ("tom", "Cat", "Dog", "cax-dw"):
        assert word in result.stderr
    assert "ingenting er både «Cat» og «Dog»" in say("reason", str(given), "--lang", "nb").stderr
    assert not output.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("spillovers", "ledger", "--contested"),
        ("spillovers", "rivals", "ntnu-gjovik"),
        ("spillovers", "path", "nce-raufoss", "ntnu-gjovik"),
        ("spillovers", "from", "nce-raufoss", "--depth", "2"),
        ("spillovers", "into", "ntnu-gjovik"),
        ("spillovers", "loops"),
        ("whatif",),
        ("whatif", "--without", "nce-raufoss"),
    ],
)
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_spillovers_answer_in_both_languages(say: Say, arguments: tuple[str, ...], lang: str) -> None:
    result = say(*arguments, "--lang", lang, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) > 1


@pytest.mark.parametrize("ending", [".csv", ".json", ".trig"])
def test_claims_in_every_form(say: Say, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"claims{ending}"
    assert say("export", "claims", "-o", str(file)).exit_code == 0
    assert file.read_text(encoding="utf-8").count("nce-raufoss") > 10


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("query",), "oppgi et spørsmål, en SPARQL-tekst eller -f FIL"),
        (("query", "cluster-members", "--set", "cluster"), "--set tar NAME=VALUE, ikke 'cluster'"),
        (("template", "x.csv"), "fila må ende på .xlsx"),
        (("import", "tables", "x"), "si hvor: -o FIL eller --store DIR"),
        (
            ("export", "network", "-o", "x.docx"),
            "ukjent nettverksformat: '.docx'. Gyldige: .graphml, .gexf, .cyjs, .json, .csv.",
        ),
    ],
)
def test_errors_follow_the_language_asked_for(say: Say, arguments: tuple[str, ...], told: str) -> None:
    result = say(*arguments, "--lang", "nb")
    assert result.exit_code == 2
    assert told in result.stderr


def test_claims_in_a_form_nobody_knows(say: Say, tmp_path: Path) -> None:
    result = say("export", "claims", "-o", str(tmp_path / "claims.jsn"))
    assert result.exit_code == 2
    assert ".json" in result.stderr
    assert not list(tmp_path.iterdir())


def test_an_empty_answer_is_no_failure(say: Say) -> None:
    result = say("spillovers", "path", "geno", "nce-raufoss", "--lang", "en")
    assert result.exit_code == 0
    assert result.stderr


def test_find_does_not_mind_how_letters_are_written(say: Say) -> None:
    assert "hogskolen-i-gjovik" in say("find", "HOGSKOLEN I GJOVIK").output
    assert "reve-definition" in say("find", "torger reve").output
    assert "nothing is named" in say("find", "xyzzy").stderr


def test_unknown_command_is_exit_2(say: Say) -> None:
    assert say("biuld").exit_code == 2
