"""Word, Excel and PowerPoint files: a plain archive of the expected parts, nothing active, nothing from outside."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pvehub.files.verdicts import Rejected

MOST_PARTS, MOST_PART, MOST_IN_ALL = 3000, 40 << 20, 160 << 20
MOST_RATIO, SMALL = 150, 1 << 20  # a part above SMALL may unpack to so many times its packed size
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MACRO = re.compile(r"vbaproject|vbadata|/activex/|macrosheets?/|/dialogsheets?/|\.vbs?$|\.js$|\.exe$|\.dll$|\.ps1$")
_FOREIGN = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_HYPERLINK = re.compile(r'Type\s*=\s*["\'][^"\']*/hyperlink["\']')
_HARMLESS = re.compile(r'Target\s*=\s*["\'](?:https?:|mailto:|#)[^"\']*["\']', re.IGNORECASE)
_DDE = re.compile(r"\bDDE(AUTO)?\b")


def check(data: bytes, extension: str) -> None:
    """Judge a whole file; every part is unpacked once, block by block, and none is trusted about its size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_shape(data, archive)
            _check_parts(archive)
            _check_main(archive, extension)
    # What zipfile says of a damaged archive: NotImplementedError of a packing it does not know, RuntimeError of a password.
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        raise Rejected(_("This file is damaged. Save it again in your office program, then upload it again.")) from None


def _check_shape(data: bytes, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    end = data.rfind(b"PK\x05\x06")
    if end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") != len(data) or min(
        (part.header_offset for part in parts), default=1
    ):
        raise Rejected(
            _("This file is an office file and something else at once. Save it again, then upload it again.")
        )
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_IN_ALL:
        raise Rejected(too_much())
    if len({name.lower() for name in names}) != len(names) or any(_is_odd(part) for part in parts):
        raise Rejected(_("This file is not built as office programs build them. Save it again, then upload it again."))


def _is_odd(part: zipfile.ZipInfo) -> bool:
    """A path that leads out, a link, or a part under a password."""
    name = part.filename
    leads_out = name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name
    return leads_out or stat.S_ISLNK(part.external_attr >> 16) or bool(part.flag_bits & 1)


def _check_parts(archive: zipfile.ZipFile) -> None:
    left = MOST_IN_ALL
    for part in archive.infolist():
        name = part.filename.lower()
        if _MACRO.search(name):
            raise Rejected(_("This file carries macros. Save it without macros, then upload it again."))
        text = bytearray()
        size = 0
        for block in _blocks(archive, part):
            if not size and block.startswith(_FOREIGN):
                raise Rejected(
                    _("Another file is embedded in this one (%(part)s). Remove it, or paste it as a picture.")
                    % {"part": part.filename}
                )
            size += len(block)
            left -= len(block)
            if left < 0 or size > MOST_PART or (size > SMALL and size > MOST_RATIO * max(part.compress_size, 1)):
                raise Rejected(too_much())
            if EICAR in block:
                raise Rejected(infected())
            if name.endswith((".xml", ".rels", ".vml")):
                text += block
        if text:
            _check_xml(name, bytes(text))


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as content:
        while block := content.read(1 << 20):
            yield block


def _check_xml(name: str, data: bytes) -> None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif b"\0" in data[:200]:
        raise Rejected(_("This file is not built as office programs build them. Save it again, then upload it again."))
    else:
        text = data.decode("utf-8", "replace")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Rejected(_("This file defines entities, which no office program writes. Save it again first."))
    if name.endswith(".rels"):
        for relation in _RELATION.findall(text):
            is_link = _HYPERLINK.search(relation) and _HARMLESS.search(relation)
            if re.search(r'TargetMode\s*=\s*["\']External', relation) and not is_link:
                raise Rejected(
                    _("This file fetches something from elsewhere when it is opened. Break its links, then save it.")
                )
    if "<w:instrText" in text and _DDE.search("".join(re.findall(r"<w:instrText[^>]*>([^<]*)", text))):
        raise Rejected(_("This file starts other programs when it is opened. Remove its DDE fields, then save it."))


def _check_main(archive: zipfile.ZipFile, extension: str) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or MAIN[extension] not in names:
        raise Rejected(wrong(extension))
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise Rejected(_("This file carries macros. Save it without macros, then upload it again."))


def too_much() -> str:
    return _("This file unpacks to far more than it seems. Save it again, or split it.")


def infected() -> str:
    return _("This file is infected, or carries the mark that tests virus scanners. Nothing was stored.")


def wrong(extension: str) -> str:
    return _("This file is named .%(extension)s but is something else inside.") % {"extension": extension}
