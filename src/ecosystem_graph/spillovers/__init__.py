"""Spillovers: who claims that what led to what, how well it stands, and what the whole story rests on."""

from .export import spillovers_csv
from .ledger import Entry, Ledger
from .reading import read_ledger

__all__ = ["Entry", "Ledger", "read_ledger", "spillovers_csv"]
