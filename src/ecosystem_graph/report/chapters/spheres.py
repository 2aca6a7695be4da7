"""The chapter on spheres: which of them work together more than chance, and who stands between them."""

from __future__ import annotations

from collections.abc import Mapping

from ecosystem_graph.network.brokerage import ROLE_LABELS, Role
from ecosystem_graph.network.mixing import Mixing, Tested
from ecosystem_graph.report.document import (
    Block,
    Cell,
    Column,
    Figure,
    Group,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.figures import matrix_plot
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

__all__ = ["SURE", "chapter", "sphere_name"]

#: A p-value up to this is called more or fewer than chance.
SURE = 0.05
_ROLES = ("coordinator", "representative", "itinerant", "liaison", "total")
_TOP = 12


def sphere_name(slug: str, material: Material, say: Words) -> str:
    """Name of a helix sphere by its slug."""
    iris = [iri for iri in material.evidence.things if iri.endswith(f"/code/sphere/{slug}")] if slug else []
    return material.evidence.label(iris[0], say.lang) if iris else say("uten sfære", "no sphere")


def chapter(material: Material, say: Words) -> Section | None:
    """Spheres and brokers; None where the network is empty."""
    mixing = material.analysis.mixing
    if mixing is None:
        return None
    intro = say(
        "Sfærene er næringsliv, forskning og utdanning, offentlig sektor, sivilsamfunn og mellomledd "
        "(klynger, parker, inkubatorer, programmer). Spørsmålet er om de arbeider mer eller mindre sammen "
        "enn om hver aktør hadde like mange bånd som nå, men med tilfeldige partnere.",
        "The spheres are industry, research and education, the public sector, civil society and "
        "intermediaries (clusters, parks, incubators, programmes). The question is whether they work "
        "together more or less than if every actor had as many ties as now, but with partners by chance.",
    )
    blocks: list[Block] = [Paragraph(line(intro)), *_mixing(mixing, material, say), _brokers(material, say)]
    return Section("spheres", say("Hvem binder sfærene sammen?", "Who connects the spheres?"), tuple(blocks))


def _verdict(found: Tested) -> int:
    return 0 if not found.p <= SURE else 1 if found.observed > found.expected else -1


def _mixing(mixing: Mixing, material: Material, say: Words) -> list[Block]:
    order = sorted(mixing.groups, key=lambda g: (g == "", str(g)))
    names = [sphere_name(str(g), material, say) for g in order]
    lean = {
        1: say("flere enn tilfeldig", "more than chance"),
        -1: say("færre", "fewer"),
        0: say("som ventet", "as expected"),
    }
    cells: list[list[tuple[str, float, str] | None]] = []
    rows: list[tuple[Cell, ...]] = []
    for i, first in enumerate(order):
        row: list[tuple[str, float, str] | None] = []
        for j, second in enumerate(order):
            found = mixing.ties.get((first, second)) or mixing.ties.get((second, first))
            if j > i or found is None:
                row.append(None)
                continue
            verdict = _verdict(found)
            pair = f"{names[i]} – {names[j]}"
            observed, expected = say.number(found.observed), say.number(found.expected, 1)
            row.append(
                (f"{observed} / {say.number(found.expected)}", verdict, f"{pair}: {observed}, {expected}")
            )
            rows.append(
                (
                    cell(pair),
                    cell(observed, sort=found.observed),
                    cell(expected, sort=found.expected),
                    cell(_signed(found.z, say), sort="" if found.z != found.z else found.z),
                    cell(_chance(found.p, say), sort=found.p),
                    cell(lean[verdict]),
                )
            )
        cells.append(row)
    summary = say(
        "Bånd mellom sfærene, registrert / ventet: ", "Ties between spheres, recorded / expected: "
    ) + "; ".join(
        f"{names[i]} – {names[j]} {found[0]}"
        for i, r in enumerate(cells)
        for j, found in enumerate(r)
        if found
    )
    caption = say(
        "Registrerte / ventede bånd mellom sfærene. Fylte ruter skiller seg fra tilfeldigheten (p ≤ "
        f"{say.number(SURE, 2)}): blå er flere enn ventet, oransje færre.",
        "Recorded / expected ties between spheres. Filled squares differ from chance (p ≤ "
        f"{say.number(SURE, 2)}): blue is more than expected, orange fewer.",
    )
    table = Table(
        line(
            say(
                f"De samme tallene, med avvik og sannsynlighet ut fra {say.number(mixing.samples)} "
                "tilfeldige nettverk der alle har like mange bånd som nå.",
                f"The same numbers, with deviation and probability from {say.number(mixing.samples)} "
                "random networks in which all have as many ties as now.",
            )
        ),
        (
            Column(say("Sfærer", "Spheres")),
            Column(say("Registrert", "Recorded"), number=True),
            Column(say("Ventet", "Expected"), number=True),
            Column("z", number=True, note=say("Avvik i standardavvik", "Deviation in standard deviations")),
            Column("p", number=True),
            Column(say("Lesning", "Reading")),
        ),
        tuple(rows),
        ("ecosystem_graph.network.mixing.mixing()",),
    )
    plot = Figure("mixing", matrix_plot(names, cells, summary=summary), line(caption), summary)
    return [plot, table]


def _signed(value: float, say: Words) -> str:
    return (
        "–"
        if value != value
        else ("+" if value > 0 else "−" if value < 0 else "") + say.number(abs(value), 1)
    )


def _chance(p: float, say: Words) -> str:
    return "–" if p != p else say.number(p, 2)


def _brokers(material: Material, say: Words) -> Group:
    columns = (
        Column(say("Aktør", "Actor")),
        Column(say("Sfære", "Sphere")),
        *(Column(say.first(ROLE_LABELS[r][say.lang]), number=True) for r in _ROLES),
        Column(say("Ventet i alt", "Expected in total"), number=True),
    )
    rows = []
    for broker in material.analysis.brokers[:_TOP]:
        total = broker.roles["total"]
        rows.append(
            (
                cell(material.analysis.name(broker.node, say.lang)),
                cell(sphere_name(str(broker.group), material, say)),
                *(cell(say.number(_pairs(broker.roles, r)), sort=_pairs(broker.roles, r)) for r in _ROLES),
                cell(say.number(total.expected / 2, 1), sort=total.expected / 2),
            )
        )
    text = say(
        "En megler står mellom to som ikke selv har bånd. Koordinatoren står mellom to fra sin egen sfære, "
        "representanten mellom sin egen og en annen, den omreisende megleren mellom to fra én annen sfære, "
        "og bindeleddet mellom to ulike andre. Tallene er par av aktører; kjente, men ulistede medlemmer "
        "er ikke med.",
        "A broker stands between two who have no tie themselves. The coordinator stands between two of its "
        "own sphere, the representative between its own and another, the itinerant broker between two of "
        "one other sphere, and the liaison between two different others. The numbers are pairs of actors; "
        "members known of but not listed are not included.",
    )
    caption = say(
        "De som megler mellom flest par (Gould og Fernandez' roller), og hvor mange tilfeldige bånd ville "
        "gitt.",
        "Those who broker between most pairs (the roles of Gould and Fernandez), and how many random ties "
        "would give.",
    )
    table = Table(line(caption), columns, tuple(rows), ("ecosystem-graph brokers",))
    return Group("brokers", say("Meglerne", "The brokers"), (Paragraph(line(text)), table))


def _pairs(roles: Mapping[str, Role], role: str) -> float:
    """Unordered pairs: an undirected tie is counted both ways; representative and gatekeeper are one."""
    count = roles[role].count
    return float(count) if role == "representative" else count / 2
