"""One embedded PostgreSQL cluster: making it, starting it once, stopping it, recovering after a crash.

One process owns the running server: the one that started it, whose child it is and with which it dies. Others attach.
Locks are held on the folders themselves, so that nothing is left behind, also not after `kill -9`.
"""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from pvehub.embedded import making, place, processes
from pvehub.embedded.place import Unavailable

SOCKET_PREFIX = "pvehub-"
START_SECONDS = 60
STOP_SECONDS = 30
LONGEST_LOG = 5 * 1024 * 1024

SETTINGS = {
    "listen_addresses": "",  # a socket only: nothing of it is reachable over a network
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
    "work_mem": "16MB",  # what a question to the index sorts stays in memory
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A database that is thrown away needs to survive nothing.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
}


class Cluster:
    """The cluster of one data folder. Nothing is touched before `start()`."""

    def __init__(self, folder: pathlib.Path, *, throwaway: bool = False) -> None:
        self.folder = pathlib.Path(folder)
        self.throwaway = throwaway
        self._process: subprocess.Popen[bytes] | None = None
        self._ownership: int | None = None
        self._sockets: pathlib.Path | None = None

    @property
    def where(self) -> place.Place:
        """Where binaries and data lie; makes the data folder."""
        making.make_folder(self.folder)
        return place.place_for(self.folder)

    @property
    def is_owner(self) -> bool:
        """Whether this process started the server and has to stop it."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The server's process id while this process owns it."""
        return self._process.pid if self._process else None

    @property
    def sockets(self) -> pathlib.Path:
        """The folder with the running server's socket."""
        if self._sockets is None:
            raise Unavailable("The embedded database has not been started.")
        return self._sockets

    def start(self, *, exclusive: bool = False) -> "Cluster":
        """Makes sure that the server runs: starts it, or attaches to the one another process owns.

        `exclusive` is for `up`, which must own it: raises Unavailable, naming the process, when another one does.
        """
        if self.is_owner:
            return self
        where = self.where
        with _locked(where.home):
            making.initialise(where, throwaway=self.throwaway)
            self._ownership = _try_lock(where.data)
            if self._ownership is None:
                if exclusive:
                    raise Unavailable(_in_use(where.data, self.folder))
                self._attach(where)
                return self
            try:
                self._launch(where)
                making.provision(where, self.sockets)
            except BaseException:
                self.stop()
                raise
        return self

    def stop(self) -> None:
        """Stops the server if this process owns it, and leaves neither socket nor lock."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            # Fast shutdown first (sessions are ended, data is written), then less and less polite.
            for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                process.send_signal(sign)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(STOP_SECONDS)
                    break
        if self._ownership is not None:
            if self._sockets is not None:
                shutil.rmtree(self._sockets, ignore_errors=True)
            os.close(self._ownership)
            self._ownership = None
        self._sockets = None

    def address(self, role: str) -> dict[str, str]:
        """host, user and password with which `role` (making.OWNER, APP or SUPERUSER) connects."""
        return {"host": str(self.sockets), "user": role, "password": making.passwords(self.where)[role]}

    def url(self, role: str, database: str = making.DATABASE) -> str:
        """The same as a URL, for other programs and for child processes."""
        address = self.address(role)
        login = f"{quote(address['user'])}:{quote(address['password'], safe='')}"
        return f"postgresql://{login}@/{quote(database)}?{urlencode({'host': address['host']})}"

    def is_running(self) -> bool:
        """Whether the server we started or attached to still is there."""
        if self._process is not None:
            return self._process.poll() is None
        return self._sockets is not None and _running(self.where.data) == self._sockets

    def _attach(self, where: place.Place) -> None:
        """Waits for the server that its owner is starting or has started."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            sockets = _running(where.data)
            if sockets is not None and making.answers(where, sockets):
                self._sockets = sockets
                return
            time.sleep(0.05)
        raise Unavailable(f"The database in {self.folder} belongs to another process and does not answer.")

    def _launch(self, where: place.Place) -> None:
        _bury(where.data)
        self._sockets = _socket_folder(where)
        options = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        options["unix_socket_directories"] = str(self._sockets)
        command = [str(where.bin / "postgres"), "-D", str(where.data)]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        # The kernel's signal follows the starting thread; a server started by another thread is only stopped at exit.
        main = threading.current_thread() is threading.main_thread()
        end = time.monotonic() + START_SECONDS
        while True:
            with _log(where.log) as log:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env=making.environment() | _stranger(where.data),
                    start_new_session=True,  # Ctrl-C in the terminal is for us; we stop the server last
                    preexec_fn=processes.dying_with_parent(signal.SIGINT) if main else None,
                    **place.as_server_user(),
                )
            while self._process.poll() is None:
                if making.answers(where, self._sockets):
                    return
                if time.monotonic() > end:
                    raise Unavailable(f"The embedded database does not answer; see {where.log}.")
                time.sleep(0.03)
            # Sessions of a killed server may hold its memory for a moment longer.
            if "still in use" not in _last_words(where.log) or time.monotonic() > end:
                raise Unavailable(f"The embedded database did not start: {_last_words(where.log)}")
            time.sleep(0.3)


