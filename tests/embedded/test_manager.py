"""The embedded cluster: made once, started once, found again after a crash."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator

import psycopg
import pytest

from pvehub.embedded import making
from pvehub.embedded.manager import Cluster, Unavailable

pytestmark = pytest.mark.slow


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    """With a blank and an accent, where the server's user can go."""
    base = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-cluster-", dir="/tmp"))
    base.chmod(0o711)
    yield base / "là bas"
    shutil.rmtree(base)


def test_a_cluster_is_made_with_two_roles_and_the_extensions(folder: pathlib.Path):
    cluster = Cluster(folder, throwaway=True).start()
    try:
        with psycopg.connect(cluster.url(making.OWNER)) as owner:
            owner.execute("CREATE TABLE thing (name text)")
            extensions = {name for (name,) in owner.execute("SELECT extname FROM pg_extension")}
            sorting = owner.execute("SELECT upper('é'), 'É' ILIKE 'é', unaccent('Ébène')").fetchone()
        with psycopg.connect(cluster.url(making.APP)) as app:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("SELECT * FROM thing")
    finally:
        cluster.stop()

    assert set(making.EXTENSIONS) <= extensions
    assert sorting == ("É", True, "Ebene")
    assert not list(folder.glob("pg/postmaster.pid"))


def test_a_second_one_attaches_and_only_the_first_stops_it(folder: pathlib.Path):
    first, second = Cluster(folder, throwaway=True).start(), Cluster(folder, throwaway=True)
    try:
        second.start()
        assert (first.is_owner, second.is_owner) == (True, False)
        assert second.sockets == first.sockets
        with pytest.raises(Unavailable, match=f"in use by process {os.getpid()}"):
            Cluster(folder).start(exclusive=True)
        second.stop()
        psycopg.connect(first.url(making.APP)).close()
    finally:
        first.stop()
    assert not first.is_running()


def test_a_killed_server_is_started_again_with_its_rows(folder: pathlib.Path):
    first = Cluster(folder).start()
    with psycopg.connect(first.url(making.OWNER)) as connection:
        connection.execute("CREATE TABLE thing AS SELECT 1 AS n")
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)
    first._process.wait()  # type: ignore[union-attr]
    assert not first.is_running()
    os.close(first._ownership)  # type: ignore[arg-type]
    old_sockets = first.sockets

    second = Cluster(folder).start()
    try:
        with psycopg.connect(second.url(making.OWNER)) as connection:
            assert connection.execute("SELECT n FROM thing").fetchone() == (1,)
    finally:
        second.stop()
    assert not old_sockets.exists()


def test_a_number_that_another_program_got_meanwhile_is_no_hindrance(folder: pathlib.Path):
    Cluster(folder, throwaway=True).start().stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        noted = f"{stranger.pid}\n{folder}/pg\n1700000000\n5432\n/tmp/pvehub-gone\n\n"
        (folder / "pg" / "postmaster.pid").write_text(noted, encoding="utf-8")

        cluster = Cluster(folder, throwaway=True).start()

        assert stranger.poll() is None
        cluster.stop()
        stranger.kill()
