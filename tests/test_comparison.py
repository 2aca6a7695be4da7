"""Comparison: every differing fact is told once, in the right way round, with what follows from it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.compare import graph_diff

from ecosystem_graph.cli import root
from ecosystem_graph.comparison import (
    Sort,
    State,
    compare,
    comparison_json,
    consequences,
    consequences_lines,
    label_of,
    markdown,
)
from ecosystem_graph.comparison.consequences import _moves
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.centrality import ranks
from ecosystem_graph.tables import import_tables
from ecosystem_graph.turtle import Triple
from ecosystem_graph.vocab import CODE, ECO, INL

TINY = Path(__file__).parent / "data" / "tiny"
ASK, KVIST = INL["actor/ask"], INL["actor/kvist"]


def year(text: str) -> Literal:
    return Literal(text, datatype=XSD.gYear, normalize=False)


def membership(start: str, source: str = "a", name: str = "") -> set[Triple]:
    node = INL[f"relation/{name or f'ask.memberOf.kvist.{start}'}"]
    return {
        (node, RDF.type, ECO.Membership),
        (node, ECO.member, ASK),
        (node, ECO.memberOrganisation, KVIST),
        (node, ECO.start, year(start)),
        (node, PROV.hadPrimarySource, INL[f"source/{source}"]),
    }


# -- the facts ---------------------------------------------------------------------------------------------

SUBJECTS = [ASK, KVIST, *(INL[f"relation/r{n}"] for n in range(3)), URIRef("https://example.org/x")]
VALUES = [
    *(Literal(text, lang=lang) for text in "ab" for lang in ("nb", "en")),
    *map(Literal, (1, 2)),
    ASK,
    KVIST,
]
FACTS = st.frozensets(
    st.tuples(
        st.sampled_from(SUBJECTS),
        st.sampled_from([RDF.type, RDFS.label, ECO.member, ECO.start, PROV.hadPrimarySource]),
        st.sampled_from(VALUES),
    ),
    max_size=14,
)


@given(FACTS, FACTS)
def test_old_and_the_differences_make_new(old: frozenset[Triple], new: frozenset[Triple]) -> None:
    found = compare(old, new)
    assert (old - found.removed) | found.added == new
    assert found.identical == (old == new)
    rebuilt = set(old)
    for change in found.things:
        if change.renamed:
            moved = {t for t in rebuilt if t[0] == change.was}
            rebuilt = rebuilt - moved | {(change.thing, p, o) for _, p, o in moved}
        for fact in change.facts:
            rebuilt -= {(change.thing, fact.prop, value) for value in fact.old}
            rebuilt |= {(change.thing, fact.prop, value) for value in fact.new}
    assert rebuilt == new


@given(FACTS, FACTS)
def test_the_other_way_round_added_is_removed(old: frozenset[Triple], new: frozenset[Triple]) -> None:
    there, back = compare(old, new).fact_counts(), compare(new, old).fact_counts()
    assert there[Sort.ADDED] == back[Sort.REMOVED]
    assert there[Sort.REMOVED] == back[Sort.ADDED]
    assert (there[Sort.CHANGED], there[Sort.RESOURCED]) == (back[Sort.CHANGED], back[Sort.RESOURCED])


@settings(max_examples=30)
@given(FACTS, FACTS)
def test_triples_are_those_that_rdflib_finds(old: frozenset[Triple], new: frozenset[Triple]) -> None:
    graphs = []
    for facts in (old, new):
        graphs.append(Graph())
        for triple in facts:
            graphs[-1].add(triple)
    _, removed, added = graph_diff(*graphs)
    found = compare(old, new)
    assert (found.removed, found.added) == (frozenset(removed), frozenset(added))


def test_another_value_is_a_change_in_its_language() -> None:
    old = {(ASK, RDFS.label, Literal("Ask", lang="en")), (ASK, RDFS.label, Literal("Ask AS", lang="nb"))}
    new = {(ASK, RDFS.label, Literal("Ash", lang="en")), (ASK, RDFS.label, Literal("Ask AS", lang="nb"))}
    (change,) = compare(old, new).things
    (fact,) = change.facts
    assert (change.sort, fact.sort, fact.lang) == (Sort.CHANGED, Sort.CHANGED, "en")
    assert (fact.old, fact.new) == ((Literal("Ask", lang="en"),), (Literal("Ash", lang="en"),))


def test_another_source_is_re_sourced() -> None:
    (change,) = compare(membership("2010", "a"), membership("2010", "b")).things
    assert change.sort is Sort.RESOURCED
    assert [fact.sort for fact in change.facts] == [Sort.RESOURCED]


def test_a_corrected_year_is_no_new_relation() -> None:
    (change,) = compare(membership("2010", "a"), membership("2011", "b")).things
    assert (change.sort, change.renamed) == (Sort.CHANGED, True)
    assert {fact.prop: (fact.old, fact.new) for fact in change.facts} == {
        ECO.start: ((year("2010"),), (year("2011"),)),
        PROV.hadPrimarySource: ((INL["source/a"],), (INL["source/b"],)),
    }


def test_what_says_the_same_is_paired_before_what_is_about_the_same() -> None:
    old = membership("2010", name="x") | membership("2015", name="y")
    new = membership("2010", name="p") | membership("2016", name="q")
    pairs = {(t.was, t.thing) for t in compare(old, new).things}
    assert pairs == {
        (INL["relation/x"], INL["relation/p"]),
        (INL["relation/y"], INL["relation/q"]),
    }


def test_where_several_may_be_meant_none_is_paired() -> None:
    old = membership("2010", name="x") | membership("2011", name="y")
    new = membership("2015", name="p") | membership("2016", name="q")
    assert [t.sort for t in compare(old, new).things] == [Sort.ADDED] * 2 + [Sort.REMOVED] * 2


# -- what follows ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny() -> frozenset[Triple]:
    return frozenset(import_tables(TINY)[0])


def after(tiny: frozenset[Triple], tables: Path, **replaced: tuple[str, str]) -> frozenset[Triple]:
    """The tiny region with a text in a table replaced."""
    shutil.copytree(TINY, tables, dirs_exist_ok=True)
    for name, (old, new) in replaced.items():
        path = tables / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return frozenset(import_tables(tables)[0])


def local(triples: object) -> set[tuple[str, ...]]:
    return {tuple(str(n).replace("#", "/").rsplit("/", 1)[-1] for n in t) for t in triples}  # type: ignore[attr-defined]


def test_edges_and_kinds_follow(tiny: frozenset[Triple], tmp_path: Path) -> None:
    new = after(
        tiny,
        tmp_path,
        relations=("ask,memberOf,kvist", "stamme,memberOf,kvist"),
        organisations=("Ask Mekaniske;Aske,Firm", "Ask Mekaniske;Aske,Municipality"),
    )
    told = consequences(compare(tiny, new), State.of(tiny), State.of(new))
    assert ("stamme", "memberOf", "kvist") in local(told.gained)
    assert ("ask", "memberOf", "kvist") in local(told.lost)
    assert ("ask", "memberOf", "kvist") not in local(told.gained)
    sorts = {(str(p).rsplit("#", 1)[-1], old, new) for _, p, old, new in told.sorts}
    assert sorts == {
        ("kind", (CODE["kind/firm"],), (CODE["kind/municipality"],)),
        ("sphere", (CODE["sphere/industry"],), (CODE["sphere/public"],)),
    }
    assert {a.rsplit("/", 1)[-1] for a in told.entered} == {"stamme"}
    assert {a.rsplit("/", 1)[-1] for a in told.left} == {"ask"}


def test_a_dispute_withdrawn_mends_the_standing(tiny: frozenset[Triple], tmp_path: Path) -> None:
    new = after(tiny, tmp_path, causal_claims=(",disputes,Stamme", ",asserts,Stamme"))
    told = consequences(compare(tiny, new), State.of(tiny), State.of(new))
    assert [(v.old, v.new) for v in told.verdicts] == [("contested", "well-supported")]


def test_breaches_are_told_where_they_are_new(tiny: frozenset[Triple]) -> None:
    unsourced = frozenset(t for t in tiny if not (t[1] == PROV.hadPrimarySource and "memberOf" in str(t[0])))
    there = consequences(compare(tiny, unsourced), State.of(tiny), State.of(unsourced))
    back = consequences(compare(unsourced, tiny), State.of(unsourced), State.of(tiny))
    assert any("SourcedShape" in en for _, en in there.broken)
    assert (there.broken, there.mended) == (back.mended, back.broken)


def test_a_contradiction_is_told_and_stops_the_rest(tiny: frozenset[Triple]) -> None:
    kvist = next(s for s, _, o in tiny if o == ECO.Cluster)
    clash = tiny | {(kvist, RDF.type, ECO.Place)}
    told = consequences(compare(tiny, clash), State.of(tiny), State.of(clash))
    assert told.halted
    ((nb, en),) = told.contradicts
    assert nb.startswith("Motsigelse")
    assert "Kvist Cluster is: place" in en
    lines = list(
        consequences_lines(told, label_of(State.of(clash).ecosystem, State.of(clash).ecosystem), "nb")
    )
    assert any(line.startswith("    ") and "Klyngen Kvist er: sted" in line for line in lines)
    assert not told.gained


def test_ranks_are_those_of_networkx(innlandet: Ecosystem) -> None:
    relation = INL["relation/7sterke.collaboratesWith.sintef-manufacturing"]
    before, now = State(innlandet), State.of(t for t in innlandet.facts if t[0] != relation)
    moves, draws = _moves(before, now, 8)
    assert draws == 8
    networks = [state.network for state in (before, now)]
    assert networks[0].number_of_edges() == networks[1].number_of_edges() + 1
    expected = [
        {"degree": ranks(dict(n.degree())), "betweenness": ranks(nx.betweenness_centrality(n))}
        for n in networks
    ]
    for measure in ("degree", "betweenness"):
        moved = {m.actor: (m.old, m.new) for m in moves if m.measure == measure}
        both = set(networks[0]) & set(networks[1])
        left, right = (side[measure] for side in expected)
        assert moved == {a: (left[a], right[a]) for a in both if left[a] != right[a]}
    assert not any(m.beyond for m in moves if m.measure == "degree")  # one tie of many


def test_a_move_is_beyond_the_uncertainty_where_the_intervals_part() -> None:
    def state(hub: int) -> State:
        made = State(Ecosystem([], reason=False))
        star = nx.Graph([(str(hub), str(n)) for n in range(60) if n != hub])
        nx.set_node_attributes(star, "firm", "sphere")
        nx.set_edge_attributes(star, 9, "weight")  # well documented
        made.__dict__["network"] = star
        return made

    moves, _ = _moves(state(0), state(1), 20)
    degree = {m.actor: (m.old, m.new, m.beyond) for m in moves if m.measure == "degree"}
    assert degree == {"0": (1, 2, True), "1": (2, 1, True)}
    assert all(m.beyond is None for m in _moves(state(0), state(1), 0)[0])


# -- as told -----------------------------------------------------------------------------------------------


def run(*args: object) -> Result:
    return CliRunner().invoke(root, ["diff", *map(str, args)], catch_exceptions=False)


def test_diff_reads_from_old_to_new(tiny: frozenset[Triple], tmp_path: Path) -> None:
    new = tmp_path / "new"
    after(tiny, new, organisations=("Ask AS,Ask,", "Ask ASA,Ask,"), relations=("2012,2015", "2013,2015"))
    told = run(TINY, new, "--facts-only")
    assert told.exit_code == 0
    first = told.output.splitlines()[0]
    assert first.index(str(TINY)) < first.index(str(new))
    assert "name (nb): “Ask AS” → “Ask ASA”" in told.output
    assert "start: 2012 → 2013" in told.output
    assert "was named relation:kvist.awardedStatus.stamme.2012" in told.output
    assert "follows" not in told.output
    assert run(TINY, new, "--facts-only", "--exit-code").exit_code == 1
    other_way = run(new, TINY, "--facts-only", "--lang", "nb").output
    assert "navn (nb): «Ask ASA» → «Ask AS»" in other_way
    assert other_way.startswith(f"Fra {new} (")


def test_identical_says_so(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "same")
    told = run(TINY, tmp_path / "same", "--exit-code")
    assert told.exit_code == 0
    assert "No difference" in told.output
    content = json.loads(run(TINY, tmp_path / "same", "--format", "json").output)
    assert content["identical"] is True
    assert content["things"] == []


def test_diff_as_json_and_markdown(tiny: frozenset[Triple], tmp_path: Path) -> None:
    new = tmp_path / "new"
    after(tiny, new, relations=("ask,memberOf,kvist", "stamme,memberOf,kvist"))
    content = json.loads(run(TINY, new, "--format", "json").output)
    assert content["counts"]["things"]["relation"] == {
        "added": 1,
        "removed": 1,
        "changed": 0,
        "re-sourced": 0,
    }
    added = next(t for t in content["things"] if t["change"] == "added")
    assert added["label"]["nb"].startswith("medlemskap Stamme")
    assert {f["property"] for f in added["facts"]} >= {str(ECO.member), str(PROV.hadPrimarySource)}
    edge = content["consequences"]["edges"]["gained"][0]
    assert edge["property"] == str(ECO.memberOf)
    told = run(TINY, new, "--format", "md", "--lang", "nb").output
    assert "## Relasjoner: 1 lagt til, 1 fjernet" in told
    assert "\n- + medlemskap Stamme forskning – Klyngen Kvist" in told
    assert "### Bånd som kommer til: 1" in told


def test_markup_in_a_name_stays_text() -> None:
    assert "<b>" not in markdown(["+ <b>x</b> [y](z)"])


def test_a_removed_thing_is_named_as_the_old_facts_name_it(tiny: frozenset[Triple]) -> None:
    ask = next(s for s, p, _ in tiny if str(s).endswith("actor/ask"))
    new = frozenset(t for t in tiny if ask not in t)
    sides = [Ecosystem(facts, reason=False) for facts in (tiny, new)]
    told = comparison_json(compare(tiny, new), label_of(*sides))
    names = [t["label"]["nb"] for t in told["things"] if t["id"] == str(ask)]  # type: ignore[attr-defined]
    assert names == ["Ask AS"]


def test_unreadable_is_a_sentence(tmp_path: Path) -> None:
    told = run(TINY, tmp_path / "missing.ttl")
    assert told.exit_code == 2
    assert "missing.ttl" in told.stderr
