"""The shapes bite, in both engines alike; the report says what is wrong and what would be right.

Every shape has a case below that breaks the small region in tests/data/tiny in one place. All cases are put
side by side, each under a root of its own, and are validated together with Innlandet in one run an engine.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import FOAF, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from ecosystem_graph import validation
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import MissingExtraError, NonConformantError, NotFoundError
from ecosystem_graph.resources import data_file, shapes_file
from ecosystem_graph.schema import schema
from ecosystem_graph.tables import import_tables
from ecosystem_graph.turtle import Triple, parse
from ecosystem_graph.validation import Report, Violation, validate
from ecosystem_graph.vocab import CODE, ECO

TINY = Path(__file__).parent / "data" / "tiny"
BASE = "https://w3id.org/innovation-ecosystem/vesle/"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
GEO = "http://www.opengis.net/ont/geosparql#"
VOID = "http://rdfs.org/ns/void#"
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)

ASK, BIRK, KVIST = (URIRef(f"{BASE}actor/{name}") for name in ("ask", "birk", "kvist"))
LIA, VIDDA = URIRef(f"{BASE}place/lia"), URIRef(f"{BASE}place/vidda")
VEKST = URIRef(f"{BASE}topic/vekst")
EVENT = URIRef(f"{BASE}event/ev-start")
REPORT = URIRef(f"{BASE}source/rapport")
MEMBERSHIP = URIRef(f"{BASE}relation/ask.memberOf.kvist.2010")
SITING = URIRef(f"{BASE}relation/birk.locatedIn.lia.1970-08-15")
AWARD = URIRef(f"{BASE}relation/kvist.awardedStatus.stamme.2012")
PARTHOOD = URIRef(f"{BASE}relation/lia.partOf.vidda")
FIGURE = URIRef(f"{BASE}observation/kvist.members.2020")
MEASURE = URIRef(f"{BASE}indicator/own-measure")
PROPOSITION = URIRef(f"{BASE}proposition/kvist.vekst.positive")
CLAIM = URIRef(f"{BASE}assertion/kvist.vekst.positive.avisa")
ASSERTER = URIRef(f"{BASE}asserter/avisa")
GEOMETRY = URIRef(f"{BASE}geometry/lia.boundary")

Change = Callable[[set[Triple]], set[Triple]]


def lit(text: str, datatype: URIRef | None = None, lang: str | None = None) -> Literal:
    return Literal(text, datatype=datatype, lang=lang, normalize=False)


def shape(name: str) -> URIRef:
    return URIRef(str(ECO) + name)


def plus(*new: tuple[URIRef, URIRef, URIRef | Literal]) -> Change:
    return lambda facts: facts | set(new)


def minus(s: URIRef, p: URIRef, o: URIRef | Literal | None = None) -> Change:
    """Removes what matches; there must be something."""

    def change(facts: set[Triple]) -> set[Triple]:
        gone = {t for t in facts if t[0] == s and t[1] == p and o in (None, t[2])}
        assert gone, f"nothing to remove: {s} {p}"
        return facts - gone

    return change


def instead(s: URIRef, p: URIRef, *new: URIRef | Literal) -> Change:
    return lambda facts: minus(s, p)(facts) | {(s, p, o) for o in new}


def both(*changes: Change) -> Change:
    def change(facts: set[Triple]) -> set[Triple]:
        for one in changes:
            facts = one(facts)
        return facts

    return change


def prop(name: str) -> URIRef:
    return URIRef(str(ECO) + name)


def new_relation(name: str, type_name: str, ends: dict[str, URIRef], **_: object) -> Change:
    node = URIRef(f"{BASE}relation/{name}")
    return plus(
        (node, RDF.type, prop(type_name)),
        (node, PROV.hadPrimarySource, REPORT),
        *((node, prop(end), thing) for end, thing in ends.items()),
    )


#: Per case: the change, and every shape it breaks. The first word of the name is the shape meant.
CASES: dict[str, tuple[Change, set[str]]] = {
    "OneRegionShape": (
        plus((URIRef(BASE + "b/"), RDF.type, URIRef(VOID + "Dataset"))),
        {"OneRegionShape", "LabelShape-nb", "LabelShape-en"},
    ),
    "KnownClassShape unknown class": (
        instead(ASK, RDF.type, prop("Frim")),
        {"KnownClassShape"},
    ),
    "KnownClassShape no class": (minus(CLAIM, RDF.type), {"KnownClassShape"}),
    "KnownPropertyShape": (plus((ASK, prop("foundid"), lit("1990", XSD.gYear))), {"KnownPropertyShape"}),
    "KindShape": (instead(ASK, RDF.type, ECO.Business), {"KindShape"}),
    "OneClassShape": (plus((ASK, RDF.type, ECO.Cluster)), {"OneClassShape"}),
    "NoPersonShape class": (
        plus((URIRef(BASE + "actor/kari"), RDF.type, FOAF.Person)),
        {"NoPersonShape"},
    ),
    "NoPersonShape address": (
        plus((ASK, FOAF.mbox, URIRef("mailto:kari@ask.example"))),
        {"NoPersonShape", "KnownPropertyShape"},
    ),
    "MembershipShape-object unknown": (
        instead(MEMBERSHIP, ECO.memberOrganisation, URIRef(BASE + "actor/kvits")),
        {"MembershipShape-object"},
    ),
    "ReferenceShape": (instead(FIGURE, ECO.about, URIRef(BASE + "actor/kvits")), {"ReferenceShape"}),
    "ReferenceShape text": (instead(FIGURE, ECO.about, lit("kvist")), {"ReferenceShape"}),
    "SourcedShape": (minus(MEMBERSHIP, PROV.hadPrimarySource), {"SourcedShape"}),
    "SourceKnownShape": (
        instead(MEMBERSHIP, PROV.hadPrimarySource, URIRef(BASE + "source/avisa-2021")),
        {"SourceKnownShape"},
    ),
    "SourceKnownShape another thing": (instead(MEMBERSHIP, PROV.hadPrimarySource, ASK), {"SourceKnownShape"}),
    "SourceTitleShape none": (minus(REPORT, DCTERMS.title), {"SourceTitleShape"}),
    "SourceTitleShape two": (plus((REPORT, DCTERMS.title, lit("Another"))), {"SourceTitleShape"}),
    "SourceOneShape": (
        plus(
            (REPORT, ECO.url, lit("https://a.example", XSD.anyURI)),
            (REPORT, ECO.url, lit("b.example", XSD.anyURI)),
        ),
        {"SourceOneShape"},
    ),
    "SourceFindableShape": (
        minus(REPORT, DCTERMS.publisher),
        {"SourceFindableShape", "SourcePublisherShape"},
    ),
    "SourcePublisherShape": (
        both(minus(REPORT, DCTERMS.publisher), plus((REPORT, ECO.url, lit("a.example", XSD.anyURI)))),
        {"SourcePublisherShape"},
    ),
    "AddressShape script": (
        instead(ASK, FOAF.homepage, lit("JavaScript:alert(1)", XSD.anyURI)),
        {"AddressShape"},
    ),
    "AddressShape hidden script": (
        instead(ASK, FOAF.homepage, lit("\x01javascript:alert(1)", XSD.anyURI)),
        {"AddressShape"},
    ),
    "AddressShape space": (instead(ASK, FOAF.homepage, lit("a b", XSD.anyURI)), {"AddressShape"}),
    "AddressShape text": (instead(ASK, FOAF.homepage, lit("https://a.example")), {"AddressShape"}),
    "LabelShape-nb": (minus(ASK, RDFS.label, lit("Ask AS", lang="nb")), {"LabelShape-nb"}),
    "LabelShape-en": (minus(VEKST, RDFS.label, lit("growth of firms", lang="en")), {"LabelShape-en"}),
    "OneLabelShape": (plus((EVENT, RDFS.label, lit("Annen start", lang="nb"))), {"OneLabelShape"}),
    "ParaphraseShape-nb": (
        minus(CLAIM, ECO.paraphrase, lit("Klyngen fikk bedriftene til å vokse.", lang="nb")),
        {"ParaphraseShape-nb"},
    ),
    "ParaphraseShape-en": (
        plus((CLAIM, ECO.paraphrase, lit("In other words.", lang="en"))),
        {"ParaphraseShape-en"},
    ),
    "PlainTextShape markup": (
        plus((ASK, SKOS.altLabel, lit("<img src=x onerror=alert(1)>"))),
        {"PlainTextShape"},
    ),
    "PlainTextShape end tag": (plus((CLAIM, ECO.mechanismNote, lit("a </ b"))), {"PlainTextShape"}),
    "PlainTextShape control": (plus((ASK, SKOS.altLabel, lit("As\x07k"))), {"PlainTextShape"}),
    "PlainTextShape turned round": (plus((ASK, SKOS.altLabel, lit("As\u202ek"))), {"PlainTextShape"}),
    "DateShape no date": (instead(ASK, ECO.founded, lit("about 1990", XSD.gYear)), {"DateShape"}),
    "DateShape number": (instead(ASK, ECO.founded, lit("1990", XSD.integer)), {"DateShape"}),
    "DateShape text": (instead(EVENT, ECO.date, lit("2010")), {"DateShape"}),
    "DateShape month": (instead(KVIST, ECO.founded, lit("2010-13", XSD.gYearMonth)), {"DateShape"}),
    "DateShape day": (instead(EVENT, ECO.date, lit("2010-02-30", XSD.date)), {"DateShape"}),
    "DateShape wrong type": (instead(EVENT, ECO.date, lit("2010-05", XSD.date)), {"DateShape"}),
    "DateShape early": (instead(ASK, ECO.founded, lit("0990", XSD.gYear)), {"DateShape"}),
    "DateShape late": (plus((REPORT, DCTERMS.issued, lit("2101", XSD.gYear))), {"DateShape"}),
    "OneDateShape-start": (plus((ASK, ECO.founded, lit("1991", XSD.gYear))), {"OneDateShape-start"}),
    "OneDateShape-end": (plus((MEMBERSHIP, ECO.end, lit("2020", XSD.gYear))), {"OneDateShape-end"}),
    "OngoingShape": (instead(MEMBERSHIP, ECO.ongoing, lit("false", XSD.boolean)), {"OngoingShape"}),
    "OrderShape relation": (instead(AWARD, ECO.end, lit("2011-12", XSD.gYearMonth)), {"OrderShape"}),
    "OrderShape within a year": (instead(SITING, ECO.end, lit("1970-08-14", XSD.date)), {"OrderShape"}),
    "OrderShape actor": (instead(BIRK, ECO.dissolved, lit("1969", XSD.gYear)), {"OrderShape"}),
    "OrganisationNumberShape spaces": (
        instead(ASK, ECO.organisationNumber, lit("923 609 016")),
        {"OrganisationNumberShape"},
    ),
    "OrganisationNumberShape number": (
        instead(ASK, ECO.organisationNumber, lit("923609016", XSD.integer)),
        {"OrganisationNumberShape"},
    ),
    "CheckDigitShape": (instead(ASK, ECO.organisationNumber, lit("923609017")), {"CheckDigitShape"}),
    "CheckDigitShape digits exchanged": (
        instead(ASK, ECO.organisationNumber, lit("932609016")),
        {"CheckDigitShape"},
    ),
    "SameNumberShape": (plus((BIRK, ECO.organisationNumber, lit("923609016"))), {"SameNumberShape"}),
    "PlaceKindShape": (instead(LIA, ECO.placeKind, CODE["event-kind/founding"]), {"PlaceKindShape"}),
    "LatitudeShape": (instead(LIA, URIRef(WGS84 + "lat"), lit("95.1", XSD.decimal)), {"LatitudeShape"}),
    "LatitudeShape alone": (minus(LIA, URIRef(WGS84 + "lat")), {"LatitudeShape"}),
    "LongitudeShape": (instead(LIA, URIRef(WGS84 + "long"), lit("-180.5", XSD.decimal)), {"LongitudeShape"}),
    "MunicipalityNumberShape": (
        instead(LIA, ECO.municipalityNumber, lit("991")),
        {"MunicipalityNumberShape"},
    ),
    "CountyNumberShape": (instead(VIDDA, ECO.countyNumber, lit("990")), {"CountyNumberShape"}),
    "GeometryShape": (
        instead(GEOMETRY, URIRef(GEO + "asWKT"), lit("11 60", URIRef(GEO + "wktLiteral"))),
        {"GeometryShape"},
    ),
    "OneSubjectShape": (plus((MEMBERSHIP, ECO.member, BIRK)), {"OneSubjectShape"}),
    "OneSubjectShape of another type": (plus((MEMBERSHIP, ECO.partner, BIRK)), {"OneSubjectShape"}),
    "OneObjectShape": (plus((MEMBERSHIP, ECO.memberOrganisation, BIRK)), {"OneObjectShape"}),
    "BareEdgeShape": (plus((ASK, ECO.memberOf, KVIST)), {"BareEdgeShape"}),
    "BareEdgeShape influence": (plus((KVIST, ECO.influences, VEKST)), {"BareEdgeShape"}),
    "PartCycleShape": (
        new_relation("a", "PlaceParthood", {"innerPlace": VIDDA, "outerPlace": LIA}),
        {"PartCycleShape"},
    ),
    "PartCycleShape through a county": (
        plus((VIDDA, ECO.inCounty, LIA)),
        {"PartCycleShape"},
    ),
    "PartCycleShape of three": (
        both(
            new_relation("a", "Parthood", {"part": ASK, "whole": BIRK}),
            new_relation("b", "Parthood", {"part": BIRK, "whole": KVIST}),
            new_relation("c", "Parthood", {"part": KVIST, "whole": ASK}),
        ),
        {"PartCycleShape"},
    ),
    "StatusLevelShape": (instead(AWARD, ECO.statusLevel, CODE["level/gold"]), {"StatusLevelShape"}),
    "AboutShape": (plus((FIGURE, ECO.about, ASK)), {"AboutShape"}),
    "IndicatorShape": (instead(FIGURE, ECO.indicator, CODE["indicator/membres"]), {"IndicatorShape"}),
    "IndicatorLabelShape-nb": (
        minus(MEASURE, SKOS.prefLabel, lit("eget mål", lang="nb")),
        {"IndicatorLabelShape-nb"},
    ),
    "IndicatorLabelShape-en": (
        plus((MEASURE, SKOS.prefLabel, lit("measure", lang="en"))),
        {"IndicatorLabelShape-en"},
    ),
    "IndicatorShape own": (minus(MEASURE, SKOS.inScheme), {"IndicatorShape"}),
    "ValueShape two": (plus((FIGURE, ECO.value, lit("51", XSD.decimal))), {"ValueShape"}),
    "ValueShape comma": (instead(FIGURE, ECO.value, lit("49,5", XSD.decimal)), {"ValueShape"}),
    "ValueShape text": (instead(FIGURE, ECO.value, lit("49")), {"ValueShape"}),
    "ValueShape integer": (instead(FIGURE, ECO.value, lit("49", XSD.integer)), {"ValueShape"}),
    "UnitShape none": (minus(FIGURE, ECO.unit), {"UnitShape"}),
    "UnitShape empty": (instead(FIGURE, ECO.unit, lit("")), {"UnitShape"}),
    "YearShape": (instead(FIGURE, ECO.year, lit("2020-05", XSD.gYearMonth)), {"YearShape"}),
    "EventKindShape": (minus(EVENT, ECO.eventKind), {"EventKindShape"}),
    "CauseShape none": (minus(PROPOSITION, ECO.cause), {"CauseShape"}),
    "CauseShape of itself": (instead(PROPOSITION, ECO.cause, VEKST), {"CauseShape"}),
    "EffectShape": (plus((PROPOSITION, ECO.effect, ASK)), {"EffectShape"}),
    "PolarityShape two": (plus((PROPOSITION, ECO.polarity, CODE["polarity/negative"])), {"PolarityShape"}),
    "PolarityShape other": (instead(PROPOSITION, ECO.polarity, CODE["strength/strong"]), {"PolarityShape"}),
    "ClaimedShape": (
        plus(
            *(
                (URIRef(BASE + "proposition/p"), p, o)
                for p, o in (
                    (RDF.type, ECO.SpilloverProposition),
                    (ECO.cause, ASK),
                    (ECO.effect, BIRK),
                    (ECO.polarity, CODE["polarity/negative"]),
                )
            )
        ),
        {"ClaimedShape"},
    ),
    "StanceShape none": (minus(CLAIM, ECO.supports), {"StanceShape"}),
    "StanceShape unknown": (
        instead(CLAIM, ECO.supports, URIRef(BASE + "proposition/kvist.vekst.positiv")),
        {"StanceShape"},
    ),
    "OneStanceShape": (plus((CLAIM, ECO.disputes, PROPOSITION)), {"OneStanceShape"}),
    "AssertedByShape": (instead(CLAIM, ECO.assertedBy, ASK), {"AssertedByShape"}),
    "AsserterLabelShape": (minus(ASSERTER, RDFS.label), {"AsserterLabelShape"}),
    "MechanismShape": (instead(CLAIM, ECO.mechanism, CODE["mechanism/magic"]), {"MechanismShape"}),
    "StrengthShape": (minus(CLAIM, ECO.strength), {"StrengthShape"}),
    "ExplicitnessShape": (
        plus((CLAIM, ECO.explicitness, CODE["explicitness/implied"])),
        {"ExplicitnessShape"},
    ),
    "DomainShape-Actor": (plus((VEKST, ECO.founded, lit("1990", XSD.gYear))), {"DomainShape-Actor"}),
    "DomainShape-Place": (plus((ASK, ECO.municipalityNumber, lit("9901"))), {"DomainShape-Place"}),
    "DomainShape-Topic": (plus((ASK, ECO.concerns, LIA)), {"DomainShape-Topic"}),
    "DomainShape-Event": (plus((ASK, ECO.involves, BIRK)), {"DomainShape-Event"}),
    "DomainShape-Observation": (
        plus((ASK, ECO.value, lit("4", XSD.decimal))),
        {"DomainShape-Observation"},
    ),
    "DomainShape-Source": (
        plus((ASK, ECO.url, lit("https://a.example", XSD.anyURI))),
        {"DomainShape-Source"},
    ),
    "DomainShape-Relation": (plus((ASK, ECO.partner, BIRK)), {"DomainShape-Relation"}),
    "DomainShape-SpilloverProposition": (
        plus((CLAIM, ECO.effect, ASK)),
        {"DomainShape-SpilloverProposition"},
    ),
    "DomainShape-Assertion": (plus((ASK, ECO.supports, PROPOSITION)), {"DomainShape-Assertion"}),
    "DomainShape-Asserter": (plus((ASK, PROV.actedOnBehalfOf, BIRK)), {"DomainShape-Asserter"}),
    "RangeShape-Actor": (instead(MEMBERSHIP, ECO.member, LIA), {"RangeShape-Actor"}),
    "RangeShape-Place": (instead(ASK, ECO.municipality, KVIST), {"RangeShape-Place"}),
    "RangeShape-Topic": (
        new_relation("a", "Focus", {"focusing": ASK, "focusTopic": BIRK}),
        {"RangeShape-Topic"},
    ),
}


def _relation_cases() -> None:
    """Each type of relation without its subject, without its object, and from a thing to itself."""
    for relation in schema().relations:
        cls, subject, target = (
            str(t).rsplit("#", 1)[-1] for t in (relation.rdf_class, relation.subject, relation.object)
        )
        rule = f"{cls}Shape"
        award = (URIRef(BASE + "relation/a"), ECO.statusLevel, CODE["level/nce"])
        level = plus(*([award] if cls == "StatusAward" else []))
        inherited = {"ParthoodShape"} if cls == "PlaceParthood" else set()
        cycle = {"PartCycleShape"} if "Parthood" in cls else set()
        # Ends of the class that the ontology's ranges ask for, so that only what is left out is wrong.
        one, other = (LIA, VIDDA) if cls == "PlaceParthood" else (KVIST, VEKST if cls == "Focus" else KVIST)
        for end, kept in (("subject", {target: other}), ("object", {subject: one})):
            CASES[f"{rule}-{end}"] = (
                both(new_relation("a", cls, kept), level),
                {f"{name}-{end}" for name in (rule, *inherited)},
            )
        CASES[f"{rule}-subject itself"] = (
            both(new_relation("a", cls, {subject: one, target: one}), level),
            {f"{rule}-subject"} | cycle | ({"RangeShape-Topic"} if cls == "Focus" else set()),
        )


_relation_cases()


def moved(facts: set[Triple], number: int) -> set[Triple]:
    """The facts under a root of their own, as no two regions share a thing."""

    def move(node: object) -> object:
        text = str(node)
        if isinstance(node, URIRef) and text.startswith(BASE):
            return URIRef(f"{text.replace('/vesle/', f'/vesle-{number}/')}")
        return node

    return {tuple(map(move, triple)) for triple in facts}  # type: ignore[misc]


def raw(results: Graph) -> Counter[tuple[str, ...]]:
    """Every result as plain text; the parts that name a blank node are left out."""

    def text(node: object, prop: URIRef) -> str:
        value = results.value(node, prop)  # type: ignore[arg-type]
        if isinstance(value, Literal):
            return f'"{value}"@{value.language}^^{value.datatype}'
        return "" if value is None or isinstance(value, BNode) else f"<{value}>"

    parts = (
        SH.focusNode,
        SH.sourceShape,
        SH.value,
        SH.resultPath,
        SH.sourceConstraintComponent,
        SH.resultSeverity,
    )
    return Counter(tuple(text(node, part) for part in parts) for node in results.objects(None, SH.result))


@pytest.fixture(scope="module")
def tiny() -> set[Triple]:
    return import_tables(TINY)[0]


@pytest.fixture(scope="module")
def everything(tiny: set[Triple]) -> Graph:
    """Innlandet and all broken regions, with the ontology."""
    graph = Graph(bind_namespaces="none")
    dataset = URIRef(BASE)
    facts = set(schema().graph) | parse(data_file())
    for number, (name, (change, _)) in enumerate(CASES.items()):
        broken = change(tiny)
        # pySHACL parses a query for each end and each whole; copies that are not about them do without.
        touched = {s for s, _, _ in broken ^ tiny} | ({PARTHOOD} if "PartCycle" in name else set())
        idle = {SITING, AWARD, PARTHOOD} - touched
        broken = {t for t in broken if t[0] not in idle and (t[1] != ECO.dissolved or BIRK in touched)}
        if "SameNumber" not in name:
            # Numbers and data sets are compared over the whole file: one owner each.
            kept = {o for s, p, o in broken if p == ECO.organisationNumber and o == lit("923609016")}
            broken = {t for t in broken if t[2] not in kept}
        facts |= moved({t for t in broken if t[0] != dataset and t[2] != URIRef(VOID + "Dataset")}, number)
    graph.addN((s, p, o, graph) for s, p, o in facts)
    return graph


@pytest.fixture(scope="module")
def by_shifty(everything: Graph) -> Counter[tuple[str, ...]]:
    return raw(validation._run("shifty", everything))


def test_both_engines_give_the_same_results(everything: Graph, by_shifty: Counter[tuple[str, ...]]) -> None:
    before = set(everything)
    by_pyshacl = raw(validation._run("pyshacl", everything))
    assert sum(by_shifty.values()) > len(CASES)
    assert by_pyshacl - by_shifty == Counter()
    assert by_shifty - by_pyshacl == Counter()
    assert set(everything) == before


@pytest.mark.parametrize("case", CASES)
def test_each_break_is_found_and_nothing_else(
    case: str, tiny: set[Triple], by_shifty: Counter[tuple[str, ...]]
) -> None:
    change, expected = CASES[case]
    assert case.split()[0] in expected
    if "OneRegionShape" in expected:
        found = {v.rule for v in validate(change(tiny)).violations}
    else:
        root = f"/vesle-{list(CASES).index(case)}/"
        found = {result[1].strip("<>").rsplit("#", 1)[-1] for result in by_shifty if root in result[0]}
    assert found == expected


def test_innlandet_conforms_without_a_warning(by_shifty: Counter[tuple[str, ...]]) -> None:
    assert [result for result in by_shifty if "/innlandet/" in result[0]] == []


# --- the shapes themselves


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(shapes_file())


def rules(shapes: Graph) -> set[URIRef]:
    return {s for target in TARGETS for s in shapes.subjects(target) if isinstance(s, URIRef)}


def test_every_shape_has_a_case_that_breaks_it(shapes: Graph) -> None:
    names = {str(rule).rsplit("#", 1)[-1] for rule in rules(shapes)}
    # A blank node cannot be moved to another root; tests/test_broken_input.py has that case.
    assert names - {case.split()[0] for case in CASES} == {"NamedShape"}


def test_every_shape_has_a_name_a_severity_and_a_message_in_both_languages(shapes: Graph) -> None:
    assert not [s for target in TARGETS for s in shapes.subjects(target) if isinstance(s, BNode)]
    assert not [
        s
        for kind in (SH.NodeShape, SH.PropertyShape)
        for s in shapes.subjects(RDF.type, kind)
        if isinstance(s, BNode)
    ]
    for rule in rules(shapes):
        assert rule.startswith(str(ECO))
        assert shapes.value(rule, SH.severity, any=False) in (SH.Violation, SH.Warning)
        messages = {m.language: str(m) for m in shapes.objects(rule, SH.message) if isinstance(m, Literal)}
        assert set(messages) == {"nb", "en"}
        assert len(list(shapes.objects(rule, SH.message))) == 2
        for text in messages.values():
            assert text[0].isupper() or text.startswith("eco:"), text
            assert text.endswith("."), text
    texts = Counter(str(m) for m in shapes.objects(None, SH.message))
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_term_that_the_shapes_name_exists(shapes: Graph) -> None:
    known = set(schema().graph.subjects()) | set(shapes.subjects())
    named = {o for _, o in shapes.subject_objects() if isinstance(o, URIRef) and o.startswith(str(ECO))}
    named |= {o for o in shapes.objects() if isinstance(o, URIRef) and str(o).startswith(str(CODE))}
    assert named - known == set()


def test_every_class_and_property_of_the_facts_is_covered(shapes: Graph, tiny: set[Triple]) -> None:
    facts = parse(data_file()) | tiny
    allowed = set(shapes.items(shapes.value(shape("KnownPropertyShape"), SH.ignoredProperties)))
    dataset = {s for s, p, o in facts if p == RDF.type and str(o) == VOID + "Dataset"}
    concepts = {s for s, p, o in facts if (p, o) == (RDF.type, SKOS.Concept)}
    things = {p for s, p, _ in facts if s not in dataset | concepts}
    assert things - allowed == set()
    targeted = set(shapes.objects(None, SH.targetClass))
    supers = schema().graph.transitive_objects
    for cls in {o for _, p, o in facts if p == RDF.type} - {SKOS.Concept}:
        assert targeted & set(supers(cls, RDFS.subClassOf)), cls


def test_every_property_between_things_is_checked_for_dangling_ends(shapes: Graph, tiny: set[Triple]) -> None:
    path = shapes.value(shape("ReferenceShape"), SH.path)
    checked = set(shapes.items(shapes.value(path, SH.alternativePath)))
    # These have a shape of their own that asks for the class of the thing.
    checked |= {PROV.hadPrimarySource, ECO.supports, ECO.disputes, ECO.assertedBy, ECO.indicator}
    checked |= {end for relation in schema().relations for end in (relation.subject, relation.object)}
    facts = parse(data_file()) | tiny
    roots = {s for s, p, o in facts if p == RDF.type and str(o) == VOID + "Dataset"}
    between = {p for _, p, o in facts if isinstance(o, URIRef) and str(o).startswith(tuple(map(str, roots)))}
    assert between - checked == set()


def test_relation_shapes_follow_the_ontology(shapes: Graph) -> None:
    for relation in schema().relations:
        if relation.word:
            for end, path in (("subject", relation.subject), ("object", relation.object)):
                rule = URIRef(f"{relation.rdf_class}Shape-{end}")
                assert shapes.value(rule, SH.targetClass, any=False) == relation.rdf_class
                stated = shapes.value(rule, SH.path)
                choices = {stated} | set(shapes.items(shapes.value(stated, SH.alternativePath) or RDF.nil))
                assert path in choices
    flat = {r.flat for r in schema().relations} | {ECO.holdsLevel, ECO.influences}
    assert (
        set(shapes.items(shapes.value(shapes.value(shape("BareEdgeShape"), SH.path), SH.alternativePath)))
        == flat
    )


def test_headers_of_the_shapes(shapes: Graph) -> None:
    this = URIRef("https://w3id.org/innovation-ecosystem/shapes")
    assert (this, RDF.type, OWL.Ontology) in shapes
    version = shapes.value(this, OWL.versionInfo)
    assert shapes.value(this, OWL.versionIRI) == URIRef(f"{this}/{version}")
    assert shapes.value(this, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


# --- the report


def test_a_violation_says_what_where_and_what_would_be_right_in_both_languages(tiny: set[Triple]) -> None:
    typed = instead(MEMBERSHIP, PROV.hadPrimarySource, URIRef(BASE + "source/avisa-2021"))(tiny)
    report = validate(typed, lang="en")
    (found,) = report.violations
    assert (found.severity, found.thing, found.rule) == ("Violation", str(MEMBERSHIP), "SourceKnownShape")
    assert (found.name, found.path) == ("relation:ask.memberOf.kvist.2010", "prov:hadPrimarySource")
    assert (found.value, found.suggestions) == ("source:avisa-2021", ("source:avisa-2020",))
    assert report.lines() == [str(found)] == [found.line("en")]
    assert str(found) == (
        "violation SourceKnownShape: relation:ask.memberOf.kvist.2010 prov:hadPrimarySource"
        " source:avisa-2021: The source is not among the sources (eco:Source); add it or mend the reference."
        " Did you mean source:avisa-2020?"
    )
    assert report.lines("nb") == [
        "brudd SourceKnownShape: relation:ask.memberOf.kvist.2010 prov:hadPrimarySource source:avisa-2021:"
        " Kilden er ikke blant kildene (eco:Source); legg den til eller rett henvisningen."
        " Mente du source:avisa-2020?"
    ]


@pytest.mark.parametrize(
    ("case", "names"),
    [
        ("KnownClassShape unknown class", ("eco:Firm",)),
        ("KnownPropertyShape", ("eco:founded",)),
        ("IndicatorShape", ("indicator:members",)),
        ("MembershipShape-object unknown", ("actor:kvist",)),
        ("BareEdgeShape", ()),
    ],
)
def test_near_names_are_suggested_for_what_is_unknown(
    tiny: set[Triple], case: str, names: tuple[str, ...]
) -> None:
    (found,) = validate(CASES[case][0](tiny)).violations
    assert found.suggestions[:1] == names
    assert bool(found.hint("nb")) == bool(names)


def test_a_choice_of_properties_names_the_one_that_is_wrong(tiny: set[Triple]) -> None:
    (found,) = validate(CASES["DateShape month"][0](tiny)).violations
    assert (found.path, found.value) == ("eco:founded", "2010-13")


def test_violations_stand_before_warnings_and_are_sorted(tiny: set[Triple]) -> None:
    broken = both(
        *(
            CASES[c][0]
            for c in ("KnownPropertyShape", "UnitShape none", "SourcePublisherShape", "LabelShape-en")
        )
    )
    report = validate(broken(tiny))
    assert [(v.severity, v.rule) for v in report.violations] == [
        ("Violation", "UnitShape"),
        ("Violation", "LabelShape-en"),
        ("Warning", "KnownPropertyShape"),
        ("Warning", "SourcePublisherShape"),
    ]
    assert not report.conforms
    with pytest.raises(NonConformantError) as caught:
        report.raise_for_violations()
    # Warnings are told, and do not stop anybody.
    for lang in ("nb", "en"):
        assert caught.value.told(lang) == "\n".join(report.lines(lang)[:2])
    assert str(caught.value).startswith("violation UnitShape: ")
    assert caught.value.told("nb").startswith("brudd UnitShape: ")


def test_warnings_alone_conform(tiny: set[Triple]) -> None:
    report = validate(CASES["KnownPropertyShape"][0](tiny))
    assert report.conforms
    assert [v.severity for v in report.violations] == ["Warning"]
    assert report.lines("nb")[0].startswith("merknad KnownPropertyShape")
    report.raise_for_violations()


def test_nothing_wrong_is_said_too(tiny: set[Triple]) -> None:
    report = validate(tiny)
    assert report == Report(())
    assert (report.lines(), report.lines("en")) == (
        ["Alle fakta oppfyller reglene."],
        ["All facts keep the rules."],
    )


def test_an_ecosystem_is_checked_without_what_was_inferred_and_left_as_it_is(tiny: set[Triple]) -> None:
    ecosystem = Ecosystem(tiny)
    before = [set(graph) for graph in (ecosystem.ontology, ecosystem.asserted, ecosystem.inferred)]
    # Flat edges are inferred here, and none of them is taken for a bare one.
    assert (ASK, ECO.memberOf, KVIST) in ecosystem.inferred
    assert validate(ecosystem).violations == ()
    assert [set(graph) for graph in (ecosystem.ontology, ecosystem.asserted, ecosystem.inferred)] == before


def test_triples_that_are_given_are_left_as_they_are(tiny: set[Triple]) -> None:
    given = Graph()
    for triple in tiny:
        given.add(triple)
    before = set(given)
    validate(given, engine="shifty")
    validate(given, engine="pyshacl")
    assert set(given) == before


def test_engines_give_the_same_report(tiny: set[Triple]) -> None:
    broken = CASES["UnitShape none"][0](tiny)
    assert validate(broken, engine="pyshacl") == validate(broken, engine="shifty") == validate(broken)
    assert all(isinstance(v, Violation) for v in validate(broken).violations)


def test_without_the_fast_engine_the_reference_does_it(
    tiny: set[Triple], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shifty", None)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "shifty" else find(name))
    broken = CASES["UnitShape none"][0](tiny)
    assert [v.rule for v in validate(broken).violations] == ["UnitShape"]
    with pytest.raises(
        MissingExtraError, match=r"pyshifty is not installed; run: pip install 'ecosystem-graph\[fast\]'"
    ):
        validate(broken, engine="shifty")


def test_an_unknown_engine_is_refused(tiny: set[Triple]) -> None:
    with pytest.raises(NotFoundError, match="no engine named 'shify'; did you mean 'shifty'") as caught:
        validate(tiny, engine="shify")
    known = "gyldige: auto, pyshacl, shifty"
    assert caught.value.told("nb") == f"ukjent motor: 'shify'; mente du 'shifty'? {known}"


def test_what_the_fast_engine_does_not_know_is_never_passed_over(
    tiny: set[Triple], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .
        eco:OddShape a sh:NodeShape ; sh:targetClass eco:Firm ; sh:expression [ eco:odd ( sh:this ) ] .
        """,
        format="turtle",
    )
    monkeypatch.setattr(validation, "_shapes", lambda: odd)
    with pytest.raises(ValueError, match="unsupported"):
        validate(tiny, engine="shifty")
