"""The pages on the data say what the data says: every count of a finding, every table of the data card."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import RDFS, SKOS
from rdflib.namespace import DCTERMS, PROV

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.vocab import INL

ROOT = Path(__file__).resolve().parent.parent
#: What an asserter is called that is neither an actor here nor a publisher: a public role or a publication.
ROLE = re.compile(
    r"\b(spokesperson|chair|rector|director|manager|mayor|CEO|dean|developer|researchers?|professor|head of"
    r"|principal"
    r"|ministers?|minister of|member of parliament|editorial|commentary|op-ed|article|blog post|column|letter"
    r"|contribution|opinion piece|thesis|evaluation|report|paper|chapter|quoting|as told by|as summarised by"
    r"|summary|website|project|text|story)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("data_quality", ROOT / "scripts" / "data_quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_say_what_the_data_says(script: ModuleType, innlandet: Ecosystem) -> None:
    """Mended by: python scripts/data_quality.py."""
    for path, text in script.pages(innlandet).items():
        assert path.read_text(encoding="utf-8") == text, f"run: python scripts/data_quality.py ({path.name})"


def test_every_finding_has_a_query_and_a_count() -> None:
    page = (ROOT / "docs" / "data-quality.md").read_text(encoding="utf-8")
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    assert len(sections) > 35
    for section in sections:
        assert re.search(r"^Found: \*\*[\d,]+\*\*$", section, re.MULTILINE), section[:60]
        assert section.count("```sparql\n") == 1, section[:60]


def test_what_must_stay_mended_is_mended() -> None:
    page = (ROOT / "docs" / "data-quality.md").read_text(encoding="utf-8")
    clean = page.split("## Checks that find nothing")[1]
    assert set(re.findall(r"^Found: \*\*([\d,]+)\*\*$", clean, re.MULTILINE)) == {"0"}


def test_a_wrong_count_and_a_wrong_table_are_seen(script: ModuleType, innlandet: Ecosystem) -> None:
    ask = "Found: **7**\n\n```sparql\nSELECT ?s WHERE { ?s a eco:ScienceCentre }\n```\n"
    assert script.counted(ask, innlandet) == ask.replace("7", "1")
    card = "<!-- table spheres -->\nno such table\n<!-- end -->\n"
    for lang, name in (("nb", "sivilsamfunn"), ("en", "civil society")):
        told = script.carded(card, script.Card(innlandet, lang))
        assert "no such table" not in told
        assert f"| {name} | 40 | 6 % |" in told


def test_both_cards_have_the_same_tables() -> None:
    names = [
        re.findall(r"<!-- table (\w+) -->", (ROOT / "docs" / name).read_text(encoding="utf-8"))
        for name in ("data-card.md", "datakort.md")
    ]
    assert names[0] == names[1]
    assert len(names[0]) > 7


def test_asserters_are_organisations_publications_or_public_roles(innlandet: Ecosystem) -> None:
    facts = innlandet.facts
    tied = {s for s, p, _ in facts if p == PROV.actedOnBehalfOf}
    known = {str(o).casefold() for _, p, o in facts if p == DCTERMS.publisher}
    for s, p, o in facts:
        if p in (RDFS.label, SKOS.altLabel) and str(s).startswith(f"{INL}actor/"):
            known.add(str(o).casefold())
    strange = []
    for s, p, o in facts:
        if p == RDFS.label and str(s).startswith(f"{INL}asserter/") and s not in tied:
            parts = {re.sub(r"\s*\(.*?\)", "", part).strip().casefold() for part in re.split("[;,]", str(o))}
            if not ROLE.search(str(o)) and not parts & known:
                strange.append(str(o))
    assert sorted(strange) == REVIEWED


#: Looked at one by one: organisations and publications that are no actors and no publishers here.
REVIEWED = [
    "Betongelementforeningen",
    "Computerworld Norge / NTB",
    "Lillehammer Turist",
    "NISlab",
    "NORSE Metal",
    "Norwegian Ministry of Defence (state secretary)",
    "Nærings- og handelsdepartementet (St.prp. nr. 39, 2002–2003)",
    "Statsbudsjettet 2005",
    "innovasjonogforskning.no",
]
