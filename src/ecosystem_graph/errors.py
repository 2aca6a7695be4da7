"""The error tree. Bases follow *who must act*.

EcosystemError
├─ DataError             the facts must change: carries ``problems``
├─ UnreadableFileError   the file cannot be parsed: carries path and line
├─ ContradictionError    ontology and facts disagree: carries the messages
├─ NonConformantError    the shapes are broken: carries the violations
├─ InvalidNameError      a name for something new that cannot be taken
├─ NotFoundError         unknown name, query or resource; suggests near ones
├─ QueryError            a SPARQL text that does not parse: shows the place
├─ NetworkError          a measure or projection that is undefined here
├─ StoreError            an on-disk store that cannot be read or written now
├─ EndpointError         a SPARQL server that does not answer as it should
├─ EngineError           an outside engine that cannot be started or gave up
└─ MissingExtraError     an optional package is absent: says how to install it
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .wording import Wording, joined, told

__all__ = [
    "ContradictionError",
    "DataError",
    "EcosystemError",
    "EndpointError",
    "EngineError",
    "InvalidNameError",
    "MissingExtraError",
    "NetworkError",
    "NonConformantError",
    "NotFoundError",
    "Problem",
    "QueryError",
    "StoreError",
    "UnreadableFileError",
    "near",
    "suggested",
]


class EcosystemError(Exception):
    """Anything this package raises on purpose.

    Attributes:
        message: What is wrong and, where known, what would be right, in both languages.
    """

    def __init__(self, message: Wording) -> None:
        """Keep the message; its English is the text of the error."""
        self.message = message
        super().__init__(message)

    def told(self, lang: str) -> str:
        """The text of the error in ``nb`` or ``en``."""
        return told(self.message, lang)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the facts, placed so that a person can go and mend it.

    Attributes:
        file: File name as the user gave it.
        row: 1-based line in the file (the header is 1), 0 where no single row is to blame.
        column: Column name, empty where the whole row is to blame.
        value: The offending text.
        why: What is wrong and, where known, what would be right, in both languages.
        cell: In a workbook, the sheet and the cell, as ``organisations!B17``.
    """

    file: str
    row: int
    column: str
    value: str
    why: Wording
    cell: str = ""

    def __str__(self) -> str:
        """The line in English."""
        return self.told("en")

    def told(self, lang: str) -> str:
        """One line: ``file:row: column 'value': why``, or ``file: cell: column 'value': why``."""
        place = f"{self.file}: {told(self.cell, lang)}" if self.cell else f"{self.file}:{self.row}"
        place = place if self.cell or self.row else self.file
        cell = " ".join(filter(None, (told(self.column, lang), repr(self.value) if self.value else "")))
        return ": ".join(filter(None, (place, cell, told(self.why, lang))))


class DataError(EcosystemError):
    """The facts must change. All problems are collected before this is raised.

    Attributes:
        problems: Every problem found, in file and row order.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the message lists them all, a line each."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(joined("\n", (Wording(p.told("en"), p.told("nb")) for p in self.problems)))


class UnreadableFileError(EcosystemError):
    """A file that is not what it should be (missing, wrong encoding, broken syntax)."""

    def __init__(self, path: str, why: Wording, line: int | None = None) -> None:
        """Say which file, where and why."""
        self.path, self.line, self.why = path, line, why
        super().__init__(joined(": ", (f"{path}:{line}" if line else path, why)))


class ContradictionError(EcosystemError):
    """Ontology and facts cannot both be true.

    Attributes:
        messages: One sentence per contradiction, naming the facts.
    """

    def __init__(self, messages: Sequence[Wording]) -> None:
        """Keep the messages; they are the text of the error."""
        self.messages = tuple(messages)
        super().__init__(joined("\n", self.messages))


class NonConformantError(EcosystemError):
    """The facts break the shapes. Raised only on request, after all were checked."""

    def __init__(self, violations: Sequence[Wording]) -> None:
        """Keep the violations, a sentence each; they are the text of the error."""
        self.violations = tuple(violations)
        super().__init__(joined("\n", self.violations))


class NotFoundError(EcosystemError, LookupError):
    """A name nobody knows. ``suggestions`` holds the near ones, best first."""

    def __init__(
        self, what: Wording, name: str, known: Iterable[str] = (), hint: Wording | None = None
    ) -> None:
        """Find the near names among ``known`` and put them in the message; the hint follows them.

        Of an address the last part is compared: what precedes it is alike everywhere and takes its time.
        """
        self.name = name
        local = re.split("[/#]", name.rstrip("/#"))[-1] if "://" in name else name
        self.suggestions = near(local, known)
        said = Wording(f"no {what} named {name!r}", f"ukjent {what.nb}: {name!r}")
        if self.suggestions:
            said = joined("; ", (said, suggested(self.suggestions)))
        if hint is not None:
            gap = "" if hint.startswith(";") else " " if self.suggestions else ". "
            said = joined(gap, (said, hint))
        super().__init__(said)


class InvalidNameError(EcosystemError):
    """A name for something new that cannot be taken: says what would do."""


class QueryError(EcosystemError):
    """A SPARQL query that does not parse or cannot be run."""


class NetworkError(EcosystemError):
    """A projection or measure that is undefined for this network."""


class StoreError(EcosystemError):
    """An on-disk store that is missing, stale, damaged or being written by another process."""


class EndpointError(EcosystemError):
    """A SPARQL server that cannot be reached, refuses, or does not answer as it should."""


class EngineError(EcosystemError):
    """An outside engine (Spark) that cannot be started or gave up."""


class MissingExtraError(EcosystemError, ImportError):
    """An optional package is missing; the message holds the install command."""

    def __init__(self, package: str, extra: str) -> None:
        """Name the package and the extra that brings it."""
        run = f"pip install 'ecosystem-graph[{extra}]'"
        super().__init__(
            Wording(f"{package} is not installed; run: {run}", f"{package} er ikke installert; kjør: {run}")
        )


def suggested(names: Sequence[str]) -> Wording:
    """What may have been meant.

    >>> suggested(["nce-raufoss", "nce-heidner"]).nb
    "mente du 'nce-raufoss' eller 'nce-heidner'?"
    """
    quoted = [repr(name) for name in names]
    return Wording(f"did you mean {' or '.join(quoted)}?", f"mente du {' eller '.join(quoted)}?")


def near(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Known names like ``name``, best first, at most ``count`` (Ratcliff/Obershelp likeness).

    >>> near("nce-raufos", ["nce-raufoss", "geno"])
    ('nce-raufoss',)
    """
    by_key: dict[str, str] = {}
    for candidate in known:
        by_key.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(name.casefold(), list(by_key), n=count, cutoff=0.6)
    return tuple(by_key[key] for key in found)
