"""Postings, for administrators: added, confirmed by a second person, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access

from .. import actions, querysets
from ..forms import PostingForm
from .people import shown


@require_POST
@access.once
def posting_add(request: HttpRequest, uid: Any) -> HttpResponse:
    """Somebody begins to serve somewhere."""
    person = get_object_or_404(querysets.people(request.user), uid=uid)
    form = PostingForm(request.POST)
    if not form.is_valid():
        return shown(request, person, form)
    posting = actions.post(person, by=request.user, **form.cleaned_data)
    if posting.needs_confirmation:
        messages.success(request, _("Added. It works once another administrator has confirmed it."))
    else:
        messages.success(request, _("Added. It works from now on."))
    return redirect("staffing:person-detail", uid)


@require_POST
def posting_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's word."""
    posting = get_object_or_404(querysets.postings(request.user), pk=pk)
    actions.confirm(posting, by=request.user)
    messages.success(request, _("Confirmed. The posting works from now on."))
    return redirect("staffing:person-detail", posting.user.uid)


@require_POST
def posting_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stops serving, now."""
    posting = get_object_or_404(querysets.postings(request.user), pk=pk)
    actions.end_posting(posting, by=request.user)
    messages.success(request, _("Ended. The posting gives nothing any more."))
    if posting.user_id == request.user.pk:  # who ended their own may not be an administrator any more
        return redirect("staffing:me")
    return redirect("staffing:person-detail", posting.user.uid)
