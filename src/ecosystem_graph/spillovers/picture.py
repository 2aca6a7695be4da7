"""The layered picture of the spillovers from a thing, as SVG that stands by itself and prints.

Time goes from left to right. Colour and letter give the mechanism, width the number of independent sources;
dashed is contested, dotted only disputed; an arrow promotes, a bar hinders; ! is out of order in time.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from .chains import from_cause
from .claims import Code, Dated, Thing
from .key import ALARM, INK, MARGIN, SOFT, colour, dashes, legend, letters, mechanism, n, stroke, tip
from .layers import Layers, arrange, bins
from .ledger import Entry, Ledger
from .listings import entry_sheet
from .sheets import Sheet
from .timing import Order
from .words import arrow, objections, say, word

__all__ = ["drawn", "picture", "picture_sheet"]

_WIDTH, _GAP, _TOP = 158, 46, 64
_LINE, _PAD, _SPACE, _SLOT = 16, 8, 14, 16
_SPANS = 4


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    height: float


def drawn(ledger: Ledger, cause: str, *, longest: int = 2, limit: int = 40) -> tuple[Entry, ...]:
    """The claims a picture shows: the links of the best chains from a cause, and what of it is only disputed.

    Raises:
        NotFoundError: Unknown cause.
    """
    start = ledger.thing(cause).id
    chains = from_cause(ledger, start, longest=longest, limit=limit).chains
    links = {e.proposition.id: e for chain in chains for e in chain.entries}
    links |= {e.proposition.id: e for e in ledger.entries if e.proposition.cause == start and not e.supported}
    return tuple(links[iri] for iri in sorted(links))


def picture_sheet(ledger: Ledger, cause: str, lang: str, *, longest: int = 2, limit: int = 40) -> Sheet:
    """The same as a table, a row per claim drawn."""
    entries = drawn(ledger, cause, longest=longest, limit=limit)
    shown = set(entries)
    return entry_sheet(ledger, [e for e in ledger.entries if e in shown], lang)


def picture(ledger: Ledger, cause: str, lang: str, *, longest: int = 2, limit: int = 40) -> str:
    """The picture as SVG text; the same input gives the same text.

    Args:
        ledger: The claims.
        cause: IRI or slug.
        lang: ``nb`` or ``en``.
        longest: Greatest number of links from the cause.
        limit: Greatest number of chains; the best are drawn.

    Raises:
        NotFoundError: Unknown cause.
    """
    entries = drawn(ledger, cause, longest=longest, limit=limit)
    start = ledger.thing(cause)
    dates = _dates(ledger, entries, start)
    spans = bins(dates, _SPANS)
    late = [number for number, e in enumerate(entries) if e.time.order is Order.OUT_OF_ORDER]
    layers = arrange(spans, [(e.proposition.cause, e.proposition.effect) for e in entries], late)
    labels = {node: _wrapped(ledger.things[node].label(lang)) for node in dates}
    years = {node: _year(ledger.things[node], date) for node, date in dates.items()}
    boxes, slots, bottom = _places(layers, labels, years)
    lettered = letters(entries, lang)
    width = MARGIN * 2 + len(layers.columns) * _WIDTH + (len(layers.columns) - 1) * _GAP
    width = max(width, 760)
    key, height = legend(lettered, entries, lang, bottom + 30, width)
    if not entries:
        nothing = escape(say("no-chain-from", lang, cause=start.label(lang)))
        key, height = [f'<text x="{MARGIN}" y="{n(bottom + 16)}" fill="{INK}">{nothing}</text>'], bottom + 32
    body = [
        *_headings(layers, dates, spans, lang, bottom),
        *(_link(ledger, number, e, boxes, slots, layers, lettered, lang) for number, e in enumerate(entries)),
        *(
            _node(ledger.things[node], boxes[node], labels[node], years[node], node == start.id)
            for node in boxes
        ),
        *key,
    ]
    name = f"{start.kind}-{start.slug}-{lang}"
    title = say("picture-title", lang, thing=start.label(lang))
    summary = say("picture-summary", lang, claims=len(entries), things=len(boxes) - 1)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}"'
            f' height="{n(height)}" role="img" lang="{lang}" aria-labelledby="{name}-title {name}-desc"'
            ' font-family="Helvetica, Arial, sans-serif" font-size="13.5"'
            ' style="max-width:100%;height:auto">',
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-desc">{escape(summary)}</desc>',
            f'<rect width="{n(width)}" height="{n(height)}" fill="#ffffff"/>',
            f'<text x="{MARGIN}" y="26" font-size="16" font-weight="bold" fill="{INK}">'
            f"{escape(title)}</text>",
            *body,
            "</svg>",
            "",
        ]
    )


def _dates(ledger: Ledger, entries: Sequence[Entry], start: Thing) -> dict[str, str]:
    """A date per thing: its own, else when it was there, else a claim's from a dated cause, else none."""
    ends = [start.id, *(end for e in entries for end in (e.proposition.cause, e.proposition.effect))]
    own = {end: dated.date for end in ends if (dated := _own(ledger.things[end]))}
    found = {end: own.get(end, "") for end in ends}
    settled = False
    while not settled:
        settled = True
        for entry in entries:
            cause, effect, claim = entry.proposition.cause, entry.proposition.effect, entry.time.claim
            if claim and effect not in own and found[cause] and claim.date[:4] >= found[cause][:4]:
                earliest = min(filter(None, (found[effect], claim.date)))
                settled = settled and earliest == found[effect]
                found[effect] = earliest
    return found


