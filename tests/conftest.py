"""Fixtures that every room's tests can use: the reasoned Innlandet, and a browser kept off the network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

    from ecosystem_graph.ecosystem import Ecosystem

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
