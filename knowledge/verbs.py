"""The words of this app's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "knowledge.contributed": _("Begun"),
    "knowledge.edited": _("Text changed"),
    "knowledge.file_attached": _("File attached"),
    "knowledge.file_detached": _("File taken off"),
    "knowledge.origin_masked": _("Origin masked"),
    "knowledge.origin_shown": _("Origin shown"),
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
    "knowledge.term_added": _("Term added"),
    "knowledge.term_changed": _("Term changed"),
    "knowledge.term_reviewed": _("Names reviewed"),
    "knowledge.term_retired": _("Retired"),
    "knowledge.term_restored": _("Offered again"),
    "knowledge.term_merged": _("Merged into another term"),
    "knowledge.term_took_over": _("Took over another term"),
    "knowledge.search_saved": _("Search kept"),
    "knowledge.search_changed": _("Kept search changed"),
    "knowledge.search_removed": _("Search no longer kept"),
}
