"""Measures the network page in headless Chromium: size, time until it can be used, frames while it moves.

    python benchmarks/view.py            # Innlandet, then 5,000 nodes and 15,000 ties
    python benchmarks/view.py --nodes 2000 --ties 6000

Needs chromium on the PATH and the test group installed. Frames are drawn in software, as on a machine
without a graphics card.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.view.layout import network_layout, radius
from ecosystem_graph.view.page import page_facts, render

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
#: Counts the frames in which the picture was drawn anew (vis-network clears its canvas each time) or moved
#: as it is. Reading one pixel back makes the browser finish each drawing, so that queued work counts as well.
COUNTER = """
window.drawn = 0;
let fresh = false, shift = "";
const clear = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function (...box) {
  if (this.canvas.closest("#canvas")) { fresh = true; this.getImageData(0, 0, 1, 1); }
  return clear.apply(this, box);
};
const tick = () => {
  const now = document.querySelector("#canvas canvas")?.style.transform ?? "";
  if (fresh || now !== shift) window.drawn += 1;
  fresh = false; shift = now;
  requestAnimationFrame(tick);
};
requestAnimationFrame(tick);"""


def synthetic(facts: dict[str, Any], nodes: int, ties: int, seed: int = 11) -> dict[str, Any]:
    """The same page with a made-up network in its first view: a few hubs, many small ones."""
    generator = random.Random(seed)
    keys = [f"actor/made-{i}" for i in range(nodes)]
    spheres = ["industry", "intermediary", "research-education", "public", "civil-society"]
    things = {
        key: {"name": f"Made up {i}", "kind": "kind/firm", "sphere": spheres[i % 5]}
        for i, key in enumerate(keys)
    }
    pairs: set[tuple[int, int]] = set()
    ends = [0]
    while len(pairs) < ties:
        # Preferential attachment (Barabási & Albert 1999): whoever has ties gets more.
        a, b = generator.randrange(nodes), generator.choice(ends)
        if a != b and (min(a, b), max(a, b)) not in pairs:
            pairs.add((min(a, b), max(a, b)))
            ends += [a, b]
    listed = sorted(pairs)
    degree = [0] * nodes
    for a, b in listed:
        degree[a] += 1
        degree[b] += 1
    points = network_layout(nodes, [(a, b, 1.0) for a, b in listed], [radius(d) for d in degree])
    scene = {
        "id": "made-up",
        "type": "network",
        "directed": False,
        "question": "Made up",
        "nodes": [[k, round(float(x)), round(float(y))] for k, (x, y) in zip(keys, points, strict=True)],
        "rows": [
            {"from": keys[a], "to": keys[b], "kind": "collaboratesWith", "start": str(1990 + a % 30)}
            for a, b in listed
        ],
        "ties": [[a, b, [[i]]] for i, (a, b) in enumerate(listed)],
        "measures": {"degree": degree},
    }
    return {**facts, "things": {**facts["things"], **things}, "scenes": [scene, *facts["scenes"][1:]]}


def measure(browser: Browser, page_file: Path, *, everything: bool) -> None:
    """Open a page and print what a reader would feel."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
    page.add_init_script(COUNTER)
    begin = time.perf_counter()
    page.goto(page_file.as_uri() + ("#limit=100000" if everything else ""))
    page.wait_for_selector("html[data-ready=true]")
    print(f"  ready to search after {time.perf_counter() - begin:.2f} s")
    begin = time.perf_counter()
    page.fill("#search", "raufoss")
    page.wait_for_selector("#found li")
    print(f"  first hits {1000 * (time.perf_counter() - begin):.0f} ms after typing")
    page.keyboard.press("Escape")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    print(f"  shows: {page.inner_text('#notice')}")
    page.mouse.move(x, y - 60)
    page.mouse.down()
    rate = frames(page, lambda step: page.mouse.move(x + 150 * ((step % 40) / 40 - 0.5), y - 60 + step % 60))
    page.mouse.up()
    print(f"  panning: {rate:.0f} frames a second")
    rate = frames(page, lambda step: page.mouse.wheel(0, -60 if step % 40 < 20 else 60))
    print(f"  zooming: {rate:.0f} frames a second")
    page.close()


def frames(page: Page, move: Callable[[int], None], seconds: float = 3.0) -> float:
    """Pictures drawn a second while the reader keeps moving."""
    before = page.evaluate("window.drawn")
    begin = time.perf_counter()
    step = 0
    while time.perf_counter() - begin < seconds:
        step += 1
        move(step)
    return float(page.evaluate("window.drawn") - before) / (time.perf_counter() - begin)


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=5000)
    parser.add_argument("--ties", type=int, default=15000)
    chosen = parser.parse_args()
    ecosystem = Ecosystem.load()
    begin = time.perf_counter()
    facts = page_facts(ecosystem)
    facts["opens"] = {"lang": "nb"}
    text = render(facts)
    print(f"Innlandet: built in {time.perf_counter() - begin:.1f} s, {len(text.encode()) / 1e6:.2f} MB")
    begin = time.perf_counter()
    large = render(synthetic(facts, chosen.nodes, chosen.ties))
    print(
        f"Made up: {chosen.nodes} nodes, {chosen.ties} ties laid out in {time.perf_counter() - begin:.1f} s"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, content, everything in (
            ("Innlandet", text, False),
            ("Made up, as it opens", large, False),
            ("Made up, everything shown", large, True),
        ):
            page_file = Path(folder) / "page.html"
            page_file.write_text(content, encoding="utf-8")
            print(name)
            measure(browser, page_file, everything=everything)
        browser.close()


if __name__ == "__main__":
    main()
