"""The papers of a record: a file comes in checked, what is said of it changes, it goes out of the record."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from pvehub import access, files
from pvehub.people.models import User

from .. import permissions
from ..models import Document, Project
from ..rowsets import ROWSETS
from ..workflow import Tier
from .locking import locked
from .rows import put_on_record

SAID = ("title", "kind", "language", "dated_on", "section", "supersedes")


@transaction.atomic
def add_document(project: Project, upload: UploadedFile, *, by: User, fields: Mapping[str, Any]) -> Document:
    """Keep a file with the record, under the tier of the project or a stricter one. Raises files.Rejected with the reason."""
    project = locked(project)
    access.require(permissions.why_not_edit(by, project, "documents"))
    document = Document.objects.create(
        project=project,
        file=files.store(upload, by=by),
        name=files.safe_name(upload.name or ""),
        tier=_own_tier(project, fields.get("tier")),
        added_by=by,
        **{name: fields[name] for name in SAID if name in fields},
    )
    put_on_record(project, "documents", by, None, ROWSETS["documents"].data(document))
    return document


@transaction.atomic
def change_document(document: Document, *, by: User, fields: Mapping[str, Any], seen: int) -> Document:
    """Change what is said of a document, never the file; nobody else's change is overwritten."""
    project = locked(document.project)
    access.require(permissions.why_not_edit(by, project, "documents"))
    document = _still_there(project, document)
    if document.revision != seen:
        raise access.Moved(_("Somebody changed this document meanwhile."), url=project.get_absolute_url())
    if max(project.tier, fields["tier"]) < document.tier_now:
        access.require(permissions.why_not_lower_tier(by, project))
    before = ROWSETS["documents"].data(document)
    for name in SAID:
        setattr(document, name, fields[name])
    document.tier, document.revision = _own_tier(project, fields["tier"]), document.revision + 1
    document.save()
    put_on_record(project, "documents", by, before, ROWSETS["documents"].data(document))
    return document


@transaction.atomic
def remove_document(document: Document, *, by: User) -> None:
    """Take a document out of the record; versions that were submitted with it keep its fingerprint."""
    project = locked(document.project)
    access.require(permissions.why_not_edit(by, project, "documents"))
    document = _still_there(project, document)
    before = ROWSETS["documents"].data(document)
    document.delete()
    put_on_record(project, "documents", by, before, None)


def _own_tier(project: Project, asked: int | None) -> int:
    """A tier of its own only where it is stricter than the project's; else it follows the project, up and down."""
    return asked if asked is not None and asked > project.tier else Tier.ALL_STAFF


def _still_there(project: Project, document: Document) -> Document:
    found = Document.objects.filter(project=project, pk=document.pk).select_related("kind", "file", "project").first()
    if found is None:
        raise access.Moved(_("Somebody removed this document meanwhile."), url=project.get_absolute_url())
    return found
