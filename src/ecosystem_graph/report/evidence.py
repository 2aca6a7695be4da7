"""What the report rests on: the rows of its queries as plain values, with names and sources.

Each value comes from one of the ``.rq`` files beside this room; the report prints those files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.period import Period
from ecosystem_graph.queries import Question, load_question, run

__all__ = [
    "Cluster",
    "Conflict",
    "Evidence",
    "Member",
    "Reported",
    "SourceCard",
    "Status",
    "Thing",
    "TypeRow",
    "gather",
    "report_queries",
]

_FOLDER = Path(__file__).parent / "queries"
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name: actor, place, topic, event, code."""

    iri: str
    nb: str
    en: str
    kind: str = ""
    sphere: str = ""

    @property
    def slug(self) -> str:
        """Last part of its IRI."""
        return self.iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def label(self, lang: str) -> str:
        """Its name in a language, in the other where it has none, else its slug."""
        first, second = (self.nb, self.en) if lang == "nb" else (self.en, self.nb)
        return first or second or self.slug


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as a reader needs it."""

    slug: str
    title: str
    publisher: str
    issued: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody listed with a cluster; ``partner`` tells partners from members."""

    actor: str
    partner: bool
    period: Period
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """A number that sources give, for a year or undated (``year`` 0)."""

    about: str
    indicator: str
    value: float
    year: int
    unit: str
    detail: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster or cluster initiative with what is listed and what is declared."""

    iri: str
    place: str
    sources: tuple[str, ...]
    members: tuple[Member, ...]
    declared: tuple[Reported, ...]

    @property
    def listed(self) -> int:
        """Different actors listed."""
        return len({m.actor for m in self.members})

    @property
    def latest(self) -> Reported | None:
        """The declared number of the latest year, the largest of that year; undated only if none is dated."""
        return max(self.declared, key=lambda d: (d.year, d.value), default=None)


@dataclass(frozen=True, slots=True)
class Status:
    """A status somebody was awarded in a programme."""

    holder: str
    programme: str
    level: str
    period: Period
    detail: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different numbers for the same thing, measure, unit and year."""

    about: str
    indicator: str
    year: int
    values: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class TypeRow:
    """How well the relations of a type are dated and sourced."""

    nb: str
    en: str
    all: int
    undated: int
    single: int


@dataclass(frozen=True)
class Evidence:
    """All of it. ``things`` by IRI, ``sources`` by slug."""

    region: Thing
    year: int | None
    things: Mapping[str, Thing]
    sources: Mapping[str, SourceCard]
    counts: Mapping[str, int]
    clusters: tuple[Cluster, ...]
    statuses: tuple[Status, ...]
    open_statuses: int
    conflicts: tuple[Conflict, ...]
    types: tuple[TypeRow, ...]
    lonely: tuple[str, ...]

    @cached_property
    def known_clusters(self) -> tuple[Cluster, ...]:
        """The clusters with a listed member, or a number and a home; the largest stated first."""
        known = [c for c in self.clusters if c.members or (c.declared and c.place)]
        return tuple(sorted(known, key=lambda c: (-(c.latest.value if c.latest else 0), -c.listed, c.iri)))

    @property
    def horizon(self) -> int:
        """The last year any source is from, or the year asked for: the graph knows nothing later."""
        years = [int(s.issued[:4]) for s in self.sources.values() if s.issued[:4].isdigit()]
        starts = [int(s.period.start[:4]) for s in self.statuses if s.period.start]
        return self.year or max([*years, *starts], default=0)

    def label(self, iri: str, lang: str) -> str:
        """Name of a thing or code."""
        known = self.things.get(iri)
        return known.label(lang) if known else Thing(iri, "", "").slug

    def by_name(self, iris: Iterable[str], lang: str) -> list[str]:
        """IRIs in the order of their names."""
        return sorted(iris, key=lambda i: (self.label(i, lang).casefold(), i))


@cache
def report_queries() -> Mapping[str, Question]:
    """The report's own queries by name."""
    return {path.stem: load_question(path) for path in sorted(_FOLDER.glob("*.rq"))}


