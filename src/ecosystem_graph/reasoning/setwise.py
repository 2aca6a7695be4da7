"""The rule engine for a country: the same ground rules, evaluated on whole relations as sorted arrays.

The rules are those that the engine compiles from the ontology. Only facts that some of them can read, or
could conclude, are taken in; the rest can neither add to the conclusions nor take from them. Each round joins
what is new with what is known (semi-naive evaluation, as in the engine), with numpy in place of Python sets:
a fact takes 8 bytes instead of some 100.

What it cannot do, it says (`Unsuitable`): facts that are axioms themselves, equalities, and rules over any
predicate; then the engine is there. Literals are checked against the ranges of the properties that are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from rdflib import OWL, RDF, BNode, Literal, URIRef
from rdflib.term import Node
from rdflib.util import from_n3

from ecosystem_graph.reasoning.columns import Ints, Table, join, kept, merged, rows, scan, within
from ecosystem_graph.reasoning.compiling import MEMBER, OUTSIDE, Ground
from ecosystem_graph.reasoning.datatypes import DATATYPES, WIDER, disjoint, outside, types_of
from ecosystem_graph.reasoning.engine import Engine
from ecosystem_graph.reasoning.joins import LOW, SHIFT, Pattern
from ecosystem_graph.reasoning.noise import Triple
from ecosystem_graph.reasoning.rules import Rule, rule_named
from ecosystem_graph.wording import Wording

__all__ = ["Clash", "SetWise", "Unsuitable"]

_NONE: Ints = np.empty(0, dtype=np.int64)
#: How many contradictions are kept to be told.
_TOLD = 20
_OUTSIDE = rule_named("dt-not-type")


class Unsuitable(Exception):  # noqa: N818 -- not an error: the caller turns to the engine
    """The facts ask for more than whole relations can do; the reason is the text."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Facts that cannot all be true.

    Attributes:
        rule: W3C's name of the rule.
        says: What the rule says, in both languages.
        facts: The facts, each as the line of an N-Triples file without its full stop.
    """

    rule: str
    says: Wording
    facts: tuple[str, ...]

    @property
    def message(self) -> Wording:
        """One sentence, in both languages."""
        clash = f"({self.rule}): {'; '.join(self.facts)}"
        return Wording(f"{self.says} {clash}", f"{self.says.nb} {clash}")


class _Compiler(Engine):
    """The engine, telling which ground rules it runs."""

    def __init__(self) -> None:
        self.grounds: list[Ground] = []
        super().__init__()

    def _start(self, ground: Ground) -> None:
        self.grounds.append(ground)
        super()._start(ground)


class SetWise:
    """An ontology, and facts taken in relation by relation.

    Terms are texts as in N-Triples (``<iri>``, ``"text"@nb``).

    Attributes:
        clashes: What cannot be true at once, as far as found; at most 20 are kept.
    """

    def __init__(self, ontology: Iterable[Triple]) -> None:
        """Compile the ontology.

        Args:
            ontology: Axioms; may hold facts too.
        """
        self._engine = engine = _Compiler()
        engine.load(engine.encode(ontology))
        self._terms: list[str] = [_text(term) for term in engine.terms]
        self._numbers = {text: number for number, text in enumerate(self._terms)}
        self._datatypes = {~engine.number(d): d for d in sorted(DATATYPES) if engine.known(d) is not None}
        self._string = ~engine.number(URIRef("http://www.w3.org/2001/XMLSchema#string"))
        book = {engine.number(p) for p in (MEMBER, OUTSIDE)}
        self._rules = [g for g in engine.grounds if g.body and not any(p.key in book for p in g.body)]
        self._taken: dict[int, Ints] = {}
        self._facts: dict[int, Ints] = {}
        self.clashes: list[Clash] = []

    # -- what to take in -----------------------------------------------------------------------------------

    def axioms(self) -> tuple[list[str], list[str]]:
        """Predicates and classes that no fact may use here, since facts with them are axioms."""
        keys = self._engine._sensitive | {self._engine.number(OWL.sameAs)}
        return self._names(keys)

    def candidates(self) -> tuple[list[str], list[str]]:
        """Predicates and classes that some rule reads or concludes, as IRIs."""
        keys = {p.key for g in self._rules for p in g.body} | {g.head.key for g in self._rules if g.head}
        return self._names(keys)

    def reading(self, predicates: Iterable[str], classes: Iterable[str]) -> tuple[list[str], list[str]]:
        """Those predicates and classes that matter, given the ones that the facts use.

        Raises:
            Unsuitable: A conclusion may be an axiom, or a rule reads every class.
        """
        engine = self._engine
        moving = {engine.number(URIRef(p)) for p in predicates}
        moving |= {~engine.number(URIRef(c)) for c in classes}
        self._grow()
        present = moving | {key for key, relation in engine.relations.items() if relation.facts}
        wanted: set[int] = set()
        live: set[Ground] = set()
        fresh = True
        while fresh:
            fresh = False
            for ground in self._rules:
                keys = {p.key for p in ground.body}
                if ground in live or not keys <= present or not keys & moving:
                    continue
                fresh = True
                live.add(ground)
                wanted |= keys
                if ground.head is not None:
                    self._suits(ground, ground.head.key)
                    wanted.add(ground.head.key)
                    moving.add(ground.head.key)
                    present.add(ground.head.key)
        return self._names(wanted)

    def _suits(self, ground: Ground, head: int) -> None:
        """Refuse a rule that facts can set off and that whole relations cannot follow."""
        keys = [p.key for p in ground.body]
        if head not in self._datatypes and any(key in self._datatypes for key in keys):
            raise Unsuitable("a rule reads which datatype a value has")
        if self._engine.type_key in keys:
            raise Unsuitable("a rule reads every class")
        if head in self._engine._sensitive:
            raise Unsuitable(f"{self._terms[~head if head < 0 else head]} may follow from the facts")

    def _names(self, keys: Iterable[int]) -> tuple[list[str], list[str]]:
        terms = self._engine.terms
        found: tuple[list[str], list[str]] = ([], [])
        for key in keys:
            term = terms[~key] if key < 0 else terms[key]
            if isinstance(term, URIRef) and not term.startswith("x-rule:"):
                found[key < 0].append(str(term))
        return sorted(found[0]), sorted(found[1])

    def _grow(self) -> None:
        """Give texts to the terms that the engine numbered since."""
        for term in self._engine.terms[len(self._terms) :]:
            self._numbers.setdefault(_text(term), len(self._terms))
            self._terms.append(_text(term))

    def take(self, predicate: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Take in all facts of a predicate."""
        number = self._number
        packed = np.fromiter((number(s) << SHIFT | number(o) for s, o in pairs), dtype=np.int64)
        self._keep(self._engine.number(URIRef(predicate)), packed)

    def take_members(self, cls: str, members: Iterable[str]) -> None:
        """Take in all members of a class."""
        found = np.fromiter((self._number(m) for m in members), dtype=np.int64)
        self._keep(~self._engine.number(URIRef(cls)), found)

    def _keep(self, key: int, facts: Ints) -> None:
        self._taken[key] = np.unique(np.concatenate([self._taken.get(key, _NONE), facts]))

    def _number(self, term: str) -> int:
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self._terms)
            self._terms.append(term)
        return found

    # -- evaluation ----------------------------------------------------------------------------------------

    def run(self) -> None:
        """Draw every conclusion; contradictions go to `clashes`."""
        read = {p.key for g in self._rules for p in g.body}
        reading: dict[int, list[tuple[Ground, int]]] = defaultdict(list)
        for ground in self._rules:
            if ground.head is not None and ground.head.key in self._datatypes:
                pass  # read below, by looking at the literals
            elif ground.head is not None and self._is_noise(ground.head.key) and ground.head.key not in read:
                continue
            for i, pattern in enumerate(ground.body):
                reading[pattern.key].append((ground, i))
        self._facts = {}
        pending: dict[int, list[Ints]] = {}
        for key, relation in self._engine.relations.items():
            if relation.facts:
                self._facts[key] = np.unique(np.fromiter(relation.facts, dtype=np.int64))
        for key, taken in self._taken.items():
            pending.setdefault(key, []).append(taken)
        checked: set[tuple[int, int]] = set()
        while pending:
            key = next(iter(pending))
            arrays = pending.pop(key)
            new = np.unique(np.concatenate(arrays)) if len(arrays) > 1 else arrays[0]
            known = self._facts.get(key, _NONE)
            if len(known):
                new = new[~within(new, known)]
            if not len(new):
                continue
            self._facts[key] = merged(known, new)
            for ground, place in reading.get(key, ()):
                if any(p.key not in self._facts for p in ground.body):
                    continue
                if ground.head is None:
                    self._clash(ground, self._match(ground, place, new))
                    continue
                made = self._made(ground, ground.head, place, new)
                if not len(made):
                    continue
                if ground.head.key in self._datatypes:
                    self._check(ground.head.key, made, checked)
                else:
                    pending.setdefault(ground.head.key, []).append(made)

    def _is_noise(self, key: int) -> bool:
        return key < 0 and self._engine.terms[~key] == OWL.Thing

    def _made(self, ground: Ground, head: Pattern, place: int, new: Ints) -> Ints:
        table = self._match(ground, place, new)
        size = len(next(iter(table.values()))) if table else 0
        if not size:
            return _NONE
        columns = [
            np.full(size, slot, dtype=np.int64) if isinstance(slot, int) else table[slot]
            for slot in head.slots
        ]
        return np.unique(columns[0] if len(columns) == 1 else columns[0] << SHIFT | columns[1])

    def _match(self, ground: Ground, place: int, new: Ints) -> Table:
        """Every way to fill the variables of a rule with one pattern read from what is new."""
        table = scan(ground.body[place], new)
        rest = [p for i, p in enumerate(ground.body) if i != place]
        while rest and rows(table):
            pattern = max(rest, key=lambda p: sum(isinstance(s, int) or s in table for s in p.slots))
            rest.remove(pattern)
            table = join(table, pattern, self._facts[pattern.key])
        if rest:
            return {}
        for one, other in ground.ordered:
            table = kept(table, table[one] < table[other])
        return table

    def _check(self, key: int, literals: Ints, checked: set[tuple[int, int]]) -> None:
        """Literals that a range puts into a datatype to which they do not belong."""
        datatype = self._datatypes[key]
        for number in literals.tolist():
            text = self._terms[number]
            if (key == self._string and text.endswith('"')) or (key, number) in checked:
                continue
            checked.add((key, number))
            node = from_n3(text) if text.startswith('"') else None
            if not isinstance(node, Literal):
                continue
            wrong = any(outside(node, d) for d in (datatype, *WIDER.get(datatype, ())))
            wrong = wrong or any(outside(node, own) for own in types_of(node)[:1])
            if (wrong or any(disjoint(own, datatype) for own in types_of(node))) and len(
                self.clashes
            ) < _TOLD:
                facts = (f"{text} <{RDF.type}> <{datatype}>",)
                self.clashes.append(Clash(_OUTSIDE.name, _says(_OUTSIDE), facts))

    def _clash(self, ground: Ground, table: Table) -> None:
        for row in range(min(rows(table), _TOLD - len(self.clashes))):
            facts = []
            for pattern in ground.body:
                numbers = [s if isinstance(s, int) else int(table[s][row]) for s in pattern.slots]
                facts.append(" ".join(self._line(pattern.key, numbers)))
            self.clashes.append(Clash(ground.rule.name, _says(ground.rule), tuple(facts)))

    def _line(self, key: int, numbers: list[int]) -> tuple[str, str, str]:
        terms = self._terms
        if key < 0:
            return terms[numbers[0]], f"<{RDF.type}>", terms[~key]
        return terms[numbers[0]], terms[key], terms[numbers[1]]

    # -- conclusions ---------------------------------------------------------------------------------------

    def conclusions(self) -> Iterator[tuple[str, str, Iterator[tuple[str, str]]]]:
        """What follows and was not taken in, without the noise and without what the ontology says by itself.

        Yields:
            Predicate, class (empty but for rdf:type), and the facts as pairs of terms; of members the second
            is the class.
        """
        engine, terms = self._engine, self._terms
        for key in sorted(self._facts):
            term: Node = engine.terms[~key] if key < 0 else engine.terms[key]
            if not isinstance(term, URIRef) or key in self._datatypes or term == OWL.Thing:
                continue
            if key == engine.type_key or term.startswith("x-rule:"):
                continue
            own = engine.relations.get(key)
            said = np.fromiter(own.facts, dtype=np.int64) if own is not None else _NONE
            said = np.unique(np.concatenate([said, self._taken.get(key, _NONE)]))
            new = self._facts[key][~within(self._facts[key], said)]
            if not len(new):
                continue
            if key < 0:
                yield (
                    str(RDF.type),
                    str(term),
                    ((terms[m], terms[~key]) for m in new.tolist() if _thing(terms[m])),
                )
            else:
                pairs = ((f >> SHIFT, f & LOW) for f in new.tolist())
                yield str(term), "", ((terms[s], terms[o]) for s, o in pairs if _thing(terms[s]))


def _thing(text: str) -> bool:
    return not text.startswith('"')


def _says(rule: Rule) -> Wording:
    return Wording(rule.en, rule.nb)


def _text(term: Node) -> str:
    return f"_:{term}" if isinstance(term, BNode) else term.n3()
