"""Telling people: once each, never oneself, as they prefer, in a fixed number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import gettext_lazy

from pvehub.access import Refused
from pvehub.notifications import notify, remind
from pvehub.notifications.actions import mark_all_read, mark_read, prefer, retry
from pvehub.notifications.models import Delivery, Notice, Preference
from pvehub.vocabulary.models import Term
from tests import make

from .conftest import NOON

pytestmark = pytest.mark.django_db


def test_notify_tells_each_person_once_and_never_the_one_who_did_it(outbox):
    officer, chief = make.officer(), make.chief()

    told = notify([chief, officer, chief], "letters.sent", by=officer, number="7")

    assert outbox == [("letters.sent", chief)]
    assert (told[0].facts, told[0].by_uid) == ({"number": "7"}, officer.uid)
    assert Delivery.objects.get().notice == told[0]


def test_notify_does_not_tell_who_has_left(outbox):
    assert notify([make.officer(is_active=False)], "letters.sent") == []
    assert outbox == []


def test_notify_names_the_thing_and_holds_no_title(thing):
    officer = make.officer()
    letter = thing(officer)

    (notice,) = notify([officer], "letters.sent", about=letter)

    assert (notice.about_kind, notice.about_id, notice.facts) == ("jobs.job", str(letter.pk), {})


def test_notify_refuses_an_unlisted_kind_and_a_thing_that_nobody_may_see():
    officer = make.officer()
    with pytest.raises(KeyError):
        notify([officer], "letters.burnt")
    with pytest.raises(TypeError, match="visible_to"):
        notify([officer], "letters.sent", about=Term())


@pytest.mark.parametrize("value", [["a", "list"], {"a": 1}, "long " * 100, object()])
def test_notify_refuses_facts_that_are_not_small_plain_values(value):
    with pytest.raises(TypeError, match="number"):
        notify([make.officer()], "letters.sent", number=value)


def test_notify_writes_dates_and_translatable_words_as_text():
    facts = {"due_on": date(2026, 1, 2), "sent_at": NOON, "status": gettext_lazy("Returned"), "count": 3, "none": None}
    (notice,) = notify([make.officer()], "letters.sent", **facts)
    assert notice.facts == {
        "due_on": "2026-01-02",
        "sent_at": "2026-03-04T12:00:00+00:00",
        "status": "Returned",
        "count": 3,
        "none": None,
    }


@pytest.mark.parametrize("key", [None, "once"])
def test_notify_takes_the_same_queries_for_one_and_for_thirty(django_assert_max_num_queries, key):
    people = [make.officer() for _ in range(30)]
    with django_assert_max_num_queries(4):
        notify(people, "letters.sent", key=key)
    assert Delivery.objects.count() == 30


def test_notify_with_a_key_tells_it_once_whoever_calls():
    officer, chief = make.officer(), make.chief()

    first = notify([officer], "letters.sent", key="k" * 300)
    second = notify([officer, chief], "letters.sent", key="k" * 300)

    assert [notice.recipient for notice in first + second] == [officer, chief]
    assert Notice.objects.count() == Delivery.objects.count() == 2


def test_remind_writes_once_per_due_date_and_rung(thing, outbox):
    officer = make.officer()
    letter, due = thing(officer), date(2026, 3, 1)

    for rung in ("0", "0", "1"):
        remind([officer], "letters.sent", letter, rule="quiet", due=due, rung=rung)
    remind([officer], "letters.sent", letter, rule="quiet", due=date(2026, 4, 1))

    assert outbox == [("letters.sent", officer)] * 3
    assert Notice.objects.order_by("pk")[0].facts == {"due_on": "2026-03-01"}


def test_notify_rolled_back_with_its_event_has_told_nobody():
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify([make.officer()], "letters.sent")
        raise ZeroDivisionError
    assert not Notice.objects.exists() and not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("kind", "preferred", "zone", "due_at"),
    [
        ("letters.sent", None, "UTC", NOON),
        ("letters.sent", "never", "UTC", None),
        ("letters.sent", "daily", "UTC", datetime(2026, 3, 5, 8, tzinfo=UTC)),
        ("letters.sent", "daily", "Asia/Manila", datetime(2026, 3, 5, 0, tzinfo=UTC)),
        ("letters.sent", "weekly", "UTC", datetime(2026, 3, 9, 8, tzinfo=UTC)),
        ("letters.sent", None, "Pacific/Auckland", datetime(2026, 3, 4, 17, tzinfo=UTC)),  # 01:00 there
        ("letters.decided", None, "Pacific/Auckland", NOON),
        ("letters.decided", "never", "UTC", NOON),
        ("letters.listed", None, "UTC", datetime(2026, 3, 5, 8, tzinfo=UTC)),
        ("letters.listed", "now", "UTC", NOON),
    ],
)
def test_notify_owes_the_mail_when_the_person_wants_it(at, kind, preferred, zone, due_at):
    at(NOON)
    officer = make.officer(time_zone=zone)
    if preferred:
        Preference.objects.create(user=officer, kind=kind, cadence=preferred)

    notify([officer], kind)

    assert Notice.objects.count() == 1  # in the portal in any case
    assert [delivery.due_at for delivery in Delivery.objects.all()] == ([due_at] if due_at else [])


def test_mark_read_is_for_ones_own_and_once(at):
    officer = make.officer()
    (notice,) = notify([officer], "letters.sent")

    read_at = at(NOON)
    mark_read(notice, by=make.chief())
    assert Notice.objects.get().read_at is None
    mark_read(notice, by=officer)
    at(NOON, hours=1)
    assert mark_read(notice, by=officer).read_at == read_at


def test_mark_all_read_leaves_what_others_were_told():
    officer, chief = make.officer(), make.chief()
    notify([officer, chief], "letters.sent")
    notify([officer], "letters.listed")

    assert mark_all_read(by=officer) == 2
    assert [notice.recipient for notice in Notice.objects.unread()] == [chief]


def test_prefer_keeps_to_what_can_be_chosen():
    officer = make.officer()

    prefer(officer, {"letters.sent": "daily", "letters.decided": "never", "letters.burnt": "never"})
    prefer(officer, {"letters.sent": "weekly", "letters.listed": "hourly"})

    assert [(row.kind, row.cadence) for row in Preference.objects.all()] == [("letters.sent", "weekly")]


def test_retry_is_for_administrators_and_for_what_was_given_up(at):
    at(NOON)
    notify([make.officer()], "letters.sent")
    Delivery.objects.update(state="parked", attempts=9, faults=5)
    delivery = Delivery.objects.get()

    with pytest.raises(Refused):
        retry(delivery, by=make.officer())
    again = retry(delivery, by=make.administrator())

    assert (again.state, again.attempts, again.faults, again.message_id) == ("waiting", 0, 0, delivery.message_id)
    Delivery.objects.update(state="sent", sent_at=NOON)
    assert retry(delivery, by=make.administrator()).state == "sent"
