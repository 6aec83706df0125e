"""How gunicorn serves the portal: the same under `up` and in a container. Read by gunicorn as its configuration."""

import gc
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from typing import Any

from pvehub import bootstrap
from pvehub.embedded import processes
from pvehub.operations import tallies

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# Two processes of four threads: measured for 300 active people on two cores with the database beside them.
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = False  # a connection opened before the fork would be shared by the workers
timeout = 60
graceful_timeout = 15
keepalive = 5
# A process whose heap was torn into pieces by days of work is replaced: its memory grows for some thousand answers, and
# what grows on after that is bounded by this, whatever it is. Not both at the same moment.
max_requests, max_requests_jitter = 5000, 1000
# A heartbeat file on a slow disk makes gunicorn think that its workers hang.
worker_tmp_dir = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None
control_socket_disable = True  # nothing but the portal is to be reached
loglevel = "warning"
# Its own lines look like those of the portal. In a worker the settings take the root logger over.
logconfig_dict = {
    "root": {"level": "WARNING", "handlers": []},
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["out"], "propagate": False}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "formatters": {"json": {"()": "pvehub.audit.logs.Json"}},
}
# Uploads go through; a header or a line that is longer than any honest one does not.
limit_request_line = 8190
limit_request_fields = 60

_METRICS: list[subprocess.Popen[bytes]] = []


def on_starting(server: Any) -> None:
    """A process that takes the place of another later on is not the portal's start."""
    os.environ["PVEHUB_SERVING_SINCE"] = str(time.time())


def post_worker_init(worker: Any) -> None:
    """What is loaded stays to the end. Looking through it for what is no longer used took a fifth of a page's time, so it
    is set aside, with the addresses, which the first request would load; and the rest is looked through less often."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  (reading it loads it)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def when_ready(server: Any) -> None:
    """Where somebody reads the metrics, their port is served by a process beside ours, which dies with us."""
    if os.environ.get("METRICS_ADDRESS"):
        shutil.rmtree(bootstrap.data_dir() / "tallies", ignore_errors=True)  # of processes that are gone
        command = [sys.executable, str(bootstrap.FOLDER / "manage.py"), "metrics"]
        dying = processes.dying_with_parent(signal.SIGTERM)
        _METRICS.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=dying))


def child_exit(server: Any, worker: Any) -> None:
    """What a process has counted outlives it."""
    if os.environ.get("METRICS_ADDRESS"):
        tallies.fold(bootstrap.data_dir() / "tallies", worker.pid)


def on_exit(server: Any) -> None:
    """Stopped with us."""
    for process in _METRICS:
        process.terminate()
