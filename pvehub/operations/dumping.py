"""The database out to a dump and back in, with PostgreSQL's own tools, as owner.

Owners and privileges are not in the dump: what is restored belongs to whoever restores it, and the serving role's
privileges are made anew from the migrations, whatever that role is called there.
"""

import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Sequence

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from pvehub.audit.appendonly import Revoke, ServingRole
from pvehub.embedded import place

Contents = list[int | str]  # how many rows, and the sum of their digests
EXTENSIONS = ("btree_gin", "pg_trgm", "unaccent")


class Impossible(Exception):
    """The database cannot be dumped or restored; the message is a sentence."""


def server_major() -> int:
    """The major version of the server, 18 for example."""
    connection.ensure_connection()
    version: int = connection.connection.info.server_version
    return version // 10_000


def dump(target: pathlib.Path) -> dict[str, Contents]:
    """Writes one consistent snapshot of the whole database; answers with what every table held in that snapshot."""
    command = [_pg_dump(), "--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--file={target}"]
    with psycopg.connect(**connection.get_connection_params()) as link:
        link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (snapshot,) = link.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        _run([*command, f"--snapshot={snapshot}"])
        return _contents(link)


def contents_at(url: str) -> dict[str, Contents]:
    """What every table of the database at this address holds."""
    with psycopg.connect(url) as link:
        return _contents(link)


def _contents(link: psycopg.Connection) -> dict[str, Contents]:
    """Rows are added up as digests, so that their order, which a restore need not keep, says nothing."""
    for setting in ("timezone = UTC", "datestyle = ISO", "extra_float_digits = 1", "bytea_output = hex"):
        link.execute(f"SET LOCAL {setting}")
    tables = link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    digest = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM public.{} t"
    found: dict[str, Contents] = {}
    for (name,) in tables:
        count, added = link.execute(sql.SQL(digest).format(sql.Identifier(name))).fetchone() or (0, "")
        found[name] = [count, added]
    return found


def has_tables() -> bool:
    """Whether there is anything a restore would write over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public')")
        return bool(cursor.fetchone()[0])


def restore(source: pathlib.Path) -> None:
    """Puts the dump in the place of whatever there is, in one transaction: an error leaves everything as it was."""
    script = source.with_suffix(".sql")
    opening = source.with_suffix(".opening.sql")
    _write_script(source, script)
    lines = ["DROP SCHEMA public CASCADE;", "CREATE SCHEMA public;"]
    lines += [f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public;" for name in EXTENSIONS]
    opening.write_text("\n".join(lines), encoding="ascii")
    command = [str(place.binaries() / "psql"), "--no-psqlrc", "--quiet", "--single-transaction"]
    command += ["--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--file={opening}", f"--file={script}"]
    _run(command)
    _grant()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _grant() -> None:
    """Plays the privileges of all migrations again: first what the serving role may, then what is taken from it."""
    loader = MigrationLoader(connection)
    operations = [step for migration in loader.disk_migrations.values() for step in migration.operations]
    with connection.schema_editor() as editor:
        for kind in (ServingRole, Revoke):
            for operation in operations:
                if isinstance(operation, kind):
                    operation.database_forwards("", editor, None, None)


def _write_script(source: pathlib.Path, script: pathlib.Path) -> None:
    """The dump as SQL, without what only a superuser may say and what an older server does not understand."""
    restoring = _newest("pg_restore")
    contents = subprocess.run([restoring, "--list", source], capture_output=True, check=False)
    if contents.returncode != 0:
        raise Impossible("The dump in the archive cannot be read: it was made by a newer PostgreSQL than is here.")
    listed = source.with_suffix(".list")
    kept = [line for line in contents.stdout.splitlines() if not re.search(rb" (EXTENSION|SCHEMA) - ", line)]
    listed.write_bytes(b"\n".join(kept) + b"\n")
    _run([restoring, f"--use-list={listed}", "--no-owner", "--no-privileges", f"--file={script}", str(source)])
    if server_major() < 17:
        _leave_out(script, b"SET transaction_timeout = 0;")


def _leave_out(script: pathlib.Path, unknown: bytes) -> None:
    """Takes one line out of the settings a dump opens with; the rows below are copied as they are."""
    draft = script.with_suffix(".draft")
    with script.open("rb") as old, draft.open("wb") as new:
        for _ in range(30):
            line = old.readline()
            if line.strip() != unknown:
                new.write(line)
        shutil.copyfileobj(old, new)
    draft.replace(script)


def _pg_dump() -> str:
    """pg_dump of the server's own major version: another one's dump may hold what that server refuses."""
    wanted = server_major()
    for candidate in _candidates("pg_dump"):
        if _major(candidate) == wanted:
            return candidate
    raise Impossible(f"A backup of this server needs pg_dump {wanted}: install postgresql-client-{wanted}.")


def _newest(tool: str) -> str:
    """A newer pg_restore reads every older dump."""
    return max(_candidates(tool), key=_major)


def _candidates(tool: str) -> list[str]:
    found = [str(place.binaries() / tool), shutil.which(tool) or ""]
    found += [str(path) for path in pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{tool}")]
    return [path for path in found if path]


def _major(program: str) -> int:
    """18 of `pg_dump (PostgreSQL) 18.6`; 0 when it does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number.group(1)) if number else 0


def _run(command: Sequence[str]) -> None:
    """With the address and password of our own connection, in the environment and so out of the process list."""
    parameters = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    address = {name: str(parameters[key]) for key, name in names.items() if parameters.get(key)}
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PGCLIENTENCODING": "UTF8", **address}
    connection.close()
    done = subprocess.run(list(command), env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise Impossible(f"{pathlib.Path(command[0]).name} failed: {said[0]}")
