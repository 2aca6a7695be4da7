"""A comparison told: as text, as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.turtle import short_name

from .changes import Comparison, Sort, ThingChange
from .words import Label, class_of, heading, number, sentence, summary, word

__all__ = ["comparison_json", "comparison_lines", "counts_line", "dumped", "markdown"]

_SIGNS = {Sort.ADDED: "+", Sort.REMOVED: "−", Sort.CHANGED: "~", Sort.RESOURCED: "§"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")
_BULLET = re.compile(r"( *)([-+~−§] )?(.*)")


def counts_line(comparison: Comparison, lang: str) -> str:
    """How many things and facts were added, removed, changed and re-sourced, in one line."""
    totals = {sort: sum(counts[sort] for counts in comparison.counts().values()) for sort in Sort}
    parts = []
    for what, counts in (("thing", totals), ("fact", comparison.fact_counts())):
        told = [f"{number(n, lang)} {word(sort, lang)}" for sort, n in counts.items() if n]
        if told:
            parts.append(f"{word(f'{what}s', lang).capitalize()}: {', '.join(told)}.")
    return " ".join(parts)


def comparison_lines(
    comparison: Comparison, label: Label, base: str, lang: str, names: tuple[str, str]
) -> Iterator[str]:
    """The facts that differ, in lines of text.

    Args:
        comparison: What differs.
        label: Names of things.
        base: Root IRI of the region's things, for short names.
        lang: ``nb`` or ``en``.
        names: What old and new are called, for the first line.
    """
    sizes = {"m": number(comparison.old, lang), "n": number(comparison.new, lang)}
    yield word("from", lang, old=names[0], new=names[1], **sizes)
    if comparison.identical:
        yield word("identical", lang)
        return
    yield counts_line(comparison, lang)
    nameless = sum(not isinstance(s, URIRef) for s, _, _ in comparison.added | comparison.removed)
    if nameless:
        yield word("nameless", lang, n=number(nameless, lang))
    for kind, counts in comparison.counts().items():
        yield ""
        yield f"# {heading(kind, counts, lang)}"
        for change in comparison.of_kind(kind):
            yield from _thing(change, label, base, lang)


def _thing(change: ThingChange, label: Label, base: str, lang: str) -> Iterator[str]:
    name = f"{label(change.thing, lang)} [{short_name(change.thing, base)}]"
    sign = _SIGNS[change.sort]
    if change.sort in (Sort.ADDED, Sort.REMOVED):
        cls = class_of(change, label, lang)
        told = summary(change, label, lang)
        start = f"{sign} {name}" if label(change.thing, lang).startswith(cls) else f"{sign} {cls} {name}"
        yield f"{start}: {told}" if told else start
        return
    yield f"{sign} {name}"
    if change.renamed:
        yield f"    {word('renamed', lang, was=short_name(change.was, base))}"
    for fact in change.facts:
        yield f"    {sentence(fact, label, lang)}"


def markdown(lines: Iterable[str]) -> str:
    """Lines of text as Markdown: headings, and a list item for whatever is a sign or is set in."""
    out: list[str] = []
    for line in lines:
        if line.startswith(("# ", "## ")):
            level, _, text = line.partition(" ")
            out += [f"#{level} {_marked(text)}", ""]
            continue
        match = _BULLET.match(line)
        indent, sign, rest = match.groups() if match else ("", None, line)
        if indent:
            out.append(f"  - {_marked((sign or '') + rest)}")
        elif sign:
            out.append(f"- {sign}{_marked(rest)}")
        elif line:
            out += [_marked(line), ""]
        elif out and out[-1]:
            out.append("")
    return "\n".join(out).rstrip("\n") + "\n"


def _marked(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def comparison_json(comparison: Comparison, label: Label) -> dict[str, object]:
    """The facts that differ as plain values for JSON: IRIs in full, names in both languages."""
    return {
        "facts": {"old": comparison.old, "new": comparison.new},
        "identical": comparison.identical,
        "counts": {
            "facts": {str(sort): n for sort, n in comparison.fact_counts().items()},
            "things": {
                kind: {str(sort): n for sort, n in counts.items()}
                for kind, counts in comparison.counts().items()
            },
        },
        "things": [_thing_json(change, label) for change in comparison.things],
    }


def _thing_json(change: ThingChange, label: Label) -> dict[str, object]:
    return {
        "change": str(change.sort),
        "kind": change.kind,
        "id": str(change.thing),
        "was": str(change.was) if change.renamed else None,
        "label": {lang: label(change.thing, lang) for lang in ("nb", "en")},
        "facts": [
            {
                "change": str(fact.sort),
                "property": str(fact.prop),
                "old": [_node_json(node) for node in fact.old],
                "new": [_node_json(node) for node in fact.new],
            }
            for fact in change.facts
        ],
    }


def _node_json(node: Node) -> dict[str, object]:
    """As in the SPARQL 1.1 Query Results JSON Format."""
    if isinstance(node, URIRef):
        return {"type": "uri", "value": str(node)}
    if not isinstance(node, Literal):
        return {"type": "bnode", "value": str(node)}
    told: dict[str, object] = {"type": "literal", "value": str(node)}
    if node.language:
        told["xml:lang"] = node.language
    elif node.datatype is not None:
        told["datatype"] = str(node.datatype)
    return told


def dumped(content: object) -> str:
    """JSON text, ending with a newline."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
