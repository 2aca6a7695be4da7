"""Projections: rows to networks, years and readings, and Innlandet against its tables."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NetworkError, NotFoundError, UnreadableFileError
from ecosystem_graph.network import Shape, Thing, TieRow, Ties, project, projections, read_ties
from ecosystem_graph.period import Period, Reading
from ecosystem_graph.resources import projection_files
from ecosystem_graph.tables.export import table_rows

NAMES = ["collaboration", "co-membership", "funding", "membership", "research-to-firm", "spillover"]


def things(*names: str, **lives: Period) -> dict[str, Thing]:
    return {n: Thing(n, n, n.upper(), n.upper(), life=lives.get(n, Period())) for n in names}


def ties(*rows: TieRow, shape: Shape = Shape.UNDIRECTED, **lives: Period) -> Ties:
    ends = sorted({end for row in rows for end in (row.source, row.target) if end})
    return Ties("toy", shape, rows, things(*ends, **lives))


# -- rows to networks ------------------------------------------------------------------------------------


def test_parallel_ties_are_merged_and_keep_what_they_rest_on() -> None:
    network = ties(
        TieRow("b", "a", 1, "leads", "r1"),
        TieRow("a", "b", 2, "memberOf", "r2"),
        TieRow("a", "a", 1, "leads"),
    ).network()
    assert list(network.edges(data=True)) == [
        ("a", "b", {"weight": 3, "kinds": ("leads", "memberOf"), "relations": ("r1", "r2")})
    ]


def test_directed_ties_keep_their_direction() -> None:
    network = ties(TieRow("b", "a", 1, "funds"), TieRow("a", "b", 1, "funds"), shape=Shape.DIRECTED).network()
    assert network.is_directed()
    assert list(network.edges) == [("a", "b"), ("b", "a")]


def test_a_relation_with_two_dates_is_one_relation() -> None:
    rows = [TieRow("a", "b", 1, "leads", "r", Period(start)) for start in ("2001", "2002")]
    assert ties(*rows).network().edges["a", "b"]["weight"] == 1


def test_a_row_without_target_makes_a_node_and_no_tie() -> None:
    network = ties(TieRow("a", "b", 1, "leads"), TieRow("c", "", 1, "")).network()
    assert list(network) == ["a", "b", "c"]
    assert network.degree("c") == 0


def test_two_mode_says_who_belongs_and_what_to() -> None:
    network = ties(
        TieRow("a", "b", 1, "memberOf"), TieRow("b", "c", 1, "memberOf"), shape=Shape.TWO_MODE
    ).network()
    assert dict(network.nodes(data="mode")) == {"a": "source", "b": "both", "c": "target"}


def test_shared_target_counts_what_two_have_in_common() -> None:
    rows = [TieRow(m, group, 1, "memberOf", f"{m}{group}") for group in "xy" for m in "ab"]
    network = ties(*rows, TieRow("c", "x", 1, "memberOf", "cx"), shape=Shape.SHARED_TARGET).network()
    assert {(u, v): w for u, v, w in network.edges(data="weight")} == {
        ("a", "b"): 2,
        ("a", "c"): 1,
        ("b", "c"): 1,
    }
    assert network.edges["a", "c"]["relations"] == ("ax", "cx")
    assert "x" not in network


# -- years -----------------------------------------------------------------------------------------------


def test_co_membership_needs_both_in_the_same_year() -> None:
    toy = ties(
        TieRow("a", "x", 1, "memberOf", "ax", Period("2000", "2005")),
        TieRow("b", "x", 1, "memberOf", "bx", Period("2006", "2010")),
        shape=Shape.SHARED_TARGET,
    )
    assert toy.network().number_of_edges() == 1
    assert not any(toy.network(year).number_of_edges() for year in range(1999, 2012))


def test_an_undated_tie_is_possible_while_both_ends_may_exist_and_never_certain() -> None:
    toy = ties(TieRow("a", "b", 1, "leads"), a=Period("2001"), b=Period("", "2003"))
    held = [y for y in range(1998, 2008) if toy.network(y).number_of_edges()]
    assert held == [2001, 2002, 2003]
    assert not any(toy.network(y, Reading.CERTAIN) for y in range(1998, 2008))


def test_what_a_source_dates_is_possible_even_before_the_foundation() -> None:
    toy = ties(TieRow("a", "b", 1, "leads", "r", Period("2000", "2002")), a=Period("2001"))
    assert toy.network(2000).number_of_edges() == 1


years = st.one_of(st.just(""), st.integers(1990, 2026).map(str))
periods = st.builds(Period, years, years, st.booleans())
rows = st.lists(
    st.builds(
        TieRow,
        st.sampled_from("abcd"),
        st.sampled_from("abcd"),
        st.integers(1, 3),
        st.just("k"),
        years,
        periods,
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from(list(Shape)), st.integers(1988, 2028), st.data())
def test_every_certain_tie_is_possible_and_every_possible_one_recorded(rows, shape, year, data) -> None:
    lives = {name: data.draw(periods) for name in "abcd"}
    toy = Ties("toy", shape, tuple(rows), things(*"abcd", **lives))
    certain, possible, ever = toy.network(year, Reading.CERTAIN), toy.network(year), toy.network()
    assert set(certain.edges) <= set(possible.edges) <= set(ever.edges)
    assert list(ever) == sorted(ever)


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from([Shape.UNDIRECTED, Shape.DIRECTED]), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, shape, random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (ties(*r, shape=shape).network() for r in (rows, shuffled))
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(data=True)) == list(two.edges(data=True))


# -- files -----------------------------------------------------------------------------------------------


def test_every_projection_says_what_it_asks_in_both_languages() -> None:
    assert sorted(projections()) == sorted(NAMES)
    for question in projections().values():
        assert question.asks["nb"]
        assert question.asks["en"]
        assert question.asks["nb"] != question.asks["en"]


def test_co_membership_is_folded_from_the_same_query_as_membership() -> None:
    texts = [projection_files()[name].read_text(encoding="utf-8") for name in ("membership", "co-membership")]
    assert len({text[text.index("PREFIX") :] for text in texts}) == 1


OWNS = (
    "SELECT ?source ?target ?weight ?kind WHERE "
    "{{ ?source {} ?target BIND ({} AS ?weight) BIND (eco:owns AS ?kind) }} ORDER BY ?source ?target"
)


def write(folder: Path, query: str, header: str = "") -> Path:
    path = folder / "mine.rq"
    path.write_text(f"{header}\n{query}\n", encoding="utf-8")
    return path


def test_a_query_of_ones_own_is_a_projection(innlandet: Ecosystem, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        OWNS.format("eco:owns", 0.5),
        "#+ network: directed",
    )
    network = project(innlandet, path)
    assert network.is_directed()
    assert {data["weight"] for *_, data in network.edges(data=True)} == {0.5}
    assert {data["kinds"] for *_, data in network.edges(data=True)} == {("owns",)}
    assert nx.utils.graphs_equal(network, project(innlandet, str(path)))


@pytest.mark.parametrize(
    ("query", "header", "says", "nb"),
    [
        (
            "SELECT ?source ?target WHERE { ?source eco:owns ?target }",
            "",
            r"no \?weight \?kind",
            "gir ingen ?weight ?kind",
        ),
        (OWNS.format("rdfs:label", 1), "", r"row 1 .*\?target must be things", "rad 1 i projeksjonen mine"),
        (OWNS.format("eco:owns", -1), "", r"row 1 .*positive number, not -1", "positivt tall, ikke -1"),
        (OWNS.format("eco:owns", "'x'"), "", r"positive number, not x", "positivt tall, ikke x"),
        (
            OWNS.format("eco:owns", 1),
            "#+ network: round",
            r"network: round.*two-mode",
            "projeksjonen mine sier «network: round»",
        ),
    ],
)
def test_what_is_no_projection_is_refused(innlandet, tmp_path, query, header, says, nb) -> None:
    with pytest.raises(NetworkError, match=says) as caught:
        project(innlandet, write(tmp_path, query, header))
    assert nb in caught.value.told("nb")


def test_unknown_projections_suggest_near_ones(innlandet: Ecosystem, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'collaboration'") as caught:
        project(innlandet, "colaboration")
    nb = caught.value.told("nb")
    assert nb.startswith("ukjent projeksjon: 'colaboration'; mente du 'collaboration'")
    assert nb.endswith(" En egen fil ender på .rq.")
    with pytest.raises(UnreadableFileError):
        project(innlandet, tmp_path / "none.rq")


def test_an_empty_answer_is_an_empty_network(innlandet: Ecosystem, tmp_path: Path) -> None:
    path = write(
        tmp_path, "SELECT ?source ?target ?weight ?kind WHERE { ?source eco:owns ?target FILTER (false) }"
    )
    assert len(project(innlandet, path)) == 0


# -- Innlandet, against its tables -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(innlandet: Ecosystem):
    return table_rows(set(innlandet.asserted))


def slugs(network: nx.Graph) -> set[frozenset[str]]:
    return {frozenset((network.nodes[u]["slug"], network.nodes[v]["slug"])) for u, v in network.edges}


def test_collaboration_is_what_the_tables_say(innlandet: Ecosystem, tables) -> None:
    kinds = {row["id"]: row["kind"] for row in tables["organisations"]}
    words = {"memberOf", "partnerOf", "collaboratesWith", "participatesIn", "leads", "administers", "hosts"}
    expected: dict[frozenset[str], int] = {}
    for row in tables["relations"]:
        one, other = row["subject"], row["object"]
        park = row["relation"] == "hosts" and kinds.get(one) == "IndustryPark"
        if row["relation"] in words and one in kinds and other in kinds and one != other and not park:
            pair = frozenset((one, other))
            expected[pair] = expected.get(pair, 0) + 1
    network = project(innlandet)
    found = {
        frozenset((network.nodes[u]["slug"], network.nodes[v]["slug"])): w
        for u, v, w in network.edges(data="weight")
    }
    assert found == expected


def test_funding_is_what_the_tables_say(innlandet: Ecosystem, tables) -> None:
    network = project(innlandet, "funding")
    found = {(network.nodes[u]["slug"], network.nodes[v]["slug"]) for u, v in network.edges}
    assert found == {(r["subject"], r["object"]) for r in tables["relations"] if r["relation"] == "funds"}


def test_spillover_ties_are_the_supporting_claims(innlandet: Ecosystem, tables) -> None:
    claims = [
        row for row in tables["causal_claims"] if row["stance"] == "asserts" and row["cause"] != row["effect"]
    ]
    network = project(innlandet, "spillover")
    found = {(network.nodes[u]["slug"], network.nodes[v]["slug"]) for u, v in network.edges}
    assert found == {(row["cause"], row["effect"]) for row in claims}
    assert network.nodes[next(iter(network))]["kind"]


def test_research_to_firm_joins_research_and_business(innlandet: Ecosystem) -> None:
    network = project(innlandet, "research-to-firm")
    assert network.number_of_edges() > 50
    for _, data in network.nodes(data=True):
        assert data["mode"] in ("source", "target")
        assert (data["sphere"] == "industry") == (data["mode"] == "target")


def test_nodes_say_what_they_are(innlandet: Ecosystem) -> None:
    network = project(innlandet)
    node = next(n for n, slug in network.nodes(data="slug") if slug == "nce-raufoss")
    assert network.nodes[node] == {
        "slug": "nce-raufoss",
        "label_nb": "NCE Raufoss",
        "label_en": "NCE Raufoss",
        "kind": "cluster",
        "sphere": "intermediary",
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_year_is_part_of_the_whole(innlandet: Ecosystem, name: str) -> None:
    rows = read_ties(innlandet, name)
    whole = set(rows.network().edges)
    for year in (1995, 2012, 2020):
        certain, possible = (set(rows.network(year, reading).edges) for reading in Reading)
        assert certain <= possible <= whole
