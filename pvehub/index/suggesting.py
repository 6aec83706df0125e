"""What somebody may be about to type: words all staff may read, and titles of things the asker may see."""

from dataclasses import dataclass, field

from django.db import connection

from pvehub.index import gates, query, spelling, words
from pvehub.index.asking import NAMES
from pvehub.index.gates import Allowed

SHORTEST = 2  # letters that say enough to suggest anything
MOST = 200  # characters of what was typed that are read
_LOOKED_AT = 40  # words of the vocabulary that are counted anew

_WORDS = """
select word from index_vocab
where folded like lower(unaccent(%s)) || '%%' order by df desc, word limit %s
"""

_TITLES = f"""
with asked as materialized (
  select {" || ".join(f"to_tsquery('{name}', %(typed)s)" for name in query.CONFIGURATIONS)} as tsquery
), found as materialized (
  select d.id as doc_id, d.thing_id, d.facets, d.title from asked, index_searchdoc d
  where d.part = 0 and d.chunk = 0 and d.tsv @@ asked.tsquery
)
select kind, thing_id, title from ({{passed}}) d(kind, thing_id, title)
order by lower(unaccent(d.title)) like lower(unaccent(%(start)s)) || '%%' desc, length(d.title), 1, 2
limit %(limit)s
"""


@dataclass(frozen=True)
class Suggestions:
    """Words that go on as the last one typed does, the commonest first; titles as (kind, id, title)."""

    words: list[str] = field(default_factory=list)
    titles: list[tuple[str, int, str]] = field(default_factory=list)


def suggest(typed: str, *, allowed: Allowed, limit: int = 6) -> Suggestions:
    """For what was typed so far: how its last word may go on, and what has all its words in the title. Three queries."""
    tokens = words.split(typed[:MOST])
    if not tokens or len(tokens[-1]) < SHORTEST:
        return Suggestions()
    return Suggestions(_words(tokens[-1], limit), _titles(typed[:MOST], tokens, allowed, limit))


def _words(start: str, limit: int) -> list[str]:
    like = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [like, _LOOKED_AT])
        near = {word for (word,) in cursor.fetchall()}
    # The vocabulary is of last night: what stands there now is asked of the texts and of the counts.
    known = spelling.written(near)
    return sorted(known, key=lambda word: (-known[word], word))[:limit]


def _titles(typed: str, tokens: list[str], allowed: Allowed, limit: int) -> list[tuple[str, int, str]]:
    doors, permissions = gates.of(allowed, {})
    if not doors:
        return []
    # Every word in the title, the last one as far as it goes.
    asked = [f"'{token}':A" for token in tokens[:-1]] + [f"'{tokens[-1]}':*A"]
    start = words.plain(typed).strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        cursor.execute(
            _TITLES.format(passed=gates.passed(doors, "doc.facets >> 1 & 15, doc.thing_id, doc.title", "found")),
            permissions | {"typed": " & ".join(asked), "start": start, "limit": limit},
        )
        return [(NAMES[kind], pk, title) for kind, pk, title in cursor.fetchall()]
