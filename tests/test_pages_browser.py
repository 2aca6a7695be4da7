"""The pages in a browser under the strictest policy: search, keyboard, languages, the query editor, axe."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pyoxigraph as ox
import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.pages import Page, Site
from ecosystem_graph.server.problems import MEDIA_TYPE, ProblemError
from ecosystem_graph.sparql import explain_syntax
from ecosystem_graph.turtle import ntriples
from ecosystem_graph.vocab import ASSERTED, ECO, INFERRED, ONTOLOGY

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Opener = Callable[..., Any]


@pytest.fixture(scope="module")
def host(innlandet: Ecosystem) -> Iterator[str]:
    """Address of a host that serves the pages and answers queries; each page under the strict policy."""
    site = Site(innlandet, endpoint="sparql")
    store = ox.Store()
    for name in (ONTOLOGY, ASSERTED, INFERRED):
        graph = innlandet.dataset.get_context(name)
        store.bulk_load(ntriples(graph), ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    turn = threading.Lock()

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            if path == "/sparql":
                return self.answer(parse_qs(urlsplit(self.path).query)["query"][0])
            with turn:
                page = site.respond(path)
            return self.send(page or site.missing(), 200 if page else 404)

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(parse_qs(text)["query"][0])

        def answer(self, query: str) -> None:
            try:
                found = store.query(query, use_default_graph_as_union=True)
            except SyntaxError as error:
                problem = ProblemError("malformed", explain_syntax(query, str(error), {}))
                return self.send(Page(problem.body(self.headers["Accept-Language"]), MEDIA_TYPE), 400)
            if isinstance(found, ox.QueryTriples):
                return self.send(Page(found.serialize(format=ox.RdfFormat.TURTLE) or b"", "text/turtle"), 200)
            body = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
            return self.send(Page(body, "application/sparql-results+json"), 200)

        def send(self, page: Page, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
            if not page.single_file:
                self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def opened(chromium: Opener, host: str) -> Iterator[Opener]:
    """Opens a path; whatever a page complains of, or asks of another host, fails the test."""
    visits = []

    def go(path: str, **options: Any) -> Any:
        visit = chromium(host + path, **options)
        visits.append(visit)
        return visit.page

    yield go
    for visit in visits:
        assert visit.errors == []
        assert all(request.startswith(host) for request in visit.requests)


def results(page: Any, typed: str) -> list[str]:
    page.get_by_role("combobox").fill(typed)
    page.wait_for_selector("#found:not([hidden]) [role=option]")
    return list(
        page.locator("#found a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    )


# -- search -----------------------------------------------------------------------------------------------


def test_search_finds_other_names_however_they_are_written(opened: Opener) -> None:
    page = opened("/nb/place/gjovik")
    assert results(page, "NTNU GJOVIK")[0].endswith("/nb/actor/ntnu-gjovik")
    assert results(page, "7 sterke")[0].endswith("/nb/actor/7sterke")
    assert results(page, "høgskolen i gj")[0].endswith("/nb/actor/hogskolen-i-gjovik")
    page.get_by_role("combobox").fill("zzzz")
    page.wait_for_selector("#found .none")
    assert page.locator("#found").inner_text() == "Ingen treff"


def test_search_works_from_the_keyboard(opened: Opener, host: str) -> None:
    page = opened("/en/")
    first, second, *_ = results(page, "raufoss")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == "hit-1"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(second.rsplit("/", 1)[-1]) + "$"))
    assert first != second
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_without_scripts_everything_is_reached_by_links(opened: Opener) -> None:
    page = opened("/nb/actor/nce-raufoss", java_script_enabled=False)
    assert page.locator("main h2").count() > 4
    page.get_by_label("Søk etter aktør").fill("geno")
    page.get_by_role("button", name="Søk").click()
    page.wait_for_url("**/nb/a-z?q=geno")
    assert page.get_by_role("link", name="Geno SA", exact=True).count() == 1


def test_the_other_language_is_the_same_page(opened: Opener) -> None:
    page = opened("/nb/actor/vitensenteret-innlandet")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/actor/vitensenteret-innlandet")
    assert page.locator("h1").inner_text() == "Science Centre Innlandet"


# -- for everybody ----------------------------------------------------------------------------------------

#: A few of the kinds here; all of them, in every language and light, where there is time (tests/engines).
LOOKED_AT = (
    ("nb", "light", 1280, ("/", "/actor/geno", "/relation/dnb.memberOf.norwegian-wood-cluster")),
    ("en", "dark", 320, ("/topic/campus-attractiveness", "/asserter/nifu", "/data")),
)


@pytest.mark.parametrize(("lang", "scheme", "width", "paths"), LOOKED_AT)
def test_axe_finds_nothing_and_nothing_sticks_out(
    opened: Opener, host: str, lang: str, scheme: str, width: int, paths: tuple[str, ...]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(f"/{lang}/query", width=width, color_scheme=scheme)
    page.locator("button.load").first.click()
    page.locator("#answer table").wait_for()
    for path in ("", *paths):
        if path:
            page.goto(f"{host}/{lang}{path}")
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


# -- the query editor -------------------------------------------------------------------------------------


def test_a_shipped_question_is_asked_and_drawn(opened: Opener, innlandet: Ecosystem) -> None:
    page = opened("/nb/query#who-funds-whom")
    page.locator("#answer table").wait_for()
    from ecosystem_graph.queries import ask, question

    expected = ask(innlandet, question("who-funds-whom"))
    assert page.locator("#told").inner_text() == f"{len(expected.rows)} rader"
    link = page.locator("#answer td a").first.get_attribute("href")
    assert "/nb/actor/" in str(link)
    page.get_by_role("button", name="Nettverk", exact=True).click()
    drawing = page.locator(".drawing canvas")
    drawing.wait_for()
    label = str(page.locator(".drawing").get_attribute("aria-label"))
    nodes, ties = map(int, re.findall(r"\d+", label))
    columns = [expected.columns.index(name) for name in ("funder", "recipient")]
    assert nodes == len({row[column] for row in expected.rows for column in columns})
    assert ties == len(expected.rows)
    page.wait_for_function(
        """() => {
            const canvas = document.querySelector(".drawing canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return pixels.some((value) => value > 0);
        }"""
    )


def test_own_question_runs_and_a_wrong_one_is_told(opened: Opener, chromium: Opener, host: str) -> None:
    visit = chromium(host + "/en/query")
    page = visit.page
    page.locator(".CodeMirror").wait_for()
    write = "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)"
    page.evaluate(write, f"CONSTRUCT {{ ?s <urn:x:knows> ?o }} WHERE {{ ?s <{ECO.leads}> ?o }}")
    page.get_by_role("button", name="Run the query").click()
    page.locator("#answer table").wait_for()
    assert page.locator("#answer thead").inner_text().split() == ["subject", "predicate", "object"]
    assert page.get_by_role("button", name="Network", exact=True).count() == 1
    page.evaluate(write, "ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Run the query").click()
    page.locator("#answer td", has_text="true").wait_for()
    page.evaluate(write, "SELECT WHERE {")
    page.get_by_role("button", name="Run the query").click()
    page.locator("#told", has_text="The query could not be run.").wait_for()
    said = page.locator("#answer .redOutline")
    said.wait_for()
    assert said.inner_text().startswith(
        "The request is not valid\nthe query does not parse at line 1, column "
    )
    assert [e for e in visit.errors if "400" not in e] == []
    assert all(request.startswith(host) for request in visit.requests)


def test_a_failure_is_told_in_the_language_of_the_page(chromium: Opener, host: str) -> None:
    page = chromium(host + "/nb/query", locale="en-GB").page
    page.locator(".CodeMirror").wait_for()
    page.evaluate("() => document.querySelector('.CodeMirror').CodeMirror.setValue('ASK { ?s eco:x ?o }')")
    page.get_by_role("button", name="Kjør").click()
    said = page.locator("#answer .redOutline")
    said.wait_for()
    title, detail, *_ = said.inner_text().split("\n")
    assert title == "Forespørselen er ikke gyldig"
    assert detail.endswith("linje 1, kolonne 10: prefikset eco: er ikke erklært")


def test_what_an_answer_holds_never_becomes_markup(chromium: Opener, host: str) -> None:
    visit = chromium(host + "/nb/query")
    page = visit.page
    page.locator(".CodeMirror").wait_for()
    query = (
        """SELECT ?x ?y WHERE { VALUES (?x ?y) { ("<img src=x onerror=alert(1)>" <javascript:alert(1)>) } }"""
    )
    page.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query)
    page.get_by_role("button", name="Kjør").click()
    page.locator("#answer td").first.wait_for()
    assert page.locator("#answer img").count() == 0
    assert page.locator("#answer td a").count() == 0
    assert page.locator("#answer td").first.inner_text() == "<img src=x onerror=alert(1)>"
    assert visit.errors == []
