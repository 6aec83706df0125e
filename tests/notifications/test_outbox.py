"""Sending what is owed: once, to who still may know it, and again for as long as the mail server says so."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from pvehub.jobs.models import Job
from pvehub.notifications import kinds, notify, outbox, tasks
from pvehub.notifications.actions import prefer
from pvehub.notifications.models import Delivery, Notice, Preference
from tests import make

from .conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make.officer(email="officer@test.example")


def state():
    return Delivery.objects.get().state


def error():
    return Delivery.objects.get().last_error


def test_send_delivers_once_in_text_and_html(smtp_sink, at, officer, thing, settings):
    at(NOON)
    notify([officer], "letters.sent", about=(letter := thing(officer)), number="7 < 8 & it's")

    assert (outbox.send(), outbox.send()) == (1, 0)

    (message,) = smtp_sink.messages
    delivery = Delivery.objects.get()
    assert message["Message-ID"] == delivery.message_id and delivery.message_id.endswith(f"@{settings.SITE_HOST}>")
    assert (message["To"], message["Auto-Submitted"]) == ("officer@test.example", "auto-generated")
    assert message["Subject"] == f"Letter sent: {letter}"
    text, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert "The letter 7 < 8 & it's was sent." in text and "The letter 7 &lt; 8 &amp; it&#x27;s was sent." in html
    assert f"{settings.SITE_URL}{letter.get_absolute_url()}" in text
    assert (delivery.state, delivery.sent_at, delivery.attempts) == ("sent", NOON, 1)
    assert len(message.as_bytes()) <= 20 * 1024


def test_send_waits_for_the_time_that_was_owed(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.listed")
    assert outbox.send() == 0
    at(NOON, days=1)
    assert outbox.send() == 0  # a digest takes it, see test_digests
    assert smtp_sink.messages == []


def test_send_does_not_wake_anybody_whatever_was_planned(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.sent")
    notify([officer], "letters.decided")

    at(NOON, hours=11)  # 23:00
    assert outbox.send() == 1
    assert [message["Subject"] for message in smtp_sink.messages] == ["Letter decided:"]
    at(NOON, hours=17, minutes=59)
    assert outbox.send() == 0
    at(NOON, hours=18)
    assert outbox.send() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda officer: type(officer).objects.filter(pk=officer.pk).update(is_active=False), "no longer active"),
        (lambda officer: Job.objects.update(owner=None), "may no longer see it"),
        (lambda officer: Job.objects.all().delete(), "may no longer see it"),
        (lambda officer: Job.objects.update(state="done", finished_at=NOON), "settled meanwhile"),
        (lambda officer: Notice.objects.update(kind="letters.burnt"), "is no more"),
        (lambda officer: Notice.objects.update(about_kind="letters.letter"), "may no longer see it"),
        (lambda officer: prefer(officer, {"letters.sent": "never"}), "no longer wants it"),
    ],
    ids=["left", "lost access", "deleted", "settled", "kind gone", "app gone", "unsubscribed"],
)
def test_send_asks_again_before_it_sends(smtp_sink, at, officer, thing, change, why):
    at(NOON)
    notify([officer], "letters.sent", about=thing(officer))
    change(officer)

    outbox.send()

    assert smtp_sink.messages == []
    assert state() == "dropped" and why in error()


@pytest.mark.parametrize("step", ["recipient", "message"])
@pytest.mark.parametrize("reply", ["450 mailbox busy", "451 greylisted", "421 too many connections", "452 no space"])
def test_send_tries_again_after_a_temporary_answer(smtp_sink, at, officer, reply, step):
    at(NOON)
    notify([officer], "letters.sent")
    if step == "message":
        smtp_sink.refusing = reply
    else:
        smtp_sink.refusing_to = {"officer@test.example": reply}

    outbox.send()
    assert (state(), Delivery.objects.get().next_try_at) == ("waiting", NOON + timedelta(seconds=20))
    assert "4" in error()
    smtp_sink.refusing, smtp_sink.refusing_to = "", {}
    at(NOON, seconds=19)
    assert outbox.send() == 0
    at(NOON, seconds=20)
    assert outbox.send() == 1

    assert (state(), error(), len(smtp_sink.messages)) == ("sent", "", 1)


def test_send_parks_what_is_refused_for_good_and_goes_on(smtp_sink, at, officer):
    at(NOON)
    chief = make.chief(email="chief@test.example")
    notify([officer, chief], "letters.sent")
    smtp_sink.refusing_to = {"officer@test.example": "550 no such user"}

    outbox.send()

    assert [message["To"] for message in smtp_sink.messages] == ["chief@test.example"]
    parked = Delivery.objects.parked().get()
    assert parked.recipient == officer and "550 no such user" in parked.last_error


def test_send_parks_a_mail_whose_content_is_refused_for_good(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.sent")
    smtp_sink.refusing = "554 looks like spam"
    outbox.send()
    assert state() == "parked" and "554 looks like spam" in error()


def test_send_leaves_the_rest_alone_while_the_server_is_away(at, officer, settings):
    from tests.machinery.network import free_port

    at(NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    notify([officer, make.chief()], "letters.sent")

    outbox.send()

    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}


def test_send_waits_for_whoever_mends_our_own_sign_in(smtp_sink, at, officer, settings):
    """A wrong password of ours is no reason to give up anybody's mail."""
    at(NOON)
    notify([officer], "letters.sent")
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "nobody"
    outbox.send()
    assert state() == "waiting" and "SMTPNotSupportedError" in error()


