"""The verdict on a file: is it of a kind that is taken, is it really that, does it do or tell what it must not."""

from dataclasses import dataclass
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from pvehub.files import child, clam, extract_child, kinds
from pvehub.files.checks import office, pdf, people, text
from pvehub.files.names import extension_of
from pvehub.files.verdicts import Rejected


@dataclass(frozen=True)
class Judged:
    """A file that is taken, as the kind it is; pictures come as they were redrawn."""

    kind: kinds.Kind
    redrawn: bytes | None = None


def kind_of(name: str) -> kinds.Kind:
    """The kind a name promises; raises Rejected for one that is not on the list."""
    kind = kinds.of(extension_of(name))
    if kind is None:
        raise Rejected(_("Files of this kind are not taken. Taken are: %(kinds)s.") % {"kinds": ", ".join(kinds.KINDS)})
    return kind


def too_large() -> str:
    return _("This file is larger than %(limit)s. Compress its pictures or split it.") % {
        "limit": filesizeformat(kinds.MOST_BYTES)
    }


def judge(path: Path, name: str) -> Judged:
    """Look at a received file from the cheapest question to the dearest; raises Rejected at the first wrong answer."""
    kind = kind_of(name)
    data = path.read_bytes()
    if office.EICAR in data:
        raise Rejected(office.infected())
    if kind.starts and not data.startswith(kind.starts):
        raise Rejected(office.wrong(kind.extension))
    clam.check(path)
    if kind.is_image:
        return Judged(kind, _redraw(path, kind))
    if kind.extension == "pdf":
        pdf.check(data)
    elif kind.extension in office.MAIN:
        office.check(data, kind.extension)
    else:
        text.check(data, kind.extension)
    people.check(_text(path, kind))
    return Judged(kind)


def _redraw(path: Path, kind: kinds.Kind) -> bytes:
    with path.open("rb") as content:
        ended, picture = child.run("image", kind.extension, content)
    if ended in (extract_child.TOO_LARGE, extract_child.TOO_MUCH):
        raise Rejected(
            _("This picture has too many pixels (more than %(most)d million). Make it smaller first.")
            % {"most": extract_child.MOST_PIXELS[kind.extension] // 1_000_000}
        )
    if ended != extract_child.DONE or not picture:
        raise Rejected(_("This picture is damaged. Export it again, then upload it again."))
    return picture


def _text(path: Path, kind: kinds.Kind) -> str:
    """What the file says; one that cannot be read cannot be checked either, and is not taken."""
    with path.open("rb") as content:
        ended, written = child.run("text", kind.extension, content)
    if ended == extract_child.ACTIVE:
        raise Rejected(pdf.active())
    if ended == extract_child.TOO_MUCH:
        raise Rejected(_("This file needs too much memory or time to read. Split it, or print it to a new PDF."))
    if ended != extract_child.DONE:
        raise Rejected(_("This file is damaged: no reader can open it. Save it again, then upload it again."))
    return written.decode("utf-8", "replace")
