"""The graph on disk: the same answers as in memory, one writer, many readers, and nothing half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import RDF, RDFS, Literal, URIRef

from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import ContradictionError, StoreError, UnreadableFileError
from ecosystem_graph.network.projection import read_ties
from ecosystem_graph.queries import ask, questions
from ecosystem_graph.spillovers import read_ledger
from ecosystem_graph.store import About, about, fill, fill_from, opened, writing
from ecosystem_graph.tables import import_tables
from ecosystem_graph.turtle import ntriples, parse, serialise
from ecosystem_graph.vocab import ASSERTED, ECO, INFERRED, ONTOLOGY

TINY = Path(__file__).parent / "data" / "tiny"
BASE = import_tables(TINY)[1]
KVIST = URIRef(f"{BASE}actor/kvist")


@pytest.fixture(scope="module")
def tiny() -> Ecosystem:
    return Ecosystem.load(TINY)


@pytest.fixture
def store(tmp_path: Path, tiny: Ecosystem) -> Path:
    fill(tmp_path / "store", tiny.facts)
    return tmp_path / "store"


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory, innlandet: Ecosystem) -> Ecosystem:
    folder = tmp_path_factory.mktemp("disk") / "store"
    with writing(folder) as draft:
        # The conclusions are proven elsewhere; drawing them again would only cost time.
        draft.add(innlandet.facts)
        draft.close(lambda store: innlandet.conclusions)
    return Ecosystem.open(folder)


def command(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(root, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


# -- the same graph --------------------------------------------------------------------------------------


def test_what_is_on_disk_is_what_is_in_memory(store: Path, tiny: Ecosystem) -> None:
    kept = Ecosystem.open(store)
    assert kept.facts == tiny.facts
    assert kept.conclusions == tiny.conclusions
    assert kept.base == tiny.base
    for name in (ONTOLOGY, ASSERTED, INFERRED):
        assert len(kept.dataset.get_context(name)) == len(tiny.dataset.get_context(name)) > 0
    assert kept.turtle(inferred=True) == tiny.turtle(inferred=True)


def test_every_question_has_the_same_answer(innlandet: Ecosystem, on_disk: Ecosystem) -> None:
    for question in list(questions().values())[::4]:
        assert ask(on_disk, question) == ask(innlandet, question), question.name


def test_every_network_and_the_ledger_are_the_same(innlandet: Ecosystem, on_disk: Ecosystem) -> None:
    for name in ("collaboration", "spillover"):
        assert read_ties(on_disk, name) == read_ties(innlandet, name)
    assert read_ledger(on_disk) == read_ledger(innlandet)


def test_names_are_the_same(innlandet: Ecosystem, on_disk: Ecosystem) -> None:
    for name in ("ntnu-gjovik", "NCE Raufoss", "eco:influences", "inl:place/gjovik"):
        assert on_disk.resolve(name) == innlandet.resolve(name)
    assert on_disk.find("raufoss") == innlandet.find("raufoss") != []
    assert on_disk.actors() == innlandet.actors()
    told = sorted(innlandet.asserted.subjects(RDF.type, ECO.Membership))[:20]
    assert [on_disk.label(thing, "en") for thing in told] == [innlandet.label(thing, "en") for thing in told]


def test_opening_neither_reads_nor_reasons(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read it all")

    monkeypatch.setattr("ecosystem_graph.ecosystem.graph.Reasoner", refuse)
    monkeypatch.setattr("ecosystem_graph.ecosystem.graph.triples", refuse)
    kept = Ecosystem.open(store)
    assert len(ask(kept, questions()["completeness"])) > 0
    assert read_ties(kept).rows
    with pytest.raises(AssertionError, match="read it all"):
        _ = kept.facts


# -- filling ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".nq", ".trig", ".rdf"])
def test_every_form_of_rdf_fills_it(ending: str, tmp_path: Path, tiny: Ecosystem) -> None:
    path = tmp_path / f"facts{ending}"
    patterns = [(None, None, None, ox.NamedNode(name)) for name in (ONTOLOGY, ASSERTED, INFERRED)]
    quads = [quad for pattern in patterns for quad in tiny.store.quads_for_pattern(*pattern)]
    if ending in (".nq", ".trig"):
        ox.serialize(quads, str(path), format=ox.RdfFormat.from_extension(ending[1:]))
    else:
        facts = tiny.store.quads_for_pattern(None, None, None, ox.NamedNode(ASSERTED))
        ox.serialize((q.triple for q in facts), str(path), format=ox.RdfFormat.from_extension(ending[1:]))
    filled = fill_from(tmp_path / "store", path)
    assert (filled.asserted, filled.inferred) == (len(tiny.facts), len(tiny.conclusions))
    assert Ecosystem.open(tmp_path / "store").facts == tiny.facts


def test_a_stream_fills_it(tmp_path: Path, tiny: Ecosystem) -> None:
    path = tmp_path / "facts"
    path.write_bytes(ntriples(tiny.facts))
    with writing(tmp_path / "store") as draft, path.open("rb") as stream:
        draft.load(stream, ".nt")
    assert Ecosystem.open(tmp_path / "store").facts == tiny.facts


def test_more_can_be_added_and_is_concluded_from(store: Path, tiny: Ecosystem) -> None:
    new = URIRef(f"{BASE}actor/new-firm")
    fill(store, [(new, RDF.type, ECO.Firm), (new, RDFS.label, Literal("Ny", lang="nb"))], keep=True)
    kept = Ecosystem.open(store)
    assert kept.facts > tiny.facts
    assert len(kept.facts) == len(tiny.facts) + 2
    assert (new, RDF.type, ECO.Actor) in kept.inferred
    assert kept.conclusions == Ecosystem(kept.facts).conclusions
    assert about(store).base == tiny.base


def test_a_contradiction_is_told_and_nothing_changes(store: Path, tiny: Ecosystem) -> None:
    before = about(store)
    both = [(KVIST, RDF.type, ECO.Firm), (KVIST, RDF.type, ECO.Place)]
    with pytest.raises(ContradictionError, match="kvist"):
        fill(store, both, keep=True)
    assert about(store) == before
    assert Ecosystem.open(store).facts == tiny.facts
    assert [p.name for p in store.glob("g-*") if p.is_dir()] == [before.generation]


def test_a_broken_file_is_told_with_its_line_and_nothing_changes(store: Path, tmp_path: Path) -> None:
    before = about(store)
    path = tmp_path / "broken.nt"
    path.write_text("<http://a/b> <http://a/c> <http://a/d> .\n<http://a/b> oops .\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"broken\.nt:2: "):
        fill_from(store, path)
    with pytest.raises(UnreadableFileError, match="No such file"):
        fill_from(store, tmp_path / "missing.ttl")
    with pytest.raises(UnreadableFileError, match=r"unknown kind of file '\.docx'") as unknown:
        fill_from(store, tmp_path / "x.docx")
    assert "x.docx: ukjent filtype '.docx'; gyldige: " in unknown.value.told("nb")
    assert about(store) == before


# -- who reads and who writes ----------------------------------------------------------------------------


def test_a_reader_keeps_what_it_opened_while_others_write(store: Path, tiny: Ecosystem) -> None:
    reader = opened(store)
    old = store / reader.about.generation
    fill(store, [])
    assert len(list(reader.store.quads_for_pattern(None, None, None, ox.NamedNode(ASSERTED)))) == len(
        tiny.facts
    )
    assert old.is_dir()
    assert about(store).asserted == 0
    del reader
    fill(store, [])
    assert not old.exists()


HOLD = """
import sys
from pathlib import Path
from ecosystem_graph.store import writing
with writing(Path(sys.argv[1]), "import brreg", keep=True):
    print("writing", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_told_who_writes_and_a_reader_reads(store: Path, tiny: Ecosystem) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == "writing\n"
        code, _, told = command("store", "fill", store, TINY)
        assert code == 2
        assert f"process {first.pid} (import brreg, since 20" in told
        assert "wait until that is done" in told
        assert Ecosystem.open(store).facts == tiny.facts
        first.stdin.write("\n")
        first.stdin.close()
        assert first.wait() == 0
    assert command("store", "fill", store, TINY)[0] == 0


def test_a_writer_that_was_killed_is_no_hindrance(store: Path, tiny: Ecosystem) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == "writing\n"
        first.kill()
    assert len([p for p in store.glob("g-*") if p.is_dir()]) == 2
    assert Ecosystem.open(store).facts == tiny.facts
    fill(store, [], keep=True)
    assert Ecosystem.open(store).facts == tiny.facts
    assert [p.name for p in store.glob("g-*") if p.is_dir()] == [about(store).generation]


# -- what is no store ------------------------------------------------------------------------------------


def test_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here; fill it: ecosystem-graph store fill") as none:
        Ecosystem.open(tmp_path / "none")
    there = tmp_path / "none"
    assert none.value.told("nb") == (
        f"{there}: her er det ikke noe lager; fyll det: ecosystem-graph store fill {there} SOURCE"
    )
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files and no store"):
        fill(tmp_path, [])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.txt"]
    with pytest.raises(StoreError, match="cannot be written: File exists") as taken:
        fill(tmp_path / "mine.txt", [])
    assert taken.value.told("nb") == f"{tmp_path / 'mine.txt'}: kan ikke skrives: finnes fra før"


def test_a_filling_that_never_ended_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), writing(tmp_path / "store"):
        raise KeyboardInterrupt
    with pytest.raises(StoreError, match="first filling was never finished"):
        opened(tmp_path / "store")
    fill(tmp_path / "store", [])
    assert opened(tmp_path / "store").about.asserted == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ontology": "0" * 64}, r"under another ontology \(000000000000\).*store close"),
        ({"format": 99}, "form 99, this program reads 1"),
        ({"generation": "../elsewhere"}, "is damaged; fill the store again"),
        ({"generation": "g-000000000000"}, "data are missing"),
    ],
)
def test_a_store_that_cannot_be_trusted_is_told(store: Path, change: dict[str, object], told: str) -> None:
    path = store / "about.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(StoreError, match=told):
        Ecosystem.open(store)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe"])
