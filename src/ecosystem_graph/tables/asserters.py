"""Whom an asserter speaks for: found by name, only where the text says it in so many words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rdflib import URIRef

from .records import Tables

__all__ = ["represented"]

#: A role before the organisation: “spokesperson, NAME”, “CEO of NAME”, “NAME (editorial)”.
_ROLE = re.compile(
    r"^(?:(?:spokesperson|chair|rector|rektor|director|cluster manager|mayor|CEO|manager)"
    r"(?:,| of| at| ved)\s+)?(?P<name>.+?)(?:\s*\([^()]*\))?$",
    re.IGNORECASE,
)


def represented(tables: Tables, ids: Mapping[str, URIRef]) -> Callable[[str], tuple[URIRef, ...]]:
    """A function from the text of an asserter to the actors it speaks for.

    The text may name several, separated by semicolons. A name counts only when it is, whole and unchanged
    but for upper and lower case, a name of exactly one actor.

    Args:
        tables: The records; organisations are read for their names.
        ids: IRI of each organisation by id.
    """
    names: dict[str, set[URIRef]] = {}
    for record in tables.records.get("organisations", []):
        if (iri := ids.get(record.cells["id"])) is not None:
            texts = (record.cells["name_nb"], record.cells["name_en"], *record.list("alt_names"))
            for text in filter(None, texts):
                names.setdefault(text.casefold(), set()).add(iri)

    def lookup(text: str) -> tuple[URIRef, ...]:
        found = set()
        for part in text.split(";"):
            match = _ROLE.match(part.strip())
            if match and len(owners := names.get(match["name"].casefold(), set())) == 1:
                found |= owners
        return tuple(sorted(found))

    return lookup
