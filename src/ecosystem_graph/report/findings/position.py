"""Findings about single actors: who is central, who is a bridge, who stands between the spheres."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem_graph.network.uncertainty import RankInterval
from ecosystem_graph.report.chapters.spheres import sphere_name
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

from .finding import Finding, tell

__all__ = ["MAKERS"]

_COMMAND = "ecosystem-graph centrality"


def _leader(material: Material) -> Iterator[Finding]:
    """Who has most recorded ties, and whether that survives what is known to be missing."""
    found, leaders = material.analysis, material.leaders
    if found.ranks is None or len(leaders) < 3:
        return
    recorded, ranks = leaders[0], found.ranks
    likely = found.intervals("degree")
    band = [i for i in likely if i.band == 1]
    place = found.interval("degree", recorded.node)
    if place is None:
        return
    alone = band == [place]

    def write(say: Words) -> str:
        first, ties = found.name(recorded.node, say.lang), say.number(recorded.scores["degree"])
        truth = say(
            f"{say.share(ranks.level, 1)} av {say.number(ranks.draws)} nettverk som kan være det sanne",
            f"{say.share(ranks.level, 1)} of {say.number(ranks.draws)} networks that may be the true one",
        )
        shown = band[:4]
        names = say.join(f"{found.name(i.node, say.lang)} ({_range(i)})" for i in shown)
        if alone:
            rival = likely[1]
            chance = say.share(ranks.outranks("degree", place.node, rival.node), 1)
            return say(
                f"{first} har flest registrerte bånd ({ties}), og det holder når vi regner med det som "
                f"mangler: rang {_range(place)} i {truth}. Sjansen for flere bånd enn "
                f"{found.name(rival.node, say.lang)} er {chance}.",
                f"{first} has most recorded ties ({ties}), and that holds when what is missing is counted: "
                f"rank {_range(place)} in {truth}. The chance of more ties than "
                f"{found.name(rival.node, say.lang)} is {chance}.",
            )
        if place in band:
            return say(
                f"{first} har flest registrerte bånd ({ties}), men dataene kan ikke si hvem som er mest "
                f"sentral. Rang etter antall bånd i {truth}: {names}.",
                f"{first} has most recorded ties ({ties}), but the data cannot tell who is most central. "
                f"Rank by ties in {truth}: {names}.",
            )
        return say(
            f"{first} har flest registrerte bånd ({ties}), men trolig fordi medlemslisten er bedre kjent "
            f"enn andres. Regner vi med medlemmer som er oppgitt uten navn, er {first} nummer "
            f"{_range(place)}, og øverst ligger {names} – rang etter antall bånd i {truth}.",
            f"{first} has most recorded ties ({ties}), but probably because its list of members is better "
            f"known than others'. Counting members that are stated but not named, {first} is number "
            f"{_range(place)}, and at the top are {names} – rank by ties in {truth}.",
        )

    yield tell("leader", write, "central", 0.9 if alone else 0.99, _COMMAND)


def _range(interval: RankInterval) -> str:
    return str(interval.low) if interval.low == interval.high else f"{interval.low}–{interval.high}"


def _bridge(material: Material) -> Iterator[Finding]:
    """Who lies between others far more than the number of ties would make one think."""
    found = material.analysis
    placed = [
        (mid, ties)
        for mid in found.intervals("betweenness")[:20]
        if (ties := found.interval("degree", mid.node)) and found.scores["betweenness"][mid.node] > 0
    ]
    apart = [(mid, ties) for mid, ties in placed if mid.high < ties.low]
    if not apart:
        return
    mid, ties = max(apart, key=lambda pair: (pair[1].median / pair[0].median, str(pair[0].node)))

    def write(say: Words) -> str:
        name, count = found.name(mid.node, say.lang), say.number(found.scores["degree"][mid.node])
        return say(
            f"{name} har {count} registrerte bånd (trolig nummer {_range(ties)}), men er nummer "
            f"{_range(mid)} i å ligge på de korteste veiene mellom andre: en bro som et rent antall bånd "
            "ikke viser.",
            f"{name} has {count} recorded ties (probably number {_range(ties)}) but is number "
            f"{_range(mid)} in lying on the shortest paths between others: a bridge that a mere count of "
            "ties does not show.",
        )

    yield tell("bridge", write, "central", 0.75 * (1 - mid.median / ties.median), _COMMAND)


def _broker(material: Material) -> Iterator[Finding]:
    """Who outside the go-betweens by trade stands most between actors of different spheres."""
    found = material.analysis
    spanning = [
        (b.roles["representative"].count + b.roles["liaison"].count / 2, b)
        for b in found.brokers
        if b.group not in ("", "intermediary")
    ]
    if not spanning:
        return
    pairs, broker = max(spanning, key=lambda pair: (pair[0], str(pair[1].node)))
    expected = broker.roles["representative"].expected + broker.roles["liaison"].expected / 2
    if pairs < 2 * max(expected, 1):
        return

    def write(say: Words) -> str:
        name, sphere = found.name(broker.node, say.lang), sphere_name(str(broker.group), material, say)
        return say(
            f"Utenom klynger og andre mellomledd er det {name} ({sphere}) som oftest står mellom to fra "
            f"ulike sfærer: {say.number(pairs)} registrerte par, mot {say.number(expected, 1)} om båndene "
            "var tilfeldige.",
            f"Apart from clusters and other intermediaries it is {name} ({sphere}) that most often stands "
            f"between two of different spheres: {say.number(pairs)} recorded pairs, against "
            f"{say.number(expected, 1)} if ties were random.",
        )

    yield tell("broker", write, "spheres", 0.45, "ecosystem-graph brokers")


MAKERS = (_leader, _bridge, _broker)
