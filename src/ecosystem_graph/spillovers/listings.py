"""Everything the room finds as rows for people, in Norwegian or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .chains import Chain, Chains, Verdict
from .claims import Assertion
from .counterfactual import Footing, Prop, WhatIf, footing, stands_on
from .ledger import Entry, Ledger
from .loops import Loops
from .rivals import Rivals
from .sheets import Cell, Sheet
from .timing import Reason
from .words import arrow, dates, name, objections, say, sign, word

__all__ = [
    "chain_sheet",
    "entry_sheet",
    "footing_sheet",
    "ledger_sheet",
    "loop_sheet",
    "rival_sheet",
    "stands_on_sheet",
    "what_if_sheet",
]


def ledger_sheet(ledger: Ledger, lang: str, *, about: str | None = None, contested: bool = False) -> Sheet:
    """A row per proposition, contested first.

    Args:
        ledger: The claims.
        lang: ``nb`` or ``en``.
        about: IRI or slug of a cause or effect; None for all.
        contested: Only what somebody disputes.

    Raises:
        NotFoundError: Unknown thing.
    """
    entries: Sequence[Entry] = ledger.entries if about is None else ledger.about(about)
    notes = []
    if about is not None and not entries:
        notes.append(say("no-claims", lang, thing=ledger.thing(about).label(lang)))
    elif contested:
        entries = [e for e in entries if e.proposition.disputing]
        if not entries:
            notes.append(say("no-contested", lang))
    return entry_sheet(ledger, entries, lang, notes)


def entry_sheet(ledger: Ledger, entries: Iterable[Entry], lang: str, notes: Iterable[str] = ()) -> Sheet:
    """A row per proposition, in the order given."""
    columns = (
        "cause",
        "sign",
        "effect",
        "standing",
        "for",
        "against",
        "time",
        "mechanism",
        "supporters",
        "disputers",
    )
    rows = [
        (
            name(ledger, e.proposition.cause, lang),
            sign(e.proposition.sign, lang),
            name(ledger, e.proposition.effect, lang),
            word(e.weight.standing, lang),
            e.weight.support,
            e.weight.dispute,
            _time(ledger, e, lang),
            _mechanisms(e, lang),
            _voices(ledger, e, e.proposition.supporting, lang),
            _voices(ledger, e, e.proposition.disputing, lang),
        )
        for e in entries
    ]
    return _sheet(columns, rows, notes, lang)


def rival_sheet(ledger: Ledger, found: Rivals, lang: str) -> Sheet:
    """A row per claimed cause and proposition, direct claims first."""
    effect = found.effect.label(lang)
    rows = [
        (
            rival.cause.label(lang),
            sign(entry.proposition.sign, lang),
            name(ledger, concern.thing, lang),
            word(concern.how, lang),
            word(entry.weight.standing, lang),
            _time(ledger, entry, lang),
            _voices(ledger, entry, entry.proposition.supporting, lang),
            _voices(ledger, entry, entry.proposition.disputing, lang),
        )
        for rival in found.rivals
        for entry, concern in rival.entries
    ]
    others = [f"{name(ledger, c.thing, lang)} ({word(c.how, lang)})" for c in found.concerned[1:]]
    notes = [say("looked-at", lang, things=", ".join(others))] if others else []
    if not rows:
        notes.insert(0, say("no-rivals", lang, thing=effect))
    columns = ("cause", "sign", "effect", "concerns", "standing", "time", "supporters", "disputers")
    return _sheet(columns, rows, notes, lang)


def chain_sheet(
    ledger: Ledger,
    found: Chains,
    lang: str,
    *,
    cause: str | None = None,
    effect: str | None = None,
    longest: int | None = None,
) -> Sheet:
    """A row per chain, best first; the notes say what was left out.

    Args:
        ledger: The claims.
        found: What ``path``, ``from_cause`` or ``into_effect`` gave.
        lang: ``nb`` or ``en``.
        cause: Where the chains were to begin, IRI or slug; for the note when there are none.
        effect: Where they were to end.
        longest: The greatest number of links asked for; for the notes.

    Raises:
        NotFoundError: Unknown cause or effect.
    """
    notes = []
    if not found.chains:
        begin = ledger.thing(cause).label(lang) if cause else ""
        end = ledger.thing(effect).label(lang) if effect else ""
        key = "no-path" if cause and effect else "no-chain-from" if cause else "no-chain-into"
        notes.append(say(key, lang, cause=begin, effect=end, longest=longest or "?"))
    else:
        notes.append(say("chain-caution", lang))
    if found.left_out or found.more:
        notes.append(say("left-out-more" if found.more else "left-out", lang, count=found.left_out))
    if found.longer and longest:
        notes.append(say("longer", lang, longest=longest))
    if found.unsupported:
        notes.append(say("unsupported", lang, count=found.unsupported))
    columns = ("chain", "sign", "verdict", "support", "steps", "evidence")
    rows = [
        (
            _trail(ledger, c.entries, lang),
            sign(c.sign, lang),
            _verdict(c, lang),
            f"{c.support} ({word(c.standing, lang)})",
            " – ".join(str(e.weight.support) for e in c.entries),
            _evidence(ledger, c, lang),
        )
        for c in found.chains
    ]
    return _sheet(columns, rows, notes, lang)


def loop_sheet(ledger: Ledger, found: Loops, lang: str) -> Sheet:
    """A row per loop, best supported first."""
    notes = [] if found.loops else [say("no-loops", lang)]
    if found.left_out or found.more:
        notes.append(say("left-out-more" if found.more else "left-out", lang, count=found.left_out))
    columns = ("loop", "kind", "verdict", "support", "steps", "evidence")
    rows = [
        (
            _trail(ledger, loop.entries, lang),
            word("reinforcing" if loop.sign > 0 else "balancing", lang),
            word(loop.verdict, lang),
            f"{loop.support} ({word(loop.standing, lang)})",
            " – ".join(str(e.weight.support) for e in loop.entries),
            _evidence(ledger, loop, lang),
        )
        for loop in found.loops
    ]
    return _sheet(columns, rows, notes, lang)


def what_if_sheet(ledger: Ledger, found: WhatIf, lang: str) -> Sheet:
    """A row per effect that loses some supported path: those that fall, then those that stand and by what.

    Args:
        ledger: All claims, before anything was taken away.
        found: What ``what_if`` gave.
        lang: ``nb`` or ``en``.
    """
    rows: list[tuple[Cell, ...]] = []
    for lost in found.lost:
        causes = ", ".join(dict.fromkeys(name(ledger, e.proposition.cause, lang) for e in lost.claims))
        left = say("still-claimed", lang, causes=causes) if causes else ""
        rows.append((lost.thing.label(lang), word("lost", lang), left, ""))
    for kept in sorted(found.kept, key=lambda k: k.before == k.after):
        support = f"{kept.path.support} ({_verdict(kept.path, lang)})"
        gone = kept.before - kept.after
        outcome = "kept" if not gone else "only-hindered" if 1 in gone else "only-promoted"
        path = _trail(ledger, kept.path.entries, lang)
        rows.append((kept.thing.label(lang), word(outcome, lang), path, support))
    total = sum(e.supported for e in ledger.entries)
    figures = {"fallen": len(found.fallen), "all": total, "lost": len(found.lost), "kept": len(found.kept)}
    notes = [say("what-if-sum", lang, untouched=found.untouched, **figures)]
    if not found.fallen:
        notes.append(say("nothing-falls", lang))
    notes.append(say("what-if-caution", lang))
    return _sheet(("effect", "outcome", "left", "support"), rows, notes, lang)


def footing_sheet(ledger: Ledger, lang: str, *, limit: int | None = None) -> Sheet:
    """What the whole story stands on: a row per cause, source and publisher, by what falls without it."""
    found = [row for row in footing(ledger) if row.claims][:limit]
    rows = [
        (
            word(row.kind, lang),
            _footing_name(ledger, row, lang),
            len(row.effects),
            row.claims,
            ", ".join(name(ledger, effect, lang) for effect in row.effects),
        )
        for row in found
    ]
    columns = ("kind", "name", "effects", "claims", "which")
    return _sheet(columns, rows, [say("what-if-caution", lang)], lang)


def stands_on_sheet(ledger: Ledger, lang: str) -> Sheet:
    """Per effect that some one thing carries: the things on every supported path to it, from the start on."""
    rows = [
        (name(ledger, effect, lang), " → ".join(name(ledger, thing, lang) for thing in things), len(claims))
        for effect, (things, claims) in stands_on(ledger).items()
        if things
    ]
    return _sheet(("effect", "passes", "claims"), rows, [say("what-if-caution", lang)], lang)


def _sheet(
    columns: Sequence[str], rows: Iterable[tuple[Cell, ...]], notes: Iterable[str], lang: str
) -> Sheet:
    return Sheet(tuple(word(c, lang) for c in columns), tuple(rows), tuple(notes))


def _verdict(chain: Chain, lang: str) -> str:
    alone = len(chain.entries) == 1 and chain.verdict in (Verdict.WHOLE, Verdict.STITCHED)
    return word("one-claim" if alone else chain.verdict, lang)


def _time(ledger: Ledger, entry: Entry, lang: str) -> str:
    """The verdict, the dates used, and what they object to."""
    parts = [word(entry.time.order, lang)]
    if used := dates(entry.time, lang):
        parts.append(f"({used})")
    text = " ".join(parts)
    if reasons := objections(entry.time, lang):
        text += f": {reasons}"
        other = [
            f"{arrow(ledger, e, lang)} ({_voices(ledger, e, e.proposition.supporting, lang)})"
            for e in ledger.reverse(entry)
            if e.supported
        ]
        if other:
            text += "; " + say("reverse", lang, claims=", ".join(other))
    return text


def _mechanisms(entry: Entry, lang: str) -> str:
    labels = [a.mechanism.label(lang) for a in entry.proposition.supporting or entry.proposition.disputing]
    return ", ".join(dict.fromkeys(labels))


def _voices(ledger: Ledger, entry: Entry, assertions: Iterable[Assertion], lang: str) -> str:
    """Who and where: ``NCE Manufacturing [rf-ncem-lf, 2016] (a party to it)``."""
    texts = []
    for assertion in assertions:
        marks = [] if assertion.explicit else [word("implied", lang)]
        if ledger.interested(entry, assertion):
            marks.append(word("party", lang))
        sources = "; ".join(", ".join(filter(None, (s.slug, s.date))) for s in assertion.sources)
        texts.append(f"{assertion.asserter.label} [{sources}]" + (f" ({', '.join(marks)})" if marks else ""))
    return " | ".join(texts)


def _trail(ledger: Ledger, entries: Sequence[Entry], lang: str) -> str:
    text = name(ledger, entries[0].proposition.cause, lang)
    for entry in entries:
        mark = "→" if entry.proposition.sign > 0 else "⊣"
        text += f" {mark} {name(ledger, entry.proposition.effect, lang)}"
    return text


def _evidence(ledger: Ledger, chain: Chain, lang: str) -> str:
    """The source of the whole or of each link; then what is disputed and what time objects to."""
    if len(chain.entries) > 1 and chain.whole:
        parts = [f"{word('one-source', lang)}: {', '.join(s.slug for s in chain.whole)}"]
    else:
        parts = [_voices(ledger, e, e.proposition.supporting, lang) for e in chain.entries]
    text = " → ".join(parts)
    for entry in chain.disputed:
        voices = _voices(ledger, entry, entry.proposition.disputing, lang)
        text += f"; {arrow(ledger, entry, lang)}: {word('disputers', lang)} {voices}"
    for entry in chain.entries:
        if reasons := objections(entry.time, lang):
            text += f"; {arrow(ledger, entry, lang)}: {reasons}"
    if Reason.LINK_ENDED in chain.time.reasons:
        text += f"; {say('link-ended', lang)}"
    return text


def _footing_name(ledger: Ledger, row: Footing, lang: str) -> str:
    if row.kind is Prop.THING:
        return name(ledger, row.name, lang)
    if row.kind is Prop.SOURCE:
        source = ledger.sources[row.name]
        return f"{source.label()} [{source.slug}]"
    return row.name
