"""LibreOffice opens our workbook, works its formulas out and saves it again; nothing is lost on that way."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from engine_servers import program
from openpyxl import load_workbook

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.resources import data_file
from ecosystem_graph.tables import export_workbook, import_tables
from ecosystem_graph.tables.layout import LAYOUT
from ecosystem_graph.turtle import serialise


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = program("soffice", "Debian: libreoffice-calc-nogui")
    folder = tmp_path_factory.mktemp("libreoffice")
    export_workbook(Ecosystem.load(reason=False).facts, folder / "innlandet.xlsx")
    profile = (folder / "profile").as_uri()
    words = ["--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir"]
    subprocess.run(
        [office, *words, str(folder / "out"), str(folder / "innlandet.xlsx")],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / "out" / "innlandet.xlsx"


def test_innlandet_saved_by_libreoffice_is_the_same(resaved: Path) -> None:
    facts, base = import_tables(resaved)
    assert serialise(facts, base).encode() == data_file().read_bytes()


def test_its_drop_downs_are_still_there_and_the_ids_are_stacked(resaved: Path) -> None:
    book = load_workbook(resaved, data_only=True)
    lists = sum(len(book[table.name].data_validations.dataValidation) for table in LAYOUT)
    # LibreOffice puts columns with the same list together.
    assert lists >= 20
    own = {row[0].value for row in book["indicators"]["A2:A101"]} - {None, ""}
    words = [cell.value for column in book["_lists"].columns for cell in column]
    assert own
    assert own <= set(words)
    stacked = {row[0].value for row in book["_ids"]["B2:B9999"]} - {None, ""}
    for name in ("organisations", "places", "topics", "events"):
        assert {row[0].value for row in book[name]["A2:A9999"]} - {None, ""} <= stacked
