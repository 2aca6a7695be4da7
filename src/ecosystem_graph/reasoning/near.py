"""What nearly matched, for a triple that does not follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rdflib import RDF
from rdflib.term import Node

from ecosystem_graph.reasoning.compiling import Ground
from ecosystem_graph.reasoning.engine import Engine
from ecosystem_graph.reasoning.joins import LOW, SHIFT, Pattern
from ecosystem_graph.reasoning.noise import Triple
from ecosystem_graph.reasoning.search import candidates, fill, solve

__all__ = ["NearMiss", "near_misses", "similar"]

Gap = tuple[Node | None, Node, Node | None]
"""A triple that would be needed; None stands for anything."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that would conclude the triple if something more were known.

    Attributes:
        rule: W3C's name of the rule.
        found: The triples that it has.
        missing: What it lacks.
    """

    rule: str
    found: tuple[Triple, ...]
    missing: tuple[Gap, ...]


def near_misses(engine: Engine, triple: Triple, limit: int = 5) -> tuple[NearMiss, ...]:
    """Rules that lack least, nearest first.

    Args:
        engine: A closed engine.
        triple: A triple that does not hold.
        limit: How many at most.

    Returns:
        Near misses; empty where no rule concludes such a triple, or where all of its terms are unknown.
    """
    fact = engine.find(triple)
    if fact is None or engine.holds(*fact):
        return ()
    found: dict[NearMiss, None] = {}
    for ground, binding in candidates(engine, *fact):
        for miss in islice(_lacking(engine, ground, binding), limit):
            found[miss] = None
    return tuple(sorted(found, key=_distance)[:limit])


def similar(engine: Engine, triple: Triple, limit: int = 5) -> tuple[Triple, ...]:
    """What does hold between the same things: the other way round, or by another predicate."""
    subject, predicate, obj = triple
    turned = engine.find((obj, predicate, subject))
    known = [engine.triple(*turned)] if turned is not None and engine.holds(*turned) else []
    ends = _ends(engine, subject, obj)
    if ends is not None:
        known += [
            engine.triple(key, ends)
            for key, relation in engine.relations.items()
            if key >= 0 and key not in engine.virtual and key != engine.type_key and ends in relation.facts
        ]
    return tuple(dict.fromkeys(known))[:limit]


def _ends(engine: Engine, subject: Node, obj: Node) -> int | None:
    """Subject and object packed, if both are known."""
    kind = engine.find((subject, RDF.type, obj))
    return None if kind is None else kind[1] << SHIFT | ~kind[0]


def _distance(miss: NearMiss) -> tuple[int, int, int, str]:
    blanks = sum(term is None for gap in miss.missing for term in gap)
    return len(miss.missing), -len(miss.found), blanks, str(miss)


def _lacking(engine: Engine, ground: Ground, binding: dict[str, int]) -> Iterator[NearMiss]:
    """Ways to satisfy the body but for one pattern; failing that, the body as a whole is missing."""
    some = False
    if len(ground.body) > 1:
        for left_out in ground.body:
            rest = [p for p in ground.body if p is not left_out]
            for values in solve(engine, rest, binding):
                some = True
                yield NearMiss(
                    ground.rule.name,
                    tuple(_triple(engine, p, values) for p in rest),
                    (_gap(engine, left_out, values),),
                )
    if not some:
        yield NearMiss(ground.rule.name, (), tuple(_gap(engine, p, binding) for p in ground.body))


def _gap(engine: Engine, pattern: Pattern, values: dict[str, int]) -> Gap:
    terms = [None if v is None else engine.terms[v] for v in fill(pattern, values)]
    if pattern.key < 0:
        return terms[0], RDF.type, engine.terms[~pattern.key]
    return terms[0], engine.terms[pattern.key], terms[1]


def _triple(engine: Engine, pattern: Pattern, values: dict[str, int]) -> Triple:
    numbers = [v for v in fill(pattern, values) if v is not None]
    if len(numbers) == 1:
        return engine.triple(pattern.key, numbers[0])
    fact = numbers[0] << SHIFT | numbers[1]
    if pattern.key == engine.type_key:
        return engine.triple(~(fact & LOW), fact >> SHIFT)
    return engine.triple(pattern.key, fact)
