"""The promise ledger: the list, one promise and what is said of it, what a meeting promised and what became of it."""

from __future__ import annotations

import csv
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions, ledger, linking, permissions
from knowledge.exporting import ledger_rows
from knowledge.forms import DropForm, EvidenceForm, PassOnForm, ProgressForm, PromiseFilterForm, TakeUpForm
from knowledge.models import FollowUpAction, Resource
from knowledge.views.meetings import meeting_of
from pvehub import access, files
from pvehub.audit import trail, words
from pvehub.ui.paging import page_of


@require_safe
def promise_list(request: HttpRequest) -> HttpResponse:
    """What was promised and is not over, or as the filters say; the longest due first."""
    today = timezone.localdate()
    form = PromiseFilterForm(request.GET)
    rows = form.narrow(FollowUpAction.objects.visible_to(request.user), request.user, today)
    page = page_of(rows.for_list().by_day(), request)
    return render(request, "knowledge/promise_list.html", {"page": page, "form": form, "today": today})


@require_safe
def promise_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One promise: who answers for it, by when, what was said of it."""
    action = _promise(request, uid)
    return render(request, "knowledge/promise_detail.html", _shown(request, action))


def _promise(request: HttpRequest, uid: UUID) -> FollowUpAction:
    rows = (
        FollowUpAction.objects.visible_to(request.user)
        .for_list()
        .select_related(
            "ended_by", "evidence_file", "recommendation__meeting__office", "recommendation__resource__owner_office"
        )
    )
    found: FollowUpAction = get_object_or_404(rows, uid=uid)
    return found


def _forms(request: HttpRequest, action: FollowUpAction, act: str = "") -> dict[str, forms.Form]:
    """The forms of the acts, the one that was sent with what was sent."""

    def data(name: str) -> Any:
        return request.POST if act == name else None

    return {
        "progress": ProgressForm(data("progress"), prefix="progress"),
        "done": EvidenceForm(data("done"), request.FILES if act == "done" else None, user=request.user, prefix="done"),
        "drop": DropForm(data("drop"), prefix="drop"),
        "again": TakeUpForm(data("again"), prefix="again"),
        "pass": PassOnForm.of(action, data("pass")),
    }


def _shown(request: HttpRequest, action: FollowUpAction, sent: dict[str, forms.Form] | None = None) -> dict[str, Any]:
    user, evidence = request.user, action.evidence_resource
    readable = evidence is not None and Resource.objects.visible_to(user).filter(pk=evidence.pk).exists()
    why_not_progress = permissions.why_not_progress(user, action)
    return {
        "action": action,
        "today": timezone.localdate(),
        "evidence": evidence if readable else None,
        # An address somebody typed may name what a reader may not know of.
        "link": action.evidence_link
        if not permissions.why_not_follow_up(user, action)
        else linking.address_for(user, action.evidence_link),
        "forms": sent or _forms(request, action),
        "why_not_progress": why_not_progress,
        "may_pass": not permissions.why_not_pass_on(user, action),
        "may_again": not permissions.why_not_take_up(user, action),
        "events": words.told(trail.of(action).order_by("-seq")[:50]),
    }


@access.once
@require_POST
def promise_act(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Progress, done with evidence, dropped, taken up again, passed on: whichever form was sent."""
    action, act = _promise(request, uid), request.POST.get("act", "")
    access.require(permissions.why_not_follow_up(request.user, action))
    if request.POST.get("seen") not in (None, action.state):
        raise access.Moved(_("Somebody else wrote here meanwhile."), kept=_kept(request), url=action.get_absolute_url())
    sent = _forms(request, action, act)
    form = sent.get(act)
    if form is not None and form.is_valid():
        try:
            _do(request, action, act, form)
            return redirect(action)
        except access.Unmet as unmet:
            form.add_error(None, str(unmet))
        except files.Rejected as rejected:
            form.add_error("file", rejected)
    return render(request, "knowledge/promise_detail.html", _shown(request, action, sent), status=422)


def _do(request: HttpRequest, action: FollowUpAction, act: str, form: Any) -> None:
    by, given = request.user, form.cleaned_data
    if act == "progress":
        actions.note_progress(action, by=by, note=given["note"])
    elif act == "done":
        actions.finish(action, by=by, evidence=form.evidence(), note=given["note"])
    elif act == "drop":
        actions.drop_promise(action, by=by, why=given["why"])
    elif act == "again":
        actions.take_up(action, by=by, why=given["why"])
    else:
        actions.pass_promise_on(action, by=by, **given)
    messages.success(request, _("It is on record."))


def _kept(request: HttpRequest) -> dict[str, str]:
    """What was typed, so that nothing is lost."""
    typed = [value for name, value in request.POST.items() if name.endswith(("-note", "-why", "-address")) and value]
    return {_("Your words"): "\n".join(typed)} if typed else {}


@access.silent
@require_safe
def promise_evidence(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file that shows it was done, to whoever reads the promise."""
    rows = FollowUpAction.objects.visible_to(request.user).filter(evidence_file__isnull=False)
    action = get_object_or_404(rows.select_related("evidence_file"), uid=uid)
    trail.read(action, by=request.user, what="download")
    return files.respond(request, action.evidence_file, action.evidence_name)


@require_safe
def meeting_review(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The 360° page: what was promised at a meeting, and what became of it."""
    meeting, today = meeting_of(request, uid), timezone.localdate()
    rows = _promised_at(request, meeting)
    groups = [
        (_("Done, with evidence"), [row for row in rows if row.state == ledger.Promise.DONE]),
        (_("In progress"), [row for row in rows if row.state == ledger.Promise.IN_PROGRESS]),
        (_("Not done"), [row for row in rows if row.state == ledger.Promise.OPEN]),
        (_("Dropped, with a reason"), [row for row in rows if row.state == ledger.Promise.DROPPED]),
    ]
    late = sum(row.is_overdue(today) for row in rows)
    context = {"meeting": meeting, "groups": groups, "total": len(rows), "late": late, "today": today}
    empty = meeting.recommendations.filter(actions=None).order_by("number", "pk")
    return render(request, "knowledge/meeting_review.html", context | {"without": empty})


def _promised_at(request: HttpRequest, meeting: Any) -> list[FollowUpAction]:
    rows = FollowUpAction.objects.visible_to(request.user).of_meetings([meeting]).for_list()
    found: list[FollowUpAction] = list(rows.order_by("recommendation__number", "due_on", "pk"))
    seen = Resource.objects.visible_to(request.user).filter(pk__in={row.evidence_resource_id for row in found})
    readable = set(seen.values_list("pk", flat=True))
    for row in found:
        row.readable_evidence = row.evidence_resource if row.evidence_resource_id in readable else None
    return found


@require_safe
def meeting_review_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same as a sheet; no cell is ever a formula."""
    meeting = meeting_of(request, uid)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="promises-{meeting.starts_on.isoformat()}.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows(ledger_rows(_promised_at(request, meeting), timezone.localdate()))
    return response
