"""A country in the graph: how long each step takes and how much memory, at three sizes.

    python benchmarks/national.py 10000 100000 1200000 [--seed 1] [--keep FOLDER]

Makes a register of so many enterprises with their sub-units (see country/register.py; not part of the
measured time), then, in a process of its own: bulk files → store → closure → projections → measures →
report. Memory is the peak of the resident set of the whole process tree, sampled ten times a second. Wall
seconds depend on who else uses the machine, processor seconds less. Linear means that processor seconds a
unit stay level.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

HERE = Path(__file__).parent


class Memory(threading.Thread):
    """Watches the resident set of a process and all below it; ``take`` gives the peak since last asked."""

    def __init__(self, pid: int) -> None:
        """Begin to watch."""
        super().__init__(daemon=True)
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Sample until told to stop."""
        while not self._over.wait(0.1):
            self._peak = max(self._peak, resident(self._pid))

    def take(self) -> float:
        """Peak in GB since last asked."""
        peak, self._peak = self._peak, 0
        return peak / 2**30

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()


def resident(root: int) -> int:
    """Bytes resident of a process and its descendants (Linux)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    total = 0
    for pid in parents:
        at = pid
        while at not in (root, 0):
            at = parents.get(at, 0)
        if at == root:
            try:
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            except OSError:
                continue
    return total


def measure(count: int, folder: Path, seed: int, bar: Progress) -> list[dict[str, Any]]:
    """Run all steps for one size."""
    from country.register import write_register

    task = bar.add_task(f"{count:,}: making the register", total=None)
    enterprises, subs, below = write_register(folder, count, seed)
    command = [sys.executable, "-m", "country.steps", str(folder), str(enterprises), str(subs)]
    steps: list[dict[str, Any]] = []
    bar.update(task, description=f"{count:,}: import", total=1.0)
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE) as child:
        memory = Memory(child.pid)
        assert child.stdout is not None
        for text in child.stdout:
            told = json.loads(text)
            if "read" in told:
                bar.update(task, completed=told["read"])
                continue
            told["peak"] = memory.take()
            steps.append(told)
            bar.update(task, description=f"{count:,}: after {told['step']}", total=8, completed=len(steps))
        memory.stop()
    if child.returncode:
        raise SystemExit(f"the run of {count:,} ended with exit code {child.returncode}")
    for step in steps:
        step["units"] = count + below
    bar.remove_task(task)
    return steps


def show(console: Console, count: int, steps: list[dict[str, Any]]) -> None:
    """Print one size as a table."""
    units = steps[0]["units"]
    table = Table(title=f"{count:,} enterprises, {units:,} units", title_justify="left")
    for name in ("step", "wall s", "processor s", "µs a unit", "peak GB", "made"):
        table.add_column(name, justify="left" if name in ("step", "made") else "right")
    total = {
        "step": "all",
        "wall": sum(s["wall"] for s in steps),
        "cpu": sum(s["cpu"] for s in steps),
        "peak": max(s["peak"] for s in steps),
        "made": "",
    }
    for s in (*steps, total):
        each = s["cpu"] / units * 1e6
        seconds = f"{s['wall']:.1f}", f"{s['cpu']:.1f}", f"{each:.1f}"
        table.add_row(s["step"], *seconds, f"{s['peak']:.2f}", s["made"])
    console.print(table)


def main() -> None:
    """Every size in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_200_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder to leave registers, stores and reports in")
    chosen = parser.parse_args()
    console = Console(width=120)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    totals: list[tuple[int, float, float, float]] = []
    with tempfile.TemporaryDirectory() as temporary, Progress(*columns, console=Console(stderr=True)) as bar:
        for count in chosen.sizes:
            folder = (chosen.keep or Path(temporary)) / str(count)
            folder.mkdir(parents=True, exist_ok=True)
            began = time.perf_counter()
            steps = measure(count, folder, chosen.seed, bar)
            show(console, count, steps)
            peak = max(s["peak"] for s in steps)
            wall, cpu = sum(s["wall"] for s in steps), sum(s["cpu"] for s in steps)
            totals.append((steps[0]["units"], wall, cpu, peak))
            everything = time.perf_counter() - began
            console.print(f"with the making of the register: {everything:.0f} s on the wall\n")
    table = Table(title="Growth", title_justify="left")
    for name in ("units", "wall s", "processor s", "processor µs a unit", "peak GB"):
        table.add_column(name, justify="right")
    for units, wall, cpu, peak in totals:
        table.add_row(f"{units:,}", f"{wall:.0f}", f"{cpu:.0f}", f"{cpu / units * 1e6:.0f}", f"{peak:.2f}")
    console.print(table)


if __name__ == "__main__":
    main()
