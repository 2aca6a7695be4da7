"""What is claimed, as plain values: things, propositions, assertions, asserters, sources. No RDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ecosystem_graph.period import Period

__all__ = [
    "Asserter",
    "Assertion",
    "Code",
    "Concern",
    "Dated",
    "How",
    "Proposition",
    "Source",
    "Stance",
    "Thing",
]


_UNKNOWN = Period()


class Stance(StrEnum):
    """Which side an assertion takes."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"


class How(StrEnum):
    """How something concerns a thing whose development is looked at."""

    ITSELF = "itself"
    TOPIC = "topic"
    EVENT = "event"
    PREDECESSOR = "predecessor"


@dataclass(frozen=True, slots=True)
class Code:
    """A word of a code list.

    Attributes:
        slug: Its last part, ``skills-supply``; empty where the source of the data left it out.
        nb: Label in Norwegian.
        en: Label in English.
    """

    slug: str
    nb: str = ""
    en: str = ""

    def label(self, lang: str) -> str:
        """Label in ``nb`` or ``en``; the slug where there is none."""
        return (self.nb if lang == "nb" else self.en) or self.slug


@dataclass(frozen=True, slots=True)
class Source:
    """A document.

    Attributes:
        id: IRI.
        slug: Short id.
        title: Its title.
        publisher: Who published it.
        date: ISO date of any precision, empty where unknown.
        url: Where it is.
    """

    id: str
    slug: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""

    def label(self) -> str:
        """Title and publisher, as a person would refer to it."""
        return " – ".join(filter(None, (self.title, self.publisher))) or self.slug


@dataclass(frozen=True, slots=True)
class Asserter:
    """Who asserts: an organisation, a publication or a public role.

    Attributes:
        id: IRI.
        label: As the data has it; several voices are separated by semicolons.
        represents: IRIs of the actors it speaks for, where the text names them.
    """

    id: str
    label: str
    represents: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether it stands for more than one voice."""
        return len([part for part in self.label.split(";") if part.strip()]) > 1


@dataclass(frozen=True, slots=True)
class Assertion:
    """That someone, in a source, supports or disputes a proposition.

    Attributes:
        id: IRI.
        stance: Which side.
        asserter: Who.
        sources: Where; the same words told in several places are one assertion.
        mechanism: How the effect is said to have come about.
        mechanism_note: The mechanism in words.
        strength: How strongly it is said, in the compilers' reading.
        explicitness: Said outright or let be understood.
        period: When the influence is said to have held.
        nb: Paraphrase in Norwegian.
        en: Paraphrase in English.
    """

    id: str
    stance: Stance
    asserter: Asserter
    sources: tuple[Source, ...] = ()
    mechanism: Code = Code("unstated")
    mechanism_note: str = ""
    strength: Code = Code("unstated")
    explicitness: Code = Code("explicit")
    period: Period = _UNKNOWN
    nb: str = ""
    en: str = ""

    @property
    def explicit(self) -> bool:
        """Whether the source says it outright."""
        return self.explicitness.slug == "explicit"

    def paraphrase(self, lang: str) -> str:
        """In ``nb`` or ``en``, in the other language where one is missing."""
        return (self.nb or self.en) if lang == "nb" else (self.en or self.nb)


@dataclass(frozen=True, slots=True)
class Proposition:
    """One cause, one effect, one sign; whoever speaks for or against it.

    Attributes:
        id: IRI.
        cause: IRI of the thing said to act.
        effect: IRI of the thing said to be affected.
        sign: 1 where it promotes, -1 where it hinders.
        assertions: In IRI order.
    """

    id: str
    cause: str
    effect: str
    sign: int
    assertions: tuple[Assertion, ...] = ()

    @property
    def supporting(self) -> tuple[Assertion, ...]:
        """The assertions for it."""
        return tuple(a for a in self.assertions if a.stance is Stance.SUPPORTS)

    @property
    def disputing(self) -> tuple[Assertion, ...]:
        """The assertions against it."""
        return tuple(a for a in self.assertions if a.stance is Stance.DISPUTES)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date about a thing, and what it comes from.

    Attributes:
        date: ISO date of any precision.
        basis: ``founded``, ``event``, ``relation`` or ``claim``.
        at: IRI of the thing, relation, event or proposition that carries the date.
        by_then: The thing began at this date *or before*: a relation shows only that it was there.
    """

    date: str
    basis: str
    at: str
    by_then: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that concerns a thing.

    Attributes:
        thing: IRI of what concerns it.
        how: In which way.
    """

    thing: str
    how: How


@dataclass(frozen=True, slots=True)
class Thing:
    """An actor, place, topic or event that claims speak of.

    Attributes:
        id: IRI.
        slug: Short id.
        kind: ``actor``, ``place``, ``topic`` or ``event``.
        nb: Label in Norwegian.
        en: Label in English.
        begins: Dates of its beginning; several where sources disagree.
        known_by: The earliest date at which a relation or event shows it was there.
        concerned: What concerns its development: topics about it, events it takes part in, predecessors.
    """

    id: str
    slug: str
    kind: str = "actor"
    nb: str = ""
    en: str = ""
    begins: tuple[Dated, ...] = ()
    known_by: Dated | None = None
    concerned: tuple[Concern, ...] = ()

    def label(self, lang: str) -> str:
        """In ``nb`` or ``en``; the other language or the slug where one is missing."""
        return (self.nb or self.en if lang == "nb" else self.en or self.nb) or self.slug
