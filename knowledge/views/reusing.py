"""A project begun from a practice or a lesson."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.models import Resource
from projects.forms import ReuseForm
from pvehub import access
from pvehub.people.models import Office


@access.once
@require_http_methods(["GET", "HEAD", "POST"])
def resource_reuse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A new draft of the own office from what every reader gets of this text."""
    seen = Resource.objects.visible_to(request.user).select_related("owner_office__parent")
    resource = get_object_or_404(seen, uid=uid)
    access.require(permissions.why_not_reuse(request.user, resource))
    offices = Office.objects.filter(access.standing(request.user).within("create_projects", "pk")).by_name()
    form = ReuseForm(offices, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            project = actions.begin_from(resource, by=request.user, **form.cleaned_data)
        except access.Refused as refused:
            form.add_error("office", refused.sentence)
        else:
            said = _(
                "%(ref)s was begun. What was copied is a proposal: make it yours. The draft cites where it comes from."
            )
            messages.success(request, said % {"ref": project.ref})
            return redirect("projects:project-tasks", project.ref)
    facts = {"resource": resource, "form": form}
    return render(request, "knowledge/resource_reuse.html", facts, status=422 if form.is_bound else 200)
