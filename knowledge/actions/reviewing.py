"""Reminding the curators of texts that wait: the one who has it, then their backups, then headquarters."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from knowledge import waiting, workflow
from knowledge.actions.answering import curators, nearest_curators, readers
from knowledge.actions.locking import locked
from knowledge.models import Curation
from pvehub.notifications import remind
from pvehub.people.models import Office, User


@transaction.atomic
def remind_review(curation: Curation, *, now: datetime) -> int:
    """The one reminder that is due for a text that waits, by the working days of the office whose curators read it. A
    sweep that was away sends the latest rung alone; a second call the same day writes nothing. Says how many were told."""
    resource = locked(curation.resource)
    rows = Curation.objects.open().with_waiting().select_related("claimed_by").filter(pk=curation.pk)
    since = rows.values_list("waits_since", flat=True).first()
    if since is None or not resource.revisions.waiting().exists():
        return 0
    age = waiting.age(since, resource.owner_office, now)
    reached = [rung for rung in workflow.REVIEW_RUNGS if rung <= age.days]
    if not reached:
        return 0
    people = _turned_to(rows.get(), reached[-1])
    rule = f"review:{curation.pk}:{since:%Y%m%d%H%M%S}"
    return len(remind(people, "knowledge.review_due", resource, rule=rule, due=age.due_on, rung=str(reached[-1])))


def _turned_to(curation: Curation, rung: int) -> list[User]:
    """Whoever has it, or the nearest who could; past the ten days everyone in scope as well, at last headquarters."""
    resource, (first, due, _last) = curation.resource, workflow.REVIEW_RUNGS
    has_it = [curation.claimed_by] if curation.claimed_by else []
    if rung == first:
        return readers(resource, has_it) or nearest_curators(resource)
    everyone = curators(resource)
    if rung == due:
        return readers(resource, has_it) + [one for one in everyone if one not in has_it]
    root = Office.objects.filter(kind=Office.Kind.HQ).first()
    above = [one for one in everyone if User.objects.serving(root).filter(pk=one.pk).exists()]
    return above or everyone
