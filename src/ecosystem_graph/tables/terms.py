"""What the text of a cell means: literals, ids of other rows, codes, places and those who speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import PROV, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef
from rdflib.term import Node

from ecosystem_graph.errors import near, suggested
from ecosystem_graph.licence import LICENCES, address_of
from ecosystem_graph.schema import Schema
from ecosystem_graph.turtle import Triple
from ecosystem_graph.vocab import CODE, ECO
from ecosystem_graph.wording import Wording, joined

from . import cells
from .asserters import represented
from .layout import LAYOUT, Column, Form, Layout
from .records import Record, Tables

__all__ = ["GEO", "QUALIFIERS", "Terms"]

GEO = Namespace("http://www.opengis.net/ont/geosparql#")
#: Short names by which an id may be qualified where two tables share it: ``place:hamarregionen``.
QUALIFIERS = {
    "organisations": "actor",
    "places": "place",
    "topics": "topic",
    "events": "event",
    "sources": "source",
}
_LOCAL = re.compile(r"[A-Za-z0-9._-]+\Z")

#: Beginnings of the columns that hold what people call a thing.
_NAMES = ("name", "label", "title")
_UNLISTED = Wording("is not in the list", "står ikke i lista")


class Terms:
    """The ids and names of one set of tables, and what the cells that use them become.

    Attributes:
        tables: The records; problems are noted there.
        schema: What the ontology knows.
        base: Root IRI of the region's things.
        triples: What has been said so far.
        ids: Per table, IRI of each row by its id.
        shared: Words of the list of indicators by their slugs.
    """

    def __init__(self, tables: Tables, known: Schema, base: str) -> None:
        """Read the ids and the names of all tables."""
        self.tables, self.schema, self.base = tables, known, base
        self.triples: set[Triple] = set()
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
        self.shared = {cells.slugify(word): word for word in known.codes["indicator"]}
        self.actors = represented(tables, self.ids.get("organisations", {}))

    def iri(self, table: Layout, local: str) -> URIRef:
        """The IRI of a row."""
        # Text that cannot stand in an IRI is a problem of its own, which is reported where the text is read.
        safe = local if _LOCAL.match(local) else cells.slugify(local)
        return URIRef(f"{self.base}{table.thing}/{safe}")

    def add(self, s: Node, p: Node, o: Node) -> None:
        """Say a triple."""
        self.triples.add((s, p, o))

    def fill(self, subject: URIRef, record: Record, table: Layout, skip: tuple[str, ...] = ()) -> None:
        """Say what the cells of a row say about its thing; note those that cannot be read."""
        for column in table.columns:
            if column.name in skip or column.form is Form.ID:
                continue
            values = record.list(column.name) if column.many else (record.cells.get(column.name, ""),)
            for value in filter(None, values):
                try:
                    for prop, term in self.cell(record, column, value):
                        self.add(subject, prop, term)
                except cells.Unfit as error:
                    self.tables.report(record, column.name, value, error.why)
        self.order(record)

    def order(self, record: Record) -> None:
        """Note an end before its start."""
        for first, last in (("start", "end"), ("founded", "dissolved")):
            begin, end = record.cells.get(first, ""), record.cells.get(last, "")
            if begin and end and end != ".." and end[: len(begin)] < begin[: len(end)]:
                why = Wording(f"is before {first} {begin}", f"er før {first} {begin}")
                self.tables.report(record, last, end, why)

    def cell(self, record: Record, column: Column, value: str) -> Iterator[tuple[URIRef, Node]]:
        """Property and term for a cell.

        Raises:
            Unfit: The text does not fit the form; it says what would be right.
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
                    raise cells.Unfit("is no year; write YYYY", "er ikke et årstall; skriv ÅÅÅÅ")
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
            case Form.LICENCE:
                if (address := address_of(value)) is None:
                    names = ", ".join(LICENCES)
                    raise cells.Unfit(
                        f"is no licence; write {names} or a web address",
                        f"er ingen lisens; skriv {names} eller en nettadresse",
                    )
                yield prop, URIRef(address)
            case Form.INDICATOR:
                yield prop, self.indicator(value)
            case Form.THING:
                if (thing := self.find(record, column, value)) is not None:
                    yield prop, thing
            case Form.ASSERTER:
                yield prop, self.asserter(value)

    def official_number(self, value: str, kind: str) -> URIRef:
        """The property of an official number of this length."""
        digits, prop = (4, ECO.municipalityNumber) if kind == "Municipality" else (2, ECO.countyNumber)
        if len(value) != digits or not value.isdigit():
            raise cells.Unfit(
                f"the official number of this kind of place has {digits} digits",
                f"det offisielle nummeret for denne typen sted har {digits} sifre",
            )
        return prop

    def place_name(self, record: Record, column: Column, value: str) -> Iterator[tuple[URIRef, Node]]:
        """The place of that name, or the name as it stands."""
        place = self.places.get(value)
        own = self.ids.get(record.table, {}).get(record.cells.get("id", ""))
        if place is not None and place != own:
            yield column.prop or RDF.type, place
        elif (
            place is None
            and (likely := near(value, self.places))
            and cells.slugify(likely[0]) == cells.slugify(value)
        ):
            raise cells.Unfit(
                f"no place has this name; did you mean {likely[0]!r}?",
                f"ingen steder har dette navnet; mente du {likely[0]!r}?",
            )
        else:
            yield column.spare or RDF.type, Literal(cells.check_label(value))

    def code(self, record: Record, column: Column, value: str) -> URIRef | None:
        """The concept of a word of a closed list."""
        known = self.schema.codes[column.refers[0]]
        if value and value not in known:
            self.unknown(record, column.name, value, known)
        return known.get(value)

    def listed(self, value: str) -> str | None:
        """The word of the shared list that a word or an id stands for, if there is one."""
        return value if value in self.schema.codes["indicator"] else self.shared.get(cells.slugify(value))

    def indicator(self, value: str) -> URIRef:
        """The indicator of the shared list, or one of the region's own.

        One that stands nowhere is taken too, with its words as its name in both languages.
        """
        if (word := self.listed(value)) is not None:
            return self.schema.codes["indicator"][word]
        local = cells.slugify(value)
        if (own := self.ids["indicators"].get(local)) is not None:
            return own
        concept = URIRef(f"{self.base}indicator/{local}")
        words = cells.check_label(value.replace("_", " "))
        self.add(concept, RDF.type, SKOS.Concept)
        for lang in ("nb", "en"):
            self.add(concept, SKOS.prefLabel, Literal(words, lang=lang))
        self.own_indicator(concept)
        return concept

    def own_indicator(self, concept: URIRef) -> None:
        """Say what an indicator of the region's own has in common with those of the shared list."""
        self.add(concept, SKOS.inScheme, CODE["scheme/indicator"])
        self.add(concept, SKOS.notation, Literal(cells.tail(concept)))

    def asserter(self, value: str) -> URIRef:
        """Who says so, with its name and whom it speaks for."""
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
            tables = [self.tables.name(t) for t in column.refers]
            why = Wording(f"is no id in {' or '.join(tables)}", f"er ingen id i {' eller '.join(tables)}")
            parts = {part.strip() for part in value.split(",")}
            if len(parts) > 1 and parts <= set(known):
                several = Wording("several are separated by semicolons", "flere skilles med semikolon")
                self.tables.report(record, column.name, value, joined("; ", (why, several)))
            elif ids := [repr(one) for one in self.bearers(value, column)]:
                write = Wording(
                    f"but a name; write the id: {' or '.join(ids)}",
                    f"men et navn; skriv id-en: {' eller '.join(ids)}",
                )
                self.tables.report(record, column.name, value, joined(", ", (why, write)))
            else:
                self.unknown(record, column.name, value, known, why)
        return None

    def bearers(self, name: str, column: Column) -> list[str]:
        """The ids of what has this name, in the tables the column refers to."""
        found = set()
        for table in column.refers:
            for row in self.tables.records.get(table, []):
                names = {text.casefold() for head, text in row.cells.items() if head.startswith(_NAMES)}
                if name.casefold() in names:
                    found.add(row.cells.get("id") or row.cells.get("source_id", ""))
        return sorted(found - {""})

    def short(self, thing: URIRef | None) -> str:
        """The id of a thing, with its kind before it where a table that comes first has the id too."""
        kind, local = self.kind_of(thing or URIRef("")), cells.tail(thing or "")
        owners = [name for table, name in QUALIFIERS.items() if local in self.ids.get(table, {})]
        return local if not owners or owners[0] == kind else f"{kind}.{local}"

    def kind_of(self, thing: URIRef) -> str:
        """First part of a thing's IRI below the base."""
        return thing.removeprefix(self.base).split("/", 1)[0]

    def unknown(
        self, record: Record, column: str, value: str, known: object, why: Wording = _UNLISTED
    ) -> None:
        """Note a word that is not in its list, with the nearest ones."""
        if not value:
            return  # an empty required cell was reported when the table was read
        words = sorted(str(k) for k in known) if isinstance(known, (dict, set, list)) else []
        likely = near(value, words)
        if likely:
            why = joined("; ", (why, suggested(likely)))
        elif len(words) <= 40:
            listed = ", ".join(words)
            why = joined("; ", (why, Wording(f"known: {listed}", f"gyldige: {listed}")))
        self.tables.report(record, column, value, why)
