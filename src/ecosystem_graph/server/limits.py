"""Limits: what one query may take, and how many may wait."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

__all__ = ["Limits"]

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the server.

    Attributes:
        timeout: Wall-clock seconds a query may run, its answer's way to the client included.
        max_results: Rows of a table, or triples of a graph, in one answer.
        max_bytes: Bytes of one answer.
        max_memory: MiB a query may take beside the graph itself.
        workers: Long queries that run at the same time, at the lowest priority; short ones may be four times
            as many.
        patience: Seconds of a processor's time until a query counts as long and yields to all that are short.
        queue: Short queries that may wait for a worker.
        long_queue: Long queries that may wait for a worker.
        max_body: Bytes of a request's body.
        max_head: Bytes of a request's line and header fields.
        max_connections: Connections open at the same time.
        head_timeout: Seconds a client may take to send a request's head, or its body.
        grace: Seconds that running requests are given at shutdown.
    """

    timeout: float = 10.0
    max_results: int = 100_000
    max_bytes: int = 64 * _MIB
    max_memory: int = 512
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    patience: float = 0.05
    queue: int = 64
    long_queue: int = 32
    max_body: int = _MIB
    max_head: int = 65_536
    max_connections: int = 512
    head_timeout: float = 10.0
    grace: float = 10.0

    @property
    def short_places(self) -> int:
        """How many queries run at full priority at the same time, each for its patience at most."""
        return 4 * self.workers
