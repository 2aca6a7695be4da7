"""The chapter on position: who is central by which measure, and how far the ranks can be trusted."""

from __future__ import annotations

from ecosystem_graph.network.centrality import MEASURES, RankedNode, ranking
from ecosystem_graph.report.analysis import SHOWN
from ecosystem_graph.report.document import (
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.figures import Interval, interval_plot
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

__all__ = ["PLOTTED", "chapter", "command", "name_of"]

#: Measures that have a plot of their own.
PLOTTED = ("degree", "betweenness")
#: Measures whose ranks and intervals stand in the table; the rest are in the CSV.
_RANKED = ("degree", "betweenness", "harmonic", "eigenvector", "pagerank", "effective_size")
_TOP = 15


def name_of(row: RankedNode, say: Words) -> str:
    """Name of a node."""
    return say(row.label_nb, row.label_en)


def command(material: Material) -> str:
    """The command that gives the ranks again."""
    return "ecosystem-graph centrality" + (f" --year {material.year}" if material.year else "")


def chapter(material: Material, say: Words) -> Section:
    """Who is central by which measure."""
    title = say("Hvem er sentral?", "Who is central?")
    network = material.analysis.network
    if network.number_of_edges() == 0:
        text = say(
            "Nettverket er tomt: ingen bånd er registrert.", "The network is empty: no ties are recorded."
        )
        return Section("central", title, (Paragraph(line(text)),))
    year = material.year
    when = say(f" slik det kan ha vært i {year}", f" as it may have been in {year}") if year else ""
    actors, ties = say.number(network.number_of_nodes()), say.number(network.number_of_edges())
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    f"Samarbeidsnettverket{when} har {actors} aktører og {ties} bånd. Et bånd er en "
                    "registrert relasjon om å gjøre noe sammen: medlemskap, partnerskap, samarbeid, "
                    "deltakelse, ledelse, forvaltning eller vertskap. Å ligge på samme sted, å eie og å "
                    "finansiere er ikke med.",
                    f"The collaboration network{when} has {actors} actors and {ties} ties. A tie is a "
                    "recorded relation of doing something together: membership, partnership, "
                    "collaboration, participation, leading, administering or hosting. Being in the same "
                    "place, owning and funding are not included.",
                )
            )
        ),
        Paragraph(
            line(
                say(
                    "Les rangene med forbehold: dette er et nettverk satt sammen ved skrivebordet av det "
                    "som er skrevet på nett. Den som er godt omtalt, ser sentral ut. At et bånd mangler, "
                    "betyr oftest at ingen kilde nevner det.",
                    "Read the ranks with care: this network was put together at a desk from what is "
                    "written on the web. Whoever is well documented looks central. That a tie is missing "
                    "mostly means that no source mentions it.",
                )
            ),
            "note",
        ),
        _model(material, say),
    ]
    blocks += [_plot(measure, material, say) for measure in PLOTTED]
    blocks += [_ranks(material, say), _winners(material, say)]
    return Section("central", title, tuple(blocks))


def _model(material: Material, say: Words) -> Paragraph:
    """What the intervals rest on."""
    ranks = material.analysis.ranks
    if ranks is None:
        return Paragraph(line(""))
    model = ranks.model
    level = say.share(ranks.level, 1)
    wrong, lacking = say.share(model.false_ties, 1), say.share(model.missing_ties, 1)
    return Paragraph(
        line(
            say(
                f"Derfor står hver rang med et intervall. Vi trekker {say.number(ranks.draws)} nettverk "
                f"som kan være det sanne: hver registrert relasjon kan være feil ({wrong}), {lacking} av "
                "båndene er aldri funnet, og "
                f"{say.count(len(model.declared), 'organisasjon', 'organisasjoner')} har de "
                f"medlemmene de oppgir, også de ingen kilde nevner. Intervallet holder {level} av "
                f"trekningene. At {lacking} mangler, er en antakelse; metodekapittelet sier hva den bygger "
                "på.",
                f"Each rank therefore stands with an interval. We draw {say.number(ranks.draws)} networks "
                f"that may be the true one: each recorded relation may be wrong ({wrong}), {lacking} of "
                "the ties were never found, and "
                f"{say.count(len(model.declared), 'organisation has', 'organisations have')} the members "
                "they state, "
                f"also those no source names. The interval holds {level} of the draws. That {lacking} are "
                "missing is an assumption; the chapter on method says what it rests on.",
            )
        )
    )


