"""Closing an ontology and its facts under OWL 2 RL: the one call the rest of the package needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal as OneOf

from rdflib import OWL, RDF, RDFS, Literal, URIRef

from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning.engine import Engine
from ecosystem_graph.reasoning.joins import LOW, SHIFT
from ecosystem_graph.reasoning.near import NearMiss, near_misses, similar
from ecosystem_graph.reasoning.noise import Triple, is_generalised, is_trivial
from ecosystem_graph.reasoning.proofs import Proof, Prover
from ecosystem_graph.reasoning.reference import owlrl_closure
from ecosystem_graph.reasoning.rules import Rule
from ecosystem_graph.reasoning.search import premises

__all__ = ["Closure", "Comparison", "Contradiction", "Reasoner", "close", "compare"]

Engines = OneOf["rules", "owlrl"]

_MAY_BE_TRIVIAL = frozenset(
    {
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        OWL.equivalentClass,
        OWL.equivalentProperty,
        OWL.disjointWith,
        OWL.sameAs,
    }
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts and axioms that cannot all be true.

    Attributes:
        rule: W3C's name of the rule that found it; ``"owlrl"`` where the reference engine did.
        facts: The triples that clash, axioms first; empty where owlrl found it.
        message: The same as a sentence of English.
        proof: Why each of the facts holds, down to what was asserted; None where owlrl found it.
    """

    rule: str
    facts: tuple[Triple, ...]
    message: str
    proof: Proof | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """The sentence."""
        return self.message


@dataclass(frozen=True)
class Closure:
    """The conclusions of one run.

    Attributes:
        inferred: Conclusions that stand in neither input graph, without the noise.
        contradictions: What cannot be true at once; empty where all is well.
        reasoner: What explains them; None where owlrl was the engine.
    """

    inferred: frozenset[Triple]
    contradictions: tuple[Contradiction, ...]
    reasoner: Reasoner | None = None

    def require_consistent(self) -> None:
        """Do nothing, or raise.

        Raises:
            ContradictionError: If ontology and facts cannot both be true.
        """
        if self.contradictions:
            raise ContradictionError([str(c) for c in self.contradictions])


