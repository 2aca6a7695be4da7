"""Tables to triples. Nothing is skipped: what cannot be mapped is a problem with its file, row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rdflib import PROV, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.errors import Problem, near
from ecosystem_graph.resources import DEFAULT_REGION
from ecosystem_graph.schema import Schema, schema
from ecosystem_graph.turtle import Triple
from ecosystem_graph.vocab import CODE, ECO

from . import cells
from .asserters import represented
from .layout import LAYOUT, Column, Form, Layout, layout
from .records import Record, Tables, read_tables

__all__ = ["BASE", "GEO", "import_tables", "to_triples"]

BASE = "https://w3id.org/innovation-ecosystem/"
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
VOID = Namespace("http://rdfs.org/ns/void#")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
#: Short names by which an id may be qualified where two tables share it: ``place:hamarregionen``.
QUALIFIERS = {
    "organisations": "actor",
    "places": "place",
    "topics": "topic",
    "events": "event",
    "sources": "source",
}
_LOCAL = re.compile(r"[A-Za-z0-9._-]+\Z")
_ROLES = {"boundary": GEO.hasGeometry, "centroid": GEO.hasCentroid}


def import_tables(folder: Path, region: str | None = None) -> tuple[set[Triple], str]:
    """Read a folder of tables and map it.

    Args:
        folder: Folder with the CSV files.
        region: Slug of the region; None takes region.csv, or Innlandet where there is none.

    Returns:
        The triples, and the root IRI of the region's things.

    Raises:
        DataError: Every problem found, with file, row and column.
        UnreadableFileError: A file cannot be read at all.
    """
    tables = read_tables(folder)
    mapped = to_triples(tables, region)
    tables.raise_for_problems()
    return mapped


def to_triples(tables: Tables, region: str | None = None, base: str | None = None) -> tuple[set[Triple], str]:
    """Map records to triples; problems are noted in ``tables``.

    Args:
        tables: The records.
        region: Slug of the region; None takes region.csv, or Innlandet where there is none.
        base: Root IRI of the region's things; None makes it from the slug.
    """
    rows = tables.records.get("region", [])
    slug = region or (rows[0].cells["id"] if rows else DEFAULT_REGION)
    mapper = _Mapper(tables, schema(), base or f"{BASE}{cells.slugify(slug)}/")
    for extra in rows[1:]:
        tables.report(extra, "id", extra.cells["id"], "a data set is about one region: one row")
    if not cells.SLUG.match(slug):
        row = 0 if region else rows[0].row
        why = "a region's id has lower-case letters, digits and hyphens"
        tables.problems.append(Problem("region" if region else "region.csv", row, "id", slug, why))
    mapper.map(rows[0] if rows else None, slug)
    return mapper.triples, mapper.base


def _content(record: Record, table: Layout) -> list[tuple[str, ...]]:
    """What rows are sorted by: texts first, so that a corrected number moves as little as can be."""
    columns = sorted(table.columns, key=lambda c: c.form is Form.NUMBER)
    return [
        tuple(sorted(record.list(c.name))) if c.many else (record.cells.get(c.name, ""),) for c in columns
    ]


class _Mapper:
    """One run over the tables."""

    def __init__(self, tables: Tables, known: Schema, base: str) -> None:
        self.tables, self.schema, self.base = tables, known, base
        self.triples: set[Triple] = set()
        self.taken: dict[str, Record] = {}
        self.ids: dict[str, dict[str, URIRef]] = {}
        for table in LAYOUT:
            column = next((c.name for c in table.columns if c.form is Form.ID), None)
            if column and table.thing:
                records = tables.records.get(table.name, [])
                self.ids[table.name] = {r.cells[column]: self.iri(table, r.cells[column]) for r in records}
        self.places: dict[str, URIRef] = {}
        for wanted in (("Municipality", "County", "FormerCounty", "Country"), None):
            for record in tables.records.get("places", []):
                if wanted is None or record.cells.get("kind") in wanted:
                    self.places.setdefault(record.cells["name"], self.ids["places"][record.cells["id"]])
        self.asserters: dict[str, str] = {}
        for text in sorted({r.cells["asserted_by"] for r in tables.records.get("causal_claims", [])}):
            stem = slug = cells.slugify(text)
            number = 1
            while slug in self.asserters.values():
                number += 1
                slug = f"{stem}-{number}"
            self.asserters[text] = slug
        self.actors = represented(tables, self.ids.get("organisations", {}))

    def iri(self, table: Layout, local: str) -> URIRef:
        # Text that cannot stand in an IRI is a problem of its own, which is reported where the text is read.
        safe = local if _LOCAL.match(local) else cells.slugify(local)
        return URIRef(f"{self.base}{table.thing}/{safe}")

    def add(self, s: Node, p: Node, o: Node) -> None:
        self.triples.add((s, p, o))

    def map(self, region: Record | None, slug: str) -> None:
        node = URIRef(self.base)
        self.add(node, RDF.type, VOID.Dataset)
        self.add(node, DCTERMS.license, LICENCE)
        for lang in ("nb", "en"):
            name = region.cells[f"label_{lang}"] if region else slug.capitalize()
            self.add(node, RDFS.label, Literal(name, lang=lang))
        special: dict[str, Callable[[Record], None]] = {
            "relations": self.relation,
            "causal_claims": self.claim,
            "geometries": self.geometry,
            "figures": self.figure,
        }
        for table in LAYOUT[1:]:
            # A number behind ids that would collide depends on content only, never on the order of rows.
            records = self.tables.records.get(table.name, [])
            mapped = special.get(table.name, partial(self.row, table=table))
            for record in sorted(records, key=partial(_content, table=table)):
                mapped(record)

    # -- whole rows ------------------------------------------------------------------------------------

    def row(self, record: Record, table: Layout) -> None:
        column = next(c for c in table.columns if c.form is Form.ID)
        local = record.cells[column.name]
        if local and not cells.SLUG.match(local):
            self.tables.report(
                record, column.name, local, "an id has lower-case letters, digits and hyphens only"
            )
        subject = self.iri(table, local)
        if table.rdf_class is not None:
            self.add(subject, RDF.type, table.rdf_class)
        self.fill(subject, record, table)
        if table.name == "places" and not record.cells.get("name_en"):
            # A proper name without an English form of its own is the same in both languages.
            self.add(subject, RDFS.label, Literal(record.cells["name"], lang="en"))

    def figure(self, record: Record) -> None:
        table = layout("figures")
        about = self.find(record, table.column("subject"), record.cells["subject"])
        if about is not None:
            parts = (cells.tail(about), cells.slugify(record.cells["indicator"]), record.cells["year"])
            subject = self.mint(table, parts)
            self.add(subject, RDF.type, ECO.Observation)
            self.add(subject, ECO.about, about)
            self.fill(subject, record, table, skip=("subject",))

    def geometry(self, record: Record) -> None:
        table = layout("geometries")
        place = self.find(record, table.column("place"), record.cells["place"])
        role = record.cells["role"]
        if role not in _ROLES:
            self.tables.report(record, "role", role, f"unknown role; known: {', '.join(_ROLES)}")
        elif place is not None:
            subject = self.mint(table, (cells.tail(place), role))
            self.add(subject, RDF.type, GEO.Geometry)
            self.add(place, _ROLES[role], subject)
            self.fill(subject, record, table, skip=("place", "role"))

    def relation(self, record: Record) -> None:
        table = layout("relations")
        word = record.cells["relation"]
        words = {r.word for r in self.schema.relations if r.word}
        if word not in words:
            self.unknown(record, "relation", word, words)
            return
        subject = self.find(record, table.column("subject"), record.cells["subject"])
        among_places = subject is not None and self.kind_of(subject) == "place"
        wanted = (
            ("places", "organisations", "topics", "events") if among_places and word == "partOf" else None
        )
        target = self.find(record, table.column("object"), record.cells["object"], wanted)
        if subject is None or target is None:
            return
        if subject == target:
            self.tables.report(
                record, "object", record.cells["object"], "a thing cannot be related to itself"
            )
            return
        kind = self.schema.relation(word, places=among_places and self.kind_of(target) == "place")
        node = self.mint(table, (cells.tail(subject), word, cells.tail(target), record.cells["start"]))
        self.add(node, RDF.type, kind.rdf_class)
        self.add(node, kind.subject, subject)
        self.add(node, kind.object, target)
        if word == "awardedStatus":
            self.add(node, ECO.statusLevel, self.level(record.cells["detail"]))
        self.fill(node, record, table, skip=("subject", "relation", "object"))

    def level(self, detail: str) -> URIRef:
        """The status level a detail begins with; an award where it names another title; else unstated."""
        levels = self.schema.codes["level"]
        for word in sorted(levels, key=len, reverse=True):
            if detail.casefold().startswith(word.casefold()):
                return levels[word]
        return levels["award"] if detail.startswith("named ") else levels["unstated"]

    def claim(self, record: Record) -> None:
        table = layout("causal_claims")
        ends = [self.find(record, table.column(c), record.cells[c]) for c in ("cause", "effect")]
        polarity = self.code(record, table.column("polarity"), record.cells["polarity"])
        stance = self.code(record, table.column("stance"), record.cells["stance"])
        if None in ends or polarity is None or stance is None:
            return
        cause, effect = ends
        if cause == effect:
            self.tables.report(record, "effect", record.cells["effect"], "nothing is a cause of itself")
            return
        local = ".".join((self.short(cause), self.short(effect), cells.tail(polarity)))
        proposition = URIRef(f"{self.base}proposition/{local}")
        for prop, value in ((ECO.cause, cause), (ECO.effect, effect), (ECO.polarity, polarity)):
            self.add(proposition, prop, value)  # type: ignore[arg-type]
        self.add(proposition, RDF.type, ECO.SpilloverProposition)
        node = self.mint(table, (local, cells.slugify(record.cells["asserted_by"], 50)))
        self.add(node, RDF.type, ECO.Assertion)
        self.add(node, ECO.supports if cells.tail(stance) == "asserts" else ECO.disputes, proposition)
        self.fill(node, record, table, skip=("cause", "effect", "polarity", "stance"))

    def mint(self, table: Layout, parts: tuple[str, ...]) -> URIRef:
        """A readable IRI that no other row has; equal beginnings are numbered."""
        stem = ".".join(p for p in parts if p)
        number, local = 1, stem
        while f"{table.thing}/{local}" in self.taken:
            number += 1
            local = f"{stem}.{number}"
        iri = self.iri(table, local)
        self.taken[f"{table.thing}/{local}"] = Record(table.name, 0, {})
        return iri

    # -- cells -----------------------------------------------------------------------------------------

    def fill(self, subject: URIRef, record: Record, table: Layout, skip: tuple[str, ...] = ()) -> None:
        for column in table.columns:
            if column.name in skip or column.form is Form.ID:
                continue
            values = record.list(column.name) if column.many else (record.cells.get(column.name, ""),)
            for value in filter(None, values):
                try:
                    for prop, term in self.cell(record, column, value):
                        self.add(subject, prop, term)
                except ValueError as error:
                    self.tables.report(record, column.name, value, str(error))
        self.order(record)

    def order(self, record: Record) -> None:
        for first, last in (("start", "end"), ("founded", "dissolved")):
            begin, end = record.cells.get(first, ""), record.cells.get(last, "")
            if begin and end and end != ".." and end[: len(begin)] < begin[: len(end)]:
                self.tables.report(record, last, end, f"is before {first} {begin}")

    def cell(self, record: Record, column: Column, value: str) -> Iterator[tuple[URIRef, Node]]:
        """Property and term for a cell.

        Raises:
            ValueError: The text does not fit the form; the message says what would be right.
        """
        prop = column.prop if column.prop is not None else RDF.type
        match column.form:
            case Form.LABEL:
                yield prop, Literal(cells.check_label(value), lang=column.lang)
            case Form.TEXT:
                yield prop, Literal(cells.check_label(value))
            case Form.DATE:
                yield prop, cells.date_literal(value)
            case Form.END:
                yield (ECO.ongoing, Literal(True)) if value == ".." else (prop, cells.date_literal(value))
            case Form.YEAR:
                term = cells.date_literal(value)
                if term.datatype != XSD.gYear:
                    raise ValueError("is no year; write YYYY")
                yield prop, term
            case Form.NUMBER:
                yield prop, cells.number_literal(value)
            case Form.ADDRESS:
                yield prop, cells.check_address(value)
            case Form.ORGNR:
                yield prop, cells.check_orgnr(value)
            case Form.WKT:
                yield prop, Literal(cells.check_wkt(value), datatype=GEO.wktLiteral, normalize=False)
            case Form.NUMERIC_CODE:
                yield self.official_number(value, record.cells.get("kind", "")), Literal(value)
            case Form.PLACE_NAME:
                yield from self.place_name(record, column, value)
            case Form.KIND:
                if value in self.schema.kinds:
                    yield RDF.type, self.schema.kinds[value]
                else:
                    self.unknown(record, column.name, value, self.schema.kinds)
            case Form.CODE:
                if (concept := self.code(record, column, value)) is not None:
                    yield prop, concept
            case Form.INDICATOR:
                yield prop, self.indicator(value)
            case Form.THING:
                if (thing := self.find(record, column, value)) is not None:
                    yield prop, thing
            case Form.ASSERTER:
                yield prop, self.asserter(value)

    def official_number(self, value: str, kind: str) -> URIRef:
        digits, prop = (4, ECO.municipalityNumber) if kind == "Municipality" else (2, ECO.countyNumber)
        if len(value) != digits or not value.isdigit():
            raise ValueError(f"the official number of this kind of place has {digits} digits")
        return prop

    def place_name(self, record: Record, column: Column, value: str) -> Iterator[tuple[URIRef, Node]]:
        place = self.places.get(value)
        own = self.ids.get(record.table, {}).get(record.cells.get("id", ""))
        if place is not None and place != own:
            yield column.prop or RDF.type, place
        elif (
            place is None
            and (likely := near(value, self.places))
            and cells.slugify(likely[0]) == cells.slugify(value)
        ):
            raise ValueError(f"no place has this name; did you mean {likely[0]!r}?")
        else:
            yield column.spare or RDF.type, Literal(cells.check_label(value))

    def code(self, record: Record, column: Column, value: str) -> URIRef | None:
        known = self.schema.codes[column.refers[0]]
        if value and value not in known:
            self.unknown(record, column.name, value, known)
        return known.get(value)

    def indicator(self, value: str) -> URIRef:
        """The indicator of the code list; an own one is minted with its words as label."""
        known = self.schema.codes["indicator"]
        if value in known:
            return known[value]
        concept = CODE[f"indicator/{cells.slugify(value)}"]
        words = value.replace("_", " ")
        self.add(concept, RDF.type, SKOS.Concept)
        self.add(concept, SKOS.inScheme, CODE["scheme/indicator"])
        for lang in ("nb", "en"):
            self.add(concept, RDFS.label, Literal(cells.check_label(words), lang=lang))
        return concept

    def asserter(self, value: str) -> URIRef:
        node = URIRef(f"{self.base}asserter/{self.asserters[value]}")
        self.add(node, RDF.type, ECO.Asserter)
        self.add(node, RDFS.label, Literal(cells.check_label(value)))
        for actor in self.actors(value):
            self.add(node, PROV.actedOnBehalfOf, actor)
        return node

    def find(
        self, record: Record, column: Column, value: str, order: tuple[str, ...] | None = None
    ) -> URIRef | None:
        """The thing of an id, looked for in the tables the column refers to, in order."""
        qualifier, _, local = value.rpartition(":")
        places = [t for t in order or column.refers if not qualifier or QUALIFIERS[t] == qualifier]
        for table in places:
            if (found := self.ids.get(table, {}).get(local)) is not None:
                return found
        if value and not any(self.tables.excused(t, local) for t in places):
            known = [i for t in column.refers for i in self.ids.get(t, {})]
            where = " or ".join(f"{t}.csv" for t in column.refers)
            self.unknown(record, column.name, value, known, f"is no id in {where}")
        return None

    def short(self, thing: URIRef | None) -> str:
        """The id of a thing, with its kind before it where a table that comes first has the id too."""
        kind, local = self.kind_of(thing or URIRef("")), cells.tail(thing or "")
        owners = [name for table, name in QUALIFIERS.items() if local in self.ids.get(table, {})]
        return local if not owners or owners[0] == kind else f"{kind}.{local}"

    def kind_of(self, thing: URIRef) -> str:
        return thing.removeprefix(self.base).split("/", 1)[0]

    def unknown(
        self, record: Record, column: str, value: str, known: object, why: str = "is not in the list"
    ) -> None:
        if not value:
            return  # an empty required cell was reported when the table was read
        words = sorted(str(k) for k in known) if isinstance(known, (dict, set, list)) else []
        likely = near(value, words)
        if likely:
            why += "; did you mean " + " or ".join(repr(w) for w in likely) + "?"
        elif len(words) <= 40:
            why += f"; known: {', '.join(words)}"
        self.tables.report(record, column, value, why)
