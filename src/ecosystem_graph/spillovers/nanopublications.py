"""The ledger as TriG: one nanopublication per assertion.

The shape is that of the nanopublication guidelines (https://nanopub.net/guidelines/working_draft/): a head
that names an assertion graph (what is claimed), a provenance graph (who says it and where) and a publication
graph (under which licence, from which data). A dispute is a nanopublication too: it asserts a dispute.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from ecosystem_graph.turtle import prefixes
from ecosystem_graph.vocab import CODE

from .claims import Assertion, Code, Proposition
from .ledger import Ledger

__all__ = ["ledger_trig"]

_NP = "http://www.nanopub.org/nschema#"
_PREFIXES = ("dcterms", "eco", "prov", "rdfs", "xsd")
#: ISO texts by their length.
_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}

_Pair = tuple[str, str]


def ledger_trig(ledger: Ledger, *, created: str = "") -> str:
    """Every assertion as a nanopublication, in IRI order.

    Args:
        ledger: The claims.
        created: Date or date and time (ISO) at which the data were made, for the publication graphs; empty
            leaves it out, so that two exports of the same data are the same text.
    """
    bound = prefixes(ledger.base)
    head = [f"@prefix {name}: <{bound[name]}> ." for name in _PREFIXES] + [f"@prefix np: <{_NP}> ."]
    pairs = [(a, p) for p in ledger.propositions for a in p.assertions]
    pairs.sort(key=lambda pair: pair[0].id)
    return "\n".join([*head, "", *(_one(ledger, a, p, created) for a, p in pairs)])


def _one(ledger: Ledger, assertion: Assertion, proposition: Proposition, created: str) -> str:
    name = f"{ledger.base}nanopublication/{assertion.id.rsplit('/', 1)[-1]}"
    this, graph = f"<{name}>", f"<{name}/assertion>"
    head = [
        ("a", "np:Nanopublication"),
        ("np:hasAssertion", graph),
        ("np:hasProvenance", f"<{name}/provenance>"),
        ("np:hasPublicationInfo", f"<{name}/publication>"),
    ]
    claim = _subject(f"<{proposition.id}>", _proposition(proposition)) + _subject(
        f"<{assertion.id}>", _assertion(assertion, proposition)
    )
    publication = [("prov:wasDerivedFrom", f"<{ledger.base}>")]
    if ledger.licence:
        publication.insert(0, ("dcterms:license", f"<{ledger.licence}>"))
    if created:
        publication.append(("dcterms:created", _date(created)))
    return "\n".join(
        [
            *_graph(f"<{name}/head>", _subject(this, head)),
            *_graph(graph, claim),
            *_graph(f"<{name}/provenance>", _provenance(graph, assertion)),
            *_graph(f"<{name}/publication>", _subject(this, publication)),
        ]
    )


def _proposition(proposition: Proposition) -> list[_Pair]:
    polarity = "positive" if proposition.sign > 0 else "negative"
    return [
        ("a", "eco:SpilloverProposition"),
        ("eco:cause", f"<{proposition.cause}>"),
        ("eco:effect", f"<{proposition.effect}>"),
        ("eco:polarity", f"<{CODE}polarity/{polarity}>"),
    ]


def _assertion(assertion: Assertion, proposition: Proposition) -> list[_Pair]:
    period = assertion.period
    pairs = [("a", "eco:Assertion"), (f"eco:{assertion.stance.value}", f"<{proposition.id}>")]
    pairs += _code("mechanism", assertion.mechanism)
    pairs += _text("eco:mechanismNote", assertion.mechanism_note)
    pairs += _code("strength", assertion.strength) + _code("explicitness", assertion.explicitness)
    pairs += [("eco:start", _date(period.start))] if period.start else []
    pairs += [("eco:end", _date(period.end))] if period.end else []
    pairs += [("eco:ongoing", "true")] if period.ongoing else []
    return pairs + _text("eco:paraphrase", assertion.nb, "@nb") + _text("eco:paraphrase", assertion.en, "@en")


def _provenance(graph: str, assertion: Assertion) -> list[str]:
    asserter = assertion.asserter
    about = [("prov:wasAttributedTo", f"<{asserter.id}>")] if asserter.id else []
    about += [("prov:hadPrimarySource", f"<{s.id}>") for s in assertion.sources]
    lines = _subject(graph, about)
    if asserter.id:
        voice = [("a", "eco:Asserter"), *_text("rdfs:label", asserter.label)]
        voice += [("prov:actedOnBehalfOf", f"<{actor}>") for actor in asserter.represents]
        lines += _subject(f"<{asserter.id}>", voice)
    for source in assertion.sources:
        pairs = [("a", "eco:Source"), *_text("dcterms:title", source.title)]
        pairs += _text("dcterms:publisher", source.publisher)
        pairs += [("dcterms:issued", _date(source.date))] if source.date else []
        pairs += [("eco:url", f"{_quoted(source.url)}^^xsd:anyURI")] if source.url else []
        lines += _subject(f"<{source.id}>", pairs)
    return lines


def _graph(name: str, lines: Iterable[str]) -> list[str]:
    return [f"{name} {{", *(f"    {line}" for line in lines), "}"]


def _subject(subject: str, pairs: list[_Pair]) -> list[str]:
    if not pairs:
        return []
    lines = [f"    {predicate} {value} ;" for predicate, value in pairs]
    return [subject, *lines[:-1], f"{lines[-1][:-1]}."]


def _code(scheme: str, code: Code) -> list[_Pair]:
    return [(f"eco:{scheme}", f"<{CODE}{scheme}/{code.slug}>")] if code.slug else []


def _text(predicate: str, text: str, suffix: str = "") -> list[_Pair]:
    return [(predicate, _quoted(text) + suffix)] if text else []


def _date(date: str) -> str:
    return f'"{date}"^^xsd:{_DATE_TYPES.get(len(date), "dateTime")}'


def _quoted(text: str) -> str:
    # The escapes of a JSON string are escapes of a Turtle string as well.
    return json.dumps(text, ensure_ascii=False)
