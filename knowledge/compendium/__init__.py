"""Resources as one document: what it holds for whom, and how it is told. Its paper is that of the projects."""

from knowledge.compendium.binding import Bound, bind, pack

__all__ = ["Bound", "bind", "pack"]
