"""The way back: who cites a text hears once of each change in it, each doubt, and that it was taken out."""

from __future__ import annotations

from django.db import transaction

from knowledge.models import Citation, Resource
from pvehub.jobs import later
from pvehub.notifications import notify
from pvehub.people.models import User


def warn_citing(resource: Resource) -> None:
    """Have the people of the projects that rest on it told, after the transaction that changed it; none rests on it, none
    is asked for."""
    if Citation.objects.relied_on().filter(resource=resource).exists():
        later("knowledge.tasks.tell_citing", resource.pk, key=f"knowledge.citing:{resource.pk}")


@transaction.atomic
def tell_citing(resource: Resource) -> int:
    """The manager of each project that has not ended, and who cited it, hear once of the state the text is in now; only who
    still works there and may still read the text, or its tombstone. Says how many were told."""
    rows = Citation.objects.relied_on().behind().filter(resource=resource)
    now = f"{resource.state}:{resource.published_revision_id}:{resource.contested_at}"
    told = 0
    for citation in rows.select_related("project__manager", "by").order_by("pk"):
        people = {person.pk: person for person in (citation.project.manager, citation.by) if person is not None}
        there = [person for person in people.values() if _still_theirs(citation, person)]
        told += len(notify(there, "knowledge.cited_changed", about=citation, key=now))
    return told


def _still_theirs(citation: Citation, person: User) -> bool:
    return person.is_active and Citation.objects.visible_to(person).filter(pk=citation.pk).exists()
