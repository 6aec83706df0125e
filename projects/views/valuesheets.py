"""Values by sheet: take it, fill it, see what it would do, apply it."""

import io
import json

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from pvehub.ui.htmx import render_page

from .. import actions, permissions, valuesheets
from ..exporting.writing import MEDIA_TYPES
from ..forms import SheetForm
from ..models import Project, ValueSheet
from .loading import visible

SALT = "projects.values"


def _project(request: HttpRequest, ref: str) -> Project:
    project = visible(request, ref)
    access.require(permissions.why_not_record(request.user, project))
    return project


@access.once
def value_upload(request: HttpRequest, ref: str) -> HttpResponse:
    """A filled sheet comes in; it changes nothing yet."""
    project = _project(request, ref)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["file"]
        try:
            sheet = actions.upload_sheet(project, said.name, said.header, said.rows, by=request.user)
        except access.Unmet as unmet:
            form.add_error("file", str(unmet))
        else:
            return redirect("projects:value-plan", ref, sheet.pk)
    context = {"project": project, "form": form, "has_indicators": project.indicators.exists()}
    return render_page(request, "projects/value_upload.html", context, status=422 if form.is_bound else 200)


@require_safe
def value_template(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The sheet of this project with the values it has; XLSX, or CSV where the url says so."""
    project = _project(request, ref)
    kind = "csv" if request.GET.get("as") == "csv" else "xlsx"
    out = io.BytesIO()
    if kind == "csv":
        out.write(valuesheets.write_csv(project))
    else:
        valuesheets.write_xlsx(project, out)
    trail.read(project, by=request.user, what="values")
    return passing.download(iter([out.getvalue()]), f"values-{project.ref}.{kind}", MEDIA_TYPES[kind])


def _sheet(request: HttpRequest, ref: str, pk: int) -> ValueSheet:
    mine = ValueSheet.objects.visible_to(request.user).filter(project=_project(request, ref))
    sheet: ValueSheet = get_object_or_404(mine.select_related("project"), pk=pk)
    return sheet


@require_safe
def value_plan(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The dry run: row, column and reason; after it was applied, what it did."""
    sheet = _sheet(request, ref, pk)
    rows = valuesheets.plan(sheet.project, sheet.header, sheet.rows, timezone.localdate())
    found = sheet.applied_counts or valuesheets.counts(rows)
    verdicts = [(each, valuesheets.LABELS[each], valuesheets.PILLS[each]) for each in valuesheets.Verdict]
    context = {
        "project": sheet.project,
        "sheet": sheet,
        "rows": sorted(rows, key=lambda row: (row.verdict != "refused", row.number))[:500],
        "counts": [{"label": label, "pill": pill, "n": found.get(str(each), 0)} for each, label, pill in verdicts],
        "will_change": found.get("new", 0) + found.get("changed", 0),
        "seen": signing.dumps(found, salt=SALT),
    }
    return render_page(request, "projects/value_plan.html", context)


@require_POST
def value_apply(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Do what the dry run showed."""
    sheet = _sheet(request, ref, pk)
    try:
        seen = signing.loads(request.POST.get("seen", ""), salt=SALT)
    except (signing.BadSignature, json.JSONDecodeError):
        seen = {}
    actions.apply_sheet(sheet, by=request.user, seen=seen)
    messages.success(request, _("The values of the sheet are recorded."))
    return redirect("projects:value-plan", ref, pk)


@require_POST
def value_drop(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Throw the sheet away."""
    actions.drop_sheet(_sheet(request, ref, pk), by=request.user)
    messages.success(request, _("The sheet was thrown away; what it has recorded stays."))
    return redirect("projects:value-upload", ref)
