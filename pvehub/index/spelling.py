"""Words that nobody wrote: what was meant instead. Only what all staff may read is ever suggested."""

import math
from collections.abc import Mapping
from typing import Any

from django.db import connection

from pvehub.index import gates, query
from pvehub.index.gates import Gate
from pvehub.index.items import RESTRICTED

MOST = 12  # candidates for a word that are looked at more closely
LOOKED_AT = 300  # texts of a stem that are read to see how it is written
SURE = 7  # letters; a shorter word may have one slip, a longer one two

# A word the asker finds something by is no slip, even where others see nothing of it.
_NEAR = """
with found as materialized (
  select l.word, doc_id, thing_id, facets
  from unnest(%(words)s::text[], %(lexemes)s::bigint[]) l(word, lexeme) join index_posting on lexeme_id = lexeme
), asked as materialized (
  select distinct word, lower(unaccent(word)) as folded from unnest(%(words)s::text[]) u(word)
  where word not in ({passed})
)
select asked.word, asked.folded, v.word, v.folded, similarity(v.folded, asked.folded)
from asked join index_vocab v on v.folded %% asked.folded and abs(length(v.folded) - length(asked.folded)) <= 2
order by asked.word, v.word
"""

_WRITTEN = f"""
with lexeme as materialized (
  select distinct w.word, ('x' || left(md5(l.word), 16))::bit(64)::bigint as id
  from unnest(%(words)s::text[]) w(word), unnest(%(names)s::text[]) c(name),
       unnest(tsvector_to_array(to_tsvector(c.name::regconfig, w.word))) l(word)
)
select word, sum(coalesce((select df from index_lexeme i where i.id = lexeme.id), 0)
                 + coalesce((select sum(delta) from index_tally i where i.lexeme_id = lexeme.id), 0))
from lexeme group by word
having bool_or(exists (
  select from (select d.title, d.body from index_posting p join index_searchdoc d on d.id = p.doc_id
               where p.lexeme_id = lexeme.id and p.facets & {RESTRICTED} = 0 limit {LOOKED_AT}) d
  where to_tsvector('pg_catalog.simple', d.title || ' ' || d.body) @@ array_to_tsvector(array[word])::text::tsquery))
"""


def nearest(unknown: Mapping[str, list[int]], doors: list[Gate], permissions: dict[str, Any]) -> dict[str, str]:
    """For each unknown word (with its lexemes' ids) by which the asker finds nothing: the known word nearest to it."""
    pairs = [(word, pk) for word, lexemes in unknown.items() for pk in lexemes]
    facts = permissions | {"words": [word for word, _ in pairs], "lexemes": [pk for _, pk in pairs]}
    found: dict[str, list[tuple[float, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR.format(passed=gates.passed(doors, "doc.word", "found")), facts)
        for asked, folded, word, other, similarity in cursor.fetchall():
            slips = distance(folded, other)
            if slips <= (1 if len(folded) < SURE else 2):
                found.setdefault(asked, []).append((slips - similarity, word))
    # The vocabulary is of last night: what stands there now is asked of the counts, and how it is written of the texts.
    known = written({word for candidates in found.values() for _, word in sorted(candidates)[:MOST]})
    best = {
        asked: min(
            ((cost - 0.15 * math.log(known[word]), word) for cost, word in candidates if word in known), default=None
        )
        for asked, candidates in found.items()
    }
    return {asked: word[1] for asked, word in sorted(best.items()) if word}


def written(words: set[str]) -> dict[str, int]:
    """Of these words those that stand, spelled so, in a text all staff may read now, with the number of texts of their
    stems. A text of the same stem is not enough: the spelling itself would tell of one that is no longer for all."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"words": sorted(words), "names": [*query.CONFIGURATIONS]})
        return {word: int(count) for word, count in cursor.fetchall() if count > 0}


def distance(one: str, other: str) -> int:
    """How many letters were left out, put in, changed, or swapped with their neighbour."""
    before, row = list[int](), list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        last, before, row = before, row, [place]
        for number, against in enumerate(other, start=1):
            cost = min(before[number] + 1, row[number - 1] + 1, before[number - 1] + (letter != against))
            if place > 1 and number > 1 and letter == other[number - 2] and one[place - 2] == against:
                cost = min(cost, last[number - 2] + 1)
            row.append(cost)
    return row[-1]
