"""Ten thousand requests that nobody meant: from the OpenAPI document, and of raw bytes."""

from __future__ import annotations

import errno
import random
import re
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine_servers import program

if TYPE_CHECKING:
    from conftest import Served

#: Ten thousand together.
RAW, DRAWN = 9_000, 1_000
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
PIECES = (
    *(
        b"GET",
        b"POST",
        b"HEAD",
        b"OPTIONS",
        b"PRI",
        b" ",
        b"/",
        b"/sparql",
        b"/sparql?query=",
        b"/api/search?q=",
    ),
    *(b"/nb/", b"*", b"//", b"/../", b"%00", b"%2e%2e/", b"%FF", b" HTTP/1.1", b" HTTP/1.0", b" HTTP/9.9"),
    *(b"\r\n", b"\n", b"\r\n\r\n", b"Host: localhost\r\n", b"Host: \r\n", b"Expect: 100-continue\r\n"),
    *(b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n"),
    *(b"Transfer-Encoding: chunked\r\n", b"Content-Type: application/sparql-query\r\n"),
    *(b"Content-Type: application/x-www-form-urlencoded\r\n", b"Accept: ;;q=,\r\n"),
    *(b"Upgrade: websocket\r\nConnection: upgrade\r\n", b"5\r\nASK{}\r\n0\r\n\r\n", b"query=ASK%7B%7D"),
    *(b"ASK {}", b"\x00", b"\xff\xfe", b"A" * 70_000, b":", b"\t"),
)


def test_what_the_openapi_document_allows_and_what_it_does_not(served: Served, tmp_path: Path) -> None:
    before = _answered(served)
    schemathesis = program("schemathesis", "PyPI: schemathesis", beside_python=True)
    command = [
        schemathesis, "run", f"{served.address}/openapi.json",
        "--checks", CHECKS, "--max-examples", "60", "--phases", "examples,coverage,fuzzing", "--seed", "1",
        "--no-color", "--continue-on-failure", "--generation-database", "none",
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert _answered(served) - before >= DRAWN
    _fine(served)


def test_raw_bytes(served: Served) -> None:
    where, chance = urlsplit(served.address), random.Random(1)
    statuses: set[bytes] = set()
    for _ in range(RAW):
        sent = b"".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
        with socket.create_connection((where.hostname, where.port), 60) as client:
            answer = b""
            try:
                if chance.random() < 0.3:  # after a question that was answered, on the same connection
                    client.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    answer = client.recv(65_536)
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
                while part := client.recv(65_536):
                    answer += part
            except OSError as error:
                # The server may have refused and gone before all was sent: shutdown(2) says ENOTCONN.
                if not isinstance(error, ConnectionError) and error.errno != errno.ENOTCONN:
                    raise
        statuses |= {line.split()[1] for line in answer.splitlines() if line.startswith(b"HTTP/1.1 ")}
    assert {b"200", b"400"} <= statuses
    assert not {status for status in statuses if status.startswith(b"5")}, statuses
    _fine(served)


def _answered(served: Served) -> int:
    return served.log.read_text(errors="replace").count(" INFO ")


def _fine(served: Served) -> None:
    assert served.ask("GET", "/ready")[0] == 200
    log = served.log.read_text(errors="replace")
    assert "Traceback" not in log
    assert "fault" not in log
    # A line ends in the status and the milliseconds; those may be 500 too.
    assert re.findall(r" 500 \d+ ms$", log, re.MULTILINE) == []
