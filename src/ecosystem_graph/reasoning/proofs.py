"""Why a triple holds: proofs found by reading the ground rules backwards, shortest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from rdflib import OWL, RDF, RDFS, Literal
from rdflib.term import Node

from ecosystem_graph.reasoning.compiling import Ground
from ecosystem_graph.reasoning.engine import Engine
from ecosystem_graph.reasoning.noise import Triple
from ecosystem_graph.reasoning.search import candidates, match, premises

__all__ = ["ASSERTED", "Proof", "Prover"]

ASSERTED = "asserted"
"""In place of a rule's name: the triple was given."""

Fact = tuple[int, int]
_ListContents = tuple[tuple[Node, tuple[Node, ...]], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A triple, and what it rests on.

    Attributes:
        conclusion: The triple; None where the proof ends in a contradiction.
        rule: W3C's name of the rule that concludes it, or ``ASSERTED``.
        premises: Proofs of what the rule rests on, axioms first.
        lists: Lists that the rule read, with their members.
        height: Levels of rules below; 0 for an asserted triple.
        size: Number of rule applications, each counted where it is used.
    """

    conclusion: Triple | None
    rule: str
    premises: tuple[Proof, ...] = ()
    lists: _ListContents = ()
    height: int = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        """Measure the proof once, as sub-proofs are shared."""
        own = 0 if self.rule == ASSERTED else 1
        object.__setattr__(self, "height", own + max((p.height for p in self.premises), default=0))
        object.__setattr__(self, "size", own + sum(p.size for p in self.premises))

    def steps(self) -> Iterator[Proof]:
        """Every sub-proof once, premises before conclusions, this proof last."""
        seen: set[int] = set()

        def walk(proof: Proof) -> Iterator[Proof]:
            if id(proof) in seen:
                return
            seen.add(id(proof))
            for premise in proof.premises:
                yield from walk(premise)
            yield proof

        yield from walk(self)

    def asserted(self) -> tuple[Triple, ...]:
        """The asserted triples that the proof rests on, each once, in reading order."""
        leaves = (s.conclusion for s in self.steps() if s.rule == ASSERTED and s.conclusion is not None)
        return tuple(dict.fromkeys(leaves))


class Prover:
    """Proofs over one state of an engine; start a new one when its facts change."""

    def __init__(self, engine: Engine) -> None:
        """Begin with nothing proved.

        Args:
            engine: A closed engine.
        """
        self.engine = engine
        self._shortest: dict[Fact, Proof] = {}
        self._tried: dict[Fact, int] = {}

    def prove(self, triple: Triple) -> Proof | None:
        """The proof with fewest levels; among those, of fewest steps.

        Returns:
            None where the triple neither is asserted nor follows.
        """
        found = self.engine.find(triple)
        if found is None or not self.engine.holds(*found):
            return None
        height = 0
        while (proof := self._within(found, height)) is None:
            height += 1
        return proof

    def prove_all(self, triple: Triple, limit: int = 10) -> tuple[Proof, ...]:
        """Different proofs, shortest first.

        Alternatives are sought up to one level above the shortest proof, among uses of rules on the data;
        the axioms in them are proved once each.

        Args:
            triple: What to prove.
            limit: How many proofs at most.
        """
        shortest = self.prove(triple)
        if shortest is None:
            return ()
        fact = self.engine.find(triple)
        others = self._several(fact, shortest.height + 1, limit, {}) if fact else []
        return tuple(dict.fromkeys([shortest, *others]))[:limit]

    def prove_clash(self, ground: Ground, values: dict[str, int]) -> Proof:
        """The proof of a contradiction: the facts that clash, each with its own proof."""
        lists = self._lists(ground, values)
        parts = [self.prove(self.engine.triple(*fact)) for fact in premises(self.engine, ground, values)]
        return Proof(None, ground.rule.name, tuple(p for p in parts if p is not None), lists)

    def _leaf(self, fact: Fact) -> Proof | None:
        if self.engine.is_given(*fact):
            return Proof(self.engine.triple(*fact), ASSERTED)
        if fact[1] in self.engine.axioms.get(fact[0], ()):
            triple = self.engine.triple(*fact)
            return Proof(triple, _built_in(triple))
        return None

    def _within(self, fact: Fact, height: int) -> Proof | None:
        """The shortest proof if it has at most that many levels."""
        known = self._shortest.get(fact)
        if known is not None:
            return known if known.height <= height else None
        if fact not in self._tried:
            self._tried[fact] = 0
            leaf = self._leaf(fact)
            if leaf is not None:
                self._shortest[fact] = leaf
                return leaf if leaf.height <= height else None
        while self._tried[fact] < height:
            self._tried[fact] += 1
            best = self._best(fact, self._tried[fact])
            if best is not None:
                self._shortest[fact] = best
                return best
        return None

    def _best(self, fact: Fact, height: int) -> Proof | None:
        best: tuple[int, str, list[Proof], _ListContents] | None = None
        for ground, binding in candidates(self.engine, *fact):
            for values in match(self.engine, ground, binding):
                parts: list[Proof] = []
                size = 1
                for premise in premises(self.engine, ground, values):
                    part = None if premise == fact else self._within(premise, height - 1)
                    if part is None:
                        break
                    parts.append(part)
                    size += part.size
                    if best is not None and size >= best[0]:
                        break
                else:
                    best = size, ground.rule.name, parts, self._lists(ground, values)
                    if all(p.rule == ASSERTED for p in parts[-len(ground.body) :]):
                        break  # no other use of this ground rule is shorter
            if best is not None and best[0] == 1:
                break
        if best is None:
            return None
        return Proof(self.engine.triple(*fact), best[1], tuple(best[2]), best[3])

    def _several(
        self, fact: Fact, height: int, limit: int, known: dict[tuple[Fact, int], list[Proof]]
    ) -> list[Proof]:
        leaf = self._leaf(fact)
        if leaf is not None:
            return [leaf]
        if height == 0:
            return []
        if (fact, height) in known:
            return known[fact, height]
        triple = self.engine.triple(*fact)
        found: dict[Proof, None] = {}
        for ground, binding in candidates(self.engine, *fact):
            for values in match(self.engine, ground, binding):
                options: list[list[Proof]] = []
                lists = self._lists(ground, values)
                for premise in premises(self.engine, ground, values):
                    if _is_axiom(self.engine.triple(*premise)):
                        part = self.prove(self.engine.triple(*premise))
                        options.append([part] if part is not None else [])
                    else:
                        options.append(self._several(premise, height - 1, limit, known))
                for parts in islice(product(*options), limit):
                    if all(step.conclusion != triple for part in parts for step in part.steps()):
                        found[Proof(triple, ground.rule.name, parts, lists)] = None
        best = sorted(found, key=lambda p: (p.height, p.size, p.rule))[:limit]
        known[fact, height] = best
        return best

    def _lists(self, ground: Ground, values: Mapping[str, int]) -> _ListContents:
        """The list that a use of a rule reads; the table calls it ?l everywhere."""
        head = ground.binding.get("?l", values.get("?l"))
        if head is None or head not in self.engine.lists:
            return ()
        terms = self.engine.terms
        return ((terms[head], tuple(terms[m] for m in self.engine.lists[head])),)


def _is_axiom(triple: Triple) -> bool:
    predicate, obj = str(triple[1]), str(triple[2])
    schema = (str(OWL), str(RDFS))
    return predicate.startswith(schema) or (triple[1] == RDF.type and obj.startswith(schema))


def _built_in(triple: Triple) -> str:
    """The rule behind a fact that the engine starts from."""
    subject, predicate, obj = triple
    if predicate == RDF.type:
        if isinstance(subject, Literal):
            return "dt-type2"
        names = {RDFS.Datatype: "dt-type1", OWL.AnnotationProperty: "prp-ap"}
        return names.get(obj) or ("cls-thing" if subject == OWL.Thing else "cls-nothing1")  # type: ignore[call-overload]
    if predicate == OWL.sameAs:
        return "eq-ref"
    return "dt-diff" if predicate == OWL.differentFrom else "dt-disjoint"
