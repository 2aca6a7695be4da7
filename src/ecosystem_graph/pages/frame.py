"""The frame around every page: head, search, breadcrumbs, languages, foot."""

from __future__ import annotations

from .addresses import LANGUAGES, path_of
from .desk import Desk, Draft, json_ld
from .markup import Markup, join, tag

__all__ = ["framed"]

_OTHER = {"nb": ("en", "English"), "en": ("nb", "Norsk")}
_FORMS = (
    (".ttl", "text/turtle", "Turtle"),
    (".jsonld", "application/ld+json", "JSON-LD"),
    (".rdf", "application/rdf+xml", "RDF/XML"),
)


def framed(desk: Desk, draft: Draft) -> str:
    """The whole HTML text of a page."""
    other, tongue = _OTHER[desk.lang]
    body = join(
        [
            tag("a", desk.say("Til innholdet", "Skip to content"), href="#content", class_="skip"),
            _head_of_page(desk, other, tongue),
            _trail(desk, draft),
            tag("main", _heading(draft), draft.body, desk.source_list(), id="content", tabindex="-1"),
            _foot(desk, draft),
        ]
    )
    return f'<!DOCTYPE html>\n<html lang="{desk.lang}">\n{_head(desk, draft)}\n<body>{body}</body>\n</html>\n'


def _head(desk: Desk, draft: Draft) -> Markup:
    region = desk.library.region(desk.lang)
    title = draft.title if draft.front else f"{draft.title} – {region}"
    parts = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="ecosystem-graph"),
        tag("title", title),
        tag("meta", name="description", content=draft.summary or title),
        *_addresses(desk),
        tag("link", rel="icon", href=desk.file("/assets/icon.svg"), type="image/svg+xml"),
        *(
            tag("link", rel="stylesheet", href=desk.file(f"/assets/{name}"))
            for name in (*draft.styles, "site.css")
        ),
        tag("script", src=desk.file("/assets/search.js"), defer=True),
        *(tag("script", src=desk.file(f"/assets/{name}"), defer=True) for name in draft.scripts),
    ]
    if draft.key:
        path = path_of(draft.key)
        parts += [
            tag("link", rel="alternate", type=media, href=desk.file(path + end)) for end, media, _ in _FORMS
        ]
    if draft.data:
        parts.append(json_ld(draft.data))
    return tag("head", join(parts, Markup("\n")))


def _addresses(desk: Desk) -> list[Markup]:
    """Where the page is at home, in both languages; a page for any address is at home nowhere."""
    if desk.anywhere:
        return [tag("meta", name="robots", content="noindex")]
    others = (
        tag("link", rel="alternate", hreflang=lang, href=desk.absolute(desk.path, lang)) for lang in LANGUAGES
    )
    return [tag("link", rel="canonical", href=desk.absolute(desk.path)), *others]


def _head_of_page(desk: Desk, other: str, tongue: str) -> Markup:
    say, library = desk.say, desk.library
    entries = (
        ("/actor/", say("Aktører", "Actors")),
        ("/proposition/", say("Påstander", "Claims")),
        ("/event/", say("Hendelser", "Events")),
        ("/source/", say("Kilder", "Sources")),
        ("/query", say("Spørsmål", "Questions")),
    )
    links = [
        tag("a", text, href=desk.href(path), aria_current="page" if path == desk.path else None)
        for path, text in entries
    ]
    links.insert(3, tag("a", say("Nettverk", "Network"), href=desk.file("/network.html")))
    links.insert(4, tag("a", say("Rapport", "Report"), href=desk.file("/report.html")))
    label = say(
        "Søk etter aktør, tema, sted, hendelse eller kilde",
        "Search for an actor, topic, place, event or source",
    )
    return tag(
        "header",
        tag(
            "div",
            desk.to(
                "/",
                join(
                    [
                        tag("strong", library.region(desk.lang)),
                        " ",
                        tag("span", say("kunnskapsgraf", "knowledge graph")),
                    ]
                ),
                class_="brand",
            ),
            tag(
                "form",
                tag("label", label, for_="search", class_="unseen"),
                tag(
                    "input",
                    id="search",
                    name="q",
                    type="search",
                    autocomplete="off",
                    placeholder=say("Søk: navn, tema, sted …", "Search: name, topic, place …"),
                    data_index=desk.file(f"/assets/search-{desk.lang}.js"),
                    data_root=desk.file("/"),
                    data_ending=desk.place.ending,
                    data_lang=desk.lang,
                    data_none=say("Ingen treff", "Nothing found"),
                    data_some=say("treff", "results"),
                    data_results=say("Treff", "Results"),
                ),
                tag("button", say("Søk", "Search"), type="submit"),
                role="search",
                action=desk.href("/a-z"),
                method="get",
            ),
            tag(
                "a",
                tongue,
                href=desk.href("/" if desk.anywhere else desk.path, other),
                hreflang=other,
                lang=other,
                class_="tongue",
            ),
            class_="bar",
        ),
        tag("nav", *links, aria_label=say("Hovedmeny", "Main menu"), class_="menu"),
        class_="top",
    )


def _trail(desk: Desk, draft: Draft) -> Markup | None:
    if draft.front:
        return None
    steps = [(desk.say("Forside", "Front page"), "/"), *draft.trail]
    items = [tag("li", desk.to(path, text)) for text, path in steps]
    items.append(tag("li", draft.title, aria_current="page"))
    return tag("nav", tag("ol", *items), aria_label=desk.say("Brødsmuler", "Breadcrumbs"), class_="trail")


def _heading(draft: Draft) -> Markup | None:
    if draft.front:
        return None
    return join([tag("h1", draft.title), tag("p", draft.lead, class_="lead") if draft.lead else None])


def _foot(desk: Desk, draft: Draft) -> Markup:
    say = desk.say
    parts = []
    if draft.key:
        path = path_of(draft.key)
        forms = join((tag("a", name, href=desk.file(path + end)) for end, _, name in _FORMS), " · ")
        iri = tag("code", desk.library.base + draft.key)
        parts.append(tag("p", say("Dette som data: ", "This as data: "), forms))
        parts.append(tag("p", say("Varig navn: ", "Lasting name: "), iri))
    parts.append(
        tag(
            "p",
            say(
                "Alt her bygger på åpne kilder og sier hvilke. Årsaker er påstander noen har satt "
                "fram, ikke fakta. At noe "
                "mangler, betyr ofte bare at ingen har skrevet om det.",
                "Everything here rests on open sources and says which. Causes are claims that "
                "somebody made, not facts. "
                "What is missing may only mean that nobody wrote about it.",
            ),
        )
    )
    parts.append(
        tag(
            "p",
            join(
                [
                    desk.to("/a-z", say("Alt fra A til Å", "Everything from A to Z")),
                    desk.to("/place/", say("Steder", "Places")),
                    desk.to("/topic/", say("Temaer", "Topics")),
                    desk.to("/asserter/", say("Hvem som hevder", "Who asserts")),
                    desk.to("/code/", say("Kodelister", "Code lists")),
                    desk.to("/ontology", say("Ontologi", "Ontology")),
                    desk.to("/data", say("Data", "Data")),
                ],
                " · ",
            ),
        )
    )
    return tag("footer", *parts)
