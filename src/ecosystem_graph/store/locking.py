"""Locks on files that the operating system lets go of when their holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["lock", "release"]

#: Windows locks bytes, and nobody may read a locked one: lock one that no file reaches.
_FAR = 1 << 30

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, *, shared: bool) -> None:
        # There is no shared lock; nor is there need of one, for an open file cannot be removed there.
        if not shared:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int, *, shared: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def lock(path: Path, *, shared: bool = False) -> int | None:
    """Take the lock of a file, without waiting.

    Args:
        path: The file; made where it is missing and the lock is not shared.
        shared: Others may share it.

    Returns:
        What `release` wants; None where somebody else holds it.

    Raises:
        OSError: The file cannot be opened.
    """
    handle = os.open(path, os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(handle, shared=shared)
    except OSError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle


def release(handle: int) -> None:
    """Let a lock go."""
    os.close(handle)
