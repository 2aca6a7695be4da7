"""What a region may be called, and the region that ships as an example."""

from __future__ import annotations

from pathlib import Path

from ecosystem_graph.errors import InvalidNameError
from ecosystem_graph.resources import DEFAULT_REGION
from ecosystem_graph.tables.cells import SLUG, check_label, slugify

__all__ = ["INVENTED", "check_name", "checked_title", "example_tables"]

#: Names under the same root that mean something else already.
_TAKEN = {
    DEFAULT_REGION: "the region that ships has it",
    "code": "the code lists live there",
    "graph": "the named graphs live there",
    "ontology": "the ontology lives there",
    "shapes": "the shapes live there",
}
_LONGEST = 60
#: What an invented thing bears in its name, by language.
INVENTED = {"nb": "(oppdiktet)", "en": "(invented)"}


def example_tables() -> Path:
    """The folder with the tables of the invented region."""
    return Path(__file__).resolve().parent / "example"


def check_name(name: str) -> str:
    """The name, where it can be part of an address.

    Raises:
        InvalidNameError: It cannot, or it means something else already.
    """
    if not SLUG.match(name):
        likely = slugify(name, _LONGEST)
        hint = f", such as {likely!r}" if any(c.isalnum() for c in name) and SLUG.match(likely) else ""
        raise InvalidNameError(
            f"{name!r} cannot be part of an address: write small letters a to z, digits and hyphens{hint}; "
            "what people read is set with --title-nb and --title-en"
        )
    if len(name) > _LONGEST:
        raise InvalidNameError(f"{name!r} has {len(name)} letters; write {_LONGEST} at most")
    if name in _TAKEN:
        raise InvalidNameError(f"{name!r} cannot be the name of a new region: {_TAKEN[name]}")
    return name


def checked_title(title: str) -> str:
    """A title on one line, without markup.

    Raises:
        InvalidNameError: It is empty, or holds markup or control characters.
    """
    text = " ".join(title.split())
    if not text:
        raise InvalidNameError("a title needs at least one letter")
    try:
        return check_label(text)
    except ValueError as error:
        raise InvalidNameError(f"the title {text!r} {error}") from error
