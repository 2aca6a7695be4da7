"""Findings about the ground: what is missing, undated, single-sourced or told in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

from .finding import Finding, tell

__all__ = ["MAKERS"]


def _coverage(material: Material) -> Iterator[Finding]:
    """How much of the clusters the graph can see, and where it sees least."""
    known = [(c, c.latest) for c in material.evidence.known_clusters if c.latest]
    stated = sum(n.value for _, n in known)
    if not stated:
        return
    listed = sum(min(c.listed, n.value) for c, n in known)
    cluster, number = max(known, key=lambda p: (p[1].value - p[0].listed, p[0].iri))

    def write(say: Words) -> str:
        name = material.evidence.label(cluster.iri, say.lang)
        year = say(f" i {number.year}", f" in {number.year}") if number.year else ""
        return say(
            f"Kildene nevner ved navn bare {say.share(listed, stated)} av medlemmene som "
            f"{say.count(len(known), 'klynge', 'klynger')} "
            f"{'til sammen ' if len(known) > 1 else ''}oppgir. Størst er hullet for {name}: "
            f"{say.number(number.value)} oppgitt{year}, {say.small(cluster.listed)} listet. Klyngenes "
            "plass i nettverket er derfor trolig undervurdert.",
            f"Sources name only {say.share(listed, stated)} of the members that "
            f"{say.count(len(known), 'cluster states', 'clusters state between them')}. The gap is largest "
            f"for {name}: "
            f"{say.number(number.value)} stated{year}, {say.small(cluster.listed)} listed. The clusters' "
            "place in the network is therefore probably understated.",
        )

    yield tell("coverage", write, "clusters", 0.95 * (1 - listed / stated), "declared", number.sources)


def _conflict(material: Material) -> Iterator[Finding]:
    """Where sources give different numbers; the example is about a cluster where there is one."""
    evidence = material.evidence
    if not evidence.conflicts:
        return
    clusters = {c.iri for c in evidence.clusters}
    example = min(evidence.conflicts, key=lambda c: (c.about not in clusters, c.about, c.indicator, c.year))

    def write(say: Words) -> str:
        values = say.join((say.number(v.value) for v in example.values), final=say("eller", "or"))
        name, measure = evidence.label(example.about, say.lang), evidence.label(example.indicator, say.lang)
        count = len(evidence.conflicts)
        return say(
            f"{say.first(say.count(count, 'sted', 'steder', neuter=True))} gir kildene ulike tall for "
            f"samme størrelse og år, som {name} i {example.year}: {values} ({measure}). Alle står side om "
            "side.",
            f"In {say.count(count, 'place', 'places')} sources give different numbers for the same measure "
            f"and year, such as {name} in {example.year}: {values} ({measure}). All stand side by side.",
        )

    cited = tuple(dict.fromkeys(s for v in example.values for s in v.sources))
    yield tell("conflicts", write, "conflicts", 0.5, "conflicts", cited)


def _dates(material: Material) -> Iterator[Finding]:
    """How much is undated, and how much rests on one source."""
    relations = sum(t.all for t in material.evidence.types)
    if not relations:
        return
    undated, single = (
        sum(t.undated for t in material.evidence.types),
        sum(t.single for t in material.evidence.types),
    )

    def write(say: Words) -> str:
        return say(
            f"{say.share(undated, relations)} av relasjonene har ingen dato, og "
            f"{say.share(single, relations)} hviler på én kilde. Utvikling over tid må leses med det i "
            "minne.",
            f"{say.share(undated, relations)} of the relations have no date, and "
            f"{say.share(single, relations)} rest on one source. Development over time must be read with "
            "that in mind.",
        )

    yield tell("dates", write, "gaps", 0.9 * undated / relations, "dates")


def _statuses(material: Material) -> Iterator[Finding]:
    """How many statuses nobody tells the end of."""
    count, unknown = len(material.evidence.statuses), material.evidence.open_statuses
    if count < 3 or not unknown:
        return

    def write(say: Words) -> str:
        return say(
            f"For {say.small(unknown)} av {say.small(count)} tildelte statuser sier ingen kilde om de er "
            "slutt eller fortsatt gjelder; en status bør derfor ikke skrives i presens uten årstall.",
            f"For {say.small(unknown)} of {say.small(count)} awarded statuses no source tells whether they "
            "ended or still hold; a status should therefore not be written in the present tense without a "
            "year.",
        )

    yield tell("statuses", write, "statuses", 0.55 * unknown / count, "unfinished-statuses")


MAKERS = (_coverage, _conflict, _dates, _statuses)
