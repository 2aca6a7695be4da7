"""The canonical text form: reading with line numbers, writing byte for byte the same.

One subject a paragraph, subjects, predicates and objects in code-point order, types first, every value on a
line of its own: a changed fact is a changed line. Blank nodes have no stable name and are refused.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from xml.parsers import expat

import pyoxigraph as ox
from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from .errors import DataError, Problem, UnreadableFileError
from .vocab import ASSERTED, INL, PREFIXES
from .wording import Wording, counted, joined, of_system

__all__ = [
    "FORMATS",
    "Triple",
    "atomic_text",
    "base_of",
    "document",
    "ntriples",
    "parse",
    "prefixes",
    "quads",
    "quads_of",
    "quiet_literals",
    "serialise",
    "short_name",
    "triples",
    "written",
]

Triple = tuple[Node, Node, Node]

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
#: RDF/XML that goes beyond these is made to exhaust its reader.
_LONGEST_ENTITY, _DEEPEST_XML = 200, 1_000
_DATASET = URIRef("http://rdfs.org/ns/void#Dataset")
#: Local names we write short: what Turtle's PN_LOCAL allows without escapes, and no dot at the end.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
#: So many terms are kept at hand; a country has more than memory should hold.
_REMEMBERED = 500_000
#: What no IRI may hold (SPARQL 1.1, IRIREF).
_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')


def prefixes(base: str = str(INL)) -> dict[str, str]:
    """The prefixes for a region whose things live under ``base``."""
    return {
        p: (base + n.removeprefix(str(INL)) if n.startswith(str(INL)) else n) for p, n in PREFIXES.items()
    }


def quads_of(path: Path) -> list[ox.Quad]:
    """The quads of an RDF file; its name's ending says the format.

    Raises:
        UnreadableFileError: Missing, not UTF-8, unknown ending or broken syntax (with the line).
    """
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        known = " ".join(sorted(FORMATS))
        why = Wording(
            f"unknown kind of file {path.suffix!r}; known: {known}",
            f"ukjent filtype {path.suffix!r}; gyldige: {known}",
        )
        raise UnreadableFileError(str(path), why)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(str(path), of_system(error)) from error
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = Wording("not UTF-8 text; save the file as UTF-8", "ikke UTF-8-tekst; lagre filen som UTF-8")
        raise UnreadableFileError(str(path), why, line) from error
    if rdf_format == ox.RdfFormat.RDF_XML and (harm := _harm(data)):
        raise UnreadableFileError(str(path), harm)
    try:
        return list(ox.parse(input=data, format=rdf_format))
    except SyntaxError as error:
        why = Wording(f"{rdf_format.name} syntax: {error.msg}", f"{rdf_format.name}-syntaks: {error.msg}")
        raise UnreadableFileError(str(path), why, error.lineno) from error


def _harm(data: bytes) -> Wording | None:
    """Why an RDF/XML document is broken, or would take far more time than it has text; None if it is fine.

    Entities that stand for the beginnings of IRIs are in use and harmless; nothing outside is ever fetched.
    """
    parser = expat.ParserCreate()
    depth = 0
    why: Wording | None = None

    def declared(name: str, _: object, value: str | None, *outside: object) -> None:
        nonlocal why
        if value is None or any(outside):
            why = Wording(
                f"the XML entity {name!r} points outside the file; it is not followed",
                f"XML-entiteten {name!r} peker ut av filen; den følges ikke",
            )
        elif "&" in value or len(value) > _LONGEST_ENTITY:
            why = Wording(
                f"the XML entity {name!r} would be blown up; only short texts are taken",
                f"XML-entiteten {name!r} ville svulmet opp; bare korte tekster tas inn",
            )

    def begun(*_: object) -> None:
        nonlocal depth, why
        depth += 1
        if depth > _DEEPEST_XML:
            why = Wording(
                f"XML elements are nested more than {_DEEPEST_XML:,} deep",
                f"XML-elementene ligger mer enn {counted(_DEEPEST_XML).nb} nivåer inni hverandre",
            )
            raise ValueError(why)

    def ended(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.EntityDeclHandler = declared
    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        # Even if the reader that follows would be lenient: what comes after was not looked at.
        said = expat.ErrorString(error.code)
        return why or Wording(
            f"RDF/XML syntax: {said} (line {error.lineno})", f"RDF/XML-syntaks: {said} (linje {error.lineno})"
        )
    except ValueError:
        pass
    return why


def parse(path: Path) -> set[Triple]:
    """The triples of an RDF file as rdflib terms, whatever graph they are in.

    Raises:
        UnreadableFileError: As ``quads_of``.
    """
    found = quads_of(path)
    with quiet_literals():
        return set(triples(found))


def triples(stored: Iterable[ox.Quad]) -> Iterator[Triple]:
    """The triples of a store's quads as rdflib terms, every text as it stands."""
    # Terms recur: each is turned over once.
    known: dict[object, Node] = {}

    def term(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        if (found := known.get(node)) is None:
            found = known[node] = _term(node)
        return found

    for quad in stored:
        if len(known) > _REMEMBERED:
            known.clear()
        yield term(quad.subject), term(quad.predicate), term(quad.object)


@contextmanager
def quiet_literals() -> Iterator[None]:
    """Keeps rdflib from logging a stack trace for each ill-typed value: telling of them is for the shapes."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def ntriples(triples: Iterable[Triple]) -> bytes:
    """The triples as N-Triples, every text as it stands; blank nodes keep their names."""
    stored = (q.triple for q in quads(triples, ASSERTED))
    return ox.serialize(stored, format=ox.RdfFormat.N_TRIPLES) or b""


def quads(triples: Iterable[Triple], graph: URIRef) -> Iterator[ox.Quad]:
    """The triples as quads of a named graph, in the store's own terms."""
    name = ox.NamedNode(graph)
    known: dict[Node, ox.NamedNode | ox.BlankNode | ox.Literal] = {}
    for triple in triples:
        if len(known) > _REMEMBERED:
            known.clear()
        for node in triple:
            if node not in known:
                known[node] = _stored(node)
        s, p, o = triple
        yield ox.Quad(known[s], known[p], known[o], name)  # type: ignore[arg-type]


def written(node: Node) -> str:
    """A term as N-Triples and SPARQL write it, escaped, whatever it holds.

    Raises:
        ValueError: It is no IRI although it claims to be one; its argument says so in both languages.

    >>> written(Literal("Gjøvik", lang="nb"))
    '"Gjøvik"@nb'
    """
    stored = _stored(node)
    if isinstance(stored, ox.NamedNode) and _UNSAFE.search(stored.value):
        raise ValueError(Wording("is no IRI", "er ingen IRI"))
    return str(stored)


def _stored(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(node)
    if isinstance(node, Literal):
        datatype = None if node.language or node.datatype is None else ox.NamedNode(node.datatype)
        return ox.Literal(str(node), language=node.language, datatype=datatype)
    return ox.BlankNode(str(node))


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = URIRef(term.datatype.value)
        return (
            Literal(term.value)
            if datatype == XSD.string
            else Literal(term.value, datatype=datatype, normalize=False)
        )
    why = Wording("a triple inside a triple is not supported", "en trippel inni en trippel støttes ikke")
    raise DataError([Problem(str(term), 0, "", "", why)])


def serialise(triples: Iterable[Triple], base: str = str(INL)) -> str:
    """The canonical Turtle text of a set of triples.

    Args:
        triples: Any order, repeats allowed, no blank nodes.
        base: Root IRI of the region's things, for the prefixes.

    Raises:
        DataError: There is a blank node.
    """
    bound = prefixes(base)
    by_namespace = sorted(((n, p) for p, n in bound.items()), key=lambda pair: -len(pair[0]))
    used: set[str] = set()
    cache: dict[str, str] = {}

    def iri(node: str) -> str:
        if (known := cache.get(node)) is None:
            known = cache[node] = _short(node, by_namespace, used)
        return known

    def term(node: Node) -> str:
        if isinstance(node, Literal):
            quoted = '"' + _ESCAPE.sub(_escape, str(node)) + '"'
            if node.language:
                return f"{quoted}@{node.language}"
            if node.datatype is None or node.datatype == XSD.string:
                return quoted
            return f"{quoted}^^{iri(str(node.datatype))}"
        return iri(str(node))

    by_subject: dict[Node, dict[Node, set[Node]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o in triples:
        if isinstance(s, BNode) or isinstance(o, BNode):
            place = f"{_short(str(s), by_namespace, set())} {_short(str(p), by_namespace, set())}"
            why = Wording(
                "a blank node has no stable name; give the thing an IRI",
                "en blank node har ikke noe fast navn; gi tingen en IRI",
            )
            raise DataError([Problem(place, 0, "", "", why)])
        by_subject[s][p].add(o)
    body: list[str] = []
    for subject in sorted(by_subject, key=str):
        lines = []
        for predicate in sorted(by_subject[subject], key=lambda p: (p != RDF.type, str(p))):
            word = "a" if predicate == RDF.type else term(predicate)
            values = sorted(term(o) for o in by_subject[subject][predicate])
            lines.append(f"    {word} " + " ,\n        ".join(values))
        body.append(f"{term(subject)}\n" + " ;\n".join(lines) + " .\n")
    head = "".join(f"@prefix {p}: <{bound[p]}> .\n" for p in sorted(used))
    return head + "".join("\n" + paragraph for paragraph in body)


def short_name(iri: str, base: str = str(INL)) -> str:
    """A name as it stands in the canonical text.

    >>> short_name("https://w3id.org/innovation-ecosystem/innlandet/actor/geno")
    'actor:geno'
    """
    by_namespace = sorted(((n, p) for p, n in prefixes(base).items()), key=lambda pair: -len(pair[0]))
    return _short(iri, by_namespace, set())


def base_of(triples: Iterable[Triple]) -> str:
    """Root IRI of a region's things: the data set the facts describe themselves as, else Innlandet's."""
    return min((str(s) for s, p, o in triples if p == RDF.type and o == _DATASET), default=str(INL))


def document(triples: Iterable[Triple], path: Path) -> str:
    """Any triples as text for a file: N-Triples in order, or canonical Turtle where all things have names."""
    listed = list(triples)
    if path.suffix == ".ttl" and not any(isinstance(node, BNode) for triple in listed for node in triple):
        return serialise(listed)
    return "".join(sorted(ntriples(listed).decode().splitlines(keepends=True)))


def _short(node: str, by_namespace: list[tuple[str, str]], used: set[str]) -> str:
    for namespace, prefix in by_namespace:
        if node.startswith(namespace) and _LOCAL.match(local := node[len(namespace) :]):
            used.add(prefix)
            return f"{prefix}:{local}"
    return f"<{node}>"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")


@contextmanager
def atomic_text(path: Path) -> Iterator[TextIO]:
    """A text file that appears whole or not at all: a temporary neighbour, renamed at the end.

    Raises:
        UnreadableFileError: The folder cannot be written to, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        cannot = Wording("cannot write here", "kan ikke skrive her")
        raise UnreadableFileError(str(path), joined(": ", (cannot, of_system(error)))) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes private files; give what an ordinary open would have given.
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            cannot = Wording("cannot be written", "kan ikke skrives")
            raise UnreadableFileError(str(path), joined(": ", (cannot, of_system(error)))) from error
        raise
