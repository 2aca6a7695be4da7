"""The key of the picture: how mechanism, support, dispute, sign and time are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from .claims import Code
from .ledger import Entry
from .timing import Order
from .words import say, word

__all__ = [
    "ALARM",
    "INK",
    "MARGIN",
    "SOFT",
    "colour",
    "dashes",
    "legend",
    "letters",
    "mechanism",
    "n",
    "stroke",
    "tip",
]

#: Okabe & Ito's colours for the colour blind, darkened to 3:1 on white where need be, and two neutrals.
_COLOURS = {
    "knowledge-spillover": "#0072b2",
    "public-investment": "#b35900",
    "skills-supply": "#007a5a",
    "demand-pull": "#a8437f",
    "reputation": "#7a5195",
    "shared-infrastructure": "#2a8fc4",
    "agglomeration": "#8a6d00",
    "spin-off": "#c23b22",
    "supplier-linkage": "#5b7f1d",
    "labour-mobility": "#3d4f9f",
    "unstated": "#707070",
}
INK, SOFT, ALARM = "#1a1a1a", "#5a5a5a", "#b00020"
MARGIN = 24
_STROKES = (1.4, 1.8, 3.6, 5.4)
_CONTESTED, _DISPUTED_ONLY = "7 4", "1.5 4"


def colour(code: Code) -> str:
    """Colour of a mechanism."""
    return _COLOURS.get(code.slug, _COLOURS["unstated"])


def stroke(entry: Entry) -> float:
    """Width by the number of independent sources for it."""
    return _STROKES[min(entry.weight.support, 3)]


def dashes(entry: Entry) -> str:
    """Dashed where contested, dotted where only disputed; as an SVG attribute."""
    if not entry.supported:
        return f' stroke-dasharray="{_DISPUTED_ONLY}"'
    return f' stroke-dasharray="{_CONTESTED}"' if entry.proposition.disputing else ""


def tip(at: tuple[float, float], way: int, sign: int, ink: str) -> str:
    """An arrowhead for what promotes, a bar for what hinders; ``way`` is 1 towards the right."""
    x, y = at
    if sign > 0:
        back = x - 9 * way
        return f'<path d="M{n(x)} {n(y)}L{n(back)} {n(y - 4.5)}L{n(back)} {n(y + 4.5)}Z" fill="{ink}"/>'
    bar = x - 5 * way
    return f'<path d="M{n(bar)} {n(y - 8)}V{n(y + 8)}" stroke="{ink}" stroke-width="3.2"/>'


def mechanism(entry: Entry) -> Code:
    """The mechanism most supporters name; a stated one before none."""
    named = [a.mechanism for a in entry.proposition.supporting or entry.proposition.disputing]
    stated = [m for m in named if m.slug != "unstated"] or named or [Code("unstated")]
    return max(stated, key=lambda m: ([s.slug for s in stated].count(m.slug), m.slug))


def letters(entries: Sequence[Entry], lang: str) -> dict[str, tuple[str, Code]]:
    """A letter for each mechanism drawn, in the order of its label."""
    codes = {mechanism(e).slug: mechanism(e) for e in entries}
    ordered = sorted(codes.values(), key=lambda c: (c.slug == "unstated", c.label(lang)))
    return {code.slug: (chr(ord("A") + number), code) for number, code in enumerate(ordered)}


def legend(
    lettered: Mapping[str, tuple[str, Code]], entries: Sequence[Entry], lang: str, top: float, width: float
) -> tuple[list[str], float]:
    """The key, as many items to a line as fit, and the height of the whole picture."""
    items = [
        (_sample(colour(code), 2.4), f"{letter}  {code.label(lang)}") for letter, code in lettered.values()
    ]
    supports = sorted({min(e.weight.support, 3) for e in entries if e.supported})
    items += [(_sample(SOFT, _STROKES[count]), say(f"key-support-{count}", lang)) for count in supports]
    if any(e.supported and e.proposition.disputing for e in entries):
        items.append((_sample(SOFT, 2, _CONTESTED), word("contested", lang)))
    if any(not e.supported for e in entries):
        items.append((_sample(SOFT, 1.4, _DISPUTED_ONLY), word("disputed-only", lang)))
    items.append((_sample(SOFT, 1.8) + tip((34, 0), 1, 1, SOFT), word("positive", lang)))
    if any(e.proposition.sign < 0 for e in entries):
        items.append((_sample(SOFT, 1.8) + tip((34, 0), 1, -1, SOFT), word("negative", lang)))
    if any(e.time.order is Order.OUT_OF_ORDER for e in entries):
        mark = f'<text x="14" y="4" font-weight="bold" fill="{ALARM}">!</text>'
        items.append((mark, word("out-of-order", lang)))
    parts, x, y = [], float(MARGIN), top
    for mark, text in items:
        wide = 46 + len(text) * 7.0 + 18
        if x + wide > width - MARGIN and x > MARGIN:
            x, y = float(MARGIN), y + 22
        parts.append(
            f'<g transform="translate({n(x)} {n(y)})">{mark}'
            f'<text x="42" y="4" fill="{INK}">{escape(text)}</text></g>'
        )
        x += wide
    y += 26
    caution = escape(say("picture-caution", lang))
    parts.append(f'<text x="{MARGIN}" y="{n(y)}" fill="{SOFT}">{caution}</text>')
    return parts, y + 18


def _sample(ink: str, wide: float, dashed: str = "") -> str:
    dash = f' stroke-dasharray="{dashed}"' if dashed else ""
    return f'<path d="M0 0H34" stroke="{ink}" stroke-width="{wide}"{dash}/>'


def n(value: float) -> str:
    """A number with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
