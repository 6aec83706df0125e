"""Noting what was talked over with the donors of a project."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import permissions
from knowledge.models import NegotiationNote
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User


@transaction.atomic
def note_negotiation(project: Project, *, by: User, item: str, state: str, note: str) -> NegotiationNote:
    """One more line of the log: where one of the six points stands, in the team's words. Nothing is overwritten."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    access.require(permissions.why_not_negotiate(by, project))
    if item not in NegotiationNote.Item.values or state not in NegotiationNote.State.values:
        raise access.Unmet([_("Choose the point, and where it stands.")])
    if not note.strip():
        raise access.Unmet([_("Say in a line what was agreed, or why not.")])
    made = NegotiationNote.objects.create(
        project=project, item=item, state=state, note=note.strip(), by=by, at=timezone.now()
    )
    trail.record(made, "knowledge.negotiated", by=by, after=state)
    return made
