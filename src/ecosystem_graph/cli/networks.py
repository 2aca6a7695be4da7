"""Commands about the network: centrality, brokers, communities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ecosystem_graph.cli.words import (
    Origin,
    anywhere_option,
    format_option,
    lang_option,
    load,
    said,
    show,
    year_options,
)
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.brokerage import ROLES, brokerage
from ecosystem_graph.network.centrality import MEASURES, centrality, centrality_csv, ranking
from ecosystem_graph.network.cluster import LOCAL
from ecosystem_graph.network.communities import communities
from ecosystem_graph.network.engines import ENGINES, EXACT_UP_TO
from ecosystem_graph.network.projection import project, projections, streamed, things
from ecosystem_graph.network.sampling import CONFIDENCE, ERROR
from ecosystem_graph.network.spark import SPARK_MEASURES, Survey, survey
from ecosystem_graph.period import Reading
from ecosystem_graph.rendering import table_of

__all__ = ["COMMANDS", "chosen", "projection_option"]


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
    type=click.Choice([*MEASURES, *(name for name in SPARK_MEASURES if name not in MEASURES)]),
    default=None,
    help=said(
        "Measure to sort by: betweenness unless given, with the engine spark pagerank.",
        "Målet det sorteres på: betweenness hvis ikke annet er sagt, med motoren spark pagerank.",
    ),
)
@click.option(
    "--engine",
    type=click.Choice([*ENGINES, "spark"]),
    default=None,
    help=said(
        "Who computes the measures on paths; chosen by size if not given. "
        "spark: other measures, on a cluster.",
        "Hvem som regner ut målene på veier; velges etter størrelse hvis ikke annet er sagt. "
        "spark: andre mål, på en klynge.",
    ),
)
@click.option(
    "--spark-master",
    metavar="URL",
    default=LOCAL,
    show_default=True,
    help=said(
        "Where Spark runs: local[2] for two threads here, spark://host:7077, yarn or k8s://…",
        "Hvor Spark kjører: local[2] for to tråder her, spark://vert:7077, yarn eller k8s://…",
    ),
)
@click.option(
    "--spark-folder",
    metavar="URL",
    default=None,
    help=said(
        "Folder that Spark's workers share with this machine (a path, hdfs://… or s3a://…).",
        "Mappe som arbeiderne i Spark deler med denne maskinen (en sti, hdfs://… eller s3a://…).",
    ),
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help=said("List the projections and the measures.", "List projeksjonene og målene."),
)
@anywhere_option
@lang_option
@format_option("table", "csv", "json", "md")
def centrality_(
    projection: str,
    year: int | None,
    reading: str,
    top: int,
    by: str | None,
    engine: str | None,
    spark_master: str,
    spark_folder: str | None,
    listing: bool,
    data: Origin,
    lang: str,
    fmt: str,
) -> None:
    """Who is central."""
    if listing:
        _list(lang)
        return
    ecosystem = load(data)
    if engine == "spark":
        shape, tied = streamed(ecosystem, chosen(projection), year=year, reading=Reading(reading))
        found = survey(
            ((row.source, row.target) for row in tied),
            shape,
            by=by or "pagerank",
            top=top,
            master=spark_master,
            folder=spark_folder,
        )
        _surveyed(ecosystem, found, lang, fmt)
        return
    by = by or "betweenness"
    network = project(ecosystem, chosen(projection), year=year, reading=Reading(reading))
    rows = ranking(network, centrality(network, engine=engine), by=by, top=top)
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
    if engine == "sampled" or (engine is None and network.number_of_nodes() > EXACT_UP_TO):
        click.echo(
            said(
                f"betweenness is sampled: within {ERROR} with a probability of {CONFIDENCE}",
                f"mellomliggenhet er regnet av et utvalg: innenfor {ERROR} med sannsynlighet {CONFIDENCE}",
                lang,
            ),
            err=True,
        )


def _surveyed(ecosystem: Ecosystem, found: Survey, lang: str, fmt: str) -> None:
    """What Spark found. A terminal has room for sizes; whoever goes on with the numbers takes csv or json."""
    whole = fmt in ("csv", "json")
    nodes = {row.node for row in found.rows} | {
        end for row in found.rows for end in (row.component, row.group)
    }
    known = things(ecosystem, nodes if whole else {row.node for row in found.rows})
    columns = ["rank", "actor", "sphere", "pagerank", "degree", "triangles", "component_size", "group_size"]
    rows: list[list[object]] = []
    for row in found.rows:
        thing = known[row.node]
        cells: list[object] = [
            row.rank,
            thing.label_nb if lang == "nb" else thing.label_en,
            thing.sphere,
            row.pagerank,
            row.degree,
            row.triangles,
            row.component_size,
            row.group_size,
        ]
        rows.append(
            [*cells, thing.slug, known[row.component].slug, known[row.group].slug] if whole else cells
        )
    show(table_of(columns + (["id", "component", "group"] if whole else []), rows), fmt)
    if fmt == "table":
        click.echo(
            said(
                f"{found.nodes} actors, {found.ties} ties, {found.triangles} triangles, {found.components} "
                f"components, {found.groups} groups by label propagation",
                f"{found.nodes} aktører, {found.ties} bånd, {found.triangles} trekanter, {found.components} "
                f"komponenter, {found.groups} grupper ved etikettspredning",
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


@click.command(
    help=said(
        "Who links the spheres of society: Gould and Fernandez' brokerage roles, each with what chance "
        "would give.",
        "Hvem som knytter samfunnssfærene sammen: meglerrollene til Gould og Fernandez, hver med "
        "det tilfeldighet "
        "ville gitt.",
    )
)
@projection_option
@year_options
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help=said("Rows.", "Rader."))
@click.option(
    "--by",
    type=click.Choice(ROLES),
    default="total",
    show_default=True,
    help=said("Role to sort by.", "Rollen det sorteres på."),
)
@anywhere_option
@lang_option
@format_option("table", "csv", "json", "md")
def brokers(
    projection: str,
    year: int | None,
    reading: str,
    top: int,
    by: str,
    data: Origin,
    lang: str,
    fmt: str,
) -> None:
    """Brokerage roles."""
    network = _network(data, projection, year, reading)
    best = sorted(brokerage(network), key=lambda b: (-b.roles[by].count, str(b.node)))[:top]
    # A terminal has room for the counts; whoever compares them with chance takes csv or json.
    whole = fmt in ("csv", "json")
    columns = ["actor", "sphere"]
    for name in ROLES:
        columns += [name, f"{name}_expected", f"{name}_z"] if whole or name == by else [name]
    rows: list[list[object]] = []
    for broker in best:
        cells: list[object] = [network.nodes[broker.node][f"label_{lang}"], broker.group]
        for name, role in broker.roles.items():
            cells += [role.count, role.expected, role.z] if whole or name == by else [role.count]
        rows.append(cells)
    show(table_of(columns, rows), fmt)


@click.command(
    "communities",
    help=said(
        "Groups that are tied more to each other than to the rest, and how far many runs agree about them.",
        "Grupper med flere bånd seg imellom enn til resten, og hvor enige mange kjøringer er om dem.",
    ),
)
@projection_option
@year_options
@click.option(
    "--runs", type=click.IntRange(2, 1000), default=20, show_default=True, help=said("Runs.", "Kjøringer.")
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help=said("First seed.", "Første frø.")
)
@anywhere_option
@lang_option
@format_option("table", "csv", "json", "md")
def communities_(
    projection: str,
    year: int | None,
    reading: str,
    runs: int,
    seed: int,
    data: Origin,
    lang: str,
    fmt: str,
) -> None:
    """Communities."""
    network = _network(data, projection, year, reading)
    found = communities(network, runs=runs, seed=seed)
    rows = [
        [
            number,
            len(part),
            sum(found.togetherness[node] for node in part) / len(part) if len(part) > 1 else None,
            "; ".join(network.nodes[node][f"label_{lang}"] for node in _best_tied(network, part)),
        ]
        for number, part in enumerate(found.parts, 1)
    ]
    columns = ("community", "actors", "togetherness", "best_tied")
    show(table_of(columns, rows), fmt)
    click.echo(
        said(
            f"modularity {found.modularity:.2f}; {runs} runs agree to {found.stability:.2f} (adjusted "
            "Rand index)",
            f"modularitet {found.modularity:.2f}; {runs} kjøringer er enige på {found.stability:.2f} "
            "(justert Rand)",
            lang,
        ),
        err=True,
    )


def _best_tied(network: Any, part: tuple[Any, ...], count: int = 5) -> list[Any]:
    return sorted(part, key=lambda node: (-network.degree(node), str(node)))[:count]


def chosen(projection: str) -> str | Path:
    """A shipped projection by its name; what ends in ``.rq`` and does not ship is a file."""
    return Path(projection) if projection.endswith(".rq") and projection not in projections() else projection


def _network(data: Origin, projection: str, year: int | None, reading: str) -> Any:
    return project(load(data), chosen(projection), year=year, reading=Reading(reading))


COMMANDS = (centrality_, brokers, communities_)
