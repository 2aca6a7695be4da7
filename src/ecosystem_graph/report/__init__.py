"""Report: what the graph says of a region, in sentences, tables and plots, as HTML, Markdown and CSV."""

from .edition import Report, report
from .findings import Finding

__all__ = ["Finding", "Report", "report"]
