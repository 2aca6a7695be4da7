"""Standings and time verdicts: the written rules, one test each, and what must hold whatever is claimed."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.period import Period
from ecosystem_graph.spillovers.claims import (
    Asserter,
    Assertion,
    Code,
    Dated,
    Proposition,
    Source,
    Stance,
    Thing,
)
from ecosystem_graph.spillovers.standing import Standing, independent, weigh
from ecosystem_graph.spillovers.timing import Order, Reason, Span, TimeVerdict, chain_order, order, span

#: A loaded machine must not fail a test.
RUNS = settings(max_examples=100, deadline=None)
EXPLICIT, IMPLIED = Code("explicit"), Code("implied")


def source(slug: str, publisher: str = "", **fields: str) -> Source:
    return Source(f"source/{slug}", slug, publisher=publisher or f"Publisher of {slug}", **fields)


def said(
    by: str,
    *sources: Source,
    stance: Stance = Stance.SUPPORTS,
    explicitness: Code = EXPLICIT,
    represents: tuple[str, ...] = (),
    period: Period | None = None,
) -> Assertion:
    return Assertion(
        f"assertion/{by}-{stance}-{'-'.join(s.slug for s in sources)}",
        stance,
        Asserter(f"asserter/{by}", by, represents),
        sources,
        explicitness=explicitness,
        period=period or Period(),
    )


def claim(*assertions: Assertion, cause: str = "a", effect: str = "b") -> Proposition:
    return Proposition(f"proposition/{cause}.{effect}", cause, effect, 1, assertions)


FOR_A, FOR_B = said("A", source("one")), said("B", source("two"))
AGAINST = said("C", source("three"), stance=Stance.DISPUTES)


@pytest.mark.parametrize(
    ("assertions", "expected"),
    [
        ((AGAINST,), Standing.DISPUTED_ONLY),
        ((FOR_A, FOR_B, AGAINST), Standing.CONTESTED),
        ((said("A", source("one"), explicitness=IMPLIED), AGAINST), Standing.CONTESTED),
        ((said("A", source("one"), explicitness=IMPLIED),), Standing.IMPLIED_ONLY),
        ((FOR_A,), Standing.SINGLE_SOURCED),
        ((FOR_A, said("B", source("two"), explicitness=IMPLIED)), Standing.SINGLE_SOURCED),
        ((FOR_A, FOR_B), Standing.WELL_SUPPORTED),
        ((said("A", source("one"), explicitness=Code("")),), Standing.IMPLIED_ONLY),
    ],
    ids=lambda value: value.slug if isinstance(value, Standing) else "",
)
def test_rules(assertions: tuple[Assertion, ...], expected: Standing) -> None:
    assert weigh(claim(*assertions)).standing is expected


def test_both_sides_are_counted_apart() -> None:
    weight = weigh(claim(FOR_A, said("B", source("two"), explicitness=IMPLIED), AGAINST))
    assert (weight.support, weight.explicit, weight.dispute) == (2, 1, 1)


@pytest.mark.parametrize(
    ("assertions", "count"),
    [
        # Two articles of one paper.
        ((said("A", source("one", "NRK")), said("B", source("two", "nrk "))), 1),
        # One voice in two papers.
        ((said("A", source("one")), said("A", source("two"))), 1),
        ((said("A", source("one"), source("two")),), 1),
        # Two spokespersons of one organisation.
        ((said("A", source("one"), represents=("x",)), said("B", source("two"), represents=("x",))), 1),
        # The same page found twice, and the same wire story in two papers.
        (
            (
                said("A", source("one", url="https://www.x.no/a/")),
                said("B", source("two", url="http://x.no/a#top")),
            ),
            1,
        ),
        (
            (
                said("A", source("one", title="Cluster wins the national prize")),
                said("B", source("two", title="cluster wins the  national prize")),
            ),
            1,
        ),
        # “Om oss” is a title that many pages share.
        ((said("A", source("one", title="Om oss")), said("B", source("two", title="Om oss"))), 2),
        # Several voices in one row do not tie their sources together.
        ((said("A; B", source("one"), source("two")),), 2),
        ((FOR_A, FOR_B), 2),
        ((said("A"),), 0),
    ],
)
def test_independent_sources(assertions: tuple[Assertion, ...], count: int) -> None:
    assert len(independent(assertions)) == count


_SOURCES = [source(str(number), publisher) for number, publisher in enumerate("PPQRST")]
_ASSERTIONS = st.builds(
    lambda by, sources, stance, explicitness, number: replace(
        said(by, *sources, stance=stance, explicitness=explicitness), id=f"assertion/{number}"
    ),
    by=st.sampled_from(["A", "B", "C", "A; B"]),
    sources=st.lists(st.sampled_from(_SOURCES), max_size=3, unique=True),
    stance=st.sampled_from(Stance),
    explicitness=st.sampled_from([EXPLICIT, IMPLIED]),
    number=st.integers(0, 10**6),
)


@RUNS
@given(st.lists(_ASSERTIONS, max_size=6))
def test_groups_are_the_components_of_what_shares_an_origin(assertions: list[Assertion]) -> None:
    graph = nx.Graph()
    for assertion in assertions:
        graph.add_nodes_from(s.id for s in assertion.sources)
    pairs = [(a, s) for a in assertions for s in a.sources]
    for a, s in pairs:
        for b, t in pairs:
            one_voice = a.asserter.id == b.asserter.id and ";" not in a.asserter.label
            if s.publisher == t.publisher or one_voice:
                graph.add_edge(s.id, t.id)
    expected = sorted(sorted(part) for part in nx.connected_components(graph))
    assert [[s.id for s in group] for group in independent(assertions)] == expected


@RUNS
@given(st.lists(_ASSERTIONS, min_size=1, max_size=5), _ASSERTIONS)
def test_a_dispute_never_raises_a_standing(assertions: list[Assertion], more: Assertion) -> None:
    before = weigh(claim(*assertions))
    after = weigh(claim(*assertions, replace(more, stance=Stance.DISPUTES)))
    assert after.standing <= before.standing
    assert (after.support, after.explicit) == (before.support, before.explicit)


# -- time ------------------------------------------------------------------------------------------------


def thing(name: str, *begins: str, by: str = "", kind: str = "actor") -> Thing:
    return Thing(
        name,
        name,
        kind,
        begins=tuple(Dated(date, "founded", name) for date in begins),
        known_by=Dated(by, "relation", "relation/r", by_then=True) if by else None,
    )


def verdict(cause: Thing, effect: Thing, *periods: str) -> Order:
    assertions = [said(f"A{n}", source(str(n)), period=Period(p)) for n, p in enumerate(periods or ("",))]
    return order(claim(*assertions, cause=cause.id, effect=effect.id), cause, effect).order


@pytest.mark.parametrize(
    ("cause", "effect", "expected"),
    [
        (thing("a", "2001"), thing("b", "2006"), Order.IN_ORDER),
        (thing("a", "2006"), thing("b", "2001"), Order.OUT_OF_ORDER),
        # The same year says nothing against it, nor does a month within the other's year.
        (thing("a", "2006"), thing("b", "2006"), Order.IN_ORDER),
        (thing("a", "2006"), thing("b", "2006-03"), Order.IN_ORDER),
        (thing("a", "2006-05"), thing("b", "2006-03-31"), Order.OUT_OF_ORDER),
        # Sources that disagree widen the date.
        (thing("a", "2006"), thing("b", "2001", "2007"), Order.IN_ORDER),
        (thing("a", "2006", "2008"), thing("b", "2001", "2005"), Order.OUT_OF_ORDER),
        # There by then: enough to put an effect first, never enough to put a cause last.
        (thing("a", "2006"), thing("b", by="2001"), Order.OUT_OF_ORDER),
        (thing("a", by="2001"), thing("b", "2006"), Order.IN_ORDER),
        (thing("a", by="2006"), thing("b", "2001"), Order.UNDATED),
        (thing("a", "2001"), thing("b", by="2006"), Order.UNDATED),
        (thing("a", by="2001"), thing("b", by="2006"), Order.UNDATED),
        (thing("a"), thing("b", "2006"), Order.UNDATED),
        (thing("a"), thing("b"), Order.UNDATED),
    ],
)
def test_dates_of_things(cause: Thing, effect: Thing, expected: Order) -> None:
    assert verdict(cause, effect) is expected


def test_the_period_of_a_claim_dates_what_has_no_date() -> None:
    assert verdict(thing("a", "2001"), thing("b"), "2006") is Order.IN_ORDER
    assert verdict(thing("a"), thing("b", "2006"), "2001") is Order.IN_ORDER
    assert verdict(thing("a"), thing("b", "2001"), "2006") is Order.UNDATED
    assert verdict(thing("a"), thing("b"), "2006") is Order.UNDATED
    assert verdict(thing("a", "2001"), thing("b"), "2006", "2009") is Order.IN_ORDER


def test_a_claim_dated_before_its_cause_leaves_it_undated() -> None:
    cause, effect = thing("a", "2006"), thing("b")
    found = order(claim(said("A", source("one"), period=Period("2001"))), cause, effect)
    assert found.order is Order.UNDATED
    assert found.reasons == (Reason.CLAIM_FIRST,)


def test_out_of_order_shows_the_dates_and_what_is_still_possible() -> None:
    found = order(claim(FOR_A), thing("a", "2006"), thing("b", "2001"))
    assert [d.date for d in (*found.cause, *found.effect)] == ["2006", "2001"]
    assert found.reasons == (Reason.EFFECT_FIRST,)
    assert found.later
    assert not order(claim(FOR_A), thing("a", "2006"), thing("b", "2001", kind="event")).later


DATES = st.builds(
    lambda year, month, day: "-".join(filter(None, (year, month, month and day))),
    st.sampled_from(["2001", "2002"]),
    st.sampled_from(["", "01", "02"]),
    st.sampled_from(["", "01", "28"]),
)


def days(date: str) -> set[str]:
    """Every day a date may mean, from a small calendar."""
    calendar = [f"{y}-{m}-{d}" for y in ("2001", "2002") for m in ("01", "02") for d in ("01", "28")]
    return {day for day in calendar if day.startswith(date)}


@RUNS
@given(DATES, DATES)
def test_out_of_order_is_when_no_choice_of_days_is_in_order(one: str, two: str) -> None:
    possible = any(a <= b for a in days(one) for b in days(two))
    assert verdict(thing("a", one), thing("b", two)) is (Order.IN_ORDER if possible else Order.OUT_OF_ORDER)
    assert span(one).after(span(two)) is not possible


def test_nothing_known_is_any_day() -> None:
    assert span("") == Span("", "9999-12-31")


def step(cause: Thing, effect: Thing, *periods: Period) -> tuple[Proposition, TimeVerdict]:
    assertions = [said(f"A{n}", source(str(n)), period=p) for n, p in enumerate(periods or (Period(),))]
    proposition = claim(*assertions, cause=cause.id, effect=effect.id)
    return proposition, order(proposition, cause, effect)


def test_a_chain_breaks_where_a_link_had_ended_before_it_was_reached() -> None:
    a, b, c = thing("a", "2010"), thing("b", "2012"), thing("c", "2013")
    assert chain_order([step(a, b), step(b, c)]).order is Order.IN_ORDER
    late = step(b, c, Period("2001", "2005"))
    assert chain_order([late]).order is not Order.OUT_OF_ORDER
    broken = chain_order([step(a, b), late])
    assert broken.order is Order.OUT_OF_ORDER
    assert Reason.LINK_ENDED in broken.reasons
    # One supporter who gives no end keeps it open.
    open_ended = step(b, c, Period("2001", "2005"), Period("2001"))
    assert chain_order([step(a, b), open_ended]).order is not Order.OUT_OF_ORDER


def test_one_undated_link_leaves_a_chain_undated() -> None:
    a, b, c = thing("a", "2010"), thing("b", "2012"), thing("c")
    assert chain_order([step(a, b), step(b, c)]).order is Order.UNDATED
