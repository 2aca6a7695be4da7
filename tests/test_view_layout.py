"""Positions: the same every time, nobody on top of another, and each arrangement keeps its own promise."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.view.atlas import home_of, place_actors
from ecosystem_graph.view.details import read
from ecosystem_graph.view.gatherings import gather
from ecosystem_graph.view.geography import Boundary, Projection, boundaries, containing, rings
from ecosystem_graph.view.layers import layer
from ecosystem_graph.view.layout import disc, network_layout, radius, spread


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, float]]]:
    count = draw(st.integers(1, 40))
    node = st.integers(0, count - 1)
    weight = st.floats(0.5, 9)
    return count, draw(st.lists(st.tuples(node, node, weight), max_size=80))


@settings(max_examples=25, deadline=None)
@given(networks())
def test_layout_is_finite_repeatable_and_nobody_hides_another(
    network: tuple[int, list[tuple[int, int, float]]],
) -> None:
    count, ties = network
    radii = [radius(sum(i in tie[:2] for tie in ties)) for i in range(count)]
    points = network_layout(count, ties, radii)
    assert points.shape == (count, 2)
    assert np.isfinite(points).all()
    assert (points == network_layout(count, ties, radii)).all()
    if count > 1:
        assert pdist(points).min() > 2 * min(radii) - 2


def test_tied_nodes_stand_nearer_than_others() -> None:
    ring = [(i, (i + 1) % 12, 1.0) for i in range(12)]
    points = network_layout(12, ring, [8.0] * 12)
    tied = np.mean([np.linalg.norm(points[a] - points[b]) for a, b, _ in ring])
    assert tied < 0.7 * pdist(points).mean()


def test_big_networks_take_the_approximate_way_and_stay_apart() -> None:
    generator = np.random.default_rng(3)
    count = 1700
    ties = [(int(generator.integers(0, i)), i, 1.0) for i in range(1, count)]
    points = network_layout(count, ties, [8.0] * count)
    tied = np.mean([np.linalg.norm(points[a] - points[b]) for a, b, _ in ties])
    some = generator.choice(count, 300, replace=False)
    assert np.isfinite(points).all()
    assert tied < 0.4 * pdist(points[some]).mean()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_networks(count: int) -> None:
    assert network_layout(count, [], [8.0] * count).shape == (count, 2)


def test_spread_parts_what_lies_in_one_place_and_leaves_the_fixed() -> None:
    points = np.zeros((6, 2))
    moved = spread(points, np.full(6, 10.0), fixed=[0])
    assert pdist(moved).min() > 17
    assert np.linalg.norm(moved[0]) < 0.1
    assert (points == 0).all()


def test_sunflower_points_are_evenly_spaced() -> None:
    points = disc(60, 20.0)
    assert pdist(points).min() > 12
    assert np.linalg.norm(points, axis=1).max() < 20 * math.sqrt(60)


years = st.lists(st.one_of(st.none(), st.integers(1890, 2026)), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(years, st.data())
def test_layers_run_left_to_right_in_time(years: list[int | None], data: st.DataObject) -> None:
    node = st.integers(0, len(years) - 1)
    ties = data.draw(st.lists(st.tuples(node, node), max_size=60))
    positions, columns = layer(years, ties)
    assert len(set(positions)) == len(years)
    for year, (x, _) in zip(years, positions, strict=True):
        column = next(c for c in columns if c.left < x < c.right)
        if year is None:
            assert column.first is None
            assert column is columns[-1]
        else:
            assert column.first is not None
            assert column.last is not None
            assert column.first <= year <= column.last
    assert all(a.right == pytest.approx(b.left) for a, b in pairwise(columns))


def test_within_a_column_the_cause_stands_left_of_its_effect() -> None:
    positions, _ = layer([2010, 2010], [(1, 0)])
    assert positions[1][0] < positions[0][0]


def test_loops_do_not_run_away() -> None:
    positions, _ = layer([2010, 2010, None], [(0, 1), (1, 0), (2, 2)])
    assert len(set(positions)) == 3


def test_members_stand_in_their_disc_and_shared_ones_between() -> None:
    belongs = {**{i: [0] for i in range(3, 20)}, **{i: [1] for i in range(20, 30)}, 30: [0, 1]}
    positions, discs = gather([0, 1, 2], belongs, [0] * 31)
    by_hub = {d.hub: d for d in discs}
    assert set(by_hub) == {0, 1}, "a hub without members has no disc"
    for member, hubs in belongs.items():
        if len(hubs) == 1:
            d = by_hub[hubs[0]]
            assert math.dist(positions[member], (d.x, d.y)) < d.radius
    gap = math.dist((by_hub[0].x, by_hub[0].y), (by_hub[1].x, by_hub[1].y))
    assert gap > by_hub[0].radius + by_hub[1].radius
    assert math.dist(positions[30], (by_hub[0].x, by_hub[0].y)) < gap
    assert math.dist(positions[30], (by_hub[1].x, by_hub[1].y)) < gap
    assert positions[2][0] > max(d.x + d.radius for d in discs), "listed to the right"


def test_no_clusters_at_all() -> None:
    assert gather([], {}, []) == ({}, [])


def test_outlines_with_holes_and_parts() -> None:
    wkt = "MULTIPOLYGON(((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1)), ((9 9, 9.5 9, 9.5 9.5, 9 9)))"
    found = rings(wkt)
    assert [len(r) for r in found] == [4, 4, 4]
    assert found[1][0] == (1.0, 1.0)
    assert found[2][1] == (9.5, 9.0)


def test_projection_keeps_shape_and_has_north_up() -> None:
    to_plane = Projection(west=10, north=62, parallel=61, scale=111.0)
    x, y = to_plane.point(11, 61)
    # One degree is 111 km along a meridian, and cos(61°) of that along the parallel.
    assert y == pytest.approx(111, abs=0.1)
    assert x == pytest.approx(111 * math.cos(math.radians(61)), abs=0.1)


def test_an_actor_is_drawn_in_its_municipality_first() -> None:
    things = {"place/raufoss": {"kind": "place-kind/town"}}
    outlined = {"place/gjovik"}
    towns: dict[str, str] = {}
    within = ["place/gjovik", "place/innlandet"]
    assert home_of({"place": "place/oslo", "within": within}, outlined, things, towns) == "place/oslo"
    assert home_of({"within": within}, outlined, things, towns) == "place/gjovik"
    assert home_of({"within": ["place/raufoss"]}, outlined, things, towns) == "place/raufoss"
    assert (
        home_of({"within": ["place/raufoss"]}, outlined, things, {"place/raufoss": "place/vt"}) == "place/vt"
    )
    assert home_of({"placeName": "Luster"}, outlined, things, towns) == "Luster"
    assert home_of({}, outlined, things, towns) == ""


def test_those_from_elsewhere_stand_beside_the_map() -> None:
    square = Boundary("place/a", (((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)),), (50.0, 50.0))
    homes = {"actor/1": "place/a", "actor/2": "place/b", "actor/3": "place/b", "actor/4": ""}
    positions, beside = place_actors(homes, [square], {"place/b": "B"})
    assert math.dist(positions["actor/1"], (50, 50)) < 20
    assert positions["actor/2"][0] > 100
    assert "actor/4" not in positions
    assert [group["name"] for group in beside] == ["B"]


def test_every_municipality_holds_its_own_centre(innlandet: Ecosystem) -> None:
    """Centroids come from the same register as the outlines, but were computed there."""
    outlines, projection = boundaries(read(innlandet))
    assert projection is not None
    assert len(outlines) == 46
    assert all(containing([outline], outline.centre) == outline.place for outline in outlines)
    assert containing(outlines, (-500.0, 0.0)) == ""
