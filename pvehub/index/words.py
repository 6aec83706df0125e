"""Text made comparable: what is done to every text and every question before PostgreSQL stems it. Pure functions."""

import re
import unicodedata

CHUNK = 400  # words; longer texts are ranked by their best chunk

_ARABIC = str.maketrans(
    "أإآٱىة", "ااااي" + "ه", "\u0640\u0670" + "".join(map(chr, [*range(0x610, 0x61B), *range(0x64B, 0x660)]))
)
_ARTICLE = re.compile(r"(?<!\w)(?:و?ال|و)(?=[\u0620-\u064a]{3})")
_LETTER_AND_LETTER = re.compile(r"\b(\w)&(\w)\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_BLANK = re.compile(r"[/\-_<>\u2010-\u2015\x00-\x1f]")  # PostgreSQL skips what looks like a tag, with what is in it
_WORD = re.compile(r"\w+(?:\.\w+)*")

# PostgreSQL has no Arabic list of its own for these; they are dropped from questions only.
ARABIC_STOP = frozenset(
    "في من علي الي عن مع هذا هذه ذلك التي الذي الذين ان او ما لا هو هي كل قد كان لم ثم بين بعد قبل عند".split()
)


def plain(text: str) -> str:
    """The text without what no database keeps: NUL and lone surrogates."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def fold(text: str) -> str:
    """One writing for the many ways to write a word; accents stay, the text-search configuration drops them.

    Blanks for / - _ < > (P/CVE is one dead token otherwise), M&E and U.N. in one piece, Arabic without vowel signs, with
    one alef, ya and ta marbuta, and without a leading "and" or article.
    """
    text = unicodedata.normalize("NFKC", plain(text)).translate(_ARABIC)
    text = _LETTER_AND_LETTER.sub(r"\1and\2", text)
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return _ARTICLE.sub("", _BLANK.sub(" ", text))


def split(text: str) -> list[str]:
    """The words of a question, folded and in lower case."""
    return _WORD.findall(fold(text).lower())


def key(text: str) -> str:
    """What two spellings of a term share: folded words without accents and plural s."""
    letters = unicodedata.normalize("NFD", " ".join(split(text)))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(word.rstrip("s") if len(word) > 3 else word for word in bare.split())


def chunks(text: str, size: int = CHUNK) -> list[str]:
    """Pieces of about `size` words; a text up to half as long again stays whole."""
    parts = text.split()
    if len(parts) <= size * 3 // 2:
        return [text] if parts else []
    return [" ".join(parts[start : start + size]) for start in range(0, len(parts), size)]
