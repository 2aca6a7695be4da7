"""Words and numbers for people, in Norwegian (bokmål) and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecosystem_graph.period import Period

__all__ = ["LANGUAGES", "Words", "words"]

LANGUAGES = ("nb", "en")
#: No-break space: a number is not torn apart at a line end.
_GAP = "\u00a0"
_MONTHS = {
    "nb": ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_SMALL = {
    "nb": ("ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"),
    "en": (
        "none",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
}
#: Units of the tables that read better translated.
_UNITS = {
    "organisations": ("virksomheter", "organisations"),
    "companies and organisations": ("bedrifter og organisasjoner", "companies and organisations"),
    "companies": ("bedrifter", "companies"),
    "persons": ("personer", "people"),
    "students": ("studenter", "students"),
    "pupils": ("elever", "pupils"),
    "projects": ("prosjekter", "projects"),
    "person-years": ("årsverk", "person-years"),
    "NOK": ("kr", "NOK"),
}


class Words:
    """A language: picks between two texts, writes numbers, lists and shares its way."""

    def __init__(self, lang: str) -> None:
        """Choose ``nb`` or ``en``; anything else is read as ``nb``."""
        self.lang = "en" if lang == "en" else "nb"

    def __call__(self, nb: str, en: str) -> str:
        """The text of this language."""
        return nb if self.lang == "nb" else en

    def number(self, value: float, digits: int = 0) -> str:
        """A number: 1 544 or 1,544; 0,25 or 0.25.

        >>> Words("en").number(1544), Words("nb").number(0.25, 2)
        ('1,544', '0,25')
        """
        text = f"{value:,.{digits}f}"
        return text if self.lang == "en" else text.replace(",", _GAP).replace(".", ",")

    def measure(self, value: float, unit: str) -> str:
        """A reported number with its unit; large sums of money in billions or millions."""
        name = self.unit(unit)
        if unit == "NOK":
            for size, nb, en in ((1e9, "mrd.", "bn"), (1e6, "mill.", "million")):
                if value >= size:
                    digits = 0 if value % size == 0 else 1
                    amount = self.number(value / size, digits)
                    return self(f"{amount}{_GAP}{nb}{_GAP}kr", f"NOK{_GAP}{amount}{_GAP}{en}")
        digits = 0 if value == int(value) else 1
        return f"{self.number(value, digits)}{_GAP}{name}" if name else self.number(value, digits)

    def unit(self, unit: str) -> str:
        """A unit of the tables in this language where we know it, else as it stands."""
        nb, en = _UNITS.get(unit, (unit, unit))
        return self(nb, en)

    def small(self, value: int, *, neuter: bool = False) -> str:
        """A count in running text: words up to twelve, then digits; ``neuter`` for nouns like *mål*."""
        if value == 1 and neuter and self.lang == "nb":
            return "ett"
        return _SMALL[self.lang][value] if 0 <= value <= 12 else self.number(value)

    def date(self, iso: str) -> str:
        """An ISO date of any precision for people.

        >>> Words("en").date("2018-11-08").split(), Words("nb").date("2015-09").split()
        (['8', 'Nov', '2018'], ['sep.', '2015'])
        """
        year, _, rest = iso.partition("-")
        if not rest:
            return year
        month, _, day = rest.partition("-")
        name = _MONTHS[self.lang][int(month) - 1]
        number = f"{int(day[:2])}{'.' if self.lang == 'nb' else ''}{_GAP}" if day else ""
        return f"{number}{name}{_GAP}{year}"

    def period(self, period: Period) -> str:
        """A period: 2006–2016, 2006–? where its end is not known, 2006– where it is known to last."""
        start, end = self.date(period.start), self.date(period.end)
        return Period(start, end, period.ongoing).text() or self("udatert", "undated")

    def first(self, text: str) -> str:
        """With a capital."""
        return text[:1].upper() + text[1:]

    def share(self, part: float, whole: float) -> str:
        """A share in whole per cent; never 0 % where there is some, nor 100 % where some is missing."""
        if not whole:
            return "–"
        per = 100 * part / whole
        shown = round(per) if per >= 100 else min(99, max(1, round(per))) if per else 0
        return self(f"{shown}{_GAP}%", f"{shown}%")

    def join(self, items: Iterable[str], *, final: str | None = None) -> str:
        """A list in running text."""
        given: Sequence[str] = list(items)
        last = final or self("og", "and")
        if len(given) < 2:
            return "".join(given)
        return f"{', '.join(given[:-1])} {last} {given[-1]}"

    def count(self, value: int, one: str, many: str, *, neuter: bool = False) -> str:
        """A count with its noun.

        >>> Words("nb").count(1, "utsagn", "utsagn", neuter=True), Words("en").count(2, "claim", "claims")
        ('ett utsagn', 'two claims')
        """
        number = self("ingen", "no") if value == 0 else self.small(value, neuter=neuter)
        return f"{number} {one if value == 1 else many}"


def words(lang: str) -> Words:
    """The words of a language."""
    return Words(lang)
