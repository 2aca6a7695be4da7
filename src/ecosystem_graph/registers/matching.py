"""Links to curated actors: sure by a shared identifier, candidates by name, never merged by itself.

Names are compared after levelling case, æøå, accents and legal forms. Only names that share the beginning of
a telling word are compared at all, so a register of a million names is read past a region in a minute. The
score is the better of two likenesses of rapidfuzz: of the texts, and of their words put in order.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecosystem_graph.ecosystem import fold
from ecosystem_graph.errors import MissingExtraError
from ecosystem_graph.formulas import harmless

__all__ = ["Curated", "Link", "Matcher", "Registered", "normalised", "review_csv"]

#: Legal forms and countries at the end of a name say nothing of who it is.
_FORMS_WORDS = """
    as asa ans da sa ba ks nuf enk sti stiftelsen stiftelse iks kf fkf hf rf bl fli al ltd limited inc
    gmbh norway norge
"""
_FORMS = frozenset(_FORMS_WORDS.split())
_LINKING = frozenset({"og", "and", "i", "for", "of", "the", "av", "på", "pa", "in"})
#: Words that so many names share that a shared one gives no reason to look closer.
_COMMON_WORDS = """
    norsk norske norway norge norwegian nasjonal nasjonalt holding invest eiendom eiendommer drift
    gruppen group bygg service senter center centre avd avdeling lokallag forening foreningen idrettslag
    kommune innlandet innlandets hedmark oppland hamar gjovik lillehammer elverum kongsvinger
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_PER_ACTOR = 5
_COUNTRY = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Curated:
    """An actor of the region.

    Attributes:
        iri: The actor.
        slug: Last part of its IRI.
        names: All its names, the label first.
        number: Organisation number, empty if unknown.
        municipality: Municipality number, empty if unknown.
        place: Name of its municipality.
        identifiers: Other identifiers that it is known to have (IRIs).
    """

    iri: str
    slug: str
    names: tuple[str, ...]
    number: str = ""
    municipality: str = ""
    place: str = ""
    identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry of a register, as far as it takes to compare it.

    Attributes:
        iri: The entry.
        key: Its number in the register.
        names: All its names, the official one first.
        numbers: Norwegian organisation numbers that the entry gives for itself.
        municipality: Municipality number, empty if the register has none.
        place: Name of where it is.
        kind: Organisation form or type.
    """

    iri: str
    key: str
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    municipality: str = ""
    place: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An actor and an entry that are, or may be, the same.

    Attributes:
        actor: The curated actor.
        entry: The entry of the register.
        basis: ``number`` (sure) or ``name`` (a candidate).
        score: 100 where sure, else likeness of the names, 0 to 100.
        actor_name: The name of the actor that was compared.
        entry_name: The name of the entry that was compared.
    """

    actor: Curated
    entry: Registered
    basis: str
    score: float
    actor_name: str
    entry_name: str

    @property
    def sure(self) -> bool:
        """True where both have the same identifier."""
        return self.basis == "number"

    @property
    def same_place(self) -> bool | None:
        """Whether they are in one municipality; None where one of them is nowhere."""
        if self.actor.municipality and self.entry.municipality:
            return self.actor.municipality == self.entry.municipality
        if self.actor.place and self.entry.place:
            return fold(self.actor.place) == fold(self.entry.place)
        return None


@lru_cache(maxsize=4096)
def normalised(name: str) -> str:
    """A name for comparing.

    >>> normalised("Høgskolen i Gjøvik AS"), normalised("SINTEF Manufacturing (Norway)")
    ('hogskolen gjovik', 'sintef manufacturing')
    """
    words = [w for w in fold(_COUNTRY.sub("", name)).split() if w not in _LINKING]
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)


