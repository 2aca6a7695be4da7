"""Problems: every answer that is no success, as a sentence in the form of RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.wording import Wording

__all__ = ["FAULT", "KINDS", "MEDIA_TYPE", "ProblemError", "out_of_memory"]

MEDIA_TYPE = "application/problem+json"
#: What the type of a problem begins with.
_TYPE = "https://w3id.org/innovation-ecosystem/problem/"

#: Kind to status, and what it is called in nb and en. The only 5xx that is no fault of ours is 503: a query
#: has met a limit, or too many wait. Only the latter says when to come back.
KINDS: Mapping[str, tuple[int, str, str]] = {
    "malformed": (400, "Forespørselen er ikke gyldig", "The request is not valid"),
    "refused": (403, "Dette er ikke tillatt her", "This is refused here"),
    "not-found": (404, "Her er det ingenting", "There is nothing here"),
    "method": (405, "Denne metoden finnes ikke her", "This method is not supported here"),
    "not-acceptable": (406, "Svaret finnes ikke i den formen", "There is no such form of the answer"),
    "slow-request": (408, "Forespørselen kom for sakte", "The request came too slowly"),
    "too-large": (413, "Forespørselen er for stor", "The request is too large"),
    "media-type": (415, "Forespørselen har en ukjent form", "The form of the request is not known"),
    "host": (421, "Denne adressen svarer vi ikke på", "We do not answer at this address"),
    "internal": (500, "Feil hos oss", "A fault of ours"),
    "time-limit": (503, "Spørringen tok for lang tid", "The query took too long"),
    "memory-limit": (503, "Spørringen tok for mye minne", "The query took too much memory"),
    "result-limit": (503, "Svaret er for stort", "The answer is too large"),
    "stopped": (503, "Spørringen ble stoppet", "The query was stopped"),
    "busy": (503, "For mange spør samtidig", "Too many ask at the same time"),
}

#: What is said of a fault of ours; what it was stands in the log.
FAULT = Wording("Something went wrong here; the log says what.", "Noe gikk galt her; loggen sier hva.")


class ProblemError(EcosystemError):
    """Why there is no answer.

    Attributes:
        kind: One of `KINDS`.
        detail: What is wrong and what would be right, in both languages.
        headers: Header fields that the status asks for (Allow, Accept, Retry-After).
    """

    def __init__(self, kind: str, detail: Wording, headers: Mapping[str, str] | None = None) -> None:
        """Keep them; the detail is the text of the error."""
        self.kind, self.detail, self.headers = kind, detail, dict(headers or {})
        super().__init__(detail)

    @property
    def status(self) -> int:
        """HTTP status."""
        return KINDS[self.kind][0]

    def fields(self, lang: str = "en") -> dict[str, str]:
        """The header fields of the answer."""
        vary = ", ".join(filter(None, (self.headers.get("Vary"), "Accept-Language")))
        return {**self.headers, "Content-Type": MEDIA_TYPE, "Content-Language": lang, "Vary": vary}

    def body(self, lang: str = "en") -> bytes:
        """The document in ``nb`` or ``en``."""
        status, nb, en = KINDS[self.kind]
        told = {
            "type": _TYPE + self.kind,
            "title": nb if lang == "nb" else en,
            "status": status,
            "detail": self.told(lang),
        }
        return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def out_of_memory(mib: int) -> ProblemError:
    """The problem of a query that took more than so many MiB."""
    return ProblemError(
        "memory-limit",
        Wording(f"The query took more than {mib} MiB.", f"Spørringen tok mer enn {mib} MiB."),
    )
