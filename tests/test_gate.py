"""The gate of the ontology is closed, and each of its checks catches a fault that is planted for it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import FOAF, ORG, VANN

from ecosystem_graph.vocab import CODE, ECO

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = URIRef("https://w3id.org/innovation-ecosystem/ontology")
MINT = Namespace(str(ECO))  # the closed namespace refuses the misspellings that are planted here


def script(name: str) -> ModuleType:
    """A file of scripts/, which is no package; what the gate imports must be known by its name."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


script("ontology_profile")
GATE = script("ontology_gate")
TERMS = script("external_terms")

Edit = tuple[str, Iterable[tuple[Any, Any, Any]], Iterable[tuple[Any, Any, Any]]]
"""A file, what goes out of it (None for anything) and what comes in."""


@pytest.fixture(scope="module")
def files() -> Any:
    return GATE.read()


def test_the_gate_is_closed(files: Any) -> None:
    assert "\n".join(map(str, GATE.gate(files))) == ""


@pytest.fixture(scope="module")
def lean(files: Any) -> Any:
    """The files with the header alone of the code lists: half the triples, read by one check only."""
    codes = Graph()
    for triple in files.graphs["codes"]:
        if triple[0] == URIRef(f"{GATE.BASE}codes"):
            codes.add(triple)
    return GATE.Files({**files.graphs, "codes": codes})


def edited(files: Any, stem: str, out: Iterable[Any], new: Iterable[Any]) -> Any:
    graph = Graph()
    for triple in files.graphs[stem]:
        graph.add(triple)
    for pattern in out:
        assert pattern in graph, "nothing to remove"
        graph.remove(pattern)
    for triple in new:
        graph.add(triple)
    return GATE.Files({**files.graphs, stem: graph})


def restriction(
    construct: URIRef, value: Any, *, sup: bool = True, on: URIRef = ECO.municipality
) -> list[Any]:
    node = BNode()
    ends = (ECO.Firm, RDFS.subClassOf, node) if sup else (node, RDFS.subClassOf, ECO.Firm)
    return [(node, RDF.type, OWL.Restriction), (node, OWL.onProperty, on), (node, construct, value), ends]


def union(*, sup: bool) -> list[Any]:
    scratch, node, head = Graph(), BNode(), BNode()
    Collection(scratch, head, [ECO.Firm, ECO.Cooperative])
    ends = (ECO.Business, RDFS.subClassOf, node) if sup else (node, RDFS.subClassOf, ECO.Business)
    return [*scratch, (node, RDF.type, OWL.Class), (node, OWL.unionOf, head), ends]


def chain(prop: URIRef, *links: URIRef) -> list[Any]:
    scratch, head = Graph(), BNode()
    Collection(scratch, head, list(links))
    return [*scratch, (prop, OWL.propertyChainAxiom, head)]


def term(name: str, sort: URIRef, *more: Any, label: str = "ny", tie: bool = True) -> list[Any]:
    """A new term that is complete but for what a case leaves out."""
    this = MINT[name]
    texts = [(this, RDFS.label, Literal(f"{label} {lang}", lang)) for lang in ("nb", "en")]
    texts += [(this, SKOS.definition, Literal("Noe.", lang)) for lang in ("nb", "en")]
    above = (
        (this, RDFS.subClassOf, ECO.Actor) if sort == OWL.Class else (this, RDFS.subPropertyOf, ECO.locatedIn)
    )
    found = [(this, RDF.type, sort), (this, RDFS.isDefinedBy, ONTOLOGY), *texts, *more]
    return [*found, above] if tie else found


def header(prop: URIRef, *values: Any) -> Edit:
    return "ecosystem", [(ONTOLOGY, prop, None)], [(ONTOLOGY, prop, value) for value in values]


