"""The guides, as a reader follows them: every command run, every table filled in, every answer compared.

A guide is read from top to bottom in an empty folder. What counts as a step:

- a ``console`` block: each ``$ command`` is run, and what it shows is compared (``…`` stands for anything);
- “Write `FILE`:”, “Add to `FILE`:” or “On the sheet `NAME`:”, and the block after it;
- “In `FILE`, change `A` to `B`”; and the same in Norwegian;
- a ``python`` block, as a doctest.

Blocks of the language ``sh`` are about the reader's machine and are not run; they hold what is listed here.
"""

from __future__ import annotations

import csv
import doctest
import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from ecosystem_graph.cli import root

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES = ("tutorial", "own-region", "how-to", "innforing", "egen-region", "oppgaver")
PAIRS = {"tutorial": "innforing", "own-region": "egen-region", "how-to": "oppgaver"}
UNRUN = {
    "python3 -m venv .venv",
    ". .venv/bin/activate",
    "pip install '.[workbook]'",
}
_PUT = {
    "Write": "write", "Skriv": "write",
    "Add to": "add", "Legg til i": "add",
    "On the sheet": "sheet", "På arket": "sheet",
}  # fmt: skip
_STEP = re.compile(
    rf"^(?P<put>{'|'.join(_PUT)}) `(?P<file>[^`]+)`:\n\n```\w+\n(?P<text>.*?)^```$"
    r"|(?:In|I)\s`(?P<where>[^`]+)`,\s(?:change|bytt ut)\s`(?P<old>[^`]+)`\s(?:to|med)\s`(?P<new>[^`]+)`"
    r"|^```(?P<language>\w+)\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def fill_sheet(sheet: str, text: str) -> None:
    """Put rows under the headings of a sheet of the only workbook here, as a person would."""
    from openpyxl import load_workbook

    (path,) = Path().glob("*.xlsx")
    book = load_workbook(path)
    columns = {str(cell.value): cell.column for cell in book[sheet][1]}
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        for name, value in row.items():
            book[sheet].cell(line, columns[name]).value = value or None
    book.save(path)


def compare(shown: str, got: str) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(shown.replace("…", "..."), got, flags), got


def run_console(block: str, chdir: Callable[[str], None]) -> int:
    steps = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    for step in steps:
        command, _, shown = step.partition("\n")
        program, *arguments = shlex.split(command)
        if program == "cd":
            chdir(arguments[0])
            continue
        assert program == "ecosystem-graph", command
        if arguments[0] == "site" and "nb" in arguments:
            # Both languages write the same site; it is written once, and here its options are read.
            root.commands["site"].make_context("site", arguments[1:])
            continue
        result = CliRunner().invoke(root, arguments, prog_name="ecosystem-graph")
        assert result.exit_code == 0, f"{command}\n{result.output}"
        if shown.strip():
            compare(shown, result.stdout)
    return len(steps)


def run_python(block: str, names: dict[str, Any]) -> None:
    example = doctest.DocTestParser().get_doctest(block, names, "guide", None, 0)
    assert example.examples, "write it as a doctest, so that what it shows is checked"
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    assert runner.run(example, out=report.append).failed == 0, "".join(report)


@pytest.mark.parametrize("name", GUIDES)
def test_guide_works(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for step in _STEP.finditer(page(name)):
        if put := _PUT.get(step["put"] or ""):
            file = Path(step["file"])
            if put == "sheet":
                fill_sheet(step["file"], step["text"])
            elif put == "write":
                assert not file.exists()
                file.write_text(step["text"], encoding="utf-8")
            else:
                file.write_text(file.read_text(encoding="utf-8") + step["text"], encoding="utf-8")
        elif step["where"]:
            file = Path(step["where"])
            text = file.read_text(encoding="utf-8")
            assert text.count(step["old"]) == 1
            file.write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        elif step["language"] == "console":
            commands += run_console(step["block"], monkeypatch.chdir)
        elif step["language"] == "python":
            run_python(step["block"], {})
        else:
            assert step["language"] == "sh", f"a block that is not run: {step['language']}"
            assert set(step["block"].splitlines()) <= UNRUN
    assert commands >= 5


@pytest.mark.parametrize(("english", "norwegian"), PAIRS.items())
def test_both_languages_tell_the_same_steps(english: str, norwegian: str) -> None:
    """The same commands and options in the same order, whatever the reader's region is called."""

    def commands(name: str) -> list[list[str]]:
        found = re.findall(r"^\$ ecosystem-graph (.+)$", page(name), re.MULTILINE)
        lines = [shlex.split(line) for line in found]
        # The English one needs no language where all that is said is the same in both.
        return [[line[0], *sorted({w for w in line if w.startswith("-")} - {"--lang"})] for line in lines]

    assert commands(norwegian) == commands(english)
    assert not re.search(r"^\$ .*--lang en", page(norwegian), re.MULTILINE)
    assert not re.search(r"^\$ .*--lang nb", page(english), re.MULTILINE)


@pytest.mark.parametrize("name", GUIDES)
def test_every_block_has_a_language(name: str) -> None:
    fences = re.findall(r"^```(.*)$", page(name), re.MULTILINE)
    assert len(fences) % 2 == 0
    assert all(fences[::2])


def written_commands() -> list[tuple[str, str]]:
    """Every command in a page that is no guide, whether on a line of its own or in passing."""
    found = []
    for path in sorted(DOCS.rglob("*.md")):
        if path.stem in (*GUIDES, "commands", "kommandoer"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            own = re.match(r"(?: {4}|\$ |\S*/)?(ecosystem-graph [a-z].*)", line)
            passing = re.findall(r"`(ecosystem-graph [a-z][^`]*)`", line)
            found += [(path.name, command) for command in ([own[1]] if own else passing)]
    return found


@pytest.mark.parametrize(("name", "command"), written_commands())
def test_commands_in_passing_exist(name: str, command: str) -> None:
    words = re.split(r"\s#|\s[|>&]\s|\\$", command)[0].replace("[", " ").replace("]", " ").split()[1:]
    context = click.Context(root, info_name="ecosystem-graph")
    while isinstance(context.command, click.Group) and words and not words[0].startswith("-"):
        # “ledger|rivals” names several.
        below = [context.command.get_command(context, name) for name in words.pop(0).split("|")]
        assert all(below), command
        context = click.Context(below[0], info_name="", parent=context)
    known = {option for parameter in context.command.params for option in parameter.opts} | {
        "--help",
        "--version",
    }
    assert {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)} <= known


def python_blocks() -> list[tuple[str, str]]:
    """Every Python block of a page that is no guide."""
    return [
        (path.name, block)
        for path in sorted(DOCS.rglob("*.md"))
        if path.stem not in GUIDES
        for block in re.findall(
            r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
    ]


@pytest.mark.parametrize(("name", "block"), python_blocks(), ids=[name for name, _ in python_blocks()])
def test_python_in_pages_runs(name: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    if ">>>" in block:
        run_python(block, {})
    else:
        exec(compile(block, name, "exec"), {})
