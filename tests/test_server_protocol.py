"""The query operation as the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013) words it.

The cases follow section 2.1 and those of the W3C's protocol validator by name; graphs are our own, as the
validator's would have to be written first.
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from rdflib import XSD, Graph, Literal, URIRef

from ecosystem_graph.vocab import ASSERTED, INFERRED, ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Served
    from ecosystem_graph.ecosystem import Ecosystem

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON = "application/sparql-results+json"
Triple = tuple[object, ...]
Graphs = dict[str, frozenset[Triple]]
GRAPHS = [str(ASSERTED), str(INFERRED), str(ONTOLOGY)]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def graphs(innlandet: Ecosystem) -> Graphs:
    """The triples of each graph."""
    return {name: frozenset(innlandet.dataset.get_context(URIRef(name))) for name in GRAPHS}


def _get(server: Served, *pairs: tuple[str, str], **headers: str) -> tuple[int, dict[str, str], bytes]:
    return server.ask("GET", f"/sparql?{urlencode(pairs)}", **headers)


def _column(body: bytes) -> list[str]:
    found = json.loads(body)
    (name,) = found["head"]["vars"]
    return [row[name]["value"] for row in found["results"]["bindings"]]


def _plain(nodes: Iterable[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """RDF 1.1: a simple literal is an xsd:string; rdflib keeps the two apart."""
    return {
        tuple(Literal(str(n)) if isinstance(n, Literal) and n.datatype == XSD.string else n for n in one)
        for one in nodes
    }


# -- the three ways to ask --------------------------------------------------------------------------------


def test_query_via_get_post_form_and_post_direct(served: Served) -> None:
    text = "SELECT ?a WHERE { ?a a <https://w3id.org/innovation-ecosystem/ontology#Cluster> } ORDER BY ?a"
    answers = [
        _get(served, ("query", text)),
        served.ask("POST", "/sparql", urlencode({"query": text}), Content_Type=FORM),
        served.ask("POST", "/sparql", text, Content_Type=DIRECT),
        served.ask("POST", "/sparql", text, Content_Type="application/sparql-query; charset=UTF-8"),
    ]
    assert [status for status, _, _ in answers] == [200] * 4
    assert len({body for _, _, body in answers}) == 1
    assert "https://w3id.org/innovation-ecosystem/innlandet/actor/nce-raufoss" in _column(answers[0][2])


@pytest.mark.parametrize("how", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("default", "named"),
    [(GRAPHS[:1], []), (GRAPHS[:2], []), ([], GRAPHS[1:2]), (GRAPHS[:1], GRAPHS[1:])],
    ids=["default", "two defaults", "named", "full"],
)
def test_dataset_of_the_request(
    served: Served, graphs: Graphs, how: str, default: list[str], named: list[str]
) -> None:
    """2.1.4: the RDF Dataset is what the parameters say, and nothing beside it."""
    chosen = [("default-graph-uri", g) for g in default] + [("named-graph-uri", g) for g in named]

    def ask(text: str) -> list[str]:
        if how == "get":
            status, _, body = _get(served, ("query", text), *chosen)
        elif how == "form":
            status, _, body = served.ask(
                "POST", "/sparql", urlencode([("query", text), *chosen]), Content_Type=FORM
            )
        else:
            status, _, body = served.ask("POST", f"/sparql?{urlencode(chosen)}", text, Content_Type=DIRECT)
        assert status == 200, body
        return _column(body)

    merged = frozenset[Triple]().union(*(graphs[g] for g in default))
    assert ask(COUNT) == [str(len(merged))]
    assert sorted(ask(NAMED)) == sorted(named)


def test_the_request_overrides_from(served: Served, graphs: Graphs) -> None:
    """2.1.4: a dataset of the request goes before the query's own FROM."""
    text = COUNT.replace("WHERE", f"FROM <{ONTOLOGY}> WHERE")
    plain = _column(_get(served, ("query", text))[2])
    chosen = _column(_get(served, ("query", text), ("default-graph-uri", str(INFERRED)))[2])
    sizes = [len(graphs[str(g)]) for g in (ONTOLOGY, INFERRED)]
    assert [plain, chosen] == [[str(sizes[0])], [str(sizes[1])]]


def test_without_a_dataset_the_default_graph_is_the_union(served: Served, graphs: Graphs) -> None:
    everything = frozenset[Triple]().union(*graphs.values())
    assert _column(_get(served, ("query", COUNT))[2]) == [str(len(everything))]
    assert sorted(_column(_get(served, ("query", NAMED))[2])) == sorted(GRAPHS)


