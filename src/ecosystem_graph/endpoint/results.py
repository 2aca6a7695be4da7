"""SPARQL 1.1 Query Results JSON, and what servers make of it, as rdflib terms."""

from __future__ import annotations

import json
from typing import Any

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from ecosystem_graph.endpoint.reasons import reason
from ecosystem_graph.errors import EndpointError
from ecosystem_graph.wording import Wording

__all__ = ["MEDIA", "Row", "answer", "rows"]

MEDIA = "application/sparql-results+json, application/json;q=0.5"
_JSON = ("application/sparql-results+json", "application/json")

Row = tuple[Node | None, ...]


def rows(url: str, media: str, body: bytes, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a SELECT, in the order of the columns asked for.

    Raises:
        EndpointError: It is something else.
    """
    found = _read(url, media, body)
    try:
        return [
            tuple(_term(row[name]) if name in row else None for name in columns)
            for row in found["results"]["bindings"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        kind, why = type(error).__name__, reason(error)
        raise EndpointError(
            Wording(
                f"{url}: the answer is no SPARQL result ({kind}: {why})",
                f"{url}: svaret er ikke noe SPARQL-resultat ({kind}: {why.nb})",
            )
        ) from error


def answer(url: str, media: str, body: bytes) -> bool:
    """The answer of an ASK.

    Raises:
        EndpointError: It is something else.
    """
    read = _read(url, media, body)
    found = read.get("boolean")
    if read.get("head", {}).get("vars") == ["__ASK_RETVAL"]:
        # Virtuoso answers with a table of one cell, or of none.
        found = any(str(row[0]) not in ("0", "false") for row in rows(url, media, body, ("__ASK_RETVAL",)))
    if not isinstance(found, bool):
        raise EndpointError(
            Wording(
                f"{url}: the answer is neither true nor false", f"{url}: svaret er verken sant eller usant"
            )
        )
    return found


def _read(url: str, media: str, body: bytes) -> dict[str, Any]:
    if media not in _JSON:
        raise EndpointError(
            Wording(
                f"{url}: answered with {media}, which is no SPARQL result; "
                "is this the address of the query service?",
                f"{url}: svarte med {media}, som ikke er noe SPARQL-resultat; "
                "er dette adressen til spørretjeneren?",
            )
        )
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EndpointError(
            Wording(
                f"{url}: the answer broke off or is no JSON: {error}",
                f"{url}: svaret ble brutt av eller er ikke JSON: {error}",
            )
        ) from error
    if not isinstance(found, dict):
        raise EndpointError(
            Wording(f"{url}: the answer is no SPARQL result", f"{url}: svaret er ikke noe SPARQL-resultat")
        )
    return found


def _term(binding: dict[str, str]) -> Node:
    kind, value = binding["type"], binding["value"]
    if kind == "uri":
        return URIRef(value)
    if kind == "bnode":
        return BNode(value)
    # "typed-literal" stood in the draft of 2007; Virtuoso still says it.
    if kind not in ("literal", "typed-literal"):
        raise ValueError(Wording(f"a term of type {kind!r}", f"et ledd av typen {kind!r}"))
    if language := binding.get("xml:lang"):
        return Literal(value, lang=language)
    # As the embedded store gives them: a plain text is an xsd:string (RDF 1.1).
    return Literal(value, datatype=URIRef(binding.get("datatype") or XSD.string))
