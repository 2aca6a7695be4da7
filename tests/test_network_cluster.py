"""What Spark cannot do without, said in a sentence; and the rows it is fed with."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ecosystem_graph.cli import main
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import EngineError, MissingExtraError, NetworkError, NotFoundError
from ecosystem_graph.network.projection import projections, read_ties, streamed
from ecosystem_graph.network.spark import survey
from ecosystem_graph.period import Reading


@pytest.mark.parametrize("name", sorted(projections()))
@pytest.mark.parametrize(("year", "reading"), [(None, Reading.POSSIBLE), (2015, Reading.CERTAIN)])
def test_rows_come_in_pages_and_are_those_of_the_projection(
    innlandet: Ecosystem, name: str, year: int | None, reading: Reading
) -> None:
    ties = read_ties(innlandet, name)
    shape, rows = streamed(innlandet, name, year=year, reading=reading, page=97)
    assert shape is ties.shape
    assert sorted(map(repr, rows)) == sorted(map(repr, ties.holding(year, reading)))


def test_a_limit_of_the_query_is_kept(innlandet: Ecosystem, tmp_path: Path) -> None:
    path = tmp_path / "few.rq"
    path.write_text(
        "SELECT ?source ?target (1 AS ?weight) (eco:partnerOf AS ?kind)\n"
        "WHERE { ?source eco:partnerOf ?target } ORDER BY ?source ?target LIMIT 25",
        encoding="utf-8",
    )
    _, rows = streamed(innlandet, path, page=10)
    assert [(row.source, row.target) for row in rows] == [
        (row.source, row.target) for row in read_ties(innlandet, path).rows
    ]


def test_a_query_that_is_no_projection_is_told_before_anything_starts(
    innlandet: Ecosystem, tmp_path: Path
) -> None:
    path = tmp_path / "none.rq"
    path.write_text("SELECT ?source WHERE { ?source a eco:Cluster }", encoding="utf-8")
    with pytest.raises(NetworkError, match=r"gives no \?target \?weight \?kind"):
        streamed(innlandet, path)


@pytest.mark.parametrize(
    "master", ["", "localhost", "local[x]", "spark:/host", "sc://host", "http://host:7077"]
)
def test_what_is_no_master_is_told_what_would_be(master: str) -> None:
    with pytest.raises(
        EngineError, match=r"is no Spark master; right would be local\[2\], spark://"
    ) as caught:
        survey([], master=master)
    assert caught.value.told("nb").startswith(
        f"{master!r} er ingen Spark-master; riktig er local[2], spark://"
    )


def test_a_cluster_needs_a_shared_folder() -> None:
    with pytest.raises(EngineError, match="need a folder that they share with this machine"):
        survey([], master="spark://host:7077")


def test_spark_measures_only_some_things() -> None:
    with pytest.raises(NotFoundError, match="measure of the engine spark"):
        survey([], by="betweenness")


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'ecosystem-graph\[spark\]'"):
        survey([])


@pytest.mark.parametrize("home", [None, "nowhere"])
def test_without_java_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", sys)
    monkeypatch.setenv("PATH", str(tmp_path))
    if home:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path / home))
    else:
        monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineError, match="Spark needs Java 17 or later, and there is no java"):
        survey([])


def test_the_command_line_tells_it_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["centrality", "--engine", "spark", "--spark-master", "spark://host:7077"]
    monkeypatch.setattr(sys, "argv", ["ecosystem-graph", *options])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "need a folder that they share" in capsys.readouterr().err
