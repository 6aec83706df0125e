"""How one would know, and the papers that show it: monitoring, documents."""

from django.utils.translation import gettext_lazy as _

from .shape import NOTIFY, OPEN, TEAM, Field, Kind, Section

MONITORING = Section(
    "monitoring",
    _("Monitoring"),
    _("How you will know before the end."),
    OPEN,
    (
        Field(
            "indicators",
            Kind.ROWS,
            _("Indicators"),
            _("Standard ones from the bank first, then your own. “Not measurable yet” may be said, with the reason."),
            why=_("What is not measured from the start cannot be shown at the end."),
            example=_("Traders who say the committee is fair | percent | 31 | 55 | survey | twice a year"),
            question="MEAS",
            required="always",
            change=NOTIFY,
        ),
        Field("harm_question", Kind.LONGTEXT, _("How you would notice harm"), question="MEAS"),
        Field(
            "research_share",
            Kind.NUMBER,
            _("Share of the budget for research and M&E, in percent"),
            question="RES",
            required="always",
        ),
    ),
)

DOCUMENTS = Section(
    "documents",
    _("Documents"),
    _("Papers that support the other sections."),
    TEAM,
    (
        Field(
            "documents",
            Kind.ROWS,
            _("Documents"),
            _("Files: assessments, frameworks, reports, evaluations, tools. Each with the section it supports."),
            redact="partner",
        ),
        Field(
            "document_list",
            Kind.LONGTEXT,
            _("Papers kept elsewhere"),
            _("One per line: what it is, its date and language, where it is kept, the section it supports."),
            redact="partner",
        ),
    ),
)
