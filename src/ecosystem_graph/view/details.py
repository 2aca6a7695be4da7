"""Everything the page can tell about a thing, as plain values: names, places, codes, sources.

The page holds its facts once, in the shape JavaScript reads: a thing's key is its IRI without the region's
base (``actor/nce-raufoss``), a text in both languages is the pair ``[nb, en]``, or one string where they are
the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import run
from ecosystem_graph.vocab import CODE, ECO

__all__ = ["Record", "Records", "Text", "codes", "licence", "read", "sources", "things"]

#: A text in Norwegian and English; one string where they are the same.
Text = str | list[str]

_ASSERTED = """
SELECT ?s ?p ?o (LANG(?o) AS ?lang)
WHERE { GRAPH <https://w3id.org/innovation-ecosystem/graph/asserted> { ?s ?p ?o } }
"""
_INFERRED = """
SELECT ?s ?p ?o
WHERE { VALUES ?p { eco:kind eco:sphere eco:locatedIn eco:influences } ?s ?p ?o }
"""
_CODES = """
SELECT ?code ?label (LANG(?label) AS ?lang)
WHERE { ?code skos:inScheme ?scheme ; skos:prefLabel ?label }
"""
#: What a thing of ours can be; the first part of its key.
_THINGS = ("actor", "place", "topic", "event", "asserter")


@dataclass
class Record:
    """What is said about one thing.

    Attributes:
        values: Property (local name) to values, sorted; IRIs as keys.
        texts: Property to text by language.
    """

    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def one(self, name: str) -> str:
        """The first value, empty where there is none."""
        return self.values[name][0] if self.values.get(name) else ""

    def text(self, name: str) -> Text:
        """The text in both languages; the one there is serves for the other."""
        known = self.texts.get(name, {})
        some = (
            known.get("nb") or known.get("en") or known.get("") or next(iter(known.values()), self.one(name))
        )
        nb, en = known.get("nb", some), known.get("en", some)
        return nb if nb == en else [nb, en]


@dataclass(frozen=True)
class Records:
    """All records of a region by key.

    Attributes:
        base: Root IRI of the region's things.
        by_key: Record of each thing.
        inferred: (property local name, subject key) to object keys, for the few inferred properties shown.
    """

    base: str
    by_key: Mapping[str, Record]
    inferred: Mapping[tuple[str, str], list[str]]

    def of(self, kind: str) -> list[tuple[str, Record]]:
        """Records of one kind of thing (``actor``, ``relation`` …), in key order."""
        return [(key, self.by_key[key]) for key in sorted(self.by_key) if key.startswith(kind + "/")]


def key_of(iri: str, base: str) -> str:
    """Short key of an IRI: without the region's base, or without that of the code lists."""
    return iri.removeprefix(base).removeprefix(str(CODE))


def local(iri: str) -> str:
    """Local name of a property."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def read(ecosystem: Ecosystem) -> Records:
    """Read the region's facts once."""
    base = str(ecosystem.base)
    by_key: dict[str, Record] = defaultdict(Record)
    for s, p, o, lang in run(ecosystem, _ASSERTED).rows:
        record, name = by_key[key_of(str(s), base)], local(str(p))
        if str(lang or ""):
            record.texts[name][str(lang)] = str(o)
        record.values[name].append(key_of(str(o), base))
    for record in by_key.values():
        for values in record.values.values():
            values.sort()
    inferred: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s, p, o in run(ecosystem, _INFERRED).rows:
        inferred[local(str(p)), key_of(str(s), base)].append(key_of(str(o), base))
    return Records(base, dict(by_key), {pair: sorted(set(found)) for pair, found in inferred.items()})


def licence(records: Records) -> str:
    """IRI of the licence of the region's data; empty where none is stated."""
    region = records.by_key.get("")
    return region.one("license") if region is not None else ""


def codes(ecosystem: Ecosystem) -> dict[str, Text]:
    """Label of every code (``sphere/industry``), the region's own too, in both languages."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, label, lang in run(ecosystem, _CODES).rows:
        found[key_of(str(code), str(ecosystem.base))][str(lang)] = str(label)
    return {code: pair(labels.get("nb", ""), labels.get("en", "")) for code, labels in sorted(found.items())}


def pair(nb: str, en: str) -> Text:
    """A text of the page."""
    return nb if nb == en else [nb or en, en or nb]


def things(records: Records) -> dict[str, dict[str, Any]]:
    """Actors, places, topics, events and asserters by key, empty fields left out."""
    return {key: _thing(records, key, record) for kind in _THINGS for key, record in records.of(kind)}


def _thing(records: Records, key: str, record: Record) -> dict[str, Any]:
    kinds = records.inferred.get(("kind", key)) or [_kind_code(record)]
    spheres = records.inferred.get(("sphere", key), [])
    return filled(
        {
            "name": record.text("label"),
            "other": list(record.values.get("altLabel", [])),
            "kind": kinds[0],
            "sphere": spheres[0].removeprefix("sphere/") if spheres else "",
            "place": record.one("municipality"),
            "placeName": record.one("municipalityName") or record.one("countyName"),
            "within": [p for p in records.inferred.get(("locatedIn", key), []) if p.startswith("place/")],
            "county": record.one("inCounty"),
            "number": record.one("municipalityNumber") or record.one("countyNumber"),
            "founded": record.one("founded"),
            "dissolved": record.one("dissolved"),
            "homepage": record.one("homepage"),
            "organisationNumber": record.one("organisationNumber"),
            "concerns": record.values.get("concerns", []),
            "date": record.one("date"),
            "involves": record.values.get("involves", []),
            "speaksFor": record.values.get("actedOnBehalfOf", []),
            "sources": bare(record.values.get("hadPrimarySource", [])),
        }
    )


def _kind_code(record: Record) -> str:
    """Code of a place's or event's kind; the class of an actor where nothing was inferred."""
    for name in ("placeKind", "eventKind"):
        if record.one(name):
            return record.one(name)
    return next((t.removeprefix(str(ECO)) for t in record.values.get("type", [])), "")


def sources(records: Records) -> dict[str, dict[str, Any]]:
    """Sources by id: title, publisher, date and a web address, where it is one."""
    return {
        key.removeprefix("source/"): filled(
            {
                "title": record.one("title"),
                "publisher": record.one("publisher"),
                "date": record.one("issued"),
                "url": web_address(record.one("url")),
                "language": record.one("language"),
            }
        )
        for key, record in records.of("source")
    }


def web_address(text: str) -> str:
    """The text if a browser may follow it, completed with a scheme; empty otherwise.

    >>> web_address("agritechcluster.no"), web_address("javascript:alert(1)")
    ('https://agritechcluster.no', '')
    """
    if text.startswith(("https://", "http://")):
        return text
    return f"https://{text}" if "." in text and ":" not in text and " " not in text else ""


def bare(keys: Iterable[str]) -> list[str]:
    """Source ids without their prefix."""
    return [key.removeprefix("source/") for key in keys]


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None, False)}
