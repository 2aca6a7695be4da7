"""Datatypes of OWL 2 RL: which literal belongs to which, and which literals differ (W3C's table 8).

Literals are typed as owlrl types them: by their own datatype and the datatypes it is derived from.
"""

from __future__ import annotations

from decimal import Decimal

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

__all__ = ["DATATYPES", "WIDER", "differ", "disjoint", "outside", "types_of"]

_DERIVED: dict[URIRef, URIRef] = {
    XSD.integer: XSD.decimal,
    XSD.long: XSD.integer,
    XSD.int: XSD.long,
    XSD.short: XSD.int,
    XSD.byte: XSD.short,
    XSD.nonNegativeInteger: XSD.integer,
    XSD.positiveInteger: XSD.nonNegativeInteger,
    XSD.unsignedLong: XSD.nonNegativeInteger,
    XSD.unsignedInt: XSD.unsignedLong,
    XSD.unsignedShort: XSD.unsignedInt,
    XSD.unsignedByte: XSD.unsignedShort,
    XSD.nonPositiveInteger: XSD.integer,
    XSD.negativeInteger: XSD.nonPositiveInteger,
    XSD.normalizedString: XSD.string,
    XSD.token: XSD.normalizedString,
    XSD.language: XSD.token,
    XSD.Name: XSD.token,
    XSD.NCName: XSD.Name,
    XSD.NMTOKEN: XSD.token,
    XSD.dateTimeStamp: XSD.dateTime,
}

_BOUNDS: dict[URIRef, tuple[int | None, int | None]] = {
    XSD.long: (-(2**63), 2**63 - 1),
    XSD.int: (-(2**31), 2**31 - 1),
    XSD.short: (-(2**15), 2**15 - 1),
    XSD.byte: (-(2**7), 2**7 - 1),
    XSD.nonNegativeInteger: (0, None),
    XSD.positiveInteger: (1, None),
    XSD.unsignedLong: (0, 2**64 - 1),
    XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedShort: (0, 2**16 - 1),
    XSD.unsignedByte: (0, 2**8 - 1),
    XSD.nonPositiveInteger: (None, 0),
    XSD.negativeInteger: (None, -1),
}

_PRIMITIVE = (
    XSD.anyURI,
    XSD.base64Binary,
    XSD.boolean,
    XSD.date,
    XSD.dateTime,
    XSD.decimal,
    XSD.double,
    XSD.float,
    XSD.hexBinary,
    XSD.string,
    XSD.time,
    RDF.XMLLiteral,
)


def _wider(datatype: URIRef) -> tuple[URIRef, ...]:
    parent = _DERIVED.get(datatype)
    return () if parent is None else (parent, *_wider(parent))


WIDER: dict[URIRef, tuple[URIRef, ...]] = {datatype: _wider(datatype) for datatype in _DERIVED}
"""For each derived datatype those it is derived from, nearest first (XML Schema part 2, section 3)."""

DATATYPES: frozenset[URIRef] = (
    frozenset(_PRIMITIVE) | frozenset(_DERIVED) | {RDF.HTML, RDF.PlainLiteral, RDF.langString, RDFS.Literal}
)
"""The datatypes that the rules know; literals of others are left alone."""


def types_of(literal: Literal) -> tuple[URIRef, ...]:
    """The datatypes of a literal: its own, and those that it is derived from (rule dt-type2)."""
    own = literal.datatype
    return () if own not in DATATYPES or own is None else (own, *WIDER.get(own, ()))


def disjoint(one: Node, other: Node) -> bool:
    """True where no value can have both datatypes: two different primitive ones."""
    return one != other and one in _PRIMITIVE and other in _PRIMITIVE


def outside(literal: Literal, datatype: URIRef) -> bool:
    """True where the value is not in the datatype's value space (rule dt-not-type).

    Ill-formed literals are outside their own datatype; integers are compared with the bounds of XML Schema.
    Values of another primitive datatype are caught by disjointness instead.
    """
    if literal.ill_typed:
        return literal.datatype == datatype
    value = literal.value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    if datatype != XSD.integer and XSD.integer not in WIDER.get(datatype, ()):
        return False
    low, high = _BOUNDS.get(datatype, (None, None))
    return value != int(value) or (low is not None and value < low) or (high is not None and value > high)


def differ(one: Literal, other: Literal) -> bool:
    """True where two well-formed literals have different values (rule dt-diff)."""
    if one.ill_typed or other.ill_typed or one == other:
        return False
    if one.value is None or other.value is None:
        known = {None, XSD.string}
        return (
            one.datatype in known
            and other.datatype in known
            and (str(one), one.language)
            != (
                str(other),
                other.language,
            )
        )
    kinds = [types_of(t)[-1:] or (XSD.string,) for t in (one, other)]
    return bool(kinds[0] != kinds[1] or one.value != other.value or one.language != other.language)
