"""What the oversight board counts and lists: one module per question, all of it through what the reader may see.

`Asked` says who asks and which region; `SOURCES` are the lists behind the figures.
"""

from .asking import Asked
from .flow import months, stages
from .load import load
from .sources import SOURCES, Line, Source, figures

__all__ = ["SOURCES", "Asked", "Line", "Source", "figures", "load", "months", "stages"]
