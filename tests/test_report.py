"""The report: findings, tables and both forms, on a small hostile region and on Innlandet."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.network.centrality import centrality
from ecosystem_graph.network.projection import project
from ecosystem_graph.report import Report, report
from ecosystem_graph.report.document import Group, Table, cell, line, plain
from ecosystem_graph.report.words import LANGUAGES
from ecosystem_graph.turtle import parse

TOY = Path(__file__).parent / "data" / "report_toy.ttl"


@pytest.fixture(scope="module")
def toy() -> Report:
    return report(Ecosystem.load(TOY))


@pytest.fixture(scope="module")
def region(innlandet: Ecosystem) -> Report:
    return report(innlandet)


def tables(made: Report, lang: str) -> dict[str, list[list[str]]]:
    """Every table of the document as texts, by caption."""
    found: dict[str, list[list[str]]] = {}

    def walk(blocks: tuple[object, ...]) -> None:
        for block in blocks:
            if isinstance(block, Group):
                walk(block.blocks)
            elif isinstance(block, Table):
                found[plain(block.caption)] = [[plain(c.line) for c in row] for row in block.rows]

    for section in made.document(lang).sections:
        walk(section.blocks)
    return found


class Reader(HTMLParser):
    """Ids, internal links, scripts and outside addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))
        self.loads += [str(given[k]) for k in ("src", "srcset", "poster", "action", "data") if given.get(k)]
        if tag == "link":
            self.loads.append(str(given.get("href")))


# -- findings ------------------------------------------------------------------------------------------


def test_findings_are_sentences_in_the_language_asked_for(toy: Report) -> None:
    assert toy.findings == tuple(f.nb for f in toy.found)
    english = Report(toy.material, "en")
    assert english.findings == tuple(f.en for f in toy.found)
    for finding in toy.found:
        for lang in LANGUAGES:
            assert finding.text(lang).endswith("."), finding.key
            assert "{" not in finding.text(lang), finding.key
        assert 0 <= finding.interest <= 1


def test_findings_come_most_interesting_first(region: Report) -> None:
    interest = [f.interest for f in region.found]
    assert interest == sorted(interest, reverse=True)
    assert len({f.key for f in region.found}) == len(region.found) >= 8


def test_every_finding_points_to_a_part_of_the_report(region: Report) -> None:
    ids = set(Reader(region.html()).ids)
    for finding in region.found:
        assert f"nb-{finding.chapter}" in ids
        assert finding.query or finding.sources


def test_the_leader_is_told_with_its_uncertainty(region: Report, innlandet: Ecosystem) -> None:
    leader = next(f for f in region.found if f.key == "leader")
    degree = centrality(project(innlandet), ["degree"])["degree"]
    first = max(degree, key=lambda node: (degree[node], node))
    assert region.material.analysis.name(first, "en") in leader.en
    place = region.material.analysis.interval("degree", first)
    assert place is not None
    assert f"{place.low}" in leader.en
    assert "90" in leader.en


def test_the_focus_is_the_most_claimed_cause_and_can_be_chosen(innlandet: Ecosystem, region: Report) -> None:
    times: dict[str, int] = {}
    for proposition in region.material.ledger.propositions:
        times[proposition.cause] = times.get(proposition.cause, 0) + len(proposition.assertions)
    assert times[region.material.focus] == max(times.values())
    assert region.material.focus.endswith("/nce-raufoss")


def test_an_unknown_focus_is_refused() -> None:
    with pytest.raises(NotFoundError, match="kelpp") as caught:
        report(Ecosystem.load(TOY), focus="kelpp")
    nb = "ukjent aktør, sted, tema eller hendelse: 'kelpp'; mente du 'kelp'?"
    assert caught.value.told("nb") == nb


def test_numbers_of_the_small_region_are_those_counted_by_hand(toy: Report) -> None:
    coverage = next(f for f in toy.found if f.key == "coverage")
    assert "25%" in coverage.en
    assert "12 stated in 2014, three listed" in coverage.en
    focus = next(f for f in toy.found if f.key == "focus")
    assert (
        "two effects, but none of them rest on at least two independent sources, and one is disputed"
        in focus.en
    )
    assert "One of three statements is made" in focus.en


def test_singular_is_singular(toy: Report) -> None:
    text = toy.markdown("nb")
    assert "én klynger" not in text
    assert "Én sted" not in text
    assert "én virkninger" not in text
    assert not re.search(r"\bone (clusters|awards|claims|effects|places)\b", toy.markdown("en"))


# -- forms ---------------------------------------------------------------------------------------------


def test_both_languages_hold_the_same_tables(region: Report) -> None:
    nb, en = tables(region, "nb"), tables(region, "en")
    assert len(nb) == len(en) >= 20
    for (first, one), (second, two) in zip(nb.items(), en.items(), strict=True):
        assert len(one) == len(two), (first, second)


def test_no_norwegian_is_left_in_english(region: Report) -> None:
    """Headings and captions, which we write ourselves."""
    document = region.document("en")
    written = [document.title, *(s.title for s in document.sections), *tables(region, "en")]
    for text in written:
        assert not re.search(r"\b(og|av|med|som|ikke|medlemmer|klynger)\b", text), text


def test_markdown_and_html_hold_the_same_numbers(region: Report) -> None:
    text, page = region.markdown("nb"), region.html()
    for caption, rows in tables(region, "nb").items():
        header = next(
            x for x in text.split("\n") if x.startswith("**") and caption[:30] in x.replace("\\", "")
        )
        assert header
        assert page.count("<tr>") >= len(rows)
    assert text.count("\n|") > 200


