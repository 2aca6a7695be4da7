"""The report itself: its chapters put together in each language, and the files it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network.sheet import centrality_csv

from . import html as html_form
from . import markdown as markdown_form
from .chapters import central, clusters, gaps, method, spheres, spillovers, statuses, structure, years
from .document import Bullets, Cite, Document, Line, Link, Paragraph, Section, by_query, cited, line
from .findings import Finding, findings
from .material import Material, collect
from .words import LANGUAGES, Words, words

__all__ = ["Report", "report"]


@dataclass(frozen=True)
class Report:
    """A region's report in both languages.

    Attributes:
        material: What it is written from.
        lang: The language shown first.
    """

    material: Material
    lang: str = "nb"

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        """What the numbers say, most interesting first, in both languages and with where it is from."""
        return findings(self.material)

    @property
    def findings(self) -> tuple[str, ...]:
        """The sentences of ``found`` in the report's language."""
        return tuple(finding.text(self.lang) for finding in self.found)

    def document(self, lang: str | None = None) -> Document:
        """The report before any file format."""
        say = words(lang or self.lang)
        return _document(self.material, self.found, say)

    def markdown(self, lang: str | None = None) -> str:
        """The text of ``report.md``."""
        return markdown_form.markdown(self.document(lang), self.material.evidence.sources)

    def html(self) -> str:
        """The text of ``report.html``: both languages, one file, nothing loaded from outside."""
        order = sorted(LANGUAGES, key=lambda lang: lang != self.lang)
        return html_form.page([self.document(lang) for lang in order], self.material.evidence.sources)

    def centrality_csv(self) -> str:
        """Every actor of the network with its score, rank and rank interval by every measure."""
        return centrality_csv(self.material.leaders, self.material.analysis.placed)


def report(
    ecosystem: Ecosystem, *, lang: str = "nb", year: int | None = None, focus: str | None = None
) -> Report:
    """Compute the report of a region.

    Args:
        ecosystem: The graph, reasoned.
        lang: Language shown first, ``nb`` or ``en``.
        year: Network, members and statuses as they may have been in that year; None is everything recorded.
        focus: Slug or IRI of the cause whose spillovers are told at length; None is the most claimed one.

    Raises:
        NotFoundError: No claim speaks of the focus.
    """
    return Report(collect(ecosystem, year=year, focus=focus), words(lang).lang)


def _document(material: Material, found: tuple[Finding, ...], say: Words) -> Document:
    evidence = material.evidence
    region = evidence.region.label(say.lang)
    chapters = (
        _found(found, say),
        central.chapter(material, say),
        clusters.chapter(material, say),
        spheres.chapter(material, say),
        structure.chapter(material, say),
        years.chapter(material, say),
        statuses.chapter(material, say),
        spillovers.chapter(material, say),
        gaps.chapter(material, say),
        method.method(material, say),
        method.queries(material, say),
    )
    body = [section for section in chapters if section]
    numbered = cited(body)
    body.append(method.sources(material, len(numbered), say))
    year = say(f" i {material.year}", f" in {material.year}") if material.year else ""
    counts = evidence.counts
    facts = tuple(
        (name, say.number(counts.get(key, 0)))
        for key, name in (
            ("actors", say("aktører", "actors")),
            ("relations", say("relasjoner", "relations")),
            ("figures", say("tall", "figures")),
            ("events", say("hendelser", "events")),
            ("propositions", say("påståtte virkninger", "claimed effects")),
            ("sources", say("kilder", "sources")),
        )
    )
    return Document(
        say.lang,
        say(f"Innovasjonsøkosystemet: {region}{year}", f"The innovation ecosystem: {region}{year}"),
        line(
            say(
                "Hvem er med i hva, hvem binder sammen hvem, hva hevdes å ha ført til hva – hvem sier det, "
                "hvor sikkert er det, og hva mangler?",
                "Who belongs to what, who connects whom, what is claimed to have led to what – who says "
                "so, how sure is it, and what is missing?",
            )
        ),
        facts,
        tuple(body),
        numbered,
    )


def _found(found: tuple[Finding, ...], say: Words) -> Section:
    names = {
        "central": say("sentralitet", "centrality"),
        "clusters": say("klyngene", "clusters"),
        "conflicts": say("der kildene spriker", "where sources disagree"),
        "spheres": say("sfærene", "the spheres"),
        "structure": say("hva som holder nettverket sammen", "what holds the network together"),
        "years": say("nettverket over tid", "the network over time"),
        "statuses": say("status", "statuses"),
        "spillovers": say("ringvirkninger", "spillovers"),
        "gaps": say("det som mangler", "what is missing"),
    }

    def small(finding: Finding) -> Line:
        more = Link(names[finding.chapter], f"#{finding.chapter}")
        return line(
            say("Mer om ", "More on "), more, say(" · funnet med ", " · found by "), by_query(finding.query)
        )

    intro = say(
        "Setningene er regnet ut av grafen. De gjelder det kildene viser, ikke alt som finnes.",
        "The sentences are computed from the graph. They hold for what the sources show, not for all there "
        "is.",
    )
    told = Bullets(
        tuple(line(f.text(say.lang), Cite(f.sources)) for f in found),
        numbered=True,
        notes=tuple(small(f) for f in found),
    )
    return Section("findings", say("Hovedfunn", "Main findings"), (Paragraph(line(intro)), told))
