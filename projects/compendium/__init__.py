"""Documents going out: what they hold of each project for whom, and how it is told. Their paper is paper.py."""

from .reading import Part, parts
from .telling import Copy

__all__ = ["Copy", "Part", "parts"]
