"""The allow-list: what may be stored, under which extension, and how such a file begins. Pure data."""

from dataclasses import dataclass

MOST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken."""

    extension: str
    media_type: str
    starts: tuple[bytes, ...] = ()  # empty: text, which has no mark of its own

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.extension: kind
    for kind in [
        Kind("pdf", "application/pdf", (b"%PDF-1.", b"%PDF-2.")),
        Kind("docx", _OFFICE + "wordprocessingml.document", (b"PK\x03\x04",)),
        Kind("xlsx", _OFFICE + "spreadsheetml.sheet", (b"PK\x03\x04",)),
        Kind("pptx", _OFFICE + "presentationml.presentation", (b"PK\x03\x04",)),
        Kind("csv", "text/csv"),
        Kind("txt", "text/plain"),
        Kind("png", "image/png", (b"\x89PNG\r\n\x1a\n",)),
        Kind("jpeg", "image/jpeg", (b"\xff\xd8\xff",)),
        Kind("webp", "image/webp", (b"RIFF",)),
    ]
}
ALIASES = {"jpg": "jpeg"}
ACCEPT = ",".join(f".{extension}" for extension in [*KINDS, *ALIASES])  # for <input type=file>


def of(extension: str) -> Kind | None:
    """The kind an extension stands for, None if it is not taken."""
    extension = extension.lower()
    return KINDS.get(ALIASES.get(extension, extension))
