"""What must not go wrong, and what is said to whom: safeguards, communication."""

from django.utils.translation import gettext_lazy as _

from .shape import AGAIN, NOTIFY, TEAM, Field, Kind, Section

SCALE = tuple((str(n), str(n)) for n in range(1, 6))

MANDATE = (
    ("displacement", _("Drivers of displacement")),
    ("reintegration", _("Reintegration")),
    ("migrants", _("Vulnerable migrants")),
    ("cohesion", _("Social cohesion")),
)

SAFEGUARDS = Section(
    "safeguards",
    _("Safeguards"),
    _("What could go wrong for the people who take part, and for our other work."),
    TEAM,
    (
        Field("do_no_harm", Kind.LONGTEXT, _("Do no harm"), question="WRONG", required="always"),
        Field("stigma", Kind.LONGTEXT, _("Stigmatization"), question="STIG", required="always"),
        Field(
            "data_protection",
            Kind.LONGTEXT,
            _("Data protection"),
            _(
                "What you record about people, where, and who could demand it. No personal data of participants belongs here."
            ),
            question="DATA",
            required="always",
        ),
        Field("laws", Kind.LONGTEXT, _("Laws that could turn help into an offence"), question="LAW"),
        Field(
            "mandate_links",
            Kind.CHOICES,
            _("Links to the mandate"),
            _("One or more."),
            why=_("Prevention is our work only where it touches what we are here for."),
            required="always",
            change=NOTIFY,
            choices=MANDATE,
        ),
        Field(
            "mandate",
            Kind.LONGTEXT,
            _("How it is linked"),
            _("One or two sentences: through which people and which change."),
            example=_("Social cohesion: newcomers and long-time tenants settle rents and noise in one hearing."),
            required="always",
            change=NOTIFY,
        ),
        Field(
            "other_projects",
            Kind.ROWS,
            _("Effect on our other projects in the same countries"),
            _("Each project that this one could help, hinder or be confused with."),
            why=_("A careless word here can close the door of a neighbouring project."),
            question="OTHER",
        ),
        Field(
            "capacity_staff",
            Kind.CHOICE,
            _("Capacity: staff"),
            _("1 = none yet, 5 = all in place."),
            question="CAN",
            choices=SCALE,
        ),
        Field("capacity_analysis", Kind.CHOICE, _("Capacity: analysis"), question="CAN", choices=SCALE),
        Field("capacity_monitoring", Kind.CHOICE, _("Capacity: monitoring"), question="CAN", choices=SCALE),
        Field("exit", Kind.LONGTEXT, _("When the money ends"), question="EXIT"),
    ),
)

COMMUNICATION = Section(
    "communication",
    _("Communication"),
    _("What you say to whom, and who designs it."),
    TEAM,
    (
        Field(
            "message_donors", Kind.LONGTEXT, _("Line for donors, government and public"), question="MIGR", red_line=True
        ),
        Field(
            "message_communities",
            Kind.LONGTEXT,
            _("Line for participants and communities"),
            question="VOICE",
            red_line=True,
        ),
        Field("co_design", Kind.LONGTEXT, _("Who designs the messages"), question="VOICE", redact="person"),
        Field(
            "communication_plan",
            Kind.LONGTEXT,
            _("Plan"),
            _("Channels, occasions, and who approves what."),
            question="COMM",
            change=AGAIN,
            red_line=True,
        ),
        Field(
            "red_line",
            Kind.CHOICE,
            _("Red-line declaration"),
            _("Will any message confront a group or its ideas? Direct counter-messaging cannot be endorsed."),
            why=_("It endangers staff and participants and makes the organization a party."),
            question="LINE",
            required="always",
            change=AGAIN,
            red_line=True,
            choices=(
                ("none", _("No message confronts a group or its ideas")),
                ("unsure", _("We are not sure: please look at it")),
                ("yes", _("Yes, some messages would")),
            ),
        ),
    ),
)
