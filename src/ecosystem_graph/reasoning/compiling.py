"""From a row of the rule table to ground rules: one per axiom, fit to run on numbers.

A row is split in two. Patterns whose predicate (and class) is fixed, such as ``?p rdfs:domain ?c``, are
matched against the ontology; each match fixes the predicates and classes of the other patterns, and so gives
one *ground rule*, such as "x eco:hosts y, so x a eco:Host". Rows that fix everything themselves (all the
schema rules) are ground already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rdflib import RDF, URIRef
from rdflib.term import Node

from ecosystem_graph.reasoning.joins import Pattern
from ecosystem_graph.reasoning.rules import VIRTUAL, Atom, Rule, Term

__all__ = ["LIST", "MEMBER", "OUTSIDE", "PREDICATE", "VALUES", "Ground", "Template", "template"]

MEMBER = URIRef(VIRTUAL + "member")
LIST = URIRef(VIRTUAL + "List")
PREDICATE = URIRef(VIRTUAL + "Predicate")
OUTSIDE = URIRef(VIRTUAL + "outside")
VALUES = (URIRef(VIRTUAL + "zero"), URIRef(VIRTUAL + "one"))

Number = Callable[[Node], int]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A rule with its axiom filled in.

    Attributes:
        rule: The row it comes from.
        binding: Values of the variables that the axiom fixed.
        body: What must hold of the data.
        head: What follows; None for a contradiction.
        ordered: Pairs of variables of which one order is enough.
    """

    rule: Rule
    binding: Mapping[str, int]
    body: tuple[Pattern, ...]
    head: Pattern | None
    ordered: tuple[tuple[str, str], ...] = ()

    def variables(self) -> tuple[str, ...]:
        """The variables of the body, in a fixed order."""
        return tuple(sorted({s for p in self.body for s in p.slots if isinstance(s, str)}))


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A row split into what the ontology must say and what the data must say.

    Attributes:
        rule: The row.
        schema: Patterns over the ontology; empty where the row is ground as it stands.
        variables: The variables that the schema part fixes, in a fixed order.
        data: The other atoms of the *if* column.
        ordered: Those order conditions that the schema part can check.
    """

    rule: Rule
    schema: tuple[Pattern, ...]
    variables: tuple[str, ...]
    data: tuple[Atom, ...]
    ordered: tuple[tuple[str, str], ...]

    def ground(
        self, values: Sequence[int], lists: Mapping[int, Sequence[int]], number: Number
    ) -> list[Ground]:
        """Fill in one match of the schema part.

        Args:
            values: Term numbers, one per variable.
            lists: Members of each list.
            number: Number of a term.

        Returns:
            One ground rule per conclusion, without those that would conclude what they assume.
        """
        binding = dict(zip(self.variables, values, strict=True))
        body: list[Pattern] = []
        for atom in self.data:
            members = lists[binding[atom.predicate]] if atom.kind != "triple" else ()
            if atom.kind != "triple" and not members:
                return []
            body += _expand(atom, members, binding, number)
        heads: list[Pattern | None] = [pattern(h, binding, number) for h in self.rule.heads]
        left = tuple(o for o in self.rule.ordered if o not in self.ordered)
        return [Ground(self.rule, binding, tuple(body), h, left) for h in heads or [None] if h not in body]


def template(rule: Rule, number: Number) -> Template:
    """Split a row of the table.

    Args:
        rule: The row.
        number: Number of a term.
    """
    atoms = (*rule.body, *rule.heads)
    open_ = {a.predicate for a in atoms if a.predicate.startswith("?")}
    open_ |= {a.object for a in atoms if a.predicate == RDF.type and a.object.startswith("?")}
    if not open_:
        return Template(rule, (), (), rule.body, ())
    ready = [a for a in rule.body if _ready(a)]
    if not open_ <= set().union(*(a.variables() for a in ready)):
        ready = [Atom(v, RDF.type, PREDICATE) for v in sorted(open_)]
    lists = {a.predicate for a in rule.body if a.kind != "triple"}
    schema = [*ready, *(Atom(v, RDF.type, LIST) for v in sorted(lists))]
    variables = tuple(sorted(set().union(*(a.variables() for a in schema))))
    return Template(
        rule,
        tuple(pattern(a, {}, number) for a in schema),
        variables,
        tuple(a for a in rule.body if a not in ready),
        tuple(o for o in rule.ordered if set(o) <= set(variables)),
    )


def _ready(atom: Atom) -> bool:
    if atom.kind != "triple" or atom.predicate.startswith("?"):
        return False
    return atom.predicate != RDF.type or not atom.object.startswith("?")


def pattern(atom: Atom, binding: Mapping[str, int], number: Number) -> Pattern:
    """The numeric form of a triple pattern whose predicate is known."""

    def slot(term: Term) -> str | int:
        return binding.get(term, str(term)) if term.startswith("?") else number(URIRef(term))

    subject, predicate, obj = slot(atom.subject), slot(atom.predicate), slot(atom.object)
    if not isinstance(predicate, int):
        raise TypeError(f"the predicate of {atom} is not fixed by the axiom")
    return pair(predicate, subject, obj, number)


def pair(predicate: int, subject: str | int, obj: str | int, number: Number) -> Pattern:
    """The pattern of a triple: class membership where the predicate is rdf:type and the class is known."""
    if predicate == number(RDF.type) and isinstance(obj, int):
        return Pattern(~obj, (subject,))
    return Pattern(predicate, (subject, obj))


def _expand(atom: Atom, members: Sequence[int], binding: Mapping[str, int], number: Number) -> list[Pattern]:
    """Write a whole-list atom out over the members of the list."""
    if atom.kind == "triple":
        return [pattern(atom, binding, number)]
    subject, obj = (binding.get(t, t) for t in (atom.subject, atom.object))
    if atom.kind == "all":
        return [Pattern(~m, (subject,)) for m in members]
    steps = [f"?step{i}" for i in range(1, len(members) + 1)]
    if atom.kind == "path":
        along = [subject, *steps[:-1], obj]
        return [pair(p, s, o, number) for p, (s, o) in zip(members, pairwise(along), strict=True)]
    return [pair(p, x, v, number) for p, v in zip(members, steps, strict=True) for x in (subject, obj)]
