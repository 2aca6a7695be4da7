"""Worker: a process that answers one job after another, and may be killed at any time."""

from __future__ import annotations

import json
import resource
import socket
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.pages import Page, Site
from ecosystem_graph.turtle import prefixes
from ecosystem_graph.wording import Wording

from . import api, description
from .asking import Query, ask, graph_form
from .frames import receive_frame
from .limits import Limits
from .negotiation import GRAPHS, choose
from .outlet import Outlet
from .problems import FAULT, ProblemError, out_of_memory
from .safety import page_policy

__all__ = ["Desk", "work"]


class Desk:
    """What a worker answers from: the graph, and what is read out of it.

    Attributes:
        ecosystem: The graph.
        offline: Whether the graph is in memory, so that answering a query opens no file.
    """

    def __init__(
        self, ecosystem: Ecosystem, base: str, limits: Limits, *, offline: bool, pages: bool = True
    ) -> None:
        """Take the graph; ``base`` is the public URL, or ``/``. A graph may be too large for pages."""
        self.ecosystem, self.offline = ecosystem, offline
        self._limits = limits
        self._material = api.Material(ecosystem)
        self._site = Site(ecosystem, base, endpoint="sparql") if pages else None

    def warm(self) -> None:
        """Read what most jobs need, before there are many workers to read it each for itself."""
        self.ecosystem.find("a")
        self._material.ledger  # noqa: B018
        if self._site is not None:
            self._site.respond("/nb/", "text/html", "nb")

    def answer(self, job: dict[str, Any], outlet: Outlet) -> None:
        """Do a job.

        Raises:
            ProblemError: There is no answer; the outlet has not been ended.
        """
        match job["kind"]:
            case "query":
                query = Query(job["query"], job["accept"], job["default_graphs"], job["named_graphs"])
                with _no_new_files() if self.offline else _nothing():
                    ask(self.ecosystem.store, query, outlet)
            case "api":
                body = api.perform(self._material, job["name"], job["values"])
                self._whole(outlet, {"Content-Type": "application/json"}, body)
            case "page":
                self._page(job, outlet)
            case "service" | "dataset" as what:
                form = choose(job["accept"], GRAPHS)
                made = (
                    description.service(self.ecosystem, job["base"], self._limits)
                    if what == "service"
                    else description.dataset(self.ecosystem, job["base"])
                )
                headers = {"Content-Type": form + ("; charset=utf-8" if form.startswith("text/") else "")}
                self._whole(outlet, {**headers, "Vary": "Accept"}, _written(made, form, self.ecosystem.base))
            case "ping":
                self._whole(outlet, {}, b"")

    def _page(self, job: dict[str, Any], outlet: Outlet) -> None:
        path, lang, site = job["path"], job["page_lang"], self._site
        if site is None:
            raise ProblemError(
                "not-found",
                Wording(
                    "This graph is too large for pages; ask it at /sparql.",
                    "Denne grafen er for stor til å ha sider; spør den på /sparql.",
                ),
            )
        page = None
        if offered := site.alternates(path):
            page = site.respond(path, choose(job["accept"], dict.fromkeys(offered, ())), lang)
        if page is not None:
            several = {"Accept": len(offered) > 1, "Accept-Language": len(site.languages(path)) > 1}
            self._send(outlet, 200, page, path, [name for name, matters in several.items() if matters])
        elif target := site.elsewhere(path):
            # A relative address, so that it holds behind a proxy that adds a prefix.
            there = "../" * (path.count("/") - 1) + target.removeprefix("/")
            self._whole(outlet, {"Location": _ascii(there)}, b"", 303)
        elif job["people"]:
            self._send(outlet, 404, site.missing(lang, path), path, ["Accept", "Accept-Language"])
        else:
            nothing = Wording(f"There is nothing at {path}.", f"Det er ingenting på {path}.")
            raise ProblemError("not-found", nothing, {"Vary": "Accept"})

    def _send(self, outlet: Outlet, status: int, page: Page, path: str, vary: list[str]) -> None:
        headers = {"Content-Type": page.media_type}
        if page.language:
            headers["Content-Language"] = page.language
        if page.location and page.location != path:
            headers["Content-Location"] = page.location
        if vary:
            headers["Vary"] = ", ".join(vary)
        if page.links:
            headers["Link"] = ", ".join(
                f'<{_ascii(target)}>; rel="alternate"; type="{media}"'
                + (f'; hreflang="{lang}"' if lang else "")
                for target, media, lang in page.links
            )
        if page.single_file:
            headers["Content-Security-Policy"] = page_policy(page.body)
        self._whole(outlet, headers, page.body, status)

    def _whole(self, outlet: Outlet, headers: dict[str, str], body: bytes, status: int = 200) -> None:
        outlet.head(status, headers)
        outlet.write(body)
        outlet.end()


def work(channel: socket.socket, desk: Desk, limits: Limits) -> None:
    """Answer jobs until the other side is gone."""
    while (received := receive_frame(channel)) is not None:
        job = json.loads(received[1])
        house = job["kind"] == "page"
        outlet = Outlet(
            channel,
            max_bytes=1 << 30 if house else limits.max_bytes,
            max_rows=limits.max_results,
            lang=job.get("lang", "en"),
        )
        try:
            desk.answer(job, outlet)
        except ProblemError as problem:
            outlet.fail(problem)
        except MemoryError:
            outlet.fail(out_of_memory(limits.max_memory))
        except BrokenPipeError:
            return
        except Exception as error:  # whatever it is, this job has an answer and the next one is done
            place = traceback.extract_tb(error.__traceback__)[-1]
            said = f"{type(error).__name__} in {place.name}, line {place.lineno}: {error}"
            outlet.head(500, {})
            outlet.fail(ProblemError("internal", FAULT, {"Fault": said[:500]}))


def restrain(limits: Limits) -> None:
    """Let this process take no more memory than a query may; beyond that the system ends it."""
    taken = _data_size()
    if taken:
        most = taken + (limits.max_memory << 20)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _data_size() -> int:
    """Bytes of memory of its own that this process has mapped; 0 where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123
            return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmData"))
    except OSError:
        return 0


@contextmanager
def _no_new_files() -> Iterator[None]:
    """While a query runs, this process can open no file and no connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _written(triples: bytes, form: str, base: str) -> bytes:
    if form == "application/n-triples":
        return triples
    parsed = (quad.triple for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES))
    shown = {
        **prefixes(base),
        "void": "http://rdfs.org/ns/void#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
    }
    used = {name: namespace for name, namespace in shown.items() if namespace.encode() in triples}
    return cast(bytes, ox.serialize(parsed, format=graph_form(form), prefixes=used))


def _ascii(path: str) -> str:
    return quote(path, safe="/:%#?&=-._~")
