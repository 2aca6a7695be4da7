"""OWL 2 RL reasoning: complete, quick, and able to say why."""

from ecosystem_graph.reasoning.closure import Closure, close
from ecosystem_graph.reasoning.noise import is_noise

__all__ = ["Closure", "close", "is_noise"]
