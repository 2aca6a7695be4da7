"""The two languages of the command line, and the options that several commands share."""

from __future__ import annotations

import functools
import gettext
import locale
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import Table
from ecosystem_graph.rendering import render
from ecosystem_graph.vocab import INL

__all__ = [
    "LANG",
    "Origin",
    "answered_in",
    "anywhere_option",
    "data_option",
    "format_option",
    "graph_option",
    "lang_option",
    "load",
    "said",
    "show",
    "translate_click",
    "year_options",
]

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


def translate_click() -> None:
    """Let Click speak the language of this run: its own texts go through gettext's default domain."""
    if LANG == "nb":
        os.environ["LANGUAGE"] = "nb"  # gettext looks here first; our own variable is none it knows
        gettext.bindtextdomain("click", str(Path(__file__).with_name("locale")))
        gettext.textdomain("click")


_ANSWERED_IN = f"{__name__}.lang"


def _remember(context: click.Context, _: click.Parameter, lang: str) -> str:
    context.meta[_ANSWERED_IN] = lang
    return lang


def answered_in(context: click.Context) -> str:
    """The language of the command that ran: its ``--lang``, else that of the run."""
    lang: str = context.meta.get(_ANSWERED_IN, LANG)
    return lang


def lang_option(command: Command) -> Command:
    """``--lang nb|en``; read before the others, so that errors are told in it too."""
    return click.option(
        "--lang",
        type=click.Choice(["nb", "en"]),
        default=LANG,
        show_default=True,
        is_eager=True,
        callback=_remember,
        help=said("Language of the output.", "Språket det svares på."),
    )(command)


def data_option(command: Command) -> Command:
    """``--data FILE``."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path),
        default=None,
        help=said(
            "Turtle file, workbook or folder of tables; the region that ships if not given.",
            "Turtle-fil, arbeidsbok eller mappe med tabeller; regionen som følger med om ikke annet er sagt.",
        ),
    )(command)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the graph is.

    Attributes:
        data: ``--data``: a file or folder.
        store: ``--store``: a store on disk.
        endpoint: ``--endpoint``: address of a SPARQL server.
    """

    data: Path | None = None
    store: Path | None = None
    endpoint: str | None = None


def graph_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--data FILE`` and ``--store DIR``; the command gets them as one `Origin` named ``data``."""

    @functools.wraps(command)
    def gathered(*, data: Path | None, store: Path | None, endpoint: str | None = None, **others: Any) -> Any:
        return command(data=Origin(data, store, endpoint), **others)

    return data_option(
        click.option(
            "--store",
            type=click.Path(path_type=Path),
            default=None,
            metavar="DIR",
            help=said(
                "Store on disk that `store fill` made, instead of --data.",
                "Lager på disk som `store fill` har laget, i stedet for --data.",
            ),
        )(gathered)
    )


def anywhere_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`graph_option` and ``--endpoint URL``."""
    return click.option(
        "--endpoint",
        default=None,
        metavar="URL",
        help=said(
            "SPARQL server that holds the graph, instead of --data; an account goes into the environment "
            "variable ECOSYSTEM_GRAPH_ENDPOINT_ACCOUNT (user:password).",
            "SPARQL-tjener som har grafen, i stedet for --data; en konto settes i miljøvariabelen "
            "ECOSYSTEM_GRAPH_ENDPOINT_ACCOUNT (bruker:passord).",
        ),
    )(graph_option(command))


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


def show(table: Table, fmt: str, label: Callable[..., str] | None = None, base: str = str(INL)) -> None:
    """Print a table; on a terminal its widest cells are shortened to fit, into a file nothing is."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(render(table, fmt, label=label, width=width, base=base), nl=False)


def load(data: Path | Origin | None, *, reason: bool = True) -> Ecosystem:
    """The ecosystem of ``--data``, ``--store`` or ``--endpoint``.

    Raises:
        UsageError: More than one is given.
    """
    if isinstance(data, Origin):
        if sum(given is not None for given in (data.data, data.store, data.endpoint)) > 1:
            raise click.UsageError(
                said(
                    "give one of --data, --store and --endpoint", "oppgi én av --data, --store og --endpoint"
                )
            )
        if data.store is not None:
            return Ecosystem.open(data.store)
        if data.endpoint is not None:
            return Ecosystem.at(data.endpoint)
        data = data.data
    return Ecosystem.load(data, reason=reason)
