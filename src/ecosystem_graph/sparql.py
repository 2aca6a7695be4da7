"""SPARQL as text: what of it is language, and what is strings, IRIs and comments."""

from __future__ import annotations

import re

__all__ = ["blanked"]

#: What is no keyword: strings, IRIs and comments.
_OPAQUE = re.compile(
    r'"""(?:\\.|(?!""").)*"""|'
    r"'''(?:\\.|(?!''').)*'''|"
    r'"(?:\\.|[^"\\\n\r])*"|'
    r"'(?:\\.|[^'\\\n\r])*'|"
    r'<[^\x00-\x20<>"{}|^`\\]*>|#[^\n\r]*',
    re.DOTALL,
)  # fmt: skip


def blanked(text: str) -> str:
    """The text with strings, IRIs and comments blanked out, every other character where it was."""
    return _OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
