"""Cells that a spreadsheet would run: in every CSV file, wherever it is cut."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ecosystem_graph.formulas import escape, harmless, unescape

CELLS = st.text(alphabet=st.sampled_from("=+-@'\"; \t\r\n,a1."), max_size=12) | st.text(max_size=12)
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


def begins_a_formula(text: str) -> bool:
    """A spreadsheet drops white space and quotation marks before a cell, and reads some numbers as such."""
    return text.lstrip(' \t"\u00a0').startswith(("=", "+", "-", "@"))


@given(CELLS)
def test_no_piece_is_a_formula_however_the_file_is_cut(text: str) -> None:
    for piece in re.split(r"[;\t\r\n]", escape(text)):
        assert not begins_a_formula(piece)


@given(CELLS)
def test_what_is_escaped_is_read_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text


@given(CELLS | st.integers().map(str) | st.floats(allow_nan=False, allow_infinity=False).map(str))
def test_a_number_stays_a_number_and_all_else_is_escaped(text: str) -> None:
    assert harmless(text) == (text if NUMBER.fullmatch(text) else escape(text))
