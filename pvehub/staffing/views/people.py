"""People, for administrators: found, invited, shown, their accounts closed. For everybody else there is nothing here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pvehub import access
from pvehub.people.models import User
from pvehub.ui.paging import page_of

from .. import actions, permissions, querysets, showing
from ..forms import InviteForm, PersonSearchForm, PostingForm


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everyone with an account."""
    for_administrators(request)
    form = PersonSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": ""}
    page = page_of(querysets.found(request.user, wanted), request)
    return render(request, "staffing/person_list.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def person_add(request: HttpRequest) -> HttpResponse:
    """An account with its first posting; the person hears by mail."""
    for_administrators(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.invite(by=request.user, **form.cleaned_data)
        except access.Unmet as unmet:
            form.add_error("email", str(unmet))
        else:
            messages.success(request, _("%(person)s has an account and was told by e-mail.") % {"person": person})
            return redirect("staffing:person-detail", person.uid)
    status = 422 if request.method == "POST" else 200
    return render(request, "staffing/person_add.html", {"form": form}, status=status)


@require_safe
def person_detail(request: HttpRequest, uid: Any) -> HttpResponse:
    """Where somebody serves and served, and what was done about it."""
    person = get_object_or_404(querysets.people(request.user), uid=uid)
    return shown(request, person, PostingForm())


@require_POST
def person_disable(request: HttpRequest, uid: Any) -> HttpResponse:
    """Close the account."""
    person = get_object_or_404(querysets.people(request.user), uid=uid)
    actions.disable(person, by=request.user)
    messages.success(request, _("The account is closed."))
    return redirect("staffing:person-detail", uid)


def shown(request: HttpRequest, person: User, form: PostingForm) -> HttpResponse:
    """The page of one person, with the form for a further posting as it stands."""
    context = {
        "person": person,
        "rows": showing.served(request.user, person),
        "events": showing.timeline(person),
        "form": form,
        "why_not_disable": permissions.why_not_disable(request.user, person),
    }
    return render(request, "staffing/person_detail.html", context, status=422 if form.is_bound else 200)


def for_administrators(request: HttpRequest) -> None:
    """To others these pages are not there."""
    if permissions.why_not_administer(request.user):
        raise Http404
