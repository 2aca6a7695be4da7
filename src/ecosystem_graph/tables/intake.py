"""Taking a region in, whatever it is kept in: a folder of tables, a workbook, or an RDF file."""

from __future__ import annotations

from pathlib import Path

from ecosystem_graph.turtle import Triple, base_of, parse

from .folder import read_folder
from .mapping import to_triples
from .workbook import WORKBOOK_SUFFIXES, read_workbook

__all__ = ["import_tables"]


def import_tables(source: Path, region: str | None = None) -> tuple[set[Triple], str]:
    """Read a region.

    Args:
        source: A folder with CSV files, a workbook (``.xlsx``), or an RDF file (its ending says the form).
        region: Slug of the region, for tables; None takes the table ``region``, or Innlandet where there is
            none. An RDF file names its things itself.

    Returns:
        The triples, and the root IRI of the region's things.

    Raises:
        DataError: Every problem found, with file, row or cell, and column.
        UnreadableFileError: A file cannot be read at all.
        MissingExtraError: A workbook, without the extra that reads it.
    """
    if source.suffix.lower() in WORKBOOK_SUFFIXES and not source.is_dir():
        tables = read_workbook(source)
    elif source.is_dir() or source.suffix == "":
        tables = read_folder(source)
    else:
        triples = parse(source)
        return triples, base_of(triples)
    mapped = to_triples(tables, region)
    tables.raise_for_problems()
    return mapped
