"""Saying of many items at once whether they still hold, with what changed since somebody last said so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions
from knowledge.models import Resource
from knowledge.views.showing import words_changed
from pvehub import access
from pvehub.ui.paging import page_of

MOST = 50


@require_safe
def verification_list(request: HttpRequest) -> HttpResponse:
    """What waits for this person's word, the longest overdue first."""
    page = page_of(Resource.objects.all().to_vouch_for(request.user, timezone.localdate()), request)
    for row in page.rows:
        old, text = row.verified_revision, row.published_revision
        row.changes = words_changed(row, old, text) if old is not None and old != text else []
    return render(request, "knowledge/verification_list.html", {"page": page})


@require_POST
def verification_give(request: HttpRequest) -> HttpResponse:
    """Those that were ticked still hold, each as it was read; whatever could not be said is named with its reason."""
    seen = dict(pair.split(":", 1) for pair in request.POST.getlist("seen")[:MOST] if pair.count(":") == 1)
    seen = {pk: text for pk, text in seen.items() if _is_number(pk) and _is_number(text)}
    given = 0
    for resource in Resource.objects.visible_to(request.user).filter(pk__in=seen).order_by("pk"):
        try:
            actions.verify(resource, by=request.user, seen=int(seen[str(resource.pk)]))
            given += 1
        except (access.Refused, access.Moved) as problem:
            told = {"title": resource.title, "why": problem.sentence}
            messages.warning(request, _("Not verified: “%(title)s”. %(why)s") % told)
    if given:
        said = ngettext("%(n)d item is verified again.", "%(n)d items are verified again.", given)
        messages.success(request, said % {"n": given})
    elif not seen:
        messages.warning(request, _("Tick what still holds."))
    return redirect("knowledge:verification-list")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
