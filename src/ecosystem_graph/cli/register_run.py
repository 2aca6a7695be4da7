"""One import of a register: its options, where its lines go, and what is told of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import DataError, Problem
from ecosystem_graph.registers import (
    FORMS,
    Link,
    Matcher,
    Region,
    link_lines,
    region_of,
    review_csv,
    sources_of,
    store_lines,
    write_lines,
)
from ecosystem_graph.registers.codelists import COUNTRY
from ecosystem_graph.registers.reading import Progress
from ecosystem_graph.turtle import atomic_text
from ecosystem_graph.wording import counted

from .words import LANG, data_option, said

__all__ = ["Run", "target_options"]

_SHOWN = 20


def target_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where it goes, what is compared, how many faults are borne; the same for every register."""
    options = (
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            default=None,
            help=said(
                "File to write: .nt or .nq as it comes, .ttl in order (all of it in memory).",
                "Fil som skrives: .nt eller .nq fortløpende, .ttl i rekkefølge (alt i minnet).",
            ),
        ),
        click.option(
            "--store",
            type=click.Path(path_type=Path, file_okay=False),
            default=None,
            help=said(
                "Store on disk to add to; it is closed under the ontology afterwards.",
                "Lager på disk som det legges til i; etterpå trekkes slutningene.",
            ),
        ),
        click.option(
            "--replace",
            is_flag=True,
            help=said(
                "With --store: take out what earlier files of this register brought in.",
                "Med --store: ta ut det tidligere filer fra dette registeret førte inn.",
            ),
        ),
        click.option(
            "--links",
            type=click.Path(path_type=Path, dir_okay=False),
            default=None,
            help=said(
                "CSV to write for review: sure links by number, candidates by name with a score.",
                "CSV som skrives til gjennomsyn: sikre lenker på nummer, kandidater på navn med poeng.",
            ),
        ),
        click.option(
            "--date",
            "published",
            type=click.DateTime(["%Y-%m-%d"]),
            default=None,
            help=said("Day the file is from.", "Dagen filen er fra."),
        ),
        click.option(
            "--max-errors",
            type=click.IntRange(0),
            default=100,
            show_default=True,
            help=said(
                "Bad records that are told and left out; with one more, nothing is written.",
                "Feil i poster som fortelles og utelates; med én til skrives ingenting.",
            ),
        ),
        data_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


class Run:
    """One import: its source, its region, and where its lines go."""

    def __init__(self, register: str, target: dict[str, Any]) -> None:
        """Take the options apart.

        Args:
            register: Name of the register, as in the IRI of its source.
            target: What `target_options` gave.

        Raises:
            click.UsageError: Options that do not go together.
        """
        self.output: Path | None = target["output"]
        self.store: Path | None = target["store"]
        self.review: Path | None = target["links"]
        self.max_errors: int = target["max_errors"]
        self.replace: bool = target["replace"]
        if (self.output is None) == (self.store is None):
            raise click.UsageError(said("give -o FILE or --store DIR", "oppgi -o FIL eller --store MAPPE"))
        if self.replace and self.store is None:
            raise click.UsageError(said("--replace goes with --store", "--replace hører sammen med --store"))
        if self.output is not None and self.output.suffix not in FORMS:
            raise click.UsageError(
                said(
                    f"-o takes a file ending in {', '.join(FORMS)}",
                    f"-o tar en fil som ender på {', '.join(FORMS)}",
                )
            )
        published = target["published"]
        self.day = published.strftime("%Y-%m-%d") if published else ""
        self._any_day = f"{COUNTRY}source/{register}"
        self.source = self._any_day + (f"-{self.day}" if self.day else "")
        self.register = register
        self.region: Region = region_of(Ecosystem.load(target["data"], reason=False).facts)
        self.matcher = Matcher(self.region.actors) if self.review else None
        self._bar: Any = None

    def progress(self, read: int, size: int) -> None:
        """Bytes read of a file."""
        if self._bar is not None:
            self._bar(read, size)

    def write(self, lines: Iterator[str], problems: list[Problem]) -> None:
        """Write everything, tell what was wrong, write the table of links."""
        found: list[Link] = []

        def all_of_it() -> Iterator[str]:
            yield from lines
            if self.matcher is not None:
                found.extend(self.matcher.links())
                yield from link_lines(found)

        try:
            with _bar() as self._bar:
                told = self._put(all_of_it())
        except DataError as error:
            if error.problems and len(error.problems) > self.max_errors:
                hint = said(
                    "more bad records than --max-errors allows", "flere feil enn --max-errors tillater"
                )
                click.echo(hint, err=True)
            raise
        _tell(problems)
        click.echo(told)
        if self.review is not None:
            with atomic_text(self.review) as stream:
                stream.write(review_csv(found))
            sure = sum(link.sure for link in found)
            click.echo(
                said(
                    f"{self.review}: {sure} sure links, {len(found) - sure} candidates to review",
                    f"{self.review}: {sure} sikre lenker, {len(found) - sure} kandidater å se på",
                )
            )

    def _put(self, lines: Iterator[str]) -> str:
        """Put them where they go; what is told of it."""
        if self.store is None:
            assert self.output is not None  # one of the two is given
            count = counted(write_lines(lines, self.output))
            return said(f"{self.output}: {count} triples", f"{self.output}: {count.nb} tripler")
        earlier = sources_of(self.store, self._any_day)
        if earlier and not self.replace:
            names = ", ".join(source.rpartition("/")[2] for source in earlier)
            click.echo(
                said(
                    f"{self.store} holds {names} already; what differs stays side by side. "
                    "--replace takes the earlier out.",
                    f"{self.store} inneholder allerede {names}; det som er ulikt, blir stående side om side. "
                    "--replace tar ut det tidligere.",
                ),
                err=True,
            )
        replace = self._any_day if self.replace else ""
        about = store_lines(lines, self.store, what=f"import {self.register}", replace=replace)
        stated, follows = counted(about.asserted), counted(about.inferred)
        return said(
            f"{self.store}: {stated} facts, {follows} conclusions",
            f"{self.store}: {stated.nb} fakta, {follows.nb} slutninger",
        )


def _tell(problems: list[Problem]) -> None:
    """The first problems, and how many records were left out."""
    for problem in problems[:_SHOWN]:
        click.echo(problem.told(LANG), err=True)
    more = len(problems) - _SHOWN
    rest = said(f", {more} more like these", f", {more} til") if more > 0 else ""
    if len(problems) == 1:
        click.echo(said("1 bad record was left out", "1 post med feil er utelatt"), err=True)
    elif problems:
        click.echo(
            said(
                f"{len(problems)} bad records were left out{rest}",
                f"{len(problems)} poster med feil er utelatt{rest}",
            ),
            err=True,
        )


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(said("reading", "leser"), total=None)
        yield lambda read, size: bar.update(task, completed=read, total=size)
