"""The site: which paths there are, and what each of them gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import Table
from ecosystem_graph.report import report
from ecosystem_graph.resources import ontology_files
from ecosystem_graph.spillovers import assertion_sheet, ledger_trig
from ecosystem_graph.view import network_page
from ecosystem_graph.view.drawing import script_bundle

from .actors import actor_page
from .addresses import LANGUAGES, PAGED, file_of, path_of
from .asking import editor_page, examples, question_names, question_page
from .catalogue import LISTED, alphabet_page, code_page, codes_page, list_page
from .desk import Desk, Draft, Place
from .documents import Documents
from .evidence import asserter_page, proposition_page, relation_page, source_page
from .frame import framed
from .front import data_page, front_page, missing_page
from .library import Library
from .markup import join, tag
from .ontology import ontology_page
from .robots import absolute, robots, sitemap
from .searching import search_script
from .things import event_page, place_page, topic_page

__all__ = ["MEDIA_TYPES", "Page", "Site"]

#: What a thing can be had as, the form for people first, and the ending of the file of each.
MEDIA_TYPES = {
    "text/html": ".html",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/rdf+xml": ".rdf",
}
#: Media type of a document by the ending of its file.
_DOCUMENTS = {end: media for media, end in MEDIA_TYPES.items() if media != "text/html"}
_ASSETS = Path(__file__).parent / "assets"
#: What only the query editor needs, and so only a site with an endpoint.
_EDITOR = ("/assets/yasgui", "/assets/query", "/assets/vis-network")
_HTML = "text/html; charset=utf-8"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".ttl": "text/turtle; charset=utf-8",
    ".trig": "application/trig; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".html": _HTML,
}
_THINGS: Mapping[str, Callable[[Desk, str], Draft]] = {
    "actor": actor_page,
    "place": place_page,
    "topic": topic_page,
    "event": event_page,
    "proposition": proposition_page,
    "asserter": asserter_page,
    "source": source_page,
    "relation": relation_page,
}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer.

    Attributes:
        body: The bytes.
        media_type: With charset where it is text: the value of Content-Type.
        language: ``nb`` or ``en``; empty where it has none (data, assets).
        location: Path of this very form (``/nb/actor/x``, ``/actor/x.ttl``): the value of Content-Location.
        links: Other forms of the same: (path, media type, language), for Link headers.
        single_file: The page carries its own script and style (network.html, report.html), so that its
            content security policy goes by hashes; all others need nothing but ``'self'``.
    """

    body: bytes
    media_type: str
    language: str = ""
    location: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    single_file: bool = False


