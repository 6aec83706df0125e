"""The words of the timeline."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "risks.register_opened": _("Register opened"),
    "risks.screened": _("Categories answered"),
    "risks.frozen": _("Register frozen"),
    "risks.added": _("Risk added"),
    "risks.edited": _("Statement changed"),
    "risks.opened": _("Complete: the risk is open"),
    "risks.assessed": _("Rated"),
    "risks.reviewed": _("Reviewed, no change"),
    "risks.closed": _("Closed"),
    "risks.reopened": _("Reopened"),
    "risks.reader_named": _("Reader named"),
    "risks.reader_unnamed": _("Reader taken back"),
    "risks.treatment_planned": _("Measure planned"),
    "risks.treatment_changed": _("Measure changed"),
    "risks.treatment_verified": _("Measure verified"),
    "risks.acceptance_requested": _("Acceptance requested"),
    "risks.concurred": _("Concurred"),
    "risks.acceptance_granted": _("Accepted"),
    "risks.acceptance_declined": _("Not accepted"),
    "risks.acceptance_withdrawn": _("Request withdrawn"),
    "risks.acceptance_expired": _("Acceptance expired"),
    "risks.lapsed": _("Acceptance lapsed"),
}
