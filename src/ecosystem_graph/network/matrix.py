"""Matrix form: the measures that are algebra on the adjacency matrix, as arrays in node order.

``A`` is the 0/1 adjacency and ``W`` the weighted one, both SciPy CSR; row = from, column = to. Undirected
networks have symmetric matrices without a diagonal. Undefined values are nan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

__all__ = [
    "Floats",
    "Matrix",
    "constraint",
    "core_number",
    "effective_size",
    "eigenvector",
    "pagerank",
]

Floats = NDArray[np.float64]
#: Networks up to this size are solved densely: it is faster there, and never fails to converge.
_DENSE = 64


@dataclass(frozen=True)
class Matrix:
    """A network as arrays.

    Attributes:
        nodes: Keys in row order.
        ties: 0/1 adjacency ``A``.
        weights: Weighted adjacency ``W``.
        directed: Whether rows and columns differ.
    """

    nodes: tuple[Any, ...]
    ties: sp.csr_array
    weights: sp.csr_array
    directed: bool

    @classmethod
    def of(cls, network: nx.Graph) -> Matrix:
        """The matrices of a simple network; ties with oneself are left out, a missing weight is 1."""
        nodes = tuple(network)
        place = {node: i for i, node in enumerate(nodes)}
        edges = [(place[u], place[v], w) for u, v, w in network.edges(data="weight", default=1) if u != v]
        return cls.from_edges(
            nodes,
            np.array([e[0] for e in edges], dtype=np.intp),
            np.array([e[1] for e in edges], dtype=np.intp),
            np.array([e[2] for e in edges], dtype=float),
            directed=network.is_directed(),
        )

    @classmethod
    def from_edges(
        cls,
        nodes: tuple[Any, ...],
        rows: NDArray[np.intp],
        columns: NDArray[np.intp],
        weights: Floats,
        *,
        directed: bool = False,
    ) -> Matrix:
        """The matrices of a list of ties, each given once."""
        if not directed:
            rows, columns = np.concatenate([rows, columns]), np.concatenate([columns, rows])
            weights = np.concatenate([weights, weights])
        shape = (len(nodes), len(nodes))
        weighted = sp.coo_array((weights, (rows, columns)), shape=shape).tocsr()
        ties = weighted.copy()
        ties.data = np.ones_like(ties.data)
        return cls(nodes, ties, weighted, directed)

    def values(self, *, weighted: bool) -> sp.csr_array:
        """``W`` or ``A``."""
        return self.weights if weighted else self.ties

    def both_ways(self, *, weighted: bool) -> sp.csr_array:
        """The symmetric matrix of contacts, whatever their direction: a_ij + a_ji where directed."""
        values = self.values(weighted=weighted)
        if not self.directed:
            return values
        return (values + values.T).tocsr()

    def components(self) -> tuple[int, NDArray[np.int32]]:
        """Number of components and the component of each node, directions ignored."""
        count, labels = connected_components(self.ties, directed=False)
        return int(count), labels


def pagerank(matrix: Matrix, *, weighted: bool = False, damping: float = 0.85) -> Floats:
    """PageRank; who has no outgoing tie passes on to everybody (Brin & Page 1998).

    Sums to 1. Iterated until the change is below 1e-13, so the answer does not depend on the node order.
    """
    n = len(matrix.nodes)
    if n == 0:
        return np.empty(0)
    values = matrix.values(weighted=weighted)
    out = np.asarray(values.sum(axis=1)).ravel()
    share = np.divide(1.0, out, out=np.zeros(n), where=out > 0)
    step = (sp.diags_array(share) @ values).T.tocsr()
    dangling = out == 0
    rank = np.full(n, 1 / n)
    for _ in range(500):
        updated = damping * (step @ rank + rank[dangling].sum() / n) + (1 - damping) / n
        moved = np.abs(updated - rank).sum()
        rank = updated
        if moved < 1e-13:
            break
    normalised: Floats = rank / rank.sum()
    return normalised


def eigenvector(matrix: Matrix, *, weighted: bool = False) -> Floats:
    """Eigenvector centrality (Bonacich 1972) in the component with the largest leading eigenvalue.

    Directions are ignored. Euclidean norm 1 within that component. Scores of different components cannot be
    compared, so the others are nan; all are nan where two components share the largest eigenvalue, or where
    there is no tie.
    """
    values = matrix.both_ways(weighted=weighted)
    count, labels = matrix.components()
    degrees = np.asarray(values.sum(axis=1)).ravel()
    scores = np.full(len(matrix.nodes), np.nan)
    best, ties = 0.0, 0
    order = sorted(
        ((float(degrees[labels == c].max()), c) for c in range(count)) if count else (), reverse=True
    )
    for bound, component in order:
        # The largest degree bounds the leading eigenvalue from above.
        if bound == 0 or bound < best * (1 - 1e-9):
            break
        members = np.flatnonzero(labels == component)
        value, vector = _leading(values[members][:, members])
        if value > best * (1 + 1e-9):
            best, ties = value, 1
            scores[:] = np.nan
            scores[members] = vector
        elif value >= best * (1 - 1e-9):
            ties += 1
    return scores if ties == 1 else np.full(len(matrix.nodes), np.nan)


def _leading(values: sp.csr_array) -> tuple[float, Floats]:
    n = values.shape[0]
    if n <= _DENSE:
        found, vectors = np.linalg.eigh(values.toarray())
    else:
        found, vectors = eigsh(values, k=1, which="LA", v0=np.ones(n), tol=1e-10)
    vector = np.abs(vectors[:, -1])
    return float(found[-1]), vector / np.linalg.norm(vector)


def constraint(matrix: Matrix, *, weighted: bool = False) -> Floats:
    """Burt's constraint (Structural Holes, 1992): how far one's contacts are tied to each other.

    c_i = Σ_j (p_ij + Σ_q p_iq p_qj)² over the contacts j of i. Low means many separate contacts. nan for
    a node without contacts.
    """
    contacts = matrix.both_ways(weighted=weighted)
    shares = _shares(contacts)
    pattern = contacts.copy()
    pattern.data = np.ones_like(pattern.data)
    invested = (shares + shares @ shares).multiply(pattern)
    return _undefined_alone(contacts, np.asarray(invested.power(2).sum(axis=1)).ravel())


def effective_size(matrix: Matrix, *, weighted: bool = False) -> Floats:
    """Burt's effective size: contacts less the redundancy among them.

    Σ_j (1 - Σ_q p_iq m_jq) over the contacts j of i, where m_jq is the tie from j to q over the strongest tie
    of j; without weights it is the number of contacts less their mean number of ties among themselves
    (Borgatti 1997). nan for a node without contacts.
    """
    contacts = matrix.both_ways(weighted=weighted)
    shares = _shares(contacts)
    strongest = contacts.max(axis=1).toarray().ravel() if contacts.shape[0] else np.empty(0)
    scale = np.divide(1.0, strongest, out=np.zeros_like(strongest), where=strongest > 0)
    marginal = sp.diags_array(scale) @ contacts if contacts.shape[0] else contacts
    pattern = contacts.copy()
    pattern.data = np.ones_like(pattern.data)
    redundancy = np.asarray((shares @ marginal.T).multiply(pattern).sum(axis=1)).ravel()
    return _undefined_alone(contacts, np.diff(contacts.indptr) - redundancy)


def _shares(contacts: sp.csr_array) -> sp.csr_array:
    """p_ij: the share of i's contact that goes to j."""
    total = np.asarray(contacts.sum(axis=1)).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return (sp.diags_array(inverse) @ contacts).tocsr() if len(total) else contacts


def _undefined_alone(contacts: sp.csr_array, scores: Floats) -> Floats:
    return np.where(np.diff(contacts.indptr) > 0, scores, np.nan)


def core_number(matrix: Matrix) -> Floats:
    """The largest k so that the node is in a part where everybody has k contacts (Seidman 1983)."""
    contacts = matrix.both_ways(weighted=False)
    degrees = np.diff(contacts.indptr).astype(float)
    core = np.zeros(len(degrees))
    alive = np.ones(len(degrees), dtype=bool)
    level = 0.0
    while alive.any():
        level = max(level, degrees[alive].min())
        shed = alive & (degrees <= level)
        core[shed] = level
        alive &= ~shed
        lost = contacts[:, np.flatnonzero(shed)]
        degrees -= np.diff(lost.indptr)
    return core
