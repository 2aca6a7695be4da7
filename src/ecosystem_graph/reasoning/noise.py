"""What a rule engine concludes but nobody wants to read: the documented noise.

OWL 2 RL works on *generalised* RDF and on reflexive relations, so a literal run of its rules says many
things that are no RDF, or that are true of everything. The closure of this package leaves them out, and
comparisons with owlrl leave them out on both sides.

| kind        | triples                                                                                 |
|-------------|-----------------------------------------------------------------------------------------|
| generalised | a literal as subject, a literal or a blank node as predicate: not RDF                   |
| self-same   | ``x owl:sameAs x`` (rule eq-ref)                                                        |
| reflexive   | ``x p x``, p one of rdfs:subClassOf, rdfs:subPropertyOf, owl:equivalentClass,           |
|             | owl:equivalentProperty                                                                  |
| top, bottom | ``x rdf:type owl:Thing``, ``x rdfs:subClassOf owl:Thing``, ``owl:Nothing rdfs:subClassOf|
|             | x``, ``p rdfs:domain owl:Thing``, ``p rdfs:range owl:Thing``                            |
| axiomatic   | rdf:type, rdfs:subClassOf, owl:equivalentClass, owl:disjointWith between two terms of   |
|             | the RDF, RDFS, OWL and XSD namespaces, such as ``xsd:int rdf:type rdfs:Datatype``       |
"""

from __future__ import annotations

from rdflib import OWL, RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

__all__ = ["BUILT_IN", "Triple", "is_generalised", "is_noise", "is_trivial"]

Triple = tuple[Node, Node, Node]

_REFLEXIVE = frozenset({RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty})
_BELOW_TOP = frozenset({RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range})
_AXIOMATIC = frozenset({RDF.type, RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith})
BUILT_IN = (str(RDF), str(RDFS), str(OWL), str(XSD))
"""Namespaces of the languages themselves."""


def is_generalised(triple: Triple) -> bool:
    """True where the triple is no RDF 1.1 triple, or says only that a thing is itself."""
    subject, predicate, obj = triple
    if isinstance(subject, Literal) or not isinstance(predicate, URIRef):
        return True
    return predicate == OWL.sameAs and subject == obj


def is_trivial(triple: Triple) -> bool:
    """True where the triple is RDF but holds whatever the facts are (reflexive, top, bottom, axiomatic)."""
    subject, predicate, obj = triple
    if predicate in _REFLEXIVE and subject == obj:
        return True
    if obj == OWL.Thing and predicate in _BELOW_TOP:
        return True
    if predicate == RDFS.subClassOf and subject == OWL.Nothing:
        return True
    return (
        predicate in _AXIOMATIC
        and isinstance(subject, URIRef)
        and isinstance(obj, URIRef)
        and str(subject).startswith(BUILT_IN)
        and str(obj).startswith(BUILT_IN)
    )


def is_noise(triple: Triple) -> bool:
    """True for every kind of the table at the top of this module."""
    return is_generalised(triple) or is_trivial(triple)
