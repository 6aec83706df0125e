"""What the night does for the index: counts folded, average length measured, impacts and vocabulary made anew."""

from django.db import connection, transaction

from pvehub.index.models import Corpus, SearchDoc

# BM25 with k1 = 1.5 and b = 0.6, without the idf, which belongs to the question. `t.tf`, `doc.length`, `doc.average`.
IMPACT = "t.tf * 2.5 / (t.tf + 1.5 * (0.4 + 0.6 * doc.length / doc.average))"

DRIFT = 0.02  # the share by which the average may move before impacts are made anew
BATCH = 500  # documents a transaction

_FOLD = """
with change as (delete from index_tally returning lexeme_id, word, delta),
     total as (select lexeme_id, max(word) as word, sum(delta) as delta from change group by lexeme_id)
insert into index_lexeme as l (id, word, df)
select lexeme_id, coalesce(word, ''), delta from total
on conflict (id) do update set df = l.df + excluded.df, word = coalesce(nullif(l.word, ''), excluded.word)
"""

_IMPACTS = f"""
with doc as materialized (
  select id, length, average from index_searchdoc where id = any(%s) order by id for update skip locked
), moved as (
  update index_searchdoc d set average = %s from doc where d.id = doc.id
)
update index_posting p set impact = {IMPACT.replace("t.tf", "p.tf").replace("doc.average", "%s")}
from doc where p.doc_id = doc.id
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
        cursor.execute("select avg(length) from index_searchdoc where facets & 1 = 0 and length > 0")
        average = cursor.fetchone()[0] or 0.0
        now = Corpus.objects.first()
        if average and (now is None or abs(now.average - average) > DRIFT * now.average):
            Corpus.objects.update_or_create(pk=1, defaults={"average": average})
    _reweigh()


def _reweigh() -> None:
    """Impacts of documents that were written under an earlier average, some hundred documents at a time."""
    average = Corpus.objects.values_list("average", flat=True).first()
    if average is None:
        return
    stale = list(SearchDoc.objects.exclude(average=average).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(stale), BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_IMPACTS, [stale[start : start + BATCH], average, average])
