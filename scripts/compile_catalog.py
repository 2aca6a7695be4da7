"""Compile what Click says in Norwegian: click.po, which people edit, into click.mo, which gettext reads.

python scripts/compile_catalog.py
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "src/ecosystem_graph/cli/locale/nb/LC_MESSAGES"


def compiled(folder: Path = FOLDER) -> bytes:
    """The catalog as gettext reads it."""
    with (folder / "click.po").open("rb") as source:
        catalog = read_po(source, locale="nb", abort_invalid=True)
    made = io.BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


if __name__ == "__main__":
    (FOLDER / "click.mo").write_bytes(compiled())
