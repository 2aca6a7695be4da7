"""Lists: everything of a kind, everything by name, and the code lists with what bears each code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecosystem_graph.ecosystem import fold
from ecosystem_graph.spillovers import Entry

from .desk import Desk, Draft
from .headings import kinds_heading, standing
from .markup import NOTHING, Child, Markup, join, tag
from .parts import claims, events, names

__all__ = ["LISTED", "alphabet_page", "code_page", "codes_page", "list_page"]

#: Kinds of thing with a list of their own.
LISTED = ("actor", "place", "topic", "event", "proposition", "asserter", "source")


def list_page(desk: Desk, kind: str) -> Draft:
    """Everything of a kind."""
    say, library = desk.say, desk.library
    keys = library.keys[kind]
    title = kinds_heading(kind, desk.lang)
    lead: Child = None
    if kind == "actor":
        lead = say(
            "Virksomheter, klynger, programmer og prosjekter, etter hva slags aktør de er.",
            "Organisations, clusters, programmes and projects, by kind of actor.",
        )
        body = _by_code(desk, "kind")
    elif kind == "place":
        body = _by_code(desk, "place-kind")
    elif kind == "event":
        lead = say("Hendelser i rekkefølge, med kilde.", "Events in order of time, each with its source.")
        body = _by_decade(desk)
    elif kind == "proposition":
        lead = say(
            "Hva noen hevder har ført til hva. De omstridte står først, så de best belagte.",
            "What somebody claims led to what. The contested come first, then the best supported.",
        )
        body = _claims_by_standing(desk)
    elif kind == "source":
        lead = say("Alt i grafen hviler på disse kildene.", "Everything in the graph rests on these sources.")
        body = _letters(desk, keys)
    else:
        body = _letters(desk, keys)
    summary = f"{title}: {len(keys)}"
    return Draft(title, body, summary, join([lead, f" ({len(keys)})"]) if lead else str(len(keys)))


def _claims_by_standing(desk: Desk) -> Markup:
    groups: dict[str, list[Entry]] = {}
    for entry in desk.library.ledger.entries:
        groups.setdefault(entry.weight.standing.slug, []).append(entry)
    return join(
        desk.section(
            slug,
            join([desk.first(standing(slug, desk.lang)), tag("span", f" {len(held)}", class_="count")]),
            claims(desk, held),
        )
        for slug, held in groups.items()
    )


def _by_code(desk: Desk, scheme: str) -> Markup:
    library = desk.library
    codes = [c for c in library.of_kind if c.startswith(f"{scheme}/")]
    ordered = sorted(codes, key=lambda c: (c not in _FIRST, library.code(c, desk.lang).casefold()))
    jump = tag(
        "nav",
        *(
            tag("a", desk.first(library.code(code, desk.lang)), href="#" + code.replace("/", "-"))
            for code in ordered
        ),
        aria_label=desk.say("Slag", "Kinds"),
        class_="letters",
    )
    sections = (
        desk.section(
            code.replace("/", "-"),
            join(
                [
                    desk.to(f"/code/{code}", desk.first(library.code(code, desk.lang))),
                    tag("span", f" {len(library.of_kind[code])}", class_="count"),
                ]
            ),
            names(desk, library.of_kind[code], kinds=False),
        )
        for code in ordered
    )
    return join([jump, *sections])


#: Kinds that most people look for.
_FIRST = frozenset({"kind/cluster", "kind/cluster-initiative", "place-kind/county"})


def _by_decade(desk: Desk) -> Markup:
    library = desk.library
    dated = sorted(library.keys["event"], key=lambda k: (library.things[k].get("date", "9999"), k))
    groups: dict[str, list[str]] = {}
    for key in dated:
        date = library.things[key].get("date", "")
        groups.setdefault(date[:3] if date[:4].isdigit() else "", []).append(key)
    return join(
        desk.section(
            f"d-{decade or 'undated'}",
            desk.say(f"{decade}0-årene", f"{decade}0s") if decade else desk.say("Udatert", "Undated"),
            events(desk, keys),
        )
        for decade, keys in groups.items()
    )


def _letters(desk: Desk, keys: Iterable[str]) -> Markup:
    groups: dict[str, list[str]] = {}
    for key in sorted(keys, key=lambda k: (_collate(desk.name(k)), k)):
        first = _collate(desk.name(key))[0]
        letter = {"{": "Æ", "|": "Ø", "}": "Å"}.get(first, first.upper())
        groups.setdefault(letter if letter.isalpha() else "0–9", []).append(key)
    jump = tag(
        "nav",
        *(tag("a", letter, href=f"#l-{number}") for number, letter in enumerate(groups)),
        aria_label=desk.say("Bokstaver", "Letters"),
        class_="letters",
    )
    sections = (
        desk.section(f"l-{number}", letter, names(desk, held))
        for number, (letter, held) in enumerate(groups.items())
    )
    return join([jump, *sections])


def _collate(name: str) -> tuple[str, str]:
    """The letter a name stands under and its place there, in Norwegian order: æ, ø, å come last."""
    bare = name.casefold().lstrip("«»“”\"'–—-…(§ ")
    first = bare[:1] if bare[:1] in ("æ", "ø", "å") else fold(bare)[:1]
    return ({"æ": "{", "ø": "|", "å": "}"}.get(first, first), fold(bare))


def alphabet_page(desk: Desk) -> Draft:
    """Actors, places, topics and events by name: where a search without scripts ends."""
    say, library = desk.say, desk.library
    keys = [key for kind in ("actor", "place", "topic") for key in library.keys[kind]]
    title = say("Fra A til Å", "From A to Z")
    lead = say(
        "Alle aktører, steder og temaer etter navn. Søkefeltet øverst finner også andre navn de er "
        "kjent under.",
        "All actors, places and topics by name. The search field above also finds other names they "
        "are known by.",
    )
    return Draft(title, _letters(desk, keys), lead, lead)


# -- codes ------------------------------------------------------------------------------------------------


def codes_page(desk: Desk) -> Draft:
    """The code lists."""
    say, library = desk.say, desk.library
    groups: dict[str, list[str]] = {}
    for code in library.codes:
        groups.setdefault(code.partition("/")[0], []).append(code)
    parts = []
    for scheme, codes in groups.items():
        title, meaning = library.terms.scheme(scheme, desk.lang)
        items = [
            tag(
                "li",
                desk.to(f"/code/{code}", library.code(code, desk.lang)),
                tag("span", f" – {text}", class_="hint")
                if (text := library.terms.definition(code, desk.lang))
                else None,
            )
            for code in codes
        ]
        parts.append(desk.section(scheme, desk.first(title), tag("ul", *items), note=meaning))
    lead = say(
        "De lukkede listene over ord som grafen bruker.", "The closed lists of words that the graph uses."
    )
    return Draft(say("Kodelister", "Code lists"), join(parts), lead, lead)


def code_page(desk: Desk, code: str) -> Draft:
    """A code: what it means, and what bears it."""
    say, library = desk.say, desk.library
    scheme = code.partition("/")[0]
    keys = (
        library.of_kind.get(code, ())
        if scheme != "sphere"
        else tuple(
            key
            for key in library.keys["actor"]
            if library.things[key].get("sphere") == code.partition("/")[2]
        )
    )
    word = code.partition("/")[2]
    spoken = (
        [
            entry
            for entry in library.ledger.entries
            if any(word == getattr(a, scheme).slug for a in entry.proposition.assertions)
        ]
        if scheme in ("mechanism", "strength", "explicitness")
        else []
    )
    if scheme == "polarity":
        spoken = [e for e in library.ledger.entries if (e.proposition.sign > 0) == (word == "positive")]
    about = sorted({row["about"] for row in library.figures if row.get("indicator") == code})
    levels = [name for name, row in library.relations.items() if row.get("level") == code]
    title = desk.first(library.code(code, desk.lang))
    body = join(
        [
            tag("p", library.terms.definition(code, desk.lang))
            if library.terms.definition(code, desk.lang)
            else None,
            desk.section(
                "bearers",
                say(f"Hvem eller hva ({len(keys)})", f"Who or what ({len(keys)})"),
                _bearers(desk, scheme, keys),
            ),
            desk.section(
                "claims", say(f"Påstander ({len(spoken)})", f"Claims ({len(spoken)})"), claims(desk, spoken)
            ),
            desk.section("figures", say("Tall", "Figures"), _figures(desk, code, about)),
            desk.section(
                "levels", say("Tildelt", "Awarded"), names(desk, (f"relation/{name}" for name in levels))
            ),
        ]
    ) or tag("p", say("Ikke i bruk.", "Not in use."), class_="hint")
    kind, _ = library.terms.scheme(scheme, desk.lang)
    trail = [(say("Kodelister", "Code lists"), "/code/")]
    if scheme in ("kind", "event-kind", "place-kind"):
        thing = {"kind": "actor", "event-kind": "event", "place-kind": "place"}[scheme]
        trail = [(kinds_heading(thing, desk.lang), f"/{thing}/")]
    return Draft(title, body, f"{desk.first(kind)}: {title}", desk.first(kind), trail)


def _bearers(desk: Desk, scheme: str, keys: Sequence[str]) -> Markup:
    if scheme == "event-kind":
        return events(desk, sorted(keys, key=lambda k: (desk.library.things[k].get("date", ""), k)))
    return names(desk, keys, kinds=False)


def _figures(desk: Desk, code: str, about: Sequence[str]) -> Markup:
    say = desk.say
    rows: list[list[Child]] = []
    for key in about:
        for row in desk.library.figures_of.get(key, ()):
            if row.get("indicator") == code:
                value = say.measure(float(row["value"]), row.get("unit", ""))
                rows.append(
                    [desk.link(key), row.get("year", ""), join([value, desk.cite(row.get("sources", ()))])]
                )
    if not rows:
        return NOTHING
    heads = [say("Om", "About"), say("År", "Year"), say("Tall, med kilde", "Figure, with its source")]
    return desk.table(desk.library.code(code, desk.lang), heads, rows)
