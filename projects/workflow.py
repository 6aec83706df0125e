"""The life of a project as a table: statuses, the steps between them, and which of them mean what. Pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    IDEA = "idea", _("Idea")
    DRAFT = "draft", _("Draft")
    IN_ENDORSEMENT = "in_endorsement", _("In endorsement")
    ENDORSED = "endorsed", _("Endorsed")
    NOT_ENDORSED = "not_endorsed", _("Not endorsed")
    ACTIVE = "active", _("Active")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Closed")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")


class Tier(models.IntegerChoices):
    """How far a record is read; higher is closer."""

    ALL_STAFF = 0, _("All staff")
    REGION = 1, _("Region and headquarters")
    OFFICES = 2, _("Lead and partner offices, TRD")
    NAMED = 3, _("Named persons")


S = Status
NEXT: dict[Status, set[Status]] = {
    S.IDEA: {S.DRAFT, S.CANCELLED},
    S.DRAFT: {S.IN_ENDORSEMENT, S.CANCELLED},
    S.IN_ENDORSEMENT: {S.DRAFT, S.ENDORSED, S.NOT_ENDORSED, S.CANCELLED},
    S.ENDORSED: {S.IN_ENDORSEMENT, S.ACTIVE, S.SUSPENDED, S.CANCELLED},
    S.NOT_ENDORSED: {S.IN_ENDORSEMENT, S.CANCELLED},
    S.ACTIVE: {S.CLOSING, S.SUSPENDED, S.CANCELLED},
    S.CLOSING: {S.CLOSED, S.ACTIVE, S.SUSPENDED, S.CANCELLED},
    S.CLOSED: set(),
    S.SUSPENDED: {S.ENDORSED, S.ACTIVE, S.CLOSING, S.CANCELLED},
    S.CANCELLED: set(),
}

# Nobody but the team (and, tier 0, the mission) reads a project in these, unless it has been submitted before.
BEFORE_SUBMISSION = frozenset({S.IDEA, S.DRAFT})
# In these the open sections of the endorsed content are read beyond the people of the project, as its tier allows.
PUBLISHED = frozenset({S.ENDORSED, S.ACTIVE, S.CLOSING, S.CLOSED, S.SUSPENDED})

PILL = {
    S.IDEA: "neutral",
    S.DRAFT: "neutral",
    S.IN_ENDORSEMENT: "info",
    S.ENDORSED: "ok",
    S.NOT_ENDORSED: "danger",
    S.ACTIVE: "ok",
    S.CLOSING: "info",
    S.CLOSED: "neutral",
    S.SUSPENDED: "warn",
    S.CANCELLED: "neutral",
}


def may_follow(before: str, after: str) -> bool:
    """Whether a project may go from one status to the other; staying where it is is always allowed."""
    return before == after or Status(after) in NEXT[Status(before)]
