"""Wording: one sentence in both languages. Raised where the fault is seen, worded where a person reads it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from typing import Final

__all__ = ["Wording", "counted", "foreign", "joined", "of_system", "told"]

#: What the system says of a file, by its number; the English is the system's own.
_SYSTEM: Final = {
    errno.ENOENT: "filen eller mappen finnes ikke",
    errno.EACCES: "ingen tilgang",
    errno.EPERM: "ikke tillatt",
    errno.EISDIR: "dette er en mappe",
    errno.ENOTDIR: "dette er ingen mappe",
    errno.EEXIST: "finnes fra før",
    errno.ENOTEMPTY: "mappen er ikke tom",
    errno.ENOSPC: "ingen plass igjen på disken",
    errno.EROFS: "disken kan bare leses",
    errno.EMFILE: "for mange åpne filer",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ECONNREFUSED: "tilkoblingen ble avvist",
    errno.ECONNRESET: "tilkoblingen ble brutt",
    errno.EADDRINUSE: "adressen er i bruk",
    errno.EADDRNOTAVAIL: "adressen finnes ikke på denne maskinen",
}


class Wording(str):
    """A sentence in English, which it is as a string, and in Norwegian (bokmål).

    >>> why = Wording("no such name", "ikke noe slikt navn")
    >>> f"{why}", f"{why.nb}"
    ('no such name', 'ikke noe slikt navn')

    Attributes:
        nb: The Norwegian sentence.
    """

    __slots__ = ("nb",)
    nb: str

    def __new__(cls, en: str, nb: str) -> Wording:
        """Take both."""
        made = super().__new__(cls, en)
        made.nb = nb
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What copying and pickling need."""
        return str(self), self.nb


def told(text: str, lang: str) -> str:
    """A text in ``nb`` or ``en``; one that has a single wording is given back as it is.

    >>> told(Wording("yes", "ja"), "nb"), told("NCE Raufoss", "nb")
    ('ja', 'NCE Raufoss')
    """
    return text.nb if lang == "nb" and isinstance(text, Wording) else str(text)


def counted(number: int) -> Wording:
    r"""A whole number with its thousands apart.

    >>> counted(32_767), counted(32_767).nb
    ('32,767', '32\xa0767')
    """
    return Wording(f"{number:,}", f"{number:,}".replace(",", "\N{NO-BREAK SPACE}"))


def joined(separator: str, texts: Iterable[str]) -> Wording:
    """Texts with a separator between them, in both languages."""
    parts = list(texts)
    return Wording(
        separator.join(told(part, "en") for part in parts), separator.join(told(part, "nb") for part in parts)
    )


def foreign(text: object) -> Wording:
    """What another program said, in whatever language it said it."""
    return Wording(str(text), str(text))


def of_system(error: OSError) -> Wording:
    """Why the system refused, without the name of the file.

    >>> of_system(FileNotFoundError(2, "No such file or directory")).nb
    'filen eller mappen finnes ikke'
    """
    if error.errno is None:
        return foreign(error)
    en = error.strerror or os.strerror(error.errno)
    return Wording(en, _SYSTEM.get(error.errno, en))
