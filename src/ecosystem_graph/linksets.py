"""Linksets: which thing elsewhere a thing of ours is, as SSSOM files and as links in RDF.

A link is a row of a tab-separated file in the form of SSSOM (Matentzoglu et al. 2022,
doi:10.1093/database/baac035; spec at mapping-commons.github.io/sssom), which says the method and how sure it
is. The same links are RDF: ``skos:exactMatch`` and its like, never ``owl:sameAs``, since what another
register says of its entry is not said by our sources. They stand in a graph of their own, outside the
reasoning run, and every set is described as a ``void:Linkset`` (W3C Interest Group Note on VoID, section 5).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SKOS, VOID, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import DataError, Problem, UnreadableFileError, near
from ecosystem_graph.resources import data_file
from ecosystem_graph.turtle import Triple, quads
from ecosystem_graph.vocab import GRAPH, INL
from ecosystem_graph.wording import Wording, of_system

__all__ = [
    "LINKS",
    "PREDICATES",
    "Linkset",
    "Mapping",
    "attach",
    "link_triples",
    "linkset_paths",
    "linksets_of",
    "read_linkset",
    "shipped",
]

#: The named graph of the links.
LINKS: URIRef = GRAPH["links"]
#: The mapping relations of SKOS, section 10 of its reference.
PREDICATES = {
    str(p) for p in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
}
_ENDING = ".sssom.tsv"
_SEMAPV = "https://w3id.org/semapv/vocab/"
#: Methods of the Semantic Mapping Vocabulary that our links use; a name alone (LexicalMatching) is none.
_METHODS = (
    "BackgroundKnowledgeBasedMatching",
    "CompositeMatching",
    "ManualMappingCuration",
    "MappingChaining",
)
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "comment",
)  # fmt: skip
_NEEDED = (
    "mapping_set_id",
    "mapping_set_title",
    "license",
    "mapping_date",
    "subject_source",
    "object_source",
)
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One link.

    Attributes:
        subject: IRI of the thing here.
        subject_label: Its name.
        predicate: IRI of a mapping relation of SKOS.
        object: IRI of the thing elsewhere.
        object_label: Its name there, may be empty.
        method: Local name of a term of the Semantic Mapping Vocabulary.
        confidence: How sure, above 0 up to 1.
        comment: What was compared.
    """

    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    method: str
    confidence: float
    comment: str


@dataclass(frozen=True, slots=True)
class Linkset:
    """Links to one other data set.

    Attributes:
        iri: Name of the set.
        title: What it is, by language.
        description: How it was made, by language.
        licence: IRI of its licence.
        date: Day the links were made.
        source: IRI of our data set.
        target: IRI of the other data set.
        mappings: The links, in the order of the file.
    """

    iri: str
    title: dict[str, str]
    description: dict[str, str]
    licence: str
    date: str
    source: str
    target: str
    mappings: tuple[Mapping, ...]


def linkset_paths(source: Path | None = None) -> dict[str, Path]:
    """The linksets in ``linksets/`` beside what a region is read from, by name.

    Args:
        source: RDF file, workbook or folder of tables; None is the region that ships.
    """
    source = data_file() if source is None else source
    folder = source if source.is_dir() else source.parent
    found = sorted((folder / "linksets").glob(f"*{_ENDING}"))
    return {path.name.removesuffix(_ENDING): path for path in found}


def linksets_of(ecosystem: Ecosystem) -> tuple[Linkset, ...]:
    """The linksets of a region: those beside what it was read from; of the one that ships, those that ship.

    Raises:
        UnreadableFileError: A file is not UTF-8.
        DataError: All that is wrong with one, by line and column.
    """
    found = linkset_paths(ecosystem.source) if ecosystem.source is not None else {}
    if not found and ecosystem.base == str(INL):
        return shipped()
    return tuple(read_linkset(path) for path in found.values())


def shipped() -> tuple[Linkset, ...]:
    """The linksets of the region that ships, by name."""
    return tuple(read_linkset(path) for path in linkset_paths().values())