class Matcher:
    """Reads a register past the curated actors, entry by entry."""

    def __init__(self, actors: Iterable[Curated], cutoff: float = 85.0) -> None:
        """Index the actors.

        Args:
            actors: The curated side.
            cutoff: Lowest score of a candidate, 0 to 100.

        Raises:
            MissingExtraError: rapidfuzz is missing (extra ``registers``).
        """
        try:
            from rapidfuzz import fuzz
        except ImportError as error:
            raise MissingExtraError("rapidfuzz", "registers") from error
        self._fuzz: Any = fuzz
        self._cutoff = cutoff
        self._by_number: dict[str, list[Curated]] = defaultdict(list)
        self._names: dict[str, list[tuple[str, str, Curated]]] = defaultdict(list)
        self._sure: list[Link] = []
        self._candidates: dict[str, list[Link]] = defaultdict(list)
        for actor in actors:
            if actor.number:
                self._by_number[actor.number].append(actor)
                continue
            for name in dict.fromkeys(actor.names):
                plain = normalised(name)
                for word in _telling(plain):
                    self._names[word].append((plain, name, actor))

    def note(self, entry: Registered) -> None:
        """Compare an entry with every actor that might be it."""
        known = [actor for number in entry.numbers for actor in self._by_number.get(number, ())]
        for actor in known:
            self._sure.append(Link(actor, entry, "number", 100.0, actor.names[0], entry.names[0]))
        if known:
            return
        best: dict[str, Link] = {}
        for name in entry.names:
            plain = normalised(name)
            seen: set[tuple[str, str]] = set()
            for word in _telling(plain):
                for theirs, original, actor in self._names.get(word, ()):
                    if (theirs, actor.iri) in seen:
                        continue
                    seen.add((theirs, actor.iri))
                    score = self._score(plain, theirs)
                    if score and (actor.iri not in best or best[actor.iri].score < score):
                        best[actor.iri] = Link(actor, entry, "name", score, original, name)
        for iri, link in best.items():
            links = self._candidates[iri]
            links.append(link)
            if len(links) > 4 * _PER_ACTOR:
                links[:] = sorted(links, key=_order)[:_PER_ACTOR]

    def _score(self, one: str, other: str) -> float:
        cutoff = self._cutoff
        score = self._fuzz.ratio(one, other, score_cutoff=cutoff)
        if score < 100:
            score = max(score, self._fuzz.token_sort_ratio(one, other, score_cutoff=cutoff))
        return round(float(score), 1)

    def links(self) -> list[Link]:
        """Sure links, then at most five candidates an actor, best first; actors in order."""
        sure = sorted(self._sure, key=lambda link: (link.actor.slug, link.entry.key))
        maybe = [
            link
            for iri in sorted(self._candidates)
            for link in sorted(self._candidates[iri], key=_order)[:_PER_ACTOR]
        ]
        return sure + maybe


def _telling(plain: str) -> set[str]:
    """Beginnings of the words by which a name is looked up; of common words only where it has no other."""
    words = [w for w in plain.split() if len(w) > 2]
    telling = [w for w in words if w not in _COMMON] or words or plain.split()
    return {w[:4] for w in telling}


def _order(link: Link) -> tuple[float, bool, str]:
    return (-link.score, link.same_place is not True, link.entry.key)


_COLUMNS = (
    "actor", "actor_name", "actor_place", "entry", "entry_name", "entry_kind", "entry_place", "basis",
    "score", "same_place", "decision", "entry_iri",
)  # fmt: skip


def review_csv(links: Iterable[Link]) -> str:
    """The links as a table for a person: ``decision`` is empty and theirs to fill in.

    Cells that a spreadsheet would run as a formula begin with an apostrophe (OWASP, CSV injection).
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for link in links:
        same = "" if link.same_place is None else "yes" if link.same_place else "no"
        row = (
            link.actor.slug, link.actor_name, link.actor.place, link.entry.key, link.entry_name,
            link.entry.kind, link.entry.place, link.basis, f"{link.score:g}", same, "", link.entry.iri,
        )  # fmt: skip
        writer.writerow(map(harmless, row))
    return text.getvalue()
