"""Commands about data: template, import, export, validate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from ecosystem_graph.comparison import compare, comparison_lines, label_of
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.spillovers import Ledger, assertion_sheet, ledger_json, ledger_trig, read_ledger
from ecosystem_graph.store import fill
from ecosystem_graph.tables import export_tables, export_workbook, import_tables, write_template
from ecosystem_graph.turtle import atomic_text, serialise
from ecosystem_graph.validation import validate as check
from ecosystem_graph.wording import Wording, counted

from .words import Origin, data_option, graph_option, lang_option, load, said

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
        "Turn SOURCE (a workbook, a folder of CSV tables, or an RDF file) into one canonical Turtle file. "
        "Every problem is listed with file, row or cell, and column; nothing is written unless all of it "
        "can be.",
        "Gjør SOURCE (en arbeidsbok, en mappe med CSV-tabeller eller en RDF-fil) om til én kanonisk "
        "Turtle-fil. Alle feil listes med fil, rad eller celle, og kolonne; ingenting skrives om ikke alt "
        "kan skrives.",
    ),
)
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help=said("Turtle file to write.", "Turtle-fil som skrives."),
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help=said(
        "Store on disk to fill, instead of a file or beside it.",
        "Lager på disk som fylles, i stedet for en fil eller i tillegg.",
    ),
)
@click.option(
    "--region",
    default=None,
    help=said(
        "Slug of the region; else the table region says it.",
        "Regionens kortnavn; ellers står det i tabellen region.",
    ),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=said(
        "Tell what would change in the file or store, and write nothing.",
        "Fortell hva som ville endre seg i fila eller lageret, og skriv ingenting.",
    ),
)
@lang_option
def import_tables_(
    source: Path, output: Path | None, store: Path | None, region: str | None, dry_run: bool, lang: str
) -> None:
    """Tables to Turtle or into a store."""
    if output is None and store is None:
        raise click.UsageError(
            said("say where to: -o FILE or --store DIR", "si hvor: -o FIL eller --store DIR", lang)
        )
    facts, base = import_tables(source, region)
    text = serialise(facts, base)
    if dry_run:
        for target, before in ((output, _in_file), (store, _in_store)):
            if target is not None:
                _tell_changes(
                    before(target), Ecosystem(facts, reason=False), (str(target), str(source)), lang
                )
        click.echo(said("nothing was written", "ingenting ble skrevet", lang))
        return
    if store is not None:
        held = fill(store, facts, what="import tables")
        given, follows = counted(held.asserted), counted(held.inferred)
        click.echo(
            said(f"{store}: {given} + {follows} triples", f"{store}: {given.nb} + {follows.nb} tripler", lang)
        )
    if output is not None:
        with atomic_text(output) as stream:
            stream.write(text)
        number = counted(len(facts))
        click.echo(said(f"{output}: {number} triples", f"{output}: {number.nb} tripler", lang))


def _in_file(path: Path) -> Ecosystem:
    return Ecosystem.load(path, reason=False) if path.exists() else Ecosystem([], reason=False)


def _in_store(folder: Path) -> Ecosystem:
    held = folder.is_dir() and any(folder.iterdir())
    return Ecosystem.open(folder) if held else Ecosystem([], reason=False)


def _tell_changes(before: Ecosystem, after: Ecosystem, names: tuple[str, str], lang: str) -> None:
    found = compare(before.facts, after.facts)
    for line in comparison_lines(found, label_of(before, after), after.base, lang, names):
        click.echo(line)


@click.command(
    help=said(
        "Write an empty workbook: a sheet per table with help in both languages and drop-downs for lists and "
        "ids. Fill it in and take it in with `import tables`.",
        "Skriv en tom arbeidsbok: et ark per tabell med hjelp på begge språk og nedtrekkslister for ord og "
        "id-er. Fyll den ut og hent den inn med `import tables`.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--region",
    default=None,
    help=said("Slug of the region, filled in beforehand.", "Regionens kortnavn, fylt ut på forhånd."),
)
@lang_option
def template(file: Path, region: str | None, lang: str) -> None:
    """An empty workbook."""
    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(said("the file must end in .xlsx", "fila må ende på .xlsx", lang))
    write_template(file, region, lang)
    click.echo(str(file))


@click.group("export", help=said("Take facts out.", "Ta fakta ut."))
def export() -> None:
    """Group of exporters."""


@export.command(
    "tables",
    help=said(
        "Write the facts as tables: a folder of CSV files, or a workbook where the name ends in .xlsx; as "
        "Turtle where it ends in .ttl.",
        "Skriv fakta som tabeller: en mappe med CSV-filer, eller en arbeidsbok når navnet ender på .xlsx; "
        "som Turtle når det ender på .ttl.",
    ),
)
@graph_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help=said("Folder, workbook or Turtle file to write.", "Mappe, arbeidsbok eller Turtle-fil som skrives."),
)
@lang_option
def export_tables_(data: Origin, output: Path, lang: str) -> None:
    """Facts to tables."""
    ecosystem = load(data, reason=False)
    match output.suffix.lower():
        case ".xlsx":
            export_workbook(ecosystem.facts, output, lang)
            written = [output]
        case ".ttl":
            ecosystem.save(output)
            written = [output]
        case _:
            written = export_tables(ecosystem.facts, output)
    for path in written:
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
        known = ", ".join(_CLAIMS)
        raise NotFoundError(
            Wording("form of claims", "påstandsformat"),
            output.suffix,
            _CLAIMS,
            Wording(f"Known: {known}.", f"Gyldige: {known}."),
        )
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


COMMANDS = (validate, template, import_, export)
