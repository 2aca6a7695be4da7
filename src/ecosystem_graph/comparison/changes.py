"""Changes: two sets of facts, old and new, as differences thing by thing.

A *fact* is a triple. Within a thing, a property whose value is another one is *changed*; a source that is
another one makes the thing *re-sourced*. Relations, figures, claims and geometries are named by their own
content, so that a corrected year renames them: two that say the same but for dates, numbers, texts or sources
are paired.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rdflib import PROV, RDF, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.turtle import Triple, base_of
from ecosystem_graph.vocab import ECO

__all__ = ["Comparison", "Fact", "Sort", "ThingChange", "compare"]

#: Kinds of things in the order they are told; what is of no such kind comes last.
KINDS = (
    "actor", "place", "topic", "event", "relation", "observation", "proposition", "assertion", "asserter",
    "source", "geometry", "other",
)  # fmt: skip
#: Whose IRI is made of their content.
_STATEMENTS = frozenset({"relation", "observation", "assertion", "geometry"})
_SOURCE = PROV.hadPrimarySource
_Facts = Mapping[URIRef, frozenset[Node]]


class Sort(StrEnum):
    """What happened to a fact or a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RESOURCED = "re-sourced"


@dataclass(frozen=True, slots=True)
class Fact:
    """One difference in one property of a thing.

    Attributes:
        sort: Added (no old value), removed (no new one), changed, or re-sourced (the property is the source).
        prop: The property.
        lang: Language of the values; empty where they are no texts in a language.
        old: Values that are there no more, in order.
        new: Values that were not there, in order.
    """

    sort: Sort
    prop: URIRef
    lang: str
    old: tuple[Node, ...]
    new: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ThingChange:
    """Everything that differs about one thing.

    Attributes:
        sort: Added or removed (the whole thing), re-sourced (nothing but its sources), else changed.
        thing: Its IRI now; the old one where it was removed.
        was: Its IRI before; the new one where it was added.
        kind: First part of the IRI: ``actor``, ``relation`` …, or ``other``.
        facts: The differences, by property.
    """

    sort: Sort
    thing: URIRef
    was: URIRef
    kind: str
    facts: tuple[Fact, ...]

    @property
    def renamed(self) -> bool:
        """It has another IRI than before."""
        return self.thing != self.was


@dataclass(frozen=True)
class Comparison:
    """What differs between old facts and new.

    Attributes:
        old: Number of facts before.
        new: Number of facts now.
        things: Every thing that differs, by kind, then added, removed, changed, re-sourced, then by IRI.
        removed: The triples that are there no more.
        added: The triples that were not there. Old without removed, with added, is new.
    """

    old: int
    new: int
    things: tuple[ThingChange, ...]
    removed: frozenset[Triple]
    added: frozenset[Triple]

    @property
    def identical(self) -> bool:
        """Nothing differs."""
        return not (self.removed or self.added)

    def of_kind(self, kind: str) -> tuple[ThingChange, ...]:
        """The things of a kind that differ."""
        return tuple(t for t in self.things if t.kind == kind)

    def counts(self) -> dict[str, dict[Sort, int]]:
        """Per kind of thing, in a fixed order, how many were added, removed, changed and re-sourced."""
        found = Counter((t.kind, t.sort) for t in self.things)
        return {kind: {sort: found[kind, sort] for sort in Sort} for kind in KINDS if self.of_kind(kind)}

    def fact_counts(self) -> dict[Sort, int]:
        """How many facts were added, removed, changed and re-sourced.

        A change counts once, also where the numbers of old and new values differ.
        """
        found: Counter[Sort] = Counter()
        for thing in self.things:
            for fact in thing.facts:
                whole = fact.sort in (Sort.ADDED, Sort.REMOVED)
                found[fact.sort] += len(fact.old) + len(fact.new) if whole else 1
        return {sort: found[sort] for sort in Sort}


