"""The words and steps of a register: states, allowed next steps, seats. Pure data, below the models."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatrixState(TextChoices):
    """Only a draft matrix may be changed; once active it is frozen for good."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


class RegisterKind(TextChoices):
    """Whose risks a register holds."""

    PROJECT = "project", _("Project")
    OFFICE = "office", _("Office")
    STREAM = "stream", _("The whole PVE stream")


class ScreeningAnswer(TextChoices):
    """What a register says of one category."""

    APPLIES = "applies", _("Applies")
    NOT = "not", _("Does not apply")


class RiskState(TextChoices):
    """Where a risk stands. A draft has no complete statement yet."""

    DRAFT = "draft", pgettext_lazy("risk state", "Draft")
    OPEN = "open", pgettext_lazy("risk state", "Open")
    MATERIALISED = "materialised", pgettext_lazy("risk state", "Materialised")
    CLOSED = "closed", pgettext_lazy("risk state", "Closed")


RISK_NEXT = {
    RiskState.DRAFT: {RiskState.OPEN, RiskState.CLOSED},
    RiskState.OPEN: {RiskState.MATERIALISED, RiskState.CLOSED},
    RiskState.MATERIALISED: {RiskState.OPEN, RiskState.CLOSED},
    RiskState.CLOSED: {RiskState.OPEN, RiskState.DRAFT},
}
LIVE = (RiskState.DRAFT, RiskState.OPEN, RiskState.MATERIALISED)


class RoundAnswer(TextChoices):
    """What a review round says of one risk."""

    UNCHANGED = "same", pgettext_lazy("review", "No change")
    CHANGED = "changed", pgettext_lazy("review", "Changed")
    CLOSED = "closed", pgettext_lazy("review", "Close it")


REVIEW_AHEAD = 14  # days before its review date that a risk stands in the round


class Strategy(TextChoices):
    """What is done about a risk."""

    AVOID = "avoid", _("Avoid: do not do what brings it about")
    REDUCE = "reduce", _("Reduce: make it less likely or less harmful")
    SHARE = "share", _("Share: a partner carries part of it")
    ACCEPT = "accept", _("Accept: carry it as it is")


class Visibility(TextChoices):
    """Who reads the text of a risk. A restricted risk is one more in the count, and nothing else, for the rest."""

    OFFICE = "office", _("Everyone who reads this register")
    TEAM = "team", _("The team, the head of the office, and headquarters")
    RESTRICTED = "restricted", _("Its owner, the head of the lead office, named persons, the risk officer")


class Reach(TextChoices):
    """Whose posts reach what a nightly count stands on: the region, headquarters, named persons, or the mission alone."""

    REGION = "region", _("The region and headquarters")
    HEADQUARTERS = "hq", _("Headquarters")
    NAMED = "named", _("Named persons")
    DRAFT = "draft", _("The mission")


class Speed(TextChoices):
    """How fast it is upon us once it starts. In order: the fastest first."""

    HOURS = "hours", _("Within 72 hours")
    WEEKS = "weeks", _("Within weeks")
    MONTHS = "months", _("Over months")


class Bearer(TextChoices):
    """Who bears the harm."""

    PARTICIPANTS = "participants", _("Participants")
    COMMUNITY = "community", _("Community")
    STAFF = "staff", _("Staff")
    PARTNER = "partner", _("Partner")
    ORGANIZATION = "organization", _("Organization")
    PROGRAMMES = "programmes", _("Other programmes")
    DONOR = "donor", _("Donor")


class Lowers(TextChoices):
    """What a treatment works on."""

    LIKELIHOOD = "likelihood", _("Likelihood")
    IMPACT = "impact", _("Impact")
    BOTH = "both", _("Both")


class Works(TextChoices):
    """How a mitigation of the library works: it makes the event less likely, or its harm smaller."""

    PREVENT = "prevent", pgettext_lazy("mitigation", "Prevents")
    CONTAIN = "contain", pgettext_lazy("mitigation", "Contains")


WORKS_ON = {Works.PREVENT: Lowers.LIKELIHOOD, Works.CONTAIN: Lowers.IMPACT}


