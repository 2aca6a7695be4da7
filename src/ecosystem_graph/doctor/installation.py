"""The installation: Python, packages, files that ship, where one may write, what the terminal shows."""

from __future__ import annotations

import codecs
import importlib.metadata
import os
import platform
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ecosystem_graph import __version__
from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.resources import data_file, ontology_files, projection_files, question_files, shapes_file
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import parse
from ecosystem_graph.wording import Wording, of_system

from .findings import Finding, Level

__all__ = ["check_installation", "unmet"]

_NAME = "ecosystem-graph"
_EXTRA = re.compile(r"""extra\s*==\s*['"]([\w-]+)['"]""")
_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;]*)")
_AT_LEAST = re.compile(r">=\s*([\d.]+)")
#: What an extra is for.
_FOR = {
    "fast": ("større nettverk og raskere validering", "larger networks and faster validation"),
    "workbook": ("regneark (.xlsx) inn og ut", "workbooks (.xlsx) in and out"),
    "registers": ("åpne registre inn", "open registers in"),
    "server": ("svar over HTTP", "answers over HTTP"),
    "spark": ("svært store nettverk", "very large networks"),
    "notebooks": ("notatbøkene", "the notebooks"),
}
#: Packages with no wheels for some machines.
_OPTIONAL = {"networkit"}


def check_installation(encoding: str = "utf-8") -> list[Finding]:
    """Look at the installation.

    Args:
        encoding: What the terminal is set to.
    """
    return [
        *_python(),
        *_packages(_requirements()),
        *_files(),
        _writable(Path.cwd()),
        _terminal(encoding),
    ]


def _python() -> Iterator[Finding]:
    has = platform.python_version()
    told = f"{_NAME} {__version__}, Python {has}, {platform.system()} {platform.machine()}"
    wanted = _AT_LEAST.search(_wanted_python())
    if wanted and _numbers(has) < _numbers(wanted[1]):
        yield Finding(
            Level.ERROR,
            "python",
            told,
            told,
            f"Installer Python {wanted[1]} eller nyere, og installer programmet på nytt med den.",
            f"Install Python {wanted[1]} or later, and install the program again with it.",
        )
    else:
        yield Finding(Level.FINE, "python", told, told)


def _wanted_python() -> str:
    try:
        return importlib.metadata.metadata(_NAME)["Requires-Python"] or ""
    except importlib.metadata.PackageNotFoundError:
        return ""


# -- packages ----------------------------------------------------------------------------------------------


def _requirements() -> Sequence[str] | None:
    try:
        return importlib.metadata.requires(_NAME) or ()
    except importlib.metadata.PackageNotFoundError:
        return None


def unmet(requirement: str) -> str | None:
    """What a requirement lacks: ``missing``, or the version that is there and too old; None where it is met.

    Only names and ``>=`` are read: that is all that our ranges have.
    """
    match = _REQUIREMENT.match(requirement)
    if match is None:
        return None
    try:
        has = importlib.metadata.version(match[1])
    except importlib.metadata.PackageNotFoundError:
        return "missing"
    wanted = _AT_LEAST.search(match[2])
    return has if wanted and _numbers(has) < _numbers(wanted[1]) else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:4])


def _packages(requirements: Sequence[str] | None) -> Iterator[Finding]:
    if requirements is None:
        yield Finding(
            Level.NOTE,
            "packages",
            "Programmet er ikke installert som pakke; versjonene av det det bygger på, er ikke sjekket.",
            "The program is not installed as a package; the versions of what it needs were not checked.",
            "Installer det: pip install .",
            "Install it: pip install .",
        )
        return
    extras: dict[str, list[str]] = {}
    lacking: list[Wording] = []
    core = 0
    for requirement in requirements:
        found = _EXTRA.search(requirement)
        if found:
            extras.setdefault(found[1], []).append(requirement)
            continue
        core += 1
        if (has := unmet(requirement)) is not None:
            lacking.append(_lack(requirement, has))
    if lacking:
        yield Finding(
            Level.ERROR,
            "packages",
            f"{len(lacking)} av {core} pakker mangler eller er for gamle.",
            f"{len(lacking)} of {core} packages are missing or too old.",
            "Installer programmet på nytt: pip install --upgrade ecosystem-graph",
            "Install the program again: pip install --upgrade ecosystem-graph",
            tuple(lacking),
        )
    else:
        yield Finding(
            Level.FINE, "packages", f"Alle {core} pakker er på plass.", f"All {core} packages are there."
        )
    for extra in sorted(extras):
        yield _extra(extra, extras[extra])


