"""Rows to triples. Nothing is skipped: what cannot be mapped is a problem with its file, row and column."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rdflib import RDF, RDFS, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from ecosystem_graph.errors import Problem
from ecosystem_graph.licence import LICENCES, OPEN
from ecosystem_graph.resources import DEFAULT_REGION
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple
from ecosystem_graph.vocab import ECO
from ecosystem_graph.wording import Wording

from . import cells
from .layout import LAYOUT, Form, Layout, layout
from .records import Record, Tables
from .terms import GEO, Terms

__all__ = ["BASE", "VOID", "to_triples"]

BASE = "https://w3id.org/innovation-ecosystem/"
VOID = Namespace("http://rdfs.org/ns/void#")
_ROLES = {"boundary": GEO.hasGeometry, "centroid": GEO.hasCentroid}


def to_triples(tables: Tables, region: str | None = None, base: str | None = None) -> tuple[set[Triple], str]:
    """Map records to triples; problems are noted in ``tables``.

    Args:
        tables: The records.
        region: Slug of the region; None takes region.csv, or Innlandet where there is none.
        base: Root IRI of the region's things; None makes it from the slug.
    """
    rows = tables.records.get("region", [])
    slug = region or (rows[0].cells["id"] if rows else DEFAULT_REGION)
    terms = Terms(tables, schema(), base or f"{BASE}{cells.slugify(slug)}/")
    for extra in rows[1:]:
        why = Wording("a data set is about one region: one row", "et datasett gjelder én region: én rad")
        tables.report(extra, "id", extra.cells["id"], why)
    if not cells.SLUG.match(slug):
        why = Wording(
            "a region's id has lower-case letters, digits and hyphens",
            "id-en til en region består av små bokstaver, sifre og bindestrek",
        )
        if region:
            tables.problems.append(Problem("region", 0, "id", slug, why))
        else:
            tables.report(rows[0], "id", slug, why)
    _Mapper(terms).map(rows[0] if rows else None, slug)
    return terms.triples, terms.base


def _content(record: Record, table: Layout) -> list[tuple[str, ...]]:
    """What rows are sorted by: texts first, so that a corrected number moves as little as can be."""
    columns = sorted(table.columns, key=lambda c: c.form is Form.NUMBER)
    return [
        tuple(sorted(record.list(c.name))) if c.many else (record.cells.get(c.name, ""),) for c in columns
    ]


class _Mapper:
    """One run over the tables."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.tables, self.schema, self.base = terms, terms.tables, terms.schema, terms.base
        self.taken: set[str] = set()
        self.add, self.iri, self.fill = terms.add, terms.iri, terms.fill

    def map(self, region: Record | None, slug: str) -> None:
        node = URIRef(self.base)
        self.add(node, RDF.type, VOID.Dataset)
        if region is not None:
            self.fill(node, region, layout("region"))
        else:
            for lang in ("nb", "en"):
                self.add(node, RDFS.label, Literal(slug.capitalize(), lang=lang))
        if region is None or not region.cells.get("licence"):
            self.add(node, DCTERMS.license, URIRef(LICENCES[OPEN]))
        special: dict[str, Callable[[Record], None]] = {
            "relations": self.relation,
            "causal_claims": self.claim,
            "geometries": self.geometry,
            "figures": self.figure,
            "indicators": self.indicator,
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
            fit = cells.slugify(local)
            why = Wording(
                f"an id has lower-case letters, digits and hyphens only, such as {fit!r}",
                f"en id består bare av små bokstaver, sifre og bindestrek, for eksempel {fit!r}",
            )
            self.tables.report(record, column.name, local, why)
        subject = self.iri(table, local)
        if table.rdf_class is not None:
            self.add(subject, RDF.type, table.rdf_class)
        self.fill(subject, record, table)
        if table.name == "places" and not record.cells.get("name_en"):
            # A proper name without an English form of its own is the same in both languages.
            self.add(subject, RDFS.label, Literal(record.cells["name"], lang="en"))

    def indicator(self, record: Record) -> None:
        local = record.cells["id"]
        if (word := self.terms.listed(local)) is not None:
            why = Wording(
                f"the list of indicators has this one already; write {word!r} in figures "
                "and leave this row out",
                f"lista over indikatorer har denne fra før; skriv {word!r} i figures og utelat denne raden",
            )
            self.tables.report(record, "id", local, why)
        self.row(record, layout("indicators"))
        self.terms.own_indicator(self.iri(layout("indicators"), local))

    def figure(self, record: Record) -> None:
        table = layout("figures")
        about = self.terms.find(record, table.column("subject"), record.cells["subject"])
        if about is not None:
            parts = (cells.tail(about), cells.slugify(record.cells["indicator"]), record.cells["year"])
            subject = self.mint(table, parts)
            self.add(subject, RDF.type, ECO.Observation)
            self.add(subject, ECO.about, about)
            self.fill(subject, record, table, skip=("subject",))

    def geometry(self, record: Record) -> None:
        table = layout("geometries")
        place = self.terms.find(record, table.column("place"), record.cells["place"])
        role = record.cells["role"]
        if role not in _ROLES:
            known = ", ".join(_ROLES)
            why = Wording(f"unknown role; known: {known}", f"ukjent rolle; gyldige: {known}")
            self.tables.report(record, "role", role, why)
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
            self.terms.unknown(record, "relation", word, words)
            return
        subject = self.terms.find(record, table.column("subject"), record.cells["subject"])
        among_places = subject is not None and self.terms.kind_of(subject) == "place"
        wanted = (
            ("places", "organisations", "topics", "events") if among_places and word == "partOf" else None
        )
        target = self.terms.find(record, table.column("object"), record.cells["object"], wanted)
        if subject is None or target is None:
            return
        if subject == target:
            why = Wording("a thing cannot be related to itself", "ingenting kan ha en relasjon til seg selv")
            self.tables.report(record, "object", record.cells["object"], why)
            return
        kind = self.schema.relation(word, places=among_places and self.terms.kind_of(target) == "place")
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
        ends = [self.terms.find(record, table.column(c), record.cells[c]) for c in ("cause", "effect")]
        polarity = self.terms.code(record, table.column("polarity"), record.cells["polarity"])
        stance = self.terms.code(record, table.column("stance"), record.cells["stance"])
        if None in ends or polarity is None or stance is None:
            return
        cause, effect = ends
        if cause == effect:
            why = Wording("nothing is a cause of itself", "ingenting er årsak til seg selv")
            self.tables.report(record, "effect", record.cells["effect"], why)
            return
        local = ".".join((self.terms.short(cause), self.terms.short(effect), cells.tail(polarity)))
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
        self.taken.add(f"{table.thing}/{local}")
        return iri
