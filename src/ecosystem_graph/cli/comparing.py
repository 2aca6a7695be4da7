"""Commands that compare and look after: diff, doctor."""

from __future__ import annotations

import locale
from pathlib import Path

import click

from ecosystem_graph.comparison import (
    Comparison,
    Consequences,
    State,
    compare,
    comparison_json,
    comparison_lines,
    consequences,
    consequences_json,
    consequences_lines,
    dumped,
    label_of,
    markdown,
)
from ecosystem_graph.doctor import (
    UNREADABLE,
    Level,
    check_data,
    check_installation,
    findings_json,
    findings_lines,
)
from ecosystem_graph.ecosystem import Ecosystem

from .words import format_option, lang_option, said

__all__ = ["COMMANDS"]


@click.command(
    help=said(
        "What differs from OLD to NEW (Turtle files, folders of tables or workbooks; OLD first): facts "
        "added, removed, changed and re-sourced, thing by thing, and what follows from that for edges, "
        "ranks, the standing of claims and the rules. Exit 0 also where they differ, unless --exit-code "
        "is given.",
        "Hva som skiller NEW fra OLD (Turtle-filer, mapper med tabeller eller arbeidsbøker; den gamle "
        "først): fakta som er lagt til, fjernet, endret eller har fått andre kilder, ting for ting, og hva "
        "som følger for bånd, rang, påstandenes stilling og reglene. Sluttkode 0 også når de er ulike, med "
        "mindre --exit-code er gitt.",
    )
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--facts-only",
    is_flag=True,
    help=said("Leave out what follows.", "La være å regne ut hva som følger."),
)
@click.option(
    "--exit-code",
    is_flag=True,
    help=said("Exit 1 where they differ, as git does.", "Sluttkode 1 når de er ulike, som i git."),
)
@lang_option
@format_option("text", "md", "json")
def diff(old: Path, new: Path, facts_only: bool, exit_code: bool, lang: str, fmt: str) -> None:
    """From old to new."""
    before, after = (Ecosystem.load(path, reason=False) for path in (old, new))
    found = compare(before.facts, after.facts)
    label = label_of(before, after)
    told = None if facts_only or found.identical else _following(found, before, after)
    if fmt == "json":
        content: dict[str, object] = {"old": str(old), "new": str(new), **comparison_json(found, label)}
        if told is not None:
            content["consequences"] = consequences_json(told)
        click.echo(dumped(content), nl=False)
    else:
        lines = list(comparison_lines(found, label, after.base, lang, (str(old), str(new))))
        if told is not None:
            lines += consequences_lines(told, label, lang)
        click.echo(markdown(lines) if fmt == "md" else "\n".join(lines) + "\n", nl=False)
    if exit_code and not found.identical:
        raise SystemExit(1)


def _following(found: Comparison, before: Ecosystem, after: Ecosystem) -> Consequences:
    return consequences(found, State.of(before.facts), State.of(after.facts))


@click.command(
    help=said(
        "Look at this installation and, with FILE, at a data file (Turtle, folder of tables or workbook), "
        "and say what to do. Exit 0 fine, 1 the data has errors, 2 the installation is broken or the file "
        "cannot be read.",
        "Se på denne installasjonen og, med FILE, på en datafil (Turtle, mappe med tabeller eller "
        "arbeidsbok), og si hva som bør gjøres. Sluttkode 0 i orden, 1 feil i dataene, 2 installasjonen er "
        "ødelagt eller filen kan ikke leses.",
    )
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@lang_option
@format_option("text", "json")
def doctor(file: Path | None, lang: str, fmt: str) -> None:
    """Installation and data."""
    installation = check_installation(locale.getencoding())
    data = [] if file is None else check_data(file)
    wrong = {f.check for f in data if f.level is Level.ERROR}
    broken = UNREADABLE in wrong or any(f.level is Level.ERROR for f in installation)
    code = 2 if broken else int(bool(wrong))
    if fmt == "json":
        sections = {"installation": findings_json(installation), "data": findings_json(data)}
        click.echo(dumped({**sections, "exit": code}), nl=False)
    else:
        for line in findings_lines([*installation, *data], lang):
            click.echo(line)
        count = sum(f.level in (Level.ERROR, Level.WARNING) for f in (*installation, *data))
        click.echo(
            said(
                f"{count} to mend or look at." if count else "All is well.",
                f"{count} å rette eller se på." if count else "Alt er i orden.",
                lang,
            )
        )
    if code:
        raise SystemExit(code)


COMMANDS = (diff, doctor)
