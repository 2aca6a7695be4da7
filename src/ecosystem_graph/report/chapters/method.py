"""The chapters on method, the queries themselves, and the sources."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem_graph.report.document import (
    Block,
    Bullets,
    Code,
    Line,
    Paragraph,
    QueryText,
    Section,
    SourceList,
    line,
)
from ecosystem_graph.report.evidence import report_queries
from ecosystem_graph.report.material import Material
from ecosystem_graph.report.words import Words

__all__ = ["method", "queries", "sources"]


def method(material: Material, say: Words) -> Section:
    """How the numbers came about."""
    counts = material.evidence.counts
    blocks: list[Block] = [
        Bullets(
            (
                line(
                    say("Grunnlaget", "The ground"),
                    say(
                        f" er {say.number(counts.get('sources', 0))} kilder, lest ved skrivebordet. Hver "
                        "relasjon, hvert tall og hver påstand bærer kildene sine. En kilde er lest i den "
                        "delen som handler om saken; en rad kan derfor være ufullstendig.",
                        f" is {say.number(counts.get('sources', 0))} sources, read at a desk. Every "
                        "relation, number and claim carries its sources. A source was read in the part "
                        "that matters here; a row can therefore be incomplete.",
                    ),
                ),
                line(
                    say(
                        "Det kildene sier og det som følger av regler, ligger hver for seg. Flate bånd som "
                        "«medlem av» følger av daterte, kildefestede relasjoner; hvert av dem kan "
                        "forklares med ",
                        "What sources say and what follows by rule are kept apart. Flat ties such as "
                        "“member of” follow from dated, sourced relations; each can be explained with ",
                    ),
                    Code("ecosystem-graph explain"),
                    ".",
                ),
                line(
                    say(
                        "Årsak er alltid en påstand med avsender. Virkninger regnes aldri videre fra ledd "
                        "til ledd som om de var fastslått.",
                        "A cause is always a claim with an asserter. Effects are never passed on from link "
                        "to link as if they were established.",
                    )
                ),
                line(
                    say(
                        "Tid leses på to måter: sikkert (kildene sier at det gjaldt) og mulig (ingenting "
                        "de sier utelukker det). Når et årstall er valgt, viser rapporten det mulige.",
                        "Time is read in two ways: certain (the sources say that it held) and possible "
                        "(nothing they say rules it out). Where a year is chosen, the report shows what is "
                        "possible.",
                    )
                ),
                *_model(material, say),
                line(
                    say(
                        "Sentralitet er regnet på det uvektede samarbeidsnettverket, hvert bånd med lengde "
                        "1: antall registrerte relasjoner sier mer om dokumentasjon enn om styrke. Verdier "
                        "som ikke er definert, står som –.",
                        "Centrality is computed on the unweighted collaboration network, every tie of "
                        "length 1: the number of recorded relations says more about documentation than "
                        "about strength. Values that are not defined are shown as –.",
                    )
                ),
                line(
                    say(
                        "Styrke og virkemåte for påstandene er kompilatorenes lesning av kilden, ikke "
                        "kildens ord. Merknader og avsendere står på språket de ble ført på.",
                        "Strength and mechanism of the claims are the compilers' reading of the source, "
                        "not its words. Remarks and asserters stand in the language they were recorded in.",
                    )
                ),
            )
        ),
        Paragraph(
            line(
                say("Lag rapporten på nytt med ", "Make the report again with "),
                Code("ecosystem-graph build"),
                say(
                    ". Samme data gir samme rapport, tegn for tegn. Feil i grunnlaget rettes i datafilen, "
                    "med kilde.",
                    ". The same data give the same report, character by character. Mistakes in the ground "
                    "are mended in the data file, with a source.",
                ),
            )
        ),
    ]
    return Section("method", say("Metode", "Method"), tuple(blocks))


def _model(material: Material, say: Words) -> Iterator[Line]:
    """What the rank intervals assume."""
    ranks = material.analysis.ranks
    if ranks is None:
        return
    wrong, lacking = say.share(ranks.model.false_ties, 1), say.share(ranks.model.missing_ties, 1)
    declared = say.join(
        f"{material.analysis.name(node, say.lang)} "
        f"{say.join(map(say.number, counts), final=say('eller', 'or'))}"
        for node, counts in ranks.model.declared.items()
    )
    yield line(
        say(
            f"Rangintervallene kommer fra {say.number(ranks.draws)} trukne nettverk (frø {ranks.seed}). "
            f"Tre antakelser: en registrert relasjon er feil med sannsynlighet {wrong} (øvre grense etter "
            f"at 80 tilfeldige rader ble sjekket mot kilden uten at noen var feil); {lacking} av de sanne "
            "båndene er ikke funnet (en gjetning, uttrykt for å kunne varieres), fordelt slik de funne "
            "båndene fordeler seg på aktører og sfærer; og disse har så mange medlemmer som de oppgir, "
            f"også de unevnte: {declared}. Er kildene uenige om tallet, brukes hvert av dem like ofte.",
            f"The rank intervals come from {say.number(ranks.draws)} drawn networks (seed {ranks.seed}). "
            f"Three assumptions: a recorded relation is wrong with probability {wrong} (the upper bound "
            f"after 80 random rows were checked against their sources and none was wrong); {lacking} of "
            "the true ties were not found (a guess, stated so that it can be varied), spread as the found "
            "ties are over actors and spheres; and these have as many members as they state, the unnamed "
            f"included: {declared}. Where sources disagree on the number, each is used equally often.",
        )
    )


def queries(material: Material, say: Words) -> Section:
    """Every query of the report, in full."""
    intro = say(
        "Tallene i klynge-, status- og mangelkapitlene kommer fra disse spørringene (SPARQL 1.1). Lagre en "
        "av dem i en fil og kjør den med ",
        "The numbers of the chapters on clusters, statuses and gaps come from these queries (SPARQL 1.1). "
        "Save one in a file and run it with ",
    )
    found = {g.key: (g.asks, g.query) for g in material.gaps}
    found |= {name: (q.asks, q.text) for name, q in report_queries().items()}
    texts = tuple(
        QueryText(name, asks.get(say.lang, ""), text) for name, (asks, text) in sorted(found.items())
    )
    return Section(
        "queries",
        say("Spørringene", "The queries"),
        (Paragraph(line(intro, Code("ecosystem-graph query -f"), ".")), *texts),
    )


def sources(material: Material, cited: int, say: Words) -> Section:
    """The numbered list."""
    total = len(material.evidence.sources)
    intro = say(
        f"De {say.number(cited)} kildene som rapporten viser til, av {say.number(total)} i grafen, i den "
        "rekkefølgen de først er brukt.",
        f"The {say.number(cited)} sources the report refers to, of {say.number(total)} in the graph, in "
        "the order in which they are first used.",
    )
    return Section("sources", say("Kilder", "Sources"), (Paragraph(line(intro)), SourceList()))
