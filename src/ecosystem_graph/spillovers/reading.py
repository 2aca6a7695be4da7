"""From the graph to plain values. The only room here that knows RDF."""

from __future__ import annotations

from collections import defaultdict

from rdflib import PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.period import Period
from ecosystem_graph.schema import schema
from ecosystem_graph.vocab import ECO

from .claims import Asserter, Assertion, Code, Concern, Dated, How, Proposition, Source, Stance, Thing
from .ledger import Ledger

__all__ = ["read_ledger"]

_KINDS = ("actor", "place", "topic", "event")
#: What is read of things, so that no more has to travel where the graph is elsewhere.
_READ = (
    RDF.type, RDFS.label, SKOS.prefLabel, DCTERMS.title, DCTERMS.publisher, DCTERMS.issued,
    DCTERMS.license,
    PROV.actedOnBehalfOf, PROV.hadPrimarySource,
    ECO.assertedBy, ECO.cause, ECO.concerns, ECO.date, ECO.disputes, ECO.effect, ECO.end, ECO.explicitness,
    ECO.founded, ECO.involves, ECO.mechanism, ECO.mechanismNote, ECO.mergedOrganisation, ECO.mergerResult,
    ECO.ongoing, ECO.paraphrase, ECO.polarity, ECO.predecessor, ECO.start, ECO.strength, ECO.successor,
    ECO.supports, ECO.url,
)  # fmt: skip


def read_ledger(ecosystem: Ecosystem) -> Ledger:
    """Every claim of a region. Only what sources say is read; nothing inferred goes in.

    Args:
        ecosystem: The graph; it need not be reasoned.
    """
    reader = _Reader(ecosystem.excerpt(_READ, dated=(ECO.start, ECO.date)), ecosystem.base)
    things = {thing.id: thing for thing in reader.things()}
    assertions: dict[str, list[Assertion]] = defaultdict(list)
    for prop, stance in ((ECO.supports, Stance.SUPPORTS), (ECO.disputes, Stance.DISPUTES)):
        for node, proposition in reader.graph.subject_objects(prop):
            assertions[str(proposition)].append(reader.assertion(node, stance))
    propositions = [
        Proposition(
            str(node),
            reader.text(node, ECO.cause),
            reader.text(node, ECO.effect),
            -1 if reader.text(node, ECO.polarity).endswith("/negative") else 1,
            tuple(sorted(assertions[str(node)], key=lambda a: a.id)),
        )
        for node in reader.graph.subjects(RDF.type, ECO.SpilloverProposition)
    ]
    for end in {end for p in propositions for end in (p.cause, p.effect)} - set(things):
        things[end] = reader.thing(URIRef(end))
    return Ledger(
        things,
        tuple(sorted(propositions, key=lambda p: p.id)),
        ecosystem.base,
        reader.text(URIRef(ecosystem.base), DCTERMS.license),
    )


