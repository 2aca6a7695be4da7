"""A small picture of a thing's nearest neighbours: drawn once, in SVG, with every name a link."""

from __future__ import annotations

import math
from html import escape

from .addresses import path_of
from .desk import Desk
from .markup import NOTHING, Markup, join, tag

__all__ = ["neighbourhood"]

_SHOWN, _WIDTH, _HALF, _SPREAD, _LINE = 14, 660, 330, 92, 30
_LONGEST = 27


def neighbourhood(desk: Desk, key: str) -> Markup:
    """The thing in the middle, those it has most relations with on both sides; nothing where it has none."""
    near = desk.library.neighbours.get(key, ())
    if not near:
        return NOTHING
    shown = sorted((other for other, _ in near[:_SHOWN]), key=lambda k: (desk.name(k).casefold(), k))
    weight = dict(near)
    left, right = shown[1::2], shown[0::2]
    height = max(len(right), 3) * _LINE + 24
    middle = height / 2
    lines, marks = [], []
    for side, column in ((1, right), (-1, left)):
        for index, other in enumerate(column):
            y = middle + (index - (len(column) - 1) / 2) * _LINE
            bend = 1 - ((y - middle) / (height / 2 + 20)) ** 2
            x = _HALF + side * (50 + (_SPREAD - 50) * math.sqrt(max(bend, 0)))
            width = min(1 + 0.6 * weight[other], 5)
            lines.append(
                f'<line x1="{_HALF}" y1="{middle:.1f}" x2="{x:.1f}" y2="{y:.1f}" stroke-width="{width:.1f}"/>'
            )
            marks.append(_mark(desk, other, x, y, side))
    sphere = desk.library.things.get(key, {}).get("sphere", "")
    centre = f'<circle cx="{_HALF}" cy="{middle:.1f}" r="13" class="{_css(sphere)} centre"/>'
    more = len(near) - len(shown)
    say = desk.say
    words = (
        say(
            f"De {len(shown)} som {desk.name(key)} har flest relasjoner med",
            f"The {len(shown)} that {desk.name(key)} has most relations with",
        )
        if more > 0
        else say(
            f"Alle som {desk.name(key)} har relasjoner med", f"Everything {desk.name(key)} has relations with"
        )
    )
    rest = (
        say(f" ({more} til står i listene under)", f" ({more} more are in the lists below)")
        if more > 0
        else ""
    )
    drawing = Markup(
        f'<svg class="near" viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{escape(words)}">'
        f"<g>{''.join(lines)}</g>{centre}{join(marks)}</svg>"
    )
    return tag("figure", drawing, tag("figcaption", words, rest, "."), class_="near")


def _mark(desk: Desk, key: str, x: float, y: float, side: int) -> Markup:
    sphere = desk.library.things.get(key, {}).get("sphere", "")
    name = desk.name(key)
    short = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
    spot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" class="{_css(sphere)}"/>'
    anchor = "start" if side > 0 else "end"
    text = f'<text x="{x + side * 13:.1f}" y="{y + 4.5:.1f}" text-anchor="{anchor}">{escape(short)}</text>'
    label = f' aria-label="{escape(name)}"' if short != name else ""
    href = escape(desk.href(path_of(key)))
    if path_of(key) not in desk.library.by_path:
        return Markup(f"<g>{spot}{text}</g>")
    return Markup(f'<a href="{href}"{label}>{spot}{text}</a>')


def _css(sphere: str) -> str:
    return sphere if sphere.replace("-", "").isalpha() else "other"
