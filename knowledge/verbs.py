"""The words of this app's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "knowledge.contributed": _("Begun"),
    "knowledge.edited": _("Text changed"),
    "knowledge.file_attached": _("File attached"),
    "knowledge.file_detached": _("File taken off"),
    "knowledge.file_read": _("File read for search"),
    "knowledge.submitted": _("Sent to the curators"),
    "knowledge.claimed": _("Taken in hand by a curator"),
    "knowledge.seconded": _("A second curator agreed"),
    "knowledge.changes_requested": _("Changes requested"),
    "knowledge.published": _("Published"),
    "knowledge.declined": _("Not taken up"),
    "knowledge.refused": _("Attempt refused"),
    "knowledge.verified": _("Verified again"),
    "knowledge.archived": _("Archived"),
    "knowledge.restored": _("Brought back"),
}
