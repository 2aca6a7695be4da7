"""The evidence-first knowledge graph of a regional innovation ecosystem.

Stable names are those listed in ``__all__``; modules may be imported for more, but may change.
"""

from importlib.metadata import version

from .ecosystem import Ecosystem
from .errors import EcosystemError

__all__ = ["Ecosystem", "EcosystemError", "__version__"]

__version__ = version("ecosystem-graph")
