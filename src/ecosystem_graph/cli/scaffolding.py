"""Command that begins a region: new-region."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph.scaffold import FORMS, new_region

from .words import lang_option, said

__all__ = ["COMMANDS"]


@click.command(
    "new-region",
    help=said(
        "Begin a region of your own: a folder NAME with the tables to fill in, a question, and what to do "
        "next in Norwegian and English. Nothing is overwritten. With --example the tables hold an invented "
        "region, to try things on.",
        "Begynn på en egen region: en mappe NAME med tabeller å fylle ut, et spørsmål, og hva du gjør "
        "videre på norsk og engelsk. Ingenting overskrives. Med --example står det en oppdiktet region i "
        "tabellene, til å prøve ting på.",
    ),
)
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help=said("Folder to make; NAME if not given.", "Mappe som lages; NAME om ikke annet er sagt."),
)
@click.option(
    "--title-nb", default=None, help=said("What it is called in Norwegian.", "Hva den heter på norsk.")
)
@click.option(
    "--title-en", default=None, help=said("What it is called in English.", "Hva den heter på engelsk.")
)
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default=None,
    help=said(
        "Keep the tables in a workbook or in CSV files; a workbook if what writes it is installed.",
        "Ha tabellene i en arbeidsbok eller i CSV-filer; en arbeidsbok hvis det som skriver den, "
        "er installert.",
    ),
)
@click.option(
    "--example",
    is_flag=True,
    help=said("Fill the tables with an invented region.", "Fyll tabellene med en oppdiktet region."),
)
@lang_option
def new_region_(
    name: str,
    output: Path | None,
    title_nb: str | None,
    title_en: str | None,
    form: str | None,
    example: bool,
    lang: str,
) -> None:
    """A folder to begin in."""
    made = new_region(
        name, output, title_nb=title_nb, title_en=title_en, form=form, example=example, lang=lang
    )
    click.echo(said("Wrote", "Skrev", lang) + f" {made.folder}/")
    for file in made.files:
        click.echo(f"  {file}")
    fill = said("Fill in", "Fyll ut", lang) if not example else said("Look at", "Se på", lang)
    guide = "LESMEG.md" if lang == "nb" else "README.md"
    click.echo()
    click.echo(said("Next:", "Videre:", lang))
    for step in (
        f"cd {made.folder}",
        f"{fill} {made.tables} ({said('what goes where', 'hva som skal hvor', lang)}: {guide})",
        f"ecosystem-graph validate {made.tables}",
        f"ecosystem-graph import tables {made.tables} -o {name}.ttl",
        f"ecosystem-graph build --data {name}.ttl",
    ):
        click.echo(f"  {step}")


COMMANDS = (new_region_,)