@pytest.mark.parametrize("where", ["default-graph-uri", "named-graph-uri", "FROM", "FROM NAMED"])
def test_a_graph_that_is_not_here_is_not_fetched(served: Served, where: str) -> None:
    graph = "http://127.0.0.1:1/graph"
    if where.startswith("FROM"):
        answer = _get(served, ("query", COUNT.replace("WHERE", f"{where} <{graph}> WHERE")))
    else:
        answer = _get(served, ("query", COUNT), (where, graph))
    assert answer[0] == 400
    assert graph in json.loads(answer[2])["detail"]


# -- what is wrong ----------------------------------------------------------------------------------------

BAD = {
    "no query in a form": ("POST", "", FORM, "", 400),
    "empty direct query": ("POST", "", DIRECT, "", 400),
    "other parameters only": ("GET", f"?default-graph-uri={quote(GRAPHS[0])}", "", None, 400),
    "two queries": ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", "", None, 400),
    "two queries in a form": ("POST", "", FORM, "query=ASK%7B%7D&query=ASK%7B%7D", 400),
    "query in address and form": ("POST", "?query=ASK%7B%7D", FORM, "query=ASK%7B%7D", 400),
    "query in address and body": ("POST", "?query=ASK%7B%7D", DIRECT, "ASK {}", 400),
    "syntax": ("GET", "?query=ASK%20%7B", "", None, 400),
    "undeclared prefix": ("GET", "?query=ASK%20%7B%20%3Fa%20eco%3Ax%20%3Fb%20%7D", "", None, 400),
    "not UTF-8 in the address": ("GET", "?query=ASK%20%7B%7D%20%23%FF", "", None, 400),
    "not UTF-8 in the body": ("POST", "", DIRECT, b"ASK {} # \xff", 400),
    "another charset": ("POST", "", "application/sparql-query; charset=utf-16", "ASK {}", 415),
    "another media type": ("POST", "", "text/plain", "ASK {}", 415),
    "no media type": ("POST", "", "", "ASK {}", 415),
    "an update as query": ("GET", "?query=DROP%20ALL", "", None, 400),
    "an update in a form": ("POST", "", FORM, "update=DROP%20ALL", 403),
    "an update directly": ("POST", "", "application/sparql-update", "DROP ALL", 403),
    "LOAD": ("POST", "", DIRECT, "LOAD <http://127.0.0.1:1/x>", 400),
    "SERVICE": ("POST", "", DIRECT, "ASK { SERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }", 403),
    "SERVICE in escapes": ("POST", "", DIRECT, r"ASK { S\u0045RVICE <http://127.0.0.1:1/x> {} }", 400),
    "PUT": ("PUT", "?query=ASK%7B%7D", DIRECT, "ASK {}", 405),
    "DELETE": ("DELETE", "?query=ASK%7B%7D", "", None, 405),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said(served: Served, case: str) -> None:
    method, address, media, body, expected = BAD[case]
    headers = {"Content-Type": media} if media else {}
    status, fields, told = served.ask(method, f"/sparql{address}", body, **headers)
    assert status == expected, told
    assert fields["content-type"] == "application/problem+json"
    problem = json.loads(told)
    assert problem["status"] == expected
    assert problem["detail"].strip()
    if expected == 405:
        assert fields["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_mistake_is_shown_at_its_place(served: Served) -> None:
    told = json.loads(_get(served, ("query", "SELECT *\nWHERE { ?s eco:x ?p }"))[2])
    assert "line 2, column 12" in told["detail"]


def test_body_too_large(served: Served) -> None:
    status, _, told = served.ask("POST", "/sparql", "#" * (1 << 20) + "\nASK {}", Content_Type=DIRECT)
    assert (status, json.loads(told)["status"]) == (413, 413)


# -- forms of the answer ----------------------------------------------------------------------------------

SELECT = 'SELECT ?a ?b WHERE { VALUES (?a ?b) { ("x,\\"\\n<&" UNDEF) (<https://e.org/> 2) } }'


def _as_json(body: bytes) -> list[list[str]]:
    rows = json.loads(body)["results"]["bindings"]
    return [[row[name]["value"] if name in row else "" for name in ("a", "b")] for row in rows]


def _as_xml(body: bytes) -> list[list[str]]:
    ns = {"r": "http://www.w3.org/2005/sparql-results#"}
    found = []
    for result in ET.fromstring(body).iterfind(".//r:result", ns):
        row = {b.get("name"): "".join(b.itertext()) for b in result.iterfind("r:binding", ns)}
        found.append([row.get("a", ""), row.get("b", "")])
    return found


def _as_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))[1:]


