"""Running what is due. Called by beat and by the worker, never by a web process."""

import logging
import time

from celery import current_app
from celery.exceptions import NotRegistered

from pvehub.audit import faults
from pvehub.audit.logs import caused_by

from . import actions
from .models import Job

log = logging.getLogger(__name__)
AT_MOST = 100  # jobs a sweep; the rest is the next sweep's
SECONDS = 120.0  # no new job is begun after that, far below the hard time limit


def sweep() -> int:
    """Runs due jobs one after the other, each claimed and finished in transactions of its own. Returns how many."""
    end, done = time.monotonic() + SECONDS, 0
    while done < AT_MOST and time.monotonic() < end:
        job = actions.claim()
        if job is None:
            break
        if job.state == Job.State.RUNNING:
            with caused_by(job.request_id):
                _run(job)
        done += 1
    return done


def _run(job: Job) -> None:
    token = actions.current.set(job.pk)
    try:
        current_app.tasks[job.name].run(*job.args)
    except NotRegistered:
        log.exception("Job %s is not known here.", job.pk)
        actions.stumble(job, f"There is no task {job.name} in this version.")
    except Exception as error:  # a task may fail in any way; what matters is that the row says so
        log.exception("Job %s failed on try %s.", job.pk, job.tries)
        if faults.is_full(error):
            actions.put_off(job, faults.FULL)
        else:
            actions.stumble(job, faults.words(error))
    else:
        actions.finish(job)
        log.info("Job %s, %s, is done on try %s.", job.pk, job.name, job.tries)
    finally:
        actions.current.reset(token)
