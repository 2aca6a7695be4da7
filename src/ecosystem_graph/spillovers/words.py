"""The words of this room in Norwegian (bokmål) and English, and sentences about dates."""

from __future__ import annotations

from .chains import Verdict
from .claims import Dated, How, Thing
from .counterfactual import Prop
from .ledger import Entry, Ledger
from .standing import Standing
from .timing import Order, Reason, TimeVerdict

__all__ = ["LANGUAGES", "arrow", "dates", "name", "objections", "say", "sign", "word"]

LANGUAGES = ("nb", "en")

_WORDS: dict[str, tuple[str, str]] = {
    # standings
    "well-supported": ("godt belagt", "well supported"),
    "single-sourced": ("én uavhengig kilde", "single-sourced"),
    "implied-only": ("bare antydet", "implied only"),
    "contested": ("omstridt", "contested"),
    "disputed-only": ("bare bestridt", "disputed only"),
    # time
    "in-order": ("i rekkefølge", "in order"),
    "out-of-order": ("feil rekkefølge", "out of order"),
    "undated": ("udatert", "undated"),
    # chains
    "one-source": ("hele kjeden i én kilde", "whole in one source"),
    "one-claim": ("én påstand", "one claim"),
    "stitched": ("satt sammen av flere", "stitched from several"),
    "disputed-on-the-way": ("bestridt underveis", "disputed on the way"),
    "broken-in-time": ("brutt i tid", "broken in time"),
    # how it concerns the thing
    "itself": ("selv", "itself"),
    "topic": ("tema om det", "topic about it"),
    "event": ("hendelse det deltar i", "event it takes part in"),
    "predecessor": ("forgjenger", "predecessor"),
    # props
    "thing": ("årsak", "cause"),
    "source": ("kilde", "source"),
    "publisher": ("utgiver", "publisher"),
    # bases of dates
    "basis-founded": ("stiftet", "founded"),
    "basis-event": ("hendelse", "event"),
    "basis-relation": ("relasjon", "relation"),
    "basis-claim": ("påstandens egen periode", "the claim’s own period"),
    # headings
    "cause": ("årsak", "cause"),
    "effect": ("virkning", "effect"),
    "sign": ("fortegn", "sign"),
    "standing": ("stilling", "standing"),
    "for": ("uavhengige kilder for", "independent sources for"),
    "against": ("uavhengige kilder mot", "independent sources against"),
    "time": ("tid", "time"),
    "dates": ("datoer", "dates"),
    "mechanism": ("mekanisme", "mechanism"),
    "supporters": ("støttes av", "supported by"),
    "disputers": ("bestrides av", "disputed by"),
    "concerns": ("gjelder som", "concerns it as"),
    "chain": ("kjede", "chain"),
    "loop": ("sløyfe", "loop"),
    "verdict": ("dom", "verdict"),
    "support": ("svakeste ledd", "weakest link"),
    "steps": ("kilder per ledd", "sources per link"),
    "evidence": ("belegg", "evidence"),
    "outcome": ("utfall", "outcome"),
    "left": ("det som står igjen", "what is left"),
    "kind": ("slag", "kind"),
    "name": ("navn", "name"),
    "effects": ("virkninger som faller", "effects that fall"),
    "claims": ("påstander som faller", "claims that fall"),
    "which": ("hvilke", "which"),
    "passes": ("alle veier går gjennom", "every path passes through"),
    "claim": ("påstand", "claim"),
    # values
    "positive": ("fremmer", "promotes"),
    "negative": ("hemmer", "hinders"),
    "reinforcing": ("forsterkende", "reinforcing"),
    "balancing": ("balanserende", "balancing"),
    "implied": ("antydet", "implied"),
    "party": ("part i saken", "a party to it"),
    "lost": ("faller", "falls"),
    "kept": ("står", "stands"),
    "only-hindered": ("bare hemmende veier igjen", "only hindering paths left"),
    "only-promoted": ("bare fremmende veier igjen", "only promoting paths left"),
    "undated-column": ("uten dato", "no date"),
}

