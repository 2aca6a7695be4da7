"""The graph over HTTP: a SPARQL endpoint, a JSON API and the pages. Needs the extra ``server``."""

from .limits import Limits
from .serving import serve

__all__ = ["Limits", "serve"]
