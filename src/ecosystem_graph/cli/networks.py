"""Commands about the network: centrality."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph.cli.words import data_option, format_option, lang_option, load, said, show, year_options
from ecosystem_graph.network.centrality import MEASURES, centrality, centrality_csv, ranking
from ecosystem_graph.network.projection import project, projections
from ecosystem_graph.period import Reading
from ecosystem_graph.rendering import table_of

__all__ = ["COMMANDS", "projection_option"]


projection_option = click.option(
    "--projection",
    default="collaboration",
    show_default=True,
    help=said(
        "Which relations make the network: a shipped projection (--list) or an .rq file of your own.",
        "Hvilke relasjoner som er nettverket: en projeksjon som følger med (--list) eller en egen .rq-fil.",
    ),
)


@click.command(
    "centrality",
    help=said(
        "Rank the actors of a network. Ranks rest on what has been written down: a well-documented "
        "actor looks "
        "central.",
        "Ranger aktørene i et nettverk. Rangeringen bygger på det som er skrevet ned: en godt "
        "dokumentert aktør "
        "ser sentral ut.",
    ),
)
@projection_option
@year_options
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help=said("Rows.", "Rader."))
@click.option(
    "--by",
    type=click.Choice(list(MEASURES)),
    default="betweenness",
    show_default=True,
    help=said("Measure to sort by.", "Målet det sorteres på."),
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help=said("List the projections and the measures.", "List projeksjonene og målene."),
)
@data_option
@lang_option
@format_option("table", "csv", "json", "md")
def centrality_(
    projection: str,
    year: int | None,
    reading: str,
    top: int,
    by: str,
    listing: bool,
    data: Path | None,
    lang: str,
    fmt: str,
) -> None:
    """Who is central."""
    if listing:
        _list(lang)
        return
    ecosystem = load(data)
    known = projections()
    chosen: str | Path = (
        projection if projection in known or not projection.endswith(".rq") else Path(projection)
    )
    network = project(ecosystem, chosen, year=year, reading=Reading(reading))
    rows = ranking(network, centrality(network), by=by, top=top)
    if fmt == "csv":
        click.echo(centrality_csv(rows), nl=False)
        return
    others = [m for m in ("betweenness", "degree", "strength", "harmonic", "constraint") if m != by][:4]
    shown = [by, *others] if fmt != "json" else list(rows[0].scores) if rows else []
    columns = ["rank", "actor", "sphere", *shown]
    cells: list[list[object]] = [
        [row.ranks[by], row.label_nb if lang == "nb" else row.label_en, row.sphere]
        + [row.scores.get(name) for name in shown]
        for row in rows
    ]
    show(table_of(columns, cells), fmt)
    if fmt == "table":
        counts = network.number_of_nodes(), network.number_of_edges()
        click.echo(
            said(
                f"{counts[0]} actors, {counts[1]} ties; {MEASURES[by].says_en}",
                f"{counts[0]} aktører, {counts[1]} bånd; {MEASURES[by].says_nb}",
                lang,
            ),
            err=True,
        )


def _list(lang: str) -> None:
    for name, known in projections().items():
        click.echo(f"{name:<18} {known.asks.get(lang, '')}")
    click.echo()
    for name, measure in MEASURES.items():
        click.echo(f"{name:<18} {measure.says_nb if lang == 'nb' else measure.says_en}")


COMMANDS = (centrality_,)
