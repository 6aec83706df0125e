"""What runs before the requirements are there: makes `.venv` from the locked requirements and starts again inside it.

Standard library only, and written so that a Python far too old can still read it and say so.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess
import sys

OLDEST_PYTHON = (3, 11)
FOLDER = pathlib.Path(__file__).absolute().parent.parent
REQUIREMENTS = FOLDER / "pvehub" / "requirements"
ENVIRONMENT = FOLDER / ".venv"
STAMP = ENVIRONMENT / "pvehub.json"
SPACE_NEEDED = 700 * 1024 * 1024  # the development set with its pip cache, measured at about 600 MB

# Commands that need the tools of the development lock; everything else runs on the production lock.
DEVELOPMENT_COMMANDS = ("verify",)
DEVELOPMENT_OPTIONS = ("--engine",)  # of evaluate_search: what it compares with is no part of the portal

# Commands that define or move tables, or read and write across all of them, act as *owner*. Whatever serves people, and
# every other command, is *app*, which may neither change a table nor truncate one.
OWNER_COMMANDS = (
    "backup",
    "createcachetable",
    "dbshell",
    "dumpdata",
    "endorsement_check",
    "evaluate_search",
    "flush",
    "load_vocabularies",
    "loaddata",
    "makemigrations",
    "migrate",
    "optimizemigration",
    "pgtrigger",
    "prepare",
    "restore",
    "seed_demonstration",
    "showmigrations",
    "sqlflush",
    "sqlmigrate",
    "squashmigrations",
    "test",
    "up",  # prepares the database; what it starts to serve with is *app* again
)


class Refused(Exception):
    """The environment cannot be made; the message is one sentence that says what to do."""


def enter(arguments):
    """Returns at once where the requirements are installed; else makes `.venv` and runs the same command inside it.

    Never returns when it had to start again. Ends with one sentence, not a traceback, when it cannot.
    """
    try:
        _require_python()
        lock = _lock_for(arguments)
        if _inside_own_environment(lock) or _installed(lock):
            return
        if os.environ.get("PVEHUB_BOOTSTRAPPED") == str(os.getpid()):
            raise Refused("The environment in %s is incomplete; delete that folder and run again." % ENVIRONMENT)
        if not _stamped(lock):
            _make(lock)
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    _start_again(arguments)


def database_role(arguments):
    """*owner* for the commands that define tables or walk over all of them, else *app*."""
    return "owner" if len(arguments) > 1 and arguments[1] in OWNER_COMMANDS else "app"


def data_dir():
    """Where the embedded database, the private files and the secret key live unless settings say otherwise."""
    return pathlib.Path(os.environ.get("PVEHUB_DATA") or FOLDER / ".data").absolute()


def secret_key(folder, name="secret_key"):
    """The key of this name kept in `folder`, readable by its owner only; made on the first call."""
    path = pathlib.Path(folder) / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    make_data_dir(folder)
    draft = path.with_name("%s.%d" % (name, os.getpid()))
    try:
        with open(os.open(str(draft), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        # A link never replaces: of two processes starting at once, both end up with the first one's key.
        with contextlib.suppress(FileExistsError):
            os.link(str(draft), str(path))
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def make_data_dir(folder):
    """Makes the data folder; as root others may pass through (not list) it, since the server runs as `nobody`."""
    path = pathlib.Path(folder)
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)


def missing(lock):
    """The locked requirements that this interpreter lacks, or has in another version, as `name==version`."""
    import importlib.metadata

    absent = []
    for name, version, marker in _locked(lock):
        if not _applies(marker):
            continue
        try:
            there = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            there = None
        if there != version:
            absent.append("%s==%s" % (name, version))
    return absent


def _require_python():
    if sys.version_info < OLDEST_PYTHON:
        raise Refused(
            "PVE Hub needs Python %d.%d or newer and this is %d.%d: use a newer one, for example `python3.11 %s`."
            % (OLDEST_PYTHON + sys.version_info[:2] + (" ".join(sys.argv),))
        )


def _lock_for(arguments):
    development = len(arguments) > 1 and (
        arguments[1] in DEVELOPMENT_COMMANDS
        or any(argument.split("=")[0] in DEVELOPMENT_OPTIONS for argument in arguments[2:])
    )
    return REQUIREMENTS / ("development.txt" if development else "production.txt")


def _locked(lock):
    """(name, version, marker) of each requirement in a lock file."""
    for line in lock.read_text(encoding="utf-8").splitlines():
        found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+) *(?:;([^\\]*))?", line)
        if found:
            yield found.group(1), found.group(2), (found.group(3) or "").strip()


def _applies(marker):
    """Whether a marker of the lock holds here. The lock has single comparisons only; an unknown one counts as no."""
    if not marker:
        return True
    found = re.match(r"^(\w+) *(==|!=|<=|>=|<|>) *'([^']*)'$", marker)
    if not found:
        return False
    name, operator, wanted = found.groups()
    here = {
        "implementation_name": sys.implementation.name,
        "platform_python_implementation": {"cpython": "CPython", "pypy": "PyPy"}.get(sys.implementation.name, ""),
        "python_full_version": "%d.%d.%d" % sys.version_info[:3],
        "python_version": "%d.%d" % sys.version_info[:2],
        "sys_platform": sys.platform,
        "os_name": os.name,
    }.get(name)
    if here is None:
        return False
    if "version" in name:
        here, wanted = ([int(part) for part in text.split(".")] for text in (here, wanted))
    return {
        "==": here == wanted,
        "!=": here != wanted,
        "<": here < wanted,
        "<=": here <= wanted,
        ">": here > wanted,
        ">=": here >= wanted,
    }[operator]


def _installed(lock):
    """Whether the interpreter that runs us has everything, as in a container or an activated environment."""
    return not missing(lock)


def _inside_own_environment(lock):
    return pathlib.Path(sys.prefix) == ENVIRONMENT and _stamped(lock)


def _base_python():
    """The interpreter environments are made from, also when we run inside one."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _seal():
    """What an environment depends on besides its lock: scripts carry the folder, compiled modules the interpreter."""
    return {"python": "%s %s" % (_base_python(), sys.version), "folder": str(FOLDER)}


