"""Writes docs/commands.md and docs/kommandoer.md from the help of every command.

Run ``python scripts/generate_commands.py`` after a command or option changed; a test compares the pages. The
language of the help is settled when the package is imported, so each page is written by a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"en": "commands.md", "nb": "kommandoer.md"}
HEADERS = {
    "en": """# Commands

Generated from `--help` by `scripts/generate_commands.py`; do not edit by hand.
På norsk: [kommandoer](kommandoer.md).

Names may be a slug (`ntnu-gjovik`), a prefixed name (`inl:actor/ntnu-gjovik`), a full IRI, or a label in
quotes when it is unambiguous. Results go to standard output, messages to standard error. Exit status: 0 fine,
1 the data does not conform, 2 it could not run. The language is that of the machine;
`ECOSYSTEM_GRAPH_LANG=en` or `nb` overrules it.
""",
    "nb": """# Kommandoer

Laget fra `--help` av `scripts/generate_commands.py`; rediger ikke for hånd.
In English: [commands](commands.md).

Navn kan være et kortnavn (`ntnu-gjovik`), et prefiksnavn (`inl:actor/ntnu-gjovik`), en full IRI, eller et
navn i hermetegn når det er entydig. Svar går til standard ut, meldinger til standard feil. Sluttkode: 0 i
orden, 1 dataene bryter reglene, 2 kunne ikke kjøre. Språket er maskinens; `ECOSYSTEM_GRAPH_LANG=nb` eller
`en` går foran.
""",
}


def contexts(context: click.Context) -> Iterator[click.Context]:
    """A command and every command below it, as they are called."""
    yield context
    if isinstance(group := context.command, click.Group):
        for name, command in sorted(group.commands.items()):
            yield from contexts(click.Context(command, info_name=name, parent=context, terminal_width=100))


def text() -> str:
    """The page in the language of this process."""
    from ecosystem_graph.cli import root
    from ecosystem_graph.cli.words import LANG

    top = root.context_class(root, info_name="ecosystem-graph", terminal_width=100, **root.context_settings)
    parts = [HEADERS[LANG]]
    for context in contexts(top):
        shown = context.command.get_help(context).rstrip()
        parts.append(f"## {context.command_path}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """Both pages, by the file they belong in."""
    made = {}
    for lang, name in PAGES.items():
        env = os.environ | {"ECOSYSTEM_GRAPH_LANG": lang, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, __file__, "--print"],
            env=env,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        made[DOCS / name] = done.stdout
    return made


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(text())
    else:
        for path, page in pages().items():
            path.write_text(page, encoding="utf-8")
