"""Plausible networks: what the true network may be, given that the recorded one has errors.

Three ways a desk-researched network errs, each with its own assumption (`ErrorModel`):

1. A recorded relation is wrong. Each is, with probability ``false_ties``, independently; a tie of several
   relations goes only when all are wrong.
2. A tie was not found. Each true tie was, with probability ``missing_ties``. How many are missing then
   follows a negative binomial; where they are follows a degree-corrected block model of what was found: an
   actor's propensity has a gamma prior fitted to the degrees, and pairs of groups mix as they do among
   recorded ties.
3. A list of members is short. An organisation that declares 49 members and lists 17 has 32 more. Each is
   somebody already in the network with the probability seen among listed members, else somebody we have not
   met.
   An organisation of which no member or partner is known is left as it is: nothing says that its members
   belong to this network.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.wording import Wording

from .brokerage import spheres
from .matrix import Floats, Matrix

__all__ = ["ErrorModel", "Plausible", "short_lists"]

Ints = NDArray[np.intp]
#: Kinds of ties that put somebody on a list of members.
LISTED = frozenset({"memberOf", "partnerOf", "participatesIn"})
#: Those that say a list is of members: taking part in something is said of both ends of a tie.
_MEMBERS = LISTED - {"participatesIn"}


@dataclass(frozen=True)
class ErrorModel:
    """What is assumed about the errors.

    Attributes:
        false_ties: Probability that a recorded relation is wrong. A check of 80 random rows against their
            sources contradicted none, which leaves 0.04 as the upper 95 % bound (rule of three).
        missing_ties: Share of the true ties that were not recorded, lists of members apart. Not known: 0.2 is
            a stated guess, to be varied.
        declared: Organisation to the numbers of members that sources give; a draw believes one of them, each
            as likely. May be empty.
    """

    false_ties: float = 0.04
    missing_ties: float = 0.2
    declared: Mapping[Any, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no probability.

        Raises:
            NetworkError: A share outside [0, 1), or a negative number of members.
        """
        for name, share in (("false_ties", self.false_ties), ("missing_ties", self.missing_ties)):
            if not 0 <= share < 1:
                raise NetworkError(
                    Wording(
                        f"{name} is a share from 0 to below 1, not {share}",
                        f"{name} er en andel fra 0 til under 1, ikke {share}",
                    )
                )
        for node, counts in self.declared.items():
            if not counts or min(counts) < 0:
                raise NetworkError(
                    Wording(
                        f"{node} cannot declare {min(counts, default='no number of')} members",
                        f"{node} kan ikke oppgi {min(counts, default='et tomt antall')} medlemmer",
                    )
                )


def short_lists(network: nx.Graph, declared: Mapping[Any, tuple[int, ...]]) -> dict[Any, tuple[int, ...]]:
    """What is declared by organisations in the network of which a member or partner is known."""
    return {
        node: counts
        for node, counts in declared.items()
        if node in network and any(_MEMBERS & kinds for _, kinds in _kinds(network, node))
    }


def _kinds(network: nx.Graph, node: Any) -> list[tuple[Any, frozenset[str]]]:
    """Whom a node is tied to, and by which relations; all that lists consist of where nothing is said."""
    return [(other, frozenset(tie.get("kinds", LISTED))) for other, tie in network.adj[node].items()]


