"""OWL 2 RL reasoning: complete, quick, and able to say why."""

from ecosystem_graph.reasoning.checking import faults
from ecosystem_graph.reasoning.closure import Closure, Comparison, close, compare
from ecosystem_graph.reasoning.near import NearMiss
from ecosystem_graph.reasoning.noise import Triple, is_noise, is_trivial
from ecosystem_graph.reasoning.proofs import ASSERTED, Proof
from ecosystem_graph.reasoning.reasoner import Change, Contradiction, Reasoner
from ecosystem_graph.reasoning.rendering import (
    contradictions_text,
    contradictions_told,
    proof_json,
    proof_mermaid,
    proof_text,
    proof_turtle,
    refusal_json,
    refusal_text,
)
from ecosystem_graph.reasoning.wording import labels_in, sources_in

__all__ = [
    "ASSERTED",
    "Change",
    "Closure",
    "Comparison",
    "Contradiction",
    "NearMiss",
    "Proof",
    "Reasoner",
    "Triple",
    "close",
    "compare",
    "contradictions_text",
    "contradictions_told",
    "faults",
    "is_noise",
    "is_trivial",
    "labels_in",
    "proof_json",
    "proof_mermaid",
    "proof_text",
    "proof_turtle",
    "refusal_json",
    "refusal_text",
    "sources_in",
]
