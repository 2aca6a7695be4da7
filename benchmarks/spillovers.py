"""Times the spillover room on many claims with hubs: judging, chains, what-ifs, the full ranking, loops.

    python benchmarks/spillovers.py                       # 10,000 propositions
    python benchmarks/spillovers.py --propositions 2000

Causes and effects are drawn from a steep distribution, so that some things are the cause or the effect of
hundreds of claims and there are loops; so are sources and publishers. The seed is fixed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable

from ecosystem_graph.period import Period
from ecosystem_graph.spillovers import (
    Chains,
    Ledger,
    Loops,
    Taking,
    footing,
    from_cause,
    into_effect,
    loops,
    path,
    what_if,
)
from ecosystem_graph.spillovers.claims import (
    Asserter,
    Assertion,
    Code,
    Dated,
    Proposition,
    Source,
    Stance,
    Thing,
)
from ecosystem_graph.spillovers.story import Story

BASE = "https://example.org/"


def claims(propositions: int, seed: int = 1) -> Ledger:
    """A ledger of so many propositions on a third as many things."""
    draw = random.Random(seed)
    names = [f"{BASE}actor/a{number}" for number in range(max(3, propositions // 3))]
    things = {
        name: Thing(
            name,
            name.rsplit("/", 1)[-1],
            begins=(Dated(str(draw.randint(1950, 2024)), "founded", name),) if draw.random() < 0.6 else (),
        )
        for name in names
    }
    sources = [
        Source(f"{BASE}source/s{n}", f"s{n}", publisher=f"Publisher {int(draw.paretovariate(0.7)) % 400}")
        for n in range(propositions)
    ]
    others = draw.sample(names, len(names))
    links: dict[tuple[str, str, int], Proposition] = {}
    while len(links) < propositions:
        cause, effect = (pool[int(len(pool) * draw.random() ** 3)] for pool in (names, others))
        sign = draw.choice((1, 1, 1, 1, -1))
        if cause == effect or (cause, effect, sign) in links:
            continue
        assertions = tuple(
            Assertion(
                f"{BASE}assertion/{len(links)}.{number}",
                Stance.DISPUTES if draw.random() < 0.07 else Stance.SUPPORTS,
                Asserter(f"{BASE}asserter/{draw.randrange(propositions // 2)}", "somebody"),
                tuple(
                    {
                        sources[int(len(sources) * draw.random() ** 3)]
                        for _ in range(draw.choice((1, 1, 1, 2)))
                    }
                ),
                explicitness=Code("implied" if draw.random() < 0.15 else "explicit"),
                period=Period(str(draw.randint(1950, 2024)) if draw.random() < 0.5 else ""),
            )
            for number in range(draw.choice((1, 1, 1, 2, 3)))
        )
        links[cause, effect, sign] = Proposition(
            f"{BASE}proposition/{len(links):06}", cause, effect, sign, assertions
        )
    return Ledger(things, tuple(sorted(links.values(), key=lambda p: p.id)), BASE)


def timed(label: str, work: Callable[[], object]) -> None:
    """Run once and print the seconds and what came of it."""
    begin = time.perf_counter()
    result = work()
    print(f"{label:<34}{time.perf_counter() - begin:8.3f} s   {result}")


def main() -> None:
    """Make the claims and time everything."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--propositions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    ledger = claims(options.propositions, options.seed)
    out = Counter(p.cause for p in ledger.propositions).most_common()
    into = Counter(p.effect for p in ledger.propositions).most_common()
    hub, sink = out[0][0], next(name for name, _ in into if name != out[0][0])
    small, far = out[-1][0], next(name for name, _ in reversed(into) if name != out[-1][0])
    print(f"{len(ledger.propositions):,} propositions, {len(ledger.things):,} things")
    print(f"greatest hubs: cause of {out[0][1]}, effect of {into[0][1]}")
    timed("judge every proposition", lambda: f"{len(ledger.entries):,} judged")
    timed("path, hub to hub", lambda: _told(path(ledger, hub, sink)))
    timed("path, edge to edge", lambda: _told(path(ledger, small, far)))
    timed("path of up to 12 links", lambda: _told(path(ledger, hub, far, longest=12)))
    timed("from a hub, 3 links", lambda: _told(from_cause(ledger, hub)))
    timed("into a hub, 3 links", lambda: _told(into_effect(ledger, sink)))
    timed("loops of up to 4 links", lambda: _told(loops(ledger, longest=4)))
    timed("loops of up to 8 links", lambda: _told(loops(ledger)))
    timed("what if, without a hub", lambda: _fell(ledger, Taking(things=(hub,))))
    timed("what if, two sources at least", lambda: _fell(ledger, Taking(min_sources=2)))
    timed("full ranking", lambda: f"{len(footing(ledger)):,} causes, sources and publishers")
    timed("dominators of every effect", lambda: f"{len(Story(ledger).dominators()):,} effects")


def _told(found: Chains | Loops) -> str:
    shown = found.chains if isinstance(found, Chains) else found.loops
    return f"{len(shown)} found, {found.left_out:,}{' or more' if found.more else ''} left out"


def _fell(ledger: Ledger, taking: Taking) -> str:
    found = what_if(ledger, taking)
    return f"{len(found.fallen):,} claims fall, {len(found.lost):,} effects lost, {len(found.kept):,} kept"


if __name__ == "__main__":
    main()
