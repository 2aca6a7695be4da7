"""Triple stores that are not ours, each started on a free port of the loopback in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

#: What makes a missing program a failure; `make test-engines` sets it.
REQUIRED = "ECOSYSTEM_GRAPH_ENGINES"
_DEADLINE = 90.0


class Server(Protocol):
    """A SPARQL server under test."""

    query_url: str

    def load(self, path: Path) -> None:
        """Make the server hold the N-Quads of this file, and nothing else."""


def program(name: str, package: str, *, beside_python: bool = False) -> str:
    """The path of a program; where it is missing the test is skipped, or fails when engines are required."""
    here = str(Path(sys.executable).parent) + os.pathsep if beside_python else ""
    found = shutil.which(name, path=here + os.environ.get("PATH", os.defpath))
    if found is None:
        absent(f"{name} is not on the PATH ({package})")
    return str(found)


def absent(reason: str) -> None:
    """Skip, or fail when `make test-engines` asks for every engine."""
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(reason)
    pytest.skip(reason, allow_module_level=True)


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A server process, its output in a file.

    Attributes:
        process: The process, in a session of its own.
        log: What it writes.
    """

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, command: Sequence[str], folder: Path, **environment: str) -> Running:
        """Start it in its folder."""
        log = folder / "output.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=os.environ | environment,
            )
        return cls(process, log)

    def wait_for(self, port: int) -> None:
        """Return as soon as it listens on the port; fail with its output when it ends or takes too long."""
        until = time.monotonic() + _DEADLINE
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                try:  # a twentieth of a second, or at once when it has ended
                    self.process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
                break
            return
        self.stop()
        pytest.fail(f"{self.process.args!r} did not listen:\n{self.log.read_text(errors='replace')[-3000:]}")

    def stop(self) -> None:
        """End the process and what it started."""
        for number, patience in ((signal.SIGTERM, 20.0), (signal.SIGKILL, 20.0)):
            if self.process.poll() is None:
                os.killpg(self.process.pid, number)
                try:
                    self.process.wait(patience)
                except subprocess.TimeoutExpired:
                    continue
            return


def ask(url: str, body: bytes | None = None, method: str = "GET", **headers: str) -> bytes:
    """One HTTP request to a server under test, past any proxy of the machine."""
    request = urllib.request.Request(url, body, {k.replace("_", "-"): v for k, v in headers.items()})
    request.method = method
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_DEADLINE) as response:
        answer: bytes = response.read()
    return answer


def select(server: Server, query: str) -> list[dict[str, Any]]:
    """The bindings of a SELECT, as the server sends them."""
    import json

    url = f"{server.query_url}?{urllib.parse.urlencode({'query': query})}"
    found: list[dict[str, Any]] = json.loads(ask(url, Accept="application/sparql-results+json"))["results"][
        "bindings"
    ]
    return found


class Oxigraph:
    """The Oxigraph server (PyPI ``oxigraph``): in memory; its default graph is not the union."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        path = program("oxigraph", "PyPI: oxigraph", beside_python=True)
        port = free_port()
        self.running = Running.start([path, "serve", "--bind", f"127.0.0.1:{port}"], folder)
        self.running.wait_for(port)
        self.base = f"http://127.0.0.1:{port}"
        self.query_url = f"{self.base}/query"

    def load(self, path: Path) -> None:
        """Make the server hold the N-Quads of this file, and nothing else."""
        ask(f"{self.base}/store", path.read_bytes(), "PUT", Content_Type="application/n-quads")


class Virtuoso:
    """OpenLink Virtuoso 7 (Debian ``virtuoso-opensource-7-bin``): small, its usual limit of 10,000 rows."""

    MAX_ROWS = 10_000

    def __init__(self, folder: Path) -> None:
        """Start it on an empty database."""
        path = program("virtuoso-t", "Debian: virtuoso-opensource-7-bin")
        self.isql = program("isql-vt", "Debian: virtuoso-opensource-7-bin")
        self.folder, self.port, port = folder, free_port(), free_port()
        (folder / "virtuoso.ini").write_text(
            f"""\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
Striping = 0

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{self.port}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
DirsAllowed = {folder}
DefaultHost = 127.0.0.1:{port}

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 8
ServerRoot = {folder}

[SPARQL]
ResultSetMaxRows = {self.MAX_ROWS}
MaxQueryExecutionTime = 60
DefaultQuery = ASK {{}}

[Client]
SQL_QUERY_TIMEOUT = 0
""",
            encoding="utf-8",
        )
        command = [path, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
        self.running = Running.start(command, folder)
        self.running.wait_for(port)
        self.running.wait_for(self.port)
        self.query_url = f"http://127.0.0.1:{port}/sparql"

    def load(self, path: Path) -> None:
        """Make the server hold the N-Quads of this file, and nothing else."""
        inbox = self.folder / "inbox"
        shutil.rmtree(inbox, ignore_errors=True)
        inbox.mkdir()
        shutil.copyfile(path, inbox / "data.nq")
        self._sql("RDF_GLOBAL_RESET();")
        self._sql("DELETE FROM DB.DBA.load_list;")
        self._sql(f"ld_dir('{inbox}', '*.nq', 'urn:ecosystem-graph:no-graph');")
        self._sql("rdf_loader_run();")
        failed = self._sql("SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
        assert "0 Rows." in failed, failed

    def _sql(self, statement: str) -> str:
        command = [self.isql, f"127.0.0.1:{self.port}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={statement}"]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_DEADLINE, check=False, cwd=self.folder
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "*** Error" not in done.stdout, done.stdout
        return done.stdout
