"""The chapter on statuses: who was awarded what, from when to when."""

from __future__ import annotations

from ecosystem_graph.report.document import (
    Block,
    Cite,
    Column,
    Figure,
    Foreign,
    Paragraph,
    Section,
    Table,
    cell,
    line,
)
from ecosystem_graph.report.evidence import Evidence, Status
from ecosystem_graph.report.figures import Span, span_plot
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

__all__ = ["chapter"]


def chapter(material: Material, say: Words) -> Section:
    """Statuses along time."""
    evidence = material.evidence
    title = say("Status i programmene", "Status in the programmes")
    if not evidence.statuses:
        return Section(
            "statuses",
            title,
            (Paragraph(line(say("Ingen statuser er registrert.", "No status is recorded."))),),
        )
    blocks: list[Block] = [
        Paragraph(
            line(
                say(
                    f"{say.first(say.count(len(evidence.statuses), 'tildeling', 'tildelinger'))} er "
                    f"registrert. For {say.small(evidence.open_statuses)} av dem mangler starten, "
                    "eller ingen kilde sier om statusen er slutt eller varer. Ukjent slutt er ikke det "
                    "samme som at den varer.",
                    f"{say.first(say.count(len(evidence.statuses), 'award is', 'awards are'))} recorded. "
                    f"For {say.small(evidence.open_statuses)} of them the start is missing, "
                    "or no source tells whether the status has ended or lasts. An unknown end does not "
                    "mean that it lasts.",
                )
            )
        )
    ]
    dated = [s for s in evidence.statuses if s.period.start]
    if dated:
        blocks.append(
            _figure(sorted(dated, key=lambda s: (s.period.start, s.holder, s.level)), evidence, say)
        )
    blocks.append(_table(evidence, say))
    return Section("statuses", title, tuple(blocks))


def _figure(dated: list[Status], evidence: Evidence, say: Words) -> Figure:
    first = min(int(s.period.start[:4]) for s in dated)
    last = evidence.horizon
    # One row a holder, level and start year: two sources with two precisions are one award to the eye.
    spans: dict[tuple[str, str, int], Span] = {}
    for status in dated:
        start, end = int(status.period.start[:4]), int((status.period.end or "0")[:4])
        level = evidence.label(status.level, say.lang) if status.level else ""
        key = (status.holder, status.level, start)
        if key not in spans or (end and not spans[key].last):
            years = str(start) if end == start else f"{start}–{end or ('' if status.period.ongoing else '?')}"
            spans[key] = Span(
                evidence.label(status.holder, say.lang),
                f"{level} {years}".strip(),
                start,
                end,
                status.period.ongoing,
                "main",
            )
    rows = list(spans.values())
    summary = say("Statuser langs årene: ", "Statuses along the years: ") + "; ".join(
        f"{s.label} {s.text}" for s in rows
    )
    unknown = say("ingen kilde sier når det sluttet", "no source tells when it ended")
    return Figure(
        "statuses",
        span_plot(rows, say, first=first, last=last, unknown=unknown, summary=summary),
        line(
            say(
                "Tildelte statuser etter startår. Udaterte tildelinger står bare i tabellen.",
                "Awarded statuses by starting year. Undated awards are in the table only.",
            )
        ),
        summary,
        ("statuses",),
    )


def _table(evidence: Evidence, say: Words) -> Table:
    columns = (
        Column(say("Hvem", "Who")),
        Column(say("Status", "Status")),
        Column(say("Program", "Programme")),
        Column(say("Tid", "Time"), whole=True),
        Column(say("Merknad", "Remark")),
        Column(say("Kilder", "Sources")),
    )
    rows = []
    for status in sorted(
        evidence.statuses,
        key=lambda s: (evidence.label(s.holder, say.lang).casefold(), s.holder, s.period.start, s.programme),
    ):
        level = evidence.label(status.level, say.lang) if status.level else ""
        said = status.detail if status.detail.casefold() != level.casefold() else ""
        rows.append(
            (
                cell(evidence.label(status.holder, say.lang)),
                cell(level),
                cell(evidence.label(status.programme, say.lang)),
                cell(say.period(status.period), sort=status.period.start),
                cell(Foreign(said, "en")) if said else cell(""),
                cell(Cite(status.sources)),
            )
        )
    return Table(
        line(say("Alle registrerte tildelinger.", "All recorded awards.")),
        columns,
        tuple(rows),
        ("statuses",),
    )
