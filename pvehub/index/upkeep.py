"""What the night does for the index: counts folded, vocabulary made anew. No order of an answer waits for it."""

from django.db import connection, transaction

_FOLD = """
with change as (delete from index_tally returning lexeme_id, word, delta),
     total as (select lexeme_id, max(word) as word, sum(delta) as delta from change group by lexeme_id)
insert into index_lexeme as l (id, word, df)
select lexeme_id, coalesce(word, ''), delta from total
on conflict (id) do update set df = l.df + excluded.df, word = coalesce(nullif(l.word, ''), excluded.word)
"""

_VOCABULARY = """
insert into index_vocab (word, folded, df)
select word, lower(unaccent(word)), ndoc from ts_stat(
  'select to_tsvector(''pg_catalog.simple'', title || '' '' || body) from index_searchdoc where facets & 1 = 0')
where word ~ '^[[:alpha:]]{3,40}$'
"""


def refresh() -> None:
    """Bring what is derived up to date. Exact before and after; writers go on meanwhile.

    One at a time: a second caller leaves it to the first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('index.refresh ' || current_schema()))")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_FOLD)
        cursor.execute("delete from index_lexeme where df = 0")
        cursor.execute("delete from index_vocab")
        cursor.execute(_VOCABULARY)
