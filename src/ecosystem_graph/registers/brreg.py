"""Enhetsregisteret as a graph: enterprises and sub-units as rov:RegisteredOrganization, streamed.

The thing is named by its address in the register's API. What is said of it: RegOrg (name, form, status,
activity, registration), ORG (parent, sector), LOCN (address), schema.org (employees, dates) and, for what the
rest of this package reads, the ontology's organisation number and municipality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from ecosystem_graph.errors import DataError, Problem
from ecosystem_graph.wording import Wording

from . import nace
from .codelists import PLACES, Seen, source_node
from .curated import Place
from .lines import P, day, integer, string
from .reading import Progress, records
from .unit import PERSONAL, Fault, Unit, read_unit

__all__ = ["API", "Choice", "Totals", "brreg_lines", "graph_of", "source_lines", "unit_iri"]

API = "https://data.brreg.no/enhetsregisteret/api/"
_ARRAYS = ("_embedded.enheter", "_embedded.underenheter")
_SAMPLE = 2000
_FIRST = 800_000_000

Noted = Callable[[Unit], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which units are kept.

    Attributes:
        counties: Two-digit numbers; empty for all. A sub-unit counts where it lies, not its parent.
        nace: Beginnings of NACE codes (``25``, ``72.1``); empty for all. Any of a unit's codes counts.
        min_employees: At least so many. The register does not give numbers under five: "has employees" is
            enough for 1, and not for more.
        sole_proprietors: Keep units behind which one person stands; without their street.
    """

    counties: tuple[str, ...] = ()
    nace: tuple[str, ...] = ()
    min_employees: int = 0
    sole_proprietors: bool = False

    def wants(self, unit: Unit) -> bool:
        """True where the unit is inside the choice (persons apart)."""
        if self.counties and unit.county not in self.counties:
            return False
        if self.nace and not any(code.startswith(self.nace) for code, _ in unit.activities):
            return False
        if self.min_employees:
            count = unit.employees if unit.employees is not None else int(unit.employing is True)
            return count >= self.min_employees
        return True


@dataclass
class Totals:
    """What an import met.

    Attributes:
        enterprises: Enterprises kept.
        sub_units: Sub-units kept.
        outside: Records outside the choice.
        personal: Left out because one natural person stands behind them.
        unknown_parent: Sub-units left out because their parent is in no file, so that it may be a person.
        repeated: Records met before, left out.
        problems: Bad records, left out.
        unlisted: NACE codes in neither list, with how often.
        nace_version: The version the files are written in.
    """

    enterprises: int = 0
    sub_units: int = 0
    outside: int = 0
    personal: int = 0
    unknown_parent: int = 0
    repeated: int = 0
    problems: list[Problem] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)
    nace_version: str = ""

    @property
    def kept(self) -> int:
        """Units kept."""
        return self.enterprises + self.sub_units


class _Numbers:
    """A set of organisation numbers in bounded memory: one bit for each that there may be, 25 MB at most."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: str) -> bool:
        """Put in; true where it was new."""
        at = int(number) - _FIRST
        page = self._pages.get(at >> 16)
        if page is None:
            page = self._pages[at >> 16] = bytearray(8192)
        byte, bit = (at & 0xFFFF) >> 3, 1 << (at & 7)
        if page[byte] & bit:
            return False
        page[byte] |= bit
        return True

    def __contains__(self, number: str) -> bool:
        at = int(number) - _FIRST
        page = self._pages.get(at >> 16)
        return page is not None and bool(page[(at & 0xFFFF) >> 3] & 1 << (at & 7))


def unit_iri(number: str, sub: bool) -> str:
    """Name of a unit: its address in the register's API."""
    return f"{API}{'underenheter' if sub else 'enheter'}/{number}"


