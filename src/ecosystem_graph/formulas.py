"""Formula injection: cells of CSV files that a spreadsheet would run, made harmless and read as they were.

OWASP's rule, made reversible: where a program may see the beginning of a cell, an apostrophe goes before
``= + - @``. That is the beginning of the text, and also what follows a semicolon, a tab or a line break, at
which a spreadsheet set to another separator cuts. Reading takes one such apostrophe away.
"""

from __future__ import annotations

import re

__all__ = ["escape", "harmless", "unescape"]

_BEGINS = r"(?:\A|(?<=[;\t\r\n]))([ \"\u00a0]*)"
_RISKY = re.compile(_BEGINS + r"(?='*[=+\-@])")
_GUARDED = re.compile(_BEGINS + r"'(?='*[=+\-@])")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")


def escape(text: str) -> str:
    r"""The text with an apostrophe before everything that a spreadsheet could take for a formula.

    >>> escape("=1+1"), escape("'=1+1"), escape("a;@b"), escape("'s-Hertogenbosch"), escape("Gran - Lunner")
    ("'=1+1", "''=1+1", "a;'@b", "'s-Hertogenbosch", 'Gran - Lunner')
    """
    return _RISKY.sub(r"\1'", text)


def harmless(text: str) -> str:
    """As ``escape``, but a number stays one: for tables that nobody reads back.

    >>> harmless("-3.5"), harmless("-3,5"), harmless("a; -b")
    ('-3.5', "'-3,5", "a; '-b")
    """
    return text if _NUMBER.match(text) else escape(text)


def unescape(text: str) -> str:
    """The text as it was before ``escape``.

    >>> unescape("'=1+1"), unescape("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return _GUARDED.sub(r"\1", text)
