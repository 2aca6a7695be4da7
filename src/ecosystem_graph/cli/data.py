"""Commands about data: import, export, validate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.spillovers import Ledger, assertion_sheet, ledger_json, ledger_trig, read_ledger
from ecosystem_graph.tables import export_tables, import_tables
from ecosystem_graph.turtle import atomic_text, serialise
from ecosystem_graph.validation import validate as check

from .words import data_option, lang_option, said

__all__ = ["COMMANDS"]

#: Forms of the claim ledger, by the ending of the file.
_CLAIMS: dict[str, Callable[[Ledger], str]] = {
    ".csv": lambda ledger: assertion_sheet(ledger).csv(),
    ".json": ledger_json,
    ".trig": ledger_trig,
}


@click.group("import", help=said("Bring facts in.", "Hent fakta inn."))
def import_() -> None:
    """Group of importers."""


@import_.command(
    "tables",
    help=said(
        "Turn a folder of CSV tables into one canonical Turtle file. Every problem is listed with file, "
        "row and "
        "column; nothing is written unless all of it can be.",
        "Gjør en mappe med CSV-tabeller om til én kanonisk Turtle-fil. Alle feil listes med fil, rad og "
        "kolonne; "
        "ingenting skrives om ikke alt kan skrives.",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help=said("Turtle file to write.", "Turtle-fil som skrives."),
)
@click.option(
    "--region",
    default=None,
    help=said(
        "Slug of the region; else region.csv says it.", "Regionens kortnavn; ellers står det i region.csv."
    ),
)
def import_tables_(folder: Path, output: Path, region: str | None) -> None:
    """Tables to Turtle."""
    triples, base = import_tables(folder, region)
    with atomic_text(output) as stream:
        stream.write(serialise(triples, base))
    click.echo(said(f"{output}: {len(triples):,} triples", f"{output}: {len(triples):,} tripler"))


@click.group("export", help=said("Take facts out.", "Ta fakta ut."))
def export() -> None:
    """Group of exporters."""


@export.command("tables", help=said("Write the facts as CSV tables.", "Skriv fakta som CSV-tabeller."))
@data_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help=said("Folder to write into.", "Mappe det skrives i."),
)
def export_tables_(data: Path | None, output: Path) -> None:
    """Turtle to tables."""
    ecosystem = Ecosystem.load(data, reason=False)
    for path in export_tables(ecosystem.facts, output):
        click.echo(str(path))


@export.command(
    "claims",
    help=said(
        "Write the claim ledger: .csv a row per assertion, .json the whole ledger, .trig nanopublications.",
        "Skriv påstandsregisteret: .csv en rad per påstand, .json hele registeret, .trig nanopublikasjoner.",
    ),
)
@data_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help=said("File to write; its ending says the form.", "Fil som skrives; endelsen sier formen."),
)
def export_claims(data: Path | None, output: Path) -> None:
    """The ledger as a file."""
    if output.suffix not in _CLAIMS:
        raise NotFoundError("form of claims", output.suffix, _CLAIMS, f"Known: {', '.join(_CLAIMS)}.")
    text = _CLAIMS[output.suffix](read_ledger(Ecosystem.load(data)))
    with atomic_text(output) as stream:
        stream.write(text)
    click.echo(str(output))


@click.command(
    help=said(
        "Check the facts against the shapes: one line per problem, exit 1 if there is any.",
        "Sjekk fakta mot formene: én linje per feil, sluttkode 1 om det er noen.",
    )
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@lang_option
def validate(file: Path | None, lang: str) -> None:
    """SHACL validation."""
    result = check(Ecosystem.load(file, reason=False))
    for line in result.lines(lang):
        click.echo(line)
    if not result.conforms:
        raise SystemExit(1)


COMMANDS = (validate, import_, export)