def _plot(measure: str, material: Material, say: Words) -> Figure:
    found = material.analysis.intervals(measure)[:_TOP]
    rows = [
        Interval(material.analysis.name(i.node, say.lang), i.median, i.low, i.high, i.recorded, i.band)
        for i in found
    ]
    label = say(MEASURES[measure].label_nb, MEASURES[measure].label_en)
    says = say(MEASURES[measure].says_nb, MEASURES[measure].says_en)
    names = (
        say("midterste rang i trekningene", "median rank of the draws"),
        say("intervall", "interval"),
        say("registrert rang", "recorded rank"),
    )
    summary = say(f"Rang etter {label}: ", f"Rank by {label}: ") + "; ".join(
        f"{r.label} {say.number(r.value)} ({r.low}–{r.high}), {names[2]} {r.recorded or '–'}" for r in rows
    )
    caption = say(
        f"{say.first(label)} (den som er høyt, {says}): rang 1 er øverst. Skyggen skiller bånd av aktører; "
        "innenfor et bånd kan dataene ikke si hvem som er først.",
        f"{say.first(label)} (whoever ranks high {says}): rank 1 is the top. The shade parts bands of "
        "actors; within a band the data cannot tell who is first.",
    )
    svg = interval_plot(rows, say, names=names, low=1, summary=summary)
    return Figure(f"ranks-{measure}", svg, line(caption), summary, (command(material),))


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
            for k in _RANKED
        ),
    )
    shown = {i.node for i in material.analysis.intervals("degree")[:_TOP]}
    rows: list[tuple[Cell, ...]] = []
    for row in material.leaders:
        if row.node not in shown and len(rows) >= _TOP:
            continue
        thing = material.evidence.things.get(row.node)
        sphere = material.evidence.label(thing.sphere, say.lang) if thing and thing.sphere else ""
        cells: list[Cell] = [cell(name_of(row, say)), cell(sphere)]
        for key in _RANKED:
            rank, found = row.ranks[key], material.analysis.interval(key, row.node)
            interval = f" ({found.low}–{found.high})" if found else ""
            cells.append(cell(f"{rank or '–'}{interval}", sort=rank or ""))
        rows.append(tuple(cells))
    return Table(
        line(
            say(
                "Registrert rang etter hvert mål, med intervallet i parentes. En registrert rang utenfor "
                "intervallet sitt skyldes oftest en medlemsliste som er kjent for å være for kort, aktørens "
                "egen eller andres. Alle aktører og verdier står i ",
                "Recorded rank by each measure, with the interval in brackets. A recorded rank outside its "
                "interval is most often due to a list of members that is known to be too short, the actor's "
                "own or others'. All actors and scores are in ",
            ),
            Code("centrality.csv"),
            ".",
        ),
        columns,
        tuple(rows),
        (command(material),),
    )


def _winners(material: Material, say: Words) -> Table:
    rows = []
    for key in SHOWN:
        measure = MEASURES[key]
        best = ranking(material.analysis.network, material.analysis.scores, by=key, top=3)
        likely = material.analysis.intervals(key)[:3]
        recorded = "; ".join(
            f"{name_of(r, say)} ({_score(r.scores[key], say)})" for r in best if r.ranks[key]
        )
        drawn = "; ".join(f"{material.analysis.name(i.node, say.lang)} ({i.low}–{i.high})" for i in likely)
        rows.append(
            (
                cell(say.first(say(measure.label_nb, measure.label_en))),
                cell(say(measure.says_nb, measure.says_en)),
                cell(recorded),
                cell(drawn),
            )
        )
    columns = (
        Column(say("Mål", "Measure")),
        Column(say("Den som er høyt …", "Whoever ranks high …")),
        Column(say("Øverst slik det er registrert (verdi)", "At the top as recorded (score)")),
        Column(say("Trolig øverst (intervall for rang)", "Probably at the top (interval of the rank)")),
    )
    caption = say(
        "Målene betyr ulike ting. De tre øverste etter hvert mål, med og uten de manglende medlemmene.",
        "The measures mean different things. The top three by each, with and without the missing members.",
    )
    return Table(line(caption), columns, tuple(rows), (command(material),), wide=True)


def _score(value: float, say: Words) -> str:
    """A score: whole numbers whole, others with three figures."""
    if value != value:
        return "–"
    if value == int(value):
        return say.number(value)
    return say.number(value, 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3)
