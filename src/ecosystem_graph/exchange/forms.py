"""The forms of a network file, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from ecosystem_graph.errors import NotFoundError
from ecosystem_graph.turtle import atomic_text
from ecosystem_graph.wording import Wording

from .carried import Carried
from .objects import cytoscape, kumu, kumu_sheets
from .xml import gexf, graphml

__all__ = ["FORMS", "write_network"]

#: Ending to what opens it.
FORMS: Mapping[str, str] = {
    ".graphml": "Gephi, yEd, Cytoscape, igraph, NetworkX",
    ".gexf": "Gephi",
    ".cyjs": "Cytoscape, Cytoscape.js",
    ".json": "Kumu",
    ".csv": "Kumu",
}
_TEXTS: Mapping[str, Callable[[Carried, str], str]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".cyjs": cytoscape,
    ".json": kumu,
}


def write_network(network: Carried, path: Path, lang: str = "nb") -> tuple[Path, ...]:
    """Write a network in the form that the ending says, whole or not at all.

    Args:
        network: What to write.
        path: ``.graphml``, ``.gexf``, ``.cyjs``, ``.json`` (Kumu), or ``.csv`` (Kumu's two sheets:
            ``NAME-elements.csv`` and ``NAME-connections.csv``).
        lang: Language of the names that tools show; the files hold both.

    Returns:
        The files written.

    Raises:
        NotFoundError: Unknown ending.
        UnreadableFileError: The file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise NotFoundError(
            Wording("form of a network", "nettverksformat"),
            path.suffix,
            FORMS,
            Wording(f"Known: {', '.join(FORMS)}.", f"Gyldige: {', '.join(FORMS)}."),
        )
    if ending == ".csv":
        sheets = kumu_sheets(network, lang)
        texts = {path.with_name(f"{path.stem}-{word}{path.suffix}"): text for word, text in sheets.items()}
    else:
        texts = {path: _TEXTS[ending](network, lang)}
    with ExitStack() as files:
        # All are written before the first gets its name.
        for name, text in texts.items():
            files.enter_context(atomic_text(name)).write(text)
    return tuple(texts)
