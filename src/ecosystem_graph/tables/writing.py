"""Writing cells of a workbook: text as text, and the few styles there are."""

from __future__ import annotations

from functools import cache
from typing import Any

from .layout import Form
from .workbook_cells import encoded, number_of

__all__ = ["landscape", "put", "styles"]

_REQUIRED, _OTHER = "1F3864", "5B7DB1"


@cache
def styles() -> dict[str, Any]:
    """The styles by name: title, bold, head, required, other, top."""
    from openpyxl.styles import Alignment, Font, PatternFill

    return {
        "title": Font("Calibri", 16, bold=True),
        "bold": Font("Calibri", 11, bold=True),
        "head": Font("Calibri", 11, bold=True, color="FFFFFF"),
        "required": PatternFill("solid", fgColor=_REQUIRED),
        "other": PatternFill("solid", fgColor=_OTHER),
        "top": Alignment(vertical="top", wrap_text=True),
    }


def put(cell: Any, text: str, form: Form | None = None) -> None:
    """Write a text as text: never as a formula, an error or a date, whatever it begins with."""
    number = number_of(text) if form is Form.NUMBER else None
    if number is not None:
        cell.value = number
    elif text:
        cell.value = encoded(text)
        cell.data_type = "s"
        cell.number_format = "@"


def landscape(sheet: Any) -> None:
    """Let a sheet be printed on its side, all its columns on one page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