def brreg_lines(
    files: Iterable[Path],
    subs: Iterable[Path] = (),
    *,
    choice: Choice = Choice(),
    source: str,
    places: Mapping[str, Place] = PLACES,
    version: Literal["auto", "2", "2.1"] = "auto",
    totals: Totals | None = None,
    max_errors: int = 100,
    note: Noted | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """N-Triples lines of the units that the bulk files hold, then of the codes and places they point to.

    Memory does not grow with the files: what is kept is one bit for each organisation number there may be.

    Args:
        files: Enterprises (and sub-units, if a file has both); read before ``subs``.
        subs: Sub-units.
        choice: Which units to keep.
        source: IRI of the source that every unit points to.
        places: Places that there are already, by municipality or county number.
        version: NACE version of the files; ``auto`` finds out from the codes.
        totals: Filled in on the way.
        max_errors: Bad records that are told and left out; one more ends it.
        note: Called with each unit kept.
        progress: Told how far each file is read.

    Yields:
        Lines with their line ends, those of one unit together.

    Raises:
        UnreadableFileError: As `reading.records`.
        DataError: Too many bad records.
        MissingExtraError: JSON needs the extra ``registers``.
    """
    totals = Totals() if totals is None else totals
    seen = Seen(places, source)
    met, impersonal = _Numbers(), _Numbers()
    for path in chain(files, subs):
        found = _units(path, totals, max_errors, progress)
        if version == "auto":
            first = list(islice(found, _SAMPLE))
            fallback = totals.nace_version or "2.1"
            totals.nace_version = nace.vote((c for u in first for c, _ in u.activities), fallback)
            found = chain(first, found)
        else:
            totals.nace_version = version
        for unit in found:
            if not met.add(unit.number):
                totals.repeated += 1
                continue
            person = unit.form in PERSONAL
            if not person and not unit.sub:
                impersonal.add(unit.number)
            if not choice.sole_proprietors:
                if person:
                    totals.personal += 1
                    continue
                if unit.sub and not (unit.parent and unit.parent in impersonal):
                    known = bool(unit.parent) and unit.parent in met
                    totals.personal += known
                    totals.unknown_parent += not known
                    continue
            if not choice.wants(unit):
                totals.outside += 1
                continue
            totals.enterprises += not unit.sub
            totals.sub_units += unit.sub
            if note is not None:
                note(unit)
            private = person or (unit.sub and not (unit.parent and unit.parent in impersonal))
            yield graph_of(unit, seen, totals, private=private)
    yield from seen.lines()


def _units(path: Path, totals: Totals, max_errors: int, progress: Progress | None) -> Iterator[Unit]:
    for raw in records(path, progress, arrays=_ARRAYS):
        try:
            yield read_unit(raw.fields)
        except Fault as fault:
            who = raw.fields.get("organisasjonsnummer")
            value = str(fault.value)[:80]
            where = fault.field
            if isinstance(who, str) and who != value:
                where = Wording(f"{fault.field} of {who}", f"{fault.field} for {who}")
            totals.problems.append(Problem(path.name, raw.place, where, value, fault.why))
            if len(totals.problems) > max_errors:
                raise DataError(totals.problems) from None


def graph_of(unit: Unit, seen: Seen, totals: Totals, *, private: bool = False) -> str:
    """The lines of one unit.

    Args:
        unit: What to write.
        seen: Told which codes and places are pointed to.
        totals: Its NACE version is used; codes in neither list are counted there.
        private: A person stands behind it, so the street may be a home and is left out.
    """
    me = f"<{unit_iri(unit.number, unit.sub)}>"
    out = [
        f"{me} {P.A} {P.REGISTERED} .\n{me} {P.NAME} {string(unit.name)} .\n"
        f'{me} {P.NUMBER} "{unit.number}" .\n{me} {P.FORM} {seen.form(unit.form, unit.form_text)} .\n'
        f"{me} {P.SOURCE} {seen.source} .\n"
    ]
    for status in _statuses(unit):
        out.append(f"{me} {P.STATUS} {seen.status(status)} .\n")
    for code, text in unit.activities:
        version = nace.version_of(code, totals.nace_version)
        if not nace.known(code, version):
            totals.unlisted[code] = totals.unlisted.get(code, 0) + 1
        out.append(f"{me} {P.ACTIVITY} {seen.activity(code, version, text)} .\n")
    if unit.sector[0]:
        out.append(f"{me} {P.SECTOR} {seen.sector(*unit.sector)} .\n")
    if unit.employees is not None:
        out.append(f"{me} {P.EMPLOYEES} {integer(unit.employees)} .\n")
    if unit.municipality[0]:
        out.append(f"{me} {P.MUNICIPALITY} {seen.municipality(*unit.municipality)} .\n")
    if unit.parent:
        out.append(f"{me} {P.PARENT} <{unit_iri(unit.parent, False)}> .\n")
    if unit.founded:
        out.append(f"{me} {P.FOUNDED} {day(unit.founded)} .\n")
    if unit.deleted:
        out.append(f"{me} {P.DISSOLVED} {day(unit.deleted)} .\n")
    if unit.registered:
        entry = f"{me[:-1]}#registration>"
        out.append(
            f"{me} {P.REGISTRATION} {entry} .\n{entry} {P.A} {P.IDENTIFIER} .\n"
            f'{entry} {P.NOTATION} "{unit.number}" .\n{entry} {P.ISSUED} {day(unit.registered)} .\n'
        )
    if unit.post_code or unit.street:
        there = f"{me[:-1]}#address>"
        out.append(f"{me} {P.ADDRESS} {there} .\n{there} {P.A} {P.ADDRESS_CLASS} .\n")
        if unit.street and not private:
            out.append(f"{there} {P.STREET} {string(unit.street)} .\n")
        if unit.post_code:
            out.append(f"{there} {P.POST_CODE} {string(unit.post_code)} .\n")
        if unit.post_name:
            out.append(f"{there} {P.POST_NAME} {string(unit.post_name)} .\n")
    return "".join(out)


def _statuses(unit: Unit) -> Iterator[str]:
    """What the register says of its being alive; ``active`` where it says nothing else."""
    quiet = True
    for status, holds in (
        ("deleted", bool(unit.deleted)),
        ("bankrupt", unit.bankrupt),
        ("winding-up", unit.winding_up),
        ("compulsory-winding-up", unit.compulsory),
    ):
        if holds:
            quiet = False
            yield status
    if quiet:
        yield "active"


def source_lines(source: str, published: str = "") -> list[str]:
    """The source node of an import.

    Args:
        source: Its IRI.
        published: Date of the files (YYYY-MM-DD), if known.
    """
    return source_node(
        source,
        title="Enhetsregisteret: åpne data om enheter og underenheter",
        publisher="Brønnøysundregistrene",
        url=f"{API}enheter/lastned",
        licence="https://data.norge.no/nlod/no/2.0",
        language="nb",
        published=published,
    )
