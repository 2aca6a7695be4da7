"""Pages: every thing has one, in both languages and every form, and nothing in the data runs in a browser."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from rdflib import Graph, URIRef

from ecosystem_graph.ecosystem import Ecosystem, fold
from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.linksets import Mapping, shipped
from ecosystem_graph.pages import MEDIA_TYPES, Site, publish
from ecosystem_graph.pages.addresses import path_of, relative
from ecosystem_graph.pages.catalogue import LISTED
from ecosystem_graph.pages.markup import Markup, join, tag
from ecosystem_graph.queries import ask, questions, run
from ecosystem_graph.spillovers import read_ledger
from ecosystem_graph.turtle import parse
from ecosystem_graph.vocab import ECO

TINY = Path(__file__).parent / "data" / "tiny"
INL = "https://w3id.org/innovation-ecosystem/innlandet/"
NASTY = "</script><img src=x onerror=alert(1)>\"'&<!--"
#: One page of each kind.
SAMPLE = (
    "/",
    "/a-z",
    "/query",
    "/ontology",
    "/data",
    "/code/",
    "/code/kind/cluster",
    "/code/mechanism/skills-supply",
    "/code/event-kind/agreement",
    *(f"/{kind}/" for kind in LISTED),
    "/actor/nce-raufoss",
    "/actor/ntnu-gjovik",
    "/place/gjovik",
    "/topic/campus-attractiveness",
    "/event/ol-1994",
    "/proposition/hig-ntnu-merger.campus-attractiveness.positive",
    "/asserter/nifu",
    "/source/seed",
    "/relation/dnb.memberOf.norwegian-wood-cluster",
    "/question/who-funds-whom",
    "/question/figures-of-actor",
)


@pytest.fixture(scope="module")
def site(innlandet: Ecosystem) -> Site:
    return Site(innlandet, "https://example.org/graph/", endpoint="sparql")


@pytest.fixture(scope="module")
def tiny() -> Ecosystem:
    return Ecosystem.load(TINY)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A region whose names, notes and addresses are all written by an enemy."""
    text, source = json.dumps(NASTY), "prov:hadPrimarySource inl:s"
    ttl = f"""
    @prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .
    @prefix inl: <{INL}source/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix prov: <http://www.w3.org/ns/prov#> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix void: <http://rdfs.org/ns/void#> .
    <{INL}> a void:Dataset ; rdfs:label {text}@nb .
    inl:s a eco:Source ; dcterms:title {text} ; dcterms:publisher {text} ; dcterms:language {text} ;
      dcterms:issued "2020-01-01"^^xsd:date ; eco:url "javascript:alert(1)"^^xsd:anyURI .
    <{INL}actor/a> a eco:Firm ; rdfs:label {text}@nb ; skos:altLabel {text} ; {source} ;
      foaf:homepage "javascript:alert(1)"^^xsd:anyURI ; eco:municipalityName {text} ;
      eco:organisationNumber {text} .
    <{INL}actor/..%2F..%2Fescaped> a eco:Cluster ; rdfs:label "out"@nb ; {source} .
    <{INL}actor/../../../above> a eco:Cluster ; rdfs:label "over"@nb ; {source} .
    <{INL}actor/index.html> a eco:Cluster ; rdfs:label "file"@nb ; {source} .
    <{INL}relation/r> a eco:Membership ; eco:member <{INL}actor/a> ; eco:detail {text} ; {source} ;
      eco:memberOrganisation <{INL}actor/index.html> .
    <{INL}observation/o> a eco:Observation ; eco:about <{INL}actor/a> ; eco:value 3 ; eco:unit {text} ;
      eco:detail {text} ; eco:indicator <https://w3id.org/innovation-ecosystem/code/indicator/employees> ;
      {source} .
    <{INL}event/e> a eco:Event ; rdfs:label {text}@nb ; eco:date "2020"^^xsd:gYear ;
      eco:involves <{INL}actor/a> ; {source} .
    <{INL}asserter/w> a eco:Asserter ; rdfs:label {text} .
    <{INL}proposition/p> a eco:SpilloverProposition ; eco:cause <{INL}actor/a> ; eco:effect <{INL}event/e> ;
      eco:polarity <https://w3id.org/innovation-ecosystem/code/polarity/positive> .
    <{INL}assertion/n> a eco:Assertion ; eco:supports <{INL}proposition/p> ; {source} ;
      eco:assertedBy <{INL}asserter/w> ; eco:mechanismNote {text} ; eco:paraphrase {text}@nb .
    """
    path = tmp_path_factory.mktemp("nasty") / "nasty.ttl"
    path.write_text(ttl, encoding="utf-8")
    return Site(Ecosystem(parse(path)), endpoint="sparql", ending=".html")