def test_a_damaged_store_is_told(store: Path, damage: bytes) -> None:
    (store / "about.json").write_bytes(damage)
    with pytest.raises(StoreError, match="is damaged; fill the store again") as raised:
        opened(store)
    assert raised.value.told("nb") == f"{store / 'about.json'}: er skadet; fyll lageret på nytt"


def test_a_stale_store_is_closed_anew(store: Path, tiny: Ecosystem) -> None:
    path = store / "about.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"ontology": "0" * 64}), encoding="utf-8"
    )
    code, _, told = command("query", "completeness", "--store", store)
    assert code == 2
    assert f"store close {store}" in told
    assert command("store", "close", store)[0] == 0
    assert Ecosystem.open(store).conclusions == tiny.conclusions


# -- the commands ----------------------------------------------------------------------------------------


def test_the_commands_say_what_is_there(tmp_path: Path, tiny: Ecosystem) -> None:
    folder = tmp_path / "store"
    code, said, _ = command("store", "fill", folder, TINY, "--lang", "en")
    assert code == 0
    assert f"{len(tiny.facts)} asserted, {len(tiny.conclusions)} inferred" in said
    assert command("store", "show", folder, "--lang", "en")[1] == said
    assert "hevdet" in command("store", "show", folder, "--lang", "nb")[1]
    assert (
        command("query", "completeness", "--store", folder)[1]
        == command("query", "completeness", "--data", TINY)[1]
    )
    assert command("find", "kvist", "--store", folder)[1] == command("find", "kvist", "--data", TINY)[1]
    code, _, told = command("query", "completeness", "--store", folder, "--data", TINY)
    assert code == 2
    assert "one of --data, --store and --endpoint" in told


