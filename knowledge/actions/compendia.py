"""Documents over many resources: asked for, written in the background, thrown away by their owner or by time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from knowledge import permissions
from knowledge.compendium import Bound, bind, pack
from knowledge.models import Compendium
from projects.compendium import Copy
from pvehub import access
from pvehub.audit import trail
from pvehub.jobs import later, progress
from pvehub.people.models import User

LIVES = timedelta(days=7)


@transaction.atomic
def ask_compendium(asked: Sequence[int], *, by: User, **said: Any) -> Compendium:
    """Have a document written over these resources; `said` is purpose, form and language, and what was asked for."""
    access.require(permissions.why_not_make_compendium(by, len(asked)))
    now = timezone.now()
    row: Compendium = Compendium.objects.create(
        owner=by, asked=list(asked), asked_at=now, expires_at=now + LIVES, **said
    )
    row.job = later(
        "knowledge.tasks.write_compendium",
        row.pk,
        key=f"practices {row.pk}",
        by=by,
        label=_("Compendium %(number)s") % {"number": row.number},
        back_url=row.get_absolute_url(),
    )
    row.save(update_fields=["job"])
    told = {"purpose": [None, row.purpose], "resources": [None, len(row.asked)]}
    trail.record(row, "knowledge.compendium_asked", by=by, after=row.form, changes=told)
    return row


def write_compendium(row: Compendium) -> Compendium:
    """What its owner may read at this moment, written and kept. Run twice, it writes once.

    Reading takes a while and holds no lock: what is taken from the owner meanwhile is not handed out afterwards, because
    handing out compares with `parts`.
    """
    if row.written_at or row.expires_at <= timezone.now():
        return row
    copy = Copy(row.owner, timezone.now(), row.number, row.is_outside)
    with translation.override(row.language), timezone.override(row.owner.time_zone):
        bound = bind(row, copy, say=progress)
        volumes = pack(row, bound, copy) if bound.parts else []
    return _keep(row, bound, volumes)


@transaction.atomic
def _keep(row: Compendium, bound: Bound, volumes: list[bytes]) -> Compendium:
    locked: Compendium | None = Compendium.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None or locked.written_at:
        return row
    locked.parts, locked.tier, locked.content = bound.parts, bound.tier, volumes
    locked.size, locked.written_at = sum(map(len, volumes)), timezone.now()
    locked.save(update_fields=["parts", "tier", "content", "size", "written_at"])
    # The document goes after some days; which resources it told of is asked years later.
    told = {"parts": [None, [list(part) for part in bound.parts]]}
    trail.record(locked, "knowledge.compendium_written", by=locked.owner, changes=told)
    return locked


@transaction.atomic
def drop_compendium(row: Compendium, *, by: User) -> None:
    """Its owner throws it away before its time; the history of it stays."""
    if row.owner_id == by.pk:
        trail.record(row, "knowledge.compendium_dropped", by=by)
        row.delete()


def drop_expired_compendia(*, now: datetime) -> int:
    """Documents whose days are over are gone for good; returns how many there were."""
    found: Any = Compendium.objects.filter(expires_at__lte=now)
    return int(found.delete()[0])
