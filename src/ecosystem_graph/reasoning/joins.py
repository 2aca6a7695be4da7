"""Relations of integers, and the joins over them that a rule becomes.

A fact is one integer: a class member is the number of its term, a pair packs subject and object into one
number (subject shifted 32 bits left). Whole relations are then sets of integers, which Python unites and
subtracts at C speed, and a rule with one pattern fixed to what is new is one set comprehension. This room
writes that comprehension.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

__all__ = ["LOW", "SHIFT", "Pattern", "Relation", "join", "pack"]

SHIFT = 32
LOW = (1 << SHIFT) - 1

Slot = str | int
"""A variable name, or the number of a term."""


class Pattern(NamedTuple):
    """One condition of a compiled rule.

    Attributes:
        key: Which relation: ``p`` for the pairs of predicate p, ``~c`` for the members of class c.
        slots: Subject and object, or the member alone.
    """

    key: int
    slots: tuple[Slot, ...]


class Relation:
    """Facts of one key, with the look-up tables that some join asked for."""

    __slots__ = ("by_object", "by_subject", "facts")

    def __init__(self) -> None:
        """Begin empty and without look-up tables."""
        self.facts: set[int] = set()
        self.by_subject: dict[int, list[int]] | None = None
        self.by_object: dict[int, list[int]] | None = None

    def objects(self) -> dict[int, list[int]]:
        """The objects of each subject."""
        if self.by_subject is None:
            self.by_subject = {}
            _index_subjects(self.by_subject, self.facts)
        return self.by_subject

    def subjects(self) -> dict[int, list[int]]:
        """The subjects of each object."""
        if self.by_object is None:
            self.by_object = {}
            _index_objects(self.by_object, self.facts)
        return self.by_object

    def add(self, facts: set[int]) -> None:
        """Take in facts that are new to the relation."""
        self.facts |= facts
        if self.by_subject is not None:
            _index_subjects(self.by_subject, facts)
        if self.by_object is not None:
            _index_objects(self.by_object, facts)

    def remove(self, facts: set[int]) -> None:
        """Drop facts that are in the relation."""
        self.facts -= facts
        for fact in facts:
            if self.by_subject is not None:
                self.by_subject[fact >> SHIFT].remove(fact & LOW)
            if self.by_object is not None:
                self.by_object[fact & LOW].remove(fact >> SHIFT)


def _index_subjects(index: dict[int, list[int]], facts: Iterable[int]) -> None:
    for fact in facts:
        subject = fact >> SHIFT
        if subject in index:
            index[subject].append(fact & LOW)
        else:
            index[subject] = [fact & LOW]


def _index_objects(index: dict[int, list[int]], facts: Iterable[int]) -> None:
    for fact in facts:
        obj = fact & LOW
        if obj in index:
            index[obj].append(fact >> SHIFT)
        else:
            index[obj] = [fact >> SHIFT]


def pack(values: Sequence[int]) -> int:
    """The fact of one or two terms."""
    return values[0] if len(values) == 1 else values[0] << SHIFT | values[1]


Join = Callable[[set[int]], set[Any]]


def join(
    body: Sequence[Pattern],
    new: int,
    head: Sequence[Slot],
    relation: Callable[[int], Relation],
    *,
    packed: bool = True,
    distinct: tuple[str, str] | None = None,
    ordered: Iterable[tuple[str, str]] = (),
) -> Join:
    """Compile a conjunction, with one pattern read from what is new and the others from all facts.

    Args:
        body: The patterns.
        new: Which pattern is read from the new facts.
        head: What to build from each match.
        relation: Gives the relation of a key; its look-up tables are made as needed.
        packed: Build facts (else tuples of term numbers).
        distinct: Two variables that must differ.
        ordered: Pairs of variables of which only the order first < second is wanted.

    Returns:
        A function from new facts to the set of all that follows.
    """
    if len(body) == 1 and packed and tuple(head) == body[0].slots and not distinct and _plain(head):
        return _same
    names: dict[Slot, str] = {}
    constants: list[int] = []
    tables: list[Any] = []

    def name(slot: Slot) -> str:
        if isinstance(slot, int):
            constants.append(slot)
            return f"k{len(constants) - 1}"
        return names.setdefault(slot, f"v{len(names)}")

    def table(value: Any) -> str:
        tables.append(value)
        return f"t{len(tables) - 1}"

    clauses: list[str] = []
    bound: set[Slot] = set()
    rest = list(body)
    pattern = rest.pop(new)
    clauses += _scan(pattern.slots, "new", bound, name)
    while rest:
        pattern = min(rest, key=lambda p: _cost(p, bound))
        rest.remove(pattern)
        slots, known = pattern.slots, [isinstance(s, int) or s in bound for s in pattern.slots]
        if all(known):
            values = [name(s) for s in slots]
            fact = values[0] if len(values) == 1 else f"{values[0]} << 32 | {values[1]}"
            clauses.append(f"if ({fact}) in {table(relation(pattern.key).facts)}")
        elif known[0]:
            index = table(relation(pattern.key).objects())
            clauses.append(f"for {name(slots[1])} in {index}.get({name(slots[0])}, ())")
        elif len(slots) == 2 and known[1]:
            index = table(relation(pattern.key).subjects())
            clauses.append(f"for {name(slots[0])} in {index}.get({name(slots[1])}, ())")
        else:
            clauses += _scan(slots, table(relation(pattern.key).facts), bound, name)
        bound.update(s for s in slots if isinstance(s, str))
    clauses += [f"if {name(a)} < {name(b)}" for a, b in ordered]
    if distinct:
        clauses.append(f"if {name(distinct[0])} != {name(distinct[1])}")
    values = [name(s) for s in head]
    if packed:
        built = values[0] if len(values) == 1 else f"{values[0]} << 32 | {values[1]}"
    else:
        built = "(" + "".join(v + ", " for v in values) + ")"
    made: Join = _maker(f"{{{built} {' '.join(clauses)}}}", len(tables), len(constants))(*tables, *constants)
    return made


def _plain(head: Sequence[Slot]) -> bool:
    return all(isinstance(s, str) for s in head) and len(set(head)) == len(head)


def _same(new: set[int]) -> set[int]:
    return new


def _cost(pattern: Pattern, bound: set[Slot]) -> tuple[int, int]:
    unknown = sum(1 for s in set(pattern.slots) if isinstance(s, str) and s not in bound)
    return (unknown, 0) if unknown == 0 else (unknown + (unknown == len(pattern.slots)), unknown)


def _scan(slots: Sequence[Slot], source: str, bound: set[Slot], name: Callable[[Slot], str]) -> list[str]:
    """Clauses that walk over all facts of ``source`` and bind the slots."""
    parts = ["fact"] if len(slots) == 1 else ["fact >> 32", "fact & 4294967295"]
    clauses = [f"for fact in {source}"]
    for slot, part in zip(slots, parts, strict=True):
        if isinstance(slot, int) or slot in bound:
            clauses.append(f"if {name(slot)} == ({part})")
        else:
            clauses.append(f"for {name(slot)} in ({part},)")
            bound.add(slot)
    return clauses


@cache
def _maker(comprehension: str, tables: int, constants: int) -> Callable[..., Join]:
    names = [f"t{i}" for i in range(tables)] + [f"k{i}" for i in range(constants)]
    scope: dict[str, Callable[..., Join]] = {}
    exec(f"def make({', '.join(names)}):\n    return lambda new: {comprehension}", scope)
    return scope["make"]
