"""A record of Enhetsregisteret, checked: what of it we keep, and what is wrong with it.

Field names are those of the register's open API. Contact details (telephone, e-mail, web page, postal
address) and texts of purpose are never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ecosystem_graph.wording import Wording

from .lines import clean
from .nace import CODE_SHAPE

__all__ = ["PERSONAL", "Fault", "Unit", "check_digit", "read_unit"]

#: Forms behind which one natural person stands: sole proprietors, and persons registered in other registers.
PERSONAL = frozenset({"ENK", "PERS"})
#: Forms that only sub-units have.
_SUB_FORMS = frozenset({"BEDR", "AAFY"})
_NUMBER = re.compile(r"[89]\d{8}\Z")
_FORM = re.compile(r"[A-ZÆØÅ/]{2,5}\Z")
_WORDS = {"true": True, "j": True, "ja": True, "false": False, "n": False, "nei": False}
_ACTIVITIES = ("naeringskode1", "naeringskode2", "naeringskode3")


class Fault(Exception):  # noqa: N818 -- one thing wrong with a record; it never leaves the room
    """What is wrong: field, value, why."""

    def __init__(self, field: str, value: object, why: Wording) -> None:
        """Keep the three."""
        super().__init__(field, value, why)
        self.field, self.value, self.why = field, value, why


@dataclass(frozen=True, slots=True)
class Unit:
    """An enterprise or a sub-unit of one.

    Attributes:
        number: Organisation number.
        name: As registered.
        form: Code of the organisation form (AS, KOMM, BEDR …).
        form_text: What the register calls the form.
        sub: It is a sub-unit (underenhet), the place where an enterprise does something.
        activities: NACE codes with the register's names, most important first.
        sector: Institutional sector code with its name; empty if none.
        employees: Employees; None where the register does not give the number.
        employing: Whether it has employees at all; None where the register does not say.
        street: Lines of the address, put together.
        post_code: Postal code.
        post_name: Post town.
        municipality: Municipality number with name, empty abroad.
        parent: Organisation number of the unit above.
        founded: Date of foundation (of a sub-unit: start).
        registered: Date of registration.
        deleted: Date of deletion (of a sub-unit: closure).
        bankrupt: Under bankruptcy proceedings.
        winding_up: Being wound up by itself.
        compulsory: Being wound up by a court.
    """

    number: str
    name: str
    form: str
    form_text: str
    sub: bool
    activities: tuple[tuple[str, str], ...]
    sector: tuple[str, str]
    employees: int | None
    employing: bool | None
    street: str
    post_code: str
    post_name: str
    municipality: tuple[str, str]
    parent: str
    founded: str
    registered: str
    deleted: str
    bankrupt: bool
    winding_up: bool
    compulsory: bool

    @property
    def county(self) -> str:
        """Two digits; empty abroad."""
        return self.municipality[0][:2]


def check_digit(number: str) -> bool:
    """True where the last digit fits the eight before it (modulo 11).

    >>> check_digit("912668355"), check_digit("912668356")
    (True, False)
    """
    d = [ord(c) - 48 for c in number]
    rest = (3 * d[0] + 2 * d[1] + 7 * d[2] + 6 * d[3] + 5 * d[4] + 4 * d[5] + 3 * d[6] + 2 * d[7]) % 11
    return d[8] == (11 - rest if rest else 0)


def read_unit(fields: Mapping[str, Any]) -> Unit:
    """Check a record.

    Raises:
        Fault: The first thing wrong with it.
    """
    number = _text(fields, "organisasjonsnummer")
    if not _NUMBER.match(number):
        why = Wording(
            "an organisation number has nine digits, the first 8 or 9",
            "et organisasjonsnummer har ni sifre, det første 8 eller 9",
        )
        raise Fault("organisasjonsnummer", number, why)
    if not check_digit(number):
        raise Fault(
            "organisasjonsnummer", number, Wording("the check digit is wrong", "kontrollsifferet er feil")
        )
    name = _text(fields, "navn")
    if not name:
        raise Fault("navn", "", Wording("the unit has no name", "enheten har ikke noe navn"))
    form, form_text = _coded(fields, "organisasjonsform" if "organisasjonsform" in fields else "orgform")
    if not _FORM.match(form):
        why = Wording(
            "an organisation form has two to five letters, such as AS",
            "en organisasjonsform har to til fem bokstaver, for eksempel AS",
        )
        raise Fault("organisasjonsform.kode", form, why)
    sub = (
        form in _SUB_FORMS or "beliggenhetsadresse" in fields or fields.get("respons_klasse") == "Underenhet"
    )
    address = fields.get("beliggenhetsadresse" if sub else "forretningsadresse") or {}
    if not isinstance(address, Mapping):
        why = Wording("not an address", "ikke en adresse")
        raise Fault("beliggenhetsadresse" if sub else "forretningsadresse", address, why)
    municipality = _text(address, "kommunenummer")
    if municipality and not (len(municipality) == 4 and municipality.isdecimal() and municipality.isascii()):
        why = Wording("a municipality number has four digits", "et kommunenummer har fire sifre")
        raise Fault("kommunenummer", municipality, why)
    parent = _text(fields, "overordnetEnhet")
    if parent and not (_NUMBER.match(parent) and check_digit(parent)):
        why = Wording("not an organisation number", "ikke et organisasjonsnummer")
        raise Fault("overordnetEnhet", parent, why)
    return Unit(
        number,
        name,
        form,
        form_text,
        sub,
        _activities(fields),
        _coded(fields, "institusjonellSektorkode"),
        _count(fields, "antallAnsatte"),
        _flag(fields, "harRegistrertAntallAnsatte"),
        _street(address),
        _text(address, "postnummer"),
        _text(address, "poststed"),
        (municipality, _text(address, "kommune")),
        parent,
        _date(fields, "oppstartsdato" if sub else "stiftelsesdato"),
        _date(fields, "registreringsdatoEnhetsregisteret"),
        _date(fields, "slettedato") or (_date(fields, "nedleggelsesdato") if sub else ""),
        _flag(fields, "konkurs") is True,
        _flag(fields, "underAvvikling") is True,
        _flag(fields, "underTvangsavviklingEllerTvangsopplosning") is True,
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if type(value) is not str:
        raise Fault(name, value, Wording("this should be text", "dette skulle vært tekst"))
    if value.isprintable() and value.isascii():
        return value.strip()
    try:
        return clean(value)
    except UnicodeEncodeError as error:
        why = Wording("it holds half a character", "inneholder et halvt tegn")
        raise Fault(name, ascii(value), why) from error


def _coded(fields: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Code and name of a field that has both."""
    value = fields.get(name)
    if value is None:
        return "", ""
    if not isinstance(value, Mapping):
        why = Wording("this should hold kode and beskrivelse", "dette skulle hatt kode og beskrivelse")
        raise Fault(name, value, why)
    return _text(value, "kode"), _text(value, "beskrivelse")


