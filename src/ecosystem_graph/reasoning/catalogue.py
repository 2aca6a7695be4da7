"""The table of rules for the documentation, written from the rules themselves."""

from __future__ import annotations

import re
from pathlib import Path

from ecosystem_graph.reasoning.rules import BUILT_IN, RULES

__all__ = ["renew", "renewed", "rule_table"]

_TITLES = {
    4: "equality",
    5: "axioms about properties",
    6: "classes",
    7: "class axioms",
    8: "datatypes",
    9: "schema vocabulary",
}
_MARKS = "<!-- rules: begin -->\n", "<!-- rules: end -->\n"


def rule_table() -> str:
    """Every rule as Markdown, one table per table of the W3C."""
    lines: list[str] = []
    for number, title in _TITLES.items():
        lines += [f"### Table {number}: {title}", "", "| Rule | If | Then | In words | Med ord |"]
        lines.append("|---|---|---|---|---|")
        for rule in (*BUILT_IN, *RULES):
            if rule.table == number:
                condition = f"`{rule.condition}`" if rule.condition else "always"
                lines.append(f"| {rule.name} | {condition} | `{rule.conclusion}` | {rule.en} | {rule.nb} |")
        lines.append("")
    return "\n".join(lines)


def renewed(text: str) -> str:
    """A page with the table between its marks written anew.

    Args:
        text: The page; it holds the two marks.
    """
    begin, end = _MARKS
    table = f"{begin}\n{rule_table()}\n{end}"
    return re.sub(re.escape(begin) + ".*" + re.escape(end), lambda _: table, text, flags=re.DOTALL)


def renew(page: Path) -> None:
    """Write the table into a page."""
    page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
