"""The gate of the ontology: pitfalls, metadata and coherence. ``python scripts/ontology_gate.py`` runs it.

The pitfalls are those of OOPS! (Poveda-Villalón, Gómez-Pérez and Suárez-Figueroa, 2014) that a program can
decide, the metadata what FOOPS! (Garijo, Corcho and Poveda-Villalón, 2021) asks of a file and can see without
a live address. Every finding is a sentence; tests plant one fault for each check and see it caught.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import VANN
from rdflib.term import Node

from ecosystem_graph.reasoning import close
from ecosystem_graph.resources import ontology_files, shapes_file
from ecosystem_graph.vocab import ECO
from ontology_profile import Finding, listed, name, profile

__all__ = ["CHECKS", "Files", "gate", "read"]


@dataclass(frozen=True)
class Files:
    """The files of the ontology.

    Attributes:
        graphs: What each holds, by its name without ``.ttl``.
    """

    graphs: Mapping[str, Graph]

    @cached_property
    def axioms(self) -> Graph:
        """All of it without the shapes."""
        merged = Graph()
        for stem, graph in self.graphs.items():
            if stem != "shapes":
                for triple in graph:
                    merged.add(triple)
        return merged

    @property
    def shapes(self) -> Graph:
        """The shapes."""
        return self.graphs["shapes"]


BIBO = Namespace("http://purl.org/ontology/bibo/")
BASE = "https://w3id.org/innovation-ecosystem/"
SORTS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LANGUAGES = ("en", "nb")
#: What a file of ours must say of itself, and how often: once in each language, once, or at least once.
HEADER: Mapping[URIRef, str] = {
    DCTERMS.title: "languages",
    DCTERMS.description: "languages",
    DCTERMS.abstract: "languages",
    DCTERMS.license: "one",
    DCTERMS.creator: "some",
    DCTERMS.contributor: "some",
    DCTERMS.publisher: "some",
    DCTERMS.created: "one",
    DCTERMS.issued: "one",
    DCTERMS.modified: "one",
    DCTERMS.bibliographicCitation: "one",
    BIBO.status: "one",
    OWL.versionIRI: "one",
    OWL.versionInfo: "one",
}
#: The first version has none before it.
FIRST = "0.1.0"
#: Files whose terms others would use, and the namespace of those.
SPACES = {"ecosystem": str(ECO), "spillover": str(ECO), "shapes": str(ECO), "codes": f"{BASE}code/"}
#: What others say of their own terms, repeated here because the originals are not imported.
REPEATED = {
    (RDFS.subClassOf, "http://www.w3.org/ns/org#OrganizationalCollaboration"),
    (RDFS.subClassOf, "http://www.w3.org/ns/regorg#RegisteredOrganization"),
    (RDFS.subPropertyOf, "http://www.w3.org/2004/02/skos/core#prefLabel"),
}
#: A cause is never handed on, so none of these may be transitive or under a property that is.
CAUSAL = {
    ECO.influences, ECO.cause, ECO.effect, ECO.causeOf, ECO.supports, ECO.disputes, ECO.supportedBy,
    ECO.aboutProposition,
}  # fmt: skip
#: May be the same as another sort of thing: a publication that asserts may be a source, a body an actor.
UNSORTED = {ECO.Asserter}


def read() -> Files:
    """The files as they ship."""
    return Files({path.stem: Graph().parse(path) for path in (*ontology_files(), shapes_file())})


def _own(graph: Graph, *sorts: URIRef) -> list[URIRef]:
    terms = {s for sort in sorts or SORTS for s in graph.subjects(RDF.type, sort) if isinstance(s, URIRef)}
    return sorted(term for term in terms if term.startswith(str(ECO)))


def labelled(files: Files) -> Iterator[Finding]:
    """OOPS P8: each term has one label and one definition in each language."""
    graph = files.axioms
    for term in _own(graph):
        for prop, what in ((RDFS.label, "label"), (SKOS.definition, "definition")):
            told = Counter(o.language for o in graph.objects(term, prop) if isinstance(o, Literal))
            for lang in LANGUAGES:
                if told[lang] != 1:
                    yield Finding("label", name(term), f"has {told[lang]} of {what} in {lang}; give it one")
        if graph.value(term, RDFS.isDefinedBy) is None:
            yield Finding("label", name(term), "does not say where it is defined; add rdfs:isDefinedBy")


def told_apart(files: Files) -> Iterator[Finding]:
    """OOPS P32: no two classes bear one label."""
    graph = files.axioms
    for lang in LANGUAGES:
        by_label: dict[str, list[URIRef]] = defaultdict(list)
        for term in _own(graph, OWL.Class):
            for label in graph.objects(term, RDFS.label):
                if isinstance(label, Literal) and label.language == lang:
                    by_label[str(label)].append(term)
        for text, terms in by_label.items():
            for term in terms[1:]:
                why = f"is called “{text}” as {name(terms[0])} is; a reader could not tell them apart"
                yield Finding("same-label", name(term), why)


def named(files: Files) -> Iterator[Finding]:
    """OOPS P22: one way of naming."""
    graph = files.axioms
    for sorts, pattern, should in (
        ((OWL.Class,), r"[A-Z][A-Za-z]*", "a class begins with a capital"),
        (SORTS[1:], r"[a-z][A-Za-z]*", "a property begins with a small letter"),
    ):
        for term in _own(graph, *sorts):
            if not re.fullmatch(pattern, term.removeprefix(str(ECO))):
                yield Finding("name", name(term), f"{should}, and has letters only")


def declared(files: Files) -> Iterator[Finding]:
    """OOPS P34, P35: each term that is used is declared, as one sort."""
    graph = files.axioms
    for term in _own(graph):
        sorts = sorted(str(sort).removeprefix(str(OWL)) for sort in SORTS if (term, RDF.type, sort) in graph)
        if len(sorts) > 1:
            yield Finding("declared", name(term), f"is declared as {' and '.join(sorts)}; keep one")
    known = {term for sort in SORTS for term in graph.subjects(RDF.type, sort)}
    defined = {s for s in files.shapes.subjects() if isinstance(s, URIRef)}
    spoken = {n for triple in graph for n in triple} | {n for triple in files.shapes for n in triple}
    for node in sorted(n for n in spoken - known - defined if isinstance(n, URIRef)):
        if node.startswith(str(ECO)):
            yield Finding(
                "declared", name(node), "is used and nowhere declared; mend the spelling or declare it"
            )
    for prop in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.onProperty):
        for target in sorted(o for o in graph.objects(None, prop) if isinstance(o, URIRef)):
            space = str(target).startswith((str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#"))
            if target not in known and not space and not target.startswith(str(ECO)):
                yield Finding(
                    "declared", name(target), "an axiom uses it; declare it, so that the file stands alone"
                )


def hijacked(files: Files) -> Iterator[Finding]:
    """Nothing is said of terms of others but what they are, and what others say themselves."""
    for stem, graph in files.graphs.items():
        for s, p, _ in graph:
            foreign = isinstance(s, URIRef) and not s.startswith(BASE)
            if foreign and p != RDF.type and (p, str(s)) not in REPEATED:
                why = f"is a term of others, and {stem}.ttl says {name(p)} of it; say it of a term of ours"
                yield Finding("hijacked", name(s), why)


def circles(files: Files) -> Iterator[Finding]:
    """OOPS P6: no class or property is above itself."""
    graph = files.axioms
    for prop in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in _own(graph):
            above = {
                a for direct in graph.objects(term, prop) for a in graph.transitive_objects(direct, prop)
            }
            if term in above:
                yield Finding(
                    "circle", name(term), f"is above itself by {name(prop)}; remove one of the steps"
                )


def inverted(files: Files) -> Iterator[Finding]:
    """OOPS P5, P13, P25, P26: one inverse each, the right way round."""
    graph = files.axioms
    for prop in sorted({s for s in graph.subjects(OWL.inverseOf) if isinstance(s, URIRef)}):
        others = list(graph.objects(prop, OWL.inverseOf))
        if len(others) > 1 or prop in others:
            yield Finding(
                "inverse", name(prop), "has itself or more than one property as its inverse; keep the one"
            )
        if (prop, RDF.type, OWL.SymmetricProperty) in graph:
            yield Finding("inverse", name(prop), "is symmetric and needs no inverse; remove one of the two")
        for other in others:
            for one, far in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
                here, there = set(graph.objects(prop, one)), set(graph.objects(other, far))
                if here and there and here != there:
                    why = f"{name(one)} is not the {name(far)} of its inverse {name(other)}; mend one of them"
                    yield Finding("inverse", name(prop), why)
    for cls, subject in graph.subject_objects(ECO.subjectProperty):
        inverses = list(graph.subjects(OWL.inverseOf, subject))
        flat, end = graph.value(cls, ECO.flatEdge), graph.value(cls, ECO.objectProperty)
        if len(inverses) != 1:
            yield Finding("inverse", name(subject), f"has {len(inverses)} inverses; the flat edge needs one")
        elif [inverses[0], end] not in [
            listed(graph, head) for head in graph.objects(flat, OWL.propertyChainAxiom)
        ]:
            links = f"{name(inverses[0])} and {name(end or cls)}"
            why = f"does not follow from {links}; mend the chain of {name(cls)}"
            yield Finding("inverse", name(flat or cls), why)


def bounded(files: Files) -> Iterator[Finding]:
    """OOPS P11, P19: one domain and range at most, and a stated property has one of them or a shape."""
    graph, shapes = files.axioms, files.shapes
    shaped = {o for p in (SH.targetSubjectsOf, SH.targetObjectsOf) for o in shapes.objects(None, p)}
    for path in shapes.objects(None, SH.path):
        shaped |= {path} | set(listed(shapes, shapes.value(path, SH.alternativePath)))
    for prop in _own(graph, OWL.ObjectProperty, OWL.DatatypeProperty):
        for end in (RDFS.domain, RDFS.range):
            if len(set(graph.objects(prop, end))) > 1:
                why = f"has more than one {name(end)}, which means all of them at once; keep one"
                yield Finding("bounds", name(prop), why)
        follows = {OWL.propertyChainAxiom, OWL.inverseOf} & set(graph.predicates(prop))
        follows |= set(graph.subjects(RDFS.subPropertyOf, prop))  # type: ignore[arg-type]
        follows |= set(graph.subjects(OWL.onProperty, prop))  # type: ignore[arg-type]
        if not follows and not {RDFS.domain, RDFS.range} & set(graph.predicates(prop)) and prop not in shaped:
            yield Finding(
                "bounds",
                name(prop),
                "has neither domain nor range nor a shape; nothing could be wrong with it",
            )


def disjoint(files: Files) -> Iterator[Finding]:
    """OOPS P10: each class is under one sort of thing, and the sorts exclude each other."""
    graph = files.axioms
    lists = [
        set(listed(graph, graph.value(axiom, OWL.members)))
        for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses)
    ]
    for cls in _own(graph, OWL.Class):
        above = set(graph.transitive_objects(cls, RDFS.subClassOf))
        for sorts in lists:
            if len(above & sorts) > 1:
                both = " and ".join(sorted(map(name, above & sorts)))
                yield Finding("disjoint", name(cls), f"is under {both}, which exclude each other; keep one")
        if not any(above & sorts for sorts in lists) and cls not in UNSORTED:
            yield Finding(
                "disjoint", name(cls), "is under no sort that excludes the others; put it into a list"
            )


def connected(files: Files) -> Iterator[Finding]:
    """OOPS P4: each term is tied to another by an axiom or a shape."""
    graph = files.axioms
    plain = {RDF.type, RDFS.label, SKOS.definition, RDFS.isDefinedBy, DCTERMS.source}
    tied: set[Node] = set()
    for s, p, o in graph:
        if p not in plain and not isinstance(o, Literal):
            tied |= {s, o}
        # What the relation types are described with.
        tied |= {p}
    tied |= set(files.shapes.objects())
    for term in _own(graph):
        if term not in tied:
            yield Finding(
                "connected", name(term), "no axiom and no shape ties it to another term; tie it or remove it"
            )


def not_handed_on(files: Files) -> Iterator[Finding]:
    """Causes are claims: no causal property is transitive, and none is under one that is."""
    graph = files.axioms
    transitive = set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    transitive |= {
        prop
        for prop, head in graph.subject_objects(OWL.propertyChainAxiom)
        if set(listed(graph, head)) == {prop}
    }
    for prop in sorted(CAUSAL):
        if transitive & {*graph.transitive_objects(prop, RDFS.subPropertyOf), prop}:
            why = "would hand causes on from claim to claim; nobody has claimed that; remove the transitivity"
            yield Finding("transitive", name(prop), why)


def described(files: Files) -> Iterator[Finding]:
    """FOOPS OM, VER, FIND: what each file says of itself."""
    for stem, graph in files.graphs.items():
        heads = list(graph.subjects(RDF.type, OWL.Ontology))
        if len(heads) != 1:
            yield Finding("header", f"{stem}.ttl", f"has {len(heads)} headers; an ontology has one")
            continue
        this = heads[0]
        for prop, times in HEADER.items():
            values = list(graph.objects(this, prop))
            languages = sorted(v.language or "" for v in values if isinstance(v, Literal))
            right = {"languages": languages == list(LANGUAGES), "one": len(values) == 1, "some": bool(values)}
            if not right[times]:
                need = {"languages": "one in nb and one in en", "one": "exactly one", "some": "at least one"}[
                    times
                ]
                yield Finding("header", f"{stem}.ttl", f"has {len(values)} of {name(prop)} and needs {need}")
        version = str(graph.value(this, OWL.versionInfo))
        if graph.value(this, OWL.versionIRI) != URIRef(f"{this}/{version}"):
            yield Finding(
                "header", f"{stem}.ttl", f"owl:versionIRI does not end in /{version}, the version it states"
            )
        citation = str(graph.value(this, DCTERMS.bibliographicCitation))
        if version not in citation or str(this) not in citation:
            yield Finding(
                "header", f"{stem}.ttl", f"the citation names neither version {version} nor its address"
            )
        if version != FIRST and (this, OWL.priorVersion, None) not in graph:
            yield Finding(
                "header",
                f"{stem}.ttl",
                f"version {version} does not say which came before (owl:priorVersion)",
            )
        if str(graph.value(this, DCTERMS.modified)) < str(graph.value(this, DCTERMS.created)):
            yield Finding(
                "header", f"{stem}.ttl", "was modified before it was created; mend one of the dates"
            )
        if stem in SPACES:
            space = str(graph.value(this, VANN.preferredNamespaceUri))
            if space != SPACES[stem] or graph.value(this, VANN.preferredNamespacePrefix) is None:
                why = f"does not name the prefix and the namespace of its terms, {SPACES[stem]}"
                yield Finding("header", f"{stem}.ttl", why)


def in_profile(files: Files) -> Iterator[Finding]:
    """The axioms stay inside OWL 2 RL."""
    yield from profile(files.axioms)


def coherent(files: Files) -> Iterator[Finding]:
    """A thing of each class, and one for each property, contradicts nothing (no class is empty)."""
    graph = files.axioms
    things = {URIRef(f"{BASE}thing/{n}"): cls for n, cls in enumerate(_own(graph, OWL.Class))}
    facts: list[tuple[Node, Node, Node]] = [(thing, RDF.type, cls) for thing, cls in things.items()]
    for n, prop in enumerate(_own(graph, OWL.ObjectProperty)):
        facts.append((URIRef(f"{BASE}subject/{n}"), prop, URIRef(f"{BASE}object/{n}")))
    hurt: set[Node] = set()
    for contradiction in close(graph, facts).contradictions:
        involved = {node for triple in contradiction.facts for node in triple}
        hurt |= {things[n] for n in involved if isinstance(n, URIRef) and n in things}
        hurt |= {p for s, p, o in facts if {s, o} & involved and p != RDF.type}
    for term in sorted(hurt, key=str):
        yield Finding(
            "coherent", name(term), "nothing can be one or have one without a contradiction; mend its axioms"
        )


#: Every check by its name.
CHECKS: Mapping[str, Callable[[Files], Iterator[Finding]]] = {
    "label": labelled,
    "same-label": told_apart,
    "name": named,
    "declared": declared,
    "hijacked": hijacked,
    "circle": circles,
    "inverse": inverted,
    "bounds": bounded,
    "disjoint": disjoint,
    "connected": connected,
    "transitive": not_handed_on,
    "header": described,
    "profile": in_profile,
    "coherent": coherent,
}


def gate(files: Files) -> list[Finding]:
    """Everything that is wrong, sorted."""
    return sorted(finding for check in CHECKS.values() for finding in check(files))


if __name__ == "__main__":
    findings = gate(read())
    sys.stdout.write(
        "".join(f"{finding}\n" for finding in findings) or "The gate is closed: nothing found.\n"
    )
    sys.exit(bool(findings))
