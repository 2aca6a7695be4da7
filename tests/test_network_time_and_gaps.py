"""The years and the gaps of Innlandet, each against a count made in another way."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.network import Shape, Thing, TieRow, Ties, read_ties
from ecosystem_graph.network.gaps import declared_members, gap_kinds, gaps, gaps_by_cluster
from ecosystem_graph.network.timeline import changes, timeline
from ecosystem_graph.period import Period, Reading
from ecosystem_graph.tables.export import table_rows

#: Kinds of the tables by sphere, where a cluster is asked for that sphere.
SPHERES = {
    **dict.fromkeys(["Firm", "Cooperative", "Investor"], "industry"),
    **dict.fromkeys(["University", "UniversityCampus", "UniversityCollege"], "research-education"),
    **dict.fromkeys(["VocationalCollege", "School", "ScienceCentre"], "research-education"),
    **dict.fromkeys(["ResearchInstitute", "ResearchCentre", "TestCentre"], "research-education"),
    **dict.fromkeys(["PublicAgency", "CountyAuthority", "Municipality", "Ministry"], "public"),
    **dict.fromkeys(["Committee", "Hospital", "Programme"], "public"),
}


def toy() -> Ties:
    rows = (
        TieRow("a", "b", 1, "leads", "r1", Period("2001", "2003")),
        TieRow("b", "c", 1, "leads", "r2", Period("2002", "2002")),
        TieRow("c", "d", 1, "leads", "r3", Period("2003", "", True)),
    )
    return Ties("toy", Shape.UNDIRECTED, rows, {n: Thing(n, n, n, n) for n in "abcd"})


def test_who_enters_and_leaves() -> None:
    years = {row.year: row for row in timeline(toy(), 2000, 2005, readings=(Reading.CERTAIN,))}
    assert [years[y].actors for y in range(2000, 2006)] == [0, 2, 3, 4, 2, 2]
    assert years[2001].entered == ("a", "b")
    assert years[2003].entered == ("d",)
    assert years[2004].left == ("a", "b")
    assert years[2003].components == 2
    assert years[2003].largest == 0.5
    assert math.isnan(years[2000].density)
    assert years[2002].degree_centralisation == pytest.approx(1)
    found = changes(toy(), 2002, 2003, reading=Reading.CERTAIN)
    assert (found.entered, found.left) == (("d",), ())
    assert (found.made, found.ended) == ((("c", "d"),), (("b", "c"),))


def test_the_first_year_has_no_entries() -> None:
    rows = timeline(toy(), 2001, 2002)
    assert rows[0].entered == ()
    assert [(row.reading, row.year) for row in rows] == [
        (Reading.CERTAIN, 2001), (Reading.CERTAIN, 2002), (Reading.POSSIBLE, 2001), (Reading.POSSIBLE, 2002)
    ]  # fmt: skip


def test_years_of_innlandet(innlandet) -> None:
    ties = read_ties(innlandet)
    rows = {(row.reading, row.year): row for row in timeline(ties, 2010, 2020)}
    for (reading, year), row in rows.items():
        network = ties.network(year, reading)
        assert (row.actors, row.ties) == (len(network), network.number_of_edges())
        assert row.ties <= rows[Reading.POSSIBLE, year].ties
        if (reading, year - 1) in rows:
            assert row.actors == rows[reading, year - 1].actors + len(row.entered) - len(row.left)


@pytest.fixture(scope="module")
def tables(innlandet):
    return table_rows(set(innlandet.asserted))


def slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def test_every_kind_of_gap_asks_and_says_how_to_fix_it(innlandet) -> None:
    found = gaps(innlandet)
    assert [gap.key for gap in found] == list(gap_kinds())
    for gap in found:
        for lang in ("nb", "en"):
            assert gap.asks[lang]
            assert gap.fix[lang]
        assert gap.rows
        assert all(row.thing and row.label_nb and row.label_en for row in gap.rows)
        assert len(gap.rows) == len({(row.thing, *row.details.values()) for row in gap.rows})
    with pytest.raises(NotFoundError, match="undated-relations"):
        gaps(innlandet, "undated-relation")


def test_gaps_are_what_the_tables_lack(innlandet, tables) -> None:
    kinds = {row["id"]: row["kind"] for row in tables["organisations"]}
    clusters = {one for one, kind in kinds.items() if kind in ("Cluster", "ClusterInitiative")}
    relations = [r for r in tables["relations"] if r["subject"] in kinds and r["object"] in kinds]
    found = {gap.key: gap for gap in gaps(innlandet)}

    undated = [r for r in relations if not r["start"] and r["end"] in ("", "..")]
    assert len(found["undated-relations"].rows) == len(undated)
    single = [r for r in relations if len(r["sources"].split(";")) == 1]
    assert len(found["single-source-relations"].rows) == len(single)
    tied = {r[end] for r in relations for end in ("subject", "object")}
    assert {slug(row.thing) for row in found["tieless-actors"].rows} == set(kinds) - tied

    listed: dict[str, set[str]] = {}
    for r in relations:
        if r["relation"] in ("memberOf", "partnerOf", "participatesIn"):
            listed.setdefault(r["object"], set()).add(r["subject"])
    assert {slug(row.thing) for row in found["unlisted-clusters"].rows} == clusters - set(listed)
    declared = {
        (f["subject"], f["value"])
        for f in tables["figures"]
        if f["indicator"] in ("members", "partners")
        and f["subject"] in kinds
        and float(f["value"]) > len(listed.get(f["subject"], ()))
    }
    rows = found["declared-members"].rows
    assert {(slug(row.thing), row.details["value"]) for row in rows} == declared
    assert all(int(row.details["listed"]) == len(listed.get(slug(row.thing), ())) for row in rows)

    met = {one: {SPHERES.get(kinds[member]) for member in listed[one]} for one in clusters & set(listed)}
    lacking = {(cluster, s) for cluster, spheres in met.items() for s in set(SPHERES.values()) - spheres}
    rows = found["missing-spheres"].rows
    assert {(slug(row.cluster), slug(row.details["sphere"])) for row in rows} == lacking

    counted = Counter(cluster for cluster, _ in lacking)
    table = {slug(cluster): counts for cluster, counts in gaps_by_cluster(list(found.values())).items()}
    assert table["7sterke"]["missing-spheres"] == counted["7sterke"]
    assert sum(counts["unlisted-clusters"] for counts in table.values()) == len(clusters - set(listed))


def test_declared_numbers_keep_conflicts_and_follow_the_year(innlandet) -> None:
    latest = {slug(iri): numbers for iri, numbers in declared_members(innlandet).items()}
    assert latest["nce-heidner-biocluster"] == (49, 50, 60)  # 49 and 50 in 2018; over 60 on an undated page
    then = {slug(iri): numbers for iri, numbers in declared_members(innlandet, 2017).items()}
    assert then["nce-heidner-biocluster"] == (29,)
