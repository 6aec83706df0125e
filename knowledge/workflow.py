"""The steps of a revision and of a resource, whose turn it is, and the ladder of trust: pure data, below the models."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """Where one text of a resource stands. From *submitted* on its content never changes again."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a curator")
    IN_CURATION = "in_curation", _("With a curator")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REPLACED = "replaced", _("Replaced by a newer text")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Not taken up")


class State(TextChoices):
    """Where the resource itself stands; a published one stays live while a newer text waits."""

    DRAFT = "draft", _("Not published")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    ARCHIVED = "archived", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(TextChoices):
    """What a curator can decide about one revision."""

    PUBLISHED = "published", _("Publish")
    CHANGES_REQUESTED = "changes_requested", _("Ask for changes")
    DECLINED = "declined", _("Do not take up")


class Turn(TextChoices):
    """Who has to act next."""

    AUTHOR = "author", _("the author")
    CURATOR = "curator", _("a curator")
    NOBODY = "nobody", _("nobody")


class Trust(TextChoices):
    """How far a reader may rely on a published resource today."""

    VERIFIED = "verified", _("Verified")
    DUE = "due", _("Verification due")
    OVERDUE = "overdue", _("Verification overdue")
    CONTESTED = "contested", _("Contested")
    DATED = "dated", _("Stands for its year")
    UNVERIFIED = "unverified", _("Not verified")


class Evidence(IntegerChoices):
    """How strong the evidence is; qualitative evidence counts."""

    OPINION = 0, _("Opinion")
    ONE_PROJECT = 1, _("One project")
    SEVERAL = 2, _("Several projects, or monitored")
    EVALUATED = 3, _("Evaluated")
    COMPARED = 4, _("Evaluated with a comparison, or a synthesis")


class Credit(TextChoices):
    """Who readers are told a text is from."""

    NAMED = "named", _("Its authors, by name")
    OFFICE = "office", _("The owner office")
    NOBODY = "nobody", _("Nobody: contributed without a name")


class Stance(TextChoices):
    """What a text is to the project that has looked at it."""

    APPLIES = "applies", pgettext_lazy("citation", "Cited: it applies here")
    ADAPTED = "adapted", pgettext_lazy("citation", "Adapted to this place")
    CONTRADICTS = "contradicts", pgettext_lazy("citation", "Speaks against it")
    NOT_RELEVANT = "not-relevant", pgettext_lazy("citation", "Considered, not used because")
    MARKED = "marked", pgettext_lazy("citation", "Kept for later")


class Helped(TextChoices):
    """What became of a text that a project used."""

    HELPED = "helped", pgettext_lazy("citation", "It helped")
    NONE = "none", pgettext_lazy("citation", "It made no difference")
    HARMED = "harmed", pgettext_lazy("citation", "It did harm")


class ContestOutcome(TextChoices):
    """What became of a reader's word that a text no longer holds."""

    CORRECTED = "corrected", _("The text was corrected")
    HOLDS = "holds", _("The text holds as it stands")
    ENDED = "ended", _("The text was taken out")


class Alert(TextChoices):
    """How often a person is told what is new in a search they keep."""

    NEVER = "never", _("Never")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


NEXT: Final[Mapping[str, frozenset[str]]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    # A newer text of the author takes the place of the one that waits.
    Status.SUBMITTED: frozenset({Status.IN_CURATION, Status.REPLACED}),
    # A curator who cannot go on hands it back: it waits again for whoever takes it.
    Status.IN_CURATION: frozenset(
        {Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.PUBLISHED, Status.DECLINED, Status.REPLACED}
    ),
    Status.CHANGES_REQUESTED: frozenset(),
    Status.REPLACED: frozenset(),
    Status.PUBLISHED: frozenset(),
    Status.DECLINED: frozenset(),
}

NEXT_STATE: Final[Mapping[str, frozenset[str]]] = {
    State.DRAFT: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.ARCHIVED, State.WITHDRAWN}),
    State.ARCHIVED: frozenset({State.PUBLISHED}),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

