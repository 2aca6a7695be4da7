"""The findings: sentences computed from the numbers, most interesting first, each with where it comes from.

Interest is a number from 0 to 1 that a finding's own figures give it: how far a share is from nothing, how
large a part of the whole it concerns. Equal interest goes by key, so that the order is the same every time.
"""

from __future__ import annotations

from ecosystem_graph.report.material import Material

from . import claims, ground, position, whole
from .finding import Finding

__all__ = ["Finding", "findings"]


def findings(material: Material) -> tuple[Finding, ...]:
    """Every finding the material allows, most interesting first."""
    makers = (*position.MAKERS, *whole.MAKERS, *claims.MAKERS, *ground.MAKERS)
    found = [finding for make in makers for finding in make(material)]
    return tuple(sorted(found, key=lambda f: (-f.interest, f.key)))
