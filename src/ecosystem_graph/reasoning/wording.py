"""Triples and rules in words, Norwegian (bokmål) and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal as OneOf

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from ecosystem_graph.reasoning.near import Gap
from ecosystem_graph.reasoning.proofs import ASSERTED
from ecosystem_graph.reasoning.rules import rule_named

__all__ = ["Label", "Lang", "Sources", "labels_in", "rule_words", "sources_in", "tell", "word"]

Lang = OneOf["nb", "en"]
Label = Callable[[Node, str], str]
"""Name of a term in a language."""
Sources = Callable[[tuple[Node, Node, Node]], Iterable[Node]]
"""Where an asserted triple comes from."""

_SENTENCES: Mapping[Node, tuple[str, str]] = {
    RDF.type: ("{s} er: {o}", "{s} is: {o}"),
    RDFS.subClassOf: ("alt som er «{s}», er også «{o}»", "whatever is ‘{s}’ is also ‘{o}’"),
    OWL.equivalentClass: ("«{s}» betyr det samme som «{o}»", "‘{s}’ means the same as ‘{o}’"),
    OWL.disjointWith: ("ingenting er både «{s}» og «{o}»", "nothing is both ‘{s}’ and ‘{o}’"),
    OWL.complementOf: ("«{s}» er alt som ikke er «{o}»", "‘{s}’ is all that is not ‘{o}’"),
    RDFS.subPropertyOf: ("«{s}» medfører «{o}»", "‘{s}’ implies ‘{o}’"),
    OWL.equivalentProperty: ("«{s}» betyr det samme som «{o}»", "‘{s}’ means the same as ‘{o}’"),
    OWL.propertyDisjointWith: ("«{s}» og «{o}» utelukker hverandre", "‘{s}’ and ‘{o}’ exclude each other"),
    OWL.inverseOf: ("«{s}» er «{o}» den andre veien", "‘{s}’ is ‘{o}’ the other way round"),
    RDFS.domain: ("det som står foran «{s}», er: {o}", "what comes before ‘{s}’ is: {o}"),
    RDFS.range: ("det som står etter «{s}», er: {o}", "what comes after ‘{s}’ is: {o}"),
    OWL.propertyChainAxiom: ("«{s}» følger av kjeden {o}", "‘{s}’ follows from the chain {o}"),
    OWL.sameAs: ("{s} er det samme som {o}", "{s} is the same as {o}"),
    OWL.differentFrom: ("{s} er ikke det samme som {o}", "{s} is not the same as {o}"),
    OWL.intersectionOf: ("«{s}» er det som er alt dette: {o}", "‘{s}’ is whatever is all of: {o}"),
    OWL.unionOf: ("«{s}» er det som er noe av dette: {o}", "‘{s}’ is whatever is one of: {o}"),
    OWL.oneOf: ("«{s}» består av: {o}", "‘{s}’ consists of: {o}"),
    OWL.hasKey: ("«{s}» kjennes igjen på: {o}", "‘{s}’ is known by: {o}"),
    OWL.members: ("listen er: {o}", "the list is: {o}"),
    OWL.distinctMembers: ("listen er: {o}", "the list is: {o}"),
    OWL.hasValue: ("{s} har verdien «{o}»", "{s} has the value ‘{o}’"),
    OWL.onProperty: ("{s} gjelder egenskapen «{o}»", "{s} is about the property ‘{o}’"),
}

_KINDS: Mapping[Node, tuple[str, str]] = {
    OWL.AllDisjointClasses: (
        "en liste over klasser som utelukker hverandre",
        "a list of classes that exclude each other",
    ),
    OWL.AllDisjointProperties: (
        "en liste over egenskaper som utelukker hverandre",
        "a list of properties that exclude each other",
    ),
    OWL.AllDifferent: ("en liste over ting som er forskjellige", "a list of things that are different"),
    OWL.FunctionalProperty: ("«{s}» har høyst én verdi", "‘{s}’ has at most one value"),
    OWL.InverseFunctionalProperty: (
        "verdien av «{s}» tilhører høyst én",
        "a value of ‘{s}’ belongs to one thing at most",
    ),
    OWL.SymmetricProperty: ("«{s}» gjelder begge veier", "‘{s}’ holds both ways"),
    OWL.TransitiveProperty: ("«{s}» går videre fra ledd til ledd", "‘{s}’ carries on from link to link"),
    OWL.AsymmetricProperty: ("«{s}» gjelder aldri begge veier", "‘{s}’ never holds both ways"),
    OWL.IrreflexiveProperty: ("«{s}» peker aldri på seg selv", "‘{s}’ never points to itself"),
}

_WORDS: Mapping[str, tuple[str, str]] = {
    "asserted": ("oppgitt", "asserted"),
    "axiom": ("fra ontologien", "from the ontology"),
    "source": ("kilde", "source"),
    "by": ("fordi", "because"),
    "contradiction": ("Motsigelse", "Contradiction"),
    "proof": ("Bevis", "Proof"),
    "of": ("av", "of"),
    "not": ("Dette følger ikke av grafen", "This does not follow from the graph"),
    "near": ("Nesten", "Nearly"),
    "found": ("kjent", "known"),
    "missing": ("mangler", "missing"),
    "anything": ("noe", "something"),
    "similar": ("Det som derimot gjelder", "What does hold"),
    "none": ("Ingen regel slutter slik.", "No rule concludes such a thing."),
    "unnamed": ("en navnløs klasse", "a nameless class"),
}


def word(key: str, lang: str) -> str:
    """A fixed word of the rendering."""
    return _WORDS[key][lang != "nb"]


def rule_words(name: str, lang: str) -> str:
    """What a rule does, in words, with its W3C name."""
    return word("asserted", lang) if name == ASSERTED else f"{rule_named(name).words(lang)} ({name})"


def tell(
    triple: tuple[Node, Node, Node] | Gap,
    label: Label,
    lang: str,
    lists: Mapping[Node, tuple[Node, ...]] | None = None,
) -> str:
    """One triple as a short sentence.

    Args:
        triple: The triple; None in place of a term reads "something".
        label: Names of terms.
        lang: ``"nb"`` or ``"en"``.
        lists: Members of the lists that may stand in it.
    """
    subject, predicate, obj = triple

    def name(term: Node | None) -> str:
        if term is None:
            return word("anything", lang)
        members = (lists or {}).get(term)
        if members is not None:
            return (" → " if predicate == OWL.propertyChainAxiom else ", ").join(
                label(m, lang) for m in members
            )
        return label(term, lang)

    kind = _KINDS.get(obj) if predicate == RDF.type and obj is not None else None
    sentence = kind or _SENTENCES.get(predicate)
    if sentence is None:
        return f"{name(subject)} · {label(predicate, lang)} · {name(obj)}"
    return sentence[lang != "nb"].format(s=name(subject), o=name(obj))


def labels_in(graph: Graph) -> Label:
    """Names as a graph gives them: rdfs:label or skos:prefLabel in the language, else the end of the IRI.

    Classes without a name are told by what they ask for, as in ``[sphere = public]``.
    """

    def label(term: Node, lang: str) -> str:
        if isinstance(term, Literal):
            return str(term)
        found: dict[str | None, str] = {}
        for predicate in (SKOS.prefLabel, RDFS.label):
            for value in graph.objects(term, predicate):
                if isinstance(value, Literal):
                    found[value.language] = str(value)
        if found:
            return found.get(lang) or found.get(None) or found.get("en") or min(found.values())
        if isinstance(term, BNode):
            return _restriction(term, lang)
        text = str(term).rstrip("/#")
        return text[max(text.rfind("/"), text.rfind("#")) + 1 :] or text

    def _restriction(node: BNode, lang: str) -> str:
        on = graph.value(node, OWL.onProperty)
        if on is not None:
            for predicate, sign in (
                (OWL.hasValue, "="),
                (OWL.someValuesFrom, "∃"),
                (OWL.allValuesFrom, "∀"),
                (OWL.maxCardinality, "≤"),
                (OWL.maxQualifiedCardinality, "≤"),
            ):
                value = graph.value(node, predicate)
                if value is not None:
                    return f"[{label(on, lang)} {sign} {label(value, lang)}]"
        return word("unnamed", lang)

    return label


def sources_in(graph: Graph) -> Sources:
    """Sources as PROV gives them: what the triple's subject had as primary source, else who defines it."""

    def sources(triple: tuple[Node, Node, Node]) -> list[URIRef]:
        subject = triple[0]
        found = sorted(o for o in graph.objects(subject, PROV.hadPrimarySource) if isinstance(o, URIRef))
        return found or sorted(o for o in graph.objects(subject, RDFS.isDefinedBy) if isinstance(o, URIRef))

    return sources
