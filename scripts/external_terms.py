"""Every term of other vocabularies that we use, and whether it exists where it is said to come from.

``python scripts/external_terms.py FOLDER`` compares tests/data/external_terms.txt with copies of the
vocabularies (``org.ttl``, ``prov.ttl`` …) in a folder; tests compare what is used with that list and with the
closed namespaces of rdflib, so that a fresh machine needs no copies. Used are the terms in the ontology, the
shapes, the facts, the queries and the Python code.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import rdflib.namespace
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from ecosystem_graph.sparql import blanked

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "data" / "external_terms.txt"
OURS = "https://w3id.org/innovation-ecosystem/"
#: Vocabularies that rdflib ships in full; a term outside them is a misspelling.
CLOSED = {
    str(getattr(space, "_NS", "")): space
    for space in vars(rdflib.namespace).values()
    if isinstance(space, type(DefinedNamespace)) and space is not DefinedNamespace
}
#: Where the copies in a folder come from.
COPIES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "eurio": "http://data.europa.eu/s66#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
}


#: What the comment above a term says where the vocabulary at hand is an older version.
NEWER = "(newer than the copy)"


def listed(*, newer: bool = True) -> set[URIRef]:
    """The terms of the list, each looked up by somebody; ``newer`` takes those along that no copy has yet."""
    terms: set[URIRef] = set()
    comment = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment = line
        elif line.strip() and (newer or not comment.endswith(NEWER)):
            terms.add(URIRef(line.strip()))
    return terms


def used(root: Path = ROOT) -> dict[URIRef, str]:
    """Every term of others that is used, with one file that uses it."""
    found: dict[URIRef, str] = {}
    for term, path in (*_in_ontology(root), *_in_facts(root), *_in_queries(root), *_in_code(root)):
        if not term.startswith(OURS):
            found.setdefault(term, path.relative_to(root).as_posix())
    return found


def missing(terms: Mapping[URIRef, str]) -> dict[URIRef, str]:
    """Of the terms that are used, those that no vocabulary holds."""
    known = listed()
    return {term: path for term, path in terms.items() if term not in known and not _shipped(term)}


def unused(terms: Mapping[URIRef, str]) -> set[URIRef]:
    """Terms of the list that are not among those that are used."""
    return listed() - set(terms)


def not_in_copies(folder: Path) -> set[URIRef]:
    """Terms of the list that the copy of their vocabulary in a folder does not describe."""
    wrong: set[URIRef] = set()
    for file, space in COPIES.items():
        of_it = {term for term in listed(newer=False) if str(term).startswith(space)}
        if of_it:
            wrong |= of_it - set(Graph().parse(folder / f"{file}.ttl").subjects())
    return wrong


def _shipped(term: URIRef) -> bool:
    return any(space and str(term).startswith(space) and term in closed for space, closed in CLOSED.items())


def _in_ontology(root: Path) -> Iterator[tuple[URIRef, Path]]:
    for path in sorted((root / "ontology").glob("*.ttl")):
        for triple in Graph().parse(path):
            for node in triple:
                # Addresses that are no terms: licences, and web pages in literals are none to begin with.
                if isinstance(node, URIRef) and "creativecommons.org" not in node:
                    yield node, path


def _in_facts(root: Path) -> Iterator[tuple[URIRef, Path]]:
    for path in sorted((root / "data").rglob("*.ttl")):
        for _, p, o in Graph().parse(path):
            if isinstance(p, URIRef):
                yield p, path
            if p == RDF.type and isinstance(o, URIRef):
                yield o, path


def _in_queries(root: Path) -> Iterator[tuple[URIRef, Path]]:
    for path in sorted((root / "ontology").rglob("*.rq")):
        text = path.read_text(encoding="utf-8")
        spaces = dict(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", text))
        for prefix, local in re.findall(r"(?<![\w?:])([a-z][\w-]*):([A-Za-z]\w*)", blanked(text)):
            if prefix in spaces:
                yield Namespace(spaces[prefix])[local], path


def _in_code(root: Path) -> Iterator[tuple[URIRef, Path]]:
    """Attributes of rdflib's namespaces, such as PROV.Agent, and written-out terms."""
    spaces = {
        name: space
        for name, space in vars(rdflib.namespace).items()
        if isinstance(space, type(DefinedNamespace)) and space is not DefinedNamespace
    }
    written = re.compile(
        "|".join(re.escape(space) + r"[A-Za-z]\w*" for space in sorted({*CLOSED, *COPIES.values()}) if space)
    )
    for path in sorted((root / "src").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        brought = {
            alias.asname or alias.name: alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rdflib")
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                space = spaces.get(brought.get(node.value.id, ""))
                if space is not None and not node.attr.startswith("_"):
                    yield URIRef(str(getattr(space, "_NS", "")) + node.attr), path
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                for term in written.findall(node.value):
                    yield URIRef(term), path


if __name__ == "__main__":
    found = used()
    bad = [f"{term} is not in its vocabulary" for term in sorted(not_in_copies(Path(sys.argv[1])))]
    bad += [
        f"{term} (in {path}) is in no vocabulary we know" for term, path in sorted(missing(found).items())
    ]
    bad += [f"{term} is listed and used nowhere" for term in sorted(unused(found))]
    sys.stdout.write("\n".join(bad or ["Every term exists."]) + "\n")
    sys.exit(bool(bad))
