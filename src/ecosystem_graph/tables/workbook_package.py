"""The package around a workbook: what a file is, and whether it is safe to open at all."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from ecosystem_graph.errors import UnreadableFileError

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


def read_package(path: Path) -> bytes:
    """The bytes of a workbook, once it is known that unpacking them does no harm.

    Raises:
        UnreadableFileError: It is missing, something else than a workbook, protected, holds macros, is too
            big, unpacks to far more than it says or than a workbook could, or declares XML entities.
    """
    try:
        if not path.is_file():
            raise UnreadableFileError(path.name, "is no file" if path.exists() else "no such file")
        if path.stat().st_size > _FILE_LIMIT:
            why = f"is larger than {_FILE_LIMIT // _MEGA} MB; keep a region of this size as CSV or Turtle"
            raise UnreadableFileError(path.name, why)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name, error.strerror or str(error)) from error
    if not data.startswith(b"PK"):
        raise UnreadableFileError(path.name, _not_a_package(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            why = _refusal(package) or next(
                filter(None, (_harm(package, part) for part in package.infolist())), ""
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(path.name, f"is a broken workbook ({error})") from error
    if why:
        raise UnreadableFileError(path.name, why)
    return data


def _not_a_package(data: bytes) -> str:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "is protected with a password; save it without"
        return "is an old Excel workbook (.xls); save it as .xlsx"
    if not data.strip():
        return "is empty"
    if data.lstrip()[:1] == b"<":
        return "is a web page or another XML file, not a workbook; save it as .xlsx"
    return "is no workbook; save it as .xlsx, or give a folder of CSV files"


def _refusal(package: zipfile.ZipFile) -> str:
    """What is wrong with what the package says about itself."""
    parts = package.infolist()
    names = [part.filename for part in parts]
    if "mimetype" in names and "content.xml" in names:
        return "is an OpenDocument sheet; save it as .xlsx"
    if any(name.casefold().endswith(".iwa") for name in names):
        return "is a Numbers document; export it as .xlsx"
    if any(part.flag_bits & 0x1 for part in parts):
        return "is protected with a password; save it without"
    if "[Content_Types].xml" not in names:
        return "is a zip file, but no workbook"
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        return "holds macros; save it as .xlsx without them"
    if any(name.casefold().endswith("workbook.bin") for name in names):
        return "is a binary workbook (.xlsb); save it as .xlsx"
    if len(set(names)) < len(names):
        return "is a broken workbook (a part is there twice)"
    if len(parts) > _PARTS_LIMIT:
        return f"has {len(parts):,} parts, which no workbook needs; it is not opened"
    if any(part.compress_type not in _METHODS for part in parts):
        return "is packed in a way that workbooks are not; save it anew"
    if sum(part.file_size for part in parts) > _UNPACKED_LIMIT:
        return f"would unpack to more than {_UNPACKED_LIMIT // _MEGA} MB; it is not opened"
    for part in parts:
        if part.file_size > max(_RATIO_FROM, _RATIO_LIMIT * part.compress_size):
            return f"would unpack {part.filename} to over {_RATIO_LIMIT} times its size; it is not opened"
    return ""


def _harm(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """What is wrong with a part as it really is: unpacked a piece at a time, and looked through."""
    size, before = 0, b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > part.file_size:
                return f"unpacks {part.filename} to more than it says; it is not opened"
            # Without the NULs, UTF-16 reads like ASCII.
            text = (before + chunk).replace(b"\x00", b"").upper()
            if any(mark in text for mark in _DECLARATIONS):
                return f"declares a document type or entities in {part.filename}; it is not opened"
            before = chunk[-_OVERLAP:]
    return ""
