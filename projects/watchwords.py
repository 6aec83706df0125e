"""Sensitive terms found in a text: whole words in English, French or Spanish, whatever their case, accents and forms. Pure.

What stands between quotation marks, in a proper name, in an address or a code is not the author's wording and is left alone;
in a title only the last two are, for a title stands on a signboard. Of hits that overlap, the longest counts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from . import sparing
from .inflecting import Word, forms, words

ADVISORY, STRONG, RED_LINE = "advisory", "strong", "red-line"
# Names that travel to communities and visitors: in them no hit is only advice.
TITLES: Final = frozenset({"title", "public_title"})
LANGUAGES: Final = ("en", "fr", "es")

# What may stand between the words of one term: a blank, a hyphen, an apostrophe, a slash; no end of a sentence or paragraph.
_BETWEEN: Final = re.compile(r"(?!\s*\n\s*\n)[\s\-\u2010-\u2015\u2212'\u2018\u2019\u02bc/]{1,3}")
_HYPHEN: Final = re.compile(r"[\-\u2010-\u2015\u2212]")
# An article inside a term is neither asked for nor in the way.
_ARTICLES: Final = frozenset({"the", "le", "la", "les", "l", "el", "los", "las"})
# Beginnings of words that some write apart, and those of them that are words of their own, so that only a hyphen counts.
_PREFIXES: Final = ("counter", "contre", "contra", "anti", "ex", "des", "de")
_ONLY_WITH_HYPHEN: Final = frozenset({"contra", "des", "de", "ex", "anti"})
_SHORTEST_REST: Final = 5
# Two words that harm near each other: so many words further on at most, with no sign between that parts them.
_NEAR: Final = 7
_PARTS: Final = re.compile(r"[.!?…;:,\n\r]")
# What stands before a word of a term: anything, an article too; a blank or a hyphen; a hyphen only.
_FREE, _CLOSE, _HYPHENED = 0, 1, 2
_WEIGHT: Final = {"": 0, RED_LINE: 1, STRONG: 2, ADVISORY: 3}


@dataclass(frozen=True)
class Hit:
    """One term in one text: its code in the list, how weighty it is there, the words as they stand and where, why the term
    could harm, what is better, and the words under which practice examples are found."""

    term: str
    severity: str
    quoted: str
    start: int
    end: int
    why: str
    instead: str
    practice: str = ""


@dataclass(frozen=True)
class _Said:
    """A term as far as it is looked for: what it is called in the list, and its ways by language. `spared`: phrases that
    only look like it ("artificial intelligence")."""

    term: str
    severity: str
    is_for_titles: bool
    ways: tuple[tuple[str, str], ...]
    spared: tuple[str, ...]


@dataclass
class _Node:
    """After some words of a term: what may come next, and the terms that end here (None: a spared phrase)."""

    next: dict[tuple[int, int], "_Node"] = field(default_factory=dict)
    ends: list[_Said | None] = field(default_factory=list)


@dataclass(frozen=True)
class _Match:
    said: _Said | None
    first: int
    last: int
    size: int
    is_near: bool = False


class _Lexicon:
    """The list made ready: each form leads to the words it is a form of, words lead to terms. Made once, read only."""

    def __init__(self, listed: Sequence[_Said]) -> None:
        self._root = _Node()
        self._ids: dict[tuple[str, str, bool], int] = {}
        self._forms: dict[str, list[int]] = {}
        self._near: dict[int, list[tuple[int, _Said]]] = {}  # a word -> the words that harm near it
        for said in listed:
            for language, way in said.ways:
                if "~" in way:
                    self._pair(way, language, said)
                else:
                    self._add(way, language, said)
            for way in said.spared:
                for language in LANGUAGES:
                    self._add(way, language, None)

    def _add(self, way: str, language: str, said: _Said | None) -> None:
        is_exact = way.startswith("=")
        parts = [
            (word.plain, n > 0 and _HYPHEN.fullmatch(way[found[n - 1].end : word.start]) is not None)
            for found in [words(way)]
            for n, word in enumerate(found)
        ]
        if not is_exact:
            parts = [part for n, part in enumerate(parts) if not n or part[0] not in _ARTICLES]
        for spelled in _spellings(parts):
            node = self._root
            for n, (word, is_hyphened) in enumerate(spelled):
                is_prefix = n + 1 < len(spelled) and spelled[n + 1][1]
                joint = _FREE if not is_hyphened else _HYPHENED if spelled[n - 1][0] in _ONLY_WITH_HYPHEN else _CLOSE
                node = node.next.setdefault((self._id(word, language, is_exact or is_prefix), joint), _Node())
            if spelled and said not in node.ends:
                node.ends.append(said)

    def _pair(self, way: str, language: str, said: _Said) -> None:
        """Two words, whichever comes first; of an end with several words, the last."""
        ends = [words(end) for end in way.removeprefix("=").split("~", 1)]
        if all(ends):
            one, two = (self._id(found[-1].plain, language, way.startswith("=")) for found in ends)
            self._near.setdefault(one, []).append((two, said))
            self._near.setdefault(two, []).append((one, said))

    def _id(self, word: str, language: str, is_exact: bool) -> int:
        key = word, "" if is_exact else language, is_exact
        if key not in self._ids:
            self._ids[key] = len(self._ids)
            for form in {word} if is_exact else forms(word, language):
                self._forms.setdefault(form, []).append(self._ids[key])
        return self._ids[key]

    def matches(self, text: str, told: Sequence[Word]) -> Iterator[_Match]:
        """Every term at every word of the text, also those that overlap; each word is looked at a few times at most."""
        for first, word in enumerate(told):
            if word.plain in self._forms:
                yield from self._from(text, told, first)
                yield from self._beside(text, told, first)

    def _beside(self, text: str, told: Sequence[Word], first: int) -> Iterator[_Match]:
        """The nearest word that harms near this one, for each term; a comma or an end parts them."""
        wanted = {two: said for one in self._forms[told[first].plain] for two, said in self._near.get(one, ())}
        for last in range(first + 1, min(first + _NEAR, len(told) - 1) + 1) if wanted else ():
            if _PARTS.search(text, told[last - 1].end, told[last].start):
                return
            for number in self._forms.get(told[last].plain, ()):
                if number in wanted:
                    yield _Match(wanted[number], first, last, 0, is_near=True)
                    return

    def _from(self, text: str, told: Sequence[Word], first: int) -> Iterator[_Match]:
        nodes = self._step([self._root], told[first], _FREE)
        last, has_skipped = first, False
        while nodes:
            for said in (said for node in nodes for said in node.ends if not has_skipped):
                yield _Match(said, first, last, told[last].end - told[first].start)
            last += 1
            if last == len(told):
                return
            gap = text[told[last - 1].end : told[last].start]
            if gap != " " and not _BETWEEN.fullmatch(gap):
                return
            joint = _FREE if has_skipped else _HYPHENED if _HYPHEN.fullmatch(gap.strip()) else _CLOSE
            after = self._step(nodes, told[last], joint)
            if not after and told[last].plain in _ARTICLES and not has_skipped:
                has_skipped = True
                continue
            nodes, has_skipped = after, False

    def _step(self, nodes: Sequence[_Node], word: Word, joint: int) -> list[_Node]:
        keys = [(number, kind) for number in self._forms.get(word.plain, ()) for kind in range(joint + 1)]
        return [node.next[key] for node in nodes for key in keys if key in node.next]


def _spellings(parts: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """The words of a way as they stand, written as one word where they have a hyphen, and apart where one begins with a
    prefix. Each word says whether a hyphen comes before it."""
    yield parts
    joined: list[tuple[str, bool]] = []
    for word, is_hyphened in parts:
        if is_hyphened and joined:
            joined[-1] = joined[-1][0] + word, joined[-1][1]
        else:
            joined.append((word, False))
    if joined != parts:
        yield joined
    for n, (word, is_hyphened) in enumerate(parts):
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST:
                apart = [(prefix, is_hyphened), (word[len(prefix) :], True)]
                yield [*parts[:n], *apart, *parts[n + 1 :]]


@lru_cache(maxsize=8)
def _lexicon(listed: tuple[_Said, ...]) -> _Lexicon:
    return _Lexicon(listed)


class Watchlist:
    """The list of sensitive terms, ready to be looked for. `terms` are those of the vocabulary `sensitive-terms`; the same
    list is made ready once in a process."""

    def __init__(self, terms: Iterable[Any]) -> None:
        self._terms = {term.code: term for term in terms}
        self._lexicon = _lexicon(tuple(_said(term) for term in self._terms.values()))

    def find(self, text: str, *, is_title: bool = False) -> list[Hit]:
        """Each term once, where it first stands, in the order of the text."""
        found: dict[str, Hit] = {}
        for hit in self.hits(text, is_title=is_title):
            found.setdefault(hit.term, hit)
        return list(found.values())

    def hits(self, text: str, *, is_title: bool = False) -> list[Hit]:
        """Every place of every term, in the order of the text; none lies over another."""
        told = words(text)
        matches = [
            match
            for match in self._lexicon.matches(text, told)
            if is_title or match.said is None or not match.said.is_for_titles
        ]
        if not matches:
            return []
        free = _unspared(text, is_title=is_title)
        names = None if is_title else sparing.Names(text, told)
        return [
            self._hit(text, told, match.said, match, is_title=is_title)
            for match in _longest(matches, len(told))
            if match.said and _stands(match, told, free, names)
        ]

    def _hit(self, text: str, told: Sequence[Word], said: _Said, match: _Match, *, is_title: bool) -> Hit:
        start, end, term = told[match.first].start, told[match.last].end, self._terms[said.term]
        severity = STRONG if is_title and said.severity == ADVISORY else said.severity
        why, instead, practice = (str(term.said(name)) for name in ("why", "preferred", "practice"))
        return Hit(said.term, severity, text[start:end], start, end, why, instead, practice)


def _stands(match: _Match, told: Sequence[Word], free: Callable[[int], bool], names: sparing.Names | None) -> bool:
    """Whether the words are their author's own: neither quoted nor a name; of two that stand near each other, both."""
    ends = [(match.first, match.first), (match.last, match.last)] if match.is_near else [(match.first, match.last)]
    return all(free(told[first].start) and not (names and names.spare(first, last)) for first, last in ends)


