"""Making a release: read, check, describe, seal, and write all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.folders import atomic_folder
from ecosystem_graph.linksets import link_triples, linkset_paths, read_linkset
from ecosystem_graph.resources import data_file
from ecosystem_graph.tables import import_tables
from ecosystem_graph.turtle import serialise
from ecosystem_graph.validation import validate
from ecosystem_graph.wording import Wording

from .catalogue import catalogue
from .contents import contents
from .edition import Edition, check_date, headed, licence_of, version_iri
from .notes import read_notes
from .packaging import citation, crate, data_package, read_me
from .sealing import CHECKSUMS, archive, checksums

__all__ = ["STEPS", "Released", "release"]

#: The steps, in order, with what each is called in nb and en.
STEPS: dict[str, dict[str, str]] = {
    "load": {"nb": "leser og slutter", "en": "reading and reasoning"},
    "validate": {"nb": "validerer", "en": "validating"},
    "files": {"nb": "skriver dataene", "en": "writing the data"},
    "describe": {"nb": "beskriver", "en": "describing"},
    "seal": {"nb": "pakker og forsegler", "en": "packing and sealing"},
}
#: Who answers for the region that ships; another region says so itself.
_CONTRIBUTORS = "ecosystem-graph contributors"


@dataclass(frozen=True, slots=True)
class Released:
    """What was made.

    Attributes:
        folder: Where it is.
        version: Its number.
        iri: IRI of the version.
        files: Path and size in bytes of each file.
        archive: Name of the archive.
        digest: SHA-256 of the archive.
    """

    folder: Path
    version: str
    iri: str
    files: tuple[tuple[str, int], ...]
    archive: str
    digest: str


def release(
    folder: Path,
    data: Path | None = None,
    *,
    version: str | None = None,
    date: str | None = None,
    changelog: Path = Path("CHANGELOG.md"),
    publisher: str | None = None,
    contact: str = "",
    address: str | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> Released:
    """Make a release of a region.

    Args:
        folder: Where to write; new or empty, since a release is never written over.
        data: RDF file, workbook or folder of tables; None is the region that ships.
        version: Its number; None is that of the first numbered entry in the change log.
        date: Its day, ``YYYY-MM-DD``; None is that of the entry, else today.
        changelog: The change log; the data card and the licence are looked for beside it.
        publisher: Who answers for it; the region that ships has one.
        contact: E-mail or web address for questions.
        address: Where the files will be; None is the IRI of the version.
        step: Called with the name of each step as it begins.

    Raises:
        UnreadableFileError: A file cannot be read or written, the change log says nothing of this version, or
            something else that a release needs is not said.
        DataError: The tables or the linksets hold problems.
        ContradictionError: Ontology and facts cannot both be true.
        NonConformantError: The facts break the shapes.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        why = Wording(
            "is there already and not empty; a release is not written over, name a new folder",
            "finnes fra før og er ikke tom; en utgave skrives ikke over, oppgi en ny mappe",
        )
        raise UnreadableFileError(str(folder), why)
    if data is not None and publisher is None:
        why = Wording(
            "is not given; say who answers for this data set",
            "er ikke oppgitt; si hvem som svarer for dette datasettet",
        )
        raise UnreadableFileError("--publisher", why)
    notes = read_notes(changelog, version)
    issued = check_date(date or notes.date or day.today().isoformat())
    step("load")
    source = data_file() if data is None else data
    facts, base = import_tables(source)
    ecosystem = Ecosystem(headed(facts, base, notes.version, issued))
    step("validate")
    validate(ecosystem).raise_for_violations()
    edition = Edition(
        ecosystem=ecosystem,
        version=notes.version,
        issued=issued,
        publisher=publisher or _CONTRIBUTORS,
        contact=contact,
        licence=licence_of(facts, base, source),
        address=f"{(address or version_iri(base, notes.version)).rstrip('/')}/",
    )
    step("files")
    files = dict(contents(ecosystem, source, changelog))
    linksets = [read_linkset(path) for path in linkset_paths(source).values()]
    if linksets:
        files["data/linksets/links.ttl"] = serialise(link_triples(linksets), base).encode()
    step("describe")
    files["dataset.ttl"] = catalogue(edition, files, linksets).encode()
    files["CITATION.cff"] = citation(edition).encode()
    files["README.md"] = read_me(edition, notes, files).encode()
    files["datapackage.json"] = data_package(edition, files).encode()
    files["ro-crate-metadata.json"] = crate(edition, dict(sorted(files.items()))).encode()
    step("seal")
    files[CHECKSUMS] = checksums(files).encode()
    packed = f"{edition.name}.tar.gz"
    body = archive(files, edition.name, issued)
    digest = hashlib.sha256(body).hexdigest()
    files = {
        **dict(sorted(files.items())),
        packed: body,
        f"{packed}.sha256": f"{digest}  {packed}\n".encode(),
    }
    with atomic_folder(folder) as new:
        for path, content in files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
    sizes = tuple((path, len(content)) for path, content in files.items())
    return Released(folder, notes.version, edition.iri, sizes, packed, digest)
