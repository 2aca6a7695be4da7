"""Periods: the two readings against every way the unknown could have been."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_graph.period import Period, Reading, holds

FIRST, LAST = 1990, 2000
YEARS = range(FIRST - 1, LAST + 2)
YEAR = st.integers(FIRST, LAST)
DATE = st.builds(lambda year, rest: f"{year}{rest}", YEAR, st.sampled_from(["", "-03", "-03-15"]))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(st.one_of(st.just(""), DATE)), draw(st.one_of(st.just(""), DATE))
    if start and end and start[:4] > end[:4]:
        start, end = end, start
    return Period(start, end, ongoing=not end and draw(st.booleans()))


def histories(period: Period) -> list[tuple[int, int]]:
    """Every first and last year that the dates allow, in a window that reaches beyond all of them."""
    far = range(FIRST - 3, LAST + 4)
    firsts = [int(period.start[:4])] if period.start else far
    lasts = [int(period.end[:4])] if period.end else [LAST + 3] if period.ongoing else far
    return [(first, last) for first in firsts for last in lasts if first <= last]


@given(periods())
def test_certain_is_in_all_histories_and_possible_in_one(period: Period) -> None:
    for year in YEARS:
        held = [first <= year <= last for first, last in histories(period)]
        assert period.certain(year) == all(held), year
        assert period.possible(year) == any(held), year


@given(periods(), YEAR)
def test_certain_is_possible(period: Period, year: int) -> None:
    assert not period.certain(year) or period.possible(year)


@given(periods(), YEAR, st.integers(0, 5))
def test_a_later_end_never_takes_a_year_away(period: Period, year: int, more: int) -> None:
    if period.end:
        longer = Period(period.start, str(int(period.end[:4]) + more))
        assert not period.possible(year) or longer.possible(year)
        if period.start:
            assert not period.certain(year) or longer.certain(year)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(), ""),
        (Period(ongoing=True), ""),
        (Period("2006"), "2006–?"),
        (Period("2006", ongoing=True), "2006–"),
        (Period("", "2016"), "?–2016"),
        (Period("2006", "2016"), "2006–2016"),
        (Period("2006-01", "2016-12-31"), "2006-01–2016-12-31"),
        (Period("2006", "2006"), "2006"),
    ],
)
def test_periods_as_people_read_them(period: Period, text: str) -> None:
    assert period.text() == text


def test_another_word_for_unknown() -> None:
    assert Period("2006").text("ukjent") == "2006–ukjent"


@given(periods(), st.sampled_from(Reading))
def test_without_a_year_everything_counts(period: Period, reading: Reading) -> None:
    assert holds(period, None, reading)


@given(periods(), YEAR)
def test_a_reading_is_its_method(period: Period, year: int) -> None:
    assert holds(period, year, Reading.CERTAIN) == period.certain(year)
    assert holds(period, year, Reading.POSSIBLE) == period.possible(year)
