"""The one statement that ranks, asks the permission, counts and shows. It is put together here and sent by asking.py."""

from collections.abc import Mapping
from typing import Any

from pvehub.index import gates, highlights
from pvehub.index.gates import Gate
from pvehub.index.items import KIND, KINDS, REGION
from pvehub.index.query import Question

TOP = 1000  # things whose order is known beyond the page, for facets of the caller
WEIGHED = 200  # places in which the weight of a thing counts beside its relevance
THING = 48  # bits of a thing's number; above them stands its kind
NATIVE = 61  # the bit of a mask that says the language is the asker's; below are those of the groups
_SHOWN = -1 << REGION | 15 << KIND  # of the facets of a thing, the bits that are counted by themselves

# BM25 with b = 0.6 but for the idf, which is the weight. The average length is that of what all staff may read when it is
# asked: were it kept from an earlier day, the order would still tell of a text that is closed by now.
# Without the casts the numbers are decimals of any length, and reckoning with those takes a sixth of the whole.
_K1 = 1.5
_TIMES = "({of}.weight * p.tf / (p.tf + (%(shortest)s::float8 + %(per_word)s::float8 * p.length)))::int"

# Words without synonyms add up. A group with synonyms counts its best member; a member (the words as asked, or a
# synonym) counts only with as many of its slots as it needs; a slot (a word) counts its best lexeme. Scores are whole
# numbers, so that equal documents tie exactly and the order never depends on the order of adding up. `passed` is where the
# permission is asked, once; everything after it knows nothing else. What is seen is put in the order of things and, of a
# thing, of its chunks: one order serves to add up both. `best` is the score and, of equal chunks, the one that was written
# first: one number to compare. `thing` is its kind and number. `rank` is a column because columns sort faster than what
# is reckoned while they are sorted.
_STATEMENT = """
with q as materialized (
  select id, weight * %(most_times)s::float8 as weight, 1::bigint << grp as bit, col
  from unnest(%(ids)s::bigint[], %(weights)s::float8[], %(groups)s::int[], %(columns)s::int[]) u(id, weight, grp, col)
){members}, hit as not materialized (
  select p.doc_id, p.thing_id, p.facets, q.col, q.bit, {times} as score
  from q join index_posting p on p.lexeme_id = q.id{union}
), asked as materialized (
  select distinct p.doc_id, p.thing_id, p.facets
  from unnest(%(every_id)s::bigint[]) lexeme(id) join index_posting p on p.lexeme_id = lexeme.id where {asked}
  order by p.thing_id
), passed as materialized (
  {passed}
), seen as not materialized (
  select (facets >> 1 & 15)::bigint << {kind} | thing_id as thing, doc_id, facets,{col} bit, score from hit
  where {taken} or doc_id in (select doc_id from passed)
), doc as (
  select thing, min(facets) as facets,
         bit_or(bit) | ((min(facets) >> 6 & 7 = %(language)s)::int::bigint << {native}) as mask,
         ({score})::bigint << 32 | (4294967295 - doc_id) as best
  from (select * from seen order by thing, doc_id) h group by thing, doc_id
), thing as materialized (
  select (max(best) >> 32 << 1) + (bit_or(mask) >> {native}) as rank, thing,
         min(facets) as facets, bit_or(mask) as mask, max(best) as best from doc group by thing {every}
), found as materialized (
  select row_number() over (order by rank desc, thing) as place, thing, facets, mask, best
  from (select * from thing order by rank desc, thing limit {deep}) t
), top as materialized (
  {top}
), page as (
  select * from top where place > %(offset)s and place <= %(offset)s + %(limit)s
), whole as (
  select bit_or(mask) as mask, array_agg(array[facets >> 1 & 15, facets >> 9, n]) as facets,
         (select array_agg(thing order by place) from top where place <= {most}) as top
  from (select facets & {shown} as facets, count(*) as n, bit_or(mask) as mask from thing group by 1) f
)
select whole.mask, whole.facets, case when page.place > %(offset)s + 1 then null else whole.top end,
       page.thing, d.part, page.best >> 32, page.mask, d.language,
       array(select lexeme from unnest(d.tsv) where lexeme = any(%(lexemes)s::text[])),
       array(select lexeme from unnest(d.tsv) where lexeme = any(%(lexemes)s::text[]) and 'A' = any(weights)),
       {headline}
from whole left join page on true left join index_searchdoc d on d.id = 4294967295 - (page.best & 4294967295)
order by page.place
"""

