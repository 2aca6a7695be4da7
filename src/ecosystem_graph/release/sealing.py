"""Sealing: checksums, an archive that is the same bytes each time, and the proof that nothing was changed."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import tarfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from ecosystem_graph.errors import NonConformantError, UnreadableFileError
from ecosystem_graph.wording import Wording, of_system

__all__ = ["CHECKSUMS", "archive", "checksums", "verify"]

#: File of the checksums, in the form that `sha256sum -c` reads.
CHECKSUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)\Z")


def checksums(files: Mapping[str, bytes]) -> str:
    """A line for each file, in path order."""
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))


def archive(files: Mapping[str, bytes], folder: str, issued: str) -> bytes:
    """A ``.tar.gz`` without names, rights or times of the machine that made it.

    Args:
        files: Path to content.
        folder: The one folder that it unpacks to.
        issued: Day that all files get, ``YYYY-MM-DD``.
    """
    moment = int(datetime.fromisoformat(issued).replace(tzinfo=UTC).timestamp())
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(files):
            entry = tarfile.TarInfo(f"{folder}/{path}")
            entry.size, entry.mtime, entry.mode = len(files[path]), moment, 0o644
            tar.addfile(entry, io.BytesIO(files[path]))
    # A name or an hour in the head of the gzip file would differ from run to run.
    return gzip.compress(packed.getvalue(), mtime=0)


def verify(place: Path) -> int:
    """Check a release: every file is there and unchanged, and there is no other.

    Args:
        place: Folder of a release, or its archive. In a folder the archive beside the files is checked too.

    Returns:
        Number of files checked.

    Raises:
        UnreadableFileError: It is no release.
        NonConformantError: A file is missing, changed or not of the release; a sentence for each.
    """
    if place.is_dir():
        files = _folder(place)
        sealed = {name: body for name, body in files.items() if "/" not in name and name.endswith(".tar.gz")}
        sums = {f"{name}.sha256" for name in sealed}
        inner = {name: body for name, body in files.items() if name not in sealed and name not in sums}
        wrong = _differences(inner, str(place))
        for name, body in sealed.items():
            told = files.get(f"{name}.sha256", b"").decode(errors="replace")
            if told != f"{hashlib.sha256(body).hexdigest()}  {name}\n":
                wrong.append(
                    Wording(
                        f"{name}: is not what {name}.sha256 says; fetch both again",
                        f"{name}: er ikke det {name}.sha256 sier; hent begge på nytt",
                    )
                )
            elif _unpacked(body, name) != inner:
                wrong.append(
                    Wording(
                        f"{name}: holds other files than lie beside it",
                        f"{name}: har andre filer enn de som ligger ved siden av",
                    )
                )
        count = len(files)
    else:
        try:
            body = place.read_bytes()
        except OSError as error:
            raise UnreadableFileError(str(place), of_system(error)) from error
        files = _unpacked(body, str(place))
        wrong, count = _differences(files, str(place)), len(files)
    if wrong:
        raise NonConformantError(wrong)
    return count


def _folder(place: Path) -> dict[str, bytes]:
    try:
        paths = sorted(path for path in place.rglob("*") if path.is_file())
        return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        raise UnreadableFileError(str(place), of_system(error)) from error


def _unpacked(body: bytes, name: str) -> dict[str, bytes]:
    """The files of an archive, without the folder that they are in. Nothing is written anywhere."""
    try:
        with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as tar:
            held = [(entry.name, tar.extractfile(entry)) for entry in tar if entry.isfile()]
            return {path.partition("/")[2]: part.read() for path, part in held if part is not None}
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        why = Wording(
            f"is no archive of a release (tar.gz): {error}",
            f"er ikke arkivet til en utgave (tar.gz): {error}",
        )
        raise UnreadableFileError(name, why) from error


def _differences(files: Mapping[str, bytes], place: str) -> list[Wording]:
    if CHECKSUMS not in files:
        why = Wording(f"is no release: there is no {CHECKSUMS}", f"er ingen utgave: {CHECKSUMS} mangler")
        raise UnreadableFileError(place, why)
    expected: dict[str, str] = {}
    for number, line in enumerate(files[CHECKSUMS].decode(errors="replace").splitlines(), 1):
        if (match := _LINE.match(line)) is None:
            why = Wording("not a checksum, two spaces and a path", "ikke en sjekksum, to mellomrom og en sti")
            raise UnreadableFileError(f"{place}/{CHECKSUMS}", why, number)
        expected[match[2]] = match[1]
    wrong = []
    for path in sorted({*expected, *files} - {CHECKSUMS}):
        if path not in files:
            wrong.append(Wording(f"{path}: is missing", f"{path}: mangler"))
        elif path not in expected:
            wrong.append(
                Wording(
                    f"{path}: is not of the release; {CHECKSUMS} does not name it",
                    f"{path}: hører ikke til utgaven; {CHECKSUMS} nevner den ikke",
                )
            )
        elif hashlib.sha256(files[path]).hexdigest() != expected[path]:
            wrong.append(
                Wording(f"{path}: was changed after the release", f"{path}: ble endret etter utgivelsen")
            )
    return wrong
