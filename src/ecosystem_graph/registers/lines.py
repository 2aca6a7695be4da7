"""N-Triples lines, written as text: a country has more triples than objects would fit in memory."""

from __future__ import annotations

import re

from rdflib import XSD
from rdflib.namespace import DCTERMS, ORG, PROV, RDF, RDFS, SKOS

from ecosystem_graph.vocab import ECO

__all__ = ["P", "clean", "day", "integer", "iri", "label", "string"]

_ROV = "http://www.w3.org/ns/regorg#"
_LOCN = "http://www.w3.org/ns/locn#"
_ADMS = "http://www.w3.org/ns/adms#"
_SCHEMA = "https://schema.org/"
_SPECIAL = re.compile('["\\\\\n\r\t]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\\s]+")
_UNSAFE = re.compile(r'[\x00-\x20<>"{}|\\^`]')


class P:
    """Predicates and classes of the register graphs, ready for a line."""

    A = f"<{RDF.type}>"
    LABEL = f"<{RDFS.label}>"
    NAME = f"<{_ROV}legalName>"
    FORM = f"<{_ROV}orgType>"
    STATUS = f"<{_ROV}orgStatus>"
    ACTIVITY = f"<{_ROV}orgActivity>"
    REGISTRATION = f"<{_ROV}registration>"
    REGISTERED = f"<{_ROV}RegisteredOrganization>"
    IDENTIFIER = f"<{_ADMS}Identifier>"
    NOTATION = f"<{SKOS.notation}>"
    ISSUED = f"<{DCTERMS.issued}>"
    SECTOR = f"<{ORG.classification}>"
    PARENT = f"<{ORG.subOrganizationOf}>"
    CHILD = f"<{ORG.hasSubOrganization}>"
    LINKED = f"<{ORG.linkedTo}>"
    ORGANISATION = f"<{ORG.Organization}>"
    NUMBER = f"<{ECO.organisationNumber}>"
    MUNICIPALITY = f"<{ECO.municipality}>"
    EMPLOYEES = f"<{_SCHEMA}numberOfEmployees>"
    FOUNDED = f"<{_SCHEMA}foundingDate>"
    DISSOLVED = f"<{_SCHEMA}dissolutionDate>"
    FROM = f"<{_SCHEMA}validFrom>"
    THROUGH = f"<{_SCHEMA}validThrough>"
    ADDRESS = f"<{_LOCN}address>"
    ADDRESS_CLASS = f"<{_LOCN}Address>"
    STREET = f"<{_LOCN}thoroughfare>"
    POST_CODE = f"<{_LOCN}postCode>"
    POST_NAME = f"<{_LOCN}postName>"
    SOURCE = f"<{PROV.hadPrimarySource}>"
    CONCEPT = f"<{SKOS.Concept}>"
    SCHEME = f"<{SKOS.ConceptScheme}>"
    IN_SCHEME = f"<{SKOS.inScheme}>"
    PREFERRED = f"<{SKOS.prefLabel}>"
    OTHER = f"<{SKOS.altLabel}>"
    BROADER = f"<{SKOS.broader}>"
    SAME = f"<{SKOS.exactMatch}>"


def iri(text: str) -> str:
    """An IRI as a term; what no IRI may hold is percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    return f"<{_UNSAFE.sub(lambda m: f'%{ord(m[0]):02X}', text)}>"


def clean(text: str) -> str:
    """A text on one line: control characters and runs of blanks become one blank.

    Raises:
        UnicodeEncodeError: It holds half a character (a lone surrogate), which no file can.
    """
    text = _UNSEEN.sub(" ", text).strip()
    text.encode("utf-8")
    return text


def string(text: str) -> str:
    r"""A plain literal.

    >>> print(string('Kari "K" AS'))
    "Kari \"K\" AS"
    """
    return f'"{_SPECIAL.sub(lambda m: _ESCAPES[m[0]], text)}"'


def label(text: str, lang: str) -> str:
    """A literal in a language."""
    return f"{string(text)}@{lang}"


def day(text: str) -> str:
    """A date literal; the text is known to be one."""
    return f'"{text}"^^<{XSD.date}>'


def integer(number: int) -> str:
    """A whole number."""
    return f'"{number}"^^<{XSD.integer}>'
