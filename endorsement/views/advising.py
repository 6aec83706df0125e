"""Asking an adviser for a clearance, and giving it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, permissions, showing
from endorsement.forms.advising import AskClearanceForm, GiveClearanceForm
from endorsement.models import Case, Clearance
from pvehub import access
from pvehub.people.models import User
from pvehub.ui.htmx import render_page

from ._loading import told, visible


def advisers(case: Case) -> QuerySet[User]:
    """Who can be asked: advisers without a tie to the project."""
    people = access.people_holding("give_clearances", case.project.lead_office)
    fit = [person.pk for person in people if permissions.why_not_advise(person, case) is None]
    return User.objects.filter(pk__in=fit).order_by("sort_key", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def clearance_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """What is to be cleared, by whom, until when; the version's own triggers stand above the form."""
    case = visible(request, ref)
    access.require(permissions.why_not_ask_clearance(request.user, case))
    form, status = AskClearanceForm(request.POST or None, people=advisers(case), initial=request.GET.dict()), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_clearance(case, form.cleaned_data.pop("person"), by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Asked. The person has been told and reads the case from now on."))
            return redirect(case)
    context = {"case": case, "form": form, "clearances": showing.clearances(case, request.user)}
    return render_page(request, "endorsement/clearance_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def clearance_give(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The question, the version it is about, and the word."""
    case = visible(request, ref)
    rows = Clearance.objects.visible_to(request.user).select_related("asked_of", "asked_by", "submission")
    clearance = get_object_or_404(rows, case=case, pk=pk)
    clearance.case = case
    access.require(permissions.why_not_give_clearance(request.user, clearance))
    initial = {"seen": clearance.submission.sha256}
    form, status = GiveClearanceForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_clearance(clearance, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Given. The lead of the review has been told."))
            return redirect(case)
    sections = showing.sections(clearance.submission, [])
    context = {"case": case, "clearance": clearance, "form": form, "sections": sections}
    return render_page(request, "endorsement/clearance_give.html", context, status=status)
