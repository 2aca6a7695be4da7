"""Commands that take the network and the graph to other tools: export network, export graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.exchange import FORMS, GRAPH_FORMS, carry, write_graph, write_network
from ecosystem_graph.period import Reading
from ecosystem_graph.wording import Wording

from .data import export
from .networks import projection_option
from .words import Origin, graph_option, lang_option, load, said, year_options

__all__ = ["COMMANDS"]


def _output(endings: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        required=True,
        help=said(
            f"File to write; its ending says the form: {endings}.",
            f"Fil som skrives; endelsen sier formen: {endings}.",
        ),
    )


def _known(forms: Iterable[str]) -> Wording:
    names = ", ".join(forms)
    return Wording(f"Known: {names}.", f"Gyldige: {names}.")


@export.command(
    "network",
    help=said(
        "Write a network for other tools: .graphml, .gexf (with a time line) for Gephi, .cyjs for Cytoscape, "
        ".json or .csv (two sheets) for Kumu. Ties carry weight, kinds, dates, relations and sources.",
        "Skriv et nettverk for andre verktøy: .graphml, .gexf (med tidslinje) for Gephi, .cyjs for "
        "Cytoscape, .json eller .csv (to ark) for Kumu. Båndene har med vekt, typer, datoer, relasjoner og "
        "kilder.",
    ),
)
@_output(" ".join(FORMS))
@projection_option
@year_options
@graph_option
@lang_option
def network(output: Path, projection: str, year: int | None, reading: str, data: Origin, lang: str) -> None:
    """A projection's network as a file."""
    if output.suffix.lower() not in FORMS:
        what = Wording("form of a network", "nettverksformat")
        raise NotFoundError(what, output.suffix, FORMS, _known(FORMS))
    chosen = Path(projection) if projection.endswith(".rq") else projection
    carried = carry(load(data), chosen, year=year, reading=Reading(reading))
    for path in write_network(carried, output, lang):
        click.echo(str(path))
    counts = len(carried.nodes), len(carried.links)
    click.echo(
        said(f"{counts[0]} nodes, {counts[1]} ties", f"{counts[0]} noder, {counts[1]} bånd", lang), err=True
    )


@export.command(
    "graph",
    help=said(
        "Write the graph as RDF. .trig, .nq and .jsonld hold ontology, facts and conclusions as named "
        "graphs; .ttl, .nt and .rdf hold facts and conclusions together.",
        "Skriv grafen som RDF. .trig, .nq og .jsonld har ontologi, fakta og slutninger som navngitte "
        "grafer; .ttl, .nt og .rdf har fakta og slutninger sammen.",
    ),
)
@_output(" ".join(GRAPH_FORMS))
@click.option(
    "--asserted-only",
    is_flag=True,
    help=said("Only what sources say.", "Bare det kildene sier."),
)
@graph_option
def graph(output: Path, asserted_only: bool, data: Origin) -> None:
    """The graph as a file."""
    if output.suffix.lower() not in GRAPH_FORMS:
        what = Wording("form of a graph", "grafformat")
        raise NotFoundError(what, output.suffix, GRAPH_FORMS, _known(GRAPH_FORMS))
    write_graph(load(data, reason=not asserted_only), output, asserted_only=asserted_only)
    click.echo(str(output))


#: They hang below `export`.
COMMANDS: tuple[click.Command, ...] = ()
