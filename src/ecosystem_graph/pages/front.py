"""The front page: what this is, in ten seconds, and the way in for each of those it is made for."""

from __future__ import annotations

from ecosystem_graph.licence import called

from .desk import Desk, Draft
from .markup import Child, Markup, join, tag
from .parts import claims

__all__ = ["data_page", "front_page", "missing_page"]


def front_page(desk: Desk) -> Draft:
    """Welcome."""
    say, library = desk.say, desk.library
    region = library.region(desk.lang)
    title = say(f"Innovasjonsøkosystemet i {region}", f"The innovation ecosystem of {region}")
    promise = say(
        "Hvem henger sammen med hvem, hva sies å ha ført til hva – og hvem sier det?",
        "Who is connected with whom, what is said to have led to what – and who says so?",
    )
    numbers = [
        (len(library.keys["actor"]), say("aktører", "actors"), "/actor/"),
        (len(library.relations), say("relasjoner", "relations"), "/actor/"),
        (len(library.keys["proposition"]), say("påstander om årsak", "claims of cause"), "/proposition/"),
        (len(library.keys["source"]), say("kilder", "sources"), "/source/"),
    ]
    counts = [
        tag("div", tag("dt", desk.to(path, text)), tag("dd", say.number(count)))
        for count, text, path in numbers
    ]
    body = join(
        [
            tag("h1", title),
            tag("p", promise, class_="promise"),
            tag(
                "p",
                say(
                    "En kunnskapsgraf der hver opplysning har kilde, motstridende kilder står side "
                    "om side, og årsaker "
                    "er påstander noen har satt fram.",
                    "A knowledge graph in which every statement has its source, sources that "
                    "disagree stand side by "
                    "side, and causes are claims that somebody made.",
                ),
                class_="lead",
            ),
            tag("dl", *counts, class_="counts"),
            desk.section("ways", say("Hva vil du finne ut?", "What do you want to find out?"), _ways(desk)),
            _leading(desk),
            _contested(desk),
        ]
    )
    return Draft(f"{title}: {promise}", body, promise, front=True)


def _card(heading: str, question: str, *links: Child) -> Markup:
    return tag("li", tag("h3", heading), tag("p", question), tag("ul", *(tag("li", link) for link in links)))


def _ways(desk: Desk) -> Markup:
    say = desk.say
    ask = "/query"
    return tag(
        "ul",
        _card(
            say("Du gir råd i fylket", "You advise the county"),
            say(
                "Hvilke klynger har vi, hva er belagt, og hva mangler?",
                "Which clusters do we have, what is well founded, and what is missing?",
            ),
            tag("a", say("Les rapporten", "Read the report"), href=desk.file("/report.html")),
            desk.to("/code/kind/cluster", say("Klyngene", "The clusters")),
            desk.to("/place/", say("Stedene", "The places")),
        ),
        _card(
            say("Du leder en klynge", "You manage a cluster"),
            say(
                "Hvem er vi knyttet til, og hvem kunne vi ha vært knyttet til?",
                "Whom are we tied to, and to whom could we be?",
            ),
            desk.to("/actor/", say("Finn klyngen din", "Find your cluster")),
            tag("a", say("Se nettverket", "See the network"), href=desk.file("/network.html")),
            desk.to("/question/shared-members", say("Felles medlemmer", "Shared members")),
        ),
        _card(
            say("Du forsker", "You do research"),
            say(
                "Hva hevdes å ha ført til hva, av hvem, og hvor sikkert er det?",
                "What is claimed to have led to what, by whom, and how surely?",
            ),
            desk.to("/proposition/", say("Alle påstandene", "All the claims")),
            desk.to("/source/", say("Kildene", "The sources")),
            tag(
                "a",
                say("Metode og usikkerhet", "Method and uncertainty"),
                href=desk.file("/report.html") + f"#{desk.lang}-method",
            ),
        ),
        _card(
            say("Du arbeider med data", "You work with data"),
            say(
                "Hvordan får jeg grafen ut og inn i mine verktøy?",
                "How do I get the graph into my own tools?",
            ),
            desk.to(
                ask,
                say("Still spørsmål i SPARQL", "Ask in SPARQL")
                if desk.place.endpoint
                else say("Spørsmål og svar", "Questions and answers"),
            ),
            desk.to("/data", say("Last ned data", "Download data")),
            desk.to("/ontology", say("Ontologien", "The ontology")),
        ),
        class_="cards",
    )


