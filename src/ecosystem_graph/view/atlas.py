"""Actors on the map: in their municipality; those from elsewhere beside the map, gathered by place."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .details import Text
from .geography import Boundary
from .layout import disc, spread

__all__ = ["home_of", "place_actors"]

_SPACING = 17.0
#: Kinds of place that say where somebody is, unlike counties and regions.
_NARROW = ("place-kind/town", "place-kind/locality", "place-kind/municipality", "place-kind/country")


def home_of(
    actor: Mapping[str, Any],
    outlined: set[str],
    things: Mapping[str, Mapping[str, Any]],
    towns: Mapping[str, str],
) -> str:
    """Where an actor is drawn: its municipality, else an outlined place it lies in, else any named place.

    Args:
        actor: The actor.
        outlined: Places with an outline.
        things: What the places are.
        towns: Per town the outlined place it lies in.

    Returns:
        Key of a place, a plain name, or nothing.
    """
    if actor.get("place"):
        return str(actor["place"])
    within: list[str] = list(actor.get("within", []))
    inside = [place for place in within if place in outlined]
    if inside:
        return inside[0]
    narrow = [p for p in within if things.get(p, {}).get("kind") in _NARROW]
    inside = [towns[place] for place in narrow if place in towns]
    if inside:
        return inside[0]
    if actor.get("placeName"):
        return str(actor["placeName"])
    return narrow[0] if narrow else ""


def place_actors(
    homes: Mapping[str, str], boundaries: Sequence[Boundary], names: Mapping[str, Text]
) -> tuple[dict[str, tuple[float, float]], list[dict[str, Any]]]:
    """Positions on and beside the map.

    Args:
        homes: Per actor where it is drawn, from `home_of`.
        boundaries: The outlined places.
        names: Name of each place.

    Returns:
        Position per actor, and the gatherings beside the map (name, centre, radius).
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for actor, home in sorted(homes.items()):
        if home:
            groups[home].append(actor)
    centres = {b.place: b.centre for b in boundaries}
    inside = [actor for place in centres for actor in groups.get(place, [])]
    points = [
        (centres[place][0] + dx, centres[place][1] + dy)
        for place in centres
        for dx, dy in disc(len(groups.get(place, [])), _SPACING)
    ]
    positions: dict[str, tuple[float, float]] = {}
    if points:
        clear = spread(np.array(points), np.full(len(points), _SPACING / 2))
        positions = {
            a: (round(float(x), 1), round(float(y), 1)) for a, (x, y) in zip(inside, clear, strict=True)
        }
    edge = max((x for b in boundaries for ring in b.rings for x, _ in ring), default=0.0)
    beside: list[dict[str, Any]] = []
    outside = sorted((p for p in groups if p not in centres), key=lambda p: (-len(groups[p]), p))
    x, y, widest = edge + 150, 60.0, 0.0
    for place in outside:
        size = 14 + _SPACING * 0.62 * math.sqrt(len(groups[place]))
        if y + 2 * size > 1450:
            x, y, widest = x + widest * 2 + 130, 60.0, 0.0
        widest = max(widest, size)
        y += size
        beside.append({"name": names.get(place, place), "x": x, "y": round(y, 1), "radius": round(size, 1)})
        for actor, (dx, dy) in zip(groups[place], disc(len(groups[place]), _SPACING), strict=True):
            alone = len(groups[place]) == 1
            positions[actor] = (
                (x, round(y, 1)) if alone else (round(x + float(dx), 1), round(y + float(dy), 1))
            )
        y += size + 30
    return positions, beside
