"""Short queries beside hostile ones: how long the short ones take, and whether memory comes back.

    python benchmarks/server.py [--clients 32] [--hostile 16] [--seconds 30] [--timeout 3]

Half of the clients ask short questions one after another; the others ask what a server cannot finish
(Cartesian products, deep paths, huge results, huge groupings, nesting) or must not do (reach another
server), again and again. Prints percentiles of the short ones, every status by kind, the memory of all
processes before, at most and after, and whether the targets are met: short ones under 300 ms at the 95th
percentile, hostile ones over within the wait for a place, their own time and two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

PREFIX = "PREFIX eco: <https://w3id.org/innovation-ecosystem/ontology#> "
SHORT = (
    "ASK { ?s a eco:Cluster }",
    "SELECT ?a WHERE { ?a eco:memberOf <https://w3id.org/innovation-ecosystem/innlandet/actor/nce-raufoss> }",
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 20",
    "SELECT (COUNT(*) AS ?n) WHERE { ?a eco:partOf ?b }",
    "CONSTRUCT WHERE { <https://w3id.org/innovation-ecosystem/innlandet/actor/nce-raufoss> ?p ?o }",
)
HOSTILE = {
    "product": "ASK { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . FILTER(STR(?a) = CONCAT(STR(?f), ?n)) }",
    "path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<x:a>|^!<x:b>)* ?b . ?b (!<x:c>|^!<x:d>)* ?c }",
    "results": "SELECT * WHERE { ?a ?p ?b . ?c ?q ?d }",
    "memory": "SELECT * WHERE { ?a ?p ?b . ?c ?q ?d } ORDER BY ?d ?a ?c",
    "groups": "SELECT ?a ?c (GROUP_CONCAT(STR(?d)) AS ?all) WHERE { ?a ?p ?b . ?c ?q ?d } GROUP BY ?a ?c",
    "nested": "SELECT * WHERE { " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000 + " }",
    "service": "SELECT * WHERE { SERVICE <OTHER> { ?s ?p ?o } }",
    "from": "SELECT * FROM <OTHER> WHERE { ?s ?p ?o }",
    "load": "LOAD <OTHER>",
}
#: Milliseconds, at the 95th percentile of the short ones.
TARGET = 300


@dataclass
class Seen:
    """What the clients saw; ``other`` is the address that no query may reach."""

    short: list[float] = field(default_factory=list)
    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    longest: float = 0.0
    other: str = ""

    def note(self, kind: str, status: str) -> None:
        """One answer."""
        self.statuses.setdefault(kind, Counter())[status] += 1


def main() -> None:
    """Start a server, let the clients at it, say what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--hostile", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--timeout", type=float, default=3)
    given = parser.parse_args()
    found = measure(given.clients, given.hostile, given.seconds, given.timeout)
    print(json.dumps(found, indent=2))
    p95, longest = found["short"]["p95 ms"], found["longest hostile s"]
    print(
        f"short ones under {TARGET} ms at the 95th percentile: {'met' if p95 < TARGET else 'not met'} ({p95})"
    )
    end = 2 * given.timeout + 2
    print(f"hostile ones over within {end:g} s: {'met' if longest < end else 'not met'} ({longest})")


