"""What goes into the index and comes out of it. Asking is in asking.py, the nightly work in upkeep.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, transaction

from pvehub.index import upkeep, words
from pvehub.index.models import Lexeme, Posting, SearchDoc, Tally

# A kind's number is part of every posting: never change one, add at the end, fifteen at most.
KINDS = {"resource": 1, "project": 2, "term": 3, "discussion": 4, "clause": 5, "risk": 6, "landscape": 7, "meeting": 8}
LANGUAGES = ("en", "fr", "es")  # with a stemmer; every other language is indexed word by word
# How facets are packed: restricted, kind, part, language and region, from the lowest bit on.
RESTRICTED, KIND, PART, LANGUAGE, REGION = 1, 1, 5, 6, 9
SPOKEN = {"en": 1, "fr": 2, "es": 3, "ar": 4}  # in three bits, 0 for any other
BATCH = 200  # items a statement
MOST = 32767  # words of a chunk that are counted


@dataclass(frozen=True)
class Item:
    """A thing to find (part 0) or one of its attachments (part n, with a tier of its own).

    `is_open` says that all staff may read it now. What is not open or above tier 0 enters no statistic, so that no
    count or order tells an outsider that it exists. `region` is an office id, 0 for none.
    """

    kind: str
    id: int
    title: str
    body: list[str]
    language: str = "en"
    region: int = 0
    tier: int = 0
    part: int = 0
    is_open: bool = True

    @property
    def facets(self) -> int:
        """Region, language, kind, whether it is an attachment and restricted, in one number, as the postings carry it."""
        restricted = 0 if self.is_open and self.tier == 0 else RESTRICTED
        packed = KINDS[self.kind] << KIND | bool(self.part) << PART | SPOKEN.get(self.language, 0) << LANGUAGE
        return (self.region or 0) << REGION | packed | restricted


def configuration(language: str) -> str:
    """The text-search configuration for a language."""
    return f"hub_{language}" if language in LANGUAGES else "hub_ar"


# Before any posting is touched: upkeep, which holds documents while it writes their postings, then passes these by.
_THINGS = "unnest(%(kinds)s::text[], %(ids)s::bigint[], %(parts)s::bigint[], %(counts)s::int[]) t(kind, thing_id, part, count)"
_OF_THINGS = f"index_searchdoc d join {_THINGS} on d.kind = t.kind and d.thing_id = t.thing_id and d.part = t.part"
_LOCK = f"select from {_OF_THINGS} order by d.id for update of d"

# A title counts twice: its lexemes carry weight A.
_DOCS = """
insert into index_searchdoc as d
  (kind, thing_id, part, chunk, language, tier, facets, title, body, tsv, length)
select t.kind, t.thing_id, t.part, c.chunk, t.language, t.tier, t.facets, t.title, c.body, v.tsv,
       (select coalesce(sum(cardinality(positions)), 0) from unnest(v.tsv))
from unnest(%(kinds)s::text[], %(ids)s::bigint[], %(parts)s::bigint[], %(languages)s::text[], %(tiers)s::int[],
            %(facets)s::int[], %(titles)s::text[], %(folded_titles)s::text[], %(configs)s::text[])
       with ordinality t(kind, thing_id, part, language, tier, facets, title, folded_title, config, n)
join unnest(%(of)s::int[], %(chunks)s::int[], %(bodies)s::text[], %(folded)s::text[]) c(n, chunk, body, folded) on c.n = t.n,
     lateral (select setweight(to_tsvector(t.config::regconfig, t.folded_title), 'A')
                     || to_tsvector(t.config::regconfig, c.folded) as tsv) v
on conflict (kind, thing_id, part, chunk) do update set
  language = excluded.language, tier = excluded.tier, facets = excluded.facets, title = excluded.title,
  body = excluded.body, tsv = excluded.tsv, length = excluded.length
