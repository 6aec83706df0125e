"""The portfolio of risks in figures: counted by the database over what one reader may read, each with its list."""

from .answers import answers
from .asking import Asked
from .common import common, library_words
from .happened import happened, told
from .heat import heat
from .signed import signed
from .standing import standing
from .trend import trend

__all__ = ["Asked", "answers", "common", "happened", "heat", "library_words", "signed", "standing", "told", "trend"]
