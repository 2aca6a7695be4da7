"""Queries: what is read from a file, what is refused, and what an error tells."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError, QueryError, UnreadableFileError
from ecosystem_graph.queries import Question, ask, load_question, question, run
from ecosystem_graph.tables.cells import tail
from ecosystem_graph.vocab import INL

MEMBERS = Question(
    "members",
    "SELECT ?cluster ?member WHERE { ?member eco:memberOf ?cluster } ORDER BY ?member",
    parameters={"cluster": "nce-raufoss"},
)
FIVE = ["benteler-raufoss", "hexagon-ragasco", "hunton", "kongsberg-automotive-raufoss", "neuman-aluminium"]


class Listener(HTTPServer):
    """A server on this machine that notes whatever reaches it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        self.send_response(500)
        self.end_headers()

    do_POST = do_GET  # noqa: N815 -- the name http.server calls

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


# -- files ------------------------------------------------------------------------------------------------


def test_header(tmp_path: Path) -> None:
    path = tmp_path / "who.rq"
    path.write_text(
        "\ufeff#+ nb: Hvem: da?\n#+ en: Who?\n#+ for: citizen\n"
        "#+ param place: gjovik\n#+ param year:\nASK {}",
        encoding="utf-8",
    )
    read = load_question(path)
    assert (read.name, read.audience) == ("who", "citizen")
    assert read.asks == {"nb": "Hvem: da?", "en": "Who?"}
    assert read.parameters == {"place": "gjovik", "year": ""}


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00ASK"])
def test_unreadable_file(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "who.rq"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"who\.rq") as error:
        load_question(path)
    why = "er ikke UTF-8-tekst" if content else "filen eller mappen finnes ikke"
    assert error.value.told("nb") == f"{path}: {why}"


def test_misspelt_question_suggests_near_ones() -> None:
    with pytest.raises(NotFoundError, match="'cluster-members'") as error:
        question("cluster-member")
    assert error.value.suggestions[0] == "cluster-members"


# -- parameters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["nce-raufoss", "inl:actor/nce-raufoss", f"{INL}actor/nce-raufoss", "NCE Raufoss"]
)
def test_parameter_however_named(innlandet: Ecosystem, name: str) -> None:
    table = ask(innlandet, MEMBERS, {"cluster": name})
    assert table.columns == ("member",), "what was set is no column of the answer"
    assert [tail(URIRef(str(row[0]))) for row in table.rows] == FIVE


def test_parameter_reaches_filters_paths_unions_and_named_subselects(innlandet: Ecosystem) -> None:
    for where in (
        "?member eco:memberOf ?any FILTER(?any = ?cluster)",
        "?member a eco:Actor FILTER EXISTS { ?member eco:memberOf ?cluster }",
        "?member eco:memberOf|eco:mergedInto ?cluster",
        "{ ?member eco:memberOf ?cluster } UNION { ?member eco:mergedInto ?cluster }",
        "{ SELECT ?cluster ?member WHERE { ?member eco:memberOf ?cluster } ORDER BY ?member }",
    ):
        asked = Question("q", f"SELECT ?cluster ?member WHERE {{ {where} }}", parameters=MEMBERS.parameters)
        assert sorted(tail(URIRef(str(row[0]))) for row in ask(innlandet, asked).rows) == FIVE


def test_number(innlandet: Ecosystem) -> None:
    text = "SELECT ?year ?n WHERE { VALUES ?two { 2 } FILTER(?year > 2000) BIND(?year + ?two AS ?n) }"
    asked = Question("q", text, parameters={"year": "2018"})
    assert ask(innlandet, asked).values() == [{"n": 2020}]
    assert ask(innlandet, asked, {"year": "1999"}).values() == []


def test_place_and_actor_of_the_same_name(innlandet: Ecosystem) -> None:
    for kind in ("place", "actor"):
        asked = Question(
            "q", f"SELECT ?{kind} ?type WHERE {{ ?{kind} a ?type }}", parameters={kind: "hamarregionen"}
        )
        types = {str(row[0]) for row in ask(innlandet, asked).rows}
        assert any(t.endswith(f"#{kind.capitalize()}") for t in types)