def _lack(requirement: str, has: str) -> Wording:
    wanted = requirement.split(";")[0].strip()
    return Wording(f"{wanted} ({has})", f"{wanted} ({'mangler' if has == 'missing' else has})")


def _extra(extra: str, requirements: Sequence[str]) -> Finding:
    lacks = {requirement: unmet(requirement) for requirement in requirements}
    lacking = [_lack(r, has) for r, has in lacks.items() if has and _name(r) not in _OPTIONAL]
    nb, en = _FOR.get(extra, ("", ""))
    purpose_nb, purpose_en = (f" ({nb})" if nb else ""), (f" ({en})" if en else "")
    if not lacking:
        return Finding(
            Level.FINE,
            f"extra-{extra}",
            f"Tillegget {extra}{purpose_nb} er på plass.",
            f"The extra {extra}{purpose_en} is there.",
        )
    return Finding(
        Level.NOTE,
        f"extra-{extra}",
        f"Tillegget {extra}{purpose_nb} er ikke installert.",
        f"The extra {extra}{purpose_en} is not installed.",
        f"Trenger du det: pip install '{_NAME}[{extra}]'",
        f"If you need it: pip install '{_NAME}[{extra}]'",
        tuple(lacking),
    )


def _name(requirement: str) -> str:
    match = _REQUIREMENT.match(requirement)
    return match[1].lower() if match else requirement


# -- files, folder, terminal -------------------------------------------------------------------------------


def _files() -> Iterator[Finding]:
    again = ("Installer programmet på nytt.", "Install the program again.")
    try:
        paths = [*ontology_files(), shapes_file(), data_file()]
        missing = tuple(path.name for path in paths if not path.is_file())
        counts = len(question_files()), len(projection_files())
        if missing or not all(counts):
            nb, en = "Filer som skal følge med, mangler.", "Files that should ship are missing."
            yield Finding(Level.ERROR, "files", nb, en, *again, missing)
            return
        for path in paths:
            parse(path)
        known = schema()
    except EcosystemError as error:
        nb, en = "Filene som følger med, kan ikke leses.", "The files that ship cannot be read."
        yield Finding(Level.ERROR, "files", nb, en, *again, (error.message,))
        return
    if not (known.relations and known.kinds):
        nb, en = "Ontologien er tom.", "The ontology is empty."
        yield Finding(Level.ERROR, "ontology", nb, en, *again)
        return
    yield Finding(
        Level.FINE,
        "files",
        f"Ontologi ({len(known.relations)} relasjonstyper, {len(known.kinds)} aktørtyper), "
        f"{counts[0]} spørsmål, {counts[1]} projeksjoner og data lar seg lese.",
        f"Ontology ({len(known.relations)} relation types, {len(known.kinds)} kinds of actor), "
        f"{counts[0]} questions, {counts[1]} projections and data can be read.",
    )


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = of_system(error)
        return Finding(
            Level.WARNING,
            "writing",
            f"Denne mappen kan det ikke skrives i: {why.nb}.",
            f"This folder cannot be written to: {why}.",
            "Gå til en annen mappe, eller si hvor: build --out MAPPE",
            "Go to another folder, or say where: build --out DIR",
        )
    return Finding(Level.FINE, "writing", "Denne mappen kan det skrives i.", "This folder can be written to.")


def _terminal(encoding: str) -> Finding:
    try:
        unicode = codecs.lookup(encoding).name.startswith("utf")
    except LookupError:
        unicode = False
    if unicode:
        return Finding(
            Level.FINE, "terminal", "Terminalen viser æ, ø og å.", "The terminal shows æ, ø and å."
        )
    fix = "chcp 65001" if os.name == "nt" else "export LC_ALL=C.UTF-8"
    return Finding(
        Level.WARNING,
        "terminal",
        f"Terminalen er satt til {encoding}; det programmet skriver, er UTF-8, så æ, ø og å kan bli feil.",
        f"The terminal is set to {encoding}; the program writes UTF-8, so æ, ø and å may come out wrong.",
        f"Sett den til UTF-8: {fix}",
        f"Set it to UTF-8: {fix}",
    )
