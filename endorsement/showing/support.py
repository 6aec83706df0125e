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
    return [Tab(_("Questions to headquarters"), reverse("endorsement:support-list"))]


SUPPORT_PILL = {"open": "info", "asked_back": "warn", "answered": "ok", "withdrawn": "neutral"}


def said(request: SupportRequest) -> list[Any]:
    """The words in their order, questions back and answers among them."""
    return list(request.entries.select_related("by").order_by("pk"))


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
