"""The document as Markdown (CommonMark with tables), for reading in any editor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .document import (
    Block,
    Bullets,
    Code,
    Document,
    Figure,
    Foreign,
    Group,
    Inline,
    Line,
    Link,
    Paragraph,
    QueryText,
    SourceList,
    Strong,
    Table,
)
from .evidence import SourceCard
from .words import words

__all__ = ["markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(document: Document, sources: Mapping[str, SourceCard]) -> str:
    """The whole text, ending in a line break."""
    return "\n".join(_Writer(document, sources).lines()) + "\n"


def _escape(text: str) -> str:
    """Text that stays text: marks, tags and line breaks have no effect."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).replace("\r", " ").replace("\n", " ")).replace(
        "&", "&amp;"
    )


def _address(url: str) -> str:
    return url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace("\n", "")


class _Writer:
    def __init__(self, document: Document, sources: Mapping[str, SourceCard]) -> None:
        self._document, self._sources = document, sources
        self._words = words(document.lang)
        self._number = {slug: index for index, slug in enumerate(document.sources, 1)}

    def lines(self) -> Iterator[str]:
        document = self._document
        yield f"# {_escape(document.title)}"
        yield ""
        yield self._line(document.subtitle)
        yield ""
        for section in document.sections:
            yield f"## {_escape(section.title)}"
            yield ""
            yield from self._blocks(section.blocks, 3)

    def _blocks(self, blocks: Iterable[Block], level: int) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Group):
                yield f"{'#' * level} {_escape(block.title)}"
                yield ""
                yield from self._blocks(block.blocks, level + 1)
            elif isinstance(block, Figure):
                continue  # the table beside it holds its numbers
            else:
                yield from self._block(block)
                yield ""

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            text = self._line(block.line)
            yield f"> {text}" if block.style == "note" else text
        elif isinstance(block, Bullets):
            for index, item in enumerate(block.lines, 1):
                note = f" {self._line(block.notes[index - 1])}" if block.notes else ""
                yield f"{f'{index}.' if block.numbered else '-'} {self._line(item)}{note}"
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, QueryText):
            yield f"**{_escape(block.name)}** – {_escape(block.question)}"
            yield ""
            yield "```sparql"
            yield block.text.replace("```", "` ` `").rstrip()
            yield "```"
        elif isinstance(block, SourceList):
            yield from self._source_list()

    def _table(self, table: Table) -> Iterator[str]:
        found = self._words("Finnes med", "Found by")
        query = f" {found}: {', '.join(f'`{q}`' for q in table.query)}." if table.query else ""
        yield f"**{self._line(table.caption)}**{query}"
        yield ""
        yield "| " + " | ".join(_escape(c.title) for c in table.columns) + " |"
        yield "|" + "|".join("---:" if c.number else "---" for c in table.columns) + "|"
        for row in table.rows:
            yield "| " + " | ".join(self._line(c.line) for c in row) + " |"

    def _source_list(self) -> Iterator[str]:
        for slug, index in self._number.items():
            card = self._sources.get(slug)
            if card is None:
                yield f"{index}. `{slug}`"
                continue
            title = _escape(card.title or slug)
            linked = (
                f"[{title}](<{_address(card.url)}>)"
                if card.url.startswith(("http://", "https://"))
                else title
            )
            tail = ", ".join(_escape(part) for part in (card.publisher, card.issued) if part)
            yield f"{index}. {linked}{f' – {tail}' if tail else ''} (`{slug}`)"

    def _line(self, text: Line) -> str:
        return "".join(self._inline(part) for part in text)

    def _inline(self, part: Inline) -> str:
        if isinstance(part, str):
            return _escape(part)
        if isinstance(part, Strong):
            return f"**{_escape(part.text)}**"
        if isinstance(part, Code):
            return f"`{part.text.replace('`', '')}`"
        if isinstance(part, Foreign):
            return f"*{_escape(part.text)}*" if part.text else ""
        if isinstance(part, Link):
            web = part.target.startswith(("http://", "https://"))
            return f"[{_escape(part.text)}](<{_address(part.target)}>)" if web else _escape(part.text)
        return "".join(f" [{self._number[s]}]" for s in part.sources if s in self._number)
