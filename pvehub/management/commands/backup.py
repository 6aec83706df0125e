"""`manage.py backup FILE`: the database and the private files in one encrypted archive."""

import pathlib
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser

from pvehub.operations import backups, dumping


class Command(BaseCommand):
    """May run while the portal serves: the dump is one snapshot, and private files are never changed once stored."""

    help = "Write the database and the private files into one encrypted archive."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=pathlib.Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Never writes over a file; ends with one sentence when it cannot."""
        target: pathlib.Path = options["file"].absolute()
        if target.exists():
            sys.exit(f"{target} exists already: choose another name.")
        if not target.parent.is_dir():
            sys.exit(f"The folder {target.parent} does not exist.")
        try:
            manifest = backups.make(target)
        except (dumping.Impossible, ImproperlyConfigured) as reason:
            sys.exit(str(reason))
        except OSError as error:
            sys.exit(f"{error.filename or target}: {error.strerror}.")
        self.stdout.write(f"{target}: the database and {len(manifest.members) - 1} files, encrypted under BACKUP_KEY.")
        self.stdout.write(f"Keep this apart from it, for `restore --sha256`: {manifest.sha256}")
