"""The search index: every name a thing is known by, as a script that works from files as well as a server."""

from __future__ import annotations

import json

from ecosystem_graph.ecosystem import fold

from .addresses import path_of
from .headings import kinds_heading
from .library import Library, pick

__all__ = ["search_script"]

_KINDS = ("actor", "place", "topic", "event", "asserter", "source")


def search_script(library: Library, lang: str) -> str:
    """A row per thing: name, path, what it is, and its names as they are compared.

    Actors come first, those with most ties before the others, so that ties between equal hits fall their way.
    """
    rows = []
    for kind in _KINDS:
        keys = library.keys[kind]
        for key in sorted(
            keys, key=lambda k: (-library.places.get(k, (0,))[0], library.name(k, lang).casefold(), k)
        ):
            name = library.name(key, lang)
            thing = library.things.get(key, {})
            both = thing.get("name", name)
            names = [
                name,
                pick(both, "nb"),
                pick(both, "en"),
                *thing.get("other", ()),
                path_of(key).rsplit("/", 1)[-1],
            ]
            if kind == "source":
                names.append(str(library.sources.get(key.removeprefix("source/"), {}).get("publisher", "")))
            told = library.kind(key, lang) or kinds_heading(kind, lang).lower()
            folded = dict.fromkeys(fold(n) for n in names if n)
            rows.append([name, path_of(key), told, "|".join(folded)])
    text = json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
    return f"window.ecosystemIndex={text};\n"
