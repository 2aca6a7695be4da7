"""What the page knows is what the graph says: counts, evidence of ties, texts. It is safe and repeatable."""

from __future__ import annotations

import copy
import html
import json
import re
from pathlib import Path

import networkx as nx
import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.network.projection import read_ties
from ecosystem_graph.period import Period, Reading, holds
from ecosystem_graph.queries import run
from ecosystem_graph.spillovers import read_ledger
from ecosystem_graph.turtle import parse
from ecosystem_graph.view import NetworkView, network_page
from ecosystem_graph.view.details import web_address
from ecosystem_graph.view.drawing import OPTIONS, draw, script_bundle
from ecosystem_graph.view.page import page_facts

INL = "https://w3id.org/innovation-ecosystem/innlandet/"

SMALL = """
@prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .
@prefix actor: <https://w3id.org/innovation-ecosystem/innlandet/actor/> .
@prefix relation: <https://w3id.org/innovation-ecosystem/innlandet/relation/> .
@prefix source: <https://w3id.org/innovation-ecosystem/innlandet/source/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
source:s a eco:Source ; dcterms:title "T" ; dcterms:publisher "P" ;
    eco:url "https://example.org/s"^^xsd:anyURI .
actor:a a eco:Firm ; rdfs:label "Å"@nb , "A"@en ; prov:hadPrimarySource source:s .
actor:b a eco:Cluster ; rdfs:label "B"@nb , "B"@en ; prov:hadPrimarySource source:s .
relation:r a eco:Membership ; eco:member actor:a ; eco:memberOrganisation actor:b ;
    eco:start "2006"^^xsd:gYear ; prov:hadPrimarySource source:s .
"""


@pytest.fixture(scope="module")
def facts(innlandet: Ecosystem) -> dict:
    return page_facts(innlandet)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ecosystem:
    path = tmp_path_factory.mktemp("small") / "small.ttl"
    path.write_text(SMALL, encoding="utf-8")
    return Ecosystem(parse(path))


