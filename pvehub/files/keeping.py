"""Taking a file in: received aside, judged, cleaned, and only then given its place and its row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.files import judging, kinds, place
from pvehub.files.models import StoredFile
from pvehub.files.verdicts import Rejected, no_room


def store(upload: UploadedFile, *, by: Any) -> StoredFile:
    """Check an upload and keep its content, once for all who attach it; raises Rejected with the sentence to show.

    The name decides nothing but the kind that is expected. Images are drawn anew, so what is kept is not byte for byte
    what came. A content without a row, left by a transaction that was undone, does no harm.
    """
    with _room():
        aside = place.write_aside(_received(upload))
        try:
            judged = judging.judge(aside, upload.name or "")
            if judged.redrawn is not None:
                received, aside = aside, place.write_aside([judged.redrawn])
                received.unlink()
            return _keep(aside, judged.kind, by)
        finally:
            aside.unlink(missing_ok=True)


def store_own(content: bytes, extension: str, *, by: Any) -> StoredFile:
    """Keep what the portal itself has written, such as a letter: nobody sent it, so there is nothing to judge."""
    with _room():
        aside = place.write_aside([content])
        try:
            return _keep(aside, kinds.KINDS[extension], by)
        finally:
            aside.unlink(missing_ok=True)


def _keep(aside: Path, kind: kinds.Kind, by: Any) -> StoredFile:
    digest, size = _measure(aside)
    place.settle(aside, digest)
    facts = {"media_type": kind.media_type, "extension": kind.extension, "size": size}
    facts |= {"created_at": timezone.now(), "uploaded_by_uid": getattr(by, "uid", None)}
    return StoredFile.objects.get_or_create(sha256=digest, defaults=facts)[0]


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Rejected(no_room()) from error


def _received(upload: UploadedFile) -> Iterator[bytes]:
    """The blocks of an upload, however large it said it was."""
    size = 0
    for block in upload.chunks():
        size += len(block)
        if size > kinds.MOST_BYTES:
            raise Rejected(judging.too_large())
        yield block
    if not size:
        raise Rejected(_("This file is empty."))


def _measure(path: Path) -> tuple[str, int]:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest(), path.stat().st_size