def _read_stamp():
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _digest(lock):
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamped(lock):
    stamp = _read_stamp()
    return stamp.get("seal") == _seal() and stamp.get(lock.name) == _digest(lock)


def _make(lock):
    """Installs `lock` into `.venv`; one process at a time, and the stamp is written last."""
    with _alone(lock):
        if _stamped(lock):
            return
        if shutil.disk_usage(str(FOLDER)).free < SPACE_NEEDED:
            raise Refused("Less than 700 MB are free where %s lies: make room and run again." % FOLDER)
        if not os.access(str(FOLDER), os.W_OK):
            raise Refused("The folder %s cannot be written to: run as the user it belongs to." % FOLDER)
        print("Installing the locked requirements into %s (once) ..." % ENVIRONMENT, file=sys.stderr, flush=True)
        stamp = _read_stamp()
        if STAMP.exists():
            STAMP.unlink()
        if stamp.get("seal") != _seal() or not (ENVIRONMENT / "bin" / "python").exists():
            stamp = {"seal": _seal()}
        _fill(lock, anew=len(stamp) == 1)
        stamp[lock.name] = _digest(lock)
        if lock.name == "development.txt":  # the development lock is the production lock and more
            stamp["production.txt"] = _digest(REQUIREMENTS / "production.txt")
        STAMP.write_text(json.dumps(stamp), encoding="utf-8")


@contextlib.contextmanager
def _alone(lock):
    """One installation at a time. The lock sits on the requirements file itself, so that nothing is left behind."""
    with open(str(lock), "rb") as file:
        with contextlib.suppress(OSError):  # a network file system without locks: two at once is then the user's care
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fill(lock, anew):
    """uv is quicker; but where it cannot (other certificates, another configuration), pip may."""
    uv = shutil.which("uv")
    if uv:
        try:
            if anew:
                _create(uv)
            _install(uv, lock)
            return
        except Refused:
            anew = True  # uv's environment has no pip in it
    if anew or not list((ENVIRONMENT / "lib").glob("python*/site-packages/pip")):
        _create(None)
    _install(None, lock)


def _create(uv):
    if uv:
        _run([uv, "venv", "--quiet", "--no-project", "--clear", "--python", _base_python(), str(ENVIRONMENT)])
        return
    try:
        import ensurepip  # noqa: F401 - Debian ships venv without it, and venv says so only in many lines
        import venv  # noqa: F401 - asked whether it is there; it is run as a program below
    except ImportError:
        raise Refused(
            "This Python has no venv module: install it (Debian, Ubuntu: `apt-get install python3-venv`) and run again."
        )
    _run([_base_python(), "-m", "venv", "--clear", str(ENVIRONMENT)])


def _install(uv, lock):
    python = str(ENVIRONMENT / "bin" / "python")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--compile-bytecode"]
        if not os.access(os.path.expanduser("~"), os.W_OK):
            command.append("--no-cache")
        _run([*command, "--python", python, "--requirement", str(lock)])
        return
    _run(
        [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-compile"]
        + ["--progress-bar", "off", "--no-deps", "--require-hashes", "--requirement", str(lock)]
    )
    # pip compiles one file after the other; this uses all cores. A file for another Python may fail, and may.
    subprocess.call([python, "-m", "compileall", "-q", "-q", "-j", "0", str(ENVIRONMENT / "lib")])


# What the installers print, in the words of each, and the sentence a person can act on.
EXPLANATIONS = (
    (r"No space left|Disk quota exceeded", "The disk is full where {folder} lies: make room and run again."),
    (r"Permission denied|Read-only file system", "{folder} cannot be written to: run as the user it belongs to."),
    (
        r"do not match the hash|Hash mismatch|HashMismatch",
        "A downloaded package is not the one that was locked (its hash differs): nothing was installed from it.",
    ),
    (
        r"(?i)name resolution|name or service not known|failed to establish|connection ?error|unreachable|dns error"
        r"|connection (?:refused|reset|timed)|error sending request|read timed out|proxy ?error|no matching dist",
        "The requirements could not be downloaded: connect this machine to the network and run again.",
    ),
)


def _run(command):
    # The machine's own certificates: many offices have a proxy that signs for the outside world.
    environment = dict(os.environ, PYTHONIOENCODING="utf-8", UV_SYSTEM_CERTS="1", UV_NATIVE_TLS="1")
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(FOLDER), env=environment
        )
    except OSError as error:
        raise Refused("%s could not be run (%s)." % (command[0], error.strerror))
    if done.returncode == 0:
        return
    said = done.stdout.decode("utf-8", "replace").strip()
    for pattern, sentence in EXPLANATIONS:
        if re.search(pattern, said):
            raise Refused(sentence.format(folder=FOLDER))
    raise Refused("Installing the requirements failed: %s" % (said.splitlines() or ["no reason given"])[-1])


def _start_again(arguments):
    os.environ["PVEHUB_BOOTSTRAPPED"] = str(os.getpid())  # exec keeps the process id
    python = str(ENVIRONMENT / "bin" / "python")
    sys.stdout.flush()
    os.execv(python, [python, str(FOLDER / "manage.py")] + list(arguments[1:]))
