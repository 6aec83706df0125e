"""Alive and ready, for whoever watches the portal: what is wrong in words, nothing of the inside."""

import shutil
from datetime import timedelta

import psycopg
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pvehub.jobs.models import Job

from .models import Delivery

SILENT = "The database does not answer."
PATIENCE = 3  # seconds for a connection; whoever watches knows within five that we are not ready
LATE = timedelta(minutes=5)
DISK_FREE = 200 * 1024 * 1024
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

    Mail or background work that is behind is named but does not take the portal out of service: nobody is helped by
    a portal that stops because a mail server does.
    """
    status, checks = state()
    return JsonResponse({"status": status, "checks": checks}, status=503 if status == "not ready" else 200)


def state() -> tuple[str, dict[str, str]]:
    """ready, behind or not ready; and of each part "ok" or the sentence that says what is wrong."""
    stopped = {"database": _database(), "disk": _disk()}
    behind = {}
    if not stopped["database"]:
        try:
            stopped["migrations"] = _migrations()
            if not stopped["migrations"]:
                behind = {"outbox": _outbox(), "jobs": _jobs()}
        except Error:  # it went away between two questions, or a pooled connection is of before its restart
            connection.close()
            stopped, behind = {"database": SILENT, "disk": stopped["disk"]}, {}
    status = "not ready" if any(stopped.values()) else "behind" if any(behind.values()) else "ready"
    return status, {name: sentence or "ok" for name, sentence in (stopped | behind).items()}


def _database() -> str:
    """Asked over a connection of its own: a pool would have us wait longer than whoever asks has patience."""
    parameters = connection.get_connection_params() | {"connect_timeout": PATIENCE}
    try:
        with psycopg.connect(**parameters) as link:
            link.execute("SELECT 1")
    except psycopg.Error:
        return SILENT
    return ""


def _migrations() -> str:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "" if _migrated else "The tables are not of this version: run migrate."


def _outbox() -> str:
    now = timezone.now()
    waiting = Delivery.objects.waiting().filter(cadence="now", due_at__lt=now - LATE)
    oldest = waiting.order_by("due_at", "pk").first()
    return f"The oldest mail has waited {_minutes(now - oldest.due_at)} minutes." if oldest else ""


def _jobs() -> str:
    now = timezone.now()
    oldest = Job.objects.due(now - LATE).first()
    return "Background work is waiting: is the worker running?" if oldest else ""


def _disk() -> str:
    folder = settings.DATA_DIR
    while not folder.exists():
        folder = folder.parent
    return "" if shutil.disk_usage(folder).free > DISK_FREE else "The disk is full."


def _minutes(age: timedelta) -> int:
    return int(age.total_seconds() // 60)
