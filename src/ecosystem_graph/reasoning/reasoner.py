"""A reasoner: an ontology and facts kept closed while facts come and go, able to say why."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial

from rdflib import OWL, RDF, RDFS, Literal, URIRef

from ecosystem_graph.reasoning.engine import Engine
from ecosystem_graph.reasoning.joins import LOW, SHIFT
from ecosystem_graph.reasoning.near import NearMiss, near_misses, similar
from ecosystem_graph.reasoning.noise import BUILT_IN, Triple, is_generalised, is_trivial
from ecosystem_graph.reasoning.numbering import Facts
from ecosystem_graph.reasoning.proofs import Proof, Prover
from ecosystem_graph.reasoning.rules import Rule
from ecosystem_graph.reasoning.search import premises
from ecosystem_graph.wording import Wording

__all__ = ["Change", "Contradiction", "Reasoner", "uncollected"]

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


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold back the cyclic garbage collector: walking the many new tuples costs a third of a run."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Contradiction:
    """Facts and axioms that cannot all be true.

    Attributes:
        rule: W3C's name of the rule that found it; ``"owlrl"`` where the reference engine did.
        facts: The triples that clash, axioms first; empty where owlrl found it.
        message: The same as a sentence, in both languages.
        proof: Why each of the facts holds, down to what was asserted; None where owlrl found it. It is
            worked out when first asked for.
    """

    rule: str
    facts: tuple[Triple, ...]
    message: Wording
    _prove: Callable[[], Proof] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def proof(self) -> Proof | None:
        """See the class."""
        return None if self._prove is None else self._prove()

    def __str__(self) -> str:
        """The sentence in English."""
        return self.message


@dataclass(frozen=True, slots=True)
class Change:
    """What an addition or a withdrawal did to the conclusions, noise left out.

    Attributes:
        gained: Conclusions that are new.
        lost: Conclusions that no longer stand, or that were asserted just now.
    """

    gained: frozenset[Triple]
    lost: frozenset[Triple]


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
        with uncollected():
            self.engine.load(self.engine.encode(ontology))
            self.engine.load(self.engine.encode(asserted))

    def add(self, triples: Iterable[Triple]) -> Change:
        """Assert facts (or axioms); costs no more than what is new.

        Returns:
            What that changes in `inferred`.
        """
        self._prover = None
        return self._change(*self.engine.add(self.engine.encode(triples)))

    def withdraw(self, triples: Iterable[Triple]) -> Change:
        """Take back asserted triples; what was never asserted is ignored.

        Returns:
            What that changes in `inferred`.
        """
        self._prover = None
        return self._change(*self.engine.withdraw(self.engine.encode_known(triples)))

    def _change(self, gained: Facts, lost: Facts) -> Change:
        return Change(
            frozenset(self._shown(gained, trivial=False)), frozenset(self._shown(lost, trivial=False))
        )

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
        return self._shown(self.engine.derived(), trivial=trivial)

    def _shown(self, facts: Facts, *, trivial: bool) -> Iterator[Triple]:
        """Triples of facts, without the noise and the engine's own book-keeping."""
        terms = self.engine.terms
        virtual = self.engine.virtual
        for key, some in facts.items():
            if not some or key == self.engine.type_key or (~key if key < 0 else key) in virtual:
                continue
            predicate = RDF.type if key < 0 else terms[key]
            if not isinstance(predicate, URIRef):
                continue
            triples: Iterator[Triple]
            if key < 0:
                kind = terms[~key]
                if kind == OWL.Thing and not trivial:
                    continue
                triples = ((terms[f], predicate, kind) for f in some if not isinstance(terms[f], Literal))
                check = isinstance(kind, URIRef) and str(kind).startswith(BUILT_IN)
            else:
                triples = (
                    (terms[f >> SHIFT], predicate, terms[f & LOW])
                    for f in some
                    if not isinstance(terms[f >> SHIFT], Literal)
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
                prove = partial(self.prover.prove_clash, ground, binding)
                found.add(Contradiction(ground.rule.name, triples, _message(ground.rule, triples), prove))
        return tuple(sorted(found, key=lambda c: (c.rule, c.message)))


def _message(rule: Rule, triples: tuple[Triple, ...]) -> Wording:
    clash = "; ".join(" ".join(t.n3() for t in triple) for triple in triples)
    return Wording(f"{rule.en} ({rule.name}): {clash}", f"{rule.nb} ({rule.name}): {clash}")
