"""Work asked for, joined, claimed, finished, tried again, given up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from pvehub.jobs import actions, later, progress
from pvehub.jobs.models import Job
from tests import make

pytestmark = pytest.mark.django_db


def test_later_writes_a_row_and_runs_nothing():
    job = later("letters.tasks.write", 7, "NE", key="letter:7", by=(officer := make.officer()), label="Letter 7")
    assert (job.name, job.args, job.key, job.state, job.owner) == (
        "letters.tasks.write",
        [7, "NE"],
        "letter:7",
        "queued",
        officer,
    )
    assert job.tries == 0 and job.is_open


@pytest.mark.parametrize("content", [{"title": "x"}, ["a"], None, "long " * 20, 1.5])
def test_later_refuses_content(content):
    with pytest.raises(TypeError, match="ids only"):
        later("letters.tasks.write", content)


def test_later_rolled_back_with_its_cause_never_was():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        later("letters.tasks.write", 7)
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_later_without_a_key_is_a_job_each_time():
    assert later("letters.tasks.write", 7) != later("letters.tasks.write", 7)


def test_later_joins_the_open_job_of_its_key(at):
    noon = at()
    waiting = later("letters.tasks.write", 7, key="k", not_before=noon + timedelta(hours=2))
    assert later("letters.tasks.write", 7, key="k", not_before=noon + timedelta(hours=3)) == waiting
    waiting.refresh_from_db()
    assert waiting.not_before == noon + timedelta(hours=2)
    assert later(
        "letters.tasks.write", 7, key="k", not_before=noon + timedelta(hours=1)
    ).not_before == noon + timedelta(hours=1)
    assert later("letters.tasks.write", 7, key="k").not_before is None
    assert Job.objects.count() == 1


def test_later_while_it_runs_runs_it_once_more_and_no_more():
    later("letters.tasks.write", 7, key="k")
    running = actions.claim()
    assert later("letters.tasks.write", 7, key="k") == running
    assert later("letters.tasks.write", 7, key="k").is_wanted_again

    assert actions.finish(running).state == "queued"
    assert actions.finish(actions.claim()).state == "done"
    assert actions.claim() is None


def test_later_after_it_is_done_is_a_new_job():
    first = later("letters.tasks.write", 7, key="k")
    actions.finish(actions.claim())
    assert later("letters.tasks.write", 7, key="k") != first


def test_the_database_keeps_one_open_job_per_key():
    later("letters.tasks.write", 7, key="k")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="letters.tasks.write", key="k")
    Job.objects.create(name="letters.tasks.write", key="")
    Job.objects.create(name="letters.tasks.write", key="")


def test_claim_takes_what_is_due_in_order(at):
    noon = at()
    tomorrow = later("letters.tasks.write", 1, not_before=noon + timedelta(days=1))
    first, second = later("letters.tasks.write", 2), later("letters.tasks.write", 3, not_before=noon)

    assert [actions.claim(), actions.claim(), actions.claim()] == [first, second, None]
    at(noon, days=1)
    assert actions.claim() == tomorrow


def test_claim_takes_over_from_a_worker_that_is_gone(at):
    noon = at()
    later("letters.tasks.write", 7)
    lost = actions.claim()
    at(noon, minutes=14)
    assert actions.claim() is None
    at(noon, minutes=15)
    taken = actions.claim()

    assert taken == lost and taken.tries == 2
    assert actions.finish(lost).state == "running"  # the one who lost it has no say any more
    assert actions.stumble(lost, "late").error == ""
    assert actions.finish(taken).state == "done"


def test_claim_gives_up_what_killed_every_worker(at):
    noon = at()
    later("letters.tasks.write", 7)
    for turn in range(actions.GIVE_UP_AFTER):
        at(noon, hours=turn)
        assert actions.claim().state == "running"
    at(noon, hours=actions.GIVE_UP_AFTER)

    given_up = actions.claim()

    assert given_up.state == "failed" and "stopped in the middle" in given_up.error
    assert actions.claim() is None


def test_stumble_tries_again_later_each_time_and_then_parks(at):
    noon = at()
    later("letters.tasks.write", 7)
    waits = []
    for _ in range(actions.GIVE_UP_AFTER):
        job = actions.stumble(actions.claim(), "ValueError: no paper")
        if job.state == "queued":
            assert actions.claim() is None
            waits.append((job.not_before - noon).total_seconds())
            noon = at(job.not_before)

    assert waits == [30, 60, 120, 240, 480]
    assert (job.state, job.error, job.finished_at) == ("failed", "ValueError: no paper", noon)


def test_retry_starts_afresh_unless_the_work_was_asked_for_again(at):
    at()
    failed = Job.objects.create(name="letters.tasks.write", key="k", state="failed", tries=6, finished_at=at())
    assert actions.retry(failed).state == "queued"
    other = Job.objects.create(name="letters.tasks.write", key="k", state="failed", tries=6, finished_at=at())
    assert actions.retry(other).state == "failed"


def test_progress_is_told_of_the_running_job_only():
    later("letters.tasks.write", 7)
    job = actions.claim()
    progress(1, 4)
    job.refresh_from_db()
    assert (job.progress, job.total) == (0, None)

    token = actions.current.set(job.pk)
    progress(1, 4)
    progress(2)
    actions.current.reset(token)
    job.refresh_from_db()
    assert (job.progress, job.total) == (2, 4)
