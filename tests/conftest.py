"""Fixtures that every room's tests can use: the reasoned Innlandet, and a browser kept off the network."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

    from ecosystem_graph.ecosystem import Ecosystem

# A deadline would be a timing assert.
settings.register_profile("ecosystem-graph", deadline=None)
settings.load_profile("ecosystem-graph")

# Messages and help come in the language of the machine; here they are compared with texts.
os.environ["ECOSYSTEM_GRAPH_LANG"] = "en"

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def innlandet() -> Ecosystem:
    """The shipped Innlandet, reasoned. Shared by the whole run: read it, never write to it."""
    from ecosystem_graph.ecosystem import Ecosystem

    return Ecosystem.load()


@dataclass
class Visit:
    """A page that was opened, and what it did meanwhile.

    Attributes:
        page: Playwright's page.
        requests: Every address the page asked for beside itself (data: and blob: do not leave the page).
        errors: Console errors and uncaught exceptions.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium as the system installed it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        reason = "chromium is not on the PATH (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens pages: ``visit = chromium(path_or_url, width=1280, height=800)``.

    A file is opened with the network off. A URL (a server under test) may ask its own origin, nothing else.
    """
    contexts = []

    def visit(target: Path | str, *, width: int = 1280, height: int = 800, **options: Any) -> Visit:
        url = target.resolve().as_uri() if isinstance(target, Path) else target
        origin = urlsplit(url)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(20_000)
        seen = Visit(context.new_page())

        def guard(route: Route) -> None:
            asked = urlsplit(route.request.url)
            same = (asked.scheme, asked.netloc) == (origin.scheme, origin.netloc)
            if same and (origin.scheme != "file" or asked.path == origin.path):
                route.continue_()
            else:
                route.abort()

        def note_request(request: Request) -> None:
            if request.url.split("#")[0] != url.split("#")[0] and not request.url.startswith(
                ("data:", "blob:")
            ):
                seen.requests.append(request.url)

        def note_console(message: ConsoleMessage) -> None:
            if message.type == "error":
                seen.errors.append(message.text)

        seen.page.on("request", note_request)
        seen.page.on("websocket", lambda socket: seen.requests.append(socket.url))
        seen.page.on("console", note_console)
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        context.route("**/*", guard)
        context.set_offline(origin.scheme == "file")
        seen.page.goto(url)
        return seen

    yield visit
    for context in contexts:
        context.close()


@dataclass
class Served:
    """A server in a process of its own, over Innlandet, with small limits.

    Attributes:
        address: ``http://127.0.0.1:PORT``.
        pid: The process.
        log: What it wrote to standard error.
    """

    address: str
    pid: int
    log: Path

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own: status, header fields in lower case, body."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, named)
            answer = connection.getresponse()
            fields: dict[str, str] = {}
            for name, value in answer.getheaders():
                fields[name.lower()] = f"{fields[name.lower()]}, {value}" if name.lower() in fields else value
            return answer.status, fields, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``ecosystem-graph serve`` over Innlandet, with 20,000 rows and 128 MiB a query and time enough."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-W", "error", "-m", "ecosystem_graph", "serve", "--port", "0"]
    command += ["--timeout", "60", "--max-results", "20000", "--max-memory", "128"]
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        assert line, log.read_text()
        address = next(word for word in line.split() if word.startswith("http"))
        yield Served(address.rstrip("/"), process.pid, log)
        process.terminate()
        assert process.wait(30) == 0, log.read_text()
    assert "Traceback" not in log.read_text()
