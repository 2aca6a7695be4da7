"""Reading ground rules backwards: which rules conclude a fact, and from which other facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ecosystem_graph.reasoning.compiling import Ground
from ecosystem_graph.reasoning.compiling import pattern as as_pattern
from ecosystem_graph.reasoning.joins import LOW, SHIFT, Pattern

if TYPE_CHECKING:
    from ecosystem_graph.reasoning.engine import Engine

__all__ = ["bind", "candidates", "derivable", "fill", "match", "premises", "solve"]

Binding = dict[str, int]


def candidates(engine: Engine, key: int, fact: int) -> Iterator[tuple[Ground, Binding]]:
    """Ground rules whose conclusion can be this fact, with the values that it fixes."""
    for ground in engine.by_head.get(key, ()):
        if ground.head is not None:
            binding = bind(ground.head, fact)
            if binding is not None:
                yield ground, binding
    if key < 0:
        pair = fact << SHIFT | ~key
        for ground in engine.by_head.get(engine.type_key, ()):
            if ground.head is not None:
                binding = bind(ground.head, pair)
                if binding is not None:
                    yield ground, binding


def bind(pattern: Pattern, fact: int) -> Binding | None:
    """Values of the pattern's variables if it matches the fact."""
    values = (fact,) if len(pattern.slots) == 1 else (fact >> SHIFT, fact & LOW)
    binding: Binding = {}
    for slot, value in zip(pattern.slots, values, strict=True):
        if isinstance(slot, int):
            if slot != value:
                return None
        elif binding.setdefault(slot, value) != value:
            return None
    return binding


def match(engine: Engine, ground: Ground, binding: Binding) -> Iterator[Binding]:
    """Ways to satisfy the whole body of a ground rule."""
    return solve(engine, ground.body, binding)


def derivable(engine: Engine, key: int, fact: int) -> bool:
    """True where some ground rule concludes the fact from what the engine holds."""
    return any(
        True for ground, binding in candidates(engine, key, fact) for _ in match(engine, ground, binding)
    )


def fill(pattern: Pattern, binding: Binding) -> list[int | None]:
    """The pattern's slots as far as they are known."""
    return [slot if isinstance(slot, int) else binding.get(slot) for slot in pattern.slots]


def solve(engine: Engine, body: Sequence[Pattern], binding: Binding) -> Iterator[Binding]:
    """All extensions of a binding under which every pattern holds, most constrained pattern first."""
    if not body:
        yield binding
        return
    chosen = min(body, key=lambda p: sum(v is None for v in fill(p, binding)))
    rest = [p for p in body if p is not chosen]
    for extended in _step(engine, chosen, binding):
        yield from solve(engine, rest, extended)


def _step(engine: Engine, pattern: Pattern, binding: Binding) -> Iterator[Binding]:
    relation = engine.relations.get(pattern.key)
    if relation is None or not relation.facts:
        return
    values = fill(pattern, binding)
    if len(values) == 1:
        if values[0] is not None:
            if values[0] in relation.facts:
                yield binding
            return
        for fact in relation.facts:
            yield {**binding, str(pattern.slots[0]): fact}
        return
    subject, obj = values
    if subject is not None and obj is not None:
        if subject << SHIFT | obj in relation.facts:
            yield binding
    elif subject is not None:
        for value in relation.objects().get(subject, ()):
            yield {**binding, str(pattern.slots[1]): value}
    elif obj is not None:
        for value in relation.subjects().get(obj, ()):
            yield {**binding, str(pattern.slots[0]): value}
    else:
        for fact in relation.facts:
            found = bind(pattern, fact)
            if found is not None:
                yield {**binding, **found}


def premises(engine: Engine, ground: Ground, binding: Binding) -> tuple[tuple[int, int], ...]:
    """Facts that one use of a ground rule rests on, axioms first, as (key, fact).

    The engine's own book-keeping is left out: what it says follows from the axioms that are named.
    """
    values = {**binding, **ground.binding}
    found: dict[tuple[int, int], None] = {}
    for atom in ground.rule.body:
        if atom.kind == "triple" and atom.variables() <= values.keys():
            pattern = as_pattern(atom, values, engine.number)
            _note(engine, found, pattern, values)
    for pattern in ground.body:
        _note(engine, found, pattern, values)
    return tuple(found)


def _note(engine: Engine, found: dict[tuple[int, int], None], pattern: Pattern, values: Binding) -> None:
    numbers = [v for v in fill(pattern, values) if v is not None]
    key, fact = pattern.key, numbers[0] if len(numbers) == 1 else numbers[0] << SHIFT | numbers[1]
    if key == engine.type_key:
        key, fact = ~(fact & LOW), fact >> SHIFT
    if (~key if key < 0 else key) not in engine.virtual:
        found[key, fact] = None