class Plausible:
    """Draws networks that may be the true one."""

    def __init__(
        self, network: nx.Graph, model: ErrorModel, groups: Mapping[Any, Hashable] | None = None
    ) -> None:
        """Prepare what all draws share.

        Args:
            network: Undirected network; ties may carry ``weight`` (number of relations) and ``kinds``.
            model: The assumptions.
            groups: Group of each node for how ties mix; None is the helix spheres.

        Raises:
            NetworkError: The network is directed.
        """
        if network.is_directed():
            raise NetworkError(
                Wording(
                    "rank uncertainty is for undirected networks",
                    "usikkerhet om plasser er for nettverk uten retning",
                )
            )
        self.nodes = tuple(network)
        self._model = model
        place = {node: i for i, node in enumerate(self.nodes)}
        edges = [(place[u], place[v], data) for u, v, data in network.edges(data=True) if u != v]
        self._ends = np.array([e[:2] for e in edges], dtype=np.intp).reshape(-1, 2)
        self._weights = np.array([e[2].get("weight", 1) for e in edges], dtype=float)
        self._degrees = np.bincount(self._ends.ravel(), minlength=len(self.nodes)).astype(float)
        belongs = spheres(network) if groups is None else groups
        names = sorted({belongs[node] for node in self.nodes}, key=str)
        self._group = np.array([names.index(belongs[node]) for node in self.nodes], dtype=np.intp)
        self._groups = len(names)
        self._prior = _prior(self._degrees)
        self._lists = self._lacking(network, place)

    def _lacking(self, network: nx.Graph, place: Mapping[Any, int]) -> list[tuple[int, Ints, Ints]]:
        """Organisations that declare more than they list: place, how many may be missing, who is listed."""
        found = []
        declared = short_lists(network, self._model.declared)
        for node in sorted(declared, key=str):
            listed = [place[other] for other, kinds in _kinds(network, node) if LISTED & kinds]
            missing = np.maximum(np.array(declared[node], dtype=np.intp) - len(listed), 0)
            if missing.any():
                found.append((place[node], missing, np.array(sorted(listed), dtype=np.intp)))
        return found

    def draw(self, rng: np.random.Generator) -> Matrix:
        """One plausible network. Its first rows are ``nodes``; members we have not met follow."""
        kept = rng.random(len(self._ends)) >= self._model.false_ties**self._weights
        ends, weights = self._ends[kept], self._weights[kept]
        found = np.concatenate([ends, self._unseen_ties(rng, ends)])
        every, strangers = self._with_members(rng, found)
        return Matrix.from_edges(
            (*self.nodes, *(("unseen", i) for i in range(strangers))),
            every[:, 0],
            every[:, 1],
            np.concatenate([weights, np.ones(len(every) - len(ends))]),
        )

    def _unseen_ties(self, rng: np.random.Generator, ends: Ints) -> Ints:
        """Ties that were not found, placed by propensity and group."""
        n, share = len(self.nodes), self._model.missing_ties
        if not len(ends) or share == 0 or n < 3:
            return np.empty((0, 2), dtype=np.intp)
        taken = set(_keys(ends, n).tolist())
        wanted = min(int(rng.negative_binomial(len(ends), 1 - share)), n * (n - 1) // 2 - len(taken))
        degrees = self._degrees.copy()
        for hub, _, listed in self._lists:  # what a declared list lacks is added as members, not again here
            degrees[hub] -= len(listed)
        propensity = rng.gamma(self._prior + degrees)
        within = np.bincount(self._group, weights=propensity, minlength=self._groups)
        mixing = rng.gamma(1 + self._mixed) / (1 + np.outer(within, within) / within.sum())
        chances = (mixing * np.outer(within, within)).ravel()
        order = np.argsort(self._group, kind="stable")
        edges_of = np.searchsorted(self._group[order], np.arange(self._groups + 1))
        sums = np.concatenate([[0.0], np.cumsum(propensity[order])])
        pairs: list[tuple[int, int]] = []
        for _ in range(50):
            lacking = wanted - len(pairs)
            if lacking <= 0:
                break
            cells = rng.choice(len(chances), size=2 * lacking + 8, p=chances / chances.sum())
            sides = []
            for group in (cells // self._groups, cells % self._groups):
                low, high = sums[edges_of[group]], sums[edges_of[group + 1]]
                at = np.searchsorted(sums, low + rng.random(len(group)) * (high - low), side="right") - 1
                sides.append(order[np.clip(at, edges_of[group], edges_of[group + 1] - 1)])
            candidates = np.sort(np.column_stack(sides), axis=1)
            for (u, v), key in zip(candidates.tolist(), _keys(candidates, n).tolist(), strict=True):
                if u != v and key not in taken and len(pairs) < wanted:
                    taken.add(key)
                    pairs.append((u, v))
        return np.array(pairs, dtype=np.intp).reshape(-1, 2)

    @property
    def _mixed(self) -> Floats:
        """Recorded ties between each pair of groups, both ways."""
        counts = np.zeros((self._groups, self._groups))
        np.add.at(counts, (self._group[self._ends[:, 0]], self._group[self._ends[:, 1]]), 1.0)
        return counts + counts.T

    def _with_members(self, rng: np.random.Generator, found: Ints) -> tuple[Ints, int]:
        """The ties with those of members that lists lack, and how many of these members are new."""
        n, strangers = len(self.nodes), 0
        if not self._lists:
            return found, strangers
        seen = np.concatenate([listed for _, _, listed in self._lists])
        known = rng.beta(1 + (self._degrees[seen] > 1).sum(), 1 + (self._degrees[seen] <= 1).sum())
        for hub, lacking, listed in self._lists:
            missing = int(rng.choice(lacking))
            familiar = int(rng.binomial(missing, known))
            kinds = np.bincount(self._group[listed], minlength=self._groups) + 1.0 / self._groups
            chances = rng.gamma(self._prior + self._degrees) * kinds[self._group]
            chances[hub] = 0
            chances[listed] = 0
            tied = found[(found == hub).any(axis=1)].ravel()
            chances[tied[tied < n]] = 0
            familiar = min(familiar, int((chances > 0).sum()))
            # Gumbel's trick: the largest of log chance + noise are a weighted draw without replacement.
            with np.errstate(divide="ignore"):
                noisy = np.log(chances) + rng.gumbel(size=n)
            chosen = np.argsort(-noisy, kind="stable")[:familiar]
            fresh = np.arange(n + strangers, n + strangers + missing - familiar)
            strangers += len(fresh)
            members = np.concatenate([chosen, fresh]).astype(np.intp)
            found = np.concatenate([found, np.column_stack([np.full(len(members), hub), members])])
        return found, strangers


def _keys(pairs: Ints, n: int) -> Ints:
    """One number per unordered pair."""
    return pairs.min(axis=1) * n + pairs.max(axis=1) if len(pairs) else np.empty(0, dtype=np.intp)


def _prior(degrees: Floats) -> float:
    """Shape of the gamma prior of propensities, from the mean and the excess variance of the degrees."""
    if not len(degrees) or degrees.mean() == 0:
        return 1.0
    excess = degrees.var() - degrees.mean()
    return float(np.clip(degrees.mean() ** 2 / excess, 0.05, 100)) if excess > 0 else 100.0
