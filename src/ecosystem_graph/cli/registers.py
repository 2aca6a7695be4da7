"""Commands that bring open registers in: import brreg, import ror, import cordis."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

import click

from ecosystem_graph.registers import (
    Choice,
    CordisTotals,
    RorTotals,
    Totals,
    brreg_lines,
    cordis_lines,
    cordis_source,
    noting,
    ror_lines,
    ror_source,
    source_lines,
)
from ecosystem_graph.wording import counted

from .data import import_
from .register_run import Run, target_options
from .words import said

__all__ = ["COMMANDS"]


@import_.command(
    "brreg",
    help=said(
        "Turn bulk files of Enhetsregisteret (JSON or CSV, gzip or not) into a graph, in constant memory. "
        "Sole proprietors, their sub-units and all contact details are left out. Give the enterprises as "
        "FILE and the sub-units with --sub: whether a sub-unit belongs to a person is seen from its parent.",
        "Gjør massefiler fra Enhetsregisteret (JSON eller CSV, gzip eller ikke) om til en graf, med fast "
        "minnebruk. Enkeltpersonforetak, deres underenheter og alle kontaktopplysninger utelates. Gi "
        "enhetene som FILE og underenhetene med --sub: om en underenhet hører til en person, ses av "
        "overenheten.",
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--sub",
    "subs",
    multiple=True,
    type=click.Path(path_type=Path),
    help=said("File of sub-units; may be repeated.", "Fil med underenheter; kan gjentas."),
)
@click.option(
    "--county",
    default="",
    help=said("County numbers, such as 34 or 34,03.", "Fylkesnumre, for eksempel 34 eller 34,03."),
)
@click.option(
    "--nace",
    default="",
    help=said(
        "Beginnings of NACE codes, such as 25,72 or 62.1.",
        "Starten på næringskoder, for eksempel 25,72 eller 62.1.",
    ),
)
@click.option(
    "--nace-version",
    type=click.Choice(["auto", "2", "2.1"]),
    default="auto",
    show_default=True,
    help=said(
        "NACE version of the files; auto tells it from the codes that only one version has.",
        "NACE-versjonen i filene; auto ser det av kodene som bare én versjon har.",
    ),
)
@click.option(
    "--min-employees",
    type=click.IntRange(0),
    default=0,
    help=said("At least so many employees.", "Minst så mange ansatte."),
)
@click.option(
    "--include-sole-proprietors",
    is_flag=True,
    help=said(
        "Take sole proprietors too. Their names are personal data: you need a reason to keep them.",
        "Ta med enkeltpersonforetak. Navnene er personopplysninger: du må ha grunn til å behandle dem.",
    ),
)
@target_options
def brreg(
    files: tuple[Path, ...],
    subs: tuple[Path, ...],
    county: str,
    nace: str,
    nace_version: Any,
    min_employees: int,
    include_sole_proprietors: bool,
    **target: Any,
) -> None:
    """Enhetsregisteret to a graph."""
    counties = _listed(
        county, "--county", r"\d\d", said("two digits, such as 34", "to sifre, for eksempel 34")
    )
    codes = _listed(
        nace,
        "--nace",
        r"\d\d(\.\d{0,3})?",
        said("a beginning such as 25 or 62.1", "en start som 25 eller 62.1"),
    )
    choice = Choice(counties, codes, min_employees, include_sole_proprietors)
    totals = Totals()
    run = Run("enhetsregisteret", target)
    lines = chain(
        source_lines(run.source, run.day),
        brreg_lines(
            files,
            subs,
            choice=choice,
            source=run.source,
            places=run.region.places,
            version=nace_version,
            totals=totals,
            max_errors=run.max_errors,
            note=noting(run.matcher) if run.matcher else None,
            progress=run.progress,
        ),
    )
    run.write(lines, totals.problems)
    _count(totals.enterprises, "enterprises", "enheter")
    _count(totals.sub_units, "sub-units", "underenheter")
    _count(totals.outside, "outside the choice", "utenfor utvalget")
    _count(
        totals.personal,
        "sole proprietors with sub-units, left out",
        "enkeltpersonforetak med underenheter, utelatt",
    )
    _count(
        totals.unknown_parent,
        "sub-units left out: their parent is in no file, so it may be a person",
        "underenheter utelatt: overenheten er ikke i noen fil og kan være en person",
    )
    _count(totals.repeated, "repeated, left out", "gjentatt, utelatt")
    _count(
        sum(totals.unlisted.values()),
        "NACE codes that neither list has",
        "næringskoder som ingen av listene har",
    )
    click.echo(f"NACE {totals.nace_version}")


@import_.command(
    "ror",
    help=said(
        "Turn a dump of ROR, the Research Organization Registry (JSON of schema 2, or CSV), into a graph.",
        "Gjør en fil fra ROR, registeret over forskningsorganisasjoner (JSON etter skjema 2, eller CSV), "
        "om til en graf.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--country",
    default="NO",
    show_default=True,
    help=said("Country, two letters; all for every one.", "Land, to bokstaver; all for alle."),
)
@target_options
def ror(file: Path, country: str, **target: Any) -> None:
    """ROR to a graph."""
    totals = RorTotals()
    run = Run("ror", target)
    lines = ror_lines(
        file,
        source=run.source,
        country=_country(country),
        totals=totals,
        max_errors=run.max_errors,
        note=run.matcher.note if run.matcher else None,
        progress=run.progress,
    )
    run.write(chain(ror_source(run.source, run.day), lines), totals.problems)
    _count(totals.kept, "organisations", "organisasjoner")
    _count(totals.outside, "in other countries", "i andre land")
    _count(totals.withdrawn, "withdrawn by ROR, left out", "trukket tilbake av ROR, utelatt")


@import_.command(
    "cordis",
    help=said(
        "Turn CORDIS (a folder with project.csv and organization.csv, or an RDF file in EURIO terms) into a "
        "graph.",
        "Gjør CORDIS (en mappe med project.csv og organization.csv, eller en RDF-fil i EURIO-termer) om til "
        "en graf.",
    ),
)
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--country",
    default="NO",
    show_default=True,
    help=said("Country, two letters; all for every one.", "Land, to bokstaver; all for alle."),
)
@click.option(
    "--nuts",
    default="",
    help=said(
        "Beginning of the NUTS code of the organisation, such as NO020.",
        "Starten på organisasjonens NUTS-kode, for eksempel NO020.",
    ),
)
@target_options
def cordis(place: Path, country: str, nuts: str, **target: Any) -> None:
    """CORDIS to a graph."""
    totals = CordisTotals()
    run = Run("cordis", target)
    lines = cordis_lines(
        place,
        source=run.source,
        country=_country(country),
        nuts=nuts.upper(),
        totals=totals,
        max_errors=run.max_errors,
        note=run.matcher.note if run.matcher else None,
        progress=run.progress,
    )
    run.write(chain(cordis_source(run.source, run.day), lines), totals.problems)
    _count(totals.projects, "projects", "prosjekter")
    _count(totals.roles, "participations", "deltakelser")
    _count(totals.organisations, "organisations", "organisasjoner")
    _count(totals.outside, "outside the choice", "utenfor utvalget")


def _listed(text: str, option: str, shape: str, right: str) -> tuple[str, ...]:
    parts = tuple(filter(None, (part.strip() for part in text.split(","))))
    for part in parts:
        if not re.fullmatch(shape, part):
            raise click.BadParameter(
                said(f"{part!r} is not {right}", f"{part!r} er ikke {right}"), param_hint=option
            )
    return parts


def _country(text: str) -> str:
    if text.lower() == "all":
        return ""
    if not re.fullmatch("[A-Za-z]{2}", text):
        raise click.BadParameter(
            said(f"{text!r} is not two letters, such as NO", f"{text!r} er ikke to bokstaver, som NO"),
            param_hint="--country",
        )
    return text.upper()


def _count(number: int, en: str, nb: str) -> None:
    if number:
        of = counted(number)
        click.echo(f"{said(of, of.nb):>12}  {said(en, nb)}")


#: The commands hang below ``import``.
COMMANDS: tuple[click.Command, ...] = ()
