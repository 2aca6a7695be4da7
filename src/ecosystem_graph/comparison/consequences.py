"""Consequences: what follows from other facts, for edges, ranks, standings and the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
from rdflib import URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import ContradictionError
from ecosystem_graph.explanation import clash
from ecosystem_graph.network.centrality import MEASURES, centrality, ranks
from ecosystem_graph.network.intervals import DRAWN_UP_TO
from ecosystem_graph.network.projection import project
from ecosystem_graph.network.uncertainty import RankUncertainty, rank_uncertainty
from ecosystem_graph.schema import schema
from ecosystem_graph.spillovers import read_ledger
from ecosystem_graph.turtle import Triple
from ecosystem_graph.validation import validate
from ecosystem_graph.vocab import ECO

from .changes import Comparison

__all__ = [
    "DRAWS",
    "LEVEL",
    "RANKED",
    "Consequences",
    "Move",
    "State",
    "Verdict",
    "consequences",
]

#: The measures whose ranks are compared.
RANKED = ("degree", "betweenness", "closeness", "pagerank")
#: Plausible networks drawn for the uncertainty of a rank, and the share of them an interval holds.
DRAWS, LEVEL = 200, 0.9
_SORTS = (ECO.kind, ECO.sphere)


@dataclass(frozen=True, slots=True)
class Move:
    """An actor whose rank in the collaboration network is another one.

    Attributes:
        measure: What is ranked by.
        actor: IRI.
        old: Rank before.
        new: Rank now.
        beyond: The two rank intervals do not overlap; None where they were not drawn.
    """

    measure: str
    actor: str
    old: int
    new: int
    beyond: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A causal relation that stands differently.

    Attributes:
        proposition: IRI.
        old: Slug of its standing before; empty where it was not there.
        new: Slug of its standing now; empty where it is there no more.
    """

    proposition: str
    old: str
    new: str


@dataclass(frozen=True)
class State:
    """One side of a comparison: the facts, closed where that can be.

    Attributes:
        ecosystem: The graph; not reasoned where it contradicts itself.
        contradictions: What cannot be true at once, with its proof, in nb and en.
    """

    ecosystem: Ecosystem
    contradictions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Triple]) -> State:
        """Facts under the ontology, closed; not closed where the two contradict each other."""
        given = frozenset(facts)
        try:
            return cls(Ecosystem(given))
        except ContradictionError:
            ecosystem = Ecosystem(given, reason=False)
            known = given | set(schema().graph)
            found = ecosystem.reasoner.contradictions()
            return cls(ecosystem, tuple((clash(known, [c], "nb"), clash(known, [c], "en")) for c in found))

    @cached_property
    def edges(self) -> frozenset[Triple]:
        """The flat edges, influences and status levels; of one that holds both ways, one."""
        wanted = {r.flat for r in schema().relations} | {ECO.influences, ECO.holdsLevel}
        found = (t for t in self.ecosystem.facts | self.ecosystem.conclusions if t[1] in wanted)
        return frozenset(
            (min(s, o, key=str), p, max(s, o, key=str)) if p == ECO.collaboratesWith else (s, p, o)
            for s, p, o in found
        )

    @cached_property
    def sorts(self) -> frozenset[Triple]:
        """Kind and sphere of each actor, as inferred."""
        return frozenset(t for t in self.ecosystem.conclusions if t[1] in _SORTS)

    @cached_property
    def network(self) -> nx.Graph:
        """The collaboration network."""
        return project(self.ecosystem)

    @cached_property
    def ranks(self) -> dict[str, dict[str, int | None]]:
        """Measure to the rank of each actor."""
        scores = centrality(self.network, RANKED)
        return {m: ranks(found, ascending=MEASURES[m].ascending) for m, found in scores.items()}

    @cached_property
    def standings(self) -> dict[str, str]:
        """Slug of the standing of each proposition."""
        return {e.proposition.id: e.weight.standing.slug for e in read_ledger(self.ecosystem).entries}

    @cached_property
    def breaches(self) -> frozenset[tuple[str, str]]:
        """Breaches of the shapes, warnings too, as lines in nb and en."""
        return frozenset((v.line("nb"), v.line("en")) for v in validate(self.ecosystem.facts).violations)


