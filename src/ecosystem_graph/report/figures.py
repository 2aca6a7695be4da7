"""The plots of the report: numbers and labels in, SVG text out. Nothing here knows where a number is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .svg import Canvas, clip, fitting, ticks, width_of
from .words import Words

__all__ = ["Bar", "Interval", "Span", "coverage_bars", "interval_plot", "span_plot", "stance_bars"]

WIDTH = 760.0
_ROW = 26.0


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its range; ``group`` is a style class (a helix sphere)."""

    label: str
    value: float
    low: float
    high: float
    group: str = ""


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


def interval_plot(rows: Sequence[Interval], words: Words, *, title: str, low: float, summary: str) -> str:
    """Dots with whiskers, one row each; ``low`` is where the axis begins (1 for ranks)."""
    left = _gutter([row.label for row in rows])
    high = max((row.high for row in rows), default=1)
    canvas = Canvas(WIDTH, len(rows) * _ROW + 52)
    x_of = Scale(low, high, left + 8, WIDTH - 24)
    bottom = len(rows) * _ROW + 8
    marks = [m for m in ticks(low, high, 8) if m >= low]
    if low == 1 and 1 not in marks:
        marks = [1.0, *(m for m in marks if x_of(m) - x_of(1) > 30)]
    _axis(canvas, marks, x_of, 4, bottom, words, title)
    for index, row in enumerate(rows):
        y = index * _ROW + _ROW / 2 + 6
        said = f"{row.label}: {words.number(row.value)} ({words.number(row.low)}–{words.number(row.high)})"
        _label(canvas, left, y + 4.5, row.label)
        canvas.line(x_of(row.low), y, x_of(row.high), y, f"whisker {row.group}")
        canvas.dot(x_of(row.value), y, 5.5, f"dot {row.group}", said)
    return canvas.markup(summary)


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
