"""Pages: everything in the graph at a path of its own, as HTML, Turtle, JSON-LD and RDF/XML. No HTTP."""

from .publishing import publish
from .site import MEDIA_TYPES, Page, Site

__all__ = ["MEDIA_TYPES", "Page", "Site", "publish"]