def _own(thing: Thing) -> Dated | None:
    return thing.begins[0] if thing.begins else thing.known_by


def _year(thing: Thing, date: str) -> str:
    return f"≤ {date[:4]}" if (own := _own(thing)) and own.by_then else date[:4]


def _wrapped(label: str) -> list[str]:
    lines = textwrap.wrap(label, 21, max_lines=3, placeholder=" …")
    return lines or [label]


def _places(
    layers: Layers, labels: Mapping[str, list[str]], years: Mapping[str, str]
) -> tuple[dict[str, _Box], dict[tuple[int, int], float], float]:
    """Boxes of nodes, heights of slots, and the lowest point."""
    heights = {
        node: len(lines) * _LINE + (_LINE if years[node] else 0) + 2 * _PAD for node, lines in labels.items()
    }
    totals = [
        sum(heights[i] + _SPACE if isinstance(i, str) else _SLOT for i in column) for column in layers.columns
    ]
    tallest = max(totals)
    boxes, slots = {}, {}
    for number, column in enumerate(layers.columns):
        y = _TOP + 34 + (tallest - totals[number]) / 2
        x = MARGIN + number * (_WIDTH + _GAP)
        for item in column:
            if isinstance(item, str):
                boxes[item] = _Box(x, y, heights[item])
                y += heights[item] + _SPACE
            else:
                slots[item] = y + _SLOT / 2
                y += _SLOT
    return boxes, slots, _TOP + 34 + tallest


def _headings(
    layers: Layers, dates: Mapping[str, str], spans: Mapping[str, int], lang: str, bottom: float
) -> list[str]:
    """Years over the columns, with a faint line between one span and the next."""
    parts = []
    for span in sorted(set(layers.headings)):
        columns = [column for column, s in enumerate(layers.headings) if s == span]
        years = sorted(dates[node][:4] for node in spans if spans[node] == span and dates[node])
        text = "–".join(dict.fromkeys((years[0], years[-1]))) if years else word("undated-column", lang)
        left = MARGIN + columns[0] * (_WIDTH + _GAP)
        right = MARGIN + columns[-1] * (_WIDTH + _GAP) + _WIDTH
        parts.append(
            f'<text x="{n((left + right) / 2)}" y="{_TOP}" text-anchor="middle" font-weight="bold"'
            f' fill="{SOFT}">{text}</text>'
            f'<line x1="{n(left)}" y1="{_TOP + 8}" x2="{n(right)}" y2="{_TOP + 8}" stroke="{SOFT}"/>'
        )
        if columns[0]:
            x = n(left - _GAP / 2)
            parts.append(
                f'<line x1="{x}" y1="{_TOP + 8}" x2="{x}" y2="{n(bottom)}" stroke="#dddddd"'
                ' stroke-dasharray="2 4"/>'
            )
    return parts


