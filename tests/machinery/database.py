"""A throw-away cluster for the run, and the tests' stepping down to the serving role.

Started once, by the process that starts the workers; they inherit its address. It must be in the environment before
settings are read, which is why conftest calls `start()` first of all and pyproject names no settings module.
Imported before the runner knows it as a plugin, hence: PYTEST_DONT_REWRITE.
"""

import atexit
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator

import pytest

from tests.machinery import amount

CLUSTER = "PVEHUB_TEST_CLUSTER"


def start() -> None:
    """Points the settings at a new cluster of this run, unless a parent process has done so already."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pvehub.settings"
    amount.today()  # the workers hear it from the process that starts them
    if CLUSTER in os.environ:
        return

    from pvehub.embedded import making
    from pvehub.embedded.manager import Cluster
    from tests.machinery import template

    folder = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-tests-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "data", throwaway=True)
    template.copy_to(cluster)
    cluster.start()
    atexit.register(_end, os.getpid(), cluster, folder)
    # The run decides what the settings are, not the shell that it was started from.
    for name in ("DATABASE_URL_FILE", "DATABASE_OWNER_URL_FILE", "SECRET_KEY_FILE", "REDIS_URL", "REDIS_URL_FILE"):
        os.environ.pop(name, None)
    os.environ |= {
        CLUSTER: str(folder),
        "DATABASE_OWNER_URL": cluster.url(making.OWNER),
        "DATABASE_URL": cluster.url(making.APP),
        "PVEHUB_DATABASE_ROLE": "owner",
        "PVEHUB_DATA": str(folder / "data"),
        "PVEHUB_TESTING": "1",
        "SECRET_KEY": "a key for tests, long enough to please the checks of a deployment",
    }


def pytest_configure(config: pytest.Config) -> None:
    """Each worker's test database begins as a copy of the migrated one; catalogs are compiled where they are stale."""
    from django.db import connection

    from pvehub.management import catalogs

    catalogs.compile_stale()
    connection.settings_dict["TEST"]["TEMPLATE"] = "pvehub"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked `full` is chosen in `verify --full` only."""
    if amount.FULL:
        return
    full = [item for item in items if item.get_closest_marker("full")]
    if full:
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in full]


def _end(pid: int, cluster: object, folder: pathlib.Path) -> None:
    if os.getpid() == pid:
        cluster.stop()  # type: ignore[attr-defined]
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def as_app_role(db: None) -> Iterator[None]:
    """Every connection, of this test and of a live server in it, acts with the rights of the serving role only.

    Ask for it after `transactional_db` or `live_server`; builders called before it still act as owner. The flush at the
    end needs the owner again.
    """
    from django.conf import settings
    from django.db import DatabaseError, connections
    from django.db.backends.signals import connection_created

    def step_down(connection: object, **kwargs: object) -> None:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'SET ROLE "{settings.DATABASE_APP_ROLE}"')

    connection_created.connect(step_down)
    opened = [connection for connection in connections.all() if connection.connection is not None]
    for connection in opened:
        step_down(connection)
    try:
        yield
    finally:
        connection_created.disconnect(step_down)
        for connection in connections.all():
            if connection.connection is None or connection.connection.closed:
                continue
            try:
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")
            except DatabaseError:  # the test broke its transaction; rolling it back takes the role with it
                if not connection.in_atomic_block:
                    raise
