"""Release: a version of a region that others can cite, check and keep."""

from .making import STEPS, Released, release
from .sealing import verify

__all__ = ["STEPS", "Released", "release", "verify"]
