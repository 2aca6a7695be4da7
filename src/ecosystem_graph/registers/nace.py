"""NACE codes: the two versions in use, kept apart, and which of them a register file is written in.

The Norwegian standards SN2007 (NACE Rev. 2) and SN2025 (NACE Rev. 2.1) put a national digit after the four of
the European class. Many codes stand in both lists with different meanings, so a code alone does not say which
list it is from; the file it stands in does, by those codes that only one list has.

Sources: Eurostat (NACE Rev. 2), Statistics Norway (SN2025); see data/LICENSE.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ecosystem_graph.vocab import CODE

__all__ = ["VERSIONS", "Version", "concept", "known", "lineage", "name_en", "scheme", "version_of", "vote"]

CODE_SHAPE = re.compile(r"\d\d\.\d{3}\Z")


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two lists.

    Attributes:
        key: ``2`` or ``2.1``.
        label_nb: Its name in Norwegian.
        label_en: Its name in English.
        first: First day it was in force in Norway.
        last: Last day, empty if it still is.
    """

    key: str
    label_nb: str
    label_en: str
    first: str
    last: str


VERSIONS = {
    v.key: v
    for v in (
        Version(
            "2",
            "Standard for næringsgruppering SN2007 (NACE Rev. 2)",
            "Norwegian standard industrial classification SN2007 (NACE Rev. 2)",
            "2009-01-01",
            "2024-12-31",
        ),
        Version(
            "2.1",
            "Standard for næringsgruppering SN2025 (NACE Rev. 2.1)",
            "Norwegian standard industrial classification SN2025 (NACE Rev. 2.1)",
            "2025-01-01",
            "",
        ),
    )
}


@cache
def _list() -> dict[str, dict[str, tuple[str, str]]]:
    """Per version and code its parent and English name."""
    lists: dict[str, dict[str, tuple[str, str]]] = {key: {} for key in VERSIONS}
    text = (files("ecosystem_graph.registers") / "nace.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        lists[row["version"]][row["code"]] = (row["parent"], row["name_en"])
    return lists


@cache
def known(code: str, version: str) -> bool:
    """True where the list of that version has the code.

    Of SN2007 we hold the European part, so there the class decides.

    >>> known("62.010", "2"), known("62.010", "2.1"), known("62.200", "2.1")
    (True, False, True)
    """
    return (code if version == "2.1" else code[:5]) in _list()[version]


def vote(codes: Iterable[str], fallback: str = "2.1") -> str:
    """The version a file is written in: that of the codes which stand in one list only.

    >>> vote(["84.110", "62.010", "01.110"]), vote(["84.110", "62.200"])
    ('2', '2.1')
    """
    votes = dict.fromkeys(VERSIONS, 0)
    for code in codes:
        held = [version for version in VERSIONS if known(code, version)]
        if len(held) == 1:
            votes[held[0]] += 1
    return fallback if votes["2"] == votes["2.1"] else max(votes, key=lambda v: votes[v])


def version_of(code: str, file_version: str) -> str:
    """The version of one code: of the only list that has it, else of its file."""
    held = [version for version in VERSIONS if known(code, version)]
    return held[0] if len(held) == 1 else file_version


def scheme(version: str) -> str:
    """IRI of a list."""
    return f"{CODE}scheme/nace{version}"


def concept(code: str, version: str) -> str:
    """IRI of a code.

    >>> concept("62.200", "2.1")
    'https://w3id.org/innovation-ecosystem/code/nace2.1/62.200'
    """
    return f"{CODE}nace{version}/{code}"


def name_en(code: str, version: str) -> str:
    """English name of a code, of its class where only Norway has the code; empty if unknown."""
    for part in (code, code[:5]):
        if found := _list()[version].get(part):
            return found[1]
    return ""


def lineage(code: str, version: str) -> Iterator[tuple[str, str]]:
    """A code with its parent, then the parent with its own, up to the section.

    >>> list(lineage("62.010", "2"))[:2], list(lineage("62.010", "2"))[-1]
    ([('62.010', '62.01'), ('62.01', '62.0')], ('62', 'J'))
    """
    steps = (code, code[:5], code[:4], code[:2])
    chain = [step for i, step in enumerate(steps) if i == 0 or step in _list()[version]]
    section = _list()[version].get(code[:2], ("", ""))[0]
    if section:
        chain.append(section)
    yield from pairwise(chain)
