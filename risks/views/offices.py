"""The registers a person reads, those of offices and of the stream, and the assumption of the last by the DG's office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub.access import once, require, require_recent
from pvehub.people.models import Office
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of
from risks import actions, content, permissions, readiness
from risks.filters import RegisterFilter
from risks.forms import AssumeForm
from risks.models import Register, RegisterAssumption

from .loading import did, register_or_404


def register_list(request: HttpRequest) -> HttpResponse:
    """Every register this person reads; the url is the filter. Those of the own office may be opened from here."""
    rows = Register.objects.visible_to(request.user).with_places()
    filterset = RegisterFilter(request.GET, queryset=rows, request=request)
    page = page_of(filterset.qs.with_counts().order_by("kind", "code", "pk"), request)
    context = {"page": page, "filterset": filterset, "to_open": readiness.to_open(request.user)}
    return render_page(request, "risks/register_list.html", context, fragment="risks/_registers.html")


@require_POST
@once
def office_register_open(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the register of an office of one's own, and go on to its categories."""
    office = get_object_or_404(Office, code=code)
    register = actions.open_office_register(office, by=request.user)
    return redirect("risks:screening-edit", register.code)


@require_POST
@once
def stream_register_open(request: HttpRequest) -> HttpResponse:
    """Begin the register of the whole stream."""
    register = actions.open_stream_register(by=request.user)
    return redirect("risks:screening-edit", register.code)


@once
def register_assume(request: HttpRequest, code: str) -> HttpResponse:
    """What is assumed stands on the page; the signature asks again who it is."""
    register = register_or_404(request, code)
    require(permissions.why_not_assume(request.user, register))
    require_recent(request)
    form = AssumeForm(request.POST or None, initial={"seen": content.fingerprint(register)})
    made: list[RegisterAssumption] = []
    if request.method == "POST" and did(
        form, lambda: made.append(actions.assume_register(register, by=request.user, **form.cleaned_data))
    ):
        until = date_format(made[0].valid_until_on, "SHORT_DATE_FORMAT")
        messages.success(request, _("Assumed until %(on)s.") % {"on": until})
        return redirect(register)
    risks = register.risks.visible_to(request.user).live().with_rating().by_urgency()
    context = {"register": register, "form": form, "risks": risks, "hidden": register.risks.hidden_count(request.user)}
    return render(request, "risks/register_assume.html", context)