class _Reader:
    """One run over the asserted graph."""

    def __init__(self, graph: Graph, base: str) -> None:
        self.graph, self.base = graph, base
        self.cached_sources: dict[Node, Source] = {}
        self.known_by = self._known_by()
        self.concerned = self._concerned()

    # -- values ----------------------------------------------------------------------------------------

    def text(self, node: Node, prop: URIRef) -> str:
        return min((str(v) for v in self.graph.objects(node, prop)), default="")

    def texts(self, node: Node, prop: URIRef, lang: str) -> str:
        values = self.graph.objects(node, prop)
        return min((str(v) for v in values if isinstance(v, Literal) and v.language == lang), default="")

    def kind(self, node: Node) -> str:
        return str(node).removeprefix(self.base).split("/", 1)[0]

    def slug(self, node: Node) -> str:
        return str(node).removeprefix(self.base).split("/", 1)[-1]

    def code(self, node: Node, prop: URIRef, default: str) -> Code:
        value = self.graph.value(node, prop)
        if not isinstance(value, URIRef):
            return Code(default)
        known = schema()
        return Code(value.rsplit("/", 1)[-1], known.label(value, "nb"), known.label(value, "en"))

    # -- claims ----------------------------------------------------------------------------------------

    def assertion(self, node: Node, stance: Stance) -> Assertion:
        return Assertion(
            str(node),
            stance,
            self.asserter(node),
            self.sources(node),
            self.code(node, ECO.mechanism, "unstated"),
            self.text(node, ECO.mechanismNote),
            self.code(node, ECO.strength, "unstated"),
            self.code(node, ECO.explicitness, "implied"),
            Period(self.text(node, ECO.start), self.text(node, ECO.end), bool(self.text(node, ECO.ongoing))),
            self.texts(node, ECO.paraphrase, "nb"),
            self.texts(node, ECO.paraphrase, "en"),
        )

    def asserter(self, assertion: Node) -> Asserter:
        node = min(self.graph.objects(assertion, ECO.assertedBy), key=str, default=None)
        if node is None:
            return Asserter("", "")
        actors = sorted(str(a) for a in self.graph.objects(node, PROV.actedOnBehalfOf))
        return Asserter(str(node), self.text(node, RDFS.label) or self.slug(node), tuple(actors))

    def sources(self, node: Node) -> tuple[Source, ...]:
        found = sorted(self.graph.objects(node, PROV.hadPrimarySource), key=str)
        return tuple(self.source(s) for s in found)

    def source(self, node: Node) -> Source:
        if node not in self.cached_sources:
            fields = (DCTERMS.title, DCTERMS.publisher, DCTERMS.issued, ECO.url)
            self.cached_sources[node] = Source(
                str(node), self.slug(node), *(self.text(node, p) for p in fields)
            )
        return self.cached_sources[node]

    # -- things ----------------------------------------------------------------------------------------

    def things(self) -> list[Thing]:
        nodes = {
            s for s in self.graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(self.base)
        }
        return [self.thing(node) for node in sorted(nodes) if self.kind(node) in _KINDS]

    def thing(self, node: URIRef) -> Thing:
        labels = [
            self.texts(node, RDFS.label, x) or self.texts(node, SKOS.prefLabel, x) for x in ("nb", "en")
        ]
        basis, prop = ("event", ECO.date) if self.kind(node) == "event" else ("founded", ECO.founded)
        begins = sorted(str(v) for v in self.graph.objects(node, prop))
        return Thing(
            str(node),
            self.slug(node),
            self.kind(node),
            labels[0],
            labels[1],
            begins=tuple(Dated(date, basis, str(node)) for date in begins),
            known_by=self.known_by.get(str(node)),
            concerned=tuple(self.concerned.get(str(node), ())),
        )

    def _known_by(self) -> dict[str, Dated]:
        """The earliest relation or event that shows a thing was there."""
        found: dict[str, list[Dated]] = defaultdict(list)
        for prop, basis in ((ECO.start, "relation"), (ECO.date, "event")):
            for node, date in self.graph.subject_objects(prop):
                for value in self.graph.objects(node):
                    if (
                        isinstance(value, URIRef)
                        and value.startswith(self.base)
                        and self.kind(value) == "actor"
                    ):
                        found[str(value)].append(Dated(str(date), basis, str(node), by_then=True))
        # "2006" is the whole year: 2006-05 was surely there earlier than its last day.
        return {thing: min(dates, key=lambda d: (f"{d.date}-99", d.at)) for thing, dates in found.items()}

    def _concerned(self) -> dict[str, list[Concern]]:
        """Per thing what concerns its development, in a fixed order."""
        pairs: list[tuple[str, How, str]] = []
        for topic, thing in self.graph.subject_objects(ECO.concerns):
            pairs.append((str(thing), How.TOPIC, str(topic)))
        for event, actor in self.graph.subject_objects(ECO.involves):
            pairs.append((str(actor), How.EVENT, str(event)))
        for old, new in ((ECO.predecessor, ECO.successor), (ECO.mergedOrganisation, ECO.mergerResult)):
            for node, before in self.graph.subject_objects(old):
                for after in self.graph.objects(node, new):
                    pairs.append((str(after), How.PREDECESSOR, str(before)))
        found: dict[str, list[Concern]] = defaultdict(list)
        for whom, how, what in sorted(set(pairs), key=lambda p: (p[0], list(How).index(p[1]), p[2])):
            found[whom].append(Concern(what, how))
        return found
