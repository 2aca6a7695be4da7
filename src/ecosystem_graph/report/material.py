"""Everything the report says, computed once and shared by both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.centrality import RankedNode, centrality, ranking
from ecosystem_graph.network.projection import project
from ecosystem_graph.spillovers import Entry, Ledger, read_ledger

from .evidence import Evidence, gather

__all__ = ["Cause", "Material", "collect"]


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
        network: The collaboration network.
        scores: Measure to node to score.
    """

    evidence: Evidence
    ledger: Ledger
    focus: str
    network: nx.Graph
    scores: Mapping[str, Mapping[str, float]]

    @property
    def year(self) -> int | None:
        """The year asked for, None for everything recorded."""
        return self.evidence.year

    @cached_property
    def leaders(self) -> list[RankedNode]:
        """Every actor of the network, most ties first."""
        return ranking(self.network, self.scores, by="degree") if self.scores.get("degree") else []

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
    network = project(ecosystem, year=year)
    return Material(gather(ecosystem, year), ledger, chosen, network, centrality(network))


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
