"""Commands about spillovers: the ledger, rivals, chains, loops, pictures, and what-ifs."""

from __future__ import annotations

from pathlib import Path

import click

from ecosystem_graph import spillovers as room
from ecosystem_graph.cli.words import Origin, anywhere_option, format_option, lang_option, load, said, show
from ecosystem_graph.rendering import table_of
from ecosystem_graph.spillovers import Ledger, Sheet, Taking, read_ledger
from ecosystem_graph.turtle import atomic_text

__all__ = ["COMMANDS"]

_FORMATS = format_option("table", "csv", "json", "md")
_DEPTH = click.option(
    "--depth",
    type=click.IntRange(1, 12),
    default=3,
    show_default=True,
    help=said("Greatest number of links.", "Største antall ledd."),
)
_LIMIT = click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help=said(
        "Greatest number of rows; what is left out is counted.", "Største antall rader; resten telles."
    ),
)


@click.group(
    help=said(
        "Who claims that what led to what, and how well it stands. Nothing here is an estimate of "
        "effects: it is "
        "what people have said, with their sources.",
        "Hvem som hevder at hva førte til hva, og hvor godt det står. Ingenting her er beregnede "
        "virkninger: det "
        "er det folk har sagt, med kilder.",
    )
)
def spillovers() -> None:
    """Group of commands on claims."""


@spillovers.command(help=said("Every claim, contested first.", "Alle påstander, de omstridte først."))
@click.option(
    "--about",
    default=None,
    help=said("Only about this actor or topic.", "Bare om denne aktøren eller dette temaet."),
)
@click.option(
    "--contested", is_flag=True, help=said("Only what somebody disputes.", "Bare det noen bestrider.")
)
@anywhere_option
@lang_option
@format_option("table", "csv", "json", "md", "trig")
def ledger(about: str | None, contested: bool, data: Origin, lang: str, fmt: str) -> None:
    """The ledger."""
    claims, names = _read(data, about)
    if fmt == "trig":
        click.echo(room.ledger_trig(claims), nl=False)
        return
    _show(room.ledger_sheet(claims, lang, about=names[0], contested=contested), fmt)


@spillovers.command(
    help=said(
        "Every cause anybody claims for a development, side by side.",
        "Alle årsaker noen hevder for en utvikling, side om side.",
    )
)
@click.argument("effect")
@anywhere_option
@lang_option
@_FORMATS
def rivals(effect: str, data: Origin, lang: str, fmt: str) -> None:
    """Rival causes."""
    claims, names = _read(data, effect)
    _show(room.rival_sheet(claims, room.rivals(claims, names[0] or ""), lang), fmt)


@spillovers.command(
    "path",
    help=said(
        "Chains from CAUSE to EFFECT, each judged.", "Kjeder fra CAUSE til EFFECT, hver av dem bedømt."
    ),
)
@click.argument("cause")
@click.argument("effect")
@click.option(
    "--wide",
    is_flag=True,
    help=said("Also end in what concerns the effect.", "Ta også med det som gjelder virkningen."),
)
@_DEPTH
@_LIMIT
@anywhere_option
@lang_option
@_FORMATS
def path_(
    cause: str, effect: str, wide: bool, depth: int, limit: int, data: Origin, lang: str, fmt: str
) -> None:
    """Chains between two things."""
    claims, (start, goal) = _read(data, cause, effect)
    found = room.path(claims, start or "", goal or "", longest=depth, limit=limit, wide=wide)
    _show(room.chain_sheet(claims, found, lang, cause=start, effect=goal, longest=depth), fmt)


@spillovers.command("from", help=said("Chains that begin in CAUSE.", "Kjeder som begynner i CAUSE."))
@click.argument("cause")
@_DEPTH
@_LIMIT
@anywhere_option
@lang_option
@_FORMATS
def from_(cause: str, depth: int, limit: int, data: Origin, lang: str, fmt: str) -> None:
    """Chains out of a thing."""
    claims, (start,) = _read(data, cause)
    found = room.from_cause(claims, start or "", longest=depth, limit=limit)
    _show(room.chain_sheet(claims, found, lang, cause=start, longest=depth), fmt)


