"""What is typed and cannot be saved now: kept as its author's draft, also when the session has ended meanwhile."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format

from pvehub import access
from pvehub.people.models import User

from .. import actions, permissions
from ..models import Project
from ..tokens import Seen

HELD_FOR = 3 * 24 * 3600  # seconds a form keeps its right to leave its text with the server after the session has ended


def signed(user: Any, project: Project, *place: Any) -> str:
    """The author's word in a hidden field of the form: who, which project, which place in it."""
    return signing.dumps([str(user.uid), project.pk, *place], salt="projects.held")


def author_of(request: HttpRequest, section: str, *place: Any) -> tuple[Project, User] | None:
    """Whose text a form without a session is, if it still carries their word for this place and they may still write."""
    try:
        uid, pk, *said = signing.loads(request.POST.get("held", ""), salt="projects.held", max_age=HELD_FOR)
    except signing.BadSignature:
        return None
    author = User.objects.active().filter(uid=uid).first()
    project = Project.objects.whole_for(author).filter(pk=pk).first() if author else None
    if author is None or project is None or said != list(place):
        return None
    return None if permissions.why_not_edit(author, project, section) else (project, author)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path())


def keep(request: HttpRequest, project: Project, name: str) -> JsonResponse:
    """One changed field, kept as a draft: JSON for the script that sends it on blur and every 15 seconds."""
    seen = Seen.parse(request.POST.get("revision", ""))
    text = "\n".join(request.POST.getlist("text")).replace("\r\n", "\n")
    try:
        draft = actions.keep_draft(project, name, text, by=request.user, revision=seen.draft, base=seen.base)
    except access.Moved as moved:
        return JsonResponse({"sentence": moved.sentence, "kept": moved.kept}, status=409)
    at = time_format(timezone.localtime(draft.updated_at), "H:i")
    return JsonResponse({"revision": f"{draft.revision}.{draft.base}", "saved_at": at})
