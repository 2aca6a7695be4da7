"""The command `centrality`: who is central, and how sure that is."""

from __future__ import annotations

import click

from ecosystem_graph.cli.networks import chosen, heads, projection_option, sphere, told
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
from ecosystem_graph.network.centrality import MEASURES, centrality, ranking
from ecosystem_graph.network.cluster import LOCAL
from ecosystem_graph.network.engines import ENGINES, EXACT_UP_TO
from ecosystem_graph.network.intervals import DRAWN_UP_TO, DRAWS, rank_intervals
from ecosystem_graph.network.projection import project, projections, streamed, things
from ecosystem_graph.network.sampling import CONFIDENCE, ERROR
from ecosystem_graph.network.sheet import INTERVAL, centrality_csv
from ecosystem_graph.network.spark import SPARK_MEASURES, Survey, survey
from ecosystem_graph.network.uncertainty import RankInterval
from ecosystem_graph.period import Reading
from ecosystem_graph.rendering import table_of

__all__ = ["COMMANDS"]


@click.command(
    "centrality",
    help=said(
        "Rank the actors of a network, with the interval of each rank. Ranks rest on what has been written "
        "down: a well-documented actor looks central.",
        "Ranger aktørene i et nettverk, med intervallet til hver rang. Rangeringen bygger på det som er "
        "skrevet ned: en godt dokumentert aktør ser sentral ut.",
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
@click.option(
    "--draws",
    type=click.IntRange(0),
    default=None,
    help=said(
        f"Plausible networks that the interval of each rank is taken from, 0 for none: {DRAWS} unless given, "
        f"none above {DRAWN_UP_TO} actors.",
        f"Tenkelige nettverk som intervallet til hver rang tas fra, 0 for ingen: {DRAWS} hvis ikke annet er "
        f"sagt, ingen over {DRAWN_UP_TO} aktører.",
    ),
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
    draws: int | None,
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
    drawn = rank_intervals(ecosystem, network, by, year=year, draws=draws)
    if fmt == "csv":
        click.echo(centrality_csv(rows, {by: drawn} if drawn else None), nl=False)
        return
    others = [m for m in ("betweenness", "degree", "strength", "harmonic", "constraint") if m != by][:4]
    shown = [by, *others] if fmt != "json" else list(rows[0].scores) if rows else []
    bounds = () if not drawn else INTERVAL if fmt == "json" else ("interval",)
    columns = ["rank", *bounds, "actor", "sphere", *shown]
    cells: list[list[object]] = [
        [
            row.ranks[by],
            *(_bounds(drawn[row.node], fmt) if drawn else ()),
            row.label_nb if lang == "nb" else row.label_en,
            sphere(ecosystem, row.sphere, lang, fmt),
            *(told(row.scores.get(name), fmt) for name in shown),
        ]
        for row in rows
    ]
    show(table_of(heads(columns, lang, fmt), cells), fmt)
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
    if drawn and fmt == "table":
        click.echo(
            said(
                f"interval: where 90 % of {draws or DRAWS} plausible networks put the actor; a rank outside "
                "its interval is most often due to a list of members that is known to be too short",
                f"intervall: der 90 % av {draws or DRAWS} tenkelige nettverk setter aktøren; en rang utenfor "
                "intervallet skyldes oftest en medlemsliste som er kjent for å være for kort",
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


def _bounds(found: RankInterval, fmt: str) -> tuple[object, ...]:
    if fmt == "json":
        return found.low, found.median, found.high, found.band
    return (f"{found.low}–{found.high}" if found.low < found.high else str(found.low),)


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
            sphere(ecosystem, thing.sphere, lang, fmt),
            told(row.pagerank, fmt),
            row.degree,
            row.triangles,
            row.component_size,
            row.group_size,
        ]
        rows.append(
            [*cells, thing.slug, known[row.component].slug, known[row.group].slug] if whole else cells
        )
    columns += ["id", "component", "group"] if whole else []
    show(table_of(heads(columns, lang, fmt), rows), fmt)
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


COMMANDS = (centrality_,)
