"""Wire: HTTP/1.1 as uvicorn and h11 read it, with a limit on how long a client may take to say something."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["Wire"]


class Wire(H11Protocol):
    """One connection. A client that sends no whole head in time is let go (*slowloris*)."""

    seconds = 10.0

    @classmethod
    def within(cls, seconds: float) -> type[Wire]:
        """The protocol with so many seconds."""
        return type("Wire", (cls,), {"seconds": seconds})

    def connection_made(self, transport: Any) -> None:
        """A client is here."""
        super().connection_made(transport)
        self._patience: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(
            self.seconds, self._give_up
        )

    def data_received(self, data: bytes) -> None:
        """It says something: the clock starts with the first byte of a request."""
        idle = self.cycle is None or self.cycle.response_complete
        if idle and self._patience is None:
            self._patience = asyncio.get_running_loop().call_later(self.seconds, self._give_up)
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._rest()
        super().connection_lost(exc)

    def _rest(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
            self.transport.close()