def test_hostile_names_stay_text(toy: Report) -> None:
    page = toy.html()
    read = Reader(page)
    assert read.tags.count("script") == 1
    assert "b" not in read.tags
    assert "u" not in read.tags
    assert "img" not in read.tags
    assert "javascript:" not in "".join(read.links)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    text = toy.markdown("nb")
    assert "<script" not in text.replace("\\<script", "")
    assert "Tau \\| og \\*tråd\\*" in text


def test_the_page_loads_nothing(region: Report) -> None:
    read = Reader(region.html())
    assert [x for x in read.loads if not x.startswith("data:")] == []
    assert "@import" not in region.html()
    assert "url(" not in region.html()


def test_ids_are_unique_and_links_lead_somewhere(region: Report) -> None:
    read = Reader(region.html())
    assert len(read.ids) == len(set(read.ids))
    inside = {link[1:] for link in read.links if link.startswith("#")}
    assert inside <= set(read.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in read.links)


def test_every_citation_has_its_source(region: Report) -> None:
    text = region.markdown("nb")
    cited = {int(n) for n in re.findall(r" \[(\d+)\]", text)}
    sources = text[text.index("## Kilder") :]
    listed = {int(n) for n in re.findall(r"^(\d+)\. ", sources, re.MULTILINE)}
    assert cited == listed == set(range(1, len(listed) + 1))
    assert set(region.document("nb").sources) == set(region.document("en").sources)


def test_every_source_of_a_member_status_or_conflict_is_in_the_list(region: Report) -> None:
    evidence = region.material.evidence
    told = [m.sources for c in evidence.known_clusters for m in c.members]
    told += [s.sources for s in evidence.statuses]
    told += [v.sources for c in evidence.conflicts for v in c.values]
    assert {slug for sources in told for slug in sources} <= set(region.document("en").sources)


def test_every_claim_about_the_focus_names_asserter_and_source(region: Report) -> None:
    claims = next(
        rows for caption, rows in tables(region, "en").items() if caption.startswith("Every claim about")
    )
    entries = [e for e in region.material.ledger.entries if e.proposition.cause == region.material.focus]
    assert len(claims) == sum(len(e.proposition.assertions) for e in entries)
    assert all(row[1] and row[2] for row in claims)


def test_queries_run_as_they_are_printed(region: Report, innlandet: Ecosystem) -> None:
    """A reader can copy any query of the report and get its rows."""
    from ecosystem_graph.queries import run

    blocks = re.findall(r"```sparql\n(.*?)```", region.markdown("en"), re.DOTALL)
    assert len(blocks) >= 15
    for text in blocks:
        run(innlandet, text)


def test_csv_holds_every_actor_with_its_interval(region: Report, innlandet: Ecosystem) -> None:
    rows = list(csv.DictReader(io.StringIO(region.centrality_csv())))
    network = project(innlandet)
    assert {row["id"] for row in rows} == {data["slug"] for _, data in network.nodes(data=True)}
    for row in rows:
        assert int(row["degree_rank_low"]) <= float(row["degree_rank_median"]) <= int(row["degree_rank_high"])
    first = min(rows, key=lambda row: int(row["degree_rank"]))
    assert int(first["degree"]) == max(dict(network.degree).values())


# -- years, empty regions, sameness --------------------------------------------------------------------


def test_a_year_changes_network_and_title() -> None:
    ecosystem = Ecosystem.load(TOY)
    early = report(ecosystem, year=2011, lang="en")
    late = report(ecosystem, year=2020, lang="en")
    assert early.document().title.endswith("in 2011")
    slugs = [{row["id"] for row in csv.DictReader(io.StringIO(r.centrality_csv()))} for r in (early, late)]
    assert slugs == [{"kelp", "rope", "boat"}, {"kelp", "boat", "lab"}]


def test_a_region_without_ties_or_claims_still_has_a_report(tmp_path: Path) -> None:
    path = tmp_path / "alone.ttl"
    path.write_text(
        "@prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/e/> a <http://rdfs.org/ns/void#Dataset> ; rdfs:label "Tomt"@nb , "Empty"@en .\n'
        '<https://example.org/e/actor/one> a eco:Firm ; rdfs:label "Én"@nb , "One"@en .\n',
        encoding="utf-8",
    )
    empty = report(Ecosystem.load(path))
    assert empty.findings == ()
    for lang in LANGUAGES:
        assert "##" in empty.markdown(lang)
    assert "Nettverket er tomt" in empty.html()
    assert len(empty.centrality_csv().splitlines()) == 1


def test_the_order_of_the_facts_changes_nothing(toy: Report) -> None:
    facts = sorted(parse(TOY), key=str, reverse=True)
    again = report(Ecosystem(facts))
    assert again.html() == toy.html()
    assert again.markdown("en") == toy.markdown("en")
    assert again.centrality_csv() == toy.centrality_csv()


def test_hash_seeds_change_nothing() -> None:
    """Sets and dicts iterate by hash: two seeds, one text."""
    script = (
        "import hashlib; from ecosystem_graph.ecosystem import Ecosystem;"
        "from ecosystem_graph.report import report;"
        f"r = report(Ecosystem.load({str(TOY)!r}));"
        "text = r.html() + r.markdown() + r.centrality_csv();"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )

    def digest(seed: str) -> str:
        path = os.pathsep.join(p for p in sys.path if p)
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", script], env=env, check=True, capture_output=True, text=True
        )
        return done.stdout

    assert digest("1") == digest("2")


def test_lines_join_texts() -> None:
    assert line("a", "b", "") == ("ab",)
    assert cell("x", sort=3).sort == 3
