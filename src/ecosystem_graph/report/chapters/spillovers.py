"""The chapter on spillovers: what one thing is claimed to have led to, who says so, and where people disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...spillovers.claims import Assertion, Proposition, Stance
from ...spillovers.ledger import Entry
from ...spillovers.standing import Standing
from ..document import Block, Cite, Code, Column, Figure, Foreign, Group, Inline, Line, Paragraph, Section, Table, cell, line
from ..figures import stance_bars
from ..material import Material
from ..words import Words

__all__ = ["chapter", "standing_words"]

_COMMAND = "ecosystem-graph spillovers ledger"


def standing_words(standing: Standing, say: Words) -> str:
    """A standing in words."""
    return {
        Standing.WELL_SUPPORTED: say("godt støttet", "well supported"),
        Standing.SINGLE_SOURCED: say("én uavhengig kilde", "one independent source"),
        Standing.IMPLIED_ONLY: say("bare antydet", "implied only"),
        Standing.CONTESTED: say("omstridt", "contested"),
        Standing.DISPUTED_ONLY: say("bare bestridt", "disputed only"),
    }[standing]


def chapter(material: Material, say: Words) -> Section:
    """Spillovers of the focus, then of the whole region."""
    ledger = material.ledger
    if not material.focus:
        text = say("Ingen påstander om ringvirkninger er registrert.", "No claims about spillovers are recorded.")
        return Section("spillovers", say("Ringvirkninger", "Spillovers"), (Paragraph(line(text)),))
    name = ledger.things[material.focus].label(say.lang)
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    "En ringvirkning er her alltid noe noen hevder, aldri noe grafen slår fast. Vi viser hvem som sier det, hvor, og om andre er uenige. "
                    "To kilder teller som uavhengige når de har ulik utgiver, adresse og tittel og ikke gjengir samme stemme.",
                    "A spillover is here always something that somebody claims, never something the graph establishes. We show who says so, where, and whether others disagree. "
                    "Two sources count as independent when publisher, address and title differ and they do not repeat the same voice.",
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
        return [Paragraph(line(say(f"Ingen hevder at {name} har ført til noe.", f"Nobody claims that {name} led to anything.")))]
    standing = Counter(e.weight.standing for e in entries)
    parts = say.join(f"{say.small(standing[s])} {standing_words(s, say)}" for s in Standing if standing[s])
    lead = say(
        f"{say.first(say.small(cause.claims))} virkninger av {name} hevdes, i {say.small(cause.assertions)} utsagn fra {say.small(cause.asserters)} avsendere "
        f"i {say.small(cause.sources)} kilder: {parts}. {say.first(say.small(cause.interested))} av utsagnene kommer fra noen som taler for {name} selv eller for den som påvirkes.",
        f"{say.first(say.small(cause.claims))} effects of {name} are claimed, in {say.small(cause.assertions)} statements by {say.small(cause.asserters)} asserters "
        f"in {say.small(cause.sources)} sources: {parts}. {say.first(say.small(cause.interested))} of the statements are made by somebody who speaks for {name} or for what is affected.",
    )
    bars = [
        (_effect(e.proposition, material, say), e.weight.support, e.weight.dispute)
        for e in sorted(entries, key=lambda e: (-e.weight.support, e.weight.dispute, e.proposition.id))
    ]
    supports, disputes = say("uavhengige kilder for", "independent sources for"), say("mot", "against")
    summary = say(f"Kilder for og mot hver virkning av {name}: ", f"Sources for and against each effect of {name}: ") + "; ".join(
        f"{label} {yes}–{no}" for label, yes, no in bars
    )
    figure = Figure(
        "stances",
        stance_bars(bars, say, supports=supports, disputes=disputes, summary=summary),
        line(say(f"Hvor mange uavhengige kilder som står bak hver påståtte virkning av {name}.", f"How many independent sources stand behind each claimed effect of {name}.")),
        summary,
        (_COMMAND,),
    )
    rows = [(e, a) for e in entries for a in (*e.proposition.supporting, *e.proposition.disputing)]
    columns = (
        Column(say("Virkning på", "Effect on")),
        Column(say("Det som sies", "What is said")),
        Column(say("Hvem sier det", "Who says so")),
        Column(say("Hvordan", "How")),
        Column(say("Standpunkt", "Stance")),
        Column(say("Hvor godt det står", "Standing")),
    )
    table = Table(
        line(say(f"Hver påstand om hva {name} har ført til, med avsender og kilde.", f"Every claim about what {name} led to, with asserter and source.")),
        columns,
        tuple(
            (
                cell(_effect(e.proposition, material, say)),
                cell(a.paraphrase(say.lang), Cite(tuple(s.slug for s in a.sources))),
                cell(_asserter(a, e, material, say)),
                cell(_how(a, say)),
                cell(_stance(a, say)),
                cell(standing_words(e.weight.standing, say), sort=float(e.weight.standing)),
            )
            for e, a in rows
        ),
        (_COMMAND,),
        wide=True,
    )
    note = Paragraph(
        line(
            say("Se påstandene på tidslinjen, rivaliserende forklaringer og kjeder med ", "See the claims along time, rival explanations and chains with "),
            Code(f"ecosystem-graph spillovers from {ledger.things[material.focus].slug}"),
            ".",
        )
    )
    return [Paragraph(line(lead), "lead"), figure, table, note]


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
            *(cell(say.number(n), sort=n) for n in (c.claims, c.assertions, c.asserters, c.sources, c.disputed, c.interested)),
        )
        for c in shown
    )
    caption = say("De årsakene det hevdes mest om.", "The causes that most is claimed about.")
    total = Counter(e.weight.standing for e in material.ledger.entries)
    parts = say.join(f"{say.number(total[s])} {standing_words(s, say)}" for s in reversed(Standing) if total[s])
    text = say(
        f"I hele grafen er det {say.number(len(material.ledger.entries))} påstander om {say.number(len(material.causes))} årsaker: {parts}. "
        "At det hevdes mye om noe, betyr at det er omtalt, ikke at virkningen er stor.",
        f"In the whole graph there are {say.number(len(material.ledger.entries))} claims about {say.number(len(material.causes))} causes: {parts}. "
        "That much is claimed about something means that it is talked about, not that its effect is large.",
    )
    return Group(
        "causes", say("Hele regionen", "The whole region"), (Paragraph(line(text)), Table(line(caption), columns, rows, (_COMMAND,)))
    )


def _contested(material: Material, say: Words) -> Group:
    columns = (
        Column(say("Påstand", "Claim")),
        Column(say("For", "For")),
        Column(say("Mot", "Against")),
    )
    rows = []
    for entry in material.ledger.contested():
        p = entry.proposition
        label = f"{material.ledger.things[p.cause].label(say.lang)} → {_effect(p, material, say)}"
        rows.append((cell(label), cell(_voices(p.supporting, say)), cell(_voices(p.disputing, say))))
    caption = say("Påstander som noen bestrider, med begge sider.", "Claims that somebody disputes, with both sides.")
    return Group(
        "contested",
        say("Det er uenighet om dette", "People disagree about this"),
        (Table(line(caption), columns, tuple(rows), (f"{_COMMAND} --contested",), wide=True),),
    )


def _voices(assertions: Iterable[Assertion], say: Words) -> Line:
    parts: list[Inline] = []
    for assertion in assertions:
        parts += [" " if parts else "", assertion.paraphrase(say.lang), " (", Foreign(assertion.asserter.label, "en"), ")", Cite(tuple(s.slug for s in assertion.sources))]
    return line(parts) or (say("ingen", "nobody"),)
