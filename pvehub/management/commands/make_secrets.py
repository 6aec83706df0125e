"""`manage.py make_secrets`: the files docker-compose.yml hands to its services as secrets."""

import pathlib
import secrets
from typing import Any

from django.core.management.base import BaseCommand

from pvehub import bootstrap

FOLDER = bootstrap.FOLDER / ".secrets"


class Command(BaseCommand):
    """Makes what is missing and never changes what is there: another password would shut out a running database."""

    help = "Make the secrets of docker-compose.yml, in .secrets."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """The folder is ours alone; the files in it can be read by the containers' users, who are not us."""
        FOLDER.mkdir(mode=0o700, exist_ok=True)
        made = [name for name, text in _wanted().items() if _write(FOLDER / name, text)]
        self.stdout.write(f"{FOLDER}: made {', '.join(made) or 'nothing, all are there'}.")


def _wanted() -> dict[str, str]:
    owner, app, redis = (_kept(name) for name in ("database_owner_password", "database_app_password", "redis_password"))
    return {
        "secret_key": secrets.token_urlsafe(64),
        "postgres_password": secrets.token_urlsafe(32),
        "database_owner_password": owner,
        "database_app_password": app,
        "database_owner_url": f"postgresql://pvehub_owner:{owner}@db/pvehub",
        "database_url": f"postgresql://pvehub_app:{app}@db/pvehub",
        "redis_password": redis,
        "redis_url": f"redis://:{redis}@redis:6379/0",
        "backup_key": secrets.token_urlsafe(48),
        "email_password": "",
    }


def _kept(name: str) -> str:
    """The addresses hold passwords of other files: the one there is wins over a new one."""
    path = FOLDER / name
    return path.read_text(encoding="ascii").strip() if path.exists() else secrets.token_urlsafe(32)


def _write(path: pathlib.Path, text: str) -> bool:
    if path.exists():
        return False
    path.write_text(text, encoding="ascii")
    path.chmod(0o444)
    return True
