"""Contents: the files of a release that hold what it releases, by their paths."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.exchange import graph_text
from ecosystem_graph.linksets import linkset_paths
from ecosystem_graph.resources import ontology_files, projection_files, question_files, shapes_file
from ecosystem_graph.tables import export_tables, export_workbook
from ecosystem_graph.wording import of_system

from .edition import bare

__all__ = ["contents", "read"]

#: Documents taken along from the folder of the change log.
_DOCUMENTS = ("data-card.md", "datakort.md", "data-quality.md")


def contents(ecosystem: Ecosystem, source: Path, changelog: Path) -> Mapping[str, bytes]:
    """Everything but the metadata.

    Args:
        ecosystem: The region, with the header of the version.
        source: Where it was read; ``LICENSE`` and ``linksets/`` beside it come along.
        changelog: ``LICENSE`` and the data card in ``docs/`` beside it come along.

    Raises:
        DataError: The tables cannot hold all facts.
        UnreadableFileError: A file cannot be read.
    """
    region = ecosystem.region
    beside = _beside(source)
    files: dict[str, bytes] = {f"data/{region}.ttl": ecosystem.turtle().encode()}
    for ending in (".nq", ".jsonld"):
        files[f"data/{region}{ending}"] = graph_text(ecosystem, ending).encode()
    files |= _tables(ecosystem)
    for path in linkset_paths(source).values():
        files[f"data/linksets/{path.name}"] = read(path)
    for path in (*ontology_files(), shapes_file()):
        files[f"ontology/{path.name}"] = read(path)
    for folder, found in (("questions", question_files()), ("projections", projection_files())):
        for path in found.values():
            files[f"ontology/{folder}/{path.name}"] = read(path)
    for name in _DOCUMENTS:
        if (path := changelog.parent / "docs" / name).is_file():
            files[f"docs/{name}"] = read(path)
    data, code = beside / "LICENSE", changelog.parent / "LICENSE"
    if data.is_file():
        files["LICENSE"] = read(data)
    if code.is_file() and code.resolve() != data.resolve():
        files["LICENSE-code"] = read(code)
    return files


def read(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        UnreadableFileError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(str(path), of_system(error)) from error


def _beside(source: Path) -> Path:
    return source if source.is_dir() else source.parent


def _tables(ecosystem: Ecosystem) -> dict[str, bytes]:
    """The tables, and the workbook where what writes it is installed."""
    region, facts = ecosystem.region, bare(ecosystem.facts, ecosystem.base)
    with tempfile.TemporaryDirectory() as made:
        paths = export_tables(facts, Path(made))
        files = {f"data/tables/{path.name}": read(path) for path in sorted(paths)}
        if importlib.util.find_spec("openpyxl") is not None:
            book = Path(made) / f"{region}.xlsx"
            export_workbook(facts, book)
            files[f"data/{book.name}"] = read(book)
    return files
