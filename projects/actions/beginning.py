"""How a project begins, and how it gets its permanent reference."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Office, User

from .. import indexing, permissions
from ..models import Project, RefCounter


def next_ref(now: datetime) -> str:
    """PVE-<year>-<nnnn>."""
    return next_refs(now, 1)[0]


def next_refs(now: datetime, number: int) -> list[str]:
    """So many references: the counter's row stays locked until the commit, so no number is skipped or given twice."""
    RefCounter.objects.bulk_create([RefCounter(year=now.year)], ignore_conflicts=True)
    counter = RefCounter.objects.select_for_update().get(year=now.year)
    first, counter.last = counter.last + 1, counter.last + number
    counter.save(update_fields=["last"])
    return [f"PVE-{counter.year}-{each:04d}" for each in range(first, counter.last + 1)]


@transaction.atomic
def begin(office: Office, *, by: User, title: str, language: str = "en", public_title: str = "") -> Project:
    """An officer begins a draft for the own office: tier 1, and its author is its manager until another is named."""
    access.require(permissions.why_not_create(by, office))
    project = new_draft(office, by=by, manager=by, title=title, language=language, public_title=public_title)
    trail.record(project, "projects.created", by=by, after=project.status)
    if office.country:
        project.countries.add(office.country)
    indexing.put(project)
    return project


def new_draft(office: Office, *, by: User, manager: User | None, **fields: Any) -> Project:
    """The row of a new draft with the next reference; the caller records the event in the same transaction."""
    now = timezone.now()
    ref = next_ref(now)
    return Project.objects.create(
        ref=ref, lead_office=office, manager=manager, created_by=by, created_at=now, changed_at=now, **fields
    )
