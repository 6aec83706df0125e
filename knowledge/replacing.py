"""Words that could harm in texts that somebody is writing: where they stand, and the same texts with a better word. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from projects.watchwords import TITLES, Hit, Watchlist

#: Advice with more words than this says what to do; it is no word to put in the place of another.
MOST_WORDS: Final = 5


@dataclass(frozen=True)
class Place:
    """One hit in one text, and what may be put in its place at a click."""

    name: str
    hit: Hit

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(what a button sends, the words it puts there) for each alternative that is a word and not an instruction."""
        said = [each.strip() for each in self.hit.instead.split(";")]
        return [
            (f"{self.name}:{self.hit.start}:{self.hit.end}:{n}", each)
            for n, each in enumerate(said)
            if each and not set("()") & set(each) and len(each.split()) <= MOST_WORDS
        ]


def places(texts: Mapping[str, str], watchlist: Watchlist) -> list[Place]:
    """Every place in every text, in order; a title is read more strictly."""
    return [Place(name, hit) for name, text in texts.items() for hit in watchlist.hits(text, is_title=name in TITLES)]


def replaced(texts: Mapping[str, str], asked: str, watchlist: Watchlist) -> tuple[dict[str, str], str]:
    """The texts with one replacement, the rest untouched, and the term that was replaced; as they are, and "", where what was
    asked for stands there no more."""
    for place in places(texts, watchlist):
        for value, better in place.choices:
            if value == asked:
                text, hit = texts[place.name], place.hit
                if hit.quoted[:1].isupper():
                    better = better[:1].upper() + better[1:]
                return {**texts, place.name: f"{text[: hit.start]}{better}{text[hit.end :]}"}, hit.term
    return dict(texts), ""
