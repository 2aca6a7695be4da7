"""The rule engine: compiled OWL 2 RL over numbered terms, evaluated with deltas until nothing is new.

Source of the method: semi-naive evaluation and delete-and-rederive, as in Abiteboul, Hull and Vianu,
Foundations of Databases (1995), chapter 13, and Gupta, Mumick and Subrahmanian, Maintaining views
incrementally (SIGMOD 1993). Compilation happens inside the same evaluation: a new axiom is a new fact for
the schema half of some rule, whose matches become ground rules and run at once on all that is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, Literal

from ecosystem_graph.reasoning.axioms import ANNOTATIONS, TAKES_LIST, read_list
from ecosystem_graph.reasoning.compiling import (
    LIST,
    MEMBER,
    OUTSIDE,
    PREDICATE,
    VALUES,
    Ground,
    Template,
    template,
)
from ecosystem_graph.reasoning.datatypes import DATATYPES, WIDER, differ, disjoint, outside, types_of
from ecosystem_graph.reasoning.joins import LOW, SHIFT, Join, Pattern, Relation, join, pack
from ecosystem_graph.reasoning.numbering import Facts, Numbering
from ecosystem_graph.reasoning.rules import RULES, rule_named
from ecosystem_graph.reasoning.search import derivable, match

__all__ = ["Engine"]


class Engine(Numbering):
    """Facts, ground rules, and what follows.

    Attributes:
        given: Facts that the user asserted.
        axioms: Facts that hold by a built-in rule (datatypes of literals and the like).
        relations: All facts, given and derived.
        lists: Members of each RDF list that some axiom uses.
        by_head: Ground rules by the key of what they conclude.
        clashes: Ground contradictions, each with the values of its variables.
    """

    def __init__(self) -> None:
        """Begin with the built-in facts only."""
        super().__init__()
        self._same = self.number(OWL.sameAs)
        self.virtual = frozenset(self.number(t) for t in (MEMBER, LIST, PREDICATE, OUTSIDE, *VALUES))
        self._lists_from = frozenset(self.number(p) for p in (RDF.first, RDF.rest, *TAKES_LIST))
        self._counts = frozenset(self.number(p) for p in (OWL.maxCardinality, OWL.maxQualifiedCardinality))
        self._datatypes = {self.number(d): d for d in sorted(DATATYPES)}
        self._templates = [template(rule, self.number) for rule in RULES]
        self.given: Facts = {}
        self._taken: Facts | None = None
        self._reset()

    def _reset(self) -> None:
        self.axioms: Facts = defaultdict(set)
        self.relations: dict[int, Relation] = {}
        self.lists: dict[int, tuple[int, ...]] = {}
        self.by_head: dict[int, list[Ground]] = defaultdict(list)
        self.clashes: dict[Ground, set[tuple[int, ...]]] = {}
        self._triggers: dict[int, list[tuple[Join, int | Ground | Template]]] = defaultdict(list)
        self._sensitive: set[int] = set(self._lists_from | self._counts)
        self._known: set[tuple[Template, tuple[int, ...]]] = set()
        self._running: set[tuple[tuple[Pattern, ...], Pattern | None]] = set()
        self._pending: Facts = {}
        self._urgent: Facts = {}
        self._mirror = self._by_predicate = self._reflexive = False
        self._lists_stale = False
        for row in self._templates:
            self._install(row)
        for datatype, wider in WIDER.items():
            for wide in wider:
                body = (Pattern(~self.number(datatype), ("?l",)),)
                self._start(Ground(rule_named("dt-type2"), {}, body, Pattern(~self.number(wide), ("?l",))))
        self._axiom(~self.number(OWL.Class), {self.number(OWL.Thing), self.number(OWL.Nothing)})
        self._axiom(~self.number(OWL.AnnotationProperty), {self.number(p) for p in ANNOTATIONS})
        self._axiom(~self.number(RDFS.Datatype), set(self._datatypes))
        self._typed = len(self.terms)
        self._type_literals({f & LOW for key, facts in self.given.items() if key >= 0 for f in facts})

    def holds(self, key: int, fact: int) -> bool:
        """True where the fact is given or derived."""
        relation = self.relations.get(key)
        return relation is not None and fact in relation.facts

    def is_given(self, key: int, fact: int) -> bool:
        """True where the user asserted the fact."""
        return fact in self.given.get(key, ())

    def relation(self, key: int) -> Relation:
        """The relation of a key, new and empty if need be."""
        found = self.relations.get(key)
        if found is None:
            found = self.relations[key] = Relation()
        return found

    def derived(self) -> Facts:
        """All facts that were not asserted."""
        return {key: relation.facts - self.given.get(key, set()) for key, relation in self.relations.items()}

    # -- change ---------------------------------------------------------------------------------------------

    def load(self, facts: Facts) -> None:
        """Assert facts and draw every conclusion."""
        self._type_literals(self.literals(self._typed))
        self._typed = len(self.terms)
        for key, some in facts.items():
            self.given.setdefault(key, set()).update(some)
            self._push(key, some)
        self._run()

    def add(self, facts: Facts) -> tuple[Facts, Facts]:
        """Assert facts and say which conclusions are new, and which are no longer mere conclusions."""
        settled = {
            key: some & self.relation(key).facts - self.given.get(key, set()) for key, some in facts.items()
        }
        self._taken = defaultdict(set)
        self.load(facts)
        taken, self._taken = self._taken, None
        return {key: some - self.given.get(key, set()) for key, some in taken.items()}, settled

    def withdraw(self, facts: Facts) -> tuple[Facts, Facts]:
        """Take back asserted facts, with all that rested on them alone (delete and rederive).

        Where an axiom, a list, an equality or an ill-formed value falls, the engine starts over: the ground
        rules themselves were compiled from it.

        Returns:
            Conclusions gained (facts that were asserted and still follow) and lost.
        """
        held = {key: self.given.get(key, set()) & some for key, some in facts.items()}
        faulty = {fact >> SHIFT for fact in self.relation(self.number(OUTSIDE)).facts}
        ill_formed = any(f & LOW in faulty for key, some in held.items() if key >= 0 for f in some)
        before = {key: relation.facts for key, relation in self.relations.items()}
        for key, some in held.items():
            if some:
                self.given[key] -= some
        removed = self._overdelete({key: some - self.axioms.get(key, set()) for key, some in held.items()})
        if removed is None or ill_formed or self._reflexive:
            self._reset()
            for key, some in self.given.items():
                self._push(key, some)
            self._run()
            removed = {key: some - self.given.get(key, set()) for key, some in before.items()}
        else:
            self._drop(removed)
            self._run()
        now = {key: self.relation(key).facts for key in {*held, *removed}}
        return (
            {key: some & now[key] for key, some in held.items()},
            {key: some - now[key] - held.get(key, set()) for key, some in removed.items()},
        )

    def _overdelete(self, pending: Facts) -> Facts | None:
        """All that may rest on the doomed facts; None where a ground rule itself is at stake."""
        removed: Facts = defaultdict(set)
        while pending:
            key, facts = pending.popitem()
            facts = facts - removed[key]
            if not facts:
                continue
            if key in self._sensitive:
                return None
            removed[key] |= facts
            for reached, made in self._consequences(key, facts):
                for target, some in self._scatter(reached, made):
                    some = some & self.relation(target).facts
                    some -= self.given.get(target, set()) | self.axioms.get(target, set())
                    if some:
                        pending[target] = pending.get(target, set()) | some
        return dict(removed)

    def _drop(self, removed: Facts) -> None:
        for key, facts in removed.items():
            self.relation(key).remove(facts)
            if self._mirrored(key):
                self.relation(self.type_key).remove({fact << SHIFT | ~key for fact in facts})
        for key, facts in removed.items():
            self._push(key, {fact for fact in facts if derivable(self, key, fact)})
        for ground, values in self.clashes.items():
            names = ground.variables()
            values -= {
                v for v in values if next(match(self, ground, dict(zip(names, v, strict=True))), 0) == 0
            }

    # -- evaluation -----------------------------------------------------------------------------------------

    def _axiom(self, key: int, facts: set[int]) -> None:
        self.axioms[key] |= facts
        self._push(key, facts)

    def _scatter(self, key: int, facts: set[int]) -> Iterator[tuple[int, set[int]]]:
        """Turn pairs of rdf:type into class members; leave other facts as they are."""
        if key != self.type_key:
            yield key, facts
            return
        classes: Facts = defaultdict(set)
        for fact in facts:
            classes[~(fact & LOW)].add(fact >> SHIFT)
        yield from classes.items()

    def _push(self, key: int, facts: set[int]) -> None:
        for target, some in self._scatter(key, facts):
            fresh = some - self.relation(target).facts
            if fresh:
                queue = self._urgent if target in self._sensitive else self._pending
                if target in queue:
                    queue[target] |= fresh
                else:
                    queue[target] = fresh

    def _run(self) -> None:
        while self._urgent or self._pending:
            queue = self._urgent or self._pending
            key = next(iter(queue))
            facts = queue.pop(key) - self.relation(key).facts
            if facts:
                self._take(key, facts)
            if self._lists_stale and not self._urgent:
                self._read_lists()
            if self._reflexive and not self._urgent and not self._pending:
                self._axiom(
                    self._same, {n << SHIFT | n for n in self._used()} - self.relation(self._same).facts
                )

    def _take(self, key: int, facts: set[int]) -> None:
        """Put new facts in their place and fire the rules that read them."""
        relation = self.relation(key)
        if self._by_predicate and not relation.facts:
            self._announce(key)
        relation.add(facts)
        if self._taken is not None:
            self._taken[key] |= facts
        if key in self._lists_from:
            self._lists_stale = True
        if key in self._counts:
            self._read_counts(facts)
        elif key == self._same:
            self._read_equalities(facts)
        elif ~key in self._datatypes:
            self._read_datatype(key, facts)
        self._fire(key, facts)
        if self._mirrored(key):
            pairs = {fact << SHIFT | ~key for fact in facts}
            self.relation(self.type_key).add(pairs)
            self._fire(self.type_key, pairs)

    def _mirrored(self, key: int) -> bool:
        """True where members of the class stand among the pairs of rdf:type too."""
        return key < 0 and self._mirror and ~key not in self.virtual

    def _fire(self, key: int, facts: set[int]) -> None:
        triggers = self._triggers.get(key, [])
        for i in range(len(triggers)):  # rules compiled on the way see these facts when they start
            run, target = triggers[i]
            self._deliver(target, run(facts))

    def _consequences(self, key: int, facts: set[int]) -> Iterator[tuple[int, set[int]]]:
        """What the running rules make of some facts, without storing it."""
        for run, target in self._triggers.get(key, ()):
            if isinstance(target, int):
                yield target, run(facts)
        if self._mirrored(key):
            yield from self._consequences(self.type_key, {fact << SHIFT | ~key for fact in facts})

    def _deliver(self, target: int | Ground | Template, made: set[int] | set[tuple[int, ...]]) -> None:
        if not made:
            return
        if isinstance(target, int):
            self._push(target, made)  # type: ignore[arg-type]
        elif isinstance(target, Ground):
            self.clashes.setdefault(target, set()).update(made)  # type: ignore[arg-type]
        else:
            for values in sorted(made):
                self._compile(target, values)  # type: ignore[arg-type]

    # -- compilation ----------------------------------------------------------------------------------------

    def _install(self, row: Template) -> None:
        if not row.schema:
            self._compile(row, ())
            return
        for i, pattern in enumerate(row.schema):
            run = join(row.schema, i, row.variables, self.relation, packed=False, ordered=row.ordered)
            self._triggers[pattern.key].append((run, row))
            self._sensitive.add(pattern.key)

    def _compile(self, row: Template, values: tuple[int, ...]) -> None:
        if (row, values) in self._known:
            return
        self._known.add((row, values))
        binding = dict(zip(row.variables, values, strict=True))
        for atom in row.data:
            # reflexive sameness is left out of the relation unless an axiom speaks of owl:sameAs itself
            if binding.get(atom.predicate) == self._same:
                self._reflexive = True
        for ground in row.ground(values, self.lists, self.number):
            self._start(ground)

    def _start(self, ground: Ground) -> None:
        """Let a ground rule run, on all that is known and on all that will come."""
        keys = [p.key for p in ground.body]
        if any(isinstance(self.terms[k], Literal) for k in keys if k >= 0):
            return
        head = ground.head
        if head is not None:
            if head.key >= 0 and isinstance(self.terms[head.key], Literal):
                return
            self.by_head[head.key].append(ground)
            if (ground.body, head) in self._running:
                return
            self._running.add((ground.body, head))
        if not ground.body:
            if head is not None:
                self._push(head.key, {pack([int(slot) for slot in head.slots])})
            else:
                self.clashes.setdefault(ground, set()).add(())
            return
        if self.type_key in keys and not self._mirror:
            self._mirror = True
            for key in [k for k in self.relations if self._mirrored(k)]:
                self.relation(self.type_key).add({f << SHIFT | ~key for f in self.relation(key).facts})
        slots = ground.variables() if head is None else head.slots
        distinct = None
        if head is not None and head.key == self._same and all(isinstance(s, str) for s in slots):
            distinct = (str(slots[0]), str(slots[1]))
        target: int | Ground = ground if head is None else head.key
        runs: list[Join] = []
        for i, pattern in enumerate(ground.body):
            run = join(
                ground.body,
                i,
                slots,
                self.relation,
                packed=head is not None,
                distinct=distinct,
                ordered=ground.ordered,
            )
            runs.append(run)
            self._triggers[pattern.key].append((run, target))
        sizes = [len(self.relation(k).facts) for k in keys]
        if min(sizes):
            first = sizes.index(min(sizes))
            self._deliver(target, runs[first](self.relation(keys[first]).facts))

    # -- what W3C's tables say outside plain patterns -------------------------------------------------------

    def _read_lists(self) -> None:
        """Expand the lists that axioms use, as far as they are complete."""
        self._lists_stale = False
        first, rest = (self.relation(self.number(p)).objects() for p in (RDF.first, RDF.rest))
        nil = self.number(RDF.nil)
        heads = {fact & LOW for p in TAKES_LIST for fact in self.relation(self.number(p)).facts}
        for head in sorted(heads - self.lists.keys()):
            members = read_list(head, first, rest, nil)
            if members is not None:
                self.lists[head] = members
                self._push(self.number(MEMBER), {head << SHIFT | m for m in members})
                self._push(~self.number(LIST), {head})

    def _read_counts(self, facts: set[int]) -> None:
        for fact in facts:
            term = self.terms[fact & LOW]
            if isinstance(term, Literal) and term.value in (0, 1):
                self._push(~self.number(VALUES[int(term.value)]), {fact & LOW})

    def _read_equalities(self, facts: set[int]) -> None:
        different: set[int] = set()
        for fact in facts:
            one, other = self.terms[fact >> SHIFT], self.terms[fact & LOW]
            if isinstance(one, Literal) and isinstance(other, Literal) and differ(one, other):
                different.add(fact)
        self._axiom(self.number(OWL.differentFrom), different)
        if not self._by_predicate and any(fact >> SHIFT != fact & LOW for fact in facts):
            self._by_predicate = True
            for key in [k for k, relation in self.relations.items() if relation.facts]:
                self._announce(key)

    def _announce(self, key: int) -> None:
        """Let the replacement rules (eq-rep-s, eq-rep-o) know a predicate."""
        predicate = self.type_key if key < 0 else key
        if predicate != self._same and predicate not in self.virtual and ~key not in self.virtual:
            self._push(~self.number(PREDICATE), {predicate})

    def _read_datatype(self, key: int, facts: set[int]) -> None:
        datatype = self._datatypes[~key]
        for number in facts:
            term = self.terms[number]
            if isinstance(term, Literal) and outside(term, datatype):
                self._axiom(self.number(OUTSIDE), {number << SHIFT | ~key})
        for other, term in self._datatypes.items():
            if disjoint(datatype, term) and self.relation(~other).facts:
                first, second = sorted((~key, other))
                self._axiom(self.number(OWL.disjointWith), {first << SHIFT | second})

    def _type_literals(self, numbers: Iterable[int]) -> None:
        typed: Facts = defaultdict(set)
        for number in numbers:
            literal = self.terms[number]
            if isinstance(literal, Literal):
                for datatype in types_of(literal)[:1]:
                    typed[~self.number(datatype)].add(number)
        for key, facts in typed.items():
            self._axiom(key, facts)

    def _used(self) -> Iterator[int]:
        """Numbers of all terms that stand in some fact."""
        for key, relation in self.relations.items():
            if (~key if key < 0 else key) in self.virtual or not relation.facts:
                continue
            yield from (self.type_key, ~key) if key < 0 else (key,)
            for fact in relation.facts:
                yield from (fact,) if key < 0 else (fact >> SHIFT, fact & LOW)
