"""Characters as they were meant: UTF-8, UTF-16 with its mark, the Western code page, and what slipped from one into another."""

import codecs
import re
from typing import IO

# What cp1252 has where Unicode has control characters; five of them are nothing in either.
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
# Characters no text has: they are left out, tabs and ends of lines stay.
_NOTHING = dict.fromkeys([*range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF, 0xFEFF], "")
_TABLE = {**_MEANT, **_NOTHING}
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufeff\ud800-\udfff]")
_HALVES = re.compile(r"[\ud800-\udfff]")


def mended(text: str) -> str:
    """Control characters U+0080-U+009F become what cp1252 means by them; other control characters go."""
    return _HALVES.sub("\ufffd", text.translate(_TABLE)) if _ODD.search(text) else text


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 inside a text that is: read by the Western code page, one by one."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(_MEANT.get(byte, chr(byte)) for byte in wrong), error.end


codecs.register_error("stray-cp1252", _stray)


def encoding_of(stream: IO[bytes]) -> tuple[str, str]:
    """The encoding of a file and how its errors are taken; reads the file once, block by block, and rewinds it.

    A text that has proper sequences of UTF-8 and fewer bytes beside them was pasted together: only those are read by
    the code page. A text with hardly any proper sequence is of the code page as a whole.
    """
    head = stream.read(2)
    stream.seek(0)
    if head in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", "strict"
    proper, wrong = 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while block := stream.read(1 << 18):
        text = decoder.decode(block)
        here = text.count("\ufffd")
        proper, wrong = proper + len(text) - len(text.encode("ascii", "ignore")) - here, wrong + here
    wrong += len(decoder.decode(b"", True))
    stream.seek(0)
    return ("cp1252" if wrong > proper else "utf-8-sig"), "stray-cp1252"
