"""Indicators of a project: chosen from the bank, shown with target against actual, their values recorded."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pvehub import access
from pvehub.audit import trail, words
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import whole

from .. import actions, permissions, tracking
from ..forms import ValueForm, bank
from ..measures import Level
from ..models import Indicator, IndicatorValue, Project
from ..sections import BY_SLUG
from .loading import visible


@require_safe
def indicator_choose(request: HttpRequest, ref: str) -> HttpResponse:
    """The bank by level, with what this project has of it; one of the project's own is a click away."""
    project = visible(request, ref)
    access.require(permissions.why_not_edit(request.user, project, "monitoring"))
    terms = list(bank())
    levels = [
        (Level(name).label, [term for term in terms if term.attributes["level"] == name]) for name in Level.values
    ]
    context = {
        "project": project,
        "section": BY_SLUG["monitoring"],
        "levels": [(label, found) for label, found in levels if found],
        "taken": set(project.indicators.values_list("code", flat=True)),
    }
    return render_page(request, "projects/indicator_choose.html", context)


def _indicator(request: HttpRequest, project: Project, code: str) -> Indicator:
    rows = Indicator.objects.visible_to(request.user).filter(project=project).select_related("term")
    indicator: Indicator = get_object_or_404(rows, code=code)
    indicator.project = project
    return indicator


@require_safe
def project_indicator(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Target against actual: as it stands for the people of the project, as it was endorsed for others."""
    project = visible(request, ref)
    indicator = _indicator(request, project, code)
    reads = permissions.reads(request.user, project)
    read = tracking.as_read(indicator, project, reads)
    if read is None:
        raise Http404
    context: dict[str, Any] = {
        "project": project,
        "indicator": read,
        "course": tracking.course(read, indicator.values.in_order(), is_open=reads == "open"),
        "reads": reads,
        "why_not_record": permissions.why_not_record(request.user, project),
    }
    if reads != "open":
        context["events"] = _told(indicator)
    return render_page(request, "projects/project_indicator.html", context)


def _told(indicator: Indicator) -> list[dict[str, Any]]:
    """The history of its values, newest first."""
    return [
        {**each, "at": each["event"].at, "on_behalf_of": each["principal"], "note": _change(each["event"])}
        for each in words.told(trail.of(indicator).order_by("-seq")[:50])
    ]


def _change(event: Any) -> str:
    before, after = event.changes.get("value", [None, None])
    figures = [str((each or {}).get("value") or (each or {}).get("text") or "–") for each in (before, after)]
    return f"{event.note}: {' → '.join(figures)}" if before else f"{event.note}: {figures[1]}"


def _answer(request: HttpRequest, indicator: Indicator, form: Any, value: IndicatorValue | None = None) -> HttpResponse:
    context = {
        "project": indicator.project,
        "indicator": indicator,
        "form": form,
        "value": value,
        "seen": request.POST.get("seen") or (value.revision if value else ""),
    }
    return render_page(request, "projects/value_form.html", context, status=422 if form.is_bound else 200)


def _recording(request: HttpRequest, ref: str, code: str) -> Indicator:
    project = visible(request, ref)
    access.require(permissions.why_not_record(request.user, project))
    return _indicator(request, project, code)


@access.once
def value_add(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """A value for a new period."""
    indicator = _recording(request, ref, code)
    form = ValueForm(indicator, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.record_value(indicator, form.said(), by=request.user)
        messages.success(request, _("The value is recorded."))
        return redirect("projects:project-indicator", ref, code)
    return _answer(request, indicator, form)


def value_edit(request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
    """Correct a value; what stood there stays in the history."""
    indicator = _recording(request, ref, code)
    value: IndicatorValue = get_object_or_404(indicator.values, pk=pk)
    form = ValueForm(indicator, request.POST or None, instance=value)
    if request.method == "POST" and form.is_valid():
        actions.correct_value(value, form.said(), by=request.user, seen=_seen(request))
        messages.success(request, _("Corrected. What stood there before stays in the history."))
        return redirect("projects:project-indicator", ref, code)
    return _answer(request, indicator, form, value)


@require_POST
def value_remove(request: HttpRequest, ref: str, code: str, pk: int) -> HttpResponse:
    """Take a value out, with the reason."""
    indicator = _recording(request, ref, code)
    value: IndicatorValue = get_object_or_404(indicator.values, pk=pk)
    actions.remove_value(value, by=request.user, reason=request.POST.get("reason", ""), seen=_seen(request))
    messages.success(request, _("Removed. It stays readable in the history."))
    return redirect("projects:project-indicator", ref, code)


def _seen(request: HttpRequest) -> int:
    return whole(request.POST.get("seen"), 0)
