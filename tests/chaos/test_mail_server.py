"""A mail server with every fault one meets, over real sockets: silent, slow, busy, cut off, talking nonsense.

Over all of them no mail is lost, none is there twice but what nobody can know, which repeats under its Message-ID, and
what the fault is not about goes out with the next sweep at the latest.
"""

from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from pvehub.audit import trail
from pvehub.audit.models import Seal
from pvehub.jobs import later
from pvehub.jobs.models import Job
from pvehub.notifications import notify, outbox
from pvehub.notifications.models import Delivery
from pvehub.operations.models import Mark
from tests import make
from tests.machinery.amount import FULL
from tests.machinery.daytime import zone_where_it_is_day
from tests.machinery.workers import until

pytestmark = [pytest.mark.chaos, pytest.mark.django_db, pytest.mark.timeout(600 if FULL else 240)]

# What the server cannot do for anybody, and what it does to one mail only.
OF_THE_SERVER = ["says_nothing", "slow", "drips", "busy_at_greeting", "nonsense_at_greeting", "refuses_starttls"]
OF_THE_SERVER += ["knows_no_starttls"]
OF_ONE_MAIL = ["cuts_in_data", "cuts_after_dot", "takes_and_cuts", "busy_after_data", "greylists_one", "full_mailbox"]
OF_ONE_MAIL += ["full_after_data", "nonsense_after_data"]
OF_CONNECTIONS = ["closes_when_idle", "says_farewell_when_idle", "carries_two"]
UNKNOWABLE = {"takes_and_cuts"}
SECONDS = {"drips": 0.1, "slow": 60 if FULL else 1, "slow_verdict": 60 if FULL else 1}


@pytest.fixture
def people(bad_smtp):
    people = [make.officer(time_zone=zone_where_it_is_day()) for _ in range(4)]
    notify(people, "staffing.delegated")
    return people


def hurry():
    """What would be tried again in seconds is tried now."""
    Delivery.objects.filter(state="waiting").update(next_try_at=timezone.now())


def states():
    return Counter(Delivery.objects.values_list("state", flat=True))


def expect_each_once(server, but=()):
    owed = Counter(dict.fromkeys(Delivery.objects.values_list("message_id", flat=True), 1))
    assert server.by_message_id() == owed + Counter(but)


@pytest.mark.parametrize("fault", OF_THE_SERVER)
def test_a_server_that_takes_nothing_is_asked_once_a_sweep_and_nothing_is_lost(bad_smtp, people, settings, fault):
    bad_smtp.fault, bad_smtp.seconds = fault, SECONDS.get(fault, 0)
    settings.EMAIL_USE_TLS = "starttls" in fault
    if fault == "slow" and FULL:
        settings.EMAIL_TIMEOUT = 20

    outbox.send()

    assert bad_smtp.connections == 1 and bad_smtp.messages == []
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]
    assert states() == {"waiting": 4} and Delivery.objects.exclude(last_error="").count() == 1
    assert not [line for line in bad_smtp.heard if line.startswith(("MAIL", "RCPT", "DATA"))]

    bad_smtp.mend()
    settings.EMAIL_USE_TLS = False
    hurry()
    outbox.send()
    assert states() == {"sent": 4}
    expect_each_once(bad_smtp)


@pytest.mark.parametrize("fault", OF_ONE_MAIL)
def test_what_happens_to_one_mail_holds_no_other_up_for_longer_than_a_sweep(bad_smtp, people, fault):
    bad_smtp.fault = fault
    first = Delivery.objects.order_by("next_try_at", "pk").first()
    bad_smtp.only = first.recipient.email

    outbox.send()
    outbox.send()

    assert states() == {"sent": 3, "waiting": 1}
    first.refresh_from_db()
    assert (first.state, first.attempts) == ("waiting", 1) and first.last_error

    bad_smtp.mend()
    hurry()
    outbox.send()
    assert states() == {"sent": 4}
    expect_each_once(bad_smtp, but=[first.message_id] if fault in UNKNOWABLE else ())


@pytest.mark.parametrize("fault", OF_CONNECTIONS)
def test_a_connection_that_ends_between_two_mails_is_made_anew_in_the_same_sweep(bad_smtp, people, fault):
    bad_smtp.fault = fault

    outbox.send()

    tried_in_vain = 1 if fault == "carries_two" else 0  # which is known only from the answer
    assert states() == Counter({"sent": 4 - tried_in_vain, "waiting": tried_in_vain})
    hurry()
    outbox.send()
    assert states() == {"sent": 4}
    expect_each_once(bad_smtp)


def test_a_server_that_takes_long_over_its_verdict_is_heard_to_the_end(bad_smtp, people):
    """Whoever hangs up before has the mail delivered, and sends it again, and again."""
    bad_smtp.fault, bad_smtp.seconds = "slow_verdict", SECONDS["slow_verdict"]
    assert bad_smtp.seconds > 1.5 * 0.5

    outbox.send()
    bad_smtp.fault = ""
    hurry()
    outbox.send()

    assert states() == {"sent": 4}
    expect_each_once(bad_smtp)


def test_an_answer_too_many_is_not_taken_for_that_to_another_mail(bad_smtp, people):
    """Whether it has arrived when the next mail begins, is the network's affair: what is noted as sent was taken."""
    bad_smtp.fault = "one_answer_too_many"
    bad_smtp.only = Delivery.objects.order_by("next_try_at", "pk").first().recipient.email

    for _ in range(3):
        outbox.send()
        sent = Delivery.objects.filter(state="sent").values_list("message_id", flat=True)
        assert bad_smtp.by_message_id() == Counter(dict.fromkeys(sent, 1))
    bad_smtp.mend()
    hurry()
    outbox.send()

    assert states() == {"sent": 4}
    expect_each_once(bad_smtp)


@pytest.mark.redis
@pytest.mark.slow
@pytest.mark.parametrize("programs", ["beat alone", "worker and beat"])
def test_a_server_that_hangs_holds_up_no_other_work(workers, bad_smtp, programs, request):
    """While it is being waited for, background work is done, the history sealed and the pulse felt; nothing else waits."""
    bad_smtp.fault = "says_nothing"
    patient = {"EMAIL_HOST": bad_smtp.host, "EMAIL_PORT": str(bad_smtp.port), "EMAIL_TIMEOUT": "600"}
    workers.environment |= patient
    if programs == "worker and beat":
        request.getfixturevalue("with_redis")
        workers.start("worker")
    for _ in range(6):  # whoever is told kicks the worker
        with transaction.atomic():
            person = make.officer(time_zone=zone_where_it_is_day())
            notify([person], "staffing.delegated")
            event = trail.record(person, "people.changed")
    workers.start("beat")
    until(lambda: bad_smtp.connections, 90, workers.said)

    with transaction.atomic():
        job = later("projects.tasks.tell_followers", 0)

    def all_else_is_done():
        sealed = Seal.objects.filter(last_id__gte=event.pk).exists()
        return sealed and Mark.objects.filter(work=Mark.Work.BEAT).exists() and not Job.objects.get(pk=job.pk).is_open

    until(all_else_is_done, 90, workers.said)
    assert bad_smtp.connections == 1 and not Delivery.objects.exclude(last_error="").exists()
    assert Job.objects.get(pk=job.pk).state == "done"
