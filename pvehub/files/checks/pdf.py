"""PDF: nothing before or behind it, nothing in it that acts, nothing hidden in packed objects."""

import re
import zlib

from django.utils.translation import gettext as _

from pvehub.files.verdicts import Rejected

MOST_UNPACKED = 64 << 20  # bytes of packed objects that are looked into
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # /J#61vaScript is /JavaScript
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|XFA|Rendition|Movie)(?![A-Za-z0-9])"
)
_SCRIPT = re.compile(rb"/JS(?![A-Za-z0-9])")  # so short that it turns up in packed data by chance
_AT_OPENING = re.compile(rb"/OpenAction\s*<<[^>]{0,400}/S\s*/URI", re.DOTALL)
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_BODY = re.compile(rb"stream\r?\n")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]{0,200}\]|/\w+)")
_NEAR = 4000  # bytes that a stream's dictionary may take


def check(data: bytes) -> None:
    """Judge a whole PDF. What its objects say is read as bytes; the child opens it afterwards with a real reader."""
    head, tail = data[:1024].lower(), data[-1024:]
    end = tail.rfind(b"%%EOF")
    if end < 0:
        raise Rejected(_("This PDF is cut off: its end is missing. Export it again, or upload it again."))
    if tail[end + 5 :].strip(b"\r\n\t \0") or any(mark in head for mark in (b"<script", b"<html", b"<svg")):
        raise Rejected(_("This file is a PDF and something else at once. Export it again as a plain PDF."))
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", data):
        raise Rejected(_("This PDF is protected by a password. Save it without protection, then upload it again."))
    written = _without_streams(data)
    objects = _ESCAPED.sub(_letter, written)
    if len(_PACKED.findall(objects)) != len(_PACKED.findall(written)):
        raise Rejected(active())  # nobody spells these names in hexadecimal who has nothing to hide
    unpacked = _ESCAPED.sub(_letter, _packed_objects(data))
    if any(_SCRIPT.search(text) or _AT_OPENING.search(text) for text in (objects, unpacked)):
        raise Rejected(active())
    if _ACTIVE.search(unpacked) or _ACTIVE.search(_ESCAPED.sub(_letter, data)):
        raise Rejected(active())


def active() -> str:
    return _("This PDF runs scripts, starts programs or carries other files. Print it to a new PDF, then upload that.")


def _letter(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _without_streams(data: bytes) -> bytes:
    """The objects without what they carry."""
    kept, start = [], 0
    while found := _BODY.search(data, start):
        end = data.find(b"endstream", found.end())
        if end < 0:
            break
        kept.append(data[start : found.start()])
        start = end + 9
    return b"".join([*kept, data[start:]])


def _packed_objects(data: bytes) -> bytes:
    """The objects in object streams. One that cannot be unpacked plainly is refused: something might hide in it."""
    unpacked: list[bytes] = []
    left = MOST_UNPACKED
    for mark in _PACKED.finditer(data):
        start = _BODY.search(data, mark.end(), mark.end() + _NEAR)
        if not start:
            continue
        opened = max(data.rfind(b"obj", max(0, mark.start() - _NEAR), mark.start()), 0)
        filters = _FILTER.search(data, opened, start.start())
        names = re.findall(rb"/(\w+)", filters[1]) if filters else []
        body = data[start.end() : data.find(b"endstream", start.end())]
        if names == [b"FlateDecode"]:
            try:
                body = zlib.decompressobj().decompress(body, left)
            except zlib.error:
                raise Rejected(_("This PDF is damaged. Export it again, then upload it again.")) from None
        elif names:
            raise Rejected(_("This PDF is packed in a way that cannot be checked. Print it to a new PDF first."))
        unpacked.append(body)
        left -= len(body)
        if left <= 0:
            raise Rejected(_("This PDF unpacks to far more than it seems. Print it to a new PDF first."))
    return b"\n".join(unpacked)
