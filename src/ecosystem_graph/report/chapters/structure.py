"""The chapter on structure: communities, what holds the network together, and how it fares as they leave."""

from __future__ import annotations

from ecosystem_graph.network.centrality import MEASURES
from ecosystem_graph.network.communities import Communities
from ecosystem_graph.report.document import (
    Block,
    Column,
    Figure,
    Group,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.figures import Curve, curve_plot
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

__all__ = ["chapter"]

_STYLES = {"random": "main", "degree": "research-education", "betweenness": "public dashed"}
#: Communities of fewer actors are counted, not listed.
_SMALL = 5
_TOP = 12


def chapter(material: Material, say: Words) -> Section | None:
    """Communities, cuts and removal; None where the network is empty."""
    parts = material.analysis.parts
    if parts is None or not material.analysis.curves:
        return None
    blocks: list[Block] = [_robustness(material, say)]
    if material.analysis.cuts:
        blocks.append(_cuts(material, say))
    blocks.append(_communities(parts, material, say))
    return Section(
        "structure", say("Hva holder nettverket sammen?", "What holds the network together?"), tuple(blocks)
    )


def _robustness(material: Material, say: Words) -> Group:
    curves = material.analysis.curves
    names = {"random": say("tilfeldige aktører går ut", "random actors leave")}
    for curve in curves:
        if curve.order in MEASURES:
            measure = say(MEASURES[curve.order].label_nb, MEASURES[curve.order].label_en)
            names[curve.order] = say(f"etter {measure}", f"by {measure}")
    drawn = [
        Curve(
            names[c.order],
            c.left,
            c.low if c.order == "random" else (),
            c.high if c.order == "random" else (),
            _STYLES.get(c.order, "main"),
        )
        for c in curves
    ]
    total = material.analysis.network.number_of_nodes()
    summary = say("Når den største delen er halvert: ", "When the largest part is halved: ") + "; ".join(
        say(f"{names[c.order]}: {c.half} av {total}", f"{names[c.order]}: {c.half} of {total}")
        for c in curves
    )
    plot = curve_plot(
        drawn,
        say,
        across=say("antall aktører som er gått ut", "number of actors that have left"),
        up=say("største sammenhengende del, andel av alle", "largest connected part, share of all"),
        summary=summary,
    )
    caption = say(
        "Hvor mye av nettverket som henger sammen når aktører går ut, tilfeldig (med 5.–95. prosentil) "
        "eller de mest sentrale først.",
        "How much of the network hangs together as actors leave, at random (with 5th to 95th percentile) "
        "or the most central first.",
    )
    rows = tuple(
        (
            cell(say.first(names[c.order])),
            cell(say.number(c.half), sort=c.half),
            cell(say.share(c.half, total), sort=c.half / total),
            cell(say.number(c.robustness, 3), sort=c.robustness),
        )
        for c in curves
    )
    columns = (
        Column(say("Hvem som går ut først", "Who leaves first")),
        Column(
            say("Antall før største del er halvert", "Number before the largest part is halved"), number=True
        ),
        Column(say("Andel av alle", "Share of all"), number=True),
        Column(
            say("Robusthet R (0–0,5)", "Robustness R (0–0.5)"),
            number=True,
            note=say("Areal under kurven", "Area under the curve"),
        ),
    )
    query = ("ecosystem_graph.network.robustness.removal_curves()",)
    table = Table(line(say("Kurvene i tall.", "The curves in numbers.")), columns, rows, query)
    return Group(
        "robustness",
        say("Om noen går ut", "If somebody leaves"),
        (Figure("robustness", plot, line(caption), summary), table),
    )


def _cuts(material: Material, say: Words) -> Group:
    cuts = material.analysis.cuts
    text = say(
        f"{say.first(say.count(len(cuts), 'aktør', 'aktører'))} er slik plassert at noen andre mister all "
        "forbindelse til resten om de går ut. I et nettverk med ukjente bånd er det like gjerne et tegn "
        "på hvem som er kilden til det vi vet om de andre.",
        f"{say.first(say.count(len(cuts), 'actor is', 'actors are'))} placed so that some others lose all "
        "connection to the rest if they leave. In a network with unknown ties that is just as much a sign "
        "of who is the source of what we know about those others.",
    )
    columns = (
        Column(say("Aktør", "Actor")),
        Column(say("Andre som mister forbindelsen", "Others who lose the connection"), number=True),
        Column(say("Deler etterpå", "Parts afterwards"), number=True),
    )
    rows = tuple(
        (
            cell(material.analysis.name(c.node, say.lang)),
            cell(say.number(c.cut_off), sort=c.cut_off),
            cell(say.number(c.parts), sort=c.parts),
        )
        for c in cuts[:_TOP]
    )
    caption = say("De som flest andre henger i.", "Those on whom most others hang.")
    query = ("ecosystem_graph.network.robustness.cut_actors()",)
    return Group(
        "cuts",
        say("Enkeltpunkter", "Single points"),
        (Paragraph(line(text)), Table(line(caption), columns, rows, query)),
    )


def _communities(parts: Communities, material: Material, say: Words) -> Group:
    analysis = material.analysis
    large = [(number, part) for number, part in enumerate(parts.parts) if len(part) >= _SMALL]
    stable = say.number(parts.stability, 2)
    text = say(
        f"Louvain-metoden deler nettverket i {say.number(len(parts.parts))} grupper med flere bånd innad "
        f"enn tilfeldig (modularitet {say.number(parts.modularity, 2)}); {say.number(len(large))} av dem "
        f"har minst {say.small(_SMALL)} aktører. {say.number(len(parts.seeds))} kjøringer er enige i snitt "
        f"{stable} av 1 (justert Rand-indeks): grensene mellom gruppene er "
        f"{'ganske faste' if parts.stability >= 0.8 else 'løse'}.",
        f"The Louvain method divides the network into {say.number(len(parts.parts))} groups with more ties "
        f"inside than by chance (modularity {say.number(parts.modularity, 2)}); {say.number(len(large))} "
        f"of them have at least {say.small(_SMALL)} actors. {say.number(len(parts.seeds))} runs agree "
        f"{stable} of 1 on average (adjusted Rand index): the borders between the groups are "
        f"{'fairly firm' if parts.stability >= 0.8 else 'loose'}.",
    )
    blocks: list[Block] = [Paragraph(line(text)), _groups(large, parts, material, say)]
    if analysis.named:
        rows = tuple(
            (
                cell(analysis.name(a.cluster, say.lang)),
                cell(say.number(a.members), sort=a.members),
                cell(f"{a.community + 1}", sort=a.community + 1),
                cell(say.number(a.shared), sort=a.shared),
                cell(say.number(a.size), sort=a.size),
                cell(_small(a.p, say), sort=a.p),
            )
            for a in analysis.named
        )
        columns = (
            Column(say("Klynge", "Cluster")),
            Column(
                say("I nettverket", "In the network"),
                number=True,
                note=say("Klyngen og medlemmene", "The cluster and its members"),
            ),
            Column(say("Gruppe nr.", "Group no."), number=True),
            Column(say("I gruppen", "In the group"), number=True),
            Column(say("Gruppens størrelse", "Size of the group"), number=True),
            Column(
                "p",
                number=True,
                note=say("Sannsynlighet for så mange ved tilfeldighet", "Probability of as many by chance"),
            ),
        )
        caption = say(
            "Klyngene mot gruppene: hvor mange av klyngens aktører som havner i samme gruppe.",
            "The clusters against the groups: how many of a cluster's actors end in one group.",
        )
        blocks.append(Table(line(caption), columns, rows, ("ecosystem-graph communities",)))
    return Group("communities", say("Grupper i nettverket", "Groups in the network"), tuple(blocks))


def _small(p: float, say: Words) -> str:
    return say("< 0,001", "< 0.001") if p < 0.001 else say.number(p, 3)


def _groups(
    large: list[tuple[int, tuple[str, ...]]], parts: Communities, material: Material, say: Words
) -> Table:
    degree = material.analysis.scores["degree"]
    rows = []
    for number, part in large:
        first = sorted(part, key=lambda n: (-degree[n], n))[:6]
        firm = [parts.togetherness[n] for n in part if parts.togetherness[n] == parts.togetherness[n]]
        names = ", ".join(material.analysis.name(n, say.lang) for n in first)
        rows.append(
            (
                cell(f"{number + 1}", sort=number + 1),
                cell(say.number(len(part)), sort=len(part)),
                cell(say.share(sum(firm), len(firm)), sort=sum(firm) / len(firm) if firm else ""),
                cell(names),
            )
        )
    columns = (
        Column(say("Gruppe", "Group"), number=True),
        Column(say("Aktører", "Actors"), number=True),
        Column(
            say("Holder sammen", "Hold together"),
            number=True,
            note=say(
                "Hvor ofte to i gruppen havner sammen i kjøringene",
                "How often two of the group end up together in the runs",
            ),
        ),
        Column(say("De med flest bånd", "Those with most ties")),
    )
    caption = say("Gruppene, de største først.", "The groups, the largest first.")
    return Table(line(caption), columns, tuple(rows), ("ecosystem-graph communities",))
