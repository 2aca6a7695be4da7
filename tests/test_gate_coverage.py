"""Questions and terms cover each other: the pages are fresh, and what no question needs has its reason."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rdflib import ORG, RDF

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import Question, questions
from ecosystem_graph.vocab import ECO

ROOT = Path(__file__).resolve().parent.parent


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


COVER = script("generate_coverage")


@pytest.fixture(scope="module")
def coverage(innlandet: Ecosystem) -> Any:
    return COVER.coverage(innlandet, questions())


def test_pages_are_up_to_date(innlandet: Ecosystem) -> None:
    """Mended by: python scripts/generate_coverage.py."""
    for path, text in COVER.pages(innlandet).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale"


def test_every_term_is_needed_by_a_question_or_has_a_reason(coverage: Any) -> None:
    bare = {COVER.shown(term) for term in coverage.bare()}
    assert bare == set(), "ask for it, remove it, or say in ontology/unasked.csv why it is there"
    assert len(coverage.terms) > 200


def test_every_class_and_property_of_ours_is_needed_by_a_question(coverage: Any) -> None:
    """No reason is good enough for a term of our own that nobody asks for."""
    ours = {term for term in coverage.terms if term.startswith(str(ECO))}
    assert {COVER.shown(term) for term in ours if not coverage.needing(term)} == set()


def test_no_reason_is_left_over_and_each_is_a_sentence_in_both_languages(coverage: Any) -> None:
    assert coverage.idle_reasons() == set(), (
        "a question needs it, or there is no such term: remove the reason"
    )
    for key, told in coverage.reasons.items():
        for lang in ("nb", "en"):
            assert told[lang].endswith("."), key
            assert len(told[lang].split()) > 5, key
    assert len({told[lang] for told in coverage.reasons.values() for lang in told}) >= len(coverage.reasons)


def test_every_term_a_question_names_is_in_use(coverage: Any) -> None:
    named = {term for terms in coverage.named.values() for term in terms}
    assert {COVER.shown(term) for term in named - set(coverage.terms)} == set()
    # Only the sample of a region that says so carries eco:ongoing.
    unused = {COVER.shown(term) for term, where in coverage.terms.items() if where == "unused"}
    assert unused <= {"eco:ongoing"}


def test_a_query_names_its_terms_and_nothing_in_strings_or_comments() -> None:
    text = (
        "#+ nb: hva?\nPREFIX eco: <https://w3id.org/innovation-ecosystem/ontology#>\n"
        "PREFIX o: <http://www.w3.org/ns/org#>\n\n# eco:Firm is not meant\n"
        'SELECT ?a WHERE { ?a a o:Site ; eco:kind ?k FILTER(?k = "eco:Cluster") }\nORDER BY ?a\n'
    )
    assert COVER.named_in(Question("q", text)) == {RDF.type, ORG.Site, ECO.kind}


def test_a_term_is_reached_by_the_axioms_below_the_named_one(coverage: Any, innlandet: Ecosystem) -> None:
    assert ECO.kind in coverage.reached[ECO.Hospital]
    assert ECO.memberOf in coverage.reached[ECO.hasMembership]
    assert ECO.memberOf not in coverage.reached.get(ECO.hasSupply, ())
    few = {name: question for name, question in questions().items() if name == "who-funds-whom"}
    alone = COVER.coverage(innlandet, few)
    assert {ECO.Hospital, ECO.supplies} <= alone.bare()
    assert ECO.funder not in alone.bare()