ROWS = [['x,"\n<&', ""], ["https://e.org/", "2"]]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", "application/json"),
        (JSON, JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/turtle, text/*;q=0.3", "text/csv; charset=utf-8"),
    ],
)
def test_forms_of_a_table(served: Served, accept: str, media: str) -> None:
    status, fields, body = _get(served, ("query", SELECT), **({"Accept": accept} if accept else {}))
    assert (status, fields["content-type"], fields["vary"]) == (200, media, "Accept")
    if "json" in media:
        assert _as_json(body) == ROWS
    elif "xml" in media:
        assert _as_xml(body) == ROWS
    elif "csv" in media:
        assert _as_csv(body) == ROWS
    else:
        assert body == b'?a\t?b\n"x,\\"\\n<&"\t\n<https://e.org/>\t2\n'


def test_forms_of_yes_and_no(served: Served) -> None:
    assert json.loads(_get(served, ("query", "ASK {}"))[2])["boolean"] is True
    xml = _get(served, ("query", "ASK { <x:a> <x:b> 1 }"), Accept="application/sparql-results+xml")[2]
    assert ET.fromstring(xml).findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "false"
    assert _get(served, ("query", "ASK {}"), Accept="text/csv")[0] == 406


@pytest.mark.parametrize(
    ("accept", "media", "parser"),
    [
        ("", "text/turtle; charset=utf-8", "turtle"),
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/sparql-results+json, application/rdf+xml;q=0.9", "application/rdf+xml", "xml"),
    ],
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # in rdflib's reader of JSON-LD
@pytest.mark.parametrize("form", ["CONSTRUCT WHERE { <%s> ?p ?o }", "DESCRIBE <%s>"])
def test_forms_of_a_graph(
    served: Served, innlandet: Ecosystem, form: str, accept: str, media: str, parser: str
) -> None:
    thing = URIRef("https://w3id.org/innovation-ecosystem/innlandet/actor/nce-raufoss")
    status, fields, body = _get(served, ("query", form % thing), **({"Accept": accept} if accept else {}))
    assert (status, fields["content-type"]) == (200, media)
    assert _plain(Graph().parse(body, format=parser)) == _plain(
        innlandet.dataset.triples((thing, None, None))
    )


@pytest.mark.parametrize(
    ("text", "accept"), [("ASK {}", "text/turtle"), ("DESCRIBE <x:a>", JSON), (SELECT, "image/png")]
)
def test_no_such_form(served: Served, text: str, accept: str) -> None:
    status, fields, told = _get(served, ("query", text), Accept=accept)
    assert (status, fields["vary"]) == (406, "Accept, Accept-Language")
    assert "application/" in json.loads(told)["detail"]


def test_head_and_options(served: Served) -> None:
    address = f"/sparql?{urlencode({'query': SELECT})}"
    got, headed = served.ask("GET", address), served.ask("HEAD", address)
    assert headed[0] == 200
    assert headed[2] == b""
    assert headed[1]["content-length"] == str(len(got[2]))
    status, fields, _ = served.ask("OPTIONS", "/sparql")
    assert (status, fields["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_service_description(served: Served, graphs: Graphs) -> None:
    """SPARQL 1.1 Service Description, section 2: an HTTP GET of the endpoint without a query."""
    status, fields, body = served.ask("GET", "/sparql", Accept="text/turtle")
    assert (status, fields["content-type"]) == (200, "text/turtle; charset=utf-8")
    graph = Graph().parse(body, format="turtle")
    found = graph.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?name ?triples WHERE {
          ?s a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
             sd:feature sd:UnionDefaultGraph ; sd:defaultDataset ?d .
          ?d sd:defaultGraph ?whole ; sd:namedGraph ?n .
          ?n sd:name ?name ; sd:graph ?g . ?g void:triples ?triples }"""
    )
    rows = {(str(r.endpoint), str(r.name), int(r.triples)) for r in found}  # type: ignore[union-attr]
    endpoint = f"{served.address}/sparql"
    assert rows == {(endpoint, g, len(triples)) for g, triples in graphs.items()}
    for form in ("application/n-triples", "application/rdf+xml", "application/ld+json"):
        assert served.ask("GET", "/sparql", Accept=form)[1]["content-type"] == form
    status, fields, _ = served.ask("GET", "/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (status, fields["location"]) == (303, "query")
