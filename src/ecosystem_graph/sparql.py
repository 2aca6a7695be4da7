"""SPARQL as text: what of it is language, what is refused, and where it does not parse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from .errors import QueryError, near
from .vocab import ECO
from .wording import Wording, foreign

__all__ = ["FROM", "blanked", "explain_syntax", "refuse", "refuse_service"]

_PROLOGUE = re.compile(r"\s*(?:(?:PREFIX\s+[^\s:]*:|BASE)\s*)*(\w*)", re.IGNORECASE)
_UPDATES = ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
#: The keyword that names a graph, in a text without strings, IRIs and comments (see ``blanked``).
FROM = re.compile(r"(?<![\w?$:.@-])FROM(?![\w:-])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NAME = re.compile(r"(?<![\w:?$@.-])([A-Za-z][\w.-]*)?:(\w+)?")
_CHARACTERS = re.compile(r"\[(?:'(?:\\.[^']*|[^'])'|[^\]'])*\]")
_PLACE = re.compile(r"at (\d+):(\d+)")

#: What is no keyword: strings, IRIs and comments.
_OPAQUE = re.compile(
    r'"""(?:\\.|(?!""").)*"""|'
    r"'''(?:\\.|(?!''').)*'''|"
    r'"(?:\\.|[^"\\\n\r])*"|'
    r"'(?:\\.|[^'\\\n\r])*'|"
    r'<[^\x00-\x20<>"{}|^`\\]*>|#[^\n\r]*',
    re.DOTALL,
)  # fmt: skip


def blanked(text: str) -> str:
    """The text with strings, IRIs and comments blanked out, every other character where it was."""
    return _OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


# -- what is refused --------------------------------------------------------------------------------------


def refuse(text: str) -> None:
    """Stop what would leave the machine, what would silently be ignored and what can never match.

    Raises:
        QueryError: With what to write instead.
    """
    refuse_service(text)
    bare = blanked(text)
    if found := FROM.search(bare):
        why = Wording(
            "FROM is not supported; write GRAPH <…> { … }", "FROM støttes ikke; skriv GRAPH <…> { … }"
        )
        raise QueryError(_at(text, found.start(), why))
    if _declared(text).get("eco", str(ECO)) != str(ECO):
        return
    for name in _NAME.finditer(bare):
        if name[1] == "eco" and name[2] and name[2] not in ECO.__annotations__:
            why = Wording(f"there is no term eco:{name[2]}", f"begrepet eco:{name[2]} finnes ikke")
            like = [f"eco:{term}" for term in near(name[2], ECO.__annotations__)]
            raise QueryError(_at(text, name.start(), _meant(why, like)))


def refuse_service(text: str) -> None:
    """SERVICE would send the query to another machine.

    Spotting a keyword takes a parser (``<`` may open an IRI or compare), so a text that holds the word
    anywhere is read by rdflib's; what that cannot read is refused too.

    Raises:
        QueryError: SERVICE is used, or cannot be ruled out.
    """
    decoded = _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)
    if "service" not in decoded.casefold():
        return
    if decoded != text:
        raise QueryError(
            Wording(
                "a query that holds the word “service” must be written without \\u escapes",
                "en spørring med ordet «service» må skrives uten \\u-koder",
            )
        )
    try:
        parsed = parseQuery(text)
    except Exception as error:  # the parser raises whatever its pieces raise, RecursionError included
        raise QueryError(
            Wording(
                f"the query holds the word “service” and does not parse: {error}",
                f"spørringen har ordet «service» og lar seg ikke lese: {error}",
            )
        ) from error
    if any(part.name == "ServiceGraphPattern" for part in _parts(parsed)):
        raise QueryError(
            Wording(
                "SERVICE is refused: no query leaves this machine",
                "SERVICE avvises: ingen spørring forlater denne maskinen",
            )
        )


def _parts(parsed: object) -> Iterator[CompValue]:
    if isinstance(parsed, CompValue):
        yield parsed
        for value in parsed.values():
            yield from _parts(value)
    elif isinstance(parsed, Iterable) and not isinstance(parsed, str):
        for value in parsed:
            yield from _parts(value)


# -- errors with their place ------------------------------------------------------------------------------


def _declared(text: str) -> dict[str, str]:
    """The prefixes a query declares itself."""
    return dict(re.findall(r"\bPREFIX\s+([^\s:]*):\s*<([^>]*)>", text, re.IGNORECASE))


def explain_syntax(text: str, message: str, known: Mapping[str, str]) -> Wording:
    """What is wrong with a query that does not parse, and where."""
    bare = blanked(text)
    first = _PROLOGUE.match(bare)
    if first and first[1].upper() in _UPDATES:
        update = first[1].upper()
        return Wording(
            f"{update} is refused: queries only read; change facts in the tables and import them",
            f"{update} avvises: spørringer bare leser; endre fakta i tabellene og importer dem",
        )
    if not bare.strip():
        return Wording("the query is empty", "spørringen er tom")
    place = _PLACE.search(message)
    if not place:
        return Wording(f"the query does not parse: {message}", f"spørringen lar seg ikke lese: {message}")
    offset = sum(len(line) + 1 for line in text.split("\n")[: int(place[1]) - 1]) + int(place[2]) - 1
    if "Prefix not found" in message:
        bound = {**known, **_declared(text)}
        for name in _NAME.finditer(bare):
            if (name[1] or "") not in bound:
                used = f"{name[1] or ''}:"
                why = Wording(f"the prefix {used} is not declared", f"prefikset {used} er ikke erklært")
                like = [f"{prefix}:" for prefix in near(name[1] or "", bound)]
                return _at(text, name.start(), _meant(why, like))
    return _at(text, offset, _expected(message.split(": ", 1)[-1]))


def _meant(why: Wording, like: Sequence[str]) -> Wording:
    """Why, with the terms that may have been meant."""
    if not like:
        return why
    return Wording(f"{why}; did you mean {' or '.join(like)}?", f"{why.nb}; mente du {' eller '.join(like)}?")


def _expected(message: str) -> Wording:
    """The parser's list of what could stand here, if it is short enough to help."""
    listed = re.sub(r"^expected\b( one of\b)?", "", " ".join(_CHARACTERS.sub("", message).split()))
    words = [word for w in re.findall(r'"(?:\\.|[^"\\])*"|[^,"]+', listed) if (word := w.strip())]
    sentences = [word for word in words if " " in word]
    if sentences:
        return foreign("; ".join(sentences))
    if 0 < len(words) <= 8:
        return Wording(f"expected {' or '.join(words)}", f"ventet {' eller '.join(words)}")
    return Wording("this was not expected here", "dette var ikke ventet her")


def _at(text: str, offset: int, why: Wording) -> Wording:
    """Why, with the line and a mark under the place."""
    before = text[:offset]
    line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
    shown = (text.split("\n") or [""])[line - 1]
    place = f"\n  {shown}\n  {' ' * (column - 1)}^"
    return Wording(
        f"the query does not parse at line {line}, column {column}: {why}{place}",
        f"spørringen lar seg ikke lese ved linje {line}, kolonne {column}: {why.nb}{place}",
    )
