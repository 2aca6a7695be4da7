"""An outside OWL reasoner, HermiT by way of owlready2, finds all consistent and no class empty.

HermiT decides OWL 2 DL, of which our profile is a part, by a tableau that shares nothing with rules: it would
see what the rules cannot. Two things are put right for it and change no meaning: it lacks the datatypes
xsd:gYear, xsd:gYearMonth and xsd:date (passed over on request), and it takes letters like ø in an xsd:anyURI
for malformed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import pytest
from engine_servers import absent, program
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from ecosystem_graph.resources import data_file
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, ntriples, parse, quiet_literals
from ecosystem_graph.vocab import ECO, INL

try:
    import owlready2
except ImportError:
    absent("PyPI: owlready2 is not installed")
#: Megabytes for Java. All facts at once take HermiT a minute or less where it has a core to itself.
MEMORY = 1500
X, Y = URIRef(f"{INL}actor/x"), URIRef(f"{INL}place/y")


def ascii_address(triple: Triple) -> Triple:
    s, p, o = triple
    if isinstance(o, Literal) and o.datatype == XSD.anyURI:
        return s, p, Literal(quote(str(o), safe=":/?#[]@!$&'()*+,;=%~"), datatype=XSD.anyURI)
    return triple


class Verdict:
    """What HermiT says of some triples.

    Attributes:
        consistent: All of it can be true at once.
        empty: Names of the classes that nothing can be.
    """

    def __init__(self, triples: Iterable[Triple], folder: Path) -> None:
        program("java", "Debian: default-jre-headless")
        owlready2.reasoning.JAVA_MEMORY = MEMORY
        file = folder / "all.nt"
        with quiet_literals():
            file.write_bytes(ntriples(map(ascii_address, triples)))
        world = owlready2.World()
        world.get_ontology(file.as_uri()).load()
        self.consistent, self.empty = True, frozenset[str]()
        try:
            owlready2.sync_reasoner_hermit(world, ignore_unsupported_datatypes=True, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            self.consistent = False
            return
        self.empty = frozenset(str(c.iri) for c in world.inconsistent_classes() if c is not owlready2.Nothing)


@pytest.fixture(scope="module")
def ontology() -> set[Triple]:
    return set(schema().graph)


def test_the_ontology_is_consistent_and_no_class_is_empty(ontology: set[Triple], tmp_path: Path) -> None:
    verdict = Verdict(ontology, tmp_path)
    assert verdict.consistent
    assert verdict.empty == set()


def test_the_ontology_and_all_facts_are_consistent(ontology: set[Triple], tmp_path: Path) -> None:
    verdict = Verdict(ontology | parse(data_file()), tmp_path)
    assert verdict.consistent
    assert verdict.empty == set()


def test_one_thing_of_every_class_is_consistent(ontology: set[Triple], tmp_path: Path) -> None:
    graph: Graph = schema().graph
    classes = sorted(c for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(str(ECO)))
    assert len(classes) > 50
    things = {(URIRef(f"{INL}thing/{n}"), RDF.type, c) for n, c in enumerate(classes)}
    assert Verdict(ontology | things, tmp_path).consistent


@pytest.mark.parametrize(
    "planted",
    [
        {(X, RDF.type, ECO.Firm), (X, RDF.type, ECO.Place)},
        {(X, RDF.type, ECO.Firm), (X, RDF.type, ECO.University)},
        {(X, ECO.supports, Y), (X, ECO.disputes, Y)},
        # By the chain of inverses and ranges only: the recipient of money is an actor, the site is a place.
        {(X, ECO.recipient, Y), (Y, ECO.inCounty, Y)},
        {(X, ECO.value, Literal("many", datatype=XSD.string))},
    ],
    ids=["disjoint sorts", "disjoint groups", "stance", "range", "datatype"],
)
def test_a_planted_contradiction_is_found(
    planted: set[Triple], ontology: set[Triple], tmp_path: Path
) -> None:
    planted = planted | ({(Y, RDF.type, ECO.Place)} if (X, ECO.recipient, Y) in planted else set())
    assert not Verdict(ontology | planted, tmp_path).consistent


def test_a_planted_empty_class_is_found(ontology: set[Triple], tmp_path: Path) -> None:
    verdict = Verdict(ontology | {(ECO.Incubator, RDFS.subClassOf, ECO.Place)}, tmp_path)
    assert verdict.consistent
    assert verdict.empty == {str(ECO.Incubator)}


def test_a_planted_contradiction_among_all_facts_is_found(ontology: set[Triple], tmp_path: Path) -> None:
    facts = parse(data_file())
    raufoss = URIRef(f"{INL}actor/nce-raufoss")
    assert (raufoss, RDF.type, ECO.Cluster) in facts
    assert not Verdict(ontology | facts | {(raufoss, RDF.type, ECO.Topic)}, tmp_path).consistent


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({(ECO.locatedIn, OWL.propertyDisjointWith, ECO.owns)}, "simple"),
        ({(ECO.owns, RDFS.subPropertyOf, ECO.hasOwnership)}, "regular"),
    ],
    ids=["a property with shortcuts that is disjoint", "a chain that goes round in a circle"],
)
def test_hermit_refuses_what_the_check_of_the_profile_refuses(
    new: set[Triple], words: str, ontology: set[Triple], tmp_path: Path
) -> None:
    """scripts/ontology_profile.py finds both (tests/test_gate.py): outside what OWL 2 DL asks of chains."""
    with pytest.raises(owlready2.OwlReadyJavaError, match=f"(?i){words}"):
        Verdict(ontology | new, tmp_path)
