"""Files on their way to one person: written by the portal, handed out by name, gone when they expire.

They are no stored files: no content is shared, none is backed up (the folder's leading dot says so to the backup).
Whoever calls keeps the name, asks the permission, and drops the file.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from pvehub.files.names import safe_name
from pvehub.files.serving import BLOCK

log = logging.getLogger(__name__)
DRAFT = ".part"


def _folder() -> Path:
    return Path(settings.FILES_ROOT) / ".passing"


def _path(name: str) -> Path:
    return _folder() / uuid.UUID(name).hex  # a uuid and nothing that leads elsewhere


@contextmanager
def writing(name: str) -> Iterator[IO[bytes]]:
    """A new private file of this name to write to: it is there when all of it is, and gone again if the writing fails."""
    draft = _path(name).with_suffix(DRAFT)
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.unlink(missing_ok=True)  # of a try that was cut off
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as out:
            yield out
        draft.rename(_path(name))
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def drop_cut_off(before: datetime) -> int:
    """Removes what was begun before then and never ended: its worker was killed. Says how many files."""
    drafts = [path for path in _folder().glob(f"*{DRAFT}") if path.stat().st_mtime < before.timestamp()]
    for path in drafts:
        path.unlink(missing_ok=True)
    return len(drafts)


def new_name() -> str:
    return uuid.uuid4().hex


def drop(name: str) -> None:
    """Remove the file; what is gone already stays gone."""
    _path(name).unlink(missing_ok=True)


def respond(name: str, shown_name: str, media_type: str) -> StreamingHttpResponse:
    """The file as a download that nobody keeps; 404 where it has gone."""
    path = _path(name)
    if not path.is_file():
        log.error("A file that was to be handed out is missing from the disk.")
        raise Http404
    response = download(_blocks(path), shown_name, media_type)
    response["Content-Length"] = str(path.stat().st_size)
    return response


def download(
    blocks: Iterator[bytes], shown_name: str, media_type: str, *, begins: bool = True
) -> StreamingHttpResponse:
    """What is being written, as a download: never shown inside a page, never run, never kept.

    It begins before the answer does: what cannot be written at all, on a full disk for example, is a page that says so
    and not an answer that breaks off. Not where `begins` is False: what writes nothing to a disk reads its rows as late
    as it can.
    """
    response = StreamingHttpResponse(_begun(blocks) if begins else blocks, content_type=media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = content_disposition_header(True, safe_name(shown_name)) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _begun(blocks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(blocks, b"")

    def whole() -> Iterator[bytes]:
        yield first
        yield from blocks

    return whole()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while block := content.read(BLOCK):
            yield block
