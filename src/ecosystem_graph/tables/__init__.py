"""Tables in and out: a folder of CSV files or a workbook to triples and back."""

from .export import export_tables
from .intake import import_tables
from .sheets import export_workbook, write_template
from .workbook import WORKBOOK_SUFFIXES

__all__ = ["WORKBOOK_SUFFIXES", "export_tables", "export_workbook", "import_tables", "write_template"]
