"""The network page: one offline file anybody can open, search, question and share."""

from .page import network_page

__all__ = ["network_page"]
