"""Open registers in: Enhetsregisteret, ROR and CORDIS as graphs, with links to the region's actors."""

from .brreg import Choice, Totals, brreg_lines, source_lines
from .cordis import CordisTotals, cordis_lines, cordis_source
from .curated import Region, region_of
from .links import link_lines, noting
from .matching import Link, Matcher, Registered, review_csv
from .ror import RorTotals, ror_lines, ror_source
from .writing import FORMS, sources_of, store_lines, write_lines

__all__ = [
    "FORMS",
    "Choice",
    "CordisTotals",
    "Link",
    "Matcher",
    "Region",
    "Registered",
    "RorTotals",
    "Totals",
    "brreg_lines",
    "cordis_lines",
    "cordis_source",
    "link_lines",
    "noting",
    "region_of",
    "review_csv",
    "ror_lines",
    "ror_source",
    "source_lines",
    "sources_of",
    "store_lines",
    "write_lines",
]
