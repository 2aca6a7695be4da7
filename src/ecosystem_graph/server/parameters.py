"""Parameters: what may stand in a request's address, read strictly and told in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from ecosystem_graph.wording import Wording

from .problems import ProblemError

__all__ = ["LANG", "Parameter", "pairs", "values"]

_LONGEST = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        name: Its name.
        says: What it is, in both languages.
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
    says: Wording
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
                raise _wrong(
                    f"{self.name} must be true or false, not {text!r}.",
                    f"{self.name} må være true eller false, ikke {text!r}.",
                )
            return text == "true"
        if self.kind == "integer":
            digits = re.fullmatch(r"-?[0-9]{1,9}", text)
            if not digits or not self.least <= int(text) <= self.most:
                raise _wrong(
                    f"{self.name} must be a whole number from {self.least} to {self.most}, not {text!r}.",
                    f"{self.name} må være et helt tall fra {self.least} til {self.most}, ikke {text!r}.",
                )
            return int(text)
        if self.choices and text not in self.choices:
            choices = ", ".join(self.choices)
            raise _wrong(
                f"{self.name} must be one of {choices}, not {text!r}.",
                f"{self.name} må være en av {choices}, ikke {text!r}.",
            )
        if not text.strip() or len(text) > _LONGEST or _CONTROL.search(text):
            raise _wrong(
                f"{self.name} must be a text of 1 to {_LONGEST} printable characters.",
                f"{self.name} må være en tekst på 1 til {_LONGEST} synlige tegn.",
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
    "lang",
    Wording(
        "Language of names and sentences; else as Accept-Language says.",
        "Språket i navn og setninger; ellers som Accept-Language sier.",
    ),
    choices=("en", "nb"),
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
        raise _wrong(
            "The parameters must be percent-encoded UTF-8, and a hundred at the most.",
            "Parametrene må være prosentkodet UTF-8, og høyst hundre.",
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
            takes = ", ".join(by_name)
            raise _wrong(
                f"There is no parameter {name!r} here; there are: {takes or 'no parameters'}.",
                f"Det er ingen parameter {name!r} her; disse finnes: {takes or 'ingen parametre'}.",
            )
        if name in read:
            raise _wrong(f"{name} is given twice.", f"{name} er gitt to ganger.")
        read[name] = by_name[name].read(text)
    for name, parameter in by_name.items():
        if parameter.required and name not in read:
            raise _wrong(f"{name} is missing: {parameter.says}", f"{name} mangler: {parameter.says.nb}")
        read.setdefault(name, parameter.default)
    return read


def _wrong(en: str, nb: str) -> ProblemError:
    return ProblemError("malformed", Wording(en, nb))
