"""What each table and column asks for, in words: the same for the pages and for the workbook."""

from __future__ import annotations

from .layout import Column, Form

__all__ = ["COLUMNS", "FORMS", "TABLES", "meaning", "what"]

Pair = tuple[str, str]

#: What goes into a cell, English and bokmål.
FORMS: dict[Form, Pair] = {
    Form.LABEL: ("plain text", "vanlig tekst"),
    Form.TEXT: ("plain text", "vanlig tekst"),
    Form.DATE: (
        "YYYY, YYYY-MM or YYYY-MM-DD; empty where unknown",
        "ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD; tom når ukjent",
    ),
    Form.END: (
        "a date; `..` where it is known to go on; empty where unknown",
        "en dato; `..` når det er kjent at det pågår; tom når ukjent",
    ),
    Form.YEAR: ("YYYY", "ÅÅÅÅ"),
    Form.NUMBER: ("a number with a decimal point", "et tall med desimalpunktum"),
    Form.ADDRESS: ("a web address", "en nettadresse"),
    Form.ORGNR: ("nine digits", "ni sifre"),
    Form.NUMERIC_CODE: ("official number", "offisielt nummer"),
    Form.INDICATOR: (
        "a word of the list of indicators, or the id of one of your own",
        "et ord fra lista over indikatorer, eller id-en til en egen",
    ),
    Form.PLACE_NAME: ("name of a place", "navn på et sted"),
    Form.ASSERTER: (
        "organisation, publication or public role; never a person's name",
        "organisasjon, publikasjon eller offentlig rolle; aldri et personnavn",
    ),
    Form.ID: ("id of this row", "id for denne raden"),
    Form.LICENCE: (
        "CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, NLOD-2.0 or a web address; empty is CC-BY-4.0",
        "CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, NLOD-2.0 eller en nettadresse; tom er CC-BY-4.0",
    ),
    Form.WKT: ("geometry in well-known text", "geometri som WKT"),
    Form.KIND: ("a kind of organisation", "en type organisasjon"),
    Form.RELATION: ("a relation", "en relasjon"),
    Form.CODE: ("a word of the list", "et ord fra lista"),
    Form.THING: ("an id", "en id"),
}

#: What a table holds.
TABLES: dict[str, Pair] = {
    "region": ("The region itself: one row.", "Regionen selv: én rad."),
    "sources": (
        "What the facts are taken from. Every other row points here.",
        "Det faktaene er hentet fra. Alle andre rader peker hit.",
    ),
    "organisations": (
        "Everybody who acts, and programmes and projects too.",
        "Alle som handler, og dessuten programmer og prosjekter.",
    ),
    "places": ("Municipalities, counties, towns and sites.", "Kommuner, fylker, byer og anlegg."),
    "geometries": ("Shapes of places, for the map.", "Formen på steder, til kartet."),
    "topics": (
        "What claims are about when it is no organisation and no place.",
        "Det påstander handler om når det ikke er en organisasjon eller et sted.",
    ),
    "relations": (
        "Who is tied to whom, how, from when to when.",
        "Hvem som er knyttet til hvem, hvordan, fra når til når.",
    ),
    "indicators": (
        "What the region counts that the list of indicators lacks.",
        "Det regionen teller som lista over indikatorer mangler.",
    ),
    "figures": (
        "Numbers about something, one a row. Conflicting numbers stay side by side.",
        "Tall om noe, ett per rad. Tall som strider mot hverandre, står side om side.",
    ),
    "events": (
        "What happened on a date, and who took part.",
        "Hva som skjedde på en dato, og hvem som deltok.",
    ),
    "causal_claims": (
        "What somebody says led to what. One row per source that speaks; who disputes it gets a row too.",
        "Hva noen sier førte til hva. Én rad per kilde som uttaler seg; den som bestrider, får også en rad.",
    ),
}

