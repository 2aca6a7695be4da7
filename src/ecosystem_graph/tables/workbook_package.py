"""The package around a workbook: what a file is, and whether it is safe to open at all."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from ecosystem_graph.errors import UnreadableFileError
from ecosystem_graph.wording import Wording, counted, of_system

__all__ = ["read_package"]

_MEGA = 1_000_000
#: Innlandet takes 0.4 MB, 5 MB unpacked; what is over these limits is no table that people keep by hand.
_FILE_LIMIT, _UNPACKED_LIMIT, _PARTS_LIMIT = 100 * _MEGA, 256 * _MEGA, 2_000
#: Deflate reaches 1,032 to 1; sheets full of equal rows 60 to 1. Small parts may be as dense as they like.
_RATIO_LIMIT, _RATIO_FROM = 250, _MEGA
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
#: Spreadsheet programs never write these; they are how XML is made to explode or to fetch files.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = 2 * max(map(len, _DECLARATIONS))
_PROTECTED = Wording(
    "is protected with a password; save it without", "er beskyttet med passord; lagre den uten"
)


def read_package(path: Path) -> bytes:
    """The bytes of a workbook, once it is known that unpacking them does no harm.

    Raises:
        UnreadableFileError: It is missing, something else than a workbook, protected, holds macros, is too
            big, unpacks to far more than it says or than a workbook could, or declares XML entities.
    """
    try:
        if not path.is_file():
            absent = Wording("no such file", "filen finnes ikke")
            why = Wording("is no file", "er ingen fil") if path.exists() else absent
            raise UnreadableFileError(path.name, why)
        if path.stat().st_size > _FILE_LIMIT:
            limit = _FILE_LIMIT // _MEGA
            why = Wording(
                f"is larger than {limit} MB; keep a region of this size as CSV or Turtle",
                f"er større enn {limit} MB; lagre en så stor region som CSV eller Turtle",
            )
            raise UnreadableFileError(path.name, why)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name, of_system(error)) from error
    if not data.startswith(b"PK"):
        raise UnreadableFileError(path.name, _not_a_package(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refused = _refusal(package) or next(
                filter(None, (_harm(package, part) for part in package.infolist())), None
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        why = Wording(f"is a broken workbook ({error})", f"er en ødelagt arbeidsbok ({error})")
        raise UnreadableFileError(path.name, why) from error
    if refused:
        raise UnreadableFileError(path.name, refused)
    return data


def _not_a_package(data: bytes) -> Wording:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _PROTECTED
        return Wording(
            "is an old Excel workbook (.xls); save it as .xlsx",
            "er en gammel Excel-arbeidsbok (.xls); lagre den som .xlsx",
        )
    if not data.strip():
        return Wording("is empty", "er tom")
    if data.lstrip()[:1] == b"<":
        return Wording(
            "is a web page or another XML file, not a workbook; save it as .xlsx",
            "er en nettside eller en annen XML-fil, ingen arbeidsbok; lagre den som .xlsx",
        )
    return Wording(
        "is no workbook; save it as .xlsx, or give a folder of CSV files",
        "er ingen arbeidsbok; lagre den som .xlsx, eller oppgi en mappe med CSV-filer",
    )


def _refusal(package: zipfile.ZipFile) -> Wording | None:
    """What is wrong with what the package says about itself."""
    parts = package.infolist()
    names = [part.filename for part in parts]
    if "mimetype" in names and "content.xml" in names:
        return Wording(
            "is an OpenDocument sheet; save it as .xlsx", "er et OpenDocument-regneark; lagre det som .xlsx"
        )
    if any(name.casefold().endswith(".iwa") for name in names):
        return Wording(
            "is a Numbers document; export it as .xlsx", "er et Numbers-dokument; eksporter det som .xlsx"
        )
    if any(part.flag_bits & 0x1 for part in parts):
        return _PROTECTED
    if "[Content_Types].xml" not in names:
        return Wording("is a zip file, but no workbook", "er en zip-fil, men ingen arbeidsbok")
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        return Wording(
            "holds macros; save it as .xlsx without them", "har makroer; lagre den som .xlsx uten dem"
        )
    if any(name.casefold().endswith("workbook.bin") for name in names):
        return Wording(
            "is a binary workbook (.xlsb); save it as .xlsx",
            "er en binær arbeidsbok (.xlsb); lagre den som .xlsx",
        )
    if len(set(names)) < len(names):
        return Wording(
            "is a broken workbook (a part is there twice)",
            "er en ødelagt arbeidsbok (en del finnes to ganger)",
        )
    if len(parts) > _PARTS_LIMIT:
        many = counted(len(parts))
        return Wording(
            f"has {many} parts, which no workbook needs; it is not opened",
            f"har {many.nb} deler, flere enn noen arbeidsbok trenger; filen åpnes ikke",
        )
    if any(part.compress_type not in _METHODS for part in parts):
        return Wording(
            "is packed in a way that workbooks are not; save it anew",
            "er pakket på en annen måte enn arbeidsbøker; lagre den på nytt",
        )
    if sum(part.file_size for part in parts) > _UNPACKED_LIMIT:
        limit = _UNPACKED_LIMIT // _MEGA
        return Wording(
            f"would unpack to more than {limit} MB; it is not opened",
            f"ville blitt over {limit} MB utpakket; filen åpnes ikke",
        )
    for part in parts:
        if part.file_size > max(_RATIO_FROM, _RATIO_LIMIT * part.compress_size):
            return Wording(
                f"would unpack {part.filename} to over {_RATIO_LIMIT} times its size; it is not opened",
                f"ville pakket ut {part.filename} til over {_RATIO_LIMIT} ganger så mye; filen åpnes ikke",
            )
    return None


def _harm(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Wording | None:
    """What is wrong with a part as it really is: unpacked a piece at a time, and looked through."""
    size, before = 0, b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > part.file_size:
                return Wording(
                    f"unpacks {part.filename} to more than it says; it is not opened",
                    f"pakker ut {part.filename} til mer enn den oppgir; filen åpnes ikke",
                )
            # Without the NULs, UTF-16 reads like ASCII.
            text = (before + chunk).replace(b"\x00", b"").upper()
            if any(mark in text for mark in _DECLARATIONS):
                return Wording(
                    f"declares a document type or entities in {part.filename}; it is not opened",
                    f"erklærer en dokumenttype eller entiteter i {part.filename}; filen åpnes ikke",
                )
            before = chunk[-_OVERLAP:]
    return None
