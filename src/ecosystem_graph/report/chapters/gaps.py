"""The chapter on what is missing: each gap counted, with the query that finds it and what would close it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ecosystem_graph.network.gaps import Gap, gaps_by_cluster
from ecosystem_graph.report.document import (
    Block,
    Cell,
    Column,
    Group,
    Paragraph,
    Section,
    Table,
    by_query,
    cell,
    line,
)
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words
from ecosystem_graph.spillovers.standing import Standing

__all__ = ["Hole", "chapter", "holes"]

#: Names of a gap that are listed in full; of longer lists the report gives the number and the query.
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Hole:
    """Something missing, counted.

    Attributes:
        nb: What, in Norwegian.
        en: What, in English.
        missing: How many.
        of: Of how many; 0 where there is no whole.
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


def holes(material: Material) -> list[Hole]:
    """Every gap with something in it: the largest share first, those without a whole last."""
    evidence, ledger = material.evidence, material.ledger
    wholes = {
        "unlisted-clusters": len(evidence.clusters),
        "undated-figures": evidence.counts.get("figures", 0),
    }
    found = [_row_by_row(gap, wholes.get(gap.key, 0)) for gap in material.gaps]
    declared = [c for c in evidence.known_clusters if c.latest]
    said = [a for e in ledger.entries for a in e.proposition.assertions]
    found += [
        Hole(
            "Medlemmer som klyngene oppgir, men ingen kilde nevner ved navn",
            "Members that clusters state, but no source names",
            sum(max(0, round(c.latest.value) - c.listed) for c in declared if c.latest),
            sum(round(c.latest.value) for c in declared if c.latest),
            "Be klyngene om medlemslister med årstall.",
            "Ask the clusters for lists of members with years.",
            "declared",
        ),
        Hole(
            "Aktører uten relasjon til noen annen aktør",
            "Actors without a relation to any other actor",
            len(evidence.lonely),
            evidence.counts.get("actors", 0),
            "Legg inn en relasjon med kilde, eller la aktøren gå ut.",
            "Add a relation with a source, or let the actor go.",
            "lonely",
        ),
        Hole(
            "Påstander om ringvirkninger som bare én uavhengig kilde sier",
            "Claims about spillovers that only one independent source makes",
            sum(1 for e in ledger.entries if e.weight.standing is Standing.SINGLE_SOURCED),
            len(ledger.entries),
            "Let etter noen uten interesse i saken som sier det samme, eller det motsatte.",
            "Look for somebody without a stake who says the same, or the opposite.",
            "ecosystem-graph spillovers ledger",
        ),
        Hole(
            "Utsagn om ringvirkninger som ikke sier hvordan virkningen skjer",
            "Statements about spillovers that do not say how the effect comes about",
            sum(1 for a in said if a.mechanism.slug == "unstated"),
            len(said),
            "Spør avsenderen hvordan.",
            "Ask the asserter how.",
            "ecosystem-graph spillovers ledger",
        ),
        Hole(
            "Statuser uten start, eller uten opplysning om de er slutt eller varer",
            "Statuses without a start, or without word whether they ended or last",
            evidence.open_statuses,
            len(evidence.statuses),
            "Slå opp tildelingen hos programeieren.",
            "Look up the award with the owner of the programme.",
            "unfinished-statuses",
        ),
        Hole(
            "Kilder uten dato",
            "Sources without a date",
            sum(1 for s in evidence.sources.values() if not s.issued),
            len(evidence.sources),
            "Dater siden, om så med når den ble lest.",
            "Date the page, if only by when it was read.",
            "sources",
        ),
    ]
    return sorted((h for h in found if h.missing), key=lambda h: (-h.missing / h.of if h.of else 1, h.en))


def _row_by_row(gap: Gap, whole: int) -> Hole:
    count = len({row.thing for row in gap.rows})
    return Hole(gap.asks["nb"], gap.asks["en"], count, whole, gap.fix["nb"], gap.fix["en"], gap.key)


