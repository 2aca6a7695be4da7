"""Chains, loops, what-ifs and dominators against brute force on small random claims, signs and time too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.errors import EcosystemError, NotFoundError
from ecosystem_graph.period import Period
from ecosystem_graph.spillovers.chains import Chain, Verdict, from_cause, into_effect, judge, path
from ecosystem_graph.spillovers.claims import (
    Asserter,
    Assertion,
    Code,
    Concern,
    Dated,
    How,
    Proposition,
    Source,
    Stance,
    Thing,
)
from ecosystem_graph.spillovers.counterfactual import Prop, Taking, footing, stands_on, taken, what_if
from ecosystem_graph.spillovers.layers import arrange, bins
from ecosystem_graph.spillovers.ledger import Ledger
from ecosystem_graph.spillovers.loops import loops
from ecosystem_graph.spillovers.standing import Standing, independent

#: A loaded machine must not fail a test.
RUNS = settings(max_examples=60, deadline=None)
BASE = "https://example.org/"
SOURCES = [
    Source(f"{BASE}source/s{number}", f"s{number}", publisher=publisher)
    for number, publisher in enumerate("PPQR")
]


def iri(name: str) -> str:
    return f"{BASE}actor/{name}"


def slug(thing: str) -> str:
    return thing.rsplit("/", 1)[-1]


def ledger_of(years: dict[str, str], links: list[tuple[str, str, int, list[Assertion]]]) -> Ledger:
    things = {
        iri(name): Thing(iri(name), name, begins=(Dated(year, "founded", iri(name)),) if year else ())
        for name, year in years.items()
    }
    propositions = [
        Proposition(
            f"{BASE}proposition/{c}.{e}.{'positive' if s > 0 else 'negative'}", iri(c), iri(e), s, tuple(a)
        )
        for c, e, s, a in links
    ]
    return Ledger(things, tuple(sorted(propositions, key=lambda p: p.id)), BASE)


def said(
    name: str, *sources: int, disputes: bool = False, implied: bool = False, start: str = "", end: str = ""
) -> Assertion:
    return Assertion(
        f"{BASE}assertion/{name}",
        Stance.DISPUTES if disputes else Stance.SUPPORTS,
        Asserter(f"{BASE}asserter/{name}", name),
        tuple(SOURCES[s] for s in sources),
        explicitness=Code("implied" if implied else "explicit"),
        period=Period(start, end),
    )


def simple(*pairs: str) -> Ledger:
    """Undated, explicit, single-sourced claims: ``ab`` says that a led to b, ``a-b`` that a hinders b."""
    names = sorted({end for pair in pairs for end in pair.replace("-", "")})
    links = [(p[0], p[-1], -1 if "-" in p else 1, [said(p, n % 4)]) for n, p in enumerate(pairs)]
    return ledger_of(dict.fromkeys(names, ""), links)


YEARS = st.sampled_from(["", "", "2001", "2002", "2003"])


@st.composite
def ledgers(draw: st.DrawFn, acyclic: bool = False) -> Ledger:
    names = "abcde"[: draw(st.integers(2, 5))]
    years = {name: draw(YEARS) for name in names}
    pairs = [(c, e, s) for c in names for e in names for s in (1, -1) if (c < e if acyclic else c != e)]
    links = []
    for c, e, s in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)):
        assertions = [
            said(
                f"{c}{e}{s}{number}",
                *draw(st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True)),
                disputes=draw(st.sampled_from([False, False, False, True])),
                implied=draw(st.booleans()),
                start=draw(YEARS),
                end=draw(st.sampled_from(["", "", "2003"])),
            )
            for number in range(draw(st.integers(1, 3)))
        ]
        links.append((c, e, s, assertions))
    return ledger_of(years, links)


# -- brute force: nothing here uses the code under test but for the plain values ---------------------------


def supporters(proposition: Proposition) -> list[Assertion]:
    return [a for a in proposition.assertions if a.stance is Stance.SUPPORTS]


def all_chains(propositions: list[Proposition], start: str) -> Iterator[list[Proposition]]:
    """Every simple path of supported claims from a thing."""

    def further(chain: list[Proposition], seen: set[str]) -> Iterator[list[Proposition]]:
        end = chain[-1].effect if chain else start
        for proposition in propositions:
            if proposition.cause == end and proposition.effect not in seen and supporters(proposition):
                yield [*chain, proposition]
                yield from further([*chain, proposition], seen | {proposition.effect})

    yield from further([], {start})


def year_of(ledger: Ledger, thing: str) -> int | None:
    begins = ledger.things[thing].begins
    return int(begins[0].date) if begins else None


def is_broken(ledger: Ledger, chain: list[Proposition]) -> bool:
    """An effect older than its cause, or a link that ended in a year before an earlier one began."""
    began: list[int] = []
    for proposition in chain:
        cause, effect = year_of(ledger, proposition.cause), year_of(ledger, proposition.effect)
        if cause and effect and cause > effect:
            return True
        ends = [a.period.end for a in supporters(proposition)]
        if all(ends) and began and int(max(ends)) < max(began):
            return True
        starts = [int(a.period.start) for a in supporters(proposition) if a.period.start]
        began += [y for y in (cause, min(starts, default=None)) if y]
    return False


def quality(proposition: Proposition) -> tuple[int, int]:
    """Standing and independent sources, by the rules as written."""
    for_it = supporters(proposition)
    outright = [a for a in for_it if a.explicitness.slug == "explicit"]
    if len(for_it) < len(proposition.assertions):
        standing = 1
    elif not outright:
        standing = 2
    else:
        standing = 4 if len(independent(outright)) >= 2 else 3
    return standing, len(independent(for_it))


def key(ledger: Ledger, chain: list[Proposition]) -> tuple[bool, int, int, int]:
    worst = min(quality(p) for p in chain)
    return is_broken(ledger, chain), -worst[0], -worst[1], len(chain)


def ids(chain: Chain | list[Proposition]) -> tuple[str, ...]:
    links = [e.proposition for e in chain.entries] if isinstance(chain, Chain) else chain
    return tuple(p.id for p in links)


def brute_starts(ledger: Ledger) -> set[str]:
    """Causes that every ancestor of theirs is also a descendant of."""
    links = [p for p in ledger.propositions if supporters(p)]
    things = set(ledger.things)
    below = {t: {c[-1].effect for c in all_chains(links, t)} for t in things}
    above = {t: {u for u in things if t in below[u]} for t in things}
    return {t for t in things if any(p.cause == t for p in links) and above[t] <= below[t]}


def brute_paths(ledger: Ledger, starts: set[str], effect: str) -> list[list[Proposition]]:
    links = list(ledger.propositions)
    return [c for s in sorted(starts - {effect}) for c in all_chains(links, s) if c[-1].effect == effect]


# -- chains ------------------------------------------------------------------------------------------------


@RUNS
@given(ledgers(), st.integers(1, 5), st.integers(1, 6))
def test_paths_equal_brute_force(ledger: Ledger, longest: int, limit: int) -> None:
    start, goal = iri("a"), iri("b")
    found = path(ledger, start, goal, longest=longest, limit=limit)
    chains = [c for c in all_chains(list(ledger.propositions), start) if c[-1].effect == goal]
    expected = sorted((c for c in chains if len(c) <= longest), key=lambda c: key(ledger, c))
    assert [key(ledger, [e.proposition for e in c.entries]) for c in found.chains] == [
        key(ledger, c) for c in expected[:limit]
    ]
    assert {ids(c) for c in found.chains} <= {ids(c) for c in expected}
    assert len({ids(c) for c in found.chains}) == len(found.chains)
    assert found.left_out == len(expected) - len(found.chains)
    assert not found.more
    assert found.longer or not any(len(c) > longest for c in chains)
    assert found.unsupported == sum(not supporters(p) for p in ledger.propositions)


@RUNS
@given(ledgers(), st.integers(1, 5))
def test_from_and_into_equal_brute_force(ledger: Ledger, longest: int) -> None:
    links = list(ledger.propositions)
    everything = [c for t in ledger.things for c in all_chains(links, t) if len(c) <= longest]
    start, goal = iri("a"), iri("b")
    for found, expected in (
        (
            from_cause(ledger, start, longest=longest, limit=1000),
            [c for c in everything if c[0].cause == start],
        ),
        (
            into_effect(ledger, goal, longest=longest, limit=1000),
            [c for c in everything if c[-1].effect == goal],
        ),
    ):
        assert {ids(c) for c in found.chains} == {ids(c) for c in expected}
        keys = [key(ledger, [e.proposition for e in c.entries]) for c in found.chains]
        assert keys == sorted(keys)
        assert (found.left_out, found.more) == (0, False)


@RUNS
@given(ledgers())
def test_judgement_of_chains(ledger: Ledger) -> None:
    for chain in from_cause(ledger, iri("a"), longest=5, limit=1000).chains:
        links = [e.proposition for e in chain.entries]
        assert all(one.effect == two.cause for one, two in pairwise(links))
        hindering = sum(p.sign < 0 for p in links)
        assert chain.sign == (-1 if hindering % 2 else 1)
        assert chain.support == min(len(independent(supporters(p))) for p in links)
        broken, disputed = (
            is_broken(ledger, links),
            any(len(supporters(p)) < len(p.assertions) for p in links),
        )
        carriers = [{s.slug for a in supporters(p) for s in a.sources} for p in links]
        whole = set.intersection(*carriers)
        assert {s.slug for s in chain.whole} == whole
        expected = (
            Verdict.BROKEN_IN_TIME
            if broken
            else Verdict.DISPUTED
            if disputed
            else Verdict.WHOLE
            if whole
            else Verdict.STITCHED
        )
        assert chain.verdict is expected


def test_what_time_breaks_comes_last_however_well_supported() -> None:
    well = [said("x", 0), said("y", 2)]
    links = [("a", "b", 1, well), ("b", "d", 1, well), ("a", "c", 1, [said("z", 0, implied=True)])]
    links.append(("c", "d", 1, [said("w", 0, implied=True)]))
    ledger = ledger_of({"a": "2005", "b": "2001", "c": "", "d": ""}, links)
    first, last = path(ledger, "a", "d").chains
    assert [slug(t) for t in first.things] == ["a", "c", "d"]
    assert (first.verdict, last.verdict) == (Verdict.WHOLE, Verdict.BROKEN_IN_TIME)
    assert last.standing is Standing.WELL_SUPPORTED


def test_a_limit_is_told() -> None:
    found = from_cause(simple(*(f"a{x}" for x in "bcdefg")), "a", limit=2)
    assert (len(found.chains), found.left_out, found.more) == (2, 4, False)


def test_chains_too_long_to_look_for_are_told() -> None:
    ledger = simple("ab", "bc", "cd")
    assert path(ledger, "a", "d", longest=2).longer
    assert not path(ledger, "a", "d", longest=3).longer


def test_wide_also_ends_in_what_concerns_the_effect() -> None:
    ledger = simple("ab", "cd")
    assert not path(ledger, "a", "d").chains
    things = dict(ledger.things)
    d = things[iri("d")]
    things[d.id] = Thing(d.id, d.slug, concerned=(Concern(iri("b"), How.TOPIC),))
    found = path(Ledger(things, ledger.propositions, BASE), "a", "d", wide=True)
    assert [ids(c) for c in found.chains] == [(f"{BASE}proposition/a.b.positive",)]


def test_wrong_questions_are_refused() -> None:
    ledger = simple("ab")
    with pytest.raises(NotFoundError, match="no actor, place, topic or event named 'x'") as unknown:
        path(ledger, "x", "b")
    assert unknown.value.told("nb") == "ukjent aktør, sted, tema eller hendelse: 'x'"
    with pytest.raises(EcosystemError, match="both ends") as circular:
        path(ledger, "a", "a")
    assert circular.value.told("nb").startswith("a er begge ender; ")
    with pytest.raises(EcosystemError, match="1 or more"):
        path(ledger, "a", "b", longest=0)
    with pytest.raises(EcosystemError, match="1 or more"):
        loops(ledger, limit=0)


# -- loops -------------------------------------------------------------------------------------------------


@RUNS
@given(ledgers(), st.integers(2, 5))
def test_loops_equal_brute_force(ledger: Ledger, longest: int) -> None:
    links = list(ledger.propositions)
    expected = {}
    for thing in ledger.things:
        for chain in all_chains(links, thing):
            for last in links:
                if last.cause == chain[-1].effect and last.effect == thing and supporters(last):
                    round_ = [*chain, last]
                    if min(p.cause for p in round_) == thing and len(round_) <= longest:
                        expected[ids(round_)] = -1 if sum(p.sign < 0 for p in round_) % 2 else 1
    found = loops(ledger, longest=longest, limit=1000)
    assert {ids(c): c.sign for c in found.loops} == expected
    assert len(found.loops) == len(expected)
    assert (found.left_out, found.more) == (0, False)


@RUNS
@given(ledgers(acyclic=True))
def test_an_acyclic_claim_set_stays_acyclic(ledger: Ledger) -> None:
    assert loops(ledger).loops == ()
    assert all(len(set(c.things)) == len(c.things) for c in from_cause(ledger, "a", longest=9).chains)


def test_reinforcing_and_balancing() -> None:
    found = loops(simple("ab", "ba", "b-a"))
    assert sorted((len(c.entries), c.sign) for c in found.loops) == [(2, -1), (2, 1)]


# -- what if -----------------------------------------------------------------------------------------------


TAKINGS = st.builds(
    Taking,
    things=st.lists(st.sampled_from("ab"), max_size=1).map(tuple),
    sources=st.lists(st.integers(0, 3), max_size=2, unique=True),
    publishers=st.lists(st.sampled_from("PQ"), max_size=1).map(tuple),
    only_explicit=st.booleans(),
    min_sources=st.integers(1, 2),
    in_time=st.booleans(),
)


def known(ledger: Ledger, taking: Taking) -> Taking:
    """The taking without names that no claim of this ledger rests on."""
    slugs = {s.slug for s in ledger.sources.values()}
    publishers = {s.publisher for s in ledger.sources.values()}
    return Taking(
        taking.things,
        tuple(f"s{s}" for s in taking.sources if f"s{s}" in slugs),
        tuple(p for p in taking.publishers if p in publishers),
        taking.only_explicit,
        taking.min_sources,
        taking.in_time,
    )


def brute_taken(ledger: Ledger, taking: Taking) -> Ledger:
    left = []
    for p in ledger.propositions:
        if {slug(p.cause), slug(p.effect)} & set(taking.things):
            continue
        if taking.in_time and is_broken(ledger, [Proposition(p.id, p.cause, p.effect, p.sign)]):
            continue
        kept = []
        for a in p.assertions:
            sources = [
                s for s in a.sources if s.slug not in taking.sources and s.publisher not in taking.publishers
            ]
            if sources and not (taking.only_explicit and a.explicitness.slug == "implied"):
                kept.append(
                    Assertion(
                        a.id,
                        a.stance,
                        a.asserter,
                        tuple(sources),
                        explicitness=a.explicitness,
                        period=a.period,
                    )
                )
        thinned = Proposition(p.id, p.cause, p.effect, p.sign, tuple(kept))
        if kept and (taking.min_sources == 1 or len(independent(supporters(thinned))) >= taking.min_sources):
            left.append(thinned)
    return Ledger(ledger.things, tuple(left), BASE)


@RUNS
@given(ledgers(), TAKINGS)
def test_what_if_equals_brute_force(ledger: Ledger, taking: Taking) -> None:
    taking = known(ledger, taking)
    found = what_if(ledger, taking)
    left = brute_taken(ledger, taking)
    assert taken(ledger, taking) == left
    starts, gone = brute_starts(ledger), {iri(t) for t in taking.things}
    effects = {p.effect for p in ledger.propositions if supporters(p)}
    before = {e: brute_paths(ledger, starts, e) for e in effects}
    after = {e: brute_paths(left, starts - gone, e) for e in effects}
    assert all(before.values())
    assert {x.thing.id for x in found.lost} == {e for e in effects - gone if not after[e]}
    assert {p.id for p in found.fallen} == {p.id for p in ledger.propositions if supporters(p)} - {
        p.id for p in left.propositions if supporters(p)
    }
    kept = {x.thing.id: x for x in found.kept}
    assert found.untouched == len(effects - gone) - len(found.lost) - len(kept)
    for effect, row in kept.items():
        best = min(key(left, c)[1:] for c in after[effect])
        assert key(left, [e.proposition for e in row.path.entries])[1:] == best
        assert row.path.things[0] in starts - gone
        assert row.after <= row.before
    for lost in found.lost:
        still = {p.id for p in left.propositions if p.effect == lost.thing.id and supporters(p)}
        assert {e.proposition.id for e in lost.claims} == still


@RUNS
@given(ledgers())
def test_untouched_effects_have_lost_no_path(ledger: Ledger) -> None:
    found = what_if(ledger, Taking(things=("a",)))
    starts = brute_starts(ledger)
    touched = {x.thing.id for x in (*found.lost, *found.kept)}
    for effect in {p.effect for p in ledger.propositions if supporters(p)} - touched - {iri("a")}:
        assert not any(iri("a") in [p.cause for p in c] for c in brute_paths(ledger, starts, effect))


@RUNS
@given(ledgers())
def test_signs_equal_walks(ledger: Ledger) -> None:
    """Which signs an effect is reached with, by walks of any length: twice the things is long enough."""
    found = what_if(ledger, Taking(min_sources=2))
    starts = {(t, 1) for t in brute_starts(ledger)}
    signs: dict[str, set[int]] = {}
    walks = set(starts)
    for _ in range(2 * len(ledger.things) + 2):
        ends = {
            (p.effect, s * p.sign)
            for t, s in walks
            for p in ledger.propositions
            if p.cause == t and supporters(p)
        }
        for thing, sign in ends:
            signs.setdefault(thing, set()).add(sign)
        walks |= ends
    assert all(row.before == signs[row.thing.id] for row in found.kept)


@RUNS
@given(ledgers())
def test_the_ranking_is_the_what_if_of_each(ledger: Ledger) -> None:
    rows = footing(ledger)
    assert {r.name for r in rows if r.kind is Prop.THING} == set(ledger.outgoing)
    for row in rows:
        if row.kind is Prop.THING:
            taking = Taking(things=(row.name,))
        elif row.kind is Prop.SOURCE:
            taking = Taking(sources=(row.name,))
        else:
            taking = Taking(publishers=(row.name,))
        found = what_if(ledger, taking)
        assert row.effects == tuple(x.thing.id for x in found.lost)
        assert row.claims == len(found.fallen)
    ranked = {(r.kind, r.name) for r in rows}
    for source in ledger.sources.values():
        if (Prop.SOURCE, source.id) not in ranked:
            assert not what_if(ledger, Taking(sources=(source.id,))).fallen
    counts = [len(r.effects) for r in rows]
    assert counts == sorted(counts, reverse=True)


@RUNS
@given(ledgers())
def test_dominators_are_what_no_path_goes_round(ledger: Ledger) -> None:
    starts = brute_starts(ledger)
    for effect, (things, claims) in stands_on(ledger).items():
        paths = brute_paths(ledger, starts, effect)
        assert set(claims) == set.intersection(*({p.id for p in c} for c in paths))
        assert set(things) == set.intersection(*({p.cause for p in c} for c in paths))
        for row in footing(ledger):
            if row.kind is Prop.THING and row.name != effect:
                assert (effect in row.effects) == (row.name in things)


def test_a_start_that_goes_leaves_what_rests_on_it_hanging() -> None:
    found = what_if(simple("ab", "bc", "dc", "cd"), Taking(things=("a",)))
    assert [slug(x.thing.id) for x in found.lost] == ["b", "c", "d"]
    assert [[slug(e.proposition.cause) for e in x.claims] for x in found.lost] == [[], ["b", "d"], ["c"]]


def test_only_hindering_paths_left() -> None:
    found = what_if(simple("ac", "b-c"), Taking(things=("a",)))
    assert [(slug(k.thing.id), k.before, k.after) for k in found.kept] == [("c", {1, -1}, {-1})]


def test_wrong_filters_are_refused_and_impossible_ones_answered() -> None:
    ledger = simple("ab", "bc")
    with pytest.raises(NotFoundError, match="no source of a claim named 's9'"):
        what_if(ledger, Taking(sources=("s9",)))
    with pytest.raises(NotFoundError, match="did you mean 's0'"):
        what_if(ledger, Taking(sources=("s00",)))
    with pytest.raises(NotFoundError, match="no publisher of a claim named 'Nobody'"):
        what_if(ledger, Taking(publishers=("Nobody",)))
    with pytest.raises(EcosystemError, match="at least 1") as caught:
        what_if(ledger, Taking(min_sources=0))
    assert caught.value.told("nb") == "det må kreves minst 1 uavhengig kilde, ikke 0"
    nothing_left = what_if(ledger, Taking(min_sources=99))
    assert [slug(x.thing.id) for x in nothing_left.lost] == ["b", "c"]
    assert not nothing_left.ledger.propositions


def test_the_publisher_may_be_written_in_any_case() -> None:
    ledger = simple("ab")
    assert (
        what_if(ledger, Taking(publishers=("p",))).fallen
        == what_if(ledger, Taking(publishers=("P",))).fallen
        != ()
    )


def test_disputing_a_link_breaks_no_path_but_shows() -> None:
    links = [("a", "b", 1, [said("x", 0), said("y", 2, disputes=True)]), ("b", "c", 1, [said("z", 0)])]
    ledger = ledger_of(dict.fromkeys("abc", ""), links)
    (chain,) = path(ledger, "a", "c").chains
    assert chain.verdict is Verdict.DISPUTED
    assert chain.standing is Standing.CONTESTED
    assert judge(chain.entries) == chain


# -- layout ------------------------------------------------------------------------------------------------


@RUNS
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=2),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=10, unique=True),
)
def test_links_of_the_picture_go_to_the_right(spans: dict[str, int], pairs: list[tuple[str, str]]) -> None:
    """Those that keep to time; every long link has a slot of its own in each column between."""
    inside = [(c, e) for c, e in pairs if c in spans and e in spans and c != e]
    links = [(c, e) for c, e in inside if (spans[c], c) < (spans[e], e)]
    layers = arrange(spans, links)
    placed = [item for column in layers.columns for item in column]
    assert sorted(i for i in placed if isinstance(i, str)) == sorted(spans)
    for number, (cause, effect) in enumerate(links):
        one, two = layers.column[cause], layers.column[effect]
        assert one < two
        between = [c for c, column in enumerate(layers.columns) if (number, c) in column]
        assert between == list(range(one + 1, two))
    assert [layers.headings[layers.column[n]] for n in spans] == list(spans.values())
    assert list(layers.headings) == sorted(layers.headings)
    backwards = arrange(spans, [(e, c) for c, e in links], range(len(links)))
    assert backwards.column == layers.column


@RUNS
@given(
    st.dictionaries(
        st.integers(0, 30).map(str), st.sampled_from(["", "1990", "2001-05", "2001", "2006", "2017"])
    ),
    st.integers(1, 4),
)
def test_spans_of_years_are_whole_and_in_order(dates: dict[str, str], most: int) -> None:
    spans = bins(dates, most)
    years = {n: d[:4] for n, d in dates.items() if d}
    assert len({spans[n] for n in years}) <= most
    assert all(spans[n] <= spans[m] for n in years for m in years if years[n] <= years[m])
    assert all(spans[n] > spans[m] for n in dates if not dates[n] for m in years)
