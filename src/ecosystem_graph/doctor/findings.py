"""Findings: what was looked at, how it is, and what to do, in Norwegian (bokmål) and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ecosystem_graph.wording import told

__all__ = ["Finding", "Level", "findings_json", "findings_lines"]


class Level(StrEnum):
    """How bad it is."""

    FINE = "fine"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


_SIGNS = {Level.FINE: "✓", Level.NOTE: "·", Level.WARNING: "!", Level.ERROR: "✗"}
#: Examples shown of each finding; the JSON has all.
_SHOWN = 3
_MORE = {"nb": "… og {n} til", "en": "… and {n} more"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        level: How bad it is.
        check: What was looked at, a slug: ``python``, ``extra-workbook``, ``SourcedShape`` …
        nb: How it is, in Norwegian.
        en: The same in English.
        todo_nb: What to do, in Norwegian; empty where nothing is to be done.
        todo_en: The same in English.
        places: Where: things, files with line or cell; a `Wording` where it is a sentence.
    """

    level: Level
    check: str
    nb: str
    en: str
    todo_nb: str = ""
    todo_en: str = ""
    places: tuple[str, ...] = ()


def findings_lines(findings: Iterable[Finding], lang: str) -> Iterator[str]:
    """The findings in lines of text, in ``nb`` or ``en``."""
    for finding in findings:
        said, todo = (finding.nb, finding.todo_nb) if lang == "nb" else (finding.en, finding.todo_en)
        yield f"{_SIGNS[finding.level]} {said}"
        for place in finding.places[:_SHOWN]:
            yield f"      {told(place, lang)}"
        if len(finding.places) > _SHOWN:
            yield f"      {_MORE[lang].format(n=len(finding.places) - _SHOWN)}"
        if todo:
            yield f"    → {todo}"


def findings_json(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """The findings as plain values for JSON."""
    return [
        {
            "level": str(finding.level),
            "check": finding.check,
            "finding": {"nb": finding.nb, "en": finding.en},
            "todo": {"nb": finding.todo_nb, "en": finding.todo_en} if finding.todo_en else None,
            "places": list(finding.places),
        }
        for finding in findings
    ]
