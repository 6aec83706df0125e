"""Bringing in references: upload, dry run, decisions, drafts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import actions, importing, kinds, permissions
from knowledge.actions.importing import AT_ONCE
from knowledge.forms import ReferencesForm
from knowledge.models import ReferenceList, ReferenceRow, Resource
from pvehub import access
from pvehub.jobs.models import Job
from pvehub.people.models import Office, User
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

ROWS = 50
PILLS = {"new": "ok", "duplicate": "neutral", "broken": "danger", "out": "neutral"}


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def reference_list(request: HttpRequest) -> HttpResponse:
    """Upload a file of references, and those uploaded before; nothing changes yet."""
    access.require(permissions.why_not_import_references(request.user))
    offices = Office.objects.filter(pk__in=access.standing(request.user).office_ids).by_name()
    start = {"language": request.user.language, "tier": 0}
    form = ReferencesForm(request.POST or None, request.FILES or None, offices=offices, initial=start)
    if request.method == "POST" and form.is_valid() and (batch := _uploaded(request, form)):
        return redirect("knowledge:reference-detail", batch.pk)
    mine = ReferenceList.objects.visible_to(request.user).order_by("-created_at", "-pk")
    facts = {"form": form, "page": page_of(mine, request)}
    return render_page(request, "knowledge/reference_list.html", facts, status=422 if form.is_bound else 200)


def _uploaded(request: HttpRequest, form: ReferencesForm) -> ReferenceList | None:
    """The list with its dry run; where the file is not what it claims, the form says so in one sentence."""
    said = dict(form.cleaned_data)
    upload = said.pop("file")
    try:
        with importing.opened(upload.chunks(), upload.name) as entries:
            return actions.upload_references(entries, by=request.user, name=upload.name, **said)
    except importing.Unreadable as error:
        form.add_error("file", str(error))
        return None


def _mine(request: HttpRequest, pk: int) -> ReferenceList:
    batch: ReferenceList = get_object_or_404(
        ReferenceList.objects.visible_to(request.user).select_related("office"), pk=pk
    )
    return batch


@require_safe
def reference_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run, entry by entry; after it, what became of them. What its owner no longer reads is not named."""
    batch = _mine(request, pk)
    show = request.GET.get("show", "")
    rows = batch.rows.order_by("number", "pk")
    rows = rows.filter(verdict=show) if show in ReferenceRow.Verdict.values else rows
    page = page_of(rows, request, ROWS)
    _name_things(request.user, page.rows)
    facts = {
        "batch": batch,
        "page": page,
        "show": show,
        "counts": _counts(batch),
        "kinds": kinds.CHOICES,
        "why_not": permissions.why_not_bring_in(request.user, batch),
        "new": batch.counts.get("new", 0),
        "job": Job.objects.visible_to(request.user).open().filter(back_url=batch.get_absolute_url()).first(),
    }
    return render_page(request, "knowledge/reference_detail.html", facts)


def _name_things(user: User, rows: list[ReferenceRow]) -> None:
    """What each row is the same as, and what was made of it, as far as this person reads it today."""
    ids = {pk for row in rows for pk in (row.same_as_id, row.resource_id)}
    things = Resource.objects.visible_to(user).in_bulk(ids - {None})
    for row in rows:
        row.same, row.made = things.get(row.same_as_id), things.get(row.resource_id)


def _counts(batch: ReferenceList) -> list[dict[str, Any]]:
    return [
        {"verdict": verdict.value, "label": verdict.label, "kind": PILLS[verdict], "n": batch.counts.get(verdict, 0)}
        for verdict in ReferenceRow.Verdict
    ]


def _choices(request: HttpRequest) -> dict[int, str]:
    """What was chosen for the entries of a page, by their numbers."""
    known = {"", ReferenceRow.OUT, *kinds.BY_SLUG}
    return {
        int(name.removeprefix("row-")): value
        for name, value in request.POST.items()
        if name.startswith("row-") and name[4:].isdecimal() and len(name) < 12 and value in known
    }


@require_POST
def reference_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What single entries of this page become."""
    actions.decide_references(_mine(request, pk), _choices(request), by=request.user)
    messages.success(request, _("Your choices are kept."))
    return redirect("knowledge:reference-detail", pk)


@require_POST
def reference_bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the drafts, as chosen on the page; of a long list in the background."""
    batch = _mine(request, pk)
    if choices := _choices(request):
        batch = actions.decide_references(batch, choices, by=request.user)
    if batch.counts.get("new", 0) > AT_ONCE:
        return redirect(actions.ask_to_bring_in(batch, by=request.user))
    number = len(actions.bring_in(batch, by=request.user))
    said = ngettext("%(n)s draft was made.", "%(n)s drafts were made.", number)
    messages.success(request, said % {"n": number})
    return redirect("knowledge:reference-detail", pk)


@require_POST
def reference_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an uploaded list away."""
    actions.drop_references(_mine(request, pk), by=request.user)
    messages.success(request, _("The uploaded list was thrown away."))
    return redirect("knowledge:reference-list")
