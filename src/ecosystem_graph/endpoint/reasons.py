"""Reasons: what an error says that is passed on inside another one's sentence."""

from __future__ import annotations

from ecosystem_graph.wording import Wording, foreign

__all__ = ["reason"]


def reason(error: Exception) -> Wording:
    """What an error says, in both languages where it was raised in both.

    >>> reason(ValueError(Wording("no name", "uten navn"))).nb, reason(KeyError("head")).nb
    ('uten navn', "'head'")
    """
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Wording) else foreign(error)
