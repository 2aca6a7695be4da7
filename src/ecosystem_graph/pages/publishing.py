"""Publishing: the site as plain files that any web host serves, written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ecosystem_graph import __version__
from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.wording import Wording, joined, of_system

from .addresses import file_of
from .site import Site

__all__ = ["Published", "publish"]

_MARK = "site.json"
_PROGRAM = "ecosystem-graph"
_ENDING = ".html"
#: Files between two reports of how far it is.
_STRIDE = 200

Published = tuple[int, int]


def publish(
    ecosystem: Ecosystem,
    folder: Path,
    *,
    base_url: str = "/",
    lang: str = "nb",
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Published:
    """Write every page of a region into a folder.

    The files are made beside the folder and take its place at once. Links between them are relative, so that
    the folder may be served under any address; the base URL goes into canonical links and the sitemap.

    Args:
        ecosystem: The region, reasoned.
        folder: Where to; it is new, empty or an earlier site.
        base_url: Where the site will be; without a host there is no sitemap, whose addresses must be whole.
        lang: Language the door at the root leads to.
        step: Called with the number of files made and of all files.

    Returns:
        Number of files and of bytes.

    Raises:
        UnreadableFileError: The folder holds something else, or cannot be written.
    """
    _check(folder)
    site = Site(ecosystem, base_url, ending=_ENDING)
    paths = list(site.paths())
    target = folder.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        size = _fill(site, making, paths, lang, step)
        _exchange(making, target)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return len(paths) + 3, size


def _check(folder: Path) -> None:
    """Only what an earlier run wrote may be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UnreadableFileError(
            str(folder),
            Wording(
                "is a file; name a folder to write the site into",
                "er en fil; oppgi en mappe som nettstedet skal skrives i",
            ),
        )
    held = sorted(path.name for path in folder.iterdir())
    if not held:
        return
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
        ours = set(mark["top"]) if mark["program"] == _PROGRAM else None
    except (OSError, ValueError, KeyError, TypeError):
        ours = None
    if ours is None:
        raise UnreadableFileError(
            str(folder),
            Wording(
                "holds files and is no site of ours; name a new or an empty folder, nothing was written",
                "inneholder filer og er ikke et nettsted vi har laget; oppgi en ny eller tom mappe, "
                "ingenting ble skrevet",
            ),
        )
    if strange := [name for name in held if name not in ours]:
        shown = ", ".join(strange[:3])
        raise UnreadableFileError(
            str(folder),
            Wording(
                f"holds what an earlier site did not write ({shown}) and would be replaced; "
                "move it away or name another folder, nothing was written",
                f"inneholder noe et tidligere nettsted ikke skrev ({shown}), og ville blitt erstattet; "
                "flytt det eller oppgi en annen mappe, ingenting ble skrevet",
            ),
        )


def _unwritable(folder: Path, error: OSError) -> UnreadableFileError:
    why = joined(": ", (Wording("cannot be written", "kan ikke skrives"), of_system(error)))
    return UnreadableFileError(str(folder), why)


def _fill(site: Site, folder: Path, paths: list[str], lang: str, step: Callable[[int, int], None]) -> int:
    size, made = 0, set()
    total = len(paths) + 3
    for done, path in enumerate(paths):
        page = site.respond(path)
        if page is None:
            raise UnreadableFileError(
                path, Wording("is listed but gives no page", "er på lista, men gir ingen side")
            )
        named = file_of(path, _ENDING) if page.language else path
        file = folder / named.removeprefix("/")
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        file.write_bytes(page.body)
        size += len(page.body)
        if done % _STRIDE == 0:
            step(done, total)
    for name, body in (("index.html", site.door(lang).body), ("404.html", site.missing(lang).body)):
        (folder / name).write_bytes(body)
        size += len(body)
    top = sorted([*(path.name for path in folder.iterdir()), _MARK])
    mark = {"program": _PROGRAM, "version": __version__, "files": total, "top": top}
    text = json.dumps(mark, ensure_ascii=False, indent=2) + "\n"
    (folder / _MARK).write_text(text, encoding="utf-8", newline="\n")
    step(total, total)
    return size + len(text.encode())


def _exchange(making: Path, target: Path) -> None:
    """Put the new folder where the old one is; the old one comes back if that fails."""
    # mkdtemp makes private folders; give what an ordinary one would have had.
    umask = os.umask(0)
    os.umask(umask)
    making.chmod(0o777 & ~umask)
    old = making.with_name(making.name + ".old")
    if target.exists():
        target.rename(old)
    try:
        making.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