def _said(term: Any) -> _Said:
    """Every way to say a term; a term somebody added without any is said as its name and its variants are."""
    told = term.attributes
    ways = [(language, way) for language in LANGUAGES for way in told.get(f"ways_{language}", "").split(",")]
    if not any(way.strip() for _language, way in ways):
        ways = [("en", term.name_en)]
        ways += [(tongue, way) for tongue in ("fr", "es") for way in told.get(f"variants_{tongue}", "").split(",")]
    kept = tuple((language, way.strip()) for language, way in ways if way.strip())
    spared = tuple(way.strip() for way in told.get("spared", "").split(",") if way.strip())
    return _Said(term.code, told.get("severity", ADVISORY), told.get("only_in") == "title", kept, spared)


def _longest(matches: Iterable[_Match], size: int) -> list[_Match]:
    """Of those that share a word, the longest, then what is spared, then the weightiest; in the order of the text. Two words
    near each other come last: whatever stands between them says more."""
    weight = {match: _WEIGHT.get(match.said.severity if match.said else "", 3) for match in matches}
    taken, kept = bytearray(size), []
    for match in sorted(weight, key=lambda match: (-match.size, weight[match], match.first)):
        if not any(taken[match.first : match.last + 1]):
            taken[match.first : match.last + 1] = b"\1" * (match.last + 1 - match.first)
            kept.append(match)
    return sorted(kept, key=lambda match: match.first)


def _unspared(text: str, *, is_title: bool) -> Callable[[int], bool]:
    """Whether a place lies outside what is spared, asked from left to right."""
    spans = sparing.codes(text) + ([] if is_title else sparing.quotations(text))
    spans.sort()
    state = {"next": 0, "until": 0}

    def is_free(place: int) -> bool:
        while state["next"] < len(spans) and spans[state["next"]][0] <= place:
            state["until"] = max(state["until"], spans[state["next"]][1])
            state["next"] += 1
        return place >= state["until"]

    return is_free
