"""The question: every word counts, none is required, and nothing is ranked or counted that the asker may not see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from pvehub.index import highlights, query

MOST = 2000  # characters of a question that are read
_PLACE = re.compile("%%|%s")


@dataclass(frozen=True)
class Hit:
    """One thing, by its best chunk; part says which attachment that stands in, 0 for the thing itself.

    `highlight` is a list of (text, matched) pairs: the text is as written, to be escaped by whoever shows it.
    """

    kind: str
    id: int
    part: int
    score: float
    highlight: list[tuple[str, bool]]
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """A page of hits, the number of things found, and the words of the question that found any of them."""

    rows: list[Hit]
    total: int
    matched_words: list[str]


# A group of the question (a word, or a known term) counts its best member; a member (the words as asked, or a synonym)
# counts only with as many of its slots as it needs; a slot (a word) counts its best lexeme. Scores are whole numbers,
# so that equal documents tie exactly and the order never depends on the order of adding up.
_RANK = """
with q as materialized (
  select * from unnest(%(ids)s::bigint[], %(weights)s::float8[], %(groups)s::int[], %(members)s::int[],
                       %(slots)s::int[], %(needs)s::int[]) u(id, weight, grp, member, slot, needs)
), slot as (
  select p.doc_id, q.grp, q.member, q.slot, q.needs, max((p.impact * q.weight * 1000000)::int) as score
  from q join index_posting p on p.lexeme_id = q.id group by 1, 2, 3, 4, 5
), member as (
  select doc_id, grp, sum(score) as score from slot group by doc_id, grp, member, needs having count(*) >= needs
), grp as (
  select doc_id, grp, max(score) as score from member group by 1, 2
), doc as (
  select doc_id, sum(score)::bigint as score, bit_or(1::bigint << grp) as mask from grp group by 1
), best as materialized (
  select distinct on (d.kind, d.thing_id) d.kind, d.thing_id, d.part, d.id, d.language,
         doc.score, doc.mask
  from doc join index_searchdoc d on d.id = doc.doc_id
  where ({visible}) {phrases}
  order by d.kind, d.thing_id, doc.score desc, d.part, d.chunk
), page as materialized (
  select * from best order by score desc, language <> %(language)s, kind, thing_id
  offset %(offset)s limit %(limit)s
), whole as (
  select count(*) as total, bit_or(mask) as mask from best
)
select whole.total, whole.mask, page.kind, page.thing_id, page.part, page.score, page.mask, page.language, {headline}
from whole left join page on true left join index_searchdoc d on d.id = page.id
order by page.score desc, page.language <> %(language)s, page.kind, page.thing_id
"""


def ask(
    words: str,
    *,
    allowed: Mapping[str, QuerySet[Any]],
    parts_allowed: Mapping[str, QuerySet[Any]] | None = None,
    language: str = "en",
    offset: int = 0,
    limit: int = 20,
) -> Answer:
    """What the words find among the things `allowed` gives (kind → queryset of those the asker may see).

    Attachments are searched where `parts_allowed` gives a queryset of the part numbers the asker may see, and only
    with their thing. A kind that is not named is not searched. Every chunk's permission is asked inside the one
    statement that ranks, counts and shows. Text in quotation marks must stand so. Of equal hits those in the asker's
    language come first. Nothing asked finds nothing.
    """
    question = query.read(words[:MOST])
    visible, permissions = _visible(allowed, parts_allowed or {})
    if not question.terms or not visible:
        return Answer([], 0, [])
    phrases, texts = _phrases(question.phrases)
    statement = _RANK.format(visible=visible, phrases=phrases, headline=highlights.SQL)
    facts = (
        question.columns()
        | permissions
        | texts
        | {
            "lexemes": question.tsquery(),
            "language": language,
            "offset": offset,
            "limit": limit,
        }
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        found = cursor.fetchall()
    rows = [
        Hit(kind, pk, part, score / 1000000, highlights.pieces(text, lang, question.lexemes), question.matched(mask))
        for _, _, kind, pk, part, score, mask, lang, text in found
        if kind is not None
    ]
    return Answer(rows, found[0][0], question.matched(found[0][1] or 0))


def _visible(
    allowed: Mapping[str, QuerySet[Any]], parts_allowed: Mapping[str, QuerySet[Any]]
) -> tuple[str, dict[str, Any]]:
    """The condition on a document `d`, empty if nothing may be seen, and its parameters."""
    conditions: list[str] = []
    facts: dict[str, Any] = {}
    for number, (kind, things) in enumerate(sorted(allowed.items())):
        where = _ids(things, f"t{number}_", facts)
        if where is None:
            continue
        parts = _ids(parts_allowed[kind], f"p{number}_", facts) if kind in parts_allowed else None
        shown = "d.part = 0" if parts is None else f"(d.part = 0 or d.part in ({parts}))"
        facts[f"kind{number}"] = kind
        conditions.append(f"d.kind = %(kind{number})s and d.thing_id in ({where}) and {shown}")
    return " or ".join(f"({condition})" for condition in conditions), facts


def _ids(things: QuerySet[Any], prefix: str, facts: dict[str, Any]) -> str | None:
    """A queryset as a subquery of ids with named parameters; None if Django knows that it is empty."""
    chosen = things if things.query.has_select_fields else things.values("pk")
    if not chosen.query.is_sliced:
        chosen = chosen.order_by()
    try:
        sql, values = chosen.query.sql_with_params()
    except EmptyResultSet:
        return None
    names = [f"{prefix}{number}" for number in range(len(values))]
    facts.update(zip(names, values, strict=True))
    left = iter(names)
    return _PLACE.sub(lambda place: place[0] if place[0] == "%%" else f"%({next(left)})s", sql)


def _phrases(phrases: list[str]) -> tuple[str, dict[str, Any]]:
    """What quotation marks ask for: each phrase as it stands, in whatever language the document has."""
    conditions: list[str] = []
    facts: dict[str, Any] = {}
    for number, phrase in enumerate(phrases):
        facts[f"phrase{number}"] = phrase
        either = " or ".join(
            f"(d.language {languages} and d.tsv @@ phraseto_tsquery('{name}', %(phrase{number})s))"
            for name, languages in query.CONFIGURATIONS.items()
        )
        conditions.append(f"and ({either})")
    return " ".join(conditions), facts
