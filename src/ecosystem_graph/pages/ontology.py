"""The page of the ontology: every class and property at its anchor, which is the end of its IRI."""

from __future__ import annotations

from .desk import Desk, Draft
from .markup import Child, Markup, join, tag

__all__ = ["ontology_page"]

_SORTS = {
    "Class": ("Klasser", "Classes"),
    "ObjectProperty": ("Egenskaper mellom ting", "Properties between things"),
    "DatatypeProperty": ("Egenskaper med verdi", "Properties with a value"),
    "AnnotationProperty": ("Merknader", "Annotations"),
}


def ontology_page(desk: Desk) -> Draft:
    """All terms."""
    say, library = desk.say, desk.library
    groups: dict[str, list[Markup]] = {}
    seen: set[str] = set()
    ours = {iri for iri, *_ in library.terms.listed}
    for sort in _SORTS:
        for iri, held, local, above in library.terms.listed:
            if held == sort and iri not in seen:
                seen.add(iri)
                groups.setdefault(sort, []).append(_term(desk, iri, local, [a for a in above if a in ours]))
    body = join(
        desk.section(f"sort-{sort}", _SORTS[sort][desk.lang == "en"], tag("dl", *terms, class_="terms"))
        for sort, terms in groups.items()
    )
    lead = say(
        "Ordene grafen er skrevet med. Hvert ord har en varig adresse som ender med navnet her.",
        "The words the graph is written with. Each has a lasting address that ends with the name here.",
    )
    return Draft(say("Ontologi", "Ontology"), body, lead, lead)


def _term(desk: Desk, iri: str, local: str, above: list[str]) -> Markup:
    library = desk.library
    label = library.terms.meaning(iri, "label", desk.lang) or local
    parts: list[Child] = [library.terms.meaning(iri, "definition", desk.lang)]
    if above:
        links = join((tag("a", a.rsplit("#", 1)[-1], href="#" + a.rsplit("#", 1)[-1]) for a in above), ", ")
        parts.append(tag("span", desk.say(" Under: ", " Under: "), links, class_="hint"))
    return tag("div", tag("dt", label, " ", tag("code", f"eco:{local}")), tag("dd", *parts), id=local)
