"""Markup by construction: text is escaped unless it is markup already, and markup comes from here only."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["NOTHING", "Child", "Markup", "join", "tag"]

_VOID = frozenset({"br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "path"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


#: What may stand inside an element; None is nothing.
Child = str | None
NOTHING = Markup("")


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element. Attribute names may end in ``_`` (``class_``); ``_`` inside is a hyphen.

    >>> tag("a", "R&D <x>", href="/a?b&c", class_="on", hidden=False)
    '<a href="/a?b&amp;c" class="on">R&amp;D &lt;x&gt;</a>'
    """
    held = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{held}>")
    return Markup(f"<{name}{held}>{join(children)}</{name}>")


def join(children: Iterable[Child], between: str = "") -> Markup:
    """Pieces one after the other; text among them is escaped.

    >>> join(["<", tag("br")], ", ")
    '&lt;, <br>'
    """
    glue = between if isinstance(between, Markup) else escape(between)
    return Markup(
        glue.join(child if isinstance(child, Markup) else escape(child) for child in children if child)
    )