"""

# The difference between the postings there are and those there should be, and what it does to the counts.
_POSTINGS = f"""
with doc as materialized (
  select d.id, d.thing_id, d.chunk, d.tsv, d.facets, least(d.length, {MOST})::smallint as length, t.count
  from {_OF_THINGS}
), old as materialized (
  select p.* from index_posting p join doc on doc.id = p.doc_id
), new as materialized (
  select doc.id as doc_id, doc.thing_id, ('x' || left(md5(lexeme), 16))::bit(64)::bigint as lexeme_id, lexeme as word,
         t.tf, doc.length, doc.facets
  from doc, unnest(doc.tsv),
       lateral (select cardinality(positions) + cardinality(array_positions(weights, 'A')) as tf) t
  where doc.chunk < doc.count
), gone as (
  delete from index_posting p using old
  where p.doc_id = old.doc_id and p.lexeme_id = old.lexeme_id
    and not exists (select from new where new.doc_id = old.doc_id and new.lexeme_id = old.lexeme_id)
), kept as (
  insert into index_posting as p (doc_id, lexeme_id, thing_id, tf, length, facets)
  select doc_id, lexeme_id, thing_id, tf, length, facets from new
  on conflict (doc_id, lexeme_id) do update
  set tf = excluded.tf, length = excluded.length, facets = excluded.facets
  where (p.tf, p.length, p.facets) is distinct from (excluded.tf, excluded.length, excluded.facets)
), change as (
  select lexeme_id, null as word, -1 as delta from old where facets & {RESTRICTED} = 0
  union all select lexeme_id, word, 1 from new where facets & {RESTRICTED} = 0
  union all select id, '', delta
  from (select distinct -1 as sign, doc_id, length from old where facets & {RESTRICTED} = 0
        union all select distinct 1, doc_id, length from new where facets & {RESTRICTED} = 0) d,
       lateral (values (0, sign), (1, sign * length)) of_all(id, delta)
)
insert into index_tally (lexeme_id, word, delta)
select lexeme_id, max(word), sum(delta) from change group by lexeme_id having sum(delta) <> 0
"""

_SURPLUS = f"""
delete from index_searchdoc d using {_THINGS}
where d.kind = t.kind and d.thing_id = t.thing_id and d.part = t.part and d.chunk >= t.count
"""


def put(item: Item) -> None:
    """Make the index say what the item says; part of the caller's transaction, who holds the thing's row locked."""
    put_many([item])


@transaction.atomic
def put_many(items: Iterable[Item]) -> int:
    """The same for many, some hundred a statement; gives the number of items. Of two for one place the later holds.

    An unchanged item changes no posting. Counts are added to, never updated, so two writers of the same words never
    wait for one another.
    """
    count = 0
    left = iter(items)
    while batch := {(item.kind, item.id, item.part): item for item in islice(left, BATCH)}:
        count += len(batch)
        _write(list(batch.values()))
    return count


def _write(items: list[Item]) -> None:
    texts = [[piece for text in item.body for piece in words.chunks(words.plain(text))] or [""] for item in items]
    chunks = [(n, place, body) for n, bodies in enumerate(texts, start=1) for place, body in enumerate(bodies)]
    facts: dict[str, Any] = {
        "kinds": [item.kind for item in items],
        "ids": [item.id for item in items],
        "parts": [item.part for item in items],
        "languages": [item.language for item in items],
        "tiers": [item.tier for item in items],
        "facets": [item.facets for item in items],
        "titles": [words.plain(item.title) for item in items],
        "folded_titles": [words.fold(item.title) for item in items],
        "configs": [configuration(item.language) for item in items],
        "counts": [len(bodies) for bodies in texts],
        "of": [n for n, _, _ in chunks],
        "chunks": [place for _, place, _ in chunks],
        "bodies": [body for _, _, body in chunks],
        "folded": [words.fold(body) for _, _, body in chunks],
    }
    with connection.cursor() as cursor:
        for statement in (_LOCK, _DOCS, _POSTINGS, _SURPLUS):
            cursor.execute(statement, facts)


@transaction.atomic
def drop(kind: str, id: int, part: int | None = None) -> None:
    """Take a thing with all its parts, or one part of it, out of the index."""
    docs = SearchDoc.objects.filter(kind=kind, thing_id=id)
    if part is not None:
        docs = docs.filter(part=part)
    parts = list(docs.order_by("part").values_list("part", flat=True).distinct())
    size = len(parts)
    facts: dict[str, Any] = {"kinds": [kind] * size, "ids": [id] * size, "parts": parts, "counts": [0] * size}
    with connection.cursor() as cursor:
        for statement in (_LOCK, _POSTINGS, _SURPLUS) if parts else ():
            cursor.execute(statement, facts)


@transaction.atomic
def rebuild(items: Iterable[Item]) -> int:
    """The whole index anew from what the apps hand in, in one transaction; gives the number of items."""
    for model in (Posting, SearchDoc, Tally, Lexeme):
        model.objects.all().delete()
    count = put_many(items)
    upkeep.refresh()
    return count
