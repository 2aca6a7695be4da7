# ruff: noqa: E501 -- a row of the table is one line, as in the table it is read beside
"""The rules of OWL 2 RL as data: one row per rule of the W3C tables, readable side by side with them.

Source: OWL 2 Web Ontology Language Profiles (second edition), section 4.3, tables 4 to 9.

The notation is Turtle's, with ``?variables`` and a full stop between the triples. What W3C writes as
``LIST[?l, ?c1, …, ?cn]`` with all of the list in one sentence reads here

- ``?u ?l* ?v``: from u over the properties of the list to v (prp-spo2),
- ``?y all ?l``: y is in every class of the list (cls-int1),
- ``?x share ?l ?y``: x and y have a value in common for every property of the list (prp-key),

and ``?l member ?c`` where any one member is meant. ``?a < ?b`` takes each unordered pair once.
``1`` and ``0`` stand for any literal with that value. ``false`` is a contradiction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rdflib import OWL, RDF, RDFS, URIRef

__all__ = ["BUILT_IN", "RULES", "VIRTUAL", "Atom", "Rule", "rule_named"]

VIRTUAL = "x-rule:"
"""Namespace of the engine's own book-keeping relations; they never leave it."""

_NAMESPACES = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL), "x": VIRTUAL}

Term = str | URIRef
"""In a rule: a variable name beginning with a question mark, or an IRI."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One triple pattern of a rule.

    ``kind`` is ``"triple"``, or ``"path"``, ``"all"``, ``"share"`` for the three readings of a whole list
    (then ``predicate`` is the list's variable).
    """

    subject: Term
    predicate: Term
    object: Term
    kind: str = "triple"

    def variables(self) -> frozenset[str]:
        """Names of the variables in the pattern."""
        return frozenset(t for t in (self.subject, self.predicate, self.object) if _is_variable(t))


@dataclass(frozen=True)
class Rule:
    """One row of the W3C tables.

    Attributes:
        name: W3C's name, such as ``cax-sco``; several rows may share it.
        table: Number of the W3C table.
        condition: The *if* column.
        conclusion: The *then* column.
        nb: What the rule does, in a few words of Norwegian.
        en: The same in English.
    """

    name: str
    table: int
    condition: str
    conclusion: str
    nb: str
    en: str

    @cached_property
    def body(self) -> tuple[Atom, ...]:
        """The patterns of the *if* column."""
        return _atoms(self.condition) if self.condition else ()

    @cached_property
    def heads(self) -> tuple[Atom, ...]:
        """The patterns of the *then* column; empty for a contradiction."""
        return () if self.conclusion == "false" else _atoms(self.conclusion)

    @cached_property
    def ordered(self) -> tuple[tuple[str, str], ...]:
        """The pairs of variables of which each unordered pair of values counts once."""
        return tuple(re.findall(r"(\?\w+) < (\?\w+)", self.condition))

    def words(self, lang: str) -> str:
        """What the rule does, in ``lang`` (nb or en)."""
        return self.nb if lang == "nb" else self.en


def _is_variable(term: Term) -> bool:
    return term.startswith("?")


def _term(text: str) -> Term:
    if text.startswith("?"):
        return text
    if text == "a":
        return RDF.type
    if text == "member":
        return URIRef(VIRTUAL + "member")
    prefix, _, local = text.partition(":")
    return URIRef(_NAMESPACES[prefix] + local)


def _atoms(text: str) -> tuple[Atom, ...]:
    atoms: list[Atom] = []
    for pattern in text.split(" . "):
        words = pattern.split()
        if words[1] == "<":
            continue
        if words[1] in ("all", "share"):
            atoms.append(Atom(words[0], words[2], words[-1] if words[1] == "share" else "", words[1]))
        elif words[1].endswith("*"):
            atoms.append(Atom(words[0], words[1][:-1], words[2], "path"))
        elif words[2] in "01":
            number = f"?{'zero' if words[2] == '0' else 'one'}"
            atoms.append(Atom(words[0], _term(words[1]), number))
            atoms.append(Atom(number, RDF.type, URIRef(VIRTUAL + number[1:])))
        else:
            atoms.append(Atom(*(_term(w) for w in words)))
    return tuple(atoms)


def _table(number: int, text: str) -> tuple[Rule, ...]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return tuple(Rule(name.strip(), number, *(part.strip() for part in rest)) for name, *rest in rows)


