"""Negotiation: which of the forms and languages we have suits a client best (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ecosystem_graph.wording import Wording

from .problems import ProblemError

__all__ = ["GRAPHS", "RESULTS", "TRUTHS", "choose", "language", "types"]

#: Forms of a table of results, with other names that clients use for them. The first is the default.
RESULTS: Mapping[str, tuple[str, ...]] = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "text/csv": (),
    "text/tab-separated-values": (),
}
#: Forms of the answer to ASK: CSV and TSV define none.
TRUTHS = {name: RESULTS[name] for name in tuple(RESULTS)[:2]}
#: Forms of a graph.
GRAPHS: Mapping[str, tuple[str, ...]] = {
    "text/turtle": ("application/x-turtle",),
    "application/n-triples": (),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/ld+json": ("application/json",),
}

_RANGE = re.compile(r"\s*([^\s/;,]+/[^\s/;,]+|\*)\s*((?:;[^,]*)?)\Z")
_WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|\Z)", re.IGNORECASE)
_TAG = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9]{1,8})*\s*((?:;[^,]*)?)\Z")


def choose(accept: str, offered: Mapping[str, Sequence[str]]) -> str:
    """The form to answer in.

    The most specific range decides over a form (``text/turtle;q=0`` beats ``*/*``); of the forms with the
    highest weight the one offered first is taken. A client that says nothing takes anything.

    Args:
        accept: The header field, all of its values joined by commas.
        offered: Media type to its other names.

    Returns:
        The name of the form that the client asked for it by.

    Raises:
        ProblemError: 406, naming what there is.
    """
    ranges = dict(_ranges(accept, _RANGE))
    if not ranges:
        return next(iter(offered))
    best, found = 0.0, ""
    for name in types(offered):
        if (weight := _weight(ranges, name)) > best:
            best, found = weight, name
    if not found:
        names = ", ".join(offered)
        raise ProblemError(
            "not-acceptable",
            Wording(f"This answer can be had as: {names}.", f"Dette svaret finnes som: {names}."),
            {"Vary": "Accept"},
        )
    return found


def language(accept: str, offered: Sequence[str] = ("en", "nb")) -> str:
    """The language to answer in; the first one offered where none that the client reads is there.

    Norwegian of any kind (``no``, ``nn``) is answered in bokmål.
    """
    weights: dict[str, float] = {}
    for tag, weight in _ranges(accept, _TAG):
        tag = "nb" if tag in ("no", "nn") else tag
        weights[tag] = max(weight, weights.get(tag, 0.0))
    return max(offered, key=lambda tag: (weights.get(tag, weights.get("*", 0.0)), -offered.index(tag)))


def types(offered: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every name a form can be asked for by."""
    firsts = tuple(offered)
    return tuple(dict.fromkeys([*firsts, *(name for others in offered.values() for name in others)]))


def _ranges(header: str, shape: re.Pattern[str]) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        if match := shape.match(part):
            weight = _WEIGHT.search(match[2])
            yield match[1].lower(), float(weight[1]) if weight else 1.0


def _weight(ranges: Mapping[str, float], name: str) -> float:
    for known in (name, name.split("/")[0] + "/*", "*/*", "*"):
        if known in ranges:
            return min(ranges[known], 1.0)
    return 0.0
