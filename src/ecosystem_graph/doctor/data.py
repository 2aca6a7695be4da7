"""A data file: can it be read, is it written as it should, does it keep the rules, what looks doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Literal, URIRef
from rdflib.namespace import PROV, SKOS

from ecosystem_graph.ecosystem import Ecosystem, fold
from ecosystem_graph.errors import DataError, EcosystemError
from ecosystem_graph.reasoning import Reasoner
from ecosystem_graph.schema import schema
from ecosystem_graph.turtle import Triple, base_of, serialise, short_name
from ecosystem_graph.validation import Violation, validate
from ecosystem_graph.vocab import CODE, ECO
from ecosystem_graph.wording import Wording

from .findings import Finding, Level

__all__ = ["check_data"]

_TERMS = str(ECO._NS)
_BOM = b"\xef\xbb\xbf"
#: Checks that mean that the file could not be looked at.
UNREADABLE = "unreadable"


def check_data(path: Path) -> list[Finding]:
    """Look at a data file: Turtle or another RDF form, a folder of tables, or a workbook."""
    try:
        ecosystem = Ecosystem.load(path, reason=False)
    except DataError as error:
        count = len(error.problems)
        return [
            Finding(
                Level.ERROR,
                "tables",
                f"Feil i tabellene: {count}.",
                f"Problems in the tables: {count}.",
                "Rett hver celle som er nevnt; det som ville vært riktig, står ved den.",
                "Mend each cell that is named; what would be right stands beside it.",
                tuple(Wording(p.told("en"), p.told("nb")) for p in error.problems),
            )
        ]
    except EcosystemError as error:
        return [
            Finding(
                Level.ERROR,
                UNREADABLE,
                "Filen kan ikke leses.",
                "The file cannot be read.",
                "Rett det som er nevnt, eller hent en eldre utgave av filen.",
                "Mend what is named, or get an earlier version of the file.",
                (error.message,),
            )
        ]
    facts = ecosystem.facts
    return [
        _read(path, ecosystem),
        *_nameless(facts),
        *_writing(path, facts),
        *_rules(facts),
        *_contradictions(facts, ecosystem.base, path),
        *_dangling(facts, ecosystem.base),
        *_doubles(facts, ecosystem.base),
        *_lives(facts, ecosystem.base),
        *_unused(facts, ecosystem.base),
        *_indicators(facts, ecosystem.base),
    ]


def _read(path: Path, ecosystem: Ecosystem) -> Finding:
    count, actors = len(ecosystem.facts), len(ecosystem.actors())
    return Finding(
        Level.FINE if actors else Level.WARNING,
        "read",
        f"{path}: {count} fakta om {actors} aktører i {ecosystem.region}.",
        f"{path}: {count} facts about {actors} actors in {ecosystem.region}.",
        "" if actors else "Se etter om dette er riktig fil: den nevner ingen aktører.",
        "" if actors else "See whether this is the right file: it names no actors.",
    )


# -- how it is written -------------------------------------------------------------------------------------


def _nameless(facts: frozenset[Triple]) -> Iterator[Finding]:
    count = len({n for s, _, o in facts for n in (s, o) if isinstance(n, BNode)})
    if count:
        yield Finding(
            Level.ERROR,
            "blank-nodes",
            f"Ting uten eget navn (blank node): {count}.",
            f"Things with no name of their own (blank nodes): {count}.",
            "Gi hver av dem en IRI under regionens rot.",
            "Give each of them an IRI under the region's root.",
        )


def _writing(path: Path, facts: frozenset[Triple]) -> Iterator[Finding]:
    """Turtle only: other forms have no canonical writing of ours."""
    if path.suffix.lower() != ".ttl" or any(isinstance(n, BNode) for s, _, o in facts for n in (s, o)):
        return
    written = path.read_bytes()
    if written == serialise(facts, base_of(facts)).encode():
        yield Finding(
            Level.FINE, "canonical", "Filen har kanonisk form.", "The file is in the canonical form."
        )
        return
    why_nb, why_en = _strange(written)
    again = f"ecosystem-graph export graph --asserted-only --data {path} -o {path}"
    yield Finding(
        Level.NOTE,
        "canonical",
        f"Filen har ikke kanonisk form{why_nb}.",
        f"The file is not in the canonical form{why_en}.",
        f"Skriv den om, så blir endringer lette å se: {again}",
        f"Write it anew, so that changes are easy to see: {again}",
    )


def _strange(written: bytes) -> tuple[str, str]:
    found = []
    if written.startswith(_BOM):
        found.append(("BOM først i filen", "a BOM begins the file"))
    if b"\r\n" in written:
        found.append(("linjeskift som i Windows", "line ends as in Windows"))
    nb, en = (", ".join(reason[i] for reason in found) for i in (0, 1))
    return (f" ({nb})", f" ({en})") if found else ("", "")


# -- what the rules say ------------------------------------------------------------------------------------


def _rules(facts: frozenset[Triple]) -> Iterator[Finding]:
    found = validate(facts).violations
    if not found:
        yield Finding(Level.FINE, "shapes", "Alle fakta oppfyller reglene.", "All facts keep the rules.")
    by_rule: dict[str, list[Violation]] = defaultdict(list)
    for violation in found:
        by_rule[violation.rule].append(violation)
    for rule, some in by_rule.items():
        level = Level.WARNING if some[0].severity == "Warning" else Level.ERROR
        count = len(some)
        yield Finding(
            level,
            rule,
            f"Brudd på regelen {rule}: {count}.",
            f"Breaches of the rule {rule}: {count}.",
            some[0].messages.get("nb", ""),
            some[0].messages.get("en", ""),
            tuple(Wording(_breach(v, "en"), _breach(v, "nb")) for v in some),
        )


def _breach(violation: Violation, lang: str) -> str:
    return " ".join(filter(None, (violation.name, violation.path, violation.value, violation.hint(lang))))


def _contradictions(facts: frozenset[Triple], base: str, path: Path) -> Iterator[Finding]:
    found = Reasoner(schema().graph, facts).contradictions()
    if not found:
        yield Finding(
            Level.FINE,
            "contradictions",
            "Fakta og ontologi motsier ikke hverandre.",
            "Facts and ontology do not contradict each other.",
        )
        return
    # The axioms come first and are the ontology's; what can be mended is among the rest.
    places = {
        "; ".join(_told(t, base) for t in clash.facts if isinstance(t[0], URIRef) and t[0].startswith(base))
        for clash in found
    }
    proof = f"ecosystem-graph build --data {path}"
    yield Finding(
        Level.ERROR,
        "contradictions",
        f"Motsigelser mellom fakta og ontologi: {len(found)}.",
        f"Contradictions between facts and ontology: {len(found)}.",
        f"Ta bort eller rett ett av fakta som støter sammen; beviset vises av {proof}",
        f"Take away or mend one of the facts that clash; the proof is shown by {proof}",
        tuple(sorted(places)),
    )


def _told(triple: Triple, base: str) -> str:
    return " ".join("a" if n == RDF.type else short_name(str(n), base) for n in triple)


# -- what looks doubtful -----------------------------------------------------------------------------------


def _dangling(facts: frozenset[Triple], base: str) -> Iterator[Finding]:
    known = {s for s, _, _ in facts} | set(schema().graph.subjects())
    ours = (base, _TERMS, str(CODE))
    lost = {
        o: s for s, p, o in facts if isinstance(o, URIRef) and str(o).startswith(ours) and o not in known
    } | {p: s for s, p, _ in facts if isinstance(p, URIRef) and p.startswith(_TERMS) and p not in known}
    if lost:
        places = sorted(f"{short_name(str(o), base)} ← {short_name(str(s), base)}" for o, s in lost.items())
        yield Finding(
            Level.ERROR,
            "dangling",
            f"Ting eller ord som er nevnt, men som ingenting er sagt om: {len(lost)}.",
            f"Things or terms that are named, but of which nothing is said: {len(lost)}.",
            "Legg dem til, eller rett navnet.",
            "Add them, or mend the name.",
            tuple(places),
        )


def _doubles(facts: frozenset[Triple], base: str) -> Iterator[Finding]:
    """Actors with the same name, however it is written. Equal numbers are a matter of the shapes."""
    names: dict[str, set[str]] = defaultdict(set)
    for s, p, o in facts:
        if p == RDFS.label and isinstance(o, Literal) and str(s).startswith(f"{base}actor/"):
            names[fold(str(o))].add(short_name(str(s), base))
    doubles = tuple(
        f"{', '.join(sorted(some))}: {name}" for name, some in sorted(names.items()) if len(some) > 1
    )
    if doubles:
        yield Finding(
            Level.WARNING,
            "same-name",
            f"Navn som flere aktører har: {len(doubles)}.",
            f"Names that several actors have: {len(doubles)}.",
            "Er de én, så slå dem sammen; er de to, så gi dem navn som skiller dem.",
            "If they are one, merge them; if they are two, give them names that tell them apart.",
            doubles,
        )


def _lives(facts: frozenset[Triple], base: str) -> Iterator[Finding]:
    """Relations that begin before an end was founded, or after it was dissolved, by whole years."""
    dates: dict[URIRef, dict[str, list[str]]] = {p: defaultdict(list) for p in (ECO.founded, ECO.dissolved)}
    for s, p, o in facts:
        if p in dates:
            dates[p][str(s)].append(str(o)[:4])  # type: ignore[index]
    starts = {s: str(o)[:4] for s, p, o in facts if p == ECO.start}
    ends = {end for relation in schema().relations for end in (relation.subject, relation.object)}
    places = set()
    for s, p, o in facts:
        if p in ends and s in starts:
            founded = min(dates[ECO.founded].get(str(o), ["0000"]))
            dissolved = max(dates[ECO.dissolved].get(str(o), ["9999"]))
            if not founded <= starts[s] <= dissolved:
                span = f"{founded.strip('0') and founded}–{'' if dissolved == '9999' else dissolved}"
                places.add(f"{short_name(str(s), base)}: {starts[s]}, {short_name(str(o), base)} {span}")
    if places:
        yield Finding(
            Level.NOTE,
            "outside-life",
            f"Relasjoner som begynner før en part ble stiftet eller etter at den ble oppløst: {len(places)}.",
            f"Relations that begin before an end was founded, or after it was dissolved: {len(places)}.",
            "Se etter i kildene: kanskje gjelder datoen en forgjenger, eller kildene er uenige.",
            "Look in the sources: perhaps the date is a predecessor's, or the sources disagree.",
            tuple(sorted(places)),
        )


def _unused(facts: frozenset[Triple], base: str) -> Iterator[Finding]:
    sources = {s for s, p, o in facts if p == RDF.type and o == ECO.Source}
    unused = sources - {o for _, p, o in facts if p == PROV.hadPrimarySource}
    if unused:
        yield Finding(
            Level.NOTE,
            "unused-sources",
            f"Kilder som ikke er kilde for noe: {len(unused)}.",
            f"Sources that are the source of nothing: {len(unused)}.",
            "Knytt dem til det de sier, eller ta dem bort.",
            "Tie them to what they say, or take them away.",
            tuple(sorted(short_name(str(s), base) for s in unused)),
        )


def _indicators(facts: frozenset[Triple], base: str) -> Iterator[Finding]:
    """The region's own indicators named alike in both languages: as a rule, words that stand in no list."""
    names: dict[URIRef, dict[str, set[str]]] = defaultdict(lambda: {"nb": set(), "en": set()})
    for s, p, o in facts:
        if p != SKOS.prefLabel or not isinstance(s, URIRef) or not s.startswith(f"{base}indicator/"):
            continue
        if isinstance(o, Literal) and o.language in ("nb", "en"):
            names[s][o.language].add(str(o))
    alike = sorted(", ".join(sorted(of["nb"])) for of in names.values() if of["nb"] == of["en"])
    if alike:
        yield Finding(
            Level.NOTE,
            "indicator-names",
            f"Egne indikatorer med samme navn på norsk og engelsk: {len(alike)}.",
            f"Indicators of the region's own with the same name in Norwegian and English: {len(alike)}.",
            "Velg et ord fra lista, eller gi indikatoren navn på begge språk i tabellen indicators.",
            "Choose a word of the list, or name the indicator in both languages in the table indicators.",
            tuple(alike),
        )
