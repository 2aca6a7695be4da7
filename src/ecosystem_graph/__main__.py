"""``python -m ecosystem_graph``."""

from .cli import main

main()
