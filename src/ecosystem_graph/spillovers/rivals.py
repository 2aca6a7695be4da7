"""Rivals: every cause that anybody claims for a development, side by side.

An actor's development is more than its own node: topics about it, events it takes part in and its
predecessors count too, and every row says in which way its effect concerns the actor.
"""

from __future__ import annotations

from dataclasses import dataclass

from .claims import Assertion, Concern, How, Thing
from .ledger import Entry, Ledger

__all__ = ["Rival", "Rivals", "concerning", "rivals"]


@dataclass(frozen=True, slots=True)
class Rival:
    """A claimed cause with all that is said about it.

    Attributes:
        cause: The thing.
        entries: Its propositions, each with how the effect concerns the thing asked about; direct ones first.
    """

    cause: Thing
    entries: tuple[tuple[Entry, Concern], ...]

    @property
    def support(self) -> int:
        """Independent sources of its best supported proposition."""
        return max(e.weight.support for e, _ in self.entries)

    @property
    def supporters(self) -> tuple[Assertion, ...]:
        """Assertions for any of its propositions."""
        return tuple(a for e, _ in self.entries for a in e.proposition.supporting)

    @property
    def disputers(self) -> tuple[Assertion, ...]:
        """Assertions against any of its propositions."""
        return tuple(a for e, _ in self.entries for a in e.proposition.disputing)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The causes claimed for a development.

    Attributes:
        effect: What was asked about.
        rivals: Direct claims first, then by support.
        concerned: Everything that was looked at as part of its development.
    """

    effect: Thing
    rivals: tuple[Rival, ...]
    concerned: tuple[Concern, ...]


def concerning(ledger: Ledger, thing: str) -> tuple[Concern, ...]:
    """A thing and what concerns its development.

    Predecessors of predecessors count as well; topics and events only of the thing itself, as those of a
    predecessor are about a time before it.

    Raises:
        NotFoundError: Unknown thing.
    """
    asked = ledger.thing(thing)
    found = {asked.id: How.ITSELF}
    queue = [asked]
    for current in queue:
        for concern in current.concerned:
            if concern.thing not in found and (current is asked or concern.how is How.PREDECESSOR):
                found[concern.thing] = concern.how
                if concern.how is How.PREDECESSOR:
                    queue.append(ledger.things[concern.thing])
    ordered = sorted(found.items(), key=lambda pair: (list(How).index(pair[1]), pair[0]))
    return tuple(Concern(thing, how) for thing, how in ordered)


def rivals(ledger: Ledger, effect: str) -> Rivals:
    """Every cause claimed for the development of a thing.

    Args:
        ledger: The claims.
        effect: IRI or slug.

    Raises:
        NotFoundError: Unknown thing.
    """
    concerned = concerning(ledger, effect)
    how = {concern.thing: concern for concern in concerned}
    by_cause: dict[str, list[tuple[Entry, Concern]]] = {}
    for entry in ledger.entries:
        if (concern := how.get(entry.proposition.effect)) is not None:
            by_cause.setdefault(entry.proposition.cause, []).append((entry, concern))
    found = [
        Rival(ledger.things[cause], tuple(sorted(entries, key=lambda pair: _near_first(*pair))))
        for cause, entries in by_cause.items()
    ]
    found.sort(key=lambda r: (_near_first(*r.entries[0])[0], -r.support, r.cause.id))
    return Rivals(ledger.thing(effect), tuple(found), concerned)


def _near_first(entry: Entry, concern: Concern) -> tuple[int, int, str]:
    return list(How).index(concern.how), -entry.weight.support, entry.proposition.id
