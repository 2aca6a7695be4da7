"""Command that makes a version others can cite and check: release."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph.release import STEPS, verify
from ecosystem_graph.release import release as make

from .words import data_option, lang_option, said

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "Make a release: the facts as RDF, tables and workbook, ontology, shapes and questions, described in "
        "VoID, DCAT, RO-Crate, Data Package and CITATION.cff, with checksums and an archive that is the same "
        "bytes each time. Nothing is released that does not validate, that contradicts itself, or "
        "that the change log has no entry for. --verify checks a release instead of making one.",
        "Lag en utgave: fakta som RDF, tabeller og arbeidsbok, ontologi, former og spørsmål, beskrevet i "
        "VoID, DCAT, RO-Crate, Data Package og CITATION.cff, med sjekksummer og et arkiv som er de samme "
        "bytene hver gang. Det som ikke validerer, motsier seg selv eller mangler i endringsloggen, blir "
        "ikke utgitt. --verify prøver en utgave i stedet for å lage en.",
    )
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help=said("New folder to write.", "Ny mappe som skrives."),
)
@data_option
@click.option(
    "--version",
    default=None,
    metavar="X.Y.Z",
    help=said(
        "Its version; else the first in the change log.", "Versjonen; ellers den første i endringsloggen."
    ),
)
@click.option(
    "--date",
    default=None,
    metavar="YYYY-MM-DD",
    help=said(
        "Its day; else that of the entry in the change log, else today.",
        "Dagen; ellers den som står i endringsloggen, ellers i dag.",
    ),
)
@click.option(
    "--changelog",
    type=click.Path(path_type=Path),
    default=Path("CHANGELOG.md"),
    show_default=True,
    help=said(
        "Change log with an entry for the version and the heading Data in it; LICENSE and docs/data-card.md "
        "beside it come along.",
        "Endringslogg med en post for versjonen og overskriften Data i den; LICENSE og docs/data-card.md ved "
        "siden av den blir med.",
    ),
)
@click.option(
    "--publisher",
    default=None,
    metavar="NAME",
    help=said(
        "Who answers for the data; a must with --data.", "Hvem som svarer for dataene; må oppgis med --data."
    ),
)
@click.option(
    "--contact",
    default="",
    metavar="ADDRESS",
    help=said(
        "E-mail or web address for questions; DCAT-AP-NO wants one.",
        "E-post eller nettadresse for spørsmål; DCAT-AP-NO krever en.",
    ),
)
@click.option(
    "--base-url",
    default=None,
    metavar="URL",
    help=said(
        "Where the files will be; else the IRI of the version.",
        "Hvor filene skal ligge; ellers versjonens IRI.",
    ),
)
@click.option(
    "--verify",
    "check",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR|ARCHIVE",
    help=said("Check a release: all files there, none changed.", "Prøv en utgave: alt er der, intet endret."),
)
@lang_option
def release(
    output: Path | None,
    data: Path | None,
    version: str | None,
    date: str | None,
    changelog: Path,
    publisher: str | None,
    contact: str,
    base_url: str | None,
    check: Path | None,
    lang: str,
) -> None:
    """A version of a region."""
    if (output is None) == (check is None):
        raise click.UsageError(
            said("give one of -o DIR and --verify DIR", "oppgi én av -o DIR og --verify DIR", lang)
        )
    if check is not None:
        count = verify(check)
        click.echo(
            said(
                f"{check}: {count} files, all as released.", f"{check}: {count} filer, alle som utgitt.", lang
            )
        )
        return
    assert output is not None
    made = make(
        output,
        data,
        version=version,
        date=date,
        changelog=changelog,
        publisher=publisher,
        contact=contact,
        address=base_url,
        step=lambda name: click.echo(f"{STEPS[name][lang]} …", err=True),
    )
    count, size = len(made.files), sum(size for _, size in made.files)
    click.echo(f"{made.iri}")
    click.echo(
        said(
            f"Wrote {count} files, {size / 1e6:.1f} MB: {output}/",
            f"Skrev {count} filer, {size / 1e6:.1f} MB: {output}/",
            lang,
        )
    )
    click.echo(f"{made.digest}  {made.archive}")
    if not contact:
        click.echo(
            said(
                "No contact point is given; DCAT-AP-NO wants one: --contact ADDRESS",
                "Ingen kontaktadresse er oppgitt; DCAT-AP-NO krever en: --contact ADRESSE",
                lang,
            ),
            err=True,
        )


COMMANDS = (release,)
