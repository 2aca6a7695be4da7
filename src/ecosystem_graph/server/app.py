"""The application: routes to jobs, jobs to answers. It never computes anything itself."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ecosystem_graph.wording import Wording

from . import openapi
from .api import OPERATIONS, Operation
from .guard import Guard
from .lanes import Answer, CutShortError, Lanes
from .limits import Limits
from .negotiation import GRAPHS, choose, language
from .parameters import LANG, pairs, values
from .pool import Pool
from .problems import ProblemError
from .protocol import asked
from .safety import hosts

__all__ = ["application"]

Handler = Callable[[Request], Awaitable[Response]]

_LOG = logging.getLogger("ecosystem_graph.server")
#: Pages that take seconds: made once, in a worker of their own.
_HEAVY = ("/network.html", "/report.html")
_KEPT_BYTES = 64 << 20
_OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_QUERY_METHODS = "GET, HEAD, POST, OPTIONS"


def application(
    pool: Pool, limits: Limits, *, base_url: str = "", host: str = "127.0.0.1", log_queries: bool = False
) -> Starlette:
    """The ASGI application.

    Args:
        pool: Started.
        limits: What clients may ask.
        base_url: Public URL; empty where the server is for this machine.
        host: Address it listens on.
        log_queries: Write the text of queries into the log.
    """
    server = _Server(pool, limits, base_url, published=bool(base_url), log_queries=log_queries)
    get = ["GET"]
    routes = [
        Route("/sparql", server.sparql, methods=["GET", "POST", "OPTIONS"]),
        *(Route(o.path, server.operation(o), methods=[*get, "OPTIONS"]) for o in OPERATIONS),
        Route("/openapi.json", server.openapi, methods=get),
        Route("/.well-known/void", server.well_known, methods=get),
        Route("/dataset", server.dataset, methods=get),
        Route("/health", server.health, methods=get),
        Route("/ready", server.ready, methods=get),
        Route("/{path:path}", server.page, methods=get),
    ]
    app = Starlette(
        routes=routes,
        lifespan=server.lifespan,
        exception_handlers={ProblemError: _problem, HTTPException: _http},
    )
    app.add_middleware(Guard, hosts=hosts(base_url, host), log_queries=log_queries)
    return app


class _Server:
    def __init__(
        self, pool: Pool, limits: Limits, base_url: str, *, published: bool, log_queries: bool
    ) -> None:
        self._pool, self._limits, self._log_queries = pool, limits, log_queries
        self._base = base_url.rstrip("/") + "/" if base_url else ""
        self._open = _OPEN if published else {}
        self._lanes = Lanes(pool, limits)
        self._pages: OrderedDict[tuple[str, ...], Answer] = OrderedDict()
        self._making: dict[tuple[str, ...], asyncio.Future[Answer]] = {}
        self._kept = 0

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Have workers ready before the first request; make what takes long in the meantime."""
        await self._pool.fill()
        ahead = asyncio.ensure_future(self._ahead())
        try:
            yield
        finally:
            unfinished: list[asyncio.Future[Any]] = [ahead, *self._making.values()]
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
            await self._pool.close()

    async def _ahead(self) -> None:
        for path in _HEAVY:
            with suppress(ProblemError):
                await self._page_answer(
                    {
                        "kind": "page",
                        "path": path,
                        "accept": "",
                        "lang": "nb",
                        "page_lang": "nb",
                        "people": False,
                    }
                )

    # -- SPARQL ----------------------------------------------------------------------------------------

    async def sparql(self, request: Request) -> Response:
        """The endpoint."""
        if request.method == "OPTIONS":
            return self._options(_QUERY_METHODS)
        found = await asked(request, self._limits)
        if found is None:
            accept = _accept(request)
            # A browser is led to where a person can write a query.
            if "text/html" in accept and choose(accept, {**GRAPHS, "text/html": ()}) == "text/html":
                return RedirectResponse("query", 303, {"Vary": "Accept"})
            return await self._described(request, "service")
        if self._log_queries:
            _LOG.info("query %r", found.query)
        job = {
            "kind": "query",
            "query": found.query,
            "default_graphs": found.default_graphs,
            "named_graphs": found.named_graphs,
            "accept": _accept(request),
            "lang": _lang(request),
        }
        answer = await _unless_gone(request, self._lanes.run(job))
        return _Reply(answer, self._open if request.method != "POST" else {})

    async def dataset(self, request: Request) -> Response:
        """VoID and DCAT."""
        return await self._described(request, "dataset")

    async def well_known(self, request: Request) -> Response:
        """Where the VoID description is."""
        return RedirectResponse("/dataset", 302, self._open)

    async def _described(self, request: Request, kind: str) -> Response:
        job = {"kind": kind, "accept": _accept(request), "base": self._here(request), "lang": _lang(request)}
        return _Reply(await _unless_gone(request, self._lanes.run(job)), self._open)

    # -- JSON ------------------------------------------------------------------------------------------

    def operation(self, operation: Operation) -> Handler:
        """The handler of an operation."""

        async def handle(request: Request) -> Response:
            if request.method == "OPTIONS":
                return self._options("GET, HEAD, OPTIONS")
            given = [*request.path_params.items(), *pairs(request.scope["query_string"])]
            read = dict(values(operation.all_parameters, given))
            read["lang"] = _lang(request)
            choose(_accept(request), {"application/json": ()})
            job = {"kind": "api", "name": operation.name, "values": read, "lang": read["lang"]}
            return _Reply(await _unless_gone(request, self._lanes.run(job)), self._open)

        return handle

    async def openapi(self, request: Request) -> Response:
        """The OpenAPI document."""
        return Response(openapi.document(self._here(request)), 200, self._open, "application/json")

    async def health(self, request: Request) -> Response:
        """The process runs."""
        return _json(b'{"status": "ok"}\n')

    async def ready(self, request: Request) -> Response:
        """A worker answers."""
        await self._lanes.run({"kind": "ping", "lang": "en"})
        return _json(b'{"status": "ready"}\n')

    # -- pages -----------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Response:
        """A page, in the form and language the client likes best."""
        accept = _accept(request)
        answer = await self._page_answer(
            {
                "kind": "page",
                "path": request.scope["path"],
                "accept": accept,
                # Pages are Norwegian where a client has no wish, and problems English.
                "lang": _lang(request),
                "page_lang": language(request.headers.get("accept-language", ""), ("nb", "en")),
                "people": "text/html" in accept,
            }
        )
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
        headers = {**self._open, "ETag": tag, "Cache-Control": "no-cache"}
        if answer.status == 200 and tag in request.headers.get("if-none-match", ""):
            kept = {
                name: text for name, text in answer.headers.items() if name in ("Vary", "Content-Location")
            }
            return Response(b"", 304, {**headers, **kept})
        return _Reply(answer, headers if answer.status == 200 else {})

    async def _page_answer(self, job: dict[str, Any]) -> Answer:
        """The page, made once however many ask; what was asked for lately is kept."""
        key = (job["path"], job["accept"], job["lang"], job["page_lang"], str(job["people"]))
        if key in self._pages:
            self._pages.move_to_end(key)
            return self._pages[key]
        if key not in self._making:
            run = self._lanes.run_house(job, heavy=job["path"] in _HEAVY)
            self._making[key] = asyncio.ensure_future(run)
            self._making[key].add_done_callback(lambda done: self._made(key, done))
        return await asyncio.shield(self._making[key])

    def _made(self, key: tuple[str, ...], done: asyncio.Future[Answer]) -> None:
        del self._making[key]
        if done.cancelled() or done.exception() is not None or done.result().status != 200:
            return
        answer = self._pages[key] = done.result()
        self._kept += len(answer.body)
        while self._kept > _KEPT_BYTES and len(self._pages) > 1:
            self._kept -= len(self._pages.popitem(last=False)[1].body)

    # -- the rest --------------------------------------------------------------------------------------

    def _here(self, request: Request) -> str:
        return self._base or f"{request.url.scheme}://{request.headers.get('host') or 'localhost'}/"

    def _options(self, methods: str) -> Response:
        headers = {"Allow": methods, **self._open}
        if self._open:
            headers |= {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Max-Age": "86400"}
        return Response(b"", 204, headers)


class _Reply(Response):
    """An answer of a worker, sent on."""

    def __init__(self, answer: Answer, headers: Mapping[str, str]) -> None:
        fault = answer.headers.pop("Fault", "")
        if fault:
            _LOG.error("fault: %s", fault)
        super().__init__(answer.body, answer.status, {**headers, **answer.headers})
        self._stream = answer.stream
        if self._stream is not None:
            del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._stream is None:
            await super().__call__(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        gone = asyncio.ensure_future(_gone(receive))
        try:
            async with aclosing(self._stream) as parts:  # type: ignore[type-var]
                if scope["method"] != "HEAD":
                    async for part in parts:
                        if gone.done():
                            return
                        await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except CutShortError:
            # The connection is closed without the end of the body: no client can take this for the whole.
            _LOG.info("an answer was cut off at a limit")
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """The answer; the work ends as soon as nobody waits for it."""
    doing, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request.receive))
    try:
        await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise ProblemError("stopped", Wording("The client is gone.", "Klienten er borte."))
        return doing.result()
    finally:
        gone.cancel()
        doing.cancel()


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _lang(request: Request) -> str:
    """The language of an answer: what the address says (`LANG`), else what the client reads."""
    given = request.query_params.get(LANG.name, "")
    return given if given in LANG.choices else language(request.headers.get("accept-language", ""))


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemError):
        raise error
    lang = _lang(request)
    return Response(error.body(lang), error.status, error.fields(lang))


async def _http(request: Request, error: Exception) -> Response:
    """What the framework refuses, in our form."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "GET")
        names = (
            set(allowed.replace(" ", "").split(",")) | {"HEAD", "OPTIONS"} if "GET" in allowed else {allowed}
        )
        there = ", ".join(name for name in ("GET", "HEAD", "POST", "OPTIONS") if name in names)
        method = request.method[:20]
        why = Wording(
            f"{method} is not supported here; there are {there}.",
            f"{method} støttes ikke her; disse finnes: {there}.",
        )
        problem = ProblemError("method", why, {"Allow": there})
    else:
        problem = ProblemError(
            "not-found", Wording("There is nothing at this path.", "Det er ingenting på denne stien.")
        )
    return await _problem(request, problem)
