"""Finds the files that ship with the package: ontology, questions, default data.

A wheel carries them under ``ecosystem_graph/_share``; a checkout and an editable install have them at the
top of the repository. Only this room knows both places.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .errors import NotFoundError
from .wording import Wording

__all__ = [
    "DEFAULT_REGION",
    "data_file",
    "ontology_files",
    "projection_files",
    "question_files",
    "shapes_file",
]

DEFAULT_REGION = "innlandet"
#: The files the reasoner reads, in this order; the shapes are not among them.
_ONTOLOGY = ("ecosystem.ttl", "spillover.ttl", "codes.ttl", "alignment.ttl")


@cache
def _root() -> Path:
    here = Path(__file__).resolve().parent
    for candidate in (here / "_share", here.parent.parent):
        if (candidate / "ontology" / "ecosystem.ttl").is_file():
            return candidate
    again = Wording(
        "The installation is incomplete; install it again.",
        "Installasjonen er ufullstendig; installer på nytt.",
    )
    raise NotFoundError(Wording("folder", "mappe"), "ontology", hint=again)


def ontology_files() -> tuple[Path, ...]:
    """The ontology files that take part in reasoning."""
    return tuple(_root() / "ontology" / name for name in _ONTOLOGY)


def shapes_file() -> Path:
    """The SHACL shapes."""
    return _root() / "ontology" / "shapes.ttl"


def question_files() -> dict[str, Path]:
    """Every competency question by its name, in name order."""
    return {path.stem: path for path in sorted((_root() / "ontology" / "questions").glob("*.rq"))}


def projection_files() -> dict[str, Path]:
    """Every shipped projection (a query that makes a network) by its name, in name order."""
    return {path.stem: path for path in sorted((_root() / "ontology" / "projections").glob("*.rq"))}


def data_file(name: str = f"{DEFAULT_REGION}.ttl") -> Path:
    """A shipped data file.

    Raises:
        NotFoundError: No such file ships; near names are suggested.
    """
    path = _root() / "data" / name
    if not path.is_file():
        what = Wording("data file", "datafil")
        raise NotFoundError(what, name, (p.name for p in (_root() / "data").iterdir()))
    return path
