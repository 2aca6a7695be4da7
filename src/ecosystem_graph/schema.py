"""What the ontology says, in the form the program needs: relation types, kinds, code lists, labels.

Read from the Turtle files, so that a new relation type or code is a change of the ontology only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from .resources import ontology_files
from .turtle import parse
from .vocab import CODE, ECO

__all__ = ["RelationType", "Schema", "schema"]


@dataclass(frozen=True, slots=True)
class RelationType:
    """A type of relation.

    Attributes:
        word: Its word in the tables; empty for the one that only parthood of places uses.
        rdf_class: Class of the relation nodes.
        subject: Property to the thing the relation starts from.
        object: Property to the thing it goes to.
        flat: The edge that follows from it.
    """

    word: str
    rdf_class: URIRef
    subject: URIRef
    object: URIRef
    flat: URIRef


@dataclass(frozen=True)
class Schema:
    """The ontology, read once.

    Attributes:
        graph: All ontology triples (without shapes).
        relations: Every relation type.
        kinds: Class of an actor by its word in the tables (``ClusterInitiative``).
        codes: Per code list, concept by its word in the tables.
    """

    graph: Graph
    relations: tuple[RelationType, ...]
    kinds: Mapping[str, URIRef]
    codes: Mapping[str, Mapping[str, URIRef]]

    def relation(self, word: str, *, places: bool = False) -> RelationType:
        """The relation type of a table word; ``places`` asks for parthood between places.

        Raises:
            KeyError: No such word.
        """
        if places and word == "partOf":
            return next(r for r in self.relations if r.rdf_class == ECO.PlaceParthood)
        for relation in self.relations:
            if relation.word == word:
                return relation
        raise KeyError(word)

    def label(self, term: URIRef, lang: str) -> str:
        """Label of a class, property or code in ``nb`` or ``en``; its local name where it has none."""
        for prop in (RDFS.label, SKOS.prefLabel):
            for value in self.graph.objects(term, prop):
                if isinstance(value, Literal) and value.language == lang:
                    return str(value)
        return str(term).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def word(self, concept: URIRef) -> str:
        """The table word of a code."""
        notation = self.graph.value(concept, SKOS.notation)
        return concept.rsplit("/", 1)[-1] if notation is None else str(notation)


@cache
def schema() -> Schema:
    """The shipped ontology.

    Raises:
        UnreadableFileError: An ontology file cannot be read.
    """
    graph = Graph()
    for path in ontology_files():
        for triple in parse(path):
            graph.add(triple)
    relations = tuple(
        sorted(
            (_relation(graph, cls) for cls in graph.subjects(ECO.flatEdge) if isinstance(cls, URIRef)),
            key=lambda r: (r.word, r.rdf_class),
        )
    )
    codes: dict[str, dict[str, URIRef]] = {}
    for concept, notation in graph.subject_objects(SKOS.notation):
        if isinstance(concept, URIRef) and concept.startswith(CODE):
            codes.setdefault(concept.removeprefix(CODE).split("/")[0], {})[str(notation)] = concept
    kinds = {word: ECO[word] for word in codes.get("kind", {}) if (ECO[word], RDF.type, OWL.Class) in graph}
    return Schema(graph, relations, kinds, codes)


def _relation(graph: Graph, cls: URIRef) -> RelationType:
    def value(prop: URIRef) -> URIRef:
        return URIRef(str(graph.value(cls, prop)))

    word = graph.value(cls, ECO.tableWord)
    return RelationType(
        "" if word is None else str(word),
        cls,
        value(ECO.subjectProperty),
        value(ECO.objectProperty),
        value(ECO.flatEdge),
    )
