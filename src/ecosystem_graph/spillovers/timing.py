"""Time: a cause cannot begin after its effect began.

Dates are intervals: ``2006`` is some day of that year, and a relation dated 1998 shows only that its actors
were there by then. A verdict is given only where the intervals leave no other reading; same-year dates are in
order as far as they say anything. A source's own period for a claim dates an effect that has no date of its
own (a topic), and tells at the latest when an undated cause was there, never both at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .claims import Dated, Proposition, Thing

__all__ = ["Order", "Reason", "Span", "TimeVerdict", "chain_order", "order", "span"]

_EVER, _NEVER = "", "9999-12-31"


class Order(StrEnum):
    """Verdict on time."""

    IN_ORDER = "in-order"
    OUT_OF_ORDER = "out-of-order"
    UNDATED = "undated"


class Reason(StrEnum):
    """What the dates object to. Only the first and the last put something out of order.

    The period of a claim is often just the year in which it was made, so that a claim dated before its cause
    leaves the matter undated.
    """

    EFFECT_FIRST = "effect-first"
    CLAIM_FIRST = "claim-first"
    LINK_ENDED = "link-ended"


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day on which something may have begun; ``""`` and ``9999-12-31`` where open."""

    first: str = _EVER
    last: str = _NEVER

    def after(self, other: Span) -> bool:
        """Certainly later than the other."""
        return self.first > other.last

    def settled(self, other: Span) -> bool:
        """Not later than the other, as far as the dates can say it.

        Each must be bounded on the side that matters; two known dates that overlap are no contradiction.
        """
        return (
            self.last != _NEVER and other.first != _EVER and (self.last <= other.last or self.first != _EVER)
        )


@dataclass(frozen=True, slots=True)
class TimeVerdict:
    """Whether the dates allow a proposition or a chain.

    Attributes:
        order: The verdict.
        cause: Dates used for the beginning of the cause.
        effect: Dates used for the beginning of the effect.
        claim: Date from which a supporter says that the influence held, if one does.
        reasons: What the dates object to.
        later: Out of order for how the effect began; what the effect became later is not ruled out. So with
            things that last (an actor, a place), not with events.
    """

    order: Order
    cause: tuple[Dated, ...] = ()
    effect: tuple[Dated, ...] = ()
    claim: Dated | None = None
    reasons: tuple[Reason, ...] = ()
    later: bool = False


def span(date: str) -> Span:
    """The days an ISO date of any precision may mean.

    >>> span("2006"), span("2006-02")
    (Span(first='2006-01-01', last='2006-12-31'), Span(first='2006-02-01', last='2006-02-31'))
    """
    if not date:
        return Span()
    parts = date.split("-")
    return Span("-".join([*parts, "01", "01"][:3]), "-".join([*parts, *("12", "31")[len(parts) - 1 :]][:3]))


def order(proposition: Proposition, cause: Thing, effect: Thing) -> TimeVerdict:
    """Check a proposition against the dates of its cause and its effect."""
    claim = _claimed(proposition)
    causes, effects = _dates(cause), _dates(effect)
    claimed = span(claim.date) if claim else None
    if claim and not effects and causes:
        effects = (claim,)
    elif claim and not causes and effects:
        causes = (Dated(claim.date, "claim", claim.at, by_then=True),)
    begins, begun = _span(causes), _span(effects)
    reasons = (Reason.CLAIM_FIRST,) if claimed and begins.after(claimed) else ()
    if begins.after(begun) and claim not in effects:
        reasons = (Reason.EFFECT_FIRST, *reasons)
        return TimeVerdict(Order.OUT_OF_ORDER, causes, effects, claim, reasons, effect.kind != "event")
    settled = bool(causes and effects) and begins.settled(begun) and not reasons
    return TimeVerdict(Order.IN_ORDER if settled else Order.UNDATED, causes, effects, claim, reasons)


def chain_order(steps: Sequence[tuple[Proposition, TimeVerdict]]) -> TimeVerdict:
    """Check a chain: every step by itself, and that no link had ended before the one before it began.

    A link begins no earlier than its cause and than the first period a supporter gives for it; it ended where
    every supporter says that it did.
    """
    reasons: dict[Reason, None] = {}
    reached = _EVER
    for proposition, verdict in steps:
        reasons.update(dict.fromkeys(verdict.reasons))
        if (ended := _ended(proposition)) and span(ended).last < reached:
            reasons[Reason.LINK_ENDED] = None
        starts = [_span(verdict.cause).first]
        if verdict.claim:
            starts.append(span(verdict.claim.date).first)
        reached = max(reached, *starts)
    if Reason.EFFECT_FIRST in reasons or Reason.LINK_ENDED in reasons:
        return TimeVerdict(Order.OUT_OF_ORDER, reasons=tuple(reasons))
    settled = all(verdict.order is Order.IN_ORDER for _, verdict in steps)
    return TimeVerdict(Order.IN_ORDER if settled else Order.UNDATED, reasons=tuple(reasons))


def _dates(thing: Thing) -> tuple[Dated, ...]:
    return thing.begins or ((thing.known_by,) if thing.known_by else ())


def _span(dates: Sequence[Dated]) -> Span:
    """From the first to the last day on which a thing may have begun; sources that disagree widen it."""
    if not dates:
        return Span()
    spans = [(_EVER if d.by_then else span(d.date).first, span(d.date).last) for d in dates]
    return Span(min(first for first, _ in spans), max(last for _, last in spans))


def _claimed(proposition: Proposition) -> Dated | None:
    """The earliest beginning a supporter gives."""
    starts = sorted((a.period.start, a.id) for a in proposition.supporting if a.period.start)
    return Dated(starts[0][0], "claim", starts[0][1]) if starts else None


def _ended(proposition: Proposition) -> str:
    """The last end, where every supporter gives one; empty otherwise."""
    ends = [a.period.end for a in proposition.supporting]
    return max(ends) if ends and all(ends) else ""
