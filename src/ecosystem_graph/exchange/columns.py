"""The attributes of nodes and ties, once for every form: names, and values as text, number or list."""

from __future__ import annotations

from collections.abc import Mapping

from .carried import Link, Node, edtf

__all__ = ["LINK_COLUMNS", "NODE_COLUMNS", "Value", "joined", "link_values", "node_values"]

Value = str | float | tuple[str, ...]

#: Between the values of a list where a form has no lists.
SEPARATOR = "|"

NODE_COLUMNS = (
    "label", "slug", "label_nb", "label_en", "kind", "kind_nb", "kind_en", "sphere", "sphere_nb", "sphere_en",
    "municipality", "mode", "founded", "dissolved", "iri",
)  # fmt: skip
LINK_COLUMNS = (
    "label",
    "weight",
    "kinds",
    "kinds_nb",
    "kinds_en",
    "periods",
    "relations",
    "sources",
    "titles",
)


def node_values(node: Node, lang: str) -> Mapping[str, Value]:
    """The attributes of a node that it has, in the order of `NODE_COLUMNS`."""
    values: dict[str, Value] = {
        "label": node.label(lang),
        "slug": node.slug,
        "label_nb": node.label_nb,
        "label_en": node.label_en,
        "kind": node.kind,
        "kind_nb": node.kind_nb,
        "kind_en": node.kind_en,
        "sphere": node.sphere,
        "sphere_nb": node.sphere_nb,
        "sphere_en": node.sphere_en,
        "municipality": node.municipality,
        "mode": node.mode,
        "founded": node.life.start,
        "dissolved": node.life.end,
        "iri": node.iri,
    }
    return {name: value for name, value in values.items() if value != ""}


def link_values(link: Link, lang: str) -> Mapping[str, Value]:
    """The attributes of a tie that it has, in the order of `LINK_COLUMNS`."""
    kinds = link.kinds_nb if lang == "nb" else link.kinds_en
    values: dict[str, Value] = {
        "label": ", ".join(kinds),
        "weight": link.weight,
        "kinds": link.kinds,
        "kinds_nb": link.kinds_nb,
        "kinds_en": link.kinds_en,
        "periods": tuple(edtf(period) for period in link.periods),
        "relations": link.relations,
        "sources": link.sources,
        "titles": link.titles,
    }
    return {name: value for name, value in values.items() if value not in ("", ())}


def joined(value: Value) -> str:
    """A value as one text."""
    if isinstance(value, tuple):
        return SEPARATOR.join(part.replace(SEPARATOR, "/") for part in value)
    return value if isinstance(value, str) else f"{value:.12g}"
