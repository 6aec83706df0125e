"""With whom, and who is exposed: people, partners and donors, safety and security."""

from django.utils.translation import gettext_lazy as _

from .shape import AGAIN, NOTIFY, TEAM, Field, Kind, Section

FACES = (
    ("government", _("The government")),
    ("partner", _("A local partner")),
    ("organization", _("The organization itself")),
    ("none", _("Nobody: the project has no public face")),
)
NEGOTIATED = (
    ("time_frame", _("Time frame")),
    ("terminology", _("Terminology")),
    ("research", _("Research")),
    ("expectations", _("Expectations")),
    ("scope", _("Scope")),
    ("approach", _("Approach")),
)

PEOPLE = Section(
    "people",
    _("People"),
    _("Who takes part, how they are chosen, and what protects them from being marked by it."),
    TEAM,
    (
        Field(
            "target_groups",
            Kind.TERMS,
            _("Target groups"),
            _("Some groups raise the confidentiality of the project to tier 2."),
            question="WHO",
            required="always",
            change=AGAIN,
            column=True,
            vocabulary="target-groups",
        ),
        Field(
            "targeting",
            Kind.LONGTEXT,
            _("How participants are chosen"),
            _("The criteria, who applies them, and the safeguards against stigma and exclusion."),
            question="WHO",
            required="always",
            change=NOTIFY,
        ),
        Field("gender_analysis", Kind.LONGTEXT, _("Gender analysis"), question="WOMEN", required="always"),
        Field(
            "gender_marker",
            Kind.CHOICE,
            _("Gender marker"),
            choices=(
                ("none", _("No contribution")),
                ("significant", _("Significant objective")),
                ("principal", _("Principal objective")),
            ),
            required="always",
        ),
        Field("women_role", Kind.LONGTEXT, _("Role of women"), question="WOMEN"),
        Field("youth_role", Kind.LONGTEXT, _("Role of young people"), question="YOUTH"),
        Field(
            "numbers",
            Kind.ROWS,
            _("Planned numbers by sex and age"),
            _("How many people of which group take part. Figures only, no names."),
            why=_("What is not counted apart cannot be seen to differ."),
        ),
    ),
)

PARTNERS = Section(
    "partners",
    _("Partners and donors"),
    _("Who works with you, who pays, what each wants, and what you will refuse."),
    TEAM,
    (
        Field(
            "partners",
            Kind.ROWS,
            _("Partners"),
            _("What each partner adds."),
            question="PARTN",
            change=NOTIFY,
            redact="partner",
        ),
        Field(
            "donors",
            Kind.ROWS,
            _("Donors"),
            _("With the arm of the donor that pays."),
            question="DONOR",
            change=NOTIFY,
            redact="partner",
        ),
        Field("government_stance", Kind.LONGTEXT, _("What the government wants from this project"), question="GOV"),
        Field(
            "external_face",
            Kind.CHOICE,
            _("The face of the project"),
            _("Who stands for it in public."),
            question="FACE",
            choices=FACES,
        ),
        Field(
            "face",
            Kind.LONGTEXT,
            _("Why this face"),
            _("How it protects staff, partners and those who take part."),
            question="FACE",
            redact="person",
        ),
        Field(
            "negotiated",
            Kind.CHOICES,
            _("Agreed with the donor"),
            _("Tick what is settled; what is not ticked is open."),
            why=_("What is not settled before the contract is settled by the contract."),
            question="DONOR",
            choices=NEGOTIATED,
            is_checklist=True,
        ),
        Field(
            "negotiation",
            Kind.ROWS,
            _("Log of the negotiation"),
            _("What was said, asked and refused, when, and what the donor now expects."),
            why=_("Expectations that nobody wrote down come back as broken promises."),
            question="DONOR",
        ),
    ),
)

SAFETY = Section(
    "safety",
    _("Safety and security"),
    _("Who is exposed by taking part and by working here, and what you do about it."),
    TEAM,
    (
        Field("staff_safety", Kind.LONGTEXT, _("Staff"), question="SAFE", required="always"),
        Field("participant_safety", Kind.LONGTEXT, _("Participants"), question="SAFE", required="always"),
        Field("partner_safety", Kind.LONGTEXT, _("Partners"), question="SAFE"),
        Field("assets", Kind.LONGTEXT, _("Assets and premises"), redact="place"),
        Field("reputation", Kind.LONGTEXT, _("Reputation")),
        Field(
            "duty_of_care",
            Kind.LONGTEXT,
            _("Duty of care for third parties"),
            _("Enumerators, volunteers, drivers: who insures, briefs and evacuates them?"),
        ),
        Field("site_assessment_on", Kind.DATE, _("Site security assessment done on")),
    ),
)
