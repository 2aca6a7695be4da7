"""Triples to tables: the same facts back, so that an import of the export gives the same graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.errors import DataError, Problem
from ecosystem_graph.licence import LICENCES, spdx
from ecosystem_graph.schema import RelationType, Schema, schema
from ecosystem_graph.turtle import Triple, short_name
from ecosystem_graph.vocab import ECO
from ecosystem_graph.wording import Wording

from .cells import number_text, tail
from .folder import write_folder, write_tables
from .layout import LAYOUT, Column, Form, Layout
from .mapping import VOID, to_triples
from .records import Record, Tables, check_required
from .terms import GEO, QUALIFIERS

__all__ = ["export_tables", "table_rows"]

Row = dict[str, str]
#: Things that have no id in the tables: their IRIs are made from what they say.
_MINTED = ("relation", "observation", "assertion", "proposition", "asserter", "geometry")

#: What a release puts on top of a file.
_HEADER = (OWL.versionIRI, OWL.versionInfo, DCTERMS.issued)


def export_tables(triples: Iterable[Triple], folder: Path) -> list[Path]:
    """Write every table of a graph as CSV into a folder (made if need be), all of them or none.

    Raises:
        DataError: The graph holds a statement that the tables could not give back; nothing is written.
        UnreadableFileError: The folder cannot be written to.
    """
    return write_folder(write_tables(table_rows(triples)), folder)


def table_rows(triples: Iterable[Triple]) -> dict[str, list[Mapping[str, str]]]:
    """The rows of each table, in a fixed order.

    Relations, figures, claims, asserters and geometries have no id in the tables; they may come back under
    another IRI, with the same statements.

    Raises:
        DataError: The graph holds a statement that the tables could not give back.
    """
    facts = set(triples)
    graph = Graph(bind_namespaces="none")
    graph.addN((s, p, o, graph) for s, p, o in facts)
    writer = _Writer(graph, schema())
    rows = {table.name: writer.rows(table) for table in LAYOUT}
    writer.raise_for_rest()
    _raise_for_changes(facts, rows, writer.base)
    return rows


def _raise_for_changes(facts: set[Triple], rows: Mapping[str, list[Mapping[str, str]]], base: str) -> None:
    """Map the rows again and compare: what the tables would lose or alter must not be lost in silence.

    The header of a release (version, day) is the file's, not the region's, and stays behind.
    """
    facts = {t for t in facts if t[0] != URIRef(base) or t[1] not in _HEADER}
    tables = Tables()
    for table in LAYOUT:
        texts = ({column: text.strip() for column, text in row.items()} for row in rows[table.name])
        tables.records[table.name] = [Record(table.name, line, row) for line, row in enumerate(texts, 2)]
        check_required(tables.records[table.name], table, tables)
    back, _ = to_triples(tables, base=base)
    tables.raise_for_problems()
    before, after = _described(facts, base), Counter(_described(back, base).values())
    minted = tuple(f"{base}{thing}/" for thing in _MINTED)
    lost: dict[Problem, None] = {}
    for triple, described in sorted(before.items(), key=lambda pair: tuple(map(str, pair[0]))):
        after[described] -= 1
        if after[described] >= 0:
            continue
        if str(triple[0]).startswith(minted):
            predicates = Counter(short_name(str(p), base) for s, p, _ in before if s == triple[0])
            twice = ", ".join(sorted(p for p, times in predicates.items() if times > 1))
            why = Wording(
                "does not fit one row of a table, which would give it back otherwise",
                "passer ikke på én rad i en tabell; den ville gitt noe annet tilbake",
            )
            lost[Problem(short_name(str(triple[0]), base), 0, twice, "", why)] = None
        else:
            why = Wording(
                "the tables would not give this statement back as it is",
                "tabellene ville ikke gitt dette utsagnet tilbake slik det er",
            )
            lost[_problem(triple, base, why)] = None
    if lost:
        raise DataError(lost)


def _described(triples: set[Triple], base: str) -> dict[Triple, tuple[str, str, str]]:
    """Each triple with what the tables name by content named by content."""
    minted = tuple(f"{base}{thing}/" for thing in _MINTED)
    about: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
    for s, p, o in triples:
        about[s].append((p, o))
    names: dict[Node, str] = {}

    def name(node: Node, depth: int = 0) -> str:
        if isinstance(node, Literal):
            text = str(node)
            if node.datatype == XSD.decimal and isinstance(number := node.toPython(), Decimal):
                text = number_text(number)
            # Stores write a plain text with its datatype or without; it is the same text.
            datatype = None if node.datatype == XSD.string else node.datatype
            return f"{text}^{datatype}@{node.language}"
        if node not in names and str(node).startswith(minted) and depth < len(_MINTED):
            names[node] = "|".join(sorted(f"{p} {name(o, depth + 1)}" for p, o in about[node]))
        return names.get(node, str(node))

    return {(s, p, o): (name(s), str(p), name(o)) for s, p, o in triples}


def _problem(triple: Triple, base: str, why: Wording) -> Problem:
    subject, predicate, value = triple
    return Problem(short_name(str(subject), base), 0, short_name(str(predicate), base), str(value), why)


class _Writer:
    """One run over the graph; it keeps count of the triples it has told."""

    def __init__(self, graph: Graph, known: Schema) -> None:
        self.graph, self.schema = graph, known
        roots = [str(s) for s in graph.subjects(RDF.type, VOID.Dataset)]
        if len(roots) != 1:
            why = Wording(
                "the graph does not say which one region it is about",
                "grafen sier ikke hvilken ene region den gjelder",
            )
            raise DataError([Problem("", 0, "", "", why)])
        self.base = roots[0]
        self.told: set[Triple] = set()
        self.classes: dict[Node, RelationType] = {r.rdf_class: r for r in known.relations}
        self.words: dict[Node, str] = {cls: word for word, cls in known.kinds.items()}

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
            if (
                predicate in (RDF.type, ECO.statusLevel)
                or (table.name == "region" and predicate not in (RDFS.label, DCTERMS.license))
                or (table.name == "indicators" and predicate in (SKOS.inScheme, SKOS.notation))
            ):
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
                for column, about in (
                    ("cause", ECO.cause),
                    ("effect", ECO.effect),
                    ("polarity", ECO.polarity),
                ):
                    for value in self.graph.objects(proposition, about):
                        self.told.add((proposition, about, value))
                        code = column == "polarity"
                        row[column] = self.schema.word(URIRef(str(value))) if code else self.id(value)
                self.told.add((proposition, RDF.type, ECO.SpilloverProposition))

    def cell(self, thing: URIRef, column: Column, table: Layout) -> str:
        if column.form is Form.ID:
            return tail(thing)
        if column.form in (Form.RELATION, Form.KIND):
            return self.class_word(thing)
        prop = column.prop
        if table.name == "relations" and column.name in ("subject", "object"):
            found = [self.classes[c] for c in self.graph.objects(thing, RDF.type) if c in self.classes]
            if len(found) != 1:
                why = Wording(
                    "a relation has one class of those the ontology knows",
                    "en relasjon har én av klassene som ontologien kjenner",
                )
                raise DataError([Problem(short_name(thing, self.base), 0, "a", "", why)])
            relation = found[0]
            prop = relation.subject if column.name == "subject" else relation.object
            if column.name == "object" and self.inside(thing, relation):
                ends = set(self.graph.objects(thing, prop))
                self.told |= {(thing, prop, end) for end in ends}
                return ";".join(sorted(self.id(end, always=True) for end in ends))
        if table.name == "geometries" and column.name in ("place", "role"):
            return self.geometry(thing, column.name)
        if column.form is Form.NUMERIC_CODE:
            return self.text(thing, ECO.municipalityNumber, column) or self.text(
                thing, ECO.countyNumber, column
            )
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
                return self.words[cls]
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
        if column.form is Form.LICENCE:
            return spdx(iri) if LICENCES.get(spdx(iri)) == str(iri) else str(iri)
        if column.form in (Form.CODE, Form.INDICATOR):
            return self.schema.word(iri) if (iri, None, None) in self.schema.graph else self.id(iri)
        if column.form is Form.PLACE_NAME:
            labels = (n for n in self.graph.objects(iri, RDFS.label) if isinstance(n, Literal))
            return min((str(n) for n in labels if n.language == "nb"), default=tail(iri))
        if column.form is Form.ASSERTER:
            return self.told_by_label(iri)
        return self.id(iri)

    def told_by_label(self, thing: URIRef) -> str:
        """The label of an asserter, which is all the tables hold of it."""
        self.told.update(self.graph.triples((thing, None, None)))
        return min(map(str, self.graph.objects(thing, RDFS.label)), default=tail(thing))

    def inside(self, thing: URIRef, relation: RelationType) -> bool:
        """Whether it says what a place is part of; there an id means a place before an actor."""
        owner = f"{self.base}place/"
        return relation.word == "partOf" and any(
            str(part).startswith(owner) for part in self.graph.objects(thing, relation.subject)
        )

    def id(self, thing: Node, *, always: bool = False) -> str:
        """The id of a thing; qualified where an actor of the same id would be taken for it.

        Args:
            thing: What the id is of.
            always: Qualify it wherever anything else has the same id.
        """
        table, slash, local = str(thing).removeprefix(self.base).partition("/")
        if not slash or not str(thing).startswith(self.base):
            return str(thing)
        names = [
            t
            for t in QUALIFIERS.values()
            if (URIRef(f"{self.base}{t}/{local}"), RDF.type, None) in self.graph
        ]
        shared = len(names) > 1 if always else bool(names) and names[0] != table
        return f"{table}:{local}" if table != "source" and shared else local

    def raise_for_rest(self) -> None:
        rest = sorted(set(self.graph) - self.told, key=lambda triple: tuple(map(str, triple)))
        if rest:
            why = Wording(
                "no table has a column for this statement", "ingen tabell har en kolonne for dette utsagnet"
            )
            raise DataError(_problem(t, self.base, why) for t in rest)
