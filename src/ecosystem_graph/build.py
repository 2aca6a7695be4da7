"""Build: everything a region's readers get, written into one folder.

All texts are made before the first is written, and the folder changes whole or not at all. The manifest has
the checksum of every file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import __version__
from .ecosystem import Ecosystem
from .errors import NonConformantError, UnreadableFileError
from .folders import atomic_folder
from .report import report
from .resources import data_file, ontology_files, shapes_file
from .spillovers import spillovers_csv
from .store import fill_from
from .validation import validate
from .view import network_page
from .wording import Wording

__all__ = ["STEPS", "BuildResult", "build"]

#: The steps, in order, with what each is called in nb and en.
STEPS: dict[str, dict[str, str]] = {
    "load": {"nb": "leser og slutter", "en": "reading and reasoning"},
    "validate": {"nb": "validerer", "en": "validating"},
    "graph": {"nb": "skriver grafen", "en": "writing the graph"},
    "spillovers": {"nb": "fører ringvirkninger", "en": "listing spillovers"},
    "report": {"nb": "måler og skriver rapport", "en": "measuring and reporting"},
    "page": {"nb": "tegner nettverket", "en": "drawing the network"},
    "write": {"nb": "lagrer", "en": "saving"},
}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made.

    Attributes:
        folder: Where the files are.
        files: Name and size in bytes of each, in the order written.
        findings: The most interesting findings, as sentences.
        warnings: Validation warnings that do not stop a build.
    """

    folder: Path
    files: tuple[tuple[str, int], ...]
    findings: tuple[str, ...]
    warnings: int


def build(
    data: Path | None = None,
    out: Path | None = None,
    *,
    lang: str = "nb",
    year: int | None = None,
    store: Path | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> BuildResult:
    """Read, reason, validate, measure, draw and write.

    Args:
        data: Turtle file or folder of tables; None is the region that ships.
        out: Folder to write to; None is ``out/<region>``.
        lang: Language the texts open in, ``nb`` or ``en``.
        year: Look at the network in this year only.
        store: Keep the graph in this folder on disk (see `store`): with ``data`` it is filled anew from that,
            by itself it is read as it is, and nothing is concluded again. The shapes and the written graph
            take all facts into memory, as they do without a store.
        step: Called with the name of each step as it begins.

    Raises:
        DataError: The tables hold problems.
        ContradictionError: Ontology and facts cannot both be true.
        NonConformantError: The facts break the shapes; nothing is written.
        UnreadableFileError: A file cannot be read or written.
        StoreError: The store is missing, or another process writes it.
    """
    step("load")
    if store is None:
        ecosystem = Ecosystem.load(data)
    else:
        if data is not None:
            fill_from(store, data, what="build")
        ecosystem = Ecosystem.open(store)
    folder = out if out is not None else Path("out") / ecosystem.region
    if folder.exists() and not folder.is_dir():
        raise UnreadableFileError(
            str(folder),
            Wording("is a file; name a folder to write into", "er en fil; oppgi en mappe å skrive i"),
        )
    step("validate")
    checked = validate(ecosystem)
    if not checked.conforms:
        raise NonConformantError([violation.wording for violation in checked.violations])
    texts = {"validation.txt": "".join(f"{line}\n" for line in checked.lines(lang))}
    step("graph")
    texts["graph.ttl"] = ecosystem.turtle(inferred=True)
    step("spillovers")
    texts["spillovers.csv"] = spillovers_csv(ecosystem)
    step("report")
    told = report(ecosystem, lang=lang, year=year)
    texts["report.md"] = told.markdown(lang)
    texts["report.html"] = told.html()
    texts["centrality.csv"] = told.centrality_csv()
    step("page")
    texts["network.html"] = network_page(ecosystem, lang=lang, year=year)
    step("write")
    inputs = _checksums(data_file() if data is None and store is None else data)
    options = {"lang": lang, "year": year}
    texts["manifest.json"] = _manifest(ecosystem, texts, inputs, options)
    with atomic_folder(folder) as new:
        for name, text in texts.items():
            (new / name).write_text(text, encoding="utf-8", newline="\n")
    files = tuple((name, len(text.encode())) for name, text in texts.items())
    return BuildResult(folder, files, tuple(told.findings[:3]), len(checked.violations))


def _checksums(source: Path | None) -> dict[str, str]:
    """Of what is read: a store's facts are not a file, and stand in the graph that is written."""
    files = [] if source is None else sorted(source.glob("*.csv")) if source.is_dir() else [source]
    paths = [*files, *ontology_files(), shapes_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _manifest(
    ecosystem: Ecosystem, texts: dict[str, str], inputs: dict[str, str], options: Mapping[str, object]
) -> str:
    """What was made from what; no time and no place, so that two builds are the same."""
    content = {
        "program": {"name": "ecosystem-graph", "version": __version__},
        "region": ecosystem.region,
        "options": options,
        "inputs": {name: {"sha256": digest} for name, digest in inputs.items()},
        "triples": {"asserted": len(ecosystem.facts), "inferred": len(ecosystem.conclusions)},
        "files": {
            name: {"bytes": len(text.encode()), "sha256": hashlib.sha256(text.encode()).hexdigest()}
            for name, text in texts.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
