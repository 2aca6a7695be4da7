"""The report in a browser kept off the network: languages, sorting, accessibility, paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.report import report

TOY = Path(__file__).parent / "data" / "report_toy.ttl"
Visit = object


@pytest.fixture(scope="module")
def page_file(innlandet: Ecosystem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(innlandet).html(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def toy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("toy") / "report.html"
    path.write_text(report(Ecosystem.load(TOY), lang="en").html(), encoding="utf-8")
    return path


def test_it_opens_without_a_request_or_an_error(chromium: Callable, page_file: Path) -> None:
    visit = chromium(page_file)
    assert visit.requests == []
    assert visit.errors == []
    assert visit.page.locator("svg.plot:visible").count() >= 6
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_switch_changes_language_title_and_address(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file).page
    assert page.evaluate("document.documentElement.lang") == "nb"
    assert page.locator("h1:visible").all_inner_texts() == ["Innovasjonsøkosystemet: Innlandet"]
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1:visible").all_inner_texts() == ["The innovation ecosystem: Innlandet"]
    assert page.title() == "The innovation ecosystem: Innlandet"
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_link_into_the_other_language_shows_it(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file).page
    page.evaluate("location.hash = '#en-cluster-nce-raufoss'")
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.locator("#en-cluster-nce-raufoss").is_visible()
    assert page.evaluate("document.getElementById('en-cluster-nce-raufoss').closest('details').open")


def test_tables_sort_both_ways_by_what_the_cells_mean(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file).page
    table = page.locator("table", has=page.get_by_role("columnheader", name="Oppgitt", exact=False)).first
    head = table.get_by_role("columnheader", name="Listet", exact=True)

    def column() -> list[int]:
        return [int(t) for t in table.locator("tbody tr td:nth-child(5)").all_inner_texts()]

    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert column() == sorted(column(), reverse=True)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column() == sorted(column())


def test_empty_cells_come_last_whichever_way(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file).page
    table = page.locator("table", has=page.get_by_role("columnheader", name="Oppgitt", exact=False)).first
    head = table.get_by_role("columnheader", name="Oppgitt", exact=True)
    for _ in range(2):
        head.get_by_role("button").click()
        texts = table.locator("tbody tr td:nth-child(3)").all_inner_texts()
        assert "–" in texts
        assert set(texts[texts.index("–") :]) == {"–"}


def test_without_scripts_both_languages_are_there(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file, java_script_enabled=False).page
    assert page.locator("h1").count() == 2
    for heading in page.locator("h1").all():
        assert heading.is_visible()


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Callable, page_file: Path, lang: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium(page_file, color_scheme=scheme).page
    page.evaluate(f"location.hash = '#lang={lang}'")
    page.wait_for_function(f"document.documentElement.lang === '{lang}'")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_needs_no_sideways_scrolling(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file, width=390, height=800).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_paper_shows_what_the_screen_folds(chromium: Callable, page_file: Path) -> None:
    page = chromium(page_file).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    folded = page.locator(".edition:not([hidden]) details:not(.query)")
    assert folded.count() > 5
    assert folded.evaluate_all("all => all.every((d) => d.open)")
    assert not page.locator(".switch").is_visible()
    assert page.locator("#nb-cluster-nce-raufoss").is_visible()
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/MediaBox") >= 5
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.evaluate_all("all => !all.some((d) => d.open)")


def test_hostile_names_do_nothing_but_show(chromium: Callable, toy_file: Path) -> None:
    dialogs: list[str] = []
    visit = chromium(toy_file)
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visit.page.reload()
    assert dialogs == []
    assert visit.errors == []
    assert visit.requests == []
    assert "Kelp & Co </script><b>cluster</b>" in visit.page.locator("main:visible").inner_text()
    assert visit.page.evaluate("document.documentElement.lang") == "en"