class _Seen(HTMLParser):
    """What a page links to, loads, names and runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.tags: list[str] = []
        self._script = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.inline += [f"{tag} {name}" for name in held if name.startswith("on") or name == "style"]
        if tag == "style" or (
            tag == "script" and not held.get("src") and held.get("type") != "application/ld+json"
        ):
            self.inline.append(tag)
        if tag in ("script", "img", "iframe", "source") and held.get("src"):
            self.loads.append(str(held["src"]))
        elif tag == "link" and held.get("rel") in ("stylesheet", "icon"):
            self.loads.append(str(held["href"]))
        elif tag in ("a", "link", "form"):
            self.links += [str(held[name]) for name in ("href", "action") if held.get(name)]


def html(site: Site, path: str) -> str:
    page = site.respond(path)
    assert page is not None, path
    return page.body.decode()


# -- markup and addresses ---------------------------------------------------------------------------------


def test_text_is_escaped_wherever_it_stands() -> None:
    made = tag("a", NASTY, Markup("<b>"), title=NASTY)
    assert "<img" not in made
    assert made.endswith("<b></a>")
    assert "<img" not in join([NASTY, None, ""], NASTY)


@pytest.mark.parametrize(
    "name", ["..", ".", "../x", "a/b", "", "x.html", "x.ttl", "x.", "a b", "å", "x" * 200, "-x", "a%2fb"]
)
def test_no_name_leaves_its_folder_or_looks_like_a_file(name: str) -> None:
    path = path_of(f"actor/{name}")
    assert re.fullmatch(r"/actor/x-[0-9a-f]{12}", path)
    assert path != path_of(f"actor/{name}!")


@pytest.mark.parametrize("here", ["/", "/nb/", "/nb/actor/geno", "/nb/actor/", "/a/b/c/d"])
@pytest.mark.parametrize(
    "target", ["/", "/nb/", "/nb/actor/geno", "/en/actor/geno", "/assets/site.css", "/nb/a-z"]
)
def test_relative_links_lead_where_they_should(here: str, target: str) -> None:
    from urllib.parse import urljoin

    base = "https://example.org/below/here"
    assert urljoin(base + here, relative(target, here)) == base + target


# -- every page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("path", SAMPLE)
def test_page_is_valid_and_runs_nothing_inline(site: Site, path: str, lang: str) -> None:
    text = html(site, f"/{lang}{path}")
    html5lib.HTMLParser(strict=True).parse(text)
    seen = _Seen(text)
    assert f'<html lang="{lang}">' in text
    assert seen.inline == []
    assert len(seen.ids) == len(set(seen.ids))
    assert seen.tags.count("h1") == 1
    assert all(not urlsplit(load).netloc for load in seen.loads)
    assert len(re.sub(r"<[^>]*>", "", text)) > 500


@pytest.mark.parametrize("path", SAMPLE)
def test_both_languages_say_the_same_in_their_own_words(site: Site, path: str) -> None:
    nb, en = html(site, f"/nb{path}"), html(site, f"/en{path}")
    headings = [
        [i for i in re.findall(r'<h2 id="([^"]*)"', text) if not re.match(r"[ld]-", i)] for text in (nb, en)
    ]
    assert sorted(headings[0]) == sorted(headings[1])
    assert "Skip to content" in en
    assert "Til innholdet" in nb
    for word in ("Påstander", "Spørsmål", "kunnskapsgraf", "udatert"):
        assert word not in re.sub(r"<cite.*?</cite>|<pre.*?</pre>", "", en, flags=re.DOTALL), word


def test_every_link_leads_somewhere(published: Path) -> None:
    known = _bytes(published)
    ids = {name: set(_Seen(body.decode()).ids) for name, body in known.items() if name.endswith(".html")}
    checked = 0
    for name, body in known.items():
        if not name.startswith(("nb/", "en/")):
            continue
        for link in (seen := _Seen(body.decode())).links + seen.loads:
            parts = urlsplit(link)
            if parts.netloc or parts.scheme:
                continue
            where = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            target = where if parts.path else name
            assert target in known, (name, link)
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], (name, link)
            checked += 1
    assert checked > 2_000


def test_every_thing_of_the_region_has_its_page(site: Site, innlandet: Ecosystem) -> None:
    paths = set(site.paths())
    named = {
        str(s).removeprefix(INL)
        for s in innlandet.asserted.subjects()
        if re.match(
            rf"{re.escape(INL)}(actor|place|topic|event|proposition|asserter|source|relation)/", str(s)
        )
    }
    assert len(named) > 3_000
    for key in named:
        for end in ("", *(e for e in MEDIA_TYPES.values() if e != ".html")):
            wanted = [f"/{key}{end}"] if end else [f"/nb/{key}", f"/en/{key}"]
            assert set(wanted) <= paths, key


def test_figures_and_assertions_are_found_on_the_page_that_tells_them(
    site: Site, innlandet: Ecosystem
) -> None:
    assertion = min(innlandet.asserted.subjects(ECO.supports))
    path, _, part = site.elsewhere("/" + str(assertion).removeprefix(INL)).partition("#")
    assert f'id="{part}"' in html(site, "/nb" + path)
    figure = min(innlandet.asserted.subjects(ECO.about))
    path, _, part = site.elsewhere("/" + str(figure).removeprefix(INL)).partition("#")
    assert f'id="{part}"' in html(site, "/nb" + path)
    assert site.elsewhere("/nothing/here") == ""


def test_unknown_paths_give_nothing_and_the_page_for_them_works_at_any_depth(site: Site) -> None:
    for path in (
        "/nb/actor/none",
        "/nb",
        "/actor/nce-raufoss.html",
        "/nb/actor/nce-raufoss.ttl",
        "/../x",
        "/assets/",
        "",
    ):
        assert site.respond(path) is None, path
        assert site.alternates(path) == (), path
    assert [site.missing("nb", path).language for path in ("/en/none", "/none")] == ["en", "nb"]
    seen = _Seen(site.missing("en").body.decode())
    assert all(link.startswith(("https://example.org/graph/", "#")) for link in seen.links + seen.loads)


def test_neutral_paths_come_in_the_language_asked_for(site: Site) -> None:
    assert site.languages("/actor/nce-raufoss") == ("nb", "en")
    assert site.languages("/nb/actor/nce-raufoss") == ()
    page = site.respond("/actor/nce-raufoss", "text/html", "en")
    assert page is not None
    assert (page.language, page.location) == ("en", "/en/actor/nce-raufoss")
    assert '<link rel="stylesheet" href="../assets/site.css">' in page.body.decode()


# -- what the pages say -----------------------------------------------------------------------------------


def test_actor_page_tells_relations_with_time_and_source(site: Site, innlandet: Ecosystem) -> None:
    text = html(site, "/en/actor/nce-raufoss")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    body = " ".join("".join(tree.itertext()).split())
    asked = """SELECT ?a ?other WHERE {
      { ?r eco:subject ?a ; eco:object ?other } UNION { ?r eco:object ?a ; eco:subject ?other }
    }"""
    rows = innlandet.dataset.query(asked, initBindings={"a": URIRef(INL + "actor/nce-raufoss")})
    others = [str(row[1]).removeprefix(INL) for row in rows]
    tables = [row for row in tree.iter("tr") if row.find("th[@scope='row']") is not None]
    assert len(others) > 30
    for other in others:
        assert re.search(rf'<th scope="row"><a href="[^"]*{re.escape(other.split("/")[1])}"', text), other
    cited = [row for row in tables if row.find(".//span[@class='cite']") is not None]
    assert len(cited) == len(tables)
    assert "Founded2006" in body.replace(" ", "")
    assert "no. 3 of 411" in body


def test_rank_is_that_of_the_centrality_table(site: Site, innlandet: Ecosystem) -> None:
    from ecosystem_graph.network.centrality import centrality
    from ecosystem_graph.network.projection import read_ties

    degree = centrality(read_ties(innlandet).network(None))["degree"]
    for node in list(degree)[::40]:
        ties, best, worst, actors, _ = site.library.places[str(node).removeprefix(INL)]
        assert ties == degree[node]
        assert best == 1 + sum(value > ties for value in degree.values())
        assert worst == sum(value >= ties for value in degree.values())
        assert actors == len(degree)


def test_conflicting_figures_stand_side_by_side(site: Site, innlandet: Ecosystem) -> None:
    found: dict[tuple[str, ...], set[str]] = {}
    for row in site.library.figures:
        same = tuple(row.get(part, "") for part in ("about", "indicator", "year", "unit"))
        found.setdefault(same, set()).add(row["value"])
    about = next(same[0] for same, values in sorted(found.items()) if len(values) > 1)
    text = html(site, f"/en/{about}")
    row = next(r for r in re.findall(r"<tr>.*?</tr>", text) if "the sources disagree" in r)
    assert row.count('class="value"') > 1
    assert row.count('class="cite"') >= row.count('class="value"')


def test_claims_tell_standing_and_both_sides(site: Site, innlandet: Ecosystem) -> None:
    entry = next(
        e for e in read_ledger(innlandet).entries if e.proposition.disputing and e.proposition.supporting
    )
    text = html(site, "/en/" + entry.proposition.id.removeprefix(INL))
    assert text.count('class="against"') >= len(entry.proposition.disputing)
    assert text.count('class="pro"') >= len(entry.proposition.supporting)
    assert 'class="standing contested"' in text
    for a in entry.proposition.assertions:
        assert a.paraphrase("en").split("'")[0][:30].replace("&", "&amp;") in text


def test_relation_page_proves_its_edge_down_to_the_source(site: Site) -> None:
    text = html(site, "/nb/relation/dnb.memberOf.norwegian-wood-cluster")
    proof = text[text.index('class="proof"') :]
    assert "prp-spo2" in proof
    assert "DNB Bank ASA · medlem av · Norwegian Wood Cluster" in proof
    assert proof.count("kilde 1") >= 2


def test_search_index_finds_what_the_command_line_finds(site: Site, innlandet: Ecosystem) -> None:
    rows = json.loads(html(site, "/assets/search-nb.js").removeprefix("window.ecosystemIndex=").rstrip(";\n"))
    for name in (
        "Torger Reve",
        "7 Sterke",
        "vrinn",
        "HiG",
        "Vitensenteret Innlandet",
        "GCE Raufoss",
        "høgskolen",
    ):
        found = {path.removeprefix("/") for _, path, _, names in rows if fold(name) in names}
        wanted = {str(m.iri).removeprefix(INL) for m in innlandet.find(name, 1000)}
        assert wanted - {k for k in wanted if k.startswith(("asserter", "source"))} <= found, name
    assert all(site.respond("/nb" + path) for _, path, *_ in rows[::200])


def test_examples_in_the_editor_ask_what_the_questions_ask(site: Site, innlandet: Ecosystem) -> None:
    examples = json.loads(html(site, "/assets/query-examples.json"))
    asked = questions()
    assert examples.keys() == asked.keys()
    for name, question in asked.items():
        if not question.parameters:
            assert examples[name] == question.text
            continue
        expected, found = ask(innlandet, question), run(innlandet, examples[name])
        kept = [found.columns.index(column) for column in expected.columns]
        assert [tuple(row[place] for place in kept) for row in found.rows] == list(expected.rows), name


# -- data -------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    "key", ["actor/nce-raufoss", "place/gjovik", "source/seed", "proposition/geno.spermvital.positive"]
)
def test_documents_say_the_same_in_every_form_and_nothing_of_their_own(
    site: Site, innlandet: Ecosystem, key: str
) -> None:
    formats = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}
    graphs = []
    for media, name in formats.items():
        page = site.respond(f"/{key}", media)
        assert page is not None
        assert page.media_type.startswith(media)
        assert site.respond(page.location) == page
        graphs.append(set(Graph().parse(data=page.body, format=name)))
    assert graphs[0] == graphs[1] == graphs[2]
    assert graphs[0] <= innlandet.facts | innlandet.conclusions
    own = {t for t in innlandet.facts | innlandet.conclusions if str(t[0]) == INL + key}
    assert own <= graphs[0]
    if not key.startswith("source/"):
        naming = {t for t in innlandet.facts if str(t[2]) == INL + key and "/relation/" in str(t[0])}
        assert naming <= graphs[0]


def test_schema_org_says_what_the_graph_says(site: Site, innlandet: Ecosystem) -> None:
    text = html(site, "/en/actor/nce-raufoss")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    data = json.loads(found)
    assert data["@type"] == "Organization"
    assert data["@id"] == INL + "actor/nce-raufoss"
    assert data["foundingDate"] == "2006"
    assert data["alternateName"] == ["NCE Manufacturing"]
    edges = (innlandet.inferred.objects(URIRef(data["@id"]), edge) for edge in (ECO.memberOf, ECO.partnerOf))
    assert {m["@id"] for m in data["memberOf"]} == {str(o) for found in edges for o in found}


def test_links_to_other_registers_are_told_and_only_exact_ones_are_identities(site: Site) -> None:
    mappings = [m for linkset in shipped() for m in linkset.mappings]
    told: dict[str, list[Mapping]] = {}
    for mapping in mappings:
        told.setdefault(mapping.subject.removeprefix(INL), []).append(mapping)
    assert {m.predicate.rsplit("#")[-1] for m in mappings} > {"exactMatch"}
    for key in ("actor/sintef-manufacturing", "place/gjovik", *(k for k in told if k.startswith("topic/"))):
        text = html(site, f"/en/{key}")
        for mapping in told[key]:
            assert f'href="{mapping.object}"' in text
            assert f"confidence {mapping.confidence:g}" in text
    text = html(site, "/nb/actor/sintef-manufacturing")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    exact = [m.object for m in told["actor/sintef-manufacturing"] if m.predicate.endswith("exactMatch")]
    assert json.loads(found)["sameAs"] == exact != []


def test_head_names_the_page_its_language_and_its_other_forms(site: Site) -> None:
    text = html(site, "/nb/actor/geno")
    assert '<link rel="canonical" href="https://example.org/graph/nb/actor/geno">' in text
    assert '<link rel="alternate" hreflang="en" href="https://example.org/graph/en/actor/geno">' in text
    for media, end in list(MEDIA_TYPES.items())[1:]:
        assert f'<link rel="alternate" type="{media}" href="../../actor/geno{end}">' in text
    assert re.search(r'<meta name="description" content="[^"]{20,}">', text)
    assert "<title>Geno SA – Innlandet</title>" in text


def test_sitemap_lists_every_page_for_people(site: Site) -> None:
    tree = ElementTree.fromstring(html(site, "/sitemap.xml"))
    listed = {e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {"https://example.org/graph/nb/actor/geno", "https://example.org/graph/en/"} <= listed
    assert all(site.alternates("/" + str(url).removeprefix("https://example.org/graph/")) for url in listed)
    assert "Sitemap: https://example.org/graph/sitemap.xml" in html(site, "/robots.txt")


# -- an enemy's data --------------------------------------------------------------------------------------


def test_nothing_in_the_data_becomes_markup(nasty: Site) -> None:
    for path in nasty.paths():
        if not path.startswith(("/nb/", "/en/")):
            continue
        text = html(nasty, path)
        seen = _Seen(text)
        assert "img" not in seen.tags, path
        assert seen.inline == [], path
        assert not [link for link in seen.links if link.startswith("javascript")], path
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text):
            assert "<" not in data
            json.loads(data)


def test_no_page_is_written_outside_its_folder(nasty: Site) -> None:
    for path in nasty.paths():
        assert posixpath.normpath(path).rstrip("/") == path.rstrip("/")
        assert ".." not in path
        assert "%" not in path


# -- files ------------------------------------------------------------------------------------------------


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def published(tiny: Ecosystem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(tiny, folder, base_url="https://example.org/")
    return folder


def test_site_is_whole_and_says_what_it_cannot_do(published: Path) -> None:
    files = _bytes(published)
    assert {
        "index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "site.json",
        "network.html",
        "report.html",
    } <= set(files)
    assert b"url=nb/index.html" in files["index.html"]
    assert json.loads(files["site.json"])["files"] == len(files)
    text = files["nb/query.html"].decode()
    assert "uten spørretjener" in text
    assert "<form" in text
    assert "textarea" not in text
    assert not [name for name in files if "yasgui" in name]


def test_two_runs_with_other_hashes_are_the_same_bytes(published: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ecosystem_graph.ecosystem import Ecosystem; "
        "from ecosystem_graph.pages import publish; "
        "publish(Ecosystem.load(sys.argv[1]), Path(sys.argv[2]), base_url='https://example.org/')"
    )
    again = tmp_path / "again"
    subprocess.run(
        [sys.executable, "-c", code, str(TINY), str(again)],
        check=True,
        env={"PYTHONHASHSEED": "7", "PATH": ""},
        timeout=120,
    )
    assert _bytes(again) == _bytes(published)


def test_only_an_earlier_site_is_replaced(tiny: Ecosystem, published: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="no site of ours"):
        publish(tiny, foreign)
    assert (foreign / "thesis.txt").read_text(encoding="utf-8") == "years of work"
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "site.json").write_bytes((published / "site.json").read_bytes())
    (mixed / ".git").mkdir()
    with pytest.raises(UnreadableFileError, match=r"did not write \(\.git\)"):
        publish(tiny, mixed)
    with pytest.raises(UnreadableFileError, match="is a file") as caught:
        publish(tiny, mixed / "site.json")
    assert caught.value.told("nb") == (
        f"{mixed / 'site.json'}: er en fil; oppgi en mappe som nettstedet skal skrives i"
    )


def test_a_run_that_fails_leaves_the_old_site_as_it_was(
    tiny: Ecosystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "site.json").write_text(
        '{"program": "ecosystem-graph", "top": ["site.json"]}', encoding="utf-8"
    )

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UnreadableFileError, match="No space left") as caught:
        publish(tiny, folder)
    assert caught.value.told("nb") == f"{folder}: kan ikke skrives: ingen plass igjen på disken"
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
    assert [p.name for p in folder.iterdir()] == ["site.json"]
