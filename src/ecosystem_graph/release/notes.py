"""Notes: what the change log says about a version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ecosystem_graph.errors import UnreadableFileError, near
from ecosystem_graph.wording import Wording, of_system

__all__ = ["Notes", "read_notes"]

_VERSION = re.compile(r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?\Z")
_ENTRY = re.compile(r"^## \[?([^\]\s]+)\]?(?: - (\d{4}-\d\d-\d\d))?[^\S\n]*$", re.MULTILINE)
_DATA = re.compile(r"^### Dat[ae]r?[^\S\n]*$\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Notes:
    """What one entry says.

    Attributes:
        version: Its number.
        date: Its day as ``YYYY-MM-DD``; empty where the heading has none.
        data: What is under the heading *Data*, as Markdown.
    """

    version: str
    date: str
    data: str


def read_notes(path: Path, version: str | None = None) -> Notes:
    """Read an entry of a change log (Keep a Changelog: ``## [1.2.0] - 2026-11-23``, ``### Data``).

    Args:
        path: The change log.
        version: Which entry; None is the first that has a number.

    Raises:
        UnreadableFileError: There is no such file or entry, it says nothing about the data, or the version is
            no number of the form ``1.2.0`` (semantic versioning).
    """
    if version is not None and not _VERSION.match(version):
        why = Wording(
            f"{version!r} is no version; write three numbers, as in 1.2.0",
            f"{version!r} er ingen versjon; skriv tre tall, som i 1.2.0",
        )
        raise UnreadableFileError("--version", why)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fault = (
            of_system(error) if isinstance(error, OSError) else Wording("not UTF-8 text", "ikke UTF-8-tekst")
        )
        why = Wording(
            f"{fault}; a release needs a change log: name it with --changelog FILE",
            f"{fault.nb}; en utgave trenger en endringslogg: oppgi den med --changelog FIL",
        )
        raise UnreadableFileError(str(path), why) from error
    found = list(_ENTRY.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    entries = {m[1]: (m, text[m.end() : end]) for m, end in zip(found, ends, strict=True)}
    known = [name for name in entries if _VERSION.match(name)]
    chosen = version or next(iter(known), None)
    if chosen is None:
        why = Wording(
            "has no entry with a version; write one: ## [0.1.0]",
            "har ingen post med en versjon; skriv en: ## [0.1.0]",
        )
        raise UnreadableFileError(str(path), why)
    if chosen not in entries:
        names = ", ".join(near(chosen, known) or known[:3])
        hint = Wording(f" (there are: {names})", f" (det finnes: {names})") if known else Wording("", "")
        why = Wording(
            f"has no entry for {chosen}; write what is new under ## [{chosen}]{hint}",
            f"har ingen post for {chosen}; skriv hva som er nytt under ## [{chosen}]{hint.nb}",
        )
        raise UnreadableFileError(str(path), why)
    match, body = entries[chosen]
    data = _DATA.search(body)
    if data is None or not data[1].strip():
        line = text.count("\n", 0, match.start()) + 1
        why = Wording(
            f"the entry {chosen} does not say what is new in the data; write it under ### Data",
            f"posten {chosen} sier ikke hva som er nytt i dataene; skriv det under ### Data",
        )
        raise UnreadableFileError(str(path), why, line)
    return Notes(chosen, match[2] or "", data[1].strip())
