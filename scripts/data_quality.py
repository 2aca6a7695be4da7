"""Fills in the numbers of docs/data-quality.md, docs/data-card.md and docs/datakort.md from the data.

Run ``python scripts/data_quality.py`` after the facts changed; a test compares the pages. On the first page
every query in a ``sparql`` block is run and its count written into the line ``Found: **n**`` above it. On the
other two, what stands between ``<!-- table NAME -->`` and ``<!-- end -->`` is written anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from rdflib import RDF, SKOS, URIRef
from rdflib.namespace import DCTERMS, PROV
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.linksets import shipped
from ecosystem_graph.queries import run
from ecosystem_graph.vocab import CODE, ECO, INL

DOCS = Path(__file__).resolve().parent.parent / "docs"
CARDS = {"en": DOCS / "data-card.md", "nb": DOCS / "datakort.md"}
QUALITY = DOCS / "data-quality.md"
_ASKED = re.compile(r"(Found: \*\*)[\d,]+(\*\*.*?\n```sparql\n)(.*?)(```)", re.DOTALL)
_TABLE = re.compile(r"(<!-- table (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHOWN = 12
_LANGUAGES = {
    "nb": ("bokmål", "Norwegian (bokmål)"),
    "nn": ("nynorsk", "Norwegian (nynorsk)"),
    "en": ("engelsk", "English"),
    "de": ("tysk", "German"),
    "da": ("dansk", "Danish"),
    "sv": ("svensk", "Swedish"),
}


def counted(text: str, ecosystem: Ecosystem) -> str:
    """The page of findings with the count of every query."""

    def fill(match: re.Match[str]) -> str:
        return f"{match[1]}{len(run(ecosystem, match[3])):,}{match[2]}{match[3]}{match[4]}"

    return _ASKED.sub(fill, text)


class Card:
    """The numbers of a data card in one language."""

    def __init__(self, ecosystem: Ecosystem, lang: str) -> None:
        """Read what is counted."""
        self.lang = lang
        self.ecosystem = ecosystem
        self.asserted = ecosystem.asserted
        self.actors = sorted({s for s, _, _ in self.asserted if str(s).startswith(f"{INL}actor/")}, key=str)

    def said(self, en: str, nb: str) -> str:
        """The text in the card's language."""
        return nb if self.lang == "nb" else en

    def name(self, thing: Node) -> str:
        """Name of a thing or code."""
        return self.ecosystem.label(URIRef(str(thing)), self.lang)

    def number(self, value: int) -> str:
        """1,544 or 1 544 (a no-break space)."""
        return f"{value:,}".replace(",", "\u00a0") if self.lang == "nb" else f"{value:,}"

    def shares(self, head: str, counts: Mapping[str, int], rest: str = "", shown: int = _SHOWN) -> str:
        """A table of counts and shares of their sum, the most first."""
        total = sum(counts.values())
        ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        kept, left = ranked[:shown], ranked[shown:]
        if left:
            kept.append((f"{rest} ({len(left)})", sum(count for _, count in left)))
        rows = [(name, self.number(count), f"{100 * count / total:.0f} %") for name, count in kept]
        return self.table((head, self.said("number", "antall"), self.said("share", "andel")), rows)

    @staticmethod
    def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
        """A Markdown table; all columns but the first to the right."""
        head = tuple(head)
        lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
        return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

    # -- the tables ----------------------------------------------------------------------------------------

    def size(self) -> str:
        """How many of each kind of thing."""
        graph = self.ecosystem.dataset
        classes = (
            (ECO.Actor, "actors", "aktører"),
            (ECO.Relation, "relations", "relasjoner"),
            (ECO.Observation, "figures", "tall"),
            (ECO.Event, "events", "hendelser"),
            (ECO.Place, "places", "steder"),
            (ECO.Topic, "topics", "temaer"),
            (ECO.SpilloverProposition, "propositions", "proposisjoner"),
            (ECO.Assertion, "assertions (claims)", "påstander"),
            (ECO.Asserter, "asserters", "påstandsholdere"),
            (ECO.Source, "sources", "kilder"),
        )
        rows = [
            (self.said(en, nb), self.number(len(set(graph.subjects(RDF.type, cls)))))
            for cls, en, nb in classes
        ]
        rows.append(
            (
                self.said("links to other registers", "lenker til andre registre"),
                self.number(sum(len(linkset.mappings) for linkset in shipped())),
            )
        )
        return self.table((self.said("what", "hva"), self.said("number", "antall")), rows)

    def spheres(self) -> str:
        """Actors by sphere."""
        counts = Counter(self.name(o) for o in self.ecosystem.dataset.objects(None, ECO.sphere))
        return self.shares(self.said("sphere", "sfære"), counts)

    def kinds(self) -> str:
        """Actors by kind."""
        counts = Counter(self.name(o) for o in self.ecosystem.dataset.objects(None, ECO.kind))
        return self.shares(self.said("kind", "slag"), counts, self.said("other kinds", "andre slag"))

    def places(self) -> str:
        """Actors by municipality."""
        counts: Counter[str] = Counter()
        for actor in self.actors:
            place = next(self.asserted.objects(actor, ECO.municipality), None)
            inside = place is not None and (place, ECO.inCounty, INL["place/innlandet"]) in self.asserted
            if inside and place is not None:
                counts[self.name(place)] += 1
            elif place is not None or next(self.asserted.objects(actor, ECO.municipalityName), None):
                counts[self.said("outside Innlandet", "utenfor Innlandet")] += 1
            else:
                counts[self.said("not stated", "ikke oppgitt")] += 1
        head = self.said("municipality", "kommune")
        return self.shares(head, counts, self.said("other municipalities", "andre kommuner"))

    def periods(self) -> str:
        """Dated things by the decade they begin in."""
        of = (
            (ECO.start, "relation"),
            (ECO.year, "observation"),
            (ECO.date, "event"),
            (ECO.start, "assertion"),
        )
        decades = ["-1989", "1990", "2000", "2010", "2020"]
        rows: dict[str, list[int]] = {d: [0] * len(of) for d in [*decades, ""]}
        for column, (prop, kind) in enumerate(of):
            start = f"{INL}{kind}/"
            things = {s for s in self.asserted.subjects() if str(s).startswith(start)}
            for thing in things:
                value = next(self.asserted.objects(thing, prop), None)
                year = int(str(value)[:4]) if value is not None else None
                decade = "" if year is None else "-1989" if year < 1990 else str(min(year // 10 * 10, 2020))
                rows[decade][column] += 1
        labels = {"-1989": self.said("before 1990", "før 1990"), "": self.said("not dated", "ikke datert")}
        labels |= {d: self.said(f"{d}s", f"{d}-årene") for d in decades[1:]}
        labels["2020"] = self.said("2020 and later", "2020 og senere")
        head = (
            self.said("begins", "begynner"),
            self.said("relations", "relasjoner"),
            self.said("figures", "tall"),
            self.said("events", "hendelser"),
            self.said("claims", "påstander"),
        )
        return self.table(head, [(labels[d], *map(self.number, counts)) for d, counts in rows.items()])

    def languages(self) -> str:
        """Sources by language."""
        counts = Counter(
            _LANGUAGES[str(o)][self.lang == "en"] for o in self.asserted.objects(None, DCTERMS.language)
        )
        return self.shares(self.said("language", "språk"), counts)

    def publishers(self) -> str:
        """Sources by publisher."""
        counts = Counter(str(o) for o in self.asserted.objects(None, DCTERMS.publisher))
        head = self.said("publisher", "utgiver")
        return self.shares(head, counts, self.said("other publishers", "andre utgivere"), 15)

    def claims(self) -> str:
        """Claims by sign, stance, explicitness, strength, and whether the asserter speaks for an actor."""
        rows: list[tuple[str, ...]] = []
        claims = set(self.asserted.subjects(RDF.type, ECO.Assertion))

        def add(label: str, some: Iterable[Node]) -> None:
            count = len(set(some))
            rows.append((label, self.number(count), f"{100 * count / len(claims):.0f} %"))

        about = {s: o for p in (ECO.supports, ECO.disputes) for s, o in self.asserted.subject_objects(p)}
        positive = set(self.asserted.subjects(ECO.polarity, CODE["polarity/positive"]))
        add(
            self.said("say that something furthers", "sier at noe fremmer"),
            (a for a in claims if about[a] in positive),
        )
        add(
            self.said("say that something hinders", "sier at noe hemmer"),
            (a for a in claims if about[a] not in positive),
        )
        add(self.said("dispute", "bestrider"), self.asserted.subjects(ECO.disputes))
        for prop, scheme in ((ECO.explicitness, "explicitness"), (ECO.strength, "strength")):
            codes = set(self.asserted.objects(None, prop))
            head = {"explicitness": ("told", "fortalt"), "strength": ("strength", "styrke")}[scheme]
            for code in sorted(codes, key=self.name):
                add(f"{self.said(*head)}: {self.name(code)}", self.asserted.subjects(prop, code))
        tied = set(self.asserted.subjects(PROV.actedOnBehalfOf))
        add(
            self.said("asserter speaks for an actor here", "holderen taler for en aktør her"),
            (s for s, o in self.asserted.subject_objects(ECO.assertedBy) if o in tied),
        )
        oped = INL["source/seed"]
        add(
            self.said("read in the op-ed", "lest i leserinnlegget"),
            (a for a in claims if (a, PROV.hadPrimarySource, oped) in self.asserted),
        )
        return self.table(
            (
                self.said("claims that …", "påstander som …"),
                self.said("number", "antall"),
                self.said("share", "andel"),
            ),
            rows,
        )

    def links(self) -> str:
        """Linksets."""
        head = (self.said("set", "sett"), self.said("links", "lenker"), self.said("exact", "eksakte"))
        rows = []
        for linkset in shipped():
            exact = sum(m.predicate == str(SKOS.exactMatch) for m in linkset.mappings)
            rows.append((linkset.title[self.lang], self.number(len(linkset.mappings)), self.number(exact)))
        return self.table(head, rows)


def carded(text: str, card: Card) -> str:
    """The card with every table anew."""
    return _TABLE.sub(lambda m: f"{m[1]}{getattr(card, m[2])()}{m[3]}", text)


def pages(ecosystem: Ecosystem | None = None) -> dict[Path, str]:
    """Each page as it should be."""
    graph = ecosystem or Ecosystem.load()
    told = {QUALITY: counted(QUALITY.read_text(encoding="utf-8"), graph)}
    for lang, path in CARDS.items():
        told[path] = carded(path.read_text(encoding="utf-8"), Card(graph, lang))
    return told


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
