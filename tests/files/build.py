"""Small files of every kind, made here byte by byte: inert, and as odd as a test wants them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

SCRIPT = "window.__xss=1;document.title='XSS'"
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 8, height: int = 8, *, trailer: bytes = b"", extra: bytes = b"") -> bytes:
    rows = b"".join(b"\0" + b"\xff\0\0" * min(width, 8) for _ in range(min(height, 8)))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + extra + body + trailer


GPS = (  # EXIF: 13° 30' N
    b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x02\0\x01\0\x02\0\x02\0\0\0N\0\0\0"
    b"\x02\0\x05\0\x03\0\0\0\x38\0\0\0\0\0\0\0" + struct.pack("<6I", 13, 1, 30, 1, 0, 1)
)


def zeros(megabytes: int) -> bytes:
    """A stream of so many megabytes, packed a thousandfold."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(megabytes)) + packer.flush()


def archive(entries: Iterable[tuple[str, str | bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return out.getvalue()


PAGES = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
]


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(data), entries) + data + b"\nendstream"


def pdf(objects: list[bytes] = PAGES, prefix: bytes = b"") -> bytes:
    out = io.BytesIO()
    out.write(prefix + b"%PDF-1.7\n")
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + text + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def catalog(more: bytes) -> list[bytes]:
    """The objects of a page whose catalog says more."""
    return [PAGES[0][:-2] + more + b">>", *PAGES[1:]]


def written_pdf(*lines: str) -> bytes:
    """A page with these lines of text."""
    shown = b" ".join(b"(%s) Tj T*" % line.encode("latin-1") for line in lines)
    page = PAGES[2][:-2] + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    return pdf([*PAGES[:2], page, stream(b"BT /F 9 Tf 12 TL 10 180 Td " + shown + b" ET"), font])


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = f'<?xml version="1.0"?><w:document {_WORD}><w:body>%s</w:body></w:document>'
HELLO = DOCUMENT % "<w:p><w:r><w:t>hello</w:t></w:r></w:p>"
BOMB = "".join(
    f'<!ENTITY {name} "{("&" + inner + ";") * 10}">' for name, inner in zip("abcdefgh", "bcdefghi", strict=True)
)


def docx(
    extra: Iterable[tuple[str, str | bytes]] = (), *, document: str = HELLO, types: str = _TYPES, prefix: bytes = b""
) -> bytes:
    return prefix + archive([("[Content_Types].xml", types), ("word/document.xml", document), *extra])


def relation(kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return RELATIONS % f'<Relationship Id="r" Type="{base}{kind}" Target="{target}" TargetMode="External"/>'
