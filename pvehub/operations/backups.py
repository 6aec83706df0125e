"""Making a backup, keeping the right ones, putting one back, and proving on a server of its own that it can be put back.

The dump lies in the clear for as long as it takes, beside the database and as private as that; never where backups go.
"""

import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from pvehub import bootstrap
from pvehub.embedded import making
from pvehub.embedded.manager import Cluster

from . import archive, dumping

NAMED = re.compile(r"pvehub-(\d{4})(\d\d)(\d\d)T(\d{4})Z\.backup")
SCRATCH = "scratch-"
KEEP = {"daily": 7, "weekly": 5, "monthly": 12}


class Busy(dumping.Impossible):
    """Another backup or trial restore is running."""


class NotProven(Exception):
    """The backup does not restore to what was backed up; the message is a sentence."""


@dataclass(frozen=True)
class Proof:
    """What a trial restore brought back."""

    made_at: str
    tables: int
    rows: int
    files: int

    def __str__(self) -> str:
        return f"{self.tables} tables, {self.rows} rows and {self.files} files of {self.made_at[:16]} came back as they were."


def keys() -> list[str]:
    """The keys backups open with, one a line; the first is the one they are made under. To change it a new line is put
    above the old ones, which stay for as long as backups made under them are kept. On a machine of one's own the first
    key is made once, beside the data."""
    text = str(settings.BACKUP_KEY)
    if not text and settings.IS_LOCAL:
        text = bootstrap.secret_key(settings.DATA_DIR, "backup_key")
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if not found or any(len(key) < 40 or len(set(key)) < 10 for key in found):
        raise ImproperlyConfigured(
            "Set BACKUP_KEY_FILE to a file with at least 43 random characters a line, kept elsewhere too."
        )
    return found


def secret() -> str:
    """The key backups are made under."""
    return keys()[0]


def make(target: pathlib.Path) -> archive.Manifest:
    """Database and private files into the encrypted archive `target`, while the portal serves."""
    key = secret()
    with _scratch() as folder:
        dump = folder / archive.DUMP
        facts = {"made_at": timezone.now().isoformat(), "server": dumping.server_major(), "tables": dumping.dump(dump)}
        # After the dump: every file a row of it names is there by now.
        return archive.write(target, dump, pathlib.Path(settings.FILES_ROOT), facts, key)


def make_todays(folder: pathlib.Path, now: datetime) -> pathlib.Path | None:
    """The backup of this day of UTC, if there is none yet and nobody else is making it; then those go that need not stay."""
    with _alone(folder) as is_ours:
        if not is_ours or any(day == now.date() for day, _path in kept(folder)):
            return None
        target = folder / f"pvehub-{now:%Y%m%dT%H%M}Z.backup"
        make(target)
        for path in superfluous(kept(folder), KEEP):
            path.unlink()
        return target


def kept(folder: pathlib.Path) -> list[tuple[date, pathlib.Path]]:
    """(day, path) of every backup in the folder that the timetable made, oldest first; what has another name is not ours."""
    found = [(NAMED.fullmatch(path.name), path) for path in sorted(folder.iterdir())]
    return [(date(*map(int, name.groups()[:3])), path) for name, path in found if name]


def superfluous(backups: Iterable[tuple[date, pathlib.Path]], keep: dict[str, int]) -> list[pathlib.Path]:
    """Those that are not the last of one of the latest `keep` days, weeks or months that have a backup at all.

    Counted in backups, not in days passed: a portal that stood still for a year loses none of them at its next start.
    """
    newest_first, stays = sorted(backups, reverse=True), set()
    periods = {
        "daily": date.toordinal,
        "weekly": lambda day: day.isocalendar()[:2],
        "monthly": lambda day: (day.year, day.month),
    }
    for name, period_of in periods.items():
        lasts: dict[object, pathlib.Path] = {}
        for day, path in newest_first:
            lasts.setdefault(period_of(day), path)
        stays |= set(list(lasts.values())[: keep[name]])
    return [path for _day, path in newest_first if path not in stays]


