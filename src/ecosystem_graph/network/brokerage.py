"""Brokerage: who stands between whom, by the groups they belong to.

Roles are those of R. Gould & R. Fernandez, *Structures of Mediation* (1989): j brokers between i and k where
i → j → k and there is no i → k. With the groups of i, j, k:

``coordinator``     A A A   within one's own group
``itinerant``       B A B   between two of one other group (also called consultant)
``representative``  A A B   from one's own group to another
``gatekeeper``      B A A   from another group into one's own
``liaison``         B A C   between two other groups

An undirected tie goes both ways, so there gatekeeper equals representative. Expected values and standard
deviations are exact under ties that are independent with the observed density, given the sizes of the groups
(the null of the paper). Participation and within-module z are those of R. Guimerà & L. Amaral (2005).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.wording import Wording

from .matrix import Floats, Matrix

__all__ = [
    "ROLES",
    "ROLE_LABELS",
    "Brokerage",
    "Role",
    "brokerage",
    "participation",
    "spheres",
    "within_module_z",
]

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")
#: Names and meanings of the roles, by language.
ROLE_LABELS: Mapping[str, Mapping[str, str]] = {
    "coordinator": {"nb": "koordinator", "en": "coordinator"},
    "itinerant": {"nb": "omreisende megler", "en": "itinerant broker"},
    "representative": {"nb": "representant", "en": "representative"},
    "gatekeeper": {"nb": "portvokter", "en": "gatekeeper"},
    "liaison": {"nb": "bindeledd", "en": "liaison"},
    "total": {"nb": "i alt", "en": "total"},
}


@dataclass(frozen=True, slots=True)
class Role:
    """How often a node has a role, and how often chance would give it.

    Attributes:
        count: Ordered pairs brokered.
        expected: Mean of the count under the null.
        deviation: Standard deviation under the null.
        z: Their difference in deviations; nan where chance never varies.
    """

    count: int
    expected: float
    deviation: float
    z: float


@dataclass(frozen=True, slots=True)
class Brokerage:
    """A node as a broker.

    Attributes:
        node: Key in the network.
        group: Its group.
        roles: By name, in the order of `ROLES`.
    """

    node: Any
    group: Hashable
    roles: Mapping[str, Role]


def spheres(network: nx.Graph) -> dict[Any, str]:
    """The helix sphere of every node; things without one are a group of their own, ``""``."""
    return {node: data.get("sphere", "") for node, data in network.nodes(data=True)}


def brokerage(network: nx.Graph, groups: Mapping[Any, Hashable] | None = None) -> list[Brokerage]:
    """The brokerage roles of every node, in node order.

    Args:
        network: Simple graph; weights do not count.
        groups: Group of each node; None is the helix spheres.

    Raises:
        NetworkError: A node has no group.
    """
    belongs = spheres(network) if groups is None else groups
    homeless = [node for node in network if node not in belongs]
    if homeless:
        raise NetworkError(Wording(f"{homeless[0]} has no group", f"{homeless[0]} har ingen gruppe"))
    matrix = Matrix.of(network)
    counts = _counts(matrix, [belongs[node] for node in matrix.nodes])
    sizes = Counter(belongs[node] for node in matrix.nodes)
    n = len(matrix.nodes)
    density = matrix.ties.nnz / (n * (n - 1)) if n > 1 else 0.0
    null = {group: _null(group, sizes, density, directed=matrix.directed) for group in sizes}
    found = []
    for place, node in enumerate(matrix.nodes):
        roles = {}
        for role in ROLES:
            expected, deviation = null[belongs[node]][role]
            count = int(counts[role][place])
            z = (count - expected) / deviation if deviation > 0 else math.nan
            roles[role] = Role(count, expected, deviation, z)
        found.append(Brokerage(node, belongs[node], roles))
    return found


def _counts(matrix: Matrix, groups: list[Hashable]) -> dict[str, Floats]:
    """Open two-paths through each node, by role.

    Those through j from group G to group H are in_G(j) x out_H(j), less the pairs that are the same node and
    less those that are tied.
    """
    names = sorted(set(groups), key=str)
    own = np.array([names.index(group) for group in groups], dtype=np.intp)
    member = np.eye(len(names))[own]
    ties = matrix.ties
    back = ties.T.tocsr()
    outward, inward = ties @ member, back @ member
    counts = {role: np.zeros(len(groups)) for role in ROLES}
    for g in range(len(names)):
        # Closed paths i → j → k with i → k, for i in G: per j and group of k.
        start = ties * member[:, g][:, np.newaxis]  # arcs that leave G
        closed = _closed(start, ties, member)
        for h in range(len(names)):
            open_paths = inward[:, g] * outward[:, h] - closed[:, h]
            if g == h:
                mutual = np.asarray(back.multiply(ties) @ member[:, g]).ravel()
                open_paths = open_paths - mutual
            role = np.where(
                own == g,
                "coordinator" if g == h else "representative",
                np.where(own == h, "gatekeeper", "itinerant" if g == h else "liaison"),
            )
            for name in ROLES[:-1]:
                counts[name] += np.where(role == name, open_paths, 0)
    counts["total"] = sum((counts[name] for name in ROLES[:-1]), np.zeros(len(groups)))
    return counts


def _closed(start: Any, ties: Any, member: Floats) -> Floats:
    """Per j and group H: pairs i → j → k with i → k, i in G (the rows of ``start``), k in H."""
    # Σ_i Σ_k s_ij s_ik a_jk [k in H]: entry (j, k) of SᵀS kept where j → k.
    shared = (start.T @ start).multiply(ties)
    return np.asarray(shared @ member)


def _null(
    group: Hashable, sizes: Mapping[Hashable, int], p: float, *, directed: bool
) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation of each role for a node of the group.

    The count is a sum over ordered pairs (i, k) of x_ij x_jk (1 - x_ik), each with mean q = p²(1-p). Two
    terms that share i or k have covariance c = p³(1-p)³; others none. If ties go both ways, (i, k) and (k, i)
    are one event.
    """
    own = sizes[group] - 1
    others = [size for name, size in sizes.items() if name != group]
    beyond, everybody = sum(others), own + sum(others)
    # For each role: how many ordered pairs, and how many ordered pairs of pairs that share their first node.
    pairs = {
        "coordinator": (own * (own - 1), own * (own - 1) * (own - 2)),
        "itinerant": (sum(m * (m - 1) for m in others), sum(m * (m - 1) * (m - 2) for m in others)),
        "liaison": (
            sum(m * (beyond - m) for m in others),
            sum(m * (beyond - m) * (beyond - m - 1) for m in others),
        ),
        "total": (everybody * (everybody - 1), everybody * (everybody - 1) * (everybody - 2)),
    }
    q, c = p**2 * (1 - p), (p * (1 - p)) ** 3
    twice = 1 if directed else 2
    null = {}
    for role, (count, sharing) in pairs.items():
        null[role] = (count * q, math.sqrt(twice * (count * q * (1 - q) + 2 * sharing * c)))
    crossing = own * beyond
    sharing = crossing * (beyond - 1) + crossing * (own - 1)
    null["representative"] = null["gatekeeper"] = (
        crossing * q,
        math.sqrt(crossing * q * (1 - q) + max(sharing, 0) * c),
    )
    return null


