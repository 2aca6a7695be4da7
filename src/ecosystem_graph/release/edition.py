"""Edition: what a release says about itself, in every form it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import DCTERMS, OWL, RDFS, XSD, Literal, URIRef

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NonConformantError, UnreadableFileError
from ecosystem_graph.licence import spdx
from ecosystem_graph.turtle import Triple
from ecosystem_graph.wording import Wording, counted

__all__ = ["Edition", "bare", "check_date", "headed", "licence_of", "version_iri"]

_THINGS = ("actor", "relation", "observation", "event", "assertion", "source")


@dataclass(frozen=True)
class Edition:
    """A version of a region.

    Attributes:
        ecosystem: Its graph, with the header of the version.
        version: Its number.
        issued: Its day, ``YYYY-MM-DD``.
        publisher: Who answers for it.
        contact: E-mail or web address for questions; empty where there is none.
        licence: IRI of the licence of the data.
        address: Where its files will be, with a slash at the end.
    """

    ecosystem: Ecosystem
    version: str
    issued: str
    publisher: str
    contact: str
    licence: str
    address: str

    @property
    def name(self) -> str:
        """Name of the archive and of the folder in it."""
        return f"{self.ecosystem.region}-{self.version}"

    @property
    def iri(self) -> str:
        """The version's own IRI."""
        return version_iri(self.ecosystem.base, self.version)

    @property
    def spdx(self) -> str:
        """SPDX name of the licence; empty where we know none."""
        return spdx(self.licence)

    @property
    def titles(self) -> Mapping[str, str]:
        """Title by language."""
        labels = self._labels()
        return {
            "nb": f"Innovasjonsøkosystemet i {labels['nb']}",
            "en": f"The innovation ecosystem of {labels['en']}",
        }

    @property
    def descriptions(self) -> Mapping[str, str]:
        """Description by language, with how much there is of what."""
        n = dict.fromkeys(_THINGS, 0)
        for subject in {s for s, _, _ in self.ecosystem.facts}:
            thing = str(subject).removeprefix(self.ecosystem.base).partition("/")[0]
            if thing in n:
                n[thing] += 1
        labels = self._labels()
        numbers = [counted(n[thing]) for thing in _THINGS]
        actors, relations, figures, events, claims, sources = numbers
        english = (
            f"Sourced facts about the regional innovation ecosystem of {labels['en']}: "
            f"actors ({actors}), dated relations ({relations}), figures ({figures}), events ({events}), "
            f"statements by which somebody claims or disputes that one thing led to another ({claims}), "
            f"and the sources of it all ({sources}). "
            "Causes are claims, not facts. What follows from the facts is kept apart from them."
        )
        norwegian = (
            f"Kildebelagte fakta om det regionale innovasjonsøkosystemet i {labels['nb']}: "
            f"aktører ({actors.nb}), daterte relasjoner ({relations.nb}), tall ({figures.nb}), "
            f"hendelser ({events.nb}), "
            f"utsagn der noen hevder eller bestrider at én ting førte til en annen ({claims.nb}), "
            f"og kildene til det hele ({sources.nb}). "
            "Årsaker er påstander, ikke fakta. Det som følger av faktaene, holdes for seg."
        )
        return {"nb": norwegian, "en": english}

    def _labels(self) -> dict[str, str]:
        found = {"nb": self.ecosystem.region, "en": self.ecosystem.region}
        for label in sorted(
            self.ecosystem.asserted.objects(URIRef(self.ecosystem.base), RDFS.label), key=str
        ):
            if isinstance(label, Literal) and label.language in found:
                found[label.language] = str(label)
        return found


def version_iri(base: str, version: str) -> str:
    """IRI of a version of a region, as the ontology's files name theirs.

    >>> version_iri("https://w3id.org/innovation-ecosystem/innlandet/", "0.1.0")
    'https://w3id.org/innovation-ecosystem/innlandet/0.1.0'
    """
    return f"{base.rstrip('/')}/{version}"


def headed(facts: Iterable[Triple], base: str, version: str, issued: str) -> set[Triple]:
    """The facts with the header of a version; that of an earlier version goes."""
    whole = URIRef(base)
    return bare(facts, base) | {
        (whole, OWL.versionIRI, URIRef(version_iri(base, version))),
        (whole, OWL.versionInfo, Literal(version)),
        (whole, DCTERMS.issued, Literal(issued, datatype=XSD.date)),
    }


def bare(facts: Iterable[Triple], base: str) -> set[Triple]:
    """The facts without the header of a version, which the tables have no place for."""
    whole, header = URIRef(base), (OWL.versionIRI, OWL.versionInfo, DCTERMS.issued)
    return {t for t in facts if t[0] != whole or t[1] not in header}


def check_date(text: str) -> str:
    """A day.

    Raises:
        UnreadableFileError: It is none.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        why = Wording(
            f"{text!r} is no day; write it as 2026-11-23", f"{text!r} er ingen dag; skriv den som 2026-11-23"
        )
        raise UnreadableFileError("--date", why) from error


def licence_of(facts: Iterable[Triple], base: str, source: Path) -> str:
    """The licence that the data set states.

    Raises:
        NonConformantError: It states none, or several.
    """
    found = sorted(str(o) for s, p, o in facts if s == URIRef(base) and p == DCTERMS.license)
    if len(found) != 1:
        said = (
            Wording(f"states {len(found)} licences", f"oppgir {len(found)} lisenser")
            if found
            else Wording("states no licence", "oppgir ingen lisens")
        )
        raise NonConformantError(
            [
                Wording(
                    f"{source}: the data set {said}; write one: "
                    f"<{base}> dcterms:license <IRI of the licence> .",
                    f"{source}: datasettet {said.nb}; skriv én: "
                    f"<{base}> dcterms:license <IRI-en til lisensen> .",
                )
            ]
        )
    return found[0]
