"""Search over as many resources as the repository may come to hold."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pvehub import index
from tests import make
from tests.load import portfolio as measuring
from tests.load import search as load

pytestmark = pytest.mark.django_db
NUMBER, PATTERNS, QUESTIONS = 20_000, 50, 8
URL = reverse("search:search-list")

# Every further resource says what one of the first says; a copy of rows, where the index would read each text anew.
COPIES = """
with pattern as (select row_number() over (order by id) - 1 as n, d.* from index_searchdoc d), made as (
  insert into index_searchdoc (kind, thing_id, part, chunk, language, tier, facets, title, body, tsv, length)
  select pattern.kind, r.id, 0, 0, pattern.language, r.tier, (pattern.facets & ~1) | (r.tier > 0)::int, pattern.title,
         body, tsv, length
  from pattern join knowledge_resource r on r.id %% %(patterns)s = pattern.n
  where not exists (select from index_searchdoc o where o.thing_id = r.id)
  returning id, thing_id, facets, title
)
insert into index_posting (doc_id, lexeme_id, thing_id, tf, length, facets)
select made.id, p.lexeme_id, made.thing_id, p.tf, p.length, made.facets
from made join pattern on pattern.title = made.title join index_posting p on p.doc_id = pattern.id
"""
TAGS = "insert into knowledge_resource_{field} (resource_id, {column}) select id, %s from knowledge_resource where id %% 3 = %s"


@pytest.fixture
def library():
    """The asker, who serves at three offices, and words of the texts."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    asker, rows, _regions = load.people_and_resources(NUMBER)
    texts = load.Texts(random.Random(7), vocabulary=400)
    texts.kept = [texts.some(14) for _ in range(PATTERNS)]
    said = zip(rows, texts.kept, strict=False)
    index.put_many(index.Item("resource", row[0], texts.title(), [" ".join(text)]) for row, text in said)
    tags = [("themes", "term_id", make.term("themes", code).pk) for code in ("SOCOH", "DIALG")]
    tags += [("countries", "country_id", make.country(code).pk) for code in ("UG", "NE")]
    with connection.cursor() as cursor:
        cursor.execute(COPIES, {"patterns": PATTERNS})
        for number, (field, column, pk) in enumerate(tags):
            cursor.execute(TAGS.format(field=field, column=column), [pk, number % 3])
        cursor.execute(
            "analyze index_posting, index_searchdoc, knowledge_resource, knowledge_resource_themes, knowledge_resource_countries"
        )
        cursor.execute("select pg_backend_pid()")
        meter = load.Meter(cursor.fetchone()[0])
    return asker, texts, meter


@pytest.mark.slow
@pytest.mark.scenario("knowledge-20")
def test_a_search_among_twenty_thousand_takes_twelve_queries_and_three_hundred_milliseconds(library, as_):
    """By what the processor works for it, here and in the database: the clock would count whoever else is at work."""
    asker, texts, meter = library
    client, spent, totals = as_(asker), [], []
    assert len(set(asker.postings.values_list("office", flat=True))) == 3
    for _ in range(QUESTIONS):
        words = texts.question()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(URL, {"q": words})
        assert len(queries) <= 12
        totals.append(response.context["page"].total)
        spent.append(meter.best(lambda words=words: client.get(URL, {"q": words}))[1])
    groups = {group["facet"].name for group in client.get(URL, {"q": words}).context["groups"]}

    assert max(totals) > NUMBER / 3 and {"theme", "country", "region"} <= groups
    assert measuring.percentile(spent) <= 300, spent
