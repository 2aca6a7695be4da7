"""Closing an ontology and its facts under OWL 2 RL: the one call the rest of the package needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.reasoning.noise import Triple, is_generalised, is_trivial
from ecosystem_graph.reasoning.reference import owlrl_closure

__all__ = ["Closure", "close"]


@dataclass(frozen=True)
class Closure:
    """The conclusions of one run.

    Attributes:
        inferred: Conclusions that stand in neither input graph, without the noise.
        contradictions: One sentence per contradiction, naming the facts; empty where all is well.
    """

    inferred: frozenset[Triple]
    contradictions: tuple[str, ...]

    def require_consistent(self) -> None:
        """Do nothing, or raise.

        Raises:
            ContradictionError: If ontology and facts cannot both be true.
        """
        if self.contradictions:
            raise ContradictionError([str(c) for c in self.contradictions])


def close(
    ontology: Iterable[Triple], asserted: Iterable[Triple], *, engine: str = "owlrl", trivial: bool = False
) -> Closure:
    """Infer everything OWL 2 RL entails.

    Args:
        ontology: Axioms; an rdflib graph or any triples.
        asserted: Facts; may hold axioms too, and may be empty.
        engine: ``"owlrl"``.
        trivial: Keep the conclusions that hold whatever the facts are (see `noise.is_trivial`).

    Returns:
        Conclusions and contradictions; the inputs are left as they are.
    """
    given = set(chain(ontology, asserted))
    run = owlrl_closure(given)
    inferred = frozenset(t for t in run.inferred if not is_generalised(t) and (trivial or not is_trivial(t)))
    return Closure(inferred, run.messages)