def measure(clients: int, hostile: int, seconds: float, timeout: float) -> dict[str, Any]:
    """Run the load against a server of its own."""
    command = [sys.executable, "-m", "ecosystem_graph", "serve", "--port", "0", "--timeout", str(timeout)]
    command += ["--max-memory", "256"]
    with (
        tempfile.TemporaryFile() as errors,
        socket.create_server(("127.0.0.1", 0)) as other,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as server,
    ):
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().decode().split() if word.startswith("http"))
        host, port = urlsplit(address).hostname or "", urlsplit(address).port or 0
        seen = Seen(other=f"http://127.0.0.1:{other.getsockname()[1]}/")
        try:
            asyncio.run(_warm(host, port))
            before = resident(server.pid)
            peak = asyncio.run(_load(host, port, clients, hostile, seconds, timeout, seen, server.pid))
            after = asyncio.run(_settled(server.pid, before))
        finally:
            server.terminate()
            server.wait()
            errors.seek(0)
            log = errors.read().decode()
        reached = _called(other)
    short = sorted(seen.short)
    return {
        "short": {
            "answers": len(short),
            **{f"p{p} ms": round(short[len(short) * p // 100] * 1000) for p in (50, 95, 99)},
        },
        "statuses": {kind: dict(counted) for kind, counted in seen.statuses.items()},
        "longest hostile s": round(seen.longest, 2),
        "resident MiB": {"before": before, "peak": peak, "after": after},
        "tracebacks in the log": log.count("Traceback"),
        "another server reached": reached,
    }


async def _load(
    host: str, port: int, clients: int, hostile: int, seconds: float, timeout: float, seen: Seen, pid: int
) -> int:
    end = time.monotonic() + seconds
    tasks = [asyncio.create_task(_short(host, port, end, seen, n)) for n in range(clients - hostile)]
    tasks += [asyncio.create_task(_hostile(host, port, end, seen, n)) for n in range(hostile)]
    peak = 0
    waiting = asyncio.gather(*tasks)
    while not waiting.done():
        await asyncio.wait({waiting}, timeout=0.5)
        peak = max(peak, resident(pid))
    await waiting
    return peak


async def _short(host: str, port: int, end: float, seen: Seen, seed: int) -> None:
    chance = random.Random(seed)
    while time.monotonic() < end:
        begun = time.monotonic()
        status, _ = await ask(host, port, PREFIX + chance.choice(SHORT))
        seen.short.append(time.monotonic() - begun)
        seen.note("short", status)


async def _hostile(host: str, port: int, end: float, seen: Seen, seed: int) -> None:
    chance = random.Random(1000 + seed)
    while time.monotonic() < end:
        kind = chance.choice(list(HOSTILE))
        begun = time.monotonic()
        # Each one is new: a text that was long before is known.
        status, _ = await ask(
            host, port, f"# {chance.random()}\n{HOSTILE[kind].replace('OTHER', seen.other)}"
        )
        seen.longest = max(seen.longest, time.monotonic() - begun)
        seen.note(kind, status)


async def ask(host: str, port: int, query: str) -> tuple[str, bytes]:
    """One request on a connection of its own: the status, ``cut`` where the answer broke off."""
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
    body = f"query={quote(query)}".encode()
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Accept: */*\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    try:
        line = (await reader.readline()).split()
        status = line[1].decode() if len(line) > 1 else "closed"
        chunked = False
        while (field_line := await reader.readline()).strip():
            chunked |= field_line.lower().startswith(b"transfer-encoding: chunked")
        size, tail = 0, b""
        while part := await reader.read(1 << 20):
            size, tail = size + len(part), (tail + part)[-5:]
        if chunked and tail != b"0\r\n\r\n":
            status = "cut"
        return status, tail
    except ConnectionError:
        return "closed", b""
    finally:
        writer.close()


async def _warm(host: str, port: int) -> None:
    """Wait until what is made ahead is there."""
    for path in ("/report.html", "/network.html"):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        while await reader.read(1 << 20):
            pass
        writer.close()


async def _settled(pid: int, before: int, patience: float = 10.0) -> int:
    """Resident memory once it is down again, or after so many seconds."""
    end = time.monotonic() + patience
    while (now := resident(pid)) > before * 1.1 and time.monotonic() < end:
        await asyncio.sleep(0.2)
    return now


def _called(other: socket.socket) -> bool:
    """Whether anybody has connected to a listening socket."""
    other.setblocking(False)
    try:
        other.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def resident(pid: int) -> int:
    """Proportional resident memory of a process and all below it, in MiB: what they share counts once."""
    total = 0
    for one in _family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total >> 10


def _family(pid: int) -> list[int]:
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(found for child in below for found in _family(int(child)))]


if __name__ == "__main__":
    main()
