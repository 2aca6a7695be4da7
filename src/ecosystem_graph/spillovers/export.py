"""The ledger for machines: CSV with one row per assertion, and JSON with everything."""

from __future__ import annotations

import json
from typing import Any

from ecosystem_graph.ecosystem import Ecosystem

from .claims import Assertion, Code, Dated, Source, Thing
from .ledger import Entry, Ledger
from .reading import read_ledger
from .sheets import Cell, Sheet

__all__ = ["assertion_sheet", "ledger_json", "spillovers_csv"]

_COLUMNS = (
    "proposition", "cause", "cause_nb", "cause_en", "effect", "effect_nb", "effect_en", "polarity",
    "standing", "independent_sources", "independent_explicit_sources", "independent_disputing_sources",
    "time", "time_objections", "assertion", "stance", "asserted_by", "speaks_for", "party_to_it", "mechanism",
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


def ledger_json(ledger: Ledger) -> str:
    """The whole ledger as JSON: things, sources, asserters, and propositions with their assertions.

    Things, sources and asserters stand once, by IRI; dates are ISO texts as the sources have them.
    """
    ends = sorted({end for p in ledger.propositions for end in (p.cause, p.effect)})
    asserters = {a.asserter.id: a.asserter for p in ledger.propositions for a in p.assertions}
    document = {
        "region": ledger.base,
        "propositions": [_entry(ledger, entry) for entry in ledger.entries],
        "things": {end: _thing(ledger.things[end]) for end in ends},
        "asserters": {
            iri: {"label": asserters[iri].label, "represents": list(asserters[iri].represents)}
            for iri in sorted(asserters)
        },
        "sources": {iri: _source(ledger.sources[iri]) for iri in sorted(ledger.sources)},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _row(ledger: Ledger, entry: Entry, assertion: Assertion) -> tuple[Cell, ...]:
    proposition, weight = entry.proposition, entry.weight
    cause, effect = ledger.things[proposition.cause], ledger.things[proposition.effect]
    period = assertion.period
    sources = assertion.sources
    return (
        _tail(proposition.id), cause.slug, cause.label("nb"), cause.label("en"),
        effect.slug, effect.label("nb"), effect.label("en"), _polarity(proposition.sign),
        weight.standing.slug, weight.support, weight.explicit, weight.dispute,
        entry.time.order.value, ";".join(r.value for r in entry.time.reasons),
        _tail(assertion.id), assertion.stance.value, assertion.asserter.label,
        ";".join(_tail(a) for a in assertion.asserter.represents),
        "yes" if ledger.interested(entry, assertion) else "no",
        assertion.mechanism.slug, assertion.mechanism_note, assertion.strength.slug,
        assertion.explicitness.slug, period.start, ".." if period.ongoing else period.end,
        ";".join(s.slug for s in sources), ";".join(s.title for s in sources),
        ";".join(s.publisher for s in sources), ";".join(s.url for s in sources),
        assertion.nb, assertion.en,
    )  # fmt: skip


def _entry(ledger: Ledger, entry: Entry) -> dict[str, Any]:
    proposition, weight, time = entry.proposition, entry.weight, entry.time
    return {
        "id": proposition.id,
        "cause": proposition.cause,
        "effect": proposition.effect,
        "polarity": _polarity(proposition.sign),
        "standing": weight.standing.slug,
        "independent_sources": weight.support,
        "independent_explicit_sources": weight.explicit,
        "independent_disputing_sources": weight.dispute,
        "time": {
            "order": time.order.value,
            "objections": [reason.value for reason in time.reasons],
            "later_development_only": time.later,
            "cause": [_dated(d) for d in time.cause],
            "effect": [_dated(d) for d in time.effect],
            "claim": _dated(time.claim) if time.claim else None,
        },
        "assertions": [_assertion(ledger, entry, a) for a in proposition.assertions],
    }


def _assertion(ledger: Ledger, entry: Entry, assertion: Assertion) -> dict[str, Any]:
    period = assertion.period
    return {
        "id": assertion.id,
        "stance": assertion.stance.value,
        "asserter": assertion.asserter.id,
        "party_to_it": ledger.interested(entry, assertion),
        "mechanism": _code(assertion.mechanism),
        "mechanism_note": assertion.mechanism_note,
        "strength": _code(assertion.strength),
        "explicitness": _code(assertion.explicitness),
        "start": period.start,
        "end": period.end,
        "ongoing": period.ongoing,
        "paraphrase": {"nb": assertion.nb, "en": assertion.en},
        "sources": [source.id for source in assertion.sources],
    }


def _thing(thing: Thing) -> dict[str, Any]:
    return {"slug": thing.slug, "kind": thing.kind, "label": {"nb": thing.nb, "en": thing.en}}


def _source(source: Source) -> dict[str, str]:
    return {
        "slug": source.slug,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
    }


def _dated(dated: Dated) -> dict[str, Any]:
    return {"date": dated.date, "basis": dated.basis, "at": dated.at, "by_then": dated.by_then}


def _code(code: Code) -> dict[str, str]:
    return {"slug": code.slug, "nb": code.nb, "en": code.en}


def _polarity(sign: int) -> str:
    return "positive" if sign > 0 else "negative"


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
