"""Brings Yasgui, the query editor, into the assets of the pages: the published build and its licences.

Run ``python scripts/vendor_yasgui.py`` after a change of version; npm must be on the path. The package is
checked against the integrity noted here, and the build is copied as it is, without the pointers to source
maps, which a browser would ask for.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE, VERSION = "@zazuko/yasgui", "4.6.2"
INTEGRITY = "sha512-Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw=="
ASSETS = Path(__file__).resolve().parent.parent / "src" / "ecosystem_graph" / "pages" / "assets"
FILES = ("yasgui.min.js", "yasgui.min.css")
LICENCES = "yasgui-licences.txt"
_MAP = re.compile(r"(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\n?")
MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def main() -> None:
    """Fetch, check, copy."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "package.json").write_text('{"private": true}', encoding="utf-8")
        install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
        subprocess.run(install, cwd=home, check=True, capture_output=True)
        lock = json.loads((home / "package-lock.json").read_text(encoding="utf-8"))
        found = lock["packages"][f"node_modules/{PACKAGE}"]["integrity"]
        if found != INTEGRITY:
            raise SystemExit(f"{PACKAGE} {VERSION} has integrity {found}; expected {INTEGRITY}")
        for name in FILES:
            text = (home / "node_modules" / PACKAGE / "build" / name).read_text(encoding="utf-8")
            (ASSETS / name).write_text(_MAP.sub("", text).rstrip() + "\n", encoding="utf-8", newline="\n")
        told = "\n\n".join(licences(home / "node_modules"))
        (ASSETS / LICENCES).write_text(told + "\n", encoding="utf-8", newline="\n")


def licences(modules: Path) -> Iterator[str]:
    """What the build is made of, and under which terms."""
    yield (
        f"yasgui.min.js and yasgui.min.css are the build of {PACKAGE} {VERSION} from npm\n"
        f"({INTEGRITY}),\n"
        "Yet Another SPARQL GUI by Triply B.V. and Zazuko GmbH, under the MIT licence:\n\n"
        f"{MIT}\n\nThey hold the packages below."
    )
    for meta in sorted([*modules.glob("*/package.json"), *modules.glob("@*/*/package.json")]):
        package = json.loads(meta.read_text(encoding="utf-8"))
        if package["name"].startswith(("@zazuko/", "@types/")):
            continue
        head = f"{'-' * 78}\n{package['name']} {package['version']} ({package.get('license', 'MIT')})"
        texts = sorted(path for path in meta.parent.iterdir() if path.name.lower().startswith("licen"))
        if texts:
            yield f"{head}\n\n{' '.join(texts[0].read_text(encoding='utf-8').split())}"
        else:
            author = package.get("author", "")
            who = author.get("name", "") if isinstance(author, dict) else author
            yield f"{head}\nby {who or 'its contributors'}, under the terms its package names"


if __name__ == "__main__":
    main()
