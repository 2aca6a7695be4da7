"""What the words of the graph mean: labels and definitions of the ontology's terms and of the codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from ecosystem_graph.ecosystem import Ecosystem
from ecosystem_graph.queries import run
from ecosystem_graph.vocab import CODE

__all__ = ["Terms"]

_MEANINGS = """
SELECT ?term ?prop ?text (LANG(?text) AS ?lang) WHERE {
  GRAPH <https://w3id.org/innovation-ecosystem/graph/ontology> {
    { ?term rdfs:label|skos:prefLabel ?text BIND("label" AS ?prop) }
    UNION { ?term skos:definition|rdfs:comment ?text BIND("definition" AS ?prop) }
  }
  FILTER(STRSTARTS(STR(?term), "https://w3id.org/innovation-ecosystem/"))
}
"""
_TERMS = """
SELECT DISTINCT ?term ?sort ?above WHERE {
  GRAPH <https://w3id.org/innovation-ecosystem/graph/ontology> {
    ?term a ?type
    VALUES (?type ?sort) {
      (owl:Class "Class") (owl:ObjectProperty "ObjectProperty") (owl:DatatypeProperty "DatatypeProperty")
      (owl:AnnotationProperty "AnnotationProperty")
    }
    OPTIONAL { ?term rdfs:subClassOf|rdfs:subPropertyOf ?above FILTER(ISIRI(?above)) }
  }
  FILTER(STRSTARTS(STR(?term), STR(eco:)))
}
"""


class Terms:
    """Terms and codes by IRI."""

    def __init__(self, ecosystem: Ecosystem) -> None:
        """Get ready; nothing is read yet."""
        self._ecosystem = ecosystem

    @cached_property
    def _meanings(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Of every term and code: property (``label``, ``definition``) to text by language."""
        found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for term, prop, text, lang in run(self._ecosystem, _MEANINGS).rows:
            found[str(term)][str(prop)][str(lang)] = str(text)
        return found

    def meaning(self, iri: str, prop: str, lang: str) -> str:
        """Label or definition of a term; the other language where one is missing."""
        known = self._meanings.get(iri, {}).get(prop, {})
        return known.get(lang) or known.get("nb" if lang == "en" else "en") or known.get("", "")

    def definition(self, code: str, lang: str) -> str:
        """What a code means."""
        return self.meaning(str(CODE) + code, "definition", lang)

    def scheme(self, name: str, lang: str) -> tuple[str, str]:
        """Name and meaning of a code list."""
        iri = f"{CODE}scheme/{name}"
        return self.meaning(iri, "label", lang) or name, self.meaning(iri, "definition", lang)

    @cached_property
    def listed(self) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
        """Classes and properties: IRI, sort (``Class``, ``ObjectProperty`` …), local name, broader terms."""
        broader: dict[tuple[str, str], set[str]] = defaultdict(set)
        for term, sort, above in run(self._ecosystem, _TERMS).rows:
            held = broader[str(term), str(sort)]
            if above is not None:
                held.add(str(above))
        return tuple(
            (iri, sort, iri.rsplit("#", 1)[-1], tuple(sorted(above)))
            for (iri, sort), above in sorted(broader.items())
        )
