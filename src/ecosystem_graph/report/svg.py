"""Drawing: a canvas of SVG shapes and texts, coloured by the page so that it follows dark and print."""

from __future__ import annotations

from html import escape
from itertools import pairwise

__all__ = ["Canvas", "clip", "fitting", "nice_step", "ticks", "width_of"]

#: Mean width of a character of the page's sans-serif in units of its size; enough to lay out labels.
_CHARACTER = 0.6


def width_of(text: str, size: float = 13) -> float:
    """About how wide a text is drawn."""
    return len(text) * size * _CHARACTER


def fitting(width: float, size: float = 13) -> int:
    """About how many characters fit a width."""
    return max(4, int(width / (size * _CHARACTER)))


def clip(text: str, length: int = 36) -> str:
    """A label at most so many characters long, cut at a word where there is one."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;(–-") + "…"


def nice_step(span: float, count: int = 5) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides a span into about so many parts.

    >>> nice_step(60), nice_step(0.9), nice_step(34, 8)
    (20.0, 0.2, 5.0)
    """
    if span <= 0:
        return 1.0
    raw = span / count
    power = 10.0 ** _floor_log10(raw)
    for factor in (1, 2, 5, 10):
        if raw <= factor * power * 1.0000001:
            return round(factor * power, 12)
    return 10 * power


def _floor_log10(value: float) -> int:
    power = 0
    while value >= 10:
        value, power = value / 10, power + 1
    while value < 1:
        value, power = value * 10, power - 1
    return power


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers from ``low`` to ``high``."""
    step = nice_step(high - low, count)
    first = int(-(-low // step))
    return [round(step * k, 10) for k in range(first, int(high // step) + 1)]


class Canvas:
    """Shapes in drawing order; ``markup`` gives the SVG text."""

    def __init__(self, width: float, height: float) -> None:
        """Set the size in its own units (one is one CSS pixel at full width)."""
        self.width, self.height = width, height
        self._parts: list[str] = []

    def _add(self, name: str, css: str, inner: str | None = None, **attributes: float | str) -> None:
        written = "".join(f' {k.replace("_", "-")}="{_value(v)}"' for k, v in attributes.items())
        style = f' class="{css}"' if css else ""
        self._parts.append(f"<{name}{style}{written}" + ("/>" if inner is None else f">{inner}</{name}>"))

    def text(
        self, x: float, y: float, text: str, css: str = "", *, anchor: str = "start", full: str = ""
    ) -> None:
        """A text on its base line; ``full`` is shown on pointing, for texts that were cut."""
        inner = escape(text) + (f"<title>{escape(full)}</title>" if full and full != text else "")
        self._add("text", css, inner, x=x, y=y, text_anchor=anchor)

    def rect(
        self, x: float, y: float, width: float, height: float, css: str, *, hint: str = "", radius: float = 0
    ) -> None:
        """A box; ``hint`` is shown on pointing."""
        inner = f"<title>{escape(hint)}</title>" if hint else None
        extra: dict[str, float | str] = {"rx": radius} if radius else {}
        self._add("rect", css, inner, x=x, y=y, width=max(width, 0), height=height, **extra)

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        """A straight line."""
        self._add("line", css, None, x1=x1, y1=y1, x2=x2, y2=y2)

    def dot(self, x: float, y: float, radius: float, css: str, hint: str = "") -> None:
        """A disc; ``hint`` is shown on pointing."""
        self._add("circle", css, f"<title>{escape(hint)}</title>" if hint else None, cx=x, cy=y, r=radius)

    def path(
        self, points: list[tuple[float, float]], css: str, *, steps: bool = False, closed: bool = False
    ) -> None:
        """A line through points; ``steps`` holds each value to the next; ``closed`` fills it."""
        if not points:
            return
        places = [points[0]]
        for (_, y1), (x2, y2) in pairwise(points):
            places += [(x2, y1), (x2, y2)] if steps else [(x2, y2)]
        drawn = "M" + "L".join(f"{_value(x)} {_value(y)}" for x, y in places) + ("Z" if closed else "")
        self._add("path", css, None, d=drawn)

    def markup(self, words: str) -> str:
        """The SVG text; ``words`` says for those who do not see it what it shows."""
        box = f"0 0 {_value(self.width)} {_value(self.height)}"
        return (
            f'<svg class="plot" viewBox="{box}" width="{_value(self.width)}" height="{_value(self.height)}" '
            f'role="img" aria-label="{escape(words)}">{"".join(self._parts)}</svg>'
        )


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return escape(value)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
