"""backup and restore: what comes back is what was there, table by table and file by file, or nothing is touched."""

import hashlib
import io
import os
import pathlib
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from pvehub.operations import archive, backups, sealing, tasks
from pvehub.operations.models import Mark
from pvehub.people.models import User
from tests import make

REPOSITORY = pathlib.Path(__file__).parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

WHAT_PROTECTS = {
    "triggers": (
        "SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid)"
        " FROM pg_trigger WHERE NOT tgisinternal"
    ),
    "privileges": (
        "SELECT relname, relacl::text FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
    ),
    "defaults": "SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl",
    "constraints": (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0"
    ),
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequences": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
    "search": "SELECT cfgname FROM pg_ts_config",
    "extensions": "SELECT extname FROM pg_extension",
}


def _url(database: str) -> str:
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    return parts._replace(path=f"/{database}").geturl()


def _contents(database: str) -> dict[str, Any]:
    """(rows, digest) of every table there is, and everything that protects them."""
    with psycopg.connect(_url(database)) as link:
        tables = [name for (name,) in link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        query = 'SELECT count(*), md5(string_agg(t::text, E\'\\n\' ORDER BY t::text COLLATE "C")) FROM public."{}" t'
        found: dict[str, Any] = {name: link.execute(query.format(name)).fetchone() for name in tables}
        for name, statement in WHAT_PROTECTS.items():
            found[f"({name})"] = sorted(_plain(row) for row in link.execute(statement))
        return found


def _plain(row: tuple[Any, ...]) -> str:
    """PostgreSQL writes the casts of an expression it has read back at other places; the words are the same."""
    return re.sub(r"::(?:character varying|text)(?:\[\])?|[()]", "", str(row))


def _files(root: pathlib.Path) -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in archive.files_below(root)}