TURN: Final[Mapping[str, Turn]] = {
    Status.DRAFT: Turn.AUTHOR,
    Status.SUBMITTED: Turn.CURATOR,
    Status.IN_CURATION: Turn.CURATOR,
    Status.CHANGES_REQUESTED: Turn.AUTHOR,
    Status.REPLACED: Turn.NOBODY,
    Status.PUBLISHED: Turn.NOBODY,
    Status.DECLINED: Turn.NOBODY,
}

#: A text that waits for a decision; the resource has one open review meanwhile.
WAITING: Final = frozenset({Status.SUBMITTED, Status.IN_CURATION})
#: States in which readers get a tombstone in place of the text.
GONE: Final = frozenset({State.SUPERSEDED, State.ARCHIVED, State.WITHDRAWN})

#: A project that says so has used the text; the other stances were looked at.
USED: Final = frozenset({Stance.APPLIES, Stance.ADAPTED})
#: These say nothing without a reason.
SAYS_WHY: Final = frozenset({Stance.CONTRADICTS, Stance.NOT_RELEVANT})

#: What a curator confirms having looked at; stored with the decision under these names.
CHECKLIST: Final = (
    ("clear", _("A colleague from another mission understands it without asking.")),
    ("evidence", _("It says what it rests on, and claims no more than that.")),
    ("harm", _("Nobody can be identified or put at risk by it.")),
    ("wording", _("The words stigmatize no group, faith or origin.")),
    ("tier", _("The people who may see it are the right ones.")),
)

#: Days before (negative) or after the date on which verification falls due.
RUNGS: Final = (-30, -7, 0, 14, 30)
#: From this day on the badge says "due".
DUE_DAYS: Final = 30
#: Readers are told why a date is asked for; the undo of an archive is open this long.
UNDO_SECONDS: Final = 30
#: What may be recommended, featured and related: everything else is found, and says why it is not.
RELIABLE: Final = frozenset({Trust.VERIFIED, Trust.DUE, Trust.DATED})
#: Working days in which the curators answer a text that was sent to them.
REVIEW_DAYS: Final = 10
#: Working days after which somebody is reminded of a text that waits, and who: whoever has it, or the curators nearest to
#: it; then their backups too; then headquarters.
REVIEW_RUNGS: Final = (7, 10, 15)
#: Days after which whoever has to answer a contest is reminded, then the curators.
CONTEST_RUNGS: Final = (7, 21)

#: What was asked of the search is kept so long, and its words are shown only where so many people asked them.
ASKED_KEPT: Final = timedelta(days=180)
ASKED_BY: Final = 3
#: A resource opened so soon after a question counts as what the question led to.
LED_WITHIN: Final = timedelta(minutes=30)
#: What was published so lately may still be invisible to another transaction: alerts leave it for the next time.
SETTLED: Final = timedelta(minutes=2)


def trust(
    verify_by_on: date | None, *, is_verified: bool, is_dated: bool, today: date, is_contested: bool = False
) -> Trust:
    """Verified, due, overdue: said from the date alone, so that nothing has to run for it to be true. What a reader says
    no longer holds is contested before anything else, until somebody has answered."""
    if is_contested:
        return Trust.CONTESTED
    if is_dated:
        return Trust.DATED
    if not is_verified or verify_by_on is None:
        return Trust.UNVERIFIED
    if today > verify_by_on:
        return Trust.OVERDUE
    return Trust.DUE if today >= verify_by_on - timedelta(days=DUE_DAYS) else Trust.VERIFIED


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def rung(verify_by_on: date, today: date) -> int | None:
    """The one step of the ladder that is due today: the latest reached, so that an outage sends one reminder, not three."""
    reached = [step for step in RUNGS if verify_by_on + timedelta(days=step) <= today]
    return reached[-1] if reached else None
