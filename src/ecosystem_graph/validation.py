"""Validation: the facts of a region against the SHACL shapes, every breach with what would be right.

pySHACL is the reference; pyshifty gives the same results some ten times faster and is used where it is
installed. The shapes see the facts together with the ontology and the code lists, never what was inferred.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from .ecosystem import Ecosystem
from .errors import EcosystemError, MissingExtraError, NonConformantError, NotFoundError, near
from .resources import shapes_file
from .schema import schema
from .turtle import Triple, base_of, ntriples, quiet_literals, short_name
from .vocab import ECO
from .wording import Wording

__all__ = ["ENGINES", "Report", "Violation", "validate"]

#: What computes: the reference, the fast one, or the fast one where it is installed.
ENGINES = ("auto", "pyshacl", "shifty")

_WORDS = {
    "Violation": {"nb": "brudd", "en": "violation"},
    "Warning": {"nb": "merknad", "en": "warning"},
    "near": {"nb": "mente du", "en": "did you mean"},
    "or": {"nb": "eller", "en": "or"},
    "none": {"nb": "Alle fakta oppfyller reglene.", "en": "All facts keep the rules."},
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where the facts break a shape.

    Attributes:
        severity: ``Violation`` or ``Warning``.
        thing: IRI of the thing it is about.
        name: Its short name, as it stands in the Turtle file.
        rule: Name of the shape.
        path: Short name of the property; empty where the whole thing is to blame.
        value: The offending value; empty where it is the lack of one.
        messages: What is wrong and what would be right, by language.
        suggestions: Names like the value that do exist, best first.
    """

    severity: str
    thing: str
    name: str
    rule: str
    path: str
    value: str
    messages: Mapping[str, str] = field(hash=False, compare=False)
    suggestions: tuple[str, ...] = ()

    def hint(self, lang: str) -> str:
        """What may have been meant, in ``nb`` or ``en``; empty where nothing is near."""
        if not self.suggestions:
            return ""
        names = f" {_WORDS['or'][lang]} ".join(self.suggestions)
        return f"{_WORDS['near'][lang]} {names}?"

    def line(self, lang: str) -> str:
        """One line for a person, in ``nb`` or ``en``."""
        what = " ".join(part for part in (self.name, self.path, self.value) if part)
        text = f"{_WORDS[self.severity][lang]} {self.rule}: {what}: {self.messages[lang]}"
        return f"{text} {hint[0].upper()}{hint[1:]}" if (hint := self.hint(lang)) else text

    @property
    def wording(self) -> Wording:
        """The line in both languages."""
        return Wording(self.line("en"), self.line("nb"))

    def __str__(self) -> str:
        """The line in English."""
        return self.line("en")


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, violations before warnings, then by thing.

    Attributes:
        violations: The breaches, warnings too.
        lang: Language of the lines where none is asked for.
    """

    violations: tuple[Violation, ...]
    lang: str = "nb"

    @property
    def conforms(self) -> bool:
        """There is no violation; warnings do not count."""
        return all(v.severity == "Warning" for v in self.violations)

    def lines(self, lang: str | None = None) -> list[str]:
        """A line for each breach, or the one line that there is none."""
        chosen = lang or self.lang
        return [v.line(chosen) for v in self.violations] or [_WORDS["none"][chosen]]

    def raise_for_violations(self) -> None:
        """Do nothing where the facts conform.

        Raises:
            NonConformantError: They do not; its text has a line for each violation.
        """
        if not self.conforms:
            raise NonConformantError([v.wording for v in self.violations if v.severity != "Warning"])


def validate(facts: Ecosystem | Iterable[Triple], *, lang: str = "nb", engine: str = "auto") -> Report:
    """Check the facts against the shapes; the facts are left as they are.

    Args:
        facts: An ecosystem, of which only the asserted graph is checked, or triples.
        lang: Language of the report's lines, ``nb`` or ``en``.
        engine: ``pyshacl``, ``shifty``, or ``auto`` for shifty where it is installed.

    Raises:
        MissingExtraError: ``shifty`` was asked for and is not installed.
        NotFoundError: There is no such engine.
    """
    asserted = facts.asserted if isinstance(facts, Ecosystem) else facts
    # A graph of its own, so that no engine can write into the one that was given.
    seen = Graph(bind_namespaces="none")
    seen.addN((s, p, o, seen) for s, p, o in asserted)
    base = facts.base if isinstance(facts, Ecosystem) else base_of(seen)
    seen.addN((s, p, o, seen) for s, p, o in schema().graph)
    results = _run(engine, seen)
    # Results nested in these (sh:detail) say why an inner shape failed; the outer one's message says it too.
    nodes = results.objects(None, SH.result)
    return Report(tuple(sorted({_violation(results, node, seen, base) for node in nodes}, key=_order)), lang)


# -- engines -------------------------------------------------------------------------------------------


def _run(engine: str, data: Graph) -> Graph:
    if engine not in ENGINES:
        raise NotFoundError(
            Wording("engine", "motor"),
            engine,
            ENGINES,
            Wording(f"known: {', '.join(ENGINES)}", f"gyldige: {', '.join(ENGINES)}"),
        )
    fast = engine == "shifty" or (engine == "auto" and importlib.util.find_spec("shifty"))
    with quiet_literals():
        return _shifty(data) if fast else _pyshacl(data)


def _pyshacl(data: Graph) -> Graph:
    import pyshacl

    _, results, _ = pyshacl.validate(data, shacl_graph=_shapes())
    if not isinstance(results, Graph):
        raise EcosystemError(
            Wording(f"pySHACL could not validate: {results}", f"pySHACL kunne ikke validere: {results}")
        )
    return results


def _shifty(data: Graph) -> Graph:
    try:
        import shifty
    except ImportError as error:
        raise MissingExtraError("pyshifty", "fast") from error
    # "data": the shapes are not facts. "error": a constraint it does not know must never pass for kept.
    _, results, _ = shifty.validate(
        ntriples(data), ntriples(_shapes()), graph_mode="data", infer=False, on_unsupported="error"
    )
    return results


@cache
def _shapes() -> Graph:
    return Graph().parse(shapes_file(), format="turtle")


# -- results -------------------------------------------------------------------------------------------


def _violation(results: Graph, node: Node, data: Graph, base: str) -> Violation:
    """A validation result as a value; its messages are taken from the shape, whatever the engine wrote."""
    shape = results.value(node, SH.sourceShape)
    thing = results.value(node, SH.focusNode)
    path = results.value(node, SH.resultPath)
    value = results.value(node, SH.value)
    if isinstance(path, BNode):
        # A choice of properties: the one that leads to the value.
        path = min(data.predicates(thing, value), key=str, default=None) if value is not None else None
    told = (m for m in _shapes().objects(shape, SH.message) if isinstance(m, Literal))
    severity = str(results.value(node, SH.resultSeverity)).removeprefix(str(SH))
    suspect = value
    if isinstance(path, URIRef) and path.startswith(str(ECO)) and (path, RDF.type, None) not in data:
        suspect = path
    elif thing == value:
        suspect = data.value(thing, RDF.type)
    return Violation(
        severity=severity,
        thing=str(thing),
        name=_text(thing, base),
        rule=str(shape).rsplit("#", 1)[-1],
        path=_text(path, base),
        value=_text(value, base) if value != thing else "",
        messages={m.language or "": str(m) for m in told},
        suggestions=_suggestions(suspect, data, base),
    )


def _text(node: Node | None, base: str) -> str:
    if isinstance(node, URIRef):
        return short_name(node, base)
    return "" if node is None else str(node)


def _suggestions(node: Node | None, data: Graph, base: str) -> tuple[str, ...]:
    """Names that do exist, near one that nothing is known about."""
    if not isinstance(node, URIRef) or (node, RDF.type, None) in data:
        return ()
    cut = max(node.rfind("/"), node.rfind("#")) + 1
    known = {str(s)[cut:] for s in data.subjects(RDF.type) if str(s).startswith(node[:cut])}
    # Classes begin with a capital and properties do not: neither is meant where the other is.
    alike = {name for name in known if name[:1].isupper() == node[cut : cut + 1].isupper()}
    return tuple(short_name(node[:cut] + name, base) for name in near(node[cut:], alike))


def _order(violation: Violation) -> tuple[str, ...]:
    """Violations, then warnings; code-point order does that for the two words."""
    return (violation.severity, violation.thing, violation.rule, violation.path, violation.value)