@contextlib.contextmanager
def _locked(folder: pathlib.Path) -> Iterator[None]:
    """One process at a time makes or starts the cluster."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _try_lock(folder: pathlib.Path) -> int | None:
    """The descriptor that holds the lock on `folder`, or None when another process holds it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _postmaster(data: pathlib.Path) -> tuple[int, pathlib.Path] | None:
    """(process id, socket folder) as the server noted them; also of one that is long dead."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[0]), pathlib.Path(lines[4])
    except (OSError, ValueError, IndexError):
        return None


def _is_server(pid: int, data: pathlib.Path) -> bool:
    """Whether this process is the server of this data directory (which is where it stands)."""
    try:
        return processes.name_of(pid) == "postgres" and os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False


def _running(data: pathlib.Path) -> pathlib.Path | None:
    """The socket folder of the server that runs on `data`, if one does."""
    noted = _postmaster(data)
    return noted[1] if noted and _is_server(noted[0], data) else None


def _bury(data: pathlib.Path) -> None:
    """Ends a server whose owner is gone; it may be on its way out already."""
    noted = _postmaster(data)
    if noted is None:
        return
    pid, _ = noted
    signs = iter((signal.SIGINT, signal.SIGINT, signal.SIGQUIT))
    end = 0.0
    while _is_server(pid, data):
        if time.monotonic() > end:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, next(signs, signal.SIGKILL))
            end = time.monotonic() + STOP_SECONDS / 3
        time.sleep(0.05)


def _stranger(data: pathlib.Path) -> dict[str, str]:
    """After a crash the noted id may belong to another program; only then PostgreSQL is told to disregard it."""
    noted = _postmaster(data)
    if noted and processes.name_of(noted[0]) and not _is_server(noted[0], data):
        return {"PG_GRANDPARENT_PID": str(noted[0])}
    return {}


def _socket_folder(where: place.Place) -> pathlib.Path:
    """A new folder for each start: no stale socket, and a path short enough for the kernel (107 bytes).

    Those of earlier servers of this data are removed: whoever calls holds the lock, so they are dead.
    """
    base = pathlib.Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > 60 or not place.reachable(base):
        base = pathlib.Path("/tmp")  # the folder made in it has a random name and is ours alone
    prefix = f"{SOCKET_PREFIX}{hashlib.sha256(os.fsencode(where.data)).hexdigest()[:8]}-"
    for stale in base.glob(f"{prefix}*"):
        shutil.rmtree(stale, ignore_errors=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix=prefix, dir=base))
    where.make_server_folder(folder)
    return folder


@contextlib.contextmanager
def _log(path: pathlib.Path) -> Iterator[int]:
    """The log, opened for appending, begun anew when it has grown long."""
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        flags |= os.O_TRUNC
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _last_words(path: pathlib.Path) -> str:
    """What the server complained about last."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    fatal = [line for line in lines if "FATAL" in line]
    return (fatal or lines or ["it said nothing"])[-1]


def _in_use(data: pathlib.Path, folder: pathlib.Path) -> str:
    noted = _postmaster(data)
    holder = processes.parent_of(noted[0]) if noted else 0
    who = f"process {holder}, {processes.command_of(holder)}" if holder else "another process"
    return f"The data in {folder} is in use by {who}: stop it first, or set PVEHUB_DATA to another folder."
