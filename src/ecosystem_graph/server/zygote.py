"""Zygote: the process that holds the graph and from which every worker is forked, in milliseconds.

It runs as a program of its own, with one thread, so that forking it is safe. It reads one order at a time
from a socket and answers each: ``spawn`` makes a worker and hands over the socket to it, ``end`` kills one
and says what it died of. When the server is gone, so are the workers and the zygote.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import EcosystemError
from ecosystem_graph.store import opened
from ecosystem_graph.turtle import quiet_literals
from ecosystem_graph.wording import Wording

from .limits import Limits
from .worker import Desk, restrain, work

__all__ = ["main"]

#: Facts beyond which a graph on disk has no pages: they are made from all of it at once.
_PAGES_UP_TO = 1_000_000


def main() -> None:
    """Load, then serve orders until the server is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    given = json.loads(sys.argv[2])
    limits = Limits(**given["limits"])
    # The server decides when to stop.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    desk: Desk | None = None
    with quiet_literals():
        try:
            if given["store"] is None:
                desk = _in_memory(given["data"], given["base"], limits)
            else:
                _probe(given["store"])
        except EcosystemError as error:
            _tell(control, {**_words(error), "refused": type(error).__name__})
            return
        gc.collect()
        gc.freeze()
        _tell(control, {"ready": True})
        _serve(control, given, desk, limits)


def _in_memory(data: str | None, base: str, limits: Limits) -> Desk:
    ecosystem = Ecosystem.load(None if data is None else Path(data))
    desk = Desk(ecosystem, base, limits, offline=True)
    desk.warm()
    return desk


def _on_disk(folder: str, base: str, limits: Limits) -> Desk:
    """The store opened in this process: it has threads of its own, so that it is opened after the fork."""
    ecosystem = Ecosystem.open(Path(folder))
    pages = opened(Path(folder)).about.asserted <= _PAGES_UP_TO
    return Desk(ecosystem, base, limits, offline=False, pages=pages)


def _probe(folder: str) -> None:
    """Open the store in a process that ends again.

    Raises:
        EcosystemError: It cannot be opened.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            Ecosystem.open(Path(folder))
        except EcosystemError as error:
            os.write(writing, json.dumps(_words(error)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        why = said.read()
    os.waitpid(child, 0)
    if why:
        told = json.loads(why)
        raise EcosystemError(Wording(told["error"], told["error_nb"]))


def _serve(control: socket.socket, given: dict[str, Any], desk: Desk | None, limits: Limits) -> None:
    children: dict[int, int] = {}
    serial = 0
    while order := _order(control):
        if order["do"] == "spawn":
            serial += 1
            ours, theirs = socket.socketpair()
            child = os.fork()
            if not child:
                control.close()
                ours.close()
                _child(theirs, given, desk, limits, limited=order["limited"])
            theirs.close()
            children[serial] = child
            told = json.dumps({"serial": serial, "pid": child}).encode()
            socket.send_fds(control, [told], [ours.fileno()])
            ours.close()
        else:
            _tell(control, {"status": _end(order["serial"], children)})
    for child in children.values():
        os.kill(child, signal.SIGKILL)


def _end(serial: int, children: dict[int, int]) -> int | None:
    """Kill a child and say how it ended; None where the system is not yet done with it.

    A large process at the lowest priority may take long to be gone, so that nobody waits for it here. What is
    killed stays among the children until then: its number can be no other process's.
    """
    if serial not in children:
        return 0
    child, status = os.waitpid(children[serial], os.WNOHANG)
    if child:
        del children[serial]
        return status
    os.kill(children[serial], signal.SIGKILL)
    return None


def _child(
    channel: socket.socket, given: dict[str, Any], desk: Desk | None, limits: Limits, *, limited: bool
) -> None:
    """What a worker does; it never returns."""
    code = 0
    try:
        # What the system writes when memory is refused is told by the server, in its own words.
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 2)
        os.close(silent)
        if desk is None:
            desk = _on_disk(given["store"], given["base"], limits)
        if limited:
            restrain(limits)
        work(channel, desk, limits)
    except BaseException:
        code = 1
    finally:
        os._exit(code)


def _order(control: socket.socket) -> dict[str, Any] | None:
    try:
        text = control.recv(65_536)
    except OSError:
        return None
    order: dict[str, Any] | None = json.loads(text) if text else None
    return order


def _tell(control: socket.socket, told: dict[str, Any]) -> None:
    """Say something on a line of its own: what is wrong with tables may be too long to pass at once."""
    with contextlib.suppress(OSError):
        control.sendall(json.dumps(told).encode() + b"\n")


def _words(error: EcosystemError) -> dict[str, str]:
    return {"error": error.told("en"), "error_nb": error.told("nb")}


if __name__ == "__main__":
    main()
