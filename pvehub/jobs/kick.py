"""Waking the worker after a commit, so that people need not wait for the next sweep. Never a guarantee, never work."""

import logging
import time

from django.conf import settings
from django.db import transaction

from pvehub.audit.logs import current_request_id

log = logging.getLogger(__name__)
PAUSE = 10.0  # seconds without a new attempt once the broker was away: only one request in that time waits for it
_away_until = 0.0


def kick(task: str) -> None:
    """When the caller's transaction commits, asks a worker to run this sweep now.

    Without a broker nothing happens: beat sweeps every ten seconds. A broker that cannot be reached is logged and
    forgotten for the same reason; the row is already committed, and the request of a person must not fail for it.
    """
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(task), robust=True)


def _send(task: str) -> None:
    global _away_until
    from pvehub.celery import app  # the ground's models load before celery may

    if time.monotonic() < _away_until:
        return
    cause = {"request_number": current_request_id()}
    try:
        app.send_task(task, ignore_result=True, retry=False, expires=60, headers=cause)
    except Exception as error:  # kombu, redis and the socket each have their own families of it
        _away_until = time.monotonic() + PAUSE
        log.warning("The broker could not be reached (%s); the sweep will do it.", type(error).__name__)
