"""Time: a period with unknown or open ends, and its two readings in a year.

*Certain* means that the sources say it held; *possible* means that nothing they say rules it out. An end that
is not known is not the same as one known to be open (EDTF writes them "" and "..").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Period", "Reading", "holds"]


class Reading(StrEnum):
    """How to read a period in a year."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Period:
    """From, to, and whether it is known to go on.

    Attributes:
        start: ISO date of any precision, empty where unknown.
        end: ISO date of any precision, empty where unknown.
        ongoing: A source says that it still holds.
    """

    start: str = ""
    end: str = ""
    ongoing: bool = False

    def certain(self, year: int) -> bool:
        """The sources say that it held at some time in the year.

        An undated end makes only the year of the beginning certain, and the other way round.

        >>> Period("2006", "2016").certain(2010), Period("2006").certain(2010), Period("2006").certain(2006)
        (True, False, True)
        """
        first, last = _year(self.start), _year(self.end)
        if first is not None and (last is not None or self.ongoing):
            return first <= year and (last is None or year <= last)
        return year in (first, last)

    def possible(self, year: int) -> bool:
        """Nothing rules out that it held at some time in the year.

        >>> Period("2006").possible(2010), Period("2006").possible(2005), Period().possible(1900)
        (True, False, True)
        """
        first, last = _year(self.start), _year(self.end)
        return (first is None or first <= year) and (last is None or year <= last)

    def text(self, unknown: str = "?") -> str:
        """For people: ``2006–2016``, ``2006–`` (known to go on), ``2006–?`` (end unknown), or nothing.

        >>> Period("2006", "2016").text(), Period("2006").text(), Period("2006", ongoing=True).text()
        ('2006–2016', '2006–?', '2006–')
        """
        if not (self.start or self.end):
            return ""
        if self.start == self.end:
            return self.start
        return f"{self.start or unknown}–{self.end or ('' if self.ongoing else unknown)}"


def holds(period: Period, year: int | None, reading: Reading) -> bool:
    """Whether a period counts in a year under a reading; without a year everything counts."""
    if year is None:
        return True
    return period.certain(year) if reading is Reading.CERTAIN else period.possible(year)


def _year(text: str) -> int | None:
    return int(text[:4]) if text else None
