"""Discussions as data: what kinds there are, the steps between their states, and how long what takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sort(TextChoices):
    """What somebody begins."""

    QUESTION = "question", _("Question")
    DISCUSSION = "discussion", _("Discussion")
    FIELD_NOTE = "field_note", _("Field note")
    PEER_REQUEST = "peer_request", _("Request to another mission")


class State(TextChoices):
    """Where it stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    HIDDEN = "hidden", _("Hidden by a curator")


#: The steps; hidden words come back to where accepted answers say that they stand.
NEXT: Final[Mapping[str, frozenset[str]]] = {
    State.OPEN: frozenset({State.ANSWERED, State.CLOSED, State.HIDDEN}),
    State.ANSWERED: frozenset({State.OPEN, State.CLOSED, State.HIDDEN}),
    State.CLOSED: frozenset({State.OPEN, State.ANSWERED, State.HIDDEN}),
    State.HIDDEN: frozenset({State.OPEN, State.ANSWERED}),
}
#: Somebody waits for an answer to these.
ASKING: Final = frozenset({Sort.QUESTION, Sort.PEER_REQUEST})


class Ruling(TextChoices):
    """What a curator does about words that were flagged, or that they came upon."""

    HIDE = "hide", _("Hide the words")
    RESTORE = "restore", _("Show them again")
    KEEP = "keep", _("They stay as they are")


#: Words may be changed by whoever wrote them for so long; the earlier ones stay readable beside them.
EDITABLE: Final = timedelta(hours=24)
#: Working days without an answer after which people with that expertise are asked, then the curators.
ROUTE_AFTER, ESCALATE_AFTER = 5, 10
#: So many people with the expertise are asked: a question that everybody got is nobody's.
EXPERTS: Final = 8
#: Names that are offered while somebody types one.
OFFERED: Final = 8


def steps(before: str, after: str) -> bool:
    """Whether the table has this step."""
    return after in NEXT[before]
