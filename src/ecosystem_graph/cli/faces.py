"""Commands that write what people read: build, view, report."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ecosystem_graph.build import STEPS
from ecosystem_graph.build import build as run_build
from ecosystem_graph.cli.networks import chosen, projection_option
from ecosystem_graph.cli.words import (
    Origin,
    anywhere_option,
    graph_option,
    lang_option,
    load,
    said,
    year_options,
)
from ecosystem_graph.period import Reading
from ecosystem_graph.report import report as run_report
from ecosystem_graph.turtle import atomic_text
from ecosystem_graph.view import network_page

__all__ = ["COMMANDS"]

_OUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help=said("File to write.", "Fil som skrives."),
)


@click.command(
    help=said(
        "Do all of it: read, reason, validate, measure, draw. Writes the network page, the report, the "
        "graph and the "
        "tables into out/REGION/ and prints what was found.",
        "Gjør alt: les, slutt, valider, mål, tegn. Skriver nettverkssiden, rapporten, grafen og tabellene i "
        "out/REGION/ og sier hva som ble funnet.",
    )
)
@graph_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help=said("Folder to write into.", "Mappe det skrives i."),
)
@lang_option
@click.option(
    "--year",
    type=click.IntRange(1000, 2100),
    default=None,
    help=said("The network in this year.", "Nettverket i dette året."),
)
def build(data: Origin, out: Path | None, lang: str, year: int | None) -> None:
    """The whole way."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=len(STEPS))
        begun: list[str] = []

        def step(name: str) -> None:
            progress.update(task, description=STEPS[name][lang], completed=len(begun))
            begun.append(name)

        result = run_build(data.data, out, lang=lang, year=year, store=data.store, step=step)
    click.echo(said("Wrote", "Skrev", lang) + f" {result.folder}/")
    for name, size in result.files:
        click.echo(f"  {name:<16} {size / 1000:>9,.0f} kB")
    if result.warnings:
        click.echo(
            said(
                f"{result.warnings} warnings in validation.txt",
                f"{result.warnings} merknader i validation.txt",
                lang,
            )
        )
    click.echo()
    for number, finding in enumerate(result.findings, 1):
        click.echo(f"{number}. {finding}")
    click.echo()
    page = result.folder / "network.html"
    click.echo(said(f"Open {page} in a browser.", f"Åpne {page} i en nettleser.", lang))


@click.command(
    help=said(
        "Write the network page: one offline HTML file.",
        "Skriv nettverkssiden: én HTML-fil som virker uten nett.",
    )
)
@graph_option
@lang_option
@year_options
@projection_option
@click.option(
    "--focus",
    default=None,
    help=said("Open with this actor in the middle.", "Åpne med denne aktøren i midten."),
)
@_OUT
def view(
    data: Origin,
    lang: str,
    year: int | None,
    reading: str,
    projection: str,
    focus: str | None,
    output: Path | None,
) -> None:
    """The page."""
    ecosystem = load(data)
    page = network_page(
        ecosystem,
        lang=lang,
        year=year,
        reading=Reading(reading),
        projection=chosen(projection),
        focus=ecosystem.resolve(focus) if focus else None,
    )
    _write(page, output)


@click.command(help=said("Write the report.", "Skriv rapporten."))
@anywhere_option
@lang_option
@click.option(
    "--year",
    type=click.IntRange(1000, 2100),
    default=None,
    help=said("The network in this year.", "Nettverket i dette året."),
)
@click.option(
    "--focus",
    default=None,
    help=said(
        "The cause whose spillovers are told at length; the most claimed one if not given.",
        "Årsaken det fortelles mest om; den det hevdes mest om hvis ikke annet er sagt.",
    ),
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["md", "html", "csv"]),
    default="md",
    show_default=True,
    help=said("Text, page, or the measures as CSV.", "Tekst, side, eller målene som CSV."),
)
@_OUT
def report(
    data: Origin, lang: str, year: int | None, focus: str | None, fmt: str, output: Path | None
) -> None:
    """The report."""
    ecosystem = load(data)
    cause = str(ecosystem.resolve(focus)) if focus else None
    made = run_report(ecosystem, lang=lang, year=year, focus=cause)
    texts = {"md": made.markdown(lang), "html": made.html(), "csv": made.centrality_csv()}
    _write(texts[fmt], output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        with atomic_text(output) as stream:
            stream.write(text)
        click.echo(str(output))


COMMANDS = (build, view, report)