def test_missing_parameter(innlandet: Ecosystem) -> None:
    asked = Question("members", MEMBERS.text, parameters={"cluster": ""})
    with pytest.raises(QueryError, match="members needs a value for cluster: --set cluster=") as error:
        ask(innlandet, asked)
    assert error.value.told("nb") == "members trenger en verdi for cluster: --set cluster=…"
    with pytest.raises(QueryError, match="needs a value"):
        ask(innlandet, MEMBERS, {"cluster": "  "})
    assert len(ask(innlandet, asked, {"cluster": "nce-raufoss"})) == 5


def test_misspelt_parameter_and_thing(innlandet: Ecosystem) -> None:
    with pytest.raises(NotFoundError, match=r"did you mean 'cluster'\? \(members takes cluster\)") as error:
        ask(innlandet, MEMBERS, {"clster": "nce-raufoss"})
    nb = "ukjent parameter: 'clster'; mente du 'cluster'? (members tar cluster)"
    assert error.value.told("nb") == nb
    with pytest.raises(NotFoundError, match="'nce-raufoss'"):
        ask(innlandet, MEMBERS, {"cluster": "nce-raufos"})


def test_parameter_that_select_does_not_name(innlandet: Ecosystem) -> None:
    with pytest.raises(QueryError, match=r"SELECT must name \?cluster"):
        run(innlandet, "SELECT ?m WHERE { ?m eco:memberOf ?cluster }", {"cluster": Literal(1)})


# -- results ----------------------------------------------------------------------------------------------


def test_typed_values(innlandet: Ecosystem) -> None:
    values = 'VALUES (?i ?d ?b ?s ?x) { (1 2.5 true "a"@nb UNDEF) }'
    text = f"SELECT ?i ?d ?b ?s ?u ?x WHERE {{ {values} BIND(eco:Actor AS ?u) }}"
    (row,) = run(innlandet, text).values()
    assert row == {"i": 1, "d": row["d"], "b": True, "s": "a", "x": None, "u": row["u"]}
    assert float(str(row["d"])) == 2.5
    assert str(row["u"]).endswith("#Actor")


def test_ask_and_construct(innlandet: Ecosystem) -> None:
    assert run(innlandet, "ASK { ?x a eco:Cluster }").values() == [{"answer": True}]
    made = run(innlandet, "CONSTRUCT { ?x a eco:Cluster } WHERE { ?x a eco:Cluster }")
    assert made.columns == ("subject", "predicate", "object")
    assert list(made.rows) == sorted(made.rows)
    assert len(made) > 10


# -- errors -----------------------------------------------------------------------------------------------


def test_syntax_error_shows_the_place(innlandet: Ecosystem) -> None:
    with pytest.raises(QueryError) as error:
        run(innlandet, "SELECT ?x WHERE {\n  ?x a eco:Cluster .\n  FILTR(?x)\n}")
    first, shown, mark = str(error.value).splitlines()
    assert first.startswith("the query does not parse at line 3, column ")
    nb = error.value.told("nb").splitlines()
    assert nb[0].startswith("spørringen lar seg ikke lese ved linje 3, kolonne ")
    assert nb[1:] == [shown, mark]
    assert shown == "    FILTR(?x)"
    assert len("    FILTR") <= len(mark) <= len("    FILTR(?x)")
    assert mark.strip() == "^"


@pytest.mark.parametrize(
    ("text", "en", "nb"),
    [
        ("", "the query is empty", "spørringen er tom"),
        ("  # only a remark\n", "the query is empty", "spørringen er tom"),
        (
            "SELECT ?x WHERE { ?x a ecoo:Cluster }",
            "the prefix ecoo: is not declared; did you mean eco:?",
            "prefikset ecoo: er ikke erklært; mente du eco:?",
        ),
        (
            "SELECT ?x WHERE { ?x eco:memberof ?y }",
            "there is no term eco:memberof; did you mean eco:memberOf",
            "begrepet eco:memberof finnes ikke; mente du eco:memberOf",
        ),
        # The parser's own words are given as they are.
        (
            "SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x a ?y }",
            "variable that is unbound",
            "variable that is unbound",
        ),
        ("SELECT ?x WHERE { ?x a eco:Cluster", 'expected "," or', 'ventet "," eller'),
    ],
)
def test_error_says_what_would_be_right(innlandet: Ecosystem, text: str, en: str, nb: str) -> None:
    with pytest.raises(QueryError) as error:
        run(innlandet, text)
    assert en in error.value.told("en")
    assert nb in error.value.told("nb")


