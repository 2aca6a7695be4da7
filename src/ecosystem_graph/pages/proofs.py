"""Proofs on a page: why an edge follows, as a list in a list, down to what sources say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.explanation import explain, statement

from .desk import Desk
from .markup import NOTHING, Markup, tag

__all__ = ["proof"]


def proof(desk: Desk, edge: tuple[str, str, str]) -> Markup:
    """The shortest proof of an edge; nothing where it does not follow."""
    ecosystem = desk.library.ecosystem
    try:
        triple = statement(ecosystem, *edge)
    except NotFoundError:
        return NOTHING
    told = json.loads(explain(ecosystem, triple, form="json", lang="en" if desk.lang == "en" else "nb"))
    if not isinstance(told, list):
        return NOTHING
    return tag("ul", *(_step(desk, step) for step in told[:1]), class_="proof")


def _step(desk: Desk, step: Mapping[str, Any]) -> Markup:
    base = desk.library.base + "source/"
    ours = [source.removeprefix(base) for source in step.get("sources", ()) if source.startswith(base)]
    given = step["rule"] == "asserted"
    reason = desk.say("oppgitt", "stated") if given else str(step["because"])
    below = [_step(desk, premise) for premise in step["premises"]]
    return tag(
        "li",
        step["words"],
        " ",
        tag("span", reason, class_="hint"),
        desk.cite(ours),
        tag("ul", *below) if below else None,
    )