class Progress(TextChoices):
    """How far a treatment is. A dropped one is no longer part of the plan."""

    PLANNED = "planned", pgettext_lazy("treatment", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("treatment", "Under way")
    DONE = "done", pgettext_lazy("treatment", "Done")
    DROPPED = "dropped", pgettext_lazy("treatment", "Dropped")


class Basis(TextChoices):
    """Which rating is assumed: what remains today, or what remains once the plan is carried out."""

    CURRENT = "current", _("As it stands today")
    TARGET = "target", _("As it will stand once the plan is carried out")


class AcceptanceState(TextChoices):
    """Where an acceptance stands. From the last five nothing leads on: a renewal is a new row."""

    REQUESTED = "requested", pgettext_lazy("acceptance", "Requested")
    GRANTED = "granted", pgettext_lazy("acceptance", "Granted")
    DECLINED = "declined", pgettext_lazy("acceptance", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("acceptance", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("acceptance", "Lapsed")
    EXPIRED = "expired", pgettext_lazy("acceptance", "Expired")
    REPLACED = "replaced", pgettext_lazy("acceptance", "Replaced")


ACCEPTANCE_NEXT = {
    AcceptanceState.REQUESTED: {
        AcceptanceState.GRANTED,
        AcceptanceState.DECLINED,
        AcceptanceState.WITHDRAWN,
        AcceptanceState.LAPSED,
    },
    AcceptanceState.GRANTED: {AcceptanceState.LAPSED, AcceptanceState.EXPIRED, AcceptanceState.REPLACED},
    AcceptanceState.DECLINED: set(),
    AcceptanceState.WITHDRAWN: set(),
    AcceptanceState.LAPSED: set(),
    AcceptanceState.EXPIRED: set(),
    AcceptanceState.REPLACED: set(),
}


class Act(TextChoices):
    """What a person signed on an acceptance."""

    REQUESTED = "requested", pgettext_lazy("signed", "Requested")
    CONCURRED = "concurred", pgettext_lazy("signed", "Concurred")
    GRANTED = "granted", pgettext_lazy("signed", "Granted")
    DECLINED = "declined", pgettext_lazy("signed", "Declined")
    REFERRED = "referred", pgettext_lazy("signed", "Referred")
    WITHDRAWN = "withdrawn", pgettext_lazy("signed", "Withdrawn")


class EscalationState(TextChoices):
    """Where an escalation stands. Ownership moves with the receiver's confirmation, never before."""

    ASKED = "asked", pgettext_lazy("escalation", "Waiting")
    CONFIRMED = "confirmed", pgettext_lazy("escalation", "Taken over")
    RETURNED = "returned", pgettext_lazy("escalation", "Given back")
    WITHDRAWN = "withdrawn", pgettext_lazy("escalation", "Withdrawn")


ESCALATION_NEXT: dict[EscalationState, set[EscalationState]] = {
    EscalationState.ASKED: {EscalationState.CONFIRMED, EscalationState.RETURNED, EscalationState.WITHDRAWN},
    EscalationState.CONFIRMED: set(),
    EscalationState.RETURNED: set(),
    EscalationState.WITHDRAWN: set(),
}


CRITICAL, GRAVE = 5, 4  # impact of an incident: on any dimension; on people


class IncidentState(TextChoices):
    """Whether what happened is dealt with."""

    OPEN = "open", pgettext_lazy("incident", "Open")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")


class SnapshotReason(TextChoices):
    """Why a register was frozen."""

    SUBMISSION = "submission", _("Submission")
    ENDORSEMENT = "endorsement", _("Endorsement")
    REPORT = "report", _("Report")
    ASSUMPTION = "assumption", _("Assumed as a whole")


class Seat(TextChoices):
    """Who may assume a risk, from the lowest seat to the highest."""

    MANAGER = "manager", _("Project manager")
    CHIEF_OF_MISSION = "chief_of_mission", _("Chief of mission")
    REGIONAL_DIRECTOR = "regional_director", _("Regional director")
    TRD_HEAD = "trd_head", _("Head of TRD")
    DOE_DIRECTOR = "doe_director", _("Director of DOE")
    RISK_OFFICER = "risk_officer", _("Risk officer")
    DG_OFFICE = "dg_office", _("Director General's office")


SEAT_ORDER = {seat: n for n, seat in enumerate(Seat.values)}

# The permission, at the office of the register, that a person in this seat holds. The manager is named on the project.
SEAT_PERMISSION = {
    Seat.CHIEF_OF_MISSION: "accept_medium",
    Seat.REGIONAL_DIRECTOR: "accept_high",
    Seat.TRD_HEAD: "decide_cases",  # the director of DOE accepts at Very high too, from the seat above
    Seat.DOE_DIRECTOR: "decide_high_cases",
    Seat.RISK_OFFICER: "accept_extreme",
    Seat.DG_OFFICE: "accept_for_organization",
}

# The three positions in which a risk is rated.
POSITIONS = {
    "inherent": pgettext_lazy("rating", "Before any measure"),
    "current": pgettext_lazy("rating", "Now"),
    "target": pgettext_lazy("rating", "Once the plan is done"),
}

# In these a project goes on under its endorsement, and each risk above tolerance has somebody who has assumed it.
AFTER_ENDORSEMENT = frozenset({"endorsed", "active", "closing", "suspended"})

SECTION = "risk-register"  # the project's section that opens and locks with the register

RENEWAL_DAYS = 60  # before its last day the renewal of an acceptance is offered

# Who hears on which day of what is due on day 0; each person hears the latest rung they have reached, once.
LADDERS: dict[str, dict[str, tuple[int, ...]]] = {
    "review": {
        "owner": (-14, -3, 0),
        "manager": (7,),
        "chief_of_mission": (14,),
        "regional_director": (30,),
        "risk_officer": (30,),
    },
    "acceptance": {"owner": (-60, -30, -7), "manager": (-60, -30, -7), "requester": (-60, -30, -7)},
    "request": {"seat": (7, 14, 30)},  # day 0 is that of the request, or of the concurrence before
    "escalation": {"seat": (0,)},
    "escalation late": {"seat above": (1,), "asker": (1,)},
    "measure": {"doer": (-7, 0)},
    "measure late": {"manager": (14,), "chief_of_mission": (28,)},
    "measure postponed": {"manager": (-3650,), "chief_of_mission": (0,)},  # the second time: the manager hears at once
    "owner gone": {"manager": (0,), "chief_of_mission": (14,)},
    "seat vacant": {"administrator": (0, 7, 30)},
    "seat unfilled": {"asker": (0,)},
    "delegation": {"delegate": (-7, -1)},
    "delegation given": {"principal": (-7, -1)},
    "position": {"manager": (1,), "chief_of_mission": (1,), "trd_head": (1,), "regional_director": (8,)},
    "assumption": {"dg_office": (-60, -30), "risk_officer": (-60, -30)},
}
POSTPONED_TWICE = 2