#: What a column means; an entry for the column alone holds in every table that has no own one.
COLUMNS: dict[str, Pair] = {
    "id": (
        "Short name: small letters a to z, digits, hyphens.",
        "Kortnavn: små bokstaver a til z, sifre, bindestrek.",
    ),
    "sources": ("Where this stands written.", "Hvor dette står skrevet."),
    "start": ("When it began.", "Når det begynte."),
    "end": ("When it ended.", "Når det tok slutt."),
    "detail": ("What else should be known, in a few words.", "Hva annet en bør vite, med få ord."),
    "label_nb": ("Name in Norwegian.", "Navn på norsk."),
    "label_en": ("Name in English.", "Navn på engelsk."),
    "name_nb": ("Name in Norwegian.", "Navn på norsk."),
    "name_en": ("Name in English.", "Navn på engelsk."),
    "source_id": (
        "Short name of the source: small letters a to z, digits, hyphens.",
        "Kortnavn på kilden: små bokstaver a til z, sifre, bindestrek.",
    ),
    "licence": ("Under which licence others may use the data.", "Lisensen andre kan bruke dataene under."),
    "url": ("Where the source is on the web.", "Hvor kilden ligger på nettet."),
    "title": ("Title of the source.", "Tittelen på kilden."),
    "publisher": ("Who published it.", "Hvem som ga den ut."),
    "published": ("When it was published.", "Når den ble publisert."),
    "language": ("Language of the source: nb, nn, en …", "Språket i kilden: nb, nn, en …"),
    "alt_names": ("Other names it is found by.", "Andre navn den er kjent under."),
    "organisations.kind": ("What sort of organisation it is.", "Hva slags organisasjon det er."),
    "municipality": ("Where it has its seat.", "Hvor den holder til."),
    "founded": ("When it was founded.", "Når den ble stiftet."),
    "dissolved": ("When it ceased to exist.", "Når den opphørte."),
    "homepage": ("Its own page on the web.", "Dens egen side på nettet."),
    "orgnr": ("Organisation number in Enhetsregisteret.", "Organisasjonsnummer i Enhetsregisteret."),
    "name": ("Name of the place.", "Navnet på stedet."),
    "places.name_en": (
        "English name, where it differs.",
        "Engelsk navn, der det er et annet.",
    ),
    "places.kind": ("What sort of place it is.", "Hva slags sted det er."),
    "number": (
        "Official number: four digits for a municipality, two for a county.",
        "Offisielt nummer: fire sifre for en kommune, to for et fylke.",
    ),
    "county": ("The county it lies in.", "Fylket det ligger i."),
    "lat": ("Latitude in degrees, WGS 84.", "Breddegrad, WGS 84."),
    "lon": ("Longitude in degrees, WGS 84.", "Lengdegrad, WGS 84."),
    "place": ("The place whose shape it is.", "Stedet formen gjelder."),
    "role": ("boundary or centroid.", "boundary (grense) eller centroid (midtpunkt)."),
    "wkt": ("The shape, longitude first.", "Formen, lengdegrad først."),
    "about": ("The organisations and places it concerns.", "Organisasjonene og stedene det angår."),
    "relations.subject": ("Who or what the relation goes out from.", "Hvem eller hva relasjonen går ut fra."),
    "relation": ("How the two are tied.", "Hvordan de to er knyttet sammen."),
    "object": ("Who or what it goes to.", "Hvem eller hva den går til."),
    "figures.subject": ("Who or what the number is about.", "Hvem eller hva tallet gjelder."),
    "indicator": ("What is counted or measured.", "Hva som er talt eller målt."),
    "value": ("The number.", "Tallet."),
    "unit": ("What it is counted in: NOK, persons …", "Hva det er regnet i: NOK, personer …"),
    "year": ("The year it holds for.", "Året det gjelder."),
    "date": ("When it happened.", "Når det skjedde."),
    "events.kind": ("What sort of event it is.", "Hva slags hendelse det er."),
    "participants": ("Who took part.", "Hvem som deltok."),
    "cause": ("What is said to have led to something.", "Det som sies å ha ført til noe."),
    "effect": ("What is said to have come of it.", "Det som sies å ha kommet ut av det."),
    "polarity": (
        "+ for more or better, - for less or worse.",
        "+ for mer eller bedre, - for mindre eller dårligere.",
    ),
    "mechanism": ("How it is said to work, in a few words.", "Hvordan det sies å virke, med få ord."),
    "mechanism_kind": ("Which way of working that is.", "Hvilken virkemåte det er."),
    "strength": ("How strongly it is said.", "Hvor sterkt det er sagt."),
    "stance": ("Whether it is said or disputed.", "Om det hevdes eller bestrides."),
    "asserted_by": ("Who says so.", "Hvem som sier det."),
    "explicitness": ("Whether it is said outright.", "Om det er sagt rett ut."),
    "paraphrase_nb": (
        "What is said, in your own words, in Norwegian.",
        "Det som er sagt, med egne ord, på norsk.",
    ),
    "paraphrase_en": (
        "What is said, in your own words, in English.",
        "Det som er sagt, med egne ord, på engelsk.",
    ),
}


def meaning(table: str, column: Column, lang: str) -> str:
    """What a column means."""
    pair = COLUMNS.get(f"{table}.{column.name}") or COLUMNS[column.name]
    return pair[lang == "nb"]


def what(column: Column, lang: str) -> str:
    """What goes into a cell of a column, in a sheet of a workbook."""
    text = FORMS[column.form][lang == "nb"].replace("`", "")
    if column.form is Form.THING:
        word, link = ("id på arket", "eller") if lang == "nb" else ("an id of the sheet", "or")
        text = f"{word} {f' {link} '.join(column.refers)}"
    if column.many:
        text += "; flere skilles med semikolon" if lang == "nb" else "; several are separated by semicolons"
    return text
