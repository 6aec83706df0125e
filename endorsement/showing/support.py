"""What the pages of a question to headquarters show: what was said, and what this person may do."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from endorsement import permissions
from endorsement.models import SupportRequest
from projects.models import Project
from pvehub.audit import trail, words
from pvehub.people.models import User
from pvehub.ui.components import Tab


def other_lists(user: User) -> list[Tab]:
    """What stands beside the list of cases."""
    found = [Tab(_("Questions to headquarters"), reverse("endorsement:support-list"))]
    if permissions.why_not_oversee(user) is None:
        found.append(Tab(_("Oversight"), reverse("endorsement:oversight")))
    return found


SUPPORT_PILL = {"open": "info", "asked_back": "warn", "answered": "ok", "withdrawn": "neutral"}


def said(request: SupportRequest) -> list[dict[str, Any]]:
    """The words in their order, each with whether it is an answer, a question back, or the mission's."""
    asking = trail.of(request).filter(verb="endorsement.support_asked_back").values_list("actor_uid", flat=True)
    askers = set(asking)
    rows = request.entries.select_related("by").order_by("pk")
    return [{"row": row, "is_of_headquarters": row.is_answer or row.by.uid in askers} for row in rows]


def about(request: SupportRequest, user: User) -> Project | None:
    """Its project, if this person may open it; of another one nothing but its ref is said."""
    if request.project_id is None:
        return None
    return Project.objects.visible_to(user).filter(pk=request.project_id).first()


def happened(request: SupportRequest) -> list[dict[str, Any]]:
    """What happened to it, newest first."""
    rows = words.told(trail.of(request).order_by("-seq"))
    return [
        {"label": row["label"], "actor": row["actor"], "at": row["event"].at, "note": row["event"].note} for row in rows
    ]


def may(request: SupportRequest, user: User) -> dict[str, str | None]:
    """Each act with the sentence that rules it out; what is no act of this person's side is left out."""
    found: dict[str, str | None] = {}
    if permissions.why_not_answer_for(user, request) is None:
        found["take"] = permissions.why_not_take(user, request)
        found["hand_on"] = permissions.why_not_hand_on(user, request)
        found["reply"] = permissions.why_not_reply(user, request)
    if permissions.speaks_for_the_mission(user, request):
        found["write"] = permissions.why_not_write(user, request)
    found["keep"] = permissions.why_not_keep_answer(user, request)
    return found
