"""A migrated cluster, kept between runs until a migration changes, so that a run begins with a copy of it.

Replaying all migrations takes longer than most test modules; copying what they made takes half a second.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from pvehub import bootstrap
from pvehub.embedded import making, place
from pvehub.embedded.manager import Cluster

KEPT = bootstrap.FOLDER / ".pytest_cache" / "clusters"
HOUSES = ("pvehub", "projects", "endorsement", "knowledge", "risks")


def copy_to(cluster: Cluster) -> None:
    """Fills the folder of a cluster that has not been started with the migrated one."""
    home = cluster.where.home
    with _alone():
        shutil.copytree(_kept(), home, dirs_exist_ok=True)
    _give_to_server(home / "pg")


def _kept() -> pathlib.Path:
    """Where the migrated cluster lies, made now where it is not there."""
    kept = KEPT / _fingerprint()
    if not kept.exists():
        for old in KEPT.iterdir():
            shutil.rmtree(old)
        _make(kept)
    return kept


def _make(kept: pathlib.Path) -> None:
    """Made in the place of the run's own clusters, since the server must be able to reach it."""
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="pvehub-template-"))
    scratch.chmod(0o711)
    try:
        cluster = Cluster(scratch / "data", throwaway=True).start()
        try:
            _migrate(cluster)
        finally:
            cluster.stop()
        draft = kept.with_suffix(".draft")
        shutil.copytree(cluster.where.home, draft)
        draft.rename(kept)
    finally:
        shutil.rmtree(scratch)


def _migrate(cluster: Cluster) -> None:
    given = {
        "DATABASE_OWNER_URL": cluster.url(making.OWNER),
        "DATABASE_URL": cluster.url(making.APP),
        "PVEHUB_DATABASE_ROLE": "owner",
        "PVEHUB_DATA": str(cluster.folder),
        "PVEHUB_TESTING": "1",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command, cwd=bootstrap.FOLDER, env=os.environ | given, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"The migrations fail on an empty database:\n{done.stderr[-3000:]}")


def _fingerprint() -> str:
    """Changes with every migration, with the modules of ours they import, and with how a cluster is made."""
    files = {pathlib.Path(making.__file__), *bootstrap.REQUIREMENTS.glob("*.txt")}
    for house in HOUSES:
        for path in (bootstrap.FOLDER / house).rglob("migrations/*.py"):
            files.add(path)
            for module in re.findall(r"^(?:from|import) ([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
                own = bootstrap.FOLDER / (module.replace(".", "/") + ".py")
                if module.split(".")[0] in HOUSES and own.exists():
                    files.add(own)
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(files):
        digest.update(f"{path}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _give_to_server(data: pathlib.Path) -> None:
    user = place.server_user()
    if os.geteuid() == 0:
        for path in (data, *data.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(KEPT, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


if __name__ == "__main__":  # before the tests, beside what else the gate does on the other core
    with _alone():
        _kept()
