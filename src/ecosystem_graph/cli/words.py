"""The two languages of the command line, and the options that several commands share."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import Table
from ecosystem_graph.rendering import render

__all__ = ["LANG", "data_option", "format_option", "lang_option", "load", "said", "show", "year_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


def _language() -> str:
    """Language of help and messages: ECOSYSTEM_GRAPH_LANG, else the locale, else English."""
    wanted = os.environ.get("ECOSYSTEM_GRAPH_LANG") or locale.getlocale()[0] or os.environ.get("LANG", "")
    return "nb" if wanted.lower().startswith(("nb", "nn", "no_", "norw")) or wanted.lower() == "no" else "en"


#: Language of this run's help texts, and the default of ``--lang``.
LANG = _language()


def said(en: str, nb: str, lang: str = LANG) -> str:
    """The text in the language asked for."""
    return nb if lang == "nb" else en


def lang_option(command: Command) -> Command:
    """``--lang nb|en``."""
    return click.option(
        "--lang",
        type=click.Choice(["nb", "en"]),
        default=LANG,
        show_default=True,
        help=said("Language of the output.", "Språket det svares på."),
    )(command)


def data_option(command: Command) -> Command:
    """``--data FILE``."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path),
        default=None,
        help=said(
            "Turtle file or folder of tables; the region that ships if not given.",
            "Turtle-fil eller mappe med tabeller; regionen som følger med om ikke annet er sagt.",
        ),
    )(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """``--format``, the first one being the default."""
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=said("Form of the output.", "Formen på svaret."),
    )


def year_options(command: Command) -> Command:
    """``--year`` and ``--reading``."""
    command = click.option(
        "--reading",
        type=click.Choice(["possible", "certain"]),
        default="possible",
        show_default=True,
        help=said(
            "Count what may have held in that year, or only what the sources say held.",
            "Regn med det som kan ha gjeldt det året, eller bare det kildene sier gjaldt.",
        ),
    )(command)
    return click.option(
        "--year",
        type=click.IntRange(1000, 2100),
        default=None,
        help=said("Only what held in this year.", "Bare det som gjaldt dette året."),
    )(command)


def show(table: Table, fmt: str, label: Callable[..., str] | None = None) -> None:
    """Print a table; on a terminal its widest cells are shortened to fit, into a file nothing is."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(render(table, fmt, label=label, width=width), nl=False)


def load(data: Path | None, *, reason: bool = True) -> Ecosystem:
    """The ecosystem of ``--data``."""
    return Ecosystem.load(data, reason=reason)
