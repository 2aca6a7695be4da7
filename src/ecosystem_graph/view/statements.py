"""What is said: relations, figures and claims, each with its time and its sources, as plain values."""

from __future__ import annotations

from typing import Any

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.schema import schema
from ecosystem_graph.spillovers import Entry, Ledger
from ecosystem_graph.spillovers.key import colour, mechanism, stroke
from ecosystem_graph.spillovers.timing import Order

from .details import Record, Records, Text, bare, filled, key_of, pair

__all__ = ["claims", "figures", "judged", "line_styles", "relation_types", "relations"]


def relation_types() -> dict[str, dict[str, Any]]:
    """Relation types by the word of their flat edge: label, class, and what the edge follows from."""
    known = schema()

    def name(term: Any) -> Text:
        return pair(known.label(term, "nb"), known.label(term, "en"))

    return {
        _local(relation.flat): {
            "label": name(relation.flat),
            "class": name(relation.rdf_class),
            "subject": name(relation.subject),
            "object": name(relation.object),
        }
        for relation in known.relations
    }


def relations(records: Records) -> dict[str, dict[str, Any]]:
    """Relations by id (the last part of their IRI)."""
    types = {_local(r.rdf_class): r for r in schema().relations}
    found: dict[str, dict[str, Any]] = {}
    for key, record in records.of("relation"):
        relation = next((types[_local(t)] for t in record.values.get("type", []) if _local(t) in types), None)
        if relation is None:
            continue
        found[key.removeprefix("relation/")] = filled(
            {
                "type": _local(relation.flat),
                "from": record.one(_local(relation.subject)),
                "to": record.one(_local(relation.object)),
                **_time(record),
                "detail": record.one("detail"),
                "level": record.one("statusLevel"),
                "sources": bare(record.values.get("hadPrimarySource", [])),
            }
        )
    return found


def figures(records: Records) -> list[dict[str, Any]]:
    """Figures about things, by thing, indicator and year."""
    rows = [
        filled(
            {
                "about": record.one("about"),
                "indicator": record.one("indicator"),
                "value": record.one("value"),
                "unit": record.one("unit"),
                "year": record.one("year"),
                "detail": record.one("detail"),
                "sources": bare(record.values.get("hadPrimarySource", [])),
            }
        )
        for _, record in records.of("observation")
    ]
    return sorted(
        rows, key=lambda r: (r.get("about", ""), r.get("indicator", ""), r.get("year", ""), r["value"])
    )


def claims(records: Records) -> dict[str, dict[str, Any]]:
    """Spillover propositions by id, each with everybody who supports or disputes it."""
    found: dict[str, dict[str, Any]] = {
        key.removeprefix("proposition/"): {
            "cause": record.one("cause"),
            "effect": record.one("effect"),
            "sign": "-" if record.one("polarity").endswith("negative") else "+",
            "voices": [],
        }
        for key, record in records.of("proposition")
    }
    for key, record in records.of("assertion"):
        disputed = record.one("disputes")
        about = (disputed or record.one("supports")).removeprefix("proposition/")
        if about not in found:
            continue
        found[about]["voices"].append(
            filled(
                {
                    "id": key.removeprefix("assertion/"),
                    "by": record.one("assertedBy"),
                    "disputes": bool(disputed),
                    "mechanism": record.one("mechanism"),
                    "note": record.one("mechanismNote"),
                    "strength": record.one("strength"),
                    "explicitness": record.one("explicitness"),
                    **_time(record),
                    "says": record.text("paraphrase"),
                    "sources": bare(record.values.get("hadPrimarySource", [])),
                }
            )
        )
    return found


def judged(claims: dict[str, dict[str, Any]], ledger: Ledger, base: str) -> dict[str, dict[str, Any]]:
    """Claims with what the ledger makes of them: standing, independent sources, mechanism, time."""
    found = dict(claims)
    for iri, entry in ledger.by_id.items():
        name = key_of(iri, base).removeprefix("proposition/")
        if name in found:
            found[name] = found[name] | {
                "standing": entry.weight.standing.slug,
                "support": entry.weight.support,
                "dispute": entry.weight.dispute,
                "mechanism": _mechanism(entry),
                "late": entry.time.order is Order.OUT_OF_ORDER,
            }
    return found


def line_styles(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """Colour of each mechanism and width for each number of sources, as the report's picture has them."""
    entries = sorted(ledger.entries, key=lambda entry: (_mechanism(entry), entry.weight.support))
    return {
        "colours": {_mechanism(entry): colour(mechanism(entry)) for entry in entries},
        "widths": {str(min(entry.weight.support, 3)): stroke(entry) for entry in entries},
    }


def _mechanism(entry: Entry) -> str:
    """Key of the mechanism that most supporters name."""
    return f"mechanism/{mechanism(entry).slug or 'unstated'}"


def _time(record: Record) -> dict[str, Any]:
    return {
        "start": record.one("start"),
        "end": record.one("end"),
        "ongoing": record.one("ongoing") == "true",
    }


def region_name(ecosystem: Ecosystem, records: Records) -> Text:
    """Name of the region as its data set gives it."""
    record = records.by_key.get("") or records.by_key.get(str(ecosystem.base))
    return record.text("label") if record else ecosystem.region


def _local(iri: str) -> str:
    return str(iri).rsplit("#", 1)[-1]
