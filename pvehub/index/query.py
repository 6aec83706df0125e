"""A question read: its words in every language, their weights, and what else means the same."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from pvehub.index import synonyms, words

FIRST_AVERAGE = 120.0  # words of a document, while there is none that all staff may read
MOST_GROUPS = 60  # one bit each in a bigint
LONG = 16  # words; in a longer text, pasted rather than asked, quotation marks require nothing
SCALE = 1_000_000  # scores are whole numbers of millionths
MISSPELT = re.compile(r"[^\W\d_]{4,40}")  # what may be a slip of the finger: shorter is an acronym, with digits a code

# The configurations, and the documents each of them made.
CONFIGURATIONS = {
    "hub_en": "= 'en'",
    "hub_fr": "= 'fr'",
    "hub_es": "= 'es'",
    "hub_ar": "not in ('en', 'fr', 'es')",
}
# A word that is a stop word in one language says nothing there and would be rare, so heavy, in the others. The last two
# know the accented ones, which ours have folded away.
_STOPS = ("hub_en", "hub_fr", "hub_es", "pg_catalog.french", "pg_catalog.spanish")
_QUOTED = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”')

_ANALYSE = """
with lexeme as materialized (
  select t.n, c.name, l.word, ('x' || left(md5(l.word), 16))::bit(64)::bigint as id
  from unnest(%s::text[]) with ordinality t(word, n)
  cross join unnest(%s::text[]) c(name)
  cross join lateral unnest(tsvector_to_array(to_tsvector(c.name::regconfig, t.word))) l(word)
), asked as (
  select distinct id from lexeme union values (0), (1)
)
select n, name, word, asked.id,
       coalesce((select df from index_lexeme i where i.id = asked.id), 0)
       + coalesce((select sum(delta) from index_tally i where i.lexeme_id = asked.id), 0) as df, null, null
