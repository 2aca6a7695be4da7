"""From units to links: what of a unit is compared, and how a sure link stands in the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .brreg import unit_iri
from .lines import P, iri
from .matching import Link, Matcher, Registered
from .unit import Unit

__all__ = ["link_lines", "noting"]


def noting(matcher: Matcher) -> Callable[[Unit], None]:
    """What to call with each unit of Enhetsregisteret, so that the matcher sees it."""

    def note(unit: Unit) -> None:
        name = unit_iri(unit.number, unit.sub)
        number, place = unit.municipality
        matcher.note(Registered(name, unit.number, (unit.name,), (unit.number,), number, place, unit.form))

    return note


def link_lines(links: Iterable[Link]) -> Iterator[str]:
    """The sure links as ``skos:exactMatch``, from the curated actor to the entry; candidates are no facts.

    It is a match and not ``owl:sameAs``: what a register says stays said of the register's entry.
    """
    for link in links:
        if link.sure:
            yield f"{iri(link.actor.iri)} {P.SAME} {iri(link.entry.iri)} .\n"
