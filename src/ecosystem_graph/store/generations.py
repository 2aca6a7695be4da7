"""The folder of a store: generations that never change once published, and a file that says which holds.

Whoever writes makes a new generation beside the present one and puts it in force by renaming one file over
another. So nobody ever reads what is being written (RocksDB, on which Oxigraph keeps its data, leaves that
undefined), and a process that dies leaves the old state or the new.

    FOLDER/about.json      the generation in force, and what it was made of
    FOLDER/writer.lock     held by the process that writes; says who
    FOLDER/g-….lock        shared by the processes that read this generation
    FOLDER/g-…/            an Oxigraph store
"""

from __future__ import annotations

import hashlib
import json
import shutil
import weakref
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ecosystem_graph.errors import StoreError
from ecosystem_graph.resources import ontology_files
from ecosystem_graph.store.locking import lock, release
from ecosystem_graph.wording import Wording, of_system

__all__ = ["ABOUT", "FORMAT", "WRITER", "About", "Opened", "about", "ontology_digest", "opened", "sweep"]

ABOUT, WRITER = "about.json", "writer.lock"
#: Of the folder; raised when an older program could not read it.
FORMAT = 1
#: A writer may publish and clear away between a reader's two looks; so often in a row it does not.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class About:
    """What a store holds.

    Attributes:
        generation: Name of the generation in force.
        base: Root IRI of the region's things.
        ontology: Digest of the ontology under which it was closed.
        program: Version of the program that filled it.
        asserted: How many triples are asserted.
        inferred: How many follow.
        format: Version of the folder's form.
    """

    generation: str
    base: str
    ontology: str
    program: str
    asserted: int
    inferred: int
    format: int = FORMAT

    def text(self) -> str:
        """As it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


class Opened:
    """A store open for reading. It stays as it is while others write, until this object is gone.

    Attributes:
        store: The read-only Oxigraph store.
        about: What it holds.
    """

    def __init__(self, store: ox.Store, about: About, held: int) -> None:
        """Keep the lock for as long as this object lives."""
        self.store, self.about = store, about
        self._release = weakref.finalize(self, release, held)


@cache
def ontology_digest() -> str:
    """SHA-256 over the ontology's files, in their order."""
    digest = hashlib.sha256()
    for path in ontology_files():
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def about(folder: Path) -> About:
    """What the store in a folder holds.

    Raises:
        StoreError: There is none, it was never finished, or a newer program made it.
    """
    try:
        text = (folder / ABOUT).read_text(encoding="utf-8")
    except FileNotFoundError:
        begun = (folder / WRITER).exists()
        why = (
            Wording("its first filling was never finished", "den første fyllingen ble aldri ferdig")
            if begun
            else Wording("there is no store here", "her er det ikke noe lager")
        )
        fill = f"ecosystem-graph store fill {folder} SOURCE"
        raise StoreError(
            Wording(f"{folder}: {why}; fill it: {fill}", f"{folder}: {why.nb}; fyll det: {fill}")
        ) from None
    except OSError as error:
        why = of_system(error)
        raise StoreError(
            Wording(f"{folder}: cannot be read: {why}", f"{folder}: kan ikke leses: {why.nb}")
        ) from error
    except UnicodeDecodeError as error:
        raise StoreError(_damaged(folder)) from error
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            form = fields["format"]
            raise StoreError(
                Wording(
                    f"{folder}: the store has form {form}, this program reads {FORMAT}; "
                    "fill it again with this program",
                    f"{folder}: lageret har form {form}, dette programmet leser {FORMAT}; "
                    "fyll det på nytt med dette programmet",
                )
            )
        found = About(**fields)
        if Path(found.generation).name != found.generation:
            raise ValueError(found.generation)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(_damaged(folder)) from error
    return found


def _damaged(folder: Path) -> Wording:
    file = folder / ABOUT
    return Wording(f"{file}: is damaged; fill the store again", f"{file}: er skadet; fyll lageret på nytt")


def opened(folder: Path) -> Opened:
    """Open a store for reading; nothing is loaded. Any number of processes may, also while one writes.

    Raises:
        StoreError: There is no store, or it is damaged.
    """
    for _ in range(_TRIES):
        known = about(folder)
        generation = folder / known.generation
        try:
            held = lock(_lock_of(generation), shared=True)
        except OSError:
            held = None
        if held is None or not generation.is_dir():
            if held is not None:
                release(held)
            continue
        try:
            store = ox.Store.read_only(str(generation))
        except (OSError, ValueError) as error:
            release(held)
            raise StoreError(
                Wording(
                    f"{folder}: the store cannot be opened ({error}); fill it again",
                    f"{folder}: lageret kan ikke åpnes ({error}); fyll det på nytt",
                )
            ) from error
        return Opened(store, known, held)
    raise StoreError(
        Wording(
            f"{folder}: the store's data are missing; fill it again",
            f"{folder}: dataene i lageret mangler; fyll det på nytt",
        )
    )


def sweep(folder: Path, keep: str) -> None:
    """Clear away generations that nobody reads; what cannot be removed now is for the next time.

    Args:
        folder: The store; the writer's lock is held.
        keep: Name of the generation to leave.
    """
    for generation in folder.glob("g-*"):
        if generation.suffix == ".lock" or generation.name == keep:
            continue
        try:
            held = lock(_lock_of(generation))
        except OSError:
            continue
        if held is not None:
            shutil.rmtree(generation, ignore_errors=True)
            if not generation.exists():
                _lock_of(generation).unlink(missing_ok=True)
            release(held)
    for unfinished in folder.glob(f".{ABOUT}.*.part"):
        unfinished.unlink(missing_ok=True)
    for orphan in folder.glob("g-*.lock"):
        if not orphan.with_suffix("").exists() and orphan.stem != keep:
            orphan.unlink(missing_ok=True)


def _lock_of(generation: Path) -> Path:
    return generation.with_name(f"{generation.name}.lock")
