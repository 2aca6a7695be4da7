"""The map: boundaries from well-known text, flattened to the plane of the picture."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .details import Records

__all__ = ["Boundary", "Projection", "boundaries", "containing", "municipalities_of_towns", "rings"]

_RING = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Projection:
    """Longitude and latitude to picture units, equirectangular about a standard parallel.

    True to shape within a county-sized area; the north is up.

    Attributes:
        west: Longitude of the left edge, degrees.
        north: Latitude of the upper edge, degrees.
        parallel: Latitude where lengths are true, degrees.
        scale: Picture units per degree of latitude.
    """

    west: float
    north: float
    parallel: float
    scale: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Picture position of a place."""
        x = (longitude - self.west) * math.cos(math.radians(self.parallel)) * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A municipality on the map.

    Attributes:
        place: Key of the place.
        rings: Its outlines in picture units, holes as rings of their own (fill even-odd).
        centre: Where its name and its actors go.
    """

    place: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    centre: tuple[float, float]


def rings(wkt: str) -> list[list[tuple[float, float]]]:
    """The rings of a POLYGON or MULTIPOLYGON as (longitude, latitude) pairs; empty for other geometries.

    Well-known text: OGC 06-103r4, section 7.

    >>> rings("POLYGON((10 60, 11 60, 11 61, 10 60))")
    [[(10.0, 60.0), (11.0, 60.0), (11.0, 61.0), (10.0, 60.0)]]
    >>> rings("POINT(10 60)")
    []
    """
    if "POLYGON" not in wkt.upper():
        return []
    found = []
    for ring in _RING.findall(wkt):
        numbers = [tuple(float(n) for n in point.split()[:2]) for point in ring.split(",")]
        found.append([(n[0], n[1]) for n in numbers])
    return found


def boundaries(records: Records, width: float = 1500.0) -> tuple[list[Boundary], Projection | None]:
    """The outlined places of a region and the projection they are drawn in.

    Args:
        records: The region.
        width: Width of the widest extent, picture units.

    Returns:
        Boundaries in key order, and the projection; no outlines give no projection.
    """
    outlines: dict[str, list[list[tuple[float, float]]]] = {}
    for key, record in records.of("place"):
        found: list[list[tuple[float, float]]] = []
        for geometry in record.values.get("hasGeometry", []):
            shape = records.by_key.get(geometry)
            found += rings(shape.one("asWKT")) if shape else []
        if found:
            outlines[key] = found
    if not outlines:
        return [], None
    points = [point for found in outlines.values() for ring in found for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    parallel = (south + north) / 2
    extent = max((east - west) * math.cos(math.radians(parallel)), north - south, 1e-9)
    projection = Projection(west, north, parallel, width / extent)
    return [
        Boundary(
            key,
            tuple(tuple(projection.point(*p) for p in ring) for ring in found),
            projection.point(*_centre(records, key, found)),
        )
        for key, found in outlines.items()
    ], projection


def _centre(records: Records, key: str, found: list[list[tuple[float, float]]]) -> tuple[float, float]:
    """The stated centroid of a place, or the mean of its largest outline."""
    for geometry in records.by_key[key].values.get("hasCentroid", []):
        shape = records.by_key.get(geometry)
        numbers = re.findall(r"-?\d+(?:\.\d+)?", shape.one("asWKT")) if shape else []
        if len(numbers) == 2:
            return float(numbers[0]), float(numbers[1])
    ring = max(found, key=len)
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


def containing(boundaries: Sequence[Boundary], point: tuple[float, float]) -> str:
    """Key of the place whose outline a point of the picture lies in, empty where there is none.

    Even-odd rule: a ray from the point crosses the outline an odd number of times (Shimrat 1962).

    >>> square = Boundary("place/a", (((0, 0), (9, 0), (9, 9), (0, 9)),), (4, 4))
    >>> containing([square], (3, 3)), containing([square], (30, 3))
    ('place/a', '')
    """
    x, y = point
    for boundary in boundaries:
        crossings = 0
        for ring in boundary.rings:
            for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                    crossings += 1
        if crossings % 2:
            return boundary.place
    return ""


def municipalities_of_towns(
    records: Records, boundaries: Sequence[Boundary], projection: Projection
) -> dict[str, str]:
    """Per place with coordinates, but without an outline, the outlined place it lies in."""
    outlined = {boundary.place for boundary in boundaries}
    found: dict[str, str] = {}
    for key, record in records.of("place"):
        if key in outlined or not (record.one("lat") and record.one("long")):
            continue
        inside = containing(boundaries, projection.point(float(record.one("long")), float(record.one("lat"))))
        if inside:
            found[key] = inside
    return found