def compare(old: Iterable[Triple], new: Iterable[Triple]) -> Comparison:
    """What is different in the new facts.

    Args:
        old: The facts before; each thing has a name (no blank nodes).
        new: The facts now.
    """
    before, after = frozenset(old), frozenset(new)
    removed, added = before - after, after - before
    bases = (base_of(after), base_of(before))
    touched = {s for s, _, _ in removed | added if isinstance(s, URIRef)}
    left, right = _by_thing(before, touched), _by_thing(after, touched)
    gone, come = touched - right.keys(), touched - left.keys()
    pairs = dict(_paired({t: left[t] for t in gone}, {t: right[t] for t in come}, bases))
    renamed = set(pairs.values())
    things = []
    for thing in touched - renamed:
        now = pairs.get(thing, thing)
        things.append(_difference(thing, now, left.get(thing, {}), right.get(now, {}), bases))
    things.sort(key=lambda t: (KINDS.index(t.kind), list(Sort).index(t.sort), t.thing))
    return Comparison(len(before), len(after), tuple(things), removed, added)


def _by_thing(facts: Iterable[Triple], wanted: Collection[Node]) -> dict[URIRef, _Facts]:
    found: dict[URIRef, dict[URIRef, set[Node]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o in facts:
        if s in wanted and isinstance(s, URIRef) and isinstance(p, URIRef):
            found[s][p].add(o)
    return {s: {p: frozenset(values) for p, values in about.items()} for s, about in found.items()}


def _kind(thing: URIRef, bases: tuple[str, str]) -> str:
    base = next((b for b in bases if thing.startswith(b)), None)
    kind = "" if base is None else thing.removeprefix(base).split("/", 1)[0]
    return kind if kind in KINDS else "other"


def _paired(
    gone: Mapping[URIRef, _Facts], come: Mapping[URIRef, _Facts], bases: tuple[str, str]
) -> Iterable[tuple[URIRef, URIRef]]:
    """Statements under a new name: first those that say exactly the same, then those about the same.

    Where several may be meant, none is paired: they are told as removed and added.
    """
    left = {t for t in gone if _kind(t, bases) in _STATEMENTS}
    right = {t for t in come if _kind(t, bases) in _STATEMENTS}
    for gist in (_said, _about):
        groups: dict[object, tuple[list[URIRef], list[URIRef]]] = defaultdict(lambda: ([], []))
        for side, (things, facts) in enumerate(((left, gone), (right, come))):
            for thing in things:
                groups[gist(facts[thing])][side].append(thing)
        for old, new in groups.values():
            if len(old) == len(new) == 1:
                left.discard(old[0])
                right.discard(new[0])
                yield old[0], new[0]


def _said(facts: _Facts) -> object:
    """All but the sources."""
    return frozenset((p, values) for p, values in facts.items() if p != _SOURCE)


def _about(facts: _Facts) -> object:
    """The class and the things it is about; of a figure also the year."""
    return frozenset(
        (p, o)
        for p, values in facts.items()
        if p != _SOURCE
        for o in values
        if isinstance(o, URIRef) or p == ECO.year
    )


def _difference(
    was: URIRef, thing: URIRef, before: _Facts, after: _Facts, bases: tuple[str, str]
) -> ThingChange:
    facts = tuple(_facts(before, after))
    if not before:
        return ThingChange(Sort.ADDED, was, was, _kind(was, bases), facts)
    if not after:
        return ThingChange(Sort.REMOVED, was, was, _kind(was, bases), facts)
    only_sources = all(fact.sort is Sort.RESOURCED for fact in facts) and bool(facts)
    sort = Sort.RESOURCED if only_sources else Sort.CHANGED
    return ThingChange(sort, thing, was, _kind(thing, bases), facts)


def _facts(before: _Facts, after: _Facts) -> Iterable[Fact]:
    """The differences by property, types first, and by language."""
    whole = not before or not after
    for prop in sorted(before.keys() | after.keys(), key=lambda p: (p != RDF.type, p)):
        old, new = before.get(prop, frozenset()), after.get(prop, frozenset())
        for lang in sorted({_lang(value) for value in old ^ new}):
            left = tuple(sorted((v for v in old - new if _lang(v) == lang), key=_order))
            right = tuple(sorted((v for v in new - old if _lang(v) == lang), key=_order))
            if prop == _SOURCE and not whole:
                sort = Sort.RESOURCED
            else:
                sort = Sort.CHANGED if left and right else Sort.ADDED if right else Sort.REMOVED
            yield Fact(sort, prop, lang, left, right)


def _lang(value: Node) -> str:
    return value.language or "" if isinstance(value, Literal) else ""


def _order(value: Node) -> tuple[str, str]:
    datatype = value.datatype or "" if isinstance(value, Literal) else ""
    return str(value), str(datatype)
