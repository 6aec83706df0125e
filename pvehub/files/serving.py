"""A stored file as an answer. Whoever calls has loaded it through `visible_to` first and writes the reading log."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from pvehub.files import place
from pvehub.files.models import StoredFile
from pvehub.files.names import safe_name

log = logging.getLogger(__name__)
BLOCK = 64 * 1024
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


def respond(request: HttpRequest, stored: StoredFile, name: str) -> HttpResponseBase:
    """The file as a download, whole, in part (one range), or not again if the reader has it; streamed from the disk.

    It is never shown inside a page, never run, never cached by anybody but its reader for this one time.
    """
    path = place.path_of(stored.sha256)
    if not path.is_file():
        log.error("Stored file %s is missing from the disk.", stored.sha256)
        raise Http404
    tag = f'"{stored.sha256}"'
    if _has_it(request, tag):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _whole_or_part(request, stored, tag, path)
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = content_disposition_header(True, safe_name(name)) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _has_it(request: HttpRequest, tag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or any(other.removeprefix("W/") == tag for other in known)


def _whole_or_part(request: HttpRequest, stored: StoredFile, tag: str, path: Path) -> HttpResponseBase:
    asked = request.headers.get("Range", "")
    condition = request.headers.get("If-Range", tag)
    span = _span(asked, stored.size) if asked and condition == tag else None
    if span == (0, 0):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    start, end = span or (0, stored.size)
    blocks = _blocks(path, start, end - start)
    response = StreamingHttpResponse(blocks, status=206 if span else 200, content_type=stored.media_type)
    response["Content-Length"] = str(end - start)
    if span:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """The bytes asked for as (start, end), (0, 0) if there are none such; None where the header is to be ignored."""
    found = _RANGE.match(asked.replace(" ", ""))
    if not found or found[1] == found[2] == "":
        return None  # several ranges, another unit, nonsense: the whole file is a right answer to all of them
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1 if found[2] else size)
        if found[2] and int(found[2]) < start:
            return None
    return (start, end) if start < end else (0, 0)


def _blocks(path: Path, start: int, left: int) -> Iterator[bytes]:
    """A part of a file, block by block; opened when the first is asked for, so an answer nobody reads holds nothing."""
    with path.open("rb") as content:
        content.seek(start)
        while left > 0 and (block := content.read(min(BLOCK, left))):
            left -= len(block)
            yield block
