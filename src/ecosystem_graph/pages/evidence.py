"""Pages of what is said and who says it: claims, relations with their reasons, asserters and sources."""

from __future__ import annotations

from ecosystem_graph.spillovers import Assertion, Entry

from .desk import Desk, Draft
from .headings import kinds_heading, standing
from .library import pick
from .markup import NOTHING, Child, Markup, join, tag
from .metadata import filled, thing_data
from .parts import claim_line, claims, names, said_to, voice
from .proofs import proof

__all__ = ["asserter_page", "proposition_page", "relation_page", "source_page"]


def proposition_page(desk: Desk, key: str) -> Draft:
    """A claim: what it says, how it stands, who speaks for it and who against, each in their source."""
    library, say = desk.library, desk.say
    entry = library.entry(key)
    if entry is None:
        raise KeyError(key)
    p, weight = entry.proposition, entry.weight
    ends = [library.key(p.cause), library.key(p.effect)]
    title = f"{desk.first(desk.name(ends[0]))} {said_to(desk, entry)} {desk.name(ends[1])}"
    slug = weight.standing.slug
    lead = join(
        [say("Påstand", "Claim"), " · ", tag("span", standing(slug, desk.lang), class_=f"standing {slug}")]
    )
    rivals = [e for side, e in library.claims_of.get(ends[1], ()) if side == "effect" and e is not entry]
    body = join(
        [
            tag(
                "p",
                say("Årsak: ", "Cause: "),
                desk.link(ends[0]),
                " · ",
                say("Virkning: ", "Effect: "),
                desk.link(ends[1]),
            ),
            tag(
                "p",
                say(
                    "Dette er en påstand, ikke en fastslått virkning. Uavhengige kilder for: "
                    f"{weight.support} ({weight.explicit} sier det rett ut), mot: {weight.dispute}.",
                    "This is a claim, not an established effect. Independent sources for it: "
                    f"{weight.support} ({weight.explicit} say it outright), against it: {weight.dispute}.",
                ),
            ),
            desk.section("for", say("Hvem som støtter den", "Who supports it"), _said(desk, p.supporting)),
            desk.section(
                "against", say("Hvem som bestrider den", "Who disputes it"), _said(desk, p.disputing)
            )
            or desk.section(
                "against",
                say("Hvem som bestrider den", "Who disputes it"),
                tag("p", say("Ingen i kildene.", "Nobody in the sources.")),
            ),
            desk.section(
                "rivals",
                say(
                    f"Andre forklaringer på {desk.name(ends[1])}",
                    f"Other explanations of {desk.name(ends[1])}",
                ),
                claims(desk, rivals),
            ),
        ]
    )
    summary = f"{title}: {standing(slug, desk.lang)}."
    return Draft(
        title, body, summary, lead, [(kinds_heading("proposition", desk.lang), "/proposition/")], key
    )


def _said(desk: Desk, assertions: tuple[Assertion, ...]) -> Markup:
    items = []
    for a in assertions:
        how: list[tuple[str, Child]] = [
            (desk.say("Mekanisme", "Mechanism"), _mechanism(desk, a)),
            (
                desk.say("Styrke", "Strength"),
                a.strength.label(desk.lang) if a.strength.slug != "unstated" else None,
            ),
            (desk.say("Uttrykt", "Expressed"), a.explicitness.label(desk.lang)),
            (
                desk.say("Periode", "Period"),
                desk.when(_period(a)) if a.period.start or a.period.end else None,
            ),
        ]
        facts = [tag("div", tag("dt", name), tag("dd", value)) for name, value in how if value]
        name = a.id.rsplit("/", 1)[-1]
        items.append(
            tag("li", voice(desk, a), tag("dl", *facts, class_="how") if facts else None, id=f"a-{name}")
        )
    return tag("ul", *items, class_="claims") if items else NOTHING


def _period(assertion: Assertion) -> dict[str, object]:
    held = assertion.period
    return {"start": held.start, "end": held.end, "ongoing": held.ongoing}


def _mechanism(desk: Desk, a: Assertion) -> Child:
    if a.mechanism.slug == "unstated":
        return desk.noted(a.mechanism_note)
    label = desk.to(f"/code/mechanism/{a.mechanism.slug}", a.mechanism.label(desk.lang))
    return join([label, join([" (", desk.noted(a.mechanism_note), ")"]) if a.mechanism_note else None])


