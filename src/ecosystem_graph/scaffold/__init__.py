"""A region of one's own: a folder with tables to fill in, a question and what to do next.

With it ships one invented region, marked as invented in every name, that shows all of this filled in.
"""

from .folder import FORMS, Scaffold, new_region
from .naming import example_tables

__all__ = ["FORMS", "Scaffold", "example_tables", "new_region"]
