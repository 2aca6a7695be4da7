"""Pages of a SELECT: where its text ends, what it is sorted by, and the same text for one page of its rows.

Rows are fetched by LIMIT and OFFSET under a total order: the query's own ORDER BY and then every column, so
that pages neither overlap nor leave a row out. OFFSET and not a condition on the last row's values (keyset):
those would have to be compared by STR(), which each server sorts in its own way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecosystem_graph.sparql import blanked

__all__ = ["Select"]

_WORD = re.compile(
    r"[{}()]|(?<![\w:@?$.-])(?:ORDER\s+BY|LIMIT|OFFSET|VALUES)(?![\w:-])", re.IGNORECASE
)  # fmt: skip
_NUMBER = re.compile(r"\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT taken apart at its end.

    Attributes:
        head: The text up to its solution modifiers LIMIT and OFFSET (ORDER BY included).
        sorted: It has an ORDER BY.
        tail: A closing VALUES.
        columns: Its columns.
        limit: Its own LIMIT; None where it has none.
        offset: Its own OFFSET.
    """

    head: str
    sorted: bool
    tail: str
    columns: tuple[str, ...]
    limit: int | None
    offset: int

    @classmethod
    def of(cls, text: str, columns: tuple[str, ...]) -> Select:
        """Take a SELECT that parses apart."""
        bare = blanked(text)
        depth, groups, ordered, cut, values = 0, 0, False, len(text), len(text)
        numbers: dict[str, int] = {}
        for token in _WORD.finditer(bare):
            word = " ".join(token.group().upper().split())
            if word in "{(":
                depth += 1
            elif word in "})":
                depth -= 1
                groups += word == "}" and not depth
            elif not depth and groups:
                if word == "ORDER BY":
                    ordered = True
                    continue
                cut = min(cut, token.start())
                if word == "VALUES":
                    values = min(values, token.start())
                elif number := _NUMBER.match(bare, token.end()):
                    numbers[word] = int(number[1])
        return cls(
            text[:cut], ordered, text[values:], columns, numbers.get("LIMIT"), numbers.get("OFFSET", 0)
        )

    def page(self, offset: int, count: int, *, total: bool) -> str:
        """The query for some of its rows.

        Args:
            offset: Rows before them.
            count: How many at most.
            total: Sort by every column too, in which case pages fit together.
        """
        return f"{self._ordered(total)}\nLIMIT {count} OFFSET {self.offset + offset}\n{self.tail}"

    def nested(self, offset: int, count: int) -> str:
        """The same page for servers that sort only so many rows for a LIMIT (Virtuoso: 10,000, SR353)."""
        prologue, body = _split(self.whole(total=True))
        names = " ".join(f"?{column}" for column in self.columns)
        return f"{prologue}SELECT {names} WHERE {{ {{ {body}\n}} }}\nLIMIT {count} OFFSET {offset}"

    def whole(self, *, total: bool = False) -> str:
        """The query for all its rows."""
        limit = f" LIMIT {self.limit}" if self.limit is not None else ""
        offset = f" OFFSET {self.offset}" if self.offset else ""
        return f"{self._ordered(total)}\n{limit}{offset}\n{self.tail}"

    def counting(self) -> str:
        """A query for how many rows there are."""
        prologue, body = _split(self.whole())
        return f"{prologue}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {body}\n}} }}"

    def _ordered(self, total: bool) -> str:
        if not total:
            return self.head
        # On a line of its own: the text may end in a comment.
        order = "" if self.sorted else "ORDER BY"
        return f"{self.head}\n{order} {' '.join('?' + c for c in self.columns)}"


def _split(text: str) -> tuple[str, str]:
    """The prologue and the rest."""
    found = re.search(r"(?<![\w:@?$.-])SELECT(?![\w:-])", blanked(text), re.IGNORECASE)
    at = found.start() if found else 0
    return text[:at], text[at:]
