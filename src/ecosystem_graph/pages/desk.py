"""The desk a page is written at: its language, its links, and the sources it has cited so far."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ecosystem_graph.period import Period
from ecosystem_graph.report.words import Words, words
from ecosystem_graph.view.details import web_address

from .addresses import absolute, file_of, path_of, relative
from .library import Library, Row
from .markup import NOTHING, Child, Markup, join, tag

__all__ = ["Desk", "Draft", "Place"]

_LANG_TAGS = {"nb": "nb", "nn": "nn", "no": "nb", "sv": "sv", "en": "en", "da": "da", "fi": "fi", "de": "de"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages will be.

    Attributes:
        base: Base URL, ending in a slash.
        endpoint: Path of the SPARQL endpoint; empty where there is none.
        ending: What file names of pages end with.
    """

    base: str = "/"
    endpoint: str = ""
    ending: str = ""


@dataclass
class Draft:
    """A page before it is framed.

    Attributes:
        title: Heading and title.
        body: What stands below the heading.
        summary: One sentence about the page, for the head and for those who skim.
        lead: Line under the heading.
        trail: Breadcrumbs: (text, path) from the front page down, the page itself left out.
        key: Thing the page is about; empty for lists.
        data: Linked data about the thing for search engines.
        scripts: Further scripts among the assets.
        styles: Further style sheets among the assets.
        front: The heading is part of the body.
    """

    title: str
    body: Markup
    summary: str = ""
    lead: Child = None
    trail: Sequence[tuple[str, str]] = ()
    key: str = ""
    data: Mapping[str, Any] | None = None
    scripts: Sequence[str] = ()
    styles: Sequence[str] = ()
    front: bool = False


