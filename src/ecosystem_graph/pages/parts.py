"""Parts that several kinds of page share: relations, figures, events and claims, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ecosystem_graph.spillovers import Assertion, Entry, Stance

from .addresses import path_of
from .desk import Desk
from .headings import ORDER, group_heading, standing
from .library import Row, pick
from .markup import NOTHING, Child, Markup, join, tag

__all__ = [
    "claim_line",
    "claims",
    "events",
    "figures",
    "names",
    "other_language",
    "relations",
    "said_to",
    "voice",
]

#: More rows than this are folded away.
_MANY = 25


def relations(desk: Desk, key: str) -> Markup:
    """Every relation of a thing, grouped by type and direction, dated and sourced."""
    groups: dict[tuple[str, str], list[tuple[str, str, Row]]] = {}
    for end, name, row in desk.library.relations_of.get(key, ()):
        edge = row["type"]
        side = "from" if edge == "collaboratesWith" else end
        other = row["to" if end == "from" else "from"] if row.get("to") and row.get("from") else ""
        groups.setdefault((edge, side), []).append((other, name, row))
    ordered = sorted(groups, key=lambda g: (ORDER.index(g[0]) if g[0] in ORDER else 99, g[1]))
    return join(_group(desk, edge, side, groups[edge, side]) for edge, side in ordered)


def _group(desk: Desk, edge: str, side: str, rows: Sequence[tuple[str, str, Row]]) -> Markup:
    say = desk.say
    title = group_heading(desk.library, edge, side, desk.lang)
    ordered = sorted(rows, key=lambda r: (desk.name(r[0]).casefold(), r[2].get("start", ""), r[1]))
    heads = [
        say("Hvem eller hva", "Who or what"),
        say("Når", "When"),
        say("Om relasjonen", "About the relation"),
        say("Kilder og grunn", "Sources and reason"),
    ]
    lines: list[list[Child]] = []
    for other, name, row in ordered:
        line: list[Child] = [desk.link(other) if other else "?", desk.when(row)]
        level = desk.library.code(row["level"], desk.lang) if row.get("level") else ""
        line.append(
            join([level, "; " if level and row.get("detail") else None, desk.noted(row.get("detail"))])
        )
        why = say("hvorfor", "why")
        path = path_of(f"relation/{name}")
        reason = tag(
            "a", why, href=desk.href(path), class_="more", aria_label=f"{why}: {title} {desk.name(other)}"
        )
        line.append(join([desk.cite(row.get("sources", ())), " ", reason]))
        lines.append(line)
    count = tag("span", f" {len(rows)}", class_="count")
    table = desk.table(title, heads, lines)
    heading = tag("h3", title, count)
    if len(rows) <= _MANY:
        return tag("div", heading, table, class_="group")
    return tag("details", tag("summary", heading), table, open=True, class_="group")


def figures(desk: Desk, key: str) -> Markup:
    """Figures by indicator and year; where sources disagree about the same year they stand side by side."""
    say = desk.say

    def same(row: Row) -> tuple[str, str, str]:
        return row.get("indicator", ""), row.get("year", ""), row.get("unit", "")

    lines: list[list[Child]] = []
    for (indicator, year, unit), group in groupby(
        sorted(desk.library.figures_of.get(key, ()), key=same), same
    ):
        values = list(group)
        differ = len({row["value"] for row in values}) > 1
        told: list[Child] = [
            tag(
                "span",
                tag("b", say.measure(_number(row["value"]), unit)),
                join([" (", desk.noted(row["detail"]), ")"]) if row.get("detail") else None,
                desk.cite(row.get("sources", ())),
                class_="value",
            )
            for row in values
        ]
        if differ:
            told.append(tag("span", say("kildene er uenige", "the sources disagree"), class_="flag"))
        lines.append([desk.first(desk.library.code(indicator, desk.lang)), year, join(told, " ")])
    heads = [say("Hva", "What"), say("År", "Year"), say("Tall, med kilde", "Figure, with its source")]
    return desk.table(say("Tall som kildene oppgir", "Figures that sources state"), heads, lines)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def events(desk: Desk, keys: Iterable[str]) -> Markup:
    """A line of events, dated."""
    items = []
    for key in keys:
        thing = desk.library.things[key]
        kind = desk.library.kind(key, desk.lang)
        date = tag("span", desk.day(thing.get("date", "")) or desk.say("udatert", "undated"), class_="date")
        note = tag("span", f" {kind}", class_="hint") if kind else None
        items.append(
            tag("li", date, " ", tag("span", desk.link(key), note, desk.cite(thing.get("sources", ()))))
        )
    return tag("ol", *items, class_="line") if items else NOTHING


def claims(desk: Desk, entries: Iterable[Entry]) -> Markup:
    """Claims, each with how it stands and who speaks for and against it."""
    items = [tag("li", claim_line(desk, entry), _voices(desk, entry)) for entry in entries]
    return tag("ul", *items, class_="claims") if items else NOTHING


def claim_line(desk: Desk, entry: Entry) -> Markup:
    """What is claimed, linked, with how it stands."""
    library, proposition = desk.library, entry.proposition
    key = library.key(proposition.id)
    verb = said_to(desk, entry)
    text = join(
        [
            tag("b", desk.first(desk.name(library.key(proposition.cause)))),
            f" {verb} ",
            tag("b", desk.name(library.key(proposition.effect))),
        ]
    )
    slug = entry.weight.standing.slug
    mark = tag("span", standing(slug, desk.lang), class_=f"standing {slug}")
    return join([desk.link(key, text, "claim"), " ", mark])


def said_to(desk: Desk, entry: Entry) -> str:
    """What the cause is said to do to the effect."""
    if entry.proposition.sign > 0:
        return desk.say("sies å fremme", "said to promote")
    return desk.say("sies å hemme", "said to hinder")


def _voices(desk: Desk, entry: Entry) -> Markup:
    rows = [
        tag("li", voice(desk, assertion))
        for assertion in (*entry.proposition.supporting, *entry.proposition.disputing)
    ]
    return tag("ul", *rows, class_="voices") if rows else NOTHING


def voice(desk: Desk, assertion: Assertion) -> Markup:
    """Who says it, which side they take, in which words of ours, and where."""
    say = desk.say
    disputes = assertion.stance is Stance.DISPUTES
    side = tag(
        "span",
        say("mot", "against") if disputes else say("for", "for"),
        class_="against" if disputes else "pro",
    )
    who = desk.link(desk.library.key(assertion.asserter.id))
    implied = None if assertion.explicit else say(" (antydet)", " (implied)")
    words = assertion.paraphrase(desk.lang)
    cited = desk.cite(source.slug for source in assertion.sources)
    return join([side, " ", who, implied, ": " if words else None, words, cited])


def names(desk: Desk, keys: Iterable[str], *, kinds: bool = True) -> Markup:
    """Things in the order of their names, in columns; with what kind of thing each is, unless all are one."""
    ordered = sorted(keys, key=lambda k: (desk.name(k).casefold(), k))
    items = []
    for key in ordered:
        thing = desk.library.things.get(key, {})
        kind = desk.library.kind(key, desk.lang) if kinds else ""
        spot = desk.dot(thing["sphere"]) if thing.get("sphere") else None
        items.append(
            tag("li", spot, desk.link(key), tag("span", f" {kind}", class_="hint") if kind else None)
        )
    return tag("ul", *items, class_="names") if items else NOTHING


def other_language(desk: Desk, key: str) -> str:
    """The name in the other language, where it differs."""
    known = desk.library.things.get(key, {}).get("name", "")
    other = pick(known, "nb" if desk.lang == "en" else "en")
    return other if other != pick(known, desk.lang) else ""
