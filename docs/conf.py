"""Sphinx: the documentation site. ``make docs`` builds it offline; every warning is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path

project = "ecosystem-graph"
author = "ecosystem-graph contributors"
project_copyright = "ecosystem-graph contributors"
_about = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
)
release = version = _about["project"]["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "index"
# README.md is the list of pages for those who read them in the repository.
exclude_patterns = ["README.md", "conf.py"]
myst_heading_anchors = 4

# Pygments does not know the property paths of SPARQL 1.1.
suppress_warnings = ["misc.highlighting_failure"]

# Docstrings put code in single backticks.
default_role = "code"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = "ecosystem-graph"
html_copy_source = False
html_show_sphinx = False