NEW = MINT.Novelty
#: Per fault: the edit, the checks that find it, and words of the sentence.
FAULTS: dict[str, tuple[Edit, set[str], str]] = {
    "no label in a language": (
        ("ecosystem", [(ECO.Firm, RDFS.label, Literal("foretak", "nb"))], []),
        {"label"},
        "eco:Firm: has 0 of label in nb; give it one",
    ),
    "two definitions": (
        ("spillover", [], [(ECO.cause, SKOS.definition, Literal("Another.", "en"))]),
        {"label"},
        "eco:cause: has 2 of definition in en",
    ),
    "no place of definition": (
        ("ecosystem", [(ECO.Firm, RDFS.isDefinedBy, None)], []),
        {"label"},
        "rdfs:isDefinedBy",
    ),
    "two classes of one label": (
        (
            "ecosystem",
            [(ECO.Firm, RDFS.label, Literal("firm", "en"))],
            [(ECO.Firm, RDFS.label, Literal("investor", "en"))],
        ),
        {"same-label"},
        "is called “investor” as eco:Firm is",
    ),
    "class in small letters": (
        ("ecosystem", [], term("novelty", OWL.Class)),
        {"name"},
        "a class begins with a capital",
    ),
    "property with an underscore": (
        ("ecosystem", [], term("new_tie", OWL.ObjectProperty)),
        {"name", "bounds"},
        "eco:new_tie: a property begins with a small letter",
    ),
    "misspelt class": (
        ("ecosystem", [(ECO.Topic, RDFS.subClassOf, None)], [(ECO.Topic, RDFS.subClassOf, MINT.Tpoic)]),
        {"declared"},
        "eco:Tpoic: is used and nowhere declared",
    ),
    "class and property at once": (
        ("ecosystem", [], [(ECO.Firm, RDF.type, OWL.ObjectProperty)]),
        {"declared", "name", "bounds"},
        "eco:Firm: is declared as Class and ObjectProperty",
    ),
    "undeclared term of others": (
        ("ecosystem", [], [(ECO.Firm, RDFS.subClassOf, ORG.Site)]),
        {"declared"},
        "declare it, so that the file stands alone",
    ),
    "misspelt in a shape": (
        ("shapes", [], [(MINT.OddShape, URIRef("http://www.w3.org/ns/shacl#path"), MINT.foundid)]),
        {"declared"},
        "eco:foundid",
    ),
    "said of a term of others": (
        ("alignment", [], [(PROV.Agent, RDFS.subClassOf, ECO.Actor)]),
        {"hijacked", "circle"},
        "prov:Agent: is a term of others, and alignment.ttl says rdfs:subClassOf of it",
    ),
    "circle of classes": (
        ("ecosystem", [], [(ECO.Actor, RDFS.subClassOf, ECO.Firm)]),
        {"circle", "disjoint"},
        "eco:Firm: is above itself",
    ),
    "circle of properties": (
        ("ecosystem", [], [(ECO.locatedIn, RDFS.subPropertyOf, ECO.municipality)]),
        {"circle", "DL-chain"},
        "eco:municipality: is above itself",
    ),
    "two inverses": (
        ("ecosystem", [], [(ECO.hasMembership, OWL.inverseOf, ECO.partner)]),
        {"inverse"},
        "eco:hasMembership: has itself or more than one",
    ),
    "no inverse": (
        ("ecosystem", [(ECO.hasSupply, OWL.inverseOf, None)], []),
        {"inverse", "bounds"},
        "eco:supplier: has 0 inverses",
    ),
    "inverse of a symmetric property": (
        ("ecosystem", [], [(ECO.collaboratesWith, OWL.inverseOf, ECO.partnerOf)]),
        {"inverse"},
        "is symmetric and needs no inverse",
    ),
    "inverse with another domain": (
        (
            "spillover",
            [],
            [(ECO.causeOf, RDFS.range, ECO.Assertion)],
        ),
        {"inverse"},
        "is not the",
    ),
    "edge by the wrong chain": (
        (
            "ecosystem",
            [(ECO.supplies, OWL.propertyChainAxiom, None)],
            chain(ECO.supplies, ECO.hasSupply, ECO.led),
        ),
        {"inverse"},
        "eco:supplies: does not follow from eco:hasSupply and eco:customer",
    ),
    "two domains": (
        ("spillover", [], [(ECO.cause, RDFS.domain, ECO.Assertion)]),
        {"bounds"},
        "eco:cause: has more than one",
    ),
    "nothing bounds it": (
        ("ecosystem", [], term("turnover", OWL.DatatypeProperty, tie=False)),
        {"bounds", "connected"},
        "eco:turnover: has neither domain nor range nor a shape",
    ),
    "two sorts at once": (
        ("ecosystem", [], [(ECO.Incubator, RDFS.subClassOf, ECO.Business)]),
        {"disjoint"},
        "eco:Incubator: is under eco:Business and eco:Intermediary, which exclude each other",
    ),
    "outside every sort": (
        (
            "ecosystem",
            [],
            [*term("Novelty", OWL.Class, tie=False), (NEW, RDFS.subClassOf, PROV.Agent)],
        ),
        {"disjoint"},
        "eco:Novelty: is under no sort",
    ),
    "tied to nothing": (
        ("ecosystem", [], term("Novelty", OWL.Class, tie=False)),
        {"connected", "disjoint"},
        "eco:Novelty: no axiom and no shape ties it",
    ),
    "transitive cause": (
        ("spillover", [], [(ECO.influences, RDF.type, OWL.TransitiveProperty)]),
        {"transitive"},
        "eco:influences: would hand causes on",
    ),
    "cause by a chain with itself": (
        ("spillover", [], chain(ECO.influences, ECO.influences, ECO.influences)),
        {"transitive"},
        "eco:influences: would hand causes on",
    ),
    "cause under parthood": (
        ("spillover", [], [(ECO.influences, RDFS.subPropertyOf, ECO.partOf)]),
        {"transitive"},
        "eco:influences: would hand causes on",
    ),
    **{
        f"no {prop.rsplit('/', 1)[-1].rsplit('#', 1)[-1]}": (
            header(prop),
            {"header"},
            f"has 0 of {GATE.name(prop)}",
        )
        for prop in GATE.HEADER
        if prop not in (OWL.versionInfo, OWL.versionIRI)
    },
    "abstract in one language": (
        header(DCTERMS.abstract, Literal("A text.", "en")),
        {"header"},
        "one in nb and one in en",
    ),
    "two licences": (
        header(DCTERMS.license, URIRef("http://example.org/a"), URIRef("http://example.org/b")),
        {"header"},
        "exactly one",
    ),
    "version and its address differ": (
        header(OWL.versionIRI, URIRef(f"{ONTOLOGY}/0.0.9")),
        {"header"},
        "/0.1.0",
    ),
    "later version without its forerunner": (
        (
            "ecosystem",
            [(ONTOLOGY, OWL.versionInfo, None), (ONTOLOGY, OWL.versionIRI, None)],
            [
                (ONTOLOGY, OWL.versionInfo, Literal("0.2.0")),
                (ONTOLOGY, OWL.versionIRI, URIRef(f"{ONTOLOGY}/0.2.0")),
            ],
        ),
        {"header"},
        "version 0.2.0 does not say which came before (owl:priorVersion)",
    ),
    "citation of another version": (
        header(DCTERMS.bibliographicCitation, Literal(f"Somebody. Version 0.0.9. {ONTOLOGY}")),
        {"header"},
        "the citation names neither version 0.1.0",
    ),
    "modified before it was created": (
        header(DCTERMS.modified, Literal("2020-01-01", datatype=XSD.date)),
        {"header"},
        "was modified before it was created",
    ),
    "no namespace": (
        header(VANN.preferredNamespaceUri),
        {"header"},
        "does not name the prefix and the namespace",
    ),
    "two headers": (
        ("codes", [], [(CODE.x, RDF.type, OWL.Ontology)]),
        {"header"},
        "codes.ttl: has 2 headers",
    ),
    "some values above a class": (
        ("ecosystem", [], restriction(OWL.someValuesFrom, ECO.Place)),
        {"RL-superclass"},
        "eco:Firm: OWL 2 RL has no room for owl:someValuesFrom above a class; write a shape instead",
    ),
    "all values below a class": (
        ("ecosystem", [], restriction(OWL.allValuesFrom, ECO.Place, sup=False)),
        {"RL-subclass"},
        "owl:allValuesFrom below a class",
    ),
    "at least one": (
        ("ecosystem", [], restriction(OWL.minCardinality, Literal(1))),
        {"RL-term"},
        "write a shape with sh:minCount",
    ),
    "at most two": (
        ("ecosystem", [], restriction(OWL.maxCardinality, Literal(2))),
        {"RL-superclass"},
        "OWL 2 RL counts no further than one",
    ),
    "a union above a class": (
        ("ecosystem", [], union(sup=True)),
        {"RL-superclass"},
        "owl:unionOf above a class",
    ),
    "a disjoint union": (
        ("ecosystem", [], [(ECO.Actor, OWL.disjointUnionOf, BNode())]),
        {"RL-term"},
        "state the subclasses, and that they are disjoint",
    ),
    "an import": (
        ("ecosystem", [], [(ONTOLOGY, OWL.imports, URIRef(str(ORG)))]),
        {"RL-term"},
        "originals are never imported",
    ),
    "everything is a firm": (
        ("ecosystem", [], [(OWL.Thing, RDFS.subClassOf, ECO.Firm)]),
        {"RL-subclass", "hijacked"},
        "owl:Thing stands below a class",
    ),
    "a disjoint edge": (
        ("ecosystem", [], [(ECO.memberOf, OWL.propertyDisjointWith, ECO.owns)]),
        {"DL-simple"},
        "eco:memberOf: it follows from a chain or is transitive",
    ),
    "a chain of one": (
        ("ecosystem", [], chain(ECO.placeKind, ECO.kind)),
        {"DL-chain"},
        "a chain has two links or more",
    ),
    "a chain in a circle by a subproperty": (
        ("ecosystem", [], [(ECO.owns, RDFS.subPropertyOf, ECO.hasOwnership)]),
        {"DL-chain"},
        "eco:owns: its chain goes round in a circle",
    ),
    "a chain through itself": (
        ("ecosystem", [], chain(ECO.owns, ECO.hasOwnership, ECO.owns, ECO.owned)),
        {"DL-chain"},
        "eco:owns: its chain goes round in a circle",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_check_catches_its_fault_and_says_so(lean: Any, fault: str) -> None:
    (stem, out, new), checks, words = FAULTS[fault]
    hurt = edited(lean, stem, out, new)
    found = [f for key, check in GATE.CHECKS.items() if key != "coherent" for f in check(hurt)]
    assert {f.check for f in found} == checks, "\n".join(map(str, found))
    assert any(words in str(f) for f in found), "\n".join(map(str, found))


def test_every_check_has_a_fault() -> None:
    caught = {check for _, checks, _ in FAULTS.values() for check in checks}
    profile = {"RL-term", "RL-subclass", "RL-superclass", "DL-simple", "DL-chain"}
    assert caught == set(GATE.CHECKS) - {"coherent", "profile"} | profile


def test_what_rl_has_room_for_is_let_through(files: Any) -> None:
    new = [
        *restriction(OWL.allValuesFrom, ECO.Place),
        *restriction(OWL.someValuesFrom, ECO.Place, sup=False),
        *restriction(OWL.maxCardinality, Literal(1)),
        *union(sup=False),
    ]
    assert list(GATE.CHECKS["profile"](edited(files, "ecosystem", [], new))) == []


def test_a_class_that_nothing_can_be_is_found(files: Any) -> None:
    hurt = edited(files, "ecosystem", [], [(ECO.Incubator, RDFS.subClassOf, ECO.Place)])
    assert [f.about for f in GATE.CHECKS["coherent"](hurt)] == ["eco:Incubator"]


def test_a_property_that_nothing_can_have_is_found(files: Any) -> None:
    hurt = edited(files, "spillover", [], [(ECO.supports, RDFS.domain, ECO.Place)])
    assert "eco:supports" in {f.about for f in GATE.CHECKS["coherent"](hurt)}


# --- terms of others


def test_every_term_of_others_exists_in_its_vocabulary_and_the_list_holds_no_more() -> None:
    used = TERMS.used()
    assert len(used) > 150
    wrong = [f"{path}: {term} is in no vocabulary we know" for term, path in TERMS.missing(used).items()]
    assert wrong == [], "mend the spelling, or look it up and list it in tests/data/external_terms.txt"
    assert TERMS.unused(used) == set()


@pytest.mark.parametrize(
    ("path", "text", "bad"),
    [
        ("ontology/a.ttl", f"<{ECO.Firm}> a <{ORG}Organisation> .", f"{ORG}Organisation"),
        ("data/a.ttl", f"<{ECO.Firm}> <{FOAF}homePage> 'x' .", f"{FOAF}homePage"),
        (
            "ontology/questions/a.rq",
            f"PREFIX prov: <{PROV}>\nSELECT ?s WHERE {{ ?s a prov:Agnet }}",
            f"{PROV}Agnet",
        ),
        ("src/a.py", "from rdflib import PROV as P\nX = P.Agnet\n", f"{PROV}Agnet"),
        ("src/b.py", f"X = '{PROV}Agnet'\n", f"{PROV}Agnet"),
    ],
)
def test_a_misspelt_term_is_found_wherever_it_stands(tmp_path: Path, path: str, text: str, bad: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    assert TERMS.missing(TERMS.used(tmp_path)) == {URIRef(bad): path}


def test_the_list_is_compared_with_copies(tmp_path: Path) -> None:
    for stem, space in TERMS.COPIES.items():
        terms = sorted(t for t in TERMS.listed() if str(t).startswith(space))
        left_out = {f"{ORG}Membership"} if stem == "org" else set()
        lines = [f"<{t}> a <{RDFS.Resource}> .\n" for t in terms if str(t) not in left_out]
        (tmp_path / f"{stem}.ttl").write_text("".join(lines), encoding="utf-8")
    assert TERMS.not_in_copies(tmp_path) == {ORG.Membership}
