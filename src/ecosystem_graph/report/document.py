"""The report as a document: sections of paragraphs, lists, tables and plots, before any file format.

One builder writes the document in a language; Markdown and HTML are two renderings of it, so that they can
never hold different numbers. Text stays text here: each rendering escapes for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Cite",
    "Code",
    "Column",
    "Document",
    "Figure",
    "Foreign",
    "Group",
    "Inline",
    "Line",
    "Link",
    "Paragraph",
    "QueryText",
    "Section",
    "SourceList",
    "Strong",
    "Table",
    "by_query",
    "cell",
    "cited",
    "line",
    "plain",
]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words to stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A command, a query name, an identifier."""

    text: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words kept in the language they were written in."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a section or query of this document (``#name``) or to a web page."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Cite:
    """The sources of what stands before it, by slug."""

    sources: tuple[str, ...]


Inline = str | Strong | Code | Foreign | Link | Cite
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is empty, ``lead`` or ``note``."""

    line: Line
    style: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered where the order says something; ``notes`` are small print, one a line or none."""

    lines: tuple[Line, ...]
    numbered: bool = False
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: Heading.
        number: Right-aligned, sorted as numbers.
        note: What the heading means, where it is not plain.
        whole: Its texts are not broken over lines.
        broad: It gets a third of the width.
    """

    title: str
    number: bool = False
    note: str = ""
    whole: bool = False
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``sort`` is what it is ordered by where its text would mislead."""

    line: Line
    sort: float | str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column heads its rows.

    Attributes:
        caption: What it shows.
        columns: The columns.
        rows: One tuple of cells a row, as long as the columns.
        query: Names of the queries or commands that give the numbers.
        wide: Holds long text: it is laid out as cards on a narrow screen.
    """

    caption: Line
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    query: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot: SVG text without an outer page, its caption and its content in words."""

    name: str
    svg: str
    caption: Line
    words: str
    query: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query, named, with its question and its text."""

    name: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceList:
    """Place of the numbered list of all sources the document cites."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a section under a heading of its own; ``folded`` parts open on demand (and in print)."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False
    hint: str = ""


Block = Paragraph | Bullets | Table | Figure | QueryText | SourceList | Group


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: name (its address), title, content."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The report in one language."""

    lang: str
    title: str
    subtitle: Line
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...] = field(default=())


def by_query(name: str) -> Inline:
    """How a query or command is shown: a query of the report as a link to its text, anything else as code."""
    return Code(name) if set(name) & set(" .(") else Link(name, f"#q-{name}")


def line(*parts: Inline | Iterable[Inline]) -> Line:
    """Parts put together, texts that meet joined.

    >>> line("a", ("b", Strong("c")), "")
    ('ab', Strong(text='c'))
    """
    joined: list[Inline] = []
    for part in parts:
        inner = (part,) if isinstance(part, str | Strong | Code | Foreign | Link | Cite) else part
        for item in inner:
            if isinstance(item, str) and joined and isinstance(joined[-1], str):
                joined[-1] = joined[-1] + item
            elif item != "" and item != Cite(()):
                joined.append(item)
    return tuple(joined)


def cell(*parts: Inline | Iterable[Inline], sort: float | str | None = None) -> Cell:
    """A cell of parts."""
    return Cell(line(*parts), sort)


def plain(text: Line) -> str:
    """The words of a line without marks and references."""
    return "".join(p if isinstance(p, str) else "" if isinstance(p, Cite) else p.text for p in text).strip()


def _lines(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.line
        elif isinstance(block, Bullets):
            yield from block.lines
            yield from block.notes
        elif isinstance(block, Table):
            yield block.caption
            for row in block.rows:
                yield from (c.line for c in row)
        elif isinstance(block, Figure):
            yield block.caption
        elif isinstance(block, Group):
            yield from _lines(block.blocks)


def cited(sections: Iterable[Section]) -> tuple[str, ...]:
    """Slugs of the sources in the order in which they are first cited."""
    seen: dict[str, None] = {}
    for section in sections:
        for text in _lines(section.blocks):
            for part in text:
                if isinstance(part, Cite):
                    seen.update(dict.fromkeys(part.sources))
    return tuple(seen)
