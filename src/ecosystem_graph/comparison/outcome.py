"""Consequences told: as lines of text and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from rdflib import URIRef

from ecosystem_graph.network.centrality import MEASURES
from ecosystem_graph.spillovers.words import word as standing
from ecosystem_graph.turtle import Triple

from .consequences import LEVEL, RANKED, Consequences, Move, Verdict
from .words import Label, number, word

__all__ = ["consequences_json", "consequences_lines"]

#: Lines shown of each group; the JSON has all.
_SHOWN = 20
_MOVES_SHOWN = 8
T = TypeVar("T")


def consequences_lines(told: Consequences, label: Label, lang: str) -> Iterator[str]:
    """What follows, in lines of text."""
    yield ""
    yield f"# {word('consequences', lang)}"
    if told.none:
        yield word("nothing", lang)
        return
    if told.halted:
        yield word("halted", lang)
    column = 0 if lang == "nb" else 1
    for key, sign, clashes in (
        ("contradicts", "+", told.contradicts),
        ("contradicted", "−", told.contradicted),
    ):
        for line in _listed(key, clashes, lang, lambda pair, sign=sign: f"{sign} {pair[column]}"):  # type: ignore[misc]
            # A proof has several lines.
            first, *rest = line.splitlines() or [""]
            yield first
            yield from (f"    {more}" for more in rest)
    yield from _listed("broken", told.broken, lang, lambda pair: f"+ {pair[column]}")
    yield from _listed("mended", told.mended, lang, lambda pair: f"− {pair[column]}")
    yield from _edges("gained", "+", told.gained, label, lang)
    yield from _edges("lost", "−", told.lost, label, lang)

    def sort(change: tuple[URIRef, URIRef, tuple[URIRef, ...], tuple[URIRef, ...]]) -> str:
        actor, prop, *sides = change
        old, new = (", ".join(label(code, lang) for code in side) for side in sides)
        return f"~ {label(actor, lang)}: {label(prop, lang)} {old} → {new}"

    def verdict(change: Verdict) -> str:
        old = standing(change.old, lang) if change.old else word("new-claim", lang)
        new = standing(change.new, lang) if change.new else word("gone-claim", lang)
        return f"~ {label(URIRef(change.proposition), lang)}: {old} → {new}"

    def name(actor: str) -> str:
        return label(URIRef(actor), lang)

    yield from _listed("kinds", told.sorts, lang, sort)
    yield from _listed("standings", told.verdicts, lang, verdict)
    yield from _listed("entered", told.entered, lang, lambda actor: f"+ {name(actor)}")
    yield from _listed("left", told.left, lang, lambda actor: f"− {name(actor)}")
    yield from _moves(told, name, lang)


def _listed(key: str, items: Sequence[T], lang: str, tell: Callable[[T], str]) -> Iterator[str]:
    if items:
        yield ""
        yield f"## {word(key, lang)}: {number(len(items), lang)}"
        yield from (tell(item) for item in items[:_SHOWN])
        if len(items) > _SHOWN:
            yield word("more", lang, n=number(len(items) - _SHOWN, lang))


def _edges(key: str, sign: str, edges: Sequence[Triple], label: Label, lang: str) -> Iterator[str]:
    def tell(edge: Triple) -> str:
        subject, verb, thing = (label(URIRef(str(node)), lang) for node in edge)
        return f"{sign} {subject} · {verb} · {thing}"

    yield from _listed(key, edges, lang, tell)


def _moves(told: Consequences, name: Callable[[str], str], lang: str) -> Iterator[str]:
    if not told.moves:
        return
    yield ""
    yield f"## {word('ranks', lang)}"
    (a, b), (c, d) = told.sizes
    yield word("network", lang, a=a, b=b, c=c, d=d)
    if told.draws:
        beyond = sum(bool(move.beyond) for move in told.moves)
        level = round(100 * LEVEL)
        total = number(len(told.moves), lang)
        yield word("beyond-means", lang, n=total, k=number(beyond, lang), level=level, draws=told.draws)
    for measure, group in groupby(told.moves, key=lambda move: move.measure):
        moves = list(group)
        known = MEASURES[measure]
        yield f"~ {known.label_nb if lang == 'nb' else known.label_en}: {number(len(moves), lang)}"
        for move in moves[:_MOVES_SHOWN]:
            yield f"    {name(move.actor)}: {move.old} → {move.new}{_sure(move, lang)}"
        if len(moves) > _MOVES_SHOWN:
            yield f"    {word('more', lang, n=number(len(moves) - _MOVES_SHOWN, lang))}"


def _sure(move: Move, lang: str) -> str:
    return f" ({word('beyond', lang)})" if move.beyond else ""


def consequences_json(told: Consequences) -> dict[str, object]:
    """What follows as plain values for JSON: IRIs in full, ranks as numbers."""

    def edges(triples: Iterable[Triple]) -> list[dict[str, str]]:
        return [{"subject": str(s), "property": str(p), "object": str(o)} for s, p, o in triples]

    def texts(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"nb": nb, "en": en} for nb, en in pairs]

    return {
        "halted": told.halted,
        "edges": {"gained": edges(told.gained), "lost": edges(told.lost)},
        "sorts": [
            {"actor": str(a), "property": str(p), "old": [*map(str, old)], "new": [*map(str, new)]}
            for a, p, old, new in told.sorts
        ],
        "network": {
            "projection": "collaboration",
            "actors": [side[0] for side in told.sizes],
            "ties": [side[1] for side in told.sizes],
            "entered": list(told.entered),
            "left": list(told.left),
        },
        "ranks": {
            "uncertainty": {"level": LEVEL, "draws": told.draws} if told.draws else None,
            "moves": {
                measure: [
                    {"actor": m.actor, "old": m.old, "new": m.new, "beyond_uncertainty": m.beyond}
                    for m in told.moves
                    if m.measure == measure
                ]
                for measure in RANKED
            },
        },
        "standings": [
            {"proposition": v.proposition, "old": v.old or None, "new": v.new or None} for v in told.verdicts
        ],
        "shapes": {"broken": texts(told.broken), "mended": texts(told.mended)},
        "contradictions": {"new": texts(told.contradicts), "gone": texts(told.contradicted)},
    }
