"""The steps of a case: statuses, who moves it where, whose turn it is, what each status is called. Pure data, no queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.workflow import ENDED as LIFE_ENDED
from projects.workflow import Status as Life


class Status(TextChoices):
    """Where a case stands; the label is the one staff at headquarters read."""

    DRAFT = "draft", _("Draft")
    CLEARANCE = "clearance", _("Clearance by the head of mission")
    REGIONAL = "regional", _("Regional advice")
    SCREENING = "screening", _("Screening by TRD")
    REVIEW = "review", _("Review by TRD")
    DECISION = "decision", _("Decision")
    RETURNED = "returned", _("Returned to the mission")
    ON_HOLD = "on_hold", _("On hold")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDORSED = "endorsed", _("Endorsed")
    ENDORSED_WITH_CONDITIONS = "endorsed_with_conditions", _("Endorsed with conditions")
    NOT_ENDORSED = "not_endorsed", _("Not endorsed")
    NOT_REQUIRED = "not_required", _("Endorsement not required")
    SUSPENDED = "suspended", _("Suspended")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")


class ClearanceKind(TextChoices):
    """What an adviser is asked to clear."""

    LEGAL = "legal", pgettext_lazy("clearance", "Legal clearance")
    SECURITY = "security", pgettext_lazy("clearance", "Security clearance")
    RISK = "risk", pgettext_lazy("clearance", "Risk clearance")
    PROTECTION = "protection", pgettext_lazy("clearance", "Protection clearance")
    MEDIA = "media", pgettext_lazy("clearance", "Media clearance")


class Turn(TextChoices):
    """Who has to do something now."""

    MISSION = "mission", _("the project team")
    HEAD = "head", _("the head of the lead office")
    REGION = "region", _("the regional office")
    TRD = "trd", _("TRD")
    SEAT = "seat", _("the deciding seat")
    NOBODY = "nobody", _("nobody")


@dataclass(frozen=True)
class Step:
    """One way from one status to another. `resumes` names the field of the case that holds where it came from."""

    number: int
    slug: str
    sources: tuple[Status, ...]
    targets: tuple[Status, ...]
    owners: tuple[str, ...]
    label: str | Promise = ""
    resumes: str = ""
    remembers: str = ""
    past: str = field(default="")

    @property
    def verb(self) -> str:
        """The audit verb, and the kind of the notice, of this step."""
        return f"endorsement.{self.past}"

    notice = verb


S = Status
WITH_TRD = (S.SCREENING, S.REVIEW, S.DECISION)
IN_GOOD_STANDING = (S.ENDORSED, S.ENDORSED_WITH_CONDITIONS)
IN_HAND = (S.CLEARANCE, S.REGIONAL, *WITH_TRD, S.RETURNED, S.ON_HOLD)
OPEN = (S.DRAFT, *IN_HAND)
DECIDED = (*IN_GOOD_STANDING, S.NOT_ENDORSED, S.SUSPENDED, S.EXPIRED, S.REVOKED, S.SUPERSEDED)

OFFICERS = ("project-officer",)
HEADS = ("chief-of-mission", "regional-director")
REVIEWERS = ("trd-reviewer", "trd-head")
SEATS = ("trd-head", "doe-director")
RAISED_SEATS = (*SEATS, "dg-office")  # who decides a case that was reopened one level up

STEPS: tuple[Step, ...] = (
    Step(1, "submit", (S.DRAFT,), (S.CLEARANCE,), OFFICERS, _("Submit for clearance"), past="submitted"),
    Step(2, "clear", (S.CLEARANCE,), (S.REGIONAL, S.SCREENING), HEADS, _("Clear and send on"), past="cleared"),
    Step(2, "send-back", (S.CLEARANCE,), (S.DRAFT,), HEADS, _("Send back to the team"), past="sent_back"),
    Step(
        3, "advise", (S.REGIONAL,), (S.SCREENING,), ("regional-specialist",), _("Give regional advice"), past="advised"
    ),
    Step(
        4,
        "start-review",
        (S.SCREENING,),
        (S.REVIEW,),
        REVIEWERS,
        _("Screen and start the review"),
        past="review_started",
    ),
    Step(
        5,
        "find-out-of-scope",
        (S.SCREENING,),
        (S.NOT_REQUIRED,),
        REVIEWERS,
        _("Find out of scope"),
        past="found_out_of_scope",
    ),
    Step(
        6,
        "return",
        WITH_TRD,
        (S.RETURNED,),
        REVIEWERS,
        _("Return to the mission"),
        past="returned",
        remembers="resume_to",
    ),
    Step(7, "resubmit", (S.RETURNED,), WITH_TRD, OFFICERS, _("Resubmit"), past="resubmitted", resumes="resume_to"),
    Step(8, "conclude", (S.REVIEW,), (S.DECISION,), REVIEWERS, _("Conclude the review"), past="concluded"),
    Step(9, "endorse", (S.DECISION,), (S.ENDORSED,), RAISED_SEATS, _("Endorse"), past="endorsed"),
    Step(
        9,
        "endorse-with-conditions",
        (S.DECISION,),
        (S.ENDORSED_WITH_CONDITIONS,),
        RAISED_SEATS,
        _("Endorse with conditions"),
        past="endorsed_with_conditions",
    ),
    Step(10, "refuse", (S.DECISION,), (S.NOT_ENDORSED,), RAISED_SEATS, _("Do not endorse"), past="refused"),
    Step(11, "withdraw", OPEN, (S.WITHDRAWN,), (*OFFICERS, *HEADS), _("Withdraw"), past="withdrawn"),
    Step(
        11,
        "hold",
        tuple(status for status in IN_HAND if status != S.ON_HOLD),
        (S.ON_HOLD,),
        REVIEWERS,
        _("Put on hold"),
        past="held",
        remembers="held_from",
    ),
    Step(
        11,
        "resume",
        (S.ON_HOLD,),
        tuple(status for status in IN_HAND if status != S.ON_HOLD),
        REVIEWERS,
        _("Take off hold"),
        past="resumed",
        resumes="held_from",
    ),
    Step(12, "reopen", (S.NOT_ENDORSED,), (S.DECISION,), SEATS, _("Reopen"), past="reopened"),
    Step(13, "suspend", IN_GOOD_STANDING, (S.SUSPENDED,), SEATS, _("Suspend"), past="suspended", remembers="held_from"),
    Step(13, "revoke", IN_GOOD_STANDING, (S.REVOKED,), SEATS, _("Revoke"), past="revoked"),
    Step(13, "expire", IN_GOOD_STANDING, (S.EXPIRED,), (), _("Expire"), past="expired"),
    Step(
        13,
        "supersede",
        IN_GOOD_STANDING,
        (S.SUPERSEDED,),
        (),
        _("Supersede"),
        past="superseded",
        remembers="held_from",
    ),
    Step(
        14,
        "release",
        (S.ENDORSED_WITH_CONDITIONS,),
        (S.ENDORSED,),
        REVIEWERS,
        _("Release from its conditions"),
        past="released",
    ),
    Step(
        14,
        "lift",
        (S.SUSPENDED,),
        IN_GOOD_STANDING,
        ("trd-head",),
        _("Lift the suspension"),
        past="lifted",
        resumes="held_from",
    ),
    Step(
        15,
        "recall",
        (*IN_GOOD_STANDING, S.NOT_ENDORSED),
        (S.DECISION,),
        RAISED_SEATS,
        _("Recall the decision"),
        past="recalled",
    ),
    # What an amendment had replaced stands again once the amendment's own endorsement is recalled.
    Step(
        15,
        "reinstate",
        (S.SUPERSEDED,),
        IN_GOOD_STANDING,
        (),
        _("Let it stand again"),
        past="reinstated",
        resumes="held_from",
    ),
)


@dataclass(frozen=True)
class Act:
    """One way of a project from status to status that is taken in the rooms of endorsement; no case moves by it."""

    slug: str
    sources: tuple[Life, ...]
    target: Life
    owners: tuple[str, ...]
    label: str | Promise
    past: str

    @property
    def verb(self) -> str:
        """The audit verb on the case, and the kind of the notice."""
        return f"endorsement.{self.past}"


L = Life
ACTS: dict[str, Act] = {
    act.slug: act
    for act in (
        Act("activate", (L.ENDORSED,), L.ACTIVE, (*OFFICERS, *HEADS), _("Activate the project"), "activated"),
        Act("begin-closing", (L.ACTIVE,), L.CLOSING, (*OFFICERS, *HEADS), _("Begin closing"), "closing_begun"),
        Act("continue", (L.CLOSING,), L.ACTIVE, (*OFFICERS, *HEADS), _("Go on with the project"), "continued"),
        Act("close", (L.CLOSING,), L.CLOSED, HEADS, _("Close the project"), "closed"),
        Act(
            "cancel",
            tuple(status for status in Life if status not in LIFE_ENDED),
            L.CANCELLED,
            (*OFFICERS, *HEADS),
            _("Cancel the project"),
            "cancelled",
        ),
        # Ordered by one person, carried out by another, over after thirty days; the project goes back by itself.
        Act("override", (L.IN_ENDORSEMENT,), L.ACTIVE, ("doe-director",), _("Order an override"), "override_ordered"),
    )
}

BY_SLUG: dict[str, Step] = {step.slug: step for step in STEPS}
BY_VERB: dict[str, Step] = {step.verb: step for step in STEPS}

NEXT: dict[Status, frozenset[Status]] = {
    status: frozenset(target for step in STEPS if status in step.sources for target in step.targets)
    for status in Status
}
BORN = (S.DRAFT,)

TURN: dict[Status, Turn] = {
    S.DRAFT: Turn.MISSION,
    S.CLEARANCE: Turn.HEAD,
    S.REGIONAL: Turn.REGION,
    S.SCREENING: Turn.TRD,
    S.REVIEW: Turn.TRD,
    S.DECISION: Turn.SEAT,
    S.RETURNED: Turn.MISSION,
    S.ON_HOLD: Turn.TRD,
    **dict.fromkeys((S.WITHDRAWN, S.NOT_REQUIRED, *DECIDED), Turn.NOBODY),
}

# The field reads what a status asks of it, not what headquarters calls it.
FIELD_LABEL: dict[Status, str | Promise] = {
    S.DRAFT: _("Being written"),
    S.CLEARANCE: _("With your head of mission"),
    S.REGIONAL: _("With your regional office"),
    S.SCREENING: _("Received by TRD"),
    S.REVIEW: _("Being read by TRD"),
    S.DECISION: _("Waiting for the decision"),
    S.RETURNED: _("Returned to you with questions"),
    S.ON_HOLD: _("On hold at TRD"),
    S.WITHDRAWN: _("Withdrawn"),
    S.ENDORSED: _("Endorsed"),
    S.ENDORSED_WITH_CONDITIONS: _("Endorsed, with conditions to meet"),
    S.NOT_ENDORSED: _("Not endorsed"),
    S.NOT_REQUIRED: _("No endorsement needed"),
    S.SUSPENDED: _("Endorsement suspended"),
    S.EXPIRED: _("Endorsement expired"),
    S.REVOKED: _("Endorsement revoked"),
    S.SUPERSEDED: _("Replaced by a later endorsement"),
}

PILL: dict[Status, str] = {
    S.DRAFT: "neutral",
    S.RETURNED: "warn",
    S.ON_HOLD: "warn",
    S.ENDORSED: "ok",
    S.ENDORSED_WITH_CONDITIONS: "ok",
    S.NOT_ENDORSED: "danger",
    S.SUSPENDED: "danger",
    S.REVOKED: "danger",
    S.EXPIRED: "warn",
    **dict.fromkeys((S.CLEARANCE, S.REGIONAL, *WITH_TRD), "info"),
    **dict.fromkeys((S.WITHDRAWN, S.NOT_REQUIRED, S.SUPERSEDED), "neutral"),
}

# Working days of each stage, until an administrator sets others; a return carries its own date, and an emergency has so
# many days in all, from its submission to its decision.
TARGET_DAYS: dict[str, int] = {
    S.CLEARANCE: 3,
    S.REGIONAL: 5,
    S.SCREENING: 2,
    S.REVIEW: 10,
    S.DECISION: 3,
    "emergency": 2,
}
TARGET_LABEL: dict[str, str | Promise] = {
    stage: _("An emergency, in all") if stage == "emergency" else S(stage).label for stage in TARGET_DAYS
}

STAGES: tuple[Status, ...] = (S.DRAFT, S.CLEARANCE, S.SCREENING, S.REVIEW, S.DECISION, S.ENDORSED)


@dataclass(frozen=True)
class Standing:
    """What the events of a case say about it: its status and where returns and holds go back to."""

    status: str = S.DRAFT
    resume_to: str = ""
    held_from: str = ""


def after(standing: Standing, step: Step, to: str) -> Standing:
    """The standing once `step` has led to `to`."""
    fields = {"resume_to": standing.resume_to, "held_from": standing.held_from}
    if step.resumes:
        fields[step.resumes] = ""
    if step.remembers:
        fields[step.remembers] = standing.status
    return Standing(status=to, **fields)


def replay(events: Iterable[tuple[str, str]]) -> Standing:
    """Fold (verb, status after) pairs, oldest first, into the standing they lead to; other verbs do not move a case."""
    standing = Standing()
    for verb, to in events:
        if verb in BY_VERB:
            standing = after(standing, BY_VERB[verb], to)
    return standing


def transitions() -> Iterator[tuple[str, str]]:
    """Every legal pair of statuses; the database trigger is generated from it."""
    for source, targets in NEXT.items():
        for target in sorted(targets):
            yield source.value, target.value


SEAT_LABEL = {
    "trd-head": pgettext_lazy("deciding seat", "the head of TRD"),
    "doe-director": pgettext_lazy("deciding seat", "the director of DOE"),
    "dg-office": pgettext_lazy("deciding seat", "the Director General's office"),
    "trd": pgettext_lazy("deciding seat", "two reviewers of TRD"),
}
# What a posting gives to whoever sits there.
SEAT_PERMISSION = {
    "trd-head": "decide_cases",
    "doe-director": "decide_high_cases",
    "dg-office": "accept_for_organization",
}
SEAT_ABOVE = {"trd-head": "doe-director", "doe-director": "dg-office"}
# Steps after the endorsement: of no use once the project has ended.
AFTER = frozenset({"suspend", "lift", "release", "revoke"})
# The most days that an endorsement on the emergency track holds.
EMERGENCY_VALID_DAYS = 90
# Days before the end of an endorsement on which its people are reminded.
EXPIRY_RUNGS = (60, 30, 7)
RECALL_HOURS = 24
REOPEN_DAYS = 30

# Up to this band the head of TRD decides; above it, or where no band is known, the director of DOE.
ORDINARY_BANDS = ("low", "medium", "high", "very_high")


def deciding_seat(worst_residual: str) -> str:
    """The role that decides a version with this worst residual risk. What is not known goes up, not down."""
    return "trd-head" if worst_residual in ORDINARY_BANDS else "doe-director"
