"""Exchange: the network and the graph as files that other tools open."""

from ecosystem_graph.exchange.carried import Carried, Link, Node, carry
from ecosystem_graph.exchange.forms import FORMS, write_network
from ecosystem_graph.exchange.rdf import GRAPH_FORMS, graph_text, write_graph

__all__ = [
    "FORMS",
    "GRAPH_FORMS",
    "Carried",
    "Link",
    "Node",
    "carry",
    "graph_text",
    "write_graph",
    "write_network",
]
