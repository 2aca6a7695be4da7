"""Findings about claims: what is claimed most, how well it stands, how seldom anybody disagrees."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words
from ecosystem_graph.spillovers.standing import Standing

from .finding import Finding, tell

__all__ = ["MAKERS"]


def _focus(material: Material) -> Iterator[Finding]:
    """What the focus is claimed to have led to, and how well that stands."""
    cause = next((c for c in material.causes if c.iri == material.focus), None)
    if cause is None or cause.claims < 2:
        return
    strong = sum(1 for e in material.focus_entries if e.weight.standing is Standing.WELL_SUPPORTED)

    def write(say: Words) -> str:
        name = material.ledger.things[cause.iri].label(say.lang)
        most = cause == material.causes[0]
        disputed = say.small(cause.disputed) if cause.disputed else say("ingen", "none")
        return say(
            f"{name} er {'den årsaken det hevdes mest om' if most else 'en årsak det hevdes mye om'}: "
            f"{say.small(cause.claims)} virkninger, men {say.small(strong)} av dem "
            f"hviler på minst to uavhengige kilder, og {disputed} er bestridt. "
            f"{say.first(say.small(cause.interested, neuter=True))} av {say.small(cause.assertions)} "
            "utsagn "
            "kommer fra noen som taler for en av partene.",
            f"{name} is "
            f"{'the cause that most is claimed about' if most else 'a cause that much is claimed about'}: "
            f"{say.small(cause.claims)} effects, but {say.small(strong)} of them "
            f"{'rests' if strong == 1 else 'rest'} on at least two independent sources, and {disputed} "
            f"{'is' if cause.disputed < 2 else 'are'} disputed. {say.first(say.small(cause.interested))} "
            f"of {say.small(cause.assertions)} statements "
            f"{'is' if cause.interested == 1 else 'are'} made by somebody who speaks for one of the two "
            "parties.",
        )

    yield tell(
        "focus", write, "spillovers", 0.9 * (1 - strong / cause.claims), "ecosystem-graph spillovers ledger"
    )


def _dispute(material: Material) -> Iterator[Finding]:
    """How seldom anybody disagrees in writing."""
    entries = material.ledger.entries
    disputed = material.ledger.contested()
    if len(entries) < 5 or not disputed:
        return
    both = sum(1 for e in disputed if e.weight.standing is Standing.CONTESTED)

    def write(say: Words) -> str:
        return say(
            f"Bare {say.number(len(disputed))} av {say.number(len(entries))} påstander om ringvirkninger "
            f"bestrides av noen, og for {say.small(both)} av dem står begge sider i grafen. "
            "Det sier like mye om hva som skrives som om hva folk mener.",
            f"Only {say.number(len(disputed))} of {say.number(len(entries))} claims about spillovers are "
            f"disputed by anybody, and {say.small(both)} of them have both sides in the graph. "
            "That says as much about what gets written as about what people think.",
        )

    yield tell(
        "dispute",
        write,
        "spillovers",
        0.7 * (1 - len(disputed) / len(entries)),
        "ecosystem-graph spillovers ledger",
    )


MAKERS = (_focus, _dispute)
