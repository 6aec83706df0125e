"""Taking a resource out for good: what takes its place, or why it is withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.forms import SupersedeForm
from knowledge.models import Resource
from knowledge.views.keeping import with_reason
from pvehub import access


@require_http_methods(["GET", "HEAD", "POST"])
def resource_supersede(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another one takes its place, with a reason; a page first, since it takes it away from readers."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    access.require(permissions.why_not_supersede(request.user, resource))
    form = SupersedeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        newer = Resource.objects.visible_to(request.user).filter(uid=given["newer"]).first()
        why_not = permissions.why_not_succeed(request.user, newer or resource, resource)
        if newer is None or why_not:
            form.add_error("newer", why_not)
        else:
            actions.supersede(resource, newer, by=request.user, reason=given["reason"])
            messages.success(request, _("Readers of the old address are led to this one from now on."))
            return redirect(newer)
    return render(request, "knowledge/resource_supersede.html", {"resource": resource, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def resource_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Out for good, with a reason; a page first, since nothing brings it back."""
    why_not, act = permissions.why_not_withdraw, actions.withdraw
    return with_reason(request, uid, why_not, act, _("Withdrawn."), "knowledge/resource_withdraw.html")
