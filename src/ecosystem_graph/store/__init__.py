"""The graph on disk: one writer at a time, any number of readers, the old or the new but never a mixture."""

from __future__ import annotations

from ecosystem_graph.store.closing import close_store, conclude
from ecosystem_graph.store.filling import Draft, fill, fill_from, writing
from ecosystem_graph.store.generations import About, Opened, about, ontology_digest, opened

__all__ = [
    "About",
    "Draft",
    "Opened",
    "about",
    "close_store",
    "conclude",
    "fill",
    "fill_from",
    "ontology_digest",
    "opened",
    "writing",
]
