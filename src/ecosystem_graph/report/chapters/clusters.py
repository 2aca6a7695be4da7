"""The chapter on clusters: declared numbers beside listed members, and where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem_graph.report.document import (
    Block,
    Bullets,
    Cell,
    Cite,
    Column,
    Figure,
    Foreign,
    Group,
    Inline,
    Link,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.evidence import Cluster, Conflict, Evidence, Reported
from ecosystem_graph.report.figures import Bar, coverage_bars
from ecosystem_graph.report.material import Material, spheres
from ecosystem_graph.report.words import Words

__all__ = ["chapter"]

_MEMBERS = ("members", "declared")


def chapter(material: Material, say: Words) -> Section:
    """Clusters and their members."""
    evidence = material.evidence
    known = list(evidence.known_clusters)
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    "En klynge oppgir gjerne hvor mange medlemmer den har. Grafen kan bare regne med dem "
                    "som en kilde nevner ved navn. "
                    "Avstanden mellom de to tallene sier hvor mye av klyngen som er usynlig i alle mål i "
                    "denne rapporten.",
                    "A cluster tends to state how many members it has. The graph can only count those that "
                    "a source names. "
                    "The distance between the two numbers shows how much of the cluster is invisible in "
                    "every measure of this report.",
                )
            )
        )
    ]
    if known:
        blocks += [_coverage(known, evidence, say), _summary(known, evidence, say)]
    if evidence.conflicts:
        blocks.append(_conflicts(evidence, say))
    if known:
        blocks.append(
            Group(
                "cluster-members",
                say("Hver klynge for seg", "Each cluster"),
                tuple(_one(c, evidence, say) for c in known),
            )
        )
    rest = [c for c in evidence.clusters if c not in known]
    if rest:
        blocks.append(_others(rest, evidence, say))
    return Section("clusters", say("Klyngene og medlemmene", "The clusters and their members"), tuple(blocks))


def _others(rest: list[Cluster], evidence: Evidence, say: Words) -> Paragraph:
    sources = {c.iri: c.sources for c in rest}
    names: list[Inline] = []
    for iri in evidence.by_name(sources, say.lang):
        names += [", " if names else "", evidence.label(iri, say.lang), Cite(sources[iri][:1])]
    more = say.count(
        len(rest),
        say("klynge", "more cluster is"),
        say("klynger og klyngeinitiativ", "more clusters and cluster initiatives are"),
    )
    intro = say(
        f"{say.first(more)} til er nevnt, men ingen kilde lister medlemmene, "
        "som oftest fordi de hører til andre steder: ",
        f"{say.first(more)} named, but no source lists their members, mostly because they belong elsewhere: ",
    )
    return Paragraph(line(intro, names, "."))


def _coverage(known: list[Cluster], evidence: Evidence, say: Words) -> Figure:
    bars = [
        Bar(
            evidence.label(c.iri, say.lang),
            c.listed,
            c.latest.value if c.latest else 0,
            say(f"{c.listed} av {say.number(c.latest.value)}", f"{c.listed} of {say.number(c.latest.value)}")
            if c.latest
            else say(f"{c.listed}, ikke oppgitt", f"{c.listed}, none stated"),
        )
        for c in known
    ]
    summary = say(
        "Oppgitt og listet antall for hver klynge: ", "Stated and listed number for each cluster: "
    ) + "; ".join(f"{b.label} {b.note}" for b in bars)
    return Figure(
        "coverage",
        coverage_bars(
            bars,
            say,
            part=say("listet med navn", "listed by name"),
            whole=say("oppgitt av klyngen eller andre", "stated by the cluster or others"),
            summary=summary,
        ),
        line(
            say(
                "Listede medlemmer og partnere mot siste oppgitte tall.",
                "Listed members and partners against the latest stated number.",
            )
        ),
        summary,
        _MEMBERS,
    )


def _summary(known: list[Cluster], evidence: Evidence, say: Words) -> Table:
    columns = (
        Column(say("Klynge", "Cluster")),
        Column(say("Holder til", "Based in")),
        Column(
            say("Oppgitt", "Stated"),
            number=True,
            note=say("Siste tall en kilde oppgir", "Latest number a source gives"),
        ),
        Column(say("År", "Year"), number=True),
        Column(
            say("Listet", "Listed"),
            number=True,
            note=say("Ulike aktører en kilde nevner ved navn", "Different actors a source names"),
        ),
        Column(say("Andel listet", "Share listed"), number=True),
        Column(say("Hvem de listede er", "Who the listed are")),
        Column(say("Kilde til oppgitt tall", "Source of the stated number")),
    )
    return Table(
        line(
            say(
                "Oppgitte og listede medlemmer. Listen kan også holde tidligere medlemmer og partnere, så "
                "andelen kan bli over 100 %.",
                "Stated and listed members. The list may hold former members and partners too, so that a "
                "share can exceed 100%.",
            )
        ),
        columns,
        tuple(_summary_row(c, evidence, say) for c in known),
        ("clusters", *_MEMBERS),
    )


def _summary_row(cluster: Cluster, evidence: Evidence, say: Words) -> tuple[Cell, ...]:
    latest = cluster.latest
    mix = spheres(evidence, {m.actor for m in cluster.members})
    who = ", ".join(
        f"{evidence.label(s, say.lang)} {n}" for s, n in sorted(mix.items(), key=lambda p: (-p[1], p[0]))
    )
    name = Link(evidence.label(cluster.iri, say.lang), f"#cluster-{cluster.iri.rsplit('/', 1)[-1]}")
    return (
        cell(name),
        cell(evidence.label(cluster.place, say.lang) if cluster.place else ""),
        cell(say.number(latest.value), sort=latest.value) if latest else cell("–", sort=""),
        cell(_year(latest, say), sort=latest.year or "") if latest else cell("–", sort=""),
        cell(say.number(cluster.listed), sort=cluster.listed),
        cell(say.share(cluster.listed, latest.value), sort=cluster.listed / latest.value)
        if latest and latest.value
        else cell("–", sort=""),
        cell(who),
        cell(Cite(latest.sources)) if latest else cell(""),
    )


def _year(number: Reported, say: Words) -> str:
    return str(number.year) if number.year else say("udatert", "undated")


def _conflicts(evidence: Evidence, say: Words) -> Group:
    columns = (
        Column(say("Hvem eller hva", "Who or what")),
        Column(say("Størrelse", "Measure")),
        Column(say("År", "Year"), number=True),
        Column(say("Det kildene sier, side om side", "What the sources say, side by side"), broad=True),
    )
    table = Table(
        line(
            say("Ulike tall for samme størrelse og år.", "Different numbers for the same measure and year.")
        ),
        columns,
        tuple(_conflict_row(c, evidence, say) for c in evidence.conflicts),
        ("conflicts",),
        wide=True,
    )
    text = say(
        "Vi velger ikke for leseren. Noen av tallene er fra ulike tidspunkt i året eller teller ulike "
        "ting; merknaden sier det der kilden gjør det.",
        "We do not choose for the reader. Some numbers are from different times of the year or count "
        "different things; the remark says so where the source does.",
    )
    return Group(
        "conflicts", say("Der kildene spriker", "Where sources disagree"), (Paragraph(line(text)), table)
    )


def _conflict_row(conflict: Conflict, evidence: Evidence, say: Words) -> tuple[Cell, ...]:
    values: list[Inline] = []
    for value in conflict.values:
        values += [
            "; " if values else "",
            say.measure(value.value, value.unit),
            *_detail(value.detail),
            Cite(value.sources),
        ]
    return (
        cell(evidence.label(conflict.about, say.lang)),
        cell(evidence.label(conflict.indicator, say.lang)),
        cell(str(conflict.year), sort=conflict.year),
        cell(values),
    )


def _detail(detail: str) -> Iterator[Inline]:
    if detail:
        yield " ("
        yield Foreign(detail, "en")
        yield ")"


def _one(cluster: Cluster, evidence: Evidence, say: Words) -> Group:
    slug = cluster.iri.rsplit("/", 1)[-1]
    blocks: list[Block] = []
    if cluster.declared:
        blocks.append(Paragraph(line(say("Oppgitte tall:", "Stated numbers:"))))
        blocks.append(
            Bullets(
                tuple(
                    line(
                        f"{_year(d, say)}: {say.measure(d.value, d.unit)}", _detail(d.detail), Cite(d.sources)
                    )
                    for d in cluster.declared
                )
            )
        )
    if cluster.members:
        blocks.append(_members(cluster, evidence, say))
    else:
        blocks.append(
            Paragraph(
                line(
                    say(
                        "Ingen kilde i grafen nevner medlemmene ved navn.",
                        "No source in the graph names its members.",
                    )
                )
            )
        )
    hint = say(f"{cluster.listed} listet", f"{cluster.listed} listed")
    if cluster.latest:
        stated = say.number(cluster.latest.value)
        hint += say(
            f", {stated} oppgitt ({_year(cluster.latest, say)})",
            f", {stated} stated ({_year(cluster.latest, say)})",
        )
    return Group(
        f"cluster-{slug}", evidence.label(cluster.iri, say.lang), tuple(blocks), folded=True, hint=hint
    )


def _members(cluster: Cluster, evidence: Evidence, say: Words) -> Table:
    columns = (
        Column(say("Aktør", "Actor")),
        Column(say("Slag", "Kind")),
        Column(say("Sfære", "Sphere")),
        Column(say("Tilknytning", "Tie")),
        Column(say("Tid", "Time"), whole=True),
        Column(say("Kilder", "Sources")),
    )
    ordered = sorted(
        cluster.members,
        key=lambda m: (evidence.label(m.actor, say.lang).casefold(), m.actor, m.partner, m.period.start),
    )
    rows = []
    for member in ordered:
        thing = evidence.things.get(member.actor)
        rows.append(
            (
                cell(evidence.label(member.actor, say.lang)),
                cell(evidence.label(thing.kind, say.lang) if thing and thing.kind else ""),
                cell(evidence.label(thing.sphere, say.lang) if thing and thing.sphere else ""),
                cell(say("partner", "partner") if member.partner else say("medlem", "member")),
                cell(say.period(member.period)),
                cell(Cite(member.sources)),
            )
        )
    name = evidence.label(cluster.iri, say.lang)
    caption = say(f"Listede medlemmer og partnere: {name}", f"Listed members and partners: {name}")
    return Table(line(caption), columns, tuple(rows), ("members",))