_SENTENCES: dict[str, tuple[str, str]] = {
    "no-claims": (
        "Ingen påstand nevner {thing} som årsak eller virkning.",
        "No claim names {thing} as a cause or an effect.",
    ),
    "no-rivals": (
        "Ingen hevder noen årsak til utviklingen i {thing}.",
        "Nobody claims a cause for the development of {thing}.",
    ),
    "looked-at": (
        "Med i utviklingen: {things}.",
        "Counted as its development: {things}.",
    ),
    "no-contested": ("Ingen påstand er bestridt.", "No claim is disputed."),
    "no-path": (
        "Ingen kjede av støttede påstander på opptil {longest} ledd fører fra {cause} til {effect}.",
        "No chain of supported claims of up to {longest} links leads from {cause} to {effect}.",
    ),
    "no-chain-from": (
        "Ingen støttet påstand går ut fra {cause}.",
        "No supported claim starts from {cause}.",
    ),
    "no-chain-into": (
        "Ingen støttet påstand fører inn til {effect}.",
        "No supported claim leads into {effect}.",
    ),
    "left-out": (
        "Utelatt: {count} kjeder som rangerer lavere.",
        "Left out: {count} chains that rank lower.",
    ),
    "left-out-more": (
        "Utelatt: minst {count} kjeder som rangerer lavere, og kanskje flere.",
        "Left out: at least {count} chains that rank lower, and perhaps more.",
    ),
    "longer": (
        "Kjeder på mer enn {longest} ledd er ikke lett etter.",
        "Chains of more than {longest} links were not looked for.",
    ),
    "unsupported": (
        "{count} påstander som bare er bestridt, er ikke ledd i noen kjede.",
        "{count} propositions that are only disputed are no links of any chain.",
    ),
    "chain-caution": (
        "En kjede er en sammenstilling av påstander; ingen slutter at første ledd virker på siste.",
        "A chain puts claims side by side; nothing here concludes that its first link acts on its last.",
    ),
    "no-loops": ("Ingen påstander danner en sløyfe.", "No claims form a loop."),
    "what-if-caution": (
        "Dette er en egenskap ved påstandene, ikke et anslag over virkninger.",
        "This is a property of the claims, not an estimate of effects.",
    ),
    "what-if-sum": (
        "{fallen} av {all} støttede påstander faller; {lost} virkninger mister alle støttede veier, {kept} "
        "beholder en, {untouched} berøres ikke.",
        "{fallen} of {all} supported claims fall; {lost} effects lose every supported path, {kept} keep one, "
        "{untouched} are not touched.",
    ),
    "nothing-falls": (
        "Ingenting faller: ingen støttet påstand hviler på dette alene.",
        "Nothing falls: no supported claim rests on this alone.",
    ),
    "still-claimed": (
        "fortsatt hevdet fra {causes}, men ingen vei dit fra historiens start",
        "still claimed from {causes}, but no path there from where the story starts",
    ),
    "effect-first": (
        "virkningen fantes allerede {effect}, før årsaken ({cause})",
        "the effect was there already in {effect}, before the cause ({cause})",
    ),
    "later-only": (
        "påstanden kan bare gjelde det som kom senere, ikke hvordan det begynte",
        "the claim can only concern what came later, not how it began",
    ),
    "claim-first": (
        "påstandens egen periode begynner {claim}, før årsaken ({cause})",
        "the claim’s own period begins in {claim}, before the cause ({cause})",
    ),
    "link-ended": (
        "et ledd tok slutt før det foran begynte",
        "a link had ended before the one before it began",
    ),
    "picture-title": ("Påståtte ringvirkninger av {thing}", "Claimed spillovers of {thing}"),
    "picture-summary": (
        "{claims} påstander om {things} virkninger, tiden fra venstre mot høyre. Tabellen sier det samme.",
        "{claims} claims about {things} effects, with time from left to right. The table says the same.",
    ),
    "picture-caution": (
        "Pilene er påstander noen har framsatt, ikke påviste virkninger. Årstall: når det begynte; ≤: var "
        "der senest da; for tema: fra påstanden.",
        "Arrows are claims that somebody makes, not established effects. Years: when it began; ≤: was there "
        "by then; for topics: from the claim.",
    ),
    "key-support-1": ("1 uavhengig kilde", "1 independent source"),
    "key-support-2": ("2 uavhengige kilder", "2 independent sources"),
    "key-support-3": ("3 eller flere", "3 or more"),
    "key-support-0": ("uten kilde", "no source"),
    "reverse": (
        "det motsatte hevdes også: {claims}",
        "the reverse is claimed too: {claims}",
    ),
}