EQUALITY = _table(
    4,
    """
eq-sym    | ?x owl:sameAs ?y | ?y owl:sameAs ?x | det samme gjelder begge veier | sameness holds both ways
eq-trans  | ?x owl:sameAs ?y . ?y owl:sameAs ?z | ?x owl:sameAs ?z | det samme som det samme | the same as the same
eq-rep-s  | ?s owl:sameAs ?t . ?s ?p ?o | ?t ?p ?o | samme subjekt under et annet navn | the same subject by another name
eq-rep-p  | ?p owl:sameAs ?q . ?s ?p ?o | ?s ?q ?o | samme egenskap under et annet navn | the same property by another name
eq-rep-o  | ?o owl:sameAs ?t . ?s ?p ?o | ?s ?p ?t | samme objekt under et annet navn | the same object by another name
eq-diff1  | ?x owl:sameAs ?y . ?x owl:differentFrom ?y | false | samme og likevel forskjellig | the same and yet different
eq-diff1  | ?x owl:differentFrom ?x | false | forskjellig fra seg selv | different from itself
eq-diff2  | ?x a owl:AllDifferent . ?x owl:members ?l . ?l member ?y . ?l member ?z . ?y < ?z . ?y owl:sameAs ?z | false | samme, men oppført som forskjellige | the same, but listed as different
eq-diff3  | ?x a owl:AllDifferent . ?x owl:distinctMembers ?l . ?l member ?y . ?l member ?z . ?y < ?z . ?y owl:sameAs ?z | false | samme, men oppført som forskjellige | the same, but listed as different
""",
)

PROPERTIES = _table(
    5,
    """
prp-dom   | ?p rdfs:domain ?c . ?x ?p ?y | ?x a ?c | egenskapens definisjonsmengde | the property's domain
prp-rng   | ?p rdfs:range ?c . ?x ?p ?y | ?y a ?c | egenskapens verdimengde | the property's range
prp-fp    | ?p a owl:FunctionalProperty . ?x ?p ?y . ?x ?p ?z | ?y owl:sameAs ?z | egenskapen har høyst én verdi | the property has at most one value
prp-ifp   | ?p a owl:InverseFunctionalProperty . ?x ?p ?y . ?z ?p ?y | ?x owl:sameAs ?z | verdien tilhører høyst én | the value belongs to one thing at most
prp-irp   | ?p a owl:IrreflexiveProperty . ?x ?p ?x | false | egenskapen kan ikke peke på seg selv | the property cannot point to itself
prp-symp  | ?p a owl:SymmetricProperty . ?x ?p ?y | ?y ?p ?x | egenskapen gjelder begge veier | the property holds both ways
prp-asyp  | ?p a owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x | false | egenskapen kan ikke gjelde begge veier | the property cannot hold both ways
prp-trp   | ?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z | ?x ?p ?z | egenskapen går videre ledd for ledd | the property carries on from link to link
prp-spo1  | ?p rdfs:subPropertyOf ?q . ?x ?p ?y | ?x ?q ?y | den snevrere egenskapen medfører den videre | the narrower property implies the wider
prp-spo2  | ?p owl:propertyChainAxiom ?l . ?u ?l* ?v | ?u ?p ?v | en kjede av egenskaper | a chain of properties
prp-eqp1  | ?p owl:equivalentProperty ?q . ?x ?p ?y | ?x ?q ?y | egenskapene betyr det samme | the properties mean the same
prp-eqp2  | ?p owl:equivalentProperty ?q . ?x ?q ?y | ?x ?p ?y | egenskapene betyr det samme | the properties mean the same
prp-pdw   | ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y | false | egenskapene utelukker hverandre | the properties exclude each other
prp-adp   | ?z a owl:AllDisjointProperties . ?z owl:members ?l . ?l member ?p . ?l member ?q . ?p < ?q . ?x ?p ?y . ?x ?q ?y | false | egenskapene utelukker hverandre | the properties exclude each other
prp-inv1  | ?p owl:inverseOf ?q . ?x ?p ?y | ?y ?q ?x | den omvendte egenskapen | the inverse property
prp-inv2  | ?p owl:inverseOf ?q . ?x ?q ?y | ?y ?p ?x | den omvendte egenskapen | the inverse property
prp-key   | ?c owl:hasKey ?l . ?x a ?c . ?y a ?c . ?x share ?l ?y | ?x owl:sameAs ?y | samme nøkkel, altså samme ting | the same key, so the same thing
prp-npa1  | ?z owl:sourceIndividual ?x . ?z owl:assertionProperty ?p . ?z owl:targetIndividual ?y . ?x ?p ?y | false | sagt, men også benektet | stated, but also denied
prp-npa2  | ?z owl:sourceIndividual ?x . ?z owl:assertionProperty ?p . ?z owl:targetValue ?y . ?x ?p ?y | false | sagt, men også benektet | stated, but also denied
""",
)

