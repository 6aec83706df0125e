"""Offices, for administrators: the tree, an office's clock and days off, a mission opened. For others nothing is here."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pvehub import access
from pvehub.people.models import Office
from pvehub.ui.paging import page_of

from .. import actions, querysets
from ..forms.offices import HolidayForm, MissionForm, OfficeForm, OfficeSearchForm
from .people import for_administrators


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    """Headquarters, regions and missions in the order of the tree."""
    for_administrators(request)
    form = OfficeSearchForm(request.GET)
    rows = querysets.offices(request.user, form.cleaned_data["q"] if form.is_valid() else "")
    counted: QuerySet[Office] = rows.annotate(days=Count("holidays"))
    return render(request, "staffing/office_list.html", {"form": form, "page": page_of(counted, request)})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def office_add(request: HttpRequest) -> HttpResponse:
    """The mission of a country."""
    for_administrators(request)
    form = MissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            office = actions.open_mission(by=request.user, **form.said())
        except access.Unmet as unmet:
            form.add_error(None, str(unmet))
        else:
            messages.success(request, _("%(office)s is open.") % {"office": office})
            return redirect("staffing:office-edit", office.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "staffing/office_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def office_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Clock, weekend, language, names; the days off below."""
    office = get_object_or_404(querysets.offices(request.user), code=code)
    form = OfficeForm(request.POST or None, instance=office)
    if request.method == "POST" and form.is_valid():
        actions.change_office(office, form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("staffing:office-edit", code)
    office.refresh_from_db()  # a form that does not pass leaves its words on the object
    return _shown(request, office, form, HolidayForm(), 422 if request.method == "POST" else 200)


@require_POST
@access.once
def holiday_add(request: HttpRequest, code: str) -> HttpResponse:
    """One more day off."""
    office = get_object_or_404(querysets.offices(request.user), code=code)
    form = HolidayForm(request.POST)
    if form.is_valid():
        try:
            actions.add_holiday(office, by=request.user, **form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error("on", str(unmet))
        else:
            return redirect("staffing:office-edit", code)
    return _shown(request, office, OfficeForm(instance=office), form, 422)


@require_POST
def holiday_drop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A working day after all."""
    office = get_object_or_404(querysets.offices(request.user), code=code)
    actions.drop_holiday(get_object_or_404(office.holidays.select_related("office"), pk=pk), by=request.user)
    return redirect("staffing:office-edit", code)


def _shown(request: HttpRequest, office: Office, form: OfficeForm, day: HolidayForm, status: int) -> HttpResponse:
    this_year = timezone.localdate().replace(month=1, day=1)
    holidays = office.holidays.filter(on__gte=this_year).order_by("on", "pk")
    context = {"office": office, "form": form, "day": day, "holidays": holidays}
    return render(request, "staffing/office_edit.html", context, status=status)
