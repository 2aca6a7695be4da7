"""The ecosystem: one dataset with the named graphs ontology, asserted and inferred. Load, save, look up."""

from __future__ import annotations

from ecosystem_graph.ecosystem.graph import Ecosystem
from ecosystem_graph.ecosystem.names import Match, fold

__all__ = ["Ecosystem", "Match", "fold"]
