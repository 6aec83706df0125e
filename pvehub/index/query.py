"""A question read: its words in every language, their weights, and what else means the same."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from pvehub.index import synonyms, words

MOST_GROUPS = 60  # one bit each in a bigint
LONG = 16  # words; in a longer text, pasted rather than asked, quotation marks require nothing

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
  select distinct id from lexeme union select 0
)
select n, name, word, asked.id,
       coalesce((select df from index_lexeme i where i.id = asked.id), 0)
       + coalesce((select sum(delta) from index_tally i where i.lexeme_id = asked.id), 0)
from asked left join lexeme on lexeme.id = asked.id
order by n, name, word
"""


@dataclass(frozen=True)
class Term:
    """One lexeme of the question: its weight, and where it belongs (see asking.py)."""

    id: int
    weight: float
    group: int
    member: int
    slot: int
    needs: int


@dataclass
class Question:
    """What the ranking statement needs to know."""

    terms: list[Term] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    lexemes: set[str] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)

    def columns(self) -> dict[str, list[Any]]:
        """The terms as the arrays the statement unnests."""
        names = {"ids": "id", "weights": "weight", "groups": "group", "members": "member", "slots": "slot"}
        return {
            name: [getattr(term, attribute) for term in self.terms]
            for name, attribute in (names | {"needs": "needs"}).items()
        }

    def tsquery(self) -> str:
        """Any of the lexemes, as text of a tsquery."""
        quoted = (lexeme.replace("\\", "\\\\").replace("'", "''") for lexeme in sorted(self.lexemes))
        return " | ".join(f"'{lexeme}'" for lexeme in quoted)

    def matched(self, mask: int) -> list[str]:
        """The words of the groups in a mask."""
        return [text for number, text in enumerate(self.groups) if mask >> number & 1]


class _Analysis:
    """Words under every configuration, with the counts of their lexemes; one query."""

    def __init__(self, texts: set[str]) -> None:
        order = sorted(texts)
        self.found: dict[str, dict[str, dict[int, str]]] = {text: defaultdict(dict) for text in order}
        self.df: dict[int, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(_ANALYSE, [order, [*dict.fromkeys([*CONFIGURATIONS, *_STOPS])]])
            for number, name, lexeme, pk, df in cursor.fetchall():
                self.df[pk] = int(df)
                if number is not None:
                    self.found[order[number - 1]][name][pk] = lexeme
        self.documents = max(self.df[0], 1)

    def is_stop(self, word: str) -> bool:
        return word in words.ARABIC_STOP or any(not self.found[word].get(name) for name in _STOPS)

    def lexemes(self, word: str, names: list[str]) -> dict[int, str]:
        return {pk: lexeme for name in names for pk, lexeme in self.found[word].get(name, {}).items()}

    def idf(self, pks: dict[int, str]) -> float:
        """One weight for all writings of a word. A word found only where not everybody may look counts as rare."""
        df = max(1, sum(self.df[pk] for pk in pks))
        return math.log(1 + max(self.documents - df + 0.5, 0.5) / (df + 0.5))


def read(text: str) -> Question:
    """Analyse a question under every language, and expand it by the synonyms; two queries."""
    spans = synonyms.expand(text)
    question = Question()
    if len(spans) <= LONG:
        question.phrases = [words.fold(next(filter(None, found))) for found in _QUOTED.findall(text)]
    if not spans:
        return question
    others = {other.text: words.split(other.text) for span in spans for other in span.expansions}
    known = _Analysis(
        {*(word for span in spans for word in span.words), *(word for text in others.values() for word in text)}
    )
    telling = [word for span in spans for word in span.words if not known.is_stop(word)]
    for span in spans:
        asked = [word for word in span.words if not telling or word in telling]
        if asked and len(question.groups) < MOST_GROUPS:
            _add(question, known, span, asked, others)
    return question


def _add(
    question: Question, known: _Analysis, span: synonyms.Span, asked: list[str], others: dict[str, list[str]]
) -> None:
    """A group: the words as asked, of which any will do, and each synonym, of which all words must be there."""
    group = len(question.groups)
    question.groups.append(" ".join(span.words))
    every = list(CONFIGURATIONS)
    is_known = False
    for slot, word in enumerate(asked):
        lexemes = known.lexemes(word, every)
        is_known = is_known or any(known.df[pk] for pk in lexemes)
        question.lexemes.update(lexemes.values())
        question.terms += [Term(pk, known.idf(lexemes), group, 0, slot, 1) for pk in lexemes]
    for member, other in enumerate(span.expansions, start=1):
        configurations = [f"hub_{other.language}"] if other.language in ("en", "fr", "es", "ar") else every
        said = [word for word in others[other.text] if not known.is_stop(word)]
        # A term of more words weighs no more for it, and one for many words not less.
        weight = (other.weight if is_known else 1.0) * math.sqrt(len(asked) / max(len(said), 1))
        for slot, word in enumerate(said):
            lexemes = known.lexemes(word, configurations)
            question.lexemes.update(lexemes.values())
            question.terms += [Term(pk, weight * known.idf(lexemes), group, member, slot, len(said)) for pk in lexemes]
