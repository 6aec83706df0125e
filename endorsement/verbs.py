"""The words in which the timeline tells what happened to a case."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "endorsement.opened": _("Case opened"),
    "endorsement.submitted": _("Submitted for clearance"),
    "endorsement.cleared": _("Cleared by the head of the lead office"),
    "endorsement.sent_back": _("Sent back to the team"),
    "endorsement.advised": _("Regional advice given"),
    "endorsement.review_started": _("Screened; review started"),
    "endorsement.found_out_of_scope": _("Found out of scope"),
    "endorsement.returned": _("Returned to the mission"),
    "endorsement.resubmitted": _("Resubmitted"),
    "endorsement.concluded": _("Review concluded"),
    "endorsement.endorsed": _("Endorsed"),
    "endorsement.endorsed_with_conditions": _("Endorsed with conditions"),
    "endorsement.refused": _("Not endorsed"),
    "endorsement.withdrawn": _("Withdrawn"),
    "endorsement.held": _("Put on hold"),
    "endorsement.resumed": _("Taken off hold"),
    "endorsement.reopened": _("Reopened"),
    "endorsement.suspended": _("Suspended"),
    "endorsement.revoked": _("Revoked"),
    "endorsement.expired": _("Expired"),
    "endorsement.superseded": _("Superseded"),
    "endorsement.released": _("Released from its conditions"),
    "endorsement.lifted": _("Suspension lifted"),
    "endorsement.recalled": _("Decision recalled"),
    "endorsement.assigned": _("Reader assigned"),
    "endorsement.recused": _("A reader stands aside"),
    "endorsement.declared": _("Interests declared"),
    "endorsement.commented": _("Comment written"),
    "endorsement.answered": _("Comment answered"),
    "endorsement.resolved": _("Comment resolved"),
    "endorsement.discussed": _("Internal note"),
    "endorsement.reviewed": _("Review given"),
    "endorsement.red_line_judged": _("Red line judged"),
    "endorsement.rebuilt": _("Status rebuilt from the events"),
}

# Events about what only headquarters reads; the timeline of everybody else leaves them out.
INTERNAL = frozenset({"endorsement.discussed", "endorsement.declared", "endorsement.recused", "endorsement.reviewed"})
