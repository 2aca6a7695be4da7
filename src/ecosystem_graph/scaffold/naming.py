"""What a region may be called, and the region that ships as an example."""

from __future__ import annotations

from pathlib import Path

from ecosystem_graph.errors import InvalidNameError
from ecosystem_graph.resources import DEFAULT_REGION
from ecosystem_graph.tables.cells import SLUG, Unfit, check_label, slugify
from ecosystem_graph.wording import Wording

__all__ = ["INVENTED", "check_name", "checked_title", "example_tables"]

#: Names under the same root that mean something else already.
_TAKEN = {
    DEFAULT_REGION: Wording("the region that ships has it", "regionen som følger med, har det"),
    "code": Wording("the code lists live there", "kodelistene ligger der"),
    "graph": Wording("the named graphs live there", "de navngitte grafene ligger der"),
    "ontology": Wording("the ontology lives there", "ontologien ligger der"),
    "shapes": Wording("the shapes live there", "formene ligger der"),
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
        hint = Wording("", "")
        if any(c.isalnum() for c in name) and SLUG.match(likely):
            hint = Wording(f", such as {likely!r}", f", for eksempel {likely!r}")
        raise InvalidNameError(
            Wording(
                f"{name!r} cannot be part of an address: write small letters a to z, digits and "
                f"hyphens{hint}; what people read is set with --title-nb and --title-en",
                f"{name!r} kan ikke være del av en adresse: skriv små bokstaver a til z, sifre og "
                f"bindestreker{hint.nb}; det folk leser, settes med --title-nb og --title-en",
            )
        )
    if len(name) > _LONGEST:
        raise InvalidNameError(
            Wording(
                f"{name!r} has {len(name)} letters; write {_LONGEST} at most",
                f"{name!r} har {len(name)} bokstaver; skriv høyst {_LONGEST}",
            )
        )
    if name in _TAKEN:
        why = _TAKEN[name]
        raise InvalidNameError(
            Wording(
                f"{name!r} cannot be the name of a new region: {why}",
                f"{name!r} kan ikke være navnet på en ny region: {why.nb}",
            )
        )
    return name


def checked_title(title: str) -> str:
    """A title on one line, without markup.

    Raises:
        InvalidNameError: It is empty, or holds markup or control characters.
    """
    text = " ".join(title.split())
    if not text:
        raise InvalidNameError(
            Wording("a title needs at least one letter", "en tittel må ha minst én bokstav")
        )
    try:
        return check_label(text)
    except Unfit as error:
        why = error.why
        raise InvalidNameError(Wording(f"the title {text!r} {why}", f"tittelen {text!r} {why.nb}")) from error
