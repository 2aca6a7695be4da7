"""Cells of a workbook as text: what spreadsheet programs do to values, undone only where that is safe.

A year may stand as a number, a date as a date; an organisation number may have spaces. Everything else that
is no text where a text belongs is told: the program may have changed it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ecosystem_graph.wording import Wording

from .cells import Unfit, number_text
from .layout import Column, Form

__all__ = ["decoded", "encoded", "number_of", "text_of"]

_DATES = {Form.DATE, Form.END, Form.YEAR}
_AGAIN = Wording(
    "format the cell as text and write it again", "formater cella som tekst, og skriv det på nytt"
)
_WORDS = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
#: Digits that Excel shows of a number; the rest is noise of its binary form.
_DIGITS = 15
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
#: The day before day 1 of Excel's calendar, as it is from March 1900 on.
_EPOCH = date(1899, 12, 30)
#: Characters that XML cannot hold or would change; workbooks write them as _x000D_ (ECMA-376, ST_Xstring).
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff]|[Ff]{3}[EeFf])_")


def encoded(text: str) -> str:
    r"""A text as a workbook stores it.

    >>> encoded("a\rb _x000D_")
    'a_x000D_b _x005F_x000D_'
    """
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def decoded(text: str) -> str:
    r"""The text of ``encoded``.

    >>> decoded("a_x000D_b _x005F_x000D_")
    'a\rb _x000D_'
    """
    return _WRITTEN.sub(lambda match: chr(int(match.group(1), 16)), text)


def number_of(text: str) -> int | float | None:
    """The number a workbook may keep for a text without changing it; None where it has to stay a text.

    >>> number_of("12.5"), number_of("-2000000"), number_of("0.12345678901234567")
    (12.5, -2000000, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number) or number_text(Decimal(f"{number:.{_DIGITS}g}")) != text:
        return None
    return int(number) if number.is_integer() else number


def text_of(cell: Any, column: Column) -> str:
    """The text of a cell of openpyxl, as a CSV file would have it.

    Raises:
        Unfit: It holds no text that could be meant; it says what to do.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Unfit(
            "holds a formula; copy the cell and paste its value in its place",
            "har en formel; kopier cella, og lim inn verdien i stedet",
        )
    if cell.data_type == "e":
        raise Unfit(
            "holds an error value of the spreadsheet program; write what is meant, or nothing",
            "har en feilverdi fra regnearkprogrammet; skriv det som er ment, eller ingenting",
        )
    if isinstance(value, str):
        return _cleaned(decoded(value), column)
    if isinstance(value, bool):
        en, nb = ("TRUE", "TRUE (SANN)") if value else ("FALSE", "FALSE (USANN)")
        raise Unfit(f"holds the truth value {en}; {_AGAIN}", f"har sannhetsverdien {nb}; {_AGAIN.nb}")
    if isinstance(value, (int, float)):
        return _number(value, _format(cell), column)
    if isinstance(value, (date, datetime)):
        return _date(value, _format(cell), column)
    if isinstance(value, (time, timedelta)):
        raise Unfit(f"is a time of day here; {_AGAIN}", f"er et klokkeslett her; {_AGAIN.nb}")
    raise Unfit(f"holds no text; {_AGAIN}", f"har ingen tekst; {_AGAIN.nb}")


def _cleaned(text: str, column: Column) -> str:
    text = text.strip().strip("\u200b\ufeff").strip()
    if column.form is Form.ORGNR and re.fullmatch(r"[\d\s]+", text):
        return re.sub(r"\s", "", text)  # 923 609 016; the check digit is still looked at
    return text


def _format(cell: Any) -> str:
    try:
        return str(cell.number_format or "General")
    except (AttributeError, LookupError, TypeError):  # a style that the file does not have
        return "General"


def _number(value: int | float, form: str, column: Column) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        raise Unfit("is no finite number", "er ikke et endelig tall")
    if column.form is Form.NUMBER:
        if "%" in _WORDS.sub("", form):
            raise Unfit(
                "is shown as a percentage; write the number that is meant and its unit",
                "vises som prosent; skriv tallet som er ment, og enheten",
            )
        if isinstance(value, int):
            return str(value)
        return number_text(Decimal(f"{value:.{_DIGITS}g}"))
    whole = isinstance(value, int) or value.is_integer()
    if column.form in _DATES:
        if whole and _FIRST_YEAR <= value <= _LAST_YEAR:
            return str(int(value))
        if whole and 20_000 < value < 80_000:
            likely = _EPOCH + timedelta(days=int(value))
            raise Unfit(
                f"is no date; did you mean {likely}? (the cell is not formatted as a date)",
                f"er ingen dato; mente du {likely}? (cella er ikke formatert som dato)",
            )
        raise Unfit(
            "is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
            "kan ikke leses som en dato; skriv ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD",
        )
    if whole and abs(value) < 10**_DIGITS:
        return str(int(value))
    raise Unfit(
        f"is a number where a text belongs; {_AGAIN}", f"er et tall der det hører til en tekst; {_AGAIN.nb}"
    )


def _date(value: date | datetime, form: str, column: Column) -> str:
    day = value.date() if isinstance(value, datetime) else value
    if column.form not in _DATES:
        raise Unfit(
            f"the spreadsheet program has made a date of this; {_AGAIN}",
            f"regnearkprogrammet har gjort dette om til en dato; {_AGAIN.nb}",
        )
    if isinstance(value, datetime) and value.time() != time():
        raise Unfit("has a time of day; write YYYY-MM-DD", "har et klokkeslett; skriv ÅÅÅÅ-MM-DD")
    serial = (day - _EPOCH).days
    if _FIRST_YEAR <= serial <= _LAST_YEAR:
        raise Unfit(
            f"is formatted as a date; was the year {serial} meant? If so, {_AGAIN}",
            f"er formatert som dato; var året {serial} ment? I så fall: {_AGAIN.nb}",
        )
    shown = _WORDS.sub("", form).casefold()
    if "d" in shown or day.day != 1 or not {"m", "y"} & set(shown):
        return day.isoformat()
    if "m" in shown:
        return day.isoformat()[:7]
    return str(day.year) if day.month == 1 else day.isoformat()
