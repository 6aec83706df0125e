"""Lists of guidance and of drafts: as many queries with one row as with many."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.models import Consultation, Guidance, Resource
from tests import make

pytestmark = pytest.mark.django_db


def _copied(first, state="published"):
    row = Resource.objects.get(pk=first.pk)
    row.pk, row.uid, row.state = None, uuid.uuid4(), "draft"
    row.save()
    if state != "draft":
        row.state = state
        row.save()
    return row


def more_notes(number, officer):
    """Notes that are in effect, copied from one that went the whole way."""
    first = Resource.objects.filter(kind="guidance", state="published").first() or make.guidance(author=officer)
    for _ in range(number):
        row = _copied(first)
        Guidance.objects.create(resource=row, number=1000 + row.pk)


def more_drafts(number, officer):
    """Drafts before all staff; one of them with comments."""
    first = Consultation.objects.first()
    if first is None:
        first = make.consultation(make.guidance(state="draft", author=officer), is_for_all=True)
    make.comment(first, by=officer)
    for _ in range(number):
        row = Consultation.objects.get(pk=first.pk)
        row.pk, row.resource = None, _copied(first.resource, "draft")
        row.save()


@pytest.mark.parametrize(
    ("route", "more"), [("knowledge:guidance-list", more_notes), ("knowledge:consultation-list", more_drafts)]
)
def test_the_lists_cost_the_same(route, more, as_):
    officer = make.officer("UG")
    clients = [as_(officer), as_(make.curator())]
    costs = [set(), set()]
    more(0, officer)
    for client in clients:
        client.get(reverse(route))  # what is read once per process is read now
    for step in (1, 2, 297):
        more(step, officer)
        for client, counted in zip(clients, costs, strict=True):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(route)).status_code == 200
            counted.add(len(seen))

    assert all(len(each) == 1 for each in costs), costs
    assert max(max(each) for each in costs) <= 12, costs
