"""The command line: arguments, output format, exit code. No logic.

Exit codes: 0 fine, 1 the data does not conform, 2 could not run.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from ecosystem_graph import __version__
from ecosystem_graph.errors import ContradictionError, DataError, EcosystemError, NonConformantError
from ecosystem_graph.turtle import quiet_literals

from . import (
    asking,
    centrality,
    comparing,
    data,
    exchange,
    faces,
    linking,
    networks,
    publishing,
    reasons,
    registers,
    releasing,
    scaffolding,
    serving,
    spillovers,
    stores,
)
from .words import answered_in, said, translate_click

__all__ = ["main"]


class _Group(click.Group):
    """The root command; turns our errors into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            SystemExit: With 1 or 2 when one of our errors was raised.
        """
        try:
            with quiet_literals():
                return super().invoke(ctx)
        except EcosystemError as error:
            lang = answered_in(ctx)
            click.echo(error.told(lang), err=True)
            if isinstance(error, DataError):
                click.echo(_counted(len(error.problems), lang), err=True)
            refused = isinstance(error, (DataError, ContradictionError, NonConformantError))
            raise SystemExit(1 if refused else 2) from error


def _counted(count: int, lang: str) -> str:
    if count == 1:
        return said("1 problem; nothing was written", "1 problem; ingenting ble skrevet", lang)
    return said(f"{count} problems; nothing was written", f"{count} problemer; ingenting ble skrevet", lang)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=said(
        "The evidence-first knowledge graph of a regional innovation ecosystem.\n\n"
        "Start with `ecosystem-graph build`: it reads the facts, reasons, measures and writes the "
        "network page and "
        "the report. Names of things may be a slug (nce-raufoss), a prefixed name "
        "(inl:actor/nce-raufoss), a full "
        "IRI or a label in quotes ('NCE Raufoss').",
        "Kunnskapsgrafen over et regionalt innovasjonsøkosystem, der alt har kilde.\n\n"
        "Begynn med `ecosystem-graph build`: den leser fakta, slutter, måler og skriver nettverkssiden og "
        "rapporten. Ting kan nevnes med kortnavn (nce-raufoss), prefiksnavn (inl:actor/nce-raufoss), "
        "full IRI eller "
        "navn i hermetegn ('NCE Raufoss').",
    ),
)
@click.version_option(
    __version__,
    "-V",
    "--version",
    message="%(prog)s %(version)s",
    help=said("Show the version and exit.", "Vis versjonen og avslutt."),
)
def root() -> None:
    """Everything hangs below this."""


for room in (
    faces,
    scaffolding,
    comparing,
    data,
    exchange,
    reasons,
    asking,
    linking,
    centrality,
    networks,
    spillovers,
    stores,
    serving,
    publishing,
    registers,
    releasing,
):
    for command in room.COMMANDS:
        root.add_command(command)


def main() -> None:
    """Entry point of the ``ecosystem-graph`` command."""
    # Windows consoles may be in a code page without æøå; our output is UTF-8 everywhere.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    translate_click()
    root(prog_name="ecosystem-graph")
