"""What machines that read sites ask for: robots.txt and the sitemap (sitemaps.org, with languages)."""

from __future__ import annotations

from collections.abc import Iterable

from .addresses import LANGUAGES, file_of
from .desk import Place

__all__ = ["absolute", "robots", "sitemap"]

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
#: Relations are told on the pages of those they tie, and proofs are for those who follow a link to them.
_LEFT_OUT = "/relation/"


def absolute(place: Place) -> bool:
    """Whether the base URL names a host, which the addresses of a sitemap must."""
    return place.base.startswith(("http://", "https://"))


def robots(place: Place) -> str:
    """Everything may be read."""
    text = "User-agent: *\nAllow: /\n"
    return text + f"Sitemap: {place.base}sitemap.xml\n" if absolute(place) else text


def sitemap(place: Place, paths: Iterable[str]) -> str:
    """Addresses of the pages of neutral paths, each with the other language beside it."""
    lines = []
    for path in paths:
        if path.startswith(_LEFT_OUT):
            continue
        found = {
            lang: place.base + file_of(f"/{lang}{path}", place.ending).removeprefix("/") for lang in LANGUAGES
        }
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>' for lang, url in found.items()
        )
        lines += [f"<url><loc>{url}</loc>{others}</url>" for url in found.values()]
    return _HEAD + "\n".join(lines) + "\n</urlset>\n"
