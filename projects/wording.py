"""The words of a question as the portfolio looks for them: folded, each with the other ways to say it."""

import re

from pvehub import index

from .models.told import fold as _fold

MOST = 8  # spans of one question
_WORD = re.compile(r"\w+(?:\.\w+)*")


def fold(text: str) -> str:
    """A text as the columns of words hold it, blanks single."""
    return " ".join(_fold(text.replace("\0", " ").encode("utf-8", "replace").decode()).split())


def ways(asked: str) -> list[list[str]]:
    """For each span of the question, itself first and then what means the same in any language. One query.

    "Extrême-Nord" is two words with nothing beside them: places have no synonyms.
    """
    tokens = _WORD.findall(fold(asked))[:40]
    spans = []
    for span in index.expand(tokens)[:MOST] if tokens else []:
        said = [" ".join(span.words), *(fold(expansion.text) for expansion in span.expansions)]
        spans.append(list(dict.fromkeys(_singular(way) for way in said if way)))
    return spans


def _singular(way: str) -> str:
    """Without the s of a plural, so that either number finds the other."""
    last = way.rsplit(" ", 1)[-1]
    return way.rstrip("s") if len(last) > 4 and not last.endswith("ss") else way