def test_send_gives_up_after_five_days_of_temporary_answers(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.decided")
    smtp_sink.refusing = "451 later"
    waited = sum((outbox.backoff(n + 1) for n in range(outbox.GIVE_UP_AFTER)), timedelta())
    assert timedelta(days=5) < waited < timedelta(days=6)

    Delivery.objects.update(attempts=outbox.GIVE_UP_AFTER - 1)
    outbox.send()
    assert state() == "waiting"
    at(NOON, hours=1)
    outbox.send()

    assert state() == "parked" and "451" in error()


def test_send_parks_a_mail_that_killed_its_worker_every_time(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.sent")
    Delivery.objects.update(attempts=outbox.GIVE_UP_AFTER)
    outbox.send()
    assert state() == "parked" and "stopped in the middle" in error()
    assert smtp_sink.messages == []


def test_send_parks_a_mail_that_cannot_be_made(smtp_sink, at, officer, settings):
    at(NOON)
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": settings.TEMPLATES[0]["DIRS"][:-1]}
    ]  # its templates are gone
    notify([officer], "letters.decided")

    for hour in range(outbox.FAULTS):
        assert state() == "waiting"
        at(NOON, hours=hour)
        outbox.send()

    assert state() == "parked" and "TemplateDoesNotExist" in error()


def test_send_takes_one_connection_for_all(smtp_sink, at):
    at(NOON)
    notify([make.officer() for _ in range(5)], "letters.sent")
    outbox.send()
    assert len(smtp_sink.messages) == 5
    assert len(smtp_sink.peers) == 1


def test_send_writes_files_where_there_is_no_mail_server(at, officer, settings, tmp_path):
    at(NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    notify([officer, make.chief()], "letters.sent")
    assert outbox.send() == 2
    assert "".join(path.read_text() for path in tmp_path.iterdir()).count("Message-ID: <") == 2


def test_send_stops_after_its_share(smtp_sink, at, monkeypatch):
    at(NOON)
    notify([make.officer() for _ in range(5)], "letters.sent")
    monkeypatch.setattr(outbox, "AT_MOST", 3)
    assert [outbox.send() for _ in range(3)] == [3, 2, 0]


def test_a_reply_that_was_lost_repeats_under_the_same_message_id(smtp_sink, at, officer, settings, monkeypatch):
    at(NOON)
    monkeypatch.setattr(outbox, "VERDICT", 0.3)
    notify([officer], "letters.sent")
    smtp_sink.slow_to_answer, settings.EMAIL_TIMEOUT = 1.5, 0.3  # taken, but we never hear of it

    outbox.send()
    assert state() == "waiting"
    smtp_sink.slow_to_answer = 0
    at(NOON, minutes=1)
    outbox.send()

    assert state() == "sent"
    assert len(smtp_sink.messages) == 2 and len({message["Message-ID"] for message in smtp_sink.messages}) == 1


def test_a_kind_that_is_no_more_leaves_no_label(officer):
    assert kinds.get("letters.burnt") is None
    assert str(Notice(kind="letters.burnt", recipient=officer).label) == "Something you follow changed"


def test_a_lost_database_is_no_fault_of_the_mail(smtp_sink, at, officer, thing, monkeypatch):
    """It may even have gone out: the booked try repeats it, and nothing is written against it."""
    at(NOON)
    notify([officer], "letters.sent", about=thing(officer))

    def lost(job):
        raise OperationalError("the connection is gone")

    with monkeypatch.context() as patch:
        patch.setattr(Job, "is_open", property(lost))
        with pytest.raises(OperationalError):
            outbox.send()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.faults, delivery.last_error) == ("waiting", 1, 0, "")
    at(NOON, minutes=1)
    assert outbox.send() == 1


def test_a_try_that_was_booked_again_meanwhile_is_somebody_elses(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.sent")
    slow = outbox._book(Delivery.objects.get().pk)
    at(NOON, minutes=1)

    assert outbox.send() == 1
    outbox._deliver(slow, None)

    assert len(smtp_sink.messages) == 1 and state() == "sent"


def test_the_timers_send_and_gather(smtp_sink, at, officer):
    at(NOON)
    notify([officer], "letters.sent")
    notify([officer], "letters.listed")
    tasks.send()
    at(NOON, days=1)
    tasks.gather()
    tasks.send()
    assert [message["Subject"] for message in smtp_sink.messages] == ["Letter sent:", "PVE Hub: 1 notice"]


def test_rows_say_what_they_are(officer):
    (notice,) = notify([officer], "letters.sent", key="k")
    assert str(notice) == "letters.sent"
    assert str(Delivery.objects.get()) == f"letters.sent:::k:{officer.uid}:mail"
    assert str(Preference(kind="letters.sent", cadence="daily")) == "letters.sent: daily"
