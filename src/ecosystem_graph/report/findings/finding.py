"""A finding: a sentence in both languages, with where it is from and how interesting it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ecosystem_graph.report.words import Words, words

__all__ = ["Finding", "tell"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the numbers say.

    Attributes:
        key: Its name.
        nb: The sentence in Norwegian.
        en: The sentence in English.
        chapter: Where the report tells more.
        interest: From 0 to 1.
        sources: Slugs of the sources, where it rests on a few.
        query: The query or command behind it.
    """

    key: str
    nb: str
    en: str
    chapter: str
    interest: float
    sources: tuple[str, ...] = ()
    query: str = ""

    def text(self, lang: str) -> str:
        """The sentence in ``nb`` or ``en``."""
        return self.en if lang == "en" else self.nb


def tell(
    key: str,
    write: Callable[[Words], str],
    chapter: str,
    interest: float,
    query: str,
    sources: tuple[str, ...] = (),
) -> Finding:
    """A finding from what writes its sentence in a language."""
    return Finding(key, write(words("nb")), write(words("en")), chapter, round(interest, 4), sources, query)
