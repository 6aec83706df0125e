"""Making a cluster: initdb, the roles with their passwords, the extensions and the database. Safe to repeat.

Three roles: the superuser (used here only), *owner* (owns the database and its tables; migrates, backs up, restores)
and *app* (serves; owns nothing).
"""

import json
import os
import pathlib
import secrets
import shutil
import subprocess

import psycopg
from psycopg import conninfo, sql

from pvehub import bootstrap
from pvehub.embedded import place

SUPERUSER = "postgres"
OWNER = "pvehub_owner"
APP = "pvehub_app"
DATABASE = "pvehub"
EXTENSIONS = ("btree_gin", "pg_trgm", "unaccent")
PASSWORDS = "passwords.json"


def make_folder(folder: pathlib.Path) -> None:
    """Makes the data folder, closed to others as far as the server's user allows."""
    bootstrap.make_data_dir(folder)


def environment() -> dict[str, str]:
    """What the server's programs see: no locale or PG* variable of the caller, and our time zone."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def passwords(where: place.Place) -> dict[str, str]:
    """The password of each role, made with the cluster and readable by its maker only."""
    loaded: dict[str, str] = json.loads((where.home / PASSWORDS).read_text(encoding="ascii"))
    return loaded


def answers(where: place.Place, sockets: pathlib.Path) -> bool:
    """Whether the server accepts connections."""
    command = [str(where.bin / "pg_isready"), "-q", "-h", str(sockets), "-t", "2"]
    return subprocess.run(command, env=environment(), check=False).returncode == 0


def initialise(where: place.Place, *, throwaway: bool) -> None:
    """Creates the cluster if there is none: aside, then renamed, so that there never is half of one."""
    if (where.data / "PG_VERSION").exists():
        return
    draft = where.home / "pg.making"
    shutil.rmtree(draft, ignore_errors=True)
    chosen = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
    _write_private(where.home / PASSWORDS, json.dumps(chosen))
    where.make_server_folder(draft)
    secret = where.home / "superuser.password"
    _write_private(secret, f"{chosen[SUPERUSER]}\n")
    os.chown(secret, place.server_user().pw_uid, -1)
    # The builtin provider sorts and folds the same on every machine, whatever its system library knows.
    command = [str(where.bin / "initdb"), "--pgdata", str(draft), "--username", SUPERUSER, "--encoding", "UTF8"]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
    command += ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions"]
    command += ["--no-sync"] if throwaway else []
    done = subprocess.run(
        command,
        capture_output=True,
        env=environment(),
        cwd="/",
        check=False,
        **place.as_server_user(),
    )
    secret.unlink()
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise place.Unavailable(f"The embedded database could not be made: {(said or ['no reason given'])[-1]}")
    draft.rename(where.data)


def provision(where: place.Place, sockets: pathlib.Path) -> None:
    """Roles, extensions and the database, where they are missing."""
    done = where.home / "provisioned"
    if done.exists() and done.stat().st_mtime >= (where.data / "PG_VERSION").stat().st_mtime:
        return
    chosen = passwords(where)
    login = conninfo.make_conninfo(host=str(sockets), user=SUPERUSER, password=chosen[SUPERUSER])
    with psycopg.connect(login, dbname="postgres", autocommit=True) as connection:
        for role, right in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            _make_role(connection, role, right, chosen[role])
        # Tests, which connect as owner, may step down to app and act with no more than its rights.
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
    # In the template too, so that every database made later, a test's for example, has them.
    with psycopg.connect(login, dbname="template1", autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    with psycopg.connect(login, dbname="postgres", autocommit=True) as connection:
        _make_database(connection)
    _write_private(done, "")


def _make_role(connection: psycopg.Connection, role: str, right: str, password: str) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    statement = "ALTER ROLE {} LOGIN {} PASSWORD {}" if there else "CREATE ROLE {} LOGIN {} PASSWORD {}"
    connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.SQL(right), sql.Literal(password)))


def _make_database(connection: psycopg.Connection) -> None:
    database = sql.Identifier(DATABASE)
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(OWNER)))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, sql.Identifier(APP)))


def _write_private(path: pathlib.Path, text: str) -> None:
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
