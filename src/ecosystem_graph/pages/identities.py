"""Identities: the same thing in other registers, as the linksets of the region have it."""

from __future__ import annotations

from ecosystem_graph.linksets import Mapping

from .desk import Desk
from .markup import Markup, join, tag

__all__ = ["identity_links", "same_as"]

_EXACT = "exactMatch"
#: How a relation of SKOS is told of a link that is no identity.
_NEARLY = {
    "closeMatch": ("nær", "close"),
    "broadMatch": ("videre", "broader"),
    "narrowMatch": ("snevrere", "narrower"),
    "relatedMatch": ("i slekt", "related"),
}


def _of(desk: Desk, key: str) -> list[Mapping]:
    return desk.library.links.get(desk.library.base + key, [])


def same_as(desk: Desk, key: str) -> list[str]:
    """Addresses of the same thing elsewhere; what is only near is left out."""
    return [link.object for link in _of(desk, key) if link.predicate.endswith(_EXACT)]


def identity_links(desk: Desk, key: str) -> Markup | None:
    """Links to a thing in other registers, with how near and how sure each is; None where there is none."""
    told = []
    for link in _of(desk, key):
        near = _NEARLY.get(link.predicate.rsplit("#", 1)[-1])
        sure = desk.say(f"sikkerhet {link.confidence:g}".replace(".", ","), f"confidence {link.confidence:g}")
        words = ", ".join([*([desk.say(*near)] if near else []), sure])
        told.append(
            tag(
                "li",
                desk.outward(link.object),
                " ",
                tag("span", f"({words})", class_="more", title=link.comment),
            )
        )
    return tag("ul", join(told), class_="plain") if told else None
