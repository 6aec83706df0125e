"""What a Prometheus server reads, in its text format 0.0.4, on a port of its own that no visitor reaches.

Written by hand: the client library keeps its numbers in each process, and ours are added up over the processes already.
Labels are names of routes, statuses and works; a person, a thing or an address has no way into them.
"""

import shutil
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.db.models import Count, Min
from django.utils import timezone

from pvehub.index.models import SearchDoc
from pvehub.jobs.models import Job
from pvehub.notifications.models import Delivery

from . import tallies
from .models import Mark

TYPE = "text/plain; version=0.0.4; charset=utf-8"
DEFAULT = "127.0.0.1:9464"
Sample = tuple[str, dict[str, str], float]  # what stands after the name, labels, value


def text() -> str:
    """All of it. Without the database there is what is known without it, and `pvehub_database_up` says 0."""
    lines = list(_requests())
    disk = shutil.disk_usage(settings.DATA_DIR)
    lines += _family("disk_free_bytes", "gauge", "Free bytes where the data lies.", [("", {}, disk.free)])
    try:
        lines += _of_the_database()
        is_up = 1.0
    except Error:
        connection.close()
        is_up = 0.0
    lines += _family("database_up", "gauge", "Whether the database answers.", [("", {}, is_up)])
    return "".join(f"{line}\n" for line in lines)


def _requests() -> Iterator[str]:
    samples: list[Sample] = []
    for route, status, so_far, seconds in tallies.total():
        labels = {"route": route, "status": status}
        for end, count in zip([*map(_number, tallies.SECONDS), "+Inf"], so_far, strict=True):
            samples.append(("_bucket", labels | {"le": end}, count))
        samples += [("_sum", labels, seconds), ("_count", labels, so_far[-1])]
    yield from _family("request_seconds", "histogram", "Answers by route and status, and how long they took.", samples)


def _of_the_database() -> list[str]:
    now = timezone.now()
    mails = Delivery.objects.waiting().filter(cadence="now", due_at__lte=now).aggregate(n=Count("pk"), at=Min("due_at"))
    jobs = Job.objects.due(now).order_by().aggregate(n=Count("pk"), at=Min("created_at"))
    given_up = {"mail": Delivery.objects.parked().count(), "job": Job.objects.filter(state=Job.State.FAILED).count()}
    due = {"mail": mails, "job": jobs}
    ages = {what: (now - found["at"]).total_seconds() if found["at"] else 0.0 for what, found in due.items()}
    marks = [("", {"work": row.work}, row.went_well_at.timestamp()) for row in Mark.objects.exclude(went_well_at=None)]
    queues: list[tuple[str, str, dict[str, float]]] = [
        ("due", "What is due and not done.", {what: found["n"] for what, found in due.items()}),
        ("due_oldest_seconds", "How long the oldest of it has waited.", ages),
        ("given_up", "What was given up and waits for an administrator.", given_up),
    ]
    lines: list[str] = []
    for name, help_text, values in queues:
        lines += _family(name, "gauge", help_text, [("", {"queue": what}, value) for what, value in values.items()])
    lines += _family("last_success_timestamp_seconds", "gauge", "When a work of the portal last went well.", marks)
    rows = [("", {}, float(SearchDoc.objects.count()))]
    return lines + list(_family("index_rows", "gauge", "Rows of the search index.", rows))


def _family(name: str, kind: str, help_text: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP pvehub_{name} {help_text}"
    yield f"# TYPE pvehub_{name} {kind}"
    for suffix, labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(said)}"' for label, said in labels.items())
        yield (
            f"pvehub_{name}{suffix}{{{inside}}} {_number(value)}"
            if inside
            else f"pvehub_{name}{suffix} {_number(value)}"
        )


def _escaped(said: str) -> str:
    return said.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


class _Door(BaseHTTPRequestHandler):
    """One address, read only; it says nothing of who asks."""

    def do_GET(self) -> None:  # the name is the base class's
        is_known = self.path == "/metrics"
        close_old_connections()
        body = text().encode() if is_known else b"Not found\n"
        connection.close()
        self.send_response(200 if is_known else 404)
        self.send_header("Content-Type", TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A question every few seconds is no news."""


def server(address: str) -> ThreadingHTTPServer:
    """Listening at host:port; raises ValueError for anything else."""
    host, separator, port = address.rpartition(":")
    if not separator or not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"METRICS_ADDRESS={address} is no address: it reads host:port, for example {DEFAULT}.")
    return ThreadingHTTPServer((host.strip("[]"), int(port)), _Door)
