"""Queries: ``.rq`` files with their question in nb and en, run to typed rows.

A file begins with comment lines ``#+ key: value``: ``nb`` and ``en`` (the question), ``for`` (who asks) and
``param NAME: default`` (what a person may set; an empty default must be set). The rest is plain SPARQL 1.1
with prefixes of its own, so that any engine runs it. Parameters arrive as bindings, never by text. A binding
gets in only where SELECT names the variable, so a question names its parameters there, and the table leaves
those columns out again. Without bindings the same text answers for every thing at once; numbers must be set.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import cast

from rdflib import Literal
from rdflib.term import Identifier, Node

from .ecosystem import Ecosystem
from .errors import NotFoundError, QueryError, UnreadableFileError
from .resources import question_files
from .sparql import explain_syntax, refuse
from .turtle import prefixes
from .wording import Wording, of_system

__all__ = [
    "Question",
    "Table",
    "Value",
    "ask",
    "bindings",
    "example",
    "load_question",
    "question",
    "questions",
    "run",
]

Value = str | int | float | Decimal | bool | None

_META = re.compile(r"#\+\s*(?P<key>[a-z]+(?: [A-Za-z_]\w*)?)\s*:\s*(?P<value>.*?)\s*$")
#: Parameters of these names take a thing of that kind; ``hamarregionen`` is an actor and a place.
_KINDS: Mapping[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in ("actor", "place", "topic", "event", "source", "asserter")},
    **dict.fromkeys(("cluster", "programme"), ("actor",)),
    "county": ("place",),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a result.

    Attributes:
        columns: Names of the columns.
        rows: One tuple a row, aligned with the columns; None where a value is absent.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Node | None, ...], ...]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def dicts(self) -> list[dict[str, Node | None]]:
        """Each row as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def values(self) -> list[dict[str, Value]]:
        """Each row as a dict of plain values: numbers and booleans as such, all else as text."""
        return [{column: _plain(node) for column, node in row.items()} for row in self.dicts()]