def chapter(material: Material, say: Words) -> Section:
    """What is missing."""
    columns = (
        Column(say("Det som mangler", "What is missing"), broad=True),
        Column(say("Antall", "Number"), number=True),
        Column(say("Av", "Of"), number=True),
        Column(say("Andel", "Share"), number=True),
        Column(say("Det som ville tettet hullet", "What would close the gap"), broad=True),
        Column(say("Spørring", "Query")),
    )
    rows = tuple(
        (
            cell(say(h.nb, h.en)),
            cell(say.number(h.missing), sort=h.missing),
            cell(say.number(h.of) if h.of else "–", sort=h.of or ""),
            cell(say.share(h.missing, h.of), sort=h.missing / h.of if h.of else ""),
            cell(say(h.fix_nb, h.fix_en)),
            cell(by_query(h.query)),
        )
        for h in holes(material)
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
    ]
    if by_cluster := _by_cluster(material, say):
        blocks.append(by_cluster)
    blocks.append(_types(material, say))
    blocks += [_names(gap, say) for gap in material.gaps if 0 < len({r.thing for r in gap.rows}) <= _LISTED]
    if material.evidence.lonely:
        blocks.append(_lonely(material, say))
    return Section("gaps", say("Hva mangler?", "What is missing?"), tuple(blocks))


def _by_cluster(material: Material, say: Words) -> Table | None:
    """Gaps of each kind about each cluster of which something is known."""
    known = {c.iri for c in material.evidence.known_clusters}
    counts = {c: n for c, n in gaps_by_cluster(list(material.gaps)).items() if c in known}
    kinds = [g for g in material.gaps if any(n[g.key] for n in counts.values())]
    if not kinds:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            cell(material.evidence.label(iri, say.lang)),
            *(cell(say.number(counts[iri][g.key]), sort=counts[iri][g.key]) for g in kinds),
        )
        for iri in material.evidence.by_name(counts, say.lang)
    ]
    heads = {
        "declared-members": say("Tall over listen", "Figures above the list"),
        "missing-spheres": say("Sfærer som mangler", "Spheres missing"),
        "single-source-relations": say("Relasjoner med én kilde", "Relations with one source"),
        "undated-figures": say("Tall uten år", "Figures without a year"),
        "undated-relations": say("Relasjoner uten dato", "Relations without a date"),
        "unlisted-clusters": say("Uten liste", "Without a list"),
    }
    columns = (
        Column(say("Klynge", "Cluster")),
        *(Column(heads.get(g.key, g.key), number=True, note=g.asks[say.lang]) for g in kinds),
    )
    caption = say("Hullene klynge for klynge.", "The gaps cluster by cluster.")
    return Table(line(caption), columns, tuple(rows), tuple(g.key for g in kinds))


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
    caption = say(
        "Datering og kilder for hver relasjonstype, også relasjoner til tema og steder.",
        "Dates and sources of each type of relation, those to topics and places included.",
    )
    table = Table(line(caption), columns, rows, ("dates",))
    return Group(
        "gap-types", say("Datoer og kilder etter type", "Dates and sources by type"), (table,), folded=True
    )


def _names(gap: Gap, say: Words) -> Group:
    """The names behind a number, each once."""
    times = Counter(say(row.label_nb, row.label_en) for row in gap.rows)
    names = ", ".join(
        f"{n} ({c})" if c > 1 else n for n, c in sorted(times.items(), key=lambda p: p[0].casefold())
    )
    text = Paragraph(line(names, "."))
    return Group(f"gap-{gap.key}", gap.asks[say.lang], (text,), folded=True, hint=say.number(len(gap.rows)))


def _lonely(material: Material, say: Words) -> Group:
    evidence = material.evidence
    names = ", ".join(evidence.label(iri, say.lang) for iri in evidence.by_name(evidence.lonely, say.lang))
    title = say("Hvilke aktører har ingen relasjon til andre?", "Which actors have no relation to others?")
    hint = say.number(len(evidence.lonely))
    return Group("gap-lonely", title, (Paragraph(line(names, ".")),), folded=True, hint=hint)
