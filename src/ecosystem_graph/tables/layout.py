"""The layout of the tables: which files, which columns, and what each column says in the graph.

This is the one place that knows the columns; reading, mapping and writing all follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rdflib import FOAF, PROV, RDFS, SKOS, Namespace, URIRef
from rdflib.namespace import DCTERMS

from ecosystem_graph.vocab import ECO

__all__ = ["LAYOUT", "WGS84", "Column", "Form", "Layout", "layout"]

WGS84 = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")


class Form(StrEnum):
    """How the text of a cell becomes terms of the graph, and back."""

    LABEL = "label"  # plain text in a language, shown to people: no markup
    TEXT = "text"  # plain text without language
    DATE = "date"  # YYYY, YYYY-MM or YYYY-MM-DD
    END = "end"  # a date, or ".." (EDTF) where it is known to go on
    YEAR = "year"  # YYYY
    NUMBER = "number"  # decimal, point as separator
    ADDRESS = "address"  # web address
    ORGNR = "orgnr"  # nine digits, checked modulo 11
    NUMERIC_CODE = "numeric code"  # official number of a municipality or county
    CODE = "code"  # a word of a closed list
    INDICATOR = "indicator"  # a word of the list of indicators, or the id of one of the region's own
    KIND = "kind"  # a word that is the class of the actor
    THING = "thing"  # the id of a row in another table
    PLACE_NAME = "place name"  # the name of a row of places, else kept as text
    RELATION = "relation"  # the word of a relation type
    ASSERTER = "asserter"  # who says so: organisation, publication or public role
    ID = "id"  # the id of this row
    LICENCE = "licence"  # the name or the web address of a licence
    WKT = "wkt"  # a geometry in well-known text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Header word.
        form: How its text is read.
        prop: Property it is stored under; None where the mapping of the table decides.
        lang: Language tag of LABEL.
        many: Several values, separated by semicolons.
        required: Must not be empty.
        optional: The whole column may be absent.
        refers: For THING, the tables searched for the id, in this order. For CODE, the list.
        spare: For PLACE_NAME, the property of the text that is no known place.
    """

    name: str
    form: Form
    prop: URIRef | None = None
    lang: str | None = None
    many: bool = False
    required: bool = False
    optional: bool = False
    refers: tuple[str, ...] = ()
    spare: URIRef | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A table.

    Attributes:
        name: File name without ``.csv``.
        thing: First part of the IRI of its rows, such as ``actor``.
        rdf_class: Class of its rows; None where a column decides.
        columns: The columns in order.
        required: The file must be there.
    """

    name: str
    thing: str
    rdf_class: URIRef | None
    columns: tuple[Column, ...]
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(c for c in self.columns if c.name == name)

    @property
    def column_of_ids(self) -> Column | None:
        """The column that names its rows, if there is one."""
        return next((c for c in self.columns if c.form is Form.ID), None)

    @property
    def header(self) -> tuple[str, ...]:
        """The header row."""
        return tuple(c.name for c in self.columns)


def _id(name: str = "id") -> Column:
    return Column(name, Form.ID, required=True)


def _label(name: str, lang: str, prop: URIRef = RDFS.label, *, optional: bool = False) -> Column:
    return Column(name, Form.LABEL, prop, lang, required=not optional, optional=optional)


_SOURCES = Column("sources", Form.THING, PROV.hadPrimarySource, many=True, required=True, refers=("sources",))
_START = Column("start", Form.DATE, ECO.start)
_END = Column("end", Form.END, ECO.end)
_DETAIL = Column("detail", Form.TEXT, ECO.detail)
_ANYTHING = ("organisations", "places", "topics", "events")


def _code(name: str, prop: URIRef | None, scheme: str) -> Column:
    return Column(name, Form.CODE, prop, required=True, refers=(scheme,))


LAYOUT: tuple[Layout, ...] = (
    Layout(
        "region",
        "",
        None,
        (
            _id(),
            _label("label_nb", "nb"),
            _label("label_en", "en"),
            Column("licence", Form.LICENCE, DCTERMS.license, optional=True),
        ),
    ),
    Layout(
        "sources",
        "source",
        ECO.Source,
        (
            _id("source_id"),
            Column("url", Form.ADDRESS, ECO.url),
            Column("title", Form.TEXT, DCTERMS.title, required=True),
            Column("publisher", Form.TEXT, DCTERMS.publisher),
            Column("published", Form.DATE, DCTERMS.issued),
            Column("language", Form.TEXT, DCTERMS.language),
        ),
        required=True,
    ),
    Layout(
        "organisations",
        "actor",
        None,
        (
            _id(),
            _label("name_nb", "nb"),
            _label("name_en", "en"),
            Column("alt_names", Form.TEXT, SKOS.altLabel, many=True),
            Column("kind", Form.KIND, required=True),
            Column("municipality", Form.PLACE_NAME, ECO.municipality, spare=ECO.municipalityName),
            Column("founded", Form.DATE, ECO.founded),
            Column("dissolved", Form.DATE, ECO.dissolved),
            Column("homepage", Form.ADDRESS, FOAF.homepage),
            Column("orgnr", Form.ORGNR, ECO.organisationNumber),
            _SOURCES,
        ),
        required=True,
    ),
    Layout(
        "places",
        "place",
        ECO.Place,
        (
            _id(),
            _label("name", "nb"),
            _label("name_en", "en", optional=True),
            _code("kind", ECO.placeKind, "place-kind"),
            Column("number", Form.NUMERIC_CODE),
            Column("county", Form.PLACE_NAME, ECO.inCounty, spare=ECO.countyName),
            Column("lat", Form.NUMBER, WGS84.lat),
            Column("lon", Form.NUMBER, WGS84.long),
            _SOURCES,
        ),
    ),
    Layout(
        "geometries",
        "geometry",
        URIRef("http://www.opengis.net/ont/geosparql#Geometry"),
        (
            Column("place", Form.THING, required=True, refers=("places",)),
            Column("role", Form.TEXT, required=True),
            Column("wkt", Form.WKT, URIRef("http://www.opengis.net/ont/geosparql#asWKT"), required=True),
            _SOURCES,
        ),
    ),
    Layout(
        "topics",
        "topic",
        ECO.Topic,
        (
            _id(),
            _label("label_nb", "nb"),
            _label("label_en", "en"),
            Column("about", Form.THING, ECO.concerns, many=True, refers=("organisations", "places")),
        ),
    ),
    Layout(
        "relations",
        "relation",
        None,
        (
            Column("subject", Form.THING, required=True, refers=_ANYTHING),
            Column("relation", Form.RELATION, required=True),
            Column("object", Form.THING, required=True, refers=_ANYTHING),
            _START,
            _END,
            _DETAIL,
            _SOURCES,
        ),
    ),
    Layout(
        "indicators",
        "indicator",
        SKOS.Concept,
        (_id(), _label("label_nb", "nb", SKOS.prefLabel), _label("label_en", "en", SKOS.prefLabel)),
    ),
    Layout(
        "figures",
        "observation",
        ECO.Observation,
        (
            Column("subject", Form.THING, ECO.about, required=True, refers=_ANYTHING),
            Column("indicator", Form.INDICATOR, ECO.indicator, required=True),
            Column("value", Form.NUMBER, ECO.value, required=True),
            Column("unit", Form.TEXT, ECO.unit, required=True),
            Column("year", Form.YEAR, ECO.year),
            _DETAIL,
            _SOURCES,
        ),
    ),
    Layout(
        "events",
        "event",
        ECO.Event,
        (
            _id(),
            Column("date", Form.DATE, ECO.date),
            _code("kind", ECO.eventKind, "event-kind"),
            _label("label_nb", "nb"),
            _label("label_en", "en"),
            Column("participants", Form.THING, ECO.involves, many=True, refers=_ANYTHING),
            _SOURCES,
        ),
    ),
    Layout(
        "causal_claims",
        "assertion",
        ECO.Assertion,
        (
            Column("cause", Form.THING, ECO.cause, required=True, refers=_ANYTHING),
            Column("effect", Form.THING, ECO.effect, required=True, refers=_ANYTHING),
            _code("polarity", ECO.polarity, "polarity"),
            Column("mechanism", Form.TEXT, ECO.mechanismNote),
            _code("mechanism_kind", ECO.mechanism, "mechanism"),
            _START,
            _END,
            _code("strength", ECO.strength, "strength"),
            _code("stance", None, "stance"),
            Column("asserted_by", Form.ASSERTER, ECO.assertedBy, required=True),
            _code("explicitness", ECO.explicitness, "explicitness"),
            _SOURCES,
            _label("paraphrase_nb", "nb", ECO.paraphrase),
            _label("paraphrase_en", "en", ECO.paraphrase),
        ),
    ),
)


def layout(name: str) -> Layout:
    """The layout of a table by its name."""
    return next(t for t in LAYOUT if t.name == name)