CLASSES = _table(
    6,
    """
cls-nothing2 | ?x a owl:Nothing | false | ingenting kan være av denne klassen | nothing can be of this class
cls-int1  | ?c owl:intersectionOf ?l . ?y all ?l | ?y a ?c | er alt som klassen krever | is all that the class asks for
cls-int2  | ?c owl:intersectionOf ?l . ?l member ?d . ?y a ?c | ?y a ?d | klassen er en del av hver av disse | the class is part of each of these
cls-uni   | ?c owl:unionOf ?l . ?l member ?d . ?y a ?d | ?y a ?c | er en av klassene i unionen | is of one of the classes in the union
cls-com   | ?c owl:complementOf ?d . ?x a ?c . ?x a ?d | false | kan ikke være begge deler | cannot be both
cls-svf1  | ?x owl:someValuesFrom ?c . ?x owl:onProperty ?p . ?u ?p ?v . ?v a ?c | ?u a ?x | har en verdi av rett klasse | has a value of the right class
cls-svf2  | ?x owl:someValuesFrom owl:Thing . ?x owl:onProperty ?p . ?u ?p ?v | ?u a ?x | har en verdi | has a value
cls-avf   | ?x owl:allValuesFrom ?c . ?x owl:onProperty ?p . ?u a ?x . ?u ?p ?v | ?v a ?c | alle verdier er av denne klassen | all values are of this class
cls-hv1   | ?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u a ?x | ?u ?p ?y | alle i klassen har denne verdien | everything in the class has this value
cls-hv2   | ?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u ?p ?y | ?u a ?x | har verdien som klassen krever | has the value that the class asks for
cls-maxc1 | ?x owl:maxCardinality 0 . ?x owl:onProperty ?p . ?u a ?x . ?u ?p ?y | false | skal ikke ha noen verdi | may have no value
cls-maxc2 | ?x owl:maxCardinality 1 . ?x owl:onProperty ?p . ?u a ?x . ?u ?p ?y . ?u ?p ?z | ?y owl:sameAs ?z | har høyst én verdi | has at most one value
cls-maxqc1 | ?x owl:maxQualifiedCardinality 0 . ?x owl:onProperty ?p . ?x owl:onClass ?c . ?u a ?x . ?u ?p ?y . ?y a ?c | false | skal ikke ha noen verdi av denne klassen | may have no value of this class
cls-maxqc2 | ?x owl:maxQualifiedCardinality 0 . ?x owl:onProperty ?p . ?x owl:onClass owl:Thing . ?u a ?x . ?u ?p ?y | false | skal ikke ha noen verdi | may have no value
cls-maxqc3 | ?x owl:maxQualifiedCardinality 1 . ?x owl:onProperty ?p . ?x owl:onClass ?c . ?u a ?x . ?u ?p ?y . ?y a ?c . ?u ?p ?z . ?z a ?c | ?y owl:sameAs ?z | har høyst én verdi av denne klassen | has at most one value of this class
cls-maxqc4 | ?x owl:maxQualifiedCardinality 1 . ?x owl:onProperty ?p . ?x owl:onClass owl:Thing . ?u a ?x . ?u ?p ?y . ?u ?p ?z | ?y owl:sameAs ?z | har høyst én verdi | has at most one value
cls-oo    | ?c owl:oneOf ?l . ?l member ?y | ?y a ?c | står i klassens liste | is listed in the class
""",
)

CLASS_AXIOMS = _table(
    7,
    """
cax-sco   | ?c rdfs:subClassOf ?d . ?x a ?c | ?x a ?d | den snevrere klassen hører under den videre | the narrower class belongs to the wider
cax-eqc1  | ?c owl:equivalentClass ?d . ?x a ?c | ?x a ?d | klassene betyr det samme | the classes mean the same
cax-eqc2  | ?c owl:equivalentClass ?d . ?x a ?d | ?x a ?c | klassene betyr det samme | the classes mean the same
cax-dw    | ?c owl:disjointWith ?d . ?x a ?c . ?x a ?d | false | klassene utelukker hverandre | the classes exclude each other
cax-adc   | ?z a owl:AllDisjointClasses . ?z owl:members ?l . ?l member ?c . ?l member ?d . ?c < ?d . ?x a ?c . ?x a ?d | false | klassene utelukker hverandre | the classes exclude each other
""",
)

DATATYPES = _table(
    8,
    """
dt-not-type | ?l x:outside ?d . ?l a ?d | false | verdien finnes ikke i datatypen | the value is not in the datatype
""",
)

