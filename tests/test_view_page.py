"""The page in a browser kept off the network: what a reader does, and what must never happen."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.projection import read_ties
from ecosystem_graph.period import Reading
from ecosystem_graph.spillovers import read_ledger
from ecosystem_graph.spillovers.standing import Standing
from ecosystem_graph.turtle import parse
from ecosystem_graph.view import network_page
from ecosystem_graph.view.page import page_facts, render

INL = "https://w3id.org/innovation-ecosystem/innlandet/"
Opener = Callable[..., Any]


@pytest.fixture(scope="module")
def page_text(innlandet: Ecosystem) -> str:
    return network_page(innlandet)


@pytest.fixture(scope="module")
def page_file(page_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "network.html"
    path.write_text(page_text, encoding="utf-8")
    return path


@pytest.fixture
def opened(chromium: Opener, page_file: Path) -> Opener:
    """Opens the Innlandet page at an address; the page is ready when this returns."""

    def go(address: str = "", **options: Any) -> Any:
        visit = chromium(page_file.resolve().as_uri() + (f"#{address}" if address else ""), **options)
        visit.page.wait_for_selector("html[data-ready=true]")
        return visit

    return go


def notice(page: Any) -> list[int]:
    """The numbers of the sentence that says what is shown: nodes, all nodes, ties."""
    text = page.inner_text("#notice")
    return [int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d\s,.]*(?= )", text)][:3]


def heading(page: Any) -> str:
    return str(page.inner_text("#details h2"))


def test_opens_offline_and_draws(opened: Opener, page_text: str) -> None:
    visit = opened()
    assert visit.requests == []
    assert visit.errors == []
    assert visit.page.title().startswith("Innlandet")
    inked = visit.page.evaluate(
        """() => { const c = document.querySelector("#canvas canvas");
        const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        const seen = new Set();
        for (let i = 0; i < d.length; i += 4) {
          if (d[i + 3]) seen.add([d[i] >> 4, d[i + 1] >> 4, d[i + 2] >> 4].join());
        }
        return seen.size; }"""
    )
    assert inked > 20, "marks of several colours, lines and labels"
    assert len(page_text.encode()) < 2_500_000


def test_counts_are_those_of_the_network(opened: Opener, innlandet: Ecosystem) -> None:
    network = read_ties(innlandet).network()
    actors = len(innlandet.actors())
    assert notice(opened().page) == [len(network), actors, network.number_of_edges()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("raufoss", "NCE Raufoss"),
        ("hogskole", "Høgskolen i Innlandet"),
        ("HØGSKOLE", "Høgskolen i Innlandet"),
    ],
)
def test_search_levels_letters_and_goes_there(opened: Opener, typed: str, expected: str) -> None:
    page = opened().page
    page.keyboard.press("/")
    page.keyboard.type(typed)
    found = page.locator("#found li").all_inner_texts()
    names = [text.split("\n")[0] for text in found]
    assert any(name.startswith(expected) for name in names)
    assert page.get_attribute("#search", "aria-expanded") == "true"
    for _ in range(1 + next(i for i, name in enumerate(names) if name.startswith(expected))):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert heading(page) == expected
    assert "selected=actor" in page.url


def test_what_is_in_no_picture_opens_beside_it_and_leaves_the_picture_alone(opened: Opener) -> None:
    page = opened().page
    before = notice(page)
    page.keyboard.press("/")
    page.keyboard.type("raufoss")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert heading(page) == "Raufoss"
    assert "selected=place" in page.url
    assert notice(page) == before


def test_search_finds_former_names_and_topics(opened: Opener) -> None:
    page = opened().page
    page.fill("#search", "campus")
    assert any("tema" in text for text in page.locator("#found li").all_inner_texts())
    page.fill("#search", "NCE Manufacturing")
    assert any(text.startswith("NCE Raufoss") for text in page.locator("#found li").all_inner_texts())
    page.fill("#search", "xyzzy")
    assert "Ingen treff" in page.inner_text("#found")


def test_details_name_sources_with_their_addresses(opened: Opener, innlandet: Ecosystem) -> None:
    page = opened("selected=actor/nce-raufoss").page
    assert heading(page) == "NCE Raufoss"
    addresses = {str(row) for row in innlandet.asserted.objects(None, None) if str(row).startswith("http")}
    links = page.locator("#details .sources a").evaluate_all("all => all.map(a => [a.href, a.rel, a.target])")
    assert len(links) > 20
    for href, rel, target in links:
        assert href in addresses or href.rstrip("/") in {a.rstrip("/") for a in addresses}
        assert "noopener" in rel
        assert target == "_blank"
    groups = page.locator("#details h3").all_inner_texts()
    assert {"Samarbeider med 12", "Sies å ha påvirket 22"} & set(groups)
    assert len(groups) > 6


def test_links_in_the_panel_walk_the_graph(opened: Opener) -> None:
    page = opened("selected=actor/nce-raufoss").page
    page.click('#details [data-thing="actor/7sterke"]')
    assert heading(page) == "7sterke"
    assert "selected=actor%2F7sterke" in page.url


def test_why_names_the_rule_and_the_premises(opened: Opener) -> None:
    page = opened("selected=actor/ntnu-gjovik").page
    button = page.locator("#details .why-button").first
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    text = page.locator("#details .why").first.inner_text()
    assert "prp-spo2" in text
    assert page.locator("#details .why li").count() >= 2
    page.locator("section", has_text="Følger av reglene").last.locator(".why-button").last.click()
    assert "ligger i" in page.locator("section", has_text="Følger av reglene").last.inner_text()


def test_legend_and_facets_filter(opened: Opener) -> None:
    page = opened().page
    before = notice(page)
    page.click("#sphere-industry")
    assert page.get_attribute("#sphere-industry", "aria-pressed") == "true"
    shown = int(page.inner_text("#sphere-industry .count"))
    assert notice(page)[0] == shown < before[0]
    page.click("#sphere-industry")
    box = page.locator('#filters input[data-facet="kind"]').first
    stated = int(box.locator("xpath=..").locator(".count").inner_text())
    box.check()
    assert notice(page)[0] == stated
    page.click("#filters .clear")
    assert notice(page) == before


def test_tie_facets_count_ties(opened: Opener, innlandet: Ecosystem) -> None:
    page = opened("type=memberOf").page
    members = {
        frozenset((row.source, row.target)) for row in read_ties(innlandet).rows if row.kind == "memberOf"
    }
    assert notice(page)[2] == len(members)


@pytest.mark.parametrize("reading", list(Reading))
@pytest.mark.parametrize("year", [1995, 2010, 2024])
def test_slider_shows_the_network_of_the_year(
    opened: Opener, innlandet: Ecosystem, year: int, reading: Reading
) -> None:
    page = opened().page
    page.locator("#year").fill(str(year))
    page.click(f'[data-reading="{reading}"]')
    network = read_ties(innlandet).network(year, reading)
    nodes, _, ties = notice(page)
    assert (nodes, ties) == (len(network), network.number_of_edges())
    assert page.inner_text("#year-shown") == str(year)


def test_play_walks_the_years_and_stops(opened: Opener) -> None:
    page = opened("year=1990").page
    page.click("#play")
    page.wait_for_selector("#year-shown:not(:text-is('1990'))")
    page.click("#play")
    stopped = page.inner_text("#year-shown")
    assert int(stopped) > 1990
    assert "Spill av" in page.inner_text("#play")


def test_language_changes_without_reloading(opened: Opener) -> None:
    page = opened("selected=actor/ntnu-gjovik").page
    page.evaluate("window.still = true")
    page.click('[data-lang="en"]')
    assert page.get_attribute("html", "lang") == "en"
    assert heading(page) == "NTNU in Gjøvik"
    assert page.inner_text("#question") == "Who works together with whom?"
    assert page.evaluate("window.still") is True
    norwegian = page.locator(
        "button:visible, label:visible, summary:visible, h2:visible, h3:visible"
    ).all_inner_texts()
    assert not [text for text in norwegian if re.search(r"\b(og|ikke|Vis|Bånd|Klynger)\b", text)]


def test_address_restores_the_view(opened: Opener) -> None:
    first = opened().page
    first.click("#view-clusters")
    first.click("#sphere-industry")
    first.locator("#year").fill("2015")
    first.click('[data-reading="certain"]')
    first.click('[data-lang="en"]')
    first.wait_for_url("**lang=en**")
    address = first.url.split("#")[1]
    second = opened(address).page
    assert notice(second) == notice(first)
    assert second.get_attribute("#view-clusters", "aria-current") == "page"
    assert second.inner_text("#year-shown") == "2015"
    assert second.get_attribute('[data-reading="certain"]', "aria-pressed") == "true"
    assert second.get_attribute("html", "lang") == "en"
    assert second.url == first.url


def test_nonsense_in_the_address_is_ignored(opened: Opener) -> None:
    for selected in ("actor/none", "constructor", "tie:a b", "__proto__"):
        visit = opened(
            f"view=x&year=20x5&steps=99&selected={selected}&sphere=%3Cb%3E&kind=constructor&size=x&lang=y"
        )
        assert visit.errors == []
        assert heading(visit.page)


def test_focus_is_the_neighbourhood(opened: Opener, innlandet: Ecosystem) -> None:
    network = read_ties(innlandet).network()
    for steps in (1, 2):
        page = opened(f"focus=actor/ntnu-gjovik&selected=actor/ntnu-gjovik&steps={steps}").page
        reach = nx.single_source_shortest_path_length(network, INL + "actor/ntnu-gjovik", steps)
        text = page.inner_text("#notice")
        assert f"Viser {len(reach)} av" in text
    page.click("#notice button")
    assert notice(page)[0] == len(network)


def test_unconnected_actors_can_be_shown(opened: Opener, innlandet: Ecosystem) -> None:
    page = opened().page
    page.check("#unconnected")
    assert notice(page)[0] == len(innlandet.actors())


def test_spillovers_are_the_ledger(opened: Opener, innlandet: Ecosystem) -> None:
    ledger = read_ledger(innlandet)
    page = opened("view=spillovers").page
    assert notice(page)[2] == len(ledger.entries)
    contested = page.locator('#filters input[data-value="contested"]')
    expected = sum(entry.weight.standing is Standing.CONTESTED for entry in ledger.entries)
    assert int(contested.locator("xpath=..").locator(".count").inner_text()) == expected > 0
    contested.check()
    assert notice(page)[2] == expected
    page.click("#as-table")
    assert "omstridt" in page.inner_text("#tables")


def test_map_and_its_table_agree(opened: Opener) -> None:
    page = opened("view=map&as=table").page
    row = page.locator("#tables tr", has_text="Lillehammer").first
    in_table = int(row.locator("td.value").first.inner_text())
    page.locator('#filters input[data-value="place/lillehammer"]').check()
    assert notice(page)[0] == in_table
    assert page.locator("#tables table").count() == 2


def test_tables_sort_and_lead_on(opened: Opener) -> None:
    page = opened("as=table").page
    first = page.locator("#tables table").first
    ties = [int(t) for t in first.locator("tbody tr td.value").all_inner_texts()]
    assert ties == sorted(ties, reverse=True)
    first.locator("thead button").first.click()
    names = page.locator("#tables table").first.locator("tbody th").all_inner_texts()
    assert page.locator("#tables table").first.locator("th[aria-sort=ascending]").count() == 1
    assert names[0].casefold() <= names[50].casefold()
    page.locator("#tables table").first.locator("tbody th button").first.click()
    assert heading(page) == names[0]


def save(page: Any, what: str) -> bytes:
    page.click("#save summary")
    with page.expect_download() as waiting:
        page.click(f'[data-save="{what}"]')
    return Path(waiting.value.path()).read_bytes()


def test_exports_hold_what_is_shown(opened: Opener, innlandet: Ecosystem) -> None:
    visit = opened("year=2010")
    page = visit.page
    nodes, _, ties = notice(page)
    rows = list(csv.DictReader(io.StringIO(save(page, "things").decode("utf-8-sig"))))
    assert len(rows) == nodes
    assert {row["sphere"] for row in rows} == {
        "industry",
        "public",
        "intermediary",
        "research-education",
        "civil-society",
    }
    stated = list(csv.DictReader(io.StringIO(save(page, "ties").decode("utf-8-sig"))))
    assert len({frozenset((row["from"], row["to"])) for row in stated}) == ties
    assert all(row["sources"] for row in stated)
    graph = nx.parse_graphml(save(page, "graphml").decode())
    assert (len(graph), graph.number_of_edges()) == (nodes, ties)
    network = read_ties(innlandet).network(2010)
    assert {INL + node for node in graph} == set(network)
    assert visit.errors == []


def test_pictures_are_whole(opened: Opener) -> None:
    visit = opened("view=spillovers")
    svg = ElementTree.fromstring(save(visit.page, "svg").decode())
    space = "{http://www.w3.org/2000/svg}"
    assert svg.find(f"{space}title") is not None
    assert len(svg.findall(f".//{space}path")) >= notice(visit.page)[2]
    png = save(visit.page, "png")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") > 1000
    assert visit.errors == []


def test_keyboard_alone_is_enough(opened: Opener) -> None:
    page = opened().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "canvas":
            break
    assert page.evaluate("document.activeElement.id") == "canvas"
    page.keyboard.press("ArrowRight")
    first = heading(page)
    page.keyboard.press("ArrowRight")
    second = heading(page)
    assert first != second
    assert second in page.inner_text("#said")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "canvas"
    page.focus("#skip")
    page.keyboard.press("Enter")
    assert page.is_visible("#tables")
    assert page.evaluate("document.activeElement.closest('#tables') !== null")


def test_click_on_a_mark_opens_it(opened: Opener) -> None:
    page = opened("focus=actor/nce-raufoss").page
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for dx in range(-40, 41, 8):
        for dy in range(-40, 41, 8):
            page.mouse.click(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)
            if heading(page) == "NCE Raufoss":
                page.wait_for_url("**selected=actor%2Fnce-raufoss**")
                return
    pytest.fail("the centre of the neighbourhood is not in the middle of the picture")


VIEWS = [
    "",
    "view=clusters",
    "view=spillovers",
    "view=map",
    "view=funding",
    "as=table",
    "as=table&view=spillovers",
]


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize(
    "view", [*VIEWS, "selected=actor/nce-raufoss", "view=spillovers&theme=dark&year=2015"]
)
def test_axe_finds_nothing(opened: Opener, view: str, lang: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(f"{view}&lang={lang}".lstrip("&")).page
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_needs_no_sideways_scrolling(opened: Opener, scheme: str) -> None:
    visit = opened("selected=actor/nce-raufoss", width=390, height=844, color_scheme=scheme)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.errors == []


HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 2'>",
    "\"'><svg onload=window.hacked=3>",
    "{{ 7 * 7 }} ${window.hacked = 4} <!-- ]]> & &amp;",
    "\u202eattack\u202c \u200f\u2066",
    "🧪👩‍🔬 “æøå” \\u003cb\\u003e",
    "Ø" * 10_000,
    '=HYPERLINK("http://x")',
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    prov = "<http://www.w3.org/ns/prov#hadPrimarySource>"
    eco = "https://w3id.org/innovation-ecosystem/ontology#"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f"<{INL}source/s> a <{eco}Source> ; <http://purl.org/dc/terms/title> {json.dumps(HOSTILE[0])} ;"
        f" <http://purl.org/dc/terms/publisher> {json.dumps(HOSTILE[1])} ;"
        f' <{eco}url> "javascript:window.hacked=5" .'
    ]
    for number, text in enumerate(HOSTILE):
        quoted = json.dumps(text, ensure_ascii=False)
        lines.append(
            f"<{INL}actor/h{number}> a <{eco}Firm> ;"
            f" {label} {quoted}@nb , {quoted}@en ; {prov} <{INL}source/s> ;"
            f' <http://xmlns.com/foaf/0.1/homepage> "javascript:window.hacked=6" .'
        )
        lines.append(
            f"<{INL}relation/r{number}> a <{eco}Collaboration> ; <{eco}collaborator> <{INL}actor/h{number}> ;"
            f" <{eco}counterpart> <{INL}actor/h{(number + 1) % len(HOSTILE)}> ;"
            f" <{eco}detail> {quoted} ; {prov} <{INL}source/s> ."
        )
    (folder / "hostile.ttl").write_text("\n".join(lines), encoding="utf-8")
    page = folder / "hostile.html"
    page.write_text(network_page(Ecosystem(parse(folder / "hostile.ttl"))), encoding="utf-8")
    return page


def test_hostile_names_are_only_text(chromium: Opener, hostile: Path) -> None:
    visit = chromium(hostile)
    page = visit.page
    page.wait_for_selector("html[data-ready=true]")
    assert notice(page) == [len(HOSTILE), len(HOSTILE), len(HOSTILE)]
    for number, text in enumerate(HOSTILE):
        page.evaluate(f"location.hash = 'selected=actor/h{number}'")
        page.wait_for_selector(f'#details [data-thing="actor/h{(number + 1) % len(HOSTILE)}"]')
        assert page.text_content("#details h2") == text
        assert page.locator("#details a[href^='javascript']").count() == 0
    page.click("#as-table")
    assert HOSTILE[0] in page.text_content("#tables")
    page.fill("#search", "<script>")
    assert page.locator("#found li").count() >= 1
    things = save(page, "things").decode("utf-8-sig")
    assert "'=HYPERLINK" in things
    ElementTree.fromstring(save(page, "svg").decode())
    assert len(nx.parse_graphml(save(page, "graphml").decode())) == len(HOSTILE)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, #details script").count() == 0
    assert visit.requests == []
    assert visit.errors == []


def test_large_networks_begin_with_the_most_relevant_part(
    chromium: Opener, innlandet: Ecosystem, tmp_path: Path
) -> None:
    facts = page_facts(innlandet)
    count = 1500
    scene = facts["scenes"][0]
    keys = [f"actor/many-{i}" for i in range(count)]
    facts["things"].update({key: {"name": key, "kind": "kind/firm", "sphere": "industry"} for key in keys})
    scene["nodes"] = [[key, 40 * (i % 40), 40 * (i // 40)] for i, key in enumerate(keys)]
    pairs = [(i, j) for i in range(3) for j in range(i + 1, count)]
    scene["rows"] = [{"from": keys[a], "to": keys[b], "kind": "collaboratesWith"} for a, b in pairs]
    scene["ties"] = [[a, b, [[number]]] for number, (a, b) in enumerate(pairs)]
    scene["measures"] = {}
    facts["opens"] = {"lang": "en"}
    path = tmp_path / "large.html"
    path.write_text(render(facts), encoding="utf-8")
    visit = chromium(path)
    page = visit.page
    page.wait_for_selector("html[data-ready=true]")
    assert notice(page)[:2] == [600, count]
    assert "900 are hidden" in page.inner_text("#notice")
    page.click("#notice button:has-text('more')")
    assert notice(page)[0] == 1200
    page.click("#notice button:has-text('all')")
    assert notice(page) == [count, count, len(pairs)]
    picture = page.locator("#canvas canvas")
    box = picture.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 340, box["y"] + 130, steps=4)
    assert "translate(40px, 30px)" in picture.get_attribute("style"), "it is shifted as it is"
    page.mouse.up()
    assert "translate" not in picture.get_attribute("style"), "and drawn anew when the hand rests"
    page.mouse.wheel(0, -100)
    page.wait_for_selector("#canvas canvas:not([style*='scale'])", state="attached")
    assert visit.errors == []
