"""Gaps: what the graph knows that it does not know, each with the query that finds it and what would fix it.

A kind of gap is an ``.rq`` file in ``gap_queries``. It gives ``?thing ?nb ?en`` (what has the gap and its
name),
``?cluster`` (the cluster it is about, where it is about one), and columns of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.queries import Question, load_question, run
from ecosystem_graph.wording import Wording

__all__ = ["Gap", "GapRow", "declared_members", "gap_kinds", "gaps", "gaps_by_cluster"]

_FIX = re.compile(r"^#\+\s*fix (nb|en)\s*:\s*(.*?)\s*$", re.MULTILINE)
_SAID = ("thing", "nb", "en", "cluster")


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap.

    Attributes:
        thing: IRI of what has it.
        label_nb: Its name in Norwegian.
        label_en: Its name in English.
        cluster: IRI of the cluster it is about, or empty.
        details: The query's own columns as text; a missing value is empty.
    """

    thing: str
    label_nb: str
    label_en: str
    cluster: str
    details: Mapping[str, str]


@dataclass(frozen=True)
class Gap:
    """A kind of gap with all its cases.

    Attributes:
        key: Name of the query file.
        asks: What is asked, by language.
        fix: What would fix it, by language.
        query: The SPARQL text that finds it.
        rows: The cases.
    """

    key: str
    asks: Mapping[str, str]
    fix: Mapping[str, str]
    query: str
    rows: tuple[GapRow, ...]


@cache
def gap_kinds() -> Mapping[str, Question]:
    """Every kind of gap by name."""
    folder = Path(__file__).parent / "gap_queries"
    return {path.stem: load_question(path) for path in sorted(folder.glob("*.rq"))}


def gaps(ecosystem: Ecosystem, *kinds: str) -> list[Gap]:
    """The gaps of a region.

    Args:
        ecosystem: The graph, reasoned.
        kinds: Which; none named is all.

    Raises:
        NotFoundError: No such kind of gap.
    """
    known = gap_kinds()
    for kind in kinds:
        if kind not in known:
            raise NotFoundError(Wording("kind of gap", "slags hull"), kind, known)
    found = []
    for key in kinds or known:
        question = known[key]
        rows = []
        for row in run(ecosystem, question.text).dicts():
            text = {name: "" if value is None else str(value) for name, value in row.items()}
            details = {name: value for name, value in text.items() if name not in _SAID}
            rows.append(GapRow(text["thing"], text["nb"], text["en"], text.get("cluster", ""), details))
        found.append(Gap(key, question.asks, dict(_FIX.findall(question.text)), question.text, tuple(rows)))
    return found


def gaps_by_cluster(found: list[Gap]) -> dict[str, dict[str, int]]:
    """Per cluster (IRI) the number of gaps of each kind that are about it."""
    table: dict[str, dict[str, int]] = {}
    for gap in found:
        for row in gap.rows:
            if row.cluster:
                counts = table.setdefault(row.cluster, {each.key: 0 for each in found})
                counts[gap.key] += 1
    return {cluster: table[cluster] for cluster in sorted(table)}


def declared_members(ecosystem: Ecosystem, year: int | None = None) -> dict[str, tuple[int, ...]]:
    """How many members organisations declare that list fewer: what `ErrorModel.declared` takes.

    Sources that disagree all count. Without a year, the latest dated figures and the undated ones; with one,
    the latest up to it, or the undated ones where none is dated so early.

    Returns:
        IRI to the numbers, in order.
    """
    dated: dict[str, dict[int, set[int]]] = {}
    undated: dict[str, set[int]] = {}
    for row in gaps(ecosystem, "declared-members")[0].rows:
        value, when = int(float(row.details["value"])), row.details["year"]
        if not when:
            undated.setdefault(row.thing, set()).add(value)
        elif year is None or int(when[:4]) <= year:
            dated.setdefault(row.thing, {}).setdefault(int(when[:4]), set()).add(value)
    declared = {}
    for thing in sorted({*dated, *undated}):
        by_year = dated.get(thing, {})
        latest = by_year[max(by_year)] if by_year else set()
        extra = undated.get(thing, set()) if year is None or not latest else set()
        declared[thing] = tuple(sorted(latest | extra))
    return declared