SCHEMA = _table(
    9,
    """
scm-cls   | ?c a owl:Class | ?c rdfs:subClassOf ?c . ?c owl:equivalentClass ?c . ?c rdfs:subClassOf owl:Thing . owl:Nothing rdfs:subClassOf ?c | det er en klasse | it is a class
scm-sco   | ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e | ?c rdfs:subClassOf ?e | underklasse av en underklasse | a subclass of a subclass
scm-eqc1  | ?c owl:equivalentClass ?d | ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c | klassene betyr det samme | the classes mean the same
scm-eqc2  | ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c | ?c owl:equivalentClass ?d | underklasser av hverandre | subclasses of each other
scm-op    | ?p a owl:ObjectProperty | ?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p | det er en egenskap | it is a property
scm-dp    | ?p a owl:DatatypeProperty | ?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p | det er en egenskap | it is a property
scm-spo   | ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r | ?p rdfs:subPropertyOf ?r | underegenskap av en underegenskap | a subproperty of a subproperty
scm-eqp1  | ?p owl:equivalentProperty ?q | ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p | egenskapene betyr det samme | the properties mean the same
scm-eqp2  | ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p | ?p owl:equivalentProperty ?q | underegenskaper av hverandre | subproperties of each other
scm-dom1  | ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d | ?p rdfs:domain ?d | definisjonsmengden ligger i en videre klasse | the domain lies in a wider class
scm-dom2  | ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q | ?p rdfs:domain ?c | den videre egenskapens definisjonsmengde | the wider property's domain
scm-rng1  | ?p rdfs:range ?c . ?c rdfs:subClassOf ?d | ?p rdfs:range ?d | verdimengden ligger i en videre klasse | the range lies in a wider class
scm-rng2  | ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q | ?p rdfs:range ?c | den videre egenskapens verdimengde | the wider property's range
scm-hv    | ?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q | ?c rdfs:subClassOf ?d | samme verdi på en videre egenskap | the same value of a wider property
scm-svf1  | ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z | ?c rdfs:subClassOf ?d | noen verdier fra en videre klasse | some values from a wider class
scm-svf2  | ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q | ?c rdfs:subClassOf ?d | noen verdier av en videre egenskap | some values of a wider property
scm-avf1  | ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z | ?c rdfs:subClassOf ?d | alle verdier fra en videre klasse | all values from a wider class
scm-avf2  | ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q | ?d rdfs:subClassOf ?c | alle verdier av en snevrere egenskap | all values of a narrower property
scm-int   | ?c owl:intersectionOf ?l . ?l member ?d | ?c rdfs:subClassOf ?d | snittet ligger i hver av klassene | the intersection lies in each class
scm-uni   | ?c owl:unionOf ?l . ?l member ?d | ?d rdfs:subClassOf ?c | hver klasse ligger i unionen | each class lies in the union
""",
)

PROPERTY = Rule(
    "scm-op",
    9,
    "?p a rdf:Property",
    "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p",
    "det er en egenskap",
    "it is a property",
)
"""Not in the W3C table, but owlrl has it: a plain ``rdf:Property`` is treated like an object property."""

RULES: tuple[Rule, ...] = (*EQUALITY, *PROPERTIES, *CLASSES, *CLASS_AXIOMS, *DATATYPES, *SCHEMA, PROPERTY)
"""Every rule the engine compiles."""

BUILT_IN: tuple[Rule, ...] = (
    Rule(
        "eq-ref",
        4,
        "?s ?p ?o",
        "?s owl:sameAs ?s . ?p owl:sameAs ?p . ?o owl:sameAs ?o",
        "alt er det samme som seg selv",
        "everything is itself",
    ),
    Rule(
        "prp-ap",
        5,
        "",
        "?p a owl:AnnotationProperty",
        "en innebygd merkeegenskap",
        "a built-in annotation property",
    ),
    Rule("cls-thing", 6, "", "owl:Thing a owl:Class", "owl:Thing er en klasse", "owl:Thing is a class"),
    Rule(
        "cls-nothing1", 6, "", "owl:Nothing a owl:Class", "owl:Nothing er en klasse", "owl:Nothing is a class"
    ),
    Rule("dt-type1", 8, "", "?d a rdfs:Datatype", "en innebygd datatype", "a built-in datatype"),
    Rule("dt-type2", 8, "", "?l a ?d", "verdien har denne datatypen", "the value has this datatype"),
    Rule(
        "dt-eq",
        8,
        "",
        "?l owl:sameAs ?m",
        "samme verdi (skrives ikke ut, men er aldri en motsigelse)",
        "the same value (not written out, but never a contradiction)",
    ),
    Rule("dt-diff", 8, "", "?l owl:differentFrom ?m", "forskjellige verdier", "different values"),
    Rule(
        "dt-disjoint",
        8,
        "",
        "?d owl:disjointWith ?e",
        "ingen verdi har begge datatypene",
        "no value has both datatypes",
    ),
)
"""Rules without a condition on triples: facts the engine starts from, or adds where another rule asks."""

_BY_NAME = {rule.name: rule for rule in (*BUILT_IN, *reversed(RULES))}


def rule_named(name: str) -> Rule:
    """The (first) row of that name.

    Raises:
        KeyError: If W3C's tables have no such rule.
    """
    return _BY_NAME[name]
