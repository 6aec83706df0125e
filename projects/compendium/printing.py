"""From what is told to a PDF: the summary kept to one page, the name of the file."""

from typing import Any

from django.utils.translation import gettext as _

from .. import paper
from .reading import Part
from .telling import TRIES, Copy, one


def instead() -> str:
    """What stands for a text in letters the fonts of the PDF do not have."""
    return _("[This text is in letters that this PDF cannot print. It stands in the portal.]")


def summary(part: Part, copy: Copy) -> bytes:
    """The summary as one page of PDF: its texts are shortened until they fit."""
    pdf = b""
    for share, size in TRIES:
        pdf = pdf_of(one(part, copy, is_summary=True, share=share, size=size), copy)
        if paper.pages(pdf) == 1:
            break
    return pdf


def record(part: Part, copy: Copy) -> bytes:
    """The record as PDF."""
    return pdf_of(one(part, copy, is_summary=False), copy)


def pdf_of(document: dict[str, Any], copy: Copy) -> bytes:
    return paper.render(document, at=copy.at, instead=instead())


def file_name(stem: str, copy: Copy, *, extension: str = "pdf") -> str:
    """A name without any word of the content: reference, and that it is redacted."""
    return f"{stem}-{'redacted-' if copy.is_redacted else ''}{copy.at:%Y-%m-%d}.{extension}"
