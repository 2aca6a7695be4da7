"""Kills a deed at moments spread over its run, and tells what it left. Run by test_store.py.

Everything is imported once; each run is a fork. The process that forks opens no store itself, since the
threads of Oxigraph would not be there in the fork.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from ecosystem_graph import build as building
from ecosystem_graph.build import build
from ecosystem_graph.cli import root
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.schema import schema
from ecosystem_graph.store import fill_from
from ecosystem_graph.tables import export_tables, import_tables
from ecosystem_graph.turtle import parse


class _Report:
    """Stands for the slow parts of a build: what they write is the facts' digest, so that a mixture shows."""

    def __init__(self, ecosystem: Ecosystem, **_: object) -> None:
        self.text = _digest(ecosystem.facts) * 2000
        self.findings: tuple[str, ...] = ()

    def markdown(self, _: str) -> str:
        return self.text

    def html(self) -> str:
        return self.text

    def centrality_csv(self) -> str:
        return self.text


def _digest(facts: object) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, facts))).encode()).hexdigest()


def _run(deed: str, source: Path, place: Path) -> None:
    if deed == "store":
        fill_from(place / "store", source)
    elif deed == "tables":
        folder = place.parent / f"{source.stem}-tables"
        root.main(["import", "tables", str(folder), "-o", str(place / "out.ttl")], standalone_mode=False)
    elif deed == "build":
        build(source, place / "out", store=None)
    else:
        export_tables(parse(source), place / "out")


def _state(deed: str, place: Path) -> str:
    """What a newcomer would find: a digest of it, or "mixture"."""
    if deed == "store":
        kept = Ecosystem.open(place / "store")
        return _digest(kept.facts | kept.conclusions)
    if deed == "tables":
        return _digest(parse(place / "out.ttl"))
    if deed == "export":
        return _digest(import_tables(place / "out")[0])
    out = place / "out"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for name, about in manifest["files"].items():
        if hashlib.sha256((out / name).read_bytes()).hexdigest() != about["sha256"]:
            return "mixture"
    return _digest(parse(out / "graph.ttl"))


def _fork(work: object, *arguments: object) -> tuple[int, int]:
    """A child at work; its process, and the end of a pipe with what it gives back."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            os.write(writing, str(work(*arguments)).encode())
        except BaseException as error:
            os.write(writing, f"failed: {error!r}".encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    return child, reading


def _whole(work: object, *arguments: object) -> str:
    child, reading = _fork(work, *arguments)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def main(deed: str, times: int, one: Path, other: Path, place: Path) -> dict[str, object]:
    schema()
    place.mkdir()
    if deed == "tables":
        for source in (one, other):
            export_tables(parse(source), place.parent / f"{source.stem}-tables")
    _whole(_run, deed, other, place)
    states = {"other": _whole(_state, deed, place)}
    began = time.monotonic()
    said = _whole(_run, deed, one, place)
    length = time.monotonic() - began
    states["one"] = _whole(_state, deed, place)
    if said != "None" or states["one"] == states["other"]:
        raise SystemExit(f"{deed} did not work: {said} {states}")
    now, chance, found = "one", random.Random(deed), []
    for number in range(times):
        new = "other" if now == "one" else "one"
        child, reading = _fork(_run, deed, {"one": one, "other": other}[new], place)
        watched = os.pidfd_open(child)
        # One moment in each part of the run, the last ones a little after its usual end.
        select.select([watched], [], [], length * 1.15 * (number + chance.random()) / times)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(watched)
        os.close(reading)
        left = _whole(_state, deed, place)
        found.append({states[now]: "old", states[new]: "new"}.get(left, left))
        now = new if found[-1] == "new" else now
    new = "other" if now == "one" else "one"
    _whole(_run, deed, {"one": one, "other": other}[new], place)
    finished = "new" if _whole(_state, deed, place) == states[new] else "not"
    litter = [str(p.relative_to(place)) for p in place.rglob("*.part") if p.is_dir()]
    return {"kills": times, "states": found, "finished": finished, "left": litter}


if __name__ == "__main__":
    # Only here: pytest imports this file too, when it looks for doctests.
    building.report = _Report
    building.network_page = lambda ecosystem, **_: _Report(ecosystem).text
    deed_, times_, *paths = sys.argv[1:]
    sys.stdout.write(json.dumps(main(deed_, int(times_), *map(Path, paths))))
