"""The document as one HTML file: both languages inside, nothing loaded from outside, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from .document import (
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Document,
    Figure,
    Foreign,
    Group,
    Inline,
    Line,
    Link,
    Paragraph,
    QueryText,
    Section,
    SourceList,
    Strong,
    Table,
    by_query,
    plain,
)
from .evidence import SourceCard
from .words import words

__all__ = ["page"]

_ASSETS = Path(__file__).parent / "assets"
#: A table of so few rows is kept on one sheet of paper.
_SHORT = 16
_NAMES = {"nb": "Norsk", "en": "English"}


def page(documents: Sequence[Document], sources: Mapping[str, SourceCard]) -> str:
    """The whole file; the first document's language is shown first.

    Without scripts both languages stand one after the other; with them a switch shows one at a time.
    """
    first = documents[0]
    style = (_ASSETS / "report.css").read_text(encoding="utf-8")
    script = (_ASSETS / "report.js").read_text(encoding="utf-8")
    switch = "".join(
        f'<button type="button" lang="{d.lang}" data-lang="{d.lang}" '
        f'aria-pressed="{"true" if d is first else "false"}">{_NAMES[d.lang]}</button>'
        for d in documents
    )
    bodies = "\n".join(
        _Writer(document, sources).body(hidden=document is not first) for document in documents
    )
    return f"""<!DOCTYPE html>
<html lang="{first.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ecosystem-graph">
<title>{escape(first.title)}</title>
<link rel="icon" href="data:,">
<style>
{style}</style>
<noscript><style>.edition[hidden] {{ display: block; }} .switch {{ display: none; }}</style></noscript>
</head>
<body>
<nav class="switch" aria-label="Språk / Language">{switch}</nav>
{bodies}
<script>
{script}</script>
</body>
</html>
"""


class _Writer:
    """Writes one language; every id carries its language, because both stand in the same page."""

    def __init__(self, document: Document, sources: Mapping[str, SourceCard]) -> None:
        self._document, self._sources, self._lang = document, sources, document.lang
        self._words = words(document.lang)
        self._number = {slug: index for index, slug in enumerate(document.sources, 1)}

    def _id(self, name: str) -> str:
        return f"{self._lang}-{name}"

    def body(self, *, hidden: bool) -> str:
        """The edition: header, contents, chapters."""
        document, say = self._document, self._words
        facts = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in document.facts)
        contents = "".join(
            f'<li><a href="#{self._id(s.name)}">{escape(s.title)}</a></li>' for s in document.sections
        )
        sections = "\n".join(self._section(s) for s in document.sections)
        title, state = escape(document.title), " hidden" if hidden else ""
        return f"""<div class="edition" lang="{self._lang}" data-title="{title}"{state}>
