"""The JSON API, the descriptions, the pages over HTTP, header fields, and clients that are not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from rdflib import XSD, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from ecosystem_graph import spillovers
from ecosystem_graph.network.centrality import centrality, ranking
from ecosystem_graph.network.intervals import rank_intervals
from ecosystem_graph.network.projection import project
from ecosystem_graph.server.api import OPERATIONS
from ecosystem_graph.vocab import ECO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Served
    from ecosystem_graph.ecosystem import Ecosystem

INL = "https://w3id.org/innovation-ecosystem/innlandet/"


def _json(server: Served, path: str, **headers: str) -> Any:
    status, fields, body = server.ask("GET", path, **headers)
    assert (status, fields["content-type"]) == (200, "application/json"), body
    return json.loads(body)


def _plain(nodes: Iterable[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """RDF 1.1: a simple literal is an xsd:string; rdflib keeps the two apart."""
    return {
        tuple(Literal(str(n)) if isinstance(n, Literal) and n.datatype == XSD.string else n for n in one)
        for one in nodes
    }


# -- the API says what the package says -------------------------------------------------------------------


def test_search(served: Served, innlandet: Ecosystem) -> None:
    found = _json(served, "/api/search?q=raufoss&limit=7")["results"]
    assert [row["id"] for row in found] == [str(m.iri) for m in innlandet.find("raufoss", 7)]
    assert all(row["path"] == "/" + row["id"].removeprefix(INL) for row in found)
    assert _json(served, "/api/search?q=H%C3%98GSKOLEN")["results"]


def test_actor(served: Served) -> None:
    actor = _json(served, "/api/actor/sintef-manufacturing")
    assert actor["id"] == f"{INL}actor/sintef-manufacturing"
    assert actor["kind_en"] == "research institute"
    assert actor["seat"] == "Vestre Toten"
    assert isinstance(actor["sources"], list)
    assert served.ask("GET", "/api/actor/no-such-actor")[0] == 404


def test_neighbours(served: Served, innlandet: Ecosystem) -> None:
    rows = _json(served, "/api/actor/nce-raufoss/neighbours")["neighbours"]
    actor = URIRef(f"{INL}actor/nce-raufoss")
    eco = "https://w3id.org/innovation-ecosystem/ontology#"
    ends = {
        (way, str(other))
        for way, near, far in (("to", "subject", "object"), ("from", "object", "subject"))
        for relation in innlandet.dataset.subjects(URIRef(eco + near), actor)
        for other in innlandet.dataset.objects(relation, URIRef(eco + far))
    }
    assert {(row["direction"], row["other"]) for row in rows} == ends
    assert all(row["sources"] for row in rows)


def test_centrality(served: Served, innlandet: Ecosystem) -> None:
    found = _json(served, "/api/centrality?top=5&by=degree&year=2020")
    network = project(innlandet, year=2020)
    rows = ranking(network, centrality(network, ["degree"]), by="degree", top=5)
    assert [(r["id"], r["scores"]["degree"]) for r in found["ranking"]] == [
        (str(row.node), row.scores["degree"]) for row in rows
    ]
    assert (found["actors"], found["ties"]) == (len(network), network.number_of_edges())
    assert {row["interval"] for row in found["ranking"]} == {None}


def test_ranks_with_their_intervals(served: Served, innlandet: Ecosystem) -> None:
    asked = "/api/centrality?top=5&by=degree&year=2020&intervals=true"
    of = rank_intervals(innlandet, project(innlandet, year=2020), "degree", year=2020)
    drawn = {str(node): interval for node, interval in of.items()}
    found = {row["id"]: row["interval"] for row in _json(served, asked)["ranking"]}
    names = ("low", "median", "high", "band")
    assert found == {n: {name: getattr(drawn[n], name) for name in names} for n in found}
    directed = _json(served, "/api/centrality?top=5&projection=funding&intervals=true")
    assert {row["interval"] for row in directed["ranking"]} == {None}


def test_explain(served: Served) -> None:
    told = _json(served, "/api/explain?subject=nce-raufoss&predicate=a&object=eco:Actor&lang=en")
    assert "nce-raufoss" in json.dumps(told)
    assert served.ask("GET", "/api/explain?subject=nce-raufoss&predicate=a&object=nobody-knows")[0] == 404


def test_spillovers(served: Served, innlandet: Ecosystem) -> None:
    ledger = spillovers.read_ledger(innlandet)
    effect = f"{INL}actor/ntnu-gjovik"
    expected = {
        "rivals?effect=ntnu-gjovik": spillovers.rival_sheet(ledger, spillovers.rivals(ledger, effect), "nb"),
        "ledger?contested=true": spillovers.ledger_sheet(ledger, "nb", about=None, contested=True),
    }
    for path, sheet in expected.items():
        found = _json(served, f"/api/spillovers/{path}", Accept_Language="nb")
        assert found == {"columns": [*sheet.columns], "rows": sheet.dicts(), "notes": [*sheet.notes]}
    assert _json(served, "/api/spillovers/path?cause=nce-raufoss&effect=ntnu-gjovik")["rows"]


@pytest.mark.parametrize(
    "path",
    [
        "search",
        "search?q=a&q=b",
        "search?q=a&limit=0",
        "search?q=a&who=me",
        "centrality?by=fame",
        "explain?subject=a",
    ],
)
def test_wrong_parameters(served: Served, path: str) -> None:
    status, fields, body = served.ask("GET", f"/api/{path}")
    assert (status, fields["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["detail"]


_SERVICE = "ASK { SERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }"
#: Request, then title and detail in English and in Norwegian.
PROBLEMS: dict[str, tuple[str, str, dict[str, str], tuple[str, str], tuple[str, str]]] = {
    "malformed query": (
        "GET",
        f"/sparql?{urlencode({'query': 'SELECT * WHERE { ?s eco:x ?p }'})}",
        {},
        (
            "The request is not valid",
            "the query does not parse at line 1, column 21: the prefix eco: is not declared\n"
            "  SELECT * WHERE { ?s eco:x ?p }\n                      ^",
        ),
        (
            "Forespørselen er ikke gyldig",
            "spørringen lar seg ikke lese ved linje 1, kolonne 21: prefikset eco: er ikke erklært\n"
            "  SELECT * WHERE { ?s eco:x ?p }\n                      ^",
        ),
    ),
    "SERVICE": (
        "GET",
        f"/sparql?{urlencode({'query': _SERVICE})}",
        {},
        ("This is refused here", "SERVICE is refused: no query leaves this machine."),
        ("Dette er ikke tillatt her", "SERVICE avvises: ingen spørring forlater denne maskinen."),
    ),
    "update": (
        "POST",
        "/sparql",
        {"Content_Type": "application/sparql-update"},
        (
            "This is refused here",
            "This endpoint answers queries; facts are changed in the tables and imported.",
        ),
        (
            "Dette er ikke tillatt her",
            "Denne tjeneren svarer på spørringer; fakta endres i tabellene og importeres.",
        ),
    ),
    "unknown path": (
        "GET",
        "/actor/nobody",
        {"Accept": "text/turtle"},
        ("There is nothing here", "There is nothing at /actor/nobody."),
        ("Her er det ingenting", "Det er ingenting på /actor/nobody."),
    ),
    "unknown name": (
        "GET",
        "/api/actor/qqqqqq",
        {},
        ("There is nothing here", f"no thing named '{INL}actor/qqqqqq'."),
        ("Her er det ingenting", f"ukjent ting: '{INL}actor/qqqqqq'."),
    ),
    "missing parameter": (
        "GET",
        "/api/search",
        {},
        ("The request is not valid", "q is missing: What the name holds."),
        ("Forespørselen er ikke gyldig", "q mangler: Tekst som navnet inneholder."),
    ),
    "method": (
        "PUT",
        "/api/search",
        {},
        (
            "This method is not supported here",
            "PUT is not supported here; there are GET, HEAD, OPTIONS.",
        ),
        ("Denne metoden finnes ikke her", "PUT støttes ikke her; disse finnes: GET, HEAD, OPTIONS."),
    ),
    "form": (
        "GET",
        "/sparql?query=ASK%7B%7D",
        {"Accept": "image/png"},
        (
            "There is no such form of the answer",
            "This answer can be had as: application/sparql-results+json, application/sparql-results+xml.",
        ),
        (
            "Svaret finnes ikke i den formen",
            "Dette svaret finnes som: application/sparql-results+json, application/sparql-results+xml.",
        ),
    ),
    "host": (
        "GET",
        "/health",
        {"Host": "rebound.example.org"},
        (
            "We do not answer at this address",
            "This server answers to 127.0.0.1, [::1], localhost; see --base-url.",
        ),
        (
            "Denne adressen svarer vi ikke på",
            "Denne tjeneren svarer på 127.0.0.1, [::1], localhost; se --base-url.",
        ),
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_a_problem_is_wholly_in_the_readers_language(served: Served, case: str) -> None:
    method, path, headers, en, nb = PROBLEMS[case]
    for wish, lang, expected in (("nb", "nb", nb), ("en", "en", en), ("de", "en", en), ("", "en", en)):
        wished = {"Accept_Language": wish} if wish else {}
        _, fields, body = served.ask(method, path, **headers, **wished)
        told = json.loads(body)
        assert (told["title"], told["detail"]) == expected
        assert (fields["content-type"], fields["content-language"]) == ("application/problem+json", lang)
        assert "Accept-Language" in fields["vary"]


def test_the_address_goes_before_the_browser(served: Served) -> None:
    for path, detail in (("search?lang=nb", "q mangler"), ("actor/qqqqqq?lang=nb", "ukjent ting")):
        told = json.loads(served.ask("GET", f"/api/{path}", Accept_Language="en")[2])
        assert told["detail"].startswith(detail)


def test_the_page_for_nothing_is_in_the_language_of_its_address(served: Served) -> None:
    for path, wish, lang in (
        ("/en/x", "nb", "en"),
        ("/nb/x", "en", "nb"),
        ("/x", "en", "en"),
        ("/x", "de", "nb"),
    ):
        status, fields, body = served.ask("GET", path, Accept="text/html", Accept_Language=wish)
        assert (status, fields["content-language"]) == (404, lang)
        assert f'lang="{lang}"'.encode() in body


def test_openapi_is_the_table(served: Served) -> None:
    told = _json(served, "/openapi.json")
    assert told["openapi"].startswith("3.1")
    operations = {
        o["operationId"]: (path, o) for path, verbs in told["paths"].items() for o in verbs.values()
    }
    for operation in OPERATIONS:
        path, described = operations[operation.name]
        assert path == operation.path
        assert [p["name"] for p in described["parameters"]] == [p.name for p in operation.all_parameters]
    for path in told["paths"]:
        status, _, _ = served.ask("GET", path.replace("{slug}", "nce-raufoss"))
        assert status in (200, 400)
        assert served.ask("PUT", path.replace("{slug}", "nce-raufoss"))[0] == 405


# -- descriptions -----------------------------------------------------------------------------------------


def test_void_and_dcat(served: Served, innlandet: Ecosystem) -> None:
    status, fields, _ = served.ask("GET", "/.well-known/void")
    assert (status, fields["location"]) == (302, "/dataset")
    status, fields, body = served.ask("GET", "/dataset", Accept="application/n-triples")
    assert (status, fields["content-type"]) == (200, "application/n-triples")
    graph = Graph().parse(body, format="nt")
    (row,) = graph.query(
        """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        SELECT ?d ?n (COUNT(DISTINCT ?c) AS ?classes) WHERE {
          ?d a void:Dataset, dcat:Dataset ; void:triples ?n ; void:sparqlEndpoint ?e ; void:uriSpace ?u .
          ?service a dcat:DataService ; dcat:endpointURL ?e ; dcat:servesDataset ?d .
          ?d void:classPartition/void:class ?c } GROUP BY ?d ?n"""
    )
    assert str(row.d) == INL  # type: ignore[union-attr]
    graphs = (innlandet.ontology, innlandet.asserted, innlandet.inferred)
    assert int(row.n) == sum(len(g) for g in graphs)  # type: ignore[union-attr]
    classes = set(innlandet.asserted.objects(None, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")))
    assert int(row.classes) == len(classes)  # type: ignore[union-attr]
    assert served.ask("GET", "/dataset", Accept="image/png")[0] == 406


# -- pages ------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # in rdflib's reader of JSON-LD
def test_pages_are_negotiated(served: Served) -> None:
    path = "/actor/nce-raufoss"
    browser = {"Accept": "text/html,*/*;q=0.8"}
    for lang in ("nb", "en"):
        status, fields, body = served.ask("GET", path, **browser, Accept_Language=lang)
        assert (status, fields["content-language"]) == (200, lang)
        assert f'lang="{lang}"'.encode() in body
        assert {"Accept", "Accept-Language"} <= set(fields["vary"].replace(",", " ").split())
    for media, parser in (
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ):
        status, fields, body = served.ask("GET", path, Accept=media)
        assert fields["content-type"].startswith(media)
        assert (URIRef(f"{INL}actor/nce-raufoss"), None, None) in Graph().parse(body, format=parser)
    assert served.ask("GET", path, Accept="image/png")[0] == 406


def test_what_has_no_page_of_its_own_is_told_elsewhere(served: Served, innlandet: Ecosystem) -> None:
    assertion, claim = next(iter(sorted(innlandet.asserted.subject_objects(ECO.supports))))
    key = str(assertion).removeprefix(innlandet.base)
    status, fields, _ = served.ask("GET", f"/{key}", accept="text/html")
    assert status == 303
    there = urlsplit(urljoin(f"{served.address}/{key}", fields["location"]))
    assert there.path == "/" + str(claim).removeprefix(innlandet.base)
    status, _, body = served.ask("GET", there.path, accept="text/html")
    assert status == 200
    assert f'id="{there.fragment}"' in body.decode()


def test_a_page_is_sent_once(served: Served) -> None:
    first = served.ask("GET", "/nb/actor/nce-raufoss")
    again = served.ask("GET", "/nb/actor/nce-raufoss", If_None_Match=first[1]["etag"])
    assert (again[0], again[2], again[1]["etag"]) == (304, b"", first[1]["etag"])


@pytest.mark.parametrize(
    "path",
    [
        "/nb/actor/nobody",
        "/../../etc/passwd",
        "/assets/../../pyproject.toml",
        "/assets/%2e%2e/%2e%2e/vocab.py",
        "/nb/%00",
        "//evil.org",
    ],
)
def test_nothing_is_there(served: Served, path: str) -> None:
    status, fields, body = served.ask("GET", path, Accept="text/html")
    assert (status, fields["content-type"].split(";")[0]) == (404, "text/html")
    assert b"ecosystem_graph" not in body
    assert served.ask("GET", path, Accept="application/json")[1]["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/nb/", "/sparql?query=ASK%7B%7D", "/api/search?q=a", "/nowhere", "/sparql?query=x"]
)
def test_every_answer_is_guarded(served: Served, path: str) -> None:
    fields = served.ask("GET", path)[1]
    policy = dict(part.strip().split(" ", 1) for part in fields["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert fields["x-content-type-options"] == "nosniff"
    assert fields["referrer-policy"] == "no-referrer"
    assert "server" not in fields
    assert "access-control-allow-origin" not in fields


def test_another_host_is_not_ours(served: Served) -> None:
    status, _, body = served.ask("GET", "/sparql?query=ASK%7B%7D", Host="rebound.example.org")
    assert (status, json.loads(body)["status"]) == (421, 421)


def test_queries_are_not_logged(served: Served) -> None:
    served.ask("GET", "/sparql?query=ASK%7B%3Chttp%3A%2F%2Fe.org%2Fsecret%3E%20%3Fp%20%3Fo%7D")
    served.ask("GET", "/api/search?q=secret")
    log = served.log.read_text()
    assert "GET /api/search 200" in log
    assert "secret" not in log


def test_health(served: Served) -> None:
    assert _json(served, "/health") == {"status": "ok"}
    assert _json(served, "/ready") == {"status": "ready"}


# -- clients of others ------------------------------------------------------------------------------------

CLUSTERS = "SELECT ?a WHERE { ?a a <https://w3id.org/innovation-ecosystem/ontology#Cluster> } ORDER BY ?a"


def _clusters(innlandet: Ecosystem) -> list[str]:
    return [str(row[0]) for row in innlandet.dataset.query(CLUSTERS)]  # type: ignore[index]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # theirs
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("post", ["urlencoded", "postdirectly"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_sparqlwrapper(served: Served, innlandet: Ecosystem, method: str, post: str, form: str) -> None:
    from SPARQLWrapper import SPARQLWrapper

    client = SPARQLWrapper(f"{served.address}/sparql", returnFormat=form)
    client.setMethod(method)
    client.setRequestMethod(post)
    client.setQuery(CLUSTERS)
    found = client.query()
    if form == "json":
        rows = [row["a"]["value"] for row in found.convert()["results"]["bindings"]]
    else:
        rows = [uri.firstChild.data for uri in found.convert().getElementsByTagName("uri")]
    assert rows == _clusters(innlandet)
    client.setQuery(f"CONSTRUCT WHERE {{ <{INL}actor/nce-raufoss> ?p ?o }}")
    client.setReturnFormat("xml")
    assert len(client.query().convert()) > 5


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_sparqlstore_of_rdflib(served: Served, innlandet: Ecosystem, method: str) -> None:
    graph = Dataset(SPARQLStore(f"{served.address}/sparql", method=method), default_union=True)
    assert [str(row[0]) for row in graph.query(CLUSTERS)] == _clusters(innlandet)
    thing = URIRef(f"{INL}actor/nce-raufoss")
    one = Graph(SPARQLStore(f"{served.address}/sparql", method=method))
    assert _plain(one.predicate_objects(thing)) == _plain(innlandet.dataset.predicate_objects(thing))


def test_curl(served: Served, innlandet: Ecosystem) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not on the PATH")
    command = [curl, "-sS", "--fail", "-H", "Accept: text/csv", "--data-urlencode", f"query={CLUSTERS}"]
    for extra in ([], ["-G"]):
        run = subprocess.run([*command, *extra, f"{served.address}/sparql"], capture_output=True, check=True)
        assert run.stdout.decode().split() == ["a", *_clusters(innlandet)]
