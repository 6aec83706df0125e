"""Putting an item before the readers of a theme or region, and taking it off again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import actions, permissions
from knowledge.forms import FeatureForm
from knowledge.models import Feature, Resource
from pvehub import access
from pvehub.people.models import Office, User, sort_key


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def resource_feature(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say before whom, why and until when."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_feature(request.user, resource))
    initial = {"until_on": timezone.localdate() + timedelta(days=30)}
    themes, regions = list(resource.themes.order_by("position", "pk")), _regions(request.user)
    form = FeatureForm(request.POST or None, themes=themes, regions=regions, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.feature(resource, by=request.user, why=given["why"], until_on=given["until_on"], **form.where())
        messages.success(request, _("Its readers see it first from now on, as far as they may read it."))
        return redirect(resource)
    return render(request, "knowledge/resource_feature.html", {"resource": resource, "form": form})


@require_POST
def feature_end(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """No longer before anybody."""
    rows = Feature.objects.visible_to(request.user).select_related("resource__owner_office")
    feature = get_object_or_404(rows, pk=pk, resource__uid=uid)
    actions.end_feature(feature, by=request.user)
    messages.success(request, _("It is no longer put before them."))
    return redirect(feature.resource)


def _regions(user: User) -> list[Office]:
    """The regions this person curates."""
    standing = access.standing(user)
    found = [office for office in Office.objects.regions() if standing.may("curate_resources", office)]
    return sorted(found, key=lambda office: sort_key(office.name))