def restore(source: pathlib.Path, wanted_sha256: str | None = None) -> archive.Manifest:
    """Puts the archive in the place of what is there. Everything is compared before the first row is written."""
    root = pathlib.Path(settings.FILES_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Inside the folder, so that putting a file in its place is a rename; the dot keeps it out of backups.
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=root) as scratch:
        folder = pathlib.Path(scratch)
        manifest = archive.unpack(source, folder, *keys())
        if wanted_sha256 and wanted_sha256 != manifest.sha256:
            raise archive.Damaged("The archive is not the one with that sha256.")
        dumping.restore(folder / archive.DUMP)
        _put_files(folder / archive.FILES, root)
    return manifest


def prove(source: pathlib.Path) -> Proof:
    """Restores the archive on a server made for it and thrown away after it, and compares every row and file."""
    ours = "\n".join(keys())
    with _scratch() as folder:
        files = folder / "files"
        cluster = Cluster(folder / "server", throwaway=True).start()
        try:
            urls = {"DATABASE_OWNER_URL": cluster.url(making.OWNER), "DATABASE_URL": cluster.url(making.APP)}
            given = urls | {"FILES_ROOT": str(files), "PVEHUB_DATABASE_ROLE": "owner", "BACKUP_KEY": ours}
            manifest = archive.Manifest.from_bytes(_run("restore", str(source), "--json", environment=given).encode())
            _run("audit_verify", environment=given)
            back = dumping.contents_at(cluster.url(making.OWNER))
        finally:
            cluster.stop()
            if cluster.where.home != cluster.folder:  # as root it lies where the server's account may go
                shutil.rmtree(cluster.where.home, ignore_errors=True)
        require_same(manifest.facts["tables"], back)
        rows = sum(int(count) for count, _digest in back.values())
        return Proof(manifest.facts["made_at"], len(back), rows, sum(1 for _ in archive.files_below(files)))


def require_same(was: dict[str, dumping.Contents], back: dict[str, dumping.Contents]) -> None:
    """Raises NotProven, naming a table, unless every table came back and no other, each with the same rows."""
    differing = sorted(name for name in {*was, *back} if was.get(name) != back.get(name))
    if differing:
        raise NotProven(f"The table {differing[0]} did not come back as it was.")


def _run(*words: str, environment: dict[str, str]) -> str:
    """A command of ours in a process of its own, whose database is the one in `environment`."""
    bare = {name: value for name, value in os.environ.items() if not name.endswith("_FILE")}
    done = subprocess.run(
        [sys.executable, str(bootstrap.FOLDER / "manage.py"), *words],
        env=bare | {"SECRET_KEY": settings.SECRET_KEY} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NotProven((done.stderr.strip().splitlines() or ["The trial restore ended without a word."])[-1])
    return done.stdout


@contextlib.contextmanager
def _scratch() -> Iterator[pathlib.Path]:
    """A private folder beside the data; what a killed predecessor left goes first."""
    base = pathlib.Path(settings.DATA_DIR) / "backing-up"
    bootstrap.make_data_dir(base)
    with _alone(base) as is_ours:
        if not is_ours:
            raise Busy("Another backup or trial restore is running: wait until it has ended.")
        for stale in base.glob(f"{SCRATCH}*"):
            shutil.rmtree(stale, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=base) as name:
            yield pathlib.Path(name)


@contextlib.contextmanager
def _alone(folder: pathlib.Path) -> Iterator[bool]:
    """Whether nobody else holds this folder; a lock on it is gone with its holder, also after `kill -9`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _put_files(new: pathlib.Path, root: pathlib.Path) -> None:
    """Afterwards the folder holds the files of the archive and no other."""
    wanted = dict(archive.files_below(new)) if new.is_dir() else {}
    for name, path in list(archive.files_below(root)):
        if name not in wanted:
            path.unlink()
    for name, path in wanted.items():
        (root / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, root / name)
