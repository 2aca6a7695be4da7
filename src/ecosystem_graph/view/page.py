"""The page: facts, scenes, style and script put together in one file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.licence import called
from ecosystem_graph.network.projection import projections
from ecosystem_graph.period import Reading
from ecosystem_graph.spillovers import read_ledger
from ecosystem_graph.wording import Wording

from . import details, scenes, statements
from .drawing import draw

__all__ = ["NetworkView", "network_page", "page_facts", "render"]

_ASSETS = Path(__file__).resolve().parent / "assets"
#: Shipped projections that are networks of their own; the spillovers have a view of their own.
_NETWORKS = ("collaboration", "membership", "co-membership", "funding", "research-to-firm")


def network_page(
    ecosystem: Ecosystem,
    *,
    lang: str = "nb",
    year: int | None = None,
    reading: Reading = Reading.POSSIBLE,
    projection: str | Path = "collaboration",
    focus: str | None = None,
) -> str:
    """The network page of a region: one HTML file, the same bytes for the same facts.

    Args:
        ecosystem: The region, reasoned.
        lang: Language it opens in, ``nb`` or ``en``; the reader can change it.
        year: Year the slider opens at; None shows every year.
        reading: Reading of uncertain dates it opens with.
        projection: Network it opens with: the name of a shipped projection or the path of an ``.rq`` file.
        focus: Actor whose neighbourhood it opens with, named as on the command line.

    Returns:
        The text of the file.

    Raises:
        NotFoundError: Unknown language, projection or actor.
        NetworkError: The projection is none.
        QueryError: The projection does not parse.
    """
    if lang not in ("nb", "en"):
        raise NotFoundError(Wording("language", "språk"), lang, ("nb", "en"))
    facts = page_facts(ecosystem, projection)
    facts["opens"] = details.filled(
        {
            "lang": lang,
            "year": year,
            "reading": str(reading),
            "focus": details.key_of(str(ecosystem.resolve(focus, ("actor",))), str(ecosystem.base))
            if focus
            else "",
        }
    )
    return render(facts)


@dataclass(frozen=True, slots=True)
class NetworkView:
    """The page for a notebook: a cell that ends in one shows it.

    >>> NetworkView('<!doctype html><title>"x"</title>', height=300)._repr_html_()[:60]
    '<iframe srcdoc="&lt;!doctype html&gt;&lt;title&gt;&quot;x&qu'

    Attributes:
        page: Text of the page, from `network_page`.
        height: Height of the frame in pixels.
    """

    page: str
    height: int = 760

    def _repr_html_(self) -> str:
        """The page in a frame of its own, which shares neither style nor script with the notebook."""
        style = f"width:100%;height:{self.height}px;border:1px solid #999"
        return f'<iframe srcdoc="{html.escape(self.page)}" style="{style}" title="ecosystem-graph"></iframe>'


def page_facts(ecosystem: Ecosystem, projection: str | Path = "collaboration") -> dict[str, Any]:
    """All that the page knows, ready for JSON; the scene it opens with comes first."""
    records = details.read(ecosystem)
    things = details.things(records)
    relations = statements.relations(records)
    ledger = read_ledger(ecosystem)
    claims = statements.judged(statements.claims(records), ledger, records.base)
    shipped = [name for name in _NETWORKS if name in projections() and name != str(projection)]
    actors = [key for key in things if key.startswith("actor/")]
    networks = [
        scenes.network_scene(ecosystem, records.base, name, relations, () if number else actors)
        for number, name in enumerate((projection, *shipped))
    ]
    first = networks[0]["id"]
    others = [
        scenes.cluster_scene(things, relations),
        scenes.spillover_scene(things, claims),
        scenes.map_scene(records, things, first),
    ]
    return {
        "region": statements.region_name(ecosystem, records),
        "base": records.base,
        "codes": details.codes(ecosystem),
        "relationTypes": statements.relation_types(),
        "measures": scenes.measure_names(),
        "things": things,
        "relations": relations,
        "figures": statements.figures(records),
        "claims": claims,
        "lines": statements.line_styles(ledger),
        "sources": details.sources(records),
        "outlinedBy": _outlined_by(records),
        "licence": details.licence(records),
        "scenes": [networks[0], *(scene for scene in others if scene and scene["nodes"]), *networks[1:]],
    }


def _outlined_by(records: details.Records) -> list[str]:
    """Publishers of the outlines of places, who are named wherever these are shown."""
    shapes = (
        records.by_key.get(key)
        for _, place in records.of("place")
        for key in place.values.get("hasGeometry", [])
    )
    sources = {key for shape in shapes if shape for key in shape.values.get("hadPrimarySource", [])}
    names = {record.one("publisher") for key in sources if (record := records.by_key.get(key))}
    return sorted(names - {""})


def render(facts: dict[str, Any]) -> str:
    """The file for these facts."""
    words = json.loads((_ASSETS / "words.json").read_text(encoding="utf-8"))
    if name := called(facts["licence"]):
        words["footer"] = [
            f"{footer} {licensed.format(name)}"
            for footer, licensed in zip(words["footer"], words["licensed"], strict=True)
        ]
    if credit := ", ".join(facts["outlinedBy"]):
        words["footer"] = [
            f"{footer} {outlines.format(credit)}"
            for footer, outlines in zip(words["footer"], words["outlinedBy"], strict=True)
        ]
    lang = facts["opens"]["lang"]
    script = "\n".join(path.read_text(encoding="utf-8") for path in _scripts())
    script = f'(() => {{\n"use strict";\n{script}}})();\n'
    style = (_ASSETS / "page.css").read_text(encoding="utf-8")
    return draw(
        facts["scenes"][0],
        facts["things"],
        lang=lang,
        template=_ASSETS / "page.html",
        values={
            "lang": lang,
            "title": f"{_in(facts['region'], lang)}: {_in(words['title'], lang)}",
            "words": words,
            "word": {key: _in(text, lang) for key, text in words.items()},
            "facts": facts,
            "style": style,
            "script": script,
            "hash": _hash,
        },
    )


def _scripts() -> list[Path]:
    """Our scripts in the order of their numbers."""
    return sorted((_ASSETS / "js").glob("*.js"))


def _in(text: Any, lang: str) -> str:
    return str(text[lang == "en"] if isinstance(text, list) else text)


def _hash(script: str) -> str:
    """What a content security policy calls a script."""
    return base64.b64encode(hashlib.sha256(re.sub("\r\n?", "\n", script).encode()).digest()).decode()
