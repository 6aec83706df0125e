"""Another server: the portal on the system's PostgreSQL 15, from the first migration to backup and restore."""

import io
import pathlib

import psycopg
import pytest

from tests.machinery.amount import STARTS, of_the_day
from tests.machinery.portal import Portal, stop

pytestmark = [pytest.mark.postgres15, pytest.mark.slow, pytest.mark.xdist_group("up"), pytest.mark.timeout(240)]


@pytest.mark.skipif(
    "on PostgreSQL 15" not in of_the_day(STARTS), reason="today the portal is started as an ordinary user instead"
)
def test_the_portal_runs_on_postgresql_15(portal: Portal, postgres15: str, tmp_path: pathlib.Path):
    portal.environment |= {"DATABASE_URL": postgres15, "SECRET_KEY": "a key for tests, long enough for any deployment"}

    process = portal.up()
    try:
        assert portal.get("/accounts/login/").status == 200
        assert '"not ready"' not in _text(portal, "/readyz")
        assert portal.run("check", "--database", "default").returncode == 0
        with psycopg.connect(postgres15) as link:
            version, terms = link.execute(
                "SELECT current_setting('server_version_num')::int / 10000, (SELECT count(*) FROM vocabulary_term)"
            ).fetchone() or (0, 0)
        assert version == 15
        assert terms > 200
    finally:
        assert stop(process) == 0

    target = tmp_path / "backup.tar"
    done = portal.run("backup", str(target))
    assert done.returncode == 0, done.stderr
    done = portal.run("verify_backup", str(target))  # on the server that comes with the portal, which is a newer one
    assert (done.returncode, done.stdout.endswith("came back as they were.\n")) == (0, True), done.stderr
    done = portal.run("restore", str(target), "--replace")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(postgres15) as link:
        assert link.execute("SELECT count(*) FROM vocabulary_term").fetchone() == (terms,)
    assert not (portal.data / "pg").exists()


def _text(portal: Portal, path: str) -> str:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}{path}", timeout=20) as answer:
        return io.TextIOWrapper(answer, encoding="utf-8").read()