@dataclass(frozen=True, slots=True)
class Question:
    """A query in a file.

    Attributes:
        name: File name without ``.rq``.
        text: The SPARQL text.
        asks: The question by language.
        audience: Who asks.
        parameters: Name to default text; an empty default must be set.
    """

    name: str
    text: str
    asks: Mapping[str, str] = field(default_factory=dict)
    audience: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def load_question(path: Path) -> Question:
    """Read an ``.rq`` file.

    Raises:
        UnreadableFileError: Missing or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFileError(str(path), of_system(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(str(path), Wording("is not UTF-8 text", "er ikke UTF-8-tekst")) from error
    asks: dict[str, str] = {}
    parameters: dict[str, str] = {}
    audience = ""
    for line in text.splitlines():
        if match := _META.match(line):
            key, value = match["key"], match["value"]
            if key in ("nb", "en"):
                asks[key] = value
            elif key == "for":
                audience = value
            elif key.startswith("param "):
                parameters[key.removeprefix("param ")] = value
    return Question(path.stem, text, asks, audience, parameters)


def questions() -> dict[str, Question]:
    """Every shipped question by name."""
    return {name: load_question(path) for name, path in question_files().items()}


def question(name: str) -> Question:
    """A shipped question.

    Raises:
        NotFoundError: No question has this name; near names are suggested.
    """
    files = question_files()
    if name not in files:
        raise NotFoundError(
            Wording("question", "spørsmål"),
            name,
            files,
            Wording(
                "Run “ecosystem-graph query --list” to see them all.",
                "Kjør «ecosystem-graph query --list» for å se alle.",
            ),
        )
    return load_question(files[name])


def ask(ecosystem: Ecosystem, asked: Question, settings: Mapping[str, str] | None = None) -> Table:
    """Run a question with its parameters set.

    Args:
        ecosystem: The graph.
        asked: The question.
        settings: Parameter to text; things may be named as on the command line.

    Raises:
        NotFoundError: Unknown parameter or thing.
        QueryError: A parameter is missing, or the query does not parse.
    """
    return run(ecosystem, asked.text, bindings(ecosystem, asked, settings))


def bindings(
    ecosystem: Ecosystem, asked: Question, settings: Mapping[str, str] | None = None
) -> dict[str, Node]:
    """The parameters of a question as terms: whole numbers as such, all else as the thing of that name.

    Raises:
        NotFoundError: Unknown parameter or thing.
        QueryError: A parameter is missing.
    """
    for name in settings or {}:
        if name not in asked.parameters:
            takes = ", ".join(asked.parameters)
            hint = Wording(
                f"({asked.name} takes {takes or 'no parameters'})",
                f"({asked.name} tar {takes or 'ingen parametre'})",
            )
            raise NotFoundError(Wording("parameter", "parameter"), name, asked.parameters, hint)
    terms: dict[str, Node] = {}
    for name, text in {**asked.parameters, **(settings or {})}.items():
        value = text.strip()
        if not value:
            raise QueryError(
                Wording(
                    f"{asked.name} needs a value for {name}: --set {name}=…",
                    f"{asked.name} trenger en verdi for {name}: --set {name}=…",
                )
            )
        try:
            terms[name] = _term(ecosystem, name, value)
        except NotFoundError as error:
            if name in (settings or {}):
                raise
            # The value a question comes with is a thing of the region it was written for.
            own = example(ecosystem, asked).get(name)
            which = Wording(f"say which: --set {name}=…", f"si hvilken: --set {name}=…")
            if own:
                setting = f"--set {name}={own}"
                which = Wording(f"say which, for example {setting}", f"si hvilken, for eksempel {setting}")
            raise QueryError(
                Wording(
                    f"{asked.name} asks about one {name}, and {value!r} is not in this region; {which}",
                    f"{asked.name} spør om én {name}, og {value!r} finnes ikke i denne regionen; {which.nb}",
                )
            ) from error
    return terms


def example(ecosystem: Ecosystem, asked: Question) -> dict[str, str]:
    """Values for the parameters of a question that this region has an answer for.

    They are those the question comes with where the region has them. Else the question is asked for every
    thing at once, and what has most rows is taken; a value that nothing answers for is left out.
    """
    known: dict[str, Node] = {}
    for name, value in asked.parameters.items():
        if value and _named(ecosystem, name, value):
            known[name] = _term(ecosystem, name, value)
    own = {name: asked.parameters[name] for name in known}
    open_ = [name for name in asked.parameters if name not in known]
    if open_:
        counts: dict[str, Counter[str]] = {name: Counter() for name in open_}
        for row in run(ecosystem, asked.text, known).dicts():
            for name in open_:
                if str(row.get(name) or "").startswith(ecosystem.base):
                    counts[name][str(row[name])] += 1
        for name, count in counts.items():
            if count:
                iri = min(count, key=lambda key: (-count[key], key))
                slug = iri.rpartition("/")[2]
                own[name] = slug if _named(ecosystem, name, slug) == iri else iri
    return own


def _named(ecosystem: Ecosystem, name: str, value: str) -> str:
    try:
        return str(_term(ecosystem, name, value))
    except NotFoundError:
        return ""


def _term(ecosystem: Ecosystem, name: str, value: str) -> Node:
    if re.fullmatch(r"-?\d+", value):
        return Literal(int(value))
    return ecosystem.resolve(value, *([_KINDS[name]] if name in _KINDS else []))


def run(ecosystem: Ecosystem, text: str, bindings: Mapping[str, Node] | None = None) -> Table:
    """Run a SPARQL query over all three graphs, on this machine only.

    SELECT gives its rows, without the columns that ``bindings`` set; ASK one row; CONSTRUCT and DESCRIBE the
    columns subject, predicate, object.

    Args:
        ecosystem: The graph.
        text: SPARQL 1.1; the project's prefixes need not be declared.
        bindings: Variable to value. A SELECT must name each of these variables (SEP-0007 of the SPARQL 1.2
            community group). They reach everything but BOUND and a subselect that does not name them.

    Raises:
        QueryError: The query does not parse (the place is shown), asks for something refused (SERVICE, FROM,
            an update) or uses a term of the vocabulary that does not exist.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    set_ = {name: cast(Identifier, value) for name, value in (bindings or {}).items()}
    known = prefixes(ecosystem.base)
    refuse(text)
    try:
        result = ecosystem.dataset.query(text, initNs=known, initBindings=set_)
        if result.type == "ASK":
            return Table(("answer",), ((Literal(bool(result.askAnswer)),),))
        if result.type == "SELECT":
            kept = [v for v in result.vars or () if str(v) not in set_]
            rows = tuple(tuple(row.get(v) for v in kept) for row in result.bindings)
            return Table(tuple(str(v) for v in kept), rows)
        triples = sorted(result.graph or (), key=lambda t: tuple(n.n3() for n in t))
        return Table(("subject", "predicate", "object"), tuple(triples))
    except SyntaxError as error:
        raise QueryError(explain_syntax(text, str(error), known)) from error
    except (OSError, ValueError, RuntimeError) as error:
        unnamed = re.search(r"does not contains variable \?(\w+)", str(error))
        if unnamed:
            raise QueryError(
                Wording(
                    f"SELECT must name ?{unnamed[1]}, or it cannot be set from outside",
                    f"SELECT må nevne ?{unnamed[1]}, ellers kan den ikke settes utenfra",
                )
            ) from error
        raise QueryError(
            Wording(f"the query cannot be run: {error}", f"spørringen kan ikke kjøres: {error}")
        ) from error


def _plain(node: Node | None) -> Value:
    if isinstance(node, Literal):
        value = node.value
        return value if isinstance(value, bool | int | float | Decimal) else str(node)
    return None if node is None else str(node)
