"""Both languages: no message says less in Norwegian than in English, and Click speaks Norwegian too."""

from __future__ import annotations

import ast
import copy
import errno
import gettext
import importlib.util
import os
import pickle
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem_graph.errors import DataError, NotFoundError, Problem, UnreadableFileError
from ecosystem_graph.wording import Wording, foreign, joined, of_system, told

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ecosystem_graph"
CATALOG = SOURCE / "cli" / "locale" / "nb" / "LC_MESSAGES"


@given(st.text(), st.text())
def test_a_wording_is_its_english_and_keeps_its_norwegian(en: str, nb: str) -> None:
    made = Wording(en, nb)
    assert made == en
    assert hash(made) == hash(en)
    for again in (made, copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (told(again, "en"), told(again, "nb")) == (en, nb)
    assert told(joined("; ", [made, "x"]), "nb") == f"{nb}; x"
    assert told(foreign(en), "nb") == en


def test_errors_tell_both() -> None:
    missing = NotFoundError(
        Wording("actor", "aktør"), "nce-raufos", ["nce-raufoss"], Wording("See find.", "Se find.")
    )
    assert str(missing) == "no actor named 'nce-raufos'; did you mean 'nce-raufoss'? See find."
    assert missing.told("nb") == "ukjent aktør: 'nce-raufos'; mente du 'nce-raufoss'? Se find."
    problem = Problem("a.csv", 3, "kind", "Frim", Wording("is no kind", "er ingen art"))
    assert DataError([problem, problem]).told("nb") == "\n".join(["a.csv:3: kind 'Frim': er ingen art"] * 2)
    assert str(UnreadableFileError("a.csv", Wording("is empty", "er tom"), 2)) == "a.csv:2: is empty"
    assert UnreadableFileError("a.csv", Wording("is empty", "er tom")).told("nb") == "a.csv: er tom"


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EEXIST])
def test_what_the_system_says(number: int) -> None:
    said = of_system(OSError(number, os.strerror(number), "a.csv"))
    assert said == os.strerror(number)
    assert said.nb != said
    assert "a.csv" not in said.nb


# -- every message in the source --------------------------------------------------------------------------


def _values(sentence: ast.expr) -> set[str]:
    """Names of the values that are put into a sentence, whatever is done with them on the way.

    Names of the languages are left out: a value with two wordings is told in the language of the sentence.
    """
    called = {id(node.func) for node in ast.walk(sentence) if isinstance(node, ast.Call)}
    names = (node for node in ast.walk(sentence) if isinstance(node, ast.Name) and id(node) not in called)
    return {node.id for node in names} - {"en", "nb"}


def _pairs() -> list[tuple[str, ast.expr, ast.expr]]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Wording", "said"):
                en, nb = node.args[:2]
                found.append((f"{path.relative_to(SOURCE)}:{node.lineno}", en, nb))
    return found


def test_each_sentence_puts_the_same_values_into_both_languages() -> None:
    pairs = _pairs()
    assert len(pairs) > 300
    # A bare name is a sentence that somebody else wrote, and its Norwegian is looked up.
    written = [pair for pair in pairs if not isinstance(pair[1], ast.Name)]
    wrong = [place for place, en, nb in written if _values(en) != _values(nb)]
    assert wrong == []


def test_each_sentence_is_written_twice() -> None:
    """Words that are the same in both languages are a word or two, not a sentence."""
    same = [ast.unparse(en) for _, en, nb in _pairs() if ast.unparse(en) == ast.unparse(nb)]
    assert [text for text in same if text.count(" ") > 1] == []


# -- Click ------------------------------------------------------------------------------------------------


def _catalog() -> gettext.GNUTranslations:
    with (CATALOG / "click.mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


def test_the_compiled_catalog_is_that_of_the_sources() -> None:
    spec = importlib.util.spec_from_file_location("compile_catalog", ROOT / "scripts" / "compile_catalog.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.compiled() == (CATALOG / "click.mo").read_bytes()


def test_the_catalog_knows_what_click_says_and_puts_the_same_values_into_it() -> None:
    known: dict[Any, str] = _catalog()._catalog  # type: ignore[attr-defined]
    spec = importlib.util.find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    said = set()
    for path in Path(spec.origin).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant):
                said.add(node.value)
    for key, nb in known.items():
        text = key[0] if isinstance(key, tuple) else key
        assert not text or text in said, text
        # In the plural the number or the list takes the place of the one.
        plural = {"possibilities", "nargs", "len", "choices"} if isinstance(key, tuple) else set()
        fields = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert {name for _, name, _, _ in string.Formatter().parse(nb) if name} - plural <= fields, text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["Bruk: ", "Valg:", "Kommandoer:", "Vis denne hjelpen og avslutt."]),
        (["centralty"], ["Feil: Kommandoen 'centralty' finnes ikke. Mente du 'centrality'?"]),
        (["centrality", "--top", "x"], ["Ugyldig verdi for '--top': 'x' er ikke et gyldig tall."]),
        (["identities", "nce-raufos"], ["ukjent", "'nce-raufos'; mente du 'nce-raufoss'"]),
        (["validate", "nowhere.ttl"], ["nowhere.ttl: ", "finnes ikke"]),
    ],
)
def test_the_command_line_in_norwegian(arguments: list[str], words: list[str]) -> None:
    environment = os.environ | {"ECOSYSTEM_GRAPH_LANG": "nb", "LANGUAGE": "en", "COLUMNS": "200"}
    command = [sys.executable, "-m", "ecosystem_graph", *arguments]
    ran = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=False)
    told = ran.stdout + ran.stderr
    assert [word for word in words if word not in told] == [], told


def test_errors_follow_the_language_of_the_answer() -> None:
    command = [sys.executable, "-m", "ecosystem_graph", "identities", "nce-raufos", "--lang", "nb"]
    environment = os.environ | {"ECOSYSTEM_GRAPH_LANG": "en"}
    ran = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=False)
    assert ran.returncode == 2
    assert "mente du 'nce-raufoss'" in ran.stderr