def test_words_in_strings_iris_and_comments_are_no_keywords(innlandet: Ecosystem) -> None:
    text = """# FROM here, eco:nothing, SERVICE, INSERT
    SELECT ?from WHERE { ?from rdfs:label ?l FILTER(STR(?l) IN ("FROM", "eco:nothing", 'the SERVICE { }'))
      FILTER(?from != <http://example.org/service#FROM>) }"""
    assert run(innlandet, text).columns == ("from",)


def test_own_meaning_of_a_prefix(innlandet: Ecosystem) -> None:
    text = "PREFIX eco: <http://example.org/> SELECT ?x WHERE { ?x a eco:anything }"
    assert run(innlandet, text).rows == ()


# -- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <URL> { ?s ?p ?o } }",
        "ASK { SERVICE <URL> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * WHERE { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
        "SELECT * WHERE { { SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } } } }",
        "SELECT * WHERE { ?x a eco:Cluster FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * WHERE { ?x a eco:Cluster FILTER(?x<?x)SERVICE#>\n<URL> { ?s ?p ?o } }",
        "SELECT * WHERE { ?x eco:founded ?y FILTER(?y<'x>y') SERVICE <URL> { ?s ?p 'z' } }",
        "SELECT * WHERE { ?x a eco:Cluster # a remark\rSERVICE <URL> { ?s ?p ?o }\n}",
        "SELECT * WHERE { ?x ?y 1SERVICE<URL>{ ?s ?p ?o } }",
        "SELECT * WHERE { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        'SELECT * WHERE { ?x ?y "\\u0022 #" SERVICE <URL> { ?s ?p ?o } }',
        "PREFIX e: <URL> SELECT * WHERE { SERVICE e: { ?s ?p ?o } }",
    ],
)
def test_no_query_leaves_the_machine(innlandet: Ecosystem, listener: Listener, text: str) -> None:
    with pytest.raises(QueryError, match=r"(?i)service"):
        run(innlandet, text.replace("URL", f"http://127.0.0.1:{listener.server_port}/sparql"))
    assert listener.seen == []


def test_the_store_would_have_asked(innlandet: Ecosystem, listener: Listener) -> None:
    """What the refusal is for: the store itself does send a query out."""
    text = f"SELECT * WHERE {{ SERVICE SILENT <http://127.0.0.1:{listener.server_port}/out> {{ ?s ?p ?o }} }}"
    list(innlandet.dataset.query(text))
    assert listener.seen == ["/out"]
    listener.seen.clear()


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://example.org/>",
        "PREFIX e: <http://example.org/>\n# so\nINSERT DATA { e:a a e:b }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "WITH <http://example.org/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(innlandet: Ecosystem, text: str) -> None:
    before = len(innlandet.asserted)
    with pytest.raises(QueryError, match="is refused: queries only read"):
        run(innlandet, text)
    assert len(innlandet.asserted) == before


def test_from_is_refused_because_it_would_be_ignored(innlandet: Ecosystem) -> None:
    with pytest.raises(QueryError, match="FROM is not supported"):
        run(innlandet, "SELECT ?x FROM <http://example.org/> WHERE { ?x a eco:Cluster }")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="SELECT?xWHERE{}<>'\"\\#:. \n\rservicFOM", max_size=40))
def test_any_text_gives_a_table_or_a_query_error(innlandet: Ecosystem, text: str) -> None:
    with contextlib.suppress(QueryError):
        run(innlandet, text)
