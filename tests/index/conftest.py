"""What the tests of the index share: who may see what, said in ids."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection

from pvehub import index
from pvehub.index.models import SearchDoc

Seen = Callable[..., dict[str, Any]]


@pytest.fixture
def seen() -> Seen:
    """A queryset of exactly these ids, as an app's visible_to would give."""

    def some(ids: Iterable[int], kind: str = "resource") -> dict[str, Any]:
        return {kind: SearchDoc.objects.filter(kind=kind, thing_id__in=list(ids)).values("thing_id")}

    return some


@pytest.fixture
def everything() -> dict[str, Any]:
    return {kind: SearchDoc.objects.filter(kind=kind).values("thing_id") for kind in ("resource", "project")}


@pytest.fixture
def put() -> Callable[..., None]:
    def made(pk: int, text: str = "", title: str = "", **facts: Any) -> None:
        index.put(index.Item(facts.pop("kind", "resource"), pk, title, [text], **facts))

    return made


def statistics() -> tuple[set[Any], dict[int, int]]:
    """The postings and the counts as they are kept."""
    with connection.cursor() as cursor:
        cursor.execute("select doc_id, lexeme_id, tf, length, facets from index_posting")
        postings = set(cursor.fetchall())
        cursor.execute(
            "select id, sum(n) from (select id, df as n from index_lexeme union all"
            " select lexeme_id, delta from index_tally) c group by id having sum(n) <> 0"
        )
        return postings, {pk: int(count) for pk, count in cursor.fetchall()}


def recount() -> tuple[set[Any], dict[int, int]]:
    """The same, counted anew from the texts alone."""
    lexeme = "('x' || left(md5(lexeme), 16))::bit(64)::bigint"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select id, {lexeme}, t.tf, facets, length from index_searchdoc d, unnest(d.tsv),"
            " lateral (select cardinality(positions) + cardinality(array_positions(weights, 'A')) tf) t"
        )
        rows = cursor.fetchall()
        cursor.execute("select length from index_searchdoc where facets & 1 = 0 and length > 0")
        lengths = [int(length) for (length,) in cursor.fetchall()]
    counts = {0: len(lengths), 1: sum(lengths)}
    postings = set()
    for doc, pk, tf, facets, length in rows:
        postings.add((doc, pk, tf, int(length), facets))
        if not facets & 1:
            counts[pk] = counts.get(pk, 0) + 1
    return postings, {pk: count for pk, count in counts.items() if count}