<header>
<a class="skip" href="#{self._id(document.sections[0].name)}">{say("Til innholdet", "Skip to content")}</a>
<h1>{escape(document.title)}</h1>
<p class="subtitle">{self._line(document.subtitle)}</p>
<dl class="facts">{facts}</dl>
</header>
<nav class="contents" aria-label="{say("Innhold", "Contents")}"><ol>{contents}</ol></nav>
<main>
{sections}
</main>
</div>"""

    def _section(self, section: Section) -> str:
        blocks = "\n".join(self._blocks(section.blocks, 3))
        name = self._id(section.name)
        heading = f'<h2 id="{name}">{escape(section.title)}</h2>'
        return f'<section aria-labelledby="{name}">{heading}\n{blocks}</section>'

    def _blocks(self, blocks: Iterable[Block], level: int) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Group):
                yield self._group(block, level)
            else:
                yield self._block(block)

    def _group(self, group: Group, level: int) -> str:
        inner = "\n".join(self._blocks(group.blocks, level + 1))
        heading = f'<h{level} id="{self._id(group.name)}">{escape(group.title)}</h{level}>'
        if not group.folded:
            return f'<div class="part">{heading}\n{inner}</div>'
        hint = f' <span class="hint">{escape(group.hint)}</span>' if group.hint else ""
        return f"<details><summary>{heading}{hint}</summary>\n{inner}</details>"

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            style = f' class="{block.style}"' if block.style else ""
            return f"<p{style}>{self._line(block.line)}</p>"
        if isinstance(block, Bullets):
            tag = "ol" if block.numbered else "ul"
            notes = block.notes or ((),) * len(block.lines)
            items = (
                f"<li>{self._line(item)}"
                + (f'<span class="found">{self._line(note)}</span>' if note else "")
                + "</li>"
                for item, note in zip(block.lines, notes, strict=True)
            )
            return f"<{tag}>{''.join(items)}</{tag}>"
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, QueryText):
            return self._query(block)
        if isinstance(block, SourceList):
            return self._source_list()
        raise TypeError(type(block).__name__)

    def _query(self, query: QueryText) -> str:
        name = self._id(f"q-{query.name}")
        summary = f"<summary><code>{escape(query.name)}</code> {escape(query.question)}</summary>"
        text = f'<pre lang="en" tabindex="0"><code>{escape(query.text.strip())}</code></pre>'
        return f'<details class="query" id="{name}">{summary}{text}</details>'

    def _figure(self, figure: Figure) -> str:
        name = escape(plain(figure.caption))
        return (
            f'<figure><div class="scroll" tabindex="0" role="region" aria-label="{name}">{figure.svg}</div>'
            f"<figcaption>{self._line(figure.caption)}{self._found(figure.query)}</figcaption></figure>"
        )

    def _found(self, queries: tuple[str, ...]) -> str:
        if not queries:
            return ""
        links = ", ".join(self._inline(by_query(query)) for query in queries)
        return f' <span class="found">{self._words("Finnes med", "Found by")} {links}</span>'

    def _table(self, table: Table) -> str:
        name = escape(plain(table.caption))
        heads = "".join(self._head(column) for column in table.columns)
        rows = "\n".join(
            "<tr>"
            + "".join(
                self._cell(c, column, head=index == 0)
                for index, (c, column) in enumerate(zip(row, table.columns, strict=True))
            )
            + "</tr>"
            for row in table.rows
        )
        css = (" wide" if table.wide else "") + (" short" if len(table.rows) <= _SHORT else "")
        return (
            f'<div class="scroll table{css}" tabindex="0" role="region" aria-label="{name}"><table>'
            f"<caption>{self._line(table.caption)}{self._found(table.query)}</caption>"
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
        )

    def _head(self, column: Column) -> str:
        css = ' class="number"' if column.number else ' class="broad"' if column.broad else ""
        note = f' title="{escape(column.note)}"' if column.note else ""
        return f'<th scope="col"{css}{note}>{escape(column.title)}</th>'

    def _cell(self, cell: Cell, column: Column, *, head: bool) -> str:
        css = ' class="number"' if column.number else ' class="whole"' if column.whole else ""
        key = "" if cell.sort is None else f' data-sort="{escape(str(cell.sort))}"'
        label = f' data-label="{escape(column.title)}"'
        if head:
            return f'<th scope="row"{css}{key}>{self._line(cell.line)}</th>'
        return f"<td{css}{key}{label}>{self._line(cell.line)}</td>"

    def _source_list(self) -> str:
        items = "".join(self._source(slug) for slug in self._number)
        return f'<ol class="sources">{items}</ol>'

    def _source(self, slug: str) -> str:
        name = self._id(f"s-{slug}")
        card = self._sources.get(slug)
        if card is None:
            return f'<li id="{escape(name)}"><code>{escape(slug)}</code></li>'
        lang = {"nb": "nb", "nn": "nn", "no": "nb", "sv": "sv", "en": "en", "da": "da"}.get(card.language, "")
        foreign = f' lang="{lang}"' if lang and lang != self._lang else ""
        title = f"<cite{foreign}>{escape(card.title or slug)}</cite>"
        if card.url.startswith(("http://", "https://")):
            title = f'<a href="{escape(card.url)}" rel="noreferrer">{title}</a>'
        tail = ", ".join(escape(part) for part in (card.publisher, card.issued) if part)
        return f'<li id="{escape(name)}">{title}{f" – {tail}" if tail else ""}</li>'

    def _line(self, text: Line) -> str:
        return "".join(self._inline(part) for part in text)

    def _inline(self, part: Inline) -> str:
        if isinstance(part, str):
            return escape(part)
        if isinstance(part, Strong):
            return f"<strong>{escape(part.text)}</strong>"
        if isinstance(part, Code):
            return f"<code>{escape(part.text)}</code>"
        if isinstance(part, Foreign):
            return (
                f'<span lang="{escape(part.lang)}">{escape(part.text)}</span>'
                if part.lang != self._lang
                else escape(part.text)
            )
        if isinstance(part, Link):
            if part.target.startswith("#"):
                return f'<a href="#{escape(self._id(part.target[1:]))}">{escape(part.text)}</a>'
            if part.target.startswith(("http://", "https://")):
                return f'<a href="{escape(part.target)}" rel="noreferrer">{escape(part.text)}</a>'
            return escape(part.text)
        links = " ".join(
            f'<a href="#{escape(self._id("s-" + s))}">{self._number[s]}</a>'
            for s in part.sources
            if s in self._number
        )
        return f'<span class="cite">{links}</span>' if links else ""
