"""Spreadsheets in and out: CSV tables to triples and back."""

from .export import export_tables
from .mapping import import_tables

__all__ = ["export_tables", "import_tables"]
