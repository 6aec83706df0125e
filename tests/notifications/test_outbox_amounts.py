"""What one mail costs the database: the same with one, with three and with three hundred that are due."""

import json
from copy import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pvehub.notifications import notify, outbox
from pvehub.notifications.models import Delivery
from tests import make

from .conftest import NOON

pytestmark = pytest.mark.django_db
# Two transactions; booked: locked, written. Sent: locked, what it is about, what the person wants, what they muted, written.
FOR_EACH = 2 * 2 + 2 + 5
OF_A_SWEEP = 2  # the turn is taken and given back


def swept(thing, due, monkeypatch, at_most=3):
    """What a sweep of at most three mails asks, when so many are due at the same moment."""
    officer = make.officer()
    (notice,) = notify([officer], "letters.sent", about=thing(officer))
    one = Delivery.objects.get()
    more = [copy(one) for _ in range(due - 1)]
    for number, delivery in enumerate(more):
        delivery.pk, delivery.dedupe_key = None, f"another {number}"
    Delivery.objects.bulk_create(more)
    monkeypatch.setattr(outbox, "AT_MOST", at_most)
    with CaptureQueriesContext(connection) as asked:
        assert outbox.send() == min(due, at_most)
    return [query["sql"] for query in asked]


# Looks for what is due: one for three mails; where none is left that is seen, and once more when the turn is given back.
@pytest.mark.parametrize(("due", "mails", "looks"), [(1, 1, 3), (3, 3, 1), (300, 3, 1)])
def test_a_mail_asks_as_much_however_many_are_due(smtp_sink, at, thing, monkeypatch, due, mails, looks):
    at(NOON)
    assert len(swept(thing, due, monkeypatch)) == mails * FOR_EACH + OF_A_SWEEP + looks
    assert len(smtp_sink.messages) == mails


def read(plan):
    """The most rows that any step of a plan gave on."""
    return max([plan["Actual Rows"], *(read(part) for part in plan.get("Plans", []))])


def test_the_database_does_not_look_through_all_that_is_due_for_each(smtp_sink, at, thing, monkeypatch):
    """Without fresh statistics, as after the digests of a morning were made, it would sort all of them each time."""
    at(NOON)
    locking = [sql for sql in swept(thing, 300, monkeypatch) if "FOR UPDATE" in sql]
    assert len(locking) == 2 * 3

    Delivery.objects.update(state="waiting", sent_at=None, attempts=0, next_try_at=NOON)
    with connection.cursor() as cursor:
        for sql in locking:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            (plan,) = cursor.fetchone()
            assert read((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]) <= 1
