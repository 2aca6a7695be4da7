"""What the rules take for granted: built-in terms, and how an RDF list is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rdflib import OWL, RDFS

__all__ = ["ANNOTATIONS", "TAKES_LIST", "read_list"]

ANNOTATIONS = (
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
    OWL.deprecated,
    OWL.versionInfo,
    OWL.priorVersion,
    OWL.backwardCompatibleWith,
    OWL.incompatibleWith,
)
TAKES_LIST = (
    OWL.intersectionOf,
    OWL.unionOf,
    OWL.oneOf,
    OWL.propertyChainAxiom,
    OWL.hasKey,
    OWL.members,
    OWL.distinctMembers,
)


def read_list(
    head: int, first: Mapping[int, Sequence[int]], rest: Mapping[int, Sequence[int]], nil: int
) -> tuple[int, ...] | None:
    """Members of an RDF list.

    Where sameness has given a node several members, the first stated is taken: replacement (eq-rep-p,
    eq-rep-o) makes the others follow.

    Args:
        head: First node.
        first: rdf:first of each node.
        rest: rdf:rest of each node.
        nil: The number of rdf:nil.

    Returns:
        None where the list is incomplete or runs in a circle.
    """
    members: list[int] = []
    passed: set[int] = set()
    while head != nil:
        if head in passed or head not in first or head not in rest:
            return None
        passed.add(head)
        members.append(first[head][0])
        head = rest[head][0]
    return tuple(members)
