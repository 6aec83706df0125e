"""What stands before serving: tables, vocabularies, static files, the demonstration. Each is safe to repeat."""

import contextlib
import hashlib
import io
import pathlib
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pvehub import bootstrap

# Any number, but the same in every release: two preparations at once, of two containers say, go one after the other.
ADVISORY_LOCK = 7_305_170_264


def database() -> None:
    """Migrates and loads the vocabularies, as owner, one process at a time."""
    with _alone():
        if not is_migrated():
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if "load_vocabularies" in get_commands():
            call_command("load_vocabularies", verbosity=0, stdout=io.StringIO())


def is_migrated() -> bool:
    """Whether every migration of this release is in the database."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def static_files() -> bool:
    """Collects the static files when they or the locked packages changed; answers whether it did."""
    stamp = pathlib.Path(settings.DATA_DIR) / "static.stamp"
    now = _static_fingerprint()
    collected = (pathlib.Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if collected and stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    bootstrap.make_data_dir(settings.DATA_DIR)
    stamp.write_text(now, encoding="ascii")
    return True


def demonstration() -> bool:
    """Fills an empty portal with the demonstration portfolio; answers whether it did."""
    if "seed_demonstration" not in get_commands() or get_user_model().objects.exists():
        return False
    call_command("seed_demonstration", verbosity=0, stdout=io.StringIO())
    return True


def has_open_demonstration() -> bool:
    """Whether somebody could sign in with an account whose password everybody knows."""
    return bool(get_user_model().objects.filter(is_demonstration=True, is_active=True).exists())


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def _static_fingerprint() -> str:
    """Changes with the lock (files of packages) and with any file of our own."""
    digest = hashlib.sha256((bootstrap.REQUIREMENTS / "production.txt").read_bytes())
    ours = [pathlib.Path(app.path) / "static" for app in apps.get_app_configs()]
    for name in ("shapes.py", "finders.py"):  # what draws a file changes it
        digest.update((pathlib.Path(apps.get_app_config("projects").path) / name).read_bytes())
    for folder in [*map(pathlib.Path, settings.STATICFILES_DIRS), *ours]:
        if bootstrap.ENVIRONMENT in folder.parents:
            continue
        for path in sorted(folder.rglob("*")):
            stat = path.stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