def _activities(fields: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = []
    for name in _ACTIVITIES:
        if fields.get(name) is not None:
            code, text = _coded(fields, name)
            if code:
                if not CODE_SHAPE.match(code):
                    why = Wording("a NACE code is written like 62.200", "en næringskode skrives som 62.200")
                    raise Fault(f"{name}.kode", code, why)
                found.append((code, text))
    return tuple(found)


def _count(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if type(value) is not int or not 0 <= value < 10**9:
        why = Wording("this should be a whole number, 0 or more", "dette skulle vært et heltall, 0 eller mer")
        raise Fault(name, value, why)
    return value


def _flag(fields: Mapping[str, Any], name: str) -> bool | None:
    value = fields.get(name)
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str) and value.lower() in _WORDS:
        return _WORDS[value.lower()]
    raise Fault(name, value, Wording("this should be true or false", "dette skulle vært true eller false"))


@lru_cache(maxsize=65536)
def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _date(fields: Mapping[str, Any], name: str) -> str:
    text = _text(fields, name)
    if text and not _is_date(text):
        why = Wording("a date is written YYYY-MM-DD", "en dato skrives ÅÅÅÅ-MM-DD")
        raise Fault(name, text, why)
    return text


def _street(address: Mapping[str, Any]) -> str:
    value = address.get("adresse")
    if isinstance(value, list):
        return ", ".join(filter(None, (_text({"adresse": part}, "adresse") for part in value)))
    return _text(address, "adresse")
