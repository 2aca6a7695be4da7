"""Protocol: the query operation of the SPARQL 1.1 Protocol (W3C, 2013, section 2.1), read strictly."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from ecosystem_graph.wording import Wording, counted

from .limits import Limits
from .parameters import pairs
from .problems import ProblemError

__all__ = ["Asked", "asked", "body_of"]

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = Wording(
    "This endpoint answers queries; facts are changed in the tables and imported.",
    "Denne tjeneren svarer på spørringer; fakta endres i tabellene og importeres.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        query: SPARQL.
        default_graphs: ``default-graph-uri``; None where neither parameter is given.
        named_graphs: ``named-graph-uri``; likewise.
    """

    query: str
    default_graphs: Sequence[str] | None
    named_graphs: Sequence[str] | None


async def asked(request: Request, limits: Limits) -> Asked | None:
    """The query of a GET, HEAD or POST request; None where a GET asks for nothing.

    Raises:
        ProblemError: 400, 403, 408, 413 or 415.
    """
    in_address = pairs(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        return _read(in_address) if in_address else None
    given = request.headers.getlist("content-type")
    media, _, rest = (given[0] if len(given) == 1 else "").partition(";")
    media = media.strip().lower()
    if media == _UPDATE:
        raise ProblemError("refused", _READ_ONLY)
    if media not in (_FORM, _DIRECT):
        raise ProblemError(
            "media-type",
            Wording(
                f"A query comes as {_FORM} or {_DIRECT}, not as {media or 'nothing'!r}.",
                f"En spørring kommer som {_FORM} eller {_DIRECT}, ikke som {media or 'ingenting'!r}.",
            ),
            {"Accept-Post": f"{_FORM}, {_DIRECT}", "Accept": f"{_FORM}, {_DIRECT}"},
        )
    if (charset := _charset(rest)) not in ("", "utf-8", "utf8"):
        raise ProblemError(
            "media-type",
            Wording(
                f"A query comes in UTF-8, not in {charset!r}.",
                f"En spørring kommer i UTF-8, ikke i {charset!r}.",
            ),
        )
    body = await body_of(request, limits)
    if media == _FORM:
        if any(name in ("query", "update", *_GRAPHS) for name, _ in in_address):
            raise ProblemError(
                "malformed",
                Wording(
                    "Of a form, the query and its graphs stand in the body, not in the address.",
                    "I et skjema står spørringen og grafene i innholdet, ikke i adressen.",
                ),
            )
        return _read(pairs(body))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(
            "malformed",
            Wording(
                f"The query is not UTF-8: byte {error.start} begins no character.",
                f"Spørringen er ikke UTF-8: byte {error.start} begynner ikke noe tegn.",
            ),
        ) from error
    if any(name == "query" for name, _ in in_address):
        raise ProblemError(
            "malformed",
            Wording(
                "The query stands in the body; there is another one in the address.",
                "Spørringen står i innholdet; det er en til i adressen.",
            ),
        )
    return _read([*in_address, ("query", text)])


async def body_of(request: Request, limits: Limits) -> bytes:
    """The body.

    Raises:
        ProblemError: 413 or 408.
    """
    most = counted(limits.max_body)
    too_large = ProblemError(
        "too-large",
        Wording(
            f"A request's body has at most {most} bytes.",
            f"Innholdet i en forespørsel har høyst {most.nb} byte.",
        ),
    )
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limits.max_body:
        raise too_large
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.head_timeout):
            async for part in request.stream():
                size += len(part)
                if size > limits.max_body:
                    raise too_large
                parts.append(part)
    except TimeoutError as error:
        raise ProblemError(
            "slow-request",
            Wording(
                f"The body must be here within {limits.head_timeout:g} seconds.",
                f"Innholdet må være her innen {limits.head_timeout:g} sekunder.",
            ),
        ) from error
    except ClientDisconnect as error:
        raise ProblemError("malformed", Wording("The body broke off.", "Innholdet ble brutt av.")) from error
    return b"".join(parts)


_GRAPHS = ("default-graph-uri", "named-graph-uri")


def _read(given: Sequence[tuple[str, str]]) -> Asked:
    if any(name == "update" for name, _ in given):
        raise ProblemError("refused", _READ_ONLY)
    queries = [text for name, text in given if name == "query"]
    if len(queries) != 1:
        raise ProblemError(
            "malformed",
            Wording(
                f"A request has one parameter query; this one has {len(queries) or 'none'}.",
                f"En forespørsel har én parameter query; denne har {len(queries) or 'ingen'}.",
            ),
        )
    if "\x00" in queries[0]:
        raise ProblemError(
            "malformed",
            Wording("The query holds the character U+0000.", "Spørringen inneholder tegnet U+0000."),
        )
    default, named = ([text for name, text in given if name == wanted] for wanted in _GRAPHS)
    stated = bool(default or named)
    return Asked(queries[0], default if stated else None, named if stated else None)


def _charset(parameters: str) -> str:
    for part in parameters.split(";"):
        name, _, text = part.partition("=")
        if name.strip().lower() == "charset":
            return text.strip().strip('"').lower()
    return ""
