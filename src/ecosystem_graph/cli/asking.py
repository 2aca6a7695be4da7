"""Commands that ask: query, find."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph.cli.words import Origin, anywhere_option, format_option, lang_option, load, said, show
from ecosystem_graph.errors import QueryError
from ecosystem_graph.linksets import attach, linksets_of
from ecosystem_graph.queries import Question, Table, ask, load_question, question, questions, run
from ecosystem_graph.wording import Wording

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "Ask the graph. WHAT is the name of a shipped question (see --list) or a SPARQL text; -f takes "
        "it from a file.\n\n"
        "Examples:\n\n  query cluster-members --set cluster=nce-raufoss\n\n"
        "  query 'SELECT ?a WHERE { ?a eco:memberOf actor:nce-raufoss }'",
        "Spør grafen. WHAT er navnet på et spørsmål som følger med (se --list) eller en SPARQL-tekst; -f "
        "henter den fra fil.\n\n"
        "Eksempler:\n\n  query cluster-members --set cluster=nce-raufoss\n\n"
        "  query 'SELECT ?a WHERE { ?a eco:memberOf actor:nce-raufoss }'",
    )
)
@click.argument("what", required=False)
@click.option(
    "-f",
    "--file",
    type=click.Path(path_type=Path),
    default=None,
    help=said("Query file.", "Fil med spørring."),
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help=said("Set a parameter of the question.", "Sett en parameter i spørsmålet."),
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help=said("List the shipped questions.", "List spørsmålene som følger med."),
)
@click.option(
    "--links",
    is_flag=True,
    help=said(
        "Put the links to other registers beside the facts (skos:exactMatch …).",
        "Legg lenkene til andre registre ved siden av fakta (skos:exactMatch …).",
    ),
)
@anywhere_option
@lang_option
@format_option("table", "csv", "json", "md", "ttl")
def query(
    what: str | None,
    file: Path | None,
    settings: tuple[str, ...],
    listing: bool,
    links: bool,
    data: Origin,
    lang: str,
    fmt: str,
) -> None:
    """Ask."""
    if listing:
        for name, known in questions().items():
            parameters = "".join(f" --set {p}={d or '…'}" for p, d in known.parameters.items())
            click.echo(f"{name}{parameters}\n    {known.asks.get(lang, '')} [{known.audience}]")
        return
    if (what is None) == (file is None):
        raise click.UsageError(
            said(
                "give a question, a SPARQL text or -f FILE",
                "oppgi et spørsmål, en SPARQL-tekst eller -f FIL",
                lang,
            )
        )
    asked = _asked(what, file)
    if links and (data.store or data.endpoint):
        raise click.UsageError(
            said(
                "--links goes with --data; to a store or server, add what `export linksets` writes",
                "--links hører til --data; ellers legger du inn det `export linksets` skriver",
                lang,
            )
        )
    ecosystem = load(data)
    if links:
        attach(ecosystem, linksets_of(ecosystem))
    table: Table = ask(ecosystem, asked, _settings(settings)) if asked.name else run(ecosystem, asked.text)
    ecosystem.learn(cell for row in table.rows for cell in row)
    show(table, fmt, lambda iri: ecosystem.label(iri, lang), ecosystem.base)


def _asked(what: str | None, file: Path | None) -> Question:
    if file is not None:
        return load_question(file)
    if what is not None and ("{" in what or len(what.split()) > 1):
        return Question("", what)
    return question(what or "")


def _settings(settings: tuple[str, ...]) -> dict[str, str]:
    """``NAME=VALUE`` pairs.

    Raises:
        QueryError: A setting without an equals sign.
    """
    pairs = [setting.partition("=") for setting in settings]
    for name, equals, _ in pairs:
        if not equals:
            raise QueryError(
                Wording(f"--set takes NAME=VALUE, not {name!r}", f"--set tar NAME=VALUE, ikke {name!r}")
            )
    return {name: value for name, _, value in pairs}


@click.command(
    help=said("Find things by any name they have had.", "Finn ting ved et hvilket som helst navn.")
)
@click.argument("text")
@anywhere_option
def find(text: str, data: Origin) -> None:
    """Look a name up."""
    ecosystem = load(data, reason=False)
    matches = ecosystem.find(text)
    for match in matches:
        kind, _, slug = match.iri.removeprefix(ecosystem.base).partition("/")
        click.echo(f"{kind:<8} {slug:<40} {match.name}")
    if not matches:
        click.echo(said(f"nothing is named like {text!r}", f"ingenting heter noe som {text!r}"), err=True)


COMMANDS = (query, find)