def participation(
    network: nx.Graph, groups: Mapping[Any, Hashable], *, weighted: bool = False
) -> dict[Any, float]:
    """How evenly a node's ties spread over the groups: 1 - Σ (share of each group)².

    0 where all go to one group; nan for a node without ties. Directions are ignored.
    """
    matrix = Matrix.of(network)
    ties, into = _ties_into(matrix, groups, weighted)
    shares = np.divide(into, ties[:, np.newaxis], out=np.zeros_like(into), where=ties[:, np.newaxis] > 0)
    spread = np.where(ties > 0, 1 - (shares**2).sum(axis=1), np.nan)
    return dict(zip(matrix.nodes, spread.tolist(), strict=True))


def within_module_z(
    network: nx.Graph, groups: Mapping[Any, Hashable], *, weighted: bool = False
) -> dict[Any, float]:
    """A node's ties within its group, in standard deviations from the group's mean (population deviation).

    nan where all of the group have the same number. Directions are ignored.
    """
    matrix = Matrix.of(network)
    _, into = _ties_into(matrix, groups, weighted)
    names = sorted({groups[node] for node in matrix.nodes}, key=str)
    own = np.array([names.index(groups[node]) for node in matrix.nodes], dtype=np.intp)
    inside = into[np.arange(len(own)), own] if len(own) else np.empty(0)
    scores = np.full(len(own), np.nan)
    for group in range(len(names)):
        members = own == group
        deviation = inside[members].std()
        if deviation > 1e-12:
            scores[members] = (inside[members] - inside[members].mean()) / deviation
    return dict(zip(matrix.nodes, scores.tolist(), strict=True))


def _ties_into(matrix: Matrix, groups: Mapping[Any, Hashable], weighted: bool) -> tuple[Floats, Floats]:
    """Ties of each node in all, and into each group in name order."""
    names = sorted({groups[node] for node in matrix.nodes}, key=str)
    member = np.eye(len(names))[[names.index(groups[node]) for node in matrix.nodes]].reshape(-1, len(names))
    into = np.asarray(matrix.both_ways(weighted=weighted) @ member)
    return into.sum(axis=1), into
