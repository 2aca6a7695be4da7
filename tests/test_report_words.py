"""Words and numbers for people: both languages, and never a share that says none or all where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_graph.period import Period
from ecosystem_graph.report.words import words

NB, EN = words("nb"), words("en")


def flat(text: str) -> str:
    """No-break spaces as spaces."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "digits", "nb", "en"),
    [
        (0, 0, "0", "0"),
        (1544, 0, "1 544", "1,544"),
        (0.25, 2, "0,25", "0.25"),
        (-1234.5, 1, "-1 234,5", "-1,234.5"),
    ],
)
def test_numbers_are_written_as_each_language_does(value: float, digits: int, nb: str, en: str) -> None:
    assert flat(NB.number(value, digits)) == nb
    assert EN.number(value, digits) == en


@pytest.mark.parametrize(
    ("value", "unit", "nb", "en"),
    [
        (60e9, "NOK", "60 mrd. kr", "NOK 60 bn"),
        (66.5e9, "NOK", "66,5 mrd. kr", "NOK 66.5 bn"),
        (8e6, "NOK", "8 mill. kr", "NOK 8 million"),
        (500, "NOK", "500 kr", "500 NOK"),
        (3600, "students", "3 600 studenter", "3,600 students"),
        (12.5, "", "12,5", "12.5"),
        (3, "barrels", "3 barrels", "3 barrels"),
    ],
)
def test_measures_have_their_unit(value: float, unit: str, nb: str, en: str) -> None:
    assert flat(NB.measure(value, unit)) == nb
    assert flat(EN.measure(value, unit)) == en


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 9, "0%"),
        (1, 1000, "1%"),
        (999, 1000, "99%"),
        (7, 7, "100%"),
        (37, 31, "119%"),
        (1, 3, "33%"),
        (1, 0, "–"),
    ],
)
def test_shares(part: int, whole: int, said: str) -> None:
    assert EN.share(part, whole) == said


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_says_none_or_all_only_where_it_is(part: int, whole: int) -> None:
    said = EN.share(part, whole)
    assert (said == "0%") == (part == 0)
    assert (said == "100%") == (part >= whole and round(100 * part / whole) == 100)


@pytest.mark.parametrize(
    ("period", "nb", "en"),
    [
        (Period("2018-11-08"), "8. nov. 2018–?", "8 Nov 2018–?"),
        (Period("2010", "2015-09"), "2010–sep. 2015", "2010–Sep 2015"),
        (Period("2006", "", True), "2006–", "2006–"),
        (Period("2006", "2006"), "2006", "2006"),
        (Period(), "udatert", "undated"),
    ],
)
def test_periods_tell_an_unknown_end_from_an_open_one(period: Period, nb: str, en: str) -> None:
    assert flat(NB.period(period)) == nb
    assert flat(EN.period(period)) == en


def test_counts_follow_number_and_gender() -> None:
    assert NB.count(1, "utsagn", "utsagn", neuter=True) == "ett utsagn"
    assert NB.count(1, "klynge", "klynger") == "én klynge"
    assert EN.count(0, "claim", "claims") == "no claims"
    assert EN.small(0) == "none"
    assert flat(NB.count(1544, "klynge", "klynger")) == "1 544 klynger"


def test_lists_read_as_sentences() -> None:
    assert NB.join(["a"]) == "a"
    assert NB.join(["a", "b", "c"]) == "a, b og c"
    assert EN.join(["49", "50"], final="or") == "49 or 50"
    assert EN.join([]) == ""


def test_an_unknown_language_is_norwegian() -> None:
    assert words("sv").lang == "nb"
