"""What moves an item up or down beside its words: only what its page tells every reader, mildly, and said."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import search, weighing
from knowledge.models import Resource
from knowledge.narrowing import Filters
from tests import make

pytestmark = pytest.mark.django_db


def _so(resource, **facts):
    Resource.objects.filter(pk=resource.pk).update(**facts)


def test_what_the_statement_weighs_is_what_the_page_tells():
    today = timezone.localdate()
    made = [make.resource() for _ in range(8)]
    Resource.objects.filter(pk__in=[row.pk for row in made[4:]]).update(kind="research")
    _so(made[0], evidence_strength=4)
    for contested, overdue in (made[1], made[2]), (made[5], made[6]):
        _so(contested, contested_at=timezone.now(), evidence_strength=0)
        _so(overdue, verify_by_on=today - timedelta(days=1), evidence_strength=2)
    for unverified in (made[3], made[7]):
        _so(unverified, verified_revision=None, verified_at=None, verified_by=None)

    asked = {pk: round(value, 9) for pk, value in weighing.weights(today)}

    rows = Resource.objects.all()
    assert asked == {row.pk: round(weighing.weight(row, today), 9) for row in rows}
    assert sorted(set(asked.values())) == [0.8, 0.901, 0.95, 1.0, 1.06, 1.12]
    assert all((weighing.weight(row, today) != 1) == bool(weighing.why(row, today)) for row in rows)


def test_of_two_that_answer_alike_the_overdue_stands_below_and_says_why(as_):
    reader = make.outsider()
    overdue, contested, sound = (make.resource(title="Kisenyi market") for _ in range(3))
    _so(overdue, verify_by_on=timezone.localdate() - timedelta(days=1))
    _so(contested, contested_at=timezone.now())
    _so(sound, evidence_strength=4)

    rows = search.look("kisenyi", Filters(), by=reader).rows
    page = as_(reader).get(reverse("search:search-list"), {"q": "kisenyi"}).content.decode()

    assert [row.thing for row in rows] == [sound, overdue, contested]
    assert "lower because its verification is overdue" in page and "a reader says it no longer holds" in page
    assert "higher for its evidence: Evaluated with a comparison" in page


def test_what_one_may_not_see_weighs_nothing():
    reader = make.outsider()
    shown, _other = (make.resource(title="Kisenyi market") for _ in range(2))
    before = search.look("kisenyi", Filters(), by=reader)
    hidden = make.resource(title="Kisenyi market", tier=2)
    _so(hidden, evidence_strength=4)

    assert search.look("kisenyi", Filters(), by=reader) == before
    assert shown in [row.thing for row in before.rows]
