"""Alive and ready, for whoever watches the portal: what is wrong in words, nothing of the inside."""

import os
import pathlib
import tempfile
import time
from datetime import timedelta

import psycopg
import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from pvehub.audit import faults
from pvehub.jobs.models import Job

from .models import Delivery

SILENT = gettext_noop("The database does not answer.")
LABELS = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Tables"),
    "disk": gettext_lazy("Disk"),
    "outbox": gettext_lazy("Mail"),
    "jobs": gettext_lazy("Background work"),
    "redis": "Redis",
}
PATIENCE = 3  # seconds for a connection; whoever watches knows within five that we are not ready
LATE = timedelta(minutes=5)
DISK_FREE = 200 * 1024 * 1024
FILES_FREE = 50 * 1024 * 1024  # the largest upload, twice
_migrated = False  # once true it stays true for this process: code and tables change with a restart


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of anybody else."""
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 when requests cannot be served: no database, tables of another version, no disk.

    Mail or background work that is behind, a Redis that is away, or a disk that takes no files, is named but does not
    take the portal out of service: nobody is helped by a portal that stops because a mail server does. In its first
    minutes what is late is of the time before: "starting" says that it had no turn yet.
    """
    with translation.override("en"):  # whoever watches may compare words
        status, checks = state()
    return JsonResponse({"status": status, "checks": checks}, status=503 if status == "not ready" else 200)


def state() -> tuple[str, dict[str, str]]:
    """ready, starting, behind or not ready; and of each part "ok" or the sentence that says what is wrong."""
    stopped = {"database": _database(), "disk": _disk()}
    no_room = "" if stopped["disk"] else _room_for_files()
    behind = {}
    if not stopped["database"]:
        try:
            stopped["migrations"] = _migrations()
            if not stopped["migrations"]:
                behind = {"outbox": _outbox(), "jobs": _jobs()} | _broker()
        except Error:  # it went away between two questions, or a pooled connection is of before its restart
            connection.close()
            stopped, behind = {"database": _(SILENT), "disk": stopped["disk"]}, {}
    checks = stopped | behind | ({"disk": no_room} if no_room else {})
    late = "starting" if has_just_begun() else "behind"
    status = "not ready" if any(stopped.values()) else late if any(behind.values()) else "ready"
    status = "behind" if (no_room or behind.get("redis")) and status != "not ready" else status
    return status, {name: sentence or "ok" for name, sentence in checks.items()}


def has_just_begun() -> bool:
    """In its first minutes a portal makes up for the time in which it was not there: nothing is late yet."""
    return time.time() - settings.SERVING_SINCE < LATE.total_seconds()


def _database() -> str:
    """Asked over a connection of its own: a pool would have us wait longer than whoever asks has patience."""
    parameters = connection.get_connection_params() | {"connect_timeout": PATIENCE}
    try:
        with psycopg.connect(**parameters) as link:
            link.execute("SELECT 1")
    except psycopg.Error:
        return _(SILENT)
    return ""


def _migrations() -> str:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "" if _migrated else _("The tables are not of this version: run migrate.")


def _outbox() -> str:
    now = timezone.now()
    waiting = Delivery.objects.waiting().filter(cadence="now", due_at__lt=now - LATE)
    oldest = waiting.order_by("due_at", "pk").first()
    if oldest is None:
        return ""
    n = _minutes(now - oldest.due_at)
    return ngettext("The oldest mail has waited %(n)d minute.", "The oldest mail has waited %(n)d minutes.", n) % {
        "n": n
    }


def _jobs() -> str:
    now = timezone.now()
    held_up = Job.objects.open().filter(error=faults.FULL)
    late = Job.objects.due(now - LATE).filter(created_at__lte=now - LATE)  # one asked for just now has its turn yet
    oldest = (late | held_up).order_by("pk").first()
    if oldest is None:
        return ""
    if oldest.waits_for_room:
        return _("Background work waits for room on the disk, and goes on by itself.")
    if has_just_begun():
        return _("The portal has just started: background work waits for its first turn.")
    return _("Background work is waiting: is the worker running?")


def _broker() -> dict[str, str]:
    """Asked only where there is one, over a connection of its own and without a second try."""
    if not settings.REDIS_URL:
        return {}
    link = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        link.ping()
    except (redis.RedisError, OSError):
        return {"redis": _("Redis does not answer: background work waits for it, mail goes out a little later.")}
    finally:
        link.close()
    return {"redis": ""}


def _disk() -> str:
    return "" if _free(settings.DATA_DIR) > DISK_FREE else _("The disk is full.")


def _room_for_files() -> str:
    """Whether there is room for an upload, on its way in and where it stays."""
    passing = pathlib.Path(settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir())
    is_room = all(_free(folder) > FILES_FREE for folder in (settings.FILES_ROOT, passing))
    return "" if is_room else _("There is no room for files: no upload is taken.")


def _free(folder: pathlib.Path) -> int:
    """Bytes; none where no further file can be named."""
    while not folder.exists():
        folder = folder.parent
    left = os.statvfs(folder)
    return 0 if left.f_files and not left.f_favail else left.f_bavail * left.f_frsize


def _minutes(age: timedelta) -> int:
    return int(age.total_seconds() // 60)
