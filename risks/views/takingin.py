"""Risks by sheet: bring it in, say which column is which, see what it would do, apply it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pvehub.access import once, require
from pvehub.ui.htmx import render_page
from risks import actions, permissions
from risks.models import Register, RegisterSheet
from risks.sheetforms import ColumnsForm, SheetForm
from risks.sheets import planning
from risks.sheets.judging import Planner
from risks.sheets.mapping import Mapping
from risks.sheets.rows import CHOICES, LABELS, PILLS, Verdict

from .loading import register_or_404

SHOWN = 300  # rows of a dry run on its page


def _register(request: HttpRequest, code: str) -> Register:
    register = register_or_404(request, code)
    require(permissions.why_not_edit(request.user, register))
    return register


def _sheet(request: HttpRequest, code: str, pk: int) -> RegisterSheet:
    register = _register(request, code)
    mine = RegisterSheet.objects.visible_to(request.user).filter(register=register)
    sheet: RegisterSheet = get_object_or_404(mine.select_related("register__project", "register__office"), pk=pk)
    return sheet


@once
def sheet_upload(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet comes in; it changes nothing yet. Of one from elsewhere the columns are named next."""
    register = _register(request, code)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["file"]
        sheet = actions.upload_sheet(register, said.name, said.header, said.rows, by=request.user)
        return redirect("risks:sheet-map" if sheet.mapping else "risks:sheet-plan", code, sheet.pk)
    context = {"register": register, "form": form}
    return render_page(request, "risks/sheet_upload.html", context, status=422 if form.is_bound else 200)


@once
def sheet_map(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Which column is which: guessed, and changed by the person who knows the sheet."""
    sheet = _sheet(request, code, pk)
    if not sheet.mapping or sheet.applied_at:
        return redirect(sheet)
    form = ColumnsForm(sheet.header, Mapping.from_json(sheet.mapping), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.map_sheet(sheet, form.mapping(), by=request.user)
        return redirect(sheet)
    first = sheet.rows[0][1] if sheet.rows else []
    context = {"register": sheet.register, "sheet": sheet, "form": form}
    context["sample"] = [(name, cell) for name, cell in zip(sheet.header, first, strict=False) if name]
    return render_page(request, "risks/sheet_map.html", context, status=422 if form.is_bound else 200)


@require_safe
def sheet_plan(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The dry run: what each row would do, how its words were read; after it was applied, what it did."""
    sheet = _sheet(request, code, pk)
    context = {"register": sheet.register, "sheet": sheet}
    if not sheet.applied_at:
        plan = planning.plan(Planner(sheet.register, request.user), sheet)
        counts = plan.counts
        order = ["conflict", "refused", "unseen", "changed", "new", "unchanged"]
        context |= {
            "plan": plan,
            "rows": sorted(plan.rows, key=lambda row: (order.index(row.verdict), row.number))[:SHOWN],
            "counts": [(LABELS[v], PILLS[v], counts[v]) for v in Verdict],
            "will_change": counts["new"] + counts["changed"] + counts["conflict"],
            "choices": CHOICES,
            "more": max(len(plan.rows) - SHOWN, 0),
        }
    return render_page(request, "risks/sheet_plan.html", context)


@require_POST
@once
def sheet_apply(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Do what the dry run showed, row by row as it was decided there."""
    sheet = _sheet(request, code, pk)
    choices = {
        int(name[4:]): value
        for name, value in request.POST.items()
        if name.startswith("row-") and name[4:].isdecimal() and len(name) < 12
    }
    done = actions.apply_sheet(sheet, choices, by=request.user, seen=request.POST.get("seen", "")).applied_counts
    n = done["new"] + done["changed"]
    messages.success(request, ngettext("%(n)d row brought in.", "%(n)d rows brought in.", n) % {"n": n})
    return redirect(sheet)


@require_POST
@once
def sheet_drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Throw the sheet away."""
    actions.drop_sheet(_sheet(request, code, pk), by=request.user)
    messages.success(request, _("The sheet was thrown away; what it has brought in stays."))
    return redirect("risks:sheet-upload", code)
