"""Sampled betweenness: within its stated error, at least as often as it says."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.network.matrix import Matrix
from ecosystem_graph.network.sampling import sampled_betweenness, samples_needed


def exact(graph: nx.Graph) -> np.ndarray:
    scores = nx.betweenness_centrality(graph)
    return np.array([scores[node] for node in graph])


def test_the_number_of_samples_is_that_of_the_theorem() -> None:
    # (1 / 2ε²)(⌊log₂(VD - 2)⌋ + 1 + ln 1/δ) with VD = 10, ε = 0.1, δ = 0.1: 50 x (3 + 1 + 2.302585)
    assert samples_needed(10, 0.1, 0.9) == 316
    assert samples_needed(2, 0.1, 0.9) == 166


@pytest.mark.parametrize(
    "graph",
    [
        nx.path_graph(12),
        nx.grid_2d_graph(4, 5),
        nx.disjoint_union(nx.karate_club_graph(), nx.star_graph(6)),
        nx.empty_graph(5),
        nx.complete_graph(6),
    ],
    ids=["path", "grid", "two parts", "no ties", "complete"],
)
def test_every_score_is_within_the_error(graph: nx.Graph) -> None:
    found = sampled_betweenness(Matrix.of(graph), error=0.06, confidence=0.99, seed=4)
    assert np.abs(found.scores - exact(graph)).max() <= 0.06


def test_the_bound_holds_as_often_as_it_says() -> None:
    graph = nx.barbell_graph(5, 3)
    truth, matrix = exact(graph), Matrix.of(graph)
    off = [
        np.abs(sampled_betweenness(matrix, error=0.15, confidence=0.5, seed=s).scores - truth).max() > 0.15
        for s in range(60)
    ]
    assert np.mean(off) <= 0.5


def test_paths_are_drawn_evenly() -> None:
    """Of the shortest paths over a grid each is as likely: the mean over many seeds has no bias."""
    graph = nx.grid_2d_graph(3, 3)
    matrix, truth = Matrix.of(graph), exact(graph)
    runs = [sampled_betweenness(matrix, error=0.1, seed=s) for s in range(15)]
    mean = np.mean([run.scores for run in runs], axis=0)
    # Standard error of the mean score is at most sqrt(1/4 / (15 x samples)).
    assert np.abs(mean - truth).max() < 4.5 * np.sqrt(0.25 / (15 * runs[0].samples)) * 9 / 7


def test_a_seed_gives_the_same_scores() -> None:
    matrix = Matrix.of(nx.karate_club_graph())
    one, two, other = (sampled_betweenness(matrix, error=0.1, seed=s) for s in (1, 1, 2))
    assert (one.scores == two.scores).all()
    assert (one.scores != other.scores).any()


def test_what_cannot_be_sampled() -> None:
    with pytest.raises(NetworkError, match="undirected"):
        sampled_betweenness(Matrix.of(nx.DiGraph([(1, 2)])))
    with pytest.raises(NetworkError, match="above 0"):
        sampled_betweenness(Matrix.of(nx.path_graph(4)), error=0)
    assert np.isnan(sampled_betweenness(Matrix.of(nx.path_graph(2))).scores).all()
