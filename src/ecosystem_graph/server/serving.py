"""Serving: the application on a port, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import Any

from ecosystem_graph.errors import EcosystemError, MissingExtraError
from ecosystem_graph.wording import Wording

from .limits import Limits
from .pool import Pool

__all__ = ["serve"]


class _Quiet(logging.Filter):
    """Leaves out what uvicorn says when an answer is cut off on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "without completing response" not in record.getMessage()


def serve(
    *,
    data: Path | None = None,
    store: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 8080,
    base_url: str = "",
    limits: Limits | None = None,
    log_queries: bool = False,
    on_start: Any = None,
) -> None:
    """Serve a region until SIGTERM or an interrupt.

    Args:
        data: Turtle file or folder of tables; None is the region that ships.
        store: Folder of an on-disk store instead.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        base_url: Public URL, where there is one.
        limits: What clients may ask.
        log_queries: Write the text of queries into the log.
        on_start: Called with the address when requests are answered.

    Raises:
        MissingExtraError: The extra ``server`` is not installed.
        EcosystemError: The graph cannot be read, or the port not be had, or the system has no fork.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("uvicorn", "server") from error
    from .app import application
    from .wire import Wire

    if not hasattr(os, "fork"):
        raise EcosystemError(
            Wording(
                "serve needs a system with fork: Linux or macOS, or Linux under Windows (WSL)",
                "serve trenger et system med fork: Linux eller macOS, eller Linux under Windows (WSL)",
            )
        )
    limits = limits or Limits()
    pool = Pool(data=data, store=store, base=base_url or "/", limits=limits)
    pool.start()
    try:
        app = application(pool, limits, base_url=base_url, host=host, log_queries=log_queries)
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http=Wire.within(limits.head_timeout),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=limits.max_connections,
            h11_max_incomplete_event_size=limits.max_head,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=max(1, round(limits.grace)),
        )
        noise = logging.getLogger("uvicorn.error")
        noise.setLevel(logging.WARNING)
        noise.addFilter(_Quiet())
        try:
            listening = config.bind_socket()
        except SystemExit as error:
            raise EcosystemError(
                Wording(
                    f"cannot listen on port {port} of {host}: it is taken or not ours",
                    f"kan ikke lytte på port {port} på {host}: den er opptatt eller ikke vår",
                )
            ) from error
        listening.listen(limits.max_connections)
        if on_start is not None:
            address = listening.getsockname()
            on_start(f"http://{f'[{address[0]}]' if ':' in address[0] else address[0]}:{address[1]}/")
        # uvicorn takes these over, stops, and raises them anew: being told to stop is no failure.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: None)
        asyncio.run(uvicorn.Server(config).serve([listening]))
    finally:
        pool.stop()
