"""Builders of the list of words that could harm as curators keep it."""

from typing import Any

from knowledge import actions, lexicon
from knowledge.models import WordProposal
from pvehub.vocabulary.models import Term

from . import ground

WORD_SAID = {
    "name": "no-go area",
    "ways": {"en": ("no-go area",), "fr": ("zone de non-droit",), "es": ()},
    "spared": (),
    "category": "stigmatizing",
    "severity": "strong",
    "why": ("Marks a whole place", "", ""),
    "preferred": ("area that few services reach", "", ""),
}


def word_said(**said: Any) -> lexicon.WordSaid:
    """What a curator says of a word: strong advice, unless it says otherwise."""
    return lexicon.WordSaid(**(WORD_SAID | said))


def listed_word(*, by: Any = None, **said: Any) -> Term:
    """A word on the list, written by a curator of headquarters; a red line with the word of a second."""
    made = actions.write_word(None, word_said(**said), by=by or ground.curator())
    if isinstance(made, WordProposal):
        return actions.agree_word(made, by=ground.curator(), seen=made.proposed_at.isoformat())
    return made


def word_proposal(*, by: Any = None, **said: Any) -> WordProposal:
    """A new word on a red line that waits for a second curator."""
    made = actions.write_word(None, word_said(**({"severity": "red-line"} | said)), by=by or ground.curator())
    assert isinstance(made, WordProposal)
    return made


def _matrix_word(state: str, cast: Any) -> Term:
    return listed_word(name=f"word {Term.objects.count()}")  # everybody reads the list: no canary


def _matrix_proposal(state: str, cast: Any) -> WordProposal:
    return word_proposal(name=f"word {cast.canary}")


THINGS = {"listed_word": _matrix_word, "word_proposal": _matrix_proposal}
