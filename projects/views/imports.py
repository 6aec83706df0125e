"""Bringing in a list: upload, columns, dry run, decisions, apply."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access
from pvehub.jobs.models import Job
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from .. import actions, importing, permissions
from ..forms import MappingForm, UploadForm
from ..importing import Verdict
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
        batch = _uploaded(request, form)
        if batch:
            is_known = batch.kind == "iati"  # whose columns nobody has to say
            return _checked(request, batch) if is_known else redirect("projects:import-map", batch.pk)
    mine = ImportBatch.objects.visible_to(request.user).order_by("-created_at", "-pk")
    context = {"form": form, "page": page_of(mine, request)}
    return render_page(request, "projects/import_upload.html", context, status=422 if form.is_bound else 200)


def _uploaded(request: HttpRequest, form: UploadForm) -> ImportBatch | None:
    """The list with all its rows; where the file is not what it claims, the form says so in one sentence."""
    upload = form.cleaned_data["file"]
    try:
        with importing.opened(upload.chunks(), upload.name) as sheet:
            return actions.upload_batch(sheet, by=request.user, office=form.cleaned_data["office"])
    except importing.Unreadable as error:
        form.add_error("file", str(error))
        return None


def _checked(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The dry run: at once where the list is short, else as a job with a progress page."""
    if batch.total <= actions.AT_ONCE:
        actions.check_batch(batch, by=request.user)
        return redirect("projects:import-detail", batch.pk)
    return redirect(actions.ask_for("check_list", batch, by=request.user, label=_("Checking a list")))


def _mine(request: HttpRequest, pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("office"), pk=pk)
    return batch


def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which: guessed from the names, corrected here."""
    batch = _mine(request, pk)
    if batch.kind == "iati":
        return redirect("projects:import-detail", pk)
    offices, several = _offices(request)
    start = MappingForm.start(importing.Mapping.from_json(batch.mapping), batch)
    form = MappingForm(batch.header, offices, several, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        office, listed_on = said["office"], said["listed_on"]
        batch = actions.map_batch(batch, form.mapping(), by=request.user, office=office, listed_on=listed_on)
        return _checked(request, batch)
    first = batch.lines.order_by("number", "pk").first()
    sample = list(zip(batch.header, first.cells if first else [], strict=False))
    context = {"batch": batch, "form": form, "sample": sample}
    return render_page(request, "projects/import_map.html", context, status=422 if form.is_bound else 200)


@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run once more."""
    return _checked(request, _mine(request, pk))


def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run: what applying would do, row by row; after it, what it did, with links."""
    batch = _mine(request, pk)
    verdict = request.GET.get("show", "")
    if verdict not in Verdict.values:
        verdict = ""
    rows = batch.lines.select_related("batch", "office", "project", "other").order_by("number", "pk")
    rows = rows.filter(verdict=verdict) if verdict else rows
    page = page_of(rows, request, 50)
    context = {
        "batch": batch,
        "counts": _counts(batch.applied_counts or batch.counts),
        "page": page,
        "asks": not batch.applied_at and any(row.choices for row in page.rows),
        "show": verdict,
        "shown_label": Verdict(verdict).label if verdict else "",
        "seen": actions.seal(batch),
        "will_change": sum(batch.counts.get(each, 0) for each in importing.APPLIED),
        "job": Job.objects.visible_to(request.user).open().filter(back_url=batch.get_absolute_url()).first(),
    }
    return render_page(request, "projects/import_detail.html", context)


def _counts(counts: Any) -> list[dict[str, Any]]:
    return [
        {
            "verdict": str(verdict),
            "label": verdict.label,
            "kind": importing.PILLS[verdict],
            "n": counts.get(str(verdict), 0),
            "ours": counts.get(f"project_{verdict}", 0),
            "others": counts.get(f"other_{verdict}", 0),
        }
        for verdict in Verdict
    ]


@require_POST
def import_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person decided about rows of this page; the list is checked anew."""
    batch = _mine(request, pk)
    choices = {
        int(name.removeprefix("row-")): value
        for name, value in request.POST.items()
        if name.removeprefix("row-").isdecimal() and name.startswith("row-") and len(name) < 12
    }
    batch = actions.decide_rows(batch, choices, by=request.user)
    messages.success(request, _("Your decisions are kept."))
    return _checked(request, batch)


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the dry run showed."""
    batch = _mine(request, pk)
    seen = request.POST.get("seen", "")
    if batch.total > actions.AT_ONCE and not batch.applied_at and seen == actions.seal(batch) != "":
        return redirect(actions.ask_for("apply_list", batch, by=request.user, label=_("Applying a list")))
    actions.apply_batch(batch, by=request.user, seen=seen)
    messages.success(request, _("The list was applied."))
    return redirect("projects:import-detail", pk)


@require_POST
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an uploaded list away."""
    actions.drop_batch(_mine(request, pk), by=request.user)
    messages.success(request, _("The uploaded list was thrown away."))
    return redirect("projects:import-upload")
