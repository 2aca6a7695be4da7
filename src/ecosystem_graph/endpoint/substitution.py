"""Values into a query's text, as the embedded engine puts them in (SEP-0007 of the SPARQL 1.2 group).

A variable that gets a value is replaced by that value wherever it stands for one; where only a name may
stand (the list after SELECT, GROUP BY or ORDER BY) it is left out. A subselect that does not name it has a
variable of its own by that name, which is left alone. Values are written by the RDF library, so that no text
in them can end a term and begin something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rdflib import BNode
from rdflib.term import Node

from ecosystem_graph.endpoint.reasons import reason
from ecosystem_graph.errors import QueryError
from ecosystem_graph.sparql import blanked
from ecosystem_graph.turtle import written
from ecosystem_graph.wording import Wording

__all__ = ["substitute"]

_WORDS = r"SELECT|WHERE|GROUP\s+BY|ORDER\s+BY|HAVING|LIMIT|OFFSET|VALUES|AS|BOUND"
_TOKEN = re.compile(rf"[?$]\w+|[{{}}()*]|(?<![\w:@?$.-])(?:{_WORDS})(?![\w:-])", re.IGNORECASE)
_AFTER_NAMES = ("WHERE", "{", "}", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "VALUES")


def substitute(text: str, values: Mapping[str, Node]) -> str:
    """The query with values in the place of variables.

    Args:
        text: A query that parses, and whose SELECT names the variables.
        values: Variable to term.

    Raises:
        QueryError: A value cannot be written, or the query gives one of the variables a value itself.
    """
    if not values:
        return text
    terms: dict[str, str] = {}
    for name, node in values.items():
        try:
            if isinstance(node, BNode):
                raise ValueError(Wording("a thing without a name", "en ting uten navn"))
            terms[name] = written(node)
        except ValueError as error:
            value, why = repr(str(node)), reason(error)
            raise QueryError(
                Wording(
                    f"?{name} cannot be set to {value}: {why}",
                    f"?{name} kan ikke settes til {value}: {why.nb}",
                )
            ) from error
    return _Rewriting(text, terms).text()


class _Rewriting:
    """One walk over the tokens of a query that parses."""

    def __init__(self, text: str, terms: Mapping[str, str]) -> None:
        self.source, self.terms = text, terms
        self.bare = blanked(text)
        self.tokens = [(m.start(), m.end(), _normal(m.group())) for m in _TOKEN.finditer(self.bare)]
        self.parts: list[str] = []
        self.at = self.copied = 0

    def text(self) -> str:
        own = frozenset(self.terms)
        while (token := self.peek()) and token not in ("SELECT", "{"):
            self.take(own)  # DESCRIBE names things before its pattern
        if self.peek() == "SELECT":
            self.select(own, outer=True)
        while self.peek() == "{":
            self.group(own)
            if self.peek() == "WHERE":
                self.take(own)
        self.modifiers(own)
        return "".join([*self.parts, self.source[self.copied :]])

    # -- tokens ----------------------------------------------------------------------------------------

    def peek(self) -> str:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else ""

    def take(self, own: frozenset[str] = frozenset(), instead: str | None = None) -> str:
        """Copy up to and with the next token; a variable of ours as its value."""
        start, end, token = self.tokens[self.at]
        if instead is None:
            ours = token[0] in "?$" and token[1:] in own
            instead = self.terms[token[1:]] if ours else self.source[start:end]
        self.parts += [self.source[self.copied : start], instead]
        self.copied, self.at = end, self.at + 1
        return token

    # -- parts of a query ------------------------------------------------------------------------------

    def select(self, own: frozenset[str], *, outer: bool) -> None:
        self.take()
        if not outer:
            own = self.named(own)
        # A list may not be empty; a column of our own is left out by whoever reads the rows.
        self.at -= 1
        empty = self.all_ours(own)
        self.at += 1
        self.names(own)
        if empty:
            self.parts.append(" (1 AS ?set) ")
        if self.peek() == "WHERE":
            self.take()
        self.group(own)
        self.modifiers(own)

    def named(self, own: frozenset[str]) -> frozenset[str]:
        """Those of ours that a subselect's list lets out."""
        depth, found, at = 0, set(), self.at
        while depth or self.tokens[at][2] not in ("WHERE", "{"):
            token = self.tokens[at][2]
            depth += {"(": 1, ")": -1}.get(token, 0)
            if not depth and token == "*":
                return own
            if token[0] in "?$" and (not depth or self.tokens[at - 1][2] == "AS"):
                found.add(token[1:])
            at += 1
        return own & found

    def modifiers(self, own: frozenset[str]) -> None:
        while (token := self.peek()) and token != "}":
            if token == "ORDER BY":
                self.take(instead="" if self.all_ours(own) else None)
                self.names(own)
            elif token == "GROUP BY" and self.all_ours(own):
                # One group is left, and none where there is no row. Virtuoso groups by nothing but names.
                self.parts.insert(-1, " BIND(1 AS ?group) ")
                self.take()
                self.names(own)
                self.parts.append(" ?group ")
            elif token == "GROUP BY":
                self.take()
                self.names(own)
            elif token == "VALUES":
                self.data(own)
            elif token == "(":
                self.bracket(own)
            else:
                self.take(own)

    def listed(self, at: int) -> bool:
        """The list of names still goes on."""
        return at < len(self.tokens) and self.tokens[at][2] not in _AFTER_NAMES

    def all_ours(self, own: frozenset[str]) -> bool:
        """The list after the present token names nothing but ours, with nothing between the names."""
        at, before = self.at + 1, self.tokens[self.at][1]
        while self.listed(at):
            start, end, token = self.tokens[at]
            if token[0] not in "?$" or token[1:] not in own or self.bare[before:start].strip():
                return False
            at, before = at + 1, end
        rest = self.bare[before : self.tokens[at][0] if at < len(self.tokens) else len(self.bare)]
        return not rest.strip()

    def names(self, own: frozenset[str]) -> None:
        """A list of names and bracketed expressions; an expression stays, a name of ours goes."""
        while self.listed(self.at):
            if self.peek() == "(":
                self.bracket(own)
            else:
                ours = self.peek()[0] in "?$" and self.peek()[1:] in own
                self.take(instead="" if ours else None)

    def group(self, own: frozenset[str]) -> None:
        self.take()
        while (token := self.peek()) != "}":
            if token == "SELECT":
                self.select(own, outer=False)
            elif token == "{":
                self.group(own)
            elif token == "(":
                self.bracket(own)
            elif token == "VALUES":
                self.data(own)
            else:
                self.take(own)
        self.take()

    def bracket(self, own: frozenset[str]) -> None:
        bound = self.at > 0 and self.tokens[self.at - 1][2] == "BOUND"
        self.take()
        while (token := self.peek()) != ")":
            if token == "(":
                self.bracket(own)
            elif token == "{":
                self.group(own)
            elif token == "AS":
                self.take()
                self.refuse(own)
                self.take()
            else:
                self.take(frozenset() if bound else own)
        self.take()

    def data(self, own: frozenset[str]) -> None:
        self.take()
        while self.peek() != "{":
            self.refuse(own)
            self.take()
        while self.take() != "}":
            pass

    def refuse(self, own: frozenset[str]) -> None:
        token = self.peek()
        if token[0] in "?$" and token[1:] in own:
            raise QueryError(
                Wording(
                    f"the query gives {token} a value itself, so it cannot be set from outside",
                    f"spørringen gir selv {token} en verdi, så den kan ikke settes utenfra",
                )
            )


def _normal(token: str) -> str:
    return token if token[0] in "?$" else " ".join(token.upper().split())
