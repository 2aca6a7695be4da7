"""What the server is made of, without a server: negotiation, counting rows, reading parameters, policies."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import random
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem_graph.server.counting import counter
from ecosystem_graph.server.negotiation import choose, language
from ecosystem_graph.server.parameters import Parameter, pairs, values
from ecosystem_graph.server.problems import ProblemError
from ecosystem_graph.server.safety import host_of, hosts, is_loopback, page_policy
from ecosystem_graph.wording import Wording

# -- negotiation ------------------------------------------------------------------------------------------

#: The example of RFC 9110, section 12.5.1, and the quality it gives to each media type.
RFC = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"


@pytest.mark.parametrize(
    ("offered", "best"),
    [
        (("text/html", "image/jpeg"), "image/jpeg"),
        (("text/html", "text/plain"), "text/plain"),
        (("text/html",), "text/html"),
    ],
)
def test_the_example_of_the_rfc(offered: tuple[str, ...], best: str) -> None:
    assert choose(RFC, dict.fromkeys(offered, ())) == best


def test_the_specific_range_decides() -> None:
    offered: dict[str, tuple[str, ...]] = {"text/turtle": (), "text/html": ()}
    assert choose("text/turtle;q=0.1, text/*;q=0.9", offered) == "text/html"
    assert choose("text/html;q=0.000, */*", {"text/html": (), "text/turtle": ()}) == "text/turtle"
    assert choose("TEXT/HTML;Q=0.2", offered) == "text/html"
    with pytest.raises(ProblemError) as caught:
        choose("text/html;q=0", {"text/html": ()})
    assert caught.value.status == 406


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_header_breaks_it(text: str) -> None:
    offered: dict[str, tuple[str, ...]] = {"text/turtle": (), "text/html": ()}
    with suppress(ProblemError):
        assert choose(text, offered) in offered
    assert language(text) in ("en", "nb")


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", "en"),
        ("nb", "nb"),
        ("no", "nb"),
        ("nn-NO, en;q=0.5", "nb"),
        ("de, en;q=0.2, nb;q=0.1", "en"),
        ("de", "en"),
    ],
)
def test_languages(accept: str, found: str) -> None:
    assert language(accept) == found


# -- counting ---------------------------------------------------------------------------------------------

_TEXTS = st.text(alphabet='ab"\\\n\r\t,{}[]<>:&é', max_size=12)
_CELLS = st.none() | _TEXTS.map(ox.Literal) | st.just(ox.NamedNode("http://e.org/?a=,&b=,"))
_FORMS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


@pytest.mark.parametrize("form", _FORMS)
@settings(deadline=None)
@given(rows=st.lists(st.tuples(_CELLS, _CELLS), max_size=6), seed=st.integers(0, 9))
def test_rows_are_counted_however_the_text_is_cut(
    form: str, rows: list[tuple[object, object]], seed: int
) -> None:
    """The engine's own writer makes the text; what it was given is the truth."""
    given_rows = " ".join(f"({' '.join('UNDEF' if c is None else str(c) for c in row)})" for row in rows)
    found = ox.Store().query(f"SELECT ?value ?type WHERE {{ VALUES (?value ?type) {{ {given_rows} }} }}")
    text = found.serialize(format=_FORMS[form])  # type: ignore[union-attr]
    assert isinstance(text, bytes)
    count, chance, at, seen = counter(form), random.Random(seed), 0, 0
    while at < len(text):
        step = chance.randint(1, 9)
        seen += count(text[at : at + step])
        at += step
    assert seen == len(rows) + (form in ("csv", "tsv"))
    if form == "json":
        assert len(json.loads(text)["results"]["bindings"]) == len(rows)
    if form == "csv" and all(any(row) for row in rows):
        assert len(list(csv.reader(io.StringIO(text.decode(), newline="")))) == len(rows) + 1


# -- parameters -------------------------------------------------------------------------------------------

KNOWN = (
    Parameter("q", Wording("Text.", "Tekst."), required=True),
    Parameter("n", Wording("Number.", "Tall."), "integer", default=3, least=1, most=5),
    Parameter("yes", Wording("Truth.", "Sannhet."), "boolean", default=False),
    Parameter("by", Wording("Choice.", "Valg."), choices=("a", "b")),
)


def test_parameters_are_read() -> None:
    assert values(KNOWN, pairs(b"q=%C3%A6+b&n=5&yes=true")) == {"q": "æ b", "n": 5, "yes": True, "by": None}
    assert values(KNOWN, [("q", "x")])["n"] == 3


WRONG = ("", "q=", "q=%00", "q=a&q=b", "q=a&n=6", "q=a&n=x", "q=a&yes=1", "q=a&by=c", "q=a&z=1", "q=%FF")


@pytest.mark.parametrize("query", [*WRONG, "&".join(["q=a"] * 101), "q=" + "a" * 501])
def test_wrong_parameters_are_refused(query: str) -> None:
    with pytest.raises(ProblemError) as caught:
        values(KNOWN, pairs(query.encode()))
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("query", "en", "nb"),
    [
        ("", "q is missing: Text.", "q mangler: Tekst."),
        (
            "q=a&n=6",
            "n must be a whole number from 1 to 5, not '6'.",
            "n må være et helt tall fra 1 til 5, ikke '6'.",
        ),
        (
            "q=a&z=1",
            "There is no parameter 'z' here; there are: q, n, yes, by.",
            "Det er ingen parameter 'z' her; disse finnes: q, n, yes, by.",
        ),
    ],
)
def test_a_problem_is_told_in_the_language_asked_for(query: str, en: str, nb: str) -> None:
    with pytest.raises(ProblemError) as caught:
        values(KNOWN, pairs(query.encode()))
    problem = caught.value
    assert (str(problem), problem.told("nb")) == (en, nb)
    assert [json.loads(problem.body(lang))["detail"] for lang in ("en", "nb")] == [en, nb]
    assert problem.fields("nb")["Content-Language"] == "nb"


# -- safety -----------------------------------------------------------------------------------------------


def test_scripts_run_by_their_fingerprint() -> None:
    page = b'<p>x</p><script>let a = "<b>";\r\n</script><script src="/a.js"></script>'
    page += b'<script type="application/ld+json">{}</script>'
    digest = base64.b64encode(hashlib.sha256(b'let a = "<b>";\n').digest()).decode()
    policy = page_policy(page)
    assert f"script-src 'sha256-{digest}';" in policy
    assert "script-src 'none'" in page_policy(b"<p>no script</p>")
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_hosts() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("example.org")
    assert "graph.example.org" in hosts("https://graph.example.org/x/", "0.0.0.0")
    assert hosts("", "0.0.0.0") == frozenset()
    assert host_of("LocalHost:80") in hosts("", "127.0.0.1")
    assert host_of("[::1]:80") in hosts("", "::1")
    for name in (
        "evil.org",
        "localhost.evil.org",
        "evil.localhost",
        "localhost@evil.org",
        "",
        "a b",
        "127.0.0.1:x",
    ):
        assert host_of(name) not in hosts("", "127.0.0.1")