def word(key: str | Standing | Order | Verdict | How | Prop, lang: str) -> str:
    """The word for a standing, a verdict, a heading … in ``nb`` or ``en``.

    Raises:
        KeyError: Unknown word or language.
    """
    text = key.slug if isinstance(key, Standing) else str(key)
    return _WORDS[text][LANGUAGES.index(lang) if lang in LANGUAGES else _unknown(lang)]


def say(key: str, lang: str, **values: object) -> str:
    """A sentence with its values filled in.

    Raises:
        KeyError: Unknown sentence or language.
    """
    return _SENTENCES[key][LANGUAGES.index(lang) if lang in LANGUAGES else _unknown(lang)].format(**values)


def sign(value: int, lang: str) -> str:
    """*promotes* or *hinders*."""
    return word("positive" if value > 0 else "negative", lang)


def dates(verdict: TimeVerdict, lang: str) -> str:
    """The dates a verdict used: ``cause 2006 (founded); effect ≤ 1998 (relation)``."""
    parts = [
        f"{word(role, lang)} {', '.join(_date(d, lang) for d in used)}"
        for role, used in (("cause", verdict.cause), ("effect", verdict.effect))
        if used
    ]
    if verdict.claim and verdict.claim.date not in {d.date for d in verdict.cause + verdict.effect}:
        parts.append(f"{word('claim', lang)} {verdict.claim.date}")
    return "; ".join(parts)


def objections(verdict: TimeVerdict, lang: str) -> str:
    """What the dates object to, in a sentence; empty where they do not."""
    cause = ", ".join(_bare(d) for d in verdict.cause)
    effect = ", ".join(_bare(d) for d in verdict.effect)
    claim = verdict.claim.date if verdict.claim else ""
    sentences = [
        say(reason.value, lang, cause=cause, effect=effect, claim=claim)
        for reason in verdict.reasons
        if cause or reason is Reason.LINK_ENDED
    ]
    if verdict.later:
        sentences.append(say("later-only", lang))
    return "; ".join(sentences)


def name(ledger: Ledger, iri: str, lang: str) -> str:
    """Label of a thing."""
    thing: Thing = ledger.things[iri]
    return thing.label(lang)


def arrow(ledger: Ledger, entry: Entry, lang: str) -> str:
    """``NCE Raufoss → NTNU i Gjøvik``, with ``⊣`` for what hinders."""
    proposition = entry.proposition
    mark = "→" if proposition.sign > 0 else "⊣"
    return f"{name(ledger, proposition.cause, lang)} {mark} {name(ledger, proposition.effect, lang)}"


def _date(dated: Dated, lang: str) -> str:
    return f"{_bare(dated)} ({word(f'basis-{dated.basis}', lang)})"


def _bare(dated: Dated) -> str:
    return f"≤ {dated.date}" if dated.by_then else dated.date


def _unknown(lang: str) -> int:
    raise KeyError(f"{lang}: the languages are {', '.join(LANGUAGES)}")
