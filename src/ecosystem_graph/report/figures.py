"""The plots of the report: numbers and labels in, SVG text out. Nothing here knows where a number is from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .svg import Canvas, clip, fitting, ticks, width_of
from .words import Words

__all__ = [
    "Bar",
    "Curve",
    "Interval",
    "Span",
    "coverage_bars",
    "curve_plot",
    "interval_plot",
    "matrix_plot",
    "span_plot",
    "stance_bars",
]

WIDTH = 760.0
_ROW = 26.0


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its range, what was recorded (None where nothing was), and the band it is in."""

    label: str
    value: float
    low: float
    high: float
    recorded: float | None = None
    band: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A whole and the part of it that is known; ``whole`` 0 where nobody says."""

    label: str
    part: float
    whole: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that held from a year; ``last`` 0 where the end is not known, ``ongoing`` where it lasts."""

    label: str
    text: str
    first: int
    last: int
    ongoing: bool
    group: str = ""


def _gutter(labels: Sequence[str], most: float = 250) -> float:
    return min(most, max((width_of(label) for label in labels), default=60) + 14)


def _label(canvas: Canvas, x: float, y: float, text: str) -> None:
    """A row's label, right-aligned in the gutter and cut to fit it."""
    canvas.text(x, y, clip(text, fitting(x - 4)), "label", anchor="end", full=text)


def _axis(
    canvas: Canvas, marks: Sequence[float], x_of: Scale, top: float, bottom: float, words: Words, title: str
) -> None:
    for mark in marks:
        canvas.line(x_of(mark), top, x_of(mark), bottom, "grid")
        digits = 0 if mark == int(mark) else 2 if abs(mark) < 0.1 else 1
        canvas.text(x_of(mark), bottom + 16, words.number(mark, digits), "tick", anchor="middle")
    canvas.text(x_of(x_of.high), bottom + 34, title, "tick", anchor="end")


class Scale:
    """Numbers to places, straight."""

    def __init__(self, low: float, high: float, first: float, last: float) -> None:
        """Numbers from ``low`` to ``high`` go to places from ``first`` to ``last``."""
        self.low, self.high, self.first, self.last = low, high if high > low else low + 1, first, last

    def __call__(self, value: float) -> float:
        """Place of a number."""
        return self.first + (self.last - self.first) * (value - self.low) / (self.high - self.low)


