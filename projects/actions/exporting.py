"""Large exports: asked for, made by a job, gone after a day."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from pvehub.jobs import later
from pvehub.people.models import User

from .. import permissions
from ..models import Export, Project
from ..models.exports import KEPT


@transaction.atomic
def ask_export(
    *, by: User, query: str, format: str, parts: str = "facts", has_hxl: bool = False, is_redacted: bool = False
) -> tuple[Export, str]:
    """Somebody wants more rows than one answer holds: a job makes the file. Returns the export and its progress page."""
    access.require(permissions.why_not_export(by, format))
    export = Export.objects.create(
        owner=by,
        format=format,
        parts=parts,
        has_hxl=has_hxl,
        is_redacted=is_redacted,
        query=query,
        language=(get_language() or "en")[:2],
        expires_at=timezone.now() + KEPT,
    )
    label, back = _("Export of projects"), export.get_absolute_url()
    job = later("projects.tasks.make_export", export.pk, by=by, label=label, back_url=back)
    trail.record(export, "projects.export_asked", by=by, after=format)
    return export, job.get_absolute_url()


@transaction.atomic
def keep_export(export: Export, file: str, *, open_ids: list[int], whole_ids: list[int]) -> Export:
    """The file is written: its owner may fetch it for a day. Each project in it counts as read by them."""
    export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if export.made_at:  # another worker was quicker
        passing.drop(file)
        return export
    now = timezone.now()
    export.file, export.made_at, export.expires_at = file, now, now + KEPT
    export.open_ids, export.whole_ids = open_ids, whole_ids
    export.save(update_fields=["file", "made_at", "expires_at", "open_ids", "whole_ids"])
    trail.record(export, "projects.export_made", by=export.owner, after=str(export.rows))
    trail.read_many(Project, [*open_ids, *whole_ids], by=export.owner, what="export")
    return export


def drop_expired() -> int:
    """Files whose day is over go, and the rows that name them; how many."""
    gone = 0
    for export in Export.objects.expired():
        if export.file:
            passing.drop(export.file)
        export.delete()
        gone += 1
    return gone
