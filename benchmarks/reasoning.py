"""Ours and owlrl side by side, ours alone on ten times more, one change, and every explanation.

Run from the checkout with the package installed:

    python benchmarks/reasoning.py            # all sizes, owlrl too: a few minutes
    python benchmarks/reasoning.py --quick    # without owlrl at 85,000 triples and without 850,000

The data are Innlandet's facts: a part of them, or copies with things renamed. Times are processor seconds of
one process (so that other work on the machine does not count), the best of three
for ours and one run for owlrl, from an rdflib graph to the set of conclusions without noise.
"""

from __future__ import annotations

import argparse
import platform
import resource
import time
from itertools import count
from multiprocessing import get_context

from rdflib import RDF, Graph, URIRef

from ecosystem_graph.reasoning import Reasoner, Triple, close, faults
from ecosystem_graph.resources import data_file, ontology_files
from ecosystem_graph.vocab import ECO, INL

SIZES = (8_700, 21_000, 85_000)
LARGE = 850_000


def read_ontology() -> Graph:
    """The shipped ontology in one graph."""
    graph = Graph()
    for path in ontology_files():
        graph.parse(path)
    return graph


def facts_of(size: int) -> Graph:
    """Innlandet's facts, cut or copied to a size; whole subjects, in a fixed order."""
    given = Graph().parse(data_file())
    subjects = sorted(set(given.subjects()))
    by_subject = [sorted(given.predicate_objects(s)) for s in subjects]
    made = Graph()
    for copy in count():
        for subject, pairs in zip(subjects, by_subject, strict=True):
            for predicate, obj in pairs:
                if len(made) >= size:
                    return made
                made.add((renamed(subject, copy), predicate, renamed(obj, copy)))
    raise AssertionError("unreachable")


def renamed(term: object, copy: int) -> URIRef:
    """The term's name in a copy of the region; terms of vocabularies keep theirs."""
    if copy and isinstance(term, URIRef) and term.startswith(str(INL)):
        return URIRef(f"{term}-{copy}")
    return term  # type: ignore[return-value]


def timed(ontology: Graph, facts: Graph, engine: str) -> tuple[float, frozenset[Triple]]:
    """Seconds and conclusions of one run."""
    start = time.process_time()
    conclusions = close(ontology, facts, engine=engine).inferred  # type: ignore[arg-type]
    return time.process_time() - start, conclusions


def side_by_side(sizes: tuple[int, ...]) -> None:
    """Both engines on the same triples."""
    ontology = read_ontology()
    print(f"{'triples':>9} {'conclusions':>12} {'owlrl s':>9} {'ours s':>8} {'times':>6}  same")
    for size in sizes:
        facts = facts_of(size)
        ours, conclusions = min((timed(ontology, facts, "rules") for _ in range(3)), key=lambda run: run[0])
        theirs, reference = timed(ontology, facts, "owlrl")
        same = "yes" if conclusions == reference else "NO"
        print(f"{size:>9,} {len(conclusions):>12,} {theirs:>9.2f} {ours:>8.3f} {theirs / ours:>6.0f}  {same}")


def large() -> None:
    """Ours alone on 850,000 triples, with the peak memory of the process."""
    ontology, facts = read_ontology(), facts_of(LARGE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, conclusions = timed(ontology, facts, "rules")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{LARGE:>9,} {len(conclusions):>12,} {'':>9} {seconds:>8.2f}"
        f"   peak {after / 2**20:.2f} GB, of which the graph itself {before / 2**20:.2f} GB"
    )


def change() -> None:
    """One relation added to Innlandet and taken back."""
    reasoner = Reasoner(read_ontology(), Graph().parse(data_file()))
    relation = INL["relation/benchmark"]
    actor, cluster = INL["actor/sintef-manufacturing"], INL["actor/nce-heidner-biocluster"]
    triples = [
        (relation, RDF.type, ECO.Membership),
        (relation, ECO.member, actor),
        (relation, ECO.memberOrganisation, cluster),
    ]
    for verb in ("add", "withdraw") * 3:
        start = time.process_time()
        result = getattr(reasoner, verb)(triples)
        seconds = time.process_time() - start
        print(f"{verb:>9}: {seconds * 1000:.2f} ms; {len(result.gained)} gained, {len(result.lost)} lost")


def explain() -> None:
    """Every conclusion of Innlandet explained, and every explanation checked."""
    ontology, facts = read_ontology(), Graph().parse(data_file())
    reasoner, graph = Reasoner(ontology, facts), ontology + facts
    slowest, proofs = 0.0, []
    start = time.process_time()
    for triple in reasoner.inferred():
        before = time.process_time()
        proofs += reasoner.explain(triple)
        slowest = max(slowest, time.process_time() - before)
    explained = time.process_time()
    wrong = sum(bool(faults(proof, graph)) for proof in proofs)
    checked = time.process_time()
    print(
        f"explained {len(proofs):,} conclusions in {explained - start:.2f} s "
        f"(slowest {slowest * 1000:.1f} ms); checked in {checked - explained:.2f} s, {wrong} faults"
    )


def main() -> None:
    """Run all, each part in a process of its own so that memory is its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="only the small sizes")
    quick = parser.parse_args().quick
    print(f"Python {platform.python_version()}, {platform.machine()}")
    context = get_context("spawn")
    parts = [(side_by_side, (SIZES[:2] if quick else SIZES,)), *([] if quick else [(large, ())])]
    for part, arguments in [*parts, (change, ()), (explain, ())]:
        process = context.Process(target=part, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