def gather(ecosystem: Ecosystem, year: int | None = None) -> Evidence:
    """Run the report's queries.

    Args:
        ecosystem: The graph, reasoned.
        year: Keep members and statuses that may have held in that year, and numbers up to it; None keeps all.
    """

    def rows(name: str) -> list[dict[str, str]]:
        table = run(ecosystem, report_queries()[name].text)
        return [{c: "" if v is None else str(v) for c, v in row.items()} for row in table.dicts()]

    things: dict[str, Thing] = {}
    for row in rows("names"):
        things.setdefault(row["thing"], Thing(row["thing"], row["nb"], row["en"], row["kind"], row["sphere"]))
    region = things.get(ecosystem.base) or Thing(ecosystem.base, "", "")
    return Evidence(
        region=region,
        year=year,
        things=things,
        sources={s.slug: s for s in _sources(rows("sources"))},
        counts={row["what"]: int(row["count"]) for row in rows("counts")},
        clusters=tuple(_clusters(rows("clusters"), rows("members"), rows("declared"), year)),
        statuses=tuple(_statuses(rows("statuses"), year)),
        open_statuses=len({row["award"] for row in rows("unfinished-statuses")}),
        conflicts=tuple(_conflicts(rows("conflicts"), year)),
        types=tuple(
            TypeRow(r["nb"], r["en"], int(r["all"]), int(r["undated"]), int(r["single"]))
            for r in rows("dates")
        ),
        lonely=tuple(dict.fromkeys(row["actor"] for row in rows("lonely"))),
    )


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _cited(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(sorted({_slug(row["source"]) for row in rows if row["source"]}))


def _period(row: Row) -> Period:
    return Period(row["start"], row["end"], row["ongoing"] == "true")


def _groups(rows: Iterable[Row], *keys: str) -> Iterator[list[Row]]:
    """Rows put together that agree in the keys, whatever their order."""

    def key(row: Row) -> tuple[str, ...]:
        return tuple(row[k] for k in keys)

    for _, group in groupby(sorted(rows, key=key), key):
        yield list(group)


def _sources(rows: Iterable[Row]) -> Iterator[SourceCard]:
    for group in _groups(rows, "source"):
        row = group[0]
        yield SourceCard(
            _slug(row["source"]), row["title"], row["publisher"], row["issued"], row["url"], row["language"]
        )


def _reported(rows: Iterable[Row], about: str, year: int | None) -> Iterator[Reported]:
    for group in _groups(rows, "observation"):
        row = group[0]
        when = int(row["year"][:4]) if row["year"] else 0
        if year is None or when <= year:
            yield Reported(
                row[about],
                row["indicator"],
                float(row["value"]),
                when,
                row["unit"],
                row["detail"],
                _cited(group),
            )


def _clusters(
    clusters: list[dict[str, str]],
    members: list[dict[str, str]],
    declared: list[dict[str, str]],
    year: int | None,
) -> Iterator[Cluster]:
    listed: dict[str, list[Member]] = {}
    for group in _groups(members, "cluster", "actor", "relation"):
        row, period = group[0], _period(group[0])
        if year is None or period.possible(year):
            member = Member(row["actor"], row["tie"].endswith("Partnership"), period, _cited(group))
            listed.setdefault(row["cluster"], []).append(member)
    numbers: dict[str, list[Reported]] = {}
    for number in _reported(declared, "cluster", year):
        numbers.setdefault(number.about, []).append(number)
    for group in _groups(clusters, "cluster"):
        iri = group[0]["cluster"]
        by_year = sorted(numbers.get(iri, ()), key=lambda n: (n.year, n.value, n.detail))
        yield Cluster(iri, group[0]["place"], _cited(group), tuple(listed.get(iri, ())), tuple(by_year))


def _statuses(rows: Iterable[Row], year: int | None) -> Iterator[Status]:
    for group in _groups(rows, "award"):
        row, period = group[0], _period(group[0])
        if year is None or period.possible(year):
            yield Status(row["holder"], row["programme"], row["level"], period, row["detail"], _cited(group))


def _conflicts(rows: Iterable[Row], year: int | None) -> Iterator[Conflict]:
    for group in _groups(rows, "about", "indicator", "year", "unit"):
        values = sorted(_reported(group, "about", year), key=lambda n: (n.value, n.detail))
        if len({v.value for v in values}) > 1:
            yield Conflict(values[0].about, values[0].indicator, values[0].year, tuple(values))
