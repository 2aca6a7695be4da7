"""Fixtures for what needs outside programs. `make test-engines` installs those and runs this folder."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ecosystem_graph.ecosystem import Ecosystem

# Test files are imported by path and have no package; the helpers beside them are loaded the same way.
_HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("engine_servers", _HERE / "servers.py")
assert _spec is not None
assert _spec.loader is not None
servers = importlib.util.module_from_spec(_spec)
sys.modules["engine_servers"] = servers
_spec.loader.exec_module(servers)


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """The Oxigraph server: ``.query_url``, and ``.load(nquads)``, which replaces what it holds."""
    server = servers.Oxigraph(tmp_path_factory.mktemp("oxigraph"))
    yield server
    server.running.stop()


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """Virtuoso: ``.query_url``, and ``.load(nquads)``, which replaces what it holds."""
    server = servers.Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield server
    server.running.stop()


@pytest.fixture(scope="session")
def innlandet_nquads(tmp_path_factory: pytest.TempPathFactory, innlandet: Ecosystem) -> Path:
    """Innlandet, reasoned, as N-Quads in its three named graphs."""
    path = tmp_path_factory.mktemp("graph") / "innlandet.nq"
    with path.open("w", encoding="utf-8") as quads:
        for graph in (innlandet.ontology, innlandet.asserted, innlandet.inferred):
            for line in graph.serialize(format="nt").splitlines():
                quads.write(f"{line.removesuffix('.')}<{graph.identifier}> .\n")
    return path


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """Runs a module in Node.js, npm packages at hand: ``node(script, *arguments)`` gives its JSON answer."""
    program = servers.program("node", "Debian: nodejs")
    folder = Path(os.environ.get("ECOSYSTEM_GRAPH_NPM", _HERE.parents[1] / ".venv" / "npm"))
    if not (folder / "node_modules").is_dir():
        servers.absent("the npm packages of tests/engines/npm are not installed (make engines)")

    def run(script: str, *arguments: str) -> Any:
        # Packages are looked for from the working directory upwards.
        command = [program, "--input-type=module", "--eval", script, "--", *arguments]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run
