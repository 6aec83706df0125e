"""Resources going out of the portal: what every reader is told of each, as RIS, BibTeX or CSV.

`telling` is the only door to the content: the formats write down what it gives and read no resource themselves.
"""

from knowledge.exporting.glossary import glossary_rows, handout
from knowledge.exporting.promises import ledger_rows
from knowledge.exporting.telling import Told, tell
from knowledge.exporting.writing import FORMATS, blocks

__all__ = ["FORMATS", "Told", "blocks", "glossary_rows", "handout", "ledger_rows", "tell"]
