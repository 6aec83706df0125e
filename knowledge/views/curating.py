"""Curating: the queue, one review, and what is decided in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, kinds, linking, permissions, waiting, workflow
from knowledge.forms import DecisionForm
from knowledge.models import Curation, Resource
from knowledge.queuing import QueueFilter
from knowledge.views.showing import changes, files_of, findings
from pvehub import access
from pvehub.ui.paging import page_of, whole

ACTS = {
    workflow.Outcome.PUBLISHED: (actions.publish, gettext_lazy("Published. Colleagues find it from now on.")),
    workflow.Outcome.CHANGES_REQUESTED: (actions.request_changes, gettext_lazy("Sent back to the author.")),
    workflow.Outcome.DECLINED: (actions.decline, gettext_lazy("Not taken up. The author has your reason.")),
}


@require_safe
def curation_queue(request: HttpRequest) -> HttpResponse:
    """What waits for a curator, oldest and most wanted first; never one's own."""
    if not access.standing(request.user).anywhere("curate_resources"):
        raise access.Refused(_("Only curators have a queue."))
    now, waits = timezone.now(), Curation.objects.for_curator(request.user)
    asked = QueueFilter(request.GET, queryset=waits, curator=request.user)
    asked.form.is_valid()  # a filter that does not exist narrows nothing and says so beside it
    page = page_of(asked.qs.for_list().oldest_most_wanted(now), request)
    ages = waiting.ages([(row.pk, row.waits_since, row.resource.owner_office) for row in page.rows], now)
    for row in page.rows:
        row.age = ages[row.pk]
    return render(request, "knowledge/curation_queue.html", {"page": page, "filter": asked})


@require_http_methods(["GET", "HEAD", "POST"])
def curation_review(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Read the text that waits, go through the list, decide on exactly what was read."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act, said = ACTS[workflow.Outcome(given["outcome"])]
        more = {"is_typo": given["is_typo"]} if given["outcome"] == workflow.Outcome.PUBLISHED else {}
        act(resource, by=request.user, seen=given["seen"], checklist=form.ticked(), reason=given["reason"], **more)
        messages.success(request, said)
        return redirect("knowledge:curation-queue")
    access.require(permissions.why_not_curate(request.user, resource))
    return render(request, "knowledge/curation_review.html", _review(request, resource, form))


@require_POST
def curation_claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take it in hand."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    actions.claim(resource, by=request.user)
    messages.success(request, _("It is yours to decide."))
    return redirect("knowledge:curation-review", uid)


@require_POST
def curation_hand_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give it back, so that somebody else can take it."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    actions.hand_back(resource, by=request.user, reason=request.POST.get("reason", "")[:300].replace("\x00", ""))
    messages.success(request, _("It waits for another curator. They have been told."))
    return redirect("knowledge:curation-queue")


@require_POST
def curation_second(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Agree as the second curator."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user), uid=uid)
    actions.second(resource, by=request.user, seen=request.POST.get("seen", "")[:64])
    messages.success(request, _("Your agreement is on record."))
    return redirect("knowledge:curation-review", uid)


def _review(request: HttpRequest, resource: Resource, form: DecisionForm) -> dict[str, Any]:
    """What a curator has before them: the text, what changed, what the machine found, whose turn it is."""
    user = request.user
    text = resource.revisions.waiting().first() or resource.revisions.newest().first()
    old = resource.revisions.filter(number=whole(request.GET.get("since"), 0)).first() or resource.published_revision
    form.initial["seen"] = text.sha256
    return {
        "resource": resource,
        "text": text,
        "links": linking.links_in(user, text),
        "answers": kinds.ordered(resource.kind, text.fields),
        "files": (files := files_of(user, text)),
        "curation": Curation.objects.open()
        .filter(resource=resource)
        .select_related("claimed_by", "seconded_by")
        .first(),
        "old": old if old != text else None,
        "changes": changes(resource, old, text) if old != text else [],
        "form": form,
        "why_not_claim": permissions.why_not_claim(user, resource),
        "why_not_decide": permissions.why_not_decide(user, resource),
        "why_not_mask": permissions.why_not_mask(user, resource),
        "why_not_hand_back": permissions.why_not_hand_back(user, resource),
        "why_not_second": permissions.why_not_second(user, resource),
        **findings(user, resource, text, files),
    }