# The first places are given anew by relevance times weight; of equals the more relevant stays first.
_REWEIGHED = """select row_number() over (order by place > {weighed}, case when place <= {weighed} then
    (best >> 32) * case {weights} else 1 end end desc, place) as place, thing, facets, mask, best
  from found"""

_MEMBERS = f"""
, m as materialized (
  select id, weight * %(most_times)s::float8 as weight, grp, member, slot, needs
  from unnest(%(part_id)s::bigint[], %(part_weight)s::float8[], %(part_group)s::int[], %(part_member)s::int[],
                       %(part_slot)s::int[], %(part_needs)s::int[]) u(id, weight, grp, member, slot, needs)
), slot as (
  select p.doc_id, m.grp, m.member, m.slot, m.needs, max({_TIMES.format(of="m")}) as score, min(p.facets) as facets,
         min(p.thing_id) as thing_id
  from m join index_posting p on p.lexeme_id = m.id group by 1, 2, 3, 4, 5
), member as (
  select doc_id, grp, sum(score)::int as score, min(facets) as facets, min(thing_id) as thing_id
  from slot group by doc_id, grp, member, needs having count(*) >= needs
)"""

_UNION = """
  union all
  select doc_id, min(thing_id), min(facets), null, 1::bigint << grp, max(score) from member group by doc_id, grp"""


def _reweighed(weights: Mapping[str, str]) -> str:
    """The order with the weights of things, by kind a subquery of (id, weight) that is asked by key."""
    number = (1 << THING) - 1
    whens = [
        f"when thing >> {THING} = {KINDS[kind]} then"
        f" coalesce((select w.weight from ({sql}) w(id, weight) where w.id = thing & {number}), 1)"
        for kind, sql in weights.items()
    ]
    return _REWEIGHED.format(weighed=WEIGHED, weights=" ".join(whens))


def statement(
    question: Question,
    *,
    doors: list[Gate],
    phrases: str,
    unasked: list[Gate],
    weights: Mapping[str, str],
    every_word: bool,
    deep: int,
) -> tuple[str, dict[str, Any]]:
    """The statement for a question and what it needs to know of it; `deep` is how many places are put in order."""
    columns = question.columns()
    best = [f"coalesce(max(score) filter (where col = {number}), 0)" for number in range(question.best_of)]
    sql = _STATEMENT.format(
        times=_TIMES.format(of="q"),
        members=_MEMBERS if columns["part_id"] else "",
        union=_UNION if columns["part_id"] else "",
        col=" col," if best else "",
        score=" + ".join(["coalesce(sum(score) filter (where col is null), 0)" if best else "sum(score)", *best]),
        taken=gates.taken(unasked, "facets"),
        passed=gates.passed(doors, "doc.doc_id", "asked", phrases),
        every="having bit_or(mask) & %(every)s = %(every)s" if every_word else "",
        kind=THING,
        native=NATIVE,
        shown=_SHOWN,
        asked=gates.to_ask(unasked),
        deep=max(TOP, deep),
        top=_reweighed(weights) if weights else "select * from found",
        most=TOP,
        headline=highlights.SQL,
    )
    ids = sorted({*columns["ids"], *columns["part_id"]})
    facts = {"lexemes": sorted(question.lexemes), "every": (1 << len(question.groups)) - 1, "every_id": ids}
    facts |= {"most_times": _K1 + 1, "shortest": _K1 * 0.4, "per_word": _K1 * 0.6 / question.average}
    return sql, columns | facts
