"""Limits that really stop a query, and a server that is still there afterwards."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import ContradictionError, EcosystemError
from ecosystem_graph.server.limits import Limits
from ecosystem_graph.server.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Served

DIRECT = "application/sparql-query"
ENDLESS = "ASK { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . FILTER(STR(?a) = CONCAT(STR(?f), 'x')) }"
STOPPED = {
    "memory-limit": "SELECT * WHERE { ?a ?p ?b . ?c ?q ?d } ORDER BY ?d ?a",
    "stopped": "ASK { " + "{" * 20_000 + "}" * 20_000 + " }",
}


def _direct(server: Served, text: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return server.ask("POST", "/sparql", text, Content_Type=DIRECT, **headers)


@pytest.mark.parametrize("kind", STOPPED)
def test_a_query_is_stopped_and_the_next_one_runs(served: Served, kind: str) -> None:
    status, fields, told = _direct(served, STOPPED[kind])
    assert (status, fields["content-type"]) == (503, "application/problem+json"), told
    assert json.loads(told)["type"].endswith(kind)
    assert _direct(served, "ASK {}")[0] == 200


@pytest.mark.parametrize("media", ["text/csv", "text/tab-separated-values"])
def test_too_many_rows_are_an_honest_refusal(served: Served, media: str) -> None:
    """Up to the limit the answer is whole; one row more and there is none."""
    text = "SELECT ?x WHERE { ?s ?p ?o . ?t a ?u BIND(1 AS ?x) } LIMIT "
    status, _, whole = _direct(served, text + "20000", Accept=media)
    assert (status, len(whole.splitlines())) == (200, 20_001)
    status, _, told = _direct(served, text + "20001", Accept=media)
    assert (status, json.loads(told)["type"].rsplit("/", 1)[-1]) == (503, "result-limit")


def test_a_long_answer_that_meets_a_limit_is_cut_off_and_never_looks_whole(served: Served) -> None:
    text = "SELECT * WHERE { ?s ?p ?o . ?t a ?u } LIMIT 20001"
    with pytest.raises(http.client.IncompleteRead) as caught:
        _direct(served, text)
    assert len(caught.value.partial) > 1 << 20
    status, _, whole = _direct(served, text.replace("20001", "20000"))
    assert status == 200
    assert len(json.loads(whole)["results"]["bindings"]) == 20_000


def test_a_graph_is_limited_too(served: Served) -> None:
    assert _direct(served, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 300")[0] == 200
    with pytest.raises(http.client.IncompleteRead):
        _direct(served, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Accept="application/n-triples")


def test_the_process_that_runs_a_query_opens_no_connection(served: Served) -> None:
    """Were SERVICE not refused, it could not leave all the same: see the worker's own limit on files."""
    from ecosystem_graph.server.worker import _no_new_files

    with _no_new_files(), pytest.raises(OSError, match="open files"):
        socket.socket()
    socket.socket().close()