class Logarithm(Scale):
    """Numbers to places by their logarithm."""

    def __call__(self, value: float) -> float:
        """Place of a number."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.first + (self.last - self.first) * share


def interval_plot(
    rows: Sequence[Interval], words: Words, *, names: tuple[str, str, str], low: float, summary: str
) -> str:
    """Dots with whiskers and rings for what was recorded, one row each, bands of rows shaded in turn.

    Args:
        rows: From the top.
        words: Language of the numbers.
        names: What dot, whisker and ring mean.
        low: Where the axis begins (1 for ranks); it is logarithmic where the rows span a wide range.
        summary: The content in words.
    """
    left = _gutter([row.label for row in rows])
    high = max((max(row.high, row.recorded or 0) for row in rows), default=1)
    canvas = Canvas(WIDTH, len(rows) * _ROW + 78)
    wide = high > 40 * low > 0
    x_of: Scale = (
        Logarithm(low, high, left + 14, WIDTH - 24) if wide else Scale(low, high, left + 14, WIDTH - 24)
    )
    top, bottom = 28, len(rows) * _ROW + 32
    for index, row in enumerate(rows):
        if row.band % 2 == 0:
            canvas.rect(0, index * _ROW + top + 2, WIDTH, _ROW, "shade")
    marks = [m for m in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if low <= m <= high]
    if not wide:
        marks = [round(m) for m in ticks(low, high, 8) if m >= low]
        marks = [1, *(m for m in marks if x_of(m) - x_of(1) > 24)] if low == 1 else marks
    _axis(canvas, marks, x_of, top, bottom, words, "")
    _interval_legend(canvas, left + 14, names)
    for index, row in enumerate(rows):
        y = index * _ROW + _ROW / 2 + top + 2
        said = f"{row.label}: {words.number(row.value)} ({words.number(row.low)}–{words.number(row.high)})"
        _label(canvas, left, y + 4.5, row.label)
        canvas.line(x_of(row.low), y, x_of(row.high), y, "whisker main")
        if row.recorded is not None:
            canvas.dot(
                x_of(row.recorded), y, 5, "ring", f"{row.label}: {words.number(row.recorded)} {names[2]}"
            )
        canvas.dot(x_of(row.value), y, 5, "dot main", said)
    return canvas.markup(summary)


def _interval_legend(canvas: Canvas, start: float, names: tuple[str, str, str]) -> None:
    start = max(6, min(start, WIDTH - sum(44 + width_of(name, 12) for name in names)))
    for index, name in enumerate(names):
        if index == 0:
            canvas.dot(start + 7, 11, 5, "dot main")
        elif index == 1:
            canvas.line(start - 2, 11, start + 16, 11, "whisker main")
        else:
            canvas.dot(start + 7, 11, 5, "ring")
        canvas.text(start + 22, 15.5, name, "tick")
        start += 44 + width_of(name, 12)


def coverage_bars(rows: Sequence[Bar], words: Words, *, part: str, whole: str, summary: str) -> str:
    """The listed part (filled) inside the declared whole (outlined)."""
    left = _gutter([row.label for row in rows])
    high = max((max(row.part, row.whole) for row in rows), default=1)
    canvas = Canvas(WIDTH, len(rows) * _ROW + 76)
    canvas.rect(left + 8, 5, 14, 12, "part")
    canvas.text(left + 28, 15.5, part, "tick")
    start = left + 48 + width_of(part)
    canvas.rect(start, 5, 14, 12, "whole")
    canvas.text(start + 20, 15.5, whole, "tick")
    x_of = Scale(0, high, left + 8, WIDTH - 96)
    bottom = len(rows) * _ROW + 34
    _axis(canvas, ticks(0, high, 7), x_of, 28, bottom, words, "")
    for index, row in enumerate(rows):
        y = index * _ROW + 32
        _label(canvas, left, y + 14, row.label)
        canvas.rect(x_of(0), y + 2, x_of(row.part) - x_of(0), 16, "part", hint=f"{row.label}: {row.note}")
        if row.whole:
            canvas.rect(
                x_of(0), y + 2, x_of(row.whole) - x_of(0), 16, "whole", hint=f"{row.label}: {row.note}"
            )
        canvas.text(x_of(max(row.part, row.whole)) + 7, y + 14, row.note, "tick")
    return canvas.markup(summary)


def span_plot(
    rows: Sequence[Span], words: Words, *, first: int, last: int, unknown: str, summary: str
) -> str:
    """Bars along the years; an end nobody tells of is drawn as a fading dotted line with a question mark."""
    left = _gutter([row.label for row in rows])
    canvas = Canvas(WIDTH, len(rows) * _ROW + 62)
    x_of = Scale(first, last + 1, left + 8, WIDTH - 20)
    bottom = len(rows) * _ROW + 8
    for year in (int(mark) for mark in ticks(first, last, 7)):
        canvas.line(x_of(year), 4, x_of(year), bottom, "grid")
        canvas.text(x_of(year), bottom + 16, str(year), "tick", anchor="middle")
    for index, row in enumerate(rows):
        y = index * _ROW + 6
        _label(canvas, left, y + 17, row.label)
        known = row.last or (last if row.ongoing else row.first)
        end = x_of(min(known, last) + 1)
        canvas.rect(
            x_of(row.first), y + 4, end - x_of(row.first), 17, f"bar {row.group}", hint=row.text, radius=2
        )
        shown = row.text
        long = width_of(shown, 12) + 10
        if long < x_of(last + 1) - end - 20:
            canvas.text(end + 6, y + 17, shown, "onbar")
            end += long
        elif long < x_of(row.first) - left - 8:
            canvas.text(x_of(row.first) - 6, y + 17, shown, "onbar", anchor="end")
        if not row.last and not row.ongoing:
            canvas.line(end + 2, y + 12.5, x_of(last + 1) - 4, y + 12.5, "open")
    canvas.line(left + 8, bottom + 38, left + 48, bottom + 38, "open")
    canvas.text(left + 56, bottom + 42.5, unknown, "tick")
    return canvas.markup(summary)


def stance_bars(
    rows: Sequence[tuple[str, int, int, int]], words: Words, *, names: tuple[str, str, str], summary: str
) -> str:
    """Sources for each label: said outright, implied, against; ``names`` are what these are called."""
    left = _gutter([row[0] for row in rows], 300)
    high = max((sum(row[1:]) for row in rows), default=1)
    canvas = Canvas(WIDTH, len(rows) * _ROW + 70)
    legend = sum(40 + width_of(name, 12) for name in names)
    start = max(0, min(left + 8, WIDTH - legend))
    styles = ("support", "implied", "dispute")
    for style, name in zip(styles, names, strict=True):
        canvas.rect(start, 5, 14, 12, style)
        canvas.text(start + 20, 15.5, name, "tick")
        start += 40 + width_of(name, 12)
    x_of = Scale(0, high, left + 8, WIDTH - 60)
    bottom = len(rows) * _ROW + 34
    _axis(canvas, [m for m in ticks(0, high, min(6, high)) if m == int(m)], x_of, 28, bottom, words, "")
    for index, (label, *counts) in enumerate(rows):
        y = index * _ROW + 32
        _label(canvas, left, y + 14, label)
        done = 0
        for style, name, count in zip(styles, names, counts, strict=True):
            if count:
                hint = f"{label}: {count} {name}"
                canvas.rect(x_of(done) + 1, y + 2, x_of(done + count) - x_of(done) - 2, 16, style, hint=hint)
            done += count
    return canvas.markup(summary)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through values at 0, 1, 2 …; ``low`` and ``high`` are its band, empty where it has none."""

    label: str
    values: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    style: str = "main"


