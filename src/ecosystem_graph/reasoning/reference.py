"""The reference: a run of owlrl, the brute-force OWL 2 RL engine of W3C origin, tidied.

owlrl is right but slow, mixes its conclusions into the input, and reports a contradiction as a triple with
an English sentence in it. This is the only room that calls it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, Graph, Literal
from rdflib.collection import Collection

from ecosystem_graph.reasoning.noise import Triple

__all__ = ["ReferenceRun", "owlrl_closure"]


@dataclass(frozen=True, slots=True)
class ReferenceRun:
    """What owlrl found.

    Attributes:
        inferred: Triples that were not in the input, noise included.
        messages: One sentence per contradiction, in owlrl's words.
    """

    inferred: frozenset[Triple]
    messages: tuple[str, ...]


class _Semantics(OWLRL_Semantics):  # type: ignore[misc]
    """owlrl with rule prp-key as W3C states it: owlrl 7.6.2 never compares the last key property.

    With a key of one property it would call all members of the class that have it the same thing.
    """

    def _properties(self, triple: Triple, cycle_num: int) -> None:
        if triple[1] != OWL.hasKey:
            super()._properties(triple, cycle_num)
            return
        keys = list(Collection(self.graph, triple[2]))
        members = list(self.graph.subjects(RDF.type, triple[0])) if keys else []
        values = [[set(self.graph.objects(x, p)) for p in keys] for x in members]
        for x, of_x in zip(members, values, strict=True):
            for y, of_y in zip(members, values, strict=True):
                if x != y and all(a & b for a, b in zip(of_x, of_y, strict=True)):
                    self.store_triple((x, OWL.sameAs, y))


def owlrl_closure(triples: Iterable[Triple]) -> ReferenceRun:
    """Close triples under OWL 2 RL with owlrl.

    The input is copied into a graph of its own. That avoids two traps: with a ``destination`` graph owlrl
    loses conclusions unless the dataset has a default union, and its usual entry point exchanges rdflib's
    literal conversions for the whole process without a ``try``; the semantics called directly does neither.

    Args:
        triples: Ontology and facts together; any rdflib graph will do.

    Returns:
        The new triples, noise included, and the contradictions.
    """
    graph = Graph(bind_namespaces="none")
    graph.addN((s, p, o, graph) for s, p, o in triples)
    given = set(graph)
    semantics = _Semantics(graph, False, False)
    semantics.closure()
    messages = {Literal(text) for text in semantics.error_messages}
    told = {subject for message in messages for subject in graph.subjects(None, message)}
    inferred = frozenset(t for t in graph if t not in given and t[0] not in told)
    return ReferenceRun(inferred, tuple(sorted(semantics.error_messages)))
