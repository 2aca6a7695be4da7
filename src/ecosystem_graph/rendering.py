"""Tables as text, for people and for machines: aligned columns, Markdown, CSV, JSON and Turtle.

People see short names (a slug, a prefixed name or, with ``label``, the name of the thing); CSV and JSON carry
full IRIs. Whatever a source wrote into a cell stays text: it starts no formula in a spreadsheet, sends no
codes to a terminal and makes no markup in Markdown.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from .errors import NotFoundError, QueryError
from .formulas import harmless
from .queries import Table
from .turtle import prefixes, serialise
from .vocab import INL
from .wording import Wording

__all__ = ["FORMATS", "render", "short", "table_of"]

#: The formats ``render`` knows.
FORMATS = ("table", "csv", "json", "md", "ttl")

Label = Callable[[URIRef], str]
Cell = tuple[str, bool]

_TRIPLE = ("subject", "predicate", "object")
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
_ADDRESS = re.compile(r"https?://[^\s<>|\\]+\Z")
_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_GAP = "  "
_NARROWEST = 6


def render(
    table: Table, fmt: str, *, label: Label | None = None, width: int | None = None, base: str = str(INL)
) -> str:
    """A table as text, ending with a newline.

    Args:
        table: The rows.
        fmt: ``table`` (plain text, columns aligned, numbers to the right), ``md`` (a GitHub table), ``csv``
            (RFC 4180 with line feeds; a text that a spreadsheet would take for a formula gets a leading
            ``'``, numbers do not), ``json`` (a list of objects; a thing is ``{"id": IRI, "value": name}``,
            numbers and booleans are such, an absent value is null) or ``ttl`` (canonical Turtle of the
            columns subject, predicate, object).
        label: Name of a thing for people in ``table``, ``md`` and ``json``; its short name by default.
        width: Columns of the terminal: ``table`` shortens its widest cells to fit. None shows all.
        base: Root IRI of the region's things, for short names.

    Raises:
        NotFoundError: Unknown format.
        QueryError: ``ttl`` of a table that holds no triples.
    """
    if fmt not in FORMATS:
        raise NotFoundError(
            Wording("format", "format"),
            fmt,
            FORMATS,
            Wording(f"Known: {', '.join(FORMATS)}.", f"Gyldige: {', '.join(FORMATS)}."),
        )
    if fmt == "ttl":
        return _turtle(table, base)
    if fmt == "csv":
        return _csv(table)
    names = label if label is not None else short_in(base)
    if fmt == "json":
        rows = [{c: _json(node, names) for c, node in row.items()} for row in table.dicts()]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    cells = [[_cell(node, names) for node in row] for row in table.rows]
    return _markdown(table.columns, cells) if fmt == "md" else _aligned(table.columns, cells, width)


def short(iri: str, base: str = str(INL)) -> str:
    """The short name of an IRI: a slug for a thing of the region, a prefixed name for a term, else itself.

    >>> short("https://w3id.org/innovation-ecosystem/innlandet/actor/nce-raufoss")
    'nce-raufoss'
    >>> short("https://w3id.org/innovation-ecosystem/ontology#memberOf")
    'eco:memberOf'
    """
    return short_in(base)(URIRef(iri))


def short_in(base: str) -> Label:
    """``short`` for one region, with its prefixes sorted once."""
    bound = sorted(prefixes(base).items(), key=lambda pair: -len(pair[1]))

    def name(iri: URIRef) -> str:
        text = str(iri)
        if text.startswith(base) and text != base:
            return text.rsplit("/", 1)[-1]
        return next((f"{p}:{text[len(n) :]}" for p, n in bound if text.startswith(n) and text != n), text)

    return name


# -- machines ---------------------------------------------------------------------------------------------


def _turtle(table: Table, base: str) -> str:
    if table.columns != _TRIPLE:
        raise QueryError(
            Wording(
                "ttl needs the columns subject, predicate, object: write CONSTRUCT or DESCRIBE",
                "ttl krever kolonnene subject, predicate, object: skriv CONSTRUCT eller DESCRIBE",
            )
        )
    triples = [(s, p, o) for s, p, o in table.rows if s is not None and p is not None and o is not None]
    return serialise(triples, base)


def _csv(table: Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(["" if node is None else harmless(str(node)) for node in row])
    return text.getvalue()


def _json(node: Node | None, names: Label) -> object:
    if isinstance(node, URIRef):
        return {"id": str(node), "value": names(node)}
    if isinstance(node, Literal):
        value = node.value
        if isinstance(value, Decimal):
            if not value.is_finite():
                return str(node)
            return int(value) if value == value.to_integral_value() else float(value)
        if isinstance(value, float):
            return value if value == value and abs(value) != float("inf") else str(node)
        return value if isinstance(value, bool | int) else str(node)
    return None if node is None else str(node)


# -- people -----------------------------------------------------------------------------------------------


def _cell(node: Node | None, names: Label) -> Cell:
    """What a person reads, on one line and without control characters, and whether it is a number."""
    if node is None:
        return "", False
    text = names(node) if isinstance(node, URIRef) else f"_:{node}" if isinstance(node, BNode) else str(node)
    value = node.value if isinstance(node, Literal) else None
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    line = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if _unseen(c) else c for c in line), number


def _unseen(character: str) -> bool:
    """Control characters, and those that turn the direction of writing; joiners inside words may stay."""
    return unicodedata.category(character) == "Cc" or unicodedata.bidirectional(character) in _TURNING


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    numeric = _numeric(columns, rows)
    lines = [
        "| " + " | ".join(_MARKUP.sub(r"\\\1", c) for c in columns) + " |",
        "| " + " | ".join("---:" if right else "---" for right in numeric) + " |",
    ]
    lines += ["| " + " | ".join(_marked(text) for text, _ in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _marked(text: str) -> str:
    return f"<{text}>" if _ADDRESS.match(text) else _MARKUP.sub(r"\\\1", text)


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None) -> str:
    numeric = _numeric(columns, rows)
    texts = [list(columns), *([text for text, _ in row] for row in rows)]
    wide = [max(map(_breadth, column)) for column in zip(*texts, strict=True)]
    if width is not None:
        while sum(wide) + len(_GAP) * (len(wide) - 1) > width and max(wide, default=0) > _NARROWEST:
            wide[wide.index(max(wide))] -= 1
    lines = [_line(texts[0], wide, numeric), _GAP.join("─" * w for w in wide)]
    lines += [_line(row, wide, numeric) for row in texts[1:]]
    return "\n".join(lines) + "\n"


def _line(row: Sequence[str], wide: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = []
    for text, breadth, right in zip(row, wide, numeric, strict=True):
        cut = _cut(text, breadth)
        pad = " " * (breadth - _breadth(cut))
        cells.append(pad + cut if right else cut + pad)
    return _GAP.join(cells).rstrip()


def _numeric(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """Per column, whether all that it holds is numbers."""
    held = [[cell for cell in column if cell[0]] for column in zip(*rows, strict=True)] or [
        [] for _ in columns
    ]
    return [bool(column) and all(number for _, number in column) for column in held]


def _breadth(text: str) -> int:
    """Columns a text takes on a terminal: two for wide characters, none for combining ones (UAX 11)."""
    return sum(
        0 if unicodedata.category(c) in ("Cf", "Me", "Mn") else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _cut(text: str, breadth: int) -> str:
    if _breadth(text) <= breadth:
        return text
    while text and _breadth(text) > breadth - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def table_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Plain values as a table; None and NaN are absent values, floats keep six significant digits."""
    return Table(tuple(columns), tuple(tuple(_node(value) for value in row) for row in rows))


def _node(value: object) -> Node | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, URIRef):
        return value
    if isinstance(value, float):
        return Literal(Decimal(f"{value:.6g}")) if math.isfinite(value) else Literal(str(value))
    return Literal(value)
