"""`manage.py up`: everything the portal needs, started in order, watched, and stopped together."""

import ipaddress
import os
import pathlib
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from pvehub.embedded import manager, place, server
from pvehub.management import catalogs, preparing, supervising

SPACE_NEEDED = 200 * 1024 * 1024


class Command(BaseCommand):
    """Database, tables, vocabularies, static files, web server, timetable; Ctrl-C or SIGTERM ends all of them."""

    help = "Start the portal; PORT (8000) and HOST (127.0.0.1) say where."
    requires_system_checks: list[str] = []  # the gate's work; a start is to be quick

    def handle(self, *args: Any, **options: Any) -> None:
        """Returns when it is asked to stop; ends with one sentence when it cannot start or a process fails."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, _stop)
        os.umask(0o077)  # private files and mail are nobody else's on this machine
        host, port = _where()
        cluster: manager.Cluster | None = None
        children = supervising.Children({})
        try:
            _require_space()
            if not supervising.port_is_free(host, port):
                sys.exit(f"Port {port} is taken: choose another, for example PORT={port + 1} python3 manage.py up.")
            cluster = server.own() if settings.EMBEDDED else None
            catalogs.compile_stale()
            preparing.static_files()
            children.environment = _environment(host, port, cluster)
            is_migrated = preparing.is_migrated()
            if is_migrated:  # its modules load on one core while the other looks at what else is to be prepared
                self._require_closed(host)
                _serve(children)
            self._prepare(host)
            if not is_migrated:
                _serve(children)
            supervising.wait_until_alive(_local(host), port, children)
            self._announce(host, port)
            _work(children)
            self._watch(children, cluster)
        except (place.Unavailable, supervising.Failed) as failure:
            sys.exit(str(failure))
        except OperationalError as error:
            sys.exit(f"The database cannot be used: {str(error).strip().splitlines()[0]}")
        except OSError as error:
            sys.exit(f"{error.filename or 'The system'}: {error.strerror}.")
        finally:
            for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(sign, signal.SIG_IGN)  # stopping is not to be stopped half way
            children.stop()
            connections.close_all()
            if cluster is not None:
                cluster.stop()

    def _prepare(self, host: str) -> None:
        preparing.database()
        # Everybody knows the demonstration's passwords: it never stands where others than this machine can reach it.
        if settings.EMBEDDED and _is_loopback(host) and preparing.demonstration():
            self.stdout.write("Seeded the demonstration portfolio.")
        self._require_closed(host)
        connections.close_all()

    def _require_closed(self, host: str) -> None:
        if not _is_loopback(host) and preparing.has_open_demonstration():
            sys.exit(
                f"HOST={host} would open the demonstration accounts to the network: leave HOST away, "
                "or deactivate them first."
            )

    def _announce(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"PVE Hub is ready: http://{shown}:{port}/")
        for line in _accounts():
            self.stdout.write(line)
        self.stdout.write("Stop it with Ctrl-C.")
        self.stdout.flush()

    def _watch(self, children: supervising.Children, cluster: manager.Cluster | None) -> None:
        """Until the signal: a portal of which a part is gone is stopped, so that whoever runs it starts it again."""
        while True:
            children.require_running()
            if cluster is not None and not cluster.is_running():
                raise supervising.Failed(f"The database ended; see {cluster.where.log}.")
            time.sleep(0.5)


def _stop(sign: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _where() -> tuple[str, int]:
    """(host, port) from the environment, or one sentence."""
    host, text = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port: it is a number from 1 to 65535.")
    if int(text) < 1024 and os.geteuid() != 0:
        sys.exit(f"PORT={text} is reserved for root: choose one above 1023.")
    return host, int(text)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _local(host: str) -> str:
    """Where we ask ourselves: every address includes the loopback one."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _require_space() -> None:
    """PostgreSQL stops in the middle of things when the disk is full; better not to begin."""
    folder = pathlib.Path(settings.DATA_DIR)
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free < SPACE_NEEDED:
        sys.exit(f"Less than 200 MB are free where {settings.DATA_DIR} lies: make room and start again.")


def _environment(host: str, port: int, cluster: manager.Cluster | None) -> dict[str, str]:
    """What the children see beyond our own environment: they serve, so they are *app*."""
    environment = {"PVEHUB_DATABASE_ROLE": "app", "HOST": host, "PORT": str(port)}
    if cluster is not None:
        environment[server.SOCKETS] = str(cluster.sockets)
    return environment


def _serve(children: supervising.Children) -> None:
    children.start(
        "The web server",
        *("gunicorn", "--config", "python:pvehub.serving", "pvehub.wsgi"),
        dying=signal.SIGINT,  # ends gunicorn at once: with `up` killed there is nobody left to finish requests for
        DATABASE_POOL="1",  # signing in to the database takes longer than most of our queries
        # Else each thread gets a heap of its own, and what one frees no other takes: the process grows for hours.
        MALLOC_ARENA_MAX=os.environ.get("MALLOC_ARENA_MAX", "2"),
    )


def _work(children: supervising.Children) -> None:
    """After the web server answers: what works in the background can wait for the cores, people cannot."""
    children.start(
        "The timetable",
        *("celery", "--app", "pvehub.celery", "--quiet", "beat", "--loglevel", "WARNING", "--pidfile="),
    )
    if settings.REDIS_URL:
        children.start(
            "The worker",
            *("celery", "--app", "pvehub.celery", "--quiet", "worker", "--loglevel", "WARNING", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle"),
        )


def _accounts() -> Iterable[str]:
    """One line for each demonstration account that can sign in."""
    if not preparing.has_open_demonstration():
        return []
    from pvehub.management.demonstration import accounts

    rows = [("e-mail", "who", "password"), *accounts()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
