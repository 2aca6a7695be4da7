"""Forms: what kind of file an ending means, as the catalogues call it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

__all__ = ["Form", "form_of"]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file.

    Attributes:
        media: IANA media type.
        authority: Its name in the EU's list of file types; empty where that has none.
        nb: What it is, in Norwegian.
        en: What it is, in English.
    """

    media: str
    authority: str
    nb: str
    en: str


_FORMS = {
    ".ttl": Form("text/turtle", "RDF_TURTLE", "RDF (Turtle)", "RDF (Turtle)"),
    ".nq": Form("application/n-quads", "RDF_N_QUADS", "RDF (N-Quads)", "RDF (N-Quads)"),
    ".jsonld": Form("application/ld+json", "JSON_LD", "RDF (JSON-LD)", "RDF (JSON-LD)"),
    ".csv": Form("text/csv", "CSV", "tabell (CSV)", "table (CSV)"),
    ".tsv": Form("text/tab-separated-values", "TSV", "tabell (TSV)", "table (TSV)"),
    ".xlsx": Form(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", "arbeidsbok", "workbook"
    ),
    ".rq": Form("application/sparql-query", "SPARQLQ", "spørring (SPARQL)", "query (SPARQL)"),
    ".md": Form("text/markdown", "", "tekst (Markdown)", "text (Markdown)"),
    ".json": Form("application/json", "JSON", "metadata (JSON)", "metadata (JSON)"),
    ".cff": Form("application/yaml", "", "hvordan sitere (CFF)", "how to cite (CFF)"),
    ".gz": Form("application/gzip", "GZIP", "arkiv", "archive"),
}
_PLAIN = Form("text/plain", "TXT", "tekst", "text")


def form_of(name: str) -> Form:
    """The form of a file, by the ending of its name."""
    return _FORMS.get(PurePosixPath(name).suffix, _PLAIN)
