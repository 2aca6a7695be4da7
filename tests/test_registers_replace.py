"""A newer file of a register: in the place of the earlier one, and of nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rdflib import URIRef

from ecosystem_graph.cli import root
from ecosystem_graph.store import fill, opened
from ecosystem_graph.tables import import_tables
from ecosystem_graph.vocab import ASSERTED, INFERRED

HERE = Path(__file__).parent / "data" / "registers"
TINY = HERE.parent / "tiny"
API = "https://data.brreg.no/enhetsregisteret/api/enheter/"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The sample a month on: one enterprise is gone, one has moved and grown."""
    units: list[dict[str, Any]] = json.loads((HERE / "enheter.json").read_text(encoding="utf-8"))
    gone, moved, *rest = units
    moved["antallAnsatte"], moved["forretningsadresse"]["adresse"] = 77, ["Storgata 1"]
    assert gone["organisasjonsnummer"] != moved["organisasjonsnummer"]
    path = tmp_path / "newer.json"
    path.write_text(json.dumps([moved, *rest]), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    fill(folder, import_tables(TINY)[0])
    return folder


def bring(register: str, file: Path, store: Path, *options: str) -> Result:
    arguments = ["import", register, str(file), "--store", str(store), "--data", str(TINY), *options]
    done = CliRunner().invoke(root, arguments)
    assert done.exit_code == 0, done.output
    return done


def held(store: Path, graph: URIRef = ASSERTED) -> set[str]:
    found = opened(store).store.quads_for_pattern(None, None, None, None)
    return {str(fact) for fact in found if getattr(fact.graph_name, "value", "") == str(graph)}


@pytest.mark.parametrize("dates", [("2026-10-01", "2026-11-01"), ("", "")])
def test_the_store_is_what_it_had_been_with_the_newer_file_alone(
    dates: tuple[str, str], newer: Path, store: Path, tmp_path: Path
) -> None:
    first, second = (("--date", date) if date else () for date in dates)
    fresh = tmp_path / "fresh"
    fill(fresh, import_tables(TINY)[0])
    for folder in (store, fresh):
        bring("ror", HERE / "ror.csv", folder, "--date", "2026-09-01")
    bring("brreg", HERE / "enheter.json", store, *first)
    done = bring("brreg", newer, store, *second, "--replace")
    assert "already" not in done.output
    bring("brreg", newer, fresh, *second)
    for graph in (ASSERTED, INFERRED):
        now, wanted = held(store, graph), held(fresh, graph)
        assert wanted <= now
        # Codes are no things of the register: those that nobody uses any more stay described.
        left = {fact.split()[0] for fact in now - wanted}
        assert all("/code/" in subject or "/organisasjonsformer" in subject for subject in left), left


def test_a_place_of_the_region_stays_when_the_newer_file_has_nobody_there(
    store: Path, tmp_path: Path
) -> None:
    before = held(store)
    units = (HERE / "enheter.json").read_text(encoding="utf-8").replace('"3405"', '"9901"')
    there = tmp_path / "there.json"
    there.write_text(units, encoding="utf-8")
    bring("brreg", there, store, "--date", "2026-10-01")
    assert any("place/lia>" in fact and "enhetsregisteret-" in fact for fact in held(store))
    nobody = tmp_path / "nobody.json"
    nobody.write_text("[]", encoding="utf-8")
    bring("brreg", nobody, store, "--date", "2026-11-01", "--replace")
    assert before <= held(store)
    assert not any("enhetsregisteret-2026-10-01" in fact for fact in held(store))


def test_without_it_both_stay_and_the_person_is_told(newer: Path, store: Path) -> None:
    said = bring("brreg", HERE / "enheter.json", store, "--date", "2026-10-01").output
    assert "already" not in said
    before = held(store)
    said = bring("brreg", newer, store, "--date", "2026-11-01").output
    assert "holds enhetsregisteret-2026-10-01 already" in said
    assert "--replace" in said
    assert before < held(store)


def test_a_thing_that_another_register_knows_too_is_kept(store: Path, newer: Path, tmp_path: Path) -> None:
    """The other register's word must not go with this one's."""
    bring("brreg", HERE / "enheter.json", store, "--date", "2026-10-01")
    number = json.loads((HERE / "enheter.json").read_text(encoding="utf-8"))[0]["organisasjonsnummer"]
    own = tmp_path / "own.nt"
    source = "<http://www.w3.org/ns/prov#hadPrimarySource>"
    own.write_text(f"<{API}{number}> {source} <https://example.org/other> .\n", encoding="utf-8")
    done = CliRunner().invoke(root, ["store", "fill", str(store), str(own), "--add"])
    assert done.exit_code == 0, done.output
    bring("brreg", newer, store, "--date", "2026-11-01", "--replace")
    assert any(f"{API}{number}>" in fact and "legalName" in fact for fact in held(store))


def test_it_needs_a_store(tmp_path: Path) -> None:
    given = ["import", "ror", str(HERE / "ror.csv"), "-o", str(tmp_path / "x.nt"), "--replace"]
    done = CliRunner().invoke(root, given)
    assert done.exit_code == 2
    assert "--replace goes with --store" in done.output
