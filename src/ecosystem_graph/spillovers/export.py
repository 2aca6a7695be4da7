"""The ledger for machines: one CSV row per assertion."""

from __future__ import annotations

from ecosystem_graph.ecosystem import Ecosystem

from .claims import Assertion
from .ledger import Entry, Ledger
from .reading import read_ledger
from .sheets import Cell, Sheet

__all__ = ["assertion_sheet", "spillovers_csv"]

_COLUMNS = (
    "proposition", "cause", "cause_nb", "cause_en", "effect", "effect_nb", "effect_en", "polarity",
    "standing", "independent_sources", "independent_explicit_sources", "independent_disputing_sources",
    "time", "assertion", "stance", "asserted_by", "speaks_for", "party_to_it", "mechanism",
    "mechanism_note", "strength", "explicitness", "start", "end", "sources", "titles", "publishers", "urls",
    "paraphrase_nb", "paraphrase_en",
)  # fmt: skip


def spillovers_csv(ecosystem: Ecosystem) -> str:
    """The whole ledger as CSV: a row per assertion, contested propositions first."""
    return assertion_sheet(read_ledger(ecosystem)).csv()


def assertion_sheet(ledger: Ledger) -> Sheet:
    """A row per assertion, in the order of the ledger; semicolons between several values in a cell."""
    rows = [_row(ledger, entry, a) for entry in ledger.entries for a in entry.proposition.assertions]
    return Sheet(_COLUMNS, tuple(rows))


def _row(ledger: Ledger, entry: Entry, assertion: Assertion) -> tuple[Cell, ...]:
    proposition, weight = entry.proposition, entry.weight
    cause, effect = ledger.things[proposition.cause], ledger.things[proposition.effect]
    period = assertion.period
    sources = assertion.sources
    return (
        _tail(proposition.id), cause.slug, cause.label("nb"), cause.label("en"),
        effect.slug, effect.label("nb"), effect.label("en"),
        "positive" if proposition.sign > 0 else "negative",
        weight.standing.slug, weight.support, weight.explicit, weight.dispute, entry.time.order.value,
        _tail(assertion.id), assertion.stance.value, assertion.asserter.label,
        ";".join(_tail(a) for a in assertion.asserter.represents),
        "yes" if ledger.interested(entry, assertion) else "no",
        assertion.mechanism.slug, assertion.mechanism_note, assertion.strength.slug,
        assertion.explicitness.slug,
        period.start, ".." if period.ongoing else period.end,
        ";".join(s.slug for s in sources), ";".join(s.title for s in sources),
        ";".join(s.publisher for s in sources), ";".join(s.url for s in sources),
        assertion.nb, assertion.en,
    )  # fmt: skip


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
