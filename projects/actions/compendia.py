"""Documents over many projects: asked for, written in the background, thrown away by their owner or by time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.jobs import later, progress
from pvehub.people.models import User

from .. import permissions
from ..compendium import Copy, binding
from ..models import Compendium, CompendiumVolume, Project

LIVES = timedelta(days=7)


@transaction.atomic
def ask_compendium(
    asked: Sequence[int], *, by: User, query: str = "", filter_words: Sequence[Any] = (), **said: Any
) -> Compendium:
    """Have a document written over these projects: `said` is what, form, language, is_redacted. The history keeps it."""
    access.require(permissions.why_not_make_compendium(by, len(asked)))
    now = timezone.now()
    row = Compendium.objects.create(
        owner=by,
        asked=list(asked),
        query=query,
        filter_words=list(filter_words),
        asked_at=now,
        expires_at=now + LIVES,
        **said,
    )
    label = _("Compendium %(number)s") % {"number": row.number}
    row.job = later(
        "projects.tasks.write_compendium",
        row.pk,
        key=f"compendium {row.pk}",
        by=by,
        label=label,
        back_url=row.get_absolute_url(),
    )
    row.save(update_fields=["job"])
    told = {"what": [None, row.what], "is_redacted": [None, row.is_redacted], "projects": [None, len(row.asked)]}
    trail.record(row, "projects.compendium_asked", by=by, after=row.form, changes=told)
    return row


def ask_again(row: Compendium, *, by: User, is_redacted: bool) -> Compendium:
    """The same once more, over those of its projects that its owner still sees; also as a redacted copy."""
    seen: Any = Project.objects.visible_to(by).filter(pk__in=row.asked)
    said = {"what": row.what, "form": row.form, "language": row.language, "is_redacted": is_redacted}
    keys = list(seen.order_by("pk").values_list("pk", flat=True))
    return ask_compendium(keys, by=by, query=row.query, filter_words=row.filter_words, **said)


def write_compendium(row: Compendium) -> Compendium:
    """What its owner may read at this moment, written and kept. Run twice, it writes once.

    Reading takes a while and holds no lock: what is taken from the owner meanwhile is not handed out afterwards, because
    handing out compares with `parts`.
    """
    if row.written_at or row.expires_at <= timezone.now():
        return row
    copy = Copy(row.owner, timezone.now(), row.number, row.is_redacted)
    with translation.override(row.language), timezone.override(row.owner.time_zone):
        parts, told = binding.read(row, say=progress)
        volumes = binding.packed(row, binding.document(row, told, copy), copy) if parts else []
    return _keep(row, parts, volumes)


@transaction.atomic
def _keep(row: Compendium, parts: list[list[Any]], volumes: list[bytes]) -> Compendium:
    locked: Compendium | None = Compendium.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None or locked.written_at:
        return row
    locked.parts, locked.tier = parts, max((tier for _pk, tier, _reads in parts), default=0)
    locked.size, locked.written_at = sum(map(len, volumes)), timezone.now()
    locked.save(update_fields=["parts", "tier", "size", "written_at"])
    for number, content in enumerate(volumes, 1):
        CompendiumVolume.objects.create(compendium=locked, number=number, content=content)
    # The document goes after some days; which projects it told of, and how much of each, is asked years later.
    trail.record(locked, "projects.compendium_written", by=locked.owner, changes={"parts": [None, parts]})
    return locked


@transaction.atomic
def drop_compendium(row: Compendium, *, by: User) -> None:
    """Its owner throws it away before its time; the history of it stays."""
    if row.owner_id == by.pk:
        trail.record(row, "projects.compendium_dropped", by=by)
        row.delete()


def drop_expired_compendia(*, now: datetime) -> int:
    """Documents whose days are over are gone for good; returns how many there were."""
    found: Any = Compendium.objects.filter(expires_at__lte=now)
    return int(found.delete()[1].get("projects.Compendium", 0))
