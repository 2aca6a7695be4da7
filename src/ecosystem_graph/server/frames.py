"""Frames: what the server and the processes that answer for it say to each other over a socket.

A frame is a letter, a length in four bytes and that many bytes. A job is one ``J`` frame with JSON. The
answer is an ``H`` with JSON (status and header fields, and whether all of it is there already), then ``D``
frames with the body, then ``E``; or ``X`` with JSON, where a limit cut the body short after it had begun.
"""

from __future__ import annotations

import json
import socket
import struct
from asyncio import StreamReader
from typing import Any

__all__ = ["BODY", "CUT", "END", "HEAD", "JOB", "frame", "read_frame", "receive_frame"]

JOB, HEAD, BODY, END, CUT = b"J", b"H", b"D", b"E", b"X"
_SHAPE = struct.Struct(">cI")


def frame(kind: bytes, content: bytes | dict[str, Any] = b"") -> bytes:
    """The bytes of a frame."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return _SHAPE.pack(kind, len(data)) + data


async def read_frame(reader: StreamReader) -> tuple[bytes, bytes]:
    """The next frame.

    Raises:
        asyncio.IncompleteReadError: The other side is gone.
    """
    kind, size = _SHAPE.unpack(await reader.readexactly(_SHAPE.size))
    return kind, await reader.readexactly(size) if size else b""


def receive_frame(channel: socket.socket) -> tuple[bytes, bytes] | None:
    """The next frame, waiting for it; None where the other side is gone."""
    head = _exactly(channel, _SHAPE.size)
    if head is None:
        return None
    kind, size = _SHAPE.unpack(head)
    body = _exactly(channel, size)
    return None if body is None else (kind, body)


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = channel.recv(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
