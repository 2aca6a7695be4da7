"""Networks as XML: GraphML, and GEXF with time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from ecosystem_graph.period import Period

from .carried import Carried, Link
from .columns import LINK_COLUMNS, NODE_COLUMNS, Value, joined, link_values, node_values

__all__ = ["gexf", "graphml"]

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
#: After every date.
_FOREVER = "9999-12-31"
#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _attribute(text: str) -> str:
    return quoteattr(
        _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    )


def _text(text: str) -> str:
    # As an attribute is quoted, without the quotes: never a raw line break that a reader would fold.
    quoted = _attribute(text)
    return quoted[1:-1]


# -- GraphML ------------------------------------------------------------------------------------------------


def graphml(network: Carried, lang: str) -> str:
    """GraphML 1.0: an attribute per column, lists with ``|`` between their values."""
    return "\n".join(_graphml(network, lang)) + "\n"


def _graphml(network: Carried, lang: str) -> Iterator[str]:
    yield _HEAD
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
        'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
    )
    for domain, columns in (("node", NODE_COLUMNS), ("edge", LINK_COLUMNS)):
        for name in columns:
            kind = "double" if name == "weight" else "string"
            yield f'  <key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>'
    for name in ("projection", "title", "year", "reading"):
        yield f'  <key id="g_{name}" for="graph" attr.name="{name}" attr.type="string"/>'
    yield f'  <graph id="G" edgedefault="{"directed" if network.directed else "undirected"}">'
    whole = {"projection": network.name, "title": network.title(lang), "reading": network.reading}
    if network.year is not None:
        whole["year"] = str(network.year)
    for name, text in whole.items():
        yield f'    <data key="g_{name}">{_text(text)}</data>'
    for node in network.nodes:
        yield f"    <node id={_attribute(node.iri)}>"
        for name, value in node_values(node, lang).items():
            yield f'      <data key="n_{name}">{_text(joined(value))}</data>'
        yield "    </node>"
    for link in network.links:
        ends = f"source={_attribute(link.source)} target={_attribute(link.target)}"
        yield f'    <edge id="{link.id}" {ends}>'
        for name, value in link_values(link, lang).items():
            yield f'      <data key="e_{name}">{_text(joined(value))}</data>'
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


# -- GEXF ---------------------------------------------------------------------------------------------------


def gexf(network: Carried, lang: str) -> str:
    """GEXF 1.2, dynamic: nodes begin when founded, ties have a span for each period.

    A year or month stands for all its days: ``2006`` begins on 2006-01-01 and ends on 2006-12-31. What is not
    known has no bound, so that the time line shows the possible reading; ``periods`` tells what is known.
    """
    return "\n".join(_gexf(network, lang)) + "\n"


def _gexf(network: Carried, lang: str) -> Iterator[str]:
    yield _HEAD
    yield (
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd">'
    )
    yield "  <meta>"
    yield "    <creator>ecosystem-graph</creator>"
    yield f"    <description>{_text(network.title(lang))}</description>"
    yield "  </meta>"
    direction = "directed" if network.directed else "undirected"
    yield f'  <graph mode="dynamic" timeformat="date" defaultedgetype="{direction}">'
    # Name of a node, weight and name of a tie have places of their own.
    for domain, columns in (("node", NODE_COLUMNS[1:]), ("edge", LINK_COLUMNS[2:])):
        yield f'    <attributes class="{domain}" mode="static">'
        for name in columns:
            # The id is the name: graphology shows the id, others the title.
            yield f'      <attribute id="{name}" title="{name}" type="string"/>'
        yield "    </attributes>"
    yield f'    <nodes count="{len(network.nodes)}">'
    for node in network.nodes:
        label = _attribute(" ".join(node.label(lang).split()))
        yield f"      <node id={_attribute(node.iri)} label={label}{_span(node.life)}>"
        yield from _values({name: v for name, v in node_values(node, lang).items() if name != "label"})
        yield "      </node>"
    yield "    </nodes>"
    yield f'    <edges count="{len(network.links)}">'
    for link in network.links:
        yield from _edge(link, lang)
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _edge(link: Link, lang: str) -> Iterator[str]:
    values = dict(link_values(link, lang))
    label, weight = joined(values.pop("label")), joined(values.pop("weight"))
    spans = _merged(link.periods)
    single = spans[0] if len(spans) == 1 else ""
    ends = f"source={_attribute(link.source)} target={_attribute(link.target)}"
    yield f'      <edge id="{link.id}" {ends} weight="{weight}" label={_attribute(label)}{single}>'
    yield from _values(values)
    if len(spans) > 1:
        yield "        <spells>"
        for span in spans:
            yield f"          <spell{span}/>"
        yield "        </spells>"
    yield "      </edge>"


def _values(values: Mapping[str, Value]) -> Iterator[str]:
    yield "        <attvalues>"
    for name, value in values.items():
        yield f'          <attvalue for="{name}" value={_attribute(joined(value))}/>'
    yield "        </attvalues>"


def _span(period: Period) -> str:
    return _bounds(
        _first_day(period.start) if period.start else "", _last_day(period.end) if period.end else ""
    )


def _bounds(start: str, end: str) -> str:
    return (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "")


def _merged(periods: Iterable[Period]) -> list[str]:
    """The spans of several periods, those that overlap as one: Gephi takes no overlapping spells."""
    days = sorted(
        (_first_day(p.start) if p.start else "", _last_day(p.end) if p.end else _FOREVER) for p in periods
    )
    spans: list[tuple[str, str]] = []
    for start, end in days:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return [_bounds(start, "" if end == _FOREVER else end) for start, end in spans]


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date[:10]


def _last_day(date: str) -> str:
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        year, month = int(date[:4]), int(date[5:])
        return f"{date}-{calendar.monthrange(year, month)[1]}"
    return date[:10]
