"""The one statement that ranks, asks the permission, counts and shows. It is put together here and sent by asking.py."""

from collections.abc import Container, Iterable
from typing import Any

from pvehub.index import highlights
from pvehub.index.items import KIND, KINDS, PART, RESTRICTED
from pvehub.index.query import Question

TOP = 1000  # things whose order is known beyond the page, for facets of the caller

# A term counts by its posting's impact. Words without synonyms add up. A group with synonyms counts its best member; a
# member (the words as asked, or a synonym) counts only with as many of its slots as it needs; a slot (a word) counts
# its best lexeme. Scores are whole numbers, so that equal documents tie exactly and the order never depends on the order
# of adding up. `seen` is where the permission is asked, once; everything after it knows nothing else. `best` is the score
# and, of equal chunks, the one that was written first: one number to compare.
_STATEMENT = """
with q as materialized (
  select * from unnest(%(ids)s::bigint[], %(weights)s::float8[], %(groups)s::int[], %(columns)s::int[]) u(id, weight, grp, col)
){members}, hit as (
  select p.doc_id, p.thing_id, p.facets, q.col, 1::bigint << q.grp as bit, (p.impact * q.weight)::int as score
  from q join index_posting p on p.lexeme_id = q.id{union}
), doc as (
  select doc_id, min(thing_id) as thing_id, min(facets) as facets, {score} as score, bit_or(bit) as mask
  from hit group by doc_id
), seen as (
  select doc.* from doc where {unasked}
  union all
  select doc.* from doc join index_searchdoc d on d.id = doc.doc_id where not ({unasked}) and ({visible}) {phrases}
), thing as materialized (
  select facets >> 1 & 15 as kind, thing_id, min(facets >> 9) as region, bit_or(mask) as mask,
         max(score::bigint << 32 | (4294967295 - doc_id)) as best, bool_and(facets >> 6 & 7 <> %(language)s) as is_foreign
  from seen group by 1, 2 {every}
), top as materialized (
  select row_number() over (order by best >> 32 desc, is_foreign, kind, thing_id) as place, thing.*
  from thing order by best >> 32 desc, is_foreign, kind, thing_id limit {deep}
), page as (
  select * from top where place > %(offset)s and place <= %(offset)s + %(limit)s
), whole as (
  select (select bit_or(mask) from thing) as mask,
         (select array_agg(array[kind, region, n]) from (select kind, region, count(*) n from thing group by 1, 2) f) as facets,
         (select array_agg(array[kind, thing_id] order by place) from top where place <= {top}) as top
)
select whole.mask, whole.facets, whole.top, page.kind, page.thing_id, d.part, page.best >> 32, page.mask, d.language,
       array(select lexeme from unnest(d.tsv) where lexeme = any(%(lexemes)s::text[])),
       array(select lexeme from unnest(d.tsv) where lexeme = any(%(lexemes)s::text[]) and 'A' = any(weights)),
       {headline}
from whole left join page on true left join index_searchdoc d on d.id = 4294967295 - (page.best & 4294967295)
order by page.place
"""

_MEMBERS = """
, m as materialized (
  select * from unnest(%(part_id)s::bigint[], %(part_weight)s::float8[], %(part_group)s::int[], %(part_member)s::int[],
                       %(part_slot)s::int[], %(part_needs)s::int[]) u(id, weight, grp, member, slot, needs)
), slot as (
  select p.doc_id, m.grp, m.member, m.slot, m.needs, max((p.impact * m.weight)::int) as score, min(p.facets) as facets,
         min(p.thing_id) as thing_id
  from m join index_posting p on p.lexeme_id = m.id group by 1, 2, 3, 4, 5
), member as (
  select doc_id, grp, sum(score)::int as score, min(facets) as facets, min(thing_id) as thing_id
  from slot group by doc_id, grp, member, needs having count(*) >= needs
)"""

_UNION = """
  union all
  select doc_id, min(thing_id), min(facets), null, 1::bigint << grp, max(score) from member group by doc_id, grp"""


def taken(kinds: Iterable[str], parts_allowed: Container[str]) -> str:
    """The condition on a posting `doc` that takes it without asking: of these kinds, and open to all staff."""
    either = [
        f"(doc.facets & {RESTRICTED} = 0 and doc.facets >> {KIND} & 15 = {KINDS[kind]}"
        + ("" if kind in parts_allowed else f" and doc.facets >> {PART} & 1 = 0")
        + ")"
        for kind in kinds
    ]
    return " or ".join(either) or "false"


def statement(
    question: Question, *, visible: str, phrases: str, unasked: str, every_word: bool, deep: int
) -> tuple[str, dict[str, Any]]:
    """The statement for a question and what it needs to know of it; `deep` is how many places are put in order."""
    columns = question.columns()
    best = [f"coalesce(max(score) filter (where col = {number}), 0)" for number in range(question.best_of)]
    sql = _STATEMENT.format(
        members=_MEMBERS if columns["part_id"] else "",
        union=_UNION if columns["part_id"] else "",
        score=" + ".join(["coalesce(sum(score) filter (where col is null), 0)" if best else "sum(score)", *best]),
        visible=visible,
        phrases=phrases,
        unasked=unasked,
        every="having bit_or(mask) = %(every)s" if every_word else "",
        deep=max(TOP, deep),
        top=TOP,
        headline=highlights.SQL,
    )
    return sql, columns | {"lexemes": sorted(question.lexemes), "every": (1 << len(question.groups)) - 1}
