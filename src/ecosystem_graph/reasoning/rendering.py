"""Proofs for people and machines: a tree of words, JSON, PROV in Turtle, a Mermaid drawing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, PROV
from rdflib.term import Node

from ecosystem_graph.reasoning.noise import Triple
from ecosystem_graph.reasoning.proofs import ASSERTED, Proof
from ecosystem_graph.reasoning.reasoner import Contradiction, Reasoner
from ecosystem_graph.reasoning.rules import rule_named
from ecosystem_graph.reasoning.wording import Label, Lang, Sources, rule_words, tell, word
from ecosystem_graph.wording import Wording, told

__all__ = [
    "contradictions_text",
    "contradictions_told",
    "proof_json",
    "proof_mermaid",
    "proof_text",
    "proof_turtle",
    "refusal_json",
    "refusal_text",
]

_RULE = "https://w3id.org/innovation-ecosystem/code/rule/"
_PROFILE = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"


_LANGUAGES: tuple[Lang, Lang] = ("en", "nb")
_Lists = dict[Node, tuple[Node, ...]]


def _lists_in(proofs: Sequence[Proof]) -> _Lists:
    return {head: members for proof in proofs for step in proof.steps() for head, members in step.lists}


def _says(proof: Proof, label: Label, lang: str, lists: _Lists) -> str:
    if proof.conclusion is None:
        return word("contradiction", lang)
    return tell(proof.conclusion, label, lang, lists)


def _cited(triple: Triple, label: Label, sources: Sources, lang: str) -> str:
    named = [label(s, lang) for s in sources(triple)]
    return f"{word('source', lang)}: {'; '.join(named)}" if named else ""


def proof_text(proofs: Sequence[Proof], label: Label, sources: Sources, lang: Lang = "nb") -> str:
    """Proofs as trees of words, one below the other.

    Args:
        proofs: The proofs, at least one.
        label: Names of terms; see `wording.labels_in`.
        sources: Sources of asserted triples; see `wording.sources_in`.
        lang: Language.
    """
    parts: list[str] = []
    lists = _lists_in(proofs)
    for i, proof in enumerate(proofs, start=1):
        if len(proofs) > 1:
            parts.append(f"{word('proof', lang)} {i} {word('of', lang)} {len(proofs)}")
        parts.extend(_tree(proof, lists, label, sources, lang))
        parts.append("")
    return "\n".join(parts)


def _tree(proof: Proof, lists: _Lists, label: Label, sources: Sources, lang: str) -> Iterator[str]:
    def lines(step: Proof, first: str, others: str) -> Iterator[str]:
        if step.rule == ASSERTED:
            cited = "" if step.conclusion is None else _cited(step.conclusion, label, sources, lang)
            note = f"{word('asserted', lang)}{'; ' + cited if cited else ''}"
            yield f"{first}{_says(step, label, lang, lists)}  [{note}]"
            return
        yield f"{first}{_says(step, label, lang, lists)}"
        yield f"{others}{word('by', lang)}: {rule_words(step.rule, lang)}"
        for i, premise in enumerate(step.premises):
            last = i == len(step.premises) - 1
            branch, below = ("└─ ", "   ") if last else ("├─ ", "│  ")
            yield from lines(premise, others + branch, others + below)

    yield from lines(proof, "", "")


def proof_json(proofs: Sequence[Proof], label: Label, sources: Sources, lang: Lang = "nb") -> str:
    """Proofs as JSON: a list of nested steps.

    Each step has ``triple`` (three N-Triples terms, or null for a contradiction), ``words``, ``rule``,
    ``because``, ``premises``, and for asserted triples ``sources`` (IRIs).
    """
    lists = _lists_in(proofs)

    def step(proof: Proof) -> dict[str, Any]:
        triple = proof.conclusion
        made: dict[str, Any] = {
            "triple": None if triple is None else [term.n3() for term in triple],
            "words": _says(proof, label, lang, lists),
            "rule": proof.rule,
            "because": rule_words(proof.rule, lang),
            "premises": [step(p) for p in proof.premises],
        }
        if proof.rule == ASSERTED and triple is not None:
            made["sources"] = [str(s) for s in sources(triple)]
        return made

    return json.dumps([step(p) for p in proofs], ensure_ascii=False, indent=2) + "\n"


def _hashed(text: str) -> URIRef:
    return URIRef("urn:sha256:" + hashlib.sha256(text.encode()).hexdigest())


class _Provenance:
    """PROV under construction; names statements so that two runs give them the same name."""

    def __init__(self, lists: _Lists, label: Label, sources: Sources, lang: str) -> None:
        self.graph = Graph()
        for prefix, namespace in (("prov", PROV), ("dcterms", DCTERMS), ("rdfs", RDFS), ("rdf", RDF)):
            self.graph.bind(prefix, namespace)
        self.lists, self.label, self.sources, self.lang = lists, label, sources, lang

    def statement(self, proof: Proof) -> URIRef:
        """Name of what a step concludes."""
        if proof.conclusion is None:
            return _hashed(" ".join([proof.rule, *(self.statement(p) for p in proof.premises)]))
        return _hashed(" ".join(self._stable(term) for term in proof.conclusion))

    def _stable(self, term: Node) -> str:
        if term in self.lists:
            return f"({' '.join(self._stable(m) for m in self.lists[term])})"
        return self.label(term, "en") if isinstance(term, BNode) else term.n3()

    def add(self, step: Proof) -> None:
        """Describe one step."""
        node, triple = self.statement(step), step.conclusion
        self.graph.add((node, RDF.type, PROV.Entity))
        words = _says(step, self.label, self.lang, self.lists)
        self.graph.add((node, RDFS.label, Literal(words, lang=self.lang)))
        if triple is not None:
            self.graph.add((node, RDF.type, RDF.Statement))
            for predicate, term in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
                self.graph.add((node, predicate, term))
                if term in self.lists and (term, RDF.first, None) not in self.graph:
                    Collection(self.graph, term, list(self.lists[term]))
        if step.rule != ASSERTED:
            self._derivation(node, step)
        elif triple is not None:
            for source in self.sources(triple):
                self.graph.add((node, PROV.hadPrimarySource, source))

    def _derivation(self, node: URIRef, step: Proof) -> None:
        """The activity that made a statement, with its rule as plan."""
        used = [self.statement(p) for p in step.premises]
        activity = _hashed(" ".join([node, step.rule, *used]))
        association, plan = URIRef(f"{activity}:association"), URIRef(_RULE + step.rule)
        add = self.graph.add
        add((node, PROV.wasGeneratedBy, activity))
        add((activity, RDF.type, PROV.Activity))
        add((activity, PROV.qualifiedAssociation, association))
        add((association, RDF.type, PROV.Association))
        add((association, PROV.hadPlan, plan))
        add((plan, RDF.type, PROV.Plan))
        add((plan, DCTERMS.identifier, Literal(step.rule)))
        add((plan, RDFS.label, Literal(rule_named(step.rule).words(self.lang), lang=self.lang)))
        add((plan, RDFS.seeAlso, URIRef(_PROFILE)))
        for premise in used:
            add((node, PROV.wasDerivedFrom, premise))
            add((activity, PROV.used, premise))


def proof_turtle(proofs: Sequence[Proof], label: Label, sources: Sources, lang: Lang = "nb") -> str:
    """Proofs as PROV in Turtle.

    Every triple is a prov:Entity (and rdf:Statement) named by its hash, derived from its premises
    (prov:wasDerivedFrom) by a prov:Activity whose association has the rule as its plan (prov:hadPlan);
    asserted triples keep their prov:hadPrimarySource.
    """
    made = _Provenance(_lists_in(proofs), label, sources, lang)
    for proof in proofs:
        for step in proof.steps():
            made.add(step)
    return made.graph.serialize(format="longturtle")


def proof_mermaid(proofs: Sequence[Proof], label: Label, sources: Sources, lang: Lang = "nb") -> str:
    """Proofs as one Mermaid flow chart, premises above conclusions; asserted triples are rounded."""
    names: dict[Triple | None, str] = {}
    lists = _lists_in(proofs)
    lines = ["flowchart TD"]
    for proof in proofs:
        for step in proof.steps():
            if step.conclusion is not None and step.conclusion in names:
                continue
            name = names[step.conclusion] = f"n{len(names)}"
            text = _says(step, label, lang, lists)
            if step.rule == ASSERTED:
                cited = "" if step.conclusion is None else _cited(step.conclusion, label, sources, lang)
                lines.append(f'  {name}("{_safe(text + (chr(10) + cited if cited else ""))}")')
                continue
            lines.append(f'  {name}["{_safe(text)}"]')
            for premise in step.premises:
                lines.append(f'  {names[premise.conclusion]} -- "{_safe(step.rule)}" --> {name}')
    return "\n".join(lines) + "\n"


def _safe(text: str) -> str:
    """Text fit for a quoted Mermaid label."""
    for sign, code in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("\n", "<br/>")):
        text = text.replace(sign, code)
    return text


def refusal_text(reasoner: Reasoner, triple: Triple, label: Label, lang: Lang = "nb", limit: int = 5) -> str:
    """Why a triple does not follow: what nearly matched, and what does hold between the same things."""
    lines = [f"{word('not', lang)}: {tell(triple, label, lang)}"]
    misses = reasoner.near_misses(triple, limit)
    if not misses:
        lines.append(word("none", lang))
    for miss in misses:
        lines.append(f"{word('near', lang)}: {rule_words(miss.rule, lang)}")
        lines += [f"   {word('found', lang)}: {tell(t, label, lang)}" for t in miss.found]
        lines += [f"   {word('missing', lang)}: {tell(gap, label, lang)}" for gap in miss.missing]
    known = reasoner.similar(triple, limit)
    if known:
        lines.append(f"{word('similar', lang)}:")
        lines += [f"   {tell(t, label, lang)}" for t in known]
    return "\n".join(lines) + "\n"


def refusal_json(reasoner: Reasoner, triple: Triple, label: Label, lang: Lang = "nb", limit: int = 5) -> str:
    """The same as JSON: ``triple``, ``words``, ``near`` (rule, because, found, missing), ``similar``."""

    def shown(terms: Sequence[Node | None]) -> list[str | None]:
        return [None if term is None else term.n3() for term in terms]

    made = {
        "triple": shown(triple),
        "words": f"{word('not', lang)}: {tell(triple, label, lang)}",
        "near": [
            {
                "rule": miss.rule,
                "because": rule_words(miss.rule, lang),
                "found": [shown(t) for t in miss.found],
                "missing": [shown(gap) for gap in miss.missing],
            }
            for miss in reasoner.near_misses(triple, limit)
        ],
        "similar": [shown(t) for t in reasoner.similar(triple, limit)],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def contradictions_text(
    contradictions: Sequence[Contradiction], label: Label, sources: Sources, lang: Lang = "nb"
) -> str:
    """Each contradiction as a proof: what clashes, through which axiom, from which sources."""
    proofs = [c.proof for c in contradictions if c.proof is not None]
    if proofs:
        return proof_text(proofs, label, sources, lang)
    return "\n".join(told(c.message, lang) for c in contradictions) + "\n"


def contradictions_told(contradictions: Sequence[Contradiction], label: Label, sources: Sources) -> Wording:
    """`contradictions_text` in both languages, as an error carries it."""
    en, nb = (contradictions_text(contradictions, label, sources, lang).rstrip() for lang in _LANGUAGES)
    return Wording(en, nb)
