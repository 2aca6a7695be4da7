"""The chapter on position: who is central by which measure, and how far the ranks can be trusted."""

from __future__ import annotations

from ecosystem_graph.network.centrality import MEASURES, RankedNode, ranking
from ecosystem_graph.report.document import Block, Cell, Code, Column, Paragraph, Section, Table, cell, line
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

__all__ = ["SHOWN", "chapter", "name_of", "score"]

#: Measures in the tables of an undirected network.
SHOWN = (
    "degree",
    "betweenness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "effective_size",
    "constraint",
    "core_number",
)
_TOP = 15


def name_of(row: RankedNode, say: Words) -> str:
    """Name of a node."""
    return say(row.label_nb, row.label_en)


def score(value: float, say: Words) -> str:
    """A score: whole numbers whole, others with three figures."""
    if value != value:
        return "–"
    if value == int(value):
        return say.number(value)
    return say.number(value, 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3)


def chapter(material: Material, say: Words) -> Section:
    """Who is central by which measure."""
    title = say("Hvem er sentral?", "Who is central?")
    network = material.network
    if network.number_of_nodes() == 0:
        text = say(
            "Nettverket er tomt: ingen bånd er registrert.", "The network is empty: no ties are recorded."
        )
        return Section("central", title, (Paragraph(line(text)),))
    when = (
        say(f" slik det kan ha vært i {material.year}", f" as it may have been in {material.year}")
        if material.year
        else ""
    )
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    f"Samarbeidsnettverket{when} har {say.number(network.number_of_nodes())} aktører og "
                    f"{say.number(network.number_of_edges())} bånd. "
                    "Et bånd er en registrert relasjon om å gjøre noe sammen: medlemskap, partnerskap, "
                    "samarbeid, deltakelse, ledelse, forvaltning eller vertskap. "
                    "Å ligge på samme sted, å eie og å finansiere er ikke med.",
                    f"The collaboration network{when} has {say.number(network.number_of_nodes())} actors "
                    f"and {say.number(network.number_of_edges())} ties. "
                    "A tie is a recorded relation of doing something together: membership, partnership, "
                    "collaboration, participation, leading, administering or hosting. "
                    "Being in the same place, owning and funding are not included.",
                )
            )
        ),
        Paragraph(
            line(
                say(
                    "Les rangene med forbehold: dette er et nettverk satt sammen ved skrivebordet av det "
                    "som er skrevet på nett. Den som er godt omtalt, ser sentral ut. "
                    "At et bånd mangler, betyr oftest at ingen kilde nevner det.",
                    "Read the ranks with care: this network was put together at a desk from what is "
                    "written on the web. Whoever is well documented looks central. "
                    "That a tie is missing mostly means that no source mentions it.",
                )
            ),
            "note",
        ),
    ]
    blocks += [_winners(material, say), _ranks(material, say)]
    return Section("central", title, tuple(blocks))


def _winners(material: Material, say: Words) -> Table:
    rows = []
    for key in SHOWN:
        measure = MEASURES[key]
        best = ranking(material.network, material.scores, by=key, top=5)
        named = "; ".join(
            f"{r.ranks[key]}. {name_of(r, say)} ({score(r.scores[key], say)})" for r in best if r.ranks[key]
        )
        rows.append(
            (
                cell(say.first(say(measure.label_nb, measure.label_en))),
                cell(say(measure.says_nb, measure.says_en)),
                cell(named),
            )
        )
    columns = (
        Column(say("Mål", "Measure")),
        Column(say("Den som er høyt …", "Whoever ranks high …")),
        Column(say("De fem øverste (verdi)", "The top five (score)")),
    )
    caption = say(
        "Målene betyr ulike ting, og gir ulike svar.",
        "The measures mean different things, and give different answers.",
    )
    return Table(line(caption), columns, tuple(rows), (_command(material),), wide=True)


def _command(material: Material) -> str:
    return "ecosystem-graph centrality" + (f" --year {material.year}" if material.year else "")


def _heading(key: str, say: Words) -> str:
    """A measure's name, with soft hyphens where the Norwegian compound may be parted."""
    name = say(MEASURES[key].label_nb, MEASURES[key].label_en)
    for part in ("sentralitet", "liggenhet"):
        name = name.replace(part, f"\u00ad{part}")
    return say.first(name)


def _ranks(material: Material, say: Words) -> Table:
    columns = (
        Column(say("Aktør", "Actor")),
        Column(say("Sfære", "Sphere")),
        *(
            Column(_heading(k, say), number=True, note=say(MEASURES[k].says_nb, MEASURES[k].says_en))
            for k in SHOWN
        ),
    )
    rows = []
    for row in material.leaders[:_TOP]:
        sphere = next(
            (
                t.label(say.lang)
                for t in material.evidence.things.values()
                if t.iri.endswith(f"/sphere/{row.sphere}")
            ),
            "",
        )
        cells: list[Cell] = [cell(name_of(row, say)), cell(sphere)]
        for key in SHOWN:
            rank = row.ranks[key]
            cells.append(cell(str(rank), sort=rank) if rank else cell("–", sort=""))
        rows.append(tuple(cells))
    return Table(
        line(
            say(
                f"Rang etter hvert mål for de {len(rows)} som har flest bånd (1 er øverst). Verdiene står i ",
                f"Rank by each measure of the {len(rows)} with most ties (1 is the top). The scores are in ",
            ),
            Code("centrality.csv"),
            ".",
        ),
        columns,
        tuple(rows),
        (_command(material),),
    )
