"""Digests: one mail per person and day, at eight in the morning."""

from datetime import datetime, timedelta

import pytest

from pvehub.jobs.models import Job
from pvehub.notifications import digests, notify, outbox
from pvehub.notifications.actions import mark_read, mute, prefer
from pvehub.notifications.models import Delivery, Notice
from tests import make

from .conftest import NOON

pytestmark = pytest.mark.django_db
EIGHT = timedelta(hours=20)


def test_digest_gathers_daily_and_weekly_into_one_mail(smtp_sink, at, thing):
    monday = datetime.fromisoformat("2026-03-09T08:00:00+00:00")
    at(NOON)
    officer = make.officer()
    prefer(officer, {"letters.sent": "weekly"})
    notify([officer], "letters.sent", about=thing(officer))
    at(monday - timedelta(hours=1))
    notify([officer], "letters.listed")

    assert digests.gather() == 0
    at(monday)
    assert (digests.gather(), outbox.send(), digests.gather(), outbox.send()) == (1, 1, 0, 0)

    (message,) = smtp_sink.messages
    assert message["Subject"] == "PVE Hub: 2 notices"
    text = message.get_body(["plain"]).get_content()
    assert text.index("A letter was sent") < text.index("A letter was listed")
    assert "letters.tasks.write" in text
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["gathered", "gathered", "sent"]


def test_digest_leaves_out_what_was_read_settled_or_lost(smtp_sink, at, thing):
    at(NOON)
    officer = make.officer()
    prefer(officer, {"letters.sent": "daily"})
    (read,) = notify([officer], "letters.listed")
    mark_read(read, by=officer)
    notify([officer], "letters.sent", about=thing(officer, state="done", finished_at=NOON))
    notify([officer], "letters.sent", about=(lost := thing(officer)))
    Job.objects.filter(pk=lost.pk).update(owner=None)

    at(NOON + EIGHT)
    digests.gather()
    outbox.send()

    assert smtp_sink.messages == []
    assert Delivery.objects.get(notice=None).state == "dropped"


def test_digest_is_one_a_day_and_what_comes_too_late_is_tomorrows(smtp_sink, at):
    at(NOON)
    officer = make.officer()
    notify([officer], "letters.listed")
    at(NOON + EIGHT)
    digests.gather()
    outbox.send()
    notify([officer], "letters.listed")
    Delivery.objects.waiting().update(due_at=NOON + EIGHT)

    assert digests.gather() == 0
    assert Delivery.objects.waiting().get().due_at == NOON + EIGHT + timedelta(days=1)
    at(NOON + EIGHT, days=1)
    digests.gather()
    outbox.send()
    assert len(smtp_sink.messages) == 2


def test_digest_waits_with_what_was_added_while_it_waits(smtp_sink, at):
    at(NOON)
    officer = make.officer()
    notify([officer], "letters.listed")
    at(NOON + EIGHT)
    digests.gather()
    notify([officer], "letters.listed")
    Delivery.objects.filter(cadence="daily", state="waiting").update(due_at=NOON + EIGHT)
    assert digests.gather() == 1
    outbox.send()
    assert [message["Subject"] for message in smtp_sink.messages] == ["PVE Hub: 2 notices"]


def test_digest_drops_what_is_no_longer_wanted(at):
    at(NOON)
    officer = make.officer()
    notify([officer], "letters.listed")
    prefer(officer, {"letters.listed": "never"})
    at(NOON + EIGHT)
    assert digests.gather() == 0
    assert Delivery.objects.get().state == "dropped"


def test_digest_hides_titles_of_restricted_things(smtp_sink, at, thing, monkeypatch):
    monkeypatch.setattr(Job, "tier", 2, raising=False)
    at(NOON)
    officer = make.officer()
    prefer(officer, {"letters.sent": "daily"})
    notify([officer], "letters.sent", about=thing(officer))
    at(NOON + EIGHT)
    digests.gather()
    outbox.send()
    sent = smtp_sink.messages[0].as_string()
    assert "letters.tasks.write" not in sent and "A letter was sent" not in sent
    assert "Something you follow changed" in sent
    assert Notice.objects.count() == 1


def test_what_was_muted_or_switched_off_after_gathering_goes_out_in_nothing(smtp_sink, at, thing):
    at(NOON)
    officer = make.officer()
    prefer(officer, {"letters.sent": "daily"})
    (muted,) = notify([officer], "letters.sent", about=make.job(officer, name="letters.tasks.muted"))
    notify([officer], "letters.sent", about=make.job(officer, name="letters.tasks.kept"))
    notify([officer], "letters.listed", about=make.job(officer, name="letters.tasks.listed"))
    at(NOON + EIGHT)
    assert digests.gather() == 1
    mute(muted, by=officer)
    prefer(officer, {"letters.listed": "never"})
    outbox.send()

    (message,) = smtp_sink.messages
    text = message.get_body(["plain"]).get_content()
    assert message["Subject"] == "PVE Hub: 1 notice" and "letters.tasks.kept" in text
    assert "letters.tasks.muted" not in text and "A letter was listed" not in text


def test_a_digest_of_which_nothing_is_wanted_any_more_is_no_mail(smtp_sink, at):
    at(NOON)
    officer = make.officer()
    notify([officer], "letters.listed")
    at(NOON + EIGHT)
    digests.gather()
    prefer(officer, {"letters.listed": "never"})
    outbox.send()

    digest = Delivery.objects.get(notice=None)
    assert smtp_sink.messages == [] and (digest.state, digest.last_error) == (
        "dropped",
        "The person no longer wants it.",
    )
