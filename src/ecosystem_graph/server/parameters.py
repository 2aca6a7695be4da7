"""Parameters: what may stand in a request's address, read strictly and told in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from .problems import ProblemError

__all__ = ["LANG", "Parameter", "pairs", "values"]

_LONGEST = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        name: Its name.
        says: What it is.
        kind: ``string``, ``integer`` or ``boolean``.
        required: Whether it must be given.
        default: What it is when not given; None for nothing.
        choices: All values it may have, where they are few.
        least: Smallest integer.
        most: Largest integer.
        place: ``query``, or ``path`` where it is part of the path.
        pattern: What a string looks like.
    """

    name: str
    says: str
    kind: str = "string"
    required: bool = False
    default: str | int | bool | None = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    place: str = "query"
    pattern: str = ""

    def read(self, text: str) -> str | int | bool:
        """The value a text means.

        Raises:
            ProblemError: 400, saying what would be right.
        """
        if self.kind == "boolean":
            if text not in ("true", "false"):
                raise ProblemError("malformed", f"{self.name} must be true or false, not {text!r}.")
            return text == "true"
        if self.kind == "integer":
            digits = re.fullmatch(r"-?[0-9]{1,9}", text)
            if not digits or not self.least <= int(text) <= self.most:
                raise ProblemError(
                    "malformed",
                    f"{self.name} must be a whole number from {self.least} to {self.most}, not {text!r}.",
                )
            return int(text)
        if self.choices and text not in self.choices:
            raise ProblemError(
                "malformed", f"{self.name} must be one of {', '.join(self.choices)}, not {text!r}."
            )
        if not text.strip() or len(text) > _LONGEST or _CONTROL.search(text):
            raise ProblemError(
                "malformed", f"{self.name} must be a text of 1 to {_LONGEST} printable characters."
            )
        return text

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        told: dict[str, Any] = {"type": self.kind}
        if self.choices:
            told["enum"] = list(self.choices)
        elif self.kind == "integer":
            told |= {"minimum": self.least, "maximum": self.most}
        elif self.kind == "string":
            told |= {
                "minLength": 1,
                "maxLength": _LONGEST,
                "pattern": self.pattern or r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$",
            }
        if self.default is not None:
            told["default"] = self.default
        return told


LANG = Parameter(
    "lang", "Language of names and sentences; else as Accept-Language says.", choices=("en", "nb")
)


def pairs(query: bytes) -> list[tuple[str, str]]:
    """The names and values of a query string or of a form.

    Raises:
        ProblemError: 400: not UTF-8, or more than a hundred.
    """
    try:
        return parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=100,
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise ProblemError(
            "malformed", "The parameters must be percent-encoded UTF-8, and a hundred at the most."
        ) from error


def values(known: Sequence[Parameter], given: Iterable[tuple[str, str]]) -> Mapping[str, Any]:
    """The values of all parameters, by name; None where there is no default.

    Raises:
        ProblemError: 400: one is unknown, given twice, missing or wrong.
    """
    by_name = {parameter.name: parameter for parameter in known}
    read: dict[str, Any] = {}
    for name, text in given:
        if name not in by_name:
            takes = ", ".join(by_name) or "no parameters"
            raise ProblemError("malformed", f"There is no parameter {name!r} here; there are: {takes}.")
        if name in read:
            raise ProblemError("malformed", f"{name} is given twice.")
        read[name] = by_name[name].read(text)
    for name, parameter in by_name.items():
        if parameter.required and name not in read:
            raise ProblemError("malformed", f"{name} is missing: {parameter.says}")
        read.setdefault(name, parameter.default)
    return read
