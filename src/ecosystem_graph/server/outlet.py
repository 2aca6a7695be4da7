"""Outlet: how an answer leaves the process that makes it, and the point at which it has grown too large."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from typing import Any

from ecosystem_graph.wording import Wording, counted

from .frames import BODY, CUT, END, HEAD, frame
from .problems import ProblemError

__all__ = ["Outlet"]

#: So much of an answer is held back: until then the status can still become another one.
_HELD = 1 << 20
_BLOCK = 1 << 16


class Outlet:
    """A file to write one answer to.

    The head leaves when the answer is complete or `_HELD` bytes are there. A limit met before that gives an
    honest status; one met later cuts the answer off in a way that no client can take for its end.
    """

    def __init__(self, channel: socket.socket, *, max_bytes: int, max_rows: int, lang: str = "en") -> None:
        """Write to ``channel``; refuse more than so many bytes or rows."""
        self._channel, self._lang = channel, lang
        self._max_bytes, self._max_rows = max_bytes, max_rows
        self._status = 200
        self._headers: dict[str, str] = {}
        self._held: list[bytes] = []
        self._waiting = self._written = self._rows = 0
        self._sent = False
        #: Counts the rows in a block of the body.
        self.counts: Callable[[bytes], int] = lambda block: 0

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Say how the answer begins."""
        self._status, self._headers = status, dict(headers)

    def write(self, block: bytes) -> int:
        """Part of the body.

        Raises:
            ProblemError: It has grown too large.
        """
        self._written += len(block)
        if self._written > self._max_bytes:
            mib = self._max_bytes / (1 << 20)
            raise ProblemError(
                "result-limit",
                Wording(
                    f"The answer is larger than {mib:g} MiB; ask for less, with LIMIT.",
                    f"Svaret er større enn {mib:g} MiB; be om mindre, med LIMIT.",
                ),
            )
        self.row(self.counts(block))
        self._held.append(block)
        self._waiting += len(block)
        if self._waiting >= (_BLOCK if self._sent else _HELD):
            self._leave()
        return len(block)

    def row(self, count: int = 1) -> None:
        """So many rows more.

        Raises:
            ProblemError: There are too many.
        """
        self._rows += count
        if self._rows > self._max_rows:
            most = counted(self._max_rows)
            raise ProblemError(
                "result-limit",
                Wording(
                    f"The answer has more than {most} rows; ask for less, with LIMIT.",
                    f"Svaret har mer enn {most.nb} rader; be om mindre, med LIMIT.",
                ),
            )

    def flush(self) -> None:
        """Files have it; there is nothing to do before the end."""

    def end(self) -> None:
        """The answer is complete."""
        self._leave(last=True)

    def fail(self, problem: ProblemError) -> None:
        """The answer is a problem instead, or, where it has begun, cut off."""
        self._held, self._waiting = [], 0
        if self._sent:
            self._send(frame(CUT, {"kind": problem.kind}))
            return
        self.head(problem.status, {**problem.fields(self._lang), "Problem": problem.kind})
        self._held = [problem.body(self._lang)]
        self.end()

    def _leave(self, *, last: bool = False) -> None:
        parts: list[bytes] = []
        if not self._sent:
            head: dict[str, Any] = {"status": self._status, "headers": self._headers, "complete": last}
            parts.append(frame(HEAD, head))
            self._sent = True
        if self._held:
            parts.append(frame(BODY, b"".join(self._held)))
        if last:
            parts.append(frame(END))
        self._held, self._waiting = [], 0
        self._send(b"".join(parts))

    def _send(self, data: bytes) -> None:
        self._channel.sendall(data)
