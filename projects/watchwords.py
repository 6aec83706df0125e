"""Sensitive terms found in a text: whole words in English, French or Spanish, whatever their case, accents and number. Pure.

What stands between quotation marks is somebody else's word and is left alone, except in a title: that stands on a signboard.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

ADVISORY, STRONG, RED_LINE = "advisory", "strong", "red-line"
# Names that travel to communities and visitors: in them no hit is only advice.
TITLES: Final = frozenset({"title", "public_title"})

_WORD = re.compile(r"\w+")
# What may stand between the words of one term: a blank, a hyphen, an apostrophe, a slash; no end of a sentence.
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212'\u2018\u2019\u02bc/]{1,3}")
# A quotation ends in its paragraph; one that is never closed hides nothing.
_QUOTED = re.compile(
    r"“[^”\n]{1,400}”|«[^»\n]{1,400}»|„[^“”\n]{1,400}[“”]|‹[^›\n]{1,400}›|\"[^\"\n]{1,400}\"|(?<!\w)‘[^‘’\n]{1,400}’(?!\w)"
)


@dataclass(frozen=True)
class Hit:
    """One term in one text: its code in the list, how weighty it is there, and the words as they stand."""

    term: str
    severity: str
    quoted: str


@dataclass(frozen=True)
class _Way:
    """One way to say a term, as the words it is recognized by. `is_exact`: in this number only ("illegals")."""

    term: str
    severity: str
    words: tuple[str, ...]
    is_exact: bool
    is_for_titles: bool


@dataclass(frozen=True)
class _Token:
    plain: str
    stem: str
    start: int
    end: int


class Watchlist:
    """The list of sensitive terms, ready to be looked for. `terms` are those of the vocabulary `sensitive-terms`."""

    def __init__(self, terms: Iterable[Any]) -> None:
        self._by_first: dict[str, list[_Way]] = {}
        for term in terms:
            for way in _ways(term):
                self._by_first.setdefault(way.words[0], []).append(way)

    def find(self, text: str, *, is_title: bool = False) -> list[Hit]:
        """Each term once, where it first stands, in the order of the text."""
        tokens = _tokens(text)
        spared = [] if is_title else [match.span() for match in _QUOTED.finditer(text)]
        found: dict[str, Hit] = {}
        for at, token in enumerate(tokens):
            if any(start <= token.start < end for start, end in spared):
                continue
            for way in self._by_first.get(token.stem, []) + self._by_first.get(f"={token.plain}", []):
                size = _size(way, tokens, at, text)
                if size and way.term not in found and (is_title or not way.is_for_titles):
                    quoted = text[token.start : tokens[at + size - 1].end]
                    severity = STRONG if is_title and way.severity == ADVISORY else way.severity
                    found[way.term] = Hit(way.term, severity, quoted)
        return list(found.values())


def _ways(term: Any) -> list[_Way]:
    """Every way to say a term; a term somebody added without any is said as its name and its variants are."""
    told = term.attributes
    said = [way for language in ("en", "fr", "es") for way in told.get(f"ways_{language}", "").split(",")]
    if not any(way.strip() for way in said):
        said = [term.name_en, *told.get("variants_fr", "").split(","), *told.get("variants_es", "").split(",")]
    found = []
    for way in said:
        is_exact = way.strip().startswith("=")
        words = [token.plain if is_exact else token.stem for token in _tokens(way)]
        if words:
            words[0] = f"={words[0]}" if is_exact else words[0]
            severity, is_for_titles = told.get("severity", ADVISORY), told.get("only_in") == "title"
            found.append(_Way(term.code, severity, tuple(words), is_exact, is_for_titles))
    return found


def _size(way: _Way, tokens: list[_Token], at: int, text: str) -> int:
    """How many words of the text the way takes from here on; 0 where it does not stand here."""
    if at + len(way.words) > len(tokens):
        return 0
    for n, word in enumerate(way.words[1:], 1):
        before, here = tokens[at + n - 1], tokens[at + n]
        if (here.plain if way.is_exact else here.stem) != word:
            return 0
        if not _BETWEEN.fullmatch(text[before.end : here.start]):
            return 0
    return len(way.words)


def _tokens(text: str) -> list[_Token]:
    """The words of a text without case, accents and number, each with its place in the text."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold():
            if not unicodedata.combining(plain):
                letters.append(plain)
                places.append(place)
    found = []
    for match in _WORD.finditer("".join(letters)):
        start, end = places[match.start()], places[match.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        found.append(_Token(match.group(), _stem(match.group()), start, end))
    return found


def _stem(word: str) -> str:
    """A word without the ending of its number, or of the French feminine: communities, radicales, radicalisées."""
    if len(word) <= 3:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word[-1] in "sx" and not word.endswith("ss"):
        word = word[:-1]
    return word.rstrip("e") or word