@dataclass(frozen=True)
class Consequences:
    """What follows from the facts that differ.

    Attributes:
        halted: One of the sides contradicts itself, so that only contradictions and breaches are told.
        gained: Edges that hold now and did not, in order.
        lost: Edges that held and do not.
        sorts: Per actor on both sides whose kind or sphere is another one: property, old and new codes.
        sizes: Actors and ties of the collaboration network, before and now.
        entered: Actors that come into the network.
        left: Actors that go out of it.
        moves: Ranks that moved, per measure those beyond the uncertainty and near the top first.
        verdicts: Propositions that stand differently, came or went.
        broken: Breaches of the shapes that are new, in nb and en.
        mended: Breaches that are gone.
        contradicts: Contradictions that are new, with their proofs, in nb and en.
        contradicted: Contradictions that are gone.
        draws: Plausible networks drawn for the uncertainty of ranks; 0 where it was left out.
    """

    halted: bool = False
    gained: tuple[Triple, ...] = ()
    lost: tuple[Triple, ...] = ()
    sorts: tuple[tuple[URIRef, URIRef, tuple[URIRef, ...], tuple[URIRef, ...]], ...] = ()
    sizes: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    contradicts: tuple[tuple[str, str], ...] = ()
    contradicted: tuple[tuple[str, str], ...] = ()
    draws: int = 0

    @property
    def none(self) -> bool:
        """Nothing follows."""
        told = (self.gained, self.lost, self.sorts, self.entered, self.left, self.moves, self.verdicts)
        rules = (self.broken, self.mended, self.contradicts, self.contradicted)
        return not (self.halted or any(told) or any(rules))


def consequences(comparison: Comparison, old: State, new: State, *, draws: int = DRAWS) -> Consequences:
    """What follows from the facts that differ.

    Args:
        comparison: What differs between the facts of the two.
        old: The side before.
        new: The side now.
        draws: Plausible networks drawn for the uncertainty of ranks; 0 leaves it out.
    """
    if comparison.identical:
        return Consequences()
    told = Consequences(
        halted=bool(old.contradictions or new.contradictions),
        broken=tuple(sorted(new.breaches - old.breaches)),
        mended=tuple(sorted(old.breaches - new.breaches)),
        contradicts=tuple(m for m in new.contradictions if m not in old.contradictions),
        contradicted=tuple(m for m in old.contradictions if m not in new.contradictions),
    )
    if told.halted:
        return told
    before, after = set(old.network), set(new.network)
    moves, drawn = _moves(old, new, draws)
    return replace(
        told,
        gained=_sorted(new.edges - old.edges),
        lost=_sorted(old.edges - new.edges),
        sorts=_sorts(old, new),
        sizes=(_size(old.network), _size(new.network)),
        entered=tuple(sorted(after - before)),
        left=tuple(sorted(before - after)),
        moves=moves,
        verdicts=_verdicts(old.standings, new.standings),
        draws=drawn,
    )


def _sorted(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    return tuple(sorted(triples, key=lambda t: (str(t[1]), str(t[0]), str(t[2]))))


def _size(network: nx.Graph) -> tuple[int, int]:
    return network.number_of_nodes(), network.number_of_edges()


def _sorts(
    old: State, new: State
) -> tuple[tuple[URIRef, URIRef, tuple[URIRef, ...], tuple[URIRef, ...]], ...]:
    def codes(state: State) -> dict[tuple[URIRef, URIRef], set[URIRef]]:
        found: dict[tuple[URIRef, URIRef], set[URIRef]] = {}
        for s, p, o in state.sorts:
            if isinstance(s, URIRef) and isinstance(p, URIRef) and isinstance(o, URIRef):
                found.setdefault((s, p), set()).add(o)
        return found

    left, right = codes(old), codes(new)
    both = sorted(key for key in left.keys() & right.keys() if left[key] != right[key])
    return tuple((*key, tuple(sorted(left[key])), tuple(sorted(right[key]))) for key in both)


def _moves(old: State, new: State, draws: int) -> tuple[tuple[Move, ...], int]:
    found = []
    for measure in RANKED:
        before, after = old.ranks[measure], new.ranks[measure]
        for actor in before.keys() & after.keys():
            first, second = before[actor], after[actor]
            if first is not None and second is not None and first != second:
                found.append((measure, actor, first, second))
    drawn = draws if found and max(len(old.network), len(new.network)) <= DRAWN_UP_TO else 0
    intervals = [_intervals(side.network, drawn) for side in (old, new)] if drawn else []
    moves = []
    for measure, actor, first, second in found:
        beyond = None
        if drawn:
            low, high = (side[measure][actor] for side in intervals)
            beyond = low[1] < high[0] or high[1] < low[0]
        moves.append(Move(measure, actor, first, second, beyond))

    def key(move: Move) -> tuple[int, bool, float, str]:
        # From first to second is much, from 101st to 102nd is next to nothing.
        near_the_top = round(abs(1 / move.new - 1 / move.old), 9)
        return RANKED.index(move.measure), not move.beyond, -near_the_top, move.actor

    return tuple(sorted(moves, key=key)), drawn


def _intervals(network: nx.Graph, draws: int) -> dict[str, dict[str, tuple[int, int]]]:
    drawn: RankUncertainty = rank_uncertainty(network, RANKED, draws=draws, level=LEVEL)
    return {m: {i.node: (i.low, i.high) for i in drawn.intervals(m)} for m in RANKED}


def _verdicts(old: dict[str, str], new: dict[str, str]) -> tuple[Verdict, ...]:
    differ = sorted(p for p in old.keys() | new.keys() if old.get(p) != new.get(p))
    return tuple(Verdict(p, old.get(p, ""), new.get(p, "")) for p in differ)
