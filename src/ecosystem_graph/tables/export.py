"""Triples to tables: the same facts back, so that an import of the export gives the same graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.errors import DataError, Problem
from ecosystem_graph.schema import Schema, schema
from ecosystem_graph.turtle import Triple, atomic_text
from ecosystem_graph.vocab import ECO

from .cells import tail
from .layout import LAYOUT, Column, Form, Layout
from .mapping import GEO, QUALIFIERS, VOID
from .records import write_tables

__all__ = ["export_tables", "table_rows"]

Row = dict[str, str]


def export_tables(triples: Iterable[Triple], folder: Path) -> list[Path]:
    """Write every table of a graph as CSV into a folder (made if need be).

    Raises:
        DataError: The graph holds a statement no table has a column for.
        UnreadableFileError: The folder cannot be written to.
    """
    texts = write_tables(table_rows(triples))
    for name, text in texts.items():
        with atomic_text(folder / name) as stream:
            stream.write(text)
    return [folder / name for name in texts]


def table_rows(triples: Iterable[Triple]) -> dict[str, list[Mapping[str, str]]]:
    """The rows of each table, in a fixed order.

    Raises:
        DataError: The graph holds a statement no table has a column for.
    """
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    writer = _Writer(graph, schema())
    rows = {table.name: writer.rows(table) for table in LAYOUT}
    writer.raise_for_rest()
    return rows


class _Writer:
    """One run over the graph; it keeps count of the triples it has told."""

    def __init__(self, graph: Graph, known: Schema) -> None:
        self.graph, self.schema = graph, known
        roots = [str(s) for s in graph.subjects(RDF.type, VOID.Dataset)]
        if len(roots) != 1:
            raise DataError([Problem("", 0, "", "", "the graph does not say which one region it is about")])
        self.base = roots[0]
        self.told: set[Triple] = set()
        self.classes = {r.rdf_class: r for r in known.relations}
        self.words = {cls: word for word, cls in known.kinds.items()}

    def things(self, table: Layout) -> list[URIRef]:
        root = f"{self.base}{table.thing}/" if table.thing else self.base
        subjects = {s for s in self.graph.subjects(RDF.type) if isinstance(s, URIRef)}
        return sorted(s for s in subjects if (s.startswith(root) if table.thing else str(s) == root))

    def rows(self, table: Layout) -> list[Mapping[str, str]]:
        rows = [self.row(thing, table) for thing in self.things(table)]
        return sorted(rows, key=lambda r: [r[c] for c in table.header])

    def row(self, thing: URIRef, table: Layout) -> Row:
        row = {column.name: self.cell(thing, column, table) for column in table.columns}
        for predicate, value in self.graph.predicate_objects(thing):
            if predicate in (RDF.type, ECO.statusLevel) or (table.name == "region" and predicate != RDFS.label):
                self.told.add((thing, predicate, value))
        if table.name == "causal_claims":
            self.claim(thing, row)
        if table.name == "places" and row["name_en"] == row["name"]:
            row["name_en"] = ""
        return row

    def claim(self, thing: URIRef, row: Row) -> None:
        for prop, stance in ((ECO.supports, "asserts"), (ECO.disputes, "disputes")):
            for proposition in self.graph.objects(thing, prop):
                self.told.add((thing, prop, proposition))
                row["stance"] = stance
                for column, about in (("cause", ECO.cause), ("effect", ECO.effect), ("polarity", ECO.polarity)):
                    for value in self.graph.objects(proposition, about):
                        self.told.add((proposition, about, value))
                        row[column] = self.schema.word(URIRef(value)) if column == "polarity" else self.id(value)
                self.told.add((proposition, RDF.type, ECO.SpilloverProposition))

    def cell(self, thing: URIRef, column: Column, table: Layout) -> str:
        if column.form is Form.ID:
            return tail(thing)
        if column.form in (Form.RELATION, Form.KIND):
            return self.class_word(thing)
        prop = column.prop
        if table.name == "relations" and column.name in ("subject", "object"):
            relation = next(self.classes[c] for c in self.graph.objects(thing, RDF.type) if c in self.classes)
            prop = relation.subject if column.name == "subject" else relation.object
        if table.name == "geometries" and column.name in ("place", "role"):
            return self.geometry(thing, column.name)
        if column.form is Form.NUMERIC_CODE:
            return self.text(thing, ECO.municipalityNumber, column) or self.text(thing, ECO.countyNumber, column)
        if prop is None:
            return ""
        text = self.text(thing, prop, column)
        if not text and column.spare is not None:
            text = self.text(thing, column.spare, column)
        if not text and column.form is Form.END and (thing, ECO.ongoing, Literal(True)) in self.graph:
            self.told.add((thing, ECO.ongoing, Literal(True)))
            return ".."
        return text

    def class_word(self, thing: URIRef) -> str:
        for cls in self.graph.objects(thing, RDF.type):
            if cls in self.classes:
                return self.classes[cls].word or "partOf"
            if cls in self.words:
                return self.words[URIRef(cls)]
        return ""

    def geometry(self, thing: URIRef, column: str) -> str:
        for prop, role in ((GEO.hasGeometry, "boundary"), (GEO.hasCentroid, "centroid")):
            for place in self.graph.subjects(prop, thing):
                self.told.add((place, prop, thing))
                return role if column == "role" else self.id(place)
        return ""

    def text(self, thing: URIRef, prop: URIRef, column: Column) -> str:
        texts = []
        for value in self.graph.objects(thing, prop):
            if column.lang and not (isinstance(value, Literal) and value.language == column.lang):
                continue
            self.told.add((thing, prop, value))
            texts.append(self.value(value, column))
        return ";".join(sorted(texts))

    def value(self, value: Node, column: Column) -> str:
        if isinstance(value, Literal):
            return str(value)
        iri = URIRef(str(value))
        if column.form in (Form.CODE, Form.INDICATOR):
            return self.schema.word(iri) if (iri, None, None) in self.schema.graph else self.own_indicator(iri)
        if column.form is Form.PLACE_NAME:
            return next(str(n) for n in self.graph.objects(iri, RDFS.label) if n.language == "nb")  # type: ignore[attr-defined]
        if column.form is Form.ASSERTER:
            for triple in self.graph.triples((iri, None, None)):
                self.told.add(triple)
            return str(self.graph.value(iri, RDFS.label, default=tail(iri)))
        return self.id(iri)

    def own_indicator(self, concept: URIRef) -> str:
        for triple in self.graph.triples((concept, None, None)):
            self.told.add(triple)
        return str(self.graph.value(concept, RDFS.label, default=tail(concept))).replace(" ", "_")

    def id(self, thing: Node) -> str:
        """The id of a thing; qualified where an actor of the same id would be taken for it."""
        table, local = str(thing).removeprefix(self.base).split("/", 1)
        names = [t for t in QUALIFIERS.values() if (URIRef(f"{self.base}{t}/{local}"), RDF.type, None) in self.graph]
        return f"{table}:{local}" if table != "source" and names and names[0] != table else local

    def raise_for_rest(self) -> None:
        rest = sorted(set(self.graph) - self.told)
        if rest:
            told = [
                Problem("", 0, str(p), str(o), f"{s}: no table has a column for this statement") for s, p, o in rest
            ]
            raise DataError(told)
