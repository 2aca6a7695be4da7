"""The whole build beside the plain stack doing the bare minimum of the same work.

    python benchmarks/build.py [--runs 3]

The plain stack: rdflib parses the facts and the ontology, owlrl closes them, NetworkX measures the flat edges
between actors (degree, betweenness, harmonic, PageRank), pyvis writes a page. No validation, no sources, no
claims, no uncertainty, no report. Ours: `ecosystem-graph build`, everything included. Each runs as a process
of its own, in turn; the figure is the median and the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLAIN = """
import sys
import networkx as nx, owlrl
from pathlib import Path
from pyvis.network import Network
from rdflib import Graph, Namespace, RDF
from ecosystem_graph.resources import data_file, ontology_files
graph = Graph()
for path in (*ontology_files(), data_file()):
    graph.parse(path)
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
eco = Namespace("https://w3id.org/innovation-ecosystem/ontology#")
network = nx.Graph()
for edge in ("memberOf", "partnerOf", "collaboratesWith", "participatesIn", "leads", "administers", "hosts"):
    network.add_edges_from((str(s), str(o)) for s, o in graph.subject_objects(eco[edge]))
for measure in (nx.degree_centrality, nx.betweenness_centrality, nx.harmonic_centrality, nx.pagerank):
    measure(network)
page = Network(cdn_resources="in_line")
page.from_nx(network)
Path(sys.argv[1], "network.html").write_text(page.generate_html(), encoding="utf-8")
print(network.number_of_nodes(), "actors,", network.number_of_edges(), "ties")
"""


def timed(command: list[str]) -> tuple[float, str]:
    """Seconds on the wall and the last line a command printed."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    lines = done.stdout.strip().splitlines()
    return time.perf_counter() - began, lines[-1] if lines else ""


def main() -> None:
    """Run both in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        plain = [sys.executable, "-c", PLAIN, folder]
        ours = [sys.executable, "-m", "ecosystem_graph", "build", "--out", str(Path(folder, "out"))]
        taken: dict[str, list[float]] = {"plain": [], "ours": []}
        for number in range(runs):
            for name, command in (("plain", plain), ("ours", ours)):
                seconds, said = timed(command)
                taken[name].append(seconds)
                print(f"run {number + 1}: {name:<6} {seconds:6.1f} s   {said if name == 'plain' else ''}")
    medians = {name: statistics.median(values) for name, values in taken.items()}
    print(f"median: plain stack {medians['plain']:.1f} s, build {medians['ours']:.1f} s")
    print(f"the build is {medians['plain'] / medians['ours']:.1f} times as fast")


if __name__ == "__main__":
    main()
