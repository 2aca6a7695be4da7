"""Packaging: the release told to people who cite, to RO-Crate readers and to readers of tables."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

from ecosystem_graph.tables.layout import LAYOUT, Form

from .edition import Edition
from .forms import form_of
from .notes import Notes

__all__ = ["citation", "crate", "data_package", "read_me"]

_CRATE = "https://w3id.org/ro/crate/1.1"


def citation(edition: Edition) -> str:
    """``CITATION.cff``, Citation File Format 1.2.0."""
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as below.",
        "type": "dataset",
        "title": edition.titles["en"],
        "abstract": edition.descriptions["en"],
        "authors": [{"name": edition.publisher}],
        "version": edition.version,
        "date-released": edition.issued,
        "identifiers": [{"type": "url", "value": edition.iri, "description": "This version"}],
        "url": edition.ecosystem.base,
        "keywords": ["innovation ecosystem", "cluster", "regional development", "knowledge graph"],
    }
    fields |= {"license": edition.spdx} if edition.spdx else {"license-url": edition.licence}
    # A JSON text is a YAML text; a field a line can be read by people too.
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())


def crate(edition: Edition, files: Mapping[str, bytes]) -> str:
    """``ro-crate-metadata.json``, RO-Crate 1.1."""
    publisher = {"@id": "#publisher"}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": edition.titles["en"],
        "alternateName": edition.titles["nb"],
        "description": edition.descriptions["en"],
        "datePublished": edition.issued,
        "version": edition.version,
        "identifier": edition.iri,
        "license": {"@id": edition.licence},
        "author": publisher,
        "publisher": publisher,
        "inLanguage": ["nb", "en"],
        "hasPart": [{"@id": path} for path in files],
    }
    parts = [
        {
            "@id": path,
            "@type": "File",
            "name": path.rpartition("/")[2],
            "encodingFormat": form_of(path).media,
            "contentSize": str(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for path, content in files.items()
    ]
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _CRATE},
        },
        root,
        *parts,
        {"@id": "#publisher", "@type": "Organization", "name": edition.publisher},
        {"@id": edition.licence, "@type": "CreativeWork", "name": edition.spdx or edition.licence},
    ]
    return _json({"@context": f"{_CRATE}/context", "@graph": graph})


def data_package(edition: Edition, files: Mapping[str, bytes]) -> str:
    """``datapackage.json``: the tables with their columns, as a Frictionless Data Package (version 1)."""
    licence: dict[str, str] = {"path": edition.licence}
    if edition.spdx:
        licence["name"] = edition.spdx
    resources = []
    for table in LAYOUT:
        path = f"data/tables/{table.name}.csv"
        if path not in files:
            continue
        header = next(csv.reader(io.StringIO(files[path].decode(), newline="")))
        columns = {column.name: column for column in table.columns}
        described: dict[str, Any] = {
            "fields": [
                {"name": name, "type": "number" if columns[name].form is Form.NUMBER else "string"}
                for name in header
            ]
        }
        if key := table.column_of_ids:
            described["primaryKey"] = key.name
        resources.append(
            {
                "name": table.name.replace("_", "-"),
                "path": path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(files[path]),
                "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
                "schema": described,
            }
        )
    package = {
        "profile": "tabular-data-package",
        "name": edition.ecosystem.region,
        "id": edition.iri,
        "title": edition.titles["en"],
        "description": edition.descriptions["en"],
        "version": edition.version,
        "created": f"{edition.issued}T00:00:00Z",
        "licenses": [licence],
        "contributors": [{"title": edition.publisher, "role": "publisher"}],
        "resources": resources,
    }
    return _json(package)


def read_me(edition: Edition, notes: Notes, files: Mapping[str, bytes]) -> str:
    """``README.md``: what this is and what is new, in Norwegian and English."""
    titles, texts, region = edition.titles, edition.descriptions, edition.ecosystem.region
    rows = {
        f"data/{region}.ttl": ("fakta, slik kildene sier dem", "facts, as the sources say them"),
        f"data/{region}.nq": (
            "fakta, slutninger og ontologi, hver i sin graf", "facts, conclusions and ontology, a graph each"
        ),
        f"data/{region}.jsonld": ("det samme", "the same"),
        f"data/{region}.xlsx": ("fakta som arbeidsbok", "facts as a workbook"),
        "data/tables/": ("fakta som tabeller", "facts as tables"),
        "data/linksets/": ("identiteter i andre registre (SSSOM)", "identities in other registers (SSSOM)"),
        "ontology/": (
            "begreper, former (CC BY 4.0, se filene) og spørsmål",
            "terms, shapes (CC BY 4.0, see the files) and questions",
        ),
        "docs/": ("datakort", "data card"),
        "dataset.ttl": ("beskrivelse (VoID, DCAT)", "description (VoID, DCAT)"),
        "datapackage.json": ("tabellene (Frictionless)", "the tables (Frictionless)"),
        "ro-crate-metadata.json": ("alle filer (RO-Crate 1.1)", "all files (RO-Crate 1.1)"),
        "CITATION.cff": ("hvordan sitere", "how to cite"),
        "SHA256SUMS": ("sjekksummer: sha256sum -c SHA256SUMS", "checksums: sha256sum -c SHA256SUMS"),
    }  # fmt: skip
    held = [*files, "datapackage.json", "ro-crate-metadata.json", "SHA256SUMS"]
    there = {name: words for name, words in rows.items() if any(path.startswith(name) for path in held)}
    licence = edition.spdx or edition.licence
    parts = [f"# {titles['nb']}, {edition.version}", "", texts["nb"], ""]
    parts += [f"{edition.issued}. {edition.publisher}. <{edition.iri}>. {licence}.", ""]
    parts += ["| Fil | Hva |", "|---|---|", *(f"| `{name}` | {nb} |" for name, (nb, _) in there.items()), ""]
    parts += ["*English below.*", ""]
    parts += [f"# {titles['en']}, {edition.version}", "", texts["en"], ""]
    parts += [f"{edition.issued}. {edition.publisher}. <{edition.iri}>. {licence}.", ""]
    parts += [
        "| File | What |",
        "|---|---|",
        *(f"| `{name}` | {en} |" for name, (_, en) in there.items()),
        "",
    ]
    parts += [f"## Data, {notes.version}", "", notes.data, ""]
    return "\n".join(parts)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