class Site:
    """Every page of a region, made when it is asked for.

    Paths start with ``/`` and are those below the base URL. A thing of the region has a neutral path that
    follows its IRI (``/actor/nce-raufoss``: its representation is negotiated), a page in each language
    (``/nb/actor/nce-raufoss``) and a document in each data format (``/actor/nce-raufoss.ttl``). So have the
    front page (``/``, ``/nb/``, ``/en/``), ``/query``, ``/ontology`` and the codes (``/code/kind/cluster``).
    """

    def __init__(
        self, ecosystem: Ecosystem, base_url: str = "/", *, endpoint: str = "", ending: str = ""
    ) -> None:
        """Get ready; pages are made when they are asked for.

        Args:
            ecosystem: The region, reasoned.
            base_url: Where the site will be; what canonical links and the sitemap start with.
            endpoint: Path of the SPARQL endpoint below the base URL (``sparql``); empty where there is none.
            ending: What file names of pages end with on a static host (``.html``); a server needs none.
        """
        self._ecosystem = ecosystem
        self._place = Place(base_url if base_url.endswith("/") else base_url + "/", endpoint, ending)
        self._documents = Documents(ecosystem)
        self._answers: dict[str, Table | None] = {}
        self._made: dict[str, bytes] = {}

    @cached_property
    def library(self) -> Library:
        """What the pages tell; read at the first use."""
        return Library(self._ecosystem)

    # -- which paths there are -------------------------------------------------------------------------

    @cached_property
    def _pages(self) -> Mapping[str, Callable[[Desk], Draft]]:
        """What writes the page of each neutral path."""
        library = self.library
        pages: dict[str, Callable[[Desk], Draft]] = {
            "/": front_page,
            "/a-z": alphabet_page,
            "/query": editor_page,
            "/ontology": ontology_page,
            "/code/": codes_page,
            "/data": data_page,
        }
        for kind in LISTED:
            pages[f"/{kind}/"] = lambda desk, kind=kind: list_page(desk, kind)  # type: ignore[misc]
        for kind in PAGED:
            for key in library.keys[kind]:
                pages[path_of(key)] = lambda desk, key=key, kind=kind: _THINGS[kind](desk, key)  # type: ignore[misc]
        for code in library.codes:
            pages[f"/code/{code}"] = lambda desk, code=code: code_page(desk, code)  # type: ignore[misc]
        for name in question_names():
            pages[f"/question/{name}"] = lambda desk, name=name: question_page(desk, name, self._answers)  # type: ignore[misc]
        return pages

    @cached_property
    def _files(self) -> Mapping[str, Callable[[], str | bytes]]:
        """What makes each file that has no language."""
        name = self._ecosystem.region
        files: dict[str, Callable[[], str | bytes]] = {
            "/network.html": lambda: network_page(self._ecosystem),
            "/report.html": lambda: report(self._ecosystem).html(),
            "/assets/vis-network.js": script_bundle,
            "/assets/query-examples.json": lambda: examples(self._ecosystem),
            **{
                f"/assets/search-{lang}.js": lambda lang=lang: search_script(self.library, lang)  # type: ignore[misc]
                for lang in LANGUAGES
            },
            f"/data/{name}.ttl": self._ecosystem.turtle,
            f"/data/{name}-inferred.ttl": lambda: self._ecosystem.turtle(inferred=True),
            "/data/ontology.ttl": _ontology,
            "/data/claims.csv": lambda: assertion_sheet(self.library.ledger).csv(),
            "/data/claims.trig": lambda: ledger_trig(self.library.ledger),
            "/robots.txt": lambda: robots(self._place),
        }
        for path in sorted(_ASSETS.iterdir()):
            if path.suffix in _TYPES:
                files[f"/assets/{path.name}"] = path.read_bytes
        if not self._place.endpoint:
            files = {path: make for path, make in files.items() if not path.startswith(_EDITOR)}
        if absolute(self._place):
            files["/sitemap.xml"] = lambda: sitemap(self._place, self._pages)
        return files

    def paths(self) -> Iterator[str]:
        """Every path that answers with a page or a file of its own, in a fixed order."""
        for lang in LANGUAGES:
            yield from (f"/{lang}{path}" for path in self._pages)
        for path in self.library.by_path:
            yield from (path + end for end in _DOCUMENTS)
        yield from self._files

    def neutral_paths(self) -> Iterator[str]:
        """Every path that is negotiated: the ends of the things' lasting names among them."""
        yield from self._pages

    def alternates(self, path: str) -> tuple[str, ...]:
        """Media types a path can be had as, the preferred one first; empty for an unknown path."""
        _, neutral = _split(path)
        if neutral in self.library.by_path:
            return tuple(MEDIA_TYPES)
        if neutral in self._pages:
            return ("text/html",)
        return (_TYPES[_ending(path)[1]].split(";")[0],) if self._known(path) else ()

    def languages(self, path: str) -> tuple[str, ...]:
        """Languages a neutral path can be had in; empty where its language is fixed or it has none."""
        return LANGUAGES if path in self._pages else ()

    def elsewhere(self, path: str) -> str:
        """Where a thing without a page of its own is told of: a neutral path with anchor, or nothing.

        Assertions stand on the page of their claim, figures on that of what they are about, indicators of the
        region's own among the codes.
        """
        key = path.removeprefix("/")
        if key.startswith("indicator/") and key in self.library.codes:
            return f"/code/{key}"
        if key.startswith("assertion/"):
            for prop in ("supports", "disputes"):
                for about in self.library.values(key, prop):
                    return path_of(about) + "#a-" + key.removeprefix("assertion/")
        for about in self.library.values(key, "about"):
            return path_of(about) + "#figures"
        return ""

    def _known(self, path: str) -> bool:
        stem, end = _ending(path)
        return path in self._files or (stem in self.library.by_path and end in _DOCUMENTS)

    # -- what they give --------------------------------------------------------------------------------

    def respond(self, path: str, media_type: str = "text/html", lang: str = "nb") -> Page | None:
        """What a path gives.

        Args:
            path: As in a request, decoded, without query; below the base URL.
            media_type: One of ``alternates(path)``.
            lang: Language of a page whose path does not say it.

        Returns:
            The page; None where there is none. Links in it are relative to the path.
        """
        if path in self._files:
            return self._file(path)
        fixed, neutral = _split(path)
        if neutral in self._pages and media_type == "text/html":
            return self._page(neutral, fixed or ("en" if lang == "en" else "nb"), "" if fixed else path)
        stem, end = _ending(path)
        if end in _DOCUMENTS and stem in self.library.by_path:
            media_type, neutral = _DOCUMENTS[end], stem
        if neutral in self.library.by_path and media_type in _DOCUMENTS.values():
            return self._document(neutral, media_type)
        return None

    def missing(self, lang: str = "nb", path: str = "") -> Page:
        """The page that says there is nothing at an address (to be sent with 404).

        Its links start from the base URL, so that it holds at any depth.

        Args:
            lang: Language where the path does not say it.
            path: What was asked for.
        """
        lang = _split(path)[0] or ("en" if lang == "en" else "nb")
        desk = Desk(self.library, lang, "/", self._place, anywhere=True)
        return Page(framed(desk, missing_page(desk)).encode(), _HTML, desk.lang)

    def door(self, lang: str = "nb") -> Page:
        """The page at the root of a static host: it leads on to the front page in a language."""
        target = file_of(f"/{lang}/", self._place.ending).removeprefix("/")
        other = "nb" if lang == "en" else "en"
        also = file_of(f"/{other}/", self._place.ending).removeprefix("/")
        name = self.library.region(lang)
        links = join((tag("a", href, href=href) for href in (target, also)), " · ")
        head = join(
            [
                tag("meta", charset="utf-8"),
                tag("meta", http_equiv="refresh", content=f"0; url={target}"),
                tag("title", name),
            ]
        )
        body = tag("main", tag("h1", name), tag("p", links))
        text = f'<!DOCTYPE html>\n<html lang="{lang}">{tag("head", head)}{tag("body", body)}</html>\n'
        return Page(text.encode(), _HTML, lang, "/")

    def _page(self, neutral: str, lang: str, asked: str = "") -> Page:
        desk = Desk(self.library, lang, neutral, self._place, at=asked)
        text = framed(desk, self._pages[neutral](desk))
        links = [(f"/{other}{neutral}", "text/html", other) for other in LANGUAGES if other != lang]
        if neutral in self.library.by_path:
            links += [(neutral + end, media, "") for end, media in _DOCUMENTS.items()]
        return Page(text.encode(), _HTML, lang, f"/{lang}{neutral}", tuple(links))

    def _document(self, neutral: str, media_type: str) -> Page:
        body = self._documents.text(self.library.base + self.library.by_path[neutral], media_type)
        links = tuple((f"/{lang}{neutral}", "text/html", lang) for lang in LANGUAGES)
        end = MEDIA_TYPES[media_type]
        return Page(body, _TYPES[end], "", neutral + end, links)

    def _file(self, path: str) -> Page:
        if path not in self._made:
            made = self._files[path]()
            self._made[path] = made.encode() if isinstance(made, str) else made
        end = "." + path.rsplit(".", 1)[-1]
        return Page(self._made[path], _TYPES[end], "", path, (), single_file=end == ".html")


def _split(path: str) -> tuple[str, str]:
    """Language and neutral path of a path.

    >>> _split("/nb/actor/geno"), _split("/actor/geno")
    (('nb', '/actor/geno'), ('', '/actor/geno'))
    """
    for lang in LANGUAGES:
        if path.startswith(f"/{lang}/"):
            return lang, path[len(lang) + 1 :]
    return "", path


def _ending(path: str) -> tuple[str, str]:
    stem, dot, end = path.rpartition(".")
    return (stem, dot + end) if dot else (path, "")


def _ontology() -> str:
    """The ontology files one after the other: Turtle may declare a prefix again."""
    return "\n".join(path.read_text(encoding="utf-8") for path in ontology_files())