def curve_plot(
    curves: Sequence[Curve], words: Words, *, across: str, up: str, summary: str, first: int = 0
) -> str:
    """Lines over steps or years, named at the top; values are shares or counts from 0."""
    height, left, top = 300.0, 58.0, 46.0
    canvas = Canvas(WIDTH, height)
    steps = max((len(c.values) for c in curves), default=1) - 1
    highest = max((max((*c.values, *c.high), default=0) for c in curves), default=1) or 1
    shares = highest <= 1
    x_of = Scale(first, first + max(steps, 1), left, WIDTH - 20)
    y_of = Scale(0, highest, height - 48, top)
    for mark in ticks(0, highest, 5):
        canvas.line(left, y_of(mark), WIDTH - 20, y_of(mark), "grid")
        text = words(f"{mark * 100:.0f}\u00a0%", f"{mark * 100:.0f}%") if shares else words.number(mark)
        canvas.text(left - 8, y_of(mark) + 4, text, "tick", anchor="end")
    for mark in ticks(first, first + steps, 8):
        text = str(round(mark)) if first else words.number(mark)
        canvas.text(x_of(mark), height - 30, text, "tick", anchor="middle")
    canvas.text(WIDTH - 20, height - 10, across, "tick", anchor="end")
    canvas.text(0, 34, up, "tick")
    start = 0.0
    for curve in curves:
        if curve.low:
            upper = [(x_of(first + i), y_of(v)) for i, v in enumerate(curve.high)]
            lower = [(x_of(first + i), y_of(v)) for i, v in enumerate(curve.low)]
            canvas.path([*upper, *reversed(lower)], f"area {curve.style}", closed=True)
        canvas.path([(x_of(first + i), y_of(v)) for i, v in enumerate(curve.values)], f"series {curve.style}")
        canvas.line(start, 11, start + 24, 11, f"series {curve.style}")
        canvas.text(start + 30, 15.5, curve.label, "tick")
        start += 50 + width_of(curve.label, 12)
    return canvas.markup(summary)


def matrix_plot(
    labels: Sequence[str], cells: Sequence[Sequence[tuple[str, float, str] | None]], *, summary: str
) -> str:
    """A table of squares: text, leaning (-1 fewer, 1 more than chance) and hint; None is left empty."""
    left = _gutter(labels, 190)
    side = min(112.0, (WIDTH - left - 12) / max(len(labels), 1))
    tall = 44.0
    canvas = Canvas(WIDTH, len(labels) * tall + 44)
    for i, label in enumerate(labels):
        _label(canvas, left, i * tall + tall / 2 + 4, label)
        middle, foot = left + 8 + (i + 0.5) * side, len(labels) * tall + 18
        canvas.text(middle, foot, clip(label, fitting(side, 12)), "tick", anchor="middle", full=label)
    for i, row in enumerate(cells):
        for j, found in enumerate(row):
            if found is None:
                continue
            text, lean, hint = found
            style = "more" if lean > 0 else "less" if lean < 0 else "even"
            x, y = left + 8 + j * side, i * tall
            canvas.rect(x + 2, y + 2, side - 4, tall - 4, style, hint=hint, radius=3)
            css = "even-text" if style == "even" else "on-colour"
            canvas.text(x + side / 2, y + tall / 2 + 4.5, text, css, anchor="middle")
    return canvas.markup(summary)
