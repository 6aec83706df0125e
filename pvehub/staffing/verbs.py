"""The words of this package's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "staffing.opened": _("Office opened"),
    "staffing.office_changed": _("Office changed"),
    "staffing.holiday_added": _("Day off added"),
    "staffing.holiday_dropped": _("Day off taken away"),
    "staffing.account_made": _("Account made"),
    "staffing.posted": _("Posted"),
    "staffing.confirmed": _("Posting confirmed"),
    "staffing.ended": _("Posting ended"),
    "staffing.delegated": _("Delegated"),
    "staffing.disabled": _("Account closed"),
}
