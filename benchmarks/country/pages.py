# ruff: noqa: E501 -- a text in two languages is two lines
"""The report of the made-up country: the page of the region's report, with chapters that a register can fill.

A register says what there is and who belongs to whom, not who works together or what led to what. So of the
region's report only the document, its HTML and its Markdown are used; the chapters are these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ecosystem_graph.queries import run
from ecosystem_graph.report.document import Block, Column, Document, Paragraph, Section, Table, cell, line
from ecosystem_graph.report.html import page
from ecosystem_graph.report.markdown import markdown
from ecosystem_graph.report.words import Words, words

__all__ = ["Country", "write_pages"]


@dataclass(frozen=True)
class Country:
    """Everything measured.

    Attributes:
        names: Names in nb and en of municipalities and industries.
        industries: NACE divisions.
        places: Municipalities.
        counts: Units, shape (places, industries).
        strongest: Place, industry, count, location quotient.
        related: Relatedness of two industries, negative, the most related first.
        space: Measures of the network of related industries.
        scores: Measures of the network of municipalities and industries.
        groups: Size of a group of units and how many groups have it.
        largest: Unit, units directly below it, PageRank.
        deepest: Highest core number of the network of parents.
    """

    names: Mapping[str, tuple[str, str]]
    industries: tuple[str, ...]
    places: tuple[str, ...]
    counts: Any
    strongest: list[tuple[str, str, float, float]]
    related: list[tuple[float, str, str]]
    space: Mapping[str, Mapping[str, float]]
    scores: Mapping[str, Mapping[str, float]]
    groups: tuple[tuple[int, int], ...]
    largest: tuple[tuple[str, int, float], ...]
    deepest: int


_FORMS = """
PREFIX rov: <http://www.w3.org/ns/regorg#>
SELECT ?form ?n WHERE {
  { SELECT ?type (COUNT(*) AS ?n) WHERE { ?unit rov:orgType ?type } GROUP BY ?type }
  ?type skos:prefLabel ?form
} ORDER BY DESC(?n) ?form
"""
_COUNTIES = """
SELECT ?name (SUM(?here) AS ?n) WHERE {
  { SELECT ?place (COUNT(*) AS ?here) WHERE { ?unit eco:municipality ?place } GROUP BY ?place }
  ?place eco:inCounty ?county . ?county rdfs:label ?name FILTER(LANG(?name) = "nb")
} GROUP BY ?name ORDER BY DESC(?n) ?name
"""
_NAME = "SELECT ?name WHERE { <%s> <http://www.w3.org/ns/regorg#legalName> ?name }"


def write_pages(folder: Path, country: Country, told: Any, totals: Any, ecosystem: Any) -> list[Path]:
    """Write country.html (both languages), country.nb.md and country.en.md."""
    forms = [(str(r["form"]), int(str(r["n"]))) for r in run(ecosystem, _FORMS).dicts()]
    counties = [(str(r["name"]), int(str(r["n"]))) for r in run(ecosystem, _COUNTIES).dicts()]
    largest = []
    for iri, below, rank in country.largest:
        found = run(ecosystem, _NAME % iri).dicts()
        largest.append((str(next(iter(found))["name"]) if found else iri, below, rank))
    documents = [
        _document(words(lang), country, told, totals, forms, counties, largest) for lang in ("nb", "en")
    ]
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "country.html"]
    written[0].write_text(page(documents, {}), encoding="utf-8")
    for document in documents:
        written.append(folder / f"country.{document.lang}.md")
        written[-1].write_text(markdown(document, {}), encoding="utf-8")
    return written


def _table(caption: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]], say: Words) -> Table:
    def shown(value: Any) -> Any:
        if isinstance(value, float):
            return cell(say.number(value, 2), sort=value)
        return cell(say.number(value), sort=value) if isinstance(value, int) else cell(str(value))

    numeric = [i > 0 and bool(rows) and isinstance(rows[0][i], (int, float)) for i in range(len(columns))]
    heads = tuple(Column(title, number=number) for title, number in zip(columns, numeric, strict=True))
    return Table(line(caption), heads, tuple(tuple(map(shown, row)) for row in rows))


def _document(
    say: Words,
    country: Country,
    told: Any,
    totals: Any,
    forms: list[tuple[str, int]],
    counties: list[tuple[str, int]],
    largest: list[tuple[str, int, float]],
) -> Document:
    at = 0 if say.lang == "nb" else 1

    def name(iri: str) -> str:
        return country.names.get(iri, (iri, iri))[at]

    unit, count = say("enheter", "units"), say("antall", "count")
    held: tuple[Block, ...] = (
        Paragraph(
            line(
                say(
                    "Registeret er oppdiktet. Det har feltene og skjevhetene til Enhetsregisteret, men handler "
                    "ikke om noen. Siden viser hva målingene gir, ikke hvordan Norge er.",
                    "The register is made up. It has the fields and the skew of Enhetsregisteret, but is about nobody. "
                    "The page shows what the measures give, not what Norway is like.",
                )
            ),
            "lead",
        ),
        _table(
            say("Organisasjonsformer", "Organisation forms"),
            (say("form", "form"), unit),
            list(forms[:12]),
            say,
        ),
        _table(say("Fylker", "Counties"), (say("fylke", "county"), unit), list(counties), say),
    )
    degree = country.scores["strength"]
    places = sorted(country.places, key=lambda p: (-degree.get(p, 0), p))[:10]
    spread = country.scores["effective_size"]
    good: tuple[Block, ...] = (
        Paragraph(
            line(
                say(
                    "Lokaliseringskvotienten er næringens andel i kommunen delt på dens andel i landet. Over 1 er "
                    "kommunen spesialisert.",
                    "The location quotient is the industry's share of the municipality over its share of the country. "
                    "Above 1 the municipality is specialised.",
                )
            )
        ),
        _table(
            say("Sterkest spesialisering", "Strongest specialisation"),
            (say("kommune", "municipality"), say("næring", "industry"), count, say("kvotient", "quotient")),
            [(name(p), name(i), int(n), round(q, 2)) for p, i, n, q in country.strongest],
            say,
        ),
        _table(
            say("Kommuner med flest enheter", "Municipalities with most units"),
            (
                say("kommune", "municipality"),
                unit,
                say("effektivt antall næringer", "effective number of industries"),
            ),
            [(name(p), int(degree[p]), round(float(spread[p]), 1)) for p in places],
            say,
        ),
    )
    related: tuple[Block, ...] = (
        Paragraph(
            line(
                say(
                    "To næringer er beslektet når kommuner som er spesialisert i den ene, ofte er det i den andre.",
                    "Two industries are related where municipalities that are specialised in one often are so in the other.",
                )
            )
        ),
        _table(
            say("Mest beslektede næringer", "Most related industries"),
            (say("næring", "industry"), say("og", "and"), say("slektskap", "relatedness")),
            [(name(a), name(b), round(-w, 2)) for w, a, b in country.related],
            say,
        ),
    )
    sizes = np.array([size for size, _ in country.groups])
    many = np.array([n for _, n in country.groups])
    owners: tuple[Block, ...] = (
        Paragraph(
            line(
                say(
                    f"{say.number(int(many.sum()))} grupper av enheter henger sammen ved over- og underordning; den "
                    f"største har {say.number(int(sizes.max()))} enheter. Høyeste kjernetall er {country.deepest}.",
                    f"{say.number(int(many.sum()))} groups of units hang together by parenthood; the largest has "
                    f"{say.number(int(sizes.max()))} units. The highest core number is {country.deepest}.",
                )
            )
        ),
        _table(
            say("Flest underliggende enheter", "Most units below"),
            (say("enhet", "unit"), say("rett under", "directly below"), "PageRank × 10⁶"),
            [(n, below, round(rank * 1e6, 2)) for n, below, rank in largest],
            say,
        ),
    )
    return Document(
        say.lang,
        say("Et oppdiktet land", "A made-up country"),
        line(
            say(
                "Hvor er hvilke næringer, og hvem hører til hvem?",
                "Which industries are where, and who belongs to whom?",
            )
        ),
        (
            (say("enheter", "enterprises"), say.number(totals.enterprises)),
            (say("underenheter", "sub-units"), say.number(totals.sub_units)),
            (say("fakta", "facts"), say.number(told.asserted)),
            (say("slutninger", "conclusions"), say.number(told.inferred)),
        ),
        (
            Section("held", say("Hva registeret har", "What the register holds"), held),
            Section("good", say("Hva stedene er gode på", "What places are good for"), good),
            Section("related", say("Næringer som hører sammen", "Industries that go together"), related),
            Section("owners", say("Hvem hører til hvem", "Who belongs to whom"), owners),
        ),
    )
