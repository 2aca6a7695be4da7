"""Everything the report says, computed once and shared by both languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.centrality import RankedNode, ranking
from ecosystem_graph.network.gaps import Gap, declared_members, gap_kinds, gaps
from ecosystem_graph.network.projection import read_ties
from ecosystem_graph.spillovers import Entry, Ledger, read_ledger

from .analysis import Analysis, analyse
from .evidence import Evidence, gather

__all__ = ["Cause", "Material", "collect"]

#: Gaps that the evidence holds already.
_OWN = frozenset({"tieless-actors"})


@dataclass(frozen=True, slots=True)
class Cause:
    """How much is claimed about what something led to.

    Attributes:
        iri: The cause.
        claims: Different effects and signs claimed.
        assertions: Times somebody says so or disputes it.
        asserters: Different voices.
        sources: Different documents.
        disputed: Claims that somebody disputes.
        interested: Assertions by somebody who speaks for the cause or the effect.
    """

    iri: str
    claims: int
    assertions: int
    asserters: int
    sources: int
    disputed: int
    interested: int


@dataclass(frozen=True)
class Material:
    """The values the chapters and the findings are written from.

    Attributes:
        evidence: Rows of the report's queries.
        ledger: The claims.
        focus: IRI of the cause whose spillovers are told at length; empty where nothing is claimed.
        analysis: Measures of the collaboration network.
        gaps: Gaps that are found row by row.
    """

    evidence: Evidence
    ledger: Ledger
    focus: str
    analysis: Analysis
    gaps: tuple[Gap, ...]

    @property
    def year(self) -> int | None:
        """The year asked for, None for everything recorded."""
        return self.evidence.year

    @cached_property
    def leaders(self) -> list[RankedNode]:
        """Every actor of the network, most ties first."""
        found = self.analysis
        return ranking(found.network, found.scores, by="degree") if found.scores["degree"] else []

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Every cause, the most claimed first."""
        return _causes(self.ledger)

    @cached_property
    def focus_entries(self) -> tuple[Entry, ...]:
        """The claims about what the focus led to, in the ledger's order of reading."""
        return tuple(e for e in self.ledger.entries if e.proposition.cause == self.focus)


def collect(ecosystem: Ecosystem, *, year: int | None = None, focus: str | None = None) -> Material:
    """Run the queries and the analyses.

    Args:
        ecosystem: The graph, reasoned.
        year: As ``gather``.
        focus: Slug or IRI of the cause to tell at length; None takes the one most is claimed about.

    Raises:
        NotFoundError: No claim speaks of the focus.
    """
    ledger = read_ledger(ecosystem)
    causes = _causes(ledger)
    chosen = ledger.thing(focus).id if focus else causes[0].iri if causes else ""
    evidence = gather(ecosystem, year)
    analysis = analyse(
        read_ties(ecosystem), declared_members(ecosystem, year), year=year, last=evidence.horizon
    )
    found = gaps(ecosystem, *(kind for kind in gap_kinds() if kind not in _OWN))
    return Material(evidence, ledger, chosen, analysis, tuple(found))


def _causes(ledger: Ledger) -> tuple[Cause, ...]:
    by_cause: dict[str, list[Entry]] = {}
    for entry in ledger.entries:
        by_cause.setdefault(entry.proposition.cause, []).append(entry)
    found = []
    for iri, entries in by_cause.items():
        said = [(e, a) for e in entries for a in e.proposition.assertions]
        found.append(
            Cause(
                iri,
                claims=len(entries),
                assertions=len(said),
                asserters=len({a.asserter.id for _, a in said}),
                sources=len({s.id for _, a in said for s in a.sources}),
                disputed=sum(1 for e in entries if e.proposition.disputing),
                interested=sum(1 for e, a in said if ledger.interested(e, a)),
            )
        )
    return tuple(sorted(found, key=lambda c: (-c.assertions, -c.claims, c.iri)))


def spheres(evidence: Evidence, actors: set[str]) -> Counter[str]:
    """How many of some actors are in each helix sphere, by IRI of the sphere."""
    return Counter(
        evidence.things[a].sphere for a in actors if a in evidence.things and evidence.things[a].sphere
    )
