"""Why it is needed and what will change: context and drivers, results."""

from django.utils.translation import gettext_lazy as _

from .shape import AGAIN, OPEN, TEAM, Field, Kind, Section

# The three lenses in which drivers are looked for: attribute `lens` of the vocabulary -> heading.
LENSES = {
    "structural motivator": _("Structural motivators"),
    "individual incentive": _("Individual incentives"),
    "enabling factor": _("Enabling factors"),
}

CONTEXT = Section(
    "context",
    _("Context and drivers"),
    _("What makes violence attractive to a few people here and not to most, and how sure you are."),
    TEAM,
    (
        Field(
            "context_analysis",
            Kind.ROWS,
            _("Context analyses"),
            _("What is going on, according to whom, as of when. The newest one counts; earlier ones stay."),
            why=_("Contexts move; an old analysis is a risk of its own."),
            question="WHYHERE",
            required="always",
        ),
        Field(
            "drivers",
            Kind.ROWS,
            _("Drivers"),
            _("In three lenses: structural motivators, individual incentives, enabling factors."),
            question="NARR",
            required="specific relevant",
        ),
        Field(
            "other_forms",
            Kind.LONGTEXT,
            _("Other forms of extremism in the area"),
            why=_("An analysis of one form only makes people suspects."),
            question="ALLVE",
        ),
        Field(
            "stakeholders",
            Kind.ROWS,
            _("Stakeholders"),
            _(
                "Who has an interest, how much they can do, and where they stand. Institutions and roles, no private persons."
            ),
            why=_("Whoever is overlooked here stands in the way later."),
            redact="person",
        ),
    ),
)

RESULTS = Section(
    "results",
    _("Results"),
    _("What will change, for whom, because of what."),
    OPEN,
    (
        Field(
            "theory_of_change",
            Kind.LONGTEXT,
            _("Theory of change"),
            _("If we do this, then that will change, because of this evidence."),
            why=_("Without it a project can be relevant to prevention, but not specific to it."),
            example=_(
                "If market committees settle disputes fairly, then young traders rely less on armed groups, because…"
            ),
            question="CHANGE",
            required="specific",
            change=AGAIN,
        ),
        Field(
            "assumptions",
            Kind.ROWS,
            _("Assumptions"),
            _("For each link of the chain: what must hold for the next step to follow, and how well that is known."),
            why=_("Violence has no single cause; a chain breaks at the link nobody looked at."),
            question="CHANGE",
        ),
        Field(
            "evidence",
            Kind.LONGTEXT,
            _("Evidence that this can work"),
            _("Evaluations, lessons, research, with an honest word on their strength."),
            question="EVID",
            required="specific",
        ),
        Field(
            "outcomes",
            Kind.ROWS,
            _("Outcomes"),
            _("Each intended change, and the drivers it answers."),
            question="LINK",
            required="specific relevant",
            change=AGAIN,
        ),
        Field(
            "activities",
            Kind.ROWS,
            _("Activities"),
            _("What you will do, and which outcome it serves."),
            question="LINK",
            required="specific relevant",
        ),
    ),
)
