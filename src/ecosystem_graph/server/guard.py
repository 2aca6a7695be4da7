"""Guard: what holds for every request and every answer. Hosts, header fields, the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecosystem_graph.wording import Wording

from .negotiation import language
from .problems import FAULT, ProblemError
from .safety import HEADERS, POLICY, host_of

__all__ = ["Guard"]

_LOG = logging.getLogger("ecosystem_graph.server")


class Guard:
    """ASGI middleware around everything."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], *, log_queries: bool = False) -> None:
        """Guard ``app``; ``hosts`` are the names it answers to, none meaning any."""
        self._app, self._hosts, self._log_queries = app, hosts, log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0
        asked = Headers(scope=scope)

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            if self._hosts and host_of(asked.get("host", "")) not in self._hosts:
                names = ", ".join(sorted(self._hosts))
                problem = ProblemError(
                    "host",
                    Wording(
                        f"This server answers to {names}; see --base-url.",
                        f"Denne tjeneren svarer på {names}; se --base-url.",
                    ),
                )
                await _answer(problem, asked)(scope, receive, sent)
            else:
                await self._app(scope, receive, sent)
        except Exception:
            _LOG.exception("a fault in the server")
            if not status:
                await _answer(ProblemError("internal", FAULT), asked)(scope, receive, sent)
        finally:
            # The query string holds what people ask; it is nobody's business.
            took = (time.perf_counter() - begun) * 1000
            method, path = scope["method"][:20], scope["path"][:200]
            _LOG.info("%s %s %d %.0f ms", ascii(method)[1:-1], ascii(path)[1:-1], status, took)


def _answer(problem: ProblemError, asked: Headers) -> Response:
    lang = language(asked.get("accept-language", ""))
    return Response(problem.body(lang), problem.status, problem.fields(lang))
