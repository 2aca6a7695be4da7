"""The JSON API: one table of operations, from which the routes and the OpenAPI document are made."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any, cast

from ecosystem_graph import spillovers
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import EcosystemError, NetworkError, NotFoundError
from ecosystem_graph.explanation import explain, statement
from ecosystem_graph.network.centrality import MEASURES, centrality, ranking
from ecosystem_graph.network.intervals import DRAWS, rank_intervals
from ecosystem_graph.network.projection import project, projections
from ecosystem_graph.network.uncertainty import RankInterval
from ecosystem_graph.period import Reading
from ecosystem_graph.queries import Table, ask, question
from ecosystem_graph.spillovers import Ledger, Sheet
from ecosystem_graph.wording import Wording

from .parameters import LANG, Parameter
from .problems import ProblemError

__all__ = ["OPERATIONS", "Material", "Operation", "perform"]

Values = Mapping[str, Any]


class Material:
    """The graph, with what operations read out of it kept for the next one."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        """Start with nothing read."""
        self.ecosystem = ecosystem
        self._ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """The claims."""
        if self._ledger is None:
            self._ledger = spillovers.read_ledger(self.ecosystem)
        return self._ledger


@dataclass(frozen=True, slots=True)
class Operation:
    """Something the API can be asked.

    Attributes:
        name: Its ``operationId``.
        path: Its path; ``{slug}`` is a parameter.
        says: What it gives.
        parameters: What it takes, beside ``lang``.
        answer: Makes the JSON value.
    """

    name: str
    path: str
    says: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Material, Values], Any]

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """Everything it takes."""
        return (*self.parameters, LANG)


def perform(material: Material, name: str, values: Values) -> bytes:
    """The answer of an operation as JSON.

    Raises:
        ProblemError: 404: nothing has the name asked for; 400: what is asked is not defined here.
    """
    operation = next(o for o in OPERATIONS if o.name == name)
    try:
        value = operation.answer(material, values)
    except NotFoundError as error:
        raise ProblemError("not-found", _sentence(error)) from error
    except NetworkError as error:
        raise ProblemError("malformed", _sentence(error)) from error
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _sentence(error: EcosystemError) -> Wording:
    return Wording(f"{error.told('en').rstrip('.')}.", f"{error.told('nb').rstrip('.')}.")


# -- operations -------------------------------------------------------------------------------------------


def _search(material: Material, values: Values) -> Any:
    eco = material.ecosystem
    lang = values["lang"]
    found = eco.find(values["q"], values["limit"])
    return {
        "results": [
            {
                "id": str(match.iri),
                "path": f"/{match.iri.removeprefix(eco.base)}",
                "kind": eco.kind_of(match.iri),
                "label": eco.label(match.iri, lang),
                "matched": match.name,
            }
            for match in found
        ]
    }


def _actor(material: Material, values: Values) -> Any:
    table = _asked(material, "about-actor", values["slug"])
    rows = _dicts(table)
    if not rows:
        raise NotFoundError(Wording("actor", "aktør"), values["slug"])
    iri = _actor_iri(material, values["slug"])
    lists = {"sources": " ", "other_names": "; "}
    merged: dict[str, Any] = {"id": iri}
    # A value that sources disagree on gives several rows; each value is kept.
    for column in rows[0]:
        seen = list(dict.fromkeys(row[column] for row in rows if row[column] is not None))
        if column in lists:
            parts = (part for text in seen for part in str(text).split(lists[column]) if part)
            merged[column] = list(dict.fromkeys(parts))
        elif column in ("founded", "dissolved", "homepage"):
            merged[column] = seen
        else:
            merged[column] = seen[0] if seen else None
    return merged


def _neighbours(material: Material, values: Values) -> Any:
    rows = _dicts(_asked(material, "ties-of-actor", values["slug"]))
    for row in rows:
        row["sources"] = str(row["sources"] or "").split()
    return {"id": _actor_iri(material, values["slug"]), "neighbours": rows}


def _centrality(material: Material, values: Values) -> Any:
    lang, by = values["lang"], values["by"]
    network = project(
        material.ecosystem, values["projection"], year=values["year"], reading=Reading(values["reading"])
    )
    wanted = dict.fromkeys((by, "degree", "betweenness"))
    rows = ranking(network, centrality(network, [*wanted]), by=by, top=values["top"])
    draws = None if values["intervals"] else 0
    drawn = rank_intervals(material.ecosystem, network, by, year=values["year"], draws=draws)
    measure = MEASURES[by]
    return {
        "projection": values["projection"],
        "year": values["year"],
        "actors": network.number_of_nodes(),
        "ties": network.number_of_edges(),
        "by": by,
        "says": measure.says_nb if lang == "nb" else measure.says_en,
        "ranking": [
            {
                "rank": row.ranks[by],
                "interval": _interval(drawn.get(row.node)),
                "id": str(row.node),
                "label": row.label_nb if lang == "nb" else row.label_en,
                "sphere": row.sphere,
                "scores": {name: None if isnan(score) else score for name, score in row.scores.items()},
            }
            for row in rows
        ],
    }


def _interval(found: RankInterval | None) -> Any:
    if found is None:
        return None
    return {"low": found.low, "median": found.median, "high": found.high, "band": found.band}


def _explain(material: Material, values: Values) -> Any:
    eco = material.ecosystem
    triple = statement(eco, values["subject"], values["predicate"], values["object"])
    text = explain(eco, triple, several=values["several"], form="json", lang=values["lang"])
    return json.loads(text)


def _rivals(material: Material, values: Values) -> Any:
    effect = str(material.ecosystem.resolve(values["effect"]))
    ledger = material.ledger
    return _sheet(spillovers.rival_sheet(ledger, spillovers.rivals(ledger, effect), values["lang"]))


def _ledger(material: Material, values: Values) -> Any:
    about = None if values["about"] is None else str(material.ecosystem.resolve(values["about"]))
    return _sheet(
        spillovers.ledger_sheet(material.ledger, values["lang"], about=about, contested=values["contested"])
    )


def _path(material: Material, values: Values) -> Any:
    eco, ledger = material.ecosystem, material.ledger
    cause, effect = (str(eco.resolve(values[end])) for end in ("cause", "effect"))
    found = spillovers.path(
        ledger, cause, effect, longest=values["depth"], limit=values["limit"], wide=values["wide"]
    )
    return _sheet(
        spillovers.chain_sheet(
            ledger, found, values["lang"], cause=cause, effect=effect, longest=values["depth"]
        )
    )


# -- values -----------------------------------------------------------------------------------------------


def _asked(material: Material, name: str, slug: str) -> Table:
    return ask(material.ecosystem, question(name), {"actor": _actor_iri(material, slug)})


def _actor_iri(material: Material, slug: str) -> str:
    return str(material.ecosystem.resolve(f"{material.ecosystem.base}actor/{slug}"))


def _dicts(table: Table) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", table.values())


def _sheet(sheet: Sheet) -> Any:
    return {"columns": list(sheet.columns), "rows": sheet.dicts(), "notes": list(sheet.notes)}


_SLUG = Parameter(
    "slug",
    Wording(
        "Last part of the actor's IRI, such as nce-raufoss.",
        "Siste del av aktørens IRI, som nce-raufoss.",
    ),
    required=True, place="path", pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$",
)  # fmt: skip


def _name(en: str = "", nb: str = "") -> Wording:
    """What names a thing, and what else may stand there."""
    return Wording(
        f"A slug, a prefixed name, an IRI or an unambiguous label{en}.",
        f"Et kortnavn, et navn med prefiks, en IRI eller et entydig navn{nb}.",
    )


def _whole(name: str, says: Wording, default: int | None, least: int, most: int) -> Parameter:
    return Parameter(name, says, "integer", default=default, least=least, most=most)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "search", "/api/search", "Things by any name they have had.",
        (
            Parameter("q", Wording("What the name holds.", "Tekst som navnet inneholder."), required=True),
            _whole("limit", Wording("Most results.", "Høyst så mange treff."), 20, 1, 100),
        ),
        _search,
    ),
    Operation(
        "actor", "/api/actor/{slug}", "An actor: names, kind, sphere, dates, sources.", (_SLUG,), _actor
    ),
    Operation(
        "neighbours", "/api/actor/{slug}/neighbours",
        "Every relation of an actor, dated, with its sources.", (_SLUG,), _neighbours,
    ),
    Operation(
        "centrality", "/api/centrality",
        "Actors of a network, ranked. Ranks rest on what has been written down.",
        (
            Parameter(
                "projection",
                Wording("Which relations make the network.", "Hvilke relasjoner nettverket lages av."),
                default="collaboration", choices=tuple(projections()),
            ),
            Parameter(
                "by", Wording("Measure to rank by.", "Målet det rangeres etter."),
                default="betweenness", choices=tuple(MEASURES),
            ),
            _whole("top", Wording("Most rows.", "Høyst så mange rader."), 20, 1, 1000),
            _whole(
                "year", Wording("Only what held in this year.", "Bare det som gjaldt dette året."),
                None, 1000, 2100,
            ),
            Parameter(
                "reading",
                Wording(
                    "What may have held that year, or only what sources say held.",
                    "Det som kan ha gjeldt det året, eller bare det kildene sier gjaldt.",
                ),
                default="possible", choices=("possible", "certain"),
            ),
            Parameter(
                "intervals",
                Wording(
                    f"Where 90 % of {DRAWS} plausible networks rank each actor; takes a second or two. There "
                    "is none for directed networks.",
                    f"Hvor 90 % av {DRAWS} tenkelige nettverk rangerer hver aktør; tar et sekund eller to. "
                    "Det er ingen for nettverk med retning.",
                ),
                "boolean", default=False,
            ),
        ),
        _centrality,
    ),
    Operation(
        "explain", "/api/explain", "Why a statement holds, down to its sources; or what it lacks.",
        (
            Parameter("subject", _name(), required=True),
            Parameter("predicate", _name("; or a", "; eller a"), required=True),
            Parameter(
                "object", _name("; or a text in double quotes", "; eller en tekst i doble anførselstegn"),
                required=True,
            ),
            Parameter(
                "several", Wording("Look for further proofs.", "Let etter flere bevis."), "boolean",
                default=False,
            ),
        ),
        _explain,
    ),
    Operation(
        "rivals", "/api/spillovers/rivals", "Every cause anybody claims for a development, side by side.",
        (Parameter("effect", _name(), required=True),), _rivals,
    ),
    Operation(
        "ledger", "/api/spillovers/ledger",
        "Every claim of an effect, with who supports and who disputes it.",
        (
            Parameter("about", _name(": only claims about it", ": bare påstander om det")),
            Parameter(
                "contested", Wording("Only what somebody disputes.", "Bare det noen bestrider."), "boolean",
                default=False,
            ),
        ),
        _ledger,
    ),
    Operation(
        "path", "/api/spillovers/path", "Chains of claims from a cause to an effect, each judged.",
        (
            Parameter("cause", _name(), required=True),
            Parameter("effect", _name(), required=True),
            _whole("depth", Wording("Greatest number of links.", "Høyst så mange ledd."), 3, 1, 6),
            _whole("limit", Wording("Most chains.", "Høyst så mange kjeder."), 20, 1, 100),
            Parameter(
                "wide",
                Wording("Also end in what concerns the effect.", "Slutt også i det som angår virkningen."),
                "boolean", default=False,
            ),
        ),
        _path,
    ),
)  # fmt: skip