def _link(
    ledger: Ledger,
    number: int,
    entry: Entry,
    boxes: Mapping[str, _Box],
    slots: Mapping[tuple[int, int], float],
    layers: Layers,
    lettered: Mapping[str, tuple[str, Code]],
    lang: str,
) -> str:
    cause, effect = entry.proposition.cause, entry.proposition.effect
    one, two = layers.column[cause], layers.column[effect]
    start, end = boxes[cause], boxes[effect]
    way = 1 if one < two else -1
    leaves = start.x + (_WIDTH if way > 0 else 0)
    points: list[tuple[float, float]] = [(leaves, start.y + start.height / 2)]
    for column in range(one + way, two, way):
        x, y = float(MARGIN + column * (_WIDTH + _GAP)), slots[number, column]
        points += [(x, y), (x + _WIDTH, y)] if way > 0 else [(x + _WIDTH, y), (x, y)]
    ends = (end.x + (0 if way > 0 else _WIDTH), end.y + end.height / 2)
    points.append((ends[0] - 7 * way, ends[1]))
    path = f"M{n(points[0][0])} {n(points[0][1])}"
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = (x1 + x2) / 2
        path += f"C{n(middle)} {n(y1)} {n(middle)} {n(y2)} {n(x2)} {n(y2)}"
    code = mechanism(entry)
    ink = colour(code)
    late = entry.time.order is Order.OUT_OF_ORDER
    x, y = _on_last(points, 0.52)
    letter = lettered[code.slug][0] + ("!" if late else "")
    told = [
        f"{arrow(ledger, entry, lang)}: {code.label(lang)}",
        word(entry.weight.standing, lang),
    ]
    told += [objections(entry.time, lang)] if late else []
    return (
        f"<g><title>{escape('; '.join(told))}</title>"
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{stroke(entry)}"{dashes(entry)}/>'
        f"{tip(ends, way, entry.proposition.sign, ink)}"
        f'<text x="{n(x)}" y="{n(y + 4)}" text-anchor="middle" font-size="11" font-weight="bold"'
        ' stroke="#ffffff"'
        f' stroke-width="4" paint-order="stroke" fill="{ALARM if late else ink}">{letter}</text></g>'
    )


def _on_last(points: Sequence[tuple[float, float]], part: float) -> tuple[float, float]:
    """A point on the last curve, where links to different things have parted."""
    (x1, y1), (x2, y2) = points[-2], points[-1]
    middle = (x1 + x2) / 2
    a, b, c, d = (1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3
    return a * x1 + (b + c) * middle + d * x2, (a + b) * y1 + (c + d) * y2


def _node(thing: Thing, box: _Box, lines: Sequence[str], year: str, start: bool) -> str:
    radius = 14 if thing.kind == "topic" else 3
    fill = INK if start else "#f2f2f2" if thing.kind == "topic" else "#ffffff"
    ink = "#ffffff" if start else INK
    middle = n(box.x + _WIDTH / 2)
    rows = [
        f'<tspan x="{middle}" y="{n(box.y + _PAD + 11 + row * _LINE)}">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    ]
    if year:
        y = n(box.y + _PAD + 11 + len(lines) * _LINE)
        soft = "#d9d9d9" if start else SOFT
        rows.append(f'<tspan x="{middle}" y="{y}" fill="{soft}" font-size="11">{year}</tspan>')
    edge = ' stroke-dasharray="4 2"' if thing.kind == "event" else ""
    whole = escape(f"{thing.nb} / {thing.en}" if thing.nb != thing.en else thing.nb)
    return (
        f"<g><title>{whole}</title>"
        f'<rect x="{n(box.x)}" y="{n(box.y)}" width="{_WIDTH}" height="{n(box.height)}" rx="{radius}"'
        f' fill="{fill}" stroke="{INK}"{edge}/>'
        f'<text text-anchor="middle" fill="{ink}">{"".join(rows)}</text></g>'
    )
