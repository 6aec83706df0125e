"""Several cases at once: chosen on a list of the board, done one by one, each with its result."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from endorsement import actions, permissions
from endorsement.forms.oversight import BatchForm
from endorsement.models import Case
from pvehub import access
from pvehub.people.models import Office, User
from pvehub.ui.htmx import render_page


def _key(request: HttpRequest) -> uuid.UUID | None:
    """The one-time key of the form; each item has its own, made of this one."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _people() -> Any:
    """Who reviews for TRD at headquarters."""
    root = Office.objects.filter(kind=Office.Kind.HQ).order_by("pk")[0]
    return User.objects.filter(pk__in=access.people_holding("review_cases", root).values("pk")).order_by(
        "sort_key", "pk"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_batch(request: HttpRequest) -> HttpResponse:
    """Remind of the chosen cases, or name a reader for each; no case that this person may not read is among them."""
    access.require(permissions.why_not_oversee(request.user))
    chosen = (request.POST if request.method == "POST" else request.GET).getlist("case")[: actions.MOST]
    rows = Case.objects.internal_to(request.user).filter(ref__in=chosen)
    cases = list(rows.select_related("project__lead_office", "lead").order_by("moved_at", "pk"))
    form = BatchForm(request.POST or None, people=_people())
    context: dict[str, Any] = {"form": form, "cases": cases, "results": [], "most": actions.MOST}
    if request.method == "POST" and cases and form.is_valid():
        act, person, key = form.cleaned_data["act"], form.cleaned_data["person"], _key(request)
        if act == "remind":
            context["results"] = actions.remind_each(cases, by=request.user, key=key)
        else:
            context["results"] = actions.assign_each(cases, person, by=request.user, part=act, key=key)
        context["done"] = sum(result.is_done for result in context["results"])
    return render_page(request, "endorsement/case_batch.html", context)
