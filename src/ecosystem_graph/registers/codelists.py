"""Codes and places that registered units point to: named on the way, described at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rdflib import RDF, XSD, Namespace
from rdflib.namespace import DCTERMS

from ecosystem_graph.vocab import CODE, ECO

from . import nace
from .curated import Place
from .lines import P, day, iri, label, string

__all__ = ["COUNTRY", "PLACES", "Seen", "county_name", "source_node"]

#: Root of places outside the region at hand.
COUNTRY = Namespace("https://w3id.org/innovation-ecosystem/norway/")
PLACES: Mapping[str, Place] = MappingProxyType({})
_FORMS = "https://data.brreg.no/enhetsregisteret/api/organisasjonsformer/"
#: The counties of 2024, and the numbers that stand for no municipality on the mainland.
_COUNTIES = {
    "03": "Oslo", "11": "Rogaland", "15": "Møre og Romsdal", "18": "Nordland", "21": "Svalbard",
    "22": "Jan Mayen", "23": "Kontinentalsokkelen", "31": "Østfold", "32": "Akershus", "33": "Buskerud",
    "34": "Innlandet", "39": "Vestfold", "40": "Telemark", "42": "Agder", "46": "Vestland", "50": "Trøndelag",
    "55": "Troms", "56": "Finnmark",
}  # fmt: skip
_STATUSES = {
    "active": ("Normal activity", "Normal aktivitet"),
    "bankrupt": ("Bankrupt", "Konkurs"),
    "winding-up": ("Being wound up", "Under avvikling"),
    "compulsory-winding-up": ("Being wound up by a court", "Under tvangsavvikling eller tvangsoppløsning"),
    "deleted": ("Deleted from the register", "Slettet fra registeret"),
}  # fmt: skip


def county_name(number: str) -> str:
    """Name of a county by its number; the number where it is unknown."""
    return _COUNTIES.get(number, number)


def source_node(
    source: str, *, title: str, publisher: str, url: str, licence: str, language: str, published: str = ""
) -> list[str]:
    """Lines of a source: what it is, whose, under which licence, of which day."""
    me = iri(source)
    lines = [
        f"{me} <{RDF.type}> <{ECO.Source}> .\n",
        f"{me} <{DCTERMS.title}> {string(title)} .\n",
        f"{me} <{DCTERMS.publisher}> {string(publisher)} .\n",
        f"{me} <{DCTERMS.language}> {string(language)} .\n",
        f"{me} <{DCTERMS.license}> {iri(licence)} .\n",
        f'{me} <{ECO.url}> "{url}"^^<{XSD.anyURI}> .\n',
    ]
    if published:
        lines.append(f"{me} <{DCTERMS.issued}> {day(published)} .\n")
    return lines


class Seen:
    """Codes and places in use. Their number is bounded by the lists, not by the register.

    Attributes:
        source: The source, as a term.
    """

    def __init__(self, places: Mapping[str, Place], source: str) -> None:
        """Begin with none.

        Args:
            places: Places that there are already, by municipality or county number.
            source: IRI of the source of it all.
        """
        self.source = iri(source)
        self._places = places
        self._terms: dict[tuple[str, ...], str] = {}
        self._texts: dict[tuple[str, ...], str] = {}

    def _term(self, key: tuple[str, ...], text: str, name: str) -> str:
        term = self._terms[key] = iri(name)
        self._texts[key] = text
        return term

    def form(self, code: str, text: str) -> str:
        """Term of an organisation form."""
        key = ("form", code)
        return self._terms.get(key) or self._term(key, text, _FORMS + code)

    def status(self, code: str) -> str:
        """Term of a status."""
        key = ("status", code)
        return self._terms.get(key) or self._term(key, "", f"{CODE}register-status/{code}")

    def sector(self, code: str, text: str) -> str:
        """Term of an institutional sector."""
        key = ("sector", code)
        return self._terms.get(key) or self._term(key, text, f"{CODE}sector/{code}")

    def activity(self, code: str, version: str, text: str) -> str:
        """Term of a NACE code."""
        key = ("nace", code, version)
        return self._terms.get(key) or self._term(key, text, nace.concept(code, version))

    def municipality(self, number: str, name: str) -> str:
        """Term of a municipality."""
        key = ("municipality", number)
        found = self._terms.get(key)
        return found or self._term(key, name, self._place(number))

    def _place(self, number: str) -> str:
        known = self._places.get(number)
        return known.iri if known else f"{COUNTRY}place/{number}"

    def lines(self) -> Iterator[str]:
        """What is to be said of them; of places that there are already, what is said of them there."""
        done: set[str] = set()
        for (kind, code, *rest), text in sorted(self._texts.items()):
            me = self._terms[(kind, code, *rest)]
            if kind == "municipality":
                yield from self._municipality(me, code, text, done)
            elif kind == "nace":
                yield from _nace(me, code, rest[0], text, done)
            elif kind == "status":
                en, nb = _STATUSES[code]
                yield from _concept(me, code, CODE + "scheme/register-status", nb, en)
            elif kind == "sector":
                yield from _concept(me, code, CODE + "scheme/sector", text, "")
            else:
                yield from _concept(me, code, _FORMS.rstrip("/"), text, "")

    def _municipality(self, me: str, number: str, name: str, done: set[str]) -> Iterator[str]:
        yield from self._described(me, _title(name) or number, "municipality", number)
        known = self._places.get(number)
        above = self._place(number[:2])
        if known is None or not any(f"<{ECO.inCounty}>" in text for text in known.lines):
            yield f"{me} <{ECO.inCounty}> {iri(above)} .\n"
        if above not in done:
            done.add(above)
            yield from self._described(iri(above), county_name(number[:2]), "county", number[:2])

    def _described(self, me: str, name: str, kind: str, number: str) -> Iterator[str]:
        yield f"{me} {P.SOURCE} {self.source} .\n"
        if number in self._places:
            yield from self._places[number].lines
            return
        prop = ECO.countyNumber if kind == "county" else ECO.municipalityNumber
        yield f"{me} {P.A} <{ECO.Place}> .\n"
        yield f"{me} {P.LABEL} {label(name, 'nb')} .\n{me} {P.LABEL} {label(name, 'en')} .\n"
        yield f"{me} <{ECO.placeKind}> <{CODE}place-kind/{kind}> .\n"
        yield f"{me} <{prop}> {string(number)} .\n"


def _title(name: str) -> str:
    """A name in capitals as people write it.

    >>> _title("NORE OG UVDAL"), _title("NORD-AURDAL")
    ('Nore og Uvdal', 'Nord-Aurdal')
    """
    return name.title().replace(" Og ", " og ") if name.isupper() else name


def _concept(me: str, code: str, scheme: str, nb: str, en: str) -> Iterator[str]:
    yield f"{me} {P.A} {P.CONCEPT} .\n{me} {P.NOTATION} {string(code)} .\n"
    yield f"{me} {P.IN_SCHEME} {iri(scheme)} .\n"
    if nb:
        yield f"{me} {P.PREFERRED} {label(nb, 'nb')} .\n"
    if en:
        yield f"{me} {P.PREFERRED} {label(en, 'en')} .\n"


def _nace(me: str, code: str, version: str, text: str, done: set[str]) -> Iterator[str]:
    """A code with those above it, and the list it is from with the days it was in force."""
    yield from _concept(me, code, nace.scheme(version), text, nace.name_en(code, version))
    done.add(me)
    for child, parent in nace.lineage(code, version):
        above = iri(nace.concept(parent, version))
        link = f"{iri(nace.concept(child, version))} {P.BROADER} {above} .\n"
        if link not in done:
            done.add(link)
            yield link
        if above not in done:
            done.add(above)
            yield from _concept(above, parent, nace.scheme(version), "", nace.name_en(parent, version))
    me = iri(nace.scheme(version))
    if me not in done:
        done.add(me)
        of = nace.VERSIONS[version]
        yield f"{me} {P.A} {P.SCHEME} .\n"
        yield f"{me} {P.PREFERRED} {label(of.label_nb, 'nb')} .\n"
        yield f"{me} {P.PREFERRED} {label(of.label_en, 'en')} .\n"
        yield f"{me} {P.FROM} {day(of.first)} .\n"
        if of.last:
            yield f"{me} {P.THROUGH} {day(of.last)} .\n"
