"""The negotiation checklist of a project: six points, where each stands, and how it came to that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.forms.guiding import NegotiationForm
from knowledge.models import NegotiationNote, Resource
from projects.models import Organization, Project
from pvehub import access
from pvehub.people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def negotiation_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The checklist and its log, for who reads the whole project; those who work on it add a line."""
    project = get_object_or_404(Project.objects.visible_to(request.user), ref=ref)
    access.require(permissions.why_not_read_negotiation(request.user, project))
    why_not = permissions.why_not_negotiate(request.user, project)
    form = NegotiationForm(request.POST or None, initial={"item": request.GET.get("item", "")})
    if request.method == "POST":
        access.require(why_not)
        if form.is_valid():
            actions.note_negotiation(project, by=request.user, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("knowledge:negotiation-detail", ref)
    rows = NegotiationNote.objects.visible_to(request.user).filter(project=project).select_related("by")
    log = list(rows.order_by("-at", "-pk"))
    newest = {row.item: row for row in reversed(log)}
    items = [(item, label, newest.get(item)) for item, label in NegotiationNote.Item.choices]
    facts = {"project": project, "items": items, "log": log, "form": form, "why_not": why_not}
    # Donors are read off the team's own copy, which others do not read once something was endorsed.
    facts["profiles"] = [] if why_not else _profiles(request.user, project)
    return render(request, "knowledge/negotiation_detail.html", facts)


def _profiles(user: User, project: Project) -> list[Resource]:
    """What is known of the project's donors, as far as this person may read it: the profiles that bear their names."""
    donors = Organization.objects.filter(participations__project=project, participations__role="donor")
    names = {name.casefold() for name in donors.order_by("pk").values_list("name", flat=True)}
    rows = Resource.objects.visible_to(user).published().filter(kind="donor-profile")
    rows = rows.select_related("published_revision").order_by("title", "pk")
    return [row for row in rows if row.published_revision.fields.get("donor", "").casefold() in names]
