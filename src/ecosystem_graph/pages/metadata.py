"""What search engines read in a page: schema.org, built as plain data."""

from __future__ import annotations

from typing import Any

from ecosystem_graph.view.details import web_address

from .addresses import path_of
from .desk import Desk
from .identities import same_as

__all__ = ["organisation", "thing_data"]

#: Kind of an actor to the type of schema.org that says most.
_TYPES = {
    "county-authority": "GovernmentOrganization",
    "firm": "Corporation",
    "hospital": "Hospital",
    "ministry": "GovernmentOrganization",
    "municipality": "GovernmentOrganization",
    "project": "Project",
    "public-agency": "GovernmentOrganization",
    "research-institute": "ResearchOrganization",
    "school": "EducationalOrganization",
    "university": "CollegeOrUniversity",
    "university-college": "CollegeOrUniversity",
    "vocational-college": "EducationalOrganization",
}


def organisation(desk: Desk, key: str) -> dict[str, Any]:
    """An actor as schema.org has it: only what the graph says."""
    thing = desk.library.things[key]
    kind = thing.get("kind", "").removeprefix("kind/")
    data = thing_data(desk, key, _TYPES.get(kind, "Organization"))
    place = thing.get("place")
    where = desk.name(place) if place else thing.get("placeName", "")
    parents = [
        row["to"]
        for end, _, row in desk.library.relations_of.get(key, ())
        if end == "from" and row["type"] in ("memberOf", "partnerOf") and row.get("to")
    ]
    return filled(
        {
            **data,
            "alternateName": list(thing.get("other", ())),
            "foundingDate": thing.get("founded"),
            "dissolutionDate": thing.get("dissolved"),
            "url": web_address(thing["homepage"]) if thing.get("homepage") else None,
            "identifier": thing.get("organisationNumber"),
            "sameAs": same_as(desk, key),
            "location": {"@type": "Place", "name": where} if where else None,
            "memberOf": [
                {"@type": "Organization", "@id": desk.library.base + parent, "name": desk.name(parent)}
                for parent in sorted(set(parents))
            ],
        }
    )


def thing_data(desk: Desk, key: str, kind: str) -> dict[str, Any]:
    """What all things share."""
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": desk.library.base + key,
        "name": desk.name(key),
        "mainEntityOfPage": desk.absolute(path_of(key)),
    }


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """What says something."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
