"""The whole static site of Innlandet: every link, every page, and each kind of page in a browser."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'"
_LINK = re.compile(r'\b(?:href|src|action|data-index)="([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')
#: One page of each kind, as files.
KINDS = (
    "index",
    "a-z",
    "query",
    "ontology",
    "data",
    "code/index",
    "code/kind/cluster",
    "code/mechanism/skills-supply",
    "actor/index",
    "actor/nce-raufoss",
    "place/index",
    "place/gjovik",
    "topic/index",
    "topic/campus-attractiveness",
    "event/index",
    "event/ol-1994",
    "proposition/index",
    "proposition/hig-ntnu-merger.campus-attractiveness.positive",
    "asserter/index",
    "asserter/nifu",
    "source/index",
    "source/seed",
    "relation/dnb.memberOf.norwegian-wood-cluster",
    "question/who-funds-whom",
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published") / "site"
    subprocess.run([sys.executable, "-m", "ecosystem_graph", "site", "-o", str(made)], check=True)
    return made


@pytest.fixture(scope="session")
def host(folder: Path) -> Iterator[str]:
    class Host(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            if not self.path.startswith(("/network", "/report")):
                self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_link_of_every_page_leads_somewhere(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in files if name.endswith(".html")}
    ids = {name: _ID.findall(text) for name, text in texts.items()}
    named = {name: set(found) for name, found in ids.items()}
    lost, links = [], 0
    for name, text in texts.items():
        if not name.startswith(("nb/", "en/")):
            continue
        if len(ids[name]) != len(named[name]):
            lost.append((name, "an id twice"))
        for link in map(unescape, _LINK.findall(text)):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            where = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            target = where.removeprefix("/") if parts.path else name
            links += 1
            if target not in files or (parts.fragment and unquote(parts.fragment) not in named[target]):
                lost.append((name, link))
    assert lost == []
    assert links > 300_000


def test_pages_are_valid_html(folder: Path) -> None:
    pages = sorted(p for lang in ("nb", "en") for p in (folder / lang).rglob("*.html"))
    assert len(pages) > 8_000
    for path in pages[::40]:
        html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("nb", "light", 1280), ("nb", "dark", 320), ("en", "light", 320), ("en", "dark", 1280)],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Callable[..., Any], host: str, lang: str, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = chromium(host, width=width, color_scheme=scheme)
    for kind in KINDS:
        visit.page.goto(f"{host}/{lang}/{kind}.html")
        found = Axe().run(visit.page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], kind
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, kind
    assert visit.errors == []


def test_search_works_without_a_server_of_ours(chromium: Callable[..., Any], host: str) -> None:
    page = chromium(host + "/nb/actor/geno.html").page
    page.get_by_role("combobox").fill("vitensenteret")
    page.locator("#found a").first.click()
    page.wait_for_url("**/nb/actor/vitensenteret-innlandet.html")


def test_the_door_leads_in(chromium: Callable[..., Any], host: str) -> None:
    page = chromium(host + "/").page
    page.wait_for_url(re.compile(r"/(nb|en)/index\.html$"))
    assert page.locator("h1").count() == 1
