"""Chapters of the report, one a room: each writes its section from the material in a language."""
