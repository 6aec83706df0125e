"""`manage.py up`: starting, stopping, recovering, and saying in one sentence why it cannot."""

import os
import signal
import socket
import stat
import time

import pytest

from tests.machinery.amount import STARTS, of_the_day
from tests.machinery.portal import Portal, stop

# One after the other in one worker: they share the folder and the database.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("up"), pytest.mark.timeout(180)]


def test_up_serves_says_where_and_leaves_nothing_behind(portal: Portal):
    process = portal.up()

    assert portal.get("/accounts/login/").status == 200
    home = portal.get("/")
    assert (home.status, home.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")
    assert portal.get("/healthz").status == 200

    # A second one on the same data names the first and touches nothing.
    second = portal.run("up", PORT=str(portal.port + 1))
    assert second.returncode == 1
    assert f"in use by process {process.pid}" in second.stderr
    assert second.stderr.count("\n") == 1

    # A command beside it uses the running server, and does not stop it.
    beside = portal.run("shell", "-c", "from django.db import connection as c; c.ensure_connection(); print('used')")
    assert (beside.returncode, beside.stdout.splitlines()[-1]) == (0, "used"), beside.stderr
    assert portal.get("/accounts/login/").status == 200

    assert stop(process) == 0
    assert portal.leftovers() == []


def test_what_it_keeps_is_nobody_elses(portal: Portal):
    kept = ["secret_key", "passwords.json", "postgres.log"]

    assert {name: stat.S_IMODE((portal.data / name).stat().st_mode) for name in kept} == dict.fromkeys(kept, 0o600)
    assert stat.S_IMODE((portal.data / "pg").stat().st_mode) == 0o700


@pytest.mark.chaos
def test_after_kill_9_nothing_survives_and_the_second_up_recovers(portal: Portal):
    first = portal.up()
    stop(first, signal.SIGKILL)

    started = time.monotonic()
    second = portal.up()  # at once: the children of the first may still be ending

    assert portal.get("/accounts/login/").status == 200
    assert time.monotonic() - started < 60
    assert stop(second, signal.SIGINT) == 0
    portal.wait_until_gone()
    assert portal.leftovers() == []


def test_a_command_without_up_starts_and_stops_the_server_itself(portal: Portal):
    done = portal.run("shell", "-c", "from pvehub.people.models import Office; print(Office.objects.count() > 0)")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "True"), done.stderr
    assert portal.leftovers() == []


def test_a_port_that_is_taken_is_named(portal: Portal):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = portal.run("up", PORT=str(port))

    assert done.returncode == 1
    assert done.stderr == f"Port {port} is taken: choose another, for example PORT={port + 1} python3 manage.py up.\n"
    assert portal.leftovers() == []


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_a_port_that_is_none_is_refused(portal: Portal, port: str):
    done = portal.run("up", PORT=port)

    assert (done.returncode, done.stderr) == (1, f"PORT={port} is not a port: it is a number from 1 to 65535.\n")


def test_a_demonstration_is_not_opened_to_the_network(portal: Portal):
    make = "from pvehub.people.models import User; User.objects.update_or_create("
    make += "email='somebody@demo.example', defaults={'name': 'Somebody', 'is_demonstration': True, 'is_active': True})"
    assert portal.run("shell", "-c", make).returncode == 0

    done = portal.run("up", HOST="0.0.0.0", PORT=str(portal.port))

    assert done.returncode == 1
    assert "would open the demonstration accounts to the network" in done.stderr
    assert portal.leftovers() == []


def test_a_database_that_is_not_there_is_one_sentence(portal: Portal):
    done = portal.run("up", DATABASE_URL="postgresql://nobody@127.0.0.1:1/pvehub", PORT=str(portal.port))

    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used: ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(
    "as an ordinary user" not in of_the_day(STARTS), reason="today the portal is started on PostgreSQL 15 instead"
)
@pytest.mark.skipif(
    "as an ordinary user" not in STARTS,
    reason="only root can become somebody else, and not with a Python in root's folder",
)
def test_an_ordinary_user_needs_no_more(portal: Portal, tmp_path_factory: pytest.TempPathFactory):
    everyone = portal.folder.parent / "anyone"
    everyone.mkdir()
    os.chown(everyone, 65534, 65534)
    ordinary = object.__new__(Portal)
    ordinary.__dict__.update(portal.__dict__)
    ordinary.user = {"user": 65534, "group": 65534, "extra_groups": []}
    ordinary.data = everyone / "data"
    ordinary.environment = portal.environment | {
        "PVEHUB_DATA": str(ordinary.data),
        "STATIC_ROOT": str(everyone / "static"),
        "TMPDIR": "/tmp",
    }

    process = ordinary.up()

    assert portal.get("/accounts/login/").status == 200
    assert stop(process) == 0
    assert ordinary.leftovers() == []
