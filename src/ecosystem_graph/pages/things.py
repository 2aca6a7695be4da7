"""Pages of places, topics and events."""

from __future__ import annotations

from collections.abc import Sequence

from .desk import Desk, Draft
from .identities import identity_links
from .markup import NOTHING, Child, Markup, join, tag
from .metadata import filled, thing_data
from .parts import claims, events, figures, names, other_language, relations
from .picture import neighbourhood

__all__ = ["event_page", "place_page", "topic_page"]


def place_page(desk: Desk, key: str) -> Draft:
    """A municipality, county or site: what is there, and what is said about it."""
    library, say = desk.library, desk.say
    thing = library.things[key]
    kind = desk.first(library.kind(key, desk.lang) or say("sted", "place"))
    county = thing.get("county", "")
    above = desk.link(county) if county and county != key else thing.get("placeName")
    lead = join([kind, " · " if above else None, above, desk.cite(thing.get("sources", ()))])
    actors = library.seated.get(key, ())
    inside = [other for other in library.places_in.get(key, ()) if other != key]
    count = len(actors)
    body = join(
        [
            _facts(
                [
                    (say("Nummer", "Number"), thing.get("number")),
                    (say("Samme i andre registre", "The same elsewhere"), identity_links(desk, key)),
                ]
            ),
            desk.section(
                "actors", say(f"Aktører her ({count})", f"Actors here ({count})"), names(desk, actors)
            ),
            desk.section("inside", say("Steder her", "Places here"), names(desk, inside)),
            _about(desk, key, skip_seats=True),
        ]
    )
    data = {
        **thing_data(desk, key, "Place"),
        "containedInPlace": {"@type": "Place", "name": desk.name(county)}
        if county and county != key
        else None,
    }
    summary = say(
        f"{desk.name(key)}: {count} aktører i innovasjonsøkosystemet.",
        f"{desk.name(key)}: {count} actors of the innovation ecosystem.",
    )
    trail = [(say("Steder", "Places"), "/place/")]
    return Draft(desk.name(key), body, summary, lead, trail, key, filled(data))


def topic_page(desk: Desk, key: str) -> Draft:
    """A topic: what it concerns, who works with it, what is claimed about it."""
    library, say = desk.library, desk.say
    thing = library.things[key]
    concerns = thing.get("concerns", ())
    body = join(
        [
            _facts(
                [
                    (say("Gjelder", "Concerns"), desk.links(concerns) if concerns else None),
                    (say("På engelsk", "In Norwegian"), other_language(desk, key)),
                    (say("Samme i andre registre", "The same elsewhere"), identity_links(desk, key)),
                ]
            ),
            _about(desk, key),
        ]
    )
    found = len(library.claims_of.get(key, ()))
    summary = say(
        f"{desk.first(desk.name(key))}: hvem som arbeider med det, og {found} påstander om hva det "
        "fører til eller kommer av.",
        f"{desk.first(desk.name(key))}: who works with it, and {found} claims about what it leads to "
        "or stems from.",
    )
    trail = [(say("Temaer", "Topics"), "/topic/")]
    lead = say("Tema", "Topic")
    return Draft(
        desk.first(desk.name(key)), body, summary, lead, trail, key, thing_data(desk, key, "DefinedTerm")
    )


def event_page(desk: Desk, key: str) -> Draft:
    """An event: when, who took part, what it is said to have led to."""
    library, say = desk.library, desk.say
    thing = library.things[key]
    date = desk.day(thing.get("date", "")) or say("udatert", "undated")
    kind = library.kind(key, desk.lang)
    involved = thing.get("involves", ())
    body = join(
        [
            _facts([(say("På engelsk", "In Norwegian"), other_language(desk, key))]),
            desk.section("involves", say("Hvem som deltok", "Who took part"), names(desk, involved)),
            _about(desk, key),
        ]
    )
    data = {
        **thing_data(desk, key, "Event"),
        "startDate": thing.get("date"),
        "organizer": [{"@type": "Organization", "name": desk.name(who)} for who in involved],
    }
    lead = join([date, " · " if kind else None, kind, desk.cite(thing.get("sources", ()))])
    trail = [(say("Hendelser", "Events"), "/event/")]
    return Draft(desk.name(key), body, f"{date}: {desk.name(key)}", lead, trail, key, filled(data))


def _facts(rows: Sequence[tuple[str, Child]]) -> Markup:
    held = [tag("div", tag("dt", name), tag("dd", value)) for name, value in rows if value]
    return tag("dl", *held, class_="facts") if held else NOTHING


def _about(desk: Desk, key: str, *, skip_seats: bool = False) -> Markup:
    """Relations, claims, figures and events of anything that is no actor."""
    library, say = desk.library, desk.say
    spoken = library.claims_of.get(key, ())
    topics = library.topics_of.get(key, ())
    caution = say(
        "Dette er påstander som noen har satt fram, ikke fastslåtte virkninger.",
        "These are claims that somebody made, not established effects.",
    )
    found = join(
        [
            neighbourhood(desk, key) if not skip_seats else None,
            desk.section(
                "led-to",
                say("Hva det sies å ha ført til", "What it is said to have led to"),
                claims(desk, [entry for side, entry in spoken if side == "cause"]),
                note=caution,
            ),
            desk.section(
                "came-from",
                say("Hva det sies å komme av", "What it is said to stem from"),
                claims(desk, [entry for side, entry in spoken if side == "effect"]),
                note=caution,
            ),
            desk.section(
                "topics", say("Temaer som gjelder det", "Topics that concern it"), names(desk, topics)
            ),
            desk.section(
                "relations", say("Hva det er knyttet til", "What it is tied to"), relations(desk, key)
            ),
            desk.section("figures", say("Tall", "Figures"), figures(desk, key)),
            desk.section("events", say("Hendelser", "Events"), events(desk, library.events_of.get(key, ()))),
        ]
    )
    return found or tag("p", say("Mer er ikke registrert.", "No more is recorded."), class_="hint")
