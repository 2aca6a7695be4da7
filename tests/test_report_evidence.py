"""The report's queries: on a region small enough to count by hand, and against the tables of Innlandet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.report.evidence import Evidence, gather, report_queries
from ecosystem_graph.resources import data_file
from ecosystem_graph.tables import export_tables
from ecosystem_graph.turtle import parse

TOY = Path(__file__).parent / "data" / "report_toy.ttl"
WEST = "https://example.org/west/"


@pytest.fixture(scope="module")
def toy() -> Ecosystem:
    return Ecosystem.load(TOY)


@pytest.fixture(scope="module")
def evidence(innlandet: Ecosystem) -> Evidence:
    return gather(innlandet)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    export_tables(parse(data_file()), folder)
    return folder


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def test_a_cluster_has_members_partners_and_numbers(toy: Ecosystem) -> None:
    found = gather(toy)
    (cluster,) = found.clusters
    told = [(found.label(m.actor, "en"), m.partner, m.period.text(), m.sources) for m in cluster.members]
    assert told == [
        ("Boat", False, "", ("a", "b")),
        ("Seaweed lab", True, "2015-09–", ("b",)),
        ("Rope `and` thread", False, "2010–2012", ("a",)),
    ]
    assert cluster.listed == 3
    assert [(d.value, d.year, d.sources) for d in cluster.declared] == [
        (10, 2014, ("a",)),
        (12, 2014, ("b",)),
    ]
    assert cluster.latest is not None
    assert cluster.latest.value == 12


def test_different_numbers_for_one_year_stand_side_by_side(toy: Ecosystem) -> None:
    (conflict,) = gather(toy).conflicts
    assert [v.value for v in conflict.values] == [10, 12]
    assert [v.detail for v in conflict.values] == ["own count", ""]


def test_a_year_keeps_what_may_have_held_then(toy: Ecosystem) -> None:
    def members(year: int) -> set[str]:
        (cluster,) = gather(toy, year).clusters
        return {m.actor.removeprefix(f"{WEST}actor/") for m in cluster.members}

    assert members(2011) == {"rope", "boat"}
    assert members(2013) == {"boat"}
    assert members(2020) == {"boat", "lab"}
    assert gather(toy, 2013).conflicts == ()
    assert len(gather(toy, 2014).conflicts) == 1
    assert gather(toy, 2010).statuses == ()
    assert len(gather(toy, 2011).statuses) == 1


def test_those_without_a_relation_are_found(toy: Ecosystem) -> None:
    assert gather(toy).lonely == (f"{WEST}actor/hermit",)


def test_dates_and_sources_are_counted_by_type(toy: Ecosystem) -> None:
    found = {t.en: (t.all, t.undated, t.single) for t in gather(toy).types}
    assert found == {"membership": (2, 1, 1), "partnership": (1, 0, 1), "status award": (1, 0, 1)}


def test_an_award_with_no_end_is_open(toy: Ecosystem) -> None:
    assert gather(toy).open_statuses == 1


def test_every_query_asks_its_question_in_both_languages() -> None:
    asked = report_queries()
    assert len(asked) >= 10
    for name, query in asked.items():
        assert set(query.asks) == {"nb", "en"}, name
        assert "ORDER BY" in query.text, name


def test_listed_members_are_those_of_the_tables(evidence: Evidence, tables: Path) -> None:
    kinds = {row["id"]: row["kind"] for row in rows(tables, "organisations")}
    wanted: dict[str, set[str]] = {}
    for row in rows(tables, "relations"):
        if row["relation"] in ("memberOf", "partnerOf") and kinds.get(row["object"]) in (
            "Cluster",
            "ClusterInitiative",
        ):
            wanted.setdefault(row["object"], set()).add(row["subject"])
    found = {
        c.iri.rsplit("/", 1)[-1]: {m.actor.rsplit("/", 1)[-1] for m in c.members} for c in evidence.clusters
    }
    assert {slug: members for slug, members in found.items() if members} == wanted
    assert len(found) == sum(kind in ("Cluster", "ClusterInitiative") for kind in kinds.values())


def test_declared_numbers_are_those_of_the_tables(evidence: Evidence, tables: Path) -> None:
    kinds = {row["id"]: row["kind"] for row in rows(tables, "organisations")}
    wanted = sorted(
        (row["subject"], row["indicator"], float(row["value"]), int(row["year"] or 0))
        for row in rows(tables, "figures")
        if kinds.get(row["subject"]) in ("Cluster", "ClusterInitiative")
        and row["indicator"] in ("members", "partners")
    )
    found = sorted(
        (d.about.rsplit("/", 1)[-1], d.indicator.rsplit("/", 1)[-1], d.value, d.year)
        for c in evidence.clusters
        for d in c.declared
    )
    assert found == wanted


def test_statuses_are_those_of_the_tables(evidence: Evidence, tables: Path) -> None:
    wanted = sorted(
        (row["subject"], row["object"], row["start"])
        for row in rows(tables, "relations")
        if row["relation"] == "awardedStatus"
    )
    found = sorted(
        (s.holder.rsplit("/", 1)[-1], s.programme.rsplit("/", 1)[-1], s.period.start)
        for s in evidence.statuses
    )
    assert found == wanted


def test_undated_and_single_sourced_relations_are_those_of_the_tables(
    evidence: Evidence, tables: Path
) -> None:
    relations = list(rows(tables, "relations"))
    assert sum(t.all for t in evidence.types) == len(relations) == evidence.counts["relations"]
    undated = sum(1 for row in relations if row["start"] in ("", "..") and row["end"] in ("", ".."))
    assert sum(t.undated for t in evidence.types) == undated
    assert sum(t.single for t in evidence.types) == sum(1 for row in relations if ";" not in row["sources"])


def test_counts_are_those_of_the_tables(evidence: Evidence, tables: Path) -> None:
    files = {"actors": "organisations", "figures": "figures", "events": "events", "places": "places"}
    for what, name in files.items():
        assert evidence.counts[what] == len(list(rows(tables, name))), what


def test_conflicts_keep_both_partner_counts_of_the_op_ed_and_the_cluster(evidence: Evidence) -> None:
    values = {
        tuple(v.value for v in c.values)
        for c in evidence.conflicts
        if c.about.endswith("/nce-heidner-biocluster") and c.indicator.endswith("/members")
    }
    assert values == {(49, 50)}
