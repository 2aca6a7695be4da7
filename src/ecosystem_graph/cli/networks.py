"""Commands about the network's parts: brokers, communities. What all its commands share is here too."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
from ecosystem_graph.network.brokerage import ROLE_LABELS, ROLES, brokerage
from ecosystem_graph.network.centrality import MEASURES
from ecosystem_graph.network.communities import communities
from ecosystem_graph.network.projection import project, projections
from ecosystem_graph.period import Reading
from ecosystem_graph.rendering import table_of
from ecosystem_graph.vocab import CODE

__all__ = ["COMMANDS", "chosen", "heads", "projection_option", "sphere", "told"]

_FOR_PEOPLE = ("table", "md")
#: Columns that are no measure and no role, for people.
_HEADS = {
    "actor": {"nb": "aktør", "en": "actor"},
    "actors": {"nb": "aktører", "en": "actors"},
    "best_tied": {"nb": "flest bånd", "en": "best tied"},
    "community": {"nb": "gruppe", "en": "group"},
    "component_size": {"nb": "i komponenten", "en": "in its component"},
    "group_size": {"nb": "i gruppa", "en": "in its group"},
    "interval": {"nb": "intervall", "en": "interval"},
    "rank": {"nb": "rang", "en": "rank"},
    "sphere": {"nb": "sfære", "en": "sphere"},
    "togetherness": {"nb": "samhold", "en": "togetherness"},
    "total_expected": {"nb": "ved tilfeldighet", "en": "by chance"},
    "triangles": {"nb": "trekanter", "en": "triangles"},
}


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
    ecosystem = load(data)
    network = project(ecosystem, chosen(projection), year=year, reading=Reading(reading))
    best = sorted(brokerage(network), key=lambda b: (-b.roles[by].count, str(b.node)))[:top]
    # A terminal has room for the counts; whoever compares them with chance takes csv or json.
    whole = fmt in ("csv", "json")
    columns = ["actor", "sphere"]
    for name in ROLES:
        columns += [name, f"{name}_expected", f"{name}_z"] if whole or name == by else [name]
    rows: list[list[object]] = []
    for broker in best:
        group = sphere(ecosystem, str(broker.group), lang, fmt)
        cells: list[object] = [network.nodes[broker.node][f"label_{lang}"], group]
        for name, role in broker.roles.items():
            cells += [role.count, role.expected, role.z] if whole or name == by else [role.count]
        rows.append([told(cell, fmt) for cell in cells])
    show(table_of(heads(columns, lang, fmt), rows), fmt)


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
    network = project(load(data), chosen(projection), year=year, reading=Reading(reading))
    found = communities(network, runs=runs, seed=seed)
    rows = [
        [
            number,
            len(part),
            told(sum(found.togetherness[n] for n in part) / len(part) if len(part) > 1 else None, fmt),
            "; ".join(network.nodes[node][f"label_{lang}"] for node in _best_tied(network, part)),
        ]
        for number, part in enumerate(found.parts, 1)
    ]
    columns = ("community", "actors", "togetherness", "best_tied")
    show(table_of(heads(columns, lang, fmt), rows), fmt)
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


def heads(columns: Sequence[str], lang: str, fmt: str) -> list[str]:
    """Names of columns: for people in their language, for programs always the same."""
    if fmt not in _FOR_PEOPLE:
        return list(columns)
    return [_head(name, lang) for name in columns]


def _head(name: str, lang: str) -> str:
    if name in MEASURES:
        return MEASURES[name].label_nb if lang == "nb" else MEASURES[name].label_en
    if name in ROLE_LABELS:
        return ROLE_LABELS[name][lang]
    if name.endswith("_z"):
        return "z"
    return _HEADS["total_expected" if name.endswith("_expected") else name][lang]


def sphere(ecosystem: Ecosystem, slug: str, lang: str, fmt: str) -> str:
    """A helix sphere: by its name for people, by its slug for programs."""
    return ecosystem.label(CODE[f"sphere/{slug}"], lang) if slug and fmt in _FOR_PEOPLE else slug


def told(value: object, fmt: str) -> object:
    """A score: for people with three significant digits, or whole from a hundred upwards."""
    if fmt not in _FOR_PEOPLE or not isinstance(value, float) or not math.isfinite(value):
        return value
    return round(value) if abs(value) >= 100 else float(f"{value:.3g}")


COMMANDS = (brokers, communities_)
