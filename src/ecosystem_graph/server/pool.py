"""Pool: the workers, as the server sees them. They come from the zygote and end by being killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Awaitable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ecosystem_graph.errors import ContradictionError, EcosystemError
from ecosystem_graph.wording import Wording

from .frames import JOB, frame, read_frame
from .limits import Limits
from .problems import ProblemError

__all__ = ["Pool", "Worker"]

_LOWEST = 19
#: A worker that has done so much is replaced, so that what a query leaves behind does not add up.
_RETIRES_AFTER = 500
#: Seconds after a rush until the workers it took are ended, and of quiet until used ones are renewed.
_SPARE_SECONDS = 2.0
#: What libraries would start threads for; the zygote must have none.
_SINGLE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

#: What a zygote would have said that ended without a word.
_ENDED = {
    "error": "the process that reads the graph ended",
    "error_nb": "prosessen som leser grafen, ble avbrutt",
}


class Worker:
    """One process.

    Attributes:
        serial: What the zygote calls it.
        pid: What the system calls it.
        jobs: How many jobs it was given.
        low: Whether it runs at the lowest priority; there is no way back.
    """

    def __init__(
        self, serial: int, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take what the zygote gave."""
        self.serial, self.pid, self.jobs, self.low = serial, pid, 0, False
        self._reader, self._writer = reader, writer

    def give(self, job: dict[str, Any]) -> None:
        """Set it to work."""
        self.jobs += 1
        self._writer.write(frame(JOB, job))

    def read(self) -> Awaitable[tuple[bytes, bytes]]:
        """The next frame it sends."""
        return read_frame(self._reader)

    @property
    def alive(self) -> bool:
        """Whether it still has its end of the socket open, as far as is known."""
        return not self._reader.at_eof()

    def processor_time(self) -> float:
        """Seconds it has had a processor so far; where the system does not tell, seconds of the clock."""
        try:
            # What clock_getcpuclockid(3) gives on Linux.
            return time.clock_gettime(~self.pid << 3 | 2) if sys.platform == "linux" else time.monotonic()
        except OSError:
            return time.monotonic()

    def lower(self) -> None:
        """Let it run only when nobody else wants to."""
        self.low = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST)

    def close(self) -> None:
        """Let go of the socket."""
        self._writer.close()


