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
            Kind.LONGTEXT,
            _("Indicators"),
            _("One per line: what, unit, baseline, target, source, how often. “Not measurable yet” may be said."),
            example=_("Traders who say the committee is fair | percent | 31 | 55 | survey | twice a year"),
            question="MEAS",
            required="always",
            change=NOTIFY,
        ),
        Field(
            "standard_indicators",
            Kind.TERMS,
            _("Standard indicators you will report"),
            question="MEAS",
            vocabulary="indicators",
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
            "document_list",
            Kind.LONGTEXT,
            _("Documents"),
            _("One per line: what it is, its date and language, where it is kept, the section it supports."),
        ),
    ),
)
