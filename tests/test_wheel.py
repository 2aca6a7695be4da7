"""The wheel as a stranger gets it: installed outside the checkout, beside its declared dependencies only."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
BUILT = {
    "network.html",
    "report.html",
    "report.md",
    "centrality.csv",
    "spillovers.csv",
    "graph.ttl",
    "validation.txt",
    "manifest.json",
}


def run(*command: Path | str, cwd: Path) -> str:
    """What a command prints, run without the outer Python's settings; fails with all it said."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_", "COVERAGE"))}
    done = subprocess.run(
        command, cwd=cwd, env=env | {"PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the backend directly: no index is asked for anything."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out), cwd=ROOT)
    (built,) = out.glob("*.whl")
    return built


def declared(name: str, extras: frozenset[str], seen: dict[str, set[Path]]) -> None:
    """Collect into ``seen`` all that ``name`` requires, transitively: each package's top-level paths."""
    for text in distribution(name).requires or ():
        wanted = Requirement(text)
        if wanted.marker and not any(wanted.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            continue
        key = wanted.name.casefold()
        if key in seen:
            continue
        found = distribution(wanted.name)
        tops = {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}
        seen[key] = {Path(str(found.locate_file(top))) for top in tops}
        declared(wanted.name, frozenset(wanted.extras), seen)


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a new environment: the wheel, links to the packages it declares, nothing else."""
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home / "env", with_pip=False, symlinks=os.name != "nt")
    scripts = home / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    required: dict[str, set[Path]] = {}
    try:
        declared("ecosystem-graph", frozenset(), required)
    except PackageNotFoundError as missing:
        pytest.fail(f"declared but not installed here: {missing}")
    for path in set().union(*required.values()):
        (site / path.name).symlink_to(path, target_is_directory=path.is_dir())
    install = ("-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", "--quiet")
    run(sys.executable, *install, str(wheel), cwd=home)
    return scripts


def test_wheel_carries_the_ontology_and_the_data_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name.split("_share/", 1)[1] for name in names if "_share/" in name}
    kept = {
        path.relative_to(ROOT).as_posix()
        for top in ("ontology", "data")
        for path in (ROOT / top).rglob("*.*")
    }
    assert kept
    assert shipped >= kept
    assert {name.split("/")[0] for name in names} == {
        "ecosystem_graph",
        next(name for name in names if ".dist-info/" in name).split("/")[0],
    }
    assert "ecosystem_graph/py.typed" in names
    assert len(names) == len(set(names))


def test_developers_packages_are_out_of_reach(elsewhere: Path) -> None:
    look = (
        "import importlib.util as u; print([m for m in ('pytest', 'hypothesis', 'mypy') if u.find_spec(m)])"
    )
    assert run(elsewhere / "python", "-c", look, cwd=elsewhere).strip() == "[]"


def test_import_is_silent(elsewhere: Path) -> None:
    assert run(elsewhere / "python", "-W", "error", "-c", "import ecosystem_graph.cli", cwd=elsewhere) == ""


def test_help(elsewhere: Path) -> None:
    assert "build" in run(elsewhere / "ecosystem-graph", "--help", cwd=elsewhere)


def test_build_outside_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    run(elsewhere / "ecosystem-graph", "build", "--out", "out", cwd=tmp_path)
    assert {path.name for path in (tmp_path / "out").iterdir()} >= BUILT
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
