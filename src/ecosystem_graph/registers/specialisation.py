"""What places are good for: location quotients, and how industries are related by where they are found.

The location quotient of an industry in a place is its share of the place over its share of the country (P. S.
Florence 1939); above 1 the place is specialised. Two industries are related where places that are specialised
in one tend to be so in the other: the smaller of the two conditional probabilities (C. Hidalgo et al., *The
product space conditions the development of nations*, Science 2007).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosystem_graph.errors import NetworkError
from ecosystem_graph.wording import Wording

__all__ = ["Specialisation", "specialisation"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Specialisation:
    """Places by industries.

    Attributes:
        places: Row names, in order.
        industries: Column names, in order.
        counts: How many units, or jobs, there are; shape (places, industries).
        quotients: Location quotients, of the same shape; 0 where there is nothing.
    """

    places: tuple[str, ...]
    industries: tuple[str, ...]
    counts: Floats
    quotients: Floats

    def strongest(self, *, at_least: float = 10, limit: int = 20) -> list[tuple[str, str, float, float]]:
        """Place, industry, count and quotient of the highest quotients that rest on enough.

        Args:
            at_least: Smallest count; small numbers give wild quotients.
            limit: How many.
        """
        usable = np.where(self.counts >= at_least, self.quotients, 0.0)
        order = np.argsort(-usable, axis=None, kind="stable")[:limit]
        rows, columns = np.unravel_index(order, usable.shape)
        return [
            (self.places[r], self.industries[c], float(self.counts[r, c]), float(usable[r, c]))
            for r, c in zip(rows.tolist(), columns.tolist(), strict=True)
            if usable[r, c] > 0
        ]

    def relatedness(self) -> Floats:
        """Relatedness of each pair of industries, 0 to 1, shape (industries, industries); nan on no evidence.

        An industry in which no place is specialised is related to none; the diagonal is 1 elsewhere.
        """
        special = (self.quotients > 1).astype(np.float64)
        both = special.T @ special
        many = np.diag(both)
        larger = np.maximum(many[:, None], many[None, :])
        smaller = np.minimum(many[:, None], many[None, :])
        shares = np.divide(both, larger, out=np.zeros_like(both), where=larger > 0)
        shares[smaller == 0] = np.nan
        return shares


def specialisation(rows: Iterable[tuple[str, str, float]]) -> Specialisation:
    """Location quotients of counts.

    Args:
        rows: Place, industry and count; repeats add up.

    Raises:
        NetworkError: There is nothing to count, or a count is negative.
    """
    summed: dict[tuple[str, str], float] = {}
    for place, industry, count in rows:
        if not count >= 0:
            raise NetworkError(
                Wording(
                    f"{count} of {industry} in {place}: a count cannot be negative",
                    f"{count} av {industry} i {place}: et antall kan ikke være negativt",
                )
            )
        summed[place, industry] = summed.get((place, industry), 0.0) + count
    places = tuple(sorted({p for p, _ in summed}))
    industries = tuple(sorted({i for _, i in summed}))
    at = {name: n for n, name in enumerate(places)}, {name: n for n, name in enumerate(industries)}
    counts = np.zeros((len(places), len(industries)))
    for (place, industry), count in summed.items():
        counts[at[0][place], at[1][industry]] = count
    total = counts.sum()
    if not total:
        raise NetworkError(
            Wording(
                "no unit has both a place and an industry, so there is nothing to compare",
                "ingen enhet har både sted og næring, så det er ingenting å sammenligne",
            )
        )
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True) / total
    quotients = np.divide(counts, expected, out=np.zeros_like(counts), where=expected > 0)
    return Specialisation(places, industries, counts, quotients)
