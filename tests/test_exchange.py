"""Files for other tools, read back by tools that are not ours."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph

from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.exchange import Carried, Link, Node, carry, graph_text, write_network
from ecosystem_graph.exchange.carried import edtf
from ecosystem_graph.exchange.objects import cytoscape, kumu, kumu_sheets
from ecosystem_graph.exchange.xml import gexf, graphml
from ecosystem_graph.network.projection import project, projections, read_ties
from ecosystem_graph.period import Period, Reading
from ecosystem_graph.turtle import quads
from ecosystem_graph.vocab import ASSERTED, INFERRED, INL, ONTOLOGY

RAUFOSS = str(INL["actor/nce-raufoss"])
KATAPULT = str(INL["actor/mtnc"])
NS = {"g": "http://www.gexf.net/1.2draft"}


@pytest.fixture(scope="module")
def network(innlandet: Ecosystem) -> Carried:
    return carry(innlandet)


def node(slug: str, label: str = "x", life: Period | None = None) -> Node:
    texts = [f"https://example.org/{slug}", f"actor:{slug}", slug, label, label]
    return Node(
        *texts, "firm", "foretak", "firm", "industry", "næringsliv", "industry", "Våler", "", life or Period()
    )


def link(*periods: Period, titles: tuple[str, ...] = ()) -> Link:
    ends = ("https://example.org/a", "https://example.org/b")
    return Link("e1", *ends, 2, ("hosts",), ("huser",), ("hosts",), periods, (), (), titles)


def carried(*periods: Period, label: str = "x") -> Carried:
    return Carried("toy", "", "", False, None, "possible", (node("a", label), node("b")), (link(*periods),))


# -- networks ----------------------------------------------------------------------------------------------


def same_network(read: nx.Graph, expected: nx.Graph, innlandet: Ecosystem) -> None:
    """Nodes, ties, weights, names, kinds, relations and sources as the projection has them."""
    assert read.is_directed() == expected.is_directed()
    assert set(read) == set(expected)
    assert {frozenset(e) for e in read.edges} == {frozenset(e) for e in expected.edges}
    for iri, data in expected.nodes(data=True):
        for name in ("slug", "label_nb", "label_en", "kind", "sphere"):
            assert read.nodes[iri].get(name, "") == data[name]
    sources: dict[str, set[str]] = {}
    for s, p, o in innlandet.facts:
        if str(p).endswith("#hadPrimarySource"):
            sources.setdefault(str(s), set()).add(str(o))
    for a, b, data in expected.edges(data=True):
        tie = read.edges[a, b]
        assert float(tie["weight"]) == data["weight"]
        assert tuple(_listed(tie["kinds"])) == data["kinds"]
        assert tuple(_listed(tie["relations"])) == data["relations"]
        assert set(_listed(tie["sources"])) == set().union(*(sources[r] for r in data["relations"]))


def _listed(value: str | list[str]) -> list[str]:
    return value.split("|") if isinstance(value, str) else value


@pytest.mark.parametrize("projection", ["collaboration", "spillover"])
def test_networkx_reads_graphml_and_gexf(innlandet: Ecosystem, projection: str, tmp_path: Path) -> None:
    network, expected = carry(innlandet, projection), project(innlandet, projection)
    for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        path = tmp_path / f"n{ending}"
        assert write_network(network, path, "nb") == (path,)
        same_network(read(path), expected, innlandet)


def test_networkx_reads_cytoscape(innlandet: Ecosystem, network: Carried) -> None:
    content = json.loads(cytoscape(network, "nb"))
    same_network(nx.cytoscape_graph(content), project(innlandet), innlandet)
    assert all(e["data"]["interaction"] for e in content["elements"]["edges"])


def test_names_and_norwegian_letters_are_whole(network: Carried) -> None:
    read = nx.parse_graphml(graphml(network, "nb"))
    assert read.nodes[RAUFOSS]["label"] == "NCE Raufoss"
    labels = {data["label_nb"] for _, data in read.nodes(data=True)}
    assert {"Høgskolen i Gjøvik", "Gjøvik kommune"} <= labels
    assert nx.parse_graphml(graphml(network, "en")).nodes[RAUFOSS]["label"] == "NCE Raufoss"
    assert read.nodes[RAUFOSS]["kind_nb"] == "klynge"


@pytest.mark.parametrize("write", [graphml, gexf])
def test_odd_names_survive_xml(write: Callable[[Carried, str], str]) -> None:
    odd = 'a < b & "c" \' æøå 🧭 ]]>'
    root_ = ET.fromstring(write(carried(label=odd), "nb"))
    found = {t for e in root_.iter() for t in (e.text, *e.attrib.values()) if t}
    assert odd in found
    assert ET.fromstring(write(carried(label="a\x00\x1b\ufffeb"), "nb")) is not None


@given(st.text(max_size=30))
def test_any_name_is_well_formed_and_comes_back(label: str) -> None:
    read = nx.parse_graphml(graphml(carried(label=label), "nb"))
    kept = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", label)
    assert read.nodes["https://example.org/a"].get("label", "") == kept
    ET.fromstring(gexf(carried(label=label), "nb"))


# -- time --------------------------------------------------------------------------------------------------


def spans(element: ET.Element) -> list[tuple[str, str]]:
    spells = element.findall("g:spells/g:spell", NS) or [element]
    return [(s.get("start", ""), s.get("end", "")) for s in spells]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([Period("2006", "2016")], [("2006-01-01", "2016-12-31")]),
        ([Period("2006-02", "2008-02")], [("2006-02-01", "2008-02-29")]),
        ([Period("2006-02-03", "2007-02-04")], [("2006-02-03", "2007-02-04")]),
        ([Period("2006")], [("2006-01-01", "")]),
        ([Period("2006", ongoing=True)], [("2006-01-01", "")]),
        ([Period(end="2016")], [("", "2016-12-31")]),
        ([Period()], [("", "")]),
        ([Period("2006", "2007"), Period("2010")], [("2006-01-01", "2007-12-31"), ("2010-01-01", "")]),
        ([Period("2006", "2012"), Period("2010", "2011")], [("2006-01-01", "2012-12-31")]),
        ([Period("2006", "2007"), Period()], [("", "")]),
    ],
)
def test_gexf_spans(periods: list[Period], expected: list[tuple[str, str]]) -> None:
    edge = ET.fromstring(gexf(carried(*periods), "nb")).find(".//g:edge", NS)
    assert edge is not None
    assert spans(edge) == expected


def covers(element: ET.Element, year: int) -> bool:
    return any((not s or int(s[:4]) <= year) and (not e or year <= int(e[:4])) for s, e in spans(element))


@pytest.mark.parametrize("projection", sorted(projections()))
def test_the_time_line_shows_the_network_of_each_year(innlandet: Ecosystem, projection: str) -> None:
    read = ET.fromstring(gexf(carry(innlandet, projection), "nb"))
    nodes = {n.attrib["id"]: n for n in read.iterfind(".//g:node", NS)}
    edges = {(e.attrib["source"], e.attrib["target"]): e for e in read.iterfind(".//g:edge", NS)}
    ties = read_ties(innlandet, projection)
    for year in (1950, 1998, 2006, 2015, 2024):
        shown = {pair for pair, edge in edges.items() if covers(edge, year)}
        alive = {pair for pair in shown if all(covers(nodes[end], year) for end in pair)}
        holds = set(ties.network(year, Reading.POSSIBLE).edges)
        assert alive <= holds <= shown


def test_gexf_follows_its_primer(network: Carried) -> None:
    """Order and attributes as in the GEXF 1.2 primer; its XSD found nothing either."""
    read = ET.fromstring(gexf(network, "nb"))
    assert read.attrib["version"] == "1.2"
    graph = read.find("g:graph", NS)
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert [c.tag.split("}")[1] for c in graph] == ["attributes", "attributes", "nodes", "edges"]
    for kind in ("node", "edge"):
        declared = {a.attrib["id"] for a in graph.iterfind(f"g:attributes[@class='{kind}']/g:attribute", NS)}
        used = {v.attrib["for"] for v in graph.iterfind(f".//g:{kind}/g:attvalues/g:attvalue", NS)}
        assert used <= declared
    nodes = {n.attrib["id"] for n in graph.iterfind("g:nodes/g:node", NS)}
    edges = graph.findall("g:edges/g:edge", NS)
    assert {e.attrib[end] for e in edges for end in ("source", "target")} == nodes
    assert len({e.attrib["id"] for e in edges}) == len(edges) == len(network.links)
    raufoss = next(n for n in graph.iterfind("g:nodes/g:node", NS) if n.attrib["id"] == RAUFOSS)
    assert spans(raufoss)[0][0].endswith("-01-01")


def test_a_year_keeps_what_holds_in_it(innlandet: Ecosystem) -> None:
    network = carry(innlandet, year=2010, reading=Reading.CERTAIN)
    expected = project(innlandet, year=2010, reading=Reading.CERTAIN)
    assert {(tie.source, tie.target) for tie in network.links} == {tuple(sorted(e)) for e in expected.edges}
    assert all(any(p.certain(2010) for p in tie.periods) for tie in network.links)
    assert "2010" in network.title("nb")


def test_edtf_of_the_four_kinds_of_end() -> None:
    told = [edtf(p) for p in (Period("2006", "2016"), Period("2006", ongoing=True), Period("2006"), Period())]
    assert told == ["2006/2016", "2006/..", "2006/", "/"]


# -- Kumu --------------------------------------------------------------------------------------------------


def test_kumu_blueprint_has_the_fields_of_its_guide(network: Carried) -> None:
    content = json.loads(kumu(network, "nb"))
    assert list(content) == ["elements", "connections"]
    ids = [e["id"] for e in content["elements"]]
    assert len(set(ids)) == len(ids) == len(network.nodes)
    raufoss = next(e for e in content["elements"] if e["id"] == "actor:nce-raufoss")
    assert (raufoss["label"], raufoss["type"], raufoss["tags"]) == ("NCE Raufoss", "klynge", ["mellomledd"])
    for connection in content["connections"]:
        assert {connection["from"], connection["to"]} <= set(ids)
        assert connection["direction"] == "undirected"
        assert connection["Periods"]
        assert connection["Relations"]
    others = [c["id"] for c in content["connections"]]
    assert not set(others) & set(ids)  # ids are unique across both


def test_kumu_sheets_refer_to_each_other(network: Carried, tmp_path: Path) -> None:
    paths = write_network(network, tmp_path / "n.csv", "en")
    assert [p.name for p in paths] == ["n-elements.csv", "n-connections.csv"]
    elements, connections = (list(csv.DictReader(io.StringIO(p.read_text(encoding="utf-8")))) for p in paths)
    ids = {row["ID"] for row in elements}
    assert {row[end] for row in connections for end in ("From", "To")} == ids
    assert {row["Label"] for row in elements} >= {"NCE Raufoss"}


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|'x'!A1", "-2+3", "@SUM(A1)", "\t=1"])
def test_formulas_are_text_in_sheets(formula: str) -> None:
    rows = list(csv.reader(io.StringIO(kumu_sheets(carried(label=formula), "nb")["elements"])))
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(cell.replace("'", "", 1) == formula for row in rows for cell in row)


# -- RDF ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("region", "ending"), [("innlandet", ".trig"), ("tiny", ".nq"), ("tiny", ".jsonld")])
def test_oxigraph_reads_the_three_graphs(request: pytest.FixtureRequest, region: str, ending: str) -> None:
    ecosystem: Ecosystem = request.getfixturevalue(region)
    text = graph_text(ecosystem, ending)
    form = {".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS, ".jsonld": ox.RdfFormat.JSON_LD}[ending]
    read = list(ox.parse(text, format=form))
    by_graph = {
        name: {q for q in read if q.graph_name.value == str(name)} for name in (ASSERTED, INFERRED, ONTOLOGY)
    }
    assert by_graph[ASSERTED] == set(quads(ecosystem.facts, ASSERTED))
    assert by_graph[INFERRED] == set(quads(ecosystem.conclusions, INFERRED))
    assert len(by_graph[ONTOLOGY]) == len(ecosystem.ontology)
    assert len(read) == sum(map(len, by_graph.values()))


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize(("ending", "name"), [(".trig", "trig"), (".nq", "nquads"), (".jsonld", "json-ld")])
def test_rdflib_reads_them_too(tiny: Ecosystem, ending: str, name: str) -> None:
    read = Dataset()
    read.parse(data=graph_text(tiny, ending, asserted_only=True), format=name)
    assert set(read.graph(ASSERTED)) == set(tiny.facts)


@pytest.mark.parametrize(("ending", "name"), [(".ttl", "turtle"), (".nt", "nt"), (".rdf", "xml")])
def test_one_graph_forms_hold_facts_and_conclusions(tiny: Ecosystem, ending: str, name: str) -> None:
    everything = Graph().parse(data=graph_text(tiny, ending), format=name)
    assert set(everything) == set(tiny.facts | tiny.conclusions)
    facts = Graph().parse(data=graph_text(tiny, ending, asserted_only=True), format=name)
    assert set(facts) == set(tiny.facts)


@pytest.fixture(scope="module")
def tiny() -> Ecosystem:
    return Ecosystem.load(Path(__file__).parent / "data" / "tiny")


@pytest.mark.parametrize("ending", [".trig", ".nq", ".jsonld", ".nt", ".rdf"])
def test_two_exports_are_the_same_bytes(tiny: Ecosystem, ending: str) -> None:
    again = Ecosystem(sorted(tiny.facts, key=str, reverse=True))
    assert graph_text(tiny, ending) == graph_text(again, ending)


def test_nameless_classes_have_canonical_labels(tiny: Ecosystem) -> None:
    """RDFC-1.0, 4.4.3: c14n0, c14n1 …; labels of a run of the program would change with each run."""
    labels = set(re.findall(r"(?<!\S)_:(\w+)", graph_text(tiny, ".nq")))
    assert labels == {f"c14n{number}" for number in range(len(labels))}


# -- the commands ------------------------------------------------------------------------------------------


def run(*args: object) -> Result:
    return CliRunner().invoke(root, ["export", *map(str, args)], catch_exceptions=False)


def test_commands_write_by_ending(tmp_path: Path) -> None:
    data = ("--data", Path(__file__).parent / "data" / "tiny")
    told = run("network", "-o", tmp_path / "n.graphml", *data, "--lang", "en")
    assert told.exit_code == 0
    assert "2 nodes, 1 ties" in told.stderr
    assert nx.read_graphml(tmp_path / "n.graphml").number_of_nodes() == 2
    assert run("graph", "-o", tmp_path / "g.trig", *data).exit_code == 0
    assert list(ox.parse(path=tmp_path / "g.trig"))


def test_unknown_endings_write_nothing(tmp_path: Path) -> None:
    told = run("network", "-o", tmp_path / "n.docx")
    assert told.exit_code == 2
    assert ".graphml" in told.stderr
    told = run("graph", "-o", tmp_path / "g")
    assert told.exit_code == 2
    assert ".trig" in told.stderr
    assert not list(tmp_path.iterdir())
    with pytest.raises(NotFoundError) as caught:
        write_network(carried(), tmp_path / "n.xyz")
    assert caught.value.told("nb").startswith("ukjent nettverksformat: '.xyz'. Gyldige: .")


def test_a_folder_in_the_way_leaves_no_half(tmp_path: Path) -> None:
    (tmp_path / "n-connections.csv").mkdir()
    told = run("network", "-o", tmp_path / "n.csv", "--data", Path(__file__).parent / "data" / "tiny")
    assert told.exit_code == 2
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*"))
