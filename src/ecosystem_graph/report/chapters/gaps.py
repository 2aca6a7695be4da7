"""The chapter on what is missing: each gap counted, with the query that finds it and what would close it."""

from __future__ import annotations

from dataclasses import dataclass

from ecosystem_graph.report.document import (
    Block,
    Code,
    Column,
    Group,
    Inline,
    Link,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words
from ecosystem_graph.spillovers.standing import Standing

from .clusters import known_clusters

__all__ = ["Gap", "chapter", "gaps"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing.

    Attributes:
        nb: What, in Norwegian.
        en: What, in English.
        missing: How many lack it.
        of: Of how many.
        fix_nb: What would close it, in Norwegian.
        fix_en: What would close it, in English.
        query: The query or command that finds it.
    """

    nb: str
    en: str
    missing: int
    of: int
    fix_nb: str
    fix_en: str
    query: str


def gaps(material: Material) -> list[Gap]:
    """Every gap with something in it, the largest share first."""
    evidence, ledger = material.evidence, material.ledger
    declared = [c for c in known_clusters(evidence) if c.latest]
    stated = sum(round(c.latest.value) for c in declared if c.latest)
    unseen = sum(max(0, round(c.latest.value) - c.listed) for c in declared if c.latest)
    relations = sum(t.all for t in evidence.types)
    sources = evidence.sources.values()
    found = [
        Gap(
            "medlemmer som klyngene oppgir, men ingen kilde nevner ved navn",
            "members that clusters state, but no source names",
            unseen,
            stated,
            "be klyngene om medlemslister med årstall",
            "ask the clusters for lists of members with years",
            "declared",
        ),
        Gap(
            "klynger og klyngeinitiativ uten et eneste listet medlem",
            "clusters and cluster initiatives without a single listed member",
            sum(1 for c in evidence.clusters if not c.members),
            len(evidence.clusters),
            "finn medlemslister, eller si at klyngen hører til et annet sted",
            "find lists of members, or say that the cluster belongs elsewhere",
            "members",
        ),
        Gap(
            "relasjoner uten noen dato",
            "relations without any date",
            sum(t.undated for t in evidence.types),
            relations,
            "slå opp start og slutt i kilden; bruk «..» når den sier at noe varer",
            "look up start and end in the source; write “..” where it says that something lasts",
            "dates",
        ),
        Gap(
            "relasjoner som hviler på én kilde",
            "relations that rest on one source",
            sum(t.single for t in evidence.types),
            relations,
            "finn en uavhengig kilde til, de viktigste først",
            "find one more independent source, the most important first",
            "dates",
        ),
        Gap(
            "påstander om ringvirkninger som bare én uavhengig kilde sier",
            "claims about spillovers that only one independent source makes",
            sum(1 for e in ledger.entries if e.weight.standing is Standing.SINGLE_SOURCED),
            len(ledger.entries),
            "let etter noen uten interesse i saken som sier det samme, eller det motsatte",
            "look for somebody without a stake who says the same, or the opposite",
            "ecosystem-graph spillovers ledger",
        ),
        Gap(
            "utsagn om ringvirkninger som ikke sier hvordan virkningen skjer",
            "statements about spillovers that do not say how the effect comes about",
            sum(
                1 for e in ledger.entries for a in e.proposition.assertions if a.mechanism.slug == "unstated"
            ),
            sum(len(e.proposition.assertions) for e in ledger.entries),
            "spør avsenderen hvordan",
            "ask the asserter how",
            "ecosystem-graph spillovers ledger",
        ),
        Gap(
            "statuser uten start, eller uten opplysning om de er slutt eller varer",
            "statuses without a start, or without word whether they ended or last",
            evidence.open_statuses,
            len(evidence.statuses),
            "slå opp tildelingen hos programeieren",
            "look up the award with the owner of the programme",
            "unfinished-statuses",
        ),
        Gap(
            "aktører uten relasjon til noen annen aktør",
            "actors without a relation to any other actor",
            len(evidence.lonely),
            evidence.counts.get("actors", 0),
            "legg inn en relasjon med kilde, eller la aktøren gå ut",
            "add a relation with a source, or let the actor go",
            "lonely",
        ),
        Gap(
            "kilder uten dato",
            "sources without a date",
            sum(1 for s in sources if not s.issued),
            len(sources),
            "dater siden, om så med når den ble lest",
            "date the page, if only by when it was read",
            "sources",
        ),
    ]
    return sorted((g for g in found if g.missing), key=lambda g: (-g.missing / max(g.of, 1), g.en))


def chapter(material: Material, say: Words) -> Section:
    """What is missing."""
    columns = (
        Column(say("Det som mangler", "What is missing")),
        Column(say("Antall", "Number"), number=True),
        Column(say("Av", "Of"), number=True),
        Column(say("Andel", "Share"), number=True),
        Column(say("Det som ville tettet hullet", "What would close the gap")),
        Column(say("Spørring", "Query")),
    )
    rows = tuple(
        (
            cell(say.first(say(g.nb, g.en))),
            cell(say.number(g.missing), sort=g.missing),
            cell(say.number(g.of), sort=g.of),
            cell(say.share(g.missing, g.of), sort=g.missing / max(g.of, 1)),
            cell(say(g.fix_nb, g.fix_en)),
            cell(_query(g.query)),
        )
        for g in gaps(material)
    )
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    "Det som ikke er funnet, er ikke det samme som det som ikke finnes. Hvert hull under "
                    "har en spørring som finner det, så listen kan følges opp rad for rad.",
                    "What has not been found is not the same as what does not exist. Each gap below has a "
                    "query that finds it, so that the list can be worked through row by row.",
                )
            )
        ),
        Table(
            line(
                say(
                    "Hull i grafen, de største andelene først.",
                    "Gaps in the graph, the largest shares first.",
                )
            ),
            columns,
            rows,
        ),
        _types(material, say),
    ]
    if material.evidence.lonely:
        blocks.append(_lonely(material, say))
    return Section("gaps", say("Hva mangler?", "What is missing?"), tuple(blocks))


def _query(name: str) -> Inline:
    return Code(name) if " " in name else Link(name, f"#q-{name}")


def _types(material: Material, say: Words) -> Group:
    columns = (
        Column(say("Relasjonstype", "Type of relation")),
        Column(say("Antall", "Number"), number=True),
        Column(say("Uten dato", "Undated"), number=True),
        Column(say("Andel uten dato", "Share undated"), number=True),
        Column(say("Én kilde", "One source"), number=True),
        Column(say("Andel med én kilde", "Share with one source"), number=True),
    )
    rows = tuple(
        (
            cell(say.first(say(t.nb, t.en))),
            cell(say.number(t.all), sort=t.all),
            cell(say.number(t.undated), sort=t.undated),
            cell(say.share(t.undated, t.all), sort=t.undated / t.all),
            cell(say.number(t.single), sort=t.single),
            cell(say.share(t.single, t.all), sort=t.single / t.all),
        )
        for t in material.evidence.types
    )
    caption = say("Datering og kilder for hver relasjonstype.", "Dates and sources of each type of relation.")
    return Group(
        "gap-types",
        say("Datoer og kilder", "Dates and sources"),
        (Table(line(caption), columns, rows, ("dates",)),),
        folded=True,
    )


def _lonely(material: Material, say: Words) -> Group:
    evidence = material.evidence
    names = ", ".join(evidence.label(iri, say.lang) for iri in evidence.by_name(evidence.lonely, say.lang))
    title = say("Aktører uten relasjon til andre", "Actors without a relation to others")
    return Group(
        "gap-lonely",
        title,
        (Paragraph(line(names, ".")),),
        folded=True,
        hint=say.number(len(evidence.lonely)),
    )
