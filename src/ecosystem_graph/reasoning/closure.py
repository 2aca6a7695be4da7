"""Closing an ontology and its facts under OWL 2 RL: the one call the rest of the package needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal as OneOf

from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning.noise import Triple, is_generalised, is_trivial
from ecosystem_graph.reasoning.reasoner import Contradiction, Reasoner, uncollected
from ecosystem_graph.reasoning.reference import owlrl_closure
from ecosystem_graph.wording import foreign

__all__ = ["Closure", "Comparison", "close", "compare"]

Engines = OneOf["rules", "owlrl"]


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
            raise ContradictionError([c.message for c in self.contradictions])


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
        with uncollected():
            reasoner = Reasoner(ontology, asserted)
            inferred = frozenset(reasoner.inferred(trivial=trivial))
        return Closure(inferred, reasoner.contradictions(), reasoner)
    if engine != "owlrl":
        raise ValueError(f"no engine named {engine!r}; there are 'rules' and 'owlrl'")
    run = owlrl_closure(set(chain(ontology, asserted)))
    inferred = frozenset(t for t in run.inferred if not is_generalised(t) and (trivial or not is_trivial(t)))
    return Closure(inferred, tuple(Contradiction("owlrl", (), foreign(message)) for message in run.messages))


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