def _leading(desk: Desk) -> Markup:
    say, library = desk.say, desk.library
    ranked = sorted(library.places.items(), key=lambda pair: (-pair[1][0], pair[0]))[:10]
    items = [
        tag(
            "li",
            desk.dot(library.things.get(key, {}).get("sphere", "")),
            desk.link(key),
            tag("span", f" {found[0]} ", say("bånd", "ties"), class_="hint"),
        )
        for key, found in ranked
        if found[0]
    ]
    return desk.section(
        "leading",
        say("Flest bånd i kildene", "Most ties in the sources"),
        tag("ol", *items, class_="names ranked") if items else None,
        note=say(
            "Mange bånd betyr at kildene skriver mye om aktøren, ikke at den er viktigst.",
            "Many ties mean that sources write much about an actor, not that it matters most.",
        ),
    )


def _contested(desk: Desk) -> Markup:
    say = desk.say
    shown = [e for e in desk.library.ledger.entries if e.proposition.disputing][:4]
    return desk.section(
        "contested",
        say("Her er folk uenige", "Where people disagree"),
        claims(desk, shown),
        tag("p", desk.to("/proposition/", say("Alle påstandene", "All the claims"))),
    )


def data_page(desk: Desk) -> Draft:
    """What can be downloaded."""
    say, library = desk.say, desk.library
    name = library.ecosystem.region
    rows: list[list[Child]] = [
        [
            tag("a", f"{name}.ttl", href=desk.file(f"/data/{name}.ttl")),
            "Turtle",
            say("Det kildene sier", "What sources say"),
        ],
        [
            tag("a", f"{name}-inferred.ttl", href=desk.file(f"/data/{name}-inferred.ttl")),
            "Turtle",
            say("Det samme med det som følger", "The same with what follows"),
        ],
        [
            tag("a", "ontology.ttl", href=desk.file("/data/ontology.ttl")),
            "Turtle",
            say("Ontologi og kodelister", "Ontology and code lists"),
        ],
        [
            tag("a", "claims.csv", href=desk.file("/data/claims.csv")),
            "CSV",
            say("Påstandene, ett utsagn per rad", "The claims, a row per assertion"),
        ],
        [
            tag("a", "claims.trig", href=desk.file("/data/claims.trig")),
            "TriG",
            say("Påstandene som nanopublikasjoner", "The claims as nanopublications"),
        ],
    ]
    heads = [say("Fil", "File"), say("Form", "Form"), say("Innhold", "Content")]
    name = called(desk.library.licence)
    lead = (
        say(f"Alt kan lastes ned. Lisens: {name}.", f"Everything may be downloaded. Licence: {name}.")
        if name
        else say("Alt kan lastes ned.", "Everything may be downloaded.")
    )
    body = join(
        [
            desk.table(say("Filer", "Files"), heads, rows),
            desk.section(
                "each",
                say("Ett og ett", "One by one"),
                tag(
                    "p",
                    say(
                        "Hver side har lenker nederst til det samme som Turtle, JSON-LD og RDF/XML.",
                        "Every page links at its foot to the same as Turtle, JSON-LD and RDF/XML.",
                    ),
                ),
            ),
        ]
    )
    return Draft(say("Data", "Data"), body, lead, lead)


def missing_page(desk: Desk) -> Draft:
    """Nothing here."""
    say = desk.say
    title = say("Siden finnes ikke", "There is no such page")
    body = join(
        [
            tag(
                "p",
                say(
                    "Adressen leder ikke til noe. Søk øverst, eller gå til:",
                    "The address leads nowhere. Search above, or go to:",
                ),
            ),
            tag(
                "ul",
                tag("li", desk.to("/", say("Forsiden", "The front page"))),
                tag("li", desk.to("/a-z", say("Alt fra A til Å", "Everything from A to Z"))),
            ),
        ]
    )
    return Draft(title, body, title)
