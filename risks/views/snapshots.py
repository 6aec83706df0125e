"""Frozen registers: which there are, one as it stood, how today's differs, and the names put to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pvehub.access import once, require
from pvehub.audit import trail
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, content, frozen, permissions
from risks.forms import NoteForm
from risks.models import RegisterSnapshot

from .loading import did, register_or_404, risk_or_404


def _snapshot_or_404(request: HttpRequest, code: str, pk: int) -> RegisterSnapshot:
    register = register_or_404(request, code)
    rows = RegisterSnapshot.objects.visible_to(request.user).select_related("taken_by", "matrix")
    found: RegisterSnapshot = get_object_or_404(rows, register=register, pk=pk)
    found.register = register
    return found


def snapshot_list(request: HttpRequest, code: str) -> HttpResponse:
    """When the register was frozen, why, by whom, and the hash that names it."""
    register = register_or_404(request, code)
    rows = RegisterSnapshot.objects.visible_to(request.user).filter(register=register)
    rows = rows.defer("content", "public_content").select_related("taken_by", "matrix").order_by("-taken_at", "-pk")
    context = {"register": register, "page": page_of(rows, request)}
    return render_page(request, "risks/snapshot_list.html", context, fragment="risks/_snapshots.html")


def snapshot_detail(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The register as it stood, from the snapshot alone; what this person may not read stays closed."""
    snapshot = _snapshot_or_404(request, code, pk)
    rows = frozen.rows(snapshot, request.user)
    if any(row.get("is_restricted") for row in rows):
        trail.read(snapshot.register, by=request.user)
    context = {
        "register": snapshot.register,
        "snapshot": snapshot,
        "rows": rows,
        "screenings": frozen.screenings(snapshot),
        "waiting": frozen.to_countersign(snapshot, request.user),
    }
    return render(request, "risks/snapshot_detail.html", context)


@once
def snapshot_diff(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What changed since it was frozen; who decides says that they have seen it."""
    snapshot = _snapshot_or_404(request, code, pk)
    if request.method == "POST":
        actions.confirm_changes(snapshot, seen=request.POST.get("seen", ""), by=request.user)
        messages.success(request, _("Recorded: you have seen what changed."))
        return redirect(snapshot.get_absolute_url())
    now = content.of(snapshot.register)
    seal = content.seal(now, snapshot.content)
    context = {
        "register": snapshot.register,
        "snapshot": snapshot,
        "changes": frozen.changes(snapshot, now, request.user),
        "seal": seal,
        "is_confirmed": snapshot.confirmations.filter(by=request.user, sha256=seal).exists(),
        "why_not": permissions.why_not_confirm(request.user, snapshot.register),
    }
    return render(request, "risks/snapshot_diff.html", context)


@once
def risk_countersign(request: HttpRequest, code: str, pk: int, ref: str) -> HttpResponse:
    """The restricted risk as it is now, and the name of somebody who may read it."""
    snapshot, risk = _snapshot_or_404(request, code, pk), risk_or_404(request, code, ref)
    require(permissions.why_not_countersign(request.user, risk, snapshot))
    form = NoteForm(request.POST or None)
    seen = request.POST.get("seen") or frozen.seal_of(risk, snapshot)
    if request.method == "POST" and did(
        form, lambda: actions.countersign(risk, snapshot, seen=seen, by=request.user, note=form.cleaned_data["note"])
    ):
        messages.success(request, _("Countersigned."))
        return redirect(snapshot.get_absolute_url())
    trail.read(risk, by=request.user)
    context = {"register": risk.register, "snapshot": snapshot, "risk": risk, "form": form, "seen": seen}
    return render(request, "risks/risk_countersign.html", context)
