"""Writes docs/commands.md from the help of every command.

Run ``python scripts/generate_commands.py`` after a command or option changed; a test compares the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ecosystem_graph.cli import main

ROOT = Path(__file__).resolve().parent.parent
HEADER = """# Commands

Generated from `--help` by `scripts/generate_commands.py`; do not edit by hand.

Names may be a slug (`ntnu-gjovik`), a prefixed name (`inl:actor/ntnu-gjovik`), a full IRI, or a label in
quotes when it is unambiguous. Results go to standard output, messages to standard error. Exit status: 0 fine,
1 the data does not conform, 2 it could not run.
"""


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """The group itself and every command below it, each with all its words."""
    yield path, group
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def text() -> str:
    """The whole page."""
    parts = [HEADER]
    for path, command in commands(main, "ecosystem-graph"):
        context = click.Context(command, info_name=path, terminal_width=100)
        parts.append(f"## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "commands.md").write_text(text(), encoding="utf-8")
