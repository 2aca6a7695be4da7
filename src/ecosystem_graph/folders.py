"""Folders that change whole or not at all, however the process ends."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import UnreadableFileError
from .wording import Wording, joined, of_system

__all__ = ["atomic_folder"]

#: Of the calls that put two folders in each other's place at one stroke.
_AT_CWD, _EXCHANGE, _SWAP = -100, 2, 2


@contextmanager
def atomic_folder(folder: Path) -> Iterator[Path]:
    """A folder to write files into; when all is written it takes the place of the one there was.

    Files of other names that the old folder holds go over to the new one. Linux and macOS swap two folders at
    one stroke, so that nobody sees anything between the old and the new. Where that cannot be (Windows, a
    folder that is a mount, the folder one stands in) the files follow each other in the order written.

    Raises:
        UnreadableFileError: It is a file, or nothing can be written here.
    """
    if folder.exists() and not folder.is_dir():
        why = Wording("is a file; name a folder to write into", "er en fil; oppgi en mappe å skrive i")
        raise UnreadableFileError(str(folder), why)
    try:
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        _clear(place)
        new = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part"))
    except OSError as error:
        cannot = Wording("cannot write here", "kan ikke skrive her")
        raise UnreadableFileError(str(folder), joined(": ", (cannot, of_system(error)))) from error
    held = _hold(new)
    try:
        yield new
        # mkdtemp makes private folders; give what an ordinary mkdir would have given.
        umask = os.umask(0)
        os.umask(umask)
        new.chmod(0o777 & ~umask)
        _replace(new, place)
    except OSError as error:
        cannot = Wording("cannot be written", "kan ikke skrives")
        raise UnreadableFileError(str(folder), joined(": ", (cannot, of_system(error)))) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if held is not None:
            os.close(held)


def _replace(new: Path, place: Path) -> None:
    if not place.exists():
        new.rename(place)
        return
    written = sorted(
        (path for path in new.rglob("*") if path.is_file()), key=lambda path: path.stat().st_mtime_ns
    )
    if place not in (Path.cwd(), *Path.cwd().parents):
        for entry in place.iterdir():
            _carry_over(entry, new / entry.name)
        if _swap(new, place):
            return
    for path in written:
        target = place / path.relative_to(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(path, part)
        part.replace(target)


def _carry_over(entry: Path, target: Path) -> None:
    if target.exists():
        return
    if entry.is_dir() and not entry.is_symlink():
        shutil.copytree(entry, target, symlinks=True)
    else:
        shutil.copy2(entry, target, follow_symlinks=False)


def _swap(one: Path, other: Path) -> bool:
    """Put two folders in each other's place; False where the system or the disk cannot."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            return bool(ctypes.CDLL(None).renameat2(_AT_CWD, names[0], _AT_CWD, names[1], _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(names[0], names[1], _SWAP) == 0)
    except (OSError, AttributeError):
        pass
    return False


def _hold(folder: Path) -> int | None:
    """Mark a folder as being written; the mark goes when the process does."""
    if sys.platform == "win32":
        return None
    import fcntl

    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def _clear(place: Path) -> None:
    """Take away what processes left that were killed."""
    for left in place.parent.glob(f".{place.name}.*.part"):
        if left.is_dir() and (held := _hold(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(held)