def test_raw_nonsense(served: Served) -> None:
    where = urlsplit(served.address)
    for text in (
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000,
        b"GET /\xff HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection((where.hostname, where.port), 30) as client:
            try:
                client.sendall(text)
                answer = client.recv(1000)
            except ConnectionError:
                answer = b""
            assert answer == b"" or b" 400 " in answer.splitlines()[0]
    assert _direct(served, "ASK {}")[0] == 200


def test_what_is_wrong_with_the_tables_is_told_whole(tmp_path: Path) -> None:
    """It comes from another process, and may be more than a socket passes at once."""
    sources = ["source_id,url,title,publisher,published,language"]
    sources += [f"No slug {number},,A title,,,en" for number in range(6000)]
    (tmp_path / "sources.csv").write_text("\n".join(sources), encoding="utf-8")
    columns = "id,name_nb,name_en,alt_names,kind,municipality,founded,dissolved,homepage,orgnr,sources\n"
    (tmp_path / "organisations.csv").write_text(columns, encoding="utf-8")
    with pytest.raises(EcosystemError) as here:
        Ecosystem.load(tmp_path)
    with pytest.raises(ContradictionError) as there:
        Pool(data=tmp_path, store=None, base="/", limits=Limits()).start()
    assert len(str(here.value)) > 1 << 18
    assert str(there.value) == str(here.value)
    assert there.value.told("nb") == here.value.told("nb") != str(here.value)


# -- a server of its own, over three facts ----------------------------------------------------------------

TINY = """
@prefix eco: <https://w3id.org/innovation-ecosystem/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/innovation-ecosystem/innlandet/actor/a> a eco:Firm ; rdfs:label "A"@nb, "A"@en .
"""


class _Process:
    def __init__(self, folder: Path, port: int = 0, timeout: float = 60) -> None:
        data = folder / "tiny.ttl"
        data.write_text(TINY)
        command = [sys.executable, "-m", "ecosystem_graph", "serve", "--data", str(data), "--port", str(port)]
        command += ["--timeout", str(timeout), "--workers", "2"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        self.process.stdout.close()
        self.port = int(line.split("127.0.0.1:")[1].split("/")[0])

    def ask(self, text: str, **headers: str) -> tuple[int, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            connection.request("POST", "/sparql", text, {"Content-Type": DIRECT, **named})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def family(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            found += [int(child) for child in children.read_text().split()]
        return found


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Process]:
    """A query may take a second and a half; two long ones at a time."""
    server = _Process(tmp_path_factory.mktemp("hasty"), timeout=1.5)
    yield server
    server.process.terminate()
    assert server.process.wait(60) == 0


def test_a_query_ends_with_its_time(hasty: _Process) -> None:
    status, told = hasty.ask(ENDLESS)
    assert status == 503
    assert json.loads(told)["type"].endswith("time-limit")
    assert json.loads(told)["detail"] == "The query took longer than 1.5 seconds and was stopped."
    found = json.loads(hasty.ask(ENDLESS, Accept_Language="nb")[1])
    assert found["title"] == "Spørringen tok for lang tid"
    assert found["detail"] == "Spørringen tok mer enn 1.5 sekunder og ble stoppet."


def test_short_queries_do_not_wait_for_long_ones(hasty: _Process) -> None:
    """Both places for long queries are taken, and more wait for one: short ones are answered meanwhile."""
    done = threading.Semaphore(0)

    def long(number: int) -> None:
        assert hasty.ask(f"# {number}\n{ENDLESS}")[0] == 503
        done.release()

    for number in range(4):
        threading.Thread(target=long, args=(number,)).start()
    answered = 0
    while not done.acquire(blocking=False):
        assert hasty.ask("ASK {}")[0] == 200
        answered += 1
    for _ in range(3):
        assert done.acquire(timeout=60)
    # The first of four ends after a second and a half; a short one that had to wait would take it all.
    assert answered > 3


def test_a_client_that_leaves_takes_its_query_along(hasty: _Process) -> None:
    clients = []
    for number in range(20):
        client = socket.create_connection(("127.0.0.1", hasty.port))
        body = f"# {number}\n{ENDLESS}".encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        client.sendall(f"{head}Content-Type: {DIRECT}\r\n\r\n".encode() + body)
        clients.append(client)
    for client in clients:
        client.close()
    # Had they stayed, this one would be the twenty-first to wait for a place, and refused as one too many.
    status, told = hasty.ask("# mine\n" + ENDLESS)
    assert (status, json.loads(told)["type"].rsplit("/", 1)[-1]) == (503, "time-limit")


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
def test_after_sigkill_nothing_is_left_and_the_next_one_serves(tmp_path: Path) -> None:
    first = _Process(tmp_path)
    assert first.ask("ASK {}")[0] == 200
    watched = [os.pidfd_open(pid) for pid in first.family()[1:]]
    assert len(watched) > 1
    first.process.kill()
    first.process.wait()
    second = _Process(tmp_path, first.port)
    assert second.ask("ASK {}")[0] == 200
    # The zygote saw its server go, and took the workers along.
    for descriptor in watched:
        assert select.select([descriptor], [], [], 60)[0]
        os.close(descriptor)
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(60) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
def test_when_all_is_quiet_a_used_worker_gives_way_to_a_fresh_one(tmp_path: Path) -> None:
    server = _Process(tmp_path)
    # Server, zygote and twice as many workers as long queries may run.
    while len(family := server.family()) < 2 + 4:
        assert server.process.poll() is None
    watched = {os.pidfd_open(pid): pid for pid in family[2:]}
    assert server.ask("ASK {}")[0] == 200
    # The one that answered, and no other: it has pages of memory of its own now.
    ended, _, _ = select.select(list(watched), [], [], 60)
    assert len(ended) == 1
    assert server.ask("ASK {}")[0] == 200
    others = [pid for descriptor, pid in watched.items() if descriptor not in ended]
    assert set(others) < set(server.family())
    for descriptor in watched:
        os.close(descriptor)
    server.process.terminate()
    assert server.process.wait(60) == 0


def test_sigterm_lets_a_running_query_finish(tmp_path: Path) -> None:
    server = _Process(tmp_path)
    seen: list[int] = []
    # Some two million rows: most likely begun before the signal and done after it.
    part = "{ SELECT * WHERE { ?%s ?%sp ?%so } LIMIT 1500 }"
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {part % (('a',) * 3)} {part % (('b',) * 3)} }}"
    asking = threading.Thread(target=lambda: seen.append(server.ask(text)[0]))
    asking.start()
    server.ask("ASK {}")
    server.process.terminate()
    asking.join(60)
    assert server.process.wait(60) == 0
    assert seen == [200]
