"""Doctor: looks at an installation and at a data file, and says what to do."""

from ecosystem_graph.doctor.data import UNREADABLE, check_data
from ecosystem_graph.doctor.findings import Finding, Level, findings_json, findings_lines
from ecosystem_graph.doctor.installation import check_installation

__all__ = [
    "UNREADABLE",
    "Finding",
    "Level",
    "check_data",
    "check_installation",
    "findings_json",
    "findings_lines",
]
