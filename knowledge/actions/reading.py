"""Reading the words of a file, in the background, so that its readers find it by them."""

from __future__ import annotations

from django.db import transaction

from knowledge.actions.hiding import clean
from knowledge.actions.indexing import reindex
from knowledge.actions.locking import locked
from knowledge.models import Attachment
from pvehub import files
from pvehub.audit import trail


def read_text(attachment: Attachment) -> Attachment:
    """Keep what the file says. It is parsed before the row is held: a large file may take its time."""
    try:
        text, error = files.text_of(attachment.file), ""
    except files.Unreadable as problem:
        text, error = [], str(problem)[:200]
    return _keep(attachment, text, error)


@transaction.atomic
def _keep(attachment: Attachment, text: list[str], error: str) -> Attachment:
    resource = locked(attachment.resource)
    attachment.text, attachment.text_error = text, error
    attachment.save(update_fields=["text", "text_error"])
    trail.record(resource, "knowledge.file_read", note=attachment.name)
    if resource.is_masked:
        clean(attachment)
    reindex(resource)
    return attachment
