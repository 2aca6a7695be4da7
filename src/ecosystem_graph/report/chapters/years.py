"""The chapter on time: the network year by year, as it surely was and as it may have been."""

from __future__ import annotations

from ecosystem_graph.network.timeline import Year
from ecosystem_graph.period import Reading
from ecosystem_graph.report.document import (
    Block,
    Cell,
    Column,
    Figure,
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

#: The table holds every fifth year and the last.
_EVERY = 5


def chapter(material: Material, say: Words) -> Section | None:
    """The network along the years; None where there are none."""
    years = material.analysis.years
    if not years:
        return None
    sure = [y for y in years if y.reading is Reading.CERTAIN]
    may = [y for y in years if y.reading is Reading.POSSIBLE]
    text = say(
        "Den nedre linjen teller bånd som kildene sier gjaldt det året, den øvre alle bånd som ingenting "
        "utelukker. Avstanden mellom dem er det vi ikke vet om tid: udaterte relasjoner trekker den øvre "
        "linjen opp også for år lenge før noen skrev om dem. Vekst i linjene er derfor like mye vekst i "
        "omtale som i samarbeid.",
        "The lower line counts ties that the sources say held in that year, the upper one all ties that "
        "nothing rules out. The distance between them is what we do not know about time: undated relations "
        "lift the upper line even for years long before anybody wrote about them. Growth of the lines is "
        "therefore as much growth of coverage as of collaboration.",
    )
    names = (say("mulige bånd", "possible ties"), say("sikre bånd", "certain ties"))
    summary = say("Bånd per år, mulige og sikre: ", "Ties per year, possible and certain: ") + "; ".join(
        f"{m.year}: {m.ties}, {s.ties}" for m, s in zip(may, sure, strict=True) if m.year % _EVERY == 0
    )
    plot = curve_plot(
        [
            Curve(names[0], [y.ties for y in may], style="main dashed"),
            Curve(names[1], [y.ties for y in sure]),
        ],
        say,
        across="",
        up=say("antall bånd i samarbeidsnettverket", "number of ties in the collaboration network"),
        summary=summary,
        first=may[0].year,
    )
    caption = say(
        "Samarbeidsnettverket år for år, i begge lesninger.",
        "The collaboration network year by year, in both readings.",
    )
    blocks: list[Block] = [
        Paragraph(line(text)),
        Figure("years", plot, line(caption), summary),
        _table(sure, may, material, say),
        _measures(may, say),
    ]
    return Section("years", say("Nettverket over tid", "The network over time"), tuple(blocks))


def _table(sure: list[Year], may: list[Year], material: Material, say: Words) -> Table:
    columns = (
        Column(say("År", "Year")),
        Column(say("Aktører, sikkert", "Actors, certain"), number=True),
        Column(say("Aktører, mulig", "Actors, possible"), number=True),
        Column(say("Bånd, sikkert", "Ties, certain"), number=True),
        Column(say("Bånd, mulig", "Ties, possible"), number=True),
        Column(say("Statuser gitt siden forrige rad", "Statuses awarded since the row above")),
        Column(say("Kom til siden forrige rad (kjent start)", "Entered since the row above (known start)")),
        Column(say("Gikk ut siden forrige rad (kjent slutt)", "Left since the row above (known end)")),
    )
    rows = []
    entered: set[str] = set()
    left: set[str] = set()
    before = sure[0].year - 1
    for s, m in zip(sure, may, strict=True):
        entered |= set(m.entered)
        left |= set(m.left)
        if s.year % _EVERY and s is not sure[-1]:
            continue
        rows.append(
            (
                cell(str(s.year), sort=s.year),
                cell(say.number(s.actors), sort=s.actors),
                cell(say.number(m.actors), sort=m.actors),
                cell(say.number(s.ties), sort=s.ties),
                cell(say.number(m.ties), sort=m.ties),
                cell(_statuses(before, s.year, material, say)),
                cell(_names(entered, material, say), sort=len(entered)),
                cell(_names(left, material, say), sort=len(left)),
            )
        )
        entered, left, before = set(), set(), s.year
    caption = say(
        f"Hvert {_EVERY}. år og det siste. Hvem som kom til og gikk ut, følger den mulige lesningen.",
        f"Every {_EVERY}th year and the last. Who entered and left follows the possible reading.",
    )
    return Table(line(caption), columns, tuple(rows), ("ecosystem_graph.network.timeline.timeline()",))


def _statuses(after: int, until: int, material: Material, say: Words) -> str:
    """Who was given which status in the years after one and until another."""
    evidence = material.evidence
    given = {
        (int(status.period.start[:4]), evidence.label(status.holder, say.lang), status.level)
        for status in evidence.statuses
        if status.period.start and after < int(status.period.start[:4]) <= until
    }
    return "; ".join(
        f"{year} {holder}" + (f" ({evidence.label(level, say.lang)})" if level else "")
        for year, holder, level in sorted(given)
    )


def _measures(may: list[Year], say: Words) -> Table:
    """How dense, whole and centralised the network was, in the possible reading."""

    def figure(value: float, digits: int) -> Cell:
        return cell(say.number(value, digits), sort=value) if value == value else cell("")

    columns = (
        Column(say("År", "Year")),
        Column(say("Bånd per aktør", "Ties per actor"), number=True),
        Column(say("Andel i den største delen", "Share in the largest component"), number=True),
        Column(say("Sentralisering, grad", "Centralisation, degree"), number=True),
        Column(say("Sentralisering, mellomliggenhet", "Centralisation, betweenness"), number=True),
    )
    rows = tuple(
        (
            cell(str(y.year), sort=y.year),
            figure(y.mean_degree, 1),
            figure(y.largest, 2),
            figure(y.degree_centralisation, 3),
            figure(y.betweenness_centralisation, 3),
        )
        for y in may
        if not y.year % _EVERY or y is may[-1]
    )
    caption = say(
        "Mål på hele nettverket i den mulige lesningen. Sentralisering (Freeman 1978) er 0 der alle er like "
        "og 1 der alt går gjennom én.",
        "Measures of the whole network in the possible reading. Centralisation (Freeman 1978) is 0 where all "
        "are alike and 1 where everything goes through one.",
    )
    return Table(line(caption), columns, rows, ("ecosystem_graph.network.timeline.timeline()",))


def _names(nodes: set[str], material: Material, say: Words, most: int = 3) -> str:
    names = material.evidence.by_name(nodes, say.lang)
    shown = ", ".join(material.evidence.label(n, say.lang) for n in names[:most])
    more = len(names) - most
    return shown + (say(f" og {more} til", f" and {more} more") if more > 0 else "")
