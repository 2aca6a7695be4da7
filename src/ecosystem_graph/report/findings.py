"""The findings: sentences computed from the numbers, most interesting first, each with where it comes from.

Interest is a number from 0 to 1 that a finding's own figures give it: how far a share is from nothing, how
large a part of the whole it concerns. Equal interest goes by key, so that the order is the same every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import networkx as nx

from ecosystem_graph.network.centrality import MEASURES
from ecosystem_graph.spillovers.standing import Standing

from .chapters.central import SHOWN, name_of
from .chapters.clusters import known_clusters
from .material import Material
from .words import Words, words

__all__ = ["Finding", "findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the numbers say.

    Attributes:
        key: Its name.
        nb: The sentence in Norwegian.
        en: The sentence in English.
        chapter: Where the report tells more.
        interest: From 0 to 1.
        sources: Slugs of the sources, where it rests on a few.
        query: The query or command behind it.
    """

    key: str
    nb: str
    en: str
    chapter: str
    interest: float
    sources: tuple[str, ...] = ()
    query: str = ""

    def text(self, lang: str) -> str:
        """The sentence in ``nb`` or ``en``."""
        return self.en if lang == "en" else self.nb


def findings(material: Material) -> tuple[Finding, ...]:
    """Every finding the material allows, most interesting first."""
    found = [f for make in _MAKERS for f in make(material)]
    return tuple(sorted(found, key=lambda f: (-f.interest, f.key)))


def _finding(
    key: str,
    write: Callable[[Words], str],
    chapter: str,
    interest: float,
    query: str,
    sources: tuple[str, ...] = (),
) -> Finding:
    return Finding(key, write(words("nb")), write(words("en")), chapter, round(interest, 4), sources, query)


def _leader(material: Material) -> Iterator[Finding]:
    """Who is among the top three by most measures."""
    if not material.leaders:
        return
    high = Counter(row.node for row in material.leaders for key in SHOWN if (row.ranks[key] or 99) <= 3)
    if not high:
        return
    row = min(material.leaders, key=lambda r: (-high[r.node], r.ranks["degree"] or 0, str(r.node)))
    others = material.network.number_of_nodes() - 1
    first = [
        MEASURES[k]
        for k in SHOWN
        if row.ranks[k] == 1 and sum(r.ranks[k] == 1 for r in material.leaders) == 1
    ]
    clusters = known_clusters(material.evidence)
    own = next((c for c in clusters if c.iri == row.node and c.latest), None)
    hidden = max(
        (c for c in clusters if c.latest),
        key=lambda c: (c.latest.value - c.listed if c.latest else 0, c.iri),
        default=None,
    )

    def write(say: Words) -> str:
        named = (
            say("alene øverst på", "alone at the top by")
            + " "
            + say.join(say(m.label_nb, m.label_en) for m in first)
        )
        top = f"{say(' og', ' and')} {named}" if first else ""
        ties = say.number(row.scores["degree"])
        text = say(
            f"{name_of(row, say)} er blant de tre øverste etter {say.small(high[row.node])} av "
            f"{say.small(len(SHOWN))} mål på sentralitet{top}. "
            f"Aktøren har registrerte bånd til {ties} av {say.number(others)} andre i samarbeidsnettverket.",
            f"{name_of(row, say)} is among the top three by {say.small(high[row.node])} of "
            f"{say.small(len(SHOWN))} measures of centrality{top}. "
            f"It has recorded ties with {ties} of the {say.number(others)} others in the collaboration "
            "network.",
        )
        if (
            own
            and own.latest
            and hidden
            and hidden.latest
            and hidden is not own
            and hidden.latest.value > hidden.listed
        ):
            name = material.evidence.label(hidden.iri, say.lang)
            text += say(
                f" Det kan like gjerne vise hvem som er godt dokumentert: her er {say.number(own.listed)} "
                f"medlemmer og partnere listet mot {say.number(own.latest.value)} oppgitt, "
                f"for {name} bare {say.number(hidden.listed)} mot {say.number(hidden.latest.value)}.",
                f" That may just as well show who is well documented: here {say.number(own.listed)} "
                f"members and partners are listed against {say.number(own.latest.value)} stated, "
                f"for {name} only {say.number(hidden.listed)} against {say.number(hidden.latest.value)}.",
            )
        return text

    yield _finding(
        "leader", write, "central", 0.95 * high[row.node] / len(SHOWN), "ecosystem-graph centrality"
    )


def _bridge(material: Material) -> Iterator[Finding]:
    """Who lies between others far more than the number of ties would make one think."""
    placed = [
        r
        for r in material.leaders
        if r.ranks["betweenness"] and r.ranks["degree"] and r.scores["betweenness"] > 0
    ]
    top = sorted(placed, key=lambda r: (r.ranks["betweenness"] or 0, str(r.node)))[:20]
    if not top:
        return
    row = max(top, key=lambda r: ((r.ranks["degree"] or 0) / (r.ranks["betweenness"] or 1), r.slug))
    degree, between = row.ranks["degree"] or 0, row.ranks["betweenness"] or 0
    if degree < 2 * between:
        return

    def write(say: Words) -> str:
        ties = say.number(row.scores["degree"])
        return say(
            f"{name_of(row, say)} har bare {ties} bånd (nummer {degree}), men er nummer {between} i å "
            "ligge på de korteste veiene mellom andre: en bro som et rent antall bånd ikke viser.",
            f"{name_of(row, say)} has only {ties} ties (number {degree}) but is number {between} in lying "
            "on the shortest paths between others: a bridge that a mere count of ties does not show.",
        )

    yield _finding("bridge", write, "central", 0.6 * (1 - between / degree), "ecosystem-graph centrality")


def _coverage(material: Material) -> Iterator[Finding]:
    """How much of the clusters the graph can see, and where it sees least."""
    known = [(c, c.latest) for c in known_clusters(material.evidence) if c.latest]
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

    yield _finding("coverage", write, "clusters", 0.95 * (1 - listed / stated), "declared", number.sources)


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

    yield _finding(
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

    yield _finding(
        "dispute",
        write,
        "spillovers",
        0.7 * (1 - len(disputed) / len(entries)),
        "ecosystem-graph spillovers ledger",
    )


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
    yield _finding("conflicts", write, "conflicts", 0.5, "conflicts", cited)


def _pieces(material: Material) -> Iterator[Finding]:
    """Whether the network hangs together."""
    network = material.network
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

    yield _finding(
        "pieces", write, "central", 0.5 * parts[0] / network.number_of_nodes(), "ecosystem-graph centrality"
    )


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

    yield _finding("dates", write, "gaps", 0.9 * undated / relations, "dates")


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

    yield _finding("statuses", write, "statuses", 0.55 * unknown / count, "unfinished-statuses")


_MAKERS = (_leader, _bridge, _coverage, _focus, _dispute, _conflict, _pieces, _dates, _statuses)