@spillovers.command(help=said("Chains that end in EFFECT.", "Kjeder som ender i EFFECT."))
@click.argument("effect")
@_DEPTH
@_LIMIT
@anywhere_option
@lang_option
@_FORMATS
def into(effect: str, depth: int, limit: int, data: Origin, lang: str, fmt: str) -> None:
    """Chains into a thing."""
    claims, (goal,) = _read(data, effect)
    found = room.into_effect(claims, goal or "", longest=depth, limit=limit)
    _show(room.chain_sheet(claims, found, lang, effect=goal, longest=depth), fmt)


@spillovers.command("loops", help=said("Feedback loops among the claims.", "Sløyfer blant påstandene."))
@_LIMIT
@anywhere_option
@lang_option
@_FORMATS
def loops_(limit: int, data: Origin, lang: str, fmt: str) -> None:
    """Loops."""
    claims, _ = _read(data)
    _show(room.loop_sheet(claims, room.loops(claims, limit=limit), lang), fmt)


@spillovers.command(
    "picture",
    help=said("The claims out of CAUSE as an SVG picture.", "Påstandene ut fra CAUSE som SVG-bilde."),
)
@click.argument("cause")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help=said("SVG file to write.", "SVG-fil som skrives."),
)
@anywhere_option
@lang_option
def picture_(cause: str, output: Path, data: Origin, lang: str) -> None:
    """A layered picture."""
    claims, (start,) = _read(data, cause)
    with atomic_text(output) as stream:
        stream.write(room.picture(claims, start or "", lang))
    click.echo(str(output))


@click.command(
    help=said(
        "What the story stands on: take actors, sources or weak claims away and see which effects lose every "
        "supported path. Without options: everything ranked by what falls without it.",
        "Hva fortellingen hviler på: ta bort aktører, kilder eller svake påstander og se hvilke "
        "virkninger som "
        "mister alle støttede veier. Uten valg: alt, rangert etter hva som faller uten det.",
    )
)
@click.option(
    "--without",
    "things",
    multiple=True,
    metavar="ACTOR",
    help=said("Leave out this actor or topic.", "Ta bort denne aktøren eller dette temaet."),
)
@click.option(
    "--without-source",
    "sources",
    multiple=True,
    metavar="ID",
    help=said("Leave out this source.", "Ta bort denne kilden."),
)
@click.option(
    "--without-publisher",
    "publishers",
    multiple=True,
    metavar="NAME",
    help=said("Leave out all of this publisher's.", "Ta bort alt fra denne utgiveren."),
)
@click.option(
    "--only-explicit", is_flag=True, help=said("Drop what is only implied.", "Dropp det som bare er antydet.")
)
@click.option(
    "--min-sources",
    type=click.IntRange(1),
    default=1,
    help=said("Independent sources a claim must have.", "Uavhengige kilder en påstand må ha."),
)
@click.option(
    "--in-time",
    is_flag=True,
    help=said("Drop what the dates put out of order.", "Dropp det datoene setter i feil rekkefølge."),
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help=said("Rows of the ranking.", "Rader i rangeringen."),
)
@anywhere_option
@lang_option
@_FORMATS
def whatif(
    things: tuple[str, ...],
    sources: tuple[str, ...],
    publishers: tuple[str, ...],
    only_explicit: bool,
    min_sources: int,
    in_time: bool,
    limit: int,
    data: Origin,
    lang: str,
    fmt: str,
) -> None:
    """Counterfactual reach."""
    claims, names = _read(data, *things)
    taking = Taking(tuple(n for n in names if n), sources, publishers, only_explicit, min_sources, in_time)
    if taking == Taking():
        _show(room.footing_sheet(claims, lang, limit=limit), fmt)
    else:
        _show(room.what_if_sheet(claims, room.what_if(claims, taking), lang), fmt)


def _read(data: Origin, *names: str | None) -> tuple[Ledger, list[str | None]]:
    """The ledger, and the IRI of each name given as on any command line."""
    ecosystem = load(data)
    found: list[str | None] = [None if n is None else str(ecosystem.resolve(n)) for n in names]
    return read_ledger(ecosystem), found


def _show(sheet: Sheet, fmt: str) -> None:
    """Rows to standard output, notes to standard error."""
    if sheet.rows or fmt != "table":
        show(table_of(sheet.columns, sheet.rows), fmt)
    for note in sheet.notes:
        click.echo(note, err=True)


COMMANDS = (spillovers, whatif)
