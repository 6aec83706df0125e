"""The signs of TeX that stand in bibliographies, as the letters they mean. What is not known keeps its words."""

import re
import unicodedata

_ABOVE = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
_LETTERS = {
    **{"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł"},
    **{"aa": "å", "AA": "Å", "i": "i", "j": "j", "dh": "ð", "th": "þ", "TH": "Þ"},
    **{"textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…", "euro": "€", "pounds": "£"},
}
_ACCENT = re.compile(r"\\([\"'`^~=.]|[uvHckrdb](?![A-Za-z]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))")
_LETTER = re.compile(r"\\(" + "|".join(sorted(_LETTERS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s+)?")
_SIGN = re.compile(r"\\([&%$#_{}])")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*")
_KEPT = {"{": "\ue000", "}": "\ue001", "$": "\ue002"}  # braces that are meant stay when the others go
_BACK = {code: sign for sign, code in _KEPT.items()}


def plain(text: str) -> str:
    """One line of words: accents put on their letters, commands and braces taken away, paragraphs kept."""
    if "\\" in text:
        text = _ACCENT.sub(lambda found: (found[2] or found[3]) + _ABOVE[found[1]], text)
        text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
        text = _SIGN.sub(lambda found: _KEPT.get(found[1], found[1]), text)
        text = _COMMAND.sub("", text)
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”").replace("~", " ")
    text = re.sub("[{}$]", "", text)
    text = re.sub(r"\n\s*\n", "\ue003", text)
    text = " ".join(text.split()).replace("\ue003", "\n\n")
    for code, sign in _BACK.items():
        text = text.replace(code, sign)
    return unicodedata.normalize("NFC", text)