from asked left join lexeme on lexeme.id = asked.id
union all
select 0, key, expansion, id, 0, language, weight from index_synonym where is_active and key = any(%s::text[])
order by n, name, word, id
"""


class Term(NamedTuple):
    """A lexeme that counts by itself. Of the terms of one column only the best counts; without one they add up."""

    id: int
    weight: float
    group: int
    column: int | None


class Part(NamedTuple):
    """A lexeme of a slot of a member; the member counts only where as many of its slots as it needs are there."""

    id: int
    weight: float
    group: int
    member: int
    slot: int
    needs: int


@dataclass(frozen=True)
class Way:
    """One way to say a group, as it was asked or by a synonym: the lexemes of each of its words, and how many it needs."""

    text: str
    slots: list[dict[int, str]]
    weights: list[float]
    needs: int

    def stands_in(self, lexemes: set[str]) -> bool:
        return sum(not lexemes.isdisjoint(slot.values()) for slot in self.slots) >= self.needs


@dataclass
class Question:
    """What the ranking statement needs to know, and what an answer can tell of it.

    `groups` are the words, or runs of words, that are asked for together; `ways` how each may be said, first as it was
    asked. `unknown` are words that stand in no document all staff may read, with the ids of their lexemes. `average` is
    the length in words of what all staff may read now.
    """

    groups: list[str] = field(default_factory=list)
    ways: list[list[Way]] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    best_of: int = 0  # columns
    lexemes: set[str] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    average: float = FIRST_AVERAGE

    def add(self, ways: list[Way]) -> None:
        """A group: several ways of one word each share a column, ways of several words are put together as members."""
        group = len(self.groups)
        self.groups.append(ways[0].text)
        self.ways.append(ways)
        self.lexemes.update(lexeme for way in ways for slot in way.slots for lexeme in slot.values())
        if len(ways) > 1 and any(len(way.slots) > 1 for way in ways):
            self.parts += [
                Part(pk, weight, group, member, number, way.needs)
                for member, way in enumerate(ways)
                for number, (slot, weight) in enumerate(zip(way.slots, way.weights, strict=True))
                for pk in slot
            ]
            return
        column = self.best_of if len(ways) > 1 else None
        self.best_of += column is not None
        self.terms += [
            Term(pk, weight, group, column)
            for way in ways
            for slot, weight in zip(way.slots, way.weights, strict=True)
            for pk in slot
        ]

    def columns(self) -> dict[str, list[Any]]:
        """Terms and parts as the arrays the statement unnests; weights in millionths."""
        terms = {f"{name}s": [getattr(term, name) for term in self.terms] for name in Term._fields}
        parts = {f"part_{name}": [getattr(part, name) for part in self.parts] for name in Part._fields}
        every = terms | parts
        return every | {name: [weight * SCALE for weight in every[name]] for name in ("weights", "part_weight")}

    def tsquery(self) -> str:
        """Any of the lexemes, as text of a tsquery."""
        quoted = (lexeme.replace("\\", "\\\\").replace("'", "''") for lexeme in sorted(self.lexemes))
        return " | ".join(f"'{lexeme}'" for lexeme in quoted)

    def matched(self, mask: int) -> list[str]:
        """The words of the groups in a mask."""
        return [text for number, text in enumerate(self.groups) if mask >> number & 1]

    def through(self, lexemes: Iterable[str]) -> dict[str, list[str]]:
        """Of the groups that do not stand in these lexemes as they were asked: by which other ways they do."""
        there, found = set(lexemes), {}
        for text, (asked, *others) in zip(self.groups, self.ways, strict=True):
            said = [] if asked.stands_in(there) else [way.text for way in others if way.stands_in(there)]
            if said:
                found[text] = said
        return found

    def standing_in(self, lexemes: Iterable[str]) -> list[str]:
        """The groups that stand in these lexemes, one way or another."""
        there = set(lexemes)
        return [
            text for text, ways in zip(self.groups, self.ways, strict=True) if any(way.stands_in(there) for way in ways)
        ]


class _Analysis:
    """Words under every configuration, with the counts of their lexemes, and what else the runs of words (keys of
    synonyms) mean; one query."""

    def __init__(self, texts: set[str], runs: Iterable[str] = ()) -> None:
        self.found: dict[str, dict[str, dict[int, str]]] = {}
        self.df: dict[int, int] = {}
        self.synonyms: dict[str, list[synonyms.Expansion]] = {}
        self.learn(texts, runs)
        self.documents = max(self.df[0], 1)
        self.average = self.df[1] / self.documents or FIRST_AVERAGE

    def learn(self, texts: set[str], runs: Iterable[str] = ()) -> None:
        """The same for more words; no query where all are known."""
        order, others = sorted(texts - self.found.keys()), []
        if not order and self.df:
            return
        self.found |= {text: defaultdict(dict) for text in order}
        with connection.cursor() as cursor:
            cursor.execute(_ANALYSE, [order, [*dict.fromkeys([*CONFIGURATIONS, *_STOPS])], [*runs]])
            for number, name, lexeme, pk, df, language, weight in cursor.fetchall():
                if number == 0:
                    others.append((pk, name, synonyms.Expansion(lexeme, language, weight)))
                    continue
                self.df[pk] = int(df)
                if number is not None:
                    self.found[order[number - 1]][name][pk] = lexeme
        for _pk, key, expansion in sorted(others, key=lambda row: row[0]):
            self.synonyms.setdefault(key, []).append(expansion)

    def is_stop(self, word: str) -> bool:
        return word in words.ARABIC_STOP or any(not self.found[word].get(name) for name in _STOPS)

    def lexemes(self, word: str, names: Iterable[str] = CONFIGURATIONS) -> dict[int, str]:
        return {pk: lexeme for name in names for pk, lexeme in self.found[word].get(name, {}).items()}

    def count(self, word: str) -> int:
        """In how many documents that all staff may read the word stands, one way or another."""
        return sum(self.df[pk] for pk in self.lexemes(word))

    def idf(self, pks: dict[int, str]) -> float:
        """One weight for all writings of a word. A word found only where not everybody may look counts as rare."""
        df = max(1, sum(self.df[pk] for pk in pks))
        return math.log(1 + max(self.documents - df + 0.5, 0.5) / (df + 0.5))


def read(text: str, *, every_word: bool = False, corrected: Mapping[str, str] | None = None) -> Question:
    """Analyse a question under every language, and expand it by the synonyms; one query, two where there are any.

    With `every_word` each word stands for itself, without its synonyms. `corrected` says what to read for a word.
    """
    instead = {word: words.split(other) for word, other in (corrected or {}).items()}
    tokens = [word for token in words.split(text) for word in instead.get(token, [token])]
    question = Question()
    if not tokens:
        return question
    known = _Analysis(set(tokens), () if every_word else synonyms.runs(tokens))
    question.average = known.average
    spans = synonyms.cut(tokens, known.synonyms)
    if len(spans) <= LONG:
        for found in _QUOTED.findall(text):
            phrase = words.split(next(filter(None, found)))
            question.phrases.append(" ".join(word for token in phrase for word in instead.get(token, [token])))
    said = {other.text: words.split(other.text) for span in spans for other in span.expansions}
    known.learn({word for text in said.values() for word in text})
    telling = [word for word in tokens if not known.is_stop(word)]
    for span in spans:
        asked = [word for word in span.words if not telling or word in telling]
        if asked and len(question.groups) < MOST_GROUPS and not (every_word and " ".join(asked) in question.groups):
            question.add([_asked(known, span, asked), *_others(known, span, asked, said)])
            if not span.expansions:
                question.unknown |= _unknown(known, asked)
    return question


def _asked(known: _Analysis, span: synonyms.Span, asked: list[str]) -> Way:
    """The words as asked, of which any will do."""
    slots = [known.lexemes(word) for word in asked]
    return Way(" ".join(span.words), slots, [known.idf(slot) for slot in slots], 1)


def _others(known: _Analysis, span: synonyms.Span, asked: list[str], said: dict[str, list[str]]) -> list[Way]:
    """Each synonym, of which all words must be there. It weighs less than the word itself, unless nobody wrote that."""
    is_known = any(known.count(word) for word in asked)
    ways = []
    for other in span.expansions:
        names = [f"hub_{other.language}"] if other.language in ("en", "fr", "es", "ar") else [*CONFIGURATIONS]
        slots = [known.lexemes(word, names) for word in said[other.text] if not known.is_stop(word)]
        # A term of more words weighs no more for it, and one for many words not less.
        weight = (other.weight if is_known else 1.0) * math.sqrt(len(asked) / max(len(slots), 1))
        if slots:
            ways.append(Way(other.text, slots, [weight * known.idf(slot) for slot in slots], len(slots)))
    return ways


def _unknown(known: _Analysis, asked: list[str]) -> dict[str, list[int]]:
    return {word: [*known.lexemes(word)] for word in asked if MISSPELT.fullmatch(word) and not known.count(word)}