def _restore(file: pathlib.Path, database: str, files: pathlib.Path, *words: str) -> subprocess.CompletedProcess[str]:
    app = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    given = {"DATABASE_OWNER_URL": _url(database), "DATABASE_URL": app, "FILES_ROOT": str(files)}
    command = [sys.executable, "manage.py", "restore", str(file), *words]
    return subprocess.run(
        command, cwd=REPOSITORY, env=os.environ | given, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def scratch() -> Iterator[str]:
    """An empty database beside the test's own."""
    name = f"scratch_{os.getpid()}"
    with psycopg.connect(_url("postgres"), autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        yield name
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def backup(transactional_db: None, settings: Any, tmp_path: pathlib.Path) -> pathlib.Path:
    """An archive of a portal with reference data, people, projects and private files."""
    settings.FILES_ROOT = tmp_path / "files"
    call_command("load_vocabularies", stdout=io.StringIO())
    make.officer()
    (settings.FILES_ROOT / "ab").mkdir(parents=True)
    (settings.FILES_ROOT / "ab" / "abcdef").write_bytes(b"\0 bytes \xff")
    (settings.FILES_ROOT / "cd").mkdir()
    (settings.FILES_ROOT / "cd" / "nothing").write_bytes(b"")
    target = tmp_path / "pvehub-20260302T0310Z.backup"
    call_command("backup", str(target), stdout=io.StringIO())
    return target


def test_what_is_restored_is_what_was_there(backup: pathlib.Path, scratch: str, tmp_path: pathlib.Path):
    done = _restore(backup, scratch, tmp_path / "restored")

    assert done.returncode == 0, done.stderr
    before, after = _contents(connection.settings_dict["NAME"]), _contents(scratch)
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed} <= set(
        before
    )
    assert before["people_user"][0] > 0
    assert before["vocabulary_term"][0] > 200
    assert {name: before[name] for name in before if before[name] != after.get(name)} == {}
    assert set(before) == set(after)
    assert len(before["(triggers)"]) > 0
    assert _files(tmp_path / "restored") == _files(tmp_path / "files") != {}


def test_a_database_with_something_in_it_is_replaced_only_when_asked(
    backup: pathlib.Path, scratch: str, tmp_path: pathlib.Path
):
    root = tmp_path / "restored"
    root.mkdir()
    (root / "of another time").write_text("x", encoding="ascii")
    with psycopg.connect(_url(scratch)) as link:
        link.execute("CREATE TABLE precious AS SELECT 1 AS n")

    refused = _restore(backup, scratch, root)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The database is not empty")
    assert "precious" in _contents(scratch)

    done = _restore(backup, scratch, root, "--replace")
    assert done.returncode == 0, done.stderr
    assert _contents(scratch) == _contents(connection.settings_dict["NAME"])
    assert _files(root) == _files(tmp_path / "files")


def _rewritten(source: pathlib.Path, change: str) -> pathlib.Path:
    """A copy of the archive that somebody who has the key has had in hand."""
    target = source.with_name(f"{change}.backup")
    with source.open("rb") as file, target.open("wb") as altered:
        sealed = sealing.Sealed(altered, backups.secret())
        with (
            tarfile.open(fileobj=sealing.Opened(file, backups.secret()), mode="r|") as old,  # type: ignore[call-overload]  # reads
            tarfile.open(fileobj=sealed, mode="w|") as new,  # type: ignore[call-overload]  # writes, as tarfile asks of it
        ):
            for entry in old:
                content = old.extractfile(entry).read()
                if change == "altered" and entry.name == archive.DUMP:
                    content = content[:-1] + bytes([content[-1] ^ 1])
                if change == "lacking" and entry.name == "files/ab/abcdef":
                    continue
                if change == "other" and entry.name == "files/ab/abcdef":
                    entry.name = "files/ab/other"
                if change == "outside" and entry.name == "files/ab/abcdef":
                    entry.name = "../outside"
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
                if change == "twice" and entry.name == "files/ab/abcdef":
                    new.addfile(entry, io.BytesIO(content))
        sealed.close()
    return target


def test_a_tampered_archive_is_refused_before_anything_is_written(
    backup: pathlib.Path, scratch: str, tmp_path: pathlib.Path
):
    whole = backup.read_bytes()
    for name, content in {
        "cut": whole[:-30_000],
        "flipped": whole[:-9] + b"x" + whole[-8:],
        "nothing": b"none",
    }.items():
        backup.with_name(f"{name}.backup").write_bytes(content)
    changes = ("altered", "lacking", "other", "outside", "twice")
    before = _contents(scratch)

    for file in [_rewritten(backup, change) for change in changes] + sorted(tmp_path.glob("[cfn]*.backup")):
        with pytest.raises(archive.Damaged) as damaged:
            archive.unpack(file, tmp_path / f"unpacked {file.name}", backups.secret())
        assert "\n" not in str(damaged.value)
    with pytest.raises(archive.Damaged, match="made under another key"):
        archive.unpack(backup, tmp_path / "unpacked", "another key, long enough to be taken for a good one")
    refused = _restore(tmp_path / "altered.backup", scratch, tmp_path / "restored")

    assert refused.returncode == 1
    assert refused.stderr == "'database.dump' in the archive is not what was backed up: its sha256 differs.\n"
    assert _contents(scratch) == before
    assert _files(tmp_path / "restored") == {}
    assert not (tmp_path / "outside").exists()


def test_the_latest_backup_is_proven_once_a_week_on_a_server_of_its_own(backup: pathlib.Path, settings: Any):
    settings.BACKUP_DIR = str(backup.parent)
    with backups._scratch():
        tasks.verify_backup()  # another one is running: the next hour's turn
    assert not Mark.objects.exists()

    tasks.verify_backup()

    mark = Mark.objects.get(work="trial")
    assert mark.is_well, mark.said
    assert re.search(r"^\d+ tables, \d+ rows and 2 files of .* came back as they were\.$", mark.said)
    assert not any((pathlib.Path(settings.DATA_DIR) / "backing-up").iterdir())
    tasks.verify_backup()  # the week is not over
    assert Mark.objects.get(work="trial").tried_at == mark.tried_at


def test_another_manifest_than_the_noted_one_is_refused(backup: pathlib.Path, scratch: str, tmp_path: pathlib.Path):
    refused = _restore(backup, scratch, tmp_path / "restored", "--sha256", "0" * 64)

    assert (refused.returncode, refused.stderr) == (1, "The archive is not the one with that sha256.\n")


def test_a_backup_is_private_and_shows_nothing_and_is_never_written_over(backup: pathlib.Path):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in backup.parent.iterdir()) == ["files", backup.name]
    content = backup.read_bytes()
    officer = User.objects.get()
    for word in (b"PGDMP", b"\0 bytes \xff", b"manifest", officer.email.encode(), backups.secret().encode()):
        assert word not in content
    with pytest.raises(SystemExit, match="exists already"):
        call_command("backup", str(backup))


def test_the_timetable_makes_one_backup_a_day_with_no_more_than_the_rights_that_serve(
    transactional_db: None, as_app_role: None, settings: Any, tmp_path: pathlib.Path
):
    settings.FILES_ROOT, settings.BACKUP_DIR = tmp_path / "files", str(tmp_path / "backups")
    tasks.back_up()
    assert Mark.objects.get(work="backup").said == "The backup could not be written: No such file or directory."
    (tmp_path / "backups").mkdir()

    tasks.back_up()
    tasks.back_up()

    mark, (path,) = Mark.objects.get(work="backup"), (tmp_path / "backups").iterdir()
    assert mark.is_well and mark.said == f"{path.name}, {path.stat().st_size} bytes"
