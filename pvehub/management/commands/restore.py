"""`manage.py restore FILE`: the database and the private files back from an archive."""

import pathlib
import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from pvehub.operations import archive, backups, dumping


class Command(BaseCommand):
    """Everything in the archive is compared with its manifest before the first row is written."""

    help = "Restore the database and the private files from an archive made by backup."

    def add_arguments(self, parser: CommandParser) -> None:
        """What from, and whether what is there may go."""
        parser.add_argument("file", type=pathlib.Path)
        parser.add_argument("--replace", action="store_true", help="the database holds something, and it may go")
        parser.add_argument("--sha256", help="what backup printed: refuses an archive whose manifest is another")
        parser.add_argument("--json", action="store_true", help="say nothing but the manifest of what was restored")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with one sentence, and everything as it was, when it cannot."""
        source: pathlib.Path = options["file"].absolute()
        if not source.is_file():
            sys.exit(f"{source} is not a file.")
        if dumping.has_tables() and not options["replace"]:
            sys.exit(
                "The database is not empty: with --replace all that is in it goes, and the backup takes its place."
            )
        try:
            manifest = backups.restore(source, options["sha256"])
        except (archive.Damaged, dumping.Impossible, ImproperlyConfigured) as reason:
            sys.exit(str(reason))
        except OSError as error:
            sys.exit(f"{error.filename or source}: {error.strerror}.")
        finally:
            connections.close_all()
        if options["json"]:
            self.stdout.write(manifest.to_bytes().decode())
        else:
            count, made_at = len(manifest.members) - 1, manifest.facts["made_at"]
            self.stdout.write(f"Restored the database and {count} files of {made_at}.")
