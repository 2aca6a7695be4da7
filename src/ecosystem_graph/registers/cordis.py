"""CORDIS, EU research projects and who takes part, as EURIO: the bulk CSVs, or EURIO data as RDF.

A project is ``eurio:Project``, a participation ``eurio:OrganisationRole`` between project and organisation.
The organisation number is taken from the VAT number where the country is Norway and the check digit is right.
Contact forms and street addresses are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.errors import DataError, Problem, UnreadableFileError
from ecosystem_graph.turtle import parse
from ecosystem_graph.wording import Wording

from .codelists import source_node
from .lines import P, clean, day, iri, string
from .matching import Registered
from .reading import Progress, records
from .unit import check_digit

__all__ = ["CordisTotals", "cordis_lines", "cordis_source"]

EURIO = "http://data.europa.eu/s66#"
_THINGS = "https://w3id.org/innovation-ecosystem/cordis/"
_VAT = re.compile(r"(?:NO)?\s*([89]\d{2})\s?(\d{3})\s?(\d{3})\s*(?:MVA)?\Z", re.IGNORECASE)
_AMOUNT = re.compile(r"\d+([.,]\d+)?\Z")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
_WHOLE = re.compile(r"[0-9]{1,12}\Z")


@dataclass
class CordisTotals:
    """What an import met.

    Attributes:
        projects: Projects kept: those with a participation that is kept.
        roles: Participations kept.
        organisations: Organisations kept.
        outside: Participations outside the choice.
        problems: Bad rows.
    """

    projects: int = 0
    roles: int = 0
    organisations: int = 0
    outside: int = 0
    problems: list[Problem] = field(default_factory=list)


def cordis_source(source: str, published: str = "") -> list[str]:
    """The source node of an import."""
    return source_node(
        source,
        title="CORDIS: EU research projects and their participants",
        publisher="Publications Office of the European Union",
        url="https://cordis.europa.eu/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        language="en",
        published=published,
    )


def cordis_lines(
    place: Path,
    *,
    source: str,
    country: str = "NO",
    nuts: str = "",
    totals: CordisTotals | None = None,
    max_errors: int = 100,
    note: Callable[[Registered], None] | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """N-Triples lines of participations, the organisations that take part, and their projects.

    Args:
        place: A folder with project.csv and organization.csv, or an RDF file in the terms of EURIO.
        source: IRI of the source that every project, role and organisation points to.
        country: Two letters; empty for all. (EURIO data is taken whole.)
        nuts: Beginning of the NUTS code of the organisation (``NO020`` is Innlandet); empty for all.
        totals: Filled in on the way.
        max_errors: Bad rows that are told and left out; one more ends it.
        note: Called with each organisation once.
        progress: Told how far each file is read.

    Raises:
        UnreadableFileError: As `reading.records`; or the folder lacks a file.
        DataError: Too many bad rows.
    """
    totals = CordisTotals() if totals is None else totals
    if place.is_dir():
        yield from _from_folder(place, source, country, nuts, totals, max_errors, note, progress)
    else:
        yield from _from_eurio(place, source, totals, note)


def _from_folder(
    folder: Path,
    source: str,
    country: str,
    nuts: str,
    totals: CordisTotals,
    max_errors: int,
    note: Callable[[Registered], None] | None,
    progress: Progress | None,
) -> Iterator[str]:
    for name in ("organization.csv", "project.csv"):
        if not (folder / name).is_file():
            why = Wording(
                f"there is no {name} here; unpack the CORDIS archive",
                f"her er det ingen {name}; pakk ut CORDIS-arkivet",
            )
            raise UnreadableFileError(str(folder), why)
    projects: set[str] = set()
    known: set[str] = set()

    def bad(path: Path, row: int, column: str, value: object, why: Wording) -> None:
        totals.problems.append(Problem(path.name, row, column, str(value)[:80], why))
        if len(totals.problems) > max_errors:
            raise DataError(totals.problems)

    path = folder / "organization.csv"
    for raw in records(path, progress):
        row = {key: clean(value) if isinstance(value, str) else "" for key, value in raw.fields.items()}
        project, party, name = row.get("projectID", ""), row.get("organisationID", ""), row.get("name", "")
        wrong = next((k for k in ("projectID", "organisationID") if not _WHOLE.match(row.get(k, ""))), "")
        if wrong or not name:
            column = wrong or "name"
            why = Wording("this should be a number", "dette skulle vært et tall")
            why = why if wrong else Wording("no name", "mangler navn")
            bad(path, raw.place, column, row.get(column, ""), why)
            continue
        if (country and row.get("country") != country) or not row.get("nutsCode", "").startswith(nuts):
            totals.outside += 1
            continue
        totals.roles += 1
        projects.add(project)
        me = iri(f"{_THINGS}organisation/{party}")
        yield _role(row, project, party, me, source)
        if party not in known:
            known.add(party)
            totals.organisations += 1
            number = _number(row.get("vatNumber", ""), row.get("country", ""))
            yield _organisation(me, row, number, source)
            if note is not None:
                names = tuple(filter(None, (name, row.get("shortName", ""))))
                numbers = (number,) if number else ()
                kind = row.get("activityType", "")
                note(Registered(me[1:-1], party, names, numbers, place=row.get("city", ""), kind=kind))
    path = folder / "project.csv"
    for raw in records(path, progress):
        row = {key: clean(value) if isinstance(value, str) else "" for key, value in raw.fields.items()}
        if row.get("id", "") not in projects:
            continue
        if not row.get("title"):
            bad(
                path,
                raw.place,
                "title",
                "",
                Wording("the project has no title", "prosjektet har ingen tittel"),
            )
            continue
        totals.projects += 1
        yield _project(row, source)


def _number(vat: str, country: str) -> str:
    """The organisation number in a Norwegian VAT number; empty where there is no right one."""
    match = _VAT.match(vat)
    number = "".join(match.groups()) if match and country == "NO" else ""
    return number if number and check_digit(number) else ""


def _role(row: Mapping[str, str], project: str, party: str, organisation: str, source: str) -> str:
    order = row.get("order", "")
    me = iri(f"{_THINGS}role/{project}-{party}" + (f"-{order}" if _WHOLE.match(order) else ""))
    there = iri(f"{_THINGS}project/{project}")
    out = [
        f"{me} {P.A} <{EURIO}OrganisationRole> .\n{me} <{EURIO}isRoleOf> {organisation} .\n"
        f"{me} <{EURIO}isInvolvedIn> {there} .\n{me} {P.SOURCE} {iri(source)} .\n"
    ]
    if row.get("role"):
        out.append(f"{me} <{EURIO}roleLabel> {string(row['role'])} .\n")
    amount = row.get("ecContribution", "")
    if _AMOUNT.match(amount):
        paid, sum_ = iri(f"{me[1:-1]}#payment"), iri(f"{me[1:-1]}#amount")
        out.append(
            f"{me} <{EURIO}isRecipientOf> {paid} .\n{paid} {P.A} <{EURIO}GrantPayment> .\n"
            f"{paid} <{EURIO}hasPaymentAmount> {sum_} .\n{sum_} {P.A} <{EURIO}MonetaryAmount> .\n"
            f'{sum_} <{EURIO}value> "{amount.replace(",", ".")}"^^<{XSD.decimal}> .\n'
            f'{sum_} <{EURIO}currency> "EUR" .\n'
        )
    return "".join(out)


def _organisation(me: str, row: Mapping[str, str], number: str, source: str) -> str:
    out = [
        f"{me} {P.A} <{EURIO}Organisation> .\n{me} <{EURIO}legalName> {string(row['name'])} .\n"
        f"{me} {P.LABEL} {string(row['name'])} .\n{me} {P.SOURCE} {iri(source)} .\n"
    ]
    if row.get("shortName"):
        out.append(f"{me} {P.OTHER} {string(row['shortName'])} .\n")
    if row.get("vatNumber"):
        out.append(f"{me} <{EURIO}vatNumber> {string(row['vatNumber'])} .\n")
    if number:
        out.append(f"{me} {P.NUMBER} {string(number)} .\n")
    return "".join(out)


def _project(row: Mapping[str, str], source: str) -> str:
    me = iri(f"{_THINGS}project/{row['id']}")
    out = [
        f"{me} {P.A} <{EURIO}Project> .\n{me} <{EURIO}title> {string(row['title'])} .\n"
        f"{me} {P.LABEL} {string(row['title'])} .\n{me} {P.SOURCE} {iri(source)} .\n"
        f"{me} <{EURIO}identifier> {string(row['id'])} .\n"
    ]
    if row.get("acronym"):
        out.append(f"{me} {P.OTHER} {string(row['acronym'])} .\n")
    for column in ("startDate", "endDate"):
        if found := _DAY.match(row.get(column, "")):
            out.append(f"{me} <{EURIO}{column}> {day(found[1])} .\n")
    return "".join(out)


def _from_eurio(
    path: Path, source: str, totals: CordisTotals, note: Callable[[Registered], None] | None
) -> Iterator[str]:
    """Projects, roles and organisations of an RDF file, with what EURIO says of them."""
    about: dict[str, dict[str, list[Node]]] = {}
    for s, p, o in parse(path):
        if isinstance(s, URIRef):
            about.setdefault(str(s), {}).setdefault(str(p), []).append(o)
    classes = {f"{EURIO}{name}" for name in ("Project", "OrganisationRole", "Organisation")}
    # Often only the role has a name for the organisation.
    parties: dict[str, list[str]] = {}
    for said in about.values():
        for party in said.get(f"{EURIO}isRoleOf", ()):
            parties.setdefault(str(party), []).extend(str(o) for o in said.get(str(SKOS.prefLabel), ()))
    for thing in sorted({*about, *parties}):
        said = about.get(thing, {})
        kinds = {str(o) for o in said.get(str(RDF.type), ())} & classes
        if not kinds and thing not in parties:
            continue
        me = iri(thing)
        totals.projects += f"{EURIO}Project" in kinds
        totals.roles += f"{EURIO}OrganisationRole" in kinds
        yield f"{me} {P.SOURCE} {iri(source)} .\n"
        for prop in sorted(said):
            if prop.startswith(EURIO) or prop in (str(RDF.type), str(RDFS.label)):
                for node in sorted(said[prop], key=str):
                    if prop != str(RDF.type) or str(node) in classes:
                        yield f"{me} <{prop}> {_term(node)} .\n"
        names = [str(o) for p in (f"{EURIO}legalName", str(RDFS.label)) for o in said.get(p, ())]
        names = names or sorted(parties.get(thing, ()))
        if thing in parties or f"{EURIO}Organisation" in kinds:
            totals.organisations += 1
            numbers = tuple(n for o in said.get(f"{EURIO}vatNumber", ()) if (n := _number(str(o), "NO")))
            if note is not None and names:
                note(Registered(thing, thing.rstrip("/").rsplit("/", 1)[-1], tuple(names), numbers))


def _term(node: Node) -> str:
    if not isinstance(node, Literal):
        return iri(str(node))
    text = string(clean(str(node)))
    if node.language:
        return f"{text}@{node.language}"
    return f"{text}^^{iri(str(node.datatype))}" if node.datatype else text