def read_linkset(path: Path) -> Linkset:
    """Read an SSSOM file: metadata in lines that begin with ``#``, then tab-separated rows.

    Of YAML the metadata may use what SSSOM's own files use: ``key: value``, and indented entries under
    ``curie_map:``.

    Raises:
        UnreadableFileError: The file is missing or not UTF-8.
        DataError: All that is wrong with it, by line and column.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnreadableFileError(str(path), of_system(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            str(path), Wording(f"not UTF-8 text: {error}", f"ikke UTF-8-tekst: {error}")
        ) from error
    return _Reader(path.name, lines).linkset()


class _Reader:
    """Reads one file, collects what is wrong with it."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.slots: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        head = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        for line in lines[:head]:
            key, _, value = line[1:].partition(":")
            value = value.strip().strip("'\"")
            if key != key.lstrip():
                self.prefixes[key.strip()] = value
            elif value:
                self.slots[key] = value
        self.columns = lines[head].split("\t") if head < len(lines) else []
        self.first = head + 2
        self.rows = [line.split("\t") for line in lines[head + 1 :]]

    def wrong(self, row: int, column: str, value: str, why: Wording) -> None:
        self.problems.append(Problem(self.file, row, column, value, why))

    def linkset(self) -> Linkset:
        for slot in _NEEDED:
            if slot not in self.slots:
                why = Wording(
                    "is missing among the metadata; SSSOM writes it as “#slot: value”",
                    "mangler blant metadataene; SSSOM skriver det som «#slot: value»",
                )
                self.wrong(0, slot, "", why)
        if not _DATE.match(self.slots.get("mapping_date", "2000-01-01")):
            why = Wording("is no day; write YYYY-MM-DD", "er ingen dag; skriv ÅÅÅÅ-MM-DD")
            self.wrong(0, "mapping_date", self.slots["mapping_date"], why)
        for column in _COLUMNS:
            if column not in self.columns:
                why = Wording("is missing among the columns", "mangler blant kolonnene")
                self.wrong(self.first - 1, column, "", why)
        mappings = [] if self.problems else list(self._mappings())
        if self.problems:
            raise DataError(self.problems)
        slots = self.slots
        # SSSOM has one language; its slot for all else holds the other.
        other = dict(entry.strip().partition("=")[::2] for entry in slots.get("other", "").split("|"))
        told = [
            {"en": slots.get(f"mapping_set_{slot}", ""), "nb": other.get(f"{slot}_nb", "")}
            for slot in ("title", "description")
        ]
        title, description = ({lang: text for lang, text in by.items() if text} for by in told)
        return Linkset(
            slots["mapping_set_id"],
            title,
            description,
            slots["license"],
            slots["mapping_date"],
            slots["subject_source"],
            slots["object_source"],
            tuple(mappings),
        )

    def _mappings(self) -> Iterator[Mapping]:
        seen: dict[tuple[str, ...], int] = {}
        for number, cells in enumerate(self.rows, start=self.first):
            if len(cells) != len(self.columns):
                held, expected = len(cells), len(self.columns)
                why = Wording(
                    f"has {held} cells; the head has {expected}",
                    f"har {held} celler; overskriften har {expected}",
                )
                self.wrong(number, "", "", why)
                continue
            row = dict(zip(self.columns, cells, strict=True))
            triple = [
                self._iri(number, column, row[column])
                for column in ("subject_id", "predicate_id", "object_id")
            ]
            if triple[1] and triple[1] not in PREDICATES:
                known = ", ".join(sorted(f"skos:{p.rsplit('#', 1)[-1]}" for p in PREDICATES))
                why = Wording(
                    f"is no mapping relation; use {known}", f"er ingen samsvarsrelasjon; bruk {known}"
                )
                self.wrong(number, "predicate_id", row["predicate_id"], why)
            method = self._method(number, row["mapping_justification"])
            confidence = self._confidence(number, row["confidence"])
            if (first := seen.setdefault(tuple(triple), number)) != number and all(triple):
                why = Wording(
                    f"is linked to this already in line {first}",
                    f"er allerede lenket til dette i linje {first}",
                )
                self.wrong(number, "subject_id", row["subject_id"], why)
            yield Mapping(
                triple[0], row["subject_label"], triple[1], triple[2], row["object_label"], method,
                confidence, row["comment"],
            )  # fmt: skip

    def _iri(self, number: int, column: str, curie: str) -> str:
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in self.prefixes:
            why = Wording("its prefix is not in curie_map", "prefikset står ikke i curie_map")
            if hint := ", ".join(near(prefix, self.prefixes)):
                why = Wording(f"{why}; near: {hint}", f"{why.nb}; ligner: {hint}")
            self.wrong(number, column, curie, why)
            return ""
        iri = self.prefixes[prefix] + local
        if not _IRI.match(iri):
            self.wrong(
                number, column, curie, Wording(f"does not make an IRI: {iri}", f"gir ingen IRI: {iri}")
            )
            return ""
        return iri

    def _method(self, number: int, curie: str) -> str:
        iri = self._iri(number, "mapping_justification", curie)
        method = iri.removeprefix(_SEMAPV)
        if iri and method not in _METHODS:
            known = f"semapv:{', semapv:'.join(_METHODS)}"
            why = Wording(
                f"is no method that makes a link here; use {known}",
                f"er ingen metode som lager lenker her; bruk {known}",
            )
            self.wrong(number, "mapping_justification", curie, why)
        return method

    def _confidence(self, number: int, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 < value <= 1:
            why = Wording(
                "is no confidence; write a number above 0 up to 1, as 0.95",
                "er ingen sikkerhet; skriv et tall over 0 og høyst 1, som 0.95",
            )
            self.wrong(number, "confidence", text, why)
        return value


def link_triples(linksets: Iterable[Linkset]) -> set[Triple]:
    """The links with the description of each set: what it links, by which relations, how many, since when."""
    triples: set[Triple] = set()
    for linkset in linksets:
        me, source, target = URIRef(linkset.iri), URIRef(linkset.source), URIRef(linkset.target)
        links = {(URIRef(m.subject), URIRef(m.predicate), URIRef(m.object)) for m in linkset.mappings}
        triples |= links
        triples |= {
            (source, VOID.subset, me),
            (me, RDF.type, VOID.Linkset),
            (me, VOID.subjectsTarget, source),
            (me, VOID.objectsTarget, target),
            (me, VOID.triples, _count(links)),
            (me, VOID.distinctSubjects, _count({s for s, _, _ in links})),
            (me, VOID.distinctObjects, _count({o for _, _, o in links})),
            (me, DCTERMS.license, URIRef(linkset.licence)),
            (me, DCTERMS.created, Literal(linkset.date, datatype=XSD.date)),
        }
        for slot, texts in ((DCTERMS.title, linkset.title), (DCTERMS.description, linkset.description)):
            triples |= {(me, slot, Literal(text, lang=lang)) for lang, text in texts.items()}
        by_relation = Counter(p for _, p, _ in links)
        for predicate, count in by_relation.items():
            part = URIRef(f"{linkset.iri}.{str(predicate).rsplit('#', 1)[-1]}")
            triples |= {
                (me, VOID.linkPredicate, predicate),
                (me, VOID.propertyPartition, part),
                (part, RDF.type, VOID.Dataset),
                (part, VOID.property, predicate),
                (part, VOID.triples, Literal(count)),
            }
    return triples


def attach(ecosystem: Ecosystem, linksets: Iterable[Linkset]) -> int:
    """Put the links of things that the ecosystem knows into its dataset, as the graph `LINKS`.

    Queries over the default graph see them from then on. Nothing is concluded from them.

    Returns:
        How many links were put in.

    Raises:
        StoreError: The graph is in somebody else's server.
    """
    store = ecosystem.store
    known = {str(s) for s, _, _ in ecosystem.facts}
    links: set[Triple] = set()
    described: set[Triple] = set()
    for linkset in linksets:
        own = {
            (URIRef(m.subject), URIRef(m.predicate), URIRef(m.object))
            for m in linkset.mappings
            if m.subject in known
        }
        links |= own
        if own:
            described |= link_triples([linkset]) - {
                (URIRef(m.subject), URIRef(m.predicate), URIRef(m.object)) for m in linkset.mappings
            }
    store.bulk_extend(quads(links | described, LINKS))
    return len(links)


def _count(things: Iterable[object]) -> Literal:
    return Literal(sum(1 for _ in things))
