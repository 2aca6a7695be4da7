"""Lanes: which job runs when, so that a short one never waits behind a long one.

Every query begins in the short lane, at full priority. One that has used up the limits' ``patience`` is
long: it goes on at the lowest priority where a place for long ones is free; else it is stopped and waits for
one, to begin anew (it only reads). So a place of the short lane is held for ``patience`` at most, however
costly the query, and what is long shares what the short ones leave. A text that met the time limit begins as
long.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any

from ecosystem_graph.wording import Wording

from .frames import BODY, END, HEAD
from .limits import Limits
from .pool import Pool, Worker
from .problems import ProblemError, out_of_memory

__all__ = ["Answer", "CutShortError", "Lanes"]

Job = dict[str, Any]

_REMEMBERED = 4096
_HOUSE_TIMEOUT = 300.0
#: Seconds until a query counts as long even where it had no processor.
_LONGEST_WAIT = 2.0


class CutShortError(Exception):
    """A limit was met after the answer had begun."""


@dataclass(slots=True)
class Answer:
    """What came of a job.

    Attributes:
        status: HTTP status.
        headers: Header fields.
        body: The whole body, or nothing where it streams.
        stream: The body in parts; ends with `CutShortError` where a limit is met on the way.
    """

    status: int
    headers: dict[str, str]
    body: bytes = b""
    stream: AsyncIterator[bytes] | None = None


class Lane:
    """Places, of which only so many are taken at once, first come first served; a bounded wait for them."""

    def __init__(self, places: int, queue: int) -> None:
        """So many places, and so many that may wait."""
        self._free, self._queue = places, queue
        self._waiting: deque[asyncio.Future[None]] = deque()

    def try_enter(self) -> bool:
        """Take a place if one is free."""
        if self._free:
            self._free -= 1
            return True
        return False

    async def enter(self, patience: float) -> None:
        """Wait for a place.

        Raises:
            ProblemError: Too many wait, or it takes too long.
        """
        if self.try_enter():
            return
        if len(self._waiting) >= self._queue:
            raise _busy()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait({turn}, timeout=patience)
            if not turn.done():
                raise _busy()
        except BaseException:
            if turn.done():
                self.leave()
            else:
                self._waiting.remove(turn)
            raise

    def leave(self) -> None:
        """Give the place to whoever waits longest, or back."""
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._free += 1


class Lanes:
    """Runs jobs on the pool."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        """Two lanes for what clients ask, and a worker for the server's own pages."""
        self._pool, self._limits = pool, limits
        self._short = Lane(limits.short_places, limits.queue)
        self._long = Lane(limits.workers, limits.long_queue)
        self._house = {False: asyncio.Lock(), True: asyncio.Lock()}
        self._keepers: dict[bool, Worker] = {}
        self._known_long: OrderedDict[bytes, None] = OrderedDict()

    async def run(self, job: Job) -> Answer:
        """Do what a client asks.

        Raises:
            ProblemError: A limit was met, or too many ask.
        """
        mark = hashlib.sha256(json.dumps(job, sort_keys=True).encode()).digest()
        if mark not in self._known_long:
            answer = await self._run_short(job, mark)
            if answer is not None:
                return answer
        return await self._run_long(job, mark)

    async def run_house(self, job: Job, *, heavy: bool = False) -> Answer:
        """Do what the server itself needs: a page. No limit but a generous time."""
        async with self._house[heavy]:
            worker = self._keepers.pop(heavy, None) or await self._pool.spawn(limited=False)
            if heavy and not worker.low:
                worker.lower()
            try:
                worker.give(job)
                answer = await asyncio.wait_for(_first(worker), _HOUSE_TIMEOUT)
                if answer.stream is not None:
                    answer.body, answer.stream = b"".join([part async for part in answer.stream]), None
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
                await self._pool.end(worker)
                raise ProblemError(
                    "stopped", Wording("This page could not be made.", "Denne siden kunne ikke lages.")
                ) from None
            except BaseException:
                self._pool.discard(worker)
                raise
            self._keepers[heavy] = worker
            return answer

    # -- the lanes -------------------------------------------------------------------------------------

    async def _run_short(self, job: Job, mark: bytes) -> Answer | None:
        """The answer; None where the job must begin anew in the long lane."""
        await self._short.enter(self._limits.timeout)
        begun = _now()
        inside = True
        try:
            worker = await self._pool.take()
            first: asyncio.Future[Answer] | None = None
            try:
                worker.give(job)
                first = asyncio.ensure_future(_first(worker))
                if await self._short_enough(worker, first):
                    answer = await self._finished(worker, first)
                    if answer.stream is None:
                        self._pool.put(worker)
                        return answer
                if not self._long.try_enter():
                    first.cancel()
                    self._pool.discard(worker)
                    return None
            except BaseException:
                if first is not None:
                    first.cancel()
                self._pool.discard(worker)
                raise
            self._short.leave()
            inside = False
            self._pool.later(self._pool.fill())
            worker.lower()
            return await self._long_answer(worker, first, begun + self._limits.timeout, mark)
        finally:
            if inside:
                self._short.leave()

    async def _short_enough(self, worker: Worker, first: asyncio.Future[Answer]) -> bool:
        """Whether an answer begins before the worker has used up its patience.

        What counts is the time it had a processor: on a busy machine a short query may take long.
        """
        patience, began, waited = self._limits.patience, worker.processor_time(), 0.0
        while waited < _LONGEST_WAIT:
            left = patience - (worker.processor_time() - began)
            if left <= 0 or first.done():
                break
            await asyncio.wait({first}, timeout=max(left, 0.01))
            waited += max(left, 0.01)
        return first.done()

    async def _run_long(self, job: Job, mark: bytes) -> Answer:
        await self._long.enter(self._limits.timeout)
        try:
            worker = await self._pool.take()
            self._pool.later(self._pool.fill())
        except BaseException:
            self._long.leave()
            raise
        worker.lower()
        worker.give(job)
        return await self._long_answer(
            worker, asyncio.ensure_future(_first(worker)), _now() + self._limits.timeout, mark
        )

    async def _long_answer(
        self, worker: Worker, first: asyncio.Future[Answer], deadline: float, mark: bytes
    ) -> Answer:
        """The answer of a worker that holds a place among the long ones; it ends with it."""
        streams = False
        try:
            done, _ = await asyncio.wait({first}, timeout=max(0.0, deadline - _now()))
            if not done:
                self._remember(mark)
                seconds = f"{self._limits.timeout:g}"
                raise ProblemError(
                    "time-limit",
                    Wording(
                        f"The query took longer than {seconds} seconds and was stopped.",
                        f"Spørringen tok mer enn {seconds} sekunder og ble stoppet.",
                    ),
                )
            answer = await self._finished(worker, first)
            if answer.stream is not None:
                answer.stream = self._streamed(worker, answer.stream, deadline)
                streams = True
            return answer
        finally:
            if not streams:
                first.cancel()
                self._long.leave()
                self._pool.discard(worker)

    async def _streamed(
        self, worker: Worker, parts: AsyncIterator[bytes], deadline: float
    ) -> AsyncIterator[bytes]:
        """The parts of an answer, until the deadline, even where the client does not read them."""
        freed = False

        def free() -> None:
            nonlocal freed
            if not freed:
                freed = True
                self._long.leave()
                self._pool.discard(worker)

        timer = asyncio.get_running_loop().call_later(max(0.0, deadline - _now()), free)
        try:
            async for part in parts:
                yield part
        except (asyncio.IncompleteReadError, ConnectionError):
            raise CutShortError from None
        finally:
            timer.cancel()
            free()

    async def _finished(self, worker: Worker, first: Awaitable[Answer]) -> Answer:
        """The answer; or why the worker died.

        Raises:
            ProblemError: It did.
        """
        try:
            return await first
        except (asyncio.IncompleteReadError, ConnectionError):
            number = await self._pool.end(worker)
        if number == signal.SIGABRT:
            raise out_of_memory(self._limits.max_memory)
        raise ProblemError(
            "stopped",
            Wording(
                "The query ended the process that ran it: it is nested too deeply.",
                "Spørringen avsluttet prosessen som kjørte den: den er nøstet for dypt.",
            ),
        )

    def _remember(self, mark: bytes) -> None:
        self._known_long[mark] = None
        while len(self._known_long) > _REMEMBERED:
            self._known_long.popitem(last=False)


async def _first(worker: Worker) -> Answer:
    """The head, and the body too where it is complete already."""
    kind, content = await worker.read()
    if kind != HEAD:
        raise ConnectionError
    head = json.loads(content)
    answer = Answer(head["status"], head["headers"])
    if head["complete"]:
        answer.body = b"".join([part async for part in _parts(worker)])
    else:
        answer.stream = _parts(worker)
    return answer


async def _parts(worker: Worker) -> AsyncIterator[bytes]:
    while True:
        kind, content = await worker.read()
        if kind == BODY:
            yield content
        elif kind == END:
            return
        else:
            raise CutShortError


def _busy() -> ProblemError:
    why = Wording(
        "Too many ask at the same time; ask again in a moment.",
        "For mange spør samtidig; spør igjen om litt.",
    )
    return ProblemError("busy", why, {"Retry-After": "2"})


def _now() -> float:
    return asyncio.get_running_loop().time()
