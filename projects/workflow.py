"""The life of a project as a table: statuses, the steps between them, and which of them mean what. Pure data."""

import re

from django.db import models
from django.utils.translation import gettext
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

# While the DOE director's override runs: into active from the middle of a passage, and back to wherever the case stands.
# Never from a refusal, a draft or an end.
OVERRIDDEN: dict[Status, set[Status]] = {
    S.IN_ENDORSEMENT: {S.ACTIVE},
    S.ACTIVE: {S.IN_ENDORSEMENT, S.DRAFT, S.ENDORSED, S.NOT_ENDORSED, S.CANCELLED},
}
OVERRIDE_DAYS = 30
ENDED = frozenset({S.CLOSED, S.CANCELLED})

# Days before (negative) or after a date that falls due, and who is told then.
REMINDER_RUNGS: dict[str, tuple[int, ...]] = {"owner": (-14, 0, 7), "head": (14,)}
# In these nobody is reminded of what is late.
PAST_REMINDING = frozenset({S.IDEA, S.NOT_ENDORSED, S.CLOSED, S.CANCELLED})

# Nobody but the team (and, tier 0, the mission) reads a project in these, unless it has been submitted before.
BEFORE_SUBMISSION = frozenset({S.IDEA, S.DRAFT})
# In these the open sections of the endorsed content are read beyond the people of the project, as its tier allows.
PUBLISHED = frozenset({S.ENDORSED, S.ACTIVE, S.CLOSING, S.CLOSED, S.SUSPENDED})
# What has ever begun: these are counted as active in the years they ran.
STARTED = frozenset({S.ACTIVE, S.CLOSING, S.CLOSED, S.SUSPENDED})
# Nothing is raised or spent in these any more.
OVER = frozenset({S.CLOSED, S.CANCELLED, S.NOT_ENDORSED})

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


def may_follow(before: str, after: str, *, is_overridden: bool = False) -> bool:
    """Whether a project may go from one status to the other; staying where it is is always allowed."""
    if is_overridden:
        return before == after or Status(after) in OVERRIDDEN.get(Status(before), set())
    return before == after or Status(after) in NEXT[Status(before)]


def code(pattern: str, number: int) -> str:
    """The code with that number: the last run of N in the pattern becomes the number, with zeros in front."""
    found = re.search(r"N+(?=[^N]*$)", pattern)
    if found is None:
        raise ValueError(f"The pattern of project codes has no N for the number: {pattern}")
    return f"{pattern[: found.start()]}{number:0{len(found.group())}d}{pattern[found.end() :]}"


def who_sees(tier: Tier, is_submitted: bool, is_published: bool) -> list[str]:
    """The table "Who sees what" for one project, as sentences."""
    if tier == Tier.NAMED:
        found = [gettext("The team, the head of the lead office, and persons named one by one.")]
        return [*found, gettext("Once submitted: the head of TRD and the DOE director too.")]
    found = [gettext("The team and the head of the lead office.")]
    if tier == Tier.ALL_STAFF or is_submitted:
        found = [gettext("The team, and officers and heads of the lead and partner offices.")]
    if is_submitted:
        region = tier <= Tier.REGION
        found.append(
            gettext("The regional office, TRD, DOE and the risk officer.")
            if region
            else gettext("TRD, DOE and the risk officer.")
        )
    else:
        found.append(gettext("After submission also: TRD, DOE and the risk officer; below tier 2 the regional office."))
    if tier == Tier.OFFICES:
        found.append(gettext("Nobody else, also once it is endorsed."))
    elif is_published:
        found.append(_published(tier))
    else:
        found.append(gettext("Once endorsed: %(who)s") % {"who": _published(tier)})
    return found


def _published(tier: Tier) -> str:
    if tier == Tier.ALL_STAFF:
        return gettext("All staff read the open sections of the endorsed content.")
    return gettext("All staff of the region and of headquarters read the open sections of the endorsed content.")