def relation_page(desk: Desk, key: str) -> Draft:
    """A relation: who, what, when, which sources, and the edge that follows from it with its proof."""
    library, say = desk.library, desk.say
    name = key.removeprefix("relation/")
    row = library.relations[name]
    known = library.types[row["type"]]
    label = pick(known["label"], desk.lang)
    title = library.name(key, desk.lang)
    kind = desk.first(pick(known["class"], desk.lang))
    facts: list[tuple[str, Child]] = [
        (desk.first(pick(known["subject"], desk.lang)), desk.link(row["from"])),
        (desk.first(pick(known["object"], desk.lang)), desk.link(row["to"])),
        (say("Når", "When"), desk.when(row)),
        (say("Nivå", "Level"), library.code(row["level"], desk.lang) if row.get("level") else None),
        (say("Merknad", "Note"), desk.noted(row.get("detail"))),
        (say("Sies av", "Said by"), desk.cite(row.get("sources", ()))),
    ]
    body = join(
        [
            tag("dl", *(tag("div", tag("dt", k), tag("dd", v)) for k, v in facts if v), class_="facts"),
            desk.section(
                "why",
                say("Hvorfor det følger", "Why it follows"),
                proof(desk, library.edge(name)),
                note=say(
                    f"Kanten «{label}» står ikke i dataene. Den er sluttet fra relasjonen over, slik:",
                    f"The edge “{label}” is not in the data. It is inferred from the relation above, "
                    "like this:",
                ),
            ),
        ]
    )
    lead = join([kind, " · ", desk.when(row)])
    trail = [(desk.name(row["from"]), "/" + row["from"])] if "/" + row["from"] in library.by_path else []
    return Draft(title, body, f"{kind}: {title}, {desk.when(row)}", lead, trail, key)


def asserter_page(desk: Desk, key: str) -> Draft:
    """Who asserts: on whose behalf, and everything it says."""
    library, say = desk.library, desk.say
    said = library.said_by.get(key, ())
    behalf = library.things[key].get("speaksFor", ())
    items = [
        tag("li", claim_line(desk, e), tag("ul", tag("li", voice(desk, a)), class_="voices")) for e, a in said
    ]
    body = join(
        [
            tag("p", say("Taler på vegne av ", "Speaks on behalf of "), desk.links(behalf), ".")
            if behalf
            else None,
            desk.section("says", say("Hva som hevdes", "What is claimed"), tag("ul", *items, class_="claims"))
            if items
            else tag("p", say("Ingen påstander er registrert.", "No claims are recorded."), class_="hint"),
        ]
    )
    count = say.count(len(said), say("utsagn", "statement"), say("utsagn", "statements"), neuter=True)
    trail = [(kinds_heading("asserter", desk.lang), "/asserter/")]
    lead = say(f"En som hevder noe: {count}", f"Somebody who asserts: {count}")
    return Draft(desk.name(key), body, f"{desk.name(key)}: {count}", lead, trail, key)


def source_page(desk: Desk, key: str) -> Draft:
    """A source: what it is, and everything in the graph that rests on it."""
    library, say = desk.library, desk.say
    slug = key.removeprefix("source/")
    card = library.sources.get(slug, {})
    rests: dict[str, list[str]] = {}
    for other in library.cited_by.get(slug, ()):
        rests.setdefault(other.split("/", 1)[0], []).append(other)
    spoken: dict[str, tuple[Entry, list[Assertion]]] = {}
    for entry in library.ledger.entries:
        for a in entry.proposition.assertions:
            if any(source.slug == slug for source in a.sources):
                spoken.setdefault(entry.proposition.id, (entry, []))[1].append(a)
    claimed = [
        tag(
            "li",
            claim_line(desk, entry),
            tag("ul", *(tag("li", _who(desk, a)) for a in said), class_="voices"),
        )
        for entry, said in spoken.values()
    ]
    facts: list[tuple[str, Child]] = [
        (say("Utgiver", "Publisher"), card.get("publisher")),
        (say("Dato", "Date"), desk.day(card["date"]) if card.get("date") else None),
        (say("Adresse", "Address"), desk.outward(card["url"]) if card.get("url") else None),
        (say("Språk", "Language"), card.get("language")),
    ]
    figured = sorted({about for o in rests.get("observation", ()) for about in library.values(o, "about")})
    body = join(
        [
            tag("dl", *(tag("div", tag("dt", k), tag("dd", v)) for k, v in facts if v), class_="facts"),
            desk.section(
                "claims",
                say("Påstander i kilden", "Claims in the source"),
                tag("ul", *claimed, class_="claims") if claimed else NOTHING,
            ),
            *(
                desk.section(kind, kinds_heading(kind, desk.lang), names(desk, rests[kind]))
                for kind in ("actor", "relation", "event", "place", "topic")
                if kind in rests
            ),
            desk.section("figures", say("Tall om", "Figures about"), names(desk, figured)),
        ]
    )
    count = sum(len(found) for found in rests.values())
    summary = say(
        f"Kilde: {desk.name(key)}. {count} opplysninger hviler på den.",
        f"Source: {desk.name(key)}. {count} statements rest on it.",
    )
    lead = say(f"Kilde for {count} opplysninger", f"Source of {count} statements")
    data = {
        **thing_data(desk, key, "CreativeWork"),
        "url": card.get("url"),
        "publisher": {"@type": "Organization", "name": card["publisher"]} if card.get("publisher") else None,
        "datePublished": card.get("date"),
        "inLanguage": card.get("language"),
    }
    trail = [(kinds_heading("source", desk.lang), "/source/")]
    return Draft(desk.name(key), body, summary, lead, trail, key, filled(data))


def _who(desk: Desk, assertion: Assertion) -> Markup:
    words = assertion.paraphrase(desk.lang)
    disputes = assertion.stance.value == "disputes"
    side = desk.say("mot", "against") if disputes else desk.say("for", "for")
    mark = tag("span", side, class_="against" if disputes else "pro")
    return join(
        [mark, " ", desk.link(desk.library.key(assertion.asserter.id)), ": " if words else None, words]
    )
