"""Questions: the shipped ones with their answers, and the editor where a SPARQL endpoint is at hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import Question, Table, ask, bindings, example, questions
from ecosystem_graph.vocab import ECO

from .desk import Desk, Draft
from .markup import NOTHING, Child, Markup, join, tag

__all__ = ["editor_page", "examples", "question_names", "question_page", "standalone"]

_AUDIENCES = {
    "county adviser": ("For den som gir råd i fylket", "For those who advise the county"),
    "cluster manager": ("For den som leder en klynge", "For cluster managers"),
    "researcher": ("For forskere", "For researchers"),
    "citizen": ("For alle som lurer", "For everybody who wonders"),
    "data engineer": ("For den som arbeider med data", "For those who work with data"),
}
#: Rows of an answer shown; the rest is told by number.
_ROWS = 400
_WHERE = re.compile(r"^WHERE \{\n", re.MULTILINE)
#: What the editor opens with.
_FIRST = """\
PREFIX eco: <https://w3id.org/innovation-ecosystem/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# {question}
SELECT ?member ?name ?cluster
WHERE {{
  ?member eco:memberOf ?cluster ; rdfs:label ?name .
  ?cluster a eco:Cluster .
  FILTER(LANG(?name) = "{lang}")
}}
ORDER BY ?cluster ?name
"""


@cache
def _asked() -> dict[str, Question]:
    return questions()


def question_names() -> Sequence[str]:
    """Names of the questions."""
    return tuple(_asked())


def _text(question: Question, lang: str) -> str:
    return question.asks.get(lang) or question.asks.get("nb", question.name)


def editor_page(desk: Desk) -> Draft:
    """Questions by who asks them; above them the editor, where there is an endpoint to ask."""
    say = desk.say
    groups: dict[str, list[Question]] = {}
    for question in _asked().values():
        groups.setdefault(question.audience, []).append(question)
    ordered = [*(a for a in _AUDIENCES if a in groups), *(a for a in groups if a not in _AUDIENCES)]
    live = bool(desk.place.endpoint)
    sections = []
    for audience in ordered:
        title = _AUDIENCES.get(audience, (audience, audience))[desk.lang == "en"]
        items = []
        for question in sorted(groups[audience], key=lambda q: _text(q, desk.lang)):
            load = say("i editoren", "in the editor")
            button = tag(
                "button",
                load,
                type="button",
                data_question=question.name,
                class_="load",
                hidden=True,
                aria_label=f"{load}: {_text(question, desk.lang)}",
            )
            items.append(
                tag(
                    "li",
                    desk.to(f"/question/{question.name}", _text(question, desk.lang)),
                    " ",
                    button if live else None,
                )
            )
        sections.append(desk.section(audience.replace(" ", "-"), title, tag("ul", *items, class_="asked")))
    body = join([_editor(desk) if live else _no_editor(desk), *sections])
    lead = say(
        "Spørsmålene grafen er bygget for å svare på. Hvert har en side med svaret og teksten som "
        "finner det.",
        "The questions the graph is built to answer. Each has a page with its answer and the text "
        "that finds it.",
    )
    title = say("Spørsmål", "Questions")
    assets = ("yasgui.min.js", "vis-network.js", "query.js") if live else ()
    return Draft(title, body, lead, lead, scripts=assets, styles=("yasgui.min.css",) if live else ())


def _no_editor(desk: Desk) -> Markup:
    return tag(
        "p",
        desk.say(
            "Denne utgaven er faste filer uten spørretjener, så egne spørsmål kan ikke stilles her. "
            "Svarene under er regnet "
            "ut da sidene ble laget. Vil du spørre selv: last ned dataene og kjør ",
            "This edition is plain files without a query server, so questions of your own cannot be "
            "asked here. The answers "
            "below were computed when the pages were made. To ask yourself: download the data and run ",
        ),
        tag("code", "ecosystem-graph serve"),
        ".",
        class_="note",
    )


def _editor(desk: Desk) -> Markup:
    say = desk.say
    words = {
        "run": say("Kjør spørringen", "Run the query"),
        "running": say("Spør …", "Asking …"),
        "failed": say("Spørringen kunne ikke kjøres.", "The query could not be run."),
        "rows": say("rader", "rows"),
        "table": say("Tabell", "Table"),
        "network": say("Nettverk", "Network"),
        "raw": say("Råtekst", "Raw text"),
        "more": say("Vis flere rader", "Show more rows"),
        "download": say("Last ned som CSV", "Download as CSV"),
        "editor": say("SPARQL-spørring", "SPARQL query"),
        "drawing": say("Svaret tegnet som nettverk", "The answer drawn as a network"),
        "results": say("Svar", "Answer"),
    }
    first = _FIRST.format(
        question=say("Hvem er medlem av hvilken klynge?", "Who is a member of which cluster?"), lang=desk.lang
    )
    return tag(
        "section",
        tag("h2", say("Still ditt eget spørsmål", "Ask a question of your own"), id="ask"),
        tag(
            "p",
            say(
                "Skriv SPARQL, eller hent et av spørsmålene under inn i editoren. ",
                "Write SPARQL, or bring one of the questions below into the editor. ",
            ),
            say("Ctrl+Enter kjører.", "Ctrl+Enter runs it."),
            class_="hint",
        ),
        tag(
            "form",
            tag("label", words["editor"], for_="sparql", class_="unseen"),
            tag("textarea", first, id="sparql", name="query", rows="14", spellcheck="false"),
            tag("button", words["run"], type="submit", class_="main"),
            action=desk.file("/" + desk.place.endpoint),
            method="get",
            id="asking",
            data_endpoint=desk.file("/" + desk.place.endpoint),
            data_questions=desk.file("/assets/query-examples.json"),
            data_base=desk.library.base,
            data_root=desk.file("/"),
            data_lang=desk.lang,
            data_words=json.dumps(words, ensure_ascii=False),
        ),
        tag("p", Markup(""), id="told", role="status"),
        tag("div", Markup(""), id="answer"),
        aria_labelledby="ask",
    )


def examples(ecosystem: Ecosystem) -> str:
    """The questions as the editor reads them: name to text, with the parameters set to their defaults."""
    return json.dumps(
        {name: standalone(ecosystem, question) for name, question in _asked().items()},
        ensure_ascii=False,
        indent=1,
        sort_keys=True,
    )


def standalone(ecosystem: Ecosystem, question: Question) -> str:
    """The text of a question that asks by itself what it asks with its parameters set.

    What this region has no example for stays open: the text then answers for every thing at once.
    """
    if not question.parameters:
        return question.text
    own = example(ecosystem, question)
    if len(own) < len(question.parameters):
        return question.text
    terms = bindings(ecosystem, question, own)
    names = " ".join(f"?{name}" for name in terms)
    values = " ".join(term.n3() for term in terms.values())
    return _WHERE.sub(
        lambda found: f"{found[0]}  VALUES ({names}) {{ ({values}) }}\n", question.text, count=1
    )


def question_page(desk: Desk, name: str, answers: dict[str, Table | None]) -> Draft:
    """A question, its answer and the text that finds it.

    Args:
        desk: The page.
        name: Name of the question.
        answers: Answers found already; they hold for both languages.
    """
    say = desk.say
    question = _asked()[name]
    own = example(desk.library.ecosystem, question)
    if name not in answers:
        answers[name] = _found(desk, question, own)
    table = answers[name]
    title = _text(question, desk.lang)
    told = [f"{key} = {value}" for key, value in own.items()]
    lead = (
        say(f"Svaret gjelder {', '.join(told)}.", f"The answer is for {', '.join(told)}.") if told else None
    )
    body = join(
        [
            _answer(desk, table, title) if table is not None else _no_example(desk),
            desk.section(
                "text",
                say("Teksten som finner svaret (SPARQL)", "The text that finds the answer (SPARQL)"),
                tag("pre", tag("code", question.text.strip()), tabindex="0", lang="en"),
                tag("p", desk.to(f"/query#{name}", say("Åpne i editoren", "Open in the editor")))
                if desk.place.endpoint
                else NOTHING,
            ),
        ]
    )
    return Draft(title, body, title, lead, [(say("Spørsmål", "Questions"), "/query")])


def _found(desk: Desk, question: Question, own: Mapping[str, str]) -> Table | None:
    """The answer; None where nothing in this region answers."""
    if len(own) < len(question.parameters):
        return None
    return ask(desk.library.ecosystem, question, own)


def _no_example(desk: Desk) -> Markup:
    return tag(
        "p",
        desk.say(
            "Ingenting i denne regionen svarer på spørsmålet.",
            "Nothing in this region answers the question.",
        ),
        class_="note",
    )


def _answer(desk: Desk, table: Table, caption: str) -> Markup:
    say = desk.say
    if not table.rows:
        return tag(
            "p", say("Ingen rader: grafen vet ikke om noe slikt.", "No rows: the graph knows of none.")
        )
    things = {c for c, node in zip(table.columns, table.rows[0], strict=True) if str(node).startswith("http")}
    other = "_en" if desk.lang == "nb" else "_nb"
    shown = [
        place
        for place, column in enumerate(table.columns)
        if not column.endswith(other)
        and column != other[1:]
        and not (column[-3:] in ("_nb", "_en") and column[:-3] in things)
    ]
    heads = [
        table.columns[place].removesuffix("_nb").removesuffix("_en").replace("_", " ") for place in shown
    ]
    values = [[row[place] for place in shown] for row in table.rows[:_ROWS]]
    rows = [[_cell(desk, node, heads[place]) for place, node in enumerate(row)] for row in values]
    numeric = [
        place
        for place in range(len(shown))
        if all(_is_number(str(row[place])) for row in values if row[place] is not None)
    ]
    more = len(table.rows) - len(rows)
    note = say(f"{more} rader til er utelatt.", f"{more} more rows are left out.") if more > 0 else ""
    count = say(f"{len(table.rows)} rader. ", f"{len(table.rows)} rows. ")
    held = tag("div", desk.table(caption, heads, rows, numeric), class_="answer")
    return join([held, tag("p", count, note, class_="hint")])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _cell(desk: Desk, node: object, column: str) -> Child:
    if node is None:
        return ""
    text, library = str(node), desk.library
    if (code := library.key(text)) in library.codes:
        return desk.to(f"/code/{code}", library.code(code, desk.lang))
    if text.startswith(library.base):
        return desk.link(library.key(text))
    if text.startswith(str(ECO)):
        local = text.removeprefix(str(ECO))
        return desk.to(f"/ontology#{local}", library.terms.meaning(text, "label", desk.lang) or local)
    if text.startswith(("http://", "https://")):
        return desk.outward(text)
    words = text.split(" ")
    if "source" in column and all(word in library.sources for word in words):
        return desk.cite(words)
    actors = [f"actor/{word}" for word in words]
    return desk.links(actors) if all(f"/{key}" in library.by_path for key in actors) else text
