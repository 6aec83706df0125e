"""A decision as a numbered, tagged PDF. Words go in as data, never as markup; the same data gives the same bytes."""

import base64
import functools
import json
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

TEMPLATE = Path(__file__).with_name("letter.typ")
# The fonts that come with typst cover these scripts; only for others is it worth a look through the machine's fonts.
COVERED = re.compile(r"^[\x00-\u024f\u0370-\u04ff\u1e00-\u1eff\u2000-\u22ff]*$")


@functools.cache
def _fonts(system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=True)


def new_code() -> str:
    """A verification code: 128 random bits in 26 letters and digits that survive being read aloud."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def grouped(code: str) -> str:
    """The code in groups of five, as it is printed."""
    return "-".join(code[n : n + 5] for n in range(0, len(code), 5))


def typed(text: str) -> str:
    """The code somebody meant: case, blanks and hyphens do not matter, nor 0 for O, 1 for I and 8 for B."""
    return re.sub(r"[^A-Z2-7]", "", text.upper().translate(str.maketrans("018", "OIB")))[:26]


def number(year: int, count: int) -> str:
    """The number of the letter: `TRD/2026/0042`."""
    return f"TRD/{year}/{count:04d}"


def _qr(url: str) -> str:
    inline = segno.make(url, error="m").svg_inline(border=0, scale=4)
    return inline.replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )  # a document of its own names its language


def render(facts: dict[str, Any], *, check_url: str, at: datetime) -> bytes:
    """The PDF (1.7, tagged) of `facts`, dated `at`. `facts` are the names letter.typ reads, all text or lists of text."""
    data = json.dumps({**facts, "qr": _qr(check_url)}, ensure_ascii=False, sort_keys=True)
    fonts = _fonts(not COVERED.match(data))
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(), root=TEMPLATE.parent, font_paths=fonts, sys_inputs={"letter": data}
    )
    pdf = compiler.compile(format="pdf", timestamp=int(at.timestamp()), pdf_tags=True)
    if not isinstance(pdf, bytes):
        raise TypeError("a letter is one document")
    return pdf
