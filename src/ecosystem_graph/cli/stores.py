"""Commands about the graph on disk: store fill, store close, store show."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph.cli.words import lang_option, said
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.resources import data_file
from ecosystem_graph.store import About, about, fill_from
from ecosystem_graph.wording import counted

__all__ = ["COMMANDS"]

_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.group(
    help=said(
        "Keep a graph on disk, closed, so that it opens at once however large it is. Other commands read it "
        "with --store DIR. One process writes at a time; those that read go on reading what they opened.",
        "Ha en graf på disk, ferdig sluttet, så den åpnes med en gang uansett størrelse. Andre kommandoer "
        "leser den med --store DIR. Én prosess skriver om gangen; de som leser, leser videre det de åpnet.",
    )
)
def store() -> None:
    """Group of commands on stores."""


@store.command(
    help=said(
        "Fill the store DIR with SOURCES (RDF files or folders of tables; the region that ships if none is "
        "named), reason, and put the result in force, whole or not at all.",
        "Fyll lageret DIR med SOURCES (RDF-filer eller mapper med tabeller; regionen som følger med om ingen "
        "er nevnt), slutt, og la resultatet gjelde, helt eller ikke i det hele tatt.",
    )
)
@_FOLDER
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--add",
    is_flag=True,
    help=said(
        "Beside what the store holds, not in its place.", "I tillegg til det lageret har, ikke i stedet."
    ),
)
@lang_option
def fill(folder: Path, sources: tuple[Path, ...], add: bool, lang: str) -> None:
    """Fill."""
    _tell(folder, fill_from(folder, *(sources or (data_file(),)), what="store fill", keep=add), lang)


@store.command(
    help=said(
        "Draw the conclusions of the store DIR again, as after a change of the ontology.",
        "Trekk slutningene i lageret DIR på nytt, som etter en endring i ontologien.",
    )
)
@_FOLDER
@lang_option
def close(folder: Path, lang: str) -> None:
    """Close."""
    about(folder)
    _tell(folder, fill_from(folder, what="store close", keep=True), lang)


@store.command(help=said("What the store DIR holds.", "Hva lageret DIR inneholder."))
@_FOLDER
@lang_option
def show(folder: Path, lang: str) -> None:
    """Show."""
    Ecosystem.open(folder)
    _tell(folder, about(folder), lang)


def _tell(folder: Path, held: About, lang: str) -> None:
    ontology, stated, follows = held.ontology[:9], counted(held.asserted), counted(held.inferred)
    click.echo(
        said(
            f"{folder}: {stated} asserted, {follows} inferred (ontology {ontology})",
            f"{folder}: {stated.nb} hevdet, {follows.nb} sluttet (ontologi {ontology})",
            lang,
        )
    )


COMMANDS = (store,)
