"""OWL 2 RL reasoning: complete, quick, and able to say why."""

from ecosystem_graph.reasoning.closure import Closure, Contradiction, Reasoner, close
from ecosystem_graph.reasoning.noise import Triple, is_noise

__all__ = ["Closure", "Contradiction", "Reasoner", "Triple", "close", "is_noise"]
