"""Pages on which a person says how they want to be told: all kinds by subject, one subject, one kind with its example."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pvehub.people.models import User

from . import actions, choosing, kinds, previewing, reminders
from .forms import PreferenceForm
from .models import Mute


@require_http_methods(["GET", "HEAD", "POST"])
def preference_edit(request: HttpRequest) -> HttpResponse:
    """Every kind by subject with what holds for it; with `of`, the choices of the subject in which that kind stands."""
    words, of = request.GET.get("q", "")[:100], kinds.get(request.GET.get("of", ""))
    form = PreferenceForm(request.POST or None, user=request.user, beside=of)
    if request.method == "POST" and form.is_valid():
        actions.prefer(request.user, form.cadences)
        messages.success(request, _("Saved."))
        return redirect("notifications:preference-edit")
    if of or form.errors:
        context = {"form": form, "heading": of.heading if of else _("How you are told")}
        status = 422 if form.errors else 200
        return render(request, "notifications/preference_group.html", context, status=status)
    muted = Mute.objects.visible_to(request.user).count()
    context = {"groups": choosing.groups(request.user, words), "words": words, "muted": muted}
    return render(request, "notifications/preference_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def kind_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind: who is told, how it comes, and what its mail looks like. Looking writes nothing."""
    kind = kinds.get(slug)
    if kind is None:
        raise Http404
    form = None if kind.always else PreferenceForm(request.POST or None, user=request.user, only=kind)
    if form is not None and request.method == "POST" and form.is_valid():
        actions.prefer(request.user, form.cadences)
        messages.success(request, _("Saved."))
        return redirect("notifications:kind-detail", slug)
    example = previewing.example(kind, cast(User, request.user))
    context = {"form": form, "kind": kind, "example": example, "steps": [*reminders.steps_of(kind.slug)]}
    status = 422 if form is not None and form.errors else 200
    return render(request, "notifications/kind_detail.html", context, status=status)
