"""Queries: ``.rq`` files with their question in nb and en, run to typed rows.

A file begins with comment lines ``#+ key: value``: ``nb`` and ``en`` (the question), ``for`` (who asks),
``param NAME: default`` (what a person may set, with the kind of thing it is). The rest is plain SPARQL 1.1
that any engine runs; prefixes are bound, parameters arrive as bindings and never by text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Literal
from rdflib.term import Node

from .ecosystem import Ecosystem
from .errors import NotFoundError, QueryError, UnreadableFileError
from .resources import question_files
from .turtle import prefixes

__all__ = ["Question", "Table", "ask", "load_question", "question", "questions", "run"]

_META = re.compile(r"#\+\s*(?P<key>[a-z]+(?: [A-Za-z_]\w*)?)\s*:\s*(?P<value>.*?)\s*$")
_PLACE = re.compile(r"at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a result.

    Attributes:
        columns: Names of the columns.
        rows: One tuple a row, aligned with the columns; None where a value is absent.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Node | None, ...], ...]

    def dicts(self) -> list[dict[str, Node | None]]:
        """Each row as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


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
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(
            str(path), getattr(error, "strerror", None) or "is not UTF-8 text"
        ) from error
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
        raise NotFoundError("question", name, files, "Run “ecosystem-graph query --list” to see them all.")
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
    values = {**asked.parameters, **(settings or {})}
    bindings: dict[str, Node] = {}
    for name, value in values.items():
        if name not in asked.parameters:
            raise NotFoundError(
                "parameter",
                name,
                asked.parameters,
                f"{asked.name} takes: {', '.join(asked.parameters) or 'none'}",
            )
        if not value:
            raise QueryError(f"{asked.name} needs a value for {name}: --set {name}=…")
        bindings[name] = Literal(int(value)) if re.fullmatch(r"-?\d+", value) else ecosystem.resolve(value)
    return run(ecosystem, asked.text, bindings)


def run(ecosystem: Ecosystem, text: str, bindings: Mapping[str, Node] | None = None) -> Table:
    """Run a SPARQL query over all three graphs.

    SELECT gives its rows; ASK one row; CONSTRUCT and DESCRIBE the columns subject, predicate, object.

    Raises:
        QueryError: The query does not parse (the place is shown) or asks for something refused.
    """
    try:
        result = ecosystem.dataset.query(
            text, initNs=prefixes(ecosystem.base), initBindings=dict(bindings or {})
        )
        if result.type == "ASK":
            return Table(("answer",), ((Literal(bool(result.askAnswer)),),))
        if result.type == "SELECT":
            columns = tuple(str(v) for v in result.vars or ())
            rows = tuple(tuple(row.get(v) for v in result.vars or ()) for row in result.bindings)
            return Table(columns, rows)
        triples = sorted(result.graph or (), key=lambda t: tuple(str(n) for n in t))
        return Table(("subject", "predicate", "object"), tuple(triples))
    except SyntaxError as error:
        raise QueryError(_show(text, str(error))) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def _show(text: str, message: str) -> str:
    """The message with the line of the query and a mark under the place."""
    match = _PLACE.search(message)
    if not match:
        return f"the query does not parse: {message}"
    line, column = int(match[1]), int(match[2])
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    expected = message.split(": ", 1)[-1]
    return f"the query does not parse at line {line}, column {column}: {expected}\n  {shown}\n  {' ' * (column - 1)}^"
