"""`manage.py prepare`: tables and vocabularies, before anything serves. For containers; `up` does the same itself."""

from typing import Any

from django.core.management.base import BaseCommand

from pvehub.management import preparing


class Command(BaseCommand):
    """Runs under an advisory lock: of several containers that start at once, one prepares and the others wait."""

    help = "Migrate the database and load the vocabularies, one process at a time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Needs the owner of the database."""
        preparing.database()
        self.stdout.write("The database is ready.")
