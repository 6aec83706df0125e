"""A person's own page: where they serve, who acts for them, how they want the portal."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from pvehub import access
from pvehub.access.roles import BY_SLUG
from pvehub.people.models import Posting

from .. import actions, permissions
from ..forms import DelegateForm, PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.prefer(request.user, by=request.user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect("staffing:me")
    return render(request, "staffing/me.html", _page(request, form=form))


@require_POST
@access.once
def posting_delegate(request: HttpRequest) -> HttpResponse:
    """Somebody acts for me, in one of my postings, until a day."""
    own = _delegable(request)
    form = DelegateForm(own, request.POST)
    if form.is_valid():
        posting, to = form.cleaned_data["posting"], form.cleaned_data["email"]
        ends_at = timezone.make_aware(datetime.combine(form.cleaned_data["until_on"], time.max))
        refused = permissions.why_not_delegate(request.user, posting, to, ends_at)
        if not refused:
            ceiling = form.cleaned_data["ceiling"]
            actions.delegate(posting, by=request.user, to=to, ends_at=ends_at, ceiling=ceiling)
            messages.success(request, _("%(person)s acts for you and was told.") % {"person": to})
            return redirect("staffing:me")
        form.add_error(None, refused)
    return render(request, "staffing/me.html", _page(request, delegate_form=form), status=422)


def _delegable(request: HttpRequest) -> list[Posting]:
    """My live postings that are my own, not held for somebody else."""
    return [posting for posting in access.standing(request.user).postings if posting.acting_for_id is None]


def _page(request: HttpRequest, **forms: Any) -> dict[str, Any]:
    postings = access.standing(request.user).postings
    own = _delegable(request)
    acting = Posting.objects.unended().filter(acting_for__user=request.user, user__is_active=True)
    return {
        "form": forms.get("form") or PreferencesForm(instance=request.user),
        "delegate_form": forms.get("delegate_form") or (DelegateForm(own) if own else None),
        "postings": [(posting, BY_SLUG[posting.role]) for posting in postings],
        "acting": acting.select_related("user", "office").order_by("ends_at", "pk"),
    }
