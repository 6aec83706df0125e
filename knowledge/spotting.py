"""Where the terms of the glossary stand in a text: whole words, in their forms, whatever their case and accents. Pure.

Quotations, addresses and codes are left alone. Of terms that begin at one word the longest counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from projects import sparing
from projects.inflecting import Word, forms, words

# What may stand between two words of one term.
_BETWEEN: Final = re.compile(r"(?!\s*\n\s*\n)[\s\-\u2010-\u2015'\u2019/,]{1,3}")
_ASIDE: Final = re.compile(r"\(([^)]*)\)")
_SPACES: Final = re.compile(r"\s+")


class Spot(NamedTuple):
    """A term in a text: its number, and where."""

    term: int
    start: int
    end: int


class _Way(NamedTuple):
    term: int
    words: tuple[frozenset[str], ...]
    is_short: bool  # an abbreviation, that counts in capitals alone


class Spotter:
    """The names of terms in one language, made ready to be looked for."""

    def __init__(self, names: Collection[tuple[int, str]], language: str) -> None:
        self._by_first: dict[str, list[_Way]] = {}
        for term, name in names:
            for said, is_short in ways(name):
                told = tuple(frozenset(forms(word.plain, language)) for word in words(said) if word.plain)
                for form in told[0] if told else ():
                    self._by_first.setdefault(form, []).append(_Way(term, told, is_short))
        for found in self._by_first.values():
            found.sort(key=lambda way: -len(way.words))

    def spots(self, text: str, passed: Collection[int] = ()) -> list[Spot]:
        """Each term where it first stands, in the order of the text, without those that were `passed` before."""
        found: list[Spot] = []
        seen = set(passed)
        spared: list[sparing.Span] | None = None
        told, at = words(text), 0
        while at < len(told):
            way = next(self._at(text, told, at), None)
            if way is None:
                at += 1
                continue
            start, last = told[at].start, at + len(way.words) - 1
            spared = sparing.quotations(text) + sparing.codes(text) if spared is None else spared
            if way.term not in seen and not any(first <= start < end for first, end in spared):
                seen.add(way.term)
                found.append(Spot(way.term, start, told[last].end))
            at = last + 1
        return found

    def _at(self, text: str, told: list[Word], at: int) -> Iterator[_Way]:
        """The ways that stand at this word, the longest first."""
        for way in self._by_first.get(told[at].plain, ()):
            here = told[at : at + len(way.words)]
            if len(here) < len(way.words) or not all(
                word.plain in form for word, form in zip(here, way.words, strict=True)
            ):
                continue
            if way.is_short and not text[here[0].start : here[-1].end].isupper():
                continue
            if all(_BETWEEN.fullmatch(text[one.end : two.start]) for one, two in zip(here, here[1:], strict=False)):
                yield way


def ways(name: str) -> list[tuple[str, bool]]:
    """How a term is said: with and without what stands in brackets, each of two that a slash parts, and the abbreviation
    in brackets, if its letters begin the words. Whether it is the abbreviation is the second of each pair."""
    aside = _ASIDE.search(name)
    bare = _SPACES.sub(" ", _ASIDE.sub(" ", name)).strip()
    found = [(part.strip(), False) for part in bare.split(" / ")]
    if aside and aside[1].isupper():
        initials = "".join(word.plain[:1] for word in words(bare))
        letters = iter(initials)
        if len(aside[1]) > 2 and all(letter in letters for letter in aside[1].lower()):
            found.append((aside[1], True))
    elif aside and " / " not in bare:
        found.append((_SPACES.sub(" ", name.replace("(", " ").replace(")", " ")).strip(), False))
    return [(said, is_short) for said, is_short in found if said]


@lru_cache(maxsize=16)
def spotter(names: tuple[tuple[int, str], ...], language: str) -> Spotter:
    """The same names are made ready once in a process; other names make another one."""
    return Spotter(names, language)
