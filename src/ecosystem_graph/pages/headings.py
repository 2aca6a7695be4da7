"""Headings: how a group of relations reads from either end, in both languages."""

from __future__ import annotations

from .library import Library, pick

__all__ = ["group_heading", "kinds_heading", "standing"]

#: Flat edge: heading seen from its subject, heading seen from its object; nb and en of each.
_GROUPS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "memberOf": (("Medlem av", "Member of"), ("Medlemmer", "Members")),
    "partnerOf": (("Partner i", "Partner of"), ("Partnere", "Partners")),
    "hosts": (("Vertskap for", "Hosts"), ("Holder til hos", "Hosted by")),
    "administers": (("Forvalter", "Administers"), ("Forvaltes av", "Administered by")),
    "funds": (("Gir penger til", "Funds"), ("Får penger fra", "Funded by")),
    "owns": (("Eier", "Owns"), ("Eies av", "Owned by")),
    "locatedIn": (("Holder til i", "Located in"), ("Holder til her", "Located here")),
    "partOf": (("Del av", "Part of"), ("Deler", "Parts")),
    "within": (("Ligger i", "Within"), ("Omfatter", "Contains")),
    "spunOffFrom": (("Knoppskutt fra", "Spun off from"), ("Knoppskudd", "Spin-offs")),
    "successorOf": (("Etterfølger", "Successor of"), ("Etterfulgt av", "Succeeded by")),
    "mergedInto": (("Gikk inn i", "Merged into"), ("Slått sammen av", "Merged from")),
    "participatesIn": (("Deltar i", "Takes part in"), ("Deltakere", "Participants")),
    "collaboratesWith": (("Samarbeider med", "Works with"), ("Samarbeider med", "Works with")),
    "supplies": (("Leverer til", "Supplies"), ("Leverandører", "Suppliers")),
    "leads": (("Leder", "Leads"), ("Ledes av", "Led by")),
    "focusesOn": (("Arbeider med", "Focuses on"), ("Arbeidet med av", "In focus for")),
    "assessedBy": (("Vurdert av", "Assessed by"), ("Har vurdert", "Has assessed")),
    "holdsStatus": (("Status i", "Status in"), ("Har gitt status til", "Has awarded status to")),
}
#: What is most telling about an actor comes first.
ORDER = tuple(_GROUPS)

_KINDS = {
    "actor": ("Aktører", "Actors"),
    "place": ("Steder", "Places"),
    "topic": ("Temaer", "Topics"),
    "event": ("Hendelser", "Events"),
    "proposition": ("Påstander", "Claims"),
    "asserter": ("Hvem som hevder", "Who asserts"),
    "source": ("Kilder", "Sources"),
    "relation": ("Relasjoner", "Relations"),
}
_STANDINGS = {
    "well-supported": ("godt belagt", "well supported"),
    "single-sourced": ("én uavhengig kilde", "one independent source"),
    "implied-only": ("bare antydet", "only implied"),
    "contested": ("omstridt", "contested"),
    "disputed-only": ("bare bestridt", "only disputed"),
}


def group_heading(library: Library, edge: str, direction: str, lang: str) -> str:
    """Heading of the relations of a type, seen from the subject (``from``) or the object (``to``).

    A type that only a newer ontology knows is told by its label.
    """
    if edge in _GROUPS:
        return _GROUPS[edge][direction == "to"][lang == "en"]
    known = library.types[edge]
    return pick(known["label" if direction == "from" else "subject"], lang)


def kinds_heading(kind: str, lang: str) -> str:
    """Heading of a list of things."""
    return _KINDS[kind][lang == "en"]


def standing(slug: str, lang: str) -> str:
    """How well a claim stands, in words."""
    return _STANDINGS[slug][lang == "en"]
