"""Other organizations' projects by hand: one is written down, one is taken out again. Those of a list come in with it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .. import indexing, permissions
from ..models import OtherProject
from ..models.landscape import BY_HAND

MANY = ("countries", "themes")


@transaction.atomic
def note_other(*, by: User, fields: Mapping[str, Any]) -> OtherProject:
    """An officer writes down what another organization does here: read by all staff, in no count of the portfolio.

    Without an identifier of its own it gets one that no list can have.
    """
    access.require(permissions.why_not_note_other(by))
    columns = {name: value for name, value in fields.items() if name not in MANY}
    columns["external_id"] = columns.get("external_id") or f"{BY_HAND}{uuid.uuid4().hex[:12]}"
    if OtherProject.objects.filter(external_id=columns["external_id"]).exists():
        raise access.Unmet([permissions.is_there(columns["external_id"])])
    other = OtherProject.objects.create(imported={}, imported_at=timezone.now(), imported_by=by, **columns)
    for name in MANY:
        getattr(other, name).set(fields.get(name, []))
    indexing.put_others([other])
    trail.record(other, "projects.other_noted", by=by, note=other.external_id)
    return other


@transaction.atomic
def remove_other(other: OtherProject, *, by: User, reason: str) -> None:
    """TRD or an administrator takes a record out of the landscape; the history keeps what it said, and why it went."""
    access.require(permissions.why_not_remove_other(by))
    if not reason.strip():
        raise access.Unmet([_("Say why it is taken out; the history keeps it.")])
    other = OtherProject.objects.select_for_update(of=("self",)).get(pk=other.pk)
    said = {"external_id": [other.external_id, ""], "title": [other.title, ""], "source": [other.source, ""]}
    trail.record(other, "projects.other_removed", by=by, note=reason.strip()[:2000], changes=said)
    indexing.drop_other(other.pk)
    other.delete()
