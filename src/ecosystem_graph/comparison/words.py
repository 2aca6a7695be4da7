"""The words of a comparison in Norwegian (bokmål) and English, and facts told with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdflib import FOAF, PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, GEO, VOID
from rdflib.term import Node

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.schema import schema
from ecosystem_graph.wording import counted, told

from .changes import Fact, Sort, ThingChange

__all__ = [
    "Label",
    "class_of",
    "heading",
    "label_of",
    "number",
    "sentence",
    "summary",
    "value",
    "word",
]

Label = Callable[[URIRef, str], str]
"""Name of a thing, term or code in ``nb`` or ``en``."""

_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
#: Longer texts are cut where a line is told; the JSON has them whole.
_LONGEST = 160

_WORDS: Mapping[str, tuple[str, str]] = {
    # sorts: of things and facts
    "added": ("lagt til", "added"),
    "removed": ("fjernet", "removed"),
    "changed": ("endret", "changed"),
    "re-sourced": ("fått andre kilder", "re-sourced"),
    # kinds, for headings
    "actor": ("Aktører", "Actors"),
    "place": ("Steder", "Places"),
    "topic": ("Temaer", "Topics"),
    "event": ("Hendelser", "Events"),
    "relation": ("Relasjoner", "Relations"),
    "observation": ("Tall", "Figures"),
    "proposition": ("Årsaksforhold det er påstander om", "Causal relations claimed"),
    "assertion": ("Påstander", "Assertions"),
    "asserter": ("Påstandsstillere", "Asserters"),
    "source": ("Kilder", "Sources"),
    "geometry": ("Geometrier", "Geometries"),
    "other": ("Annet", "Other things"),
    # the whole
    "thing": ("ting", "thing"),
    "things": ("ting", "things"),
    "fact": ("faktum", "fact"),
    "facts": ("fakta", "facts"),
    "from": ("Fra {old} ({m} fakta) til {new} ({n} fakta).", "From {old} ({m} facts) to {new} ({n} facts)."),
    "identical": ("Ingen forskjell: de to sier det samme.", "No difference: the two say the same."),
    "nothing": ("Ingenting følger av det.", "Nothing follows from it."),
    "renamed": ("het før {was}", "was named {was}"),
    "nameless": (
        "{n} fakta om ting uten eget navn (blank node) kan ikke sammenlignes ting for ting.",
        "{n} facts about things without a name (blank nodes) cannot be compared thing by thing.",
    ),
    # consequences
    "consequences": ("Hva som følger", "What follows"),
    "gained": ("Bånd som kommer til", "Edges gained"),
    "lost": ("Bånd som faller bort", "Edges lost"),
    "kinds": ("Aktører som skifter type eller sfære", "Actors whose kind or sphere changes"),
    "standings": ("Påstander som står annerledes", "Claims that stand differently"),
    "new-claim": ("ny", "new"),
    "gone-claim": ("borte", "gone"),
    "ranks": (
        "Rang i samarbeidsnettverket som flytter seg",
        "Ranks in the collaboration network that move",
    ),
    "network": (
        "Samarbeidsnettverket: {a} aktører og {b} bånd før, {c} aktører og {d} bånd nå.",
        "The collaboration network: {a} actors and {b} ties before, {c} actors and {d} ties now.",
    ),
    "entered": ("Kommer inn i nettverket", "Enter the network"),
    "left": ("Går ut av nettverket", "Leave the network"),
    "beyond": ("mer enn usikkerheten", "more than the uncertainty"),
    "beyond-means": (
        "Et flytt er mer enn usikkerheten der {level} %-intervallene for rangen før og nå ikke overlapper "
        "({draws} tenkelige nettverk hver): {k} av {n} flytt.",
        "A move is more than the uncertainty where the {level} % intervals of the rank before and now do not "
        "overlap ({draws} plausible networks each): {k} of {n} moves.",
    ),
    "more": ("… og {n} til", "… and {n} more"),
    "broken": ("Nye brudd på reglene", "Rules newly broken"),
    "mended": ("Brudd på reglene som er borte", "Breaches of rules that are gone"),
    "contradicts": ("Nye motsigelser", "New contradictions"),
    "contradicted": ("Motsigelser som er borte", "Contradictions that are gone"),
    "halted": (
        "Fakta og ontologi motsier hverandre; bånd, rang og stilling er derfor ikke regnet ut.",
        "Facts and ontology contradict each other; edges, ranks and standings are therefore not worked out.",
    ),
}

#: Properties and classes that are not the ontology's own.
_OTHERS: Mapping[URIRef, tuple[str, str]] = {
    PROV.hadPrimarySource: ("kilde", "source"),
    PROV.actedOnBehalfOf: ("på vegne av", "on behalf of"),
    RDF.type: ("klasse", "class"),
    RDFS.label: ("navn", "name"),
    SKOS.altLabel: ("annet navn", "other name"),
    SKOS.inScheme: ("kodeliste", "code list"),
    DCTERMS.title: ("tittel", "title"),
    DCTERMS.publisher: ("utgiver", "publisher"),
    DCTERMS.issued: ("utgitt", "issued"),
    DCTERMS.language: ("språk", "language"),
    DCTERMS.license: ("lisens", "licence"),
    FOAF.homepage: ("nettsted", "homepage"),
    GEO.hasGeometry: ("grense", "boundary"),
    GEO.hasCentroid: ("midtpunkt", "centre"),
    GEO.asWKT: ("geometri", "geometry"),
    GEO.Geometry: ("geometri", "geometry"),
    VOID.Dataset: ("datasett", "data set"),
    SKOS.Concept: ("begrep", "concept"),
    URIRef(f"{_WGS84}lat"): ("breddegrad", "latitude"),
    URIRef(f"{_WGS84}long"): ("lengdegrad", "longitude"),
}


def word(key: str, lang: str, **parts: object) -> str:
    """A fixed text, its parts filled in."""
    text = _WORDS[key][lang != "nb"]
    return text.format(**parts) if parts else text


def number(count: int, lang: str) -> str:
    """A count for people: 33 210 in Norwegian, 33,210 in English."""
    return told(counted(count), lang)


def heading(kind: str, counts: Mapping[Sort, int], lang: str) -> str:
    """``Actors: 2 added, 1 changed``."""
    told = ", ".join(f"{number(n, lang)} {word(sort, lang)}" for sort, n in counts.items() if n)
    return f"{word(kind, lang)}: {told}"


def label_of(old: Ecosystem, new: Ecosystem) -> Label:
    """Names as the new facts have them; as the old ones have them where the new ones know nothing of it."""
    known = {s for s, _, _ in new.facts} | set(schema().graph.subjects())

    def label(thing: URIRef, lang: str) -> str:
        return (new if thing in known else old).label(thing, lang)

    return label


def value(node: Node, label: Label, lang: str) -> str:
    """A value for people: the name of a thing, a text in quotes, all else as it is written."""
    if isinstance(node, URIRef):
        return label(node, lang)
    text = " ".join(str(node).split())
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    quoted = isinstance(node, Literal) and (node.language or node.datatype in (None, XSD.string))
    return (f"«{text}»" if lang == "nb" else f"“{text}”") if quoted else text


def sentence(fact: Fact, label: Label, lang: str) -> str:
    """A fact that differs: ``founded: 2006 → 2007``."""
    own = _OTHERS.get(fact.prop)
    name = own[lang != "nb"] if own else label(fact.prop, lang)
    name += f" ({fact.lang})" if fact.lang else ""
    old, new = ([value(node, label, lang) for node in side] for side in (fact.old, fact.new))
    if fact.sort is Sort.CHANGED:
        return f"{name}: {', '.join(old)} → {', '.join(new)}"
    if fact.sort is Sort.RESOURCED:
        signed = [f"− {text}" for text in old] + [f"+ {text}" for text in new]
        return f"{name}: {', '.join(signed)}"
    sign = "+" if fact.sort is Sort.ADDED else "−"
    return f"{sign} {name}: {', '.join(new or old)}"


def summary(change: ThingChange, label: Label, lang: str) -> str:
    """All that is said of a thing that is wholly new or gone, on one line; its name and class left out."""
    name = label(change.thing, lang)
    ends = {end for relation in schema().relations for end in (relation.subject, relation.object)}
    return "; ".join(
        sentence(fact, label, lang).removeprefix("+ ").removeprefix("− ")
        for fact in change.facts
        # A relation is named by its ends.
        if fact.prop not in ends and fact.prop != RDF.type and not _is_name(fact, name, lang)
    )


def class_of(change: ThingChange, label: Label, lang: str) -> str:
    """The class of a thing that is wholly new or gone."""
    classes = [o for f in change.facts if f.prop == RDF.type for o in f.new or f.old if isinstance(o, URIRef)]
    return ", ".join(_OTHERS[c][lang != "nb"] if c in _OTHERS else label(c, lang) for c in classes)


def _is_name(fact: Fact, name: str, lang: str) -> bool:
    """The line begins with it already."""
    return fact.lang == lang and [str(o) for o in fact.new or fact.old] == [name]
