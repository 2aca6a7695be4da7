"""The vocabulary module is what the ontology says, and misspelt terms fail."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import URIRef

from ecosystem_graph import vocab
from ecosystem_graph.schema import schema
from ecosystem_graph.vocab import CODE, ECO, GRAPH, INL, PREFIXES

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    found = importlib.util.spec_from_file_location("generate_vocab", ROOT / "scripts" / "generate_vocab.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_file_is_what_the_generator_makes_of_the_ontology(generator: ModuleType) -> None:
    """Mended by: python scripts/generate_vocab.py. Layout and comments are the formatter's."""
    assert vocab.__file__ is not None
    written = Path(vocab.__file__).read_text(encoding="utf-8")
    assert ast.dump(ast.parse(written)) == ast.dump(ast.parse(generator.render()))


def test_every_term_is_in_the_ontology() -> None:
    known = set(schema().graph.subjects())
    terms = [ECO[name] for name in ECO.__annotations__ if not name.startswith("_")]
    assert len(terms) > 100
    assert [term for term in terms if term not in known] == []


def test_a_misspelt_term_fails() -> None:
    with pytest.raises(AttributeError, match="memebrOf"):
        _ = ECO.memebrOf


def test_roots_are_the_fixed_ones() -> None:
    root = "https://w3id.org/innovation-ecosystem/"
    assert (str(CODE), str(INL), str(GRAPH)) == (f"{root}code/", f"{root}innlandet/", f"{root}graph/")
    assert str(ECO.Actor) == f"{root}ontology#Actor"
    graphs = (vocab.ONTOLOGY, vocab.ASSERTED, vocab.INFERRED)
    assert graphs == tuple(URIRef(f"{root}graph/{name}") for name in ("ontology", "asserted", "inferred"))


def test_each_prefix_has_a_namespace_of_its_own() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(namespace.endswith(("/", "#")) for namespace in PREFIXES.values())
    for scheme in schema().codes:
        assert PREFIXES[scheme] == f"{CODE}{scheme}/"
