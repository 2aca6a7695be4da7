"""The chapter on spillovers: what a thing is claimed to have led to, who says so, and who disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ecosystem_graph.report.document import (
    Block,
    Cite,
    Code,
    Column,
    Figure,
    Foreign,
    Group,
    Inline,
    Line,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.figures import stance_bars
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words
from ecosystem_graph.spillovers.claims import Assertion, Proposition, Stance
from ecosystem_graph.spillovers.ledger import Entry
from ecosystem_graph.spillovers.picture import picture, picture_sheet
from ecosystem_graph.spillovers.standing import Standing
from ecosystem_graph.spillovers.words import word

__all__ = ["chapter"]

_COMMAND = "ecosystem-graph spillovers ledger"


def chapter(material: Material, say: Words) -> Section:
    """Spillovers of the focus, then of the whole region."""
    ledger = material.ledger
    if not material.focus:
        text = say(
            "Ingen påstander om ringvirkninger er registrert.", "No claims about spillovers are recorded."
        )
        return Section("spillovers", say("Ringvirkninger", "Spillovers"), (Paragraph(line(text)),))
    name = ledger.things[material.focus].label(say.lang)
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    "En ringvirkning er her alltid noe noen hevder, aldri noe grafen slår fast. Vi viser "
                    "hvem som sier det, hvor, og om andre er uenige. "
                    "To kilder teller som uavhengige når de har ulik utgiver, adresse og tittel og ikke "
                    "gjengir samme stemme.",
                    "A spillover is here always something that somebody claims, never something the graph "
                    "establishes. We show who says so, where, and whether others disagree. "
                    "Two sources count as independent when publisher, address and title differ and they do "
                    "not repeat the same voice.",
                )
            )
        )
    ]
    blocks += _focus(material, name, say)
    blocks.append(_causes(material, say))
    if material.ledger.contested():
        blocks.append(_contested(material, say))
    return Section("spillovers", say(f"Ringvirkninger av {name}", f"Spillovers of {name}"), tuple(blocks))


def _focus(material: Material, name: str, say: Words) -> list[Block]:
    entries, ledger = material.focus_entries, material.ledger
    cause = next((c for c in material.causes if c.iri == material.focus), None)
    if cause is None:
        return [
            Paragraph(
                line(
                    say(
                        f"Ingen hevder at {name} har ført til noe.",
                        f"Nobody claims that {name} led to anything.",
                    )
                )
            )
        ]
    standing = Counter(e.weight.standing for e in entries)
    parts = _standings(standing, say)
    lead = say(
        f"{say.first(say.count(cause.claims, 'virkning', 'virkninger'))} av {name} hevdes, i "
        f"{say.count(cause.assertions, 'utsagn', 'utsagn', neuter=True)} fra "
        f"{say.count(cause.asserters, 'avsender', 'avsendere')} "
        f"i {say.count(cause.sources, 'kilde', 'kilder')}: {parts}. "
        f"{say.first(say.small(cause.interested, neuter=True))} av utsagnene kommer fra noen som taler for "
        f"{name} selv eller for den som påvirkes.",
        f"{say.first(say.count(cause.claims, 'effect', 'effects'))} of {name} "
        f"{'is' if cause.claims == 1 else 'are'} claimed, in "
        f"{say.count(cause.assertions, 'statement', 'statements')} by "
        f"{say.count(cause.asserters, 'asserter', 'asserters')} "
        f"in {say.count(cause.sources, 'source', 'sources')}: {parts}. "
        f"{say.first(say.small(cause.interested))} of the statements "
        f"{'is' if cause.interested == 1 else 'are'} made by somebody who speaks for {name} or for what is "
        "affected.",
    )
    bars = [
        (
            _effect(e.proposition, material, say),
            e.weight.explicit,
            e.weight.support - e.weight.explicit,
            e.weight.dispute,
        )
        for e in sorted(
            entries, key=lambda e: (-e.weight.explicit, -e.weight.support, e.weight.dispute, e.proposition.id)
        )
    ]
    names = (
        say("uavhengige kilder sier det rett ut", "independent sources say it outright"),
        say("antyder det", "imply it"),
        say("bestrider det", "dispute it"),
    )
    summary = say(
        f"Kilder bak hver virkning av {name}: ", f"Sources behind each effect of {name}: "
    ) + "; ".join(
        f"{label}: {', '.join(f'{count} {what}' for count, what in zip(counts, names, strict=True) if count)}"
        for label, *counts in bars
    )
    figure = Figure(
        "stances",
        stance_bars(bars, say, names=names, summary=summary),
        line(
            say(
                f"Hvor mange uavhengige kilder som står bak hver påståtte virkning av {name}.",
                f"How many independent sources stand behind each claimed effect of {name}.",
            )
        ),
        summary,
        (_COMMAND,),
    )
    rows = [(e, a) for e in entries for a in (*e.proposition.supporting, *e.proposition.disputing)]
    columns = (
        Column(say("Virkning på", "Effect on")),
        Column(say("Det som sies", "What is said"), broad=True),
        Column(say("Hvem sier det", "Who says so")),
        Column(say("Hvordan", "How")),
        Column(say("Standpunkt", "Stance")),
        Column(say("Hvor godt det står", "Standing")),
    )
    table = Table(
        line(
            say(
                f"Hver påstand om hva {name} har ført til, med avsender og kilde.",
                f"Every claim about what {name} led to, with asserter and source.",
            )
        ),
        columns,
        tuple(
            (
                cell(_effect(e.proposition, material, say)),
                cell(a.paraphrase(say.lang), Cite(tuple(s.slug for s in a.sources))),
                cell(_asserter(a, e, material, say)),
                cell(_how(a, say)),
                cell(_stance(a, say)),
                cell(word(e.weight.standing, say.lang), sort=float(e.weight.standing)),
            )
            for e, a in rows
        ),
        (_COMMAND,),
        wide=True,
    )
    note = Paragraph(
        line(
            say(
                "Se kjedene videre, hver av dem bedømt, med ",
                "See the chains onwards, each of them judged, with ",
            ),
            Code(f"ecosystem-graph spillovers from {ledger.things[material.focus].slug}"),
            ".",
        )
    )
    return [Paragraph(line(lead), "lead"), figure, *_along_time(material, name, say), table, note]


def _along_time(material: Material, name: str, say: Words) -> tuple[Block, ...]:
    """The claims out of the focus in layers of time, and the same as a table."""
    ledger, slug = material.ledger, material.ledger.things[material.focus].slug
    sheet = picture_sheet(ledger, material.focus, say.lang)
    caption = say(
        f"Hva {name} hevdes å ha ført til, og videre, med tiden fra venstre mot høyre. "
        "Fargen viser mekanismen, bredden antall uavhengige kilder; det stiplede er bestridt.",
        f"What {name} is claimed to have led to, and onwards, time running from left to right. "
        "Colour shows the mechanism, width the number of independent sources; what is dashed is disputed.",
    )
    commands = (f"ecosystem-graph spillovers picture {slug} -o {slug}.svg",)
    time = sheet.columns.index(word("time", say.lang))
    counts = (word("for", say.lang), word("against", say.lang))
    kept = [i for i, heading in enumerate(sheet.columns) if i > 2 and heading not in counts]
    drawn = Figure("along-time", picture(ledger, material.focus, say.lang), line(caption), caption, commands)
    twin = Table(
        line(
            say(
                "Det samme som tabell: en rad per påstand på bildet.",
                "The same as a table: a row per claim drawn.",
            )
        ),
        (
            Column(say("Påstand", "Claim"), broad=True),
            *(Column(sheet.columns[i], broad=i == time) for i in kept),
        ),
        # Cause, sign and effect in one cell, and no counts: paper is not wide enough for a column each.
        tuple((cell(" ".join(map(str, row[:3]))), *(cell(str(row[i])) for i in kept)) for row in sheet.rows),
        commands,
        wide=True,
    )
    return drawn, Group(
        "along-time-table", say("Bildet som tabell", "The picture as a table"), (twin,), folded=True
    )


def _standings(counts: Counter[Standing], say: Words) -> str:
    """How many claims stand how well, best first: ``well supported 17, single-sourced 222``."""
    return ", ".join(f"{word(s, say.lang)} {say.number(counts[s])}" for s in reversed(Standing) if counts[s])


def _effect(proposition: Proposition, material: Material, say: Words) -> str:
    label = material.ledger.things[proposition.effect].label(say.lang)
    return label if proposition.sign > 0 else f"{label} ({say('hemmes', 'held back')})"


def _asserter(assertion: Assertion, entry: Entry, material: Material, say: Words) -> Line:
    parts: list[Inline] = [Foreign(assertion.asserter.label, "en")]
    if material.ledger.interested(entry, assertion):
        parts.append(say(" (taler for en av partene)", " (speaks for one of the two)"))
    return tuple(parts)


def _how(assertion: Assertion, say: Words) -> str:
    parts = [assertion.mechanism.label(say.lang)]
    if not assertion.explicit:
        parts.append(say("antydet", "implied"))
    if period := assertion.period.text():
        period = say.period(assertion.period)
        parts.append(period)
    return ", ".join(parts)


def _stance(assertion: Assertion, say: Words) -> str:
    return say("støtter", "supports") if assertion.stance is Stance.SUPPORTS else say("bestrider", "disputes")


def _causes(material: Material, say: Words) -> Group:
    columns = (
        Column(say("Årsak", "Cause")),
        Column(say("Virkninger", "Effects"), number=True),
        Column(say("Utsagn", "Statements"), number=True),
        Column(say("Avsendere", "Asserters"), number=True),
        Column(say("Kilder", "Sources"), number=True),
        Column(say("Bestridte", "Disputed"), number=True),
        Column(say("Utsagn fra partene selv", "Statements by the parties"), number=True),
    )
    shown = [c for c in material.causes if c.assertions > 1][:12]
    rows = tuple(
        (
            cell(material.ledger.things[c.iri].label(say.lang)),
            *(
                cell(say.number(n), sort=n)
                for n in (c.claims, c.assertions, c.asserters, c.sources, c.disputed, c.interested)
            ),
        )
        for c in shown
    )
    caption = say("De årsakene det hevdes mest om.", "The causes that most is claimed about.")
    total = Counter(e.weight.standing for e in material.ledger.entries)
    parts = _standings(total, say)
    text = say(
        f"I hele grafen er det {say.number(len(material.ledger.entries))} påstander om "
        f"{say.number(len(material.causes))} årsaker: {parts}. "
        "At det hevdes mye om noe, betyr at det er omtalt, ikke at virkningen er stor.",
        f"In the whole graph there are {say.number(len(material.ledger.entries))} claims about "
        f"{say.number(len(material.causes))} causes: {parts}. "
        "That much is claimed about something means that it is talked about, not that its effect is large.",
    )
    return Group(
        "causes",
        say("Hele regionen", "The whole region"),
        (Paragraph(line(text)), Table(line(caption), columns, rows, (_COMMAND,))),
    )


def _contested(material: Material, say: Words) -> Group:
    columns = (
        Column(say("Påstand", "Claim")),
        Column(say("For", "For"), broad=True),
        Column(say("Mot", "Against"), broad=True),
    )
    rows = []
    for entry in material.ledger.contested():
        p = entry.proposition
        label = f"{material.ledger.things[p.cause].label(say.lang)} → {_effect(p, material, say)}"
        rows.append((cell(label), cell(_voices(p.supporting, say)), cell(_voices(p.disputing, say))))
    caption = say(
        "Påstander som noen bestrider, med begge sider.", "Claims that somebody disputes, with both sides."
    )
    return Group(
        "contested",
        say("Det er uenighet om dette", "People disagree about this"),
        (Table(line(caption), columns, tuple(rows), (_COMMAND,), wide=True),),
    )


def _voices(assertions: Iterable[Assertion], say: Words) -> Line:
    parts: list[Inline] = []
    for assertion in assertions:
        parts += [
            " " if parts else "",
            assertion.paraphrase(say.lang),
            " (",
            Foreign(assertion.asserter.label, "en"),
            ")",
            Cite(tuple(s.slug for s in assertion.sources)),
        ]
    return line(parts) or (say("ingen", "nobody"),)
