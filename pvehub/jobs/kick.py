"""Waking the worker after a commit, so that people need not wait for the next sweep. Never a guarantee, never work."""

import logging

from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)


def kick(task: str) -> None:
    """When the caller's transaction commits, asks a worker to run this sweep now.

    Without a broker nothing happens: beat sweeps every ten seconds. A broker that cannot be reached is logged and
    forgotten for the same reason; the row is already committed, and the request of a person must not fail for it.
    """
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(task), robust=True)


def _send(task: str) -> None:
    from pvehub.celery import app  # the ground's models load before celery may

    try:
        app.send_task(task, ignore_result=True, retry=False, expires=60)
    except Exception as error:  # kombu, redis and the socket each have their own families of it
        log.warning("The broker could not be reached (%s); the sweep will do it.", type(error).__name__)
