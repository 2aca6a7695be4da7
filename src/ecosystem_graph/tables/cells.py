"""Cells: text of the tables to terms of the graph, and back, one function a form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from rdflib import XSD, Literal, URIRef

from ecosystem_graph.wording import Wording

__all__ = [
    "SLUG",
    "Unfit",
    "check_address",
    "check_label",
    "check_orgnr",
    "check_wkt",
    "date_literal",
    "number_literal",
    "number_text",
    "slugify",
    "tail",
]

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_MARKUP = re.compile(r"<\s*[A-Za-z/!?]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
#: Browsers drop control characters before they look for the scheme, so that none may stand anywhere.
_ADDRESS = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?[^\s\x00-\x1f\x7f<>\"{}|\\^`]+\Z")
_WKT = re.compile(r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON) ?\([-0-9., ()]+\)\Z")
_DANGEROUS = {"javascript", "data", "vbscript", "file"}
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ð": "d", "þ": "th", "ß": "ss"})


class Unfit(ValueError):  # noqa: N818 -- said of the text of a cell
    """A text that does not fit where it stands.

    Attributes:
        why: What is wrong and, where known, what would be right, in both languages.
    """

    def __init__(self, en: str, nb: str) -> None:
        """Keep the sentence in both languages."""
        self.why = Wording(en, nb)
        super().__init__(self.why)


def check_label(text: str) -> str:
    """Plain text that people are shown.

    Raises:
        Unfit: It holds markup or control characters.
    """
    if _MARKUP.search(text):
        raise Unfit("holds HTML markup; write plain text", "har HTML-merking; skriv ren tekst")
    if found := _CONTROL.search(text):
        name = f"U+{ord(found.group()):04X}"
        raise Unfit(f"holds the control character {name}", f"har kontrolltegnet {name}")
    return text


def date_literal(text: str) -> Literal:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` as xsd:gYear, xsd:gYearMonth or xsd:date.

    >>> date_literal("2018-11").datatype == XSD.gYearMonth
    True

    Raises:
        Unfit: Not such a date, or not between the years 1000 and 2100.
    """
    match = _DATE.match(text)
    if not match:
        raise Unfit(
            "is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
            "kan ikke leses som en dato; skriv ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD",
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unfit(
            f"the year is not between {_FIRST_YEAR} and {_LAST_YEAR}",
            f"året er ikke mellom {_FIRST_YEAR} og {_LAST_YEAR}",
        )
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise Unfit(
            "there is no such day in the calendar", "det finnes ingen slik dag i kalenderen"
        ) from None
    datatype = XSD.date if day else XSD.gYearMonth if month else XSD.gYear
    return Literal(text, datatype=datatype, normalize=False)


def number_literal(text: str) -> Literal:
    """A decimal number, in its shortest writing.

    Raises:
        Unfit: Not a number, or written with a decimal comma or thousands separators.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        if not re.search(r"[\d]", text):
            raise Unfit("is no number", "er ikke et tall") from None
        raise Unfit(
            "is no number; write the decimal point as a point, no thousands separators",
            "kan ikke leses som et tall; bruk punktum som desimaltegn, og ingen tusenskilletegn",
        ) from None
    if not number.is_finite():
        raise Unfit("is no finite number", "er ikke et endelig tall")
    if abs(number.adjusted()) > 30:
        raise Unfit(
            "is too large or too small a number to be a figure", "er et tall som er for stort eller for lite"
        )
    return Literal(number_text(number), datatype=XSD.decimal, normalize=False)


def number_text(number: Decimal) -> str:
    """A decimal without exponent and trailing zeros.

    >>> number_text(Decimal("33200000.0")), number_text(Decimal("0.50")), number_text(Decimal("-0"))
    ('33200000', '0.5', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def check_address(text: str) -> Literal:
    """A web address; a bare host such as ``example.no`` is taken as it stands.

    Raises:
        Unfit: It has spaces or a scheme that could run in a browser.
    """
    match = _ADDRESS.match(text)
    if not match:
        raise Unfit("is no web address", "er ingen nettadresse")
    if (scheme := match["scheme"] or "").lower() in _DANGEROUS:
        raise Unfit(f"addresses with {scheme}: are not taken in", f"adresser med {scheme}: tas ikke inn")
    return Literal(text, datatype=XSD.anyURI, normalize=False)


def check_wkt(text: str) -> str:
    """A point, line or polygon as well-known text, longitude first.

    Raises:
        Unfit: It does not look like one.
    """
    if not _WKT.match(text):
        raise Unfit(
            "is no geometry in well-known text; write POINT(11.07 60.79), longitude first",
            "er ingen geometri i WKT; skriv POINT(11.07 60.79), lengdegrad først",
        )
    return text


def check_orgnr(text: str) -> Literal:
    """A Norwegian organisation number: nine digits, the last one a check digit modulo 11.

    Raises:
        Unfit: Wrong length or check digit.
    """
    if not re.fullmatch(r"\d{9}", text):
        raise Unfit(
            "an organisation number has nine digits, written without spaces",
            "et organisasjonsnummer har ni sifre, skrevet uten mellomrom",
        )
    rest = sum(int(d) * w for d, w in zip(text, (3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    if (0 if rest == 0 else 11 - rest) != int(text[8]):
        raise Unfit(
            "the check digit is wrong; look the number up in Enhetsregisteret",
            "kontrollsifferet er feil; slå opp nummeret i Enhetsregisteret",
        )
    return Literal(text)


def slugify(text: str, limit: int = 80) -> str:
    """A slug for a text: lower case, ASCII, hyphens.

    >>> slugify("Høgskolen i Gjøvik (lecturer) in Teknisk Ukeblad")
    'hogskolen-i-gjovik-lecturer-in-teknisk-ukeblad'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].rstrip("-") or "x"


def tail(iri: URIRef | str) -> str:
    """The last part of an IRI.

    >>> tail("https://example.org/actor/geno")
    'geno'
    """
    return str(iri).rstrip("/").rsplit("/", 1)[-1]
