"""What the national benchmark does, step by step, in a process of its own.

    python -m country.steps FOLDER ENTERPRISES SUB-UNITS      (from benchmarks/; the other file calls it)

Every step ends with a line of JSON: name, seconds on the wall, seconds of processor time, what it made.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pyoxigraph as ox

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.network import centrality, read_ties
from ecosystem_graph.network.matrix import Matrix, core_number, pagerank
from ecosystem_graph.registers import Choice, Totals, brreg_lines, region_of, source_lines
from ecosystem_graph.registers.specialisation import specialisation
from ecosystem_graph.registers.writing import lines_as_stream
from ecosystem_graph.resources import data_file
from ecosystem_graph.store import about, opened, writing
from ecosystem_graph.store.setwise import set_wise
from ecosystem_graph.turtle import parse

from .pages import Country, write_pages

HERE = Path(__file__).parent
SOURCE = "https://w3id.org/innovation-ecosystem/norway/source/made-up-register"
PARENT = ox.NamedNode("http://www.w3.org/ns/org#subOrganizationOf")
BOUND = 0.3


def timed(step: str, work: Callable[[], Any], said: Callable[[Any], str] = lambda _: "") -> Any:
    """Do a step and tell of it."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    told = {
        "step": step,
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "made": said(made),
    }
    print(json.dumps(told), flush=True)
    return made


def main() -> None:
    """All steps."""
    folder, enterprises, subs = (Path(a) for a in sys.argv[1:4])
    store = folder / "store"
    totals = Totals()
    region = region_of(parse(data_file()))
    with writing(store, "national benchmark") as draft:

        def imported() -> Totals:
            draft.load(data_file())
            # Nobody stands behind these sole proprietors, so they can be taken.
            lines = brreg_lines(
                [enterprises],
                [subs],
                choice=Choice(sole_proprietors=True),
                source=SOURCE,
                places=region.places,
                totals=totals,
                progress=lambda read, size: print(json.dumps({"read": read / size}), flush=True),
            )
            draft.load(lines_as_stream(source_lines(SOURCE, "2026-11-20")), ".nt")
            draft.load(lines_as_stream(lines), ".nt")
            return totals

        timed("import", imported, lambda t: f"{t.enterprises:,} enterprises, {t.sub_units:,} sub-units")
        timed("closure", lambda: draft.close(set_wise), lambda n: f"{n:,} conclusions")
        began = time.perf_counter(), time.process_time()
    told = about(store)
    spent = {"wall": time.perf_counter() - began[0], "cpu": time.process_time() - began[1]}
    print(json.dumps({"step": "publish", **spent, "made": f"{told.asserted:,} facts"}), flush=True)
    ecosystem = timed("open", lambda: Ecosystem.open(store))
    ties = timed(
        "projection: industry",
        lambda: read_ties(ecosystem, HERE / "industry.rq"),
        lambda t: f"{len(t.rows):,} ties of municipality and industry",
    )
    owners = timed(
        "projection: parents",
        lambda: parents(opened(store).store),
        lambda m: f"{len(m.nodes):,} units with {m.ties.nnz:,} links up",
    )
    country = timed("measures", lambda: measured(ties, owners), lambda c: f"{len(c.industries)} industries")
    timed(
        "report",
        lambda: write_pages(folder / "report", country, told, totals, ecosystem),
        lambda paths: ", ".join(p.name for p in paths),
    )


def parents(store: ox.Store) -> Matrix:
    """The network of units and those above them, as arrays: a million nodes are too many for objects."""
    numbers: dict[str, int] = {}
    below: list[int] = []
    above: list[int] = []
    for quad in store.quads_for_pattern(None, PARENT, None, None):
        below.append(numbers.setdefault(quad.subject.value, len(numbers)))
        above.append(numbers.setdefault(quad.object.value, len(numbers)))
    rows, columns = np.array(below, dtype=np.intp), np.array(above, dtype=np.intp)
    return Matrix.from_edges(tuple(numbers), rows, columns, np.ones(len(rows)), directed=True)


def measured(ties: Any, owners: Matrix) -> Country:
    """Measures of the two networks, and what places are good for."""
    network = ties.network()
    scores = centrality(network)
    found = specialisation((row.source, row.target, row.weight) for row in ties.rows)
    related = found.relatedness()
    space = nx.Graph()
    space.add_nodes_from(found.industries)
    for i, j in zip(*np.nonzero(np.triu(related, 1) > BOUND), strict=True):
        space.add_edge(found.industries[i], found.industries[j], weight=float(related[i, j]))
    count, labels = owners.components()
    sizes = np.bincount(labels) if count else np.empty(0, dtype=np.intp)
    below = np.asarray(owners.ties.sum(axis=0)).ravel()
    ranks, cores = pagerank(owners), core_number(owners)
    top = np.argsort(-below, kind="stable")[:10]
    return Country(
        names={iri: (thing.label_nb, thing.label_en) for iri, thing in ties.things.items()},
        industries=found.industries,
        places=found.places,
        counts=found.counts,
        strongest=found.strongest(at_least=max(10.0, found.counts.sum() / 1e5)),
        related=sorted((-float(d["weight"]), a, b) for a, b, d in space.edges(data=True))[:15],
        space=centrality(space, ["degree", "betweenness"]) if space.number_of_edges() else {},
        scores=scores,
        groups=tuple(sorted(Counter(sizes.tolist()).items())),
        largest=tuple((owners.nodes[i], int(below[i]), float(ranks[i])) for i in top.tolist()),
        deepest=int(cores.max()) if len(cores) else 0,
    )


if __name__ == "__main__":
    main()
