"""Bringing in a list: upload, columns, dry run, apply."""

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from .. import actions, importing, permissions
from ..forms import MappingForm, UploadForm
from ..importing.checking import LABELS, PILLS, Verdict
from ..models import ImportBatch


def _offices(request: HttpRequest) -> tuple[Any, bool]:
    """The offices this person may import for, and whether also for several at once."""
    everywhere = permissions.imports_everywhere(request.user)
    offices = Office.objects.by_name()
    if not everywhere:
        offices = offices.filter(access.standing(request.user).within("create_projects", "pk"))
    return offices, everywhere


def _may(request: HttpRequest) -> None:
    standing = access.standing(request.user)
    if not (permissions.imports_everywhere(request.user) or standing.anywhere("create_projects")):
        access.require(_("Only project officers, TRD and administrators import lists."))


@access.once
def import_upload(request: HttpRequest) -> HttpResponse:
    """Upload a list; it changes nothing yet."""
    _may(request)
    offices, several = _offices(request)
    form = UploadForm(offices, several, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        batch = actions.upload_batch(form.cleaned_data["file"], by=request.user, office=form.cleaned_data["office"])
        return redirect("projects:import-map", batch.pk)
    mine = ImportBatch.objects.visible_to(request.user).defer("rows").order_by("-created_at", "-pk")
    context = {"form": form, "page": page_of(mine, request)}
    return render_page(request, "projects/import_upload.html", context, status=422 if form.is_bound else 200)


def _mine(request: HttpRequest, pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("office"), pk=pk)
    return batch


def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which: guessed from the names, corrected here."""
    batch = _mine(request, pk)
    offices, several = _offices(request)
    start = MappingForm.start(importing.Mapping.from_json(batch.mapping), batch.office)
    form = MappingForm(batch.header, offices, several, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.map_batch(batch, form.mapping(), by=request.user, office=form.cleaned_data["office"])
        return redirect("projects:import-detail", pk)
    context = {
        "batch": batch,
        "form": form,
        "sample": list(zip(batch.header, batch.rows[0] if batch.rows else [], strict=False)),
    }
    return render_page(request, "projects/import_map.html", context, status=422 if form.is_bound else 200)


def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run: what applying would do, row by row; after it, what it did."""
    batch = _mine(request, pk)
    if batch.applied_at:
        return render_page(
            request, "projects/import_done.html", {"batch": batch, "counts": _counts(batch.applied_counts)}
        )
    mapping = importing.Mapping.from_json(batch.mapping)
    if mapping.problems(batch.header):
        return redirect("projects:import-map", pk)
    plan = importing.plan(
        importing.Sheet(batch.name, batch.header, batch.rows), mapping, by=request.user, office=batch.office
    )
    verdict = request.GET.get("show", "")
    rows = [row for row in plan.rows if not verdict or row.verdict == verdict]
    context = {
        "batch": batch,
        "plan": plan,
        "counts": _counts(plan.counts()),
        "page": page_of(_Rows(rows), request, 50),  # type: ignore[arg-type]
        "show": verdict,
        "seen": signing.dumps(plan.counts(), salt="projects.import"),
        "will_change": len(plan.to_apply()),
    }
    return render_page(request, "projects/import_detail.html", context)


class _Rows(list[Any]):
    """Rows that were computed, for the pager."""

    def count(self) -> int:  # type: ignore[override]
        return len(self)


def _counts(counts: Any) -> list[dict[str, Any]]:
    return [
        {
            "verdict": str(verdict),
            "label": LABELS[verdict],
            "kind": PILLS[verdict],
            "n": counts.get(str(verdict), 0),
            "ours": counts.get(f"project_{verdict}", 0),
            "others": counts.get(f"other_{verdict}", 0),
        }
        for verdict in Verdict
    ]


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the dry run showed."""
    batch = _mine(request, pk)
    try:
        seen = signing.loads(request.POST.get("seen", ""), salt="projects.import")
    except (signing.BadSignature, json.JSONDecodeError):
        seen = {}
    actions.apply_batch(batch, by=request.user, seen=seen)
    messages.success(request, _("The list was applied."))
    return redirect("projects:import-detail", pk)


@require_POST
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an uploaded list away."""
    actions.drop_batch(_mine(request, pk), by=request.user)
    messages.success(request, _("The uploaded list was thrown away."))
    return redirect("projects:import-upload")
