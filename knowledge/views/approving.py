"""Approving a version of a message line, and withdrawing that."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from knowledge import actions, permissions
from knowledge.forms.guiding import ApprovalForm, WithdrawForm
from knowledge.models import Approval, Resource
from knowledge.models.messages import words_hash
from pvehub import access
from pvehub.people.calendar import day_at


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def message_approve(request: HttpRequest, uid: UUID, version: str) -> HttpResponse:
    """Read the words once more, and say until when they may be used outside."""
    rows = Resource.objects.visible_to(request.user).select_related("published_revision", "owner_office")
    resource = get_object_or_404(rows, uid=uid)
    if version not in Approval.Version.values:
        raise Http404
    access.require(permissions.why_not_approve(request.user, resource))
    text = resource.published_revision
    words = text.fields.get(version, "")
    year = day_at(resource.owner_office) + timedelta(days=365)
    form = ApprovalForm(
        request.POST or None, initial={"seen": words_hash(text.language, words), "valid_until_on": year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.approve(resource, version, by=request.user, **form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error("valid_until_on", [str(blocker) for blocker in unmet.blockers])
        else:
            messages.success(request, _("Approved. Readers can use these words until that day."))
            return redirect(resource)
    facts = {"resource": resource, "form": form, "words": words, "label": Approval.Version(version).label, "text": text}
    return render(request, "knowledge/message_approve.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def approval_withdraw(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Say why the words are not to be used any more."""
    rows = Approval.objects.visible_to(request.user).select_related("resource__owner_office", "by")
    approval = get_object_or_404(rows, pk=pk, resource__uid=uid)
    access.require(permissions.why_not_withdraw_approval(request.user, approval))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_approval(approval, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn. Readers are told not to use these words."))
        return redirect(approval.resource)
    facts = {"resource": approval.resource, "approval": approval, "form": form}
    return render(request, "knowledge/approval_withdraw.html", facts)