class Reasoner:
    """An ontology and facts kept closed while facts come and go.

    Attributes:
        engine: The compiled rules and the numbered facts.
    """

    def __init__(self, ontology: Iterable[Triple], asserted: Iterable[Triple] = ()) -> None:
        """Compile the ontology, then draw all conclusions from the facts.

        Args:
            ontology: Axioms; may hold facts too.
            asserted: Facts; may hold axioms too.
        """
        self.engine = Engine()
        self._prover: Prover | None = None
        self.engine.add(self.engine.encode(ontology))
        self.engine.add(self.engine.encode(asserted))

    def add(self, triples: Iterable[Triple]) -> None:
        """Assert facts (or axioms); costs no more than what is new."""
        self._prover = None
        self.engine.add(self.engine.encode(triples))

    def withdraw(self, triples: Iterable[Triple]) -> None:
        """Take back asserted triples; what was never asserted is ignored."""
        self._prover = None
        self.engine.withdraw(self.engine.encode(triples))

    @property
    def prover(self) -> Prover:
        """Proofs of what holds now."""
        if self._prover is None:
            self._prover = Prover(self.engine)
        return self._prover

    def explain(self, triple: Triple, limit: int = 1) -> tuple[Proof, ...]:
        """Why a triple holds.

        Args:
            triple: What to explain.
            limit: How many different proofs at most, shortest first.

        Returns:
            The proofs; empty where the triple is neither asserted nor inferred (see `near_misses`).
        """
        if limit > 1:
            return self.prover.prove_all(triple, limit)
        proof = self.prover.prove(triple)
        return () if proof is None else (proof,)

    def near_misses(self, triple: Triple, limit: int = 5) -> tuple[NearMiss, ...]:
        """What nearly led to a triple that does not follow (see `near_misses`)."""
        return near_misses(self.engine, triple, limit)

    def similar(self, triple: Triple, limit: int = 5) -> tuple[Triple, ...]:
        """What does hold between the same two things (see `near.similar`)."""
        return similar(self.engine, triple, limit)

    def __contains__(self, triple: Triple) -> bool:
        """True where the triple is asserted or follows."""
        found = self.engine.find(triple)
        return found is not None and self.engine.holds(*found)

    def inferred(self, *, trivial: bool = False) -> Iterator[Triple]:
        """Conclusions, each once, without the noise.

        Args:
            trivial: Keep those that hold whatever the facts are (see `noise.is_trivial`).
        """
        terms = self.engine.terms
        literals = {n for n, term in enumerate(terms) if isinstance(term, Literal)}
        for key, facts in self.engine.derived():
            predicate = RDF.type if key < 0 else terms[key]
            if not isinstance(predicate, URIRef):
                continue
            triples: Iterator[Triple]
            if key < 0:
                kind = terms[~key]
                if kind == OWL.Thing and not trivial:
                    continue
                triples = ((terms[f], predicate, kind) for f in facts if f not in literals)
                check = isinstance(kind, URIRef) and str(kind).startswith((str(RDFS), str(OWL)))
            else:
                triples = (
                    (terms[f >> SHIFT], predicate, terms[f & LOW])
                    for f in facts
                    if f >> SHIFT not in literals
                )
                check = predicate in _MAY_BE_TRIVIAL
            if check:
                triples = (t for t in triples if not is_generalised(t) and (trivial or not is_trivial(t)))
            yield from triples

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What cannot be true at once, in a fixed order."""
        found: set[Contradiction] = set()
        engine = self.engine
        for ground, values in engine.clashes.items():
            names = ground.variables()
            for value in values:
                binding = dict(zip(names, value, strict=True))
                triples = tuple(engine.triple(*fact) for fact in premises(engine, ground, binding))
                proof = self.prover.prove_clash(ground, binding)
                found.add(Contradiction(ground.rule.name, triples, _message(ground.rule, triples), proof))
        return tuple(sorted(found, key=lambda c: (c.rule, c.message)))


def _message(rule: Rule, triples: tuple[Triple, ...]) -> str:
    return f"{rule.en} ({rule.name}): " + "; ".join(" ".join(t.n3() for t in triple) for triple in triples)


def close(
    ontology: Iterable[Triple],
    asserted: Iterable[Triple],
    *,
    engine: Engines = "rules",
    trivial: bool = False,
) -> Closure:
    """Infer everything OWL 2 RL entails.

    Args:
        ontology: Axioms; an rdflib graph or any triples.
        asserted: Facts; may hold axioms too, and may be empty.
        engine: ``"rules"``, the compiled rules, or ``"owlrl"``, the slow reference.
        trivial: Keep the conclusions that hold whatever the facts are (see `noise.is_trivial`).

    Returns:
        Conclusions and contradictions; the inputs are left as they are.

    Raises:
        ValueError: If there is no such engine.
    """
    if engine == "rules":
        reasoner = Reasoner(ontology, asserted)
        inferred = frozenset(reasoner.inferred(trivial=trivial))
        return Closure(inferred, reasoner.contradictions(), reasoner)
    if engine != "owlrl":
        raise ValueError(f"no engine named {engine!r}; there are 'rules' and 'owlrl'")
    run = owlrl_closure(set(chain(ontology, asserted)))
    inferred = frozenset(t for t in run.inferred if not is_generalised(t) and (trivial or not is_trivial(t)))
    return Closure(inferred, tuple(Contradiction("owlrl", (), message) for message in run.messages))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The compiled rules beside owlrl, noise left out on both sides.

    Attributes:
        missing: What owlrl concludes and the rules do not.
        extra: What the rules conclude and owlrl does not.
        unseen: Contradictions that owlrl sees while the rules see none.
    """

    missing: frozenset[Triple]
    extra: frozenset[Triple]
    unseen: tuple[Contradiction, ...]

    @property
    def agree(self) -> bool:
        """True where the rules lose nothing and add nothing."""
        return not (self.missing or self.extra or self.unseen)


def compare(ontology: Iterable[Triple], asserted: Iterable[Triple]) -> Comparison:
    """Run both engines on the same triples.

    Args:
        ontology: Axioms.
        asserted: Facts.

    Returns:
        Where they differ.
    """
    axioms, facts = list(ontology), list(asserted)
    ours, theirs = close(axioms, facts), close(axioms, facts, engine="owlrl")
    unseen = () if ours.contradictions else theirs.contradictions
    return Comparison(theirs.inferred - ours.inferred, ours.inferred - theirs.inferred, unseen)