@dataclass
class Desk:
    """One page in one language.

    Attributes:
        library: What there is to tell.
        lang: ``nb`` or ``en``.
        path: The page's neutral path, such as ``/actor/geno``.
        place: Where the pages will be.
        at: Path the page is asked for under, where that is not the one of its language.
        anywhere: The page is shown at whatever address was asked for, so its links start from the base URL.
        cited: Sources in the order cited.
    """

    library: Library
    lang: str
    path: str
    place: Place = field(default_factory=Place)
    at: str = ""
    anywhere: bool = False
    cited: dict[str, int] = field(default_factory=dict)

    @property
    def say(self) -> Words:
        """Picks between two texts, writes numbers and dates."""
        return words(self.lang)

    # -- links -----------------------------------------------------------------------------------------

    @property
    def here(self) -> str:
        """The file of this page."""
        return self.at or file_of(f"/{self.lang}{self.path}", self.place.ending)

    def href(self, path: str, lang: str = "") -> str:
        """Link to the page of a neutral path, in this language if no other is named."""
        page, mark, part = path.partition("#")
        return self.file(file_of(f"/{lang or self.lang}{page}", self.place.ending)) + mark + part

    def file(self, path: str) -> str:
        """Link to a file that has no language: data, assets."""
        return absolute(path, self.place.base) if self.anywhere else relative(path, self.here)

    def absolute(self, path: str, lang: str = "") -> str:
        """Address of a page under the base URL."""
        return self.place.base + file_of(f"/{lang or self.lang}{path}", self.place.ending).removeprefix("/")

    def link(self, key: str, text: Child = None, class_: str | None = None) -> Markup:
        """A thing by its name, linked to its page where it has one."""
        name = text if text is not None else self.library.name(key, self.lang)
        path = path_of(key)
        if path not in self.library.by_path:
            return tag("span", name, class_=class_)
        return tag("a", name, href=self.href(path), class_=class_)

    def links(self, keys: Iterable[str], between: str = ", ") -> Markup:
        """Several things."""
        return join((self.link(key) for key in keys), between)

    def to(self, path: str, text: Child, class_: str | None = None) -> Markup:
        """Link to a neutral path."""
        return tag("a", text, href=self.href(path), class_=class_)

    def outward(self, address: str, text: Child = None) -> Markup:
        """Link to another host; plain text where the address is none a browser should follow."""
        url = web_address(address)
        shown = text if text is not None else address.split("://", 1)[-1].rstrip("/")
        return tag("a", shown, href=url, rel="noreferrer external") if url else tag("span", shown)

    # -- words -----------------------------------------------------------------------------------------

    def name(self, key: str) -> str:
        """Name of a thing."""
        return self.library.name(key, self.lang)

    def first(self, text: str) -> str:
        """With a capital."""
        return self.say.first(text)

    def when(self, row: Row) -> str:
        """The time of a relation."""
        return self.say.period(Period(row.get("start", ""), row.get("end", ""), bool(row.get("ongoing"))))

    def day(self, date: str) -> str:
        """A date as far as it can be read as one."""
        parts = date.split("-")
        return self.say.date(date) if all(part[:2].isdigit() for part in parts) else date

    def noted(self, note: str | None) -> Markup | None:
        """A note of those who compiled the tables: they write English."""
        return tag("span", note, lang="en" if self.lang != "en" else None) if note else None

    # -- sources ---------------------------------------------------------------------------------------

    def cite(self, sources: Iterable[str]) -> Markup:
        """Numbers that lead to the list of sources at the foot of the page."""
        marks = []
        for source in sources:
            number = self.cited.setdefault(source, len(self.cited) + 1)
            label = f"{self.say('kilde', 'source')} {number}"
            marks.append(tag("a", str(number), href=f"#s-{number}", aria_label=label))
        return tag("span", join(marks, " "), class_="cite") if marks else NOTHING

    def source_list(self) -> Markup:
        """The sources cited, numbered; nothing where none were."""
        if not self.cited:
            return NOTHING
        items = [
            tag("li", self.source(slug), id=f"s-{number}")
            for slug, number in sorted(self.cited.items(), key=lambda pair: pair[1])
        ]
        return self.section("sources", self.say("Kilder", "Sources"), tag("ol", *items, class_="sources"))

    def source(self, slug: str) -> Markup:
        """A source as a reader needs it: title, publisher, date, and its own page."""
        card = self.library.sources.get(slug, {})
        tongue = _LANG_TAGS.get(str(card.get("language", "")), "")
        title = tag(
            "cite", str(card.get("title") or slug), lang=tongue if tongue and tongue != self.lang else None
        )
        rest = [str(card[part]) for part in ("publisher", "date") if card.get(part)]
        known = f"source/{slug}"
        about = self.say("om kilden", "about the source")
        more = tag("a", about, href=self.href(path_of(known)), class_="more", aria_label=f"{about}: {slug}")
        return join(
            [
                self.outward(card["url"], title) if card.get("url") else title,
                " – " + ", ".join(rest) if rest else None,
                " · ",
                more if path_of(known) in self.library.by_path else None,
            ]
        )

    # -- building blocks -------------------------------------------------------------------------------

    def section(self, name: str, title: Child, *content: Child, note: Child = None) -> Markup:
        """A section with its heading; nothing where there is no content."""
        held = join(content)
        if not held:
            return NOTHING
        return tag(
            "section",
            tag("h2", title, id=name),
            tag("p", note, class_="hint") if note else None,
            held,
            aria_labelledby=name,
        )

    def table(
        self, caption: str, heads: Sequence[str], rows: Iterable[Sequence[Child]], numeric: Sequence[int] = ()
    ) -> Markup:
        """A table whose first cell heads its row; on a narrow screen each row becomes a card."""
        body = [
            tag(
                "tr",
                *(
                    tag(
                        "td" if place else "th",
                        cell,
                        scope=None if place else "row",
                        class_="number" if place in numeric else None,
                        data_label=heads[place] if place else None,
                    )
                    for place, cell in enumerate(row)
                ),
            )
            for row in rows
        ]
        if not body:
            return NOTHING
        head = [
            tag("th", text, scope="col", class_="number" if place in numeric else None)
            for place, text in enumerate(heads)
        ]
        columns = tag("colgroup", *(tag("col", class_=f"c{place}") for place in range(len(heads))))
        return tag(
            "div",
            tag(
                "table", tag("caption", caption), columns, tag("thead", tag("tr", *head)), tag("tbody", *body)
            ),
            class_="scroll",
            tabindex="0",
            role="region",
            aria_label=caption,
        )

    def dot(self, sphere: str) -> Markup:
        """A spot in the colour of a helix sphere."""
        return tag(
            "span",
            Markup(""),
            class_=f"dot {sphere if sphere.replace('-', '').isalpha() else ''}",
            aria_hidden="true",
        )


def json_ld(data: Mapping[str, Any]) -> Markup:
    """Linked data for a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return Markup(f'<script type="application/ld+json">{text}</script>')
