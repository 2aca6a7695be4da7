"""Explanations: a statement named as on the command line, and why it holds, in the form asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.reasoning import (
    Contradiction,
    contradictions_text,
    labels_in,
    proof_json,
    proof_mermaid,
    proof_text,
    proof_turtle,
    refusal_json,
    refusal_text,
    sources_in,
)
from ecosystem_graph.reasoning.wording import Lang
from ecosystem_graph.turtle import Triple
from ecosystem_graph.wording import Wording

__all__ = ["FORMS", "clash", "explain", "statement"]

_PROOFS: dict[str, Callable[..., str]] = {
    "text": proof_text,
    "json": proof_json,
    "ttl": proof_turtle,
    "mermaid": proof_mermaid,
}
#: The forms an explanation comes in.
FORMS = tuple(_PROOFS)
#: How many proofs are looked for when several are wanted.
_SEVERAL = 10


def statement(ecosystem: Ecosystem, subject: str, predicate: str, thing: str) -> Triple:
    """The triple that three names mean.

    Args:
        ecosystem: Where the names are known.
        subject: Any name that `Ecosystem.resolve` knows.
        predicate: Likewise; ``a`` is rdf:type.
        thing: Likewise, or a text in double quotes with ``@nb`` or ``^^xsd:gYear`` behind it.

    Raises:
        NotFoundError: Nothing has one of the names, or several things have.
    """
    verb = RDF.type if predicate in ("a", "rdf:type") else ecosystem.resolve(predicate)
    return ecosystem.resolve(subject), verb, _object(ecosystem, thing)


def _object(ecosystem: Ecosystem, text: str) -> Node:
    if not text.startswith('"'):
        return ecosystem.resolve(text)
    value, _, tag = text[1:].rpartition('"')
    if tag.startswith("@"):
        return Literal(value, lang=tag[1:])
    if tag.startswith("^^"):
        return Literal(value, datatype=URIRef(ecosystem.expand(tag[2:])), normalize=False)
    return Literal(value)


def explain(
    ecosystem: Ecosystem, triple: Triple, *, several: bool = False, form: str = "text", lang: Lang = "nb"
) -> str:
    """Why a triple holds, down to what sources say; or, where it does not follow, what nearly matched.

    Args:
        ecosystem: The graph.
        triple: What to explain.
        several: Look for further proofs than the shortest.
        form: One of `FORMS`; what does not follow is told as text or json.
        lang: Language of the words.

    Raises:
        NotFoundError: Unknown form.
    """
    if form not in FORMS:
        raise NotFoundError(Wording("form of explanation", "form for forklaring"), form, FORMS)
    label = _names(ecosystem)
    proofs = ecosystem.reasoner.explain(triple, _SEVERAL if several else 1)
    if proofs:
        return _PROOFS[form](proofs, label, sources_in(ecosystem.dataset), lang)
    refuse = refusal_json if form == "json" else refusal_text
    return refuse(ecosystem.reasoner, triple, label, lang)


def clash(triples: Iterable[Triple], contradictions: Sequence[Contradiction], lang: Lang = "nb") -> str:
    """Contradictions with their proofs, named as the triples themselves name things."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return contradictions_text(contradictions, labels_in(graph), sources_in(graph), lang).rstrip()


def _names(ecosystem: Ecosystem) -> Callable[[Node, str], str]:
    """Names of terms: as the ecosystem tells them, else (values, anonymous classes) as the graph does."""
    anything = labels_in(ecosystem.dataset)

    def name(term: Node, lang: str) -> str:
        return ecosystem.label(term, lang) if isinstance(term, URIRef) else anything(term, lang)

    return name
