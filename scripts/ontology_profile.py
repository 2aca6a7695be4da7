"""What keeps an ontology inside OWL 2 RL, and inside what OWL 2 DL asks of chains.

A grammar over RDF (OWL 2 Profiles, section 4.2; OWL 2 Structural Specification, section 11.2): a class
expression is judged by the side of the axiom it stands on. The check reads what is written and infers
nothing. Each finding is a sentence with what to write instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ecosystem_graph.turtle import short_name

__all__ = ["Finding", "listed", "name", "profile"]

#: Terms of OWL that RL has no place for, and what to write instead.
OUTSIDE = {
    "disjointUnionOf": "state the subclasses, and that they are disjoint",
    "ReflexiveProperty": "state the loops that hold as facts",
    "hasSelf": "state the loops that hold as facts",
    "minCardinality": "write a shape with sh:minCount",
    "minQualifiedCardinality": "write a shape with sh:qualifiedMinCount",
    "cardinality": "write a shape with sh:minCount and sh:maxCount",
    "qualifiedCardinality": "write a shape with sh:qualifiedMinCount",
    "onDatatype": "write a shape with sh:pattern or sh:minInclusive",
    "datatypeComplementOf": "write a shape with sh:not",
    "topObjectProperty": "name the property that is meant",
    "topDataProperty": "name the property that is meant",
    "real": "use xsd:decimal",
    "rational": "use xsd:decimal",
    "imports": "declare the terms that are used; originals are never imported into the reasoning run",
}
#: Constructs by the side of a subclass axiom that has room for them.
BELOW = {OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom, OWL.hasValue}
ABOVE = {
    OWL.intersectionOf, OWL.complementOf, OWL.allValuesFrom, OWL.hasValue, OWL.maxCardinality,
    OWL.maxQualifiedCardinality,
}  # fmt: skip
EQUAL = {OWL.intersectionOf, OWL.hasValue}
PARTS = {*BELOW, *ABOVE}
SIDES = {"below": (BELOW, "below"), "above": (ABOVE, "above"), "equal": (EQUAL, "as the equal of")}
#: What says that a property has no shortcuts: chains and transitivity must not feed it (OWL 2, section 11.2).
SIMPLE_ONLY = {
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
}


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        check: The rule that found it.
        about: Short name of the term or file.
        why: What is wrong and what would be right.
    """

    check: str
    about: str
    why: str

    def __str__(self) -> str:
        """The whole as a sentence."""
        return f"{self.check}: {self.about}: {self.why}"


def name(node: Node | None) -> str:
    """Short name of a term for a sentence."""
    return "a class expression" if isinstance(node, BNode) else short_name(URIRef(str(node)))


def listed(graph: Graph, head: Node | None) -> list[Node]:
    """The members of an RDF list; none where there is no list."""
    return [] if head is None else list(Collection(graph, head))


def profile(graph: Graph) -> Iterator[Finding]:
    """Everything in a graph that OWL 2 RL, or OWL 2 DL's rules for chains, have no room for."""
    yield from _terms(graph)
    for sub, sup in graph.subject_objects(RDFS.subClassOf):
        yield from _expression(graph, sub, "below", sub)
        yield from _expression(graph, sup, "above", sub)
    for one, other in graph.subject_objects(OWL.equivalentClass):
        for side in (one, other):
            yield from _expression(graph, side, "equal", one)
    for one, other in graph.subject_objects(OWL.disjointWith):
        for side in (one, other):
            yield from _expression(graph, side, "below", one)
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for member in listed(graph, graph.value(axiom, OWL.members)):
            yield from _expression(graph, member, "below", member)
    for prop in (RDFS.domain, RDFS.range):
        for subject, target in graph.subject_objects(prop):
            yield from _expression(graph, target, "above", subject)
    yield from _chains(graph)


def _terms(graph: Graph) -> Iterator[Finding]:
    for subject, predicate, target in graph:
        for node in (predicate, target):
            term = str(node).removeprefix(str(OWL)) if str(node).startswith(str(OWL)) else ""
            if term in OUTSIDE:
                why = f"OWL 2 RL has no room for owl:{term}; {OUTSIDE[term]}"
                yield Finding("RL-term", name(subject), why)


def _expression(graph: Graph, node: Node | None, side: str, about: Node) -> Iterator[Finding]:
    """A class expression on one side of an axiom, and what is inside it."""
    if node is None or not isinstance(node, BNode):
        if node == OWL.Thing and side != "above":
            why = "owl:Thing stands below a class, so that all would be one; name the class that is meant"
            yield Finding("RL-subclass", name(about), why)
        return
    room, words = SIDES[side]
    for part in sorted(PARTS & set(graph.predicates(node))):
        if part not in room:
            check = {"below": "RL-subclass", "above": "RL-superclass", "equal": "RL-equivalent"}[side]
            why = f"OWL 2 RL has no room for {name(part)} {words} a class; write a shape instead"
            yield Finding(check, name(about), why)
            continue
        value = graph.value(node, part)
        if part in (OWL.intersectionOf, OWL.unionOf):
            for member in listed(graph, value):
                yield from _expression(graph, member, side, about)
        elif part in (OWL.someValuesFrom, OWL.allValuesFrom) and value != OWL.Thing:
            yield from _expression(graph, value, side, about)
        elif part == OWL.complementOf:
            yield from _expression(graph, value, "below", about)
        elif part in (OWL.maxCardinality, OWL.maxQualifiedCardinality) and str(value) not in ("0", "1"):
            why = f"OWL 2 RL counts no further than one; {name(part)} is {value}; use sh:maxCount in a shape"
            yield Finding("RL-superclass", name(about), why)


def _chains(graph: Graph) -> Iterator[Finding]:
    """Properties with shortcuts where a plain one is asked for, and chains that go round in circles."""
    chains = [(prop, listed(graph, head)) for prop, head in graph.subject_objects(OWL.propertyChainAxiom)]
    shortcut = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | {prop for prop, _ in chains}
    for prop in list(shortcut):
        shortcut |= {p for p in graph.transitive_objects(prop, RDFS.subPropertyOf) if p is not None}
    shortcut |= {other for prop in shortcut for other in graph.subjects(OWL.inverseOf, prop)}
    asked = {prop for kind in SIMPLE_ONLY for prop in graph.subjects(RDF.type, kind)}
    asked |= {end for pair in graph.subject_objects(OWL.propertyDisjointWith) for end in pair}
    for prop in sorted(asked & shortcut, key=str):
        why = "it follows from a chain or is transitive; OWL 2 DL lets it be neither disjoint nor functional"
        yield Finding("DL-simple", name(prop), why)
    needs: dict[Node, set[Node]] = defaultdict(set)
    for sub, sup in graph.subject_objects(RDFS.subPropertyOf):
        needs[sup].add(sub)
    for prop, links in chains:
        if len(links) < 2:
            yield Finding(
                "DL-chain", name(prop), "a chain has two links or more; write rdfs:subPropertyOf for one"
            )
        # A chain may begin or end with its own property; anything else must be settled before it.
        inner = links[1:] if links[:1] == [prop] else links[:-1] if links[-1:] == [prop] else links
        needs[prop] |= {link for link in inner if links != [prop, prop]}
    for prop in sorted({prop for prop, _ in chains}, key=str):
        seen: set[Node] = set()
        queue = list(needs[prop])
        while queue:
            if (link := queue.pop()) not in seen:
                seen.add(link)
                queue += needs[link]
        if prop in seen:
            why = "its chain goes round in a circle; a chain may only begin or end with its own property"
            yield Finding("DL-chain", name(prop), why)