def count(ecosystem: Ecosystem, pattern: str) -> int:
    return int(str(run(ecosystem, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}").rows[0][0]))


def test_everything_in_the_graph_is_in_the_page(innlandet: Ecosystem, facts: dict) -> None:
    things = [key.split("/")[0] for key in facts["things"]]
    assert things.count("actor") == count(innlandet, "?x a eco:Actor")
    assert things.count("place") == count(innlandet, "?x a eco:Place")
    assert things.count("topic") == count(innlandet, "?x a eco:Topic")
    assert things.count("event") == count(innlandet, "?x a eco:Event")
    assert len(facts["relations"]) == count(innlandet, "?x a eco:Relation")
    assert len(facts["figures"]) == count(innlandet, "?x a eco:Observation")
    assert len(facts["claims"]) == count(innlandet, "?x a eco:SpilloverProposition")
    assert sum(len(c["voices"]) for c in facts["claims"].values()) == count(innlandet, "?x a eco:Assertion")
    assert len(facts["sources"]) == count(innlandet, "?x a eco:Source")


def test_every_statement_names_sources_the_page_has(facts: dict) -> None:
    stated = [*facts["relations"].values(), *facts["figures"]]
    stated += [voice for claim in facts["claims"].values() for voice in claim["voices"]]
    for statement in stated:
        assert statement["sources"]
        assert set(statement["sources"]) <= set(facts["sources"])


def test_actors_have_kind_sphere_and_both_names(facts: dict) -> None:
    raufoss = facts["things"]["actor/nce-raufoss"]
    assert (raufoss["kind"], raufoss["sphere"], raufoss["founded"]) == (
        "kind/cluster",
        "intermediary",
        "2006",
    )
    assert facts["things"]["actor/ntnu-gjovik"]["name"] == ["NTNU i Gjøvik", "NTNU in Gjøvik"]
    assert "place/innlandet" in facts["things"]["actor/ntnu-gjovik"]["within"]
    assert all(t["sphere"] for key, t in facts["things"].items() if key.startswith("actor/"))


def test_standing_is_that_of_the_ledger(innlandet: Ecosystem, facts: dict) -> None:
    for iri, entry in read_ledger(innlandet).by_id.items():
        claim = facts["claims"][iri.removeprefix(INL + "proposition/")]
        assert claim["standing"] == entry.weight.standing.slug


@pytest.mark.parametrize("reading", list(Reading))
@pytest.mark.parametrize("year", [None, 1995, 2010, 2018, 2024])
def test_ties_rest_on_the_same_evidence_as_the_network(
    innlandet: Ecosystem, facts: dict, year: int | None, reading: Reading
) -> None:
    """The page's own reading of a year, worked out here from its data, gives the network of that year."""
    things, relations = facts["things"], facts["relations"]

    def life(key: str) -> Period:
        return Period(things[key].get("founded", ""), things[key].get("dissolved", ""))

    def held(row: str | dict) -> bool:
        said = relations[row] if isinstance(row, str) else row
        period = Period(said.get("start", ""), said.get("end", ""), said.get("ongoing", False))
        if year is None or holds(period, year, Reading.CERTAIN):
            return True
        ends = (said["from"], said["to"])
        return reading is Reading.POSSIBLE and all(p.possible(year) for p in (period, *map(life, ends)))

    for scene in facts["scenes"]:
        if scene["type"] != "network":
            continue
        keys = [node[0] for node in scene["nodes"]]
        ties = {
            frozenset((keys[a], keys[b])) if not scene["directed"] else (keys[a], keys[b])
            for a, b, because in scene["ties"]
            if any(all(held(scene["rows"][i]) for i in group) for group in because)
        }
        network = read_ties(innlandet, scene["id"]).network(year, reading)
        short = [(a.removeprefix(INL), b.removeprefix(INL)) for a, b in network.edges]
        assert ties == ({frozenset(pair) for pair in short} if not scene["directed"] else set(short)), scene[
            "id"
        ]


def test_every_scene_names_known_things_once(facts: dict) -> None:
    for scene in facts["scenes"]:
        keys = [node[0] for node in scene["nodes"]]
        assert len(keys) == len(set(keys))
        assert set(keys) <= set(facts["things"])
        for a, b, _ in scene.get("ties", []):
            assert 0 <= a < len(keys)
            assert 0 <= b < len(keys)
        for scores in scene["measures"].values():
            assert len(scores) <= len(keys)


def test_the_map_has_every_municipality_and_says_who_is_not_on_it(facts: dict) -> None:
    scene = next(s for s in facts["scenes"] if s["type"] == "map")
    assert len(scene["areas"]) == 46
    actors = sum(key.startswith("actor/") for key in facts["things"])
    assert len(scene["nodes"]) + scene["unplaced"] == actors


def test_page_is_whole_and_says_its_language(small: Ecosystem) -> None:
    page = network_page(small, lang="en")
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>innlandet: who is connected with whom</title>" in page
    assert '<html lang="nb">' in network_page(small, lang="nb")


def test_page_asks_nobody_for_anything(small: Ecosystem) -> None:
    page = network_page(small)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in html.unescape(policy[1])
    tags = re.sub(r"<script[^>]*>.*?</script>|<style>.*?</style>", "", page, flags=re.S)
    assert not re.search(r'(?:src|href)="(?!#|data:,)', tags)
    assert "sourceMappingURL" not in page


def test_page_is_the_same_every_time(small: Ecosystem, tmp_path: Path) -> None:
    path = tmp_path / "again.ttl"
    path.write_text(SMALL, encoding="utf-8")
    assert network_page(small) == network_page(Ecosystem(parse(path)))


def test_page_opens_as_asked(small: Ecosystem) -> None:
    page = network_page(small, year=2010, reading=Reading.CERTAIN, focus="b", projection="membership")
    facts = json.loads(re.search(r'id="facts">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert facts["opens"] == {"lang": "nb", "year": 2010, "reading": "certain", "focus": "actor/b"}
    assert facts["scenes"][0]["id"] == "membership"


def test_own_projection_becomes_the_first_view(small: Ecosystem, tmp_path: Path) -> None:
    query = tmp_path / "mine.rq"
    query.write_text(
        "#+ nb: Mitt spørsmål?\n#+ en: My question?\n"
        "PREFIX eco: <https://w3id.org/innovation-ecosystem/ontology#>\n"
        "SELECT ?source ?target ?weight ?kind\n"
        "{ ?source eco:memberOf ?target BIND(2 AS ?weight) BIND('x' AS ?kind) }\n",
        encoding="utf-8",
    )
    scene = page_facts(small, query)["scenes"][0]
    assert (scene["id"], scene["question"]) == ("mine", ["Mitt spørsmål?", "My question?"])
    assert scene["rows"] == [{"from": "actor/a", "to": "actor/b", "kind": "x", "weight": 2}]


@pytest.mark.parametrize("wrong", [{"lang": "sv"}, {"projection": "colaboration"}, {"focus": "nobody-here"}])
def test_what_is_not_there_is_said(small: Ecosystem, wrong: dict[str, str]) -> None:
    with pytest.raises(NotFoundError) as caught:
        network_page(small, **wrong)  # type: ignore[arg-type]
    (name,) = wrong.values()
    assert repr(name) in caught.value.told("en")
    assert caught.value.told("nb").startswith("ukjent ")
    assert repr(name) in caught.value.told("nb")


def test_drawing_leaves_its_input_alone(facts: dict) -> None:
    scene, things = copy.deepcopy(facts["scenes"][0]), copy.deepcopy(facts["things"])
    template = Path(draw.__code__.co_filename).parent / "assets" / "page.html"
    words = {
        "lang": "nb",
        "word": {},
        "facts": {},
        "words": {},
        "style": "",
        "script": "",
        "title": "",
        "hash": len,
    }
    draw(scene, things, lang="nb", template=template, values=words)
    assert scene == facts["scenes"][0]
    assert things == facts["things"]


def test_both_directions_of_a_pair_are_drawn_once_each_by_pyvis() -> None:
    """pyvis drops the second tie of an undirected pair; ours are merged before, and given as directed."""
    from pyvis.network import Network

    network = Network(directed=True)
    network.add_nodes(["a", "b"])
    network.add_edge("a", "b")
    network.add_edge("b", "a")
    assert len(network.edges) == 2
    undirected = Network()
    undirected.add_nodes(["a", "b"])
    undirected.add_edge("a", "b")
    undirected.add_edge("b", "a")
    assert len(undirected.edges) == 1, "pyvis has changed: the note in drawing.py is out of date"


def test_nothing_moves_by_itself() -> None:
    assert OPTIONS["physics"] == {"enabled": False}
    assert OPTIONS["layout"]["improvedLayout"] is False


def test_the_bundle_cannot_end_its_script_element() -> None:
    assert "</script" not in script_bundle()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.no/x", "https://a.no/x"),
        ("a.no", "https://a.no"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_links(text: str, address: str) -> None:
    assert web_address(text) == address


def test_words_are_there_in_both_languages() -> None:
    assets = Path(draw.__code__.co_filename).parent / "assets"
    words = json.loads((assets / "words.json").read_text(encoding="utf-8"))
    for key, pair in words.items():
        assert len(pair) == 2, key
        assert all(pair), key
        assert len(set(re.findall(r"\{\d\}", pair[0])) ^ set(re.findall(r"\{\d\}", pair[1]))) == 0, key
    script = "\n".join(path.read_text(encoding="utf-8") for path in sorted((assets / "js").glob("*.js")))
    template = (assets / "page.html").read_text(encoding="utf-8")
    used = set(re.findall(r'\bword\("([\w.+-]+)"[,)]', script)) | set(
        re.findall(r'data-word[\w-]*="([\w.]+)"', template)
    )
    assert used <= set(words), used - set(words)


def test_measures_are_those_of_the_network(innlandet: Ecosystem, facts: dict) -> None:
    scene = facts["scenes"][0]
    network = read_ties(innlandet, scene["id"]).network()
    between = nx.betweenness_centrality(network)
    for node, score in zip(scene["nodes"], scene["measures"]["betweenness"], strict=False):
        assert score == pytest.approx(between[INL + node[0]], rel=1e-3, abs=1e-9)


def test_notebooks_show_the_page_in_a_frame(small: Ecosystem) -> None:
    page = network_page(small)
    shown = NetworkView(page, height=400)._repr_html_()
    assert "height:400px" in shown
    framed = re.search(r'srcdoc="([^"]*)"', shown)
    assert framed is not None
    assert html.unescape(framed[1]) == page
