"""What is done to a published resource: followed, verified, archived, brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import actions, permissions
from knowledge.forms import ReasonForm
from knowledge.models import Resource
from pvehub import access


def _visible(request: HttpRequest, uid: UUID) -> Resource:
    return get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)


@require_POST
def resource_follow(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hear of each new text."""
    resource = _visible(request, uid)
    actions.follow(resource, by=request.user)
    messages.success(request, _("You hear from us when it changes."))
    return redirect(resource)


@require_POST
def resource_unfollow(request: HttpRequest, uid: UUID) -> HttpResponse:
    """No longer hear of it."""
    resource = _visible(request, uid)
    actions.unfollow(resource, by=request.user)
    messages.success(request, _("You no longer follow it."))
    return redirect(resource)


@require_POST
def resource_verify(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that it still holds."""
    resource = _visible(request, uid)
    actions.verify(resource, by=request.user)
    messages.success(request, _("Verified again."))
    return redirect(resource)


@require_http_methods(["GET", "HEAD", "POST"])
def resource_archive(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Out of lists and search, with a reason; a page first, since it takes it away from readers."""
    said = _("Archived. You can take that back for 30 seconds.")
    return with_reason(
        request, uid, permissions.why_not_archive, actions.archive, said, "knowledge/resource_archive.html"
    )


def with_reason(
    request: HttpRequest,
    uid: UUID,
    why_not: Callable[[Any, Resource], str | None],
    act: Callable[..., Any],
    said: str,
    template: str,
) -> HttpResponse:
    """Ask for a reason on a page of its own, then do it."""
    resource = _visible(request, uid)
    access.require(why_not(request.user, resource))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(resource, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, said)
        return redirect(resource)
    return render(request, template, {"resource": resource, "form": form})


@require_POST
def resource_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the archiving back."""
    resource = _visible(request, uid)
    actions.restore(resource, by=request.user)
    messages.success(request, _("It is back."))
    return redirect(resource)
