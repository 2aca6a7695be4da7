"""ROR, the Research Organization Registry, as a graph: the JSON dump (schema 2) or a CSV of it.

Source of the fields: ror.org, schema 2.1. ROR is in the public domain (CC0).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rdflib import XSD
from rdflib.namespace import FOAF

from ecosystem_graph.errors import DataError, Problem
from ecosystem_graph.wording import Wording

from .codelists import source_node
from .lines import P, clean, iri, label, string
from .matching import Registered
from .reading import Progress, records

__all__ = ["RorTotals", "ror_lines", "ror_source"]

_ID = re.compile(r"https://ror\.org/0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}\Z")
_WIKIDATA = re.compile(r"Q[1-9]\d*\Z")
_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_RELATIONS = {"parent": P.PARENT, "child": P.CHILD, "related": P.LINKED}


class _RecordError(ValueError):
    """What is wrong with a record, worded by us."""

    def __init__(self, why: Wording) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class RorTotals:
    """What an import met: entries kept, of other countries, withdrawn by ROR itself, and bad records."""

    kept: int = 0
    outside: int = 0
    withdrawn: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    iri: str
    names: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    established: str
    country: str
    city: str
    latitude: str
    longitude: str
    wikidata: str
    homepage: str
    relations: tuple[tuple[str, str], ...]


def ror_source(source: str, published: str = "") -> list[str]:
    """The source node of an import."""
    return source_node(
        source,
        title="ROR, Research Organization Registry",
        publisher="Research Organization Registry (ROR)",
        url="https://ror.org/",
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
        language="en",
        published=published,
    )


def ror_lines(
    path: Path,
    *,
    source: str,
    country: str = "NO",
    totals: RorTotals | None = None,
    max_errors: int = 100,
    note: Callable[[Registered], None] | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """N-Triples lines of the organisations of a ROR file.

    Args:
        path: The dump as JSON, or a CSV with the columns ror, name, all_names, types, status, established,
            city, lat, lng, wikidata, links and relationships (then all of it is taken to be of the country).
        source: IRI of the source that every organisation points to.
        country: Two letters; empty for all countries.
        totals: Filled in on the way.
        max_errors: Bad records that are told and left out; one more ends it.
        note: Called with each organisation kept.
        progress: Told how far the file is read.

    Raises:
        UnreadableFileError: As `reading.records`.
        DataError: Too many bad records.
        MissingExtraError: JSON needs the extra ``registers``.
    """
    totals = RorTotals() if totals is None else totals
    for raw in records(path, progress, arrays=("items",)):
        try:
            entry = _from_csv(raw.fields) if "ror" in raw.fields else _from_json(raw.fields)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            other = Wording("not a ROR record (schema 2)", "ikke en ROR-post (skjema 2)")
            why = error.why if isinstance(error, _RecordError) else other
            shown = str(raw.fields.get("id", raw.fields.get("ror", "")))[:80]
            totals.problems.append(Problem(path.name, raw.place, "", shown, why))
            if len(totals.problems) > max_errors:
                raise DataError(totals.problems) from None
            continue
        if raw.fields.get("status") == "withdrawn":
            totals.withdrawn += 1
            continue
        if country and entry.country and entry.country != country:
            totals.outside += 1
            continue
        totals.kept += 1
        if note is not None:
            names = tuple(dict.fromkeys(name for name, _ in entry.names))
            note(
                Registered(
                    entry.iri,
                    entry.iri.rsplit("/", 1)[-1],
                    names,
                    place=entry.city,
                    kind=" ".join(entry.types),
                )
            )
        yield _lines(entry, source)


def _lines(entry: _Entry, source: str) -> str:
    me = iri(entry.iri)
    out = [f"{me} {P.A} {P.ORGANISATION} .\n{me} {P.SOURCE} {iri(source)} .\n"]
    for i, (name, lang) in enumerate(dict.fromkeys(entry.names)):
        value = label(name, lang) if lang else string(name)
        out.append(f"{me} {P.LABEL if i == 0 else P.OTHER} {value} .\n")
    if entry.established:
        out.append(f'{me} {P.FOUNDED} "{entry.established}"^^<{XSD.gYear}> .\n')
    if entry.latitude and entry.longitude:
        for prop, value in (("lat", entry.latitude), ("long", entry.longitude)):
            out.append(f'{me} <{_WGS}{prop}> "{value}"^^<{XSD.decimal}> .\n')
    if entry.wikidata:
        out.append(f"{me} {P.SAME} <http://www.wikidata.org/entity/{entry.wikidata}> .\n")
    if entry.homepage:
        out.append(f"{me} <{FOAF.homepage}> {string(entry.homepage)}^^<{XSD.anyURI}> .\n")
    for kind, other in entry.relations:
        out.append(f"{me} {_RELATIONS[kind]} {iri(other)} .\n")
    return "".join(out)


def _checked_id(text: Any) -> str:
    if not isinstance(text, str) or not _ID.match(text):
        raise _RecordError(
            Wording(
                "a ROR id is written https://ror.org/0xxxxxxdd",
                "en ROR-id skrives https://ror.org/0xxxxxxdd",
            )
        )
    return text


def _year(value: Any) -> str:
    text = "" if value in (None, "") else str(value)
    if text and not re.fullmatch(r"\d{4}", text):
        raise _RecordError(
            Wording(
                f"the year of establishment is {text[:20]!r}, not four digits",
                f"etableringsåret er {text[:20]!r}, ikke fire sifre",
            )
        )
    return text


def _decimal(value: Any) -> str:
    text = "" if value in (None, "") else str(value)
    return text if re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) else ""


def _from_json(fields: Mapping[str, Any]) -> _Entry:
    names = [
        (clean(n["value"]), str(n.get("lang") or ""))
        for n in sorted(fields["names"], key=lambda n: "ror_display" not in n.get("types", ()))
        if "acronym" not in n.get("types", ()) or "ror_display" in n.get("types", ())
    ]
    place = (fields.get("locations") or [{}])[0].get("geonames_details", {})
    outer = {
        e["type"]: e.get("preferred") or (e.get("all") or [""])[0] for e in fields.get("external_ids", ())
    }
    links = {link["type"]: link["value"] for link in fields.get("links", ())}
    relations = ((r["type"] if "type" in r else r["label"], r["id"]) for r in fields.get("relationships", ()))
    return _entry(
        fields["id"], names, fields.get("types", ()), fields.get("established"),
        place.get("country_code", ""), place.get("name", ""), place.get("lat"), place.get("lng"),
        outer.get("wikidata", ""), links.get("website", ""), relations,
    )  # fmt: skip


def _from_csv(fields: Mapping[str, Any]) -> _Entry:
    """A row: other names are written ``name@language`` with bars between them."""
    names = [(clean(str(fields.get("name", ""))), "")]
    for part in str(fields.get("all_names", "")).split(" | "):
        text, _, lang = part.rpartition("@") if "@" in part else (part, "", "")
        names.append((clean(text), lang.strip()))
    first = names[0][0]
    names = [names[0], *(n for n in names[1:] if n[0] and n[0] != first)]

    def listed(name: str) -> list[str]:
        return re.split(r" \| |;", str(fields.get(name, "")))

    told = re.findall(r"(\w+):(https://ror\.org/\w{9})", str(fields.get("relationships", "")))
    relations = [(kind.lower(), other) for kind, other in told]
    return _entry(
        fields["ror"], names, listed("types"), fields.get("established"), "", str(fields.get("city", "")),
        fields.get("lat"), fields.get("lng"), listed("wikidata")[0], listed("links")[0], relations,
    )  # fmt: skip


def _entry(
    ror: Any,
    names: list[tuple[str, str]],
    types: Any,
    established: Any,
    country: str,
    city: str,
    latitude: Any,
    longitude: Any,
    wikidata: str,
    homepage: str,
    relations: Any,
) -> _Entry:
    if not names or not names[0][0]:
        raise _RecordError(Wording("the organisation has no name", "organisasjonen har ikke noe navn"))
    langs = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
    return _Entry(
        _checked_id(ror),
        tuple((name, lang if langs.match(lang) else "") for name, lang in names if name),
        tuple(str(t) for t in types),
        _year(established),
        str(country),
        clean(str(city)),
        _decimal(latitude),
        _decimal(longitude),
        wikidata if _WIKIDATA.match(wikidata) else "",
        clean(homepage) if homepage.startswith(("http://", "https://")) else "",
        tuple((kind, other) for kind, other in relations if kind in _RELATIONS and _ID.match(other)),
    )
