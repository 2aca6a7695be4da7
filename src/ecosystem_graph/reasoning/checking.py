"""An independent judge of proofs.

It knows the W3C table (`rules`) and the asserted graph, and nothing of numbers, compiled rules or search: it
reads each step as patterns over triples and tries to fit them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.reasoning.datatypes import DATATYPES, differ, disjoint, outside, types_of
from ecosystem_graph.reasoning.noise import Triple
from ecosystem_graph.reasoning.proofs import ASSERTED, Proof
from ecosystem_graph.reasoning.rules import RULES, VIRTUAL, Atom, Rule
from ecosystem_graph.wording import Wording, foreign

__all__ = ["faults"]

_Binding = dict[str, Node]
_MEMBER, _OUTSIDE, _ONE, _ZERO = (URIRef(VIRTUAL + name) for name in ("member", "outside", "one", "zero"))


def faults(proof: Proof, graph: Graph) -> list[Wording]:
    """What is wrong with a proof.

    Args:
        proof: The proof.
        graph: All asserted triples, ontology included.

    Returns:
        One sentence per faulty step, in both languages; empty where the proof is sound.
    """
    wrong: list[Wording] = []

    def add(step: Proof, en: str, nb: str) -> None:
        shown = _show(step)
        wrong.append(Wording(f"{shown} {en}", f"{shown.nb} {nb}"))

    for step in proof.steps():
        if step.rule == ASSERTED:
            if step.conclusion is None or step.conclusion not in graph:
                add(step, "is not asserted", "er ikke oppgitt")
        elif any(_list_in(graph, head) != members for head, members in step.lists):
            add(step, "reads a list that is not asserted so", "leser en liste som ikke er oppgitt slik")
        elif not _follows(step):
            add(step, f"does not follow by {step.rule}", f"følger ikke av {step.rule}")
    return wrong


def _show(step: Proof) -> Wording:
    if step.conclusion is None:
        return Wording("a contradiction", "en motsigelse")
    return foreign(" ".join(t.n3() for t in step.conclusion))


def _list_in(graph: Graph, head: Node) -> tuple[Node, ...]:
    members: list[Node] = []
    while head != RDF.nil:
        first, rest = graph.value(head, RDF.first), graph.value(head, RDF.rest)
        if first is None or rest is None or len(members) > len(graph):
            return ()
        members.append(first)
        head = rest
    return tuple(members)


def _follows(step: Proof) -> bool:
    facts = [p.conclusion for p in step.premises if p.conclusion is not None]
    built_in = _BUILT_IN.get(step.rule)
    if built_in is not None and step.conclusion is not None and built_in(step.conclusion, facts):
        return True
    lists = dict(step.lists)
    for rule in RULES:
        if rule.name != step.rule or (step.conclusion is None) != (not rule.heads):
            continue
        for binding in _heads(rule, step.conclusion):
            if any(_ordered(rule, found) for found in _fit(rule.body, facts, binding, lists)):
                return True
    return False


def _heads(rule: Rule, conclusion: Triple | None) -> Iterator[_Binding]:
    if conclusion is None:
        yield {}
        return
    for head in rule.heads:
        found = _unify(head, conclusion, {})
        if found is not None:
            yield found


def _ordered(rule: Rule, binding: _Binding) -> bool:
    return all(binding[a] != binding[b] for a, b in rule.ordered)


def _unify(atom: Atom, triple: Triple, binding: _Binding) -> _Binding | None:
    found = dict(binding)
    for term, value in zip((atom.subject, atom.predicate, atom.object), triple, strict=True):
        if not term.startswith("?"):
            if URIRef(term) != value:
                return None
        elif found.setdefault(term, value) != value:
            return None
    return found


def _fit(
    body: Sequence[Atom], facts: list[Triple], binding: _Binding, lists: dict[Node, tuple[Node, ...]]
) -> Iterator[_Binding]:
    """Every way to read the body off the premises."""
    if not body:
        yield binding
        return
    # what needs variables bound comes after what binds them
    atom = min(body, key=lambda a: (a.kind != "triple", _is_book_keeping(a)))
    rest = [a for a in body if a is not atom]
    for found in _readings(atom, facts, binding, lists):
        yield from _fit(rest, facts, found, lists)


def _is_book_keeping(atom: Atom) -> bool:
    return atom.predicate in (_MEMBER, _OUTSIDE) or atom.object in (_ONE, _ZERO)


def _readings(
    atom: Atom, facts: list[Triple], binding: _Binding, lists: dict[Node, tuple[Node, ...]]
) -> Iterator[_Binding]:
    if atom.kind != "triple":
        yield from _whole_list(atom, facts, binding, lists.get(binding[atom.predicate], ()))
    elif atom.predicate == _MEMBER:
        for member in lists.get(binding[atom.subject], ()):
            if binding.get(atom.object, member) == member:
                yield {**binding, atom.object: member}
    elif atom.predicate == _OUTSIDE:
        value, kind = binding[atom.subject], binding[atom.object]
        if isinstance(value, Literal) and isinstance(kind, URIRef) and outside(value, kind):
            yield binding
    elif atom.object in (_ONE, _ZERO):
        value = binding[atom.subject]
        if isinstance(value, Literal) and value.value == (atom.object == _ONE):
            yield binding
    else:
        for fact in facts:
            found = _unify(atom, fact, binding)
            if found is not None:
                yield found


def _whole_list(
    atom: Atom, facts: list[Triple], binding: _Binding, members: tuple[Node, ...]
) -> Iterator[_Binding]:
    if not members:
        return
    start, end = binding.get(atom.subject), binding.get(atom.object)
    if atom.kind == "all":
        if all((start, RDF.type, m) in facts for m in members):
            yield binding
    elif atom.kind == "share":
        if all(
            any((start, m, value) in facts and (end, m, value) in facts for _, _, value in facts)
            for m in members
        ):
            yield binding
    else:
        reached = {start}
        for member in members:
            reached = {o for s, p, o in facts if s in reached and p == member}
        if end in reached:
            yield binding


def _dt_type2(conclusion: Triple, facts: list[Triple]) -> bool:
    subject, predicate, kind = conclusion
    if predicate != RDF.type:
        return False
    if isinstance(subject, Literal) and kind in types_of(subject):
        return True
    wider = [set(types_of(Literal("", datatype=o))) for s, p, o in facts if s == subject and p == RDF.type]  # type: ignore[arg-type]
    return any(kind in kinds for kinds in wider)


def _dt_diff(conclusion: Triple, _: list[Triple]) -> bool:
    one, predicate, other = conclusion
    pair = isinstance(one, Literal) and isinstance(other, Literal)
    return pair and predicate == OWL.differentFrom and differ(one, other)  # type: ignore[arg-type]


_BUILT_IN: dict[str, Callable[[Triple, list[Triple]], bool]] = {
    "eq-ref": lambda t, _: t[1] == OWL.sameAs and t[0] == t[2],
    "prp-ap": lambda t, _: (
        t[1:] == (RDF.type, OWL.AnnotationProperty) and str(t[0]).startswith((str(RDFS), str(OWL)))
    ),
    "cls-thing": lambda t, _: t == (OWL.Thing, RDF.type, OWL.Class),
    "cls-nothing1": lambda t, _: t == (OWL.Nothing, RDF.type, OWL.Class),
    "dt-type1": lambda t, _: t[0] in DATATYPES and t[1:] == (RDF.type, RDFS.Datatype),
    "dt-type2": _dt_type2,
    "dt-diff": _dt_diff,
    "dt-disjoint": lambda t, _: t[1] == OWL.disjointWith and disjoint(t[0], t[2]),
}
