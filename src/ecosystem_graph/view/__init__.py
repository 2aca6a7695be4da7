"""The network page: one offline file anybody can open, search, question and share."""

from .page import NetworkView, network_page

__all__ = ["NetworkView", "network_page"]
