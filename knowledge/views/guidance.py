"""The library of guidance, the addresses under which notes and clauses are cited, and how to engage with donors."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from knowledge.filters import GuidanceFilter
from knowledge.kinds import BY_SLUG
from knowledge.models import Clause, ClauseComment, Resource
from pvehub.ui.paging import page_of

TOPIC = BY_SLUG["guidance"].by_name["topic"]


@require_safe
def guidance_list(request: HttpRequest) -> HttpResponse:
    """Every note that is in effect, by its number, as far as this person may read it."""
    rows = Resource.objects.visible_to(request.user).published().filter(kind="guidance")
    narrowed = GuidanceFilter(request.GET, queryset=rows)
    notes = narrowed.qs.select_related("guidance", "published_revision", "owner_office__parent")
    page = page_of(notes.order_by("guidance__number", "pk"), request)
    _tell(page.rows)
    return render(request, "knowledge/guidance_list.html", {"page": page, "filter": narrowed})


@require_safe
def guidance_detail(request: HttpRequest, number: int) -> HttpResponse:
    """The address under which a note is cited leads to the note."""
    rows = Resource.objects.visible_to(request.user).published()
    return redirect(get_object_or_404(rows, guidance__number=number))


@require_safe
def clause_detail(request: HttpRequest, number: int, clause: str) -> HttpResponse:
    """The address under which a clause is cited leads to where it stands in what readers have today."""
    rows = Clause.objects.visible_to(request.user).live().select_related("resource")
    return redirect(get_object_or_404(rows, resource__guidance__number=number, number=clause))


@require_safe
def donor_topic(request: HttpRequest) -> HttpResponse:
    """How to engage with donors: the guidance on it, the profiles, the words agreed for them."""
    rows = Resource.objects.visible_to(request.user).published()
    notes = rows.filter(kind="guidance", published_revision__fields__topic="donors")
    notes = list(notes.select_related("guidance", "published_revision").order_by("guidance__number", "pk")[:50])
    _tell(notes)
    facts = {
        "notes": notes,
        "profiles": list(rows.filter(kind="donor-profile").order_by("title", "pk")[:100]),
        "lines": list(rows.filter(kind="message").newest()[:20]),
    }
    return render(request, "knowledge/donor_topic.html", facts)


@require_safe
def disposition_table(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What colleagues said of the draft of a published note, and what became of it; offices are told, no names."""
    resource = get_object_or_404(Resource.objects.visible_to(request.user).published(), uid=uid)
    rows = ClauseComment.objects.published_for(request.user).filter(consultation__resource=resource)
    told = rows.select_related("office").order_by("-consultation__opened_at", "consultation", "at", "pk")
    return render(request, "knowledge/disposition_table.html", {"resource": resource, "page": page_of(told, request)})


def _tell(notes: list[Any]) -> None:
    """What a row shows beside the title: its topic, since when it holds, how many clauses bind how far; one query."""
    texts = [note.published_revision_id for note in notes]
    counted: dict[int, Counter[str]] = {}
    for pk, force in Clause.objects.filter(revision__in=texts).order_by("pk").values_list("revision_id", "force"):
        counted.setdefault(pk, Counter())[force] += 1
    for note in notes:
        said = note.published_revision.fields
        forces = counted.get(note.published_revision_id, Counter())
        note.topic = TOPIC.label_of(said.get("topic", ""))
        note.effective_on = said.get("effective_on", "")
        note.forces = [(label, forces[force]) for force, label in Clause.Force.choices if forces[force]]
