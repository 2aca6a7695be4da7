"""The canonical text form: one graph, one text, whichever way it came."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from ecosystem_graph.resources import data_file
from ecosystem_graph.turtle import Triple, base_of, ntriples, parse, prefixes, quads, serialise, short_name
from ecosystem_graph.vocab import ASSERTED, ECO, INL

ROOT = Path(__file__).resolve().parent.parent
X = "https://w3id.org/innovation-ecosystem/vesle/"


def read(text: str) -> set[Triple]:
    """The triples of a text through our reader."""
    return {_plain(q) for q in ox.parse(input=text.encode(), format=ox.RdfFormat.TURTLE)}


def _plain(quad: ox.Quad) -> Triple:
    def term(node: object) -> URIRef | Literal:
        if isinstance(node, ox.NamedNode):
            return URIRef(node.value)
        assert isinstance(node, ox.Literal)
        datatype = (
            None if node.language or node.datatype.value == str(XSD.string) else URIRef(node.datatype.value)
        )
        return Literal(node.value, lang=node.language, datatype=datatype, normalize=False)

    return term(quad.subject), term(quad.predicate), term(quad.object)


@pytest.fixture(scope="module")
def facts() -> set[Triple]:
    return parse(data_file())


# --- Innlandet


def test_innlandet_is_in_canonical_form(facts: set[Triple]) -> None:
    assert serialise(facts).encode() == data_file().read_bytes()


def test_the_text_is_the_same_whatever_the_hash_seed(facts: set[Triple]) -> None:
    script = (
        "import hashlib; from ecosystem_graph.resources import data_file\n"
        "from ecosystem_graph.turtle import parse, serialise\n"
        "print(hashlib.sha256(serialise(parse(data_file())).encode()).hexdigest())"
    )
    digests = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        digests.add(ran.stdout)
    assert len(digests) == 1


def test_rdflib_and_oxigraph_read_the_same_graph(facts: set[Triple]) -> None:
    text = data_file().read_text(encoding="utf-8")
    by_rdflib = {tuple(map(_lexical, triple)) for triple in Graph().parse(data=text, format="turtle")}
    assert by_rdflib == {tuple(map(_lexical, triple)) for triple in facts}


def _lexical(node: object) -> tuple[str, str, str]:
    language = (node.language or "") if isinstance(node, Literal) else ""
    datatype = str(node.datatype or "") if isinstance(node, Literal) else ""
    return str(node), language, datatype


def test_a_changed_fact_is_a_changed_line(facts: set[Triple]) -> None:
    thing = URIRef(f"{INL}actor/geno")
    before = serialise(facts).splitlines()
    after = serialise(facts | {(thing, ECO.detail, Literal("new"))}).splitlines()
    assert len(after) == len(before) + 1
    assert '    eco:detail "new" ;' in set(after) - set(before)


# --- form

EXAMPLE = {
    (URIRef(f"{X}actor/ask"), RDF.type, ECO.Firm),
    (URIRef(f"{X}actor/ask"), RDFS.label, Literal("Ask «AS»", lang="nb")),
    (URIRef(f"{X}actor/ask"), RDFS.label, Literal("Ask", lang="en")),
    (URIRef(f"{X}actor/ask"), ECO.founded, Literal("1990", datatype=XSD.gYear, normalize=False)),
    (URIRef(f"{X}relation/a.b."), ECO.detail, Literal('say "hi"\\\n\t\x07')),
    (URIRef(f"{X}actor/æ"), ECO.owner, URIRef("https://elsewhere.example/x")),
}


def test_the_text_of_an_example() -> None:
    assert serialise(EXAMPLE, X) == (
        "@prefix actor: <https://w3id.org/innovation-ecosystem/vesle/actor/> .\n"
        "@prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        "actor:ask\n"
        "    a eco:Firm ;\n"
        '    rdfs:label "Ask «AS»"@nb ,\n'
        '        "Ask"@en ;\n'
        '    eco:founded "1990"^^xsd:gYear .\n'
        "\n"
        f"<{X}actor/æ>\n"
        "    eco:owner <https://elsewhere.example/x> .\n"
        "\n"
        f"<{X}relation/a.b.>\n"
        '    eco:detail "say \\"hi\\"\\\\\\n\\t\\u0007" .\n'
    )


def test_an_empty_graph_is_an_empty_text() -> None:
    assert serialise([]) == ""


def test_short_names_are_the_prefixed_names_of_the_text() -> None:
    assert short_name(f"{X}actor/ask", X) == "actor:ask"
    assert short_name(f"{X}actor/ask") == f"<{X}actor/ask>"
    assert short_name(str(ECO.Firm)) == "eco:Firm"
    assert prefixes(X)["actor"] == f"{X}actor/"


def test_the_root_is_the_data_set_of_the_file() -> None:
    dataset = URIRef("http://rdfs.org/ns/void#Dataset")
    assert base_of([(URIRef(X), RDF.type, dataset)]) == X
    assert base_of([(URIRef(X), RDF.type, ECO.Firm)]) == str(INL)


def test_every_form_of_file_is_read_alike(tmp_path: Path) -> None:
    readable = {t for t in EXAMPLE if "\x07" not in str(t[2])}  # XML knows no such character
    forms = {
        "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
    }  # fmt: skip
    for ending, form in forms.items():
        path = tmp_path / f"facts.{ending}"
        ox.serialize((q.triple for q in quads(readable, ASSERTED)), output=str(path), format=form)
        assert parse(path) == readable, ending


# --- any graph

LOCAL = st.text(st.sampled_from("abcxyzABC019-._æø"), min_size=1, max_size=8)
IRI = st.one_of(
    st.builds(
        lambda kind, local: URIRef(f"{X}{kind}/{local}"), st.sampled_from(["actor", "relation", "x"]), LOCAL
    ),
    st.sampled_from([ECO.Firm, ECO.detail, RDFS.label, RDF.type, URIRef("urn:x")]),
)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
LITERAL = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(lambda text, lang: Literal(text, lang=lang), TEXT, st.sampled_from(["nb", "en", "nn"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind, normalize=False),
        st.sampled_from(["1990", "2010-05", "01.50", "-0", "x", ""]),
        st.sampled_from([XSD.gYear, XSD.date, XSD.decimal, XSD.anyURI]),
    ),
)
TRIPLES = st.frozensets(st.tuples(IRI, IRI, IRI | LITERAL), max_size=12)


@settings(max_examples=300, deadline=None)
@given(TRIPLES)
def test_any_graph_comes_back_and_its_text_is_a_fixed_point(triples: frozenset[Triple]) -> None:
    text = serialise(triples, X)
    back = read(text)
    assert back == triples
    assert serialise(back, X) == text
    assert serialise(sorted(triples, key=str, reverse=True), X) == text
    assert read(ntriples(triples).decode()) == triples


@settings(max_examples=150, deadline=None)
@given(TRIPLES.filter(bool))
def test_rdflib_reads_any_text_as_the_same_graph(triples: frozenset[Triple]) -> None:
    typed = frozenset(t for t in triples if not (isinstance(t[2], Literal) and t[2].datatype))
    read_back = {tuple(map(_lexical, t)) for t in Graph().parse(data=serialise(typed, X), format="turtle")}
    assert read_back == {tuple(map(_lexical, t)) for t in typed}