def test_one_fills_a_store_without_naming_what_it_holds_first(tmp_path: Path) -> None:
    assert about_after("store", "fill", tmp_path / "a", TINY) == about_after(
        "store", "fill", tmp_path / "a", TINY, "--add"
    )


def about_after(*arguments: object) -> tuple[int, int]:
    assert command(*arguments)[0] == 0
    held: About = about(Path(str(arguments[2])))
    return held.asserted, held.inferred


# -- killed at any moment --------------------------------------------------------------------------------

KILL = Path(__file__).parent / "data" / "killing.py"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits on processes as Linux does")
@pytest.mark.parametrize(("deed", "times"), [("store", 14), ("tables", 12), ("build", 12), ("export", 12)])
def test_a_kill_leaves_the_old_or_the_new(deed: str, times: int, tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    facts, base = import_tables(TINY)
    one.write_text(serialise(facts, base), encoding="utf-8")
    more = (KVIST, URIRef("http://www.w3.org/2004/02/skos/core#altLabel"), Literal("Kvisten"))
    other.write_text(serialise({*facts, more}, base), encoding="utf-8")
    assert parse(one) != parse(other)
    done = subprocess.run(
        [sys.executable, str(KILL), deed, str(times), str(one), str(other), str(tmp_path / "place")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["kills"] == times
    assert set(told["states"]) <= {"old", "new"}, told
    assert told["finished"] == "new"
    assert told["left"] == []
