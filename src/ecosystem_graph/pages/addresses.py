"""Addresses: which path a thing has, and how one path links to another."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

__all__ = ["LANGUAGES", "PAGED", "absolute", "file_of", "path_of", "relative"]

LANGUAGES = ("nb", "en")
#: Things with pages of their own: the first part of their key.
PAGED = ("actor", "place", "topic", "event", "proposition", "asserter", "source", "relation")
#: Names that stand in a path as they are. What ends like a file of ours would be taken for one.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,120}(?<!\.html)(?<!\.ttl)(?<!\.rdf)(?<!\.jsonld)(?<!\.)\Z")


def path_of(key: str) -> str:
    """Path of a thing (``actor/nce-raufoss``), neutral as to language and form.

    A name that could leave its folder or be taken for a file is replaced by its fingerprint.

    >>> path_of("actor/nce-raufoss"), path_of("actor/../../etc")
    ('/actor/nce-raufoss', '/actor/x-74ccf3c5b4c1')
    """
    kind, _, name = key.partition("/")
    if not _PLAIN.match(name):
        name = "x-" + hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"/{kind}/{name}"


def file_of(path: str, ending: str = "") -> str:
    """Path of the file that a static host serves for a page: folders have an index, pages an ending.

    >>> file_of("/nb/", ".html"), file_of("/nb/actor/geno", ".html"), file_of("/nb/actor/geno")
    ('/nb/index.html', '/nb/actor/geno.html', '/nb/actor/geno')
    """
    if not ending:
        return path
    return f"{path}index{ending}" if path.endswith("/") else f"{path}{ending}"


def absolute(target: str, base: str) -> str:
    """The link to a path from anywhere.

    >>> absolute("/nb/", "https://example.org/graph/")
    'https://example.org/graph/nb/'
    """
    return base + quote(target.removeprefix("/"), safe="/._~-")


def relative(target: str, here: str) -> str:
    """The link from a page to a path, without a host, so that it holds under any base.

    >>> relative("/nb/place/hamar", "/nb/actor/geno"), relative("/nb/", "/nb/actor/geno"), relative("/", "/")
    ('../place/hamar', '../', './')
    """
    folder, wanted = here.split("/")[1:-1], target.split("/")[1:]
    shared = 0
    while shared < min(len(folder), len(wanted) - 1) and folder[shared] == wanted[shared]:
        shared += 1
    found = "../" * (len(folder) - shared) + "/".join(wanted[shared:])
    return quote(found, safe="/._~-") or "./"
