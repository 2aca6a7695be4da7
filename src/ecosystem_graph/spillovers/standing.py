"""How well a proposition stands: independent sources for and against, and one word for the whole.

Rules, the first that fits:

1. *disputed only*: nobody supports it, somebody disputes it;
2. *contested*: somebody supports it and somebody disputes it;
3. *implied only*: nobody disputes it, but no supporter says it outright;
4. *well supported*: at least two independent sources say it outright;
5. *single-sourced*: one does.

A dispute can therefore only lower a standing. Sources are independent unless they have the same publisher or
the same original: the same address, the same title, or one voice told in several places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from .claims import Assertion, Proposition, Source

__all__ = ["Standing", "Weight", "independent", "weigh"]

#: Shorter titles (“Om oss”) are shared by chance.
_TELLING_TITLE = 4


class Standing(IntEnum):
    """A proposition's standing; a higher number stands better."""

    DISPUTED_ONLY = 0
    CONTESTED = 1
    IMPLIED_ONLY = 2
    SINGLE_SOURCED = 3
    WELL_SUPPORTED = 4

    @property
    def slug(self) -> str:
        """The word for files: ``well-supported``."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Weight:
    """Support against dispute.

    Attributes:
        standing: The word.
        support: Number of independent sources for it, explicit or implied.
        explicit: Number of independent sources that say it outright.
        dispute: Number of independent sources against it.
    """

    standing: Standing
    support: int
    explicit: int
    dispute: int


def weigh(proposition: Proposition) -> Weight:
    """Weigh the assertions of a proposition by the rules of this room.

    A proposition without any assertion counts as disputed only: nobody stands by it.
    """
    outright = [a for a in proposition.supporting if a.explicit]
    support = len(independent(proposition.supporting))
    explicit = support if len(outright) == len(proposition.supporting) else len(independent(outright))
    dispute = len(independent(proposition.disputing))
    if not proposition.supporting:
        standing = Standing.DISPUTED_ONLY
    elif proposition.disputing:
        standing = Standing.CONTESTED
    elif not outright:
        standing = Standing.IMPLIED_ONLY
    else:
        standing = Standing.WELL_SUPPORTED if explicit > 1 else Standing.SINGLE_SOURCED
    return Weight(standing, support, explicit, dispute)


def independent(assertions: Sequence[Assertion]) -> tuple[tuple[Source, ...], ...]:
    """The sources of some assertions in groups; two groups are independent of one another.

    A voice is an asserter, or an actor it speaks for. Where one voice speaks in several sources these are one
    original. An assertion by several voices at once does not tie its sources together.

    Returns:
        Groups in order of their first source's id, each in id order.
    """
    sources = {s.id: s for a in assertions for s in a.sources}
    if len(sources) < 2:
        return tuple((source,) for source in sources.values())
    parent = {key: key for key in sources}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for keys in _same_origin(assertions):
        first, *rest = keys
        for other in rest:
            parent[root(other)] = root(first)
    groups: dict[str, list[Source]] = {}
    for key in sorted(sources):
        groups.setdefault(root(key), []).append(sources[key])
    return tuple(tuple(group) for group in groups.values())


def _same_origin(assertions: Iterable[Assertion]) -> list[list[str]]:
    """Lists of ids of sources that count once."""
    by_mark: dict[tuple[str, str], dict[str, None]] = {}
    for assertion in assertions:
        asserter = assertion.asserter
        voices = () if asserter.several else (asserter.id, *asserter.represents)
        for source in assertion.sources:
            marks = [("voice", voice) for voice in voices] + _marks(source)
            for mark in marks:
                by_mark.setdefault(mark, {})[source.id] = None
    return [list(ids) for ids in by_mark.values()]


def _marks(source: Source) -> list[tuple[str, str]]:
    found = []
    if publisher := " ".join(source.publisher.casefold().split()):
        found.append(("publisher", publisher))
    if address := re.sub(r"^https?://(www\.)?|#.*$|/+$", "", source.url.casefold()):
        found.append(("address", address))
    title = source.title.casefold().split()
    if len(title) >= _TELLING_TITLE:
        found.append(("title", " ".join(title)))
    return found
