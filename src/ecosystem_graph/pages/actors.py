"""The page of an actor: who it is, whom it is tied to, what it is said to have led to, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from .desk import Desk, Draft
from .identities import identity_links
from .library import Row
from .markup import NOTHING, Child, Markup, join, tag
from .metadata import organisation
from .parts import claims, events, figures, other_language, relations
from .picture import neighbourhood

__all__ = ["actor_page", "missing"]


def actor_page(desk: Desk, key: str) -> Draft:
    """An actor."""
    library, say = desk.library, desk.say
    thing = library.things[key]
    kind = desk.first(library.kind(key, desk.lang))
    sphere = library.code(f"sphere/{thing['sphere']}", desk.lang) if thing.get("sphere") else ""
    seat = thing.get("place", "")
    where = desk.name(seat) if seat else thing.get("placeName", "")
    lead = join(
        [
            desk.dot(thing.get("sphere", "")),
            desk.to("/code/" + thing["kind"], kind) if thing.get("kind") else None,
            " · " if sphere else None,
            sphere,
            " · " if where else None,
            desk.link(seat) if seat else where,
            desk.cite(thing.get("sources", ())),
        ]
    )
    spoken = library.claims_of.get(key, ())
    as_cause = [entry for side, entry in spoken if side == "cause"]
    as_effect = [entry for side, entry in spoken if side == "effect"]
    topics = library.topics_of.get(key, ())
    about = {e.proposition.id: e for topic in topics for _, e in library.claims_of.get(topic, ())}
    for entry in (*as_cause, *as_effect):
        about.pop(entry.proposition.id, None)
    said = [entry for voice in library.voices_of.get(key, ()) for entry, _ in library.said_by.get(voice, ())]
    body = join(
        [
            tag("div", _facts(desk, key, thing), neighbourhood(desk, key), class_="opening"),
            desk.section(
                "relations", say("Hvem den er knyttet til", "Whom it is tied to"), relations(desk, key)
            ),
            desk.section(
                "led-to",
                say("Hva den sies å ha ført til", "What it is said to have led to"),
                claims(desk, as_cause),
                note=_caution(desk),
            ),
            desk.section(
                "came-from",
                say("Hva som sies å ha påvirket den", "What is said to have influenced it"),
                claims(desk, as_effect),
                note=None if as_cause else _caution(desk),
            ),
            desk.section(
                "topics",
                say("Påstander om temaer som gjelder den", "Claims about topics that concern it"),
                tag("p", say("Temaer: ", "Topics: "), desk.links(topics)) if topics else NOTHING,
                claims(desk, about.values()),
            ),
            desk.section(
                "asserts",
                say("Hva den selv hevder", "What it claims itself"),
                claims(desk, {e.proposition.id: e for e in said}.values()),
                note=say(
                    "Påstander der noen taler på vegne av virksomheten.",
                    "Claims where somebody speaks on its behalf.",
                ),
            ),
            desk.section("figures", say("Tall", "Figures"), figures(desk, key)),
            desk.section("events", say("Hendelser", "Events"), events(desk, library.events_of.get(key, ()))),
            desk.section(
                "missing",
                say("Hva som mangler", "What is missing"),
                _list(missing(desk, key)),
                note=say(
                    "Det grafen ikke vet om denne aktøren. Et hull kan bety at ingen har skrevet om det.",
                    "What the graph does not know about this actor. A gap may mean that nobody wrote "
                    "about it.",
                ),
            ),
        ]
    )
    count = len(library.relations_of.get(key, ()))
    summary = say(
        f"{desk.name(key)}: {kind.lower()}{f' i {where}' if where else ''}. {count} relasjoner, "
        f"{len(spoken)} påstander, alt med kilde.",
        f"{desk.name(key)}: {kind.lower()}{f' in {where}' if where else ''}. {count} relations, "
        f"{len(spoken)} claims, each with its source.",
    )
    trail = [(say("Aktører", "Actors"), "/actor/")]
    if thing.get("kind"):
        trail.append((kind, "/code/" + thing["kind"]))
    return Draft(desk.name(key), body, summary, lead, trail, key, organisation(desk, key))


def _caution(desk: Desk) -> str:
    return desk.say(
        "Dette er påstander som noen har satt fram, ikke fastslåtte virkninger.",
        "These are claims that somebody made, not established effects.",
    )


def _facts(desk: Desk, key: str, thing: Row) -> Markup:
    say = desk.say
    rows: list[tuple[str, Child]] = [
        (say("Stiftet", "Founded"), _dates(desk, key, "founded")),
        (say("Avviklet", "Dissolved"), _dates(desk, key, "dissolved")),
        (say("Nettsted", "Website"), desk.outward(thing["homepage"]) if thing.get("homepage") else None),
        (say("Organisasjonsnummer", "Organisation number"), thing.get("organisationNumber")),
        (say("Også kalt", "Also called"), "; ".join(thing.get("other", ()))),
        (say("På engelsk", "In Norwegian"), other_language(desk, key)),
        (say("Samme i andre registre", "The same elsewhere"), identity_links(desk, key)),
        (say("Plass i nettverket", "Place in the network"), _rank(desk, key)),
    ]
    return tag(
        "dl",
        *(tag("div", tag("dt", name), tag("dd", value)) for name, value in rows if value),
        class_="facts",
    )


def _dates(desk: Desk, key: str, prop: str) -> str:
    """One date, or several where sources disagree."""
    found = [desk.day(value) for value in desk.library.values(key, prop)]
    return desk.say.join(found, final=desk.say("eller", "or"))


def _rank(desk: Desk, key: str) -> Markup | None:
    """Rank by ties; actors with equally many share places."""
    found = desk.library.places.get(key)
    if found is None or not found[0]:
        return None
    ties, best, worst, actors, _ = found
    say = desk.say
    rank = str(best) if best == worst else f"{best}–{worst}"
    many = say.count(ties, say("bånd", "tie"), say("bånd", "ties"), neuter=True)
    return join(
        [
            say(f"nr. {rank} av {actors}, med {many}", f"no. {rank} of {actors}, with {many}"),
            " ",
            tag(
                "a",
                say("usikkerheten", "the uncertainty"),
                href=desk.file("/report.html") + f"#{desk.lang}-central",
                class_="more",
            ),
        ]
    )


def missing(desk: Desk, key: str) -> Iterator[str]:
    """What the graph does not know about an actor, as sentences."""
    library, say = desk.library, desk.say
    thing = library.things[key]
    rows = [row for _, _, row in library.relations_of.get(key, ())]
    if not thing.get("founded"):
        yield say("Stiftelsesåret er ikke registrert.", "The founding year is not recorded.")
    if not (thing.get("place") or thing.get("placeName") or thing.get("within")):
        yield say("Stedet er ikke registrert.", "The place is not recorded.")
    if not rows:
        yield say("Ingen relasjoner er registrert.", "No relations are recorded.")
    undated = sum(1 for row in rows if not (row.get("start") or row.get("end")))
    if undated:
        yield say(
            f"{undated} av {len(rows)} relasjoner mangler tid.",
            f"{undated} of {len(rows)} relations are undated.",
        )
    single = sum(1 for row in rows if len(row.get("sources", ())) == 1)
    if single:
        yield say(
            f"{single} av {len(rows)} relasjoner hviler på én kilde.",
            f"{single} of {len(rows)} relations rest on one source.",
        )
    yield from _members(desk, key)
    if rows and not library.claims_of.get(key):
        yield say(
            "Ingen påstand om hva den har ført til eller kommer av, er registrert.",
            "No claim about what it led to or stems from is recorded.",
        )


def _members(desk: Desk, key: str) -> Iterator[str]:
    """Members it says it has against those that are named."""
    library, say = desk.library, desk.say
    stated = library.declared.get(key, ())
    named = {
        row["from"]
        for end, _, row in library.relations_of.get(key, ())
        if end == "to" and row["type"] in ("memberOf", "partnerOf")
    }
    if stated and max(stated) > len(named):
        count = say.join((str(number) for number in sorted(set(stated))), final=say("eller", "or"))
        yield say(
            f"Oppgitt antall medlemmer eller partnere er {count}; {len(named)} er navngitt i kildene.",
            f"The number of members or partners stated is {count}; {len(named)} are named in the sources.",
        )


def _list(sentences: Iterator[str]) -> Markup:
    items = [tag("li", text) for text in sentences]
    return tag("ul", *items) if items else NOTHING