class Pool:
    """Makes workers, keeps some ready, and ends them."""

    def __init__(self, *, data: Path | None, store: Path | None, base: str, limits: Limits) -> None:
        """Nothing is started yet.

        Args:
            data: Turtle file or folder of tables; None is the region that ships.
            store: Folder of an on-disk store instead.
            base: Public URL of the server, or ``/``.
            limits: What a query may take.
        """
        self._given = {
            "data": None if data is None else str(data),
            "store": None if store is None else str(store),
            "base": base,
            "limits": asdict(limits),
        }
        self._limits = limits
        self._idle: deque[Worker] = deque()
        self._turn, self._filling = asyncio.Lock(), asyncio.Lock()
        self._ready = 2 * limits.workers
        self._trimming: asyncio.TimerHandle | None = None
        self._last_used = 0.0
        self._closing = False
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the zygote and wait until it has the graph.

        Raises:
            EcosystemError: The graph cannot be read.
        """
        ours, theirs = socket.socketpair()
        command = [
            sys.executable,
            "-m",
            f"{__package__}.zygote",
            str(theirs.fileno()),
            json.dumps(self._given),
        ]
        # A process group of its own: an interrupt on the terminal is for the server, which ends the rest.
        self._zygote = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env=os.environ | _SINGLE,
            process_group=0,
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._control = ours
        with ours.makefile("rb") as lines:
            answer = lines.readline()
        told = json.loads(answer) if answer else _ENDED
        if "error" in told:
            self.stop()
            why = Wording(told["error"], told["error_nb"])
            refused = told.get("refused") in ("DataError", "ContradictionError", "NonConformantError")
            raise ContradictionError([why]) if refused else EcosystemError(why)

    async def close(self) -> None:
        """Let go of every worker, and stop."""
        self._closing = True
        if self._trimming is not None:
            self._trimming.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._all:
            worker.close()
        await asyncio.sleep(0)  # transports are closed in the next turn of the loop
        self.stop()

    def stop(self) -> None:
        """End every worker and the zygote."""
        self._closing = True
        self._control.close()
        try:
            self._zygote.wait(5)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
            self._zygote.wait()

    async def take(self) -> Worker:
        """A worker that is ready.

        Raises:
            ProblemError: None can be made.
        """
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self.end(worker)
        return await self.spawn()

    def put(self, worker: Worker) -> None:
        """Give a worker back after a job well done."""
        if worker.low or worker.jobs >= _RETIRES_AFTER or len(self._idle) >= self._limits.short_places:
            self.discard(worker)
            return
        self._idle.append(worker)
        self._last_used = time.monotonic()
        if self._trimming is None:
            self._trimming = asyncio.get_running_loop().call_later(_SPARE_SECONDS, self._trim)

    def _trim(self) -> None:
        """End those that only a rush had use for; when all is quiet, renew those that were used.

        A fresh worker shares its memory with the zygote; each query, even one that only reads, makes some of
        it the worker's own (locks and reference counts are written to). With a store on disk there is nothing
        to share, and opening it again would cost more than it frees.
        """
        self._trimming = None
        while len(self._idle) > self._ready:
            self.later(self.end(self._idle.popleft()))
        used = [worker for worker in self._idle if worker.jobs]
        if self._given["store"] is not None or not used:
            return
        left = self._last_used + _SPARE_SECONDS - time.monotonic()
        if left > 0:
            self._trimming = asyncio.get_running_loop().call_later(left, self._trim)
            return
        for worker in used:
            self._idle.remove(worker)
            self.discard(worker)

    def later(self, work: Any) -> None:
        """Do something without waiting for it."""
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def spawn(self, *, limited: bool = True) -> Worker:
        """A new worker.

        Raises:
            ProblemError: The system lets none be made.
        """
        told, descriptors = await self._order({"do": "spawn", "limited": limited})
        channel = socket.socket(fileno=descriptors[0])
        channel.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=channel, limit=1 << 18)
        worker = Worker(told["serial"], told["pid"], reader, writer)
        self._all.add(worker)
        return worker

    async def end(self, worker: Worker) -> int:
        """Kill a worker; the number of the signal it died of, be it this one or one before."""
        worker.close()
        self._all.discard(worker)
        status, pause = None, 0.001
        while status is None and not self._closing:
            told, _ = await self._order({"do": "end", "serial": worker.serial})
            if (status := told["status"]) is None:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 0.5)
        return os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else 0

    async def fill(self) -> None:
        """Have some workers ready."""
        async with self._filling:
            while len(self._idle) < self._ready and not self._closing:
                self._idle.append(await self.spawn())

    async def _replace(self, worker: Worker) -> None:
        with contextlib.suppress(ProblemError):
            self.later(self.end(worker))
            await self.fill()

    def discard(self, worker: Worker) -> None:
        """End a worker and put a new one in its place, without waiting for it."""
        self.later(self._replace(worker))

    async def _order(self, order: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        async with self._turn:
            try:
                return await asyncio.get_running_loop().run_in_executor(None, self._ask, order)
            except (OSError, ValueError) as error:
                raise ProblemError(
                    "stopped",
                    Wording(
                        "The server has lost the graph; it must be started again.",
                        "Tjeneren har mistet grafen; den må startes på nytt.",
                    ),
                ) from error

    def _ask(self, order: dict[str, Any]) -> tuple[dict[str, Any], list[int]]:
        self._control.sendall(json.dumps(order).encode())
        text, descriptors, _, _ = socket.recv_fds(self._control, 65_536, 4)
        return json.loads(text), descriptors
