"""`manage.py verify_backup [FILE]`: proves on a server of its own that a backup restores to what was backed up."""

import pathlib
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser

from pvehub.embedded import place
from pvehub.operations import backups, dumping


class Command(BaseCommand):
    """Touches neither the database nor the files that serve."""

    help = "Restore a backup into a scratch server and compare every row and file with what was backed up."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one; the latest in BACKUP_DIR when none is named."""
        parser.add_argument("file", type=pathlib.Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with one sentence when it is not proven."""
        source: pathlib.Path | None = options["file"]
        if source is None:
            kept = backups.kept(pathlib.Path(settings.BACKUP_DIR)) if settings.BACKUP_DIR else []
            if not kept:
                sys.exit("There is no backup in BACKUP_DIR: name a file.")
            source = kept[-1][1]
        if not source.is_file():
            sys.exit(f"{source} is not a file.")
        try:
            proof = backups.prove(source.absolute())
        except (backups.NotProven, dumping.Impossible, place.Unavailable, ImproperlyConfigured) as reason:
            sys.exit(f"{source.name}: {reason}")
        self.stdout.write(f"{source.name}: {proof}")
