"""What happens to a job: asked for, claimed, said how far it is, finished, put off, given up, asked for again."""

import uuid
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pvehub.audit import faults
from pvehub.audit.logs import current_request_id

from .kick import kick
from .models import Job

SWEEP = "jobs.tasks.sweep"
LEASE = timedelta(minutes=15)  # longer than a worker's hard time limit: a claim that ran out has no living worker
PATIENCE = timedelta(minutes=2)  # between two tries of what waits for room on the disk
GIVE_UP_AFTER = 6  # tries; with the backoff below about half an hour
current: ContextVar[int | None] = ContextVar("the job this worker is running", default=None)


def backoff(tries: int) -> timedelta:
    """How long after the n-th failed try the next one comes: 30 s, 1, 2, 4 ... minutes, an hour at most."""
    return timedelta(seconds=min(30 * 2 ** max(tries - 1, 0), 3600))


@transaction.atomic
def later(
    task: str,
    *args: int | str,
    key: str = "",
    not_before: datetime | None = None,
    by: Any = None,
    label: str = "",
    back_url: str = "",
) -> Job:
    """Has a registered task called with these ids once the caller's transaction has committed; nothing runs here.

    Of one `key` there is at most one open job, and none is lost: if it is still waiting, it will see what the caller is
    about to commit (its row stays locked until then); if it is running, it runs once more afterwards. `by` is whoever
    may watch its progress page.
    """
    if not all(isinstance(arg, int | str) and len(str(arg)) <= 64 for arg in args):
        raise TypeError(f"{task} takes ids only: content is read from the database when the job runs.")
    job = Job(
        name=task,
        args=list(args),
        key=key,
        not_before=not_before,
        owner=by,
        label=str(label)[:200],
        back_url=back_url,
        request_id=current_request_id() or uuid.uuid4().hex,  # what it logs is found by it, also where a timer asked
    )
    kick(SWEEP)
    if not key:
        job.save()
        return job
    while True:
        open_job = Job.objects.open().filter(key=key).select_for_update(of=("self",)).first()
        if open_job:
            return _join(open_job, not_before)
        # An insert that meets another one waits for it and does nothing: then there is an open job to join.
        Job.objects.bulk_create([job], ignore_conflicts=True)


def _join(job: Job, not_before: datetime | None) -> Job:
    """The same work was asked for while it is open: once more after this run, and not later than anybody wanted it."""
    if job.state == Job.State.RUNNING:
        job.is_wanted_again = True
    elif job.not_before and (not_before is None or not_before < job.not_before):
        job.not_before = not_before
    job.save(update_fields=["is_wanted_again", "not_before"])
    return job


def progress(done: int, total: int | None = None) -> None:
    """Says how far the running job is; outside of a job it says nothing. Inside of a transaction nobody sees it."""
    if pk := current.get():
        told: dict[str, int] = {"progress": done} | ({} if total is None else {"total": total})
        Job.objects.filter(pk=pk).update(**told)


@transaction.atomic
def claim() -> Job | None:
    """Takes the next due job for this worker, or says that there is none. One that killed every worker is given up."""
    now = timezone.now()
    job = Job.objects.due(now).select_for_update(of=("self",), skip_locked=True).first()
    if job is None:
        return None
    if job.tries >= GIVE_UP_AFTER:
        return _end(job, Job.State.FAILED, now, job.error or faults.STOPPED)
    job.state, job.tries, job.claimed_at, job.locked_until = Job.State.RUNNING, job.tries + 1, now, now + LEASE
    job.save(update_fields=["state", "tries", "claimed_at", "locked_until"])
    return job


@transaction.atomic
def finish(job: Job) -> Job:
    """The task has returned. If it was asked for again meanwhile, it waits for its next run."""
    mine = _mine(job)
    if mine is None:
        return job
    now = timezone.now()
    if mine.is_wanted_again:
        mine.state, mine.tries, mine.is_wanted_again, mine.not_before, mine.progress = (
            Job.State.QUEUED,
            0,
            False,
            None,
            0,
        )
        mine.save(update_fields=["state", "tries", "is_wanted_again", "not_before", "progress"])
        return mine
    return _end(mine, Job.State.DONE, now, "")


@transaction.atomic
def stumble(job: Job, error: str) -> Job:
    """The task has raised: it is tried again after a while, and parked with its error after the last try."""
    mine = _mine(job)
    if mine is None:
        return job
    now = timezone.now()
    if mine.tries >= GIVE_UP_AFTER:
        return _end(mine, Job.State.FAILED, now, error)
    mine.state, mine.error, mine.not_before = Job.State.QUEUED, error[:500], now + backoff(mine.tries)
    mine.save(update_fields=["state", "error", "not_before"])
    return mine


@transaction.atomic
def put_off(job: Job, why: str) -> Job:
    """What it needs is not there, and that is no fault of the job: it is asked for again until it is, and never given up."""
    mine = _mine(job)
    if mine is None:
        return job
    mine.state, mine.error, mine.not_before = Job.State.QUEUED, why[:500], timezone.now() + PATIENCE
    mine.tries -= 1
    mine.save(update_fields=["state", "error", "not_before", "tries"])
    return mine


@transaction.atomic
def retry(job: Job) -> Job:
    """A job that was given up is tried afresh, unless the same work has been asked for since."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state == Job.State.FAILED and not (job.key and Job.objects.open().filter(key=job.key).exists()):
        job.state, job.tries, job.not_before, job.finished_at = Job.State.QUEUED, 0, None, None
        job.save(update_fields=["state", "tries", "not_before", "finished_at"])
        kick(SWEEP)
    return job


def _mine(job: Job) -> Job | None:
    """The locked row, if this worker still holds it: a claim that ran out may have passed to another worker."""
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)
    return held.select_for_update(of=("self",)).first()


def _end(job: Job, state: Job.State, now: datetime, error: str) -> Job:
    job.state, job.finished_at, job.error = state, now, error[:500]
    job.save(update_fields=["state", "finished_at", "error"])
    return job
