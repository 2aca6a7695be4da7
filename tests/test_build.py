"""The whole build: which files, always the same bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from ecosystem_graph.build import STEPS, build
from ecosystem_graph.errors import NonConformantError, UnreadableFileError
from ecosystem_graph.resources import data_file

FILES = {
    "network.html",
    "report.html",
    "report.md",
    "centrality.csv",
    "spillovers.csv",
    "graph.ttl",
    "validation.txt",
    "manifest.json",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One build, by the command, under a hash seed of its own."""
    return _run(tmp_path_factory.mktemp("built"), "1")


def _run(folder: Path, seed: str) -> Path:
    command = [sys.executable, "-m", "ecosystem_graph", "build", "--out", str(folder / "out")]
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=True)
    for name in FILES:
        assert name in done.stdout
    assert len(re.findall(r"^[123]\. ", done.stdout, re.MULTILINE)) == 3
    return folder / "out"


def test_every_promised_file_and_no_other(built: Path) -> None:
    assert {path.name for path in built.iterdir()} == FILES
    assert all(path.stat().st_size > 20 for path in built.iterdir())


def test_two_builds_are_the_same_whatever_the_hash_seed(built: Path, tmp_path: Path) -> None:
    again = _run(tmp_path, "2")
    for name in sorted(FILES):
        assert (again / name).read_bytes() == (built / name).read_bytes(), name


def test_manifest_holds_the_checksum_of_every_file(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((built / name).read_bytes()).hexdigest() == entry["sha256"]
    assert str(Path.home()) not in json.dumps(manifest)


def test_graph_holds_what_is_asserted_and_what_follows(built: Path) -> None:
    graph = Graph().parse(built / "graph.ttl")
    asserted = Graph().parse(data_file())
    assert all(triple in graph for triple in asserted)
    ask = "ASK { ?a eco:locatedIn ?place }"
    eco = {"eco": "https://w3id.org/innovation-ecosystem/ontology#"}
    assert graph.query(ask, initNs=eco).askAnswer
    assert not asserted.query(ask, initNs=eco).askAnswer


def test_the_steps_are_told_in_order(tmp_path: Path) -> None:
    told: list[str] = []
    result = build(out=tmp_path, lang="en", year=2010, step=told.append)
    assert told == list(STEPS)
    assert result.folder == tmp_path
    assert len(result.findings) == 3


def test_what_does_not_conform_writes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    text = data_file().read_text(encoding="utf-8")
    bad.write_text(
        text.replace("eco:polarity polarity:positive", "eco:polarity polarity:purple", 1), encoding="utf-8"
    )
    with pytest.raises(NonConformantError, match=r"^violation .*purple") as caught:
        build(bad, tmp_path / "out")
    # The language of the files is one thing, that of the reader of the error another.
    assert "purple: En proposisjon har ett fortegn" in caught.value.told("nb")
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="folder") as caught:
        build(out=tmp_path / "out")
    assert caught.value.told("nb") == f"{tmp_path / 'out'}: er en fil; oppgi en mappe å skrive i"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"
