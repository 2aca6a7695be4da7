"""32 clients, half of them hostile: what `benchmarks/server.py` sees, but for its times.

A shared machine promises no times; the benchmark prints them and says whether its targets are met.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

#: What may come of a query: in place of an answer the documented status, or an answer visibly cut off. While
#: too many wait, 503 is the documented answer to what would be refused as well.
ENDS = {
    "short": {"200"},
    "product": {"503"},
    "path": {"503"},
    "groups": {"503"},
    "memory": {"503"},
    "nested": {"503"},
    "results": {"503", "cut"},
    "service": {"403", "503"},
    "from": {"400", "503"},
    "load": {"400", "503"},
}


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "benchmarks" / "server.py"
    spec = importlib.util.spec_from_file_location("server_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["server_benchmark"] = module
    spec.loader.exec_module(module)
    assert set(module.HOSTILE) | {"short"} == set(ENDS)
    found: dict[str, Any] = module.measure(clients=32, hostile=16, seconds=15, timeout=2)
    return found


def test_everything_ends_as_documented(measured: dict[str, Any]) -> None:
    seen = {kind: set(counted) for kind, counted in measured["statuses"].items()}
    assert set(seen) == set(ENDS)
    assert {kind: seen[kind] - ENDS[kind] for kind in ENDS if seen[kind] - ENDS[kind]} == {}
    assert measured["tracebacks in the log"] == 0


def test_memory_comes_back(measured: dict[str, Any]) -> None:
    resident = measured["resident MiB"]
    assert resident["after"] < resident["before"] * 1.1 + 20, resident


def test_nothing_else_is_reached(measured: dict[str, Any]) -> None:
    assert measured["another server reached"] is False
