"""What the timeline calls the events of projects."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "projects.created": _("Project begun"),
    "projects.imported": _("Brought in from a list"),
    "projects.other_noted": _("Project of another organization written down"),
    "projects.other_removed": _("Project of another organization taken out"),
    "projects.edited": _("Content changed"),
    "projects.conflict_settled": _("One of two texts chosen"),
    "projects.tier_raised": _("Confidentiality raised"),
    "projects.tier_lowered": _("Confidentiality lowered"),
    "projects.member_added": _("Person put on the team"),
    "projects.member_ended": _("Person taken off the team"),
    "projects.manager_changed": _("Manager changed"),
    "projects.export_asked": _("Export asked for"),
    "projects.export_made": _("Export made"),
    "projects.value_recorded": _("Value recorded"),
    "projects.value_corrected": _("Value corrected"),
    "projects.value_removed": _("Value taken out"),
    "projects.view_saved": _("Filter saved"),
    "projects.view_changed": _("Saved filter renamed or shared"),
    "projects.view_removed": _("Saved filter removed"),
    "projects.view_restored": _("Saved filter restored"),
    "projects.followed": _("Followed its case"),
    "projects.compendium_asked": _("Compendium asked for"),
    "projects.compendium_written": _("Compendium written"),
    "projects.compendium_dropped": _("Compendium thrown away"),
}
