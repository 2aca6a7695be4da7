"""Findings about the network as a whole: its pieces, its spheres, its weak points."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from ecosystem_graph.report.chapters.spheres import SURE, sphere_name
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

from .finding import Finding, tell

__all__ = ["MAKERS"]


def _pieces(material: Material) -> Iterator[Finding]:
    """Whether the network hangs together."""
    network = material.analysis.network
    if network.number_of_nodes() < 2:
        return
    parts = sorted((len(c) for c in nx.connected_components(network)), reverse=True)
    actors = material.evidence.counts.get("actors", 0)
    alone = actors - network.number_of_nodes()

    def write(say: Words) -> str:
        share = say.share(parts[0], network.number_of_nodes())
        if len(parts) == 1:
            first = say(
                "Hele samarbeidsnettverket henger sammen. ",
                "The whole collaboration network hangs together. ",
            )
        else:
            first = say(
                f"{share} av aktørene i samarbeidsnettverket henger sammen i én del; resten er "
                f"{say.count(len(parts) - 1, 'liten øy', 'små øyer')}. ",
                f"{share} of the actors in the collaboration network hang together in one part; the rest "
                f"are {say.count(len(parts) - 1, 'small island', 'small islands')}. ",
            )
        return first + say(
            f"Ytterligere {say.number(alone)} av {say.number(actors)} aktører i grafen har ikke noe "
            "registrert samarbeid.",
            f"A further {say.number(alone)} of the {say.number(actors)} actors in the graph have no "
            "recorded collaboration.",
        )

    yield tell(
        "pieces", write, "structure", 0.5 * parts[0] / network.number_of_nodes(), "ecosystem-graph centrality"
    )


def _spheres(material: Material) -> Iterator[Finding]:
    """The two spheres that work together least, against chance, among those that do differ from it."""
    mixing = material.analysis.mixing
    if mixing is None:
        return
    fewer = [
        (found.z, pair, found)
        for pair, found in mixing.ties.items()
        if pair[0] != pair[1] and "" not in pair and found.p <= SURE and found.observed < found.expected
    ]
    if not fewer:
        return
    _, (one, two), found = min(fewer, key=lambda item: (item[0], str(item[1])))

    def write(say: Words) -> str:
        first, second = sphere_name(str(one), material, say), sphere_name(str(two), material, say)
        observed, expected = say.number(found.observed), say.number(found.expected)
        return say(
            f"{say.first(first)} og {second} har bare {observed} direkte bånd, mot {expected} om alle "
            f"hadde like mange bånd som nå, men tilfeldige partnere (p = {say.number(found.p, 2)}).",
            f"{say.first(first)} and {second} have only {observed} direct ties, against {expected} if all "
            f"had as many ties as now but partners by chance (p = {say.number(found.p, 2)}).",
        )

    interest = 0.8 * (1 - found.observed / found.expected)
    yield tell("spheres", write, "spheres", interest, "ecosystem_graph.network.mixing.mixing()")


def _fragile(material: Material) -> Iterator[Finding]:
    """How few of the most central hold the network together."""
    curves = {c.order: c for c in material.analysis.curves}
    total = material.analysis.network.number_of_nodes()
    if not {"random", "degree"} <= set(curves) or total < 20:
        return
    few, many = curves["degree"].half, curves["random"].half

    def write(say: Words) -> str:
        return say(
            f"Går de {say.small(few)} aktørene med flest bånd ut ({say.share(few, total)} av alle), er den "
            f"største sammenhengende delen halvert; går tilfeldige aktører ut, må det {say.number(many)} "
            "til.",
            f"If the {say.small(few)} actors with most ties leave ({say.share(few, total)} of all), the "
            f"largest connected part is halved; if random actors leave, it takes {say.number(many)}.",
        )

    yield tell(
        "fragile",
        write,
        "structure",
        0.6 * (1 - few / max(many, 1)),
        "ecosystem_graph.network.robustness.removal_curves()",
    )


MAKERS = (_pieces, _spheres, _fragile)
