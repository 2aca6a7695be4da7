"""What the documents say is true: examples run, commands are described, versions agree, links lead on."""

from __future__ import annotations

import doctest
import re
import runpy
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ecosystem_graph.cli import root

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def blocks(language: str) -> list[str]:
    """The fenced blocks of the README in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Commands of the README (``$ ecosystem-graph …``), each with the output shown under it, if any."""
    found = []
    for block in blocks("console"):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = step.partition("\n")
            if command.startswith("ecosystem-graph "):
                found.append((command, shown))
    return found


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its words."""
    for name, command in sorted(group.commands.items()):
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")


COMMANDS = dict(commands(root))


def test_readme_has_examples() -> None:
    assert len(examples()) >= 5
    assert blocks("python")


@pytest.mark.parametrize(("command", "shown"), examples(), ids=[command for command, _ in examples()])
def test_readme_command(command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(root, shlex.split(command)[1:], prog_name="ecosystem-graph")
    assert result.exit_code == 0, result.output
    if shown:
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        assert doctest.OutputChecker().check_output(shown.replace("…", "..."), result.stdout, flags), (
            result.stdout
        )


@pytest.mark.parametrize("block", blocks("python"))
def test_readme_python(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    assert example.examples, "write it as a doctest, so that what it shows is checked"
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    assert runner.run(example, out=report.append).failed == 0, "".join(report)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help, name
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


@pytest.mark.parametrize("script", ["generate_commands", "generate_tables", "generate_ontology"])
def test_generated_pages_are_up_to_date(script: str) -> None:
    pages: dict[Path, str] = runpy.run_path(str(ROOT / "scripts" / f"{script}.py"))["pages"]()
    stale = [path.name for path, page in pages.items() if path.read_text(encoding="utf-8") != page]
    assert stale == [], f"run: python scripts/{script}.py"


@pytest.mark.parametrize("page", ["commands.md", "kommandoer.md"])
def test_every_command_is_described(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"## ecosystem-graph {name}\n" not in text] == []


def test_changelog_tops_with_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0] == PROJECT["version"]


def pins(name: str) -> dict[str, str]:
    """Package and version of every line of a constraints file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


def test_every_pin_has_its_licence_written_down() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    run_time_and_build = text.split("## Only to work on it")[0]
    assert set(re.findall(r"^\| ([a-z0-9-]+) \|", run_time_and_build, re.MULTILINE)) == set(
        pins("constraints.txt")
    )


def test_constraints_agree_and_cover_what_we_ask_for() -> None:
    run_time, dev = pins("constraints.txt"), pins("constraints-dev.txt")
    assert run_time.items() <= dev.items()
    asked = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["fast"]
    assert {re.split(r"[\[<>=!~;\s]", text)[0] for text in asked} <= set(run_time)


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt"])
def test_constraints_hold_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=sha256:)", text, re.MULTILINE)
    requirements = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert [r.split()[0] for r in requirements if "--hash=sha256:" not in r] == []


def kept_files() -> list[Path]:
    """Text files under version control."""
    listed = subprocess.run(
        ("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file() and path.suffix not in (".png", ".ico", ".woff2", ".mo")]


def test_no_machine_paths_or_registry_hosts() -> None:
    # Spelt in pieces, so that this file does not hold what it looks for.
    places = ["/" + top + "/" for top in ("home", "root", "tmp", "work", "Users")]
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org"]
    hit = re.compile(
        r"(?<![\w.:/-])(?:" + "|".join(map(re.escape, places)) + ")|" + "|".join(map(re.escape, hosts))
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in kept_files()
        if (match := hit.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_links_in_the_documents_lead_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []
