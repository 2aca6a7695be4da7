"""Command that publishes the pages as plain files: site."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ecosystem_graph.pages import publish
from ecosystem_graph.wording import counted

from .words import data_option, lang_option, load, said

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "Write a page for everything as plain files that any web host serves: actors, places, "
        "topics, claims, "
        "sources, questions with their answers, the network page, the report and the data, in Norwegian and "
        "English, with search. The folder is replaced as a whole, and only if an earlier site is all "
        "it holds.",
        "Skriv en side for alt som faste filer som enhver webtjener kan vise: aktører, steder, "
        "temaer, påstander, "
        "kilder, spørsmål med svar, nettverkssiden, rapporten og dataene, på norsk og engelsk, med søk. "
        "Mappen byttes ut som helhet, og bare hvis den ikke inneholder annet enn et tidligere nettsted.",
    )
)
@data_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help=said("Folder to write.", "Mappe som skrives."),
)
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    help=said(
        "Address the site will have, for canonical links, the page for wrong addresses and the sitemap.",
        "Adressen nettstedet får, for kanoniske lenker, siden for gale adresser og nettstedskartet.",
    ),
)
@lang_option
def site(data: Path | None, output: Path, base_url: str, lang: str) -> None:
    """The static site."""
    ecosystem = load(data)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task(said("writing pages", "skriver sider", lang), total=None)
        files, size = publish(
            ecosystem,
            output,
            base_url=base_url,
            lang=lang,
            step=lambda done, total: progress.update(task, completed=done, total=total),
        )
    megabytes = f"{size / 1e6:,.0f} MB"
    click.echo(
        said(
            f"Wrote {files:,} files, {megabytes}: {output}/",
            f"Skrev {counted(files).nb} filer, {megabytes}: {output}/",
            lang,
        )
    )
    front = output / "index.html"
    click.echo(said(f"Open {front} in a browser.", f"Åpne {front} i en nettleser.", lang))


COMMANDS = (site,)
