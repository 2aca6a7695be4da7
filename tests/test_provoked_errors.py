"""Small graphs that must fail, each caught by the rule it was written for and by no other.

``tests/data/provoked/*.ttl`` say in their first lines what kind of error they hold, which rule has to find it
and in which words (Norwegian where the checker speaks it), and for those that ontology and facts cannot both
bear, which rule of OWL 2 RL refutes them as well: a shape says so before anything is inferred.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import warnings
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import OWL, BNode, Graph, URIRef
from rdflib.term import Node

from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.reasoning import close, contradictions_text, labels_in, sources_in
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, parse, quiet_literals
from ecosystem_graph.validation import validate

ROOT = Path(__file__).resolve().parent.parent
FILES = {path.stem: path for path in sorted((ROOT / "tests" / "data" / "provoked").glob("*.ttl"))}
KINDS = {"shape", "profile", "contradiction", "time", "sourcing", "language", "closed list", "syntax"}


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


script("ontology_profile")
GATE = script("ontology_gate")


def meant(path: Path) -> dict[str, str]:
    """The first lines: ``# key: value``."""
    return dict(re.findall(r"(?m)^# (\w+): (.+)$", path.read_text(encoding="utf-8")))


def moved(facts: set[Triple], name: str) -> set[Triple]:
    """The facts under a root of their own, so that all files can be validated in one run."""

    def move(node: Node) -> Node:
        return URIRef(node.replace("/provoked/", f"/provoked-{name}/")) if isinstance(node, URIRef) else node

    return {(move(s), move(p), move(o)) for s, p, o in facts}


Found = dict[str, tuple[str, str]]
"""Per rule that found something, its words in English and Norwegian."""


def caught(paths: Collection[Path]) -> dict[str, Found]:
    """Per file everything that any checker finds."""
    found: dict[str, Found] = {}
    facts: dict[str, set[Triple]] = {}
    for path in paths:
        try:
            facts[path.stem] = parse(path)
            found[path.stem] = profiled(facts[path.stem])
        except UnreadableFileError as error:
            found[path.stem] = {"parser": (str(error), "")}
    # Those that reasoning has nothing against are closed in one run, and one by one only where that fails.
    quiet = {path.stem for path in paths if path.stem in facts and "owl" not in meant(path)}
    together = {t for stem in quiet for t in moved(facts[stem], stem)}
    for stem in facts.keys() - (set() if refuted(together) else quiet):
        found[stem] |= refuted(facts[stem])
    nameless = {stem for stem, some in facts.items() if any(isinstance(n, BNode) for t in some for n in t)}
    together = {t for stem in facts.keys() - nameless for t in moved(facts[stem], stem)}
    with quiet_literals():
        for violation in validate(together).violations:
            stem = violation.thing.split("/provoked-")[1].split("/")[0]
            found[stem][violation.rule] = (violation.line("en"), violation.line("nb"))
        for stem in nameless:
            found[stem] |= {v.rule: (v.line("en"), v.line("nb")) for v in validate(facts[stem]).violations}
    return found


def merged(facts: set[Triple]) -> Graph:
    """The facts with the ontology."""
    graph = Graph()
    for triple in (*schema().graph, *facts):
        graph.add(triple)
    return graph


def profiled(facts: set[Triple]) -> Found:
    """What the gate of the ontology says, where the facts bring axioms."""
    if not any(str(node).startswith(str(OWL)) for triple in facts for node in triple):
        return {}
    files = GATE.Files({"ontology": merged(facts)})
    return {f.check: (str(f), "") for check in ("profile", "transitive") for f in GATE.CHECKS[check](files)}


def refuted(facts: set[Triple]) -> Found:
    """What cannot be true together with the ontology."""
    with warnings.catch_warnings():
        # rdflib warns where a number that is none is written out for a message.
        warnings.filterwarnings("ignore", "Serializing weird numerical")
        contradictions = close(schema().graph, facts).contradictions
    if not contradictions:
        return {}
    everything = merged(facts)
    speak = (labels_in(everything), sources_in(everything))
    return {
        c.rule: (contradictions_text([c], *speak, "en"), contradictions_text([c], *speak, "nb"))
        for c in contradictions
    }


@pytest.fixture(scope="module")
def everything_caught() -> dict[str, Found]:
    return caught(FILES.values())


@pytest.mark.parametrize("name", FILES)
def test_caught_by_the_rule_meant_in_the_words_meant_and_by_no_other(
    name: str, everything_caught: dict[str, Found]
) -> None:
    header, found = meant(FILES[name]), everything_caught[name]
    assert set(found) == {header["rule"], header.get("owl", header["rule"])}, found
    english, norwegian = found[header["rule"]]
    assert header["en"] in english
    assert header.get("nb", "") in norwegian
    assert bool(norwegian) == ("nb" in header)
    if "owl" in header:
        english, norwegian = found[header["owl"]]
        assert english.startswith("Contradiction")
        assert norwegian.startswith("Motsigelse")


def test_there_are_many_of_every_kind() -> None:
    kinds = Counter(meant(path)["kind"] for path in FILES.values())
    assert len(FILES) >= 40
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 3
    for path in FILES.values():
        header = meant(path)
        assert set(header) - {"owl", "nb"} == {"kind", "rule", "en"}
        assert ("nb" in header) == (header["kind"] not in ("profile", "syntax")), path.name


def test_the_same_graph_put_right_is_caught_by_nothing(tmp_path: Path) -> None:
    """What the files share is sound: with the one fault mended nothing is left to find."""
    for name, wrong, right in (
        ("ends-before-it-begins", '"2010-05"', '"2013-05"'),
        ("two-kinds-at-once", "eco:Firm , eco:University", "eco:Firm"),
        ("unknown-mechanism", "mechanism:magic", "mechanism:reputation"),
        ("place-as-member", "eco:member place:lia", "eco:member actor:kvist2"),
        ("wrong-check-digit", "923609017", "923609016"),
        ("no-norwegian-name", '"Ask"@en', '"Ask"@en , "Ask"@nb'),
        ("syntax-missing-dot", '"Institute"', '"Institute" .'),
        (
            "part-of-itself-through-others",
            "eco:part actor:birk ;\n    eco:whole actor:ask",
            "eco:part actor:birk ;\n    eco:whole actor:oak",
        ),
    ):
        text = FILES[name].read_text(encoding="utf-8")
        assert wrong in text, name
        text = text.replace(wrong, right)
        text += "".join(
            f'\nactor:{new} a eco:Firm ; rdfs:label "N"@en , "N"@nb ; prov:hadPrimarySource source:report .\n'
            for new in ("kvist2", "oak")
            if f"actor:{new}" in text
        )
        mended = tmp_path / f"{name}.ttl"
        mended.write_text(text, encoding="utf-8")
    found = caught(sorted(tmp_path.glob("*.ttl")))
    assert len(found) == 8
    assert all(rules == {} for rules in found.values()), found
