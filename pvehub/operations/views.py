"""Erasing a person; for everybody but administrators there is no such page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pvehub import access
from pvehub.staffing import querysets

from . import actions, permissions
from .forms import EraseForm


@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: HttpRequest, uid: Any) -> HttpResponse:
    """What goes and what stays; then, with the address typed anew and the password given a moment ago, it goes."""
    person = get_object_or_404(querysets.people(request.user), uid=uid)
    why_not = permissions.why_not_erase(request.user, person)
    form = EraseForm(request.POST or None, address=person.email)
    if request.method == "POST":
        access.require(why_not)
        if form.is_valid():
            access.require_recent(request)
            actions.erase(person, by=request.user)
            messages.success(request, _("The person is erased. What they did stays, without a name."))
            return redirect("staffing:person-detail", uid)
    status = 422 if request.method == "POST" else 200
    context = {"person": person, "form": form, "why_not": why_not}
    return render(request, "operations/person_erase.html", context, status=status)
