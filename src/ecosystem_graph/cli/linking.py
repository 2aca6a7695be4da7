"""Commands about identities: which thing elsewhere a thing of ours is."""

from __future__ import annotations

from pathlib import Path

import click
from rdflib import Literal, URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.linksets import link_triples, linksets_of
from ecosystem_graph.queries import Table
from ecosystem_graph.turtle import atomic_text, serialise

from .data import export
from .words import data_option, format_option, lang_option, said, show

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "Show which entry of another register a thing is: Enhetsregisteret, ROR, Wikidata, NACE. WHAT is a "
        "name; all of them if not given. Method and confidence stand beside each. The links of a region of "
        "your own are SSSOM files in the folder linksets beside its data.\n\n"
        "Examples:\n\n  identities ntnu\n\n"
        "  query --links 'SELECT ?a ?same WHERE { ?a skos:exactMatch ?same }'",
        "Vis hvilken oppføring i et annet register en ting er: Enhetsregisteret, ROR, Wikidata, NACE. WHAT "
        "er et navn; alle om det ikke er gitt. Metode og sikkerhet står ved hver. Lenkene til en egen region "
        "er SSSOM-filer i mappen linksets ved siden av dataene.\n\n"
        "Eksempler:\n\n  identities ntnu\n\n"
        "  query --links 'SELECT ?a ?same WHERE { ?a skos:exactMatch ?same }'",
    )
)
@click.argument("what", required=False)
@data_option
@lang_option
@format_option("table", "csv", "json", "md")
def identities(what: str | None, data: Path | None, lang: str, fmt: str) -> None:
    """The links of a thing, or of all."""
    ecosystem = Ecosystem.load(data, reason=False)
    wanted = str(ecosystem.resolve(what)) if what else ""
    mappings = [
        m for linkset in linksets_of(ecosystem) for m in linkset.mappings if wanted in ("", m.subject)
    ]
    columns = (
        said("thing", "ting", lang),
        said("relation", "relasjon", lang),
        said("entry", "oppføring", lang),
        said("its_name", "navnet_der", lang),
        said("method", "metode", lang),
        said("confidence", "sikkerhet", lang),
    )
    rows = tuple(
        (
            URIRef(m.subject),
            Literal(m.predicate.rsplit("#", 1)[-1]),
            Literal(m.object),
            Literal(m.object_label) if m.object_label else None,
            Literal(m.method),
            Literal(m.confidence),
        )
        for m in mappings
    )
    show(Table(columns, rows), fmt, lambda iri: ecosystem.label(iri, lang))
    if not rows:
        click.echo(
            said("nothing ties it to another register", "ingenting knytter den til et annet register", lang),
            err=True,
        )


@export.command(
    "linksets",
    help=said(
        "Write the links to other registers as Turtle, each set described in VoID.",
        "Skriv lenkene til andre registre som Turtle, hvert sett beskrevet i VoID.",
    ),
)
@data_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=said("Turtle file to write.", "Turtle-fil som skrives."),
)
def linksets(output: Path, data: Path | None) -> None:
    """The links as a file."""
    found = linksets_of(Ecosystem.load(data, reason=False))
    with atomic_text(output) as stream:
        stream.write(serialise(link_triples(found)))
    count = sum(len(linkset.mappings) for linkset in found)
    click.echo(said(f"{output}: {count} links", f"{output}: {count} lenker"))


COMMANDS = (identities,)
